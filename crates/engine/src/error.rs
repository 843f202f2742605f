//! What can go wrong with an index.

use ordskifte_query::RequestError;
use std::path::PathBuf;

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
    /// Reading or writing failed.
    #[error("{what} {path}: {source}", path = path.display())]
    Io {
        /// What was attempted.
        what: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// The failure.
        source: std::io::Error,
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

    pub(crate) fn bad(parameter: &str, detail: impl Into<String>) -> Self {
        Self::BadRequest(RequestError {
            parameter: parameter.to_owned(),
            detail: detail.into(),
            position: None,
        })
    }
}

impl From<tantivy::TantivyError> for EngineError {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as T;
        match error {
            T::DataCorruption(_) | T::OpenReadError(_) => Self::Damaged {
                detail: error.to_string(),
            },
            T::IncompatibleIndex(_) | T::SchemaError(_) => Self::NeedsReindex { why: error.to_string() },
            other => Self::Index(other.to_string()),
        }
    }
}

impl From<std::io::Error> for EngineError {
    fn from(error: std::io::Error) -> Self {
        Self::Damaged {
            detail: error.to_string(),
        }
    }
}
