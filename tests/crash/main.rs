//! Kills the program at random moments of its work, and flips bits: nothing acknowledged is lost, nothing damaged is missed.
//!
//! Everything is seeded: `CRASH_SEED` (1 unless told) and `CRASH_KILLS` (50; the long run has 1,000) choose the run, and a
//! failure names its seed and kill.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on fails

mod damage;
mod faults;
mod kills;
mod standards;

use ordskifte_testkit::Ordskifte;

/// The program on a new data folder. `CRASH_PROGRAM` names another build, so that a long run is not disturbed by compiling.
fn ordskifte() -> Ordskifte {
    let named = std::env::var("CRASH_PROGRAM");
    Ordskifte::new(named.as_deref().unwrap_or(env!("CARGO_BIN_EXE_ordskifte")))
}

/// A setting of the run.
fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

/// Random numbers that are the same for the same seed (`SplitMix64`).
struct Random(u64);

impl Random {
    /// A number below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (number ^ number >> 31) % limit
    }
}

/// A line of a JSON Lines file: record `number` with its `version`.
fn line(number: u64, version: u64) -> String {
    let text: Vec<String> = (0..8)
        .map(|part| format!("Avsnitt {part} av sak {number} i utgave {version} om vei{number} og bru{version}. "))
        .collect();
    let text = text.concat();
    format!("{{\"id\": \"{number}\", \"title\": \"Sak {number}\", \"text\": \"{text}\"}}\n")
}
