//! Writing beside the work: what a batch stages is sent to the disk while more is staged, so that its commit waits for
//! the last of it alone.

use crate::{ArchiveError, disk};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

/// Bytes staged between two writings.
const STEP: u64 = 16 << 20;

/// What a version's own files take on the disk beside originals and text, about: ten files and three folders.
const OWN: u64 = 52 << 10;

/// A version's text is kept twice, plain and in blocks, beside the originals that it was read from.
const COPIES: u64 = 3;

/// The writing that goes on beside a batch.
#[derive(Debug, Default)]
pub(crate) struct Early {
    staged: AtomicU64,
    writing: Mutex<Writing>,
}

#[derive(Debug, Default)]
enum Writing {
    #[default]
    Nothing,
    Running(JoinHandle<Result<(), ArchiveError>>),
    /// The kernel tells of a failed write once, and the commit must hear of it: no other writing is begun before.
    Failed(ArchiveError),
}

impl Writing {
    /// Waits for what goes on.
    fn ended(self) -> Result<(), ArchiveError> {
        match self {
            Self::Nothing => Ok(()),
            Self::Running(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Self::Failed(error) => Err(error),
        }
    }
}

impl Early {
    /// Notes a version with so many bytes of originals, and begins to write when enough was staged since the last time,
    /// unless a writing still goes on.
    pub(crate) fn note(&self, originals: u64, staging: &Path) {
        let weight = originals.saturating_mul(COPIES).saturating_add(OWN);
        let before = self.staged.fetch_add(weight, Ordering::Relaxed);
        if before / STEP == before.saturating_add(weight) / STEP {
            return;
        }
        let mut writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(&*writing, Writing::Running(thread) if !thread.is_finished()) {
            return;
        }
        *writing = match std::mem::take(&mut *writing).ended() {
            Ok(()) => begin(staging),
            Err(error) => Writing::Failed(error),
        };
    }

    /// Waits for the writing that goes on; an error is that of any writing since the batch began.
    pub(crate) fn settle(&self) -> Result<(), ArchiveError> {
        let mut writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *writing).ended()
    }
}

/// Begins to write in a thread of its own, which sleeps nearly all the time. Where none can be had, the commit writes all.
fn begin(staging: &Path) -> Writing {
    let staging = staging.to_path_buf();
    let thread = Builder::new().name("early-sync".to_owned());
    thread
        .spawn(move || disk::sync_early(&staging))
        .map_or(Writing::Nothing, Writing::Running)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_once_and_nothing_is_begun_after_it() {
        let early = Early::default();
        let nowhere = Path::new("/nonexistent/staging");
        early.note(1, nowhere);
        assert!(early.settle().is_ok(), "too little to be written");
        early.note(STEP, nowhere);
        while matches!(&*early.writing.lock().expect("not poisoned"), Writing::Running(thread) if !thread.is_finished())
        {
            std::thread::yield_now();
        }
        let here = tempfile::tempdir().expect("a folder");
        early.note(STEP, here.path());
        assert!(matches!(early.settle(), Err(ArchiveError::Io { .. })));
        assert!(early.settle().is_ok());
        early.note(STEP, here.path());
        assert!(early.settle().is_ok());
    }
}
