//! What became of every file.

use serde::Serialize;

/// What became of every file and line, each list in the order of the sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// New records.
    pub added: Vec<Entry>,
    /// New versions of known records.
    pub updated: Vec<Entry>,
    /// Known bytes.
    pub unchanged: Vec<Entry>,
    /// Left out on purpose.
    pub skipped: Vec<Entry>,
    /// Could not be read.
    pub failed: Vec<Entry>,
    /// Whether the run was interrupted before its end.
    pub interrupted: bool,
    /// What ended the run before its end, as a full disk; what is listed as added and updated is safe all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<String>,
}

/// A file or line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Path, with `#id` for a line of a JSON Lines file.
    pub path: String,
    /// Its record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Why it was left out or could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Entry {
    /// An entry with a record.
    pub(crate) fn record(path: &str, id: &str) -> Self {
        Self {
            path: path.to_owned(),
            id: Some(id.to_owned()),
            reason: None,
        }
    }

    /// An entry with a reason.
    #[expect(clippy::needless_pass_by_value, reason = "texts and errors are passed alike")]
    pub(crate) fn reason(path: &str, reason: impl ToString) -> Self {
        Self {
            path: path.to_owned(),
            id: None,
            reason: Some(reason.to_string()),
        }
    }
}

impl Report {
    /// Number of files, lines and parts that were read: what failed was not.
    pub fn total(&self) -> usize {
        self.added.len() + self.updated.len() + self.unchanged.len()
    }
}
