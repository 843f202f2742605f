//! Writing: versions are put together in a staging folder and become visible and durable together (`commit.rs`).

use crate::archive::{FLOW, RECORD, TEXT};
use crate::catalog::Decision;
use crate::identity::{Hash, hex, mint};
use crate::inventory::{INVENTORY, Inventory, SIDECAR, User, Version, version_name};
use crate::journal::Entry;
use crate::layout::OBJECT_DECLARATION;
use crate::original::{NewOriginal, Prepared, VersionWriter};
use crate::{Archive, ArchiveError, WriteLock, disk, identity, layout};
use ordskifte_record::{ExtractedText, Record, RecordId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
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
    pub text: ExtractedText,
    /// When, RFC 3339 in UTC.
    pub archived_at: String,
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
    pending: Mutex<Pending>,
}

/// What the batch holds so far.
#[derive(Debug, Default)]
struct Pending {
    objects: BTreeMap<RecordId, Arc<Mutex<Slot>>>,
    by_hash: HashMap<Hash, RecordId>,
}

/// A record with changes in the batch.
#[derive(Debug, Default)]
struct Slot {
    /// The inventory with the batch's versions; none before the first.
    inventory: Option<Inventory>,
    /// The newest record, for the next amendment.
    record: Option<Record>,
    sources: BTreeSet<String>,
    entries: Vec<Entry>,
    /// Whether the staged object's own inventory is behind its newest version.
    is_root_stale: bool,
}

