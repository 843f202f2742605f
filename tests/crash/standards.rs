//! Other programs' opinion of the archive: `ocfl-py` (from `PyPI`) reads it as OCFL 1.1.

use crate::{line, ordskifte};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the validator says of a storage root and of each object in it (the root alone it reads without content); none
/// where it is not installed. `ORDSKIFTE_OCFL_VALIDATE` names `ocfl-validate.py`.
fn validated(root: &Path) -> Option<Result<(), String>> {
    let program = std::env::var("ORDSKIFTE_OCFL_VALIDATE").unwrap_or_else(|_| "ocfl-validate.py".to_owned());
    let objects = walkdir::WalkDir::new(root)
        .min_depth(2)
        .max_depth(2)
        .into_iter()
        .flatten();
    let objects = objects.filter(|entry| entry.file_name().to_string_lossy().starts_with("ordskifte%3a"));
    let mut paths: Vec<PathBuf> = objects.map(|entry| entry.path().to_path_buf()).collect();
    assert!(!paths.is_empty(), "{} has no objects", root.display());
    paths.push(root.to_path_buf());
    for some in paths.chunks(200) {
        let Ok(output) = Command::new(&program).arg("--quiet").args(some).output() else {
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED: {program} (pip install ocfl-py) is not installed"
            );
            assert!(
                std::env::var("CI").as_deref() != Ok("true"),
                "with CI=true nothing may be skipped"
            );
            return None;
        };
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        if !output.status.success() || said.contains("INVALID") {
            return Some(Err(said));
        }
    }
    Some(Ok(()))
}

/// Fails when a validator of OCFL that is installed finds a fault.
pub(crate) fn assert_valid(root: &Path) {
    if let Some(Err(said)) = validated(root) {
        panic!("{}: {said}", root.display());
    }
}

#[test]
fn every_sort_of_object_is_valid_ocfl() {
    let program = ordskifte();
    program.file("in/a.txt", "Et notat om veier og bruer.\n");
    program.file("in/b.txt", "Et notat om fjell og vidder.\n");
    program.file("in/c.jsonl", (0..5).map(|number| line(number, 0)).collect::<String>());
    let folder = program.path("in");
    let folder = folder.to_str().expect("UTF-8");
    let report = program.json(0, ["ingest", "--json", folder]);
    let id = |index: usize| report["added"][index]["id"].as_str().expect("an id").to_owned();
    program.file("in/a.txt", "Et annet notat om veier og bruer.\n");
    program.file("in/a.txt.ordskifte.toml", "title = \"Brev om bruer\"\n");
    program.expect(0, ["ingest", folder]);
    let archive = program.data().join("archive");
    assert_valid(&archive);
    program.expect(0, ["withdraw", &id(1), "--reason", "prøve"]);
    program.expect(0, ["purge", &id(1), "--reason", "prøve"]);
    assert_valid(&archive);
}

/// That the validator is asked at all: a changed byte is found by it.
#[test]
fn a_damaged_object_is_not_valid() {
    let program = ordskifte();
    program.file("in/a.txt", "Et notat om veier og bruer.\n");
    program.expect(0, ["ingest", program.path("in").to_str().expect("UTF-8")]);
    let archive = program.data().join("archive");
    let mut files = walkdir::WalkDir::new(&archive).into_iter().flatten();
    let original = files.find(|entry| entry.file_name().to_string_lossy().starts_with("original-"));
    std::fs::write(original.expect("an original").path(), "noe annet").expect("written");
    assert!(validated(&archive).is_none_or(|found| found.is_err()));
}
