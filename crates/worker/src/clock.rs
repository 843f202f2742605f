//! How long a document has taken, without what its reader waited for a processor.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Exit code of a child that took too long by the clock.
pub(crate) const TIMED_OUT: i32 = 124;
/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(50);

/// Ends this process when a document has taken longer by the clock than it may: nothing else could stop the thread that
/// reads. Time in the queue for a processor is not the document's doing and does not count, or a busy machine would lose
/// sound documents.
pub(crate) struct Clock {
    state: Mutex<State>,
    begun: Condvar,
}

struct State {
    /// The two threads that take turns at a document.
    queues: [Queue; 2],
    turn: Option<Turn>,
}

/// A document being read.
struct Turn {
    begun: Instant,
    /// What the threads had waited before it.
    waited: Duration,
    deadline: Duration,
}

impl State {
    fn waited(&mut self) -> Duration {
        self.queues.iter_mut().map(Queue::waited).sum()
    }
}

impl Clock {
    /// A clock for the documents that two threads read, watched by a thread of its own.
    pub(crate) fn start(queues: [Queue; 2]) -> io::Result<Arc<Self>> {
        let state = State { queues, turn: None };
        let clock = Arc::new(Self {
            state: Mutex::new(state),
            begun: Condvar::new(),
        });
        let watched = Arc::clone(&clock);
        let watch = move || watched.watch();
        std::thread::Builder::new().stack_size(64 << 10).spawn(watch)?;
        Ok(clock)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A document begins.
    pub(crate) fn begin(&self, deadline: Duration) {
        let mut state = self.state();
        let waited = state.waited();
        state.turn = Some(Turn {
            begun: Instant::now(),
            waited,
            deadline,
        });
        drop(state);
        self.begun.notify_all();
    }

    /// The document gets another deadline, counted from its beginning.
    pub(crate) fn extend(&self, deadline: Duration) {
        if let Some(turn) = &mut self.state().turn {
            turn.deadline = deadline;
        }
    }

    /// The document has been read.
    pub(crate) fn end(&self) {
        self.state().turn = None;
    }

    fn watch(&self) {
        let mut state = self.state();
        loop {
            let waited = state.waited();
            let Some(turn) = &state.turn else {
                // Nobody is being read: sleep until somebody is.
                state = self.begun.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let queued = waited.saturating_sub(turn.waited);
            if turn.begun.elapsed().saturating_sub(queued) >= turn.deadline {
                std::process::exit(TIMED_OUT);
            }
            let woken = self.begun.wait_timeout(state, TICK);
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// How long a thread has stood ready without a processor to run on, as Linux counts it in `schedstat`.
pub(crate) struct Queue {
    schedstat: Option<File>,
    last: u64,
}

impl Queue {
    pub(crate) fn of_this_thread() -> Self {
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
