//! What a commit says of itself.

use serde::{Deserialize, Serialize};

/// Stands in the commit's payload, and so is as durable as the commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payload {
    /// What the index was built from (`schema::fingerprint`).
    pub(crate) fingerprint: String,
    /// Names the archive's numbering of changes; empty for an index that follows none yet.
    #[serde(default)]
    pub(crate) archive_epoch: String,
    /// How far the index has followed the archive in that numbering.
    pub(crate) archive_sequence: u64,
    /// Name of this state; the same in every process, never used twice in a data folder.
    pub(crate) generation: String,
}

impl Payload {
    /// Its text.
    pub(crate) fn to_text(&self) -> String {
        // A struct of strings and numbers always has a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads it back; `None` for another program's.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
