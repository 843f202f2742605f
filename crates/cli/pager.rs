//! Reads long answers page by page, on a terminal.

use std::io::IsTerminal;
use std::process::{Child, ChildStdin, Command, Stdio};

/// The variables that name a pager, as git has them: our own before everybody's.
const VARIABLES: [&str; 2] = ["ORDSKIFTE_PAGER", "PAGER"];

/// A program that shows what is written to it.
pub(crate) struct Pager(Child);

impl Pager {
    /// Starts the reader's pager where standard output is a terminal; `less` without one, and none where the variable is
    /// empty or `cat`, or it cannot be started.
    pub(crate) fn start() -> Option<(Self, ChildStdin)> {
        if !std::io::stdout().is_terminal() {
            return None;
        }
        let named = VARIABLES.iter().find_map(std::env::var_os);
        let mut command = match &named {
            Some(none) if none.is_empty() || none == "cat" => return None,
            Some(line) => {
                // A line for the shell, options and all.
                let mut shell = Command::new("sh");
                shell.arg("-c").arg(line);
                shell
            }
            None => Command::new("less"),
        };
        // Ends by itself where all fits on one screen, shows colors, leaves the text on the screen; as git has it.
        if std::env::var_os("LESS").is_none() {
            command.env("LESS", "FRX");
        }
        let mut child = command.stdin(Stdio::piped()).spawn().ok()?;
        let input = child.stdin.take()?;
        Some((Self(child), input))
    }

    /// Waits until the reader has seen enough. What is written to it must have been closed.
    pub(crate) fn wait(mut self) {
        let _ = self.0.wait();
    }
}
