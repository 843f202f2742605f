//! Every change of the disk goes through here: what is written, moved, made durable, removed.
//!
//! One place makes durability reviewable, and lets the tests make each single operation fail once, or kill the process
//! at it (`tests/faults.rs`).

use crate::ArchiveError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file that must not be there yet.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    step(path)
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(path))
        .and_then(|mut file| file.write_all(bytes))
        .map_err(ArchiveError::io(path))
}

/// Opens a file for writing that must not be there yet.
pub(crate) fn create_new(path: &Path) -> Result<File, ArchiveError> {
    step(path)
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(path))
        .map_err(ArchiveError::io(path))
}

/// Replaces a small file as a whole, durably: written aside, synced, renamed.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let staged = path.with_extension("new");
    remove_file(&staged)?;
    write_new(&staged, bytes)?;
    sync_file(&staged)?;
    rename(&staged, path)?;
    path.parent().map_or(Ok(()), sync_file)
}

/// Copies a stream into a file that must not be there yet.
pub(crate) fn copy_new(path: &Path, source: &mut impl io::Read) -> Result<u64, ArchiveError> {
    step(path)
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(path))
        .and_then(|mut file| io::copy(source, &mut file))
        .map_err(ArchiveError::io(path))
}

/// Makes a folder and those above it.
pub(crate) fn create_dir_all(path: &Path) -> Result<(), ArchiveError> {
    step(path)
        .and_then(|()| fs::create_dir_all(path))
        .map_err(ArchiveError::io(path))
}

/// Makes one folder; one that is there already is fine.
pub(crate) fn create_dir(path: &Path) -> Result<(), ArchiveError> {
    match step(path).and_then(|()| fs::create_dir(path)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map_err(ArchiveError::io(path)),
    }
}

/// Moves a file or folder within the file system.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), ArchiveError> {
    step(to)
        .and_then(|()| fs::rename(from, to))
        .map_err(ArchiveError::io(to))
}

/// Appends to a file after cutting it off at `offset`; not durable until synced.
pub(crate) fn append_at(path: &Path, offset: u64, bytes: &[u8]) -> Result<(), ArchiveError> {
    step(path)
        .and_then(|()| OpenOptions::new().create(true).append(true).open(path))
        .and_then(|mut file| {
            file.set_len(offset)?;
            file.write_all(bytes)
        })
        .map_err(ArchiveError::io(path))
}

/// Removes a folder with all in it; one that is not there is fine.
pub(crate) fn remove_dir_all(path: &Path) -> Result<(), ArchiveError> {
    match step(path).and_then(|()| fs::remove_dir_all(path)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(ArchiveError::io(path)),
    }
}

/// Removes a file; one that is not there is fine.
pub(crate) fn remove_file(path: &Path) -> Result<(), ArchiveError> {
    match step(path).and_then(|()| fs::remove_file(path)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(ArchiveError::io(path)),
    }
}

/// Makes one file or folder durable.
pub(crate) fn sync_file(path: &Path) -> Result<(), ArchiveError> {
    step(path)
        .and_then(|()| File::open(path)?.sync_all())
        .map_err(ArchiveError::io(path))
}

/// Makes a tree durable: `syncfs` does it in one call, with all else on its file system; where there is none, every
/// file and folder is synced by itself.
pub(crate) fn sync_all(tree: &Path) -> Result<(), ArchiveError> {
    let done = step(tree)
        .and_then(|()| sync_file_system(tree))
        .map_err(ArchiveError::io(tree))?;
    if done { Ok(()) } else { sync_tree(tree) }
}

/// Sends what was written so far on its way to the disk, from a thread beside those that write. No step that tests count: it
/// comes at no certain place among theirs.
pub(crate) fn sync_early(tree: &Path) -> Result<(), ArchiveError> {
    sync_file_system(tree).map(|_| ()).map_err(ArchiveError::io(tree))
}

/// Makes files and folders durable whose own content changed, not what lies deeper.
pub(crate) fn sync_each(paths: &[PathBuf]) -> Result<(), ArchiveError> {
    let Some(first) = paths.first() else { return Ok(()) };
    let done = step(first)
        .and_then(|()| sync_file_system(first))
        .map_err(ArchiveError::io(first))?;
    if done {
        return Ok(());
    }
    paths.iter().try_for_each(|path| sync_file(path))
}

/// Whether the file system that holds the path could be synced in one call.
#[cfg(target_os = "linux")]
fn sync_file_system(path: &Path) -> io::Result<bool> {
    use rustix::io::Errno;
    match rustix::fs::syncfs(File::open(path)?) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Only Linux has `syncfs`.
#[cfg(not(target_os = "linux"))]
fn sync_file_system(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Syncs every file and folder of a tree, children first.
pub(crate) fn sync_tree(path: &Path) -> Result<(), ArchiveError> {
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(ArchiveError::io(path))? {
            sync_tree(&entry.map_err(ArchiveError::io(path))?.path())?;
        }
    }
    sync_file(path)
}

/// Counts an operation; in tests it may fail here.
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "the tests' twin fails")]
fn step(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(crate) use faults::{Fault, inject, step};

/// Faults for tests: the n-th operation below a folder fails, or kills the process.
#[cfg(test)]
mod faults {
    use std::collections::HashMap;
    use std::io;
    use std::path::{Path, PathBuf};
    use std::sync::Mutex;

    /// What happens at the operation.
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub(crate) enum Fault {
        /// No space is left.
        Full,
        /// The process is gone, as by `kill -9`.
        Killed,
    }

    /// Operations left before the fault, by folder, so that tests in one process do not disturb each other.
    static PLANNED: Mutex<Option<HashMap<PathBuf, (u32, Fault)>>> = Mutex::new(None);

    /// Plans a fault at the operation after the next `after` below a folder; returns how many were left of an
    /// earlier plan (`None`: it happened, or there was none).
    pub(crate) fn inject(folder: &Path, plan: Option<(u32, Fault)>) -> Option<u32> {
        let mut planned = PLANNED.lock().expect("no test panics here");
        let map = planned.get_or_insert_default();
        let before = match plan {
            Some(plan) => map.insert(folder.to_path_buf(), plan),
            None => map.remove(folder),
        };
        before.map(|(left, _)| left)
    }

    pub(crate) fn step(path: &Path) -> io::Result<()> {
        let mut planned = PLANNED.lock().expect("no test panics here");
        let Some(map) = planned.as_mut() else { return Ok(()) };
        let Some(folder) = map.keys().find(|folder| path.starts_with(folder)).cloned() else {
            return Ok(());
        };
        match map.remove(&folder) {
            Some((0, Fault::Killed)) => std::process::abort(),
            Some((0, Fault::Full)) => Err(io::ErrorKind::StorageFull.into()),
            Some((left, fault)) => {
                map.insert(folder, (left - 1, fault));
                Ok(())
            }
            None => Ok(()),
        }
    }
}
