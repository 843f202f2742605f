//! The child's side.

use crate::protocol::{Answer, Request, read_bytes, read_header, write_header};
use ordskifte_extract::{Limits, Options, extract};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::io::{self, Read, Write};
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
    watch(Arc::clone(&deadline))?;
    let more_time = |pages: usize| {
        let more = (pages as u64).saturating_mul(1000 / PAGES_A_SECOND);
        deadline.store(request.deadline.saturating_add(more), Ordering::Relaxed);
        // The answer tells when it did not work: then the first limit holds.
        let _ = limit_time(request.cpu.saturating_add(pages as u64 / PAGES_A_SECOND), MAX_CPU);
    };
    let bytes = read_bytes(&mut input, request.size)?;
    let answer = std::thread::scope(|scope| {
        let run = || {
            let is_word = |word: &str| lexicon.is_some_and(|lexicon| lexicon(word));
            let options = Options {
                filename: request.filename.as_deref(),
                password: request.password.as_deref(),
                lexicon: lexicon.is_some().then_some(&is_word),
                on_pages: Some(&more_time),
                limits: Limits::default(),
            };
            extract(&bytes, &options)
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run)?;
        thread
            .join()
            .map_err(|_| io::Error::other("the reader of this format panicked"))
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

/// Ends this process when so many milliseconds are over, whatever the others use of the processors: reading happens on
/// another thread, which nothing else could stop.
fn watch(deadline: Arc<AtomicU64>) -> io::Result<()> {
    let begun = Instant::now();
    let wait = move || {
        while begun.elapsed() < Duration::from_millis(deadline.load(Ordering::Relaxed)) {
            std::thread::sleep(TICK);
        }
        std::process::exit(TIMED_OUT);
    };
    std::thread::Builder::new().stack_size(64 << 10).spawn(wait)?;
    Ok(())
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
    // Standard input, output and error are open; with no descriptor beyond them no file and no socket can be opened.
    setrlimit(Resource::Nofile, both(3))?;
    Ok(())
}

/// The process is killed when it has used so many seconds of processor time.
fn limit_time(seconds: u64, most: u64) -> io::Result<()> {
    let limit = Rlimit {
        current: Some(seconds.min(most)),
        maximum: Some(most),
    };
    Ok(setrlimit(Resource::Cpu, limit)?)
}
