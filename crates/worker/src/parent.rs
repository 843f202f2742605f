//! The parent's side: what may be asked of children, and how they are run.

use crate::ocr;
use crate::outcomes::{Ending, count};
use crate::pool::Pool;
use crate::protocol::Request;
use crate::reader::Answered;
use ordskifte_extract::Extraction;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How children are run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The program; usually the running binary.
    pub program: PathBuf,
    /// Its arguments: the hidden command.
    pub arguments: Vec<OsString>,
    /// Most bytes of address space of a child; 1 GiB is enough for real documents.
    pub memory: u64,
    /// Most processor time of a document, in whole seconds; one of many pages gets half a second more for each.
    pub cpu: Duration,
    /// Longest time by the clock that a document may take, without what its reader waits for a processor of a busy
    /// machine; one of many pages gets half a second more for each.
    pub deadline: Duration,
    /// Longest wait for a child that does not end by itself.
    pub wall: Duration,
    /// Whether pictures of pages are read by tesseract when it is installed.
    pub ocr: bool,
    /// Longest wait for tesseract on one page.
    pub ocr_wall: Duration,
    /// Most pages of one document that are read by OCR; the others are named in a finding.
    pub ocr_pages: usize,
    /// Most time that tesseract may run for one document, all its pages together; what is left is named in a finding.
    pub ocr_total: Duration,
}

impl Settings {
    /// Usual limits for a program: 1 GiB, 6 s of processor time, 9 s by the clock, OCR with 60 s a page, and
    /// 500 pages or half an hour a document.
    pub fn new(program: PathBuf, arguments: Vec<OsString>) -> Self {
        Self {
            program,
            arguments,
            memory: 1 << 30,
            cpu: Duration::from_secs(6),
            deadline: Duration::from_secs(9),
            wall: Duration::from_mins(10),
            ocr: true,
            ocr_wall: Duration::from_mins(1),
            ocr_pages: 500,
            ocr_total: Duration::from_mins(30),
        }
    }
}

/// Why extraction failed.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The child could not be started.
    #[error("cannot start the reader {program}: {source}")]
    Start {
        /// The program.
        program: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It did not end in time.
    #[error("reading took longer than {} s (half a second more for each page of a PDF) and was stopped", .0.as_secs_f32())]
    TimedOut(Duration),
    /// It ended without an answer: killed by a limit or by its own fault.
    #[error("the reader ended without an answer: {reason}. The file is damaged or hostile")]
    Crashed {
        /// How it ended.
        reason: String,
    },
    /// The file cannot be read.
    #[error("{message}")]
    Unreadable {
        /// Stable code, as `damaged`.
        code: String,
        /// What is wrong.
        message: String,
    },
}

/// Runs extraction in child processes, which are used again. Calls from many threads run side by side, each with a child
/// of its own; clones share their children, which end with the last clone.
#[derive(Clone, Debug)]
pub struct Worker {
    settings: Settings,
    pool: Arc<Pool>,
}

impl Worker {
    /// A worker with these settings. Nothing is started before there is something to read.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            pool: Arc::default(),
        }
    }

    /// Reads a file in a child process; pages that are pictures are read by OCR.
    pub fn extract(
        &self,
        bytes: &[u8],
        filename: Option<&str>,
        password: Option<&str>,
    ) -> Result<Extraction, WorkerError> {
        let mut extraction = self.in_child(bytes, filename, password)?;
        ocr::read_pages(&mut extraction, &self.settings);
        Ok(extraction)
    }

    fn in_child(
        &self,
        bytes: &[u8],
        filename: Option<&str>,
        password: Option<&str>,
    ) -> Result<Extraction, WorkerError> {
        let settings = &self.settings;
        let request = Request {
            filename: filename.map(str::to_owned),
            password: password.map(str::to_owned),
            memory: settings.memory,
            cpu: settings.cpu.as_secs().max(1),
            deadline: u64::try_from(settings.deadline.as_millis()).unwrap_or(u64::MAX),
            size: bytes.len() as u64,
        };
        let (ending, outcome) = match self.pool.read(&request, bytes, settings) {
            Ok(answers) => match answers.answered {
                Answered::Read(extraction) => (Ending::Read, Ok(*extraction)),
                Answered::Failed { code, message } => {
                    (Ending::Unreadable, Err(WorkerError::Unreadable { code, message }))
                }
            },
            Err(unanswered) => (unanswered.ending, Err(unanswered.error)),
        };
        count(ending);
        outcome
    }
}
