//! Glyphs into segments: runs of words on one baseline without a wide gap.

use super::glyphs::Glyph;
use super::gutters::{Gutter, gutters};
use super::initials;
use super::rules::Grid;
use rustc_hash::FxHashMap;

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
    /// Whether the file marks most of it as no part of the text.
    pub(crate) artifact: bool,
    /// Width of its first word.
    pub(crate) first_word: f32,
}

#[cfg(test)]
impl Segment {
    /// A piece of text as tests of the layout set it, from one place to another at a height.
    pub(super) fn set(text: &str, (x0, x1): (f32, f32), y: f32) -> Self {
        Self {
            text: text.to_owned(),
            x0,
            x1,
            y,
            size: 10.0,
            bold: false,
            artifact: false,
            first_word: 20.0,
        }
    }
}

/// A gap wider than this many font sizes ends a segment. Gutters are as narrow as this; wide blanks of justified lines
/// are put together again where no column parts them.
const SEGMENT_GAP: f32 = 0.8;
/// A gap wider than this many font sizes is a blank, with or without a space glyph.
const WORD_GAP: f32 = 0.17;
/// With a space glyph in it, a smaller gap is a blank too.
const SPACED_GAP: f32 = 0.06;
/// Around a raised figure that may refer to a footnote, until the page's footnotes are known. Noncharacters, which no
/// text holds.
pub(crate) const MARK_START: char = '\u{fdd0}';
pub(crate) const MARK_END: char = '\u{fdd1}';

/// Most columns and rows of cells that are looked at for one glyph; more have only glyphs as large as the page.
const MOST_CELLS: usize = 12;

/// Makes segments, in order from top to bottom and left to right. A rule of a grid between two words parts them.
pub(crate) fn segments(mut glyphs: Vec<Glyph>, grids: &[Grid]) -> Vec<Segment> {
    glyphs.retain(|glyph| glyph.x0.is_finite() && glyph.x1.is_finite() && glyph.y.is_finite());
    initials::settle(&mut glyphs);
    drop_duplicates(&mut glyphs);
    let mut out = Vec::new();
    let mut rows = rows(glyphs);
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    let gutters = gutters(&rows);
    for row in rows {
        split_row(&row, grids, &gutters, &mut out);
    }
    out.sort_by(|a: &Segment, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    out
}

/// Bold print by drawing twice: the same character within an eighth of its size goes.
fn drop_duplicates(glyphs: &mut Vec<Glyph>) {
    // Cells are wide against the distance, so that most glyphs need a look into one only.
    let cell = |value: f32| (value / 12.0).floor() as i32;
    // The last glyph of each cell and character, and with each glyph the one before it.
    let mut last: FxHashMap<(i32, i32, Option<char>), usize> = FxHashMap::default();
    last.reserve(glyphs.len());
    let mut before: Vec<Option<usize>> = Vec::with_capacity(glyphs.len());
    let mut keep = Vec::with_capacity(glyphs.len());
    for (index, glyph) in glyphs.iter().enumerate() {
        before.push(None);
        if glyph.text.is_blank() {
            keep.push(true);
            continue;
        }
        let first = glyph.text.chars().next();
        let near = glyph.size * 0.12;
        let columns = cell(glyph.x0 - near)..=cell(glyph.x0 + near);
        let rows = cell(glyph.y - near)..=cell(glyph.y + near);
        let twice = columns
            .take(MOST_CELLS)
            .flat_map(|x| rows.clone().take(MOST_CELLS).map(move |y| (x, y, first)))
            .any(|key| {
                let known = std::iter::successors(last.get(&key).copied(), |at| before.get(*at).copied().flatten());
                known.filter_map(|at| glyphs.get(at)).any(|known| {
                    let (x, y) = (known.x0 - glyph.x0, known.y - glyph.y);
                    x.abs() < near && y.abs() < near && known.text == glyph.text
                })
            });
        if !twice && let Some(place) = before.get_mut(index) {
            *place = last.insert((cell(glyph.x0), cell(glyph.y), first), index);
        }
        keep.push(!twice);
    }
    let mut keep = keep.into_iter();
    glyphs.retain(|_| keep.next().unwrap_or(true));
}

/// Glyphs by baseline; small raised or lowered ones join the row that they touch.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<(f32, f32, Vec<Glyph>)> = Vec::new();
    for glyph in glyphs {
        // Sorted by baseline: only the last few rows can be near.
        let near = rows.iter_mut().rev().take(3).find(|(y, size, row)| {
            let small = if glyph.size < *size {
                is_sign(&glyph)
            } else {
                let short = row.len() <= LONGEST_MARK || *size > glyph.size * MUCH_SMALLER;
                short && row.iter().all(is_sign)
            };
            (glyph.y - *y).abs() <= size.max(glyph.size) * reach(*size, glyph.size, small)
        });
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

/// Baseline and size of the row: those of its largest glyphs.
fn base(row: &[Glyph]) -> (f32, f32) {
    row.iter().fold((0.0, 0.0), |(y, size), glyph| {
        if glyph.size > size + 0.05 {
            (glyph.y, glyph.size)
        } else {
            (y, size)
        }
    })
}

/// Whether the glyph may be part of a mark of a note.
fn is_sign(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| c.is_ascii_digit() || "*(),".contains(c))
}

/// Whether the glyph is a raised figure or star, as references to footnotes are.
fn is_mark(glyph: &Glyph, (y, size): (f32, f32)) -> bool {
    let above = y - glyph.y;
    let raised = (glyph.size < size * SMALLER && above > size * 0.15)
        || (glyph.size < size * LITTLE_SMALLER && above > size * 0.25);
    (raised && is_sign(glyph))
        || (glyph.superior && glyph.text.chars().all(|c| c.is_ascii_digit() || c == '*'))
        || glyph.text.chars().all(|c| "¹²³⁴⁵⁶⁷⁸⁹⁰".contains(c))
}

/// Puts one row's glyphs into segments.
struct RowReader<'a> {
    open: Option<Segment>,
    bold: i32,
    artifact: i32,
    in_first_word: bool,
    in_mark: bool,
    /// The gap that parts words where letters stand apart.
    word_gap: Option<f32>,
    out: &'a mut Vec<Segment>,
}

