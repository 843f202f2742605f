//! One child process, as its parent sees it: asked for documents one after another, killed when it breaks a limit.

use crate::clock::TIMED_OUT;
use crate::outcomes::{Ending, count_child};
use crate::protocol::{Answer, Reply, Request, read_bytes, read_header, write_header};
use crate::{Settings, WorkerError};
use ordskifte_extract::Extraction;
use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Most bytes of pictures and parts that are taken from a child.
const MAX_PAYLOAD: u64 = 1 << 30;
/// Most bytes of the child's last words that are kept.
const TAIL: usize = 2_048;
/// How long a child that has closed its output may take to end.
const END: Duration = Duration::from_secs(2);

/// A child process. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Reader {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    /// The end of what it writes to standard error; until it ends.
    complaint: Option<JoinHandle<String>>,
}

/// What a child made of a document.
pub(crate) enum Answered {
    Read(Box<Extraction>),
    Failed { code: String, message: String },
}

/// An answer, and what the child says of itself.
pub(crate) struct Answers {
    pub(crate) answered: Answered,
    /// Whether the child ends now.
    pub(crate) last: bool,
    /// Whether Landlock holds it.
    pub(crate) confined: bool,
}

/// Why there is no answer.
pub(crate) struct Unanswered {
    pub(crate) error: WorkerError,
    pub(crate) ending: Ending,
}

impl Reader {
    /// Starts a child.
    pub(crate) fn start(settings: &Settings) -> Result<Self, WorkerError> {
        let failed = |source| WorkerError::Start {
            program: settings.program.clone(),
            source,
        };
        let mut child = Command::new(&settings.program)
            .args(&settings.arguments)
            .env_clear()
            // Address space that an allocator reserves counts against the limit: glibc takes 64 MiB for each thread that
            // allocates, mimalloc a GiB at once, unless they are told otherwise.
            .env("MALLOC_ARENA_MAX", "1")
            .env("MIMALLOC_ARENA_RESERVE", "32MiB")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        count_child();
        let (Some(input), Some(output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(failed(io::Error::other("it has no pipes")));
        };
        Ok(Self {
            child,
            input,
            output,
            complaint: Some(std::thread::spawn(move || tail(errors))),
        })
    }

    /// Whether the child waits for a document.
    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Has a document read. A child that gives no answer is not to be asked again.
    pub(crate) fn read(&mut self, request: &Request, bytes: &[u8], settings: &Settings) -> Result<Answers, Unanswered> {
        let Self {
            child, input, output, ..
        } = &mut *self;
        let answer = std::thread::scope(|scope| {
            let (send, receive) = mpsc::channel();
            scope.spawn(move || {
                // A child that ends early closes its pipe; its answer or exit status tells why.
                let _ = write_header(input, request).and_then(|()| input.write_all(bytes));
                let _ = send.send(read_answer(output));
            });
            let answer = receive.recv_timeout(settings.wall);
            if answer.is_err() {
                // The thread ends when the pipes close.
                let _ = child.kill();
            }
            answer
        });
        match answer {
            Ok(Ok(answers)) => Ok(answers),
            Ok(Err(error)) => Err(self.ended(&error, settings)),
            Err(_) => Err(Unanswered {
                error: WorkerError::TimedOut(settings.wall),
                ending: Ending::TimedOut,
            }),
        }
    }

    /// Ends the child, which gave no answer, and says why there was none.
    fn ended(&mut self, error: &io::Error, settings: &Settings) -> Unanswered {
        // One that still runs has written what is no answer.
        let wait = if error.kind() == io::ErrorKind::UnexpectedEof {
            END
        } else {
            Duration::ZERO
        };
        let (code, mut ended) = self.wait(wait);
        if code == Some(TIMED_OUT) {
            return Unanswered {
                error: WorkerError::TimedOut(settings.deadline),
                ending: Ending::TimedOut,
            };
        }
        if wait.is_zero() {
            ended = format!("what it wrote is no answer ({error})");
        }
        let complaint = self
            .complaint
            .take()
            .and_then(|said| said.join().ok())
            .unwrap_or_default();
        let (reason, ending) = reason(&ended, &complaint, settings.memory);
        Unanswered {
            error: WorkerError::Crashed { reason },
            ending,
        }
    }

    /// Waits so long for the child's end, then kills it, and says how it ended.
    fn wait(&mut self, longest: Duration) -> (Option<i32>, String) {
        let until = Instant::now() + longest;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return (status.code(), status.to_string()),
                Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(2)),
                _ => {
                    let _ = self.child.kill();
                    let told = |error: io::Error| error.to_string();
                    let ended = self.child.wait();
                    return (None, ended.map_or_else(told, |status| status.to_string()));
                }
            }
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It has nothing left to do: no need to let it tidy up. Waiting leaves no zombie.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

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
fn reason(ended: &str, complaint: &str, memory: u64) -> (String, Ending) {
    if complaint.contains("memory allocation of") {
        let reason = format!("it needed more memory than the limit of {} MiB", memory >> 20);
        return (reason, Ending::OverMemory);
    }
    // SIGXCPU, which the time limit sends.
    if ended.contains("signal: 24") {
        return ("it used up its processor time".to_owned(), Ending::TimedOut);
    }
    if complaint.contains("has overflowed its stack") {
        return ("its parts nest too deeply".to_owned(), Ending::Crashed);
    }
    // A panic begins with its place in the program and ends with a note on how to see more; what it says is between.
    let said = complaint
        .lines()
        .rfind(|line| !line.starts_with("note: ") && !line.contains("panicked at") && !line.is_empty());
    let reason = match said {
        Some(line) => format!("{ended}; it said: {line}"),
        None => ended.to_owned(),
    };
    (reason, Ending::Crashed)
}

fn read_answer(output: &mut impl Read) -> io::Result<Answers> {
    let Reply { answer, last, confined } = read_header(output)?;
    let answered = match answer {
        Answer::Failed { code, message } => Answered::Failed { code, message },
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
                *bytes = read_bytes(output, length)?;
            }
            Answered::Read(extraction)
        }
    };
    Ok(Answers {
        answered,
        last,
        confined,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_child_is_told_in_words() {
        let told = |ended: &str, said: &str| reason(ended, said, 1 << 30);
        let over = "it needed more memory than the limit of 1024 MiB".to_owned();
        assert_eq!(
            told("signal: 6 (SIGABRT)", "memory allocation of 99 bytes failed"),
            (over, Ending::OverMemory)
        );
        let late = "it used up its processor time".to_owned();
        assert_eq!(told("signal: 24 (SIGXCPU)", ""), (late, Ending::TimedOut));
        let panic = "thread 'main' panicked at src/x.rs:1:2:\nindex out of range\nnote: run with `RUST_BACKTRACE=1`";
        assert_eq!(
            told("exit status: 101", panic).0,
            "exit status: 101; it said: index out of range"
        );
        let killed = "signal: 9 (SIGKILL)".to_owned();
        assert_eq!(told("signal: 9 (SIGKILL)", ""), (killed, Ending::Crashed));
    }
}
