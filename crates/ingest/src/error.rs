//! Why ingesting could not go on. What concerns one file only stands in the report.

use ordskifte_archive::ArchiveError;
use ordskifte_engine::EngineError;
use ordskifte_record::RecordId;

/// Why ingesting could not go on.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Bytes are removed of withdrawn records only: two acts, not one.
    #[error("record {0} is not withdrawn: run `ordskifte withdraw` first")]
    NotWithdrawn(RecordId),
    /// The search index.
    #[error(transparent)]
    Engine(#[from] EngineError),
}
