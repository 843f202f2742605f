//! Paragraph styles of Word 97 ([MS-DOC] 2.9.271 `STSH`): headings, entries of contents, lists.

use super::properties::operand;
use super::{u16_at, u32_at};

/// `fcStshf` in the file information block.
const STYLES: usize = 0xA2;
/// Most styles read; there are 4,094 at most.
const MAX_STYLES: usize = 4_094;

/// What a style means for a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Depth of a heading, from 1.
    pub(super) heading: Option<u8>,
    /// Depth of an entry in a table of contents, from 1.
    pub(super) contents: Option<u8>,
    /// Number of its list.
    pub(super) list: Option<u16>,
    /// Depth in the list, from 0.
    pub(super) depth: Option<u8>,
    base: Option<usize>,
}

/// All styles by number, each complete with what it inherits; none when the sheet is damaged.
pub(super) fn read(main: &[u8], table: &[u8]) -> Vec<Style> {
    let mut own = Vec::new();
    // It stops at the first thing that does not fit.
    let _ = sheet(main, table, &mut own);
    let complete = |style: &Style| {
        let mut whole = *style;
        let mut above = style.base;
        // A chain of styles is short; a circle would never end.
        for _ in 0..16 {
            let Some(parent) = above.and_then(|index| own.get(index)) else {
                break;
            };
            whole.heading = whole.heading.or(parent.heading);
            whole.list = whole.list.or(parent.list);
            whole.depth = whole.depth.or(parent.depth);
            above = parent.base;
        }
        whole
    };
    own.iter().map(complete).collect()
}

fn sheet(main: &[u8], table: &[u8], own: &mut Vec<Style>) -> Option<()> {
    let (start, length) = (u32_at(main, STYLES)? as usize, u32_at(main, STYLES + 4)? as usize);
    let sheet = table.get(start..start.checked_add(length)?)?;
    let head = usize::from(u16_at(sheet, 0)?);
    let count = usize::from(u16_at(sheet, 2)?).min(MAX_STYLES);
    let fixed = usize::from(u16_at(sheet, 4)?);
    let mut at = 2 + head;
    for _ in 0..count {
        let length = usize::from(u16_at(sheet, at)?);
        let definition = sheet.get(at + 2..at + 2 + length)?;
        own.push(style(definition, fixed).unwrap_or_default());
        at += 2 + length + (length & 1);
    }
    Some(())
}

fn style(definition: &[u8], fixed: usize) -> Option<Style> {
    let kind = u16_at(definition, 2)?;
    let built_in = u16_at(definition, 0)? & 0x0FFF;
    let base = usize::from(kind >> 4);
    let mut style = Style {
        heading: u8::try_from(built_in).ok().filter(|level| (1..=9).contains(level)),
        contents: u8::try_from(built_in)
            .ok()
            .filter(|id| (19..=27).contains(id))
            .map(|id| id - 18),
        base: (base != 0x0FFF).then_some(base),
        ..Style::default()
    };
    // The built-in title.
    if built_in == 62 {
        style.heading = Some(1);
    }
    if kind & 0xF != 1 {
        return Some(style);
    }
    let name = usize::from(u16_at(definition, fixed)?);
    let mut at = fixed + 2 + name * 2 + 2;
    at += at & 1;
    let length = usize::from(u16_at(definition, at)?);
    // The style's own number comes before the changes.
    let changes = definition.get(at + 4..at + 2 + length)?;
    style.list = operand(changes, 0x460B).and_then(|list| u16_at(list, 0));
    style.depth = operand(changes, 0x260A).and_then(|depth| depth.first().copied());
    if let Some(level) = operand(changes, 0x2640).and_then(|level| level.first().copied()) {
        style.heading = (level < 9).then_some(level + 1);
    }
    Some(style)
}
