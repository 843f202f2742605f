//! Tables of word processors: rows of cells of paragraphs, into blocks.

use crate::text::prose::{Piece, pieces, without_marks};
use ordskifte_record::BlockKind;

/// From so many paragraphs in one cell on, the row arranges prose and its cells are read one after the other.
const PROSE: usize = 3;

/// A table in the making.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<Vec<Piece>>>,
    row: Vec<Vec<Piece>>,
    cell: Vec<Piece>,
    /// Footnotes of its cells, which come after it.
    notes: Vec<Piece>,
}

impl Table {
    /// Adds a paragraph to the open cell.
    pub(crate) fn add(&mut self, (kind, level, text): Piece) {
        if kind == BlockKind::Footnote {
            self.notes.push((kind, level, text));
        } else if !without_marks(&text).trim().is_empty() {
            self.cell.push((kind, level, text));
        }
    }

    pub(crate) fn end_cell(&mut self) {
        self.row.push(std::mem::take(&mut self.cell));
    }

    pub(crate) fn end_row(&mut self) {
        if !self.cell.is_empty() {
            self.end_cell();
        }
        if !self.row.is_empty() {
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    /// Whether nothing stands in it so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.row.is_empty() && self.cell.is_empty()
    }

    /// The blocks: a table for each run of rows of short cells, paragraphs for rows that arrange prose.
    pub(crate) fn blocks(mut self) -> Vec<Piece> {
        self.end_row();
        let mut out: Vec<Piece> = Vec::new();
        let mut rows: Vec<String> = Vec::new();
        let close = |rows: &mut Vec<String>, out: &mut Vec<Piece>| {
            if !rows.is_empty() {
                out.push((BlockKind::Table, None, std::mem::take(rows).join("\n")));
            }
        };
        for row in self.rows {
            if is_prose(&row) {
                close(&mut rows, &mut out);
                for (kind, level, text) in row.into_iter().flatten() {
                    if kind == BlockKind::Table {
                        out.push((kind, level, text));
                    } else {
                        out.extend(pieces(kind, level, &text));
                    }
                }
            } else {
                let cells: Vec<String> = row.iter().map(|cell| flat(cell)).collect();
                let line = cells.join("\t");
                if !line.trim().is_empty() {
                    rows.push(line.trim_end().to_owned());
                }
            }
        }
        close(&mut rows, &mut out);
        out.append(&mut self.notes);
        out
    }
}

/// Whether a row only arranges paragraphs on the page: several in one cell, a heading or table among them, or nothing
/// but one cell.
fn is_prose(row: &[Vec<Piece>]) -> bool {
    let filled = row.iter().filter(|cell| !cell.is_empty()).count();
    let entries = |cell: &Vec<Piece>| -> usize {
        let count = |(kind, level, text): &Piece| pieces(*kind, *level, text).len();
        cell.iter().map(count).sum()
    };
    // Names after "Til stede:" stand one below the other.
    let labeled = row.len() == 2 && row.first().is_some_and(|cell| flat(cell).ends_with(':'));
    let most = if labeled { PROSE - 1 } else { PROSE };
    let many = row.iter().any(|cell| entries(cell) >= most);
    let arranged = row
        .iter()
        .flatten()
        .any(|(kind, ..)| matches!(kind, BlockKind::Heading | BlockKind::Table));
    many || (arranged && filled > 0) || (filled == 1 && row.len() == 1)
}

/// A cell on one line.
fn flat(cell: &[Piece]) -> String {
    let mut out = String::new();
    for word in cell.iter().flat_map(|(_, _, text)| {
        let text = without_marks(text);
        text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    }) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&[&str]]]) -> Vec<(BlockKind, String)> {
        let mut table = Table::default();
        for row in rows {
            for cell in *row {
                for text in *cell {
                    table.add((BlockKind::Paragraph, None, (*text).to_owned()));
                }
                table.end_cell();
            }
            table.end_row();
        }
        let blocks = table.blocks();
        blocks.into_iter().map(|(kind, _, text)| (kind, text)).collect()
    }

    #[test]
    fn short_cells_are_rows_and_cells_of_prose_are_paragraphs() {
        let found = table(&[
            &[&["År"], &["Kroner"]],
            &[&["2020"], &["5"]],
            &[&["Til stede:"], &["Kari Moen\u{2028}Ola Li"]],
        ]);
        assert_eq!(found[0], (BlockKind::Table, "År\tKroner\n2020\t5".to_owned()));
        let rest: Vec<&str> = found[1..].iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(rest, ["Til stede:", "Kari Moen", "Ola Li"]);
    }

    #[test]
    fn a_frame_of_one_cell_is_no_table() {
        assert_eq!(
            table(&[&[&["Faktaboks om ordningen."]]]),
            [(BlockKind::Paragraph, "Faktaboks om ordningen.".to_owned())]
        );
    }
}
