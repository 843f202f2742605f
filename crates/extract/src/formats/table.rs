//! Tables of word processors: rows of cells of paragraphs, into blocks.

use crate::builder;
use crate::text::prose::{Piece, pieces, without_marks};
use ordskifte_record::BlockKind;

/// From so many paragraphs in one cell on, the row arranges prose and its cells are read one after the other.
const PROSE: usize = 3;
/// Fewest words of a sentence.
const SENTENCE: usize = 3;
/// Most columns told apart; damaged files promise any number.
const MAX_COLUMNS: usize = 200;
/// Edges of cells closer than this, in twentieths of a point, are one: programs round them row by row.
const NEAR_EDGES: i32 = 80;

/// A cell.
#[derive(Debug)]
struct Cell {
    pieces: Vec<Piece>,
    span: Span,
}

/// How far a cell reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// Columns; 0 counts as 1.
    pub(crate) columns: usize,
    /// Rows, where those below do not mention it; 0 counts as 1.
    pub(crate) rows: usize,
}

impl Default for Span {
    fn default() -> Self {
        Self { columns: 1, rows: 1 }
    }
}

/// A row.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<Cell>,
    /// Columns that it leaves free before its first cell.
    indent: usize,
    /// Where its cells begin, where the format tells columns by nothing else.
    edges: Vec<i32>,
}

/// A table in the making.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
    row: Row,
    cell: Vec<Piece>,
    span: Span,
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

    /// How far the open cell reaches.
    pub(crate) fn span(&mut self, span: Span) {
        self.span = span;
    }

    /// How many columns the open row leaves free at its beginning.
    pub(crate) fn indent(&mut self, columns: usize) {
        self.row.indent = columns;
    }

    /// Where the cells of the open row begin, in twentieths of a point, for formats that tell columns by nothing else.
    pub(crate) fn edges(&mut self, edges: Vec<i32>) {
        self.row.edges = edges;
    }

    pub(crate) fn end_cell(&mut self) {
        self.row.cells.push(Cell {
            pieces: std::mem::take(&mut self.cell),
            span: std::mem::take(&mut self.span),
        });
    }

    pub(crate) fn end_row(&mut self) {
        if !self.cell.is_empty() {
            self.end_cell();
        }
        let row = std::mem::take(&mut self.row);
        if !row.cells.is_empty() {
            self.rows.push(row);
        }
        self.span = Span::default();
    }

    /// Whether nothing stands in it so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.row.cells.is_empty() && self.cell.is_empty()
    }

    /// The blocks: a table for each run of rows of short cells, paragraphs for rows that arrange prose.
    pub(crate) fn blocks(mut self) -> Vec<Piece> {
        self.end_row();
        let places = places(&self.rows);
        let mut out: Vec<Piece> = Vec::new();
        let mut rows: Vec<String> = Vec::new();
        let close = |rows: &mut Vec<String>, out: &mut Vec<Piece>| {
            if !rows.is_empty() {
                out.push((BlockKind::Table, None, std::mem::take(rows).join("\n")));
            }
        };
        for (row, places) in self.rows.into_iter().zip(places) {
            if is_prose(&row.cells) {
                close(&mut rows, &mut out);
                for (kind, level, text) in row.cells.into_iter().flat_map(|cell| cell.pieces) {
                    if kind == BlockKind::Table {
                        out.push((kind, level, text));
                    } else {
                        out.extend(pieces(kind, level, &text));
                    }
                }
            } else {
                let cells = row.cells.iter().zip(places);
                let line = builder::row(cells.map(|(cell, place)| (place, flat(&cell.pieces))));
                if !line.trim().is_empty() {
                    rows.push(line);
                }
            }
        }
        close(&mut rows, &mut out);
        out.append(&mut self.notes);
        out
    }
}

/// The column of every cell of every row, counted without the columns that are empty from top to bottom.
fn places(rows: &[Row]) -> Vec<Vec<usize>> {
    let by_edges = edges(rows);
    let mut hanging: Vec<usize> = Vec::new();
    let mut places: Vec<Vec<usize>> = Vec::with_capacity(rows.len());
    for row in rows {
        places.push(match &by_edges {
            Some(edges) => row.edges.iter().map(|edge| column_at(edges, *edge)).collect(),
            None => columns(row, &mut hanging),
        });
    }
    let mut filled = vec![false; MAX_COLUMNS + 1];
    for (row, places) in rows.iter().zip(&places) {
        for (_, place) in row.cells.iter().zip(places).filter(|(cell, _)| !cell.pieces.is_empty()) {
            if let Some(filled) = filled.get_mut(*place) {
                *filled = true;
            }
        }
    }
    let kept: Vec<usize> = filled
        .iter()
        .scan(0, |count, filled| {
            let own = *count;
            *count += usize::from(*filled);
            Some(own)
        })
        .collect();
    for place in places.iter_mut().flatten() {
        *place = kept.get(*place).copied().unwrap_or(0);
    }
    places
}

/// The columns of a row's cells by their spans; `hanging` counts for how many more rows a cell above fills each column.
fn columns(row: &Row, hanging: &mut Vec<usize>) -> Vec<usize> {
    let mut next = vec![0; MAX_COLUMNS + 1];
    for (next, hanging) in next.iter_mut().zip(hanging.iter()) {
        *next = hanging.saturating_sub(1);
    }
    let mut column = row.indent.min(MAX_COLUMNS);
    let mut places = Vec::with_capacity(row.cells.len());
    for cell in &row.cells {
        while column < MAX_COLUMNS && hanging.get(column).is_some_and(|rows| *rows > 0) {
            column += 1;
        }
        places.push(column);
        let end = column.saturating_add(cell.span.columns.max(1)).min(MAX_COLUMNS);
        for rows in next.get_mut(column..end).into_iter().flatten() {
            *rows = cell.span.rows.saturating_sub(1);
        }
        column = end;
    }
    *hanging = next;
    places
}

