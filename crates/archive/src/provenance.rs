//! Where a version came from and what was stated about it: `provenance.json` beside the record.

use crate::Likeness;
use ordskifte_record::Stated;
use serde::{Deserialize, Serialize};

/// The action that leaves nothing of a record but that it was there.
pub(crate) const PURGED: &str = "purged";

/// How a version came to be. What the extraction reported (media type, pages, their sources and quality, findings) stands
/// in `text.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// What was done: `new record`, `new original or extraction`, `new rendition`, `amended`, `purged`.
    /// Filled in by the archive.
    pub action: String,
    /// When, RFC 3339 in UTC. Filled in by the archive.
    pub archived_at: String,
    /// Program and version. Filled in by the archive.
    pub program: String,
    /// Version of the recognition rules. Filled in by the archive.
    pub rule_version: String,
    /// The path or address that the bytes were read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why, for an act of a person: an amendment or withdrawal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Values that were stated from outside, and override what is recognized.
    pub stated: Stated,
    /// Values that a person stated afterwards, over those.
    #[serde(skip_serializing_if = "is_empty")]
    pub amended: Stated,
    /// What the text is compared with others by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likeness: Option<Likeness>,
}

fn is_empty(stated: &Stated) -> bool {
    *stated == Stated::default()
}
