//! The one owner of standard output, and complaints on standard error.

use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::pager::Pager;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

const BOLD: &str = "\u{1b}[1m";
const MARK: &str = "\u{1b}[1;33m";
const PLAIN: &str = "\u{1b}[0m";
const OWN: [&str; 3] = [BOLD, MARK, PLAIN];

/// Bytes that are written at once.
const BUFFER: usize = 1 << 16;

/// Standard output, or the pager before it.
pub(crate) struct Printer {
    out: BufWriter<Box<dyn Write>>,
    colors: bool,
    /// While it is there, an interrupt is the pager's.
    pager: Option<(Pager, Interrupt)>,
}

impl Printer {
    pub(crate) fn new() -> Self {
        let colors = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            out: BufWriter::with_capacity(BUFFER, Box::new(io::stdout().lock())),
            colors,
            pager: None,
        }
    }

    /// Lets a long answer be read page by page, where standard output is a terminal.
    pub(crate) fn page(&mut self) {
        if let Some((pager, input)) = Pager::start() {
            self.out = BufWriter::with_capacity(BUFFER, Box::new(input));
            self.pager = Some((pager, Interrupt::does(|| ())));
        }
    }

    /// Prints one line: a line break inside is shown and never made, so that no title or name forges another.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.escaped(text, |c| c == '\t')?;
        Ok(writeln!(self.out)?)
    }

    /// Prints text of several lines and pages.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.escaped(text, |c| matches!(c, '\t' | '\n' | '\u{c}'))
    }

    /// Our own colors stay as they are, on a terminal; nothing else that commands one does.
    fn escaped(&mut self, mut text: &str, keep: fn(char) -> bool) -> Result<(), Failure> {
        while self.colors
            && let Some((at, own)) = OWN
                .iter()
                .filter_map(|own| Some((text.find(own)?, *own)))
                .min_by_key(|(at, _)| *at)
        {
            self.out.write_all(escape(&text[..at], keep).as_bytes())?;
            self.out.write_all(own.as_bytes())?;
            text = &text[at + own.len()..];
        }
        Ok(self.out.write_all(escape(text, keep).as_bytes())?)
    }

    /// Prints a value as JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize, pretty: bool) -> Result<(), Failure> {
        if pretty {
            serde_json::to_writer_pretty(&mut self.out, value)?;
        } else {
            serde_json::to_writer(&mut self.out, value)?;
        }
        Ok(writeln!(self.out)?)
    }

    /// The writer itself, for streams.
    pub(crate) fn writer(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Bold on a terminal.
    pub(crate) fn bold(&self, text: &str) -> String {
        if self.colors {
            format!("{BOLD}{text}{PLAIN}")
        } else {
            text.to_owned()
        }
    }

    /// A highlight: color on a terminal, nothing elsewhere.
    pub(crate) fn mark(&self, text: &str) -> String {
        if self.colors {
            format!("{MARK}{text}{PLAIN}")
        } else {
            text.to_owned()
        }
    }

    /// Hands over what was printed so far.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Hands over what is left; waits until it was read.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        let flushed = self.flush();
        drop(self.out);
        if let Some((pager, _interrupt)) = self.pager {
            pager.wait();
        }
        flushed
    }
}

/// Whether what is said on standard error are objects of a log.
static AS_LOG: AtomicBool = AtomicBool::new(false);

/// Says everything on standard error through the log from now on, so that nothing else stands between its lines.
pub(crate) fn say_in_log() {
    AS_LOG.store(true, Ordering::Relaxed);
}

/// Says on standard error what went wrong.
pub(crate) fn complain(failure: &Failure) {
    if AS_LOG.load(Ordering::Relaxed) {
        tracing::error!("{failure}");
        return;
    }
    // Some reasons have lines of their own, as what is wrong in a TOML file; set in, they look like nothing else.
    let text = failure.to_string().replace('\n', "\n  ");
    let text = escape(&text, |c| matches!(c, '\t' | '\n'));
    let _ = writeln!(io::stderr(), "ordskifte: {text}");
}

/// Writes a line to standard error; a closed one is nobody's concern.
pub(crate) fn note(text: &str) {
    if AS_LOG.load(Ordering::Relaxed) {
        tracing::info!("{text}");
        return;
    }
    let _ = writeln!(io::stderr(), "{}", escape(text, |c| c == '\t'));
}

/// Whether a character commands a terminal, or turns the direction of what follows it (UAX #9), whosever that is.
fn commands(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Such characters made visible, as `\u{1b}`: titles, texts and file names are others'.
fn escape(text: &str, keep: fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|c| commands(c) && !keep(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if commands(c) && !keep(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_and_letters_stay() {
        assert_eq!(escape("æøå\t«ja»", |c| c == '\t'), "æøå\t«ja»");
        assert_eq!(
            escape("a\u{1b}[31m\n\r\u{7}\u{9b}b", |_| false),
            "a\\u{1b}[31m\\n\\r\\u{7}\\u{9b}b"
        );
        assert_eq!(escape("a\nb\u{1b}", |c| c == '\n'), "a\nb\\u{1b}");
        assert_eq!(
            escape("a\u{202e}b\u{2069}\u{5d0}", |_| false),
            "a\\u{202e}b\\u{2069}\u{5d0}"
        );
    }
}
