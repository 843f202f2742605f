//! What a PDF says of itself beside its pages' content: metadata, page labels, outline, values of fields.

use super::Laid;
use crate::builder::clean;
use crate::text::{letters, roman};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Rect, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use ordskifte_record::{BlockKind, Metadata};
use std::collections::BTreeMap;

/// Deepest tree of page labels followed.
const MAX_DEPTH: u32 = 16;
/// Most entries of page labels, outlines and annotations followed; a damaged file may go in circles.
const MAX_ENTRIES: usize = 20_000;
/// Longest heading, in characters.
const LONGEST: usize = 250;

/// A text string of the file: UTF-16 or UTF-8 by its mark, else the PDF encoding, which is Latin-1 but for a few
/// signs.
pub(crate) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0xEF, 0xBB, 0xBF, ..] => crate::formats::decode(bytes).into_owned(),
        _ => bytes
            .iter()
            .map(|byte| match byte {
                0x80 => '•',
                0x84 => '—',
                0x85 => '–',
                0x93 => 'ﬁ',
                0x94 => 'ﬂ',
                byte => char::from(*byte),
            })
            .collect(),
    }
}

/// Title, author and program of the document information.
pub(crate) fn metadata(pdf: &Pdf) -> Metadata {
    let found = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| {
        let text = clean(&text_string(bytes.as_ref()?), false);
        (!text.is_empty()).then_some(text)
    };
    Metadata {
        title: text(&found.title),
        author: text(&found.author),
        producer: text(&found.producer),
        ..Metadata::default()
    }
}

/// How pages are labeled from one page on.
#[derive(Debug)]
struct Style {
    /// Index of the first page.
    first: u32,
    kind: Vec<u8>,
    prefix: String,
    start: i64,
}

fn catalog(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get(pdf.xref().root_id())
}

/// Printed page labels by page number, where they differ from plain counting.
pub(crate) fn labels(pdf: &Pdf) -> BTreeMap<u32, String> {
    let mut labels = BTreeMap::new();
    let Some(tree) = catalog(pdf).and_then(|catalog| catalog.get::<Dict<'_>>(b"PageLabels")) else {
        return labels;
    };
    let mut styles = Vec::new();
    collect(&tree, 0, &mut styles);
    styles.sort_by_key(|style| style.first);
    for index in 0..u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX) {
        let Some(style) = styles.iter().rev().find(|style| style.first <= index) else {
            continue;
        };
        let count = style.start.saturating_add(i64::from(index - style.first));
        let figures = u32::try_from(count).unwrap_or(0);
        let figure = match style.kind.as_slice() {
            b"D" => count.to_string(),
            b"r" => roman(figures),
            b"R" => roman(figures).to_uppercase(),
            b"a" => letters(figures),
            b"A" => letters(figures).to_uppercase(),
            _ => String::new(),
        };
        let label = format!("{}{figure}", style.prefix);
        if !label.is_empty() && label != (index + 1).to_string() {
            labels.insert(index + 1, label);
        }
    }
    labels
}

/// The styles of a number tree, which is one list or has children.
fn collect(tree: &Dict<'_>, depth: u32, styles: &mut Vec<Style>) {
    if let Some(entries) = tree.get::<Array<'_>>(b"Nums") {
        let entries: Vec<Object<'_>> = entries.iter::<Object<'_>>().take(MAX_ENTRIES).collect();
        for pair in entries.chunks_exact(2) {
            let [first, style] = pair else { continue };
            let first = first.clone().into_i32().and_then(|first| u32::try_from(first).ok());
            let (Some(first), Some(style)) = (first, style.clone().into_dict()) else {
                continue;
            };
            styles.push(Style {
                first,
                kind: style
                    .get::<Name<'_>>(b"S")
                    .map(|name| name.as_ref().to_vec())
                    .unwrap_or_default(),
                prefix: text_of(&style, b"P").unwrap_or_default(),
                start: style.get::<i32>(b"St").map_or(1, i64::from),
            });
        }
    }
    if depth < MAX_DEPTH
        && styles.len() < MAX_ENTRIES
        && let Some(children) = tree.get::<Array<'_>>(b"Kids")
    {
        for child in children.iter::<Dict<'_>>().take(MAX_ENTRIES) {
            collect(&child, depth + 1, styles);
        }
    }
}

