//! From source folders to archive and index: walk, extract, recognize, archive, index, report.
//!
//! Nothing is printed: progress comes as [`Event`]s, the outcome as a [`Report`]. Work goes on in chunks that are bounded
//! by bytes; each chunk is committed to the archive first and to the index after it, so that an interruption keeps what is
//! committed and the next run makes good what the index lacks.

mod chunk;
mod error;
mod jsonl;
mod pipeline;
mod reindex;
mod report;
mod walk;

pub use error::IngestError;
pub use pipeline::{Context, Event, Settings, catch_up, ingest};
pub use reindex::reindex;
pub use report::{Entry, Report};
