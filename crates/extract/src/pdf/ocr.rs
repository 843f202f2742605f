//! Words that OCR read on pictures of pages, laid out like any other page.

use super::blocks::{self, Made, Typical};
use super::layout::{self, median};
use super::lines::Segment;
use super::{Laid, furniture, join, misread, notes, upright};
use crate::{Extraction, Options};
use ordskifte_record::{BBox, Page, TextSource};

/// A word that OCR read. Words come in reading order.
#[derive(Clone, Debug, PartialEq)]
pub struct OcrWord {
    /// Column or other region that the word stands in, counted within the page.
    pub block: u32,
    /// Line, counted within the page.
    pub line: u32,
    /// Where it stands, in points from the page's top left corner.
    pub bbox: BBox,
    /// How sure OCR was of it, 0 to 1.
    pub confidence: f32,
    /// The word.
    pub text: String,
}

/// What OCR read on one page.
#[derive(Clone, Debug, PartialEq)]
pub struct OcrPage {
    /// Page number, from 1.
    pub number: u32,
    /// How sure OCR was of the page's words, 0 to 1.
    pub confidence: f32,
    /// The words, also those that are noise.
    pub words: Vec<OcrWord>,
}

/// Puts what OCR read in the place of the pages' own text, then looks for running heads and paragraphs that go on over
/// all pages. A page keeps its own text when OCR found less than half as many words.
pub fn fill_ocr(extraction: &mut Extraction, read: Vec<OcrPage>) {
    let options = Options::default();
    let pages = std::mem::take(&mut extraction.text.pages);
    let mut regions = 0;
    let mut laid: Vec<Laid> = pages.into_iter().map(|page| known(page, &mut regions)).collect();
    let mut sizes = Vec::new();
    for ocr in read {
        let Some(place) = laid.iter_mut().find(|laid| laid.page.number == ocr.number) else {
            continue;
        };
        let words: usize = place
            .made
            .iter()
            .map(|made| made.block.text.split_whitespace().count())
            .sum();
        let read = misread::mended(&ocr.words);
        if read.len() * 2 < words {
            continue;
        }
        place.page.source = TextSource::Ocr;
        place.page.quality = ocr.confidence;
        let typical = lay_out(place, &read, &mut regions, &options);
        sizes.push(typical.size);
    }
    let typical = Typical {
        size: median(sizes.into_iter()),
        bold: false,
        height: 842.0,
        slant: 0.0,
    };
    furniture::mark(&mut laid, typical);
    join::join(&mut laid, &options);
    extraction.text.pages = laid.into_iter().map(super::finish).collect();
}

/// A page whose blocks are made already.
fn known(mut page: Page, regions: &mut usize) -> Laid {
    *regions += 1;
    let made = std::mem::take(&mut page.blocks).into_iter().map(|block| Made {
        size: 0.0,
        bold: false,
        artifact: false,
        indented: true,
        full: false,
        region: *regions,
        block,
    });
    let made = made.collect();
    Laid { page, made }
}

fn lay_out(laid: &mut Laid, words: &[OcrWord], regions: &mut usize, options: &Options<'_>) -> Typical {
    let segments = segments(&straight(words));
    let size = median(segments.iter().map(|segment| segment.size));
    let typical = Typical {
        size,
        bold: false,
        height: laid.page.size.map_or(842.0, |(_, height)| height),
        slant: size * SLANT,
    };
    laid.made.clear();
    for lines in layout::regions(&even(segments, size)) {
        *regions += 1;
        laid.made.extend(blocks::blocks(&lines, typical, *regions, options));
    }
    notes::settle(&mut laid.made);
    typical
}

/// How far the beginnings of lines that begin in one place lie apart as OCR measures them, in heights of letters.
pub(super) const SLANT: f32 = 0.25;
/// The words as they stand on a sheet that lay straight.
fn straight(words: &[OcrWord]) -> Vec<OcrWord> {
    let place = |word: &OcrWord| (word.bbox.x0.midpoint(word.bbox.x1), Height::of(word).bottom);
    let lines = by_line(words).into_iter();
    let slope = upright::slope(lines.map(|line| line.iter().map(place).collect()));
    let turned = |word: &OcrWord| {
        let BBox { x0, y0, x1, y1 } = word.bbox;
        let (down, right) = (slope * x0.midpoint(x1), slope * y0.midpoint(y1));
        OcrWord {
            bbox: BBox {
                x0: x0 + right,
                y0: y0 - down,
                x1: x1 + right,
                y1: y1 - down,
            },
            ..word.clone()
        }
    };
    words.iter().map(turned).collect()
}

/// The words of each line.
fn by_line(words: &[OcrWord]) -> Vec<&[OcrWord]> {
    let line = |word: &OcrWord| (word.block, word.line);
    words.chunk_by(|a, b| line(a) == line(b)).collect()
}

