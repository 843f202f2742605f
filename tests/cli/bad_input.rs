//! Whatever is given: a message that says what and where, the right exit code, and nothing else lost.

use crate::ordskifte;
use std::process::{Command, Stdio};

fn reason(report: &serde_json::Value) -> String {
    report["failed"][0]["reason"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn bad_files_cost_only_themselves() {
    let program = ordskifte();
    program.file("in/good.txt", "Et helt vanlig notat om skoler og barnehager.\n");
    program.file("in/empty.txt", "");
    let zeros = program.file("in/zeros.pdf", "");
    let zeros = std::fs::File::options().write(true).open(zeros).expect("a file");
    zeros.set_len(200 << 20).expect("200 MB of zeros");
    program.file("in/broken.pdf", "%PDF-1.7\nthis is no PDF\n");
    program.file("in/broken.docx", "PK\u{3}\u{4}nothing");
    program.file("in/photo.jpg", "unknown types are skipped");
    program.file(
        "in/folder.pdf/inside.txt",
        "En tekst i en mappe som heter som en fil.\n",
    );
    std::os::unix::fs::symlink(program.path("in"), program.path("in/loop")).expect("a link");
    let report = program.json(1, ["ingest", "--json", program.path("in").to_str().expect("UTF-8")]);
    let paths = |list: &str| -> Vec<String> {
        let entries = report[list].as_array().cloned().unwrap_or_default();
        entries
            .iter()
            .filter_map(|entry| Some(entry["path"].as_str()?.rsplit('/').next()?.to_owned()))
            .collect()
    };
    assert_eq!(paths("added"), ["inside.txt", "good.txt"], "{report}");
    assert_eq!(
        paths("failed"),
        ["broken.docx", "broken.pdf", "empty.txt", "zeros.pdf"],
        "{report}"
    );
    assert!(
        report["failed"]
            .as_array()
            .expect("failed")
            .iter()
            .all(|entry| entry["reason"].as_str().is_some_and(|reason| reason.len() > 8))
    );
    assert_eq!(program.json(0, ["search", "skole", "--format", "json"])["total"], 1);
}

#[test]
fn a_wrong_extension_is_read_by_its_bytes_and_noted() {
    let program = ordskifte();
    let file = program.file(
        "note.pdf",
        "<!doctype html><html><body><h1>Notat</h1><p>Om kirkegårder og gravplasser.</p></body></html>",
    );
    let id = program.json(0, ["ingest", "--json", file.to_str().expect("UTF-8")])["added"][0]["id"].clone();
    let record = program.json(0, ["show", "--json", id.as_str().expect("an id")]);
    assert_eq!(record["originals"][0]["media_type"], "text/html");
    let findings = record["findings"].as_array().expect("findings");
    assert!(
        findings.iter().any(|finding| finding["code"] == "wrong-extension"),
        "{findings:?}"
    );
}

#[test]
fn broken_utf8_is_read_as_far_as_it_goes() {
    let program = ordskifte();
    let mut bytes = "Høringen gjelder båtplasser på øyene, sa møtelederen. "
        .repeat(4)
        .into_bytes();
    bytes.push(0xFF);
    let file = program.file("note.txt", bytes);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    assert_eq!(program.json(0, ["search", "båtplass", "--format", "json"])["total"], 1);
}

#[test]
fn what_is_not_there_and_what_may_not_be_read_is_said() {
    let program = ordskifte();
    let missing = program.json(2, ["ingest", "--json", "/no/such/file.pdf"]);
    assert!(reason(&missing).to_lowercase().contains("no such file"), "{missing}");
    let output = program.run(["extract", "/no/such/file.pdf"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/no/such/file.pdf"));
    assert_eq!(program.run(["search", "x", "--year", "abc"]).status.code(), Some(2));
    assert_eq!(program.run(["search", "--nonsense"]).status.code(), Some(2));
}

#[test]
fn a_folder_of_another_program_is_refused_and_left_alone() {
    let program = ordskifte();
    let theirs = program.file("data/thesis.doc", "mine");
    let file = program.file("a.txt", "En tekst om noe.\n");
    let output = program.run(["ingest", file.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("belongs to something else"),
        "{output:?}"
    );
    assert_eq!(
        std::fs::read_dir(theirs.parent().expect("folder"))
            .expect("folder")
            .count(),
        1
    );
}

#[test]
fn two_at_once_the_second_is_told_who_holds_the_lock() {
    let program = ordskifte();
    let lines: String = (0..4000)
        .map(|number| {
            format!(
                "{{\"id\": \"{number}\", \"text\": \"Avsnitt {number} om {} i kommunen.\"}}\n",
                "samarbeid ".repeat(200)
            )
        })
        .collect();
    let many = program.file("many.jsonl", lines);
    let one = program.file("one.txt", "En tekst.\n");
    let mut first = program
        .command()
        .args(["ingest", many.to_str().expect("UTF-8")])
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let lock = program.data().join("lock");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while std::fs::read_to_string(&lock).map_or(true, |text| text.is_empty()) && std::time::Instant::now() < until {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let second = program.run(["ingest", one.to_str().expect("UTF-8")]);
    let complaint = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(2), "{complaint}");
    assert!(complaint.contains(&first.id().to_string()), "{complaint}");
    // An interrupt keeps what is committed, and the archive whole.
    Command::new("kill")
        .args(["-INT", &first.id().to_string()])
        .status()
        .expect("kill");
    // Whether it was in time or not, the first one ends in a way that the contract knows.
    let code = first.wait().expect("it ends").code();
    assert!(matches!(code, Some(0..=2)), "{code:?}");
    let verified = program.json(0, ["verify", "--json"]);
    assert_eq!(verified["faults"].as_array().map(Vec::len), Some(0));
    program.expect(0, ["ingest", one.to_str().expect("UTF-8")]);
}

#[test]
fn a_reader_that_stops_reading_ends_it_quietly() {
    let program = crate::with_samples();
    let mut child = program
        .command()
        .args(["export", "", "--unit", "passage"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn nothing_read_in_commands_the_terminal_or_forges_a_line() {
    let program = ordskifte();
    let line = r#"{"id":"a","title":"Tittel \u001b[31mRED\u001b]0;pwn\u0007","text":"Et notat om \u001b[2J fjellreven i vest."}"#;
    program.file("in/lines.jsonl", line);
    program.file("in/a\u{1b}[31mX\n2 added.pdf", "");
    let controls = |text: &str| -> Vec<char> { text.chars().filter(|c| c.is_control() && *c != '\n').collect() };
    let output = program.run(["ingest", program.path("in").to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(controls(&told), [], "{told:?}");
    assert!(!told.lines().any(|line| line.starts_with("2 added")), "{told}");
    assert!(told.contains(r"a\u{1b}[31mX\n2 added.pdf: the file is empty"), "{told}");
    assert!(told.contains("reading 2 files,"), "{told}");
    assert!(told.contains("\n1 record read in "), "{told}");
    let found = program.json(0, ["search", "fjellrev", "--format", "json"]);
    assert_eq!(
        found["hits"][0]["title"].as_str(),
        Some("Tittel \u{1b}[31mRED\u{1b}]0;pwn\u{7}")
    );
    let id = found["hits"][0]["id"].as_str().expect("an id").to_owned();
    for args in [vec!["search", "fjellrev", "--facets"], vec!["show", &id]] {
        let text = program.expect(0, args);
        assert_eq!(controls(&text), [], "{text:?}");
        assert!(text.contains("fjellreven i vest"), "{text}");
    }
}

#[test]
fn empty_lines_fail_as_empty_files_do_and_a_folder_is_no_file_to_extract() {
    let program = ordskifte();
    program.file("in/empty.jsonl", "");
    program.file("in/good.txt", "Et helt vanlig notat om skoler.\n");
    let report = program.json(1, ["ingest", "--json", program.path("in").to_str().expect("UTF-8")]);
    assert_eq!(reason(&report), "the file is empty");
    for command in ["extract", "recognize"] {
        let output = program.run([command, program.path("in").to_str().expect("UTF-8")]);
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains("is a folder: give a file"), "{told}");
    }
}

#[test]
fn a_mistyped_path_is_not_served_as_an_archive_without_records() {
    let program = ordskifte();
    let output = program.run(["serve", "--listen", "127.0.0.1:0", "no-such-folder"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("no-such-folder"), "{told}");
    assert!(told.contains("nothing to serve"), "{told}");
    assert!(!told.contains("serving "), "{told}");
}
