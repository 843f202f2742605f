//! Searching a generated corpus that the built program has ingested.
//!
//! Measured, in process and in milliseconds: searches by record, passage and statement with highlighting, without facets and
//! with six; the cost of each facet alone; deep pages by cursor; export; and the first answer of a cold process. What counts are the
//! ratios within a run: six facets to none, and each unit to records.
//! Corpus: `testkit::generate`, seed 20260415, records of 300–3,000 words. Queries: frequent and rare words, phrases, prefixes,
//! exclusions and filters (`QUERIES`), ten rounds each, the first of which is not counted.
//! Run: `cargo bench --bench search [-- RECORDS]`; 1,000 records unless told, 10,000 for the figure in `docs/benchmarks.md`.

#![allow(clippy::print_stdout)] // the report of a bench is what it prints

use ordskifte_engine::{Engine, Mode};
use ordskifte_query::SearchRequest;
use ordskifte_testkit::{Ordskifte, generate};
use std::error::Error;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Seed of the corpus.
const SEED: u64 = 20_260_415;
/// The facets of the search page.
const FACETS: &str = "year,ministry,participant,topic,kind,language";
/// How often each query is asked.
const ROUNDS: usize = 10;
const QUERIES: &[&str] = &[
    "vindkraft",
    "kommune",
    "av",
    "tilskudd barnehage",
    "kommuneøkonomi forskrift",
    "\"av nye kommunene\"",
    "\"kommune plan\"~10",
    "kommunane",
    "lov OR forskrift",
    "kommune -skatt",
    "barnevern*",
    "kommuneøkonomi inntekter utgifter",
    "ministry:KDD kommune",
    "year:2022 kommune",
    "title:konsultasjonsmøte",
    "(lov OR forskrift) -vedtak departement",
    "",
];

fn main() -> Outcome<()> {
    let records = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(1000);
    let ordskifte = Ordskifte::new(env!("CARGO_BIN_EXE_ordskifte"));
    let corpus = ordskifte.file("c.jsonl", generate::lines(SEED, records));
    let output = ordskifte.command().arg("ingest").arg(&corpus).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let start = Instant::now();
    ordskifte.expect(0, ["search", "vindkraft", "--format", "json"]);
    println!(
        "{records} records; first answer of a cold process: {:.1?}",
        start.elapsed()
    );
    let engine = Engine::open(&ordskifte.data().join("search"), Mode::Read)?;
    let plain = report(&engine, "record", "none")?;
    let full = report(&engine, "record", FACETS)?;
    println!("six facets : none = {:.2} (p95)", full / plain);
    for unit in ["passage", "statement"] {
        let bare = report(&engine, unit, "none")?;
        report(&engine, unit, FACETS)?;
        println!("{unit} : record = {:.2} (p95)", bare / plain);
    }
    for facet in FACETS.split(',') {
        let one = report(&engine, "record", facet)?;
        println!("facet {facet} : none = {:.2} (p95)", one / plain);
    }
    for unit in ["record", "passage", "statement"] {
        export(&engine, unit)?;
    }
    Ok(())
}

fn request(pairs: &[(&str, &str)]) -> Outcome<SearchRequest> {
    let pairs = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Ok(SearchRequest::from_pairs(pairs)?)
}

/// Prints the quantiles of all queries; gives the 95th percentile in seconds.
fn report(engine: &Engine, unit: &str, facets: &str) -> Outcome<f64> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        for query in QUERIES {
            let asked = request(&[("q", query), ("unit", unit), ("facets", facets)])?;
            let start = Instant::now();
            engine.search(&asked)?;
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    times.sort_unstable();
    let at = |share: f64| {
        times
            .get((times.len() as f64 * share) as usize)
            .copied()
            .unwrap_or_default()
    };
    let (middle, high, most) = (at(0.5), at(0.95), times.last().copied().unwrap_or_default());
    println!("{unit:<9} facets {facets:<48} p50 {middle:>9.2?} p95 {high:>9.2?} max {most:>9.2?}");
    Ok(high.as_secs_f64())
}

fn export(engine: &Engine, unit: &str) -> Outcome<()> {
    let start = Instant::now();
    let rows = engine
        .snapshot()
        .export(&request(&[("q", "kommune"), ("unit", unit)])?, &mut |_| {
            ControlFlow::Continue(())
        })?;
    let time: Duration = start.elapsed();
    println!(
        "export by {unit}: {rows} rows, {:.0} rows/s",
        rows as f64 / time.as_secs_f64()
    );
    Ok(())
}
