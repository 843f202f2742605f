//! PDF: positioned glyphs by hayro, laid out here; pdf-extract where hayro fails.
//!
//! Glyphs ([`glyphs`]) become segments of lines ([`lines`]), segments regions in reading order ([`layout`]), regions
//! blocks ([`blocks`]). Then footnotes are settled ([`notes`]), running heads and quotes marked ([`furniture`]) and
//! paragraphs joined over columns and pages ([`join`]). Pages without trustworthy text become pictures ([`raster`]).

mod blocks;
mod cells;
mod furniture;
mod glyphs;
mod grid;
mod gutters;
mod info;
mod initials;
mod join;
mod layout;
mod lines;
mod misread;
mod notes;
mod numbered;
mod ocr;
mod raster;
mod rules;
mod salvage;
mod table;
mod upright;
mod visible;

pub use ocr::{OcrPage, OcrWord, fill_ocr};

use crate::builder::empty_page;
use crate::text::quality;
use crate::{ExtractError, Extraction, Options, PageImage};
use blocks::{Made, Typical};
use glyphs::{Glyph, PageContent, page_content};
use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::object::Rect as PdfRect;
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use layout::Line;
use lines::{Segment, segments};
use ordskifte_record::{Finding, Page, TextSource};
use rules::Grid;
use salvage::Salvage;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

const FORMAT: &str = "PDF";
/// Bytes of gray pictures that may cross to the parent; later ones are black and white.
const GRAY_BUDGET: usize = 192 << 20;
/// Share of a page that pictures must cover for the page to be a scan.
const SCAN: f32 = 0.5;

/// Gaps narrower than so many font sizes part words, not columns, in the text layer of a scan.
const LAYER_GAP: f32 = 1.15;

/// A page's segments with what else is known of it.
#[derive(Default)]
struct PageText {
    segments: Vec<Segment>,
    /// Tables with borders, and boxes.
    grids: Vec<Grid>,
    size: (f32, f32),
    layer: bool,
    /// Glyphs of unknown meaning, and all.
    unknown: usize,
    glyphs: usize,
    /// Whether the page is to be read by OCR.
    picture: bool,
    /// Whether the first reader failed on it.
    failed: bool,
}

/// A page in the making.
pub(crate) struct Laid {
    pub(crate) page: Page,
    pub(crate) made: Vec<Made>,
}

/// Reads a PDF.
pub(crate) fn extract(bytes: &[u8], options: &Options<'_>) -> Result<Extraction, ExtractError> {
    let mut salvage = Salvage::new(bytes, options);
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, options, &mut salvage)));
    match read {
        Ok(Ok(extraction)) => Ok(extraction),
        Ok(Err(error @ (ExtractError::PasswordNeeded | ExtractError::TooLarge { .. }))) => Err(error),
        Ok(Err(error)) => salvage.document(options).ok_or(error),
        Err(_) => salvage
            .document(options)
            .ok_or_else(|| ExtractError::damaged(FORMAT, "both readers failed on its pages")),
    }
}

fn open(bytes: &[u8], options: &Options<'_>) -> Result<Pdf, ExtractError> {
    let password = options.password.unwrap_or_default();
    let pdf = Pdf::new_with_password(bytes.to_vec(), password).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ExtractError::PasswordNeeded,
        LoadPdfError::Decryption(other) => ExtractError::damaged(FORMAT, format!("encryption: {other:?}")),
        LoadPdfError::Invalid => ExtractError::damaged(FORMAT, "its objects cannot be read"),
    })?;
    if pdf.pages().is_empty() {
        return Err(ExtractError::damaged(FORMAT, "it has no pages"));
    }
    if pdf.pages().len() > options.limits.pages {
        return Err(ExtractError::TooLarge {
            what: "the PDF",
            limit: format!("{} pages", options.limits.pages),
        });
    }
    Ok(pdf)
}

fn read(bytes: &[u8], options: &Options<'_>, salvage: &mut Salvage<'_>) -> Result<Extraction, ExtractError> {
    let pdf = open(bytes, options)?;
    if let Some(tell) = options.on_pages {
        tell(pdf.pages().len());
    }
    let cache = InterpreterCache::new();
    let texts: Vec<PageText> = pdf.pages().iter().map(|page| page_text(page, &cache)).collect();
    let typical = typical(&texts);
    let labels = info::labels(&pdf);
    let mut extraction = Extraction::default();
    extraction.text.metadata = info::metadata(&pdf);
    let mut budget = GRAY_BUDGET;
    let mut regions = 0;
    let mut laid = Vec::with_capacity(texts.len());
    for (index, (text, page)) in texts.into_iter().zip(pdf.pages().iter()).enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let findings = &mut extraction.text.findings;
        if text.picture {
            extraction
                .page_images
                .extend(page_image(page, &cache, number, &mut budget, findings));
        }
        let failed = text.failed;
        let mut made = layout_page(&text, number, typical, &mut regions, options, findings);
        made.page.label = labels.get(&number).cloned();
        if failed {
            salvage_page(&mut made, salvage, findings);
        }
        laid.push(made);
    }
    furniture::mark(&mut laid, typical);
    info::head(&mut laid, &info::outline(&pdf));
    join::join(&mut laid, options);
    extraction.text.pages = laid.into_iter().map(finish).collect();
    Ok(extraction)
}

