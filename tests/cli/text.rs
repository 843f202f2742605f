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
