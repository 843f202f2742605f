//! Lists of Word 97 ([MS-DOC] 2.9.131 `LSTF`, `LVL`, `PlfLfo`): how paragraphs are numbered.

use super::{u16_at, u32_at};
use crate::formats::numbering::{List, Numbering};

/// `fcPlfLst` and `fcPlfLfo` in the file information block.
const DEFINITIONS: usize = 0x02E2;
const OVERRIDES: usize = 0x02EA;
/// Bytes of a definition (`LSTF`), of a list (`LFO`) and of the fixed part of a level (`LVLF`).
const LSTF: usize = 28;
const LFO: usize = 16;
const LVLF: usize = 28;
/// Most definitions and lists read; real documents have some dozens.
const MAX_LISTS: usize = 4_000;

/// Reads the lists; what is damaged counts nothing. Lists are named by their number from 1.
pub(super) fn read(main: &[u8], table: &[u8]) -> Numbering {
    let mut found = Numbering::default();
    // Both stop at the first thing that does not fit.
    let _ = definitions(main, table, &mut found);
    let _ = lists(main, table, &mut found);
    found
}

fn place(main: &[u8], field: usize) -> Option<(usize, usize)> {
    Some((u32_at(main, field)? as usize, u32_at(main, field + 4)? as usize))
}

/// Definitions: fixed parts first, then the levels of each, behind the length that the file information block tells.
fn definitions(main: &[u8], table: &[u8], found: &mut Numbering) -> Option<()> {
    let (start, length) = place(main, DEFINITIONS)?;
    if length == 0 {
        return None;
    }
    let count = usize::from(u16_at(table, start)?).min(MAX_LISTS);
    let mut at = start.checked_add(length)?;
    for index in 0..count {
        let lstf = table.get(start + 2 + index * LSTF..)?;
        let name = u32_at(lstf, 0)?.to_string();
        let simple = lstf.get(26)? & 1 == 1;
        for depth in 0..if simple { 1 } else { 9 } {
            at = level(table, at, &name, depth, found)?;
        }
    }
    Some(())
}

/// One level; where the next begins.
fn level(table: &[u8], at: usize, name: &str, depth: u8, found: &mut Numbering) -> Option<usize> {
    let fixed = table.get(at..at.checked_add(LVLF)?)?;
    let skipped = usize::from(*fixed.get(24)?) + usize::from(*fixed.get(25)?);
    let text_at = at + LVLF + skipped;
    let length = usize::from(u16_at(table, text_at)?);
    let units = table.get(text_at + 2..text_at + 2 + length * 2)?;
    let mut text = String::new();
    for c in char::decode_utf16(units.chunks_exact(2).filter_map(|unit| u16_at(unit, 0))).flatten() {
        match c as u32 {
            // A sign below 9 stands for the number of that depth.
            depth @ 0..=8 => text.extend(['%', char::from(b'1' + depth as u8)]),
            _ => text.push(c),
        }
    }
    let level = found.level(name, depth);
    level.start = u32_at(fixed, 0)?;
    level.text = text;
    match fixed.get(4)? {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        22 => "decimalZero",
        23 => "bullet",
        255 => "none",
        _ => "decimal",
    }
    .clone_into(&mut level.format);
    Some(text_at + 2 + length * 2)
}

/// Lists: each names its definition, and may start elsewhere.
fn lists(main: &[u8], table: &[u8], found: &mut Numbering) -> Option<()> {
    let (start, length) = place(main, OVERRIDES)?;
    if length == 0 {
        return None;
    }
    let count = (u32_at(table, start)? as usize).min(MAX_LISTS);
    let mut at = start + 4 + count * LFO;
    for index in 0..count {
        let list = table.get(start + 4 + index * LFO..)?;
        let base = u32_at(list, 0)?.to_string();
        let levels = *list.get(12)?;
        let entry = found.lists.entry((index + 1).to_string()).or_insert_with(|| List {
            base,
            ..List::default()
        });
        // An unused position comes first.
        let mut next = at.checked_add(4)?;
        for _ in 0..levels {
            let (Some(first), Some(flags)) = (u32_at(table, next), u32_at(table, next + 4)) else {
                break;
            };
            next += 8;
            if flags & 0x10 != 0 {
                entry.starts.insert((flags & 0xF) as u8, first);
            }
            if flags & 0x20 != 0 {
                let skipped = usize::from(*table.get(next + 24)?) + usize::from(*table.get(next + 25)?);
                let text = next + LVLF + skipped;
                next = text + 2 + usize::from(u16_at(table, text)?) * 2;
            }
        }
        at = next;
    }
    Some(())
}
