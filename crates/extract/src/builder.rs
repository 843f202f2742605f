//! Puts pages together block by block.

use crate::text::prose::{BOLD, BOLD_END, pieces};
use ordskifte_record::{Block, BlockKind, ExtractedText, Metadata, Page, TextSource};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A document in the making.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    pages: Vec<Page>,
    pub(crate) metadata: Metadata,
    held: String,
    /// Whether the last block is made of rows that tabs part, so that the next such row belongs to it.
    rows: bool,
}

impl Builder {
    /// Begins a new page; the first begins by itself.
    pub(crate) fn page_break(&mut self) {
        self.rows = false;
        self.page();
        let number = u32::try_from(self.pages.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.pages.push(empty_page(number));
    }

    /// Adds a block unless it is blank. White space in it collapses; tabs between cells and line breaks
    /// between rows of a table stay, tabs at a row's end go.
    pub(crate) fn push(&mut self, kind: BlockKind, level: Option<u8>, text: &str) {
        let text = clean(text, kind == BlockKind::Table);
        self.rows = false;
        if !text.is_empty() {
            self.page().blocks.push(Block::new(kind, level, text));
        }
    }

    /// Adds a paragraph or list item as its author broke it: see [`pieces`]. Other blocks as they are. Rows that follow on one
    /// another are one table.
    pub(crate) fn push_prose(&mut self, kind: BlockKind, level: Option<u8>, text: &str) {
        let pieces = pieces(kind, level, text);
        self.rows &= !pieces.is_empty();
        for (made, level, text) in pieces {
            let row = made == BlockKind::Table && kind != BlockKind::Table;
            let below = row && self.rows;
            if let Some(above) = self.page().blocks.last_mut().filter(|_| below) {
                above.text.push('\n');
                above.text.push_str(&clean(&text, true));
                continue;
            }
            self.push(made, level, &text);
            self.rows = row;
        }
    }

    /// Whether any page has a block.
    pub(crate) fn has_text(&self) -> bool {
        self.pages.iter().any(|page| !page.blocks.is_empty())
    }

    /// Whether the current page has a block.
    pub(crate) fn has_text_on_page(&self) -> bool {
        self.pages.last().is_some_and(|page| !page.blocks.is_empty())
    }

    /// All pages so far.
    pub(crate) fn pages_mut(&mut self) -> &mut [Page] {
        &mut self.pages
    }

    /// Keeps text for the block that comes next.
    pub(crate) fn hold(&mut self, text: &str) {
        self.held.push_str(text);
    }

    /// Text kept for this block.
    pub(crate) fn held(&mut self) -> String {
        std::mem::take(&mut self.held)
    }

    /// Current page.
    #[expect(
        clippy::indexing_slicing,
        reason = "the index is that of the last page, of which there is one"
    )]
    pub(crate) fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(empty_page(1));
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// The document; trailing empty pages go.
    pub(crate) fn finish(mut self) -> ExtractedText {
        while self.pages.len() > 1 && self.pages.last().is_some_and(|page| page.blocks.is_empty()) {
            self.pages.pop();
        }
        self.page();
        ExtractedText {
            metadata: self.metadata,
            pages: self.pages,
            ..ExtractedText::default()
        }
    }
}

/// A row of a table: cells with the columns that they stand in, in order, each after as many tabs as there are columns
/// before it.
pub(crate) fn row(cells: impl Iterator<Item = (usize, String)>) -> String {
    let mut line = String::new();
    let mut column = 0;
    for (place, text) in cells.filter(|(_, text)| !text.is_empty()) {
        let apart = usize::from(!line.is_empty());
        let tabs = place.saturating_sub(column).max(apart);
        line.extend(std::iter::repeat_n('\t', tabs));
        line.push_str(&text);
        column += tabs;
    }
    line
}

/// A page without text.
pub(crate) fn empty_page(number: u32) -> Page {
    Page {
        number,
        label: None,
        size: None,
        source: TextSource::BornDigital,
        quality: 1.0,
        blocks: Vec::new(),
    }
}

/// NFC, no control characters, ligatures as letters, runs of white space as one blank.
pub(crate) fn clean(text: &str, keep_rows: bool) -> String {
    // Composing takes three times as long as seeing that there is nothing to compose.
    if is_nfc(text) {
        cleaned(text.chars(), text.len(), keep_rows)
    } else {
        cleaned(text.nfc(), text.len(), keep_rows)
    }
}

/// White space before the next character.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    Blank,
    /// So many ends of cells: an empty cell has one of its own.
    Cells(usize),
    /// The end of a row, then so many ends of empty cells.
    Row(usize),
}

impl Gap {
    fn and_cell(self) -> Self {
        match self {
            Self::None | Self::Blank => Self::Cells(1),
            Self::Cells(count) => Self::Cells(count + 1),
            Self::Row(count) => Self::Row(count + 1),
        }
    }

    /// Writes it; nothing but empty cells can stand before all else.
    fn write(&mut self, out: &mut String) {
        let (sign, cells) = match std::mem::take(self) {
            Self::None => return,
            Self::Blank => (Some(' '), 0),
            Self::Cells(cells) => (None, cells),
            Self::Row(cells) => (Some('\n'), cells),
        };
        out.extend(sign.filter(|_| !out.is_empty()));
        out.extend(std::iter::repeat_n('\t', cells));
    }
}

fn cleaned(text: impl Iterator<Item = char>, length: usize, keep_rows: bool) -> String {
    let mut out = String::with_capacity(length);
    let mut gap = Gap::None;
    for c in text {
        match c {
            // Nearly all of a text.
            '!'..='~' | 'À'..='ÿ' => {
                gap.write(&mut out);
                out.push(c);
            }
            '\n' if keep_rows => gap = Gap::Row(0),
            '\t' if keep_rows => gap = gap.and_cell(),
            c if c.is_whitespace() => {
                if gap == Gap::None {
                    gap = Gap::Blank;
                }
            }
            '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{fffc}' | BOLD | BOLD_END => {}
            c if c.is_control() => {}
            c => {
                // Joined letters and special hyphens are a matter of typesetting; search needs the plain ones.
                let (c, more) = match c {
                    '\u{fb00}' => ('f', "f"),
                    '\u{fb01}' => ('f', "i"),
                    '\u{fb02}' => ('f', "l"),
                    '\u{fb03}' => ('f', "fi"),
                    '\u{fb04}' => ('f', "fl"),
                    '\u{fb05}' | '\u{fb06}' => ('s', "t"),
                    '\u{2010}' | '\u{2011}' => ('-', ""),
                    c => (c, ""),
                };
                gap.write(&mut out);
                out.push(c);
                out.push_str(more);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_cells_keep_their_place_but_at_the_end_of_a_row() {
        let text = "\tMøtt \t Forfall\n\nKari\t\t x\t\t\n\t \t\nOla  Li\tx";
        assert_eq!(clean(text, true), "\tMøtt\tForfall\nKari\t\tx\nOla Li\tx");
        assert_eq!(clean("  a\t\t b\nc ", false), "a b c");
        assert_eq!(clean("\t\n ", true), "");
    }
}
