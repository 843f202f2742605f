//! The data folder: its marker and its lock.

use crate::{Archive, ArchiveError, disk, layout};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Format of the data folder that this program writes.
const FORMAT: u32 = 1;
const MARKER: &str = "ordskifte.toml";
/// Files that do not make a folder somebody else's.
const HARMLESS: [&str; 4] = [".gitkeep", ".gitignore", "README.md", "README"];
/// How long a lock is waited for: a process that was just killed may take a moment to die.
const PATIENCE: Duration = Duration::from_millis(500);

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
        disk::create_dir_all(dir)?;
        if !is_empty(dir)? {
            return Err(ArchiveError::ForeignFolder(dir.to_path_buf()));
        }
        let text =
            format!("# Ordskifte keeps an archive here (see docs/operations.md). Do not edit.\nformat = {FORMAT}\n");
        disk::replace(&folder.marker(), text.as_bytes())?;
        layout::prepare_root(&folder.archive_dir())?;
        Ok(folder)
    }

    /// Opens a data folder that must be there; writes nothing, so that a read-only folder can be read.
    pub fn open_existing(dir: &Path) -> Result<Self, ArchiveError> {
        let folder = Self { dir: dir.to_path_buf() };
        if folder.marker().exists() {
            folder.check()?;
            return Ok(folder);
        }
        let dir = dir.to_path_buf();
        if !dir.exists() || is_empty(&dir)? {
            return Err(ArchiveError::NoArchive(dir));
        }
        Err(ArchiveError::ForeignFolder(dir))
    }

    pub(crate) fn marker(&self) -> PathBuf {
        self.dir.join(MARKER)
    }

    /// Refuses a marker without a format, or with a newer one.
    pub(crate) fn check(&self) -> Result<(), ArchiveError> {
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
            Some(1..=FORMAT) => Ok(()),
            Some(found @ 1..) => Err(ArchiveError::NewerFormat {
                path,
                found,
                known: FORMAT,
            }),
            Some(0) | None => Err(ArchiveError::damaged(&path, "it names no format")),
        }
    }

    /// Refuses a marker that is not as it was written, its comment aside.
    pub(crate) fn check_closely(&self) -> Result<(), ArchiveError> {
        self.check()?;
        let path = self.marker();
        let text = fs::read_to_string(&path).map_err(ArchiveError::io(&path))?;
        let said: String = text
            .split_inclusive('\n')
            .filter(|line| !line.starts_with('#'))
            .collect();
        if (1..=FORMAT).any(|format| said == format!("format = {format}\n")) {
            return Ok(());
        }
        Err(ArchiveError::damaged(&path, "it does not hold what it should"))
    }

    /// The folder itself.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the archive is: an OCFL storage root.
    pub fn archive_dir(&self) -> PathBuf {
        self.dir.join("archive")
    }

    /// Where the search index is; may be deleted at any time.
    pub fn search_dir(&self) -> PathBuf {
        self.dir.join("search")
    }

    /// Where batches are put together; on the archive's file system, so that they can be moved in.
    pub(crate) fn staging_dir(&self) -> PathBuf {
        self.dir.join("staging")
    }

    /// Whether a process writes now.
    pub fn is_written(&self) -> bool {
        let lock = File::open(self.dir.join("lock"));
        lock.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }

    /// Takes the lock for writing, or says who holds it. `purpose` (as `ingest`) is shown to whoever meets the lock.
    ///
    /// The lock is the operating system's: that of a killed process is free. Batches that such a process had committed
    /// and not finished are finished here, so that an [`Archive`] opened or refreshed under the lock has them.
    pub fn lock_exclusive(&self, purpose: &str) -> Result<WriteLock, ArchiveError> {
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
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(TryLockError::WouldBlock) => {
                    let mut text = String::new();
                    // The lock is held whether or not the holder's name can be read.
                    let _ = file.read_to_string(&mut text);
                    return Err(ArchiveError::Locked {
                        path: self.dir.clone(),
                        holder: serde_json::from_str(&text).unwrap_or_default(),
                    });
                }
                Err(TryLockError::Error(source)) => return Err(ArchiveError::Io { path, source }),
            }
        }
        let mut text = serde_json::to_string(&Holder::this(purpose)).unwrap_or_default();
        text.push('\n');
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(text.as_bytes()))
            .map_err(ArchiveError::io(&path))?;
        let lock = WriteLock {
            dir: self.dir.clone(),
            file,
            has_batch: AtomicBool::new(false),
        };
        if fs::read_dir(self.staging_dir()).is_ok_and(|mut staging| staging.next().is_some()) {
            Archive::open(self)?.recover()?;
        }
        Ok(lock)
    }
}

