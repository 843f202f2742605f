//! The child's side.

use crate::protocol::{Answer, Request, read_bytes, read_header, write_header};
use ordskifte_extract::{Limits, Options, extract};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Pages that add a second to the time limit.
const PAGES_A_SECOND: u64 = 2;
/// Most seconds of processor time that any document gets.
const MAX_CPU: u64 = 600;
/// Exit code of a child that took too long by the clock.
pub(crate) const TIMED_OUT: i32 = 124;
/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(50);
/// Stack for deeply nested documents.
const STACK: usize = 64 << 20;

/// Reads one request from `input`, limits its own process, extracts, and writes the answer to `output`.
///
/// `lexicon` tells whether a word exists. Errors are those of the pipes and of starting a thread; an unreadable file
/// is an answer.
pub fn child_main(
    mut input: impl Read,
    mut output: impl Write,
    lexicon: Option<&(dyn Fn(&str) -> bool + Sync)>,
) -> io::Result<()> {
    let request: Request = read_header(&mut input)?;
    limit(&request)?;
    let deadline = Arc::new(AtomicU64::new(request.deadline));
    let more_time = |pages: usize| {
        let more = (pages as u64).saturating_mul(1000 / PAGES_A_SECOND);
        deadline.store(request.deadline.saturating_add(more), Ordering::Relaxed);
        // The answer tells when it did not work: then the first limit holds.
        let _ = limit_time(request.cpu.saturating_add(pages as u64 / PAGES_A_SECOND), MAX_CPU);
    };
    let bytes = read_bytes(&mut input, request.size)?;
    let queue = Queue::of_this_thread();
    let answer = std::thread::scope(|scope| {
        let run = || {
            watch(Arc::clone(&deadline), [queue, Queue::of_this_thread()])?;
            no_descriptors()?;
            let is_word = |word: &str| lexicon.is_some_and(|lexicon| lexicon(word));
            let options = Options {
                filename: request.filename.as_deref(),
                password: request.password.as_deref(),
                lexicon: lexicon.is_some().then_some(&is_word),
                on_pages: Some(&more_time),
                limits: Limits::default(),
            };
            Ok::<_, io::Error>(extract(&bytes, &options))
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run)?;
        thread
            .join()
            .map_err(|_| io::Error::other("the reader of this format panicked"))?
    })?;
    match answer {
        Ok(mut extraction) => {
            let images = extraction.page_images.iter_mut().map(|image| &mut image.bytes);
            let parts = extraction.parts.iter_mut().map(|part| &mut part.bytes);
            let payloads: Vec<Vec<u8>> = images.chain(parts).map(std::mem::take).collect();
            let answer = Answer::Read {
                extraction: Box::new(extraction),
                lengths: payloads.iter().map(|bytes| bytes.len() as u64).collect(),
            };
            write_header(&mut output, &answer)?;
            for bytes in payloads {
                output.write_all(&bytes)?;
            }
        }
        Err(error) => write_header(&mut output, &Answer::failed(&error))?,
    }
    output.flush()
}

/// Ends this process when its two threads, which take turns, have taken so many milliseconds by the clock: nothing
/// else could stop the one that reads. Time in the queue for a processor is not the document's doing and does not
/// count, or a busy machine would lose sound documents.
fn watch(deadline: Arc<AtomicU64>, mut queues: [Queue; 2]) -> io::Result<()> {
    let begun = Instant::now();
    let wait = move || {
        loop {
            let deadline = Duration::from_millis(deadline.load(Ordering::Relaxed));
            let waited = queues.iter_mut().map(Queue::waited).sum();
            if begun.elapsed().saturating_sub(waited) >= deadline {
                std::process::exit(TIMED_OUT);
            }
            std::thread::sleep(TICK);
        }
    };
    std::thread::Builder::new().stack_size(64 << 10).spawn(wait)?;
    Ok(())
}

/// How long a thread has stood ready without a processor to run on, as Linux counts it in `schedstat`.
struct Queue {
    schedstat: Option<File>,
    last: u64,
}

impl Queue {
    fn of_this_thread() -> Self {
        Self {
            schedstat: File::open("/proc/thread-self/schedstat").ok(),
            last: 0,
        }
    }

    /// Time in the queue until now or until the thread ended; nothing where the kernel does not tell.
    fn waited(&mut self) -> Duration {
        let mut line = [0; 96];
        let read = self.schedstat.as_ref().and_then(|file| file.read_at(&mut line, 0).ok());
        let told = read.and_then(|length| line.get(..length)).unwrap_or_default();
        self.last = waited_in(&String::from_utf8_lossy(told)).unwrap_or(self.last);
        Duration::from_nanos(self.last)
    }
}

/// The second of the three numbers of `schedstat`: nanoseconds in the queue, after those on a processor.
fn waited_in(schedstat: &str) -> Option<u64> {
    schedstat.split_ascii_whitespace().nth(1)?.parse().ok()
}

fn limit(request: &Request) -> io::Result<()> {
    let both = |value| Rlimit {
        current: Some(value),
        maximum: Some(value),
    };
    setrlimit(Resource::As, both(request.memory))?;
    limit_time(request.cpu, MAX_CPU)?;
    setrlimit(Resource::Core, both(0))?;
    setrlimit(Resource::Fsize, both(0))?;
    Ok(())
}

/// Standard input, output and error are open; with no descriptor beyond them no file and no socket can be opened.
fn no_descriptors() -> io::Result<()> {
    let none = Rlimit {
        current: Some(3),
        maximum: Some(3),
    };
    Ok(setrlimit(Resource::Nofile, none)?)
}

/// The process is killed when it has used so many seconds of processor time.
fn limit_time(seconds: u64, most: u64) -> io::Result<()> {
    let limit = Rlimit {
        current: Some(seconds.min(most)),
        maximum: Some(most),
    };
    Ok(setrlimit(Resource::Cpu, limit)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_in_the_queue_is_the_second_number() {
        assert_eq!(waited_in("66093374 1499206 15\n"), Some(1_499_206));
        assert_eq!(waited_in(""), None);
        assert_eq!(waited_in("66093374 x 15"), None);
    }

    #[test]
    fn a_thread_that_sleeps_is_not_in_the_queue() {
        let mut queue = Queue::of_this_thread();
        let before = queue.waited();
        std::thread::sleep(Duration::from_millis(300));
        let grown = queue.waited().saturating_sub(before);
        assert!(grown < Duration::from_millis(250), "{grown:?}");
    }
}
