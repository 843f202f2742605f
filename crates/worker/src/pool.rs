//! Children that wait for the next document.

use crate::Settings;
use crate::outcomes::Ending;
use crate::protocol::Request;
use crate::reader::{Answers, Reader, Unanswered};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Children that have given an answer and wait. There are never more children than callers at the same time, and all
/// end when the pool is dropped.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    idle: Mutex<Vec<Reader>>,
}

impl Pool {
    /// Has a document read by a child that waits, else by a new one. A child that breaks a limit is killed; the next
    /// document gets a new one.
    pub(crate) fn read(&self, request: &Request, bytes: &[u8], settings: &Settings) -> Result<Answers, Unanswered> {
        if let Some(reader) = self.take() {
            match self.ask(reader, request, bytes, settings) {
                // No document pays for what another has left behind: it gets a child of its own.
                Err(Unanswered {
                    ending: Ending::Crashed | Ending::OverMemory,
                    ..
                }) => {}
                outcome => return outcome,
            }
        }
        let reader = Reader::start(settings).map_err(|error| Unanswered {
            error,
            ending: Ending::NotStarted,
        })?;
        self.ask(reader, request, bytes, settings)
    }

    fn ask(
        &self,
        mut reader: Reader,
        request: &Request,
        bytes: &[u8],
        settings: &Settings,
    ) -> Result<Answers, Unanswered> {
        let answers = reader.read(request, bytes, settings)?;
        if !answers.confined {
            tell_unconfined();
        }
        if !answers.last {
            self.idle().push(reader);
        }
        Ok(answers)
    }

    /// A child that waits and lives.
    fn take(&self) -> Option<Reader> {
        loop {
            let mut reader = self.idle().pop()?;
            if reader.is_alive() {
                return Some(reader);
            }
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says once that the kernel lacks what would hold children twice.
fn tell_unconfined() {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if !TOLD.swap(true, Ordering::Relaxed) {
        tracing::debug!("no Landlock in this kernel: readers are held by their limit of descriptors alone");
    }
}
