//! Other programs' opinion: `ocfl-py` (from `PyPI`) and `rocfl` (from crates.io) read the archive as OCFL 1.1, `bagit` (from
//! `PyPI`) an exported bag as `BagIt` 1.0.

use crate::{line, ordskifte};
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a program says, and whether it is content; none where it is not installed. `setting` is the variable that names it.
fn asked(setting: &str, name: &str, args: &[&OsStr]) -> Option<(bool, String)> {
    let program = std::env::var(setting).unwrap_or_else(|_| name.to_owned());
    let Ok(output) = Command::new(&program).args(args).output() else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: {program} is not installed");
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "with CI=true nothing may be skipped"
        );
        return None;
    };
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    Some((output.status.success(), said))
}

/// What the validators say of a storage root and of each object in it (the root alone `ocfl-py` reads without content);
/// none where none is installed.
fn validated(root: &Path) -> Vec<(bool, String)> {
    let objects = walkdir::WalkDir::new(root)
        .min_depth(2)
        .max_depth(2)
        .into_iter()
        .flatten();
    let objects = objects.filter(|entry| entry.file_name().to_string_lossy().starts_with("ordskifte%3a"));
    let mut paths: Vec<PathBuf> = objects.map(|entry| entry.path().to_path_buf()).collect();
    assert!(!paths.is_empty(), "{} has no objects", root.display());
    paths.push(root.to_path_buf());
    let mut said = Vec::new();
    for some in paths.chunks(200) {
        let args = [OsStr::new("--quiet")]
            .into_iter()
            .chain(some.iter().map(AsRef::as_ref));
        let args: Vec<&OsStr> = args.collect();
        let answer = asked("ORDSKIFTE_OCFL_VALIDATE", "ocfl-validate.py", &args);
        said.extend(answer.map(|(is_content, text)| (is_content && !text.contains("INVALID"), text)));
    }
    let args = ["--root".as_ref(), root.as_os_str(), "validate".as_ref()];
    said.extend(asked("ORDSKIFTE_ROCFL", "rocfl", &args));
    said
}

/// Fails when a validator of OCFL that is installed finds a fault.
pub(crate) fn assert_valid(root: &Path) {
    for (is_valid, said) in validated(root) {
        assert!(is_valid, "{}: {said}", root.display());
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
    for (is_valid, said) in validated(&archive) {
        assert!(!is_valid, "{said}");
    }
}

/// A bag by `bagit`, whole and with a changed byte, which it must find.
#[test]
fn an_exported_selection_is_a_valid_bag() {
    let program = ordskifte();
    program.file("in/Høring om bruer.txt", "Høringssvar om veier og bruer.\n");
    program.file("in/b.txt", "Et notat om fjell og vidder.\n");
    program.expect(0, ["ingest", program.path("in").to_str().expect("UTF-8")]);
    let bag = program.path("bag");
    let folder = bag.to_str().expect("UTF-8");
    program.expect(
        0,
        [
            "export",
            "\"fjell og\"\nOR bruer",
            "--format",
            "bagit",
            "--output",
            folder,
        ],
    );
    let validate = || {
        let args = ["--validate".as_ref(), bag.as_os_str()];
        asked("ORDSKIFTE_BAGIT", "bagit.py", &args)
    };
    if let Some((is_valid, said)) = validate() {
        assert!(is_valid, "{said}");
        let table = bag.join("data/records.csv");
        let mut bytes = std::fs::read(&table).expect("a table");
        bytes[0] ^= 1;
        std::fs::write(&table, bytes).expect("written");
        let (is_valid, said) = validate().expect("it is installed");
        assert!(!is_valid, "{said}");
    }
}
