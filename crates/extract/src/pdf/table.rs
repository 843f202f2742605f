//! Rows of tables without borders, into lines of text: each cell after as many tabs as there are columns before it.

use super::layout::Line;
use super::lines::Segment;
use crate::builder::row;

/// Most columns looked for; what has more is no table.
const MAX_COLUMNS: usize = 100;
/// How far cells of two columns may reach into each other, in points.
const SLACK: f32 = 1.0;
/// How far the beginnings of a column's lines may lie apart, in points.
const ALIGNED: f32 = 2.5;
/// Of so many cells at most one may reach over several columns; else the rows have no columns in common.
const FIRM: usize = 4;

/// The rows as text.
pub(super) fn rows(lines: &[&Line]) -> String {
    let columns = columns(lines).unwrap_or_default();
    let text = |line: &&Line| {
        let cells = line.segments.iter();
        row(cells.map(|cell| {
            let place = columns.iter().position(|column| column.meets(cell)).unwrap_or(0);
            (place, cell.text.clone())
        }))
    };
    lines.iter().map(text).collect::<Vec<_>>().join("\n")
}

/// A column, by what it covers from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Column {
    x0: f32,
    x1: f32,
}

impl Column {
    fn meets(self, cell: &Segment) -> bool {
        cell.x0 < self.x1 - SLACK && cell.x1 > self.x0 + SLACK
    }

    fn widen(&mut self, x0: f32, x1: f32) {
        self.x0 = self.x0.min(x0);
        self.x1 = self.x1.max(x1);
    }
}

/// The columns that the cells stand in, from left to right; `None` where they have none in common.
fn columns(lines: &[&Line]) -> Option<Vec<Column>> {
    let mut cells: Vec<&Segment> = lines.iter().flat_map(|line| &line.segments).collect();
    // Narrow cells first: a wide one may reach over several columns.
    cells.sort_by(|a, b| (a.x1 - a.x0).total_cmp(&(b.x1 - b.x0)));
    let mut columns: Vec<Column> = Vec::new();
    let mut wide: Vec<&Segment> = Vec::new();
    for cell in &cells {
        let mut met = columns.iter_mut().filter(|column| column.meets(cell));
        match (met.next(), met.next()) {
            (None, _) => columns.push(Column {
                x0: cell.x0,
                // Thin signs cover something, too.
                x1: cell.x1.max(cell.x0 + SLACK * 3.0),
            }),
            (Some(column), None) => column.widen(cell.x0, cell.x1),
            _ => wide.push(cell),
        }
        if columns.len() > MAX_COLUMNS {
            return None;
        }
    }
    columns.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    merge(&mut columns, &wide, lines);
    let over = |cell: &&&Segment| columns.iter().filter(|column| column.meets(cell)).count() > 1;
    (wide.iter().filter(over).count() * FIRM <= cells.len()).then_some(columns)
}

/// Puts columns together that a cell reaches over and that no row fills both: the left and right ends of one.
fn merge(columns: &mut Vec<Column>, wide: &[&Segment], lines: &[&Line]) {
    let mut index = 1;
    while let (Some(left), Some(right)) = (columns.get(index - 1).copied(), columns.get(index).copied()) {
        let both = |cells: &[Segment]| {
            let alone = |column: Column, other: Column| {
                let mut own = cells.iter();
                own.any(|cell| column.meets(cell) && !other.meets(cell))
            };
            alone(left, right) && alone(right, left)
        };
        let one = wide.iter().any(|cell| left.meets(cell) && right.meets(cell));
        if one && !lines.iter().any(|line| both(&line.segments)) {
            columns.remove(index);
            if let Some(column) = columns.get_mut(index - 1) {
                column.widen(right.x0, right.x1);
            }
        } else {
            index += 1;
        }
    }
}

/// Marks lines between rows of a table as rows of which the first cell alone is filled: they begin where the rows around
/// them do, end before the second column, and stand as far from them as rows do from each other.
pub(super) fn mark_lone_cells(lines: &mut [Line]) {
    for index in 1..lines.len() {
        let alone = match lines.get(index - 1..) {
            Some([above, line, rest @ ..]) if above.is_row() && !line.is_row() => {
                let below = rest.iter().take(MAX_LONE).position(Line::is_row);
                below.is_some_and(|below| {
                    let row = rest.get(below);
                    row.is_some_and(|row| stands_alone(above, line, rest, row, below))
                })
            }
            _ => false,
        };
        if let Some(line) = lines.get_mut(index) {
            line.alone |= alone;
        }
    }
}

/// Most rows running of which only the first cell is filled.
const MAX_LONE: usize = 12;

