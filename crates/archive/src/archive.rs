//! Reading: the catalog of what is held, and the files of each record.

use crate::inventory::Inventory;
use crate::journal::{self, Entry};
use crate::{ArchiveError, DataFolder};
use ordskifte_record::{Original, Record, RecordId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// An archive, for reading by any number of threads and processes.
#[derive(Debug)]
pub struct Archive {
    pub(crate) folder: DataFolder,
    pub(crate) root: PathBuf,
    pub(crate) catalog: RwLock<Catalog>,
}

/// What the archive holds, in memory.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    pub(crate) records: BTreeMap<RecordId, Vec<VersionInfo>>,
    sources: BTreeMap<RecordId, BTreeSet<String>>,
    by_sha256: HashMap<String, Held>,
    by_source: HashMap<String, BTreeSet<RecordId>>,
    changes: Vec<(u64, RecordId)>,
    /// Byte offset after the last journal line read.
    pub(crate) offset: u64,
}

/// Where an original's bytes are held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Record.
    pub id: RecordId,
    /// The newest version that has them.
    pub version: u32,
}

/// A version of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionInfo {
    /// Number, from 1.
    pub number: u32,
    /// When it was archived, RFC 3339.
    pub archived_at: String,
    /// Digests of its originals, the main one first.
    pub sha256: Vec<String>,
}

/// What to do with bytes from a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The bytes are held as the newest version of this record.
    Unchanged {
        /// Record.
        id: RecordId,
        /// Whether the source is among its sources already.
        source_known: bool,
    },
    /// The source is this record's alone and its bytes changed.
    NewVersion {
        /// Record.
        id: RecordId,
    },
    /// A record of its own.
    NewRecord,
}

impl Catalog {
    pub(crate) fn apply(&mut self, entry: Entry) -> Result<(), ArchiveError> {
        let id: RecordId = entry
            .id
            .parse()
            .map_err(|_| ArchiveError::damaged("journal.jsonl", format!("`{}` is no record id", entry.id)))?;
        for source in entry.sources {
            self.by_source.entry(source.clone()).or_default().insert(id.clone());
            self.sources.entry(id.clone()).or_default().insert(source);
        }
        if let Some(number) = entry.version {
            for digest in &entry.sha256 {
                self.by_sha256.insert(
                    digest.clone(),
                    Held {
                        id: id.clone(),
                        version: number,
                    },
                );
            }
            let info = VersionInfo {
                number,
                archived_at: entry.archived_at.unwrap_or_default(),
                sha256: entry.sha256,
            };
            self.records.entry(id.clone()).or_default().push(info);
        }
        self.changes.push((entry.sequence, id));
        Ok(())
    }

    pub(crate) fn sequence(&self) -> u64 {
        self.changes.last().map_or(0, |(sequence, _)| *sequence)
    }
}

impl Archive {
    /// Opens the archive of a data folder; an empty one where none is yet.
    pub fn open(folder: &DataFolder) -> Result<Self, ArchiveError> {
        let archive = Self {
            folder: folder.clone(),
            root: folder.archive_dir(),
            catalog: RwLock::new(Catalog::default()),
        };
        archive.refresh()?;
        Ok(archive)
    }

    /// Takes in what another process has added since.
    pub fn refresh(&self) -> Result<(), ArchiveError> {
        let mut catalog = self.catalog.write().unwrap_or_else(PoisonError::into_inner);
        let (entries, offset) = journal::read(&self.root, catalog.offset)?;
        catalog.offset = offset;
        entries.into_iter().try_for_each(|entry| catalog.apply(entry))
    }

    fn catalog(&self) -> RwLockReadGuard<'_, Catalog> {
        self.catalog.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What to do with bytes of this digest from this source (DESIGN, Identity and versions).
    pub fn decide(&self, sha256: &str, source: &str) -> Decision {
        let catalog = self.catalog();
        let holders = catalog.by_source.get(source);
        let holder = holders.and_then(|ids| ids.first().filter(|_| ids.len() == 1));
        if let Some(held) = catalog.by_sha256.get(sha256) {
            let newest = catalog.records.get(&held.id).and_then(|versions| versions.last());
            let is_newest = newest.is_some_and(|version| version.sha256.iter().any(|digest| digest == sha256));
            let source_known = catalog
                .sources
                .get(&held.id)
                .is_some_and(|sources| sources.contains(source));
            // A source that goes back to what it held once makes a new version; a copy of it elsewhere changes nothing.
            if is_newest || holder != Some(&held.id) {
                return Decision::Unchanged {
                    id: held.id.clone(),
                    source_known,
                };
            }
        }
        match holder {
            Some(id) => Decision::NewVersion { id: id.clone() },
            None => Decision::NewRecord,
        }
    }

