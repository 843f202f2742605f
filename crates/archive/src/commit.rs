//! Committing: how a batch becomes durable and visible as a whole, and what is done about one that did not get there.
//!
//! 1. The staged files are made durable.
//! 2. `commit.json` with the batch's journal entries is written durably beside them: from here on the batch is in.
//! 3. The objects are moved into place, and the journal gets the entries, which makes them visible.
//! 4. All that is made durable; only then is the staging folder removed and the commit acknowledged.
//!
//! A crash before 2 leaves a folder that is thrown away; one after 2 leaves a folder that the next writer finishes:
//! every step of 3 can be repeated.

use crate::batch::{Batch, Stored};
use crate::identity::sha256;
use crate::inventory::{INVENTORY, Inventory, SIDECARS, version_name, version_number};
use crate::journal::{self, Entry};
use crate::layout::object_dir;
use crate::provenance::PURGED;
use crate::{Archive, ArchiveError, WriteLock, disk, layout, rebuild};
use ordskifte_record::RecordId;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The file that makes a staged batch a committed one.
const COMMIT: &str = "commit.json";

/// What a commit did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Number of the archive's last change.
    pub sequence: u64,
    /// What was stored, one entry for each change, in the order of the journal.
    pub stored: Vec<Stored>,
}

impl Archive {
    /// Begins a batch. What a process that died left behind is finished or thrown away first; a damaged journal is put
    /// right. One batch at a time for each lock.
    pub fn begin<'a>(&'a self, lock: &'a WriteLock) -> Result<Batch<'a>, ArchiveError> {
        let refused = |reason| ArchiveError::BatchRefused {
            path: self.folder.dir().to_path_buf(),
            reason,
        };
        if lock.dir() != self.folder.dir() {
            return Err(refused("the lock is another folder's"));
        }
        if !lock.take_batch() {
            return Err(refused("another one is open: commit it first"));
        }
        let staging = self.prepare();
        if staging.is_err() {
            lock.give_batch_back();
        }
        Ok(Batch::new(self, lock, staging?))
    }

    /// Whether a batch is on its way from staging into the archive.
    pub(crate) fn is_committing(&self) -> bool {
        let batches = folders(&self.folder.staging_dir()).unwrap_or_default();
        batches.iter().any(|batch| batch.join(COMMIT).exists())
    }

    /// Committed batches that are not in the journal, each with the records that it is of. Where nobody writes, the
    /// process that committed them has died, and the next writer finishes them.
    pub(crate) fn unfinished(&self) -> Vec<(PathBuf, BTreeSet<RecordId>)> {
        let batches = folders(&self.folder.staging_dir()).unwrap_or_default();
        let missing = |batch: PathBuf| {
            let entries = read_commit(&batch.join(COMMIT)).ok().flatten()?;
            let catalog = self.catalog();
            let new = entries.iter().filter(|entry| !catalog.includes(entry));
            let ids: BTreeSet<RecordId> = new.filter_map(|entry| entry.id.parse().ok()).collect();
            (!ids.is_empty()).then_some((batch, ids))
        };
        batches.into_iter().filter_map(missing).collect()
    }

    /// The object that a committed batch puts in the place of a purged record, wherever it has got to.
    pub(crate) fn tombstone(&self, id: &RecordId) -> Option<(PathBuf, Inventory)> {
        let purges = |batch: &&PathBuf| {
            let entries = read_commit(&batch.join(COMMIT)).ok().flatten().unwrap_or_default();
            let mut entries = entries.into_iter();
            entries.any(|entry| entry.is_purged && entry.id == id.as_str())
        };
        let batches = folders(&self.folder.staging_dir()).ok()?;
        let staged = batches.iter().find(purges)?.join(id.as_str());
        let object = object_dir(&self.root, id);
        // A writer may move it in between.
        [&object, &staged, &object].into_iter().find_map(|place| {
            let inventory = Inventory::read(&place.join(version_name(1)), id).ok()?;
            let first = inventory.versions.get(&version_name(1))?;
            (first.message == PURGED).then(|| (place.clone(), inventory))
        })
    }