fn stands_alone(above: &Line, line: &Line, rest: &[Line], row: &Line, between: usize) -> bool {
    let (Some(cell), Some(first), Some(last)) = (line.first(), above.first(), row.first()) else {
        return false;
    };
    // The second column is told by the rows around that are whole.
    let second = [above, row]
        .iter()
        .filter_map(|row| row.segments.get(1))
        .map(|cell| cell.x0)
        .fold(f32::INFINITY, f32::min);
    let begins = |other: &Segment| (other.x0 - cell.x0).abs() < ALIGNED && other.bold == cell.bold;
    let alike = begins(first) && begins(last) && (first.size - cell.size).abs() < cell.size * 0.1;
    // The steps from row to row are one.
    let below = rest.first().map_or(0.0, |next| next.y() - line.bottom());
    let (step, whole) = (line.y() - above.bottom(), row.y() - above.y());
    let even = whole / (between as f32 + 2.0);
    let near = |step: f32| step > 0.0 && (step - even).abs() < even * 0.15;
    alike && cell.x1 < second && !cell.text.ends_with([':', '.']) && near(step) && near(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f32, cells: &[(&str, f32, f32)]) -> Line {
        let segment = |(text, x0, x1): &(&str, f32, f32)| Segment::set(text, (*x0, *x1), y);
        Line {
            segments: cells.iter().map(segment).collect(),
            depth: 0.0,
            alone: false,
        }
    }

    fn read(lines: &[Line]) -> String {
        rows(&lines.iter().collect::<Vec<_>>())
    }

    #[test]
    fn marks_stand_below_the_heads_of_their_columns() {
        let lines = [
            line(
                100.0,
                &[("Navn", 50.0, 75.0), ("Møtt", 180.0, 205.0), ("Forfall", 250.0, 285.0)],
            ),
            line(114.0, &[("Kari Moen", 50.0, 95.0), ("x", 190.0, 195.0)]),
            line(128.0, &[("Ola Li", 50.0, 80.0), ("x", 265.0, 270.0)]),
        ];
        assert_eq!(read(&lines), "Navn\tMøtt\tForfall\nKari Moen\tx\nOla Li\t\tx");
    }

    #[test]
    fn figures_flush_right_and_heads_over_two_columns_make_no_columns_of_their_own() {
        let lines = [
            line(88.0, &[("Budsjett", 190.0, 300.0)]),
            line(
                100.0,
                &[("Post", 50.0, 75.0), ("2020", 180.0, 200.0), ("2021", 280.0, 300.0)],
            ),
            line(
                112.0,
                &[("Drift", 50.0, 75.0), ("7 499", 170.0, 200.0), ("5", 295.0, 300.0)],
            ),
            line(
                124.0,
                &[("Sum", 50.0, 75.0), ("8", 195.0, 200.0), ("19 000", 265.0, 300.0)],
            ),
        ];
        assert_eq!(
            read(&lines),
            "\tBudsjett\nPost\t2020\t2021\nDrift\t7 499\t5\nSum\t8\t19 000"
        );
        // A name to the left and a figure to the right of one column, below a head as wide as both.
        let lines = [
            line(100.0, &[("Sak", 50.0, 65.0), ("Kommunens svar", 150.0, 230.0)]),
            line(112.0, &[("1", 50.0, 55.0), ("ja", 150.0, 160.0)]),
            line(124.0, &[("2", 50.0, 55.0), ("5", 225.0, 230.0)]),
            line(136.0, &[("3", 50.0, 55.0), ("nei", 150.0, 165.0)]),
        ];
        assert_eq!(read(&lines), "Sak\tKommunens svar\n1\tja\n2\t5\n3\tnei");
    }

    #[test]
    fn rows_without_common_columns_have_one_tab_between_their_pieces() {
        let lines = [
            line(
                100.0,
                &[("en linje løpende", 50.0, 150.0), ("tekst med rom", 170.0, 300.0)],
            ),
            line(
                112.0,
                &[("og en", 50.0, 90.0), ("til som er delt et annet sted", 110.0, 300.0)],
            ),
            line(
                124.0,
                &[("og så enda en linje til med", 50.0, 220.0), ("rom", 250.0, 300.0)],
            ),
        ];
        assert!(!read(&lines).contains("\t\t"));
    }

    #[test]
    fn a_name_without_marks_is_a_row_and_a_heading_or_text_is_none() {
        let rows = |middle: Line| {
            let mut lines = vec![
                line(100.0, &[("Kari Moen", 50.0, 95.0), ("x", 190.0, 195.0)]),
                middle,
                line(128.0, &[("Ola Li", 50.0, 80.0), ("x", 265.0, 270.0)]),
            ];
            mark_lone_cells(&mut lines);
            lines[1].is_row()
        };
        assert!(rows(line(114.0, &[("Per Vik", 50.0, 85.0)])));
        for middle in [
            line(114.0, &[("Forfall:", 50.0, 85.0)]),
            line(114.0, &[("Innrykk", 70.0, 95.0)]),
            line(110.0, &[("og sønn", 50.0, 85.0)]),
            line(114.0, &[("Møtet begynte etter kaffen og", 50.0, 240.0)]),
        ] {
            assert!(!rows(middle));
        }
    }
}
