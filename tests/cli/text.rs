//! Commands on text and single files.

use crate::{ROOT, ordskifte};

#[test]
fn analyze_and_detect_answer_line_by_line() {
    let program = ordskifte();
    let terms = program.pipe(&["analyze", "--lines"], "kommunane\nhøyringssvar\n\n");
    let lines: Vec<&str> = terms.split('\n').collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(
        lines[0],
        program.pipe(&["analyze", "--lines"], "kommunene\n").trim_end()
    );
    assert!(lines[1].contains('+'), "{terms}");
    let languages = program.pipe(
        &["detect", "--lines"],
        "Kommunene ønsker ikke at staten skal endre ordningen.\nKommunane ønskjer ikkje at staten skal endre ordninga.\n\n",
    );
    assert_eq!(languages, "nb\nnn\nund\n");
}

#[test]
fn extract_prints_the_flow_and_json_pages_of_blocks() {
    let program = ordskifte();
    let file = format!("{ROOT}/corpus/referat/2020/2020-11-25-referat-sekretariatsmote.md");
    let text = program.expect(0, ["extract", &file]);
    assert!(
        text.starts_with("Referat fra sekretariatsmøte 25. november 2020\n\n"),
        "{text}"
    );
    let json = program.json(0, ["extract", &file, "--format", "json"]);
    assert_eq!(json["pages"][0]["blocks"][0]["kind"], "heading");
    let record = program.json(0, ["recognize", &file]);
    assert_eq!(
        (&record["kind"], &record["date"]),
        (&"referat".into(), &"2020-11-25".into())
    );
}

#[test]
fn extract_reads_the_files_inside_a_container_and_names_those_that_it_cannot() {
    let program = ordskifte();
    let goldens = format!("{ROOT}/crates/extract/tests/goldens");
    let mail = program.expect(0, ["extract", &format!("{goldens}/felle.eml")]);
    assert!(mail.ends_with("Vedlagt svar.\n\u{c}svar.txt\n\nSvaret.\n"), "{mail:?}");
    let json = program.json(0, ["extract", &format!("{goldens}/felle.eml"), "--format", "json"]);
    assert_eq!(json["parts"][0]["path"][0], "svar.txt");
    assert_eq!(json["parts"][0]["text"]["pages"][0]["blocks"][0]["text"], "Svaret.");
    let broken = program.run(["extract", &format!("{goldens}/halv.zip")]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&broken.stdout).contains("Et brev"));
    assert!(String::from_utf8_lossy(&broken.stderr).contains("ukjent.bin"));
}

#[test]
fn extract_prints_running_heads_when_asked() {
    let program = ordskifte();
    let file = format!("{ROOT}/crates/extract/tests/goldens/sideskift.pdf");
    let head = "Referat fra møtet – side 1";
    assert!(!program.expect(0, ["extract", &file]).contains(head));
    assert!(program.expect(0, ["extract", &file, "--with-furniture"]).contains(head));
}
