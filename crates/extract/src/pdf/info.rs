//! What a PDF says of itself: metadata and page labels.

use crate::builder::clean;
use crate::text::{letters, roman};
use hayro_interpret::hayro_syntax::Pdf;
use lopdf::{Dictionary, Document, Object};
use ordskifte_record::Metadata;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Deepest tree of page labels followed.
const MAX_DEPTH: u32 = 16;

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

/// Printed page labels by page number, where they differ from plain counting. A file that lopdf cannot read has none.
pub(crate) fn labels(bytes: &[u8]) -> BTreeMap<u32, String> {
    // Most files have no labels, and reading a file once more only to see that takes long.
    if !bytes.windows(11).any(|window| window == b"/PageLabels") && !bytes.windows(7).any(|window| window == b"/ObjStm")
    {
        return BTreeMap::new();
    }
    catch_unwind(AssertUnwindSafe(|| read_labels(bytes)))
        .ok()
        .flatten()
        .unwrap_or_default()
}

fn read_labels(bytes: &[u8]) -> Option<BTreeMap<u32, String>> {
    let document = Document::load_mem(bytes).ok()?;
    let tree = document
        .get_dict_in_dict(document.catalog().ok()?, b"PageLabels")
        .ok()?;
    let pages = u32::try_from(document.get_pages().len()).ok()?;
    let mut styles = Vec::new();
    collect(&document, tree, 0, &mut styles);
    styles.sort_by_key(|style| style.first);
    let mut labels = BTreeMap::new();
    for index in 0..pages {
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
    Some(labels)
}

/// The styles of a number tree, which is one list or has children.
fn collect(document: &Document, tree: &Dictionary, depth: u32, styles: &mut Vec<Style>) {
    let list = |key: &[u8]| {
        let object = document.dereference(tree.get(key).ok()?).ok()?.1;
        object.as_array().ok()
    };
    for pair in list(b"Nums").into_iter().flat_map(|entries| entries.chunks_exact(2)) {
        let [first, style] = pair else { continue };
        let (Ok(first), Ok((_, style))) = (first.as_i64(), document.dereference(style)) else {
            continue;
        };
        let (Ok(first), Ok(style)) = (u32::try_from(first), style.as_dict()) else {
            continue;
        };
        styles.push(Style {
            first,
            kind: style.get(b"S").and_then(Object::as_name).unwrap_or_default().to_vec(),
            prefix: style
                .get(b"P")
                .and_then(Object::as_str)
                .map(text_string)
                .unwrap_or_default(),
            start: style.get(b"St").and_then(Object::as_i64).unwrap_or(1),
        });
    }
    if depth < MAX_DEPTH {
        for child in list(b"Kids").into_iter().flatten() {
            if let Ok(child) = document.dereference(child).and_then(|(_, child)| child.as_dict()) {
                collect(document, child, depth + 1, styles);
            }
        }
    }
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
