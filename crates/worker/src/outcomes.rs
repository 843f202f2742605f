//! How the documents of this process have fared, for metrics.

use serde::{Deserialize, Serialize};
use std::ops::AddAssign;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the process began, over all workers. Every document is counted once; parts of e-mails and archives are
/// documents too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcomes {
    /// Documents that were read.
    pub read: u64,
    /// Documents that no reader understands: unknown, damaged, without text, behind a password.
    pub unreadable: u64,
    /// Documents that were stopped for time, by the clock or of the processor.
    pub timed_out: u64,
    /// Documents whose reader reached its limit of memory.
    pub over_memory: u64,
    /// Documents whose reader ended in any other way.
    pub crashed: u64,
    /// Documents whose reader could not be started.
    pub not_started: u64,
    /// Child processes started.
    pub children: u64,
}

impl Outcomes {
    /// Documents given to readers.
    pub fn documents(&self) -> u64 {
        self.read + self.unreadable + self.timed_out + self.over_memory + self.crashed + self.not_started
    }
}

impl AddAssign for Outcomes {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.unreadable += other.unreadable;
        self.timed_out += other.timed_out;
        self.over_memory += other.over_memory;
        self.crashed += other.crashed;
        self.not_started += other.not_started;
        self.children += other.children;
    }
}

/// How the reading of a document ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Read,
    Unreadable,
    TimedOut,
    OverMemory,
    Crashed,
    NotStarted,
}

/// One for each [`Ending`].
static ENDINGS: [AtomicU64; 6] = [const { AtomicU64::new(0) }; 6];
static CHILDREN: AtomicU64 = AtomicU64::new(0);

/// How the documents of this process have fared so far.
pub fn outcomes() -> Outcomes {
    let [read, unreadable, timed_out, over_memory, crashed, not_started] =
        ENDINGS.each_ref().map(|count| count.load(Ordering::Relaxed));
    Outcomes {
        read,
        unreadable,
        timed_out,
        over_memory,
        crashed,
        not_started,
        children: CHILDREN.load(Ordering::Relaxed),
    }
}

/// Counts a document.
pub(crate) fn count(ending: Ending) {
    if let Some(count) = ENDINGS.get(ending as usize) {
        count.fetch_add(1, Ordering::Relaxed);
    }
}

/// Counts a child.
pub(crate) fn count_child() {
    CHILDREN.fetch_add(1, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_has_its_count() {
        let before = outcomes();
        for ending in [Ending::Read, Ending::TimedOut, Ending::OverMemory, Ending::NotStarted] {
            count(ending);
        }
        count_child();
        let after = outcomes();
        assert_eq!(after.documents(), before.documents() + 4);
        assert_eq!(after.read, before.read + 1);
        assert_eq!(after.unreadable, before.unreadable);
        assert_eq!(after.timed_out, before.timed_out + 1);
        assert_eq!(after.over_memory, before.over_memory + 1);
        assert_eq!(after.crashed, before.crashed);
        assert_eq!(after.not_started, before.not_started + 1);
        assert_eq!(after.children, before.children + 1);
    }
}
