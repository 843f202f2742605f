//! Lines of a region into blocks: headings, paragraphs, list items, tables, footnotes.

use super::cells::wrapped_cells;
use super::layout::{Line, median};
use super::lines::{MARK_START, Segment};
use super::table::{mark_lone_cells, rows};
use crate::Options;
use crate::builder::clean;
use crate::formats::{heading_level, list_mark};
use crate::text::{begins_anew, is_caption, join_lines};
use ordskifte_record::{BBox, Block, BlockKind};
use std::collections::BTreeMap;

/// What is typical of the whole document's text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Typical {
    /// Font size of running text.
    pub(crate) size: f32,
    /// Whether running text is bold, so that bold means nothing.
    pub(crate) bold: bool,
    /// Height of the page.
    pub(crate) height: f32,
    /// How far the beginnings of lines that begin in one place may lie apart.
    pub(crate) slant: f32,
}

/// A block with what its lines looked like, which tells what goes on where and what stands apart.
#[expect(clippy::struct_excessive_bools, reason = "independent properties of a look")]
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) block: Block,
    /// Font size of most lines.
    pub(crate) size: f32,
    /// Whether all of it is bold and running text is not.
    pub(crate) bold: bool,
    /// Whether the file marks it as no part of the text.
    pub(crate) artifact: bool,
    /// Whether its first line is indented.
    pub(crate) indented: bool,
    /// Whether its last line reaches the right edge of its column.
    pub(crate) full: bool,
    /// Which column of the document it stands in, counted from the first page on.
    pub(crate) region: usize,
}

/// Makes the blocks of one region.
pub(crate) fn blocks(lines: &[Line], typical: Typical, region: usize, options: &Options<'_>) -> Vec<Made> {
    let edges = Edges {
        left: lines.iter().map(Line::x0).fold(f32::INFINITY, f32::min),
        right: lines.iter().map(Line::x1).fold(f32::NEG_INFINITY, f32::max),
        slant: typical.slant,
        region,
    };
    let mut lines = wrapped_cells(lines, options);
    mark_lone_cells(&mut lines);
    let leading = Leading::measure(&lines, typical);
    let mut out = Vec::new();
    let mut open: Vec<&Line> = Vec::new();
    for line in &lines {
        if open
            .last()
            .is_some_and(|last| breaks(last, line, &open, edges, leading.of(line.size())))
        {
            close(&mut open, typical, edges, options, &mut out);
        }
        open.push(line);
    }
    close(&mut open, typical, edges, options, &mut out);
    mark_points(&mut out);
    out
}

/// How far points are set in, in font sizes.
const SET_IN: f32 = 0.9;

/// What is set in below "…:" are points of a list, whose marks may be drawn and no text.
fn mark_points(out: &mut [Made]) {
    let mut head: Option<(BBox, f32)> = None;
    let mut points: Option<f32> = None;
    for made in out {
        let Some(bbox) = made.block.bbox else { continue };
        let paragraph = made.block.kind == BlockKind::Paragraph;
        let set_in = head.is_some_and(|(head, size)| {
            let begin = points.unwrap_or(bbox.x0);
            bbox.x0 > head.x0 + size * SET_IN && (bbox.x0 - begin).abs() < size * 0.5
        });
        if paragraph && set_in {
            points = Some(bbox.x0);
            made.block.kind = BlockKind::ListItem;
            made.block.level = Some(1);
        } else {
            points = None;
            let heads = paragraph && made.block.text.ends_with(':');
            head = heads.then_some((bbox, made.size));
        }
    }
}

/// Where a column's lines begin and end.
#[derive(Clone, Copy)]
struct Edges {
    left: f32,
    right: f32,
    slant: f32,
    region: usize,
}

/// Usual distances of the baselines of lines in one paragraph.
struct Leading {
    /// By font size, and whether the distance occurs more than once.
    steps: BTreeMap<i32, (f32, bool)>,
    /// That of running text, in font sizes.
    ratio: f32,
}

/// Sizes that count as one.
fn size_class(size: f32) -> i32 {
    (size * 1.5).round() as i32
}

