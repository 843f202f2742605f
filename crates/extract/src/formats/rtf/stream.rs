//! Paragraphs of one stream of text: the body, a note, a text box, a header.

use crate::formats::table::Table;
use crate::text::Raised;
use crate::text::prose::{BOLD, BOLD_END, Piece, numbered, numbered_contents_entry};
use ordskifte_record::BlockKind;

/// Most cells of a row whose places are kept.
const MAX_CELLS: usize = 200;

/// What a stream is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Body,
    Note,
    TextBox,
    /// The first page's own header.
    Letterhead,
    Edge,
}

/// A stream that is open.
#[expect(clippy::struct_excessive_bools, reason = "independent properties of a paragraph")]
#[derive(Debug, Default)]
pub(super) struct Stream {
    pub(super) kind: Kind,
    /// Number of groups that were open when it began; it ends with the last of them.
    pub(super) groups: usize,
    text: String,
    pub(super) heading: Option<u8>,
    pub(super) list: bool,
    /// Whether the paragraph is an initial, with which the next one begins.
    pub(super) initial: bool,
    /// The number that the file prints before the paragraph.
    pub(super) number: String,
    pub(super) in_table: bool,
    table: Table,
    /// Whether the paragraph stands in a table inside a cell, and the rows of it so far.
    pub(super) inner: bool,
    nested: Table,
    raised: Raised,
    /// Where the row that was defined last begins, and where its cells end.
    row: (i32, Vec<i32>),
    /// Blocks of streams inside the open paragraph, which come after it.
    pub(super) after: Vec<Piece>,
    /// Finished blocks.
    pub(super) out: Vec<Piece>,
}

impl Stream {
    pub(super) fn new(kind: Kind, groups: usize) -> Self {
        Self {
            kind,
            groups,
            ..Self::default()
        }
    }

    pub(super) fn characters(&mut self, text: &str, bold: bool, raised: bool) {
        self.raised.before(&mut self.text, text, raised);
        if bold {
            self.text.extend([BOLD]);
        }
        self.text.push_str(text);
        if bold {
            self.text.extend([BOLD_END]);
        }
    }

    /// Properties go back to those of plain paragraphs. The number stays: it stands before the properties of its
    /// paragraph.
    pub(super) fn plain(&mut self) {
        self.heading = None;
        self.list = false;
        self.initial = false;
        self.in_table = false;
        self.inner = false;
    }

    pub(super) fn end_paragraph(&mut self) {
        if std::mem::take(&mut self.initial) {
            return;
        }
        self.raised = Raised::default();
        let piece = self.piece();
        if self.inner && self.in_table {
            self.nested.add(piece);
            return;
        }
        self.end_nested();
        if self.in_table {
            self.table.add(piece);
            for piece in std::mem::take(&mut self.after) {
                self.table.add(piece);
            }
            return;
        }
        self.end_table();
        self.out.push(piece);
        self.out.append(&mut self.after);
    }

    fn piece(&mut self) -> Piece {
        let mut text = std::mem::take(&mut self.text);
        let number = std::mem::take(&mut self.number);
        // Bullets are drawn in fonts of signs; what the text calls them means nothing.
        if number.chars().any(|c| c.is_ascii_alphanumeric()) && !text.trim().is_empty() {
            text = numbered(number.trim(), &text);
        }
        if let Some(entry) = numbered_contents_entry(&text).filter(|_| self.kind == Kind::Body) {
            return (BlockKind::ListItem, Some(1), entry);
        }
        match (self.kind, self.heading) {
            (Kind::Note, _) => (BlockKind::Footnote, None, text),
            (Kind::Edge, _) => (BlockKind::Furniture, None, text),
            (_, Some(level)) => (BlockKind::Heading, Some(level), text),
            _ if self.list => (BlockKind::ListItem, Some(1), text),
            _ => (BlockKind::Paragraph, None, text),
        }
    }

    /// Ends a cell of a table inside a cell.
    pub(super) fn end_inner_cell(&mut self) {
        (self.in_table, self.inner) = (true, true);
        self.end_paragraph();
        self.nested.end_cell();
    }

    pub(super) fn end_inner_row(&mut self) {
        self.nested.end_row();
    }

    fn end_nested(&mut self) {
        if !self.nested.is_empty() {
            for piece in std::mem::take(&mut self.nested).blocks() {
                self.table.add(piece);
            }
        }
    }

    pub(super) fn end_cell(&mut self) {
        (self.in_table, self.inner) = (true, false);
        self.end_paragraph();
        self.table.end_cell();
    }

    /// A row is defined anew; programs do so before its cells, after them, or both.
    pub(super) fn begin_row(&mut self) {
        self.row = (0, Vec::new());
    }

    pub(super) fn row_begins_at(&mut self, place: i32) {
        self.row.0 = place;
    }

    pub(super) fn cell_ends_at(&mut self, place: i32) {
        if self.row.1.len() < MAX_CELLS {
            self.row.1.push(place);
        }
    }

    pub(super) fn end_row(&mut self) {
        let (first, ends) = &self.row;
        let others = ends.iter().take(ends.len().saturating_sub(1));
        let begins = std::iter::once(first).chain(others).take(ends.len());
        self.table.edges(begins.copied().collect());
        self.table.end_row();
        self.in_table = false;
    }

    /// Whether nothing of the open paragraph was read, and it stands in no table.
    pub(super) fn is_fresh(&self) -> bool {
        self.text.trim().is_empty() && !self.in_table
    }

    pub(super) fn end_table(&mut self) {
        if !self.table.is_empty() {
            let edge = self.kind == Kind::Edge;
            let blocks = std::mem::take(&mut self.table).blocks();
            let blocks = blocks.into_iter().map(|(kind, level, text)| {
                let kind = if edge { BlockKind::Furniture } else { kind };
                (kind, level, text)
            });
            self.out.extend(blocks);
        }
    }

    /// All blocks, at the stream's end.
    pub(super) fn finish(mut self) -> Vec<Piece> {
        (self.in_table, self.inner) = (false, false);
        self.end_paragraph();
        self.out
    }
}
