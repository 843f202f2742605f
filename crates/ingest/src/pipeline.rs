//! Chunk by chunk: what a run works on, how far it has come, and when it ends.

use crate::IngestError;
use crate::chunk::Chunks;
use crate::report::Report;
use crate::run::Run;
use crate::walk::walk;
use ordskifte_archive::{Archive, WriteLock};
use ordskifte_engine::Engine;
use ordskifte_worker::Worker;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What ingesting works on.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Where records are kept.
    pub archive: &'a Archive,
    /// The right to write there.
    pub lock: &'a WriteLock,
    /// The index, opened for writing by [`crate::open_index`].
    pub engine: &'a Engine,
    /// Runs extraction.
    pub worker: &'a Worker,
    /// What else.
    pub settings: &'a Settings,
}

/// Threads that read, recognize and analyze for each one that writes what they found to the index: that takes a fifth of
/// the time, and each of its threads makes a segment of its own, with words of its own, that is later merged.
const ANALYZING: usize = 4;

/// What else ingesting needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Password for encrypted files.
    pub password: Option<String>,
    /// Memory of the index writer, in bytes.
    pub index_memory: usize,
    /// Time of this run, RFC 3339 in UTC: what `archived_at` says.
    pub now: String,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The sources were found.
    Found {
        /// Files.
        files: u64,
        /// Their bytes.
        bytes: u64,
    },
    /// A file or line is done, in one way or another.
    Done {
        /// Its bytes.
        bytes: u64,
    },
    /// What is done so far is safe.
    Committed,
}

/// Ingests files and folders. `cancel` ends the run after what is being read; what is committed stays.
///
/// What ends a run early, as a full disk, stands in [`Report::stopped`]; an error means that nothing was begun.
pub fn ingest(
    paths: &[PathBuf],
    context: Context<'_>,
    events: &(dyn Fn(Event) + Sync),
    cancel: &AtomicBool,
) -> Result<Report, IngestError> {
    let mut report = Report::default();
    let files = walk(paths, &mut report);
    let bytes = files.iter().map(|file| file.size).sum();
    events(Event::Found {
        files: files.len() as u64,
        bytes,
    });
    let mut chunks = Chunks::new(files);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let writer = (context.engine).writer(threads.div_ceil(ANALYZING), context.settings.index_memory)?;
    let stopped = std::thread::scope(|scope| {
        let mut run = Run {
            context,
            writer: &writer,
            scope,
            events,
            cancel,
            seen: BTreeMap::new(),
            commit: None,
        };
        loop {
            let chunk = chunks.next(&mut report);
            if chunk.is_empty() || cancel.load(Ordering::Relaxed) {
                report.interrupted |= !chunk.is_empty();
                return run.settle();
            }
            let (items, start) = (chunk.len(), Instant::now());
            run.take_in(chunk, &mut report)?;
            chunks.took(items, start.elapsed());
        }
    });
    report.stopped = stopped.err().map(|error| error.to_string());
    match writer.finish() {
        Err(error) if report.stopped.is_none() => report.stopped = Some(error.to_string()),
        _ => {}
    }
    Ok(report)
}
