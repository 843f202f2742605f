//! How fast texts are recognized, on one core, by kind of record.
//!
//! Measured: megabytes of text a second of processor time (Linux tells it; other systems give the clock's time), so that
//! other programs at work do not count, and as a ratio to what the least reading costs: splitting the same texts into tokens
//! and lower-casing each. Texts are read as plain text; a first pass loads registers, then the texts of a kind are read
//! over and over for half a second, three times, of which the fastest counts. Corpus: the gold texts (`tests/gold`), or the
//! files and folders named; nothing is random.
//! Run: `cargo bench -p ordskifte-recognize --bench recognize -- FILE…`, with absolute paths: cargo runs it in the crate's folder.

#![allow(clippy::print_stdout)] // the report of a bench is what it prints

mod shared;

use ordskifte_analysis::tokenize;
use ordskifte_record::{ExtractedText, Stated};
use shared::{below, used};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Times that a set is measured; the fastest counts.
const ROUNDS: usize = 3;
/// Least time of a round, as the clock of a processor may tick a hundred times a second only.
const ROUND: Duration = Duration::from_millis(500);

/// The texts of one kind.
#[derive(Default)]
struct Kind {
    texts: Vec<ExtractedText>,
    bytes: usize,
}

/// Seconds that a pass of `work` over these texts takes.
fn fastest(texts: &[ExtractedText], mut work: impl FnMut(&ExtractedText)) -> f64 {
    let rounds = (0..ROUNDS).map(|_| {
        let (clock, start) = (Instant::now(), used());
        let mut passes = 0_u32;
        while clock.elapsed() < ROUND {
            texts.iter().for_each(&mut work);
            passes += 1;
        }
        (used() - start) / f64::from(passes)
    });
    rounds.fold(f64::INFINITY, f64::min)
}

fn main() -> std::io::Result<()> {
    let mut files = Vec::new();
    for arg in std::env::args().skip(1).filter(|arg| !arg.starts_with('-')) {
        below(Path::new(&arg), &mut files)?;
    }
    if files.is_empty() {
        below(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/gold"),
            &mut files,
        )?;
    }
    // Gold and notes stand beside the texts.
    files.retain(|file| {
        !file
            .extension()
            .is_some_and(|extension| extension == "json" || extension == "md")
    });
    files.sort();
    let mut kinds: BTreeMap<&'static str, Kind> = BTreeMap::new();
    for file in &files {
        let text = ordskifte_extract::plain_text(&std::fs::read_to_string(file)?);
        let (record, _) = ordskifte_recognize::recognize(&text, &Stated::default());
        let kind = kinds.entry(record.kind.as_str()).or_default();
        kind.bytes += text.flow_text().len();
        kind.texts.push(text);
    }
    let mut out = std::io::stdout().lock();
    let (mut all, mut seconds, mut least) = (0, 0.0, 0.0);
    for (name, kind) in &kinds {
        let read = fastest(&kind.texts, |text| {
            std::hint::black_box(ordskifte_recognize::recognize(text, &Stated::default()));
        });
        let split = fastest(&kind.texts, |text| {
            for token in tokenize(&text.flow_text()) {
                std::hint::black_box(token.text.to_lowercase());
            }
        });
        report(&mut out, name, kind.texts.len(), kind.bytes, read, split)?;
        (all, seconds, least) = (all + kind.bytes, seconds + read, least + split);
    }
    report(&mut out, "all", files.len(), all, seconds, least)
}

fn report(out: &mut impl Write, name: &str, texts: usize, bytes: usize, read: f64, split: f64) -> std::io::Result<()> {
    let (rate, ratio) = (bytes as f64 / read / 1e6, read / split);
    writeln!(
        out,
        "{name}: {texts} texts, {bytes} bytes, {rate:.1} MB/s; {ratio:.1} times as long as tokens in lower case"
    )
}
