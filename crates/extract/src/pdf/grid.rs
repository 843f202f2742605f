//! Tables with borders and boxes: what stands in each cell, by the rules drawn around it.

use super::blocks::{self, Made, Typical};
use super::layout::{Line, median, plain_lines};
use super::lines::Segment;
use super::rules::Grid;
use crate::Options;
use crate::builder::{clean, row};
use crate::text::join_lines;
use ordskifte_record::{BBox, Block, BlockKind};
use std::collections::BTreeMap;

/// Stands for a grid among the segments of a page: the first of a range of private characters, which no text holds
/// because they mean nothing.
const FIRST: u32 = 0xF_0000;
/// Most grids of a page.
const MAX_GRIDS: usize = 1_000;
/// Lines from which on a box with a single cell is read on its own.
const BOXED: usize = 3;
/// From so many paragraphs in one cell on, the row arranges prose and its cells are read one after the other.
const PROSE: usize = 3;

/// A grid with the segments in it, by row and column.
#[derive(Debug)]
pub(crate) struct Filled {
    cells: BTreeMap<(usize, usize), Vec<Segment>>,
    columns: usize,
}

/// Takes the segments of tables and boxes out of a page; each is stood for by one segment as wide as itself.
pub(crate) fn take(segments: &[Segment], grids: &[Grid]) -> (Vec<Segment>, Vec<Filled>) {
    let mut rest = segments.to_vec();
    let mut found = Vec::new();
    // Small ones first: a box around a table leaves the table to itself.
    let mut order: Vec<&Grid> = grids.iter().collect();
    order.sort_by(|a, b| area(a).total_cmp(&area(b)));
    let page: f32 = segments.iter().map(|segment| segment.y).fold(0.0, f32::max);
    for grid in order.into_iter().take(MAX_GRIDS) {
        let (inside, outside): (Vec<Segment>, Vec<Segment>) = rest.iter().cloned().partition(|segment| {
            let (x, y) = middle(segment);
            grid.holds(x, y)
        });
        let Some(filled) = Filled::of(grid, &inside, page) else {
            continue;
        };
        rest = outside;
        let (Some(x0), Some(x1)) = (grid.xs.first(), grid.xs.last()) else {
            continue;
        };
        let size = median(inside.iter().map(|segment| segment.size));
        let Some(sign) = char::from_u32(FIRST + found.len() as u32) else {
            continue;
        };
        rest.push(Segment {
            text: sign.to_string(),
            x0: *x0,
            x1: *x1,
            y: inside.iter().map(|segment| segment.y).fold(f32::INFINITY, f32::min),
            size,
            bold: false,
            artifact: false,
            first_word: x1 - x0,
        });
        found.push(filled);
    }
    rest.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    (rest, found)
}

/// The grid that a character stands for.
fn sign(c: char) -> Option<usize> {
    let index = (c as u32).checked_sub(FIRST)? as usize;
    (index < MAX_GRIDS).then_some(index)
}

/// Whether a segment stands for a grid.
pub(crate) fn is_grid(segment: &Segment) -> bool {
    segment.text.chars().any(|c| sign(c).is_some())
}

/// Which grids stand on a line.
pub(crate) fn indices(line: &Line) -> Vec<usize> {
    let signs = line.segments.iter().flat_map(|segment| segment.text.chars());
    signs.filter_map(sign).collect()
}

/// What stands beside the grids on a line, if anything does.
pub(crate) fn without(mut line: Line) -> Option<Line> {
    line.segments.retain(|segment| !is_grid(segment));
    (!line.segments.is_empty()).then_some(line)
}

fn area(grid: &Grid) -> f32 {
    let length = |edges: &[f32]| edges.last().unwrap_or(&0.0) - edges.first().unwrap_or(&0.0);
    length(&grid.xs) * length(&grid.ys)
}

fn middle(segment: &Segment) -> (f32, f32) {
    (f32::midpoint(segment.x0, segment.x1), segment.y - segment.size * 0.3)
}

impl Filled {
    /// Puts segments into cells; `None` when the grid parts nothing: decoration, or a frame around the page.
    fn of(grid: &Grid, inside: &[Segment], page: f32) -> Option<Self> {
        let mut cells: BTreeMap<(usize, usize), Vec<Segment>> = BTreeMap::new();
        for segment in inside {
            let (x, y) = middle(segment);
            // A segment that is wider than its column began in the leftmost that it covers.
            let column = grid.column(x, y).min(grid.column(segment.x0 + 1.0, y));
            cells.entry((grid.row(x, y), column)).or_default().push(segment.clone());
        }
        let count = |ask: fn(&(usize, usize)) -> usize| {
            let mut all: Vec<usize> = cells.keys().map(ask).collect();
            all.sort_unstable();
            all.dedup();
            all.len()
        };
        let (rows, columns) = (count(|key| key.0), count(|key| key.1));
        let height = grid.ys.last()? - grid.ys.first()?;
        let table = columns >= 2;
        let boxed = columns == 1 && rows <= 2 && height < page * 0.5 && plain_lines(inside).len() >= BOXED;
        (table || boxed).then_some(Self { cells, columns })
    }