/// Whether a folder holds nothing but what makes it nobody's.
fn is_empty(dir: &Path) -> Result<bool, ArchiveError> {
    for entry in fs::read_dir(dir).map_err(ArchiveError::io(dir))? {
        let name = entry.map_err(ArchiveError::io(dir))?.file_name();
        // A marker that was being written when the process died is ours.
        let is_harmless = HARMLESS.iter().any(|harmless| name == *harmless) || name == "ordskifte.new";
        if !is_harmless {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Who holds a lock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Process id; 0 where it could not be read.
    pub process: u32,
    /// Its command, as `ingest`.
    pub command: String,
    /// Its machine: on a shared disk it may be another.
    pub host: String,
    /// Since when, RFC 3339 in UTC.
    pub since: String,
}

impl Holder {
    fn this(purpose: &str) -> Self {
        Self {
            process: std::process::id(),
            command: purpose.to_owned(),
            host: rustix::system::uname().nodename().to_string_lossy().into_owned(),
            since: jiff::Timestamp::now()
                .round(jiff::Unit::Second)
                .unwrap_or_default()
                .to_string(),
        }
    }
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.process == 0 {
            return f.write_str("another process");
        }
        let Self {
            process,
            command,
            host,
            since,
        } = self;
        write!(f, "process {process} (ordskifte {command}) on {host}, since {since}")
    }
}

/// The right to write; given back when dropped. The file stays: deleting it would let two processes hold "the" lock.
#[derive(Debug)]
pub struct WriteLock {
    dir: PathBuf,
    file: File,
    has_batch: AtomicBool,
}

impl WriteLock {
    /// The data folder that it locks.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Notes that a batch is open; false where one is already.
    pub(crate) fn take_batch(&self) -> bool {
        !self.has_batch.swap(true, Ordering::AcqRel)
    }

    /// Notes that no batch is open any more.
    pub(crate) fn give_batch_back(&self) {
        self.has_batch.store(false, Ordering::Release);
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        // The name is a courtesy; the lock goes with the file in any case.
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
        for result in [
            DataFolder::open_or_create(other.path()),
            DataFolder::open_existing(other.path()),
        ] {
            assert!(matches!(result, Err(ArchiveError::ForeignFolder(_))));
        }
        assert_eq!(
            fs::read_dir(other.path()).expect("list").count(),
            1,
            "nothing was written"
        );
    }

    #[test]
    fn a_newer_format_is_refused() {
        let dir = tempfile::tempdir().expect("tempdir");
        fs::write(dir.path().join(MARKER), "format = 99\n").expect("write");
        assert!(matches!(
            DataFolder::open_or_create(dir.path()),
            Err(ArchiveError::NewerFormat { found: 99, .. })
        ));
    }

    #[test]
    fn a_changed_byte_of_the_marker_is_found_but_for_its_comment() {
        let dir = tempfile::tempdir().expect("tempdir");
        let folder = DataFolder::open_or_create(dir.path()).expect("folder");
        folder.check_closely().expect("whole");
        let whole = fs::read(folder.marker()).expect("the marker");
        let comment = whole.iter().position(|byte| *byte == b'\n').expect("a line");
        for at in comment..whole.len() {
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                fs::write(folder.marker(), &flipped).expect("write");
                assert!(folder.check_closely().is_err(), "bit {bit} of byte {at}");
            }
        }
    }

    #[test]
    fn the_second_one_is_told_who_holds_the_lock() {
        let dir = tempfile::tempdir().expect("tempdir");
        let folder = DataFolder::open_or_create(dir.path()).expect("folder");
        let lock = folder.lock_exclusive("ingest").expect("free");
        let error = folder.lock_exclusive("reindex").expect_err("held");
        assert!(matches!(&error, ArchiveError::Locked { holder, .. } if holder.process == std::process::id()));
        assert!(error.to_string().contains("(ordskifte ingest) on "), "{error}");
        drop(lock);
        folder.lock_exclusive("reindex").expect("free again");
    }
}
