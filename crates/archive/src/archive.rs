//! Reading: lookups in the catalog, and the files of each record.

use crate::catalog::{Catalog, Decision, Held, Row, VersionInfo};
use crate::identity::unhex;
use crate::inventory::{Inventory, version_name};
use crate::{ArchiveError, DataFolder, Likeness, Provenance, journal, layout, rebuild};
use ordskifte_record::{ExtractedText, Original, Record, RecordId};
use std::fs::File;
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Logical path of a version's record.
pub(crate) const RECORD: &str = "record.json";
/// Logical path of the flow of a version's text.
pub(crate) const FLOW: &str = "text.txt";
/// Logical path of where a version came from.
pub(crate) const PROVENANCE: &str = "provenance.json";
/// Logical path of the extracted text with its pages and blocks.
pub(crate) const TEXT: &str = "text.json";

/// An archive, for reading by any number of threads and processes without a lock.
///
/// It sees what was committed when it was opened or last [refreshed](Self::refresh).
#[derive(Debug)]
pub struct Archive {
    pub(crate) folder: DataFolder,
    pub(crate) root: PathBuf,
    catalog: RwLock<Catalog>,
}

impl Archive {
    /// Opens the archive of a data folder; nothing is written.
    ///
    /// A lost or damaged journal does not stop reading: the catalog is then rebuilt from the objects, which takes time,
    /// and the next writer puts it right ([`Self::journal_damage`]).
    pub fn open(folder: &DataFolder) -> Result<Self, ArchiveError> {
        let archive = Self {
            folder: folder.clone(),
            root: folder.archive_dir(),
            catalog: RwLock::new(Catalog::default()),
        };
        archive.refresh()?;
        Ok(archive)
    }

    /// Takes in what another process has committed since; returns whether there was anything.
    pub fn refresh(&self) -> Result<bool, ArchiveError> {
        let mut catalog = self.catalog_mut();
        let (reading, anew) = journal::read(&self.root, &catalog.tail)?;
        if reading.damage.is_some() || reading.tail.epoch.is_empty() {
            if catalog.damage.is_some() && catalog.tail == reading.tail {
                return Ok(false);
            }
            let entries = rebuild::entries(&self.root)?;
            let damage = match reading.damage {
                // Nothing was ever committed.
                None if entries.is_empty() && catalog.records.is_empty() => return Ok(false),
                None => Some("the journal is missing".to_owned()),
                damage => damage,
            };
            *catalog = Catalog::of(entries);
            catalog.tail = reading.tail;
            catalog.damage = damage;
            return Ok(true);
        }
        if anew {
            *catalog = Catalog::default();
        }
        let news = anew || !reading.entries.is_empty();
        catalog.tail = reading.tail;
        for entry in reading.entries {
            catalog.apply(entry);
        }
        Ok(news)
    }

    /// The file that every commit changes.
    pub fn commit_file(&self) -> PathBuf {
        journal::path(&self.root)
    }

    pub(crate) fn catalog(&self) -> RwLockReadGuard<'_, Catalog> {
        self.catalog.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn catalog_mut(&self) -> RwLockWriteGuard<'_, Catalog> {
        self.catalog.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why the journal could not be believed, where the catalog had to be rebuilt from the objects.
    pub fn journal_damage(&self) -> Option<String> {
        self.catalog().damage.clone()
    }

    /// What to do with bytes from a source (DESIGN, "Identity and versions"): known bytes change nothing unless they are
    /// those of an earlier version, changed bytes at a source that one record alone has make its next version, all else is a
    /// new record.
    pub fn decide(&self, sha256: &str, source: &str) -> Decision {
        self.catalog().decide(unhex(sha256).as_ref(), source)
    }

    /// Where bytes of this SHA-256 (lower-case hexadecimal) are held, as an original of any version.
    pub fn find_bytes(&self, sha256: &str) -> Option<Held> {
        self.catalog().find(&unhex(sha256)?).cloned()
    }

    /// The records that have this source, sorted.
    pub fn find_source(&self, source: &str) -> Vec<RecordId> {
        self.catalog().holders(source)
    }

    /// All record ids, sorted.
    pub fn ids(&self) -> Vec<RecordId> {
        self.catalog().records.keys().cloned().collect()
    }

