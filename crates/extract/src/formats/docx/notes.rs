//! Footnotes: each stands on the page of its mark, after the page's text.

use crate::builder::Builder;
use ordskifte_record::Block;
use std::collections::{BTreeMap, BTreeSet};

/// The footnotes of a document, by the numbers that the file gives them.
#[derive(Default)]
pub(super) struct Notes {
    /// Marks in order, each with the index of its page.
    marks: Vec<(String, usize)>,
    /// Footnotes with marks in deleted text.
    deleted: BTreeSet<String>,
    /// The footnote that is being read, and how many blocks its page had before.
    open: Option<(String, usize)>,
    read: BTreeMap<String, Vec<Block>>,
}

impl Notes {
    /// A mark in text that shows.
    pub(super) fn mark(&mut self, note: String, builder: &mut Builder) {
        let page = builder.pages_mut().len().saturating_sub(1);
        if self.marks.iter().all(|(known, _)| *known != note) {
            self.marks.push((note, page));
        }
    }

    /// A mark in deleted text.
    pub(super) fn deleted_mark(&mut self, note: String) {
        self.deleted.insert(note);
    }

    /// A footnote begins.
    pub(super) fn begin(&mut self, note: String, builder: &mut Builder) {
        self.open = Some((note, builder.page().blocks.len()));
    }

    /// It ends: its blocks wait for their page.
    pub(super) fn end(&mut self, builder: &mut Builder) {
        let Some((note, before)) = self.open.take() else { return };
        let blocks = &mut builder.page().blocks;
        let own = blocks.split_off(before.min(blocks.len()));
        self.read.entry(note).or_default().extend(own);
    }

    /// Puts all footnotes in their places: those without a mark at the end, those whose only marks were deleted nowhere.
    pub(super) fn place(&mut self, builder: &mut Builder) {
        for (note, page) in std::mem::take(&mut self.marks) {
            if let Some(blocks) = self.read.remove(&note)
                && let Some(page) = builder.pages_mut().get_mut(page)
            {
                page.blocks.extend(blocks);
            }
        }
        for (note, blocks) in std::mem::take(&mut self.read) {
            if !self.deleted.contains(&note) {
                builder.page().blocks.extend(blocks);
            }
        }
    }
}
