//! Single bits flipped anywhere in archive and index, and growth of the index.

use crate::{Random, line, ordskifte, setting};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Files that nothing depends on, as `docs/operations.md` lists them.
fn is_unread(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name == "lock" || name == ".managed.json" || name.ends_with(".lock")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file() && !is_unread(entry.path()))
        .map(|entry| entry.path().to_path_buf())
        .filter(|path| std::fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0))
        .collect();
    files.sort();
    files
}

fn flips(count: u64, seed: u64) {
    let program = ordskifte();
    program.file("in.jsonl", (0..4).map(|number| line(number, 0)).collect::<String>());
    let file = program.path("in.jsonl");
    let file = file.to_str().expect("UTF-8");
    program.expect(0, ["ingest", file]);
    program.file(
        "in.jsonl",
        (0..4).map(|number| line(number, number % 2)).collect::<String>(),
    );
    program.expect(0, ["ingest", file]);
    assert!(program.run(["verify"]).status.success(), "whole before");
    let mut random = Random(seed);
    let files = files(&program.data());
    for flip in 0..count {
        let path = &files[random.below(files.len() as u64) as usize];
        let whole = std::fs::read(path).expect("readable");
        let (at, bit) = (random.below(whole.len() as u64) as usize, random.below(8));
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << bit;
        std::fs::write(path, &flipped).expect("written");
        let output = program.run(["verify", "--json"]);
        let what = format!("seed {seed}, flip {flip}: bit {bit} of byte {at} of {}", path.display());
        // A comment of the marker says nothing.
        let is_comment = path.ends_with("ordskifte.toml") && !whole[..at].contains(&b'\n');
        assert!(is_comment || !output.status.success(), "{what}: not found");
        if output.status.code() == Some(1) {
            let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
            let faults = report["faults"].as_array().expect("faults");
            assert!(!faults.is_empty(), "{what}");
        }
        std::fs::write(path, &whole).expect("written");
    }
    assert!(program.run(["verify"]).status.success(), "whole after");
}

#[test]
fn flipped_bits_are_found() {
    flips(setting("CRASH_FLIPS", 60), setting("CRASH_SEED", 1));
}

#[test]
#[ignore = "10,000 flips: hours"]
fn ten_thousand_flipped_bits_are_found() {
    flips(10_000, setting("CRASH_SEED", 2));
}

fn size(folder: &Path) -> u64 {
    files(folder)
        .iter()
        .map(|path| std::fs::metadata(path).map_or(0, |metadata| metadata.len()))
        .sum()
}

/// Versions upon versions: the archive keeps them all, the index only the newest.
fn growth(rounds: u64) {
    let program = ordskifte();
    let file = program.path("in.jsonl");
    let file = file.to_str().expect("UTF-8");
    for round in 0..rounds {
        program.file(
            "in.jsonl",
            (0..200).map(|number| line(number, round)).collect::<String>(),
        );
        program.expect(0, ["ingest", file]);
    }
    let grown = size(&program.data().join("search"));
    program.expect(0, ["reindex"]);
    let fresh = size(&program.data().join("search"));
    assert!(grown <= 2 * fresh, "{grown} bytes after {rounds} rounds, {fresh} fresh");
}

#[test]
fn the_index_does_not_grow_with_updates() {
    growth(5);
}

#[test]
#[ignore = "2,000 upserts of 200 records: minutes"]
fn the_index_does_not_grow_with_many_updates() {
    growth(10);
}
