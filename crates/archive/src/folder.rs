//! The data folder: its marker and its lock.

use crate::ArchiveError;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Format of the data folder that this program writes.
const FORMAT: u32 = 1;
const MARKER: &str = "ordskifte.toml";
/// Files that do not make a folder somebody else's.
const HARMLESS: [&str; 4] = [".gitkeep", ".gitignore", "README.md", "README"];
/// How long a lock is waited for: a process that was just killed may take a moment to die.
const PATIENCE: Duration = Duration::from_millis(400);

/// A folder that Ordskifte keeps its data in.
#[derive(Clone, Debug)]
pub struct DataFolder {
    dir: PathBuf,
}

impl DataFolder {
    /// Opens a data folder, or makes one where there is nothing or an empty folder.
    pub fn open_or_create(dir: &Path) -> Result<Self, ArchiveError> {
        let folder = Self { dir: dir.to_path_buf() };
        if folder.marker().exists() {
            folder.check()?;
            return Ok(folder);
        }
        fs::create_dir_all(dir).map_err(ArchiveError::io(dir))?;
        for entry in fs::read_dir(dir).map_err(ArchiveError::io(dir))? {
            let entry = entry.map_err(ArchiveError::io(dir))?;
            if !HARMLESS.iter().any(|name| entry.file_name() == *name) {
                return Err(ArchiveError::ForeignFolder(dir.to_path_buf()));
            }
        }
        let text =
            format!("# Ordskifte keeps an archive here (see docs/operations.md). Do not edit.\nformat = {FORMAT}\n");
        let staged = dir.join(".ordskifte.toml.new");
        fs::write(&staged, text).map_err(ArchiveError::io(&staged))?;
        fs::rename(&staged, folder.marker()).map_err(ArchiveError::io(folder.marker()))?;
        Ok(folder)
    }

    /// Opens a data folder that must be there.
    pub fn open_existing(dir: &Path) -> Result<Self, ArchiveError> {
        let folder = Self { dir: dir.to_path_buf() };
        if !folder.marker().exists() {
            let empty = fs::read_dir(dir).map_or(true, |entries| {
                entries
                    .flatten()
                    .all(|entry| HARMLESS.iter().any(|name| entry.file_name() == *name))
            });
            let dir = dir.to_path_buf();
            return Err(if empty {
                ArchiveError::NoArchive(dir)
            } else {
                ArchiveError::ForeignFolder(dir)
            });
        }
        folder.check()?;
        Ok(folder)
    }

    fn marker(&self) -> PathBuf {
        self.dir.join(MARKER)
    }

    fn check(&self) -> Result<(), ArchiveError> {
        let path = self.marker();
        let text = fs::read_to_string(&path).map_err(ArchiveError::io(&path))?;
        let format = text.lines().find_map(|line| {
            line.strip_prefix("format")?
                .trim()
                .strip_prefix('=')?
                .trim()
                .parse()
                .ok()
        });
        match format {
            Some(found) if found <= FORMAT => Ok(()),
            Some(found) => Err(ArchiveError::NewerFormat {
                path,
                found,
                known: FORMAT,
            }),
            None => Err(ArchiveError::damaged(&path, "it names no format")),
        }
    }

    /// The folder itself.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the archive is.
    pub fn archive_dir(&self) -> PathBuf {
        self.dir.join("archive")
    }

    /// Where the search index is; may be deleted at any time.
    pub fn search_dir(&self) -> PathBuf {
        self.dir.join("search")
    }

    /// Where batches are put together.
    pub(crate) fn staging_dir(&self) -> PathBuf {
        self.dir.join("staging")
    }

    /// Takes the lock for writing. `purpose` is shown to whoever meets the lock.
    pub fn lock(&self, purpose: &str) -> Result<WriteLock, ArchiveError> {
        let path = self.dir.join("lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(ArchiveError::io(&path))?;
        let until = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(20))
                }
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let _ = file.read_to_string(&mut holder);
                    let holder = if holder.trim().is_empty() {
                        "another process".to_owned()
                    } else {
                        holder.trim().to_owned()
                    };
                    return Err(ArchiveError::Locked {
                        path: self.dir.clone(),
                        holder,
                    });
                }
                Err(TryLockError::Error(source)) => return Err(ArchiveError::Io { path, source }),
            }
        }
        let text = format!(
            "process {} (ordskifte {purpose}), since {}\n",
            std::process::id(),
            jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default()
        );
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(text.as_bytes()))
            .map_err(ArchiveError::io(&path))?;
        Ok(WriteLock { file })
    }
}

/// The right to write; given back when dropped. The file stays: deleting it would let two processes hold "the" lock.
#[derive(Debug)]
pub struct WriteLock {
    file: File,
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_another_program_is_refused_and_an_empty_one_taken() {
        let dir = tempfile::tempdir().expect("tempdir");
        fs::write(dir.path().join(".gitkeep"), "").expect("write");
        assert!(matches!(
            DataFolder::open_existing(dir.path()),
            Err(ArchiveError::NoArchive(_))
        ));
        DataFolder::open_or_create(dir.path()).expect("an empty folder is taken");
        DataFolder::open_existing(dir.path()).expect("a marked folder opens");
        let other = tempfile::tempdir().expect("tempdir");
        fs::write(other.path().join("thesis.doc"), "mine").expect("write");
        assert!(matches!(
            DataFolder::open_or_create(other.path()),
            Err(ArchiveError::ForeignFolder(_))
        ));
    }

    #[test]
    fn the_second_one_is_told_who_holds_the_lock() {
        let dir = tempfile::tempdir().expect("tempdir");
        let folder = DataFolder::open_or_create(dir.path()).expect("folder");
        let lock = folder.lock("ingest").expect("free");
        let error = folder.lock("reindex").expect_err("held").to_string();
        assert!(
            error.contains("ordskifte ingest") && error.contains(&std::process::id().to_string()),
            "{error}"
        );
        drop(lock);
        folder.lock("reindex").expect("free again");
    }
}
