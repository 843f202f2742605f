//! What somebody else than the server knows of the data folder, for `/metrics`: what was read in, and the disk it takes.

use crate::metrics::family;
use std::fmt::Write;

/// Counts of the data folder, told from time to time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Runs that read sources in.
    pub ingests: u64,
    /// When the last one ended, in seconds since 1970; 0 before the first.
    pub ingested_at: u64,
    /// Files, lines and parts by what became of them.
    pub sources: Vec<(&'static str, u64)>,
    /// Documents by how their reading in a child process ended.
    pub workers: Vec<(&'static str, u64)>,
    /// Parts of the data folder: name, files, bytes.
    pub disk: Vec<(&'static str, u64, u64)>,
}

impl Observed {
    /// For Prometheus.
    pub(crate) fn metrics(&self) -> String {
        let mut out = String::new();
        let plain = [
            (
                "ordskifte_ingests_total",
                "counter",
                "Runs that read sources in.",
                self.ingests,
            ),
            (
                "ordskifte_ingest_timestamp_seconds",
                "gauge",
                "When the last of them ended.",
                self.ingested_at,
            ),
        ];
        for (name, kind, help, value) in plain {
            out += &family(name, kind, help);
            // Writing to a String cannot fail, here and below.
            let _ = writeln!(out, "{name} {value}");
        }
        let labeled = [
            (
                "ordskifte_ingest_sources_total",
                "Files, lines and parts by what became of them.",
                &self.sources,
            ),
            (
                "ordskifte_worker_documents_total",
                "Documents by how their reading in a child process ended.",
                &self.workers,
            ),
        ];
        for (name, help, counts) in labeled {
            out += &family(name, "counter", help);
            for (outcome, count) in counts {
                let _ = writeln!(out, "{name}{{outcome=\"{outcome}\"}} {count}");
            }
        }
        let (files, bytes) = ("ordskifte_disk_files", "ordskifte_disk_bytes");
        out += &family(files, "gauge", "Files of archive and index.");
        for (part, count, _) in &self.disk {
            let _ = writeln!(out, "{files}{{part=\"{part}\"}} {count}");
        }
        out += &family(bytes, "gauge", "Bytes of archive and index.");
        for (part, _, count) in &self.disk {
            let _ = writeln!(out, "{bytes}{{part=\"{part}\"}} {count}");
        }
        out
    }
}
