//! How fast words are analyzed and languages told, on one core.
//!
//! Measured: words and megabytes a second of processor time (Linux tells it; other systems give the clock's time), so that other
//! programs at work do not count. A first pass over the text fills the analyzer's memory (cold), a second finds every word in
//! it (warm). Detection goes over the text line by line. Corpus: the sources of the samples (`tests/corpus/src`), or the
//! files named; nothing is random.
//! Run: `cargo bench -p ordskifte-analysis --bench analyze -- FILE…`, with absolute paths: cargo runs it in the crate's folder.

#![allow(clippy::print_stdout)] // the report of a bench is what it prints

mod shared;

use ordskifte_analysis::{Analyzer, detect, tokenize};
use ordskifte_record::Language;
use shared::{below, used};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let mut files: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .map(PathBuf::from)
        .collect();
    if files.is_empty() {
        below(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/src"),
            &mut files,
        )?;
        files.sort();
    }
    let texts: std::io::Result<String> = files.iter().map(std::fs::read_to_string).collect();
    let text = texts?;
    let mut out = std::io::stdout().lock();
    let distinct: BTreeSet<&str> = tokenize(&text).map(|token| token.text).collect();
    let mut analyzer = Analyzer::new();
    for pass in ["cold", "warm"] {
        let start = used();
        let mut words = 0_u32;
        let mut terms = 0;
        for token in tokenize(&text) {
            words += 1;
            terms += analyzer.terms(token.text, Language::Nb).lemmas.len();
        }
        let seconds = used() - start;
        let rate = f64::from(words) / seconds / 1e6;
        let different = distinct.len();
        writeln!(
            out,
            "{pass}: {words} words, {different} different, {terms} lemmas, {seconds:.2} s, {rate:.2} M words/s"
        )?;
    }
    for pass in ["cold", "warm"] {
        let start = used();
        let found = text
            .lines()
            .filter(|line| detect(line).language == Language::Nb)
            .count();
        let seconds = used() - start;
        let rate = text.len() as f64 / seconds / 1e6;
        writeln!(
            out,
            "detect {pass}: {found} lines of bokmål, {seconds:.2} s, {rate:.1} MB/s"
        )?;
    }
    Ok(())
}
