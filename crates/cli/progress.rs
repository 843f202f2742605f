//! Progress on standard error: a bar on a terminal, plain lines elsewhere.

use crate::printer::note;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ordskifte_ingest::Event;
use std::io::{IsTerminal, stderr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Seconds between plain lines.
const EVERY: u64 = 10;

/// A number with its noun.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Progress of an ingest.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    start: Instant,
    done: AtomicU64,
    bytes: AtomicU64,
    told: AtomicU64,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template(
                "{bar:30} {decimal_bytes}/{decimal_total_bytes}  {decimal_bytes_per_sec}  {msg}  ETA {eta}",
            );
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        Self {
            bar,
            start: Instant::now(),
            done: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            told: AtomicU64::new(0),
        }
    }

    /// Takes an event; called from many threads.
    pub(crate) fn event(&self, event: Event) {
        match event {
            Event::Found { files, bytes } => match &self.bar {
                Some(bar) => {
                    bar.set_length(bytes);
                    bar.set_message(counted(files, "file"));
                }
                None => note(&format!(
                    "reading {}, {:.1} MB",
                    counted(files, "file"),
                    bytes as f64 / 1e6
                )),
            },
            Event::Done { bytes } => {
                let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
                let total = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
                if let Some(bar) = &self.bar {
                    bar.set_position(total);
                    bar.set_message(format!("{done} done"));
                    return;
                }
                let seconds = self.start.elapsed().as_secs();
                if seconds >= self.told.load(Ordering::Relaxed) + EVERY {
                    self.told.store(seconds, Ordering::Relaxed);
                    note(&format!(
                        "{done} done, {:.1} MB/s",
                        total as f64 / 1e6 / seconds.max(1) as f64
                    ));
                }
            }
            Event::Committed => {}
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Seconds since the beginning, and megabytes a second.
    pub(crate) fn speed(&self) -> (f64, f64) {
        let seconds = self.start.elapsed().as_secs_f64();
        (
            seconds,
            self.bytes.load(Ordering::Relaxed) as f64 / 1e6 / seconds.max(0.001),
        )
    }
}

/// Progress in records, on a terminal only.
pub(crate) struct Counter(Option<ProgressBar>);

impl Counter {
    pub(crate) fn new() -> Self {
        Self(stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} records  ETA {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        }))
    }

    /// So many are done of so many.
    pub(crate) fn at(&self, done: u64, total: u64) {
        if let Some(bar) = &self.0 {
            bar.set_length(total);
            bar.set_position(done);
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