    /// The blocks: a table for each run of rows of short cells; cells of prose one after the other.
    pub(crate) fn blocks(&self, typical: Typical, region: usize, options: &Options<'_>) -> Vec<Made> {
        let mut out = Vec::new();
        let mut open: Vec<(String, Vec<&Segment>)> = Vec::new();
        let mut places: Vec<usize> = self.cells.keys().map(|(_, column)| *column).collect();
        places.sort_unstable();
        places.dedup();
        // The columns that a row fills, counted without those that no row does, and what stands in them.
        let mut rows: BTreeMap<usize, (Vec<usize>, Vec<&[Segment]>)> = BTreeMap::new();
        for ((row, column), segments) in &self.cells {
            let (columns, cells) = rows.entry(*row).or_default();
            columns.push(places.partition_point(|place| place < column));
            cells.push(segments);
        }
        for (columns, cells) in rows.values() {
            let read: Vec<Vec<Made>> = cells
                .iter()
                .map(|cell| blocks::blocks(&plain_lines(cell), typical, region, options))
                .collect();
            let lines: Vec<Vec<Line>> = cells.iter().map(|cell| plain_lines(cell)).collect();
            // Names after "Til stede:" stand one below the other.
            let labeled = cells.len() == 2 && lines.first().is_some_and(|cell| text(cell, options).ends_with(':'));
            let most = if labeled { PROSE - 1 } else { PROSE };
            if let Some(split) = rows_without_rules(columns, &lines) {
                let all = || cells.iter().flat_map(|cell| cell.iter()).collect();
                open.extend(split.into_iter().map(|row| (row, all())));
            } else if self.columns == 1 || read.iter().any(|cell| cell.len() >= most) {
                close(&mut open, region, &mut out);
                out.extend(read.into_iter().flatten());
            } else {
                let texts = lines.iter().map(|cell| text(cell, options));
                let segments = cells.iter().flat_map(|cell| cell.iter()).collect();
                open.push((row(columns.iter().copied().zip(texts)), segments));
            }
        }
        close(&mut open, region, &mut out);
        out
    }
}

/// The rows of cells that no rule parts, which stand in these columns: as many lines in each, on the same baselines, each
/// a beginning. A cell of nothing but marks may have fewer.
fn rows_without_rules(columns: &[usize], cells: &[Vec<Line>]) -> Option<Vec<String>> {
    let full = cells.iter().max_by_key(|cell| cell.len())?;
    if cells.len() < 2 || full.len() < 2 {
        return None;
    }
    let level = |a: &Line, b: &Line| (a.y() - b.y()).abs() < a.size() * 0.4;
    let aligned = cells.iter().all(|cell| {
        (cell.len() == full.len() || cell.iter().all(is_mark))
            && cell.iter().all(|line| full.iter().any(|other| level(line, other)))
    });
    let begins = |line: &&Line| {
        let fresh = |segment: &Segment| segment.text.starts_with(|c: char| !c.is_lowercase());
        line.first().is_some_and(fresh) || is_mark(line)
    };
    let later = || cells.iter().flat_map(|cell| cell.iter().skip(1));
    if !aligned || later().filter(begins).count() * 10 < later().count() * 8 {
        return None;
    }
    let texts = |baseline: &Line| {
        let cell = |cell: &Vec<Line>| {
            let line = cell.iter().find(|line| level(line, baseline));
            line.map(line_text).unwrap_or_default()
        };
        row(columns.iter().copied().zip(cells.iter().map(cell)))
    };
    Some(full.iter().map(texts).collect())
}

/// "x", "ja", "–": what stands in a column that only says whether.
fn is_mark(line: &Line) -> bool {
    line_text(line).chars().count() <= 3
}

fn line_text(line: &Line) -> String {
    let texts = line.segments.iter().map(|segment| segment.text.as_str());
    texts.collect::<Vec<_>>().join(" ")
}

fn text(lines: &[Line], options: &Options<'_>) -> String {
    let mut text = String::new();
    for line in lines {
        join_lines(&mut text, &line_text(line), options);
    }
    text
}

/// Ends a run of rows.
fn close(rows: &mut Vec<(String, Vec<&Segment>)>, region: usize, out: &mut Vec<Made>) {
    let rows = std::mem::take(rows);
    let segments: Vec<&Segment> = rows.iter().flat_map(|(_, segments)| segments.iter().copied()).collect();
    let texts: Vec<&str> = rows.iter().map(|(text, _)| text.as_str()).collect();
    let text = clean(&texts.join("\n"), true);
    let least = |ask: fn(&Segment) -> f32| segments.iter().map(|s| ask(s)).fold(f32::INFINITY, f32::min);
    let most = |ask: fn(&Segment) -> f32| segments.iter().map(|s| ask(s)).fold(f32::NEG_INFINITY, f32::max);
    if text.is_empty() || segments.is_empty() {
        return;
    }
    let bbox = BBox {
        x0: least(|s| s.x0),
        y0: least(|s| s.y - s.size),
        x1: most(|s| s.x1),
        y1: most(|s| s.y + s.size * 0.3),
    };
    out.push(Made {
        size: median(segments.iter().map(|segment| segment.size)),
        bold: false,
        artifact: segments.iter().all(|segment| segment.artifact),
        indented: true,
        full: false,
        region,
        block: Block {
            bbox: Some(bbox),
            ..Block::new(BlockKind::Table, None, text)
        },
    });
}
