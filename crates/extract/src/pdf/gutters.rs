//! Gutters as narrow as the blanks of justified lines: told by many lines that begin in one place.

use super::glyphs::Glyph;
use super::layout::median;

/// Least rows with text on both sides. Blanks of fewer stand below each other by chance.
const MIN_ROWS: usize = 8;
/// The same where the lines left of the gutter all end in one place, too, as those of justified columns do.
const MIN_FLUSH: usize = 4;
/// How far ends and beginnings of such lines may lie apart, in points.
const FLUSH: f32 = 0.4;
/// By what share of its width at least a gutter beside few lines differs from the blanks of the same line.
const UNLIKE: f32 = 0.12;
/// A gutter is at least so many font sizes wide.
const NARROWEST: f32 = 0.25;
/// Characters on each side of a gutter from which on they are prose.
const PROSE: usize = 14;
/// How far the beginnings of a column's lines may lie apart, in points.
const ALIGNED: f32 = 1.0;
/// Most places of a page that are looked at.
const MAX_PLACES: usize = 40;

/// A gutter: where the column right of it begins, and from which baseline to which.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gutter {
    x: f32,
    top: f32,
    bottom: f32,
}

impl Gutter {
    /// Whether it runs between two glyphs.
    pub(super) fn between(&self, left: &Glyph, right: &Glyph) -> bool {
        let inside = left.y >= self.top - 1.0 && left.y <= self.bottom + 1.0;
        inside && left.x1 < self.x - left.size * NARROWEST * 0.5 && right.x0 > self.x - ALIGNED * 2.0
    }
}

/// What is known of a row: its baseline, and where words begin and end.
struct Row {
    y: f32,
    size: f32,
    /// Beginning, end and characters of each run of glyphs without a gap that could be a gutter.
    runs: Vec<(f32, f32, usize)>,
}

impl Row {
    fn of(row: &[Glyph]) -> Option<Self> {
        let size = row.iter().map(|glyph| glyph.size).fold(0.0, f32::max);
        let mut runs: Vec<(f32, f32, usize)> = Vec::new();
        for glyph in row.iter().filter(|glyph| !glyph.text.is_blank()) {
            match runs.last_mut() {
                Some((_, end, count)) if glyph.x0 - *end < size * NARROWEST => {
                    *end = end.max(glyph.x1);
                    *count += 1;
                }
                _ => runs.push((glyph.x0, glyph.x1, 1)),
            }
        }
        Some(Self {
            y: row.first()?.y,
            size,
            runs,
        })
    }

    /// Characters left and right of a place; `None` when something stands on it.
    fn sides(&self, x: f32) -> Option<(usize, usize)> {
        let (mut left, mut right) = (0, 0);
        for (start, end, count) in &self.runs {
            if *end <= x - self.size * NARROWEST * 0.8 {
                left += count;
            } else if *start >= x - ALIGNED {
                right += count;
            } else {
                return None;
            }
        }
        Some((left, right))
    }

    /// Where the text left of a place ends and that right of it begins, when the blank between is not one of those between
    /// words: all of a justified line are as wide as each other.
    fn blank_at(&self, x: f32) -> Option<(f32, f32)> {
        let right = self.runs.iter().position(|(start, ..)| *start >= x - ALIGNED)?;
        let (_, left, _) = self.runs.get(right.checked_sub(1)?)?;
        let (start, ..) = self.runs.get(right)?;
        let blanks = self.runs.windows(2).enumerate().filter(|(index, _)| index + 1 != right);
        let other = median(blanks.filter_map(|(_, pair)| match pair {
            [(_, end, _), (start, ..)] => Some(start - end),
            _ => None,
        }));
        ((start - left - other).abs() > other * UNLIKE).then_some((*left, *start))
    }

    fn begins_at(&self, x: f32) -> bool {
        self.runs.iter().skip(1).any(|(start, ..)| (start - x).abs() <= ALIGNED)
    }
}

/// The gutters of a page, whose rows go from top to bottom and each from left to right.
pub(super) fn gutters(rows: &[Vec<Glyph>]) -> Vec<Gutter> {
    let rows: Vec<Row> = rows.iter().filter_map(|row| Row::of(row)).collect();
    let mut found = Vec::new();
    for x in places(&rows) {
        let mut rest = rows.as_slice();
        while let Some(first) = rest.iter().position(|row| row.sides(x).is_some()) {
            let (_, run) = rest.split_at(first);
            let count = run.iter().take_while(|row| row.sides(x).is_some()).count();
            let (run, after) = run.split_at(count);
            found.extend(gutter(run, x));
            rest = after;
        }
    }
    found
}

/// Where words begin in many rows.
fn places(rows: &[Row]) -> Vec<f32> {
    let starts = rows
        .iter()
        .flat_map(|row| row.runs.iter().skip(1).map(|(start, ..)| *start));
    let mut starts: Vec<f32> = starts.filter(|start| start.is_finite()).collect();
    starts.sort_by(f32::total_cmp);
    let mut places: Vec<(usize, f32)> = Vec::new();
    let mut rest = starts.as_slice();
    while let Some(first) = rest.first() {
        let near = rest.iter().take_while(|start| **start - first <= ALIGNED).count();
        if near >= MIN_FLUSH {
            places.push((near, *first));
        }
        rest = rest.get(near..).unwrap_or_default();
    }
    places.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    places.truncate(MAX_PLACES);
    places.into_iter().map(|(_, x)| x).collect()
}

/// The gutter at a place that nothing in a run of rows stands on, when prose stands on both sides of it.
fn gutter(run: &[Row], x: f32) -> Option<Gutter> {
    let both: Vec<(&Row, (usize, usize))> = run
        .iter()
        .filter_map(|row| Some((row, row.sides(x)?)))
        .filter(|(_, (left, right))| *left > 0 && *right > 0)
        .collect();
    let aligned: Vec<&Row> = both
        .iter()
        .map(|(row, _)| *row)
        .filter(|row| row.begins_at(x))
        .collect();
    let prose = both
        .iter()
        .filter(|(_, (left, right))| *left >= PROSE && *right >= PROSE)
        .count();
    let most = |count: usize| count * 10 >= both.len() * 7;
    let blanks: Vec<(f32, f32)> = aligned.iter().filter_map(|row| row.blank_at(x)).collect();
    let edge = blanks.iter().map(|(end, _)| *end).fold(f32::NEG_INFINITY, f32::max);
    let begin = blanks.iter().map(|(_, start)| *start).fold(f32::INFINITY, f32::min);
    let flush = |(end, start): &&(f32, f32)| edge - end <= FLUSH && start - begin <= FLUSH;
    let flush = blanks.iter().filter(flush).count();
    let many = both.len() >= MIN_ROWS || (flush >= MIN_FLUSH && most(flush));
    let enough = many && most(aligned.len()) && most(prose);
    let (first, last) = (aligned.first()?, aligned.last()?);
    enough.then_some(Gutter {
        x,
        top: first.y,
        bottom: last.y,
    })
}
