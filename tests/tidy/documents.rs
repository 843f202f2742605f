//! Rules for the documents: links that lead somewhere, sizes, commands that exist.

use super::{files, none, read, root};
use regex::Regex;
use std::path::Path;

#[test]
fn links_in_documents_lead_somewhere() {
    let link = Regex::new(r"\[[^\]]*\]\(([^)\s]+)\)").expect("pattern");
    let mut faults = Vec::new();
    for path in files("md") {
        if path.starts_with("corpus") || path.starts_with("tests/corpus/sources") {
            continue;
        }
        let text = read(&path);
        for capture in link.captures_iter(&text) {
            let target = &capture[1];
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let folder = path.parent().unwrap_or(Path::new(""));
            let to = if file.is_empty() {
                path.clone()
            } else {
                folder.join(file)
            };
            if !root().join(&to).exists() {
                faults.push(format!("{}: {target}", path.display()));
            } else if !anchor.is_empty()
                && to.extension().is_some_and(|e| e == "md")
                && !has_heading(&read(&to), anchor)
            {
                faults.push(format!("{}: {target} (no such heading)", path.display()));
            }
        }
    }
    none(&faults, "Dead links:");
}

/// Whether a heading has this anchor, as code hosts make them.
fn has_heading(text: &str, anchor: &str) -> bool {
    text.lines().filter(|line| line.starts_with('#')).any(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let made: String = title
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        made == anchor
    })
}

#[test]
fn the_documents_exist_and_keep_their_size() {
    let needed = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "NOTICE",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "docs/guide.md",
        "docs/query-language.md",
        "docs/http-api.md",
        "docs/records.md",
        "docs/norwegian.md",
        "docs/operations.md",
        "docs/benchmarks.md",
        "docs/glossary.md",
    ];
    let faults: Vec<&str> = needed.into_iter().filter(|name| !root().join(name).is_file()).collect();
    assert!(faults.is_empty(), "missing documents: {faults:?}");
    assert!(
        read(Path::new("ARCHITECTURE.md")).lines().count() <= 300,
        "ARCHITECTURE.md: at most 300 lines"
    );
    let readme = read(Path::new("README.md"));
    for command in ["cargo run --release -- serve corpus", "./test"] {
        assert!(readme.contains(command), "README.md must show `{command}`");
    }
}
