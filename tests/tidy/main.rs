//! Rules of the repository, as tests: floors, file sizes, headers, links, words that must not stand in code.
//!
//! Each rule says in its failure what to do. The rules themselves are explained in `CONTRIBUTING.md`.

#![allow(clippy::panic)] // a rule that cannot be checked fails

mod documents;
mod floors;
mod sources;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's top folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files known to git, or (in an unpacked archive without git) all outside `target`; relative, sorted.
fn files(extension: &str) -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .ok()
        .filter(|out| out.status.success())
        .map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
    let mut found: Vec<PathBuf> = match listed {
        Some(names) => names
            .split('\0')
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
            .collect(),
        None => walkdir::WalkDir::new(root())
            .into_iter()
            .filter_entry(|entry| entry.file_name() != "target" && entry.file_name() != ".git")
            .filter_map(Result::ok)
            .filter_map(|entry| entry.path().strip_prefix(root()).map(Path::to_path_buf).ok())
            .collect(),
    };
    found.retain(|path| path.extension().is_some_and(|e| e == extension) && root().join(path).is_file());
    found.sort();
    found
}

/// Reads a file of the repository.
fn read(path: &Path) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Fails with all faults at once.
fn none(faults: &[String], what_to_do: &str) {
    assert!(faults.is_empty(), "{what_to_do}\n{}", faults.join("\n"));
}
