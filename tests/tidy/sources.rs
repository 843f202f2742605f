//! Rules for Rust sources.

use super::{files, none, read};

/// Longest file, in lines.
const MAX_LINES: usize = 500;

#[test]
fn no_file_is_longer_than_500_lines() {
    let faults: Vec<String> = files("rs")
        .into_iter()
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > MAX_LINES)
        .map(|(lines, path)| format!("{}: {lines} lines", path.display()))
        .collect();
    none(&faults, "Split along what changes together:");
}

#[test]
fn every_file_says_first_what_it_is() {
    let faults: Vec<String> = files("rs")
        .into_iter()
        .filter(|path| !read(path).starts_with("//! "))
        .map(|path| path.display().to_string())
        .collect();
    none(&faults, "Begin the file with `//!` and one sentence:");
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here so that this file does not find itself.
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["X", "XX:"].concat(),
        ["allow(dead", "_code)"].concat(),
    ];
    let mut faults = Vec::new();
    for path in files("rs") {
        for (number, line) in read(&path).lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark.as_str())) {
                faults.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    none(&faults, "Finish it or open an issue:");
}

#[test]
fn data_files_name_origin_and_licence() {
    let mut faults = Vec::new();
    for extension in ["tsv", "txt", "csv"] {
        for path in files(extension) {
            let inside = path.components().any(|part| part.as_os_str() == "data");
            if !path.starts_with("crates") || !inside || path.components().any(|part| part.as_os_str() == "tests") {
                continue;
            }
            let head: String = read(&path)
                .lines()
                .take(12)
                .collect::<Vec<_>>()
                .join("\n")
                .to_lowercase();
            if !(head.contains("licen") && (head.contains("origin") || head.contains("source"))) {
                faults.push(path.display().to_string());
            }
        }
    }
    none(&faults, "Say origin and licence in the first lines of a data file:");
}
