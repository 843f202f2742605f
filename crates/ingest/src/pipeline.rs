//! Chunk by chunk: what a run works on, how far it has come, and when it ends.

use crate::IngestError;
use crate::chunk::Chunks;
use crate::report::Report;
use crate::run::run_chunk;
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
    let mut seen = BTreeMap::new();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let writer = context.engine.writer(threads.min(4), context.settings.index_memory)?;
    loop {
        let chunk = chunks.next(&mut report);
        if chunk.is_empty() || cancel.load(Ordering::Relaxed) {
            report.interrupted |= !chunk.is_empty();
            break;
        }
        let (items, start) = (chunk.len(), Instant::now());
        if let Err(error) = run_chunk(chunk, context, &writer, &mut seen, events, cancel, &mut report) {
            report.stopped = Some(error.to_string());
            break;
        }
        chunks.took(items, start.elapsed());
        events(Event::Committed);
    }
    match writer.finish() {
        Err(error) if report.stopped.is_none() => report.stopped = Some(error.to_string()),
        _ => {}
    }
    Ok(report)
}
