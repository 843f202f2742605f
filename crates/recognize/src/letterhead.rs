//! The head of a letter, column by column: whom it goes to on the left, who writes and the references on the right.

use crate::view::Line;

/// The lines of a head with the cells of rows that stand below one another apart: the first column, then the next.
pub(crate) fn by_columns<'v>(lines: &[Line<'v>]) -> Vec<Line<'v>> {
    let mut out = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rows = lines.get(at..).unwrap_or_default();
        let count = rows.iter().take_while(|row| row.text.contains('\t')).count();
        if count == 0 {
            out.push(line.clone());
            at += 1;
            continue;
        }
        let rows = rows.get(..count).unwrap_or_default();
        let width = rows.iter().map(|row| row.text.split('\t').count()).max().unwrap_or(0);
        for column in 0..width {
            out.extend(rows.iter().filter_map(|row| cell(row, column)));
        }
        at += count;
    }
    out
}

/// One cell of a row as a line of its own.
fn cell<'v>(row: &Line<'v>, column: usize) -> Option<Line<'v>> {
    let mut start = 0;
    for (index, text) in row.text.split('\t').enumerate() {
        if index == column {
            let blanks = text.len() - text.trim_start().len();
            let before = row.text.get(..start + blanks)?;
            let text = text.trim();
            return (!text.is_empty()).then(|| row.with(text, row.start + before.chars().count()));
        }
        start += text.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_record::BlockKind;

    #[test]
    fn cells_keep_their_places() {
        let line = |text, start| Line::new(text, BlockKind::Table, None, 1, start);
        let lines = [
            line("Sør kommune\tSaksbehandler", 0),
            line("Postboks 1\tKari Moen", 26),
            line("0030 Oslo", 48),
        ];
        let found: Vec<(&str, usize)> = by_columns(&lines).iter().map(|line| (line.text, line.start)).collect();
        let expected = [
            ("Sør kommune", 0),
            ("Postboks 1", 26),
            ("Saksbehandler", 12),
            ("Kari Moen", 37),
            ("0030 Oslo", 48),
        ];
        assert_eq!(found, expected);
    }
}
