//! What can go wrong with an archive: each error says what, where, and what to do.

use crate::folder::Holder;
use ordskifte_record::RecordId;
use std::io;
use std::path::{Path, PathBuf};

/// What went wrong, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// The folder belongs to something else.
    #[error("{} is not empty and holds no ordskifte.toml: it belongs to something else; name another folder with --data", .0.display())]
    ForeignFolder(PathBuf),
    /// No archive is there.
    #[error("{} holds no archive yet: run `ordskifte ingest PATH` first, or name its folder with --data", .0.display())]
    NoArchive(PathBuf),
    /// A newer program wrote it.
    #[error("{} has format {found}, this program knows up to {known}: use a newer ordskifte", path.display())]
    NewerFormat {
        /// The marker.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest known.
        known: u32,
    },
    /// Another process writes.
    #[error("{} is in use by {holder}: wait for it or stop it", path.display())]
    Locked {
        /// The data folder.
        path: PathBuf,
        /// Who holds the lock.
        holder: Holder,
    },
    /// A second batch was begun before the first was committed or dropped, or with another folder's lock.
    #[error("a batch for {} cannot begin: {reason}", path.display())]
    BatchRefused {
        /// The data folder.
        path: PathBuf,
        /// Why.
        reason: &'static str,
    },
    /// The operating system refused.
    #[error("{}: {source}{}", path.display(), hint(source))]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of the archive does not hold what it should.
    #[error("{}: {reason}: run `ordskifte verify` and restore the object from a backup", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// No such record, version or original.
    #[error("no {0} in the archive")]
    NotFound(String),
    /// The record was withdrawn: its metadata are kept, the public sees neither them nor its text.
    #[error("record {id} was withdrawn at {at}: {reason}")]
    Withdrawn {
        /// The record.
        id: RecordId,
        /// Why.
        reason: String,
        /// When, RFC 3339 in UTC.
        at: String,
    },
    /// The record's bytes were removed for good.
    #[error("record {id} was purged at {at}, its bytes are gone for good: {reason}")]
    Purged {
        /// The record.
        id: RecordId,
        /// Why.
        reason: String,
        /// When, RFC 3339 in UTC.
        at: String,
    },
    /// An original that the public may not have, as it holds birth numbers.
    #[error("the original of record {0} holds birth numbers and is not given out; its text has them masked")]
    Withheld(RecordId),
    /// A backup of another archive, or one of this archive before its journal was built anew.
    #[error("{} holds another archive: name another folder", .0.display())]
    OtherArchive(PathBuf),
    /// A copy of the archive to where it is itself.
    #[error("{} is the data folder itself or lies in it: name a folder elsewhere", .0.display())]
    IntoItself(PathBuf),
    /// Something is where a bag should be.
    #[error("{} is there already: name a folder that is not there yet", .0.display())]
    Occupied(PathBuf),
    /// A source file changed between its two readings.
    #[error("{} changed while it was read: run the same command again", .0.display())]
    Changed(PathBuf),
    /// A version without any original: there is nothing to take an id from.
    #[error("a record needs at least one original")]
    NoOriginal,
}

fn hint(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            ": free some space and run the same command again; nothing archived is lost"
        }
        io::ErrorKind::PermissionDenied => ": check who owns the folder",
        io::ErrorKind::ReadOnlyFilesystem => ": the file system is read-only",
        _ => "",
    }
}

impl ArchiveError {
    /// For `map_err`: an error of the operating system at a path.
    pub(crate) fn io(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            path: path.as_ref().to_path_buf(),
            source,
        }
    }

    /// A damaged file.
    #[expect(clippy::needless_pass_by_value, reason = "texts and errors are passed alike")]
    pub(crate) fn damaged(path: impl AsRef<Path>, reason: impl ToString) -> Self {
        Self::Damaged {
            path: path.as_ref().to_path_buf(),
            reason: reason.to_string(),
        }
    }

    /// Whether the folder may not be written, by its rights or its file system.
    pub fn is_read_only(&self) -> bool {
        matches!(self, Self::Io { source, .. }
            if matches!(source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem))
    }

    /// Whether no space was left: later batches would fail as well.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Io { source, .. }
            if matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge))
    }
}
