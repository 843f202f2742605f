//! Sections of Word 97 ([MS-DOC] 2.8.26 `PlcfSed`): which of their ends begin no page.

use super::properties::operand;
use super::{u16_at, u32_at};
use std::collections::BTreeSet;

/// `fcPlcfSed` in the file information block.
const SECTIONS: usize = 0xCA;
/// sprmSBkc: how a section begins.
const BEGINS: u16 = 0x3009;
/// Bytes that describe a section (`Sed`).
const SIZE: usize = 12;
/// Most sections read.
const MAX_SECTIONS: usize = 20_000;

/// The positions of section ends after which the text goes on, on the same page; none when the table is damaged.
pub(super) fn continuous_ends(main: &[u8], table: &[u8]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let start = u32_at(main, SECTIONS).unwrap_or(0) as usize;
    let length = u32_at(main, SECTIONS + 4).unwrap_or(0) as usize;
    let plc = table.get(start..start.saturating_add(length)).unwrap_or_default();
    let count = length.saturating_sub(4) / (4 + SIZE);
    for section in 1..count.min(MAX_SECTIONS) {
        let begins = u32_at(plc, (count + 1) * 4 + section * SIZE + 2).and_then(|offset| how(main, offset as usize));
        // 0 goes on where the one before ended, 1 in the next column.
        if let (Some(0 | 1), Some(first)) = (begins, u32_at(plc, section * 4)) {
            found.extend((first as usize).checked_sub(1));
        }
    }
    found
}

/// How the section begins whose properties (`Sepx`) stand at an offset.
fn how(main: &[u8], offset: usize) -> Option<u8> {
    let length = usize::from(u16_at(main, offset)?);
    let from = offset.checked_add(2)?;
    let changes = main.get(from..from.checked_add(length)?)?;
    operand(changes, BEGINS)?.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sections_that_go_on_are_told() {
        let mut main = vec![0; 0x200];
        main[SECTIONS + 4..SECTIONS + 8].copy_from_slice(&52_u32.to_le_bytes());
        // Three sections; the second goes on, the third says nothing.
        let mut table = Vec::new();
        for place in [0_u32, 10, 20, 30] {
            table.extend(place.to_le_bytes());
        }
        for offset in [0xFFFF_FFFF_u32, 0x180, 0x190] {
            table.extend([0, 0]);
            table.extend(offset.to_le_bytes());
            table.extend([0; 6]);
        }
        main[0x180..0x185].copy_from_slice(&[3, 0, 0x09, 0x30, 0]);
        assert_eq!(continuous_ends(&main, &table), BTreeSet::from([9]));
        assert!(continuous_ends(&main, &table[..20]).is_empty());
    }
}