/// Where cells of any row begin, in order; `None` where a row does not tell.
fn edges(rows: &[Row]) -> Option<Vec<i32>> {
    let told = rows.iter().all(|row| row.edges.len() >= row.cells.len());
    let mut edges: Vec<i32> = rows.iter().flat_map(|row| row.edges.iter().copied()).collect();
    edges.sort_unstable();
    edges.dedup_by(|edge, kept| edge.saturating_sub(*kept) < NEAR_EDGES);
    (told && !edges.is_empty() && edges.len() <= MAX_COLUMNS).then_some(edges)
}

fn column_at(edges: &[i32], edge: i32) -> usize {
    edges.partition_point(|known| *known <= edge).saturating_sub(1)
}

/// Whether a row only arranges paragraphs on the page: several in one cell, a heading or table among them, or nothing
/// but one cell.
fn is_prose(row: &[Cell]) -> bool {
    let filled = row.iter().filter(|cell| !cell.pieces.is_empty()).count();
    let entries = |cell: &Cell| -> usize {
        let count = |(kind, level, text): &Piece| pieces(*kind, *level, text).len();
        cell.pieces.iter().map(count).sum()
    };
    // Names after "Til stede:" stand one below the other.
    let labeled = row.len() == 2 && row.first().is_some_and(|cell| flat(&cell.pieces).ends_with(':'));
    let most = if labeled { PROSE - 1 } else { PROSE };
    let many = row.iter().any(|cell| entries(cell) >= most);
    // "Fyr og lykter" above "Moe viste til kostnadene." in a cell: a heading with what was said below it.
    let sentence = |text: &str| text.trim_end().ends_with('.') && text.split_whitespace().count() >= SENTENCE;
    let says = |cell: &Cell| {
        let texts = cell
            .pieces
            .iter()
            .flat_map(|(kind, level, text)| pieces(*kind, *level, text));
        texts.skip(1).any(|(_, _, text)| sentence(&text))
    };
    let many = many || row.len() > 1 && row.iter().any(says);
    let arranged = row
        .iter()
        .flat_map(|cell| &cell.pieces)
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
    fn a_heading_above_a_sentence_in_a_cell_is_prose() {
        let found = table(&[
            &[&["Sak"], &["Innhold"], &["Ansvar"]],
            &[&["1/23"], &["Lykter", "Moe viste til planen."], &["KS"]],
        ]);
        let rest: Vec<&str> = found[1..].iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(rest, ["1/23", "Lykter", "Moe viste til planen.", "KS"]);
    }

    #[test]
    fn a_frame_of_one_cell_is_no_table() {
        assert_eq!(
            table(&[&[&["Faktaboks om ordningen."]]]),
            [(BlockKind::Paragraph, "Faktaboks om ordningen.".to_owned())]
        );
    }

    /// A table of cells of one paragraph each, with how far they reach.
    fn spanned(rows: &[&[(&str, usize, usize)]]) -> String {
        let mut table = Table::default();
        for row in rows {
            for (text, columns, rows) in *row {
                table.add((BlockKind::Paragraph, None, (*text).to_owned()));
                table.span(Span {
                    columns: *columns,
                    rows: *rows,
                });
                table.end_cell();
            }
            table.end_row();
        }
        let texts: Vec<String> = table.blocks().into_iter().map(|(_, _, text)| text).collect();
        texts.join("|")
    }

    #[test]
    fn empty_cells_keep_their_columns() {
        let found = table(&[
            &[&["Navn"], &["Møtt"], &["Forfall"]],
            &[&["Kari Moen"], &["x"], &[]],
            &[&["Ola Li"], &[], &["x"]],
            &[&["Per Vik"], &[], &[]],
        ]);
        assert_eq!(found[0].1, "Navn\tMøtt\tForfall\nKari Moen\tx\nOla Li\t\tx\nPer Vik");
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn merged_cells_stand_in_their_first_column_and_columns_that_nothing_begins_in_are_none() {
        assert_eq!(
            spanned(&[
                &[("Sak", 1, 2), ("Svar", 2, 1)],
                &[("Ja", 1, 1), ("Nei", 1, 1)],
                &[("1", 1, 1), ("", 1, 1), ("x", 1, 1)],
            ]),
            "Sak\tSvar\n\tJa\tNei\n1\t\tx"
        );
        assert_eq!(
            spanned(&[&[("a", 3, 1), ("b", 1, 1)], &[("c", 3, 1), ("d", 1, 1)]]),
            "a\tb\nc\td"
        );
        // What a damaged file promises costs nothing.
        assert_eq!(
            spanned(&[
                &[("a", usize::MAX, usize::MAX), ("b", 1, 1)],
                &[("c", 1, 1), ("d", 1, 1)]
            ]),
            "a\tb\n\tc\td"
        );
    }

    #[test]
    fn edges_tell_columns_where_nothing_else_does() {
        let mut table = Table::default();
        for (edges, texts) in [
            (vec![0, 2000, 4000], vec!["Navn", "Møtt", "Forfall"]),
            (vec![0, 4010], vec!["Ola Li", "x"]),
        ] {
            for text in texts {
                table.add((BlockKind::Paragraph, None, text.to_owned()));
                table.end_cell();
            }
            table.edges(edges);
            table.end_row();
        }
        assert_eq!(table.blocks()[0].2, "Navn\tMøtt\tForfall\nOla Li\t\tx");
    }
}
