//! The ends of the index's files, which tantivy writes its version and the checksum of the rest into, and does not check.
//!
//! A file ends with a JSON object, its length and a number that is always the same (each four bytes, least significant
//! first). A changed checksum is found with the checksum; a changed version by its being no other file's.

use crate::error::EngineError;
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use tantivy::SegmentMeta;

/// The segments' files whose version is neither this program's nor that of another file, or cannot be read.
pub(crate) fn odd(folder: &Path, segments: &[SegmentMeta]) -> Result<Vec<PathBuf>, EngineError> {
    let mut versions: HashMap<Option<String>, Vec<PathBuf>> = HashMap::new();
    for entry in fs::read_dir(folder).map_err(EngineError::io("cannot list", folder))? {
        let path = entry.map_err(EngineError::io("cannot list", folder))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !segments.iter().any(|segment| is_of(segment, name)) {
            continue;
        }
        let bytes = fs::read(&path).map_err(EngineError::io("cannot read", &path))?;
        versions.entry(version(&bytes)).or_default().push(PathBuf::from(name));
    }
    let own = serde_json::to_value(tantivy::version()).map_or(None, |version| Some(version.to_string()));
    let odd = versions
        .into_iter()
        .filter(|(version, files)| version.is_none() || *version != own && files.len() == 1);
    Ok(odd.flat_map(|(_, files)| files).collect())
}

/// Whether a file is in use by a segment; lists of deletions that newer ones replaced are not.
fn is_of(segment: &SegmentMeta, name: &str) -> bool {
    let Some(rest) = name.strip_prefix(&segment.id().uuid_string()) else {
        return false;
    };
    match rest.strip_suffix(".del") {
        Some(number) => Some(number) == segment.delete_opstamp().map(|number| format!(".{number}")).as_deref(),
        None => true,
    }
}

/// The version in a file's end; none where it cannot be read.
fn version(bytes: &[u8]) -> Option<String> {
    let (rest, _always) = bytes.split_last_chunk::<4>()?;
    let (rest, length) = rest.split_last_chunk::<4>()?;
    let begin = rest.len().checked_sub(u32::from_le_bytes(*length) as usize)?;
    let footer: Value = serde_json::from_slice(rest.get(begin..)?).ok()?;
    Some(footer.get("version")?.to_string())
}
