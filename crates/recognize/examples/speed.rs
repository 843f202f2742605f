//! How fast texts are recognized, on one core: `speed FILE…` prints megabytes of text a second of processor time.
//!
//! Texts are read as plain text; each is recognized over and over for about three seconds after a first time that loads
//! the registers.

#![allow(clippy::print_stdout)] // a tool for the terminal

use ordskifte_record::Stated;
use std::time::{Duration, Instant};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let text = ordskifte_extract::plain_text(&std::fs::read_to_string(&path)?);
        let bytes = text.flow_text().len();
        ordskifte_recognize::recognize(&text, &Stated::default());
        let (start, before) = (Instant::now(), ticks()?);
        let mut times = 0_u32;
        while start.elapsed() < Duration::from_secs(3) {
            ordskifte_recognize::recognize(&text, &Stated::default());
            times += 1;
        }
        // The kernel counts a hundred ticks a second.
        let seconds = (ticks()? - before) as f64 / 100.0;
        println!(
            "{path}: {bytes} bytes, {:.1} MB/s",
            bytes as f64 * f64::from(times) / 1e6 / seconds
        );
    }
    Ok(())
}

/// Processor time of this process, in ticks.
fn ticks() -> std::io::Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(')').next().unwrap_or_default();
    Ok(fields
        .split_whitespace()
        .nth(11)
        .and_then(|ticks| ticks.parse().ok())
        .unwrap_or(0))
}
