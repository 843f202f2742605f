//! Searching a generated corpus that the built program has ingested.
//!
//! Measured, in process and in milliseconds: what the search page asks, by kind of query (a search of records with six facets,
//! highlighting and *did you mean*, and the completions of what is typed), the first time and again; searches by record,
//! passage and statement without facets and with six; the cost of each facet alone; export; and the first answer of a cold
//! process. Ratios within a run are six facets to none, and each unit to records.
//! Corpus: `testkit::generate`, seed 20260415, records of 300–3,000 words. Queries: 204 of 17 kinds, drawn from the corpus
//! with the same seed (`search/queries.rs`), three rounds each, the first of which is not counted but where it is told.
//! Run: `cargo bench --bench search [-- RECORDS]`; 1,000 records unless told, 10,000 for the figure in `docs/benchmarks.md`.
//! With `ORDSKIFTE_BENCH_SLOWEST=N` it names the slowest queries.

#![allow(clippy::print_stdout)] // the report of a bench is what it prints

#[path = "search/queries.rs"]
mod queries;

use ordskifte_engine::{Engine, Mode};
use ordskifte_query::SearchRequest;
use ordskifte_testkit::{Ordskifte, generate};
use queries::Query;
use std::collections::BTreeMap;
use std::error::Error;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Seed of the corpus.
const SEED: u64 = 20_260_415;
/// The facets of the search page.
const FACETS: &str = "year,ministry,participant,topic,kind,language";
/// How many letters are typed when completions are asked for, and how many there are.
const TYPED: usize = 6;
const COMPLETIONS: usize = 8;
/// How often each query is asked.
const ROUNDS: usize = 3;
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
    let queries = queries::queries(SEED, records);
    page(&engine, &queries)?;
    let ask = |unit: &str, facets: &str| report(&engine, &queries, unit, facets);
    let plain = ask("record", "none")?;
    let full = ask("record", FACETS)?;
    println!("six facets : none = {:.2} (p95)", full / plain);
    for unit in ["passage", "statement"] {
        let bare = ask(unit, "none")?;
        ask(unit, FACETS)?;
        println!("{unit} : record = {:.2} (p95)", bare / plain);
    }
    for facet in FACETS.split(',') {
        let one = ask("record", facet)?;
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

/// Times in order, with their middle, 95th percentile and greatest.
struct Times(Vec<Duration>);

impl Times {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    fn at(&self, share: f64) -> Duration {
        let at = (self.0.len() as f64 * share) as usize;
        self.0.get(at).or(self.0.last()).copied().unwrap_or_default()
    }

    fn print(&self, what: &str) {
        let (middle, high, most) = (self.at(0.5), self.at(0.95), self.at(1.0));
        println!("{what:<60} p50 {middle:>9.2?} p95 {high:>9.2?} max {most:>9.2?}");
    }
}

/// What a visit of the search page asks: completions of what is typed, and the search. Prints it by kind of query.
fn page(engine: &Engine, queries: &[Query]) -> Outcome<()> {
    let mut rounds: Vec<Vec<(Duration, Duration)>> = Vec::new();
    for _ in 0..ROUNDS {
        let mut times = Vec::new();
        for query in queries {
            let asked = request(&[("q", &query.text), ("facets", FACETS)])?;
            let typed: String = query.text.chars().take(TYPED).collect();
            let start = Instant::now();
            engine.snapshot().suggest(&typed, COMPLETIONS)?;
            let suggested = start.elapsed();
            engine.search(&asked)?;
            times.push((suggested, start.elapsed()));
        }
        rounds.push(times);
    }
    let first = rounds.remove(0);
    let again = || rounds.iter().flatten();
    println!(
        "{} queries: six facets, highlighting, did you mean, completions",
        queries.len()
    );
    Times::of(first.iter().map(|(_, all)| *all).collect()).print("page, the first time");
    Times::of(again().map(|(_, all)| *all).collect()).print("page");
    Times::of(again().map(|(suggested, _)| *suggested).collect()).print("page, completions alone");
    let mut kinds: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for (query, (_, all)) in queries.iter().cycle().zip(again()) {
        kinds.entry(query.kind).or_default().push(*all);
    }
    for (kind, times) in kinds {
        Times::of(times).print(&format!("page, {kind}"));
    }
    let wanted = std::env::var("ORDSKIFTE_BENCH_SLOWEST")
        .ok()
        .and_then(|count| count.parse().ok());
    let mut slowest: Vec<_> = queries.iter().zip(rounds.last().into_iter().flatten()).collect();
    slowest.sort_by_key(|(_, (_, all))| std::cmp::Reverse(*all));
    for (query, (suggested, all)) in slowest.into_iter().take(wanted.unwrap_or(0)) {
        println!("{all:>9.2?}, completions {suggested:>9.2?}: {}", query.text);
    }
    Ok(())
}

/// Prints the quantiles of all queries; gives the 95th percentile in seconds.
fn report(engine: &Engine, queries: &[Query], unit: &str, facets: &str) -> Outcome<f64> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        for query in queries {
            let asked = request(&[("q", &query.text), ("unit", unit), ("facets", facets)])?;
            let start = Instant::now();
            engine.search(&asked)?;
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    let times = Times::of(times);
    times.print(&format!("{unit:<9} facets {facets}"));
    Ok(times.at(0.95).as_secs_f64())
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