/// Blanks wider than so many heights of letters part the cells of a table, or columns.
const GAP: f32 = 1.0;

/// Lines as far as no wide blank parts them.
fn segments(words: &[OcrWord]) -> Vec<Segment> {
    let mut out = Vec::new();
    for line in by_line(words) {
        let heights = |words: &[OcrWord]| median(words.iter().filter_map(|word| Height::of(word).size));
        let size = heights(line);
        let parts = line.chunk_by(|a, b| b.bbox.x0 - a.bbox.x1 < size * GAP || is_mark(a));
        out.extend(parts.filter_map(|part| {
            let (first, last) = (part.first()?, part.last()?);
            let texts: Vec<&str> = part.iter().map(|word| word.text.as_str()).collect();
            Some(Segment {
                text: texts.join(" "),
                x0: first.bbox.x0,
                x1: last.bbox.x1,
                y: median(line.iter().map(|word| Height::of(word).bottom)),
                size,
                bold: false,
                artifact: false,
                first_word: first.bbox.x1 - first.bbox.x0,
            })
        }));
    }
    out
}

/// Whether a word is the point of an item, which stands apart from it.
fn is_mark(word: &OcrWord) -> bool {
    word.text == misread::POINT
}

/// How high letters stand above the line and hang below it, in parts of the height of a word that has both; in the type of
/// letters and minutes.
const TALL: f32 = 0.76;
/// The same of small letters without stems.
const SMALL: f32 = 0.52;

/// What the box of a word tells of the line that it is written on.
struct Height {
    /// The baseline.
    bottom: f32,
    /// The height of a word with tall and hanging letters in the same type; `None` of a word of signs.
    size: Option<f32>,
}

impl Height {
    fn of(word: &OcrWord) -> Self {
        let BBox { y0, y1, .. } = word.bbox;
        let hangs = word.text.contains(|c| "gjpqyQ,;()[]{}§|/".contains(c));
        let tall = word
            .text
            .contains(|c: char| c.is_uppercase() || c.is_ascii_digit() || "bdfhijklåäöéèôüß()[]{}§|/t«»\"".contains(c));
        let share = if tall { TALL } else { SMALL };
        let whole = if hangs { share + 1.0 - TALL } else { share };
        let size = (y1 - y0) / whole;
        Self {
            bottom: if hangs { y1 - size * (1.0 - TALL) } else { y1 },
            size: word.text.contains(char::is_alphanumeric).then_some(size),
        }
    }
}

/// The heights of lines of one type differ a little as OCR measures them: those near the page's usual height are of that size,
/// and a line is of the size of the one above where it is near that.
fn even(mut segments: Vec<Segment>, usual: f32) -> Vec<Segment> {
    let near = |size: f32, other: f32, share: f32| (size - other).abs() < other * share;
    let mut above = usual;
    for segment in &mut segments {
        if near(segment.size, usual, USUAL) || segment.size <= 0.0 {
            segment.size = usual;
        } else if near(segment.size, above, ALIKE) {
            segment.size = above;
        }
        above = segment.size;
    }
    segments
}

