//! Every sample of `corpus/`, against what `tests/corpus/expected` says about its text.

#![allow(clippy::unwrap_used, clippy::print_stderr)] // helpers of tests

use ordskifte_extract::{Options, extract};
use ordskifte_record::{Block, BlockKind};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap();
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn strings<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    value[key].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Faults of one sample, each as one line.
fn faults(path: &Path, expected: &Value) -> Vec<String> {
    let options = Options {
        filename: path.file_name().unwrap().to_str(),
        ..Options::default()
    };
    let extraction = match extract(&fs::read(path).unwrap(), &options) {
        Ok(extraction) => extraction,
        Err(error) => return vec![format!("cannot be read: {error}")],
    };
    if !extraction.page_images.is_empty() {
        eprintln!("skipped, it is for OCR to read: {}", path.display());
        return Vec::new();
    }
    let blocks: Vec<&Block> = extraction.text.pages.iter().flat_map(|page| &page.blocks).collect();
    let mut flow = String::new();
    for block in blocks.iter().filter(|block| block.kind != BlockKind::Furniture) {
        flow.extend(block.text.split_whitespace().flat_map(|word| [word, " "]));
    }
    let mut faults = Vec::new();
    for phrase in strings(expected, "phrases").filter(|phrase| !flow.contains(phrase)) {
        faults.push(format!("lacks {phrase:?}"));
    }
    for phrase in strings(expected, "absent_phrases").filter(|phrase| flow.contains(phrase)) {
        faults.push(format!("must not hold {phrase:?}"));
    }
    for heading in expected["headings"].as_array().into_iter().flatten() {
        let text = heading["heading"].as_str().unwrap_or_default();
        let found = |block: &&Block| block.kind == BlockKind::Heading && block.text.contains(text);
        if !blocks.iter().any(found) {
            let other = blocks.iter().find(|block| block.text.contains(text));
            faults.push(format!(
                "lacks the heading {text:?}; has {:?}",
                other.map(|b| (b.kind, &b.text))
            ));
        }
    }
    faults
}

#[test]
fn samples_read_as_expected() {
    let mut paths = Vec::new();
    files(&root().join("corpus"), &mut paths);
    let mut report = Vec::new();
    let mut read = 0;
    for path in paths {
        let relative = path.strip_prefix(root().join("corpus")).unwrap().display().to_string();
        let sidecar = root().join(format!("tests/corpus/expected/{relative}.json"));
        if !sidecar.exists() {
            continue;
        }
        let expected = serde_json::from_str(&fs::read_to_string(sidecar).unwrap()).unwrap();
        report.extend(
            faults(&path, &expected)
                .into_iter()
                .map(|fault| format!("{relative}: {fault}")),
        );
        read += 1;
    }
    assert!(read >= 35, "only {read} samples found");
    assert!(report.is_empty(), "{} faults:\n{}", report.len(), report.join("\n"));
}
