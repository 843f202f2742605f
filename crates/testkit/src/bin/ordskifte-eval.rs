//! `ordskifte-eval PROGRAM FOLDER`: recognition against gold, field by field.
//!
//! FOLDER holds documents and beside each its gold, `NAME.gold.json`: a record with the fields that a reader wrote down.
//! A field that the gold leaves out is not scored. PROGRAM is a built `ordskifte`; it runs as `PROGRAM recognize FILE`.

#![allow(clippy::print_stdout, clippy::print_stderr)] // a tool for the terminal

use ordskifte_testkit::score::{Score, compare};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, folder] = arguments.as_slice() else {
        eprintln!("usage: ordskifte-eval PROGRAM FOLDER");
        return ExitCode::from(2);
    };
    let mut score = Score::default();
    let mut count = 0;
    for gold in golds(folder) {
        let document = gold.with_extension("").with_extension("");
        let (Some(expected), Some(found)) = (read(&gold), recognize(program, &document)) else {
            eprintln!("{}: no record", document.display());
            return ExitCode::from(2);
        };
        compare(&document.display().to_string(), &found, &expected, &mut score);
        count += 1;
    }
    if count == 0 {
        eprintln!("{}: no *.gold.json", folder.display());
        return ExitCode::from(2);
    }
    println!("{count} documents\n{score}");
    ExitCode::SUCCESS
}

fn golds(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".gold.json"))
        .collect();
    found.sort();
    found
}

fn read(path: &Path) -> Option<Value> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// `x.txt.gold.json` stands beside `x.txt`.
fn recognize(program: &Path, document: &Path) -> Option<Value> {
    let output = Command::new(program).arg("recognize").arg(document).output().ok()?;
    serde_json::from_slice(&output.stdout).ok()
}
