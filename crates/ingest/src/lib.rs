//! From source folders to archive and index: walk, extract, recognize, archive, index, report.
//!
//! Nothing is printed: progress comes as [`Event`]s, the outcome as a [`Report`]. Work goes on in chunks that are bounded
//! by bytes; each chunk is committed to the archive first and to the index after it, so that an interruption keeps what is
//! committed and the next run makes good what the index lacks.

mod agree;
mod chunk;
mod compare;
mod error;
mod jsonl;
mod lifecycle;
mod load;
mod pipeline;
mod report;
mod run;
mod store;
mod unit;
mod walk;

pub use agree::{Opened, Rebuilt, open_index, reindex};
pub use error::IngestError;
pub use lifecycle::{amend, purge, read_again, reinstate, withdraw};
pub use pipeline::{Context, Event, Settings, ingest};
pub use report::{Entry, Report};
