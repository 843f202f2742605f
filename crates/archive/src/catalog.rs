//! The catalog: what the archive holds, in memory, built from the journal.

use crate::identity::{Hash, hex, unhex};
use crate::journal::{Entry, Tail};
use crate::likeness::Likenesses;
use ordskifte_record::RecordId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the archive holds. Lookups only; no files.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    pub(crate) records: BTreeMap<RecordId, Row>,
    by_hash: HashMap<Hash, Held>,
    by_source: HashMap<String, BTreeSet<RecordId>>,
    pub(crate) likenesses: Likenesses,
    /// Changes by sequence number: that of the first is 1.
    changes: Vec<(RecordId, u32)>,
    /// Where reading the journal ended.
    pub(crate) tail: Tail,
    /// Why the journal cannot be believed, where it was rebuilt from the objects.
    pub(crate) damage: Option<String>,
}

/// A record's versions and sources.
#[derive(Debug, Default)]
pub(crate) struct Row {
    versions: Vec<(String, Vec<Hash>)>,
    pub(crate) sources: BTreeSet<String>,
    /// Whether values were stated for the newest version.
    pub(crate) has_stated: bool,
    /// Whether its bytes were removed.
    pub(crate) is_purged: bool,
}

/// Where an original's bytes are held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The record that had them first.
    pub id: RecordId,
    /// Its newest version that has them.
    pub version: u32,
}

/// A version of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionInfo {
    /// Number, from 1.
    pub number: u32,
    /// When it was archived, RFC 3339 in UTC.
    pub archived_at: String,
    /// SHA-256 of its originals in their order, lower-case hexadecimal.
    pub sha256s: Vec<String>,
}

/// What to do with bytes from a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The bytes are known.
    Unchanged {
        /// The record that holds them.
        id: RecordId,
        /// Whether the source is among the record's sources already; else it is to be added.
        source_known: bool,
    },
    /// The source is this record's alone; the bytes are those of an earlier version of it, and no longer of its newest. Where
    /// the newest came from the same source, that was put back to what it was.
    Former {
        /// The record.
        id: RecordId,
    },
    /// The bytes are new, and the source is this record's alone.
    NewVersion {
        /// The record.
        id: RecordId,
    },
    /// A record of its own.
    NewRecord,
}

impl Row {
    /// Number of the newest version.
    pub(crate) fn head(&self) -> u32 {
        self.versions.len() as u32
    }

    /// The versions, oldest first.
    pub(crate) fn versions(&self) -> impl Iterator<Item = VersionInfo> + '_ {
        (1..)
            .zip(&self.versions)
            .map(|(number, (archived_at, hashes))| VersionInfo {
                number,
                archived_at: archived_at.clone(),
                sha256s: hashes.iter().map(hex).collect(),
            })
    }
}

impl Catalog {
    /// A catalog of entries in their order.
    pub(crate) fn of(entries: Vec<Entry>) -> Self {
        let mut catalog = Self::default();
        for entry in entries {
            catalog.apply(entry);
        }
        catalog
    }

    /// Takes a change in. An entry without a valid id, which no checked journal has, changes nothing but the count.
    pub(crate) fn apply(&mut self, entry: Entry) {
        let Ok(id) = entry.id.parse::<RecordId>() else {
            return;
        };
        let row = self.records.entry(id.clone()).or_default();
        if entry.is_purged {
            for source in std::mem::take(&mut row.sources) {
                if let Some(holders) = self.by_source.get_mut(&source) {
                    holders.remove(&id);
                }
            }
            row.versions.clear();
            row.is_purged = true;
        }
        for source in entry.sources {
            self.by_source.entry(source.clone()).or_default().insert(id.clone());
            row.sources.insert(source);
        }
        if let Some(number) = entry.version {
            let hashes: Vec<Hash> = entry.sha256.iter().filter_map(|text| unhex(text)).collect();
            for hash in &hashes {
                let held = self.by_hash.entry(*hash).or_insert_with(|| Held {
                    id: id.clone(),
                    version: number,
                });
                if held.id == id {
                    held.version = number;
                }
            }
            self.likenesses.insert(&id, entry.likeness);
            row.has_stated = entry.has_stated;
            row.versions.push((entry.archived_at.unwrap_or_default(), hashes));
        }
        let head = row.head();
        self.changes.push((id, head));
    }

    /// Number of the last change; 0 with none.
    pub(crate) fn sequence(&self) -> u64 {
        self.changes.len() as u64
    }

    /// The changes after a number.
    pub(crate) fn changes_since(&self, sequence: u64) -> Vec<(u64, RecordId, u32)> {
        let from = usize::try_from(sequence).unwrap_or(usize::MAX);
        let changes = self.changes.get(from..).unwrap_or_default();
        (sequence + 1..)
            .zip(changes)
            .map(|(number, (id, version))| (number, id.clone(), *version))
            .collect()
    }

    /// Where bytes are held.
    pub(crate) fn find(&self, hash: &Hash) -> Option<&Held> {
        self.by_hash.get(hash)
    }

    /// The records that have a source, sorted.
    pub(crate) fn holders(&self, source: &str) -> Vec<RecordId> {
        let holders = self.by_source.get(source);
        holders.map(|ids| ids.iter().cloned().collect()).unwrap_or_default()
    }

    /// The records with a source that lies inside a source of one of these: its name goes on behind a `#`.
    pub(crate) fn inside_sources_of(&self, containers: &BTreeSet<RecordId>) -> BTreeSet<RecordId> {
        let rows = containers.iter().filter_map(|id| self.records.get(id));
        let outer: BTreeSet<&str> = rows.flat_map(|row| row.sources.iter().map(String::as_str)).collect();
        let is_inside = |source: &str| {
            let mut ends = source.match_indices('#').map(|(end, _)| end);
            ends.any(|end| source.get(..end).is_some_and(|before| outer.contains(before)))
        };
        let inside = self.by_source.iter().filter(|(source, _)| is_inside(source));
        inside.flat_map(|(_, ids)| ids.iter().cloned()).collect()
    }

    /// Whether a record has a source.
    pub(crate) fn has_source(&self, id: &RecordId, source: &str) -> bool {
        self.by_source.get(source).is_some_and(|ids| ids.contains(id))
    }

    /// Whether the change of an entry is in already.
    pub(crate) fn includes(&self, entry: &Entry) -> bool {
        let Ok(id) = entry.id.parse::<RecordId>() else {
            return true;
        };
        let row = self.records.get(&id);
        if entry.is_purged {
            return row.is_some_and(|row| row.is_purged);
        }
        let head = row.map_or(0, Row::head);
        entry.version.is_none_or(|version| version <= head)
            && entry.sources.iter().all(|source| self.has_source(&id, source))
    }

    /// What to do with bytes from a source: known bytes change nothing unless they are those of an earlier version, changed
    /// bytes at a source that one record alone has make its next version, all else is a new record.
    pub(crate) fn decide(&self, hash: Option<&Hash>, source: &str) -> Decision {
        if let Some(held) = hash.and_then(|hash| self.find(hash)) {
            let newest = self.records.get(&held.id).map_or(0, Row::head);
            if held.version < newest && self.holders(source) == [held.id.clone()] {
                return Decision::Former { id: held.id.clone() };
            }
            return Decision::Unchanged {
                id: held.id.clone(),
                source_known: self.has_source(&held.id, source),
            };
        }
        match self.holders(source).as_slice() {
            [id] => Decision::NewVersion { id: id.clone() },
            _ => Decision::NewRecord,
        }
    }
}
