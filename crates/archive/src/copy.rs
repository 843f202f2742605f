//! A copy of the archive in another data folder: backups, and what is made of them again.
//!
//! A copy is consistent while others read and write: versions never change once they are there, so that copying those the
//! journal knew at the beginning, and the journal as far as it went then, gives the archive of that moment. A version that
//! the copy has already is not copied again.

use crate::inventory::{INVENTORY, Inventory, SIDECARS, read_sidecar, version_name};
use crate::layout::{self, OBJECT_DECLARATION};
use crate::{Archive, ArchiveError, DataFolder, disk, journal};
use ordskifte_record::RecordId;
use std::fs::{self, File};
use std::path::Path;

/// What a copy did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Records in the copy.
    pub records: u64,
    /// Versions that it had not.
    pub versions: u64,
    /// Bytes of those.
    pub bytes: u64,
}

impl Archive {
    /// Copies the archive, as it was at the last refresh, into another data folder, which is made where it is not.
    /// `progress` is told records done and all.
    pub fn copy_to(&self, dir: &Path, progress: &dyn Fn(u64, u64)) -> Result<Copied, ArchiveError> {
        let target = DataFolder::open_or_create(dir)?;
        let lock = target.lock_exclusive("backup")?;
        let known = Self::open(&target)?;
        if !known.epoch().is_empty() && known.epoch() != self.epoch() {
            return Err(ArchiveError::OtherArchive(dir.to_path_buf()));
        }
        let (root, ids, end) = (target.archive_dir(), self.ids(), self.catalog().tail.offset);
        let mut copied = Copied {
            records: ids.len() as u64,
            ..Copied::default()
        };
        for (done, id) in (1..).zip(&ids) {
            self.copy_object(id, &root, &mut copied)?;
            progress(done, copied.records);
        }
        disk::sync_all(&root)?;
        // The journal makes the new versions visible, and so comes last.
        let path = journal::path(&self.root);
        let mut bytes = Vec::new();
        let file = File::open(&path).map_err(ArchiveError::io(&path))?;
        std::io::Read::read_to_end(&mut std::io::Read::take(file, end), &mut bytes).map_err(ArchiveError::io(&path))?;
        disk::replace(&journal::path(&root), &bytes)?;
        drop(lock);
        Ok(copied)
    }

    fn copy_object(&self, id: &RecordId, root: &Path, copied: &mut Copied) -> Result<(), ArchiveError> {
        let (from, to) = (layout::object_dir(&self.root, id), layout::object_dir(root, id));
        let newest = self.newest(id).unwrap_or(0);
        let first = version_name(1);
        if self.is_purged(id) && to.exists() && !is_same(&from.join(&first), &to.join(&first)) {
            disk::remove_dir_all(&to)?;
        }
        disk::create_dir_all(&to)?;
        for number in 1..=newest {
            let name = version_name(number);
            if is_same(&from.join(&name), &to.join(&name)) {
                continue;
            }
            // Half a version of a copy that was broken off is thrown away.
            let staged = to.join(format!("{name}.part"));
            disk::remove_dir_all(&staged)?;
            disk::remove_dir_all(&to.join(&name))?;
            copied.bytes += copy_tree(&from.join(&name), &staged)?;
            disk::rename(&staged, &to.join(&name))?;
            copied.versions += 1;
        }
        // The object's own inventory is that of its newest version.
        let inventory = Inventory::read(&to.join(version_name(newest)), id)?;
        for name in [INVENTORY].iter().chain(&SIDECARS) {
            disk::remove_file(&to.join(name))?;
        }
        inventory.write(&[&to])?;
        let declaration = to.join(OBJECT_DECLARATION.0);
        if !declaration.exists() {
            disk::write_new(&declaration, OBJECT_DECLARATION.1.as_bytes())?;
        }
        Ok(())
    }
}

/// Whether two folders are the same version: their inventories name everything by digest.
fn is_same(one: &Path, other: &Path) -> bool {
    let read = |folder: &Path| read_sidecar(folder).ok();
    read(one).is_some_and(|sidecar| Some(sidecar) == read(other))
}

fn copy_tree(from: &Path, to: &Path) -> Result<u64, ArchiveError> {
    disk::create_dir(to)?;
    let mut bytes = 0;
    for entry in fs::read_dir(from).map_err(ArchiveError::io(from))? {
        let path = entry.map_err(ArchiveError::io(from))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        bytes += if path.is_dir() {
            copy_tree(&path, &target)?
        } else {
            let mut file = File::open(&path).map_err(ArchiveError::io(&path))?;
            disk::copy_new(&target, &mut file)?
        };
    }
    Ok(bytes)
}
