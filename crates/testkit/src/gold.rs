//! Folders of gold: documents, and beside each what a reader wrote down of it.

use crate::score::{Score, compare};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many documents of a folder have gold (`X.gold.json` beside `X`), and how well a built program's
/// `recognize` agrees with it.
///
/// # Errors
///
/// Where the folder has no gold, or a document of it no record: which.
pub fn folder(program: &Path, folder: &Path) -> Result<(usize, Score), String> {
    let mut score = Score::default();
    let golds = golds(folder);
    for gold in &golds {
        let document = gold.with_extension("").with_extension("");
        let (Some(expected), Some(found)) = (read(gold), recognize(program, &document)) else {
            return Err(format!("{}: no record", document.display()));
        };
        compare(&document.display().to_string(), &found, &expected, &mut score);
    }
    if golds.is_empty() {
        return Err(format!("{}: no *.gold.json", folder.display()));
    }
    Ok((golds.len(), score))
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
