//! Single bits flipped anywhere in archive and index, and growth of the index.

use crate::{Random, line, ordskifte, setting};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Files that nothing depends on, as `docs/operations.md` lists them.
fn is_unread(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name == "lock" || name == "ingests.json" || name == ".managed.json" || name.ends_with(".lock")
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
    let mut missed: Vec<String> = Vec::new();
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
        if output.status.success() && !is_comment {
            missed.push(what);
        } else if output.status.code() == Some(1) {
            let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
            let faults = report["faults"].as_array().expect("faults");
            assert!(!faults.is_empty(), "{what}");
        }
        std::fs::write(path, &whole).expect("written");
    }
    assert!(missed.is_empty(), "{} were not found: {missed:#?}", missed.len());
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

/// Upserts and withdrawals of some records, over and over: the archive keeps every version, and neither it nor the index
/// holds anything besides. Fresh is the same archive copied, with an index of its own.
fn growth(records: u64, rounds: u64, withdrawn: u64) {
    let program = ordskifte();
    let file = program.path("in.jsonl");
    let file = file.to_str().expect("UTF-8");
    let mut ids: Vec<String> = Vec::new();
    for round in 0..rounds {
        let lines: String = (0..records).map(|number| line(number, round)).collect();
        program.file("in.jsonl", lines);
        let report = program.json(0, ["ingest", "--json", file]);
        let entries = report["added"].as_array().into_iter().flatten();
        ids.extend(entries.map(|entry| entry["id"].as_str().expect("an id").to_owned()));
        for number in round * withdrawn / rounds..(round + 1) * withdrawn / rounds {
            program.expect(0, ["withdraw", &ids[number as usize], "--reason", "prøve"]);
        }
    }
    assert_eq!(ids.len() as u64, records);
    let backup = program.path("backup");
    let backup = backup.to_str().expect("UTF-8");
    program.expect(0, ["backup", backup]);
    let fresh = ordskifte();
    fresh.expect(0, ["restore", backup]);
    for part in ["search", ""] {
        let (grown, fresh) = (size(&program.data().join(part)), size(&fresh.data().join(part)));
        let what = format!("{grown} bytes in `{part}` after {rounds} rounds, {fresh} fresh");
        let _ = writeln!(std::io::stderr(), "{what}");
        assert!(grown <= 2 * fresh, "{what}");
    }
}

#[test]
fn neither_archive_nor_index_grows_with_updates() {
    growth(80, 3, 6);
}

#[test]
#[ignore = "2,000 upserts and withdrawals of 200 records: minutes"]
fn neither_archive_nor_index_grows_with_many_updates() {
    growth(200, 10, 200);
}
