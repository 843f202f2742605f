//! Finds the files below the given paths, in a fixed order.

use crate::report::{Entry, Report};
use ordskifte_extract::Format;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Ending of files that state values about the file beside them.
pub(crate) const SIDECAR: &str = ".ordskifte.toml";

/// The file that marks a data folder of Ordskifte. Its originals and texts are no sources: read in, they would come back
/// as new records on every run.
const MARKER: &str = "ordskifte.toml";
const DATA_FOLDER: &str = "a data folder of Ordskifte, not a source";
const HIDDEN: &str = "hidden";

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
            Ok(metadata) if metadata.is_dir() && is_data_folder(&absolute) => {
                report
                    .failed
                    .push(Entry::reason(&path.display().to_string(), DATA_FOLDER));
            }
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
    let mut walker = WalkDir::new(top).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walker.next() {
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
        let name = path.display().to_string();
        let hidden = entry.depth() > 0 && is_hidden(path);
        if entry.depth() > 0 && entry.path_is_symlink() && leads_out(path, top) {
            report.skipped.push(Entry::reason(&name, "a link out of the folder"));
            if entry.file_type().is_dir() {
                walker.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_dir() {
            let reason = if hidden { HIDDEN } else { DATA_FOLDER };
            if hidden || entry.depth() > 0 && is_data_folder(path) {
                report.skipped.push(Entry::reason(&name, reason));
                walker.skip_current_dir();
            }
            continue;
        }
        if hidden {
            report.skipped.push(Entry::reason(&name, HIDDEN));
        } else if !entry.file_type().is_file() {
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

/// Whether a link leads out of the folder that was named: what lies there was not asked for.
fn leads_out(link: &Path, top: &Path) -> bool {
    match (std::fs::canonicalize(link), std::fs::canonicalize(top)) {
        (Ok(target), Ok(top)) => !target.starts_with(top),
        _ => true,
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_data_folder(path: &Path) -> bool {
    path.join(MARKER).is_file()
}

fn is_lines(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl") || extension.eq_ignore_ascii_case("ndjson"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_is_no_source_is_left_out_with_its_reason() {
        let top = std::env::temp_dir().join(format!("ordskifte-walk-{}", std::process::id()));
        let top = top.as_path();
        for name in [
            "b.txt",
            "a/c.pdf",
            "a/c.pdf.ordskifte.toml",
            ".git/d.txt",
            "e.jpg",
            "f.jsonl",
            ".g.txt",
        ] {
            let path = top.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "x").expect("a file");
        }
        fs::create_dir_all(top.join("index/archive")).expect("a folder");
        fs::write(top.join("index").join(MARKER), "").expect("a file");
        fs::write(top.join("index/archive/text.txt"), "x").expect("a file");
        let mut report = Report::default();
        let found = walk(&[top.to_path_buf(), top.join("b.txt")], &mut report);
        let names: Vec<_> = found
            .iter()
            .filter_map(|file| file.path.strip_prefix(top).ok())
            .collect();
        assert_eq!(names, [Path::new("a/c.pdf"), Path::new("b.txt"), Path::new("f.jsonl")]);
        assert_eq!(report.failed, []);
        let skipped: Vec<_> = report
            .skipped
            .iter()
            .map(|entry| {
                entry
                    .path
                    .strip_prefix(&format!("{}/", top.display()))
                    .unwrap_or_default()
            })
            .collect();
        assert_eq!(skipped, [".g.txt", ".git", "a/c.pdf.ordskifte.toml", "e.jpg", "index"]);
        // Named itself, a data folder is a fault.
        assert_eq!(walk(&[top.join("index")], &mut report), []);
        assert_eq!(report.failed.len(), 1);
        fs::remove_dir_all(top).expect("removed");
    }
}
