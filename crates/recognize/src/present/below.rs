//! What the line below tells of the one that is read in a list of persons.

use crate::people::people;
use std::cell::OnceCell;

/// What the lines below the one that is read tell about it.
#[derive(Default)]
pub(super) struct Below<'l> {
    /// The next line, empty where none is looked at.
    pub(super) line: &'l str,
    /// Whether it names somebody, once that was asked: of most lines nobody asks, and the answer takes long.
    pub(super) named: OnceCell<bool>,
    /// Whether it begins with a title and a name.
    pub(super) titled: bool,
    /// Whether the line says whom people came from, and the next names one: "Deltakere fra departementet".
    pub(super) opens: bool,
}

impl Below<'_> {
    /// Whether the next line names somebody.
    pub(super) fn persons(&self) -> bool {
        *self.named.get_or_init(|| !people(self.line, None).present.is_empty())
    }
}
