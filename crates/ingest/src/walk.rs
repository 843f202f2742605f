//! Finds the files below the given paths, in a fixed order.

use crate::report::{Entry, Report};
use ordskifte_extract::Format;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Ending of files that state values about the file beside them.
pub(crate) const SIDECAR: &str = ".ordskifte.toml";

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    /// Size when it was found, in bytes.
    pub(crate) size: u64,
    /// Whether it holds one record a line.
    pub(crate) lines: bool,
}

/// The files below `paths`; what is left out or unreadable goes to the report.
pub(crate) fn walk(paths: &[PathBuf], report: &mut Report) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        match std::fs::metadata(&absolute) {
            Err(error) => report.failed.push(Entry::reason(&path.display().to_string(), error)),
            Ok(metadata) if metadata.is_dir() => folder(&absolute, &mut found, report),
            Ok(metadata) if metadata.is_file() => {
                found.push(Found {
                    lines: is_lines(&absolute),
                    path: absolute,
                    size: metadata.len(),
                });
            }
            Ok(_) => report.failed.push(Entry::reason(
                &path.display().to_string(),
                "neither a file nor a folder",
            )),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|file| seen.insert(file.path.clone()));
    found
}

fn folder(top: &Path, found: &mut Vec<Found>, report: &mut Report) {
    // Loops of links are found out by walkdir and come as errors.
    let walker = WalkDir::new(top).follow_links(true).sort_by_file_name().into_iter();
    for entry in walker.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path())) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(top).display().to_string();
                if error.loop_ancestor().is_some() {
                    report.skipped.push(Entry::reason(&path, "a link to a folder above it"));
                } else {
                    report.failed.push(Entry::reason(
                        &path,
                        error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
                    ));
                }
                continue;
            }
        };
        let path = entry.path();
        if entry.file_type().is_dir() {
            continue;
        }
        let name = path.display().to_string();
        if !entry.file_type().is_file() {
            report.skipped.push(Entry::reason(&name, "neither a file nor a folder"));
        } else if name.ends_with(SIDECAR) {
            report
                .skipped
                .push(Entry::reason(&name, "states values about the file beside it"));
        } else if is_lines(path) || Format::of_name(&name).is_some() {
            let size = entry.metadata().map_or(0, |metadata| metadata.len());
            found.push(Found {
                path: path.to_path_buf(),
                size,
                lines: is_lines(path),
            });
        } else {
            report.skipped.push(Entry::reason(&name, "unknown type"));
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_lines(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl") || extension.eq_ignore_ascii_case("ndjson"))
}