/// How much the heights of lines of the usual size, and those of neighbors, may differ.
const USUAL: f32 = 0.22;
pub(super) const ALIKE: f32 = 0.15;

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_record::{Block, BlockKind};

    /// A word of 10 point type whose letters stand and hang as they do in print.
    fn word(line: u32, x: f32, text: &str) -> OcrWord {
        let y = 100.0 + line as f32 * 14.0;
        let tall = text.contains(|c: char| c.is_uppercase() || c.is_ascii_digit() || "bdfhijklt".contains(c));
        let hangs = text.contains(['g', 'p', 'y', ',', '(']);
        OcrWord {
            block: 1,
            line,
            bbox: BBox {
                x0: x,
                y0: y - if tall { 7.6 } else { 5.2 },
                x1: x + text.chars().count() as f32 * 5.0,
                y1: y + if hangs { 2.4 } else { 0.0 },
            },
            confidence: 0.9,
            text: text.to_owned(),
        }
    }

    /// Lines of words, each in a region.
    fn page(lines: &[(u32, &str)]) -> OcrPage {
        let mut words = Vec::new();
        for (line, (block, text)) in (0..).zip(lines) {
            let mut x = 50.0;
            for text in text.split(' ').filter(|text| !text.is_empty()) {
                let word = OcrWord {
                    block: *block,
                    ..word(line, x, text)
                };
                x = word.bbox.x1 + 2.5;
                words.push(word);
            }
        }
        OcrPage {
            number: 1,
            confidence: 0.9,
            words,
        }
    }

    fn blocks_of(lines: &[(u32, &str)]) -> Vec<(BlockKind, String)> {
        let mut read = extraction("");
        fill_ocr(&mut read, vec![page(lines)]);
        let blocks = read.text.pages.into_iter().flat_map(|page| page.blocks);
        blocks.map(|block| (block.kind, block.text)).collect()
    }

    fn extraction(text: &str) -> Extraction {
        let mut page = crate::builder::empty_page(1);
        page.size = Some((595.0, 842.0));
        page.blocks.push(Block::new(BlockKind::Paragraph, None, text));
        let mut extraction = Extraction::default();
        extraction.text.pages.push(page);
        extraction
    }

    #[test]
    fn lines_become_paragraphs_and_replace_what_was_there() {
        let mut read = extraction("b\u{fffd}d");
        let words = vec![
            word(1, 50.0, "Kommunene ønsket over-"),
            word(2, 50.0, "for staten en avklaring"),
        ];
        let page = OcrPage {
            number: 1,
            confidence: 0.9,
            words,
        };
        fill_ocr(&mut read, vec![page]);
        assert_eq!(read.text.flow_text(), "Kommunene ønsket overfor staten en avklaring");
        assert_eq!(read.text.pages[0].source, TextSource::Ocr);
    }

    #[test]
    fn lines_that_end_early_in_the_column_of_the_page_are_entries() {
        let lines = [
            (
                1,
                "Møtet ble holdt i departementets lokaler, og KS hadde bedt om det i brev før",
            ),
            (2, ""),
            (2, "« Kari Moe, departementet"),
            (2, "« Ola Li, fylkeskommunen"),
            (2, "« Per Dal, kommunen"),
            (3, ""),
            (3, "Forfall: Ida Vik, kommunen"),
            (3, "Møteleder: Kari Moe"),
        ];
        let texts: Vec<String> = blocks_of(&lines).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            texts.get(1..),
            Some(
                [
                    "Kari Moe, departementet",
                    "Ola Li, fylkeskommunen",
                    "Per Dal, kommunen",
                    "Forfall: Ida Vik, kommunen",
                    "Møteleder: Kari Moe"
                ]
                .map(str::to_owned)
                .as_slice()
            )
        );
    }

    #[test]
    fn cells_of_a_table_and_lines_askew_are_read_by_rows() {
        let rows = [
            ["Navn", "Organisasjon", "Møtte"],
            ["Kari Moe", "Kunnskapsdepartementet", "ja"],
            ["Ola Li", "KS", "nei"],
            ["Per Dal", "Fyrlaget", "ja"],
        ];
        let mut words = Vec::new();
        let mut line = 0;
        // As tesseract has them: a region for each column.
        for (column, x) in (0..).zip([50.0, 200.0, 420.0]) {
            for (row, cells) in rows.iter().enumerate() {
                let mut at = x;
                for text in cells.get(column).into_iter().flat_map(|cell| cell.split(' ')) {
                    let read = word(row as u32, at, text);
                    at = read.bbox.x1 + 2.5;
                    words.push(OcrWord {
                        block: column as u32,
                        line,
                        ..read
                    });
                }
                line += 1;
            }
        }
        let sentence = "Møtet ble ledet av statssekretæren og alle var enige om at arbeidet bør gå videre";
        let mut at = 50.0;
        for text in sentence.split(' ') {
            let read = word(8, at, text);
            at = read.bbox.x1 + 2.5;
            words.push(OcrWord { block: 9, line, ..read });
        }
        // The sheet lay askew.
        for word in &mut words {
            let down = word.bbox.x0 * 0.012;
            word.bbox.y0 += down;
            word.bbox.y1 += down;
        }
        let mut read = extraction("");
        fill_ocr(
            &mut read,
            vec![OcrPage {
                number: 1,
                confidence: 0.9,
                words,
            }],
        );
        let table: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
        assert_eq!(read.text.flow_text(), format!("{}\n\n{sentence}", table.join("\n")));
    }

    #[test]
    fn regions_below_each_other_are_not_joined() {
        let lines = [
            (1, "Innmelding av saker til konsultasjonsmøte med KS"),
            (2, ""),
            (2, "Fristen er i januar"),
        ];
        assert_eq!(blocks_of(&lines).len(), 2);
    }

    #[test]
    fn a_page_keeps_its_text_when_ocr_finds_much_less() {
        let mut read = extraction("en ganske lang tekst som er god nok");
        let page = OcrPage {
            number: 1,
            confidence: 0.9,
            words: vec![word(1, 50.0, "en")],
        };
        fill_ocr(&mut read, vec![page]);
        assert!(read.text.flow_text().contains("ganske lang tekst"));
        assert_eq!(read.text.pages[0].source, TextSource::BornDigital);
    }
}
