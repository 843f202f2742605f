//! The links of all public records, kept up with the archive.
//!
//! Only what has changed since is read again, by one thread at a time and never by one that answers searches. What is for
//! nobody to see links nobody: records come through the archive's public view alone.

use crate::app::{App, Inner};
use crate::error::Problem;
use ordskifte_link::{Links, RecordRef, link};
use ordskifte_record::{Record, RecordId};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What records have in common, with the state of the archive that it is of.
#[derive(Default)]
pub(crate) struct Linked {
    pub(crate) links: Links,
    /// Records that no year can hold.
    pub(crate) undated: usize,
    epoch: String,
    sequence: u64,
    /// What links are made of, of every public record.
    records: BTreeMap<RecordId, Arc<Record>>,
}

impl App {
    /// The links of all public records of the archive's present state.
    pub(crate) async fn links(&self) -> Result<Arc<Linked>, Problem> {
        let mut known = self.0.links.lock().await;
        let (epoch, sequence) = (self.0.archive.epoch(), self.0.archive.sequence());
        if known.epoch == epoch && known.sequence == sequence {
            return Ok(Arc::clone(&known));
        }
        let (inner, before) = (Arc::clone(&self.0), Arc::clone(&known));
        let renewed = tokio::task::spawn_blocking(move || inner.link_anew(&before, epoch, sequence)).await;
        let renewed = renewed.map_err(|error| {
            tracing::error!(%error, "linking failed");
            Problem::internal()
        })??;
        *known = Arc::new(renewed);
        Ok(Arc::clone(&known))
    }
}

impl Linked {
    /// A public record.
    pub(crate) fn record(&self, id: &RecordId) -> Option<RecordRef> {
        self.records.get(id).and_then(|record| RecordRef::of(record))
    }

    /// The public records that are enclosed with one, by title.
    pub(crate) fn parts_of(&self, container: &RecordId) -> Vec<RecordRef> {
        let parts = self.records.values();
        let parts = parts.filter(|record| record.part_of.as_ref() == Some(container));
        let mut out: Vec<RecordRef> = parts.filter_map(|record| RecordRef::of(record)).collect();
        out.sort_by(|one, other| (&one.title, &one.id).cmp(&(&other.title, &other.id)));
        out
    }
}

impl Inner {
    fn link_anew(&self, before: &Linked, epoch: String, sequence: u64) -> Result<Linked, Problem> {
        let (mut records, changed) = if before.epoch == epoch && before.sequence <= sequence {
            let changes = self.archive.changes_since(before.sequence);
            let changed: Vec<RecordId> = changes.into_iter().map(|(_, id, _)| id).collect();
            (before.records.clone(), changed)
        } else {
            (BTreeMap::new(), self.archive.ids())
        };
        for (id, record) in self.read_all(&changed)? {
            match record {
                Some(record) => records.insert(id, Arc::new(record)),
                None => records.remove(&id),
            };
        }
        let all: Vec<&Record> = records.values().map(Arc::as_ref).collect();
        Ok(Linked {
            links: link(&all),
            undated: all.iter().filter(|record| record.year().is_none()).count(),
            epoch,
            sequence,
            records,
        })
    }

    /// Reads records as everybody may see them, on all processors; nothing for those that nobody may.
    fn read_all(&self, ids: &[RecordId]) -> Result<Vec<(RecordId, Option<Record>)>, Problem> {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let share = ids.len().div_ceil(threads).max(1);
        // One that is damaged costs itself; where none can be read, it is not the record's fault.
        let damaged = AtomicUsize::new(0);
        let read = |id: &RecordId| match self.public_record(id, None) {
            Ok(record) => Ok((id.clone(), Some(for_links(record)))),
            Err(problem) if problem.status.is_client_error() => Ok((id.clone(), None)),
            Err(problem) if damaged.fetch_add(1, Ordering::Relaxed) + 1 == ids.len() => Err(problem),
            Err(_) => {
                tracing::error!(%id, "the record cannot be read and is linked to nothing: `ordskifte verify` tells why");
                Ok((id.clone(), None))
            }
        };
        let read = &read;
        std::thread::scope(|scope| {
            let readers: Vec<_> = ids
                .chunks(share)
                .map(|part| scope.spawn(move || part.iter().map(read).collect::<Result<Vec<_>, Problem>>()))
                .collect();
            let mut out = Vec::with_capacity(ids.len());
            for reader in readers {
                out.extend(reader.join().map_err(|_| Problem::internal())??);
            }
            Ok(out)
        })
    }
}

/// The record without what links are not made of.
fn for_links(record: Record) -> Record {
    Record {
        paragraphs: Vec::new(),
        pages: Vec::new(),
        positions: Vec::new(),
        topics: Vec::new(),
        originals: Vec::new(),
        sources: Vec::new(),
        evidence: BTreeMap::new(),
        findings: Vec::new(),
        ..record
    }
}
