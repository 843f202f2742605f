//! Black-box tests of the built program: what users type, what they get, what goes wrong.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on fails
#![allow(clippy::format_collect)] // texts of tests are small

mod bad_input;
mod bag;
mod damaged;
mod described;
mod documented;
mod feed;
mod fuzzed;
mod gold;
mod hostile;
mod identity;
mod ingest;
mod lifecycle;
mod linked;
mod load;
mod machine;
mod observed;
mod originals;
mod pages;
mod paging;
mod parts;
mod quiet;
mod readers;
mod seeds;
mod server;
mod shown;
mod text;
mod told;
mod units;
mod usage;
mod voices;
mod watch;

use ordskifte_testkit::Ordskifte;

/// The repository's top folder.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The program on a new data folder.
fn ordskifte() -> Ordskifte {
    Ordskifte::new(env!("CARGO_BIN_EXE_ordskifte"))
}

/// The program with the sample records in.
fn with_samples() -> Ordskifte {
    let program = ordskifte();
    let report = program.json(0, ["ingest", "--json", &format!("{ROOT}/corpus")]);
    assert_eq!(
        report["failed"].as_array().map(Vec::len),
        Some(0),
        "{}",
        report["failed"]
    );
    program
}
