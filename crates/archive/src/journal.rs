//! The journal: every change of the archive in order, one JSON object a line.
//!
//! It lies in the storage root's `extensions` folder, numbers changes for the search index, and spares readers a walk
//! over all objects. Lost, it is rebuilt from the objects; only paths that were added to unchanged records are lost
//! with it.

use crate::ArchiveError;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// From 1, without gaps.
    pub(crate) sequence: u64,
    pub(crate) id: String,
    /// The version that it made; `None` for a source added to an unchanged record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) archived_at: Option<String>,
    /// Digests of the version's originals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sha256: Vec<String>,
    /// Where they were read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sources: Vec<String>,
}

pub(crate) fn path(archive: &Path) -> PathBuf {
    archive
        .join("extensions")
        .join("ordskifte-journal")
        .join("journal.jsonl")
}

/// Reads entries from a byte offset; returns them with the offset after the last whole line. A torn last line is what
/// a crash leaves, and is not there.
pub(crate) fn read(archive: &Path, offset: u64) -> Result<(Vec<Entry>, u64), ArchiveError> {
    use std::io::{Read, Seek, SeekFrom};
    let path = path(archive);
    let mut bytes = Vec::new();
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok((Vec::new(), 0)),
        Err(source) => return Err(ArchiveError::Io { path, source }),
    };
    file.seek(SeekFrom::Start(offset))
        .and_then(|_| file.read_to_end(&mut bytes))
        .map_err(ArchiveError::io(&path))?;
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |index| index + 1);
    let mut entries = Vec::new();
    for line in bytes
        .get(..whole)
        .unwrap_or_default()
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        entries.push(serde_json::from_slice(line).map_err(|error| ArchiveError::damaged(&path, error))?);
    }
    Ok((entries, offset + whole as u64))
}

/// Appends entries after `offset`, cutting off a torn line, and makes them durable.
pub(crate) fn append(archive: &Path, offset: u64, entries: &[Entry]) -> Result<u64, ArchiveError> {
    let path = path(archive);
    let mut text = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut text, entry).map_err(|error| ArchiveError::damaged(&path, error))?;
        text.push(b'\n');
    }
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .map_err(ArchiveError::io(&path))?;
    file.set_len(offset)
        .and_then(|()| file.write_all(&text))
        .and_then(|()| file.sync_all())
        .map_err(ArchiveError::io(&path))?;
    Ok(offset + text.len() as u64)
}
