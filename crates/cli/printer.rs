//! The one owner of standard output, and complaints on standard error.

use crate::error::Failure;
use serde::Serialize;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Standard output.
pub(crate) struct Printer {
    out: BufWriter<StdoutLock<'static>>,
    colors: bool,
}

impl Printer {
    pub(crate) fn new() -> Self {
        let colors = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            colors,
        }
    }

    /// Prints a line.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{text}")?)
    }

    /// Prints text as it is.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Failure> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// Prints a value as JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize, pretty: bool) -> Result<(), Failure> {
        if pretty {
            serde_json::to_writer_pretty(&mut self.out, value)?;
        } else {
            serde_json::to_writer(&mut self.out, value)?;
        }
        self.line("")
    }

    /// The writer itself, for streams.
    pub(crate) fn writer(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Bold on a terminal.
    pub(crate) fn bold(&self, text: &str) -> String {
        if self.colors {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// A highlight: color on a terminal, nothing elsewhere.
    pub(crate) fn mark(&self, text: &str) -> String {
        if self.colors {
            format!("\u{1b}[1;33m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}

/// Says on standard error what went wrong.
pub(crate) fn complain(failure: &Failure) {
    note(&format!("ordskifte: {failure}"));
}

/// Writes a line to standard error; a closed one is nobody's concern.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
