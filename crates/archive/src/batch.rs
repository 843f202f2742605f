//! Writing: versions are put together in a staging folder and become visible and durable together (`commit.rs`).

use crate::catalog::Decision;
use crate::early::Early;
use crate::identity::{Hash, hex, mint};
use crate::inventory::{INVENTORY, Inventory};
use crate::journal::Entry;
use crate::original::{NewOriginal, Prepared};
use crate::provenance::PURGED;
use crate::stage::Parts;
use crate::{Archive, ArchiveError, Provenance, WriteLock, disk, identity};
use ordskifte_record::{ExtractedText, Record, RecordId};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A version to be archived.
#[derive(Debug)]
pub struct NewVersion<'a> {
    /// The record that it is a version of; `None` for a new record, whose id is minted from the first original.
    pub id: Option<RecordId>,
    /// What was recognized, with its `sources`. Id, version, time and originals are filled in; sources of earlier
    /// versions are added.
    pub record: Record,
    /// The originals, the main one first; at least one.
    pub originals: Vec<NewOriginal<'a>>,
    /// The text of the main original.
    pub text: Cow<'a, ExtractedText>,
    /// When, RFC 3339 in UTC.
    pub archived_at: String,
    /// Where it came from and what was stated about it.
    pub provenance: Provenance,
}

/// A change of what is said of a record.
#[derive(Debug)]
pub struct Amendment {
    /// The record as it shall be. Id, version, time, originals and sources are filled in.
    pub record: Record,
    /// When, RFC 3339 in UTC.
    pub archived_at: String,
    /// Why it was changed and what is stated now; the likeness is kept.
    pub provenance: Provenance,
}

/// Where a version went.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stored {
    /// The record.
    pub id: RecordId,
    /// Its version.
    pub version: u32,
    /// Whether a version was made; otherwise the bytes were known, in the archive or in the batch, and only the
    /// sources were added.
    pub fresh: bool,
}

/// Changes that become visible and durable together. Put from any number of threads; nothing is kept of a batch that is
/// dropped without [`Batch::commit`].
#[derive(Debug)]
pub struct Batch<'a> {
    pub(crate) archive: &'a Archive,
    pub(crate) lock: &'a WriteLock,
    /// This batch's folder in staging.
    pub(crate) staging: PathBuf,
    pub(crate) pending: Mutex<Pending>,
    pub(crate) early: Early,
}

/// What the batch holds so far.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    objects: BTreeMap<RecordId, Arc<Mutex<Slot>>>,
    pub(crate) by_hash: HashMap<Hash, RecordId>,
}

