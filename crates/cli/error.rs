//! Why a command could do nothing: exit code 2.

use ordskifte_archive::ArchiveError;
use ordskifte_engine::EngineError;
use ordskifte_ingest::IngestError;
use ordskifte_query::RequestError;
use std::io;
use std::path::PathBuf;

/// Why a command could do nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("the reader of the output is gone")]
    BrokenPipe,
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Ingest(#[from] IngestError),
    #[error("{}{}{}", at_fault(.0), .0, instead(.0))]
    Request(RequestError),
    #[error("cannot write standard output: {0}")]
    Output(io::Error),
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{}: {reason}", path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("{0}")]
    Other(String),
}

/// Which flag is at fault; the query has none.
fn at_fault(error: &RequestError) -> String {
    match error.parameter.as_str() {
        "q" => "query: ".to_owned(),
        flag => format!("--{flag}: "),
    }
}

/// What to do instead of asking for more than there is at once.
fn instead(error: &RequestError) -> &'static str {
    match error.parameter.as_str() {
        "limit" => "; --cursor goes on from there, and `ordskifte export` gives every hit",
        _ => "",
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Output(error)
        }
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::from(io::Error::from(error))
    }
}
