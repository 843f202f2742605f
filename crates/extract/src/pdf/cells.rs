//! Rows of tables without borders whose cells go on over several lines.

use super::layout::Line;
use super::lines::Segment;
use crate::Options;
use crate::text::join_lines;

/// How far the beginnings of a column's lines may lie apart, in points.
const ALIGNED: f32 = 2.5;
/// Lines of one cell are no further apart than so many font sizes.
const LEADING: f32 = 1.45;
/// Lines of one cell are as far apart, give or take this much.
const CLOSE: f32 = 1.1;
/// Most lines of a cell that are passed on the way to its row.
const MAX_CELL: usize = 8;
/// Fewest equal distances of lines with as many cells that make them rows.
const EVEN: usize = 2;
/// Rows stand this much further apart than the lines of a cell, where their distance tells them.
const SET_OFF: f32 = 1.2;

/// Puts lines that go on with cells of the row above into that row. A line does when each piece of it begins where a
/// cell of the row does, close below it, and when it leaves the first column empty or rows are set further apart.
pub(super) fn wrapped_cells(lines: &[Line], options: &Options<'_>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let goes_on = out.last().is_some_and(|row| {
            row.is_row()
                && goes_on(row, line)
                && (skips_first(row, line) || set_off(lines, index) && !among_rows(lines, index))
                && !ended_on_purpose(lines, index)
                && !is_entry(row, line)
        });
        match out.last_mut() {
            Some(row) if goes_on => append(row, line, options),
            _ => out.push(line.clone()),
        }
    }
    out
}

/// Whether a lone piece begins something new: the line above it in its column had room for its first word, as names
/// that stand one below the other have.
fn ended_on_purpose(lines: &[Line], index: usize) -> bool {
    let Some([only]) = lines.get(index).map(|line| line.segments.as_slice()) else {
        return false;
    };
    let column = |line: &Line| {
        let found = line.segments.iter().find(|cell| (cell.x0 - only.x0).abs() < ALIGNED);
        found.map(|cell| cell.x1)
    };
    let near = lines.get(index.saturating_sub(12)..(index + 12).min(lines.len()));
    let right = near.into_iter().flatten().filter_map(column).fold(only.x1, f32::max);
    let above = index.checked_sub(1).and_then(|above| lines.get(above)).and_then(column);
    above.is_some_and(|end| end + only.first_word + only.size * 0.6 < right)
        && !only.text.starts_with(char::is_lowercase)
}

/// Whether a line is the next of several entries after a label, as the second name after "Til stede:".
fn is_entry(row: &Line, line: &Line) -> bool {
    let (Some(label), Some(only)) = (row.first(), line.first()) else {
        return false;
    };
    let before = cell(row, only).and_then(|index| row.segments.get(index));
    let open = before.is_some_and(|cell| cell.text.ends_with([',', '-', '(']) || cell.text.ends_with(" og"));
    label.text.ends_with(':') && only.text.starts_with(char::is_uppercase) && !open
}

/// The cell of a row that begins where a segment does.
fn cell(row: &Line, segment: &Segment) -> Option<usize> {
    row.segments
        .iter()
        .position(|cell| (cell.x0 - segment.x0).abs() < ALIGNED)
}

fn goes_on(row: &Line, line: &Line) -> bool {
    let step = line.y() - row.bottom();
    let size = line.size();
    step > 0.0
        && step <= size * LEADING
        && (size - row.size()).abs() < size * 0.1
        && line.segments.iter().all(|segment| {
            cell(row, segment).is_some_and(|index| {
                // A cell ends where the next one begins.
                row.segments
                    .get(index + 1)
                    .is_none_or(|next| segment.x1 < next.x0 + ALIGNED)
            })
        })
}

fn skips_first(row: &Line, line: &Line) -> bool {
    line.first()
        .and_then(|segment| cell(row, segment))
        .is_some_and(|index| index > 0)
}

/// Whether a line stands closer to the one above than the rows of its table to each other.
fn set_off(lines: &[Line], index: usize) -> bool {
    let step = |index: usize| {
        let above = lines.get(index.checked_sub(1)?)?;
        Some(lines.get(index)?.y() - above.y())
    };
    let Some(own) = step(index) else { return false };
    // The table around the line: rows and what goes on with them.
    let near = lines.get(index).map_or(0.0, Line::size) * 3.0;
    let forward = (index + 1..lines.len()).map_while(|at| step(at).filter(|step| *step < near).map(|step| (at, step)));
    let back = (1..index)
        .rev()
        .map_while(|at| step(at).filter(|step| *step < near).map(|step| (at, step)));
    let wider = |(at, step): &(usize, f32)| *step >= own * SET_OFF && lines.get(*at).is_some_and(Line::is_row);
    // The distance of a table from what stands above it is none between rows; lines of a cell stand close below their row.
    let between_rows = |at: usize| {
        let above = (1..at).rev().take(MAX_CELL);
        let close = |at: &usize| step(*at).is_some_and(|step| step <= own * CLOSE);
        let is_row = |at: usize| lines.get(at).is_some_and(Line::is_row);
        let passed = above.take_while(|at| !is_row(*at) && close(at)).count();
        let above = at.checked_sub(1 + passed).and_then(|above| lines.get(above));
        above.is_some_and(|above| above.is_row() && lines.get(at).is_some_and(|line| shares_columns(above, line)))
    };
    let wide = |(at, step): (usize, f32)| wider(&(at, step)) && between_rows(at);
    forward.take(12).any(wide) || back.take(12).any(wide)
}

