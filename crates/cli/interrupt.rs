//! Interrupts (Ctrl-C, a request to terminate): one handler for the whole program, and what it does for the time being.

use std::sync::{Mutex, Once, PoisonError};

type Action = Box<dyn Fn() + Send>;

static INSTALL: Once = Once::new();
static ACTION: Mutex<Option<Action>> = Mutex::new(None);

/// Exit code of a program that was stopped before it could say what it had done: as for a failure that was reported.
pub(crate) const STOPPED: u8 = 1;

/// For as long as it is held, an interrupt does what was asked; otherwise it ends the program at once.
#[must_use]
pub(crate) struct Interrupt(());

impl Interrupt {
    /// Lets interrupts do something else than end the program.
    pub(crate) fn does(action: impl Fn() + Send + 'static) -> Self {
        set(Some(Box::new(action)));
        INSTALL.call_once(|| {
            // Where no handler can be set, an interrupt ends the program, which the archive is made for.
            let _ = ctrlc::set_handler(|| {
                let action = ACTION.lock().unwrap_or_else(PoisonError::into_inner);
                match action.as_ref() {
                    Some(action) => action(),
                    None => std::process::exit(i32::from(STOPPED)),
                }
            });
        });
        Self(())
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        set(None);
    }
}

fn set(action: Option<Action>) {
    *ACTION.lock().unwrap_or_else(PoisonError::into_inner) = action;
}
