//! What the last verification of archive and index found, for `/readyz` and `/metrics`.

use std::fmt::Write;

/// The outcome of a verification.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixity {
    /// When it ended, in seconds since 1970.
    pub at: u64,
    /// Records checked.
    pub objects: u64,
    /// Faults of the archive.
    pub archive_faults: u64,
    /// Faults of the index, and where it does not agree with the archive.
    pub index_faults: u64,
    /// The index's generation that was checked.
    pub generation: String,
    /// Why it could not be done; then nothing is known of faults.
    pub failed: Option<String>,
}

fn counted(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

impl Fixity {
    /// Whether the index in use was found damaged: what it answers is not to be relied on.
    pub(crate) fn forbids(&self, generation: &str) -> bool {
        self.index_faults > 0 && self.generation == generation
    }

    /// In words, a line.
    pub(crate) fn line(&self) -> String {
        match &self.failed {
            Some(reason) => format!("last verification failed: {reason}\n"),
            None => format!(
                "last verification: {}, {} of the archive, {} of the index\n",
                counted(self.objects, "record"),
                counted(self.archive_faults, "fault"),
                self.index_faults
            ),
        }
    }

    /// For Prometheus.
    pub(crate) fn metrics(&self) -> String {
        let mut out = String::new();
        for (name, value) in [
            ("ordskifte_verify_timestamp_seconds", self.at),
            ("ordskifte_verify_records", self.objects),
            ("ordskifte_verify_archive_faults", self.archive_faults),
            ("ordskifte_verify_index_faults", self.index_faults),
            ("ordskifte_verify_failed", u64::from(self.failed.is_some())),
        ] {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "# TYPE {name} gauge\n{name} {value}");
        }
        out
    }
}
