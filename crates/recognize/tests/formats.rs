//! The same paper in another format is the same record: forms that stand as lines in a text file are written as a web
//! page, each line ended by `<br>` as word processors and editors of pages do, or each a paragraph of its own, and who
//! was there, who was away and when it was must come out alike.

#![allow(clippy::expect_used)] // a test that cannot go on fails

use ordskifte_extract::{Options, extract, plain_text};
use ordskifte_record::{ExtractedText, Record, Stated};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Fewest forms that can be written so.
const LEAST: usize = 150;

/// Marks that other formats write otherwise: tables, emphasis, indents, pages, headings, lists.
fn is_plain(text: &str) -> bool {
    let marked = text.contains(['\t', '|', '<', '*', '\u{c}', '\\']) || text.contains("__") || text.contains("   ");
    // A line that goes on in lower case was wrapped: where it ends is the width's doing.
    let wrapped = |line: &str| line.starts_with(|c: char| c.is_lowercase() || c == ' ' || "#-–•".contains(c));
    !marked && !text.lines().any(wrapped)
}

fn forms() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms");
    let mut found: Vec<(PathBuf, String)> = std::fs::read_dir(folder)
        .expect("folder")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| (path.clone(), std::fs::read_to_string(path).expect("UTF-8")))
        .filter(|(_, text)| is_plain(text))
        .collect();
    found.sort();
    found
}

/// A page with a paragraph for each block of lines, or for each line.
fn page(text: &str, between: &str) -> ExtractedText {
    let escaped = text.replace('&', "&amp;");
    let mut html = String::from("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>\n");
    for block in escaped.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let _ = writeln!(html, "<p>{}</p>", block.trim().replace('\n', between));
    }
    html.push_str("</body></html>");
    let options = Options {
        filename: Some("form.html"),
        ..Options::default()
    };
    extract(html.as_bytes(), &options).expect("a web page").text
}

/// What must not depend on the format.
fn facts(text: &ExtractedText) -> Vec<String> {
    let (record, _): (Record, _) = ordskifte_recognize::recognize(text, &Stated::default());
    let mut facts = vec![format!("date {:?}", record.date)];
    let person =
        |person: &ordskifte_record::Participant| format!("{} {:?} {:?}", person.name, person.organization, person.side);
    facts.extend(record.participants.iter().map(person));
    facts.extend(record.absent.iter().map(|gone| format!("away: {}", person(gone))));
    facts.extend(record.chair.iter().map(|name| format!("chair: {name:?}")));
    facts
}

fn same_as_text(between: &str) {
    let forms = forms();
    assert!(forms.len() >= LEAST, "only {} forms", forms.len());
    let mut faults = Vec::new();
    for (path, text) in forms {
        let (plain, page) = (facts(&plain_text(&text)), facts(&page(&text, between)));
        if plain != page {
            faults.push(format!("{}:\n  text {plain:?}\n  page {page:?}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn lines_broken_by_hand_are_lines() {
    same_as_text("<br>\n");
}

#[test]
fn lines_in_paragraphs_of_their_own_are_lines() {
    same_as_text("</p>\n<p>");
}