    /// Whether there is such a record.
    pub fn contains(&self, id: &RecordId) -> bool {
        self.catalog().records.contains_key(id)
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.catalog().records.len()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The versions of a record, oldest first; empty for an unknown one. Costs no file access.
    pub fn versions(&self, id: &RecordId) -> Vec<VersionInfo> {
        let catalog = self.catalog();
        catalog
            .records
            .get(id)
            .map(|row| row.versions().collect())
            .unwrap_or_default()
    }

    /// Number of a record's newest version; `None` for an unknown one. Costs no file access.
    pub fn newest(&self, id: &RecordId) -> Option<u32> {
        self.catalog().records.get(id).map(Row::head)
    }

    /// The sources of a record, sorted; empty for an unknown one. Costs no file access.
    pub fn sources(&self, id: &RecordId) -> Vec<String> {
        let catalog = self.catalog();
        catalog
            .records
            .get(id)
            .map(|row| row.sources.iter().cloned().collect())
            .unwrap_or_default()
    }

    /// Number of the last change, from 1; 0 when there was none. It only grows while the [epoch](Self::epoch) stays.
    pub fn sequence(&self) -> u64 {
        self.catalog().sequence()
    }

    /// Names the numbering of changes; another epoch means that sequence numbers kept elsewhere (as by an index) mean
    /// nothing any more. Empty before the first commit.
    pub fn epoch(&self) -> String {
        self.catalog().tail.epoch.clone()
    }

    /// The changes after a sequence number, in order: number, record, and the record's newest version after the change.
    /// A source added to an unchanged record is a change as well.
    pub fn changes_since(&self, sequence: u64) -> Vec<(u64, RecordId, u32)> {
        self.catalog().changes_since(sequence)
    }

    /// A record as of a version, or its newest; the newest has every source known by now, and is restricted where its
    /// container is.
    pub fn record(&self, id: &RecordId, version: Option<u32>) -> Result<Record, ArchiveError> {
        self.read_record(id, version, 0)
    }

    /// The newest version of a container, met on the way up from a part.
    pub(crate) fn newest_record(&self, id: &RecordId, depth: u32) -> Result<Record, ArchiveError> {
        self.read_record(id, None, depth)
    }

    fn read_record(&self, id: &RecordId, version: Option<u32>, depth: u32) -> Result<Record, ArchiveError> {
        let object = self.version(id, version)?;
        let (path, bytes) = object.read(RECORD)?;
        let mut record: Record = serde_json::from_slice(&bytes).map_err(|error| ArchiveError::damaged(&path, error))?;
        if object.is_newest {
            record.sources = self.sources(id);
            self.as_part(&mut record, depth)?;
        }
        Ok(record)
    }

    /// Where a version, or the newest, came from.
    pub fn provenance(&self, id: &RecordId, version: Option<u32>) -> Result<Provenance, ArchiveError> {
        let (path, bytes) = self.version(id, version)?.read(PROVENANCE)?;
        serde_json::from_slice(&bytes).map_err(|error| ArchiveError::damaged(&path, error))
    }

    /// Whether a record's bytes were removed. Costs no file access.
    pub fn is_purged(&self, id: &RecordId) -> bool {
        self.catalog().records.get(id).is_some_and(|row| row.is_purged)
    }

    /// Refuses a record whose bytes were removed: nothing is left of it to be read or changed.
    ///
    /// # Errors
    /// [`ArchiveError::Purged`] with reason and time.
    pub fn refuse_purged(&self, id: &RecordId) -> Result<(), ArchiveError> {
        if !self.is_purged(id) {
            return Ok(());
        }
        let tombstone = self.provenance(id, None)?;
        Err(ArchiveError::Purged {
            id: id.clone(),
            reason: tombstone.reason.unwrap_or_default(),
            at: tombstone.archived_at,
        })
    }

    /// Whether values were stated from outside for the newest version of a record. Costs no file access.
    pub fn has_stated(&self, id: &RecordId) -> bool {
        self.catalog().records.get(id).is_some_and(|row| row.has_stated)
    }

    /// What the newest text of a record is compared with others by; none for an unknown record and for a short text.
    /// Costs no file access.
    pub fn likeness(&self, id: &RecordId) -> Option<Likeness> {
        self.catalog().likenesses.of(id)
    }

    /// The records whose newest text has the same words, in the order in which they came.
    pub fn same_texts(&self, likeness: Likeness) -> Vec<RecordId> {
        self.catalog().likenesses.same(likeness)
    }

    /// The records whose newest text may be nearly the same, in the order in which they came; [`overlap`](crate::overlap)
    /// of the texts tells.
    pub fn near_texts(&self, likeness: Likeness) -> Vec<RecordId> {
        self.catalog().likenesses.near(likeness)
    }

    /// The extracted text of a version, or of the newest.
    pub fn text(&self, id: &RecordId, version: Option<u32>) -> Result<ExtractedText, ArchiveError> {
        let (path, bytes) = self.version(id, version)?.read(TEXT)?;
        serde_json::from_slice(&bytes).map_err(|error| ArchiveError::damaged(&path, error))
    }

    /// The flow of the text of a version, or of the newest: what positions of the record count in.
    pub fn flow_text(&self, id: &RecordId, version: Option<u32>) -> Result<String, ArchiveError> {
        let (path, bytes) = self.version(id, version)?.read(FLOW)?;
        String::from_utf8(bytes).map_err(|error| ArchiveError::damaged(&path, error))
    }

    /// An original of a version or of the newest, opened for streaming; the first (main) one unless its SHA-256 is given.
    ///
    /// The size is checked, the digest is not ([`verify`](crate::verify) does).
    pub fn original(
        &self,
        id: &RecordId,
        version: Option<u32>,
        sha256: Option<&str>,
    ) -> Result<(File, Original), ArchiveError> {
        self.find_original(id, version, sha256)
            .map(|(_, file, original)| (file, original))
    }

    /// An original with its path, as [`Self::original`].
    pub(crate) fn find_original(
        &self,
        id: &RecordId,
        version: Option<u32>,
        sha256: Option<&str>,
    ) -> Result<(PathBuf, File, Original), ArchiveError> {
        let object = self.version(id, version)?;
        let (path, bytes) = object.read(RECORD)?;
        let record: Record = serde_json::from_slice(&bytes).map_err(|error| ArchiveError::damaged(&path, error))?;
        let mut originals = record.originals.into_iter();
        let original = originals
            .find(|original| sha256.is_none_or(|digest| original.sha256 == digest))
            .ok_or_else(|| ArchiveError::NotFound(format!("original {} of record {id}", sha256.unwrap_or("main"))))?;
        let path = object.original(&original.sha256)?;
        let file = File::open(&path).map_err(ArchiveError::io(&path))?;
        let size = file.metadata().map_err(ArchiveError::io(&path))?.len();
        if size != original.size {
            let reason = format!("it has {size} bytes and should have {}", original.size);
            return Err(ArchiveError::damaged(&path, reason));
        }
        Ok((path, file, original))
    }

    /// The object of a record as of a version. Only the version's own inventory is read, which never changes: a
    /// concurrent writer is not noticed.
    fn version(&self, id: &RecordId, version: Option<u32>) -> Result<ObjectVersion, ArchiveError> {
        let newest = self
            .newest(id)
            .ok_or_else(|| ArchiveError::NotFound(format!("record {id}")))?;
        let number = version.unwrap_or(newest);
        if number == 0 || number > newest {
            let what = format!("version {number} of record {id} (the newest is {newest})");
            return Err(ArchiveError::NotFound(what));
        }
        let object = layout::object_dir(&self.root, id);
        match Inventory::read(&object.join(version_name(number)), id) {
            Ok(inventory) => Ok(ObjectVersion {
                object,
                inventory,
                number,
                is_newest: number == newest,
            }),
            Err(error) => self.purging(id, version, error),
        }
    }

    /// The tombstone of a record whose bytes are gone while the journal does not know it yet: its purge is on its way, or
    /// was broken off behind its commit. `error` where that is not what made the version unreadable.
    fn purging(&self, id: &RecordId, version: Option<u32>, error: ArchiveError) -> Result<ObjectVersion, ArchiveError> {
        let Some((object, inventory)) = self.tombstone(id) else {
            return Err(error);
        };
        if version.is_some_and(|number| number > 1) {
            return Err(ArchiveError::NotFound(format!(
                "such version of record {id}: it was purged"
            )));
        }
        Ok(ObjectVersion {
            object,
            inventory,
            number: 1,
            // The sources that are still known are those of the former record.
            is_newest: false,
        })
    }
}

/// One version of an object, for reading.
struct ObjectVersion {
    object: PathBuf,
    inventory: Inventory,
    number: u32,
    is_newest: bool,
}

impl ObjectVersion {
    /// Path and bytes of a logical file, checked against its digest.
    fn read(&self, logical: &str) -> Result<(PathBuf, Vec<u8>), ArchiveError> {
        let (digest, path) = self
            .inventory
            .find(self.number, logical)
            .ok_or_else(|| ArchiveError::damaged(&self.object, format!("version {} has no {logical}", self.number)))?;
        let path = self.object.join(path);
        let bytes = std::fs::read(&path).map_err(ArchiveError::io(&path))?;
        if self.inventory.digest_algorithm.digest(&bytes) != digest {
            return Err(ArchiveError::damaged(&path, "it does not match its digest"));
        }
        Ok((path, bytes))
    }

    /// Path of an original.
    fn original(&self, sha256: &str) -> Result<PathBuf, ArchiveError> {
        let (_, path) = self.inventory.original(sha256).ok_or_else(|| {
            ArchiveError::damaged(
                &self.object,
                format!("version {} has no original {sha256}", self.number),
            )
        })?;
        Ok(self.object.join(path))
    }
}