fn text_of(dict: &Dict<'_>, key: &[u8]) -> Option<String> {
    let text = dict.get::<PdfString<'_>>(key)?;
    Some(text_string(text.as_bytes()))
}

/// The titles of the outline with their depth from 1, by their bare letters and figures.
pub(crate) fn outline(pdf: &Pdf) -> BTreeMap<String, u8> {
    let mut titles = BTreeMap::new();
    let first = catalog(pdf).and_then(|catalog| catalog.get::<Dict<'_>>(b"Outlines")?.get::<Dict<'_>>(b"First"));
    let mut open: Vec<(Dict<'_>, u8)> = first.map(|first| (first, 1)).into_iter().collect();
    // A damaged outline may go in circles.
    for _ in 0..MAX_ENTRIES {
        let Some((item, depth)) = open.pop() else { break };
        if let Some(title) = text_of(&item, b"Title") {
            titles.entry(bare(&title)).or_insert(depth);
        }
        open.extend(item.get::<Dict<'_>>(b"Next").map(|next| (next, depth)));
        if depth < 6 {
            open.extend(item.get::<Dict<'_>>(b"First").map(|child| (child, depth + 1)));
        }
    }
    titles.remove("");
    titles
}

/// Letters and figures in lower case, without the number that a heading may begin with.
fn bare(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace());
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Paragraphs that the outline names are headings, and headings that it names have its depth.
pub(crate) fn head(pages: &mut [Laid], titles: &BTreeMap<String, u8>) {
    if titles.is_empty() {
        return;
    }
    for made in pages.iter_mut().flat_map(|laid| &mut laid.made) {
        let block = &mut made.block;
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading) || block.text.chars().count() > LONGEST {
            continue;
        }
        if let Some(depth) = titles.get(&bare(&block.text)) {
            block.kind = BlockKind::Heading;
            block.level = Some(*depth);
        }
    }
}

/// What stands on a page without being drawn in its content or as an appearance: values of form fields and free text.
/// Each with its rectangle in the page's own coordinates.
pub(crate) fn undrawn(page: &Page<'_>) -> Vec<(String, Rect)> {
    let mut found = Vec::new();
    let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else {
        return found;
    };
    for annotation in annotations.iter::<Dict<'_>>().take(MAX_ENTRIES) {
        let drawn = annotation
            .get::<Dict<'_>>(b"AP")
            .is_some_and(|looks| looks.contains_key(b"N"));
        // Hidden, or not to be seen.
        let hidden = annotation.get::<i32>(b"F").unwrap_or(0) & 0b10_0010 != 0;
        let kind = annotation.get::<Name<'_>>(b"Subtype");
        let text = match kind.as_ref().map(AsRef::as_ref) {
            Some(b"FreeText") => text_of(&annotation, b"Contents"),
            Some(b"Widget") => field_value(&annotation),
            _ => None,
        };
        let (Some(text), Some(area)) = (text, annotation.get::<Rect>(b"Rect")) else {
            continue;
        };
        if !drawn && !hidden && !text.trim().is_empty() {
            found.push((clean(&text, false), area));
        }
    }
    found
}

/// The value of a field of text or choice, which may stand with its parent.
fn field_value(field: &Dict<'_>) -> Option<String> {
    let parent = field.get::<Dict<'_>>(b"Parent");
    let kind = field
        .get::<Name<'_>>(b"FT")
        .or_else(|| parent.as_ref()?.get::<Name<'_>>(b"FT"))?;
    if !matches!(kind.as_ref(), b"Tx" | b"Ch") {
        return None;
    }
    text_of(field, b"V").or_else(|| text_of(parent.as_ref()?, b"V"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_have_three_encodings() {
        assert_eq!(text_string(b"h\xf8ring \x85"), "høring –");
        assert_eq!(text_string(b"\xfe\xff\x00h\x00\xf8"), "hø");
        assert_eq!(text_string("\u{feff}hø".as_bytes()), "hø");
    }
}
