//! Properties of characters and paragraphs ([MS-DOC] 2.9: pages of formatted runs): hidden and deleted text, headings,
//! lists.

use super::styles::{self, Style};
use super::{Character, u16_at, u32_at};

/// Bytes of a page of runs.
const PAGE: usize = 512;
/// Most runs read; a damaged file may promise any number.
const MAX_RUNS: usize = 2_000_000;
/// sprmTDefTable.
const DEFINE_TABLE: u16 = 0xD608;

/// What a paragraph is.
#[expect(clippy::struct_excessive_bools, reason = "independent properties of a paragraph")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Depth of a heading, from 1.
    pub(super) heading: Option<u8>,
    /// The list that it is an item of, and its depth there, from 0.
    pub(super) list: Option<(u16, u8)>,
    /// Whether its style says that it is an entry of a table of contents.
    pub(super) contents: bool,
    /// Whether it stands in a table.
    pub(super) in_table: bool,
    /// Whether it is the mark at the end of a table's row.
    pub(super) row_end: bool,
    /// Whether it ends a cell, or a row, of a table inside a cell.
    pub(super) inner_cell: bool,
    pub(super) inner_row: bool,
    /// Whether it is an initial, with which the next one begins.
    pub(super) initial: bool,
    /// Whether it begins a page.
    pub(super) new_page: bool,
    /// Which of the shapes of rows is that row's.
    row: Option<usize>,
}

/// Runs by offset in the main stream, sorted.
#[derive(Debug, Default)]
pub(super) struct Properties {
    hidden: Vec<(usize, usize)>,
    bold: Vec<(usize, usize)>,
    raised: Vec<(usize, usize)>,
    paragraphs: Vec<(usize, usize, Paragraph)>,
    /// Where the cells of rows begin, in twentieths of a point.
    rows: Vec<Vec<i32>>,
    styles: Vec<Style>,
}

impl Properties {
    /// Reads both tables; a damaged one tells nothing.
    pub(super) fn read(main: &[u8], table: &[u8]) -> Self {
        let mut found = Self {
            styles: styles::read(main, table),
            ..Self::default()
        };
        // `fcPlcfBteChpx` and `fcPlcfBtePapx` of the file information block.
        for page in pages(main, table, 0xFA) {
            found.characters(page);
        }
        for page in pages(main, table, 0x102) {
            found.paragraphs(page);
        }
        found.hidden.sort_unstable();
        found.bold.sort_unstable();
        found.raised.sort_unstable();
        found.paragraphs.sort_unstable_by_key(|(start, end, _)| (*start, *end));
        found
    }

    /// The character at an offset of the main stream.
    pub(super) fn character(&self, c: char, at: usize) -> Character {
        let hidden = holds(&self.hidden, at);
        // Ends of paragraphs and cells hold the text apart, shown or not.
        let mark = matches!(c, '\r' | '\u{7}' | '\u{c}');
        let paragraph = if mark { self.paragraph(at) } else { Paragraph::default() };
        Character {
            shown: (mark || !hidden).then_some(c),
            bold: !mark && holds(&self.bold, at),
            raised: !mark && holds(&self.raised, at),
            paragraph,
        }
    }

    /// Where the cells of the row begin that a paragraph ends; empty where it does not tell.
    pub(super) fn edges(&self, paragraph: Paragraph) -> Vec<i32> {
        let row = paragraph.row.and_then(|row| self.rows.get(row));
        row.cloned().unwrap_or_default()
    }

    fn paragraph(&self, at: usize) -> Paragraph {
        let run = self.paragraphs.partition_point(|(start, ..)| *start <= at);
        run.checked_sub(1)
            .and_then(|run| self.paragraphs.get(run))
            .filter(|(_, end, _)| at < *end)
            .map_or_else(Paragraph::default, |(_, _, paragraph)| *paragraph)
    }