/// Whether two cells of a row, at least, begin where cells of another do: rows of one table.
fn shares_columns(row: &Line, line: &Line) -> bool {
    line.segments
        .iter()
        .filter(|segment| cell(row, segment).is_some())
        .count()
        > 1
}

/// Whether a line is one of three and more that stand equally far apart and have as many cells each: rows, whatever stands
/// further off. Cells seldom all go on, and never over so many lines.
fn among_rows(lines: &[Line], index: usize) -> bool {
    let like = |a: usize, b: usize| match (lines.get(a), lines.get(b)) {
        (Some(a), Some(b)) => b.is_row() && a.segments.len() == b.segments.len(),
        _ => false,
    };
    let step = |at: usize| match (at.checked_sub(1).and_then(|above| lines.get(above)), lines.get(at)) {
        (Some(above), Some(line)) => line.y() - above.y(),
        _ => f32::INFINITY,
    };
    let own = step(index);
    let even = |at: usize| at > 0 && like(at, at - 1) && (step(at) - own).abs() < own * (CLOSE - 1.0);
    let above = (1..=index).rev().take_while(|at| even(*at)).count();
    let below = (index + 1..lines.len()).take_while(|at| even(*at)).count();
    above > 0 && above + below >= EVEN
}

fn append(row: &mut Line, line: &Line, options: &Options<'_>) {
    row.depth = line.y() - row.y();
    for segment in &line.segments {
        let Some(index) = cell(row, segment) else { continue };
        if let Some(cell) = row.segments.get_mut(index) {
            join_lines(&mut cell.text, &segment.text, options);
            cell.x1 = cell.x1.max(segment.x1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f32, cells: &[(&str, f32)]) -> Line {
        let segment = |(text, x0): &(&str, f32)| Segment::set(text, (*x0, x0 + text.chars().count() as f32 * 5.0), y);
        Line {
            segments: cells.iter().map(segment).collect(),
            depth: 0.0,
            alone: false,
        }
    }

    fn read(lines: &[Line]) -> Vec<String> {
        let texts = |line: &Line| {
            let texts: Vec<&str> = line.segments.iter().map(|segment| segment.text.as_str()).collect();
            texts.join("|")
        };
        wrapped_cells(lines, &Options::default()).iter().map(texts).collect()
    }

    #[test]
    fn what_leaves_the_first_column_empty_goes_on_with_the_row() {
        let found = read(&[
            line(100.0, &[("Til stede:", 50.0), ("Kari Moen, statssekretær,", 150.0)]),
            line(112.0, &[("som ledet møtet", 150.0)]),
            line(124.0, &[("Ola Li", 150.0)]),
            line(136.0, &[("Forfall:", 50.0), ("Per Bø", 150.0)]),
            line(150.0, &[("Møtet ble satt kl. 10.", 50.0)]),
        ]);
        assert_eq!(
            found,
            [
                "Til stede:|Kari Moen, statssekretær, som ledet møtet",
                "Ola Li",
                "Forfall:|Per Bø",
                "Møtet ble satt kl. 10."
            ]
        );
    }

    #[test]
    fn rows_set_further_apart_than_lines_tell_wrapped_first_cells() {
        let found = read(&[
            line(100.0, &[("Merknad", 50.0), ("Vurdering", 200.0)]),
            line(118.0, &[("Kommunen ber om", 50.0), ("Departementet er", 200.0)]),
            line(130.0, &[("mer tid.", 50.0), ("uenig.", 200.0)]),
            line(148.0, &[("Ingen merknad", 50.0), ("Tas til orientering", 200.0)]),
        ]);
        assert_eq!(
            found,
            [
                "Merknad|Vurdering",
                "Kommunen ber om mer tid.|Departementet er uenig.",
                "Ingen merknad|Tas til orientering"
            ]
        );
    }

    #[test]
    fn even_rows_stay_rows() {
        let rows: Vec<Line> = (0..4)
            .map(|row| line(100.0 + row as f32 * 12.0, &[("Fjordvik", 50.0), ("7 499", 200.0)]))
            .collect();
        assert_eq!(read(&rows).len(), 4);
    }
}
