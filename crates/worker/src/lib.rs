//! Runs extraction in child processes with limits on memory and time, and reads pictures of pages by OCR.
//!
//! Parsers of PDF, Word and HTML can overflow the stack, hang or take all memory on hostile files; no thread can be
//! killed for that, a process can. The child is the same binary with a hidden command that calls [`child_main`]. It reads
//! one document after another, and is killed and replaced when one breaks a limit.
//!
//! [`Worker::extract`] reads one file. [`Worker::extract_tree`] reads e-mails and archives with everything in them.

mod child;
mod clock;
mod confine;
mod ocr;
mod outcomes;
mod parent;
mod pool;
mod protocol;
mod reader;
mod tree;

pub use child::child_main;
pub use outcomes::{Outcomes, outcomes};
pub use parent::{Settings, Worker, WorkerError};
pub use tree::{Item, MAX_BYTES, MAX_DEPTH, MAX_PARTS};
