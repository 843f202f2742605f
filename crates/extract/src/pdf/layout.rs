//! Segments into regions read one after the other: columns found where a gutter runs through many rows,
//! tables kept together row by row.

use super::grid::is_grid;
use super::lines::Segment;
use crate::formats::list_mark;

/// A line of a region: one segment, or a table row of several.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) segments: Vec<Segment>,
    /// How far below its baseline the last line of a row's cells stands.
    pub(crate) depth: f32,
    /// Whether it is a row of which only the first cell is filled.
    pub(crate) alone: bool,
}

impl Line {
    pub(crate) fn first(&self) -> Option<&Segment> {
        self.segments.first()
    }

    pub(crate) fn x0(&self) -> f32 {
        self.segments
            .iter()
            .map(|segment| segment.x0)
            .fold(f32::INFINITY, f32::min)
    }

    pub(crate) fn x1(&self) -> f32 {
        self.segments
            .iter()
            .map(|segment| segment.x1)
            .fold(f32::NEG_INFINITY, f32::max)
    }

    pub(crate) fn y(&self) -> f32 {
        self.first().map_or(0.0, |segment| segment.y)
    }

    pub(crate) fn size(&self) -> f32 {
        self.segments.iter().map(|segment| segment.size).fold(0.0, f32::max)
    }

    /// Baseline of its last line.
    pub(crate) fn bottom(&self) -> f32 {
        self.y() + self.depth
    }

    pub(crate) fn is_row(&self) -> bool {
        self.segments.len() > 1 || self.alone
    }
}

/// Rows above and below whose cells tell where columns begin.
const NEIGHBORS: usize = 3;
/// How far ends of justified lines may lie apart, in points.
const FLUSH: f32 = 0.7;
/// Least rows on each side of a gutter.
const MIN_ROWS: usize = 4;
/// Deepest nesting of columns.
const MAX_DEPTH: u32 = 8;
/// A gap wider than this many font sizes parts cells of a table.
const CELL_GAP: f32 = 1.4;
/// The widest gap between the mark or number of an item and its text, in font sizes.
const ITEM_GAP: f32 = 4.0;
/// The widest blank inside a line of prose, in font sizes.
const STRETCHED_GAP: f32 = 3.0;
/// How far the lines of a column are indented at most, in font sizes.
const INDENT: f32 = 3.0;
/// A gutter is at least so many font sizes wide.
const NARROWEST: f32 = 0.2;
/// Characters of a segment from which on it is prose and no cell.
const PROSE: usize = 18;

/// The regions of a page in reading order, each as lines.
pub(crate) fn regions(segments: &[Segment]) -> Vec<Vec<Line>> {
    let mut out = Vec::new();
    cut(segments, 0, &mut out);
    out
}

/// The lines of a place that has no columns, as a cell of a table.
pub(crate) fn plain_lines(segments: &[Segment]) -> Vec<Line> {
    lines(&rows(segments))
}

fn cut(segments: &[Segment], depth: u32, out: &mut Vec<Vec<Line>>) {
    if segments.is_empty() {
        return;
    }
    let rows = rows(segments);
    if depth < MAX_DEPTH
        && let Some(gutter) = best_gutter(&rows)
    {
        let (mut above, mut left, mut right, mut below) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (index, row) in rows.into_iter().enumerate() {
            for segment in row {
                if index < gutter.first {
                    above.push(segment);
                } else if index > gutter.last {
                    below.push(segment);
                } else if segment.x0 < gutter.x {
                    left.push(segment);
                } else {
                    right.push(segment);
                }
            }
        }
        for part in [above, left, right, below] {
            cut(&part, depth + 1, out);
        }
        return;
    }
    out.push(lines(&rows));
}