    /// A page of character runs (`ChpxFkp`).
    fn characters(&mut self, page: &[u8]) {
        let count = usize::from(page.last().copied().unwrap_or(0));
        for run in 0..count {
            let (Some(start), Some(end)) = (u32_at(page, run * 4), u32_at(page, run * 4 + 4)) else {
                return;
            };
            let at = page
                .get((count + 1) * 4 + run)
                .map_or(0, |offset| usize::from(*offset) * 2);
            let Some(length) = page.get(at).map(|length| usize::from(*length)).filter(|_| at > 0) else {
                continue;
            };
            let changes = page.get(at + 1..at + 1 + length).unwrap_or_default();
            // sprmCFRMarkDel and sprmCFVanish.
            if (on(changes, 0x0800) || on(changes, 0x083C)) && self.hidden.len() < MAX_RUNS {
                self.hidden.push((start as usize, end as usize));
            }
            // sprmCFBold.
            if on(changes, 0x0835) && self.bold.len() < MAX_RUNS {
                self.bold.push((start as usize, end as usize));
            }
            // sprmCIss: 1 is raised, 2 is lowered; sprmCHpsPos: how high, in half points.
            let height = operand(changes, 0x4845).and_then(|height| u16_at(height, 0));
            let raised = operand(changes, 0x2A48).and_then(|place| place.first()) == Some(&1)
                || height.is_some_and(|height| height.cast_signed() > 0);
            if raised && self.raised.len() < MAX_RUNS {
                self.raised.push((start as usize, end as usize));
            }
        }
    }

    /// A page of paragraphs (`PapxFkp`).
    fn paragraphs(&mut self, page: &[u8]) {
        let count = usize::from(page.last().copied().unwrap_or(0));
        for run in 0..count {
            let (Some(start), Some(end)) = (u32_at(page, run * 4), u32_at(page, run * 4 + 4)) else {
                return;
            };
            let at = page
                .get((count + 1) * 4 + run * 13)
                .map_or(0, |offset| usize::from(*offset) * 2);
            let Some(words) = page.get(at).copied().filter(|_| at > 0) else {
                continue;
            };
            // A count of 0 means that the count follows, and counts otherwise.
            let (from, length) = if words == 0 {
                (at + 2, page.get(at + 1).map_or(0, |words| usize::from(*words) * 2))
            } else {
                (at + 1, usize::from(words) * 2 - 1)
            };
            let Some(style) = u16_at(page, from) else { continue };
            let changes = page.get(from + 2..from + length).unwrap_or_default();
            // Without a sheet styles 1 to 9 are the built-in headings. sprmPOutLvl tells a level (9: running text),
            // sprmPIlfo a list and sprmPIlvl the depth in it.
            let sheet = self.styles.get(usize::from(style)).copied().unwrap_or_default();
            let level = operand(changes, 0x2640).map(|operand| operand.first().copied().unwrap_or(9));
            let numbered = u8::try_from(style).ok().filter(|style| (1..=9).contains(style));
            let styled = if self.styles.is_empty() {
                numbered
            } else {
                sheet.heading
            };
            let own = operand(changes, 0x460B).and_then(|list| u16_at(list, 0));
            let depth = operand(changes, 0x260A).and_then(|depth| depth.first().copied());
            let row = edges(changes).filter(|_| self.rows.len() < MAX_RUNS);
            let paragraph = Paragraph {
                heading: level.filter(|level| *level < 9).map(|level| level + 1).or(styled),
                // sprmPFInTable and sprmPFTtp.
                in_table: on(changes, 0x2416),
                row_end: on(changes, 0x2417),
                // sprmPFInnerTableCell and sprmPFInnerTtp.
                inner_cell: on(changes, 0x244B),
                inner_row: on(changes, 0x244C),
                // sprmPDcs: its lowest three bits tell the kind, none among them.
                initial: operand(changes, 0x442C).is_some_and(|kind| kind.first().is_some_and(|kind| kind & 7 != 0)),
                // sprmPFPageBreakBefore.
                new_page: on(changes, 0x2407),
                row: row.is_some().then_some(self.rows.len()),
                list: own
                    .or(sheet.list)
                    .filter(|list| (1..0x07FF).contains(list))
                    .map(|list| (list, depth.or(sheet.depth).unwrap_or(0).min(8))),
                contents: sheet.contents.is_some(),
            };
            self.rows.extend(row);
            if paragraph != Paragraph::default() && self.paragraphs.len() < MAX_RUNS {
                self.paragraphs.push((start as usize, end as usize, paragraph));
            }
        }
    }
}

