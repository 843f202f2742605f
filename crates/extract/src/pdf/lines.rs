//! Glyphs into segments: runs of words on one baseline without a wide gap.

use super::glyphs::Glyph;

/// A run of text on one baseline. Coordinates are points from the page's top left corner.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Segment {
    /// The words, one blank between them.
    pub(crate) text: String,
    pub(crate) x0: f32,
    pub(crate) x1: f32,
    /// Baseline.
    pub(crate) y: f32,
    /// Commonest font size, by characters.
    pub(crate) size: f32,
    /// Whether most of it is bold.
    pub(crate) bold: bool,
    /// Width of its first word.
    pub(crate) first_word: f32,
}

/// A gap wider than this many font sizes ends a segment.
const SEGMENT_GAP: f32 = 1.4;
/// A gap wider than this many font sizes is a blank, with or without a space glyph.
const WORD_GAP: f32 = 0.17;
/// With a space glyph in it, a smaller gap is a blank too.
const SPACED_GAP: f32 = 0.06;

/// Makes segments, in order from top to bottom and left to right.
pub(crate) fn segments(mut glyphs: Vec<Glyph>) -> Vec<Segment> {
    glyphs.retain(|glyph| glyph.x0.is_finite() && glyph.x1.is_finite() && glyph.y.is_finite());
    drop_duplicates(&mut glyphs);
    let mut out = Vec::new();
    for mut row in rows(glyphs) {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        split_row(&row, &mut out);
    }
    out.sort_by(|a: &Segment, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    out
}

/// Bold print by drawing twice: the same character within a tenth of its size goes.
fn drop_duplicates(glyphs: &mut Vec<Glyph>) {
    let cell = |value: f32| (value / 3.0).floor() as i32;
    let mut seen: std::collections::HashMap<(i32, i32), Vec<(String, f32, f32)>> = std::collections::HashMap::new();
    glyphs.retain(|glyph| {
        if glyph.text.trim().is_empty() {
            return true;
        }
        let (column, row) = (cell(glyph.x0), cell(glyph.y));
        let near = glyph.size * 0.12;
        let twice = (column - 1..=column + 1)
            .flat_map(|x| (row - 1..=row + 1).map(move |y| (x, y)))
            .any(|key| {
                seen.get(&key).is_some_and(|known| {
                    known.iter().any(|(text, x, y)| {
                        *text == glyph.text && (x - glyph.x0).abs() < near && (y - glyph.y).abs() < near
                    })
                })
            });
        if !twice {
            seen.entry((column, row))
                .or_default()
                .push((glyph.text.clone(), glyph.x0, glyph.y));
        }
        !twice
    });
}

/// Glyphs by baseline; small raised or lowered ones join the row that they touch.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<(f32, f32, Vec<Glyph>)> = Vec::new();
    for glyph in glyphs {
        // Sorted by baseline: only the last few rows can be near.
        let near = rows
            .iter_mut()
            .rev()
            .take(3)
            .find(|(y, size, _)| (glyph.y - *y).abs() <= size.max(glyph.size) * 0.28);
        match near {
            Some((y, size, row)) => {
                if glyph.size > *size {
                    (*y, *size) = (glyph.y, glyph.size);
                }
                row.push(glyph);
            }
            None => rows.push((glyph.y, glyph.size, vec![glyph])),
        }
    }
    rows.into_iter().map(|(_, _, row)| row).collect()
}

fn split_row(row: &[Glyph], out: &mut Vec<Segment>) {
    let mut open: Option<Segment> = None;
    let mut bold = 0_i32;
    let mut spaced = false;
    let mut in_first_word = true;
    for glyph in row {
        if glyph.text.trim().is_empty() {
            spaced = true;
            continue;
        }
        let gap = open.as_ref().map_or(0.0, |segment| glyph.x0 - segment.x1);
        let size = open.as_ref().map_or(glyph.size, |segment| segment.size.max(glyph.size));
        let starts_new = open.is_none() || gap > size * SEGMENT_GAP;
        if starts_new {
            close(open.take(), bold, out);
            bold = 0;
            in_first_word = true;
        }
        let segment = open.get_or_insert_with(|| Segment {
            text: String::new(),
            x0: glyph.x0,
            x1: glyph.x1,
            y: glyph.y,
            size: glyph.size,
            bold: false,
            first_word: 0.0,
        });
        if !starts_new && (gap > size * WORD_GAP || (spaced && gap > size * SPACED_GAP)) {
            segment.text.push(' ');
            in_first_word = false;
        }
        segment.text.push_str(&glyph.text);
        segment.x1 = segment.x1.max(glyph.x1);
        if in_first_word {
            segment.first_word = segment.x1 - segment.x0;
        }
        // The larger size names the line: raised figures are smaller.
        if glyph.size > segment.size {
            segment.size = glyph.size;
            segment.y = glyph.y;
        }
        bold += if glyph.bold { 1 } else { -1 };
        spaced = false;
    }
    close(open, bold, out);
}

fn close(segment: Option<Segment>, bold: i32, out: &mut Vec<Segment>) {
    if let Some(mut segment) = segment {
        segment.bold = bold > 0;
        out.push(segment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .map(|(index, c)| {
                let x0 = x + index as f32 * 5.0;
                Glyph {
                    text: c.to_string(),
                    x0,
                    x1: x0 + 5.0,
                    y,
                    size: 10.0,
                    bold: false,
                }
            })
            .collect()
    }

    #[test]
    fn geometry_makes_words_and_wide_gaps_end_segments() {
        let mut glyphs = word("sak", 10.0, 100.0);
        glyphs.extend(word("to", 28.0, 100.0));
        glyphs.extend(word("kolonne", 200.0, 100.0));
        glyphs.extend(word("sak", 10.2, 100.1));
        let found: Vec<_> = segments(glyphs).into_iter().map(|segment| segment.text).collect();
        assert_eq!(found, ["sak to", "kolonne"]);
    }
}
