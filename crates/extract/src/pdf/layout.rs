//! Segments into regions read one after the other: columns found where a gutter runs through many rows,
//! tables kept together row by row.

use super::lines::Segment;

/// A line of a region: one segment, or a table row of several.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) segments: Vec<Segment>,
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

    pub(crate) fn is_row(&self) -> bool {
        self.segments.len() > 1
    }
}

/// Least rows on each side of a gutter.
const MIN_ROWS: usize = 4;
/// Deepest nesting of columns.
const MAX_DEPTH: u32 = 8;

/// The regions of a page in reading order, each as lines.
pub(crate) fn regions(segments: Vec<Segment>) -> Vec<Vec<Line>> {
    let mut out = Vec::new();
    cut(segments, 0, &mut out);
    out
}

fn cut(segments: Vec<Segment>, depth: u32, out: &mut Vec<Vec<Line>>) {
    if segments.is_empty() {
        return;
    }
    let rows = rows(&segments);
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
            cut(part, depth + 1, out);
        }
        return;
    }
    out.push(rows.into_iter().map(|segments| Line { segments }).collect());
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
    if start - edge < size * 0.8 {
        return None;
    }
    let paired = run
        .iter()
        .filter(|row| row.iter().any(|s| s.x0 < x) && row.iter().any(|s| s.x0 >= x))
        .count();
    // Side by side for a stretch at least: two blocks one above the other are no columns.
    if paired * 3 < left.len().min(right.len()) && paired < MIN_ROWS {
        return None;
    }
    let mostly_paired = paired * 10 >= left.len().max(right.len()) * 8;
    if mostly_paired && (fill(&left) < 0.6 || fill(&right) < 0.6) {
        return None;
    }
    // Trim rows at both ends that stand on one side only and may belong to what is above or below.
    Some(Gutter {
        x,
        first,
        last: first + run.len() - 1,
        weight: left.len().min(right.len()),
    })
}

/// How much of the column's width its segments fill, in the median: prose fills it, cells of a table do not.
fn fill(segments: &[&Segment]) -> f32 {
    let x0 = segments.iter().map(|segment| segment.x0).fold(f32::INFINITY, f32::min);
    let x1 = segments
        .iter()
        .map(|segment| segment.x1)
        .fold(f32::NEG_INFINITY, f32::max);
    median(segments.iter().map(|segment| segment.x1 - segment.x0)) / (x1 - x0).max(1.0)
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
        Segment {
            text: text.to_owned(),
            x0,
            x1,
            y,
            size: 10.0,
            bold: false,
            first_word: 20.0,
        }
    }

    #[test]
    fn columns_are_read_one_after_the_other_below_a_heading() {
        let mut segments = vec![segment("overskrift", 50.0, 400.0, 50.0)];
        for row in 0..6 {
            let y = 80.0 + row as f32 * 12.0;
            segments.push(segment(&format!("v{row}"), 50.0, 240.0, y));
            segments.push(segment(&format!("h{row}"), 260.0, 450.0, y));
        }
        let read: Vec<String> = regions(segments)
            .iter()
            .flatten()
            .flat_map(|l| &l.segments)
            .map(|s| s.text.clone())
            .collect();
        assert_eq!(read[..3], ["overskrift", "v0", "v1"]);
        assert_eq!(read[7], "h0");
    }

    #[test]
    fn a_table_stays_row_by_row() {
        let mut segments = Vec::new();
        for row in 0..6 {
            let y = 80.0 + row as f32 * 12.0;
            segments.push(segment(
                &format!("v{row}"),
                50.0,
                if row == 0 { 200.0 } else { 90.0 },
                y,
            ));
            segments.push(segment(
                &format!("h{row}"),
                260.0,
                if row == 0 { 450.0 } else { 280.0 },
                y,
            ));
        }
        let read: Vec<String> = regions(segments)
            .iter()
            .flatten()
            .flat_map(|l| &l.segments)
            .map(|s| s.text.clone())
            .collect();
        assert_eq!(read[..4], ["v0", "h0", "v1", "h1"]);
    }
}
