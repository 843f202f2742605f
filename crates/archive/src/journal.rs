//! The journal: every change of the archive in order, one checked JSON object a line.
//!
//! It lies in the storage root's `extensions` folder, numbers changes for the search index, spares readers a walk over
//! all objects, and is the only place of paths that were added to unchanged records. The first line names the journal's
//! epoch, a number that is new whenever changes are numbered anew. Each line begins with 16 hexadecimal digits: the
//! SHA-256, cut short, of the digits before it and its own JSON. So a changed, lost or moved line is noticed. What
//! objects hold can be rebuilt from them (`rebuild.rs`).

use crate::identity::sha256;
use crate::layout::JOURNAL_EXTENSION;
use crate::{ArchiveError, Likeness, disk};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Length of a line's check, in characters.
const CHECK: usize = 16;
/// Format of the journal's lines.
const FORMAT: u32 = 1;

/// The first line.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Header {
    journal: u32,
    epoch: String,
}

/// One change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// From 1, without gaps.
    pub(crate) sequence: u64,
    pub(crate) id: String,
    /// The version that it made; `None` for a source added to an unchanged record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<u32>,
    /// When the version was archived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) archived_at: Option<String>,
    /// Digests of the version's originals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sha256: Vec<String>,
    /// Where they were read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sources: Vec<String>,
    /// What the version's text is compared with others by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) likeness: Option<Likeness>,
    /// Whether values were stated for the version from outside.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) has_stated: bool,
    /// Whether the version took the place of all earlier ones, whose bytes are gone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_purged: bool,
}

/// Where reading ended: after the last line that is whole and right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tail {
    pub(crate) epoch: String,
    pub(crate) offset: u64,
    pub(crate) sequence: u64,
    check: String,
}

/// What a reading gave.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) entries: Vec<Entry>,
    pub(crate) tail: Tail,
    /// Why the line after the tail cannot be believed; a last line without its end is what a crash leaves, no damage.
    pub(crate) damage: Option<String>,
}

/// Where the journal lies.
pub(crate) fn path(root: &Path) -> PathBuf {
    root.join("extensions").join(JOURNAL_EXTENSION).join("journal.log")
}

/// Reads from a tail on; from the beginning where the journal is another one than it was.
pub(crate) fn read(root: &Path, tail: &Tail) -> Result<(Reading, bool), ArchiveError> {
    let path = path(root);
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok((Reading::default(), !tail.epoch.is_empty())),
        Err(source) => return Err(ArchiveError::Io { path, source }),
    };
    let io = |source| ArchiveError::Io {
        path: path.clone(),
        source,
    };
    if !tail.epoch.is_empty() {
        let mut head = vec![0; header_line(&tail.epoch)?.len()];
        let same = file.read_exact(&mut head).is_ok()
            && head == header_line(&tail.epoch)?
            && file.metadata().map_err(io)?.len() >= tail.offset;
        if same {
            file.seek(SeekFrom::Start(tail.offset)).map_err(io)?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(io)?;
            return Ok((parse(&bytes, tail.clone()), false));
        }
        file.seek(SeekFrom::Start(0)).map_err(io)?;
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(io)?;
    Ok((parse(&bytes, Tail::default()), true))
}

/// Reads lines after a tail.
fn parse(bytes: &[u8], mut tail: Tail) -> Reading {
    let mut entries = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Some(whole) = line.strip_suffix(b"\n") else { break };
        match parse_line(whole, &tail) {
            Ok((entry, next)) => {
                entries.extend(entry);
                tail = Tail {
                    offset: tail.offset + line.len() as u64,
                    ..next
                };
            }
            Err(reason) => {
                return Reading {
                    entries,
                    damage: Some(format!("line {}: {reason}", tail.sequence + 2)),
                    tail,
                };
            }
        }
    }
    Reading {
        entries,
        tail,
        damage: None,
    }
}

fn parse_line(line: &[u8], tail: &Tail) -> Result<(Option<Entry>, Tail), String> {
    let (check, json) = split(line).ok_or("it has no check")?;
    if check != check_of(&tail.check, json) {
        return Err("it does not match its check".to_owned());
    }
    let mut next = Tail {
        check: check.to_owned(),
        ..tail.clone()
    };
    if tail.epoch.is_empty() {
        let header: Header = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        if header.journal != FORMAT {
            return Err(format!("format {} is not known: use a newer ordskifte", header.journal));
        }
        next.epoch = header.epoch;
        return Ok((None, next));
    }
    let entry: Entry = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    if entry.sequence != tail.sequence + 1 {
        return Err(format!("it has number {} after {}", entry.sequence, tail.sequence));
    }
    next.sequence = entry.sequence;
    Ok((Some(entry), next))
}