/// A record with changes in the batch.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    /// The inventory with the batch's versions; none before the first.
    pub(crate) inventory: Option<Inventory>,
    /// The newest record, for the next amendment.
    pub(crate) record: Option<Record>,
    /// Where the newest version came from, for the next amendment.
    pub(crate) provenance: Option<Provenance>,
    pub(crate) sources: BTreeSet<String>,
    pub(crate) entries: Vec<Entry>,
    /// Whether the staged object's own inventory is behind its newest version.
    pub(crate) is_root_stale: bool,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Batch<'a> {
    pub(crate) fn new(archive: &'a Archive, lock: &'a WriteLock, staging: PathBuf) -> Self {
        Self {
            archive,
            lock,
            staging,
            pending: Mutex::default(),
            early: Early::default(),
        }
    }

    /// What to do with bytes from a source, the batch's own records among the known ones ([`Archive::decide`]).
    pub fn decide(&self, sha256: &str, source: &str) -> Decision {
        let hash = identity::unhex(sha256);
        let pending = lock(&self.pending);
        let catalog = self.archive.catalog();
        match catalog.decide(hash.as_ref(), source) {
            known @ (Decision::Unchanged { .. } | Decision::Former { .. }) => known,
            other => match hash.and_then(|hash| pending.by_hash.get(&hash)) {
                Some(id) => Decision::Unchanged {
                    id: id.clone(),
                    source_known: false,
                },
                None => other,
            },
        }
    }

    /// Puts a version into the batch. Bytes that are known already make no new record: their record gets the sources.
    pub fn put(&self, version: NewVersion<'_>) -> Result<Stored, ArchiveError> {
        let NewVersion {
            id,
            record,
            originals,
            text,
            archived_at,
            provenance,
        } = version;
        let originals: Vec<Prepared<'_>> = originals.into_iter().map(Prepared::new).collect::<Result<_, _>>()?;
        let first = originals.first().ok_or(ArchiveError::NoOriginal)?.hash;
        let parts = Parts {
            record,
            originals,
            text: Some(&text),
            archived_at,
            action: if id.is_some() {
                "new original or extraction"
            } else {
                "new record"
            },
            provenance,
        };
        if let Some(id) = id {
            let slot = self.slot(&id)?;
            return self.stage(&id, &mut lock(&slot), parts);
        }
        // The slot is locked before the batch's map is released: who finds these bytes waits until they are staged.
        let mut pending = lock(&self.pending);
        let known = self.archive.catalog().find(&first).map(|held| held.id.clone());
        if let Some(id) = known.or_else(|| pending.by_hash.get(&first).cloned()) {
            drop(pending);
            return self.add_sources(&id, &parts.record.sources);
        }
        let id = self.mint(&pending, &first)?;
        let slot = Arc::new(Mutex::new(Slot::default()));
        let mut guard = lock(&slot);
        pending.objects.insert(id.clone(), Arc::clone(&slot));
        pending.by_hash.insert(first, id.clone());
        drop(pending);
        let stored = self.stage(&id, &mut guard, parts);
        drop(guard);
        if stored.is_err() {
            let mut pending = lock(&self.pending);
            pending.by_hash.retain(|_, held| *held != id);
            pending.objects.remove(&id);
        }
        stored
    }

    /// Changes what is said of a record: a new version with the same originals and text.
    pub fn amend(&self, id: &RecordId, amendment: Amendment) -> Result<Stored, ArchiveError> {
        let slot = self.slot(id)?;
        let mut guard = lock(&slot);
        let (before, provenance) = self.newest(id, &guard)?;
        let parts = Parts {
            record: amendment.record,
            originals: held(before.originals)?,
            text: None,
            archived_at: amendment.archived_at,
            action: "amended",
            provenance: Provenance {
                likeness: provenance.likeness,
                ..amendment.provenance
            },
        };
        self.stage(id, &mut guard, parts)
    }

    /// Adds another original to a record, as the same document in another format: a new version with the same text.
    pub fn attach(
        &self,
        id: &RecordId,
        original: NewOriginal<'_>,
        source: &str,
        archived_at: &str,
    ) -> Result<Stored, ArchiveError> {
        let slot = self.slot(id)?;
        let mut guard = lock(&slot);
        let (mut record, provenance) = self.newest(id, &guard)?;
        let mut originals = held(std::mem::take(&mut record.originals))?;
        originals.push(Prepared::new(original)?);
        record.sources = vec![source.to_owned()];
        let parts = Parts {
            record,
            originals,
            text: None,
            archived_at: archived_at.to_owned(),
            action: "new rendition",
            provenance,
        };
        self.stage(id, &mut guard, parts)
    }

    /// Removes a record's bytes for good: originals, texts and all that was read from them, in every version. What is left
    /// is one version that says so, with the reason and the digests of the originals, so that the same bytes are not taken
    /// in again unseen. Nothing else of the record may be in the batch.
    pub fn purge(&self, id: &RecordId, reason: &str, archived_at: &str) -> Result<Stored, ArchiveError> {
        let slot = self.slot(id)?;
        let mut guard = lock(&slot);
        let before = self.archive.record(id, None)?;
        let digests = self
            .archive
            .versions(id)
            .into_iter()
            .flat_map(|version| version.sha256s);
        let mut originals: Vec<ordskifte_record::Original> = Vec::new();
        for sha256 in digests {
            if originals.iter().all(|known| known.sha256 != sha256) {
                originals.push(tombstone(sha256));
            }
        }
        let parts = Parts {
            record: Record {
                title: "(purged)".to_owned(),
                access: before.access,
                status: before.status,
                withdrawal: before.withdrawal,
                ..Record::default()
            },
            originals: held(originals)?,
            text: Some(&ExtractedText::default()),
            archived_at: archived_at.to_owned(),
            action: PURGED,
            provenance: Provenance {
                reason: Some(reason.to_owned()),
                ..Provenance::default()
            },
        };
        self.stage(id, &mut guard, parts)
    }

    /// The newest version of a record, in the batch or in the archive.
    fn newest(&self, id: &RecordId, slot: &Slot) -> Result<(Record, Provenance), ArchiveError> {
        match (&slot.record, &slot.provenance) {
            (Some(record), Some(provenance)) => Ok((record.clone(), provenance.clone())),
            _ => Ok((self.archive.record(id, None)?, self.archive.provenance(id, None)?)),
        }
    }

    /// The newest version of a record in this batch, as it will be archived: with its id, version, originals and all
    /// its sources. None for a record without a new version in the batch.
    pub fn staged(&self, id: &RecordId) -> Option<Record> {
        let slot = lock(&self.pending).objects.get(id).map(Arc::clone)?;
        let guard = lock(&slot);
        let mut record = guard.record.clone()?;
        record.sources = guard.sources.iter().cloned().collect();
        Some(record)
    }

    /// Adds a source to a record whose bytes are unchanged; one that it has already changes nothing.
    pub fn add_source(&self, id: &RecordId, source: &str) -> Result<Stored, ArchiveError> {
        self.add_sources(id, &[source.to_owned()])
    }

    fn add_sources(&self, id: &RecordId, sources: &[String]) -> Result<Stored, ArchiveError> {
        let slot = self.slot(id)?;
        let mut guard = lock(&slot);
        let version = match &guard.inventory {
            Some(inventory) => inventory.head_number(),
            None => self.archive.newest(id).unwrap_or(0),
        };
        if version == 0 {
            return Err(ArchiveError::NotFound(format!(
                "record {id}: its bytes could not be archived"
            )));
        }
        let known = |source: &&String| guard.sources.contains(*source) || self.archive.catalog().has_source(id, source);
        let new: BTreeSet<String> = sources.iter().filter(|source| !known(source)).cloned().collect();
        if !new.is_empty() {
            guard.entries.push(Entry {
                id: id.to_string(),
                sources: new.iter().cloned().collect(),
                ..Entry::default()
            });
            guard.sources.extend(new);
        }
        Ok(Stored {
            id: id.clone(),
            version,
            fresh: false,
        })
    }

    /// The slot of a record that is in the archive or in the batch.
    fn slot(&self, id: &RecordId) -> Result<Arc<Mutex<Slot>>, ArchiveError> {
        let mut pending = lock(&self.pending);
        if !pending.objects.contains_key(id) && !self.archive.contains(id) {
            return Err(ArchiveError::NotFound(format!("record {id}")));
        }
        Ok(Arc::clone(pending.objects.entry(id.clone()).or_default()))
    }

    /// An id that no other record has.
    fn mint(&self, pending: &Pending, hash: &Hash) -> Result<RecordId, ArchiveError> {
        (0..u32::MAX)
            .filter_map(|attempt| mint(hash, attempt))
            .find(|id| !self.archive.contains(id) && !pending.objects.contains_key(id))
            .ok_or_else(|| ArchiveError::NotFound(format!("free id for {}", hex(hash))))
    }

    /// The changes in the order of ids (threads end in any order), those of one record in their own order. Object
    /// inventories that are behind their newest version are written anew.
    pub(crate) fn take_entries(&self) -> Result<Vec<Entry>, ArchiveError> {
        let mut pending = lock(&self.pending);
        let mut entries = Vec::new();
        for (id, slot) in std::mem::take(&mut pending.objects) {
            let slot = std::mem::take(&mut *lock(&slot));
            if let (true, Some(inventory)) = (slot.is_root_stale, &slot.inventory) {
                let staged = self.staging.join(id.as_str());
                disk::remove_file(&staged.join(INVENTORY))?;
                disk::remove_file(&staged.join(inventory.sidecar()))?;
                inventory.write(&[&staged])?;
            }
            entries.extend(slot.entries);
        }
        Ok(entries)
    }
}

/// Originals that the record holds already.
fn held(originals: Vec<ordskifte_record::Original>) -> Result<Vec<Prepared<'static>>, ArchiveError> {
    originals.into_iter().map(Prepared::held).collect()
}

/// What is left of a purged original.
fn tombstone(sha256: String) -> ordskifte_record::Original {
    ordskifte_record::Original {
        sha256,
        media_type: "application/octet-stream".to_owned(),
        role: ordskifte_record::OriginalRole::Main,
        filename: "purged".to_owned(),
        size: 0,
        source_url: None,
    }
}