/// Segments by baseline, each row from left to right.
fn rows(segments: &[Segment]) -> Vec<Vec<Segment>> {
    let mut sorted = segments.to_vec();
    sorted.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<Vec<Segment>> = Vec::new();
    for segment in sorted {
        match rows.last_mut() {
            Some(row)
                if row
                    .first()
                    .is_some_and(|first| (segment.y - first.y).abs() <= first.size.max(segment.size) * 0.35) =>
            {
                row.push(segment);
            }
            _ => rows.push(vec![segment]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    rows
}

/// How much of a row's width its segments fill.
fn fill(row: &[Segment]) -> f32 {
    let filled: f32 = row.iter().map(|segment| segment.x1 - segment.x0).sum();
    let x0 = row.iter().map(|segment| segment.x0).fold(f32::INFINITY, f32::min);
    let x1 = row.iter().map(|segment| segment.x1).fold(f32::NEG_INFINITY, f32::max);
    filled / (x1 - x0).max(1.0)
}

/// Whether a row is a line of prose with wide blanks, as justified and scanned lines have them: long, nearly filled, and
/// not among the rows of a table.
fn is_stretched(rows: &[Vec<Segment>], index: usize) -> bool {
    let Some(row) = rows.get(index) else { return false };
    let letters: usize = row.iter().map(|segment| segment.text.chars().count()).sum();
    let near = [index.checked_sub(1), index.checked_add(1)];
    let in_table = near
        .into_iter()
        .flatten()
        .filter_map(|index| rows.get(index))
        .any(|row| row.len() > 1 && fill(row) < 0.75);
    letters >= 40 && fill(row) > 0.85 && !in_table && !is_aligned(rows, index)
}

/// Whether all pieces of a row begin exactly where those of a neighboring row do: cells of a table.
fn is_aligned(rows: &[Vec<Segment>], index: usize) -> bool {
    let Some(row) = rows.get(index).filter(|row| row.len() > 1) else {
        return false;
    };
    let near = index.saturating_sub(NEIGHBORS)..rows.len().min(index + NEIGHBORS + 1);
    near.filter(|at| *at != index)
        .filter_map(|at| rows.get(at))
        .any(|other| {
            let starts = row.iter().zip(other).all(|(a, b)| (a.x0 - b.x0).abs() < 1.0);
            other.len() == row.len() && starts
        })
}

/// Whether a text is the mark or number that stands before an item of a list, and no cell: "•", "2.", "b)".
fn is_item_mark(text: &str) -> bool {
    let counted = text
        .strip_suffix(['.', ')'])
        .is_some_and(|count| count.len() <= 2 && count.chars().all(|c| c.is_ascii_alphanumeric()));
    counted || list_mark(&format!("{text} ")).is_some()
}

/// Whether a row begins and ends where an unbroken line above or below it does, as justified lines do.
fn is_flush(rows: &[Vec<Segment>], index: usize) -> bool {
    let ends = |row: &[Segment]| Some((row.first()?.x0, row.last()?.x1, row.first()?.size));
    let Some((x0, x1, size)) = rows.get(index).and_then(|row| ends(row)) else {
        return false;
    };
    let near = [index.checked_sub(1), index.checked_add(1)];
    let mut lines = near.into_iter().flatten().filter_map(|index| rows.get(index));
    lines.any(|row| {
        let prose = row.len() == 1 && row.first().is_some_and(|segment| segment.text.chars().count() >= PROSE);
        let flush = |(left, right, other): (f32, f32, f32)| {
            (left - x0).abs() < FLUSH && (right - x1).abs() < FLUSH && (other - size).abs() < FLUSH
        };
        prose && ends(row).is_some_and(flush)
    })
}

/// Rows into lines: segments that only a wide blank parts become one again, cells of a table stay apart. A narrow gap
/// parts cells when what follows it begins, or ends, exactly where a cell of a neighboring row does.
fn lines(rows: &[Vec<Segment>]) -> Vec<Line> {
    let mut out = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let near = rows.get(index.saturating_sub(NEIGHBORS)..rows.len().min(index + NEIGHBORS + 1));
        let neighbors: Vec<&Segment> = near
            .into_iter()
            .flatten()
            .enumerate()
            .filter(|(at, row)| row.len() > 1 && at + index.saturating_sub(NEIGHBORS) != index)
            .map(|(_, row)| row)
            .flat_map(|row| row.iter().skip(1))
            .collect();
        let stretched = is_stretched(rows, index);
        let flush = row.len() > 1 && is_flush(rows, index);
        let gap = match (flush, stretched) {
            (true, _) => f32::INFINITY,
            (_, true) => STRETCHED_GAP,
            _ => CELL_GAP,
        };
        let mut segments: Vec<Segment> = Vec::new();
        for segment in row {
            let aligned = || {
                // Lines of justified prose end in one place too; only figures are set flush right in tables.
                let figure = segment.text.ends_with(|c: char| c.is_ascii_digit() || c == '%');
                neighbors
                    .iter()
                    .any(|other| (other.x0 - segment.x0).abs() < 1.0 || (figure && (other.x1 - segment.x1).abs() < 0.5))
            };
            let item = row.len() == 2 && row.first().is_some_and(|first| is_item_mark(&first.text));
            let gap = if item { ITEM_GAP } else { gap };
            match segments.last_mut() {
                Some(last)
                    if segment.x0 - last.x1 <= last.size.max(segment.size) * gap
                        && (item || flush || stretched || !aligned())
                        && !is_grid(last)
                        && !is_grid(segment) =>
                {
                    last.text.push(' ');
                    last.text.push_str(&segment.text);
                    last.x1 = last.x1.max(segment.x1);
                }
                _ => segments.push(segment.clone()),
            }
        }
        out.push(Line {
            segments,
            depth: 0.0,
            alone: false,
        });
    }
    out
}

/// A vertical gap through neighboring rows.
struct Gutter {
    x: f32,
    first: usize,
    last: usize,
    /// Segments that it parts.
    weight: usize,
}

fn best_gutter(rows: &[Vec<Segment>]) -> Option<Gutter> {
    let mut starts: Vec<f32> = rows.iter().flatten().map(|segment| segment.x0).collect();
    starts.sort_by(f32::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 3.0);
    let mut best: Option<Gutter> = None;
    for start in starts.into_iter().skip(1).take(400) {
        for gutter in runs(rows, start - 1.0) {
            if best.as_ref().is_none_or(|known| gutter.weight > known.weight) {
                best = Some(gutter);
            }
        }
    }
    best
}

/// The runs of rows that nothing crosses at `x`, which part columns of prose.
fn runs(rows: &[Vec<Segment>], x: f32) -> Vec<Gutter> {
    let mut found = Vec::new();
    let mut first = 0;
    for index in 0..=rows.len() {
        let crossed = rows
            .get(index)
            .is_none_or(|row| row.iter().any(|segment| segment.x0 < x && segment.x1 > x + 0.5));
        if crossed {
            if let Some(gutter) = rows.get(first..index).and_then(|run| columns(run, x, first)) {
                found.push(gutter);
            }
            first = index + 1;
        }
    }
    found
}

/// Whether the rows are two columns of prose at `x`: enough rows on both sides, wide enough apart, and not the
/// cells of a table.
fn columns(run: &[Vec<Segment>], x: f32, first: usize) -> Option<Gutter> {
    let left: Vec<&Segment> = run.iter().flatten().filter(|segment| segment.x0 < x).collect();
    let right: Vec<&Segment> = run.iter().flatten().filter(|segment| segment.x0 >= x).collect();
    if left.len() < MIN_ROWS || right.len() < MIN_ROWS {
        return None;
    }
    let edge = left.iter().map(|segment| segment.x1).fold(f32::NEG_INFINITY, f32::max);
    let start = right.iter().map(|segment| segment.x0).fold(f32::INFINITY, f32::min);
    let size = median(run.iter().flatten().map(|segment| segment.size));
    if start - edge < size * NARROWEST {
        return None;
    }
    // Side by side for a stretch at least: two blocks one above the other are no columns.
    let span = |side: &[&Segment]| {
        let top = side.iter().map(|segment| segment.y).fold(f32::INFINITY, f32::min);
        let bottom = side.iter().map(|segment| segment.y).fold(f32::NEG_INFINITY, f32::max);
        (top, bottom)
    };
    let ((top, bottom), (other_top, other_bottom)) = (span(&left), span(&right));
    if bottom.min(other_bottom) - top.max(other_top) < size * 3.0 {
        return None;
    }
    if !is_prose(&left) || !is_prose(&right) || is_list(run, x) {
        return None;
    }
    Some(Gutter {
        x,
        first,
        last: first + reach(run, x, start + size * INDENT) - 1,
        weight: left.len().min(right.len()),
    })
}

/// How many rows of a run belong to its columns. Those after the last line of the right column belong to the left one,
/// unless there are rows of several pieces among them, as in a table below: then the columns end before it, where the
/// distance of the lines grows.
fn reach(run: &[Vec<Segment>], x: f32, latest: f32) -> usize {
    let begins = |row: &Vec<Segment>| row.iter().any(|segment| segment.x0 >= x && segment.x0 < latest);
    let last = run.iter().rposition(begins).unwrap_or(run.len());
    let after = run.get(last + 1..).unwrap_or_default();
    let Some(odd) = after.iter().position(|row| row.len() > 1) else {
        return run.len();
    };
    let y = |row: &[Segment]| row.first().map_or(0.0, |segment| segment.y);
    let steps = || {
        run.windows(2).map(|pair| match pair {
            [above, row] => y(row) - y(above),
            _ => 0.0,
        })
    };
    let usual = median(steps());
    let apart = steps().skip(last).take(odd + 1).position(|step| step > usual * 1.25);
    last + 1 + apart.unwrap_or(odd)
}

/// Whether rows are a list in columns, as of persons and the bodies that they came from: what stands on the right stands beside
/// something on the left, and all of it begins anew. Lines of prose stand beside each other too, and go on in lower case.
fn is_list(run: &[Vec<Segment>], x: f32) -> bool {
    let right = run.iter().filter(|row| row.iter().any(|segment| segment.x0 >= x));
    let both: Vec<&Vec<Segment>> = right
        .clone()
        .filter(|row| row.iter().any(|segment| segment.x0 < x))
        .collect();
    let cells = || both.iter().flat_map(|row| row.iter());
    let anew = |segment: &&Segment| {
        segment
            .text
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    };
    let ends = |segment: &&Segment| segment.text.ends_with(['.', '-', '\u{ad}']);
    both.len() * 10 >= right.count() * 8
        && cells().filter(anew).count() * 20 >= cells().count() * 19
        && cells().filter(ends).count() * 5 < cells().count()
}

/// Whether a side is prose: most of its characters stand in long segments. Cells of a table are short.
fn is_prose(side: &[&Segment]) -> bool {
    let (mut long, mut all) = (0, 0);
    for segment in side {
        let length = segment.text.chars().count();
        all += length;
        if length >= PROSE {
            long += length;
        }
    }
    long * 10 >= all * 7
}

/// The median; 0 of nothing.
pub(crate) fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(text: &str, x0: f32, x1: f32, y: f32) -> Segment {
        Segment::set(text, (x0, x1), y)
    }

    fn read(segments: &[Segment]) -> Vec<String> {
        regions(segments)
            .iter()
            .flatten()
            .flat_map(|line| &line.segments)
            .map(|segment| segment.text.clone())
            .collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other_below_a_heading() {
        let mut segments = vec![segment("overskrift", 50.0, 400.0, 50.0)];
        for row in 0..6 {
            let y = 80.0 + row as f32 * 12.0;
            segments.push(segment(&format!("v{row} er en linje løpende tekst"), 50.0, 240.0, y));
            segments.push(segment(&format!("h{row} er en linje løpende tekst"), 249.0, 450.0, y));
        }
        let read = read(&segments);
        assert_eq!(read[0], "overskrift");
        assert!(read[1].starts_with("v0") && read[2].starts_with("v1") && read[7].starts_with("h0"));
    }

    #[test]
    fn persons_and_their_bodies_side_by_side_are_rows() {
        let mut segments = Vec::new();
        for row in 0..5 {
            let y = 80.0 + row as f32 * 12.0;
            segments.push(segment(&format!("Statssekretær Kari Moe {row}"), 50.0, 200.0, y));
            segments.push(segment(&format!("Finansdepartementet {row}"), 249.0, 400.0, y));
        }
        let read = read(&segments);
        assert_eq!(read[..2], ["Statssekretær Kari Moe 0", "Finansdepartementet 0"]);
        assert!(
            read[8].ends_with("Moe 4") && read[9].ends_with("departementet 4"),
            "{read:?}"
        );
    }

    #[test]
    fn a_table_below_columns_is_read_after_them() {
        let mut segments = Vec::new();
        for row in 0..6 {
            let y = 80.0 + row as f32 * 12.0;
            segments.push(segment(&format!("v{row} er en linje løpende tekst"), 50.0, 240.0, y));
            segments.push(segment(&format!("h{row} er en linje løpende tekst"), 249.0, 450.0, y));
        }
        for row in 0..3 {
            let y = 170.0 + row as f32 * 12.0;
            segments.push(segment(&format!("Kommune {row}"), 50.0, 100.0, y));
            segments.push(segment("ja", 180.0, 190.0, y));
        }
        let read = read(&segments);
        assert!(read[6].starts_with("h0") && read[11].starts_with("h5"), "{read:?}");
        assert_eq!(read[12..], ["Kommune 0", "ja", "Kommune 1", "ja", "Kommune 2", "ja"]);
    }

    #[test]
    fn a_table_of_four_columns_stays_row_by_row() {
        let mut segments = Vec::new();
        for row in 0..8 {
            let y = 80.0 + row as f32 * 12.0;
            segments.push(segment(&format!("Kommune {row}"), 50.0, 120.0, y));
            segments.push(segment("7 499,4", 200.0, 240.0, y));
            segments.push(segment("+1,0", 300.0, 320.0, y));
            segments.push(segment("inndelingstilskudd", 380.0, 460.0, y));
        }
        let read = read(&segments);
        assert_eq!(
            read[..5],
            ["Kommune 0", "7 499,4", "+1,0", "inndelingstilskudd", "Kommune 1"]
        );
    }

    #[test]
    fn wide_blanks_of_justified_lines_close_and_narrow_cells_stay() {
        let justified = vec![
            segment("Kommunene skal", 50.0, 150.0, 80.0),
            segment("planlegge for angrep", 160.0, 260.0, 80.0),
        ];
        assert_eq!(read(&justified), ["Kommunene skal planlegge for angrep"]);
        let cells = vec![
            segment("2019", 50.0, 70.0, 80.0),
            segment("14,2", 80.0, 100.0, 80.0),
            segment("2021", 50.0, 70.0, 92.0),
            segment("9,8", 80.0, 95.0, 92.0),
        ];
        assert_eq!(read(&cells), ["2019", "14,2", "2021", "9,8"]);
    }
}
