//! Reading originals, without the child process and without OCR.
//!
//! Measured: milliseconds of wall time a file and a page, for each format. Corpus: `corpus/` and the goldens of the extract
//! crate, each file read ten times, the first of which is not counted. Nothing is random.
//! Run: `cargo bench -p ordskifte-extract --bench extract`.

#![allow(clippy::print_stdout)] // the report of a bench is what it prints

use ordskifte_extract::{Options, extract, sniff};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How often each file is read.
const ROUNDS: u32 = 10;

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    files(&root.join("corpus"), &mut found)?;
    files(&root.join("crates/extract/tests/goldens"), &mut found)?;
    found.sort();
    // Files, pages and milliseconds by media type.
    let mut formats: BTreeMap<&str, (u32, usize, f64)> = BTreeMap::new();
    for path in found {
        let bytes = fs::read(&path)?;
        let filename = path.file_name().and_then(|name| name.to_str());
        let options = Options {
            filename,
            ..Options::default()
        };
        let Ok(first) = extract(&bytes, &options) else { continue };
        let begun = Instant::now();
        for _ in 1..ROUNDS {
            let _ = std::hint::black_box(extract(&bytes, &options));
        }
        let spent = begun.elapsed().as_secs_f64() * 1000.0 / f64::from(ROUNDS - 1);
        let format = formats.entry(sniff(&bytes, filename).media_type()).or_default();
        format.0 += 1;
        format.1 += first.text.pages.len();
        format.2 += spent;
    }
    println!(
        "{:74} {:>5} {:>5} {:>9} {:>9}",
        "format", "files", "pages", "ms/file", "ms/page"
    );
    for (format, (files, pages, spent)) in formats {
        let (a_file, a_page) = (spent / f64::from(files), spent / pages.max(1) as f64);
        println!("{format:74} {files:5} {pages:5} {a_file:9.2} {a_page:9.2}");
    }
    Ok(())
}