fn split(line: &[u8]) -> Option<(&str, &[u8])> {
    let (check, rest) = line.split_at_checked(CHECK)?;
    Some((str::from_utf8(check).ok()?, rest.strip_prefix(b" ")?))
}

fn check_of(before: &str, json: &[u8]) -> String {
    let mut bytes = before.as_bytes().to_vec();
    bytes.extend_from_slice(json);
    let mut check = sha256(&bytes);
    check.truncate(CHECK);
    check
}

/// Every entry that can be believed by its own line and the check of the line before it, wherever it stands: what is
/// left of a damaged journal.
pub(crate) fn salvage(root: &Path) -> Result<Vec<Entry>, ArchiveError> {
    let path = path(root);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(ArchiveError::Io { path, source }),
    };
    let mut before = String::new();
    let mut entries = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let Some((check, json)) = split(line) else {
            continue;
        };
        if check == check_of(&before, json) {
            entries.extend(serde_json::from_slice::<Entry>(json).ok());
        }
        check.clone_into(&mut before);
    }
    Ok(entries)
}

/// Appends entries after the tail, cutting off what a crash left there; durable when the file system is synced.
pub(crate) fn append(root: &Path, tail: &Tail, entries: &[Entry]) -> Result<Tail, ArchiveError> {
    let mut bytes = Vec::new();
    let mut tail = tail.clone();
    let offset = tail.offset;
    if tail.epoch.is_empty() {
        tail = start(&mut bytes, entries)?;
    }
    push(&mut bytes, &mut tail, entries)?;
    tail.offset = offset + bytes.len() as u64;
    disk::append_at(&path(root), offset, &bytes)?;
    Ok(tail)
}

/// Replaces the journal by one with a new epoch, durably.
pub(crate) fn rewrite(root: &Path, entries: &[Entry]) -> Result<Tail, ArchiveError> {
    let mut bytes = Vec::new();
    let mut tail = start(&mut bytes, entries)?;
    push(&mut bytes, &mut tail, entries)?;
    tail.offset = bytes.len() as u64;
    disk::replace(&path(root), &bytes)?;
    Ok(tail)
}

/// Begins a journal: the epoch is a digest of time, process and first entries, so that no two journals share it.
fn start(bytes: &mut Vec<u8>, entries: &[Entry]) -> Result<Tail, ArchiveError> {
    let seed = format!("{} {} {entries:?}", jiff::Timestamp::now(), std::process::id());
    let mut epoch = sha256(seed.as_bytes());
    epoch.truncate(CHECK);
    let line = header_line(&epoch)?;
    let check = line.get(..CHECK).map(String::from_utf8_lossy).unwrap_or_default();
    let tail = Tail {
        check: check.into_owned(),
        epoch,
        offset: line.len() as u64,
        sequence: 0,
    };
    bytes.extend(line);
    Ok(tail)
}

fn header_line(epoch: &str) -> Result<Vec<u8>, ArchiveError> {
    let header = Header {
        journal: FORMAT,
        epoch: epoch.to_owned(),
    };
    let json = serde_json::to_vec(&header).map_err(|error| ArchiveError::damaged("journal.log", error))?;
    Ok(line_of(&check_of("", &json), &json))
}

fn line_of(check: &str, json: &[u8]) -> Vec<u8> {
    [check.as_bytes(), b" ", json, b"\n"].concat()
}

fn push(bytes: &mut Vec<u8>, tail: &mut Tail, entries: &[Entry]) -> Result<(), ArchiveError> {
    for entry in entries {
        let json = serde_json::to_vec(entry).map_err(|error| ArchiveError::damaged("journal.log", error))?;
        tail.check = check_of(&tail.check, &json);
        tail.sequence = entry.sequence;
        bytes.extend(line_of(&tail.check, &json));
    }
    Ok(())
}

/// Reads the whole journal again, for verification. A torn last line is what a crash leaves, and with it a batch that is
/// still to be finished; without one it is damage.
pub(crate) fn check(root: &Path, is_batch_unfinished: bool) -> Result<(), String> {
    let (reading, _) = read(root, &Tail::default()).map_err(|error| error.to_string())?;
    if let Some(damage) = reading.damage {
        return Err(damage);
    }
    let size = path(root).metadata().map_or(0, |metadata| metadata.len());
    if size > reading.tail.offset && !is_batch_unfinished {
        return Err(format!("line {}: it has no end", reading.tail.sequence + 2));
    }
    Ok(())
}
