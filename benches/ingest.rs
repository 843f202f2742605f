//! Ingesting a generated corpus: the whole road, its stages one by one, and plain tantivy beside them.
//!
//! Measured: MB of text a second, of (1) the built program's `ingest` in a data folder of its own, fsync included,
//! (2) analysis alone in one thread, (3) recognition alone in one thread, (4) tantivy alone with two threads, its standard
//! tokenizer over the same text in one stored field, without stemming. What counts is the ratio of (1) to (4) within a run.
//! Corpus: `testkit::generate`, seed 20260415, records of 300–3,000 words.
//! Run: `cargo bench --bench ingest [-- RECORDS]`; 1,000 records unless told, 10,000 for the figure in `docs/benchmarks.md`.

#![allow(clippy::print_stdout)] // the report of a bench is what it prints

use ordskifte_analysis::{Analyzer, tokenize};
use ordskifte_extract::{Options, extract};
use ordskifte_record::{Language, Stated};
use ordskifte_testkit::{Ordskifte, generate};
use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};
use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{Index, TantivyDocument};

/// Seed of the corpus.
const SEED: u64 = 20_260_415;

fn main() -> Result<(), Box<dyn Error>> {
    let records = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(1000);
    let texts: Vec<String> = (0..records)
        .filter_map(|index| Some(generate::record(SEED, index).get("text")?.as_str()?.to_owned()))
        .collect();
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    println!("{records} records, {megabytes:.1} MB of text");
    let report = |what: &str, time: Duration| {
        let rate = megabytes / time.as_secs_f64();
        println!("{what:<44} {time:>10.2?} {rate:>8.2} MB/s");
        rate
    };
    let ours = report("ingest, the built program", program(records)?);
    report("analysis alone, one thread", analysis(&texts));
    report("recognition alone, one thread", recognition(&texts)?);
    let plain = report("plain tantivy, two threads", plain_tantivy(&texts)?);
    println!("ingest : plain tantivy = {:.2}", ours / plain);
    Ok(())
}

/// The built program, from start to end of its process.
fn program(records: u64) -> Result<Duration, Box<dyn Error>> {
    let ordskifte = Ordskifte::new(env!("CARGO_BIN_EXE_ordskifte"));
    let corpus = ordskifte.file("c.jsonl", generate::lines(SEED, records));
    let start = Instant::now();
    let output = ordskifte.command().arg("ingest").arg(&corpus).output()?;
    let time = start.elapsed();
    if output.status.success() {
        Ok(time)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into())
    }
}

fn analysis(texts: &[String]) -> Duration {
    let mut analyzer = Analyzer::new();
    let start = Instant::now();
    for text in texts {
        for token in tokenize(text) {
            black_box(analyzer.terms(token.text, Language::Nb));
        }
    }
    start.elapsed()
}

fn recognition(texts: &[String]) -> Result<Duration, Box<dyn Error>> {
    let stated = Stated::default();
    let mut time = Duration::ZERO;
    for text in texts {
        let extraction = extract(text.as_bytes(), &Options::default())?;
        let start = Instant::now();
        black_box(ordskifte_recognize::recognize(&extraction.text, &stated));
        time += start.elapsed();
    }
    Ok(time)
}

fn plain_tantivy(texts: &[String]) -> Result<Duration, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut schema = Schema::builder();
    let text_field = schema.add_text_field("text", TEXT | STORED);
    let index = Index::create_in_dir(folder.path(), schema.build())?;
    let start = Instant::now();
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(2, 256 << 20)?;
    for text in texts {
        let mut document = TantivyDocument::new();
        document.add_text(text_field, text);
        writer.add_document(document)?;
    }
    writer.commit()?;
    Ok(start.elapsed())
}
