//! Many clients at once while another process ingests: no error, no wrong total, and memory that does not grow.

use crate::ordskifte;
use ordskifte_testkit::{Server, generate};
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Clients at once.
const CLIENTS: u64 = 64;
/// Clients that export, as many as the server streams to at once.
const EXPORTERS: u64 = 4;
/// Records that are there from the beginning, of which every third has the word that is counted.
const RECORDS: u64 = 90;
/// Records that each ingest beside the clients adds.
const ADDED: u64 = 5;

/// A line of JSON Lines with a word of the test's own.
fn line(number: u64, word: &str) -> String {
    let mut record = generate::record(7, number);
    let text = record["text"].as_str().expect("a text");
    record["text"] = format!("{text}\n\nSaken gjaldt {word}.").into();
    format!("{record}\n")
}

/// What one client asks and checks; gives how many of the added records it saw.
fn ask(server: &Server, client: u64, turn: u64) -> Option<u64> {
    let counted = |path: &str, status: u16| {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        answer
    };
    if client < EXPORTERS {
        // A client that has just left may still hold its place: the server then says when to come back.
        let answer = server.get("/api/v1/export?q=grunnmur&format=jsonl");
        if answer.status != 503 {
            assert_eq!(answer.status, 200, "{}", answer.text());
            assert_eq!(answer.text().lines().count() as u64, RECORDS / 3);
        }
        return None;
    }
    match (client + turn) % 4 {
        0 => {
            let answer = counted("/api/v1/search?q=grunnmur&facet_size=1000", 200).json();
            assert_eq!(answer["total"], RECORDS / 3);
            let years = answer["facets"]["year"].as_array().expect("years");
            let sum: u64 = years.iter().filter_map(|year| year["count"].as_u64()).sum();
            assert_eq!(sum, RECORDS / 3, "each has one year");
            None
        }
        1 => {
            let answer = counted("/api/v1/search?q=tilvekst&limit=1", 200).json();
            answer["total"].as_u64()
        }
        2 => {
            let page = counted("/?q=grunnmur&unit=passage", 200).text();
            assert!(page.contains("<mark"), "{page}");
            None
        }
        _ => {
            counted("/api/v1/facets/participant?q=grunnmur", 200);
            counted("/api/v1/suggest?q=grunn", 200);
            None
        }
    }
}

/// Resident memory of a process, in bytes.
fn memory(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

fn load(length: Duration) {
    let program = ordskifte();
    let words = |number| if number % 3 == 0 { "grunnmur" } else { "takstein" };
    let lines: String = (0..RECORDS).map(|number| line(number, words(number))).collect();
    let file = program.file("base.jsonl", lines);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let server = program.serve();
    let (done, answers, times) = (AtomicBool::new(false), AtomicU64::new(0), Mutex::new(Vec::new()));
    let mut rounds = 0;
    let mut samples = Vec::new();
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (server, done, answers, times) = (&server, &done, &answers, &times);
            scope.spawn(move || {
                let (mut seen, mut took) = (0, Vec::new());
                for turn in 0.. {
                    if done.load(Ordering::Relaxed) {
                        break;
                    }
                    let start = Instant::now();
                    let added = ask(server, client, turn).unwrap_or(seen);
                    took.push(start.elapsed());
                    assert!(added >= seen, "records that were there are gone: {added} after {seen}");
                    seen = added;
                    answers.fetch_add(1, Ordering::Relaxed);
                }
                times.lock().unwrap_or_else(PoisonError::into_inner).extend(took);
            });
        }
        let start = Instant::now();
        while start.elapsed() < length || rounds < 2 {
            let from = RECORDS + rounds * ADDED;
            let lines: String = (from..from + ADDED).map(|number| line(number, "tilvekst")).collect();
            let file = program.file(&format!("{rounds}.jsonl"), lines);
            program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
            rounds += 1;
            samples.push(memory(server.pid()));
        }
        done.store(true, Ordering::Relaxed);
    });
    // The server has taken the last commit in after a moment.
    std::thread::sleep(Duration::from_secs(1));
    let end = server.get("/api/v1/search?q=tilvekst&limit=1").json();
    assert_eq!(end["total"], rounds * ADDED);
    let mut times = times.into_inner().unwrap_or_else(PoisonError::into_inner);
    times.sort();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    // The first half is for caches to fill and for the index to have been opened a few times.
    let (first, second) = samples.split_at(samples.len() / 2);
    let most = |samples: &[u64]| samples.iter().max().copied().unwrap_or(0) / 1_000_000;
    let (before, after) = (most(first), most(second));
    let _ = writeln!(
        std::io::stderr(),
        "{} answers of {CLIENTS} clients in {length:?}, p50 {:?}, p99 {:?}; {rounds} ingests; {before} then {after} MB",
        answers.load(Ordering::Relaxed),
        at(50),
        at(99)
    );
    assert!(after <= before * 3 / 2 + 50, "memory grew from {before} to {after} MB");
}

#[test]
fn many_clients_get_right_answers_while_an_ingest_runs() {
    load(Duration::from_secs(5));
}

#[test]
#[ignore = "a minute of load"]
fn many_clients_get_right_answers_for_a_minute() {
    load(Duration::from_mins(1));
}