fn finish(laid: Laid) -> Page {
    let mut page = laid.page;
    page.blocks.extend(laid.made.into_iter().map(|made| made.block));
    page
}

/// Reads one page. A page that makes the interpreter fail costs no other page.
fn page_text<'a>(page: &PdfPage<'a>, cache: &InterpreterCache<'a>) -> PageText {
    let size = page.render_dimensions();
    let read = catch_unwind(AssertUnwindSafe(|| judge(page_content(page, cache), size)));
    let mut text = read.unwrap_or_else(|_| PageText {
        size,
        failed: true,
        ..PageText::default()
    });
    if !text.failed {
        text.segments.extend(undrawn(page));
    }
    let empty = text.segments.is_empty() && !text.picture;
    if empty && page.page_stream().is_some_and(shows_text) {
        text.failed = true;
    }
    text
}

/// What stands on an upright page without being drawn, as if it were printed in its place.
fn undrawn(page: &PdfPage<'_>) -> Vec<Segment> {
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let segment = |(text, area): (String, PdfRect)| {
        let area = transform.transform_rect_bbox(Rect::new(area.x0, area.y0, area.x1, area.y1));
        let size = (area.height() * 0.7).min(11.0);
        Segment {
            first_word: 0.0,
            text,
            x0: area.x0 as f32,
            x1: area.x1 as f32,
            y: (area.y1 - size * 0.4) as f32,
            size: size as f32,
            bold: false,
            artifact: false,
        }
    };
    info::undrawn(page).into_iter().map(segment).collect()
}

/// Whether a content stream holds an operator that shows text.
fn shows_text(stream: &[u8]) -> bool {
    stream.windows(2).any(|pair| pair == b"Tj" || pair == b"TJ")
}

/// Decides what of a page's glyphs is its text, and whether OCR must read it.
fn judge(content: PageContent, (width, height): (f32, f32)) -> PageText {
    let PageContent {
        glyphs,
        hidden,
        unknown,
        pictures,
        sideways,
        rules,
    } = content;
    let grids = rules::grids(&rules);
    let count = glyphs.len();
    let scan = pictures >= SCAN;
    // Only a scan's text layer is text although it does not show; a stamp on the scan is no reason to drop it.
    let layer = scan && hidden.len() > count;
    let mut segments = if layer {
        let mut glyphs: Vec<Glyph> = glyphs.into_iter().chain(hidden).collect();
        upright::glyphs(&mut glyphs);
        let mut segments = even(segments(glyphs, &grids), height);
        misread::mend_layer(&mut segments);
        segments
    } else {
        segments(glyphs, &grids)
    };
    numbered::drop_line_numbers(&mut segments);
    let letters: String = segments
        .iter()
        .flat_map(|segment| [segment.text.as_str(), " "])
        .collect();
    let length = letters.chars().filter(|c| c.is_alphanumeric()).count();
    let garbled = (unknown > 4 && unknown * 100 > count) || (length > 40 && quality(&letters) < 0.5);
    PageText {
        segments,
        grids,
        size: if sideways { (height, width) } else { (width, height) },
        layer,
        unknown,
        glyphs: count,
        picture: garbled || (scan && length < 60),
        failed: false,
    }
}

/// Sizes in a text layer are guesses of the program that made it: near the usual one they are the usual one, but for
/// what stands at the page's edges, where running heads are a little smaller, and near that of the line above they are that. Its words stand far apart: gaps that no
/// gutter has close.
fn even(segments: Vec<Segment>, height: f32) -> Vec<Segment> {
    let usual = layout::median(segments.iter().map(|segment| segment.size));
    let mut out: Vec<Segment> = Vec::with_capacity(segments.len());
    for mut segment in segments {
        let edge = segment.y < height * furniture::EDGE || segment.y > height * (1.0 - furniture::EDGE);
        let above = out.last().map_or(usual, |last| last.size);
        if !edge && (segment.size - usual).abs() < usual * 0.3 {
            segment.size = usual;
        } else if !edge && (segment.size - above).abs() < above * ocr::ALIKE {
            segment.size = above;
        }
        let close = |last: &Segment| {
            let gap = segment.x0 - last.x1;
            (segment.y - last.y).abs() < usual * 0.2 && (0.0..usual * LAYER_GAP).contains(&gap)
        };
        match out.last_mut() {
            Some(last) if close(last) => {
                last.text.push(' ');
                last.text.push_str(&segment.text);
                last.x1 = segment.x1;
            }
            _ => out.push(segment),
        }
    }
    out
}

