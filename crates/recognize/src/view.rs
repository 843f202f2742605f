//! The document as rules look at it: lines of blocks in reading order.

use crate::present::Listed;
use crate::signs::Signs;
use crate::{labels, organizations};
use ordskifte_record::{BlockKind, ExtractedText};
use ordskifte_vocabulary::{LowerCase, fold_name};
use std::cell::OnceCell;
use std::ops::Range;

/// A line: a block, or a row of a table. Another text is another line ([`Line::with`]): what is known is of this one.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    pub(crate) kind: BlockKind,
    pub(crate) level: Option<u8>,
    pub(crate) page: u32,
    /// Position of its first character in the flow, in code points.
    pub(crate) start: usize,
    known: Known,
}

/// What many rules ask of a line, and is read once, when the first asks. Parts of the text are bytes of it.
#[derive(Clone, Debug, Default)]
struct Known {
    folded: OnceCell<String>,
    lower: OnceCell<String>,
    label: OnceCell<Option<(&'static str, Range<usize>)>>,
    pieces: OnceCell<Vec<Range<usize>>>,
    organization: OnceCell<bool>,
    signs: OnceCell<Signs>,
}

impl<'a> Line<'a> {
    /// A line of a block on a page.
    pub(crate) fn new(text: &'a str, kind: BlockKind, level: Option<u8>, page: u32, start: usize) -> Self {
        Self {
            text,
            kind,
            level,
            page,
            start,
            known: Known::default(),
        }
    }

    /// Another text where this line stands, from a position of the flow on.
    pub(crate) fn with<'b>(&self, text: &'b str, start: usize) -> Line<'b> {
        Line::new(text, self.kind, self.level, self.page, start)
    }

    /// The form in which names compare.
    pub(crate) fn folded(&self) -> &str {
        self.known.folded.get_or_init(|| fold_name(self.text))
    }

    /// The text in lower case.
    pub(crate) fn lower(&self) -> &str {
        self.known.lower.get_or_init(|| self.text.lower_case())
    }

    /// [`labels::label`] of the text.
    pub(crate) fn label(&self) -> Option<(&'static str, &'a str)> {
        let read = || labels::label(self.text).map(|(meaning, value)| (meaning, self.bytes(value)));
        let (meaning, value) = self.known.label.get_or_init(read).as_ref()?;
        Some((meaning, self.text.get(value.clone()).unwrap_or_default()))
    }

    /// [`labels::pieces`] of the text.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = &'a str> + use<'_, 'a> {
        let read = || {
            labels::pieces(self.text)
                .into_iter()
                .map(|piece| self.bytes(piece))
                .collect()
        };
        let pieces = self.known.pieces.get_or_init(read).iter();
        pieces.filter_map(|piece| self.text.get(piece.clone()))
    }

    /// [`organizations::is_organization`] of the text without blanks at its ends.
    pub(crate) fn is_organization(&self) -> bool {
        let read = || organizations::is_organization(self.text.trim());
        *self.known.organization.get_or_init(read)
    }

    /// The [`Signs`] of the text.
    pub(crate) fn signs(&self) -> Signs {
        *self.known.signs.get_or_init(|| Signs::of(self.text))
    }

    /// Where a part of the text stands in it; an empty part has no place.
    fn bytes(&self, part: &str) -> Range<usize> {
        let start = place(part, self.text);
        if part.is_empty() {
            0..0
        } else {
            start..start + part.len()
        }
    }
}

/// The byte of a text at which a part that was cut from it begins.
pub(crate) fn place(part: &str, text: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// All lines of the flow.
pub(crate) struct View<'a> {
    pub(crate) lines: Vec<Line<'a>>,
    /// Running heads and feet of the first page, which are no part of the flow.
    pub(crate) furniture: Vec<&'a str>,
    /// Whether the text was taken from a site with its menus, which are left out.
    pub(crate) site: bool,
    /// [`crate::casework::is_case_paper`], once it is asked.
    pub(crate) case_paper: OnceCell<bool>,
    /// What the list of those who were there says, once it is asked.
    pub(crate) listed: OnceCell<Listed>,
}

impl<'a> View<'a> {
    pub(crate) fn new(text: &'a ExtractedText) -> Self {
        let mut lines = Vec::new();
        for block in text.flow_blocks() {
            let mut start = block.start;
            for row in block.text.split('\n') {
                if !row.trim().is_empty() {
                    lines.push(Line::new(row, block.kind, block.level, block.page, start));
                }
                start += row.chars().count() + 1;
            }
        }
        let site = crate::site::without_menus(&mut lines);
        let mirror = crate::mirrors::without_site(&mut lines);
        crate::flat::cut(&mut lines, mirror);
        let furniture = text
            .pages
            .first()
            .into_iter()
            .flat_map(|page| &page.blocks)
            .filter(|block| block.kind == BlockKind::Furniture)
            .map(|block| block.text.as_str())
            .collect();
        Self {
            lines,
            furniture,
            site,
            case_paper: OnceCell::new(),
            listed: OnceCell::new(),
        }
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
