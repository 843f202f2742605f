//! The document as rules look at it: lines of blocks in reading order.

use ordskifte_record::{BlockKind, ExtractedText};

/// A line: a block, or a row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    pub(crate) kind: BlockKind,
    pub(crate) level: Option<u8>,
    pub(crate) page: u32,
    /// Position of its first character in the flow, in code points.
    pub(crate) start: usize,
}

/// All lines of the flow.
pub(crate) struct View<'a> {
    pub(crate) lines: Vec<Line<'a>>,
    /// Running heads and feet of the first page, which are no part of the flow.
    pub(crate) furniture: Vec<&'a str>,
    /// Whether the text was taken from a site with its menus, which are left out.
    pub(crate) site: bool,
}

impl<'a> View<'a> {
    pub(crate) fn new(text: &'a ExtractedText) -> Self {
        let mut lines = Vec::new();
        for block in text.flow_blocks() {
            let mut start = block.start;
            for row in block.text.split('\n') {
                if !row.trim().is_empty() {
                    lines.push(Line {
                        text: row,
                        kind: block.kind,
                        level: block.level,
                        page: block.page,
                        start,
                    });
                }
                start += row.chars().count() + 1;
            }
        }
        let site = crate::site::without_menus(&mut lines);
        let furniture = text
            .pages
            .first()
            .into_iter()
            .flat_map(|page| &page.blocks)
            .filter(|block| block.kind == BlockKind::Furniture)
            .map(|block| block.text.as_str())
            .collect();
        Self { lines, furniture, site }
    }

    /// The lines before the first long paragraph, at most `limit`.
    pub(crate) fn top(&self, limit: usize) -> &[Line<'a>] {
        let end = self
            .lines
            .iter()
            .position(|line| line.kind == BlockKind::Paragraph && line.text.chars().count() > 220)
            .unwrap_or(self.lines.len())
            .clamp(1, limit);
        self.lines.get(..end.min(self.lines.len())).unwrap_or_default()
    }
}