    /// Where bytes of this digest are held.
    pub fn find_bytes(&self, sha256: &str) -> Option<Held> {
        self.catalog().by_sha256.get(sha256).cloned()
    }

    /// All record ids, sorted.
    pub fn ids(&self) -> Vec<RecordId> {
        self.catalog().records.keys().cloned().collect()
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.catalog().records.len()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The versions of a record, oldest first; empty for an unknown one.
    pub fn versions(&self, id: &RecordId) -> Vec<VersionInfo> {
        self.catalog().records.get(id).cloned().unwrap_or_default()
    }

    /// Number of the last change.
    pub fn sequence(&self) -> u64 {
        self.catalog().sequence()
    }

    /// The records changed after a sequence number, sorted, each once.
    pub fn changed_since(&self, sequence: u64) -> Vec<RecordId> {
        let changed: BTreeSet<RecordId> = self
            .catalog()
            .changes
            .iter()
            .filter(|(number, _)| *number > sequence)
            .map(|(_, id)| id.clone())
            .collect();
        changed.into_iter().collect()
    }

    /// The folder of a record's object.
    pub(crate) fn object(&self, id: &RecordId) -> PathBuf {
        object_path(&self.root, id)
    }

    /// A record; the newest version unless one is named.
    pub fn record(&self, id: &RecordId, version: Option<u32>) -> Result<Record, ArchiveError> {
        let (version, path) = self.content(id, version, "record.json")?;
        let bytes = std::fs::read(&path).map_err(ArchiveError::io(&path))?;
        let mut record: Record = serde_json::from_slice(&bytes).map_err(|error| ArchiveError::damaged(&path, error))?;
        let catalog = self.catalog();
        record.id = Some(id.clone());
        record.version = version;
        if let Some(info) = catalog
            .records
            .get(id)
            .and_then(|versions| versions.iter().find(|info| info.number == version))
        {
            record.archived_at = Some(info.archived_at.clone());
        }
        record.sources = catalog
            .sources
            .get(id)
            .map(|sources| sources.iter().cloned().collect())
            .unwrap_or_default();
        Ok(record)
    }

    /// The flow of a record's text, which its positions count in.
    pub fn text(&self, id: &RecordId, version: Option<u32>) -> Result<String, ArchiveError> {
        let (_, path) = self.content(id, version, "text.txt")?;
        std::fs::read_to_string(&path).map_err(ArchiveError::io(&path))
    }

    /// An original's bytes, opened; the main one unless a digest is named.
    pub fn original(
        &self,
        id: &RecordId,
        version: Option<u32>,
        sha256: Option<&str>,
    ) -> Result<(File, Original), ArchiveError> {
        let record = self.record(id, version)?;
        let wanted = record
            .originals
            .into_iter()
            .find(|original| sha256.is_none_or(|digest| original.sha256 == digest));
        let original = wanted
            .ok_or_else(|| ArchiveError::NotFound(format!("original {} in record {id}", sha256.unwrap_or("main"))))?;
        let inventory = Inventory::read(&self.object(id))?;
        let relative = inventory.manifest.get(&original.sha256).and_then(|paths| paths.first());
        let relative = relative.ok_or_else(|| {
            ArchiveError::damaged(
                self.object(id),
                format!("original {} is not in its manifest", original.sha256),
            )
        })?;
        let path = self.object(id).join(relative);
        let file = File::open(&path).map_err(ArchiveError::io(&path))?;
        Ok((file, original))
    }

    /// Version number and path of a logical file.
    fn content(&self, id: &RecordId, version: Option<u32>, logical: &str) -> Result<(u32, PathBuf), ArchiveError> {
        let newest = self
            .catalog()
            .records
            .get(id)
            .and_then(|versions| versions.last())
            .map(|info| info.number);
        let newest = newest.ok_or_else(|| ArchiveError::NotFound(format!("record {id}")))?;
        let version = version.unwrap_or(newest);
        if version == 0 || version > newest {
            return Err(ArchiveError::NotFound(format!(
                "version {version} of record {id} (the newest is {newest})"
            )));
        }
        let object = self.object(id);
        // What every version writes anew lies in its own folder: the inventory need not be read for it.
        let path = object.join(format!("v{version}/content/{logical}"));
        if path.exists() {
            return Ok((version, path));
        }
        let inventory = Inventory::read(&object)?;
        let relative = inventory.content_path(version, logical);
        let relative =
            relative.ok_or_else(|| ArchiveError::damaged(&object, format!("{logical} is missing in v{version}")))?;
        Ok((version, object.join(relative)))
    }
}

/// `archive/<first two>/<id>`: OCFL extension 0007 with one tuple of two.
pub(crate) fn object_path(root: &Path, id: &RecordId) -> PathBuf {
    let text = id.as_str();
    root.join(text.get(..2).unwrap_or(text)).join(text)
}
