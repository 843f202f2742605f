//! Tables whose cells stand on lines of their own, as pages and converters leave them: "Navn", "Funksjon", "Representerer",
//! then three lines for each person.

use crate::columns::is_head;
use crate::labels::label;
use crate::people::{is_name, leading_role};
use crate::view::Line;

/// Fewest and most columns that are told without marks between them.
const COLUMNS: std::ops::RangeInclusive<usize> = 2..=4;
/// Longest cell, in characters.
const MAX_CELL: usize = 60;

/// A row, and the index of the line behind it.
pub(super) struct Row {
    pub(super) from: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

/// The rows of such tables in the first `most` lines, heads among them, in order.
pub(super) fn rows(lines: &[Line<'_>], most: usize) -> Vec<Row> {
    let mut found = Vec::new();
    let mut over = 0;
    for (at, line) in lines.iter().enumerate().take(most) {
        if at < over || line.text.contains('\t') || is_head(line.text).is_none() {
            continue;
        }
        let rest = lines.get(at..).unwrap_or_default();
        let heads = rest.iter().map_while(|line| is_head(line.text)).collect::<Vec<bool>>();
        let named = heads.iter().position(|names| *names);
        let (Some(named), true) = (named, COLUMNS.contains(&heads.len())) else {
            continue;
        };
        let width = heads.len();
        let persons: Vec<&[Line<'_>]> = rest
            .get(width..)
            .unwrap_or_default()
            .chunks_exact(width)
            .take_while(|row| is_row(row, named))
            .collect();
        if persons.is_empty() {
            continue;
        }
        let all = rest.chunks_exact(width).take(persons.len() + 1).enumerate();
        found.extend(all.map(|(index, cells)| Row {
            from: at + index * width,
            end: at + (index + 1) * width,
            text: cells.iter().map(|cell| cell.text.trim()).collect::<Vec<_>>().join("\t"),
        }));
        over = at + (persons.len() + 1) * width;
    }
    found
}

/// Whether lines are the cells of a row that has a person's name in this column.
fn is_row(cells: &[Line<'_>], named: usize) -> bool {
    let cell = |line: &Line<'_>| {
        let text = line.text.trim();
        text.chars().count() <= MAX_CELL && !text.contains(['\t', ':']) && label(text).is_none()
    };
    let name = cells.get(named).map_or("", |line| line.text);
    let words: Vec<&str> = name.split('(').next().unwrap_or(name).split_whitespace().collect();
    cells.iter().all(cell) && words.len() >= 2 && is_name(&words) && leading_role(name).0.is_none()
}

/// Lines in which the rows of tables stand on one each, and the index of the first line behind each of them.
pub(super) fn in_rows<'a>(lines: &[Line<'a>], rows: &'a [Row]) -> (Vec<Line<'a>>, Vec<usize>) {
    let mut out = Vec::new();
    let mut rows = rows.iter().peekable();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let row = rows.next_if(|row| row.from == at);
        at = row.map_or(at + 1, |row| row.end);
        out.push((
            row.map_or_else(|| line.clone(), |row| line.with(&row.text, line.start)),
            at,
        ));
    }
    out.into_iter().unzip()
}
