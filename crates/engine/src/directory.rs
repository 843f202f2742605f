//! The index folder as it is opened: its list of files carries a check of its own, and a folder that may not be written can
//! be read all the same.
//!
//! tantivy checks the bodies of its files, but not `meta.json`, which says which files are the index and how to read them:
//! a digest is added when it is written, and looked at whenever it is read.
//!
//! tantivy's readers take a lock file so that no writer removes what they are about to open, and to take it they must be
//! able to write it. On read-only media there is no writer to fear. Where only this user may not write, a writer's clearing
//! up can meet an opening reader; that reader fails once and finds the newer state the next time.

use crate::cursor::fnv;
use crate::engine::Mode;
use crate::error::EngineError;
use crate::folder;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr};

/// Name of the list of files.
pub(crate) const META: &str = "meta.json";
/// What begins the line of its digest.
const MARK: &[u8] = b"\n#";
/// Length of that line with its mark and end.
const CHECK: usize = 2 + 16 + 1;

/// An index folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    inner: MmapDirectory,
    path: PathBuf,
    /// Whether a reader goes on where it may not write the lock.
    is_reader: bool,
}

impl Folder {
    /// Opens a folder that is there.
    pub(crate) fn open(path: &Path, mode: Mode) -> Result<Self, EngineError> {
        let inner = MmapDirectory::open(path).map_err(|error| EngineError::Damaged {
            detail: format!("{}: {error}", path.display()),
        })?;
        let is_reader = mode == Mode::Read;
        Ok(Self {
            inner,
            path: path.to_path_buf(),
            is_reader,
        })
    }
}

/// The line of a list's digest (FNV-1a notices every single changed byte: each of its steps can be undone).
fn check_of(list: &[u8]) -> Vec<u8> {
    [MARK, format!("{:016x}\n", fnv(list)).as_bytes()].concat()
}

/// The list without its check; one of an index that an earlier version made has none. A check that does not look like one
/// is left for the JSON reader to refuse.
fn checked(mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let body = bytes.len().saturating_sub(CHECK);
    let (list, check) = bytes.split_at(body);
    if !check.starts_with(MARK) {
        return Ok(bytes);
    }
    if check != check_of(list) {
        let reason = format!("{META} does not match its digest");
        return Err(io::Error::new(ErrorKind::InvalidData, reason));
    }
    bytes.truncate(body);
    Ok(bytes)
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.inner.atomic_read(path)?;
        if path != Path::new(META) {
            return Ok(bytes);
        }
        checked(bytes).map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()))
    }

    /// Not by tantivy's own way, which goes over a file that only its user may read, whoever may read all else.
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path != Path::new(META) {
            return folder::replace(&self.path, path, data);
        }
        folder::replace(&self.path, path, &[data, &check_of(data)].concat())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            Err(LockError::IoError(error))
                if self.is_reader
                    && matches!(
                        error.kind(),
                        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
                    ) =>
            {
                Ok(DirectoryLock::from(Box::new(NoLock)))
            }
            other => other,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// Stands for a lock that nobody could take.
struct NoLock;
