//! One small file for each trap, made by `goldens/make.py`, against the text that must come out of it.

#![allow(clippy::unwrap_used)] // helpers of tests

use ordskifte_extract::{Options, extract};
use std::fs;
use std::path::{Path, PathBuf};

fn goldens() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "flow"))
        .map(|path| path.with_extension(""))
        .collect();
    found.sort();
    found
}

#[test]
fn every_trap_yields_its_text() {
    let goldens = goldens();
    assert!(goldens.len() >= 13, "only {} goldens", goldens.len());
    let mut faults = Vec::new();
    for path in goldens {
        let expected = fs::read_to_string(format!("{}.flow", path.display())).unwrap();
        let options = Options {
            filename: path.file_name().unwrap().to_str(),
            ..Options::default()
        };
        let found = match extract(&fs::read(&path).unwrap(), &options) {
            Ok(read) => read.text.flow_text(),
            Err(error) => format!("({error})"),
        };
        if found != expected {
            faults.push(format!("{}:\n{found:?}\n{expected:?}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