    /// Puts right what a process that died left behind. The caller holds the lock.
    pub(crate) fn recover(&self) -> Result<(), ArchiveError> {
        layout::prepare_root(&self.root)?;
        self.refresh()?;
        self.repair_journal()?;
        let leftovers = folders(&self.folder.staging_dir())?;
        leftovers.iter().try_for_each(|left| self.finish(left))
    }

    /// Makes the archive ready for a batch; returns the batch's folder.
    fn prepare(&self) -> Result<PathBuf, ArchiveError> {
        self.recover()?;
        let folder = self.folder.staging_dir().join(format!("batch-{}", self.sequence() + 1));
        disk::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Begins the journal of a new archive, before any object is there: afterwards a missing journal is a lost one. One
    /// that could not be believed is written anew, and the old one kept beside the archive.
    fn repair_journal(&self) -> Result<(), ArchiveError> {
        if self.journal_damage().is_none() && !self.epoch().is_empty() {
            return Ok(());
        }
        let entries = rebuild::entries(&self.root)?;
        let path = journal::path(&self.root);
        if path.exists() {
            let kept = self.folder.dir().join("journal.damaged.log");
            disk::remove_file(&kept)?;
            fs::copy(&path, &kept).map_err(ArchiveError::io(&kept))?;
        }
        journal::rewrite(&self.root, &entries)?;
        self.refresh().map(|_| ())
    }

    /// Finishes a batch that was committed, and removes its folder.
    fn finish(&self, batch: &Path) -> Result<(), ArchiveError> {
        if let Some(entries) = read_commit(&batch.join(COMMIT))? {
            self.apply(batch, entries)?;
        }
        disk::remove_dir_all(batch)
    }

    /// Moves a committed batch into place and into the journal, durably. Can be repeated.
    fn apply(&self, batch: &Path, entries: Vec<Entry>) -> Result<Vec<Entry>, ArchiveError> {
        for staged in folders(batch)? {
            let name = staged.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if entries.iter().any(|entry| entry.is_purged && entry.id == name) {
                set_aside(&staged, name, &self.root)?;
            }
            move_object(&staged, &self.root)?;
        }
        let mut catalog = self.catalog_mut();
        let mut new: Vec<Entry> = entries.into_iter().filter(|entry| !catalog.includes(entry)).collect();
        for (entry, sequence) in new.iter_mut().zip(catalog.sequence() + 1..) {
            entry.sequence = sequence;
        }
        if !new.is_empty() {
            let tail = journal::append(&self.root, &catalog.tail, &new)?;
            disk::sync_each(&changed_paths(&self.root, &new))?;
            catalog.tail = tail;
            for entry in &new {
                catalog.apply(entry.clone());
            }
        }
        Ok(new)
    }
}

impl Batch<'_> {
    /// Makes the batch durable and visible. An error before the batch was committed leaves the archive as it was; after
    /// an error behind that point the next writer finishes it, and its bytes are then known.
    pub fn commit(self) -> Result<Committed, ArchiveError> {
        let entries = self.take_entries()?;
        let archive = self.archive;
        if entries.is_empty() {
            return Ok(Committed {
                sequence: archive.sequence(),
                stored: Vec::new(),
            });
        }
        // What can fail for want of space is done before the commit: the folders to move to.
        for id in entries.iter().filter_map(|entry| entry.id.parse::<RecordId>().ok()) {
            if let Some(tuple) = object_dir(&archive.root, &id).parent()
                && !tuple.exists()
            {
                disk::create_dir(tuple)?;
            }
        }
        self.early.settle()?;
        disk::sync_all(&self.staging)?;
        write_commit(&self.staging, &entries)?;
        let new = archive.apply(&self.staging, entries)?;
        Ok(Committed {
            sequence: archive.sequence(),
            stored: new.into_iter().filter_map(|entry| stored(archive, &entry)).collect(),
        })
    }
}

