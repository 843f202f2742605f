//! A version on its way into staging: content, inventories, journal entry.

use crate::archive::{FLOW, PROVENANCE, RECORD, TEXT};
use crate::batch::{Batch, Slot, Stored, lock};
use crate::identity::Hash;
use crate::inventory::{Inventory, User, Version, version_name};
use crate::journal::Entry;
use crate::layout::OBJECT_DECLARATION;
use crate::original::{Prepared, VersionWriter};
use crate::provenance::PURGED;
use crate::{ArchiveError, Provenance, disk, layout};
use ordskifte_record::{ExtractedText, Record, RecordId, Stated};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a version is made of.
pub(crate) struct Parts<'a> {
    pub(crate) record: Record,
    pub(crate) originals: Vec<Prepared<'a>>,
    /// `None`: the previous version's.
    pub(crate) text: Option<&'a ExtractedText>,
    pub(crate) archived_at: String,
    /// What is done, for inventory and provenance.
    pub(crate) action: &'static str,
    pub(crate) provenance: Provenance,
}

impl Batch<'_> {
    /// Writes a version into staging and notes it in its slot. When that fails, nothing of it is left.
    pub(crate) fn stage(&self, id: &RecordId, slot: &mut Slot, parts: Parts<'_>) -> Result<Stored, ArchiveError> {
        let object = layout::object_dir(&self.archive.root, id);
        let before = match (&slot.inventory, self.archive.newest(id)) {
            // A purged record begins anew, as an object of one version.
            _ if parts.action == PURGED => Inventory::new(id),
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
                drop(pending);
                let originals = slot.record.iter().flat_map(|record| &record.originals);
                self.early
                    .note(originals.map(|original| original.size).sum(), &self.staging);
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
            action,
            mut provenance,
        } = parts;
        let number = inventory.head_number() + 1;
        let object = layout::object_dir(&self.archive.root, id);
        for original in originals.iter_mut().filter(|_| action != PURGED) {
            original.measure([&object, folder.parent().unwrap_or(&object)], &inventory)?;
        }
        let sources: BTreeSet<String> = (slot.sources.iter().cloned())
            .chain(self.archive.sources(id).into_iter().filter(|_| action != PURGED))
            .chain(std::mem::take(&mut record.sources))
            .collect();
        record.id = Some(id.clone());
        record.version = number;
        record.archived_at = Some(archived_at.clone());
        record.originals = originals.iter().map(Prepared::original).collect();
        record.sources = sources.iter().cloned().collect();
        action.clone_into(&mut provenance.action);
        provenance.archived_at.clone_from(&archived_at);
        concat!("ordskifte ", env!("CARGO_PKG_VERSION")).clone_into(&mut provenance.program);
        provenance.rule_version.clone_from(&record.rule_version);

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
        for (index, original) in originals.iter().enumerate().filter(|_| action != PURGED) {
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
        writer.file(PROVENANCE, &json(&provenance, folder)?)?;
        let version = Version {
            created: archived_at.clone(),
            message: provenance.action.clone(),
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
            likeness: provenance.likeness,
            is_purged: action == PURGED,
            has_stated: provenance.stated != Stated::default(),
        });
        slot.sources = sources;
        slot.inventory = Some(inventory);
        slot.record = Some(record);
        slot.provenance = Some(provenance);
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
}

fn json(value: &impl serde::Serialize, folder: &Path) -> Result<Vec<u8>, ArchiveError> {
    serde_json::to_vec(value).map_err(|error| ArchiveError::damaged(folder, error))
}
