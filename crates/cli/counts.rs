//! What became of all sources that were ever read into a data folder: `ingests.json` beside the archive, which a server's
//! `/metrics` shows, since it is other processes that read. Nothing else depends on it, and a lost one begins anew.

use ordskifte_archive::WriteLock;
use ordskifte_ingest::Report;
use ordskifte_worker::{Outcomes, outcomes};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where they stand.
const FILE: &str = "ingests.json";

/// Sums over all runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Counts {
    /// Runs.
    pub(crate) ingests: u64,
    /// When the last one ended, in seconds since 1970.
    pub(crate) ingested_at: u64,
    pub(crate) added: u64,
    pub(crate) updated: u64,
    pub(crate) unchanged: u64,
    pub(crate) skipped: u64,
    pub(crate) failed: u64,
    /// Runs that ended before their end.
    pub(crate) stopped: u64,
    /// Documents by how their reading in a child process ended.
    pub(crate) documents: Outcomes,
}

impl Counts {
    /// Those of a data folder; nothing where none were kept, or what is there cannot be read.
    pub(crate) fn of(data: &Path) -> Self {
        let text = std::fs::read(data.join(FILE)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Adds the one run of this process, under the lock that it had.
    pub(crate) fn add(lock: &WriteLock, report: &Report) -> std::io::Result<()> {
        let mut counts = Self::of(lock.dir());
        counts.ingests += 1;
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        counts.ingested_at = now.map_or(0, |time| time.as_secs());
        counts.added += report.added.len() as u64;
        counts.updated += report.updated.len() as u64;
        counts.unchanged += report.unchanged.len() as u64;
        counts.skipped += report.skipped.len() as u64;
        counts.failed += report.failed.len() as u64;
        counts.stopped += u64::from(report.stopped.is_some() || report.interrupted);
        counts.documents += outcomes();
        let (path, aside) = (lock.dir().join(FILE), lock.dir().join("ingests.new"));
        std::fs::write(&aside, serde_json::to_vec(&counts)?)?;
        std::fs::rename(aside, path)
    }
}
