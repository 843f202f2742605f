//! A new index of the whole archive.

use crate::IngestError;
use ordskifte_archive::Archive;
use ordskifte_engine::Engine;
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many records are read at once before they are handed to the writer.
const CHUNK: usize = 256;

/// Builds a new index beside the old one and switches to it. `progress` is told records done and all.
pub fn reindex(
    archive: &Archive,
    search: &Path,
    memory: usize,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<u64, IngestError> {
    let sequence = archive.sequence();
    let rebuild = Engine::rebuild(search)?;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let writer = rebuild.engine().writer(threads.min(4), memory)?;
    let ids = archive.ids();
    let done = AtomicU64::new(0);
    for chunk in ids.chunks(CHUNK) {
        chunk.par_iter().try_for_each(|id| -> Result<(), IngestError> {
            let record = archive.record(id, None)?;
            writer.put(&record, &archive.flow_text(id, None)?)?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, ids.len() as u64);
            Ok(())
        })?;
    }
    writer.commit(sequence)?;
    writer.finish()?;
    rebuild.switch()?;
    Ok(ids.len() as u64)
}
