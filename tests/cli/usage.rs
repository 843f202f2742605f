//! How the command line is read: queries that look like flags, outputs that are no files, folders with nothing in them.

use crate::{ordskifte, with_samples};
use ordskifte_testkit::Ordskifte;

fn told(program: &Ordskifte, code: i32, args: &[&str]) -> String {
    let output = program.run(args);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
    told
}

#[test]
fn a_query_may_begin_with_a_negation_and_unknown_flags_are_faults() {
    let program = with_samples();
    let total = |args: &[&str]| {
        let mut all = vec!["search", "--format", "json", "--limit", "0"];
        all.extend(args);
        program.json(0, all)["total"].as_u64().expect("a total")
    };
    let (all, with, without) = (total(&[]), total(&["vindkraft"]), total(&["-vindkraft"]));
    assert!(with > 0 && with + without == all);
    assert_eq!(
        total(&["-vindkraft", "--year", "2022"]),
        total(&["--year", "2022", "--", "-vindkraft"])
    );
    assert_eq!(total(&["-\"statlig styring\""]), total(&["NOT \"statlig styring\""]));
    for args in [
        &["search", "--bogus"][..],
        &["search", "--bogus", "vindkraft"],
        &["search", "vindkraft", "--bogus"],
        &["search", "-vindkraft", "--bogus"],
        &["search", "vindkraft", "-x"],
        &["export", "--forma", "csv"],
        &["watch", "add", "vind", "--bogus"],
    ] {
        assert!(told(&program, 2, args).contains("error:"), "{args:?}");
    }
    let fault = told(&program, 2, &["search", "å OR"]);
    assert!(
        fault.contains("query: `OR` needs") && fault.contains("at character 3"),
        "{fault}"
    );
    assert!(!fault.contains("--q"), "{fault}");
    assert!(told(&program, 2, &["search", "-"]).contains("asks for nothing"));
}

#[test]
fn where_an_export_goes_is_named_when_it_cannot() {
    let program = with_samples();
    let whole = program.expect(0, ["export"]);
    assert_eq!(program.expect(0, ["export", "-o", "-"]), whole);
    // What is no plain file is written, never replaced.
    if std::path::Path::new("/dev/full").exists() {
        let fault = told(&program, 2, &["export", "--unit", "passage", "-o", "/dev/full"]);
        assert!(fault.contains("/dev/full: No space left"), "{fault}");
        assert!(!std::path::Path::new("/dev/full.part").exists());
        let device = std::fs::metadata("/dev/full").expect("still there");
        assert!(!device.is_file());
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("open");
        let output = program
            .command()
            .args(["export"])
            .stdout(full)
            .output()
            .expect("it starts");
        let fault = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2));
        assert!(fault.contains("standard output: No space left"), "{fault}");
    }
    // Another file of the same stem stays.
    let neighbor = program.file("out/hits.part", "mine");
    let hits = program.path("out/hits.csv").display().to_string();
    program.expect(0, ["export", "-o", &hits]);
    assert_eq!(std::fs::read_to_string(&hits).expect("written"), whole);
    assert_eq!(std::fs::read_to_string(neighbor).expect("there"), "mine");
    assert_eq!(std::fs::read_dir(program.path("out")).expect("a folder").count(), 2);
    let nowhere = program.path("no/such/hits.csv").display().to_string();
    assert!(told(&program, 2, &["export", "-o", &nowhere]).contains("no/such/hits.csv"));
}

#[test]
fn a_folder_with_nothing_to_read_is_told() {
    let program = ordskifte();
    std::fs::create_dir_all(program.path("empty/inner")).expect("a folder");
    let empty = program.path("empty").display().to_string();
    let fault = told(&program, 2, &["ingest", &empty]);
    assert!(fault.contains("nothing to read was found"), "{fault}");
    // What is left out on purpose was found.
    program.file("hidden/.secret.txt", "En tekst.\n");
    program.file("hidden/a.unknown-type", "En tekst.\n");
    told(&program, 0, &["ingest", &program.path("hidden").display().to_string()]);
    let file = program.file("a.txt", "En tekst.\n").display().to_string();
    let with_file = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ordskifte"));
        command.args(["--data", &file]).args(args).output().expect("it starts")
    };
    for args in [&["search", "a"][..], &["ingest", &file]] {
        let output = with_file(args);
        let fault = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{fault}");
        assert!(fault.contains("a.txt: is a file: --data names the folder"), "{fault}");
    }
    assert_eq!(with_file(&["extract", &file]).status.code(), Some(0));
}

#[test]
fn findings_are_summed() {
    let program = with_samples();
    // Texts that hardly differ are found to be possible duplicates.
    let text: String = (0..200)
        .map(|number| format!("Avsnitt {number} om veier og bruer.\n\n"))
        .collect();
    for (name, end) in [("en", "Slutt."), ("to", "Slutten."), ("tre", "Slutter.")] {
        program.file(&format!("near/{name}.txt"), format!("{text}{end}\n"));
    }
    program.expect(0, ["ingest", program.path("near").to_str().expect("UTF-8")]);
    let all = program.json(0, ["stats", "--json"]);
    let summed = program.json(0, ["stats", "--findings", "--json"]);
    let summed = summed.as_array().expect("a list");
    assert!(!summed.is_empty());
    assert_eq!(summed.len(), all["finding"].as_object().map_or(0, serde_json::Map::len));
    for sum in summed {
        let code = sum["code"].as_str().expect("a code");
        assert_eq!(sum["records"], all["finding"][code], "{code}");
        assert!(sum["count"].as_u64() >= sum["records"].as_u64());
        let id = sum["example"]["record"].as_str().expect("a record");
        let record = program.json(0, ["show", id, "--json"]);
        let found = record["findings"].as_array().expect("findings");
        assert!(
            found
                .iter()
                .any(|finding| finding["code"] == code && finding["message"] == sum["example"]["message"])
        );
    }
    let text = program.expect(0, ["stats", "--findings"]);
    assert_eq!(text.lines().count(), 2 * summed.len());
}

#[test]
fn the_process_that_reads_files_is_no_command() {
    let program = ordskifte();
    let shown: String = [
        &["--help"][..],
        &["completions", "bash"],
        &["completions", "fish"],
        &["manual"],
    ]
    .iter()
    .map(|args| program.expect(0, *args))
    .collect();
    assert!(
        !shown.contains("extract-worker") && !shown.contains("extract\\-worker") && !shown.contains("extract__worker")
    );
}
