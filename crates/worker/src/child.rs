//! The child's side.

use crate::clock::{Clock, Queue};
use crate::confine::{forbid_files_and_network, give_way, limit_process, limit_time, processor_time};
use crate::protocol::{Answer, Reply, Request, next_header, read_bytes, write_header};
use ordskifte_extract::{ExtractError, Extraction, Limits, Options, extract};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Pages that add a second to the time limit.
const PAGES_A_SECOND: u64 = 2;
/// Stack for deeply nested documents.
const STACK: usize = 64 << 20;
/// A child ends after so many documents, so that nothing of them can gather.
const DOCUMENTS: u32 = 250;
/// A child ends when it holds so many bytes after a document: the next one has a right to its memory.
const RESIDENT: u64 = 192 << 20;
/// A child ends when it has used so many seconds of processor time.
const PROCESSOR_TIME: u64 = 300;

type Outcome = Result<Extraction, ExtractError>;

/// Whether a word exists.
type IsWord<'a> = &'a (dyn Fn(&str) -> bool + Sync);

/// Reads requests from `input` until it ends, limits its own process, extracts, and writes the answers to `output`.
///
/// `lexicon` tells whether a word exists. Errors are those of the pipes and of starting a thread; an unreadable file
/// is an answer.
pub fn child_main(mut input: impl Read, mut output: impl Write, lexicon: Option<IsWord<'_>>) -> io::Result<()> {
    // Before threads are started, which inherit it.
    give_way();
    // What is to be read of /proc must be opened before nothing can be opened any more.
    let memory = File::open("/proc/self/statm").ok();
    let queue = Queue::of_this_thread();
    let (ask, asked) = channel();
    let (answer, answers) = channel();
    let (hello, hellos) = channel();
    std::thread::scope(|scope| {
        let reader = move || {
            let queue = Queue::of_this_thread();
            let confined = forbid_files_and_network();
            let met = hello.send((queue, confined)).is_ok();
            drop(hello);
            if met {
                read_all(&asked, &answer, lexicon);
            }
        };
        let reader = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, reader)?;
        let served = hellos.recv().map_err(io::Error::other).and_then(|(other, confined)| {
            let confined = forbid_files_and_network() && confined;
            let clock = Clock::start([queue, other])?;
            let mut served = 0;
            while let Some(request) = next_header::<Request>(&mut input)? {
                if served == 0 {
                    limit_process(request.memory)?;
                }
                limit_time(request.cpu)?;
                let deadline = Duration::from_millis(request.deadline);
                clock.begin(deadline);
                let bytes = read_bytes(&mut input, request.size)?;
                let more_time = {
                    let (clock, cpu) = (std::sync::Arc::clone(&clock), request.cpu);
                    move |pages: usize| {
                        let seconds = pages as u64 / PAGES_A_SECOND;
                        clock.extend(deadline.saturating_add(Duration::from_secs(seconds)));
                        // When it does not work the first limit holds.
                        let _ = limit_time(cpu.saturating_add(seconds));
                    }
                };
                let task = Task {
                    request,
                    bytes,
                    more_time: Box::new(more_time),
                };
                // A reader that has panicked takes and gives nothing.
                let gone = || io::Error::other("the reader of this format panicked");
                ask.send(task).map_err(|_| gone())?;
                let outcome = answers.recv().map_err(|_| gone())?;
                clock.end();
                served += 1;
                let last = served >= DOCUMENTS
                    || processor_time() >= PROCESSOR_TIME
                    || memory
                        .as_ref()
                        .and_then(resident)
                        .is_some_and(|bytes| bytes >= RESIDENT);
                reply(&mut output, outcome, last, confined)?;
                if last {
                    break;
                }
            }
            Ok(())
        });
        drop(ask);
        match reader.join() {
            Ok(()) => served,
            Err(_) => Err(io::Error::other("the reader of this format panicked")),
        }
    })
}

/// A document to be read.
struct Task {
    request: Request,
    bytes: Vec<u8>,
    /// Called with a document's number of pages.
    more_time: Box<dyn Fn(usize) + Send>,
}

/// Reads documents until nobody asks any more.
fn read_all(asked: &Receiver<Task>, answer: &Sender<Outcome>, lexicon: Option<IsWord<'_>>) {
    let is_word = |word: &str| lexicon.is_some_and(|lexicon| lexicon(word));
    for task in asked {
        let options = Options {
            filename: task.request.filename.as_deref(),
            password: task.request.password.as_deref(),
            lexicon: lexicon.is_some().then_some(&is_word),
            on_pages: Some(&*task.more_time),
            limits: Limits::default(),
        };
        if answer.send(extract(&task.bytes, &options)).is_err() {
            return;
        }
    }
}

fn reply(output: &mut impl Write, outcome: Outcome, last: bool, confined: bool) -> io::Result<()> {
    let mut payloads: Vec<Vec<u8>> = Vec::new();
    let answer = match outcome {
        Ok(mut extraction) => {
            let images = extraction.page_images.iter_mut().map(|image| &mut image.bytes);
            let parts = extraction.parts.iter_mut().map(|part| &mut part.bytes);
            payloads.extend(images.chain(parts).map(std::mem::take));
            Answer::Read {
                extraction: Box::new(extraction),
                lengths: payloads.iter().map(|bytes| bytes.len() as u64).collect(),
            }
        }
        Err(error) => Answer::failed(&error),
    };
    let reply = Reply { answer, last, confined };
    write_header(output, &reply)?;
    for bytes in payloads {
        output.write_all(&bytes)?;
    }
    output.flush()
}

/// Bytes that this process holds in memory: the second number of `statm`, in pages.
fn resident(statm: &File) -> Option<u64> {
    let mut line = [0; 96];
    let length = statm.read_at(&mut line, 0).ok()?;
    let pages: u64 = std::str::from_utf8(line.get(..length)?)
        .ok()?
        .split_ascii_whitespace()
        .nth(1)?
        .parse()
        .ok()?;
    pages.checked_mul(rustix::param::page_size() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_held_is_told_in_bytes() {
        let statm = File::open("/proc/self/statm").unwrap();
        let before = resident(&statm).unwrap();
        let held = vec![1_u8; 64 << 20];
        let grown = resident(&statm).unwrap() - before;
        assert!(std::hint::black_box(&held).len() > 1 && grown > 48 << 20, "{grown}");
    }
}
