//! The index brought to where the archive is: at the beginning of every run, and anew for all records.

use crate::IngestError;
use ordskifte_archive::{Archive, ArchiveError, WriteLock, mask};
use ordskifte_engine::{Engine, EngineError, IndexWriterHandle, Mode};
use ordskifte_record::{Access, Record, RecordId, Status};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many records are read at once before they are handed to the writer.
const CHUNK: usize = 256;

/// Opens the index for writing and puts right where it differs from the archive: after a crash between the two commits,
/// after a restored or repaired archive. An empty archive without an index gets an empty one.
///
/// # Errors
/// That the index must be rebuilt, where there is none for the archive's records or one made by other rules.
pub fn open_index(archive: &Archive, lock: &WriteLock, search: &Path, memory: usize) -> Result<Opened, IngestError> {
    // Finishes what a killed process left, and puts a damaged journal right, which numbers the changes anew.
    drop(archive.begin(lock)?);
    let whole = |engine| Opened {
        engine,
        unread: Vec::new(),
    };
    if archive.is_empty() && !Engine::exists(search)? {
        return Ok(whole(Engine::create(search)?));
    }
    let engine = Engine::open(search, Mode::Write)?;
    let (epoch, sequence) = (engine.archive_epoch(), engine.archive_sequence());
    let is_prefix = sequence == 0 || epoch == archive.epoch() && sequence <= archive.sequence();
    if !is_prefix {
        drop(engine);
        let rebuilt = reindex(archive, search, memory, &|_, _| ())?;
        return Ok(Opened {
            engine: Engine::open(search, Mode::Write)?,
            unread: rebuilt.unread,
        });
    }
    let missing: BTreeSet<RecordId> = archive
        .changes_since(sequence)
        .into_iter()
        .map(|(_, id, _)| id)
        .collect();
    if missing.is_empty() {
        return Ok(whole(engine));
    }
    let writer = engine.writer(1, memory)?;
    let parts = archive.parts_of(&missing)?;
    let mut unread = Vec::new();
    for id in missing.union(&parts) {
        match read(archive, id) {
            Ok((record, flow)) => show(&writer, &record, &flow)?,
            Err(error) => {
                // What the index has of it is older, and may have been public where the newest version is not.
                writer.delete(id)?;
                unread.push((id.clone(), error));
            }
        }
    }
    writer.commit(&archive.epoch(), archive.sequence())?;
    writer.finish()?;
    engine.reload()?;
    Ok(Opened { engine, unread })
}

/// An index that agrees with its archive.
pub struct Opened {
    /// The index, for writing.
    pub engine: Engine,
    /// Changed records that cannot be read, each with the reason; they are in no answer.
    pub unread: Vec<(RecordId, ArchiveError)>,
}

/// A record and its text.
fn read(archive: &Archive, id: &RecordId) -> Result<(Record, String), ArchiveError> {
    Ok((archive.record(id, None)?, archive.flow_text(id, None)?))
}

/// What an index was built of.
#[derive(Debug, Default)]
pub struct Rebuilt {
    /// Records that it holds, and those of which the public sees nothing.
    pub records: u64,
    /// Records that cannot be read, each with the reason; they are in no answer.
    pub unread: Vec<(RecordId, ArchiveError)>,
}

/// Builds a new index beside the old one and switches to it. `progress` is told records done and all. A damaged record costs
/// only itself.
///
/// # Errors
/// The index cannot be written; no record at all can be read.
pub fn reindex(
    archive: &Archive,
    search: &Path,
    memory: usize,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Rebuilt, IngestError> {
    let (epoch, sequence) = (archive.epoch(), archive.sequence());
    let rebuild = Engine::rebuild(search)?;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let writer = rebuild.engine().writer(threads.min(4), memory)?;
    let ids = archive.ids();
    let done = AtomicU64::new(0);
    let unread: Mutex<Vec<(RecordId, ArchiveError)>> = Mutex::default();
    for chunk in ids.chunks(CHUNK) {
        chunk.par_iter().try_for_each(|id| -> Result<(), EngineError> {
            match read(archive, id) {
                Ok((record, flow)) => show(&writer, &record, &flow)?,
                Err(error) => {
                    let mut unread = unread.lock().unwrap_or_else(PoisonError::into_inner);
                    unread.push((id.clone(), error));
                }
            }
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, ids.len() as u64);
            Ok(())
        })?;
    }
    let mut unread = unread.into_inner().unwrap_or_else(PoisonError::into_inner);
    unread.sort_by(|(a, _), (b, _)| a.cmp(b));
    if unread.len() == ids.len()
        && let Some((_, error)) = unread.pop()
    {
        return Err(error.into());
    }
    writer.commit(&epoch, sequence)?;
    writer.finish()?;
    rebuild.switch()?;
    Ok(Rebuilt {
        records: (ids.len() - unread.len()) as u64,
        unread,
    })
}

/// Makes the index hold of a record what the public may see: nothing of a restricted or withdrawn one, nothing that is
/// masked.
pub(crate) fn show(writer: &IndexWriterHandle, record: &Record, flow: &str) -> Result<(), EngineError> {
    match &record.id {
        Some(id) if !is_shown(record) => writer.delete(id),
        _ => {
            let mut record = record.clone();
            let flow = mask(&mut record, flow.to_owned());
            writer.put(&record, &flow)
        }
    }
}

/// Does the same for all parts of containers: who may see these decides who may see those.
pub(crate) fn show_parts(
    writer: &IndexWriterHandle,
    archive: &Archive,
    containers: &BTreeSet<RecordId>,
) -> Result<(), IngestError> {
    for id in archive.parts_of(containers)? {
        let (record, flow) = read(archive, &id)?;
        show(writer, &record, &flow)?;
    }
    Ok(())
}

/// Whether the public sees anything of a record.
pub(crate) fn is_shown(record: &Record) -> bool {
    record.access == Access::Public && record.status == Status::Current
}
