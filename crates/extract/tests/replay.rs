//! The fuzz corpora and damaged copies of them, read on stable Rust: no reader may panic, and what it yields keeps its
//! promises. Whole files are handed to `extract`; panics inside the PDF reader are caught there by design.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // helpers of tests

use ordskifte_extract::{Extraction, Limits, Options, extract};
use std::fs;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let mut found = Vec::new();
    for folder in fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        found.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    }
    found.sort();
    found
}

fn read(bytes: &[u8], target: &str) -> Option<Extraction> {
    let name = match target {
        "markdown" => "x.md".to_owned(),
        "text" => "x.txt".to_owned(),
        other => format!("x.{other}"),
    };
    let limits = Limits {
        inflated: 16 << 20,
        pages: 50,
        ..Limits::default()
    };
    let options = Options {
        filename: Some(&name),
        limits,
        ..Options::default()
    };
    let read = extract(bytes, &options).ok()?;
    for (index, page) in read.text.pages.iter().enumerate() {
        assert_eq!(page.number as usize, index + 1);
        for block in &page.blocks {
            assert!(!block.text.trim().is_empty(), "an empty block");
            let odd = block.text.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t');
            assert_eq!(odd, None, "a control character in {:?}", block.text);
            assert!(unicode_normalization::is_nfc(&block.text), "not NFC: {:?}", block.text);
        }
    }
    Some(read)
}

/// A small generator (xorshift), so that damage is the same on every run.
struct Damage(u64);

impl Damage {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }

    /// Flips some bytes, cuts, or repeats a stretch.
    fn apply(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        match self.next(3) {
            0 => {
                for _ in 0..=self.next(20) {
                    let at = self.next(out.len());
                    out[at] = self.next(256) as u8;
                }
            }
            1 => out.truncate(1 + self.next(bytes.len())),
            _ => {
                let at = self.next(bytes.len());
                let end = (at + self.next(400)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                out.splice(at..at, piece);
            }
        }
        out
    }
}

#[test]
fn seeds_are_read_and_damaged_seeds_break_nothing() {
    let files = files();
    assert!(files.len() >= 20, "only {} seeds", files.len());
    let mut damage = Damage(0x2545_F491_4F6C_DD1D);
    let mut read_whole = 0;
    for path in files {
        let target = path.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(&path).unwrap();
        read_whole += usize::from(read(&bytes, &target).is_some());
        let rounds = if target == "pdf" { 4 } else { 30 };
        for _ in 0..rounds {
            read(&damage.apply(&bytes), &target);
        }
    }
    assert!(read_whole >= 20, "only {read_whole} seeds could be read");
}
