//! Runs extraction in child processes with limits on memory and time, and reads pictures of pages by OCR.
//!
//! Parsers of PDF, Word and HTML can overflow the stack, hang or take all memory on hostile files; no thread can be
//! killed for that, a process can. The child is the same binary with a hidden command that calls [`child_main`].

mod child;
mod ocr;
mod parent;
mod protocol;

pub use child::child_main;
pub use parent::{Settings, Worker, WorkerError};
