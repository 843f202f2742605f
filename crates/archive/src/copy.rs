//! A copy of the archive in another data folder: backups, and what is made of them again.
//!
//! A copy is consistent while others read and write: versions never change once they are there, so that copying those the
//! journal knew at the beginning, and the journal as far as it went then, gives the archive of that moment. A version that
//! the copy has already is not copied again.

use crate::identity::Algorithm;
use crate::inventory::{INVENTORY, Inventory, SIDECARS, read_sidecar, version_name};
use crate::layout::{self, OBJECT_DECLARATION};
use crate::original::hash_file;
use crate::{Archive, ArchiveError, DataFolder, disk, journal};
use ordskifte_record::RecordId;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What a copy did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Records that are in the copy as they are here.
    pub records: u64,
    /// Versions that it had not.
    pub versions: u64,
    /// Bytes of those.
    pub bytes: u64,
    /// Records with damaged or missing files, each with what is wrong: the copy keeps what it had of them.
    pub damaged: Vec<(RecordId, String)>,
}

impl Archive {
    /// Copies the archive, as it was at the last refresh, into another data folder, which is made where it is not.
    /// `progress` is told records done and all. What is copied is checked against its digests; a damaged record costs only
    /// itself, and never what the copy has of it.
    pub fn copy_to(&self, dir: &Path, progress: &dyn Fn(u64, u64)) -> Result<Copied, ArchiveError> {
        if whereabouts(dir)?.starts_with(whereabouts(self.folder.dir())?) {
            return Err(ArchiveError::IntoItself(dir.to_path_buf()));
        }
        let target = DataFolder::open_or_create(dir)?;
        let lock = target.lock_exclusive("backup")?;
        let known = Self::open(&target)?;
        if !known.epoch().is_empty() && known.epoch() != self.epoch() {
            return Err(ArchiveError::OtherArchive(dir.to_path_buf()));
        }
        let (root, ids, end) = (target.archive_dir(), self.ids(), self.catalog().tail.offset);
        let mut copied = Copied::default();
        for (done, id) in (1..).zip(&ids) {
            match self.copy_object(id, &root, &mut copied) {
                Ok(()) => copied.records += 1,
                Err(ArchiveError::Damaged { path, reason }) if path.starts_with(&self.root) => {
                    copied
                        .damaged
                        .push((id.clone(), format!("{}: {reason}", path.display())));
                }
                Err(ArchiveError::Io { path, source }) if path.starts_with(&self.root) => {
                    copied
                        .damaged
                        .push((id.clone(), format!("{}: {source}", path.display())));
                }
                Err(error) => return Err(error),
            }
            progress(done, ids.len() as u64);
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
        let mut staged = Vec::new();
        for name in (1..=newest).map(version_name) {
            if is_same(&from.join(&name), &to.join(&name)) {
                continue;
            }
            let part = to.join(format!("{name}.part"));
            staged.push(part.clone());
            // Half a version of a copy that was broken off is thrown away.
            disk::remove_dir_all(&part)?;
            let copy = copy_tree(&from.join(&name), &part);
            match copy.and_then(|bytes| check_version(&from, &part, &name, id).map(|()| bytes)) {
                Ok(bytes) => copied.bytes += bytes,
                Err(error) => {
                    staged.iter().try_for_each(|part| disk::remove_dir_all(part))?;
                    if !to.join(OBJECT_DECLARATION.0).exists() {
                        disk::remove_dir_all(&to)?;
                    }
                    return Err(error);
                }
            }
        }
        for part in &staged {
            let whole = part.with_extension("");
            disk::remove_dir_all(&whole)?;
            disk::rename(part, &whole)?;
            copied.versions += 1;
        }
        // The object's own inventory is that of its newest version.
        let inventory = Inventory::read(&to.join(version_name(newest)), id)?;
        for name in [INVENTORY].iter().chain(&SIDECARS) {
            disk::remove_file(&to.join(name))?;
        }
        inventory.write(&[&to])?;
        let declaration = to.join(OBJECT_DECLARATION.0);
        // A copy that was broken off may have made the file, and not written it.
        if !fs::read(&declaration).is_ok_and(|bytes| bytes == OBJECT_DECLARATION.1.as_bytes()) {
            disk::remove_file(&declaration)?;
            disk::write_new(&declaration, OBJECT_DECLARATION.1.as_bytes())?;
        }
        Ok(())
    }
}

/// Checks a version that was copied, before it is let in: its inventory, and its own files against it. Errors name the file
/// that it was copied from.
fn check_version(object: &Path, copy: &Path, name: &str, id: &RecordId) -> Result<(), ArchiveError> {
    let inventory = Inventory::read(&object.join(name), id)?;
    let is_sha256 = inventory.digest_algorithm == Algorithm::Sha256;
    for (digest, paths) in &inventory.manifest {
        for path in paths {
            let Some(own) = path.strip_prefix(name).and_then(|path| path.strip_prefix('/')) else {
                continue;
            };
            let read = match hash_file(&copy.join(own), is_sha256, !is_sha256) {
                Ok(read) => {
                    if is_sha256 {
                        read.sha256
                    } else {
                        read.sha512
                    }
                }
                Err(ArchiveError::Io { source, .. }) => return Err(ArchiveError::io(object.join(path))(source)),
                Err(error) => return Err(error),
            };
            if read.as_ref() != Some(digest) {
                return Err(ArchiveError::damaged(object.join(path), "it does not match its digest"));
            }
        }
    }
    Ok(())
}

/// Where a folder is, or would be: links followed as far as it is there.
fn whereabouts(dir: &Path) -> Result<PathBuf, ArchiveError> {
    let dir = std::path::absolute(dir).map_err(ArchiveError::io(dir))?;
    for above in dir.ancestors() {
        if let Ok(found) = above.canonicalize() {
            return Ok(dir
                .strip_prefix(above)
                .map_or_else(|_| found.clone(), |rest| found.join(rest)));
        }
    }
    Ok(dir)
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
