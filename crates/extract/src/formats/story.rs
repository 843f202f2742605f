//! Paragraphs inside paragraphs inside tables, as the XML of word processors nests them, into blocks.

use super::table::{Span, Table};
use crate::builder::Builder;
use crate::text::prose::Piece;
use ordskifte_record::BlockKind;

/// A paragraph that is open, with what the format knows of it. Notes and text boxes lie inside paragraphs, with
/// paragraphs of their own.
pub(crate) struct Open<P> {
    pub(crate) text: String,
    pub(crate) properties: P,
    /// Blocks of notes and boxes inside it, which come after it.
    after: Vec<Piece>,
}

/// Puts paragraphs and tables into a builder, in reading order.
pub(crate) struct Story<P> {
    pub(crate) builder: Builder,
    open: Vec<Open<P>>,
    /// Open tables, each with the number of paragraphs that were open when it began.
    tables: Vec<(usize, Table)>,
}

impl<P> Default for Story<P> {
    fn default() -> Self {
        Self {
            builder: Builder::default(),
            open: Vec::new(),
            tables: Vec::new(),
        }
    }
}

impl<P> Story<P> {
    /// Begins a paragraph.
    pub(crate) fn begin(&mut self, properties: P) {
        self.open.push(Open {
            text: String::new(),
            properties,
            after: Vec::new(),
        });
    }

    /// The innermost open paragraph.
    pub(crate) fn current(&mut self) -> Option<&mut Open<P>> {
        self.open.last_mut()
    }

    /// Open paragraphs.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    /// Whether a table is what ends next: no paragraph was begun inside it that is still open.
    pub(crate) fn table_is_innermost(&self) -> bool {
        self.tables.last().is_some_and(|(base, _)| *base >= self.open.len())
    }

    /// Ends the innermost paragraph; [`Self::place`] takes what becomes of it.
    pub(crate) fn end(&mut self) -> Option<Open<P>> {
        self.open.pop()
    }

    /// Puts a block where the paragraph that just ended stood: into its cell, after the paragraph around it, or into
    /// the flow; what lay inside the paragraph comes after it.
    pub(crate) fn place(&mut self, piece: Piece, ended: Open<P>) {
        let mut all = vec![piece];
        all.extend(ended.after);
        self.put(all);
    }

    /// Puts blocks where the story is: into the open cell, after the open paragraph, or into the flow.
    pub(crate) fn put(&mut self, all: Vec<Piece>) {
        let depth = self.open.len();
        if let Some((_, table)) = self.tables.last_mut().filter(|(base, _)| *base == depth) {
            for piece in all {
                table.add(piece);
            }
        } else if let Some(outer) = self.open.last_mut() {
            outer.after.extend(all);
        } else {
            for (kind, level, text) in all {
                self.builder.push_prose(kind, level, &text);
            }
        }
    }

    pub(crate) fn begin_table(&mut self) {
        self.tables.push((self.open.len(), Table::default()));
    }

    /// How far the open cell reaches.
    pub(crate) fn span(&mut self, span: Span) {
        if let Some((_, table)) = self.tables.last_mut() {
            table.span(span);
        }
    }

    /// How many columns the open row leaves free at its beginning.
    pub(crate) fn indent(&mut self, columns: usize) {
        if let Some((_, table)) = self.tables.last_mut() {
            table.indent(columns);
        }
    }

    pub(crate) fn end_cell(&mut self) {
        if let Some((_, table)) = self.tables.last_mut() {
            table.end_cell();
        }
    }

    pub(crate) fn end_row(&mut self) {
        if let Some((_, table)) = self.tables.last_mut() {
            table.end_row();
        }
    }

    /// Ends the innermost table; `kind` says what its blocks are in this part.
    pub(crate) fn end_table(&mut self, kind: impl Fn(BlockKind) -> BlockKind) {
        if let Some((_, table)) = self.tables.pop() {
            let blocks = table.blocks();
            self.put(
                blocks
                    .into_iter()
                    .map(|(own, level, text)| (kind(own), level, text))
                    .collect(),
            );
        }
    }
}
