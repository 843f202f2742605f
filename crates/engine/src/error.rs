//! What can go wrong with an index.

use ordskifte_query::{Fault, RequestError};
use std::io::ErrorKind;
use std::path::PathBuf;
use tantivy::directory::error::{OpenReadError, OpenWriteError};

/// A failure of the search index, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The index was built by other rules, or there is none.
    #[error("the search index must be rebuilt ({why}): run `ordskifte reindex`")]
    NeedsReindex {
        /// Why.
        why: String,
    },
    /// Another process writes to the index.
    #[error("the search index {folder} is being written by another process: wait for it or stop it", folder = folder.display())]
    Locked {
        /// The index folder.
        folder: PathBuf,
    },
    /// A file of the index is missing or broken.
    #[error("the search index is damaged ({detail}): run `ordskifte reindex`")]
    Damaged {
        /// What was found.
        detail: String,
    },
    /// The request cannot be answered as it is.
    #[error(transparent)]
    BadRequest(#[from] RequestError),
    /// The state that a cursor points into is no longer kept.
    #[error("the cursor has expired: start again from the first page")]
    CursorExpired,
    /// A text in the form of a cursor that is none.
    #[error("no page has this cursor: take it from an answer, unchanged")]
    NoSuchCursor,
    /// Reading or writing failed.
    #[error("{what} {path}: {source}{hint}", path = path.display(), hint = hint(source))]
    Io {
        /// What was attempted.
        what: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// The failure.
        source: std::io::Error,
    },
    /// The index could not be written; the archive has what it had.
    #[error(
        "the search index could not be written ({detail}): see whether the disk is full and whole, and run the same command \
         again; nothing archived is lost"
    )]
    NotWritten {
        /// What was found.
        detail: String,
    },
    /// The index library failed in a way that has no other name here.
    #[error("the search index failed: {0}")]
    Index(String),
}

impl EngineError {
    pub(crate) fn io(what: &'static str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { what, path, source }
    }

    pub(crate) fn bad(parameter: &str, fault: Fault) -> Self {
        Self::BadRequest(RequestError {
            parameter: parameter.to_owned(),
            fault,
            position: None,
        })
    }
}

impl From<tantivy::TantivyError> for EngineError {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as T;
        match error {
            T::OpenReadError(OpenReadError::IoError { io_error, filepath })
                if io_error.kind() == ErrorKind::PermissionDenied =>
            {
                Self::Io {
                    what: "cannot read the search index's",
                    path: filepath,
                    source: ErrorKind::PermissionDenied.into(),
                }
            }
            T::DataCorruption(_) | T::OpenReadError(_) => Self::Damaged {
                detail: error.to_string(),
            },
            T::IncompatibleIndex(_) | T::SchemaError(_) => Self::NeedsReindex { why: error.to_string() },
            T::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => Self::NotWritten {
                detail: format!("{}: {io_error}", filepath.display()),
            },
            T::IoError(error) if is_full(error.kind()) => Self::NotWritten {
                detail: error.to_string(),
            },
            // Why its thread ended tantivy does not tell; it is hardly ever anything but the disk.
            T::ErrorInThread(_) => Self::NotWritten {
                detail: "writing its files failed".to_owned(),
            },
            other => Self::Index(other.to_string()),
        }
    }
}

/// What to do about a failure of the operating system that says it itself.
fn hint(source: &std::io::Error) -> &'static str {
    match source.kind() {
        ErrorKind::PermissionDenied => ": check who owns the data folder, and that this user may read all of it",
        _ => "",
    }
}

fn is_full(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}

impl From<std::io::Error> for EngineError {
    fn from(error: std::io::Error) -> Self {
        Self::Damaged {
            detail: error.to_string(),
        }
    }
}