/// Where the cells of a row begin: sprmTDefTable ([MS-DOC] 2.9.321) has its size, a count of cells, and an edge more than
/// that.
fn edges(changes: &[u8]) -> Option<Vec<i32>> {
    let operand = operand(changes, DEFINE_TABLE)?;
    let count = usize::from(*operand.get(2)?);
    let edge = |index: usize| u16_at(operand, 3 + index * 2).map(|edge| i32::from(edge.cast_signed()));
    (0..count).map(edge).collect()
}

/// Whether an offset lies in one of the runs.
fn holds(runs: &[(usize, usize)], at: usize) -> bool {
    let run = runs.partition_point(|(start, _)| *start <= at);
    run.checked_sub(1)
        .and_then(|run| runs.get(run))
        .is_some_and(|(_, end)| at < *end)
}

/// The pages that a table of pages (`PlcBteChpx`, `PlcBtePapx`) names, by the place of its offset in the file
/// information block.
fn pages<'a>(main: &'a [u8], table: &'a [u8], field: usize) -> impl Iterator<Item = &'a [u8]> {
    let start = u32_at(main, field).unwrap_or(0) as usize;
    let length = u32_at(main, field + 4).unwrap_or(0) as usize;
    let plc = table.get(start..start.saturating_add(length)).unwrap_or_default();
    let count = length.saturating_sub(4) / 8;
    (0..count).filter_map(move |index| {
        let number = u32_at(plc, (count + 1) * 4 + index * 4)? & 0x003F_FFFF;
        let at = (number as usize).checked_mul(PAGE)?;
        main.get(at..at.checked_add(PAGE)?)
    })
}

/// Whether a list of changes switches a property on.
fn on(changes: &[u8], code: u16) -> bool {
    operand(changes, code).is_some_and(|operand| operand.first().is_some_and(|value| value & 1 == 1))
}

/// The operand of a change (`Prl`, [MS-DOC] 2.2.5.1), the last when there are several.
pub(super) fn operand(changes: &[u8], wanted: u16) -> Option<&[u8]> {
    let mut at = 0;
    let mut found = None;
    while let Some(code) = u16_at(changes, at) {
        at += 2;
        let length = match code >> 13 {
            // Of all changes this one alone has a size of two bytes, one too large.
            6 if code == DEFINE_TABLE => 1 + usize::from(u16_at(changes, at).unwrap_or(0)),
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ => 1 + usize::from(changes.get(at).copied().unwrap_or(0)),
        };
        let operand = changes.get(at..at + length)?;
        if code == wanted {
            found = Some(operand);
        }
        at += length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_are_found_among_others() {
        // A font size (two bytes), then hidden on; a variable change before them.
        let changes = [0x4D, 0xC6, 2, 9, 9, 0x43, 0x4A, 24, 0, 0x3C, 0x08, 1];
        assert!(on(&changes, 0x083C));
        assert!(!on(&changes, 0x0800));
        assert_eq!(operand(&changes, 0x4A43), Some(&[24, 0][..]));
    }

    #[test]
    fn a_page_of_runs_tells_hidden_text() {
        let mut page = [0; PAGE];
        page[..12].copy_from_slice(&[0, 4, 0, 0, 10, 4, 0, 0, 20, 4, 0, 0]);
        page[12] = 0;
        page[13] = 200;
        page[400..408].copy_from_slice(&[6, 0x3C, 0x08, 1, 0x48, 0x2A, 1, 0]);
        page[511] = 2;
        let mut properties = Properties::default();
        properties.characters(&page);
        assert_eq!(properties.hidden, [(0x40A, 0x414)]);
        assert_eq!(properties.raised, [(0x40A, 0x414)]);
        assert_eq!(properties.character('x', 0x40B).shown, None);
        assert_eq!(properties.character('\r', 0x40B).shown, Some('\r'));
        assert_eq!(properties.character('x', 0x409).shown, Some('x'));
    }

    #[test]
    fn the_shape_of_a_row_tells_where_its_cells_begin() {
        // Two cells with three edges; a change behind it.
        let changes = [0x08, 0xD6, 8, 0, 2, 0x94, 0xFF, 0xD0, 0x07, 0xA0, 0x0F, 0x16, 0x24, 1];
        assert_eq!(edges(&changes), Some(vec![-108, 2000]));
        assert!(on(&changes, 0x2416));
        assert_eq!(edges(&changes[..6]), None);
    }
}
