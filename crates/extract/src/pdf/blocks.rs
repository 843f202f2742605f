//! Lines of a region into blocks: headings, paragraphs, list items, tables, footnotes.

use super::layout::{Line, median};
use crate::Options;
use crate::builder::clean;
use crate::formats::{heading_level, list_mark};
use crate::text::join_lines;
use ordskifte_record::{BBox, Block, BlockKind};

/// What is typical of the whole document's text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Typical {
    /// Font size of running text.
    pub(crate) size: f32,
    /// Whether running text is bold, so that bold means nothing.
    pub(crate) bold: bool,
    /// Height of the page.
    pub(crate) height: f32,
}

/// Makes the blocks of one region.
pub(crate) fn blocks(lines: &[Line], typical: Typical, options: &Options<'_>) -> Vec<Block> {
    let right = lines.iter().map(Line::x1).fold(f32::NEG_INFINITY, f32::max);
    let left = lines.iter().map(Line::x0).fold(f32::INFINITY, f32::min);
    let leading = leading(lines, typical);
    let mut out = Vec::new();
    let mut open: Vec<&Line> = Vec::new();
    for line in lines {
        if open
            .last()
            .is_some_and(|last| breaks(last, line, &open, (left, right), leading))
        {
            close(&mut open, typical, options, &mut out);
        }
        open.push(line);
    }
    close(&mut open, typical, options, &mut out);
    out
}

/// Usual distance of baselines.
fn leading(lines: &[Line], typical: Typical) -> f32 {
    let steps = lines.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(b.y() - a.y()),
        _ => None,
    });
    let usual = median(steps.filter(|step| *step > 0.0 && *step < typical.size * 2.6));
    if usual > 0.0 { usual } else { typical.size * 1.25 }
}

/// Whether a new block begins with `line`.
fn breaks(last: &Line, line: &Line, open: &[&Line], (left, right): (f32, f32), leading: f32) -> bool {
    let step = line.y() - last.y();
    let size = line.size().max(last.size());
    if line.is_row() || last.is_row() {
        let both = line.is_row() && last.is_row();
        return !(both && step < leading * 2.5);
    }
    if step > leading * 1.32 + 0.5 || step < -1.0 {
        return true;
    }
    let (Some(a), Some(b)) = (last.first(), line.first()) else {
        return true;
    };
    if (a.size - b.size).abs() > size * 0.08 || a.bold != b.bold {
        return true;
    }
    if list_mark(&b.text).is_some() || is_numbered(&b.text) {
        return true;
    }
    // A first line that is indented begins a paragraph; so does one that goes back from a list item's indent.
    let begun_at = open.first().map_or(left, |first| first.x0());
    if b.x0 > left + size * 0.9 && a.x0 < left + size * 0.3 && open.len() > 1 {
        return true;
    }
    if open.len() > 1 && begun_at > left + size && b.x0 < begun_at - size * 0.5 && a.x0 > left + size {
        return true;
    }
    // The first word would have fitted on the line before: that line ended on purpose.
    a.x1 + b.first_word + size * 0.6 < right && !b.text.starts_with(char::is_lowercase)
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

fn close(open: &mut Vec<&Line>, typical: Typical, options: &Options<'_>, out: &mut Vec<Block>) {
    let lines = std::mem::take(open);
    let Some(first) = lines.first().and_then(|line| line.first()) else {
        return;
    };
    let table = lines.iter().any(|line| line.is_row());
    let text = if table {
        rows(&lines)
    } else {
        paragraph(&lines, options)
    };
    let text = clean(&text, table);
    if text.is_empty() {
        return;
    }
    let (kind, level, text) = if table {
        (BlockKind::Table, None, text)
    } else {
        classify(text, &lines, typical)
    };
    let last_y = lines.last().map_or(first.y, |line| line.y());
    let bbox = BBox {
        x0: lines.iter().map(|line| line.x0()).fold(f32::INFINITY, f32::min),
        y0: first.y - first.size,
        x1: lines.iter().map(|line| line.x1()).fold(f32::NEG_INFINITY, f32::max),
        y1: last_y + first.size * 0.3,
    };
    out.push(Block {
        bbox: Some(bbox),
        ..Block::new(kind, level, text)
    });
}

fn rows(lines: &[&Line]) -> String {
    let cells = |line: &&Line| {
        line.segments
            .iter()
            .map(|segment| segment.text.as_str())
            .collect::<Vec<_>>()
            .join("\t")
    };
    lines.iter().map(cells).collect::<Vec<_>>().join("\n")
}

fn paragraph(lines: &[&Line], options: &Options<'_>) -> String {
    let mut text = String::new();
    for segment in lines.iter().filter_map(|line| line.first()) {
        join_lines(&mut text, &segment.text, options);
    }
    text
}

fn classify(text: String, lines: &[&Line], typical: Typical) -> (BlockKind, Option<u8>, String) {
    let size = median(lines.iter().map(|line| line.size()));
    let bold = lines
        .iter()
        .all(|line| line.first().is_some_and(|segment| segment.bold))
        && !typical.bold;
    let length = text.chars().count();
    if let Some(item) = list_mark(&text) {
        return (BlockKind::ListItem, Some(1), item.to_owned());
    }
    let low = lines.first().is_some_and(|line| line.y() > typical.height * 0.55);
    if size < typical.size * 0.92
        && low
        && text.starts_with(|c: char| c.is_ascii_digit() || c == '*' || "¹²³⁴⁵⁶⁷⁸⁹".contains(c))
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
        None => (BlockKind::Paragraph, None, text),
    }
}