impl Leading {
    /// Measures a region. Of the distances between lines of one size the smallest counts that is not rare: where most
    /// paragraphs are one line, most distances are those between paragraphs.
    fn measure(lines: &[Line], typical: Typical) -> Self {
        let mut steps: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
        for pair in lines.windows(2) {
            let [a, b] = pair else { continue };
            let step = b.y() - a.bottom();
            let near = step > a.size().min(b.size()) * 0.9 && step < typical.size.max(b.size()) * 2.6;
            if size_class(a.size()) == size_class(b.size()) && near {
                steps.entry(size_class(b.size())).or_default().push(step);
            }
        }
        let usual = |steps: Vec<f32>| {
            let mut sorted = steps;
            sorted.sort_by(f32::total_cmp);
            let often = (sorted.len() * 3 / 20).max(2);
            let like = |step: f32| {
                sorted
                    .iter()
                    .filter(move |other| **other >= step && **other <= step * 1.06)
            };
            match sorted.iter().find(|step| like(**step).count() >= often) {
                Some(step) => (median(like(*step).copied()), true),
                None => (median(sorted.iter().copied()), false),
            }
        };
        let steps: BTreeMap<i32, (f32, bool)> = steps.into_iter().map(|(class, steps)| (class, usual(steps))).collect();
        let body = steps.get(&size_class(typical.size)).filter(|(_, sure)| *sure);
        Self {
            ratio: body.map_or(1.25, |(step, _)| (step / typical.size).max(1.25)),
            steps,
        }
    }

    /// The leading of a size, and the widest distance of two lines of one paragraph in it.
    fn of(&self, size: f32) -> (f32, f32) {
        let widest = |leading: f32, times: f32| leading * times + 0.5;
        match self.steps.get(&size_class(size)) {
            Some((step, true)) => (*step, widest(*step, 1.32)),
            // A few lines, as a title and what stands below it, do not tell how far apart those of one paragraph are.
            Some((step, false)) => {
                let leading = step.min(size * self.ratio);
                (leading, widest(leading, 1.18))
            }
            None => (size * 1.25, widest(size * 1.25, 1.32)),
        }
    }
}

/// Whether a new block begins with `line`.
fn breaks(last: &Line, line: &Line, open: &[&Line], edges: Edges, (leading, widest): (f32, f32)) -> bool {
    let Edges { left, right, slant, .. } = edges;
    let step = line.y() - last.bottom();
    let size = line.size().max(last.size());
    if contents_entry(line).is_some() || contents_entry(last).is_some() {
        return true;
    }
    if line.is_row() || last.is_row() {
        let both = line.is_row() && last.is_row();
        return !(both && step < leading * 2.5);
    }
    let (Some(a), Some(b)) = (last.first(), line.first()) else {
        return true;
    };
    let alike = (a.size - b.size).abs() <= size * 0.08 && a.bold == b.bold && a.artifact == b.artifact;
    // Large type has a leading of its own.
    let cut_word = ends_in_hyphen(&a.text) && b.text.starts_with(char::is_lowercase);
    let widest = match (cut_word, alike) {
        (true, true) => leading.max(size * 1.9),
        (_, true) => widest.max(size * 1.38),
        (_, false) => widest,
    };
    if step > widest || step < -1.0 || !alike || b.text.starts_with(MARK_START) {
        return true;
    }
    if cut_word {
        return false;
    }
    if list_mark(&b.text).is_some() || is_numbered(&b.text) {
        return true;
    }
    // Lines that begin in different places belong together only when they are centered; lines that begin in one place are
    // as long as each other by chance.
    let centered = ((a.x0 + a.x1) - (b.x0 + b.x1)).abs() < size && (a.x0 - b.x0).abs() > slant;
    if (a.x0 - b.x0).abs() > size * 6.0 && !centered {
        return true;
    }
    // A first line that is indented begins a paragraph; so does one that goes back from a list item's indent.
    let begun_at = open.first().map_or(left, |first| first.x0());
    if b.x0 > left + size * 0.9 && a.x0 < left + size * 0.3 && open.len() > 1 && !centered {
        return true;
    }
    if open.len() > 1 && begun_at > left + size && b.x0 < begun_at - size * 0.5 && a.x0 > left + size && !centered {
        return true;
    }
    // The first word would have fitted on the line before: that line ended on purpose, surely so when much is left.
    // A word that a hyphen cuts goes on whatever the room ("Per-" and "Åge").
    let goes_on = (ends_in_hyphen(&a.text) && b.text.starts_with(char::is_alphanumeric))
        || (a.text.ends_with('–') && b.text.starts_with(|c: char| c.is_ascii_digit()));
    if goes_on || centered {
        return false;
    }
    // What is listed below "…:" is set in, and a label begins an entry however long the one above is.
    let listed = a.text.ends_with(':') && b.x0 > a.x0 + size * 0.9;
    let begun = open.first().and_then(|line| line.first()).unwrap_or(a);
    if listed || begins_anew(&begun.text, &a.text, &b.text) {
        return true;
    }
    let room = right - (a.x1 + b.first_word + size * 0.6);
    room > 0.0 && (!b.text.starts_with(char::is_lowercase) || room > (right - left) * 0.3)
}

