//! Golden forms: `tests/forms/X.txt` must be read as `tests/forms/X.record.json` says.
//!
//! The texts are invented, each for forms that real papers of 2000–2026 have: lists of persons, letterheads, cases,
//! dialogue, agreements, pages that open a hearing. `UPDATE_EXPECT=1` writes the files anew; read the difference before
//! committing it.

#![allow(clippy::expect_used)] // a test that cannot go on fails

use ordskifte_extract::plain_text;
use ordskifte_record::Stated;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What says nothing of recognition, or is all text.
const LEFT_OUT: [&str; 13] = [
    "access",
    "archived_at",
    "evidence",
    "id",
    "language",
    "languages",
    "originals",
    "pages",
    "paragraphs",
    "rule_version",
    "sources",
    "status",
    "version",
];

fn texts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("folder")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    found.sort();
    found
}

fn recognized(path: &Path) -> String {
    let text = plain_text(&std::fs::read_to_string(path).expect("UTF-8"));
    let (record, _) = ordskifte_recognize::recognize(&text, &Stated::default());
    let mut value = serde_json::to_value(&record).expect("JSON");
    if let Value::Object(fields) = &mut value {
        fields.retain(|name, value| !LEFT_OUT.contains(&name.as_str()) && !is_empty(value));
        for topic in fields
            .get_mut("topics")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            topic.as_object_mut().map(|topic| topic.remove("evidence"));
        }
    }
    format!("{}\n", serde_json::to_string_pretty(&value).expect("JSON"))
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

#[test]
fn forms_are_read_as_written_down() {
    let texts = texts();
    assert!(texts.len() >= 40, "forms are missing");
    let mut faults = Vec::new();
    for path in texts {
        let golden = path.with_extension("record.json");
        let found = recognized(&path);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&golden, &found).expect("written");
            continue;
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        for (line, (a, b)) in expected.lines().zip(found.lines()).enumerate() {
            if a != b {
                faults.push(format!("{}:{}: {b} for {a}", golden.display(), line + 1));
                break;
            }
        }
        if expected.lines().count() != found.lines().count() {
            faults.push(format!("{}: another number of lines", golden.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Pages lead from an item or a position to its paragraph.
#[test]
fn anchors_are_those_of_paragraphs() {
    for path in texts() {
        let text = plain_text(&std::fs::read_to_string(&path).expect("UTF-8"));
        let (record, _) = ordskifte_recognize::recognize(&text, &Stated::default());
        let items = record.agenda.iter().map(|item| item.anchor.as_deref());
        let positions = record.positions.iter().map(|position| position.anchor.as_deref());
        let cases = record.cases.iter().map(|case| case.anchor.as_deref());
        let statements = record.statements.iter().map(|one| Some(one.anchor.as_str()));
        for anchor in items.chain(positions).chain(cases).chain(statements) {
            let known = record
                .paragraphs
                .iter()
                .any(|paragraph| Some(paragraph.anchor.as_str()) == anchor);
            assert!(known, "{}: {anchor:?} is no paragraph's", path.display());
        }
    }
}
