//! Chunks of work, bounded by bytes and by the time they take.

use crate::jsonl::Lines;
use crate::report::{Entry, Report};
use crate::walk::Found;
use std::path::PathBuf;
use std::time::Duration;

/// Bytes of originals that one chunk holds at most, unless a single one is larger.
const MAX_BYTES: u64 = 24 << 20;
/// Most sources in a chunk, and in the first one.
const MAX_ITEMS: usize = 4096;
const FIRST_ITEMS: usize = 256;
/// Fewest sources in a chunk, so that commits do not take more time than reading.
const MIN_ITEMS: usize = 16;
/// How long a chunk should take: what a killed process may lose. Scanned pages take a thousand times as long as lines.
const TARGET: Duration = Duration::from_secs(10);
/// Largest file that is read, in bytes.
pub(crate) const MAX_FILE: u64 = 1 << 30;

/// Something to be read.
#[derive(Debug)]
pub(crate) enum Item {
    /// A file by itself.
    File(PathBuf, u64),
    /// A line of a file.
    Line { path: PathBuf, number: u64, bytes: Vec<u8> },
}

impl Item {
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::File(_, size) => *size,
            Self::Line { bytes, .. } => bytes.len() as u64,
        }
    }
}

/// Cuts what was found into chunks; files of lines are read as they come.
pub(crate) struct Chunks {
    files: std::vec::IntoIter<Found>,
    lines: Option<(PathBuf, Lines)>,
    held: Option<Item>,
    limit: usize,
}

impl Chunks {
    pub(crate) fn new(files: Vec<Found>) -> Self {
        Self {
            files: files.into_iter(),
            lines: None,
            held: None,
            limit: FIRST_ITEMS,
        }
    }

    /// Fits the number of sources in the next chunk to the time the last one took. What becomes of a source does not
    /// depend on the chunk it stands in.
    pub(crate) fn took(&mut self, items: usize, time: Duration) {
        let fitting = items as f64 * TARGET.as_secs_f64() / time.as_secs_f64().max(0.001);
        self.limit = (fitting as usize).clamp(MIN_ITEMS, MAX_ITEMS);
    }

    /// The next chunk; empty at the end.
    pub(crate) fn next(&mut self, report: &mut Report) -> Vec<Item> {
        let mut chunk = Vec::new();
        let mut bytes = 0;
        while chunk.len() < self.limit {
            let Some(item) = self.held.take().or_else(|| self.item(report)) else {
                break;
            };
            if !chunk.is_empty() && bytes + item.size() > MAX_BYTES {
                self.held = Some(item);
                break;
            }
            bytes += item.size();
            chunk.push(item);
        }
        chunk
    }

    fn item(&mut self, report: &mut Report) -> Option<Item> {
        loop {
            if let Some((path, lines)) = &mut self.lines {
                match lines.next() {
                    Some(Ok((number, bytes))) => {
                        return Some(Item::Line {
                            path: path.clone(),
                            number,
                            bytes,
                        });
                    }
                    Some(Err(error)) => {
                        report.failed.push(Entry::reason(&path.display().to_string(), error));
                        self.lines = None;
                    }
                    None => self.lines = None,
                }
                continue;
            }
            let file = self.files.next()?;
            // An empty file fails the same whatever its type: no line would tell of it.
            if !file.lines || file.size == 0 {
                return Some(Item::File(file.path, file.size));
            }
            match Lines::open(&file.path) {
                Ok(lines) => self.lines = Some((file.path, lines)),
                Err(error) => report
                    .failed
                    .push(Entry::reason(&file.path.display().to_string(), error)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_sources_make_small_chunks_and_fast_ones_large() {
        let files = (0..10_000).map(|number| Found {
            path: PathBuf::from(format!("{number}.txt")),
            size: 1,
            lines: false,
        });
        let mut chunks = Chunks::new(files.collect());
        let mut report = Report::default();
        assert_eq!(chunks.next(&mut report).len(), FIRST_ITEMS);
        chunks.took(256, Duration::from_mins(1));
        assert_eq!(chunks.next(&mut report).len(), 42);
        chunks.took(42, Duration::from_mins(10));
        assert_eq!(chunks.next(&mut report).len(), MIN_ITEMS);
        chunks.took(16, Duration::ZERO);
        assert_eq!(chunks.next(&mut report).len(), MAX_ITEMS);
        let rest: usize = std::iter::from_fn(|| Some(chunks.next(&mut report).len()))
            .take_while(|&items| items > 0)
            .sum();
        assert_eq!(FIRST_ITEMS + 42 + MIN_ITEMS + MAX_ITEMS + rest, 10_000);
    }
}