/// The text of an entry in a table of contents: what stands before dots that lead to a page number.
fn contents_entry(line: &Line) -> Option<String> {
    let text = line
        .segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    let is_dot = |c: char| ".·…\u{2024}".contains(c);
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let number = text.get(before.len()..)?.trim();
    let entry = before.trim_end_matches(|c: char| is_dot(c) || c.is_whitespace());
    let leader = before.get(entry.len()..)?;
    let dots: usize = leader
        .chars()
        .map(|c| if c == '…' { 3 } else { usize::from(is_dot(c)) })
        .sum();
    (dots >= 4 && !number.is_empty() && number.len() <= 4 && !entry.is_empty()).then(|| entry.to_owned())
}

fn ends_in_hyphen(text: &str) -> bool {
    text.strip_suffix(['-', '\u{2010}', '\u{ad}'])
        .is_some_and(|before| before.ends_with(char::is_alphabetic))
}

fn is_numbered(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(number, rest)| {
        let figures = number.trim_end_matches(['.', ')']);
        figures.len() < number.len()
            && figures.len() <= 3
            && !figures.is_empty()
            && (figures.chars().all(|c| c.is_ascii_digit()) || (figures.len() == 1 && number.ends_with(')')))
            && rest.starts_with(char::is_uppercase)
    })
}

fn close(open: &mut Vec<&Line>, typical: Typical, edges: Edges, options: &Options<'_>, out: &mut Vec<Made>) {
    let lines = std::mem::take(open);
    let (Some(first), Some(last)) = (
        lines.first().and_then(|line| line.first()),
        lines.last().and_then(|line| line.segments.last()),
    ) else {
        return;
    };
    let entry = lines.first().and_then(|line| contents_entry(line));
    let table = entry.is_none() && lines.iter().any(|line| line.is_row());
    let text = if let Some(entry) = &entry {
        entry.clone()
    } else if table {
        rows(&lines)
    } else {
        paragraph(&lines, options)
    };
    let text = clean(&text, table);
    if text.is_empty() {
        return;
    }
    let every = |test: fn(&Segment) -> bool| lines.iter().flat_map(|line| &line.segments).all(test);
    let bold = every(|segment| segment.bold) && !typical.bold;
    let size = median(lines.iter().map(|line| line.size()));
    let (kind, level, text) = if entry.is_some() {
        let number = text.split(' ').next().unwrap_or_default();
        let depth = number.trim_end_matches('.').matches('.').count() + 1;
        (BlockKind::ListItem, Some(depth.min(6) as u8), text)
    } else if table {
        (BlockKind::Table, None, text)
    } else {
        classify(text, &lines, typical, size, bold)
    };
    let bbox = BBox {
        x0: lines.iter().map(|line| line.x0()).fold(f32::INFINITY, f32::min),
        y0: first.y - first.size,
        x1: lines.iter().map(|line| line.x1()).fold(f32::NEG_INFINITY, f32::max),
        y1: lines.last().map_or(first.y, |line| line.bottom()) + first.size * 0.3,
    };
    out.push(Made {
        size,
        bold,
        artifact: every(|segment| segment.artifact),
        indented: first.x0 > edges.left + first.size * 0.7,
        full: last.x1 > edges.right - last.size * 1.5,
        region: edges.region,
        block: Block {
            bbox: Some(bbox),
            ..Block::new(kind, level, text)
        },
    });
}

fn paragraph(lines: &[&Line], options: &Options<'_>) -> String {
    let mut text = String::new();
    for segment in lines.iter().filter_map(|line| line.first()) {
        join_lines(&mut text, &segment.text, options);
    }
    text
}

fn classify(text: String, lines: &[&Line], typical: Typical, size: f32, bold: bool) -> (BlockKind, Option<u8>, String) {
    let length = text.chars().count();
    if let Some(item) = list_mark(&text) {
        return (BlockKind::ListItem, Some(1), item.to_owned());
    }
    let low = lines.first().is_some_and(|line| line.y() > typical.height * 0.55);
    if size < typical.size * 0.92
        && low
        && text.starts_with(|c: char| c.is_ascii_digit() || c == '*' || c == MARK_START)
    {
        return (BlockKind::Footnote, None, text);
    }
    let sentence = text.ends_with(['.', ',', ';']) || text.ends_with(':');
    if lines.len() <= 3 && length <= 160 && !sentence && text.chars().any(char::is_alphabetic) {
        if size >= typical.size * 1.5 {
            return (BlockKind::Heading, Some(1), text);
        }
        if size >= typical.size * 1.12 {
            return (BlockKind::Heading, Some(2), text);
        }
        if bold {
            let level = heading_level(&text, lines.len()).map_or(3, |level| level.saturating_add(1).min(6));
            return (BlockKind::Heading, Some(level), text);
        }
    }
    match heading_level(&text, lines.len()) {
        Some(level) => (BlockKind::Heading, Some(level), text),
        None if is_caption(&text) => (BlockKind::Caption, None, text),
        None => (BlockKind::Paragraph, None, text),
    }
}
