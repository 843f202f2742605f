//! Words that OCR read on pictures of pages, laid out like any other page.

use super::blocks::{self, Made, Typical};
use super::layout::{Line, median};
use super::lines::Segment;
use super::{Laid, furniture, join, notes};
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
    /// The word.
    pub text: String,
}

/// What OCR read on one page.
#[derive(Clone, Debug, PartialEq)]
pub struct OcrPage {
    /// Page number, from 1.
    pub number: u32,
    /// How sure OCR was, 0 to 1.
    pub confidence: f32,
    /// The words.
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
        if ocr.words.len() * 2 < words {
            continue;
        }
        place.page.source = TextSource::Ocr;
        place.page.quality = ocr.confidence;
        let typical = lay_out(place, &ocr.words, &mut regions, &options);
        sizes.push(typical.size);
    }
    let typical = Typical {
        size: median(sizes.into_iter()),
        bold: false,
        height: 842.0,
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
    let lines = lines(words);
    let size = median(lines.iter().map(|(_, line)| line.size()));
    let typical = Typical {
        size,
        bold: false,
        height: laid.page.size.map_or(842.0, |(_, height)| height),
    };
    laid.made.clear();
    let mut rest = lines.as_slice();
    while let Some((block, _)) = rest.first() {
        let count = rest.iter().take_while(|(other, _)| other == block).count();
        let (region, after) = rest.split_at(count);
        let region: Vec<Line> = region.iter().map(|(_, line)| even(line, size)).collect();
        *regions += 1;
        laid.made.extend(blocks::blocks(&region, typical, *regions, options));
        rest = after;
    }
    notes::settle(&mut laid.made);
    typical
}

/// Words into lines, each with the region that it stands in.
fn lines(words: &[OcrWord]) -> Vec<(u32, Line)> {
    let mut out: Vec<(u32, Line)> = Vec::new();
    let mut open: Option<(u32, u32)> = None;
    for word in words {
        let here = Some((word.block, word.line));
        let BBox { x0, y0, x1, y1 } = word.bbox;
        match out.last_mut().and_then(|(_, line)| line.segments.first_mut()) {
            Some(segment) if open == here => {
                segment.text.push(' ');
                segment.text.push_str(&word.text);
                segment.x1 = segment.x1.max(x1);
                segment.y = segment.y.max(y1);
                segment.size = segment.size.max(y1 - y0);
            }
            _ => {
                let segment = Segment {
                    text: word.text.clone(),
                    x0,
                    x1,
                    y: y1,
                    size: y1 - y0,
                    bold: false,
                    artifact: false,
                    first_word: x1 - x0,
                };
                out.push((
                    word.block,
                    Line {
                        depth: 0.0,
                        alone: false,
                        segments: vec![segment],
                    },
                ));
                open = here;
            }
        }
    }
    out
}

/// The height of a line depends on the letters in it; what is near the page's usual height is of that size.
fn even(line: &Line, usual: f32) -> Line {
    let mut line = line.clone();
    for segment in &mut line.segments {
        if (segment.size - usual).abs() < usual * 0.35 {
            segment.size = usual;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_record::{Block, BlockKind};

    fn word(line: u32, x: f32, text: &str) -> OcrWord {
        let y = 100.0 + line as f32 * 14.0;
        OcrWord {
            block: 1,
            line,
            bbox: BBox {
                x0: x,
                y0: y,
                x1: x + text.chars().count() as f32 * 5.0,
                y1: y + 10.0 + (line % 2) as f32,
            },
            text: text.to_owned(),
        }
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
