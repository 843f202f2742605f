//! PDF: positioned glyphs by hayro, laid out here; pdf-extract where hayro fails; lopdf for labels.

mod blocks;
mod furniture;
mod glyphs;
mod layout;
mod lines;

use crate::builder::{Builder, empty_page};
use crate::text::{join_over_pages, quality};
use crate::{ExtractError, Extraction, Options, PageImage};
use blocks::Typical;
use glyphs::{PageContent, page_content};
use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use lines::{Segment, segments};
use ordskifte_record::{BlockKind, ExtractedText, Finding, Metadata, Page, TextSource};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

const FORMAT: &str = "PDF";

/// A page's segments with what else is known of it.
struct PageText {
    segments: Vec<Segment>,
    size: (f32, f32),
    source: TextSource,
    picture: Option<(u32, u32, Vec<u8>)>,
    unknown: usize,
}

/// Reads a PDF.
pub(crate) fn extract(bytes: &[u8], options: &Options<'_>) -> Result<Extraction, ExtractError> {
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, options)));
    match read {
        Ok(Ok(extraction)) => Ok(extraction),
        Ok(Err(error @ (ExtractError::PasswordNeeded | ExtractError::TooLarge { .. }))) => Err(error),
        Ok(Err(error)) => salvage(bytes, options).ok_or(error),
        Err(_) => {
            salvage(bytes, options).ok_or_else(|| ExtractError::damaged(FORMAT, "both readers failed on its pages"))
        }
    }
}

fn read(bytes: &[u8], options: &Options<'_>) -> Result<Extraction, ExtractError> {
    let pdf =
        Pdf::new_with_password(bytes.to_vec(), options.password.unwrap_or_default()).map_err(|error| match error {
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
    let cache = InterpreterCache::new();
    let pages: Vec<PageText> = pdf
        .pages()
        .iter()
        .map(|page| page_text(page_content(page, &cache), page.render_dimensions()))
        .collect();
    let typical = typical(&pages);
    let labels = labels(bytes);
    let mut extraction = Extraction::default();
    extraction.text.metadata = metadata(&pdf);
    for (index, page) in pages.into_iter().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let (mut made, image) = layout_page(page, number, typical, options, &mut extraction.text.findings);
        made.label = labels.get(&number).cloned();
        extraction.text.pages.push(made);
        extraction.page_images.extend(image);
    }
    furniture::mark(&mut extraction.text);
    join_over_pages(&mut extraction.text, options);
    Ok(extraction)
}

fn page_text(content: PageContent, size: (f32, f32)) -> PageText {
    let PageContent {
        glyphs,
        hidden,
        unknown,
        picture,
    } = content;
    let visible = segments(glyphs);
    // Only a scan's text layer is text although it does not show.
    let layer = visible.is_empty() && picture.is_some() && !hidden.is_empty();
    let (segments, source) = if layer {
        (segments(hidden), TextSource::OcrLayer)
    } else {
        (visible, TextSource::BornDigital)
    };
    let picture = if segments.is_empty() { picture } else { None };
    PageText {
        segments,
        size,
        source,
        picture,
        unknown,
    }
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
    }
}

fn layout_page(
    page: PageText,
    number: u32,
    typical: Typical,
    options: &Options<'_>,
    findings: &mut Vec<Finding>,
) -> (Page, Option<PageImage>) {
    let mut made = Page {
        size: Some(page.size),
        source: page.source,
        ..empty_page(number)
    };
    let letters: usize = page.segments.iter().map(|segment| segment.text.chars().count()).sum();
    let typical = Typical {
        height: page.size.1,
        ..typical
    };
    for region in layout::regions(page.segments) {
        made.blocks.extend(blocks::blocks(&region, typical, options));
    }
    if page.unknown > 0 {
        // The share of glyphs whose font tells no character.
        made.quality = letters as f32 / (letters + page.unknown) as f32;
        if made.quality < 0.9 {
            findings.push(
                Finding::new(
                    "unmapped-glyphs",
                    format!("{} glyphs of the page have no known character.", page.unknown),
                )
                .on_page(number),
            );
        }
    }
    let image = page.picture.map(|(width, height, gray)| {
        findings.push(Finding::new("ocr-needed", "The page is a picture without text.").on_page(number));
        let dpi = (width as f32 * 72.0 / page.size.0.max(1.0)).round() as u32;
        let mut bytes = format!("P5 {width} {height} 255\n").into_bytes();
        bytes.extend_from_slice(&gray);
        PageImage {
            page: number,
            media_type: "image/x-portable-graymap".to_owned(),
            dpi: Some(dpi.clamp(70, 1200)),
            bytes,
        }
    });
    (made, image)
}

