//! Chunks of work, bounded by bytes.

use crate::jsonl::Lines;
use crate::report::{Entry, Report};
use crate::walk::Found;
use std::path::PathBuf;

/// Bytes of originals that one chunk holds at most, unless a single one is larger.
const MAX_BYTES: u64 = 24 << 20;
/// Most sources in a chunk.
const MAX_ITEMS: usize = 1024;
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
}

impl Chunks {
    pub(crate) fn new(files: Vec<Found>) -> Self {
        Self {
            files: files.into_iter(),
            lines: None,
            held: None,
        }
    }

    /// The next chunk; empty at the end.
    pub(crate) fn next(&mut self, report: &mut Report) -> Vec<Item> {
        let mut chunk = Vec::new();
        let mut bytes = 0;
        while chunk.len() < MAX_ITEMS {
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
            if !file.lines {
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
