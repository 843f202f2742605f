//! The parent's side: starts children, waits with a limit, kills what does not end.

use crate::child::TIMED_OUT;
use crate::ocr;
use crate::protocol::{Answer, Request, read_bytes, read_header, write_header};
use ordskifte_extract::Extraction;
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How children are run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The program; usually the running binary.
    pub program: PathBuf,
    /// Its arguments: the hidden command.
    pub arguments: Vec<OsString>,
    /// Most bytes of address space of a child; 1 GiB is enough for real documents.
    pub memory: u64,
    /// Most processor time of a child, in whole seconds; a document of many pages gets half a second more for each.
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
}

impl Settings {
    /// Usual limits for a program: 1 GiB, 6 s of processor time, 9 s by the clock, OCR with 60 s a page.
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

/// Runs extraction in child processes. Calls from many threads run side by side.
#[derive(Clone, Debug)]
pub struct Worker {
    settings: Settings,
}

impl Worker {
    /// A worker with these settings.
    pub fn new(settings: Settings) -> Self {
        Self { settings }
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
        let mut child = Command::new(&settings.program)
            .args(&settings.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|source| WorkerError::Start {
                program: settings.program.clone(),
                source,
            })?;
        let (Some(mut input), Some(output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(WorkerError::Crashed {
                reason: "no pipes".to_owned(),
            });
        };
        let (answer, complaint) = std::thread::scope(|scope| {
            let complaint = scope.spawn(move || tail(errors));
            scope.spawn(move || {
                // A child that ends early closes its pipe; its answer or exit status tells why.
                let _ = write_header(&mut input, &request).and_then(|()| io::Write::write_all(&mut input, bytes));
            });
            let (send, receive) = mpsc::channel();
            scope.spawn(move || {
                let _ = send.send(read_answer(output));
            });
            let answer = receive.recv_timeout(settings.wall);
            if answer.is_err() {
                // Both threads end when the pipes close.
                let _ = child.kill();
            }
            (answer, complaint.join().unwrap_or_default())
        });
        let Ok(answer) = answer else {
            let _ = child.wait();
            return Err(WorkerError::TimedOut(settings.wall));
        };
        let (code, ended) = wait(&mut child);
        match answer {
            Err(_) if code == Some(TIMED_OUT) => Err(WorkerError::TimedOut(settings.deadline)),
            Ok(Answered::Read(extraction)) => Ok(*extraction),
            Ok(Answered::Failed { code, message }) => Err(WorkerError::Unreadable { code, message }),
            Err(_) => Err(WorkerError::Crashed {
                reason: reason(&ended, &complaint, settings.memory),
            }),
        }
    }
}

/// Most bytes of pictures and parts that are taken from a child.
const MAX_PAYLOAD: u64 = 1 << 30;
/// Most bytes of the child's last words that are kept.
const TAIL: usize = 2_048;

/// The end of what the child wrote to standard error.
fn tail(mut errors: impl Read) -> String {
    let mut kept: Vec<u8> = Vec::new();
    let mut piece = [0; 1024];
    while let Ok(count @ 1..) = errors.read(&mut piece) {
        kept.extend_from_slice(piece.get(..count).unwrap_or_default());
        let over = kept.len().saturating_sub(TAIL);
        kept.drain(..over);
    }
    String::from_utf8_lossy(&kept).trim().to_owned()
}

/// How a child ended, with the last line of what it said.
fn reason(ended: &str, complaint: &str, memory: u64) -> String {
    if complaint.contains("memory allocation of") {
        return format!("it needed more memory than the limit of {} MiB", memory >> 20);
    }
    // SIGXCPU, which the time limit sends.
    if ended.contains("signal: 24") {
        return "it used up its processor time".to_owned();
    }
    if complaint.contains("has overflowed its stack") {
        return "its parts nest too deeply".to_owned();
    }
    // A panic begins with its place in the program and ends with a note on how to see more; what it says is between.
    let said = complaint
        .lines()
        .rfind(|line| !line.starts_with("note: ") && !line.contains("panicked at") && !line.is_empty());
    match said {
        Some(line) => format!("{ended}; it said: {line}"),
        None => ended.to_owned(),
    }
}

enum Answered {
    Read(Box<Extraction>),
    Failed { code: String, message: String },
}

fn read_answer(mut output: impl Read) -> io::Result<Answered> {
    match read_header(&mut output)? {
        Answer::Failed { code, message } => Ok(Answered::Failed { code, message }),
        Answer::Read {
            mut extraction,
            lengths,
        } => {
            if lengths.iter().fold(0_u64, |sum, length| sum.saturating_add(*length)) > MAX_PAYLOAD {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "the answer's pictures and parts are larger than 1 GiB",
                ));
            }
            let images = extraction.page_images.iter_mut().map(|image| &mut image.bytes);
            let parts = extraction.parts.iter_mut().map(|part| &mut part.bytes);
            for (bytes, length) in images.chain(parts).zip(lengths) {
                *bytes = read_bytes(&mut output, length)?;
            }
            Ok(Answered::Read(extraction))
        }
    }
}

/// Waits for a child that has closed its output, and says how it ended.
fn wait(child: &mut Child) -> (Option<i32>, String) {
    let until = Instant::now() + Duration::from_secs(2);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return (status.code(), status.to_string()),
            Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(2)),
            _ => {
                let _ = child.kill();
                let ended = child.wait();
                return (
                    None,
                    ended.map_or_else(|error| error.to_string(), |status| status.to_string()),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_child_is_told_in_words() {
        let told = |ended: &str, said: &str| reason(ended, said, 1 << 30);
        assert_eq!(
            told("signal: 6 (SIGABRT)", "memory allocation of 99 bytes failed"),
            "it needed more memory than the limit of 1024 MiB"
        );
        assert_eq!(told("signal: 24 (SIGXCPU)", ""), "it used up its processor time");
        let panic = "thread 'main' panicked at src/x.rs:1:2:\nindex out of range\nnote: run with `RUST_BACKTRACE=1`";
        assert_eq!(
            told("exit status: 101", panic),
            "exit status: 101; it said: index out of range"
        );
        assert_eq!(told("signal: 9 (SIGKILL)", ""), "signal: 9 (SIGKILL)");
    }
}