/// What a version is made of.
struct Parts<'a> {
    record: Record,
    originals: Vec<Prepared<'a>>,
    /// `None`: the previous version's.
    text: Option<&'a ExtractedText>,
    archived_at: String,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Batch<'a> {
    pub(crate) fn new(archive: &'a Archive, lock: &'a WriteLock, staging: PathBuf) -> Self {
        Self {
            archive,
            lock,
            staging,
            pending: Mutex::default(),
        }
    }

    /// What to do with bytes from a source, the batch's own records among the known ones ([`Archive::decide`]).
    pub fn decide(&self, sha256: &str, source: &str) -> Decision {
        let hash = identity::unhex(sha256);
        let pending = lock(&self.pending);
        let catalog = self.archive.catalog();
        match catalog.decide(hash.as_ref(), source) {
            known @ Decision::Unchanged { .. } => known,
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
        } = version;
        let originals: Vec<Prepared<'_>> = originals.into_iter().map(Prepared::new).collect::<Result<_, _>>()?;
        let first = originals.first().ok_or(ArchiveError::NoOriginal)?.hash;
        let parts = Parts {
            record,
            originals,
            text: Some(&text),
            archived_at,
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
    pub fn amend(&self, id: &RecordId, record: Record, archived_at: &str) -> Result<Stored, ArchiveError> {
        let slot = self.slot(id)?;
        let mut guard = lock(&slot);
        let before = match &guard.record {
            Some(record) => record.clone(),
            None => self.archive.record(id, None)?,
        };
        let originals = before
            .originals
            .into_iter()
            .map(Prepared::held)
            .collect::<Result<_, _>>()?;
        let parts = Parts {
            record,
            originals,
            text: None,
            archived_at: archived_at.to_owned(),
        };
        self.stage(id, &mut guard, parts)
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

    /// Writes a version into staging and notes it in its slot. When that fails, nothing of it is left.
    fn stage(&self, id: &RecordId, slot: &mut Slot, parts: Parts<'_>) -> Result<Stored, ArchiveError> {
        let object = layout::object_dir(&self.archive.root, id);
        let before = match (&slot.inventory, self.archive.newest(id)) {
            (Some(inventory), _) => inventory.clone(),
            (None, Some(newest)) => Inventory::read(&object.join(version_name(newest)), id)?,
            (None, None) => Inventory::new(id),
        };
        let staged = self.staging.join(id.as_str());
        let folder = staged.join(version_name(before.head_number() + 1));
        let is_first = slot.inventory.is_none();
        let hashes: Vec<Hash> = parts.originals.iter().map(|original| original.hash).collect();
        let staged_version = self.write_version(id, slot, before, &folder, parts);
        match staged_version {
            Ok(stored) => {
                let mut pending = lock(&self.pending);
                for hash in hashes {
                    pending.by_hash.entry(hash).or_insert_with(|| id.clone());
                }
                Ok(stored)
            }
            Err(error) => {
                // Neither the next attempt nor the commit may meet half a version.
                disk::remove_dir_all(if is_first { &staged } else { &folder })?;
                Err(error)
            }
        }
    }

    fn write_version(
        &self,
        id: &RecordId,
        slot: &mut Slot,
        mut inventory: Inventory,
        folder: &Path,
        parts: Parts<'_>,
    ) -> Result<Stored, ArchiveError> {
        let Parts {
            mut record,
            mut originals,
            text,
            archived_at,
        } = parts;
        let number = inventory.head_number() + 1;
        let object = layout::object_dir(&self.archive.root, id);
        for original in &mut originals {
            original.measure([&object, folder.parent().unwrap_or(&object)], &inventory)?;
        }
        let sources: BTreeSet<String> = (slot.sources.iter().cloned())
            .chain(self.archive.sources(id))
            .chain(std::mem::take(&mut record.sources))
            .collect();
        record.id = Some(id.clone());
        record.version = number;
        record.archived_at = Some(archived_at.clone());
        record.originals = originals.iter().map(Prepared::original).collect();
        record.sources = sources.iter().cloned().collect();

        let content = folder.join("content");
        disk::create_dir(folder.parent().unwrap_or(&self.staging))?;
        disk::create_dir(folder)?;
        disk::create_dir(&content)?;
        let mut writer = VersionWriter {
            inventory: &mut inventory,
            content: &content,
            number,
            state: BTreeMap::new(),
        };
        for (index, original) in originals.iter().enumerate() {
            writer.original(index, original)?;
        }
        writer.file(RECORD, &json(&record, folder)?)?;
        match text {
            Some(text) => {
                writer.file(FLOW, text.flow_text().as_bytes())?;
                writer.file(TEXT, &json(text, folder)?)?;
            }
            None => writer.keep(&[FLOW, TEXT]),
        }
        let version = Version {
            created: archived_at.clone(),
            message: message(number, text.is_some()).to_owned(),
            user: User::program(),
            state: writer.state,
        };
        inventory.head = version_name(number);
        inventory.versions.insert(inventory.head.clone(), version);
        self.write_inventories(&inventory, slot, folder)?;

        slot.entries.push(Entry {
            sequence: 0,
            id: id.to_string(),
            version: Some(number),
            archived_at: Some(archived_at),
            sha256: record
                .originals
                .iter()
                .map(|original| original.sha256.clone())
                .collect(),
            sources: record.sources.clone(),
        });
        slot.sources = sources;
        slot.inventory = Some(inventory);
        slot.record = Some(record);
        Ok(Stored {
            id: id.clone(),
            version: number,
            fresh: true,
        })
    }

    /// Writes the version's inventory, and the object's where the batch has no earlier version of the record; a later
    /// one's is put right at commit, so that a failure here never spoils the earlier version.
    fn write_inventories(&self, inventory: &Inventory, slot: &mut Slot, folder: &Path) -> Result<(), ArchiveError> {
        let staged = folder.parent().unwrap_or(&self.staging);
        if slot.inventory.is_some() {
            inventory.write(&[folder])?;
            slot.is_root_stale = true;
            return Ok(());
        }
        let declaration = staged.join(OBJECT_DECLARATION.0);
        disk::write_new(&declaration, OBJECT_DECLARATION.1.as_bytes())?;
        inventory.write(&[folder, staged])
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
                disk::remove_file(&staged.join(SIDECAR))?;
                inventory.write(&[&staged])?;
            }
            entries.extend(slot.entries);
        }
        Ok(entries)
    }
}

fn json(value: &impl serde::Serialize, folder: &Path) -> Result<Vec<u8>, ArchiveError> {
    serde_json::to_vec(value).map_err(|error| ArchiveError::damaged(folder, error))
}

/// What a version's inventory says of its reason.
fn message(number: u32, has_text: bool) -> &'static str {
    match (number, has_text) {
        (1, _) => "new record",
        (_, true) => "new original or extraction",
        (_, false) => "amended",
    }
}