fn typical(pages: &[PageText]) -> Typical {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    let mut bold = 0;
    let mut all = 0;
    for segment in pages.iter().flat_map(|page| &page.segments) {
        *sizes.entry((segment.size * 4.0).round() as i32).or_default() += segment.text.len();
        all += segment.text.len();
        bold += if segment.bold { segment.text.len() } else { 0 };
    }
    let size = sizes
        .iter()
        .max_by_key(|(_, count)| **count)
        .map_or(11.0, |(size, _)| *size as f32 / 4.0);
    Typical {
        size,
        bold: bold * 2 > all,
        height: pages.first().map_or(842.0, |page| page.size.1),
        slant: 0.5,
    }
}

fn layout_page(
    text: &PageText,
    number: u32,
    typical: Typical,
    regions: &mut usize,
    options: &Options<'_>,
    findings: &mut Vec<Finding>,
) -> Laid {
    let mut page = Page {
        size: Some(text.size),
        source: if text.layer {
            TextSource::OcrLayer
        } else {
            TextSource::BornDigital
        },
        ..empty_page(number)
    };
    let typical = Typical {
        height: text.size.1,
        slant: if text.layer {
            typical.size * ocr::SLANT
        } else {
            typical.slant
        },
        ..typical
    };
    let mut made = Vec::new();
    let (segments, grids) = grid::take(&text.segments, &text.grids);
    for region in layout::regions(&segments) {
        *regions += 1;
        let mut run: Vec<Line> = Vec::new();
        // Text beside a box goes on past it; the box comes after it.
        let mut beside: Vec<&grid::Filled> = Vec::new();
        for line in region {
            let indices = grid::indices(&line);
            if indices.is_empty() {
                run.push(line);
                continue;
            }
            let found = indices.into_iter().filter_map(|index| grids.get(index));
            if let Some(rest) = grid::without(line) {
                run.push(rest);
                beside.extend(found);
                continue;
            }
            made.extend(blocks::blocks(&std::mem::take(&mut run), typical, *regions, options));
            made.extend(found.flat_map(|filled| filled.blocks(typical, *regions, options)));
            *regions += 1;
        }
        made.extend(blocks::blocks(&run, typical, *regions, options));
        made.extend(
            beside
                .iter()
                .flat_map(|filled| filled.blocks(typical, *regions, options)),
        );
    }
    notes::settle(&mut made);
    if text.unknown > 0 {
        // The share of glyphs whose font tells a character.
        page.quality = 1.0 - (text.unknown as f32 / text.glyphs.max(1) as f32).min(1.0);
        if text.picture {
            let message = format!("{} glyphs of the page have no known character.", text.unknown);
            findings.push(Finding::new("unmapped-glyphs", message).on_page(number));
        }
    }
    Laid { page, made }
}

fn page_image<'a>(
    page: &PdfPage<'a>,
    cache: &InterpreterCache<'a>,
    number: u32,
    budget: &mut usize,
    findings: &mut Vec<Finding>,
) -> Option<PageImage> {
    let picture = catch_unwind(AssertUnwindSafe(|| raster::picture(page, cache))).ok()?;
    let message = "The page has no text that can be trusted; it is to be read by OCR.";
    findings.push(Finding::new("ocr-needed", message).on_page(number));
    let gray = picture.gray.len() <= *budget;
    let bytes = picture.encode(!gray);
    *budget = budget.saturating_sub(bytes.len());
    Some(PageImage {
        page: number,
        media_type: if gray {
            "image/x-portable-graymap"
        } else {
            "image/x-portable-bitmap"
        }
        .to_owned(),
        dpi: Some(picture.dpi.clamp(70, 1200)),
        bytes,
    })
}

/// The second reader's text for a page that the first failed on.
fn salvage_page(laid: &mut Laid, salvage: &mut Salvage<'_>, findings: &mut Vec<Finding>) {
    let index = laid.page.number as usize - 1;
    let blocks = salvage.page(index);
    if blocks.is_empty() {
        let message = "The page's content is damaged and could not be read.";
        findings.push(Finding::new("page-unreadable", message).on_page(laid.page.number));
        return;
    }
    laid.page.blocks = blocks;
    laid.page.source = TextSource::Salvaged;
    let message = "The page's content is damaged; its text was read without layout.";
    findings.push(Finding::new("salvaged", message).on_page(laid.page.number));
}