/// Most figures of a raised mark.
const LONGEST_MARK: usize = 3;

/// Type smaller than this share of other type is smaller on purpose, as raised letters are.
const SMALLER: f32 = 0.8;
/// The same of figures: programs that print web pages set raised ones in 0.83 to 0.9 of the size around them.
const LITTLE_SMALLER: f32 = 0.92;
/// Type smaller than this share of other type has nothing to do with it.
const MUCH_SMALLER: f32 = 0.45;

/// How far baselines of one row may lie apart, in sizes of the larger: raised figures are small and stand high. Beside type
/// of more than twice its size, what is no `mark` stands on a line of its own.
fn reach(a: f32, b: f32, mark: bool) -> f32 {
    let (small, large) = (a.min(b), a.max(b));
    if mark && small < large * LITTLE_SMALLER {
        0.55
    } else if small < large * MUCH_SMALLER {
        0.28 * small / large
    } else if small < large * SMALLER {
        0.45
    } else {
        0.28
    }
}

/// Least letters of a row that is set with spaces between them.
const SPACED_OUT: usize = 5;

/// The gap that parts words, in points, in a row whose letters stand apart ("R E F E R A T"); `None` in any other.
fn spaced_out(row: &[Glyph]) -> Option<f32> {
    let letters: Vec<&Glyph> = row.iter().filter(|glyph| !glyph.text.is_blank()).collect();
    let gap = |pair: &[&Glyph]| match pair {
        [a, b] => Some(b.x0 - a.x1).filter(|gap| *gap <= a.size * SEGMENT_GAP),
        _ => None,
    };
    // Most rows are settled by their first letters.
    let size = letters.first()?.size;
    let closed = |pair: &[&Glyph]| gap(pair).is_some_and(|gap| gap < size * WORD_GAP);
    if letters.len() < SPACED_OUT || letters.windows(2).take(4).filter(|pair| closed(pair)).count() > 1 {
        return None;
    }
    let mut gaps: Vec<f32> = letters.windows(2).filter_map(gap).collect();
    gaps.sort_by(f32::total_cmp);
    let usual = *gaps.get(gaps.len() / 2)?;
    let even = gaps.iter().filter(|gap| (**gap - usual).abs() < usual * 0.35).count();
    let alphabetic = letters
        .iter()
        .filter(|glyph| glyph.text.chars().all(char::is_alphabetic));
    let mut known: Vec<&super::visible::Meaning> = Vec::new();
    for glyph in &letters {
        if !known.contains(&&glyph.text) {
            known.push(&glyph.text);
        }
    }
    let spaced = usual > size * WORD_GAP
        && gaps.len() + 1 >= SPACED_OUT
        && even * 10 >= gaps.len() * 6
        && alphabetic.count() * 10 >= letters.len() * 8
        && known.len() > 2;
    spaced.then_some(usual * 1.6)
}

fn split_row(row: &[Glyph], grids: &[Grid], gutters: &[Gutter], out: &mut Vec<Segment>) {
    let word_gap = spaced_out(row);
    let mut rest = row;
    while !rest.is_empty() {
        // What a wide gap parts has nothing to do with each other's baseline.
        let far = rest.windows(2).position(|pair| match pair {
            [a, b] => {
                let ruled = || {
                    let y = a.y - a.size * 0.3;
                    grids.iter().any(|grid| grid.between(a.x1 - 0.5, b.x0 + 0.5, y))
                };
                let gutter = || gutters.iter().any(|gutter| gutter.between(a, b));
                b.x0 - a.x1 > a.size.max(b.size) * SEGMENT_GAP || ruled() || gutter()
            }
            _ => false,
        });
        let (near, after) = rest.split_at(far.map_or(rest.len(), |index| index + 1));
        split_near(near, word_gap, out);
        rest = after;
    }
}

