//! How fast words are analyzed and languages told, on one core: `speed FILE`.
//!
//! A first pass over the text fills the analyzer's memory (cold), a second finds every word in it (warm). Detection
//! goes over the text line by line. Printed are words and megabytes a second of processor time (Linux tells it; other
//! systems give the clock's time), so that other programs at work do not count.

use ordskifte_analysis::{Analyzer, detect, tokenize};
use ordskifte_record::Language;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::LazyLock;
use std::time::Instant;

/// Seconds that this thread has had a processor.
fn used() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |n| n / 1e9)
}

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_default();
    let text = std::fs::read_to_string(path)?;
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