impl Drop for Batch<'_> {
    /// Gives the lock back and clears the folder away, unless it holds a commit that is still to be finished.
    fn drop(&mut self) {
        let commit = self.staging.join(COMMIT);
        let entries = read_commit(&commit).ok().flatten().unwrap_or_default();
        let is_finished = {
            let catalog = self.archive.catalog();
            entries.iter().all(|entry| catalog.includes(entry))
        };
        if is_finished {
            // What cannot be removed now is removed by the next writer.
            let _ = disk::remove_file(&commit).and_then(|()| disk::remove_dir_all(&self.staging));
        }
        self.lock.give_batch_back();
    }
}

/// The journal, and the folders that entries changed.
fn changed_paths(root: &Path, entries: &[Entry]) -> Vec<PathBuf> {
    let mut folders = BTreeSet::from([root.to_path_buf()]);
    for id in entries.iter().filter_map(|entry| entry.id.parse::<RecordId>().ok()) {
        let object = object_dir(root, &id);
        folders.extend(object.parent().map(Path::to_path_buf));
        folders.insert(object);
    }
    let journal = journal::path(root);
    let parent = journal.parent().unwrap_or(root).to_path_buf();
    [journal, parent].into_iter().chain(folders).collect()
}

fn stored(archive: &Archive, entry: &Entry) -> Option<Stored> {
    let id: RecordId = entry.id.parse().ok()?;
    Some(Stored {
        version: entry.version.or_else(|| archive.newest(&id))?,
        fresh: entry.version.is_some(),
        id,
    })
}

/// Writes the commit file durably: its first line is the digest of the rest.
fn write_commit(batch: &Path, entries: &[Entry]) -> Result<(), ArchiveError> {
    let path = batch.join(COMMIT);
    let json = serde_json::to_vec(entries).map_err(|error| ArchiveError::damaged(&path, error))?;
    let bytes = [sha256(&json).as_bytes(), b"\n", &json].concat();
    disk::write_new(&path, &bytes)?;
    disk::sync_file(&path)?;
    disk::sync_file(batch)?;
    disk::sync_file(batch.parent().unwrap_or(batch))
}

/// The entries of a commit file; none without one, or with one that was not written to its end.
fn read_commit(path: &Path) -> Result<Option<Vec<Entry>>, ArchiveError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(ArchiveError::io(path)(error)),
    };
    let whole = bytes
        .split_at_checked(65)
        .filter(|(line, json)| line.strip_suffix(b"\n") == Some(sha256(json).as_bytes()));
    whole
        .map(|(_, json)| serde_json::from_slice(json).map_err(|error| ArchiveError::damaged(path, error)))
        .transpose()
}

/// The folders in a folder, sorted; none where there is no such folder.
fn folders(path: &Path) -> Result<Vec<PathBuf>, ArchiveError> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(ArchiveError::io(path)(error)),
    };
    let mut folders = Vec::new();
    for entry in entries {
        let path = entry.map_err(ArchiveError::io(path))?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Moves the object that a purge replaces into the batch's folder, which is removed at the end.
fn set_aside(staged: &Path, name: &str, root: &Path) -> Result<(), ArchiveError> {
    let aside = staged.with_file_name(format!("purged-{name}"));
    let object = name.parse::<RecordId>().map(|id| object_dir(root, &id));
    match object {
        Ok(object) if object.exists() && !aside.exists() => disk::rename(&object, &aside),
        _ => Ok(()),
    }
}

/// Moves a staged object into place: as a whole, or its versions and then its inventory into the object that is there.
fn move_object(staged: &Path, root: &Path) -> Result<(), ArchiveError> {
    let id: Option<RecordId> = staged.file_name().and_then(|name| name.to_str()?.parse().ok());
    let Some(id) = id else { return Ok(()) };
    let object = object_dir(root, &id);
    if !object.exists() {
        disk::create_dir(object.parent().unwrap_or(root))?;
        return disk::rename(staged, &object);
    }
    for version in folders(staged)? {
        let name = version.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if version_number(name).is_some() {
            disk::rename(&version, &object.join(name))?;
        }
    }
    for name in [INVENTORY].iter().chain(&SIDECARS) {
        let from = staged.join(name);
        if from.exists() {
            disk::rename(&from, &object.join(name))?;
        }
    }
    Ok(())
}