fn split_near(row: &[Glyph], word_gap: Option<f32>, out: &mut Vec<Segment>) {
    let base = base(row);
    let mut spaced = false;
    let mut reader = RowReader {
        open: None,
        bold: 0,
        artifact: 0,
        in_first_word: true,
        in_mark: false,
        word_gap,
        out,
    };
    for glyph in row {
        if glyph.text.is_blank() {
            spaced = true;
            continue;
        }
        reader.glyph(glyph, spaced, is_mark(glyph, base));
        spaced = false;
    }
    reader.close();
}

impl RowReader<'_> {
    fn glyph(&mut self, glyph: &Glyph, spaced: bool, mark: bool) {
        let gap = self.open.as_ref().map_or(0.0, |segment| glyph.x0 - segment.x1);
        let size = self
            .open
            .as_ref()
            .map_or(glyph.size, |segment| segment.size.max(glyph.size));
        let starts_new = self.open.is_none() || gap > size * SEGMENT_GAP;
        if starts_new {
            self.close();
        }
        if self.in_mark && !mark {
            self.end_mark();
        }
        let segment = self.open.get_or_insert_with(|| Segment {
            text: String::new(),
            x0: glyph.x0,
            x1: glyph.x1,
            y: glyph.y,
            size: glyph.size,
            bold: false,
            artifact: false,
            first_word: 0.0,
        });
        let blank = match self.word_gap {
            Some(least) => gap > least,
            None => gap > size * WORD_GAP || (spaced && gap > size * SPACED_GAP),
        };
        if !starts_new && blank {
            segment.text.push(' ');
            self.in_first_word = false;
        }
        if mark && !self.in_mark {
            segment.text.push(MARK_START);
            self.in_mark = true;
        }
        segment.text.extend(glyph.text.chars());
        segment.x1 = segment.x1.max(glyph.x1);
        if self.in_first_word {
            segment.first_word = segment.x1 - segment.x0;
        }
        // The larger size names the line: raised figures are smaller.
        if glyph.size > segment.size {
            segment.size = glyph.size;
            segment.y = glyph.y;
        }
        self.bold += if glyph.bold { 1 } else { -1 };
        self.artifact += if glyph.artifact { 1 } else { -1 };
    }

    fn end_mark(&mut self) {
        if std::mem::take(&mut self.in_mark)
            && let Some(segment) = &mut self.open
        {
            segment.text.push(MARK_END);
        }
    }

    fn close(&mut self) {
        self.end_mark();
        if let Some(mut segment) = self.open.take() {
            segment.bold = self.bold > 0;
            segment.artifact = self.artifact > 0;
            segment.text = visible_hyphens(&segment.text);
            self.out.push(segment);
        }
        self.bold = 0;
        self.artifact = 0;
        self.in_first_word = true;
    }
}

/// A soft hyphen that is drawn inside a line is a hyphen; at the end it may be one of either kind.
fn visible_hyphens(text: &str) -> String {
    match text.char_indices().next_back() {
        Some((last, _)) if text.contains('\u{ad}') => {
            let (line, end) = text.split_at(last);
            line.replace('\u{ad}', "-") + end
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::visible::Meaning;
    use super::*;

    fn word(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .map(|(index, c)| {
                let x0 = x + index as f32 * 5.0;
                Glyph {
                    text: Meaning::One(c),
                    x0,
                    x1: x0 + 5.0,
                    y,
                    size: 10.0,
                    bold: false,
                    superior: false,
                    artifact: false,
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
        let found: Vec<_> = segments(glyphs, &[]).into_iter().map(|segment| segment.text).collect();
        assert_eq!(found, ["sak to", "kolonne"]);
    }

    #[test]
    fn a_raised_figure_is_marked_and_a_drawn_soft_hyphen_inside_the_line_is_a_hyphen() {
        let mut glyphs = word("helse\u{ad}", 10.0, 100.0);
        glyphs.extend(word("og", 45.0, 100.0));
        let mut mark = word("12", 55.0, 96.0);
        for glyph in &mut mark {
            glyph.size = 6.0;
        }
        glyphs.extend(mark);
        glyphs.extend(word("del\u{ad}", 70.0, 100.0));
        let found = segments(glyphs, &[]);
        assert_eq!(found[0].text, "helse- og\u{fdd0}12\u{fdd1} del\u{ad}");
    }

    #[test]
    fn letters_set_apart_are_words() {
        let apart = |text: &str, step: f32| {
            let mut glyphs = Vec::new();
            for (index, c) in text.chars().enumerate().filter(|(_, c)| *c != ' ') {
                glyphs.extend(word(&c.to_string(), 10.0 + index as f32 * step, 100.0));
            }
            let found: Vec<String> = segments(glyphs, &[]).into_iter().map(|segment| segment.text).collect();
            found.join("|")
        };
        assert_eq!(apart("REFERAT", 8.0), "REFERAT");
        assert_eq!(apart("REFERAT FRA", 7.0), "REFERAT|FRA");
        // Marks and figures in columns are no words.
        assert_eq!(apart("xxxxxx", 8.0), "x x x x x x");
        assert_eq!(apart("123456", 8.0), "1 2 3 4 5 6");
    }
}