fn metadata(pdf: &Pdf) -> Metadata {
    let found = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| {
        let bytes = bytes.as_ref()?;
        let decoded = super::formats::decode(bytes);
        let clean = crate::builder::clean(&decoded, false);
        (!clean.is_empty()).then_some(clean)
    };
    Metadata {
        title: text(&found.title),
        author: text(&found.author),
        producer: text(&found.producer),
        ..Metadata::default()
    }
}

/// Printed page labels where they differ from plain counting.
fn labels(bytes: &[u8]) -> BTreeMap<u32, String> {
    let read = catch_unwind(AssertUnwindSafe(|| {
        let document = lopdf::Document::load_mem(bytes).ok()?;
        let catalog = document.catalog().ok()?;
        let tree = document.get_dict_in_dict(catalog, b"PageLabels").ok()?;
        let entries = tree.get(b"Nums").ok()?.as_array().ok()?.clone();
        let pages = u32::try_from(document.get_pages().len()).ok()?;
        let mut starts: Vec<(u32, String, i64, String)> = Vec::new();
        for pair in entries.chunks_exact(2) {
            let [first, style] = pair else { continue };
            let first = u32::try_from(first.as_i64().ok()?).ok()?;
            let style = document.dereference(style).ok()?.1.as_dict().ok()?;
            let kind = style
                .get(b"S")
                .and_then(lopdf::Object::as_name)
                .map(|name| String::from_utf8_lossy(name).into_owned());
            let prefix = style
                .get(b"P")
                .and_then(lopdf::Object::as_str)
                .map(|text| super::formats::decode(text).into_owned());
            let start = style.get(b"St").and_then(lopdf::Object::as_i64).unwrap_or(1);
            starts.push((first, kind.unwrap_or_default(), start, prefix.unwrap_or_default()));
        }
        let mut labels = BTreeMap::new();
        for index in 0..pages {
            let Some((first, kind, start, prefix)) = starts.iter().rev().find(|(first, ..)| *first <= index) else {
                continue;
            };
            let count = start + i64::from(index - first);
            let figure = match kind.as_str() {
                "D" => count.to_string(),
                "r" => roman(count),
                "R" => roman(count).to_uppercase(),
                _ => String::new(),
            };
            let label = format!("{prefix}{figure}");
            if !label.is_empty() && label != (index + 1).to_string() {
                labels.insert(index + 1, label);
            }
        }
        Some(labels)
    }));
    read.ok().flatten().unwrap_or_default()
}

fn roman(mut number: i64) -> String {
    const FIGURES: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, figure) in FIGURES {
        while number >= value && out.len() < 20 {
            out.push_str(figure);
            number -= value;
        }
    }
    out
}

/// The second reader, for files that the first cannot: text without layout.
fn salvage(bytes: &[u8], options: &Options<'_>) -> Option<Extraction> {
    let pages = catch_unwind(AssertUnwindSafe(|| {
        pdf_extract::extract_text_from_mem_by_pages(bytes).ok()
    }))
    .ok()??;
    let mut builder = Builder::default();
    for (index, page) in pages.iter().enumerate().take(options.limits.pages) {
        if index > 0 {
            builder.page_break();
        }
        for paragraph in page.split("\n\n") {
            builder.push(BlockKind::Paragraph, None, paragraph);
        }
    }
    let mut text: ExtractedText = builder.finish();
    let all: String = text
        .pages
        .iter()
        .flat_map(|page| &page.blocks)
        .map(|block| block.text.as_str())
        .collect();
    if quality(&all) < 0.6 {
        return None;
    }
    for page in &mut text.pages {
        page.source = TextSource::Salvaged;
    }
    text.findings.push(Finding::new(
        "salvaged",
        "The PDF is damaged; its text was read without layout.",
    ));
    Some(Extraction {
        text,
        ..Extraction::default()
    })
}
