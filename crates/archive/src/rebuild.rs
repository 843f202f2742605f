//! The journal's entries from the objects, for when the journal is lost or damaged.

use crate::archive::{PROVENANCE, RECORD};
use crate::catalog::Catalog;
use crate::inventory::Inventory;
use crate::journal::{self, Entry};
use crate::provenance::PURGED;
use crate::{ArchiveError, Provenance, layout};
use ordskifte_record::{Record, RecordId, Stated};
use serde::de::DeserializeOwned;
use std::fs;
use std::path::Path;

/// What is left of the journal, followed by every version that it lacks, in order of time, then of id.
///
/// An object that cannot be read is left out: it stops nobody from reading the others, and `verify` names it.
pub(crate) fn entries(root: &Path) -> Result<Vec<Entry>, ArchiveError> {
    let mut entries = Vec::new();
    let mut catalog = Catalog::default();
    let mut take = |entry: Entry, entries: &mut Vec<Entry>| {
        let newest = entry
            .id
            .parse()
            .ok()
            .and_then(|id| catalog.records.get(&id))
            .map_or(0, crate::catalog::Row::head);
        let fits = match entry.version {
            _ if entry.is_purged => !catalog.includes(&entry),
            Some(version) => version == newest + 1,
            None => newest > 0,
        };
        if fits {
            let sequence = entries.len() as u64 + 1;
            catalog.apply(entry.clone());
            entries.push(Entry { sequence, ..entry });
        }
    };
    // Sources added to a record whose first line is lost wait until its object gave the version.
    let mut waiting = Vec::new();
    for entry in journal::salvage(root)? {
        match entry.version {
            Some(_) => take(entry, &mut entries),
            None => waiting.push(entry),
        }
    }
    let mut found = Vec::new();
    for id in object_ids(root)? {
        found.extend(versions(root, &id).unwrap_or_default());
    }
    found.sort_by(|a, b| (&a.archived_at, &a.id, a.version).cmp(&(&b.archived_at, &b.id, b.version)));
    for entry in found.into_iter().chain(waiting) {
        take(entry, &mut entries);
    }
    Ok(entries)
}

/// The ids of all objects on disk, sorted; folders with other names are no objects.
pub(crate) fn object_ids(root: &Path) -> Result<Vec<RecordId>, ArchiveError> {
    let mut ids = Vec::new();
    let tuples = match fs::read_dir(root) {
        Ok(tuples) => tuples,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(ids),
        Err(error) => return Err(ArchiveError::io(root)(error)),
    };
    for tuple in tuples {
        let tuple = tuple.map_err(ArchiveError::io(root))?.path();
        let Some(tuple_name) = tuple.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if !layout::is_tuple(tuple_name) || !tuple.is_dir() {
            continue;
        }
        for object in fs::read_dir(&tuple).map_err(ArchiveError::io(&tuple))? {
            let name = object.map_err(ArchiveError::io(&tuple))?.file_name();
            ids.extend(name.to_str().and_then(|name| layout::record_of(tuple_name, name)));
        }
    }
    ids.sort();
    Ok(ids)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, ArchiveError> {
    let bytes = fs::read(path).map_err(ArchiveError::io(path))?;
    serde_json::from_slice(&bytes).map_err(|error| ArchiveError::damaged(path, error))
}

/// A journal entry for each version of an object.
fn versions(root: &Path, id: &RecordId) -> Result<Vec<Entry>, ArchiveError> {
    let object = layout::object_dir(root, id);
    let inventory = Inventory::read(&object, id)?;
    (1..=inventory.head_number())
        .map(|number| {
            let (_, path) = inventory
                .find(number, RECORD)
                .ok_or_else(|| ArchiveError::damaged(&object, format!("version {number} has no {RECORD}")))?;
            let record: Record = read(&object.join(path))?;
            let provenance: Provenance = match inventory.find(number, PROVENANCE) {
                Some((_, path)) => read(&object.join(path))?,
                None => Provenance::default(),
            };
            Ok(Entry {
                sequence: 0,
                id: id.to_string(),
                version: Some(number),
                archived_at: record.archived_at,
                sha256: record.originals.into_iter().map(|original| original.sha256).collect(),
                sources: record.sources,
                likeness: provenance.likeness,
                is_purged: provenance.action == PURGED,
                has_stated: provenance.stated != Stated::default(),
            })
        })
        .collect()
}
