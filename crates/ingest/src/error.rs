//! Why ingesting could not go on. What concerns one file only stands in the report.

use ordskifte_archive::ArchiveError;
use ordskifte_engine::EngineError;

/// Why ingesting could not go on.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The search index.
    #[error(transparent)]
    Engine(#[from] EngineError),
}
