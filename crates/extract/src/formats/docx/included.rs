//! Parts that show inside the text: documents that were put in whole (`w:altChunk`) and the text of diagrams.

use super::each_element;
use crate::formats::package::{Package, attribute, reference};
use crate::text::prose::Piece;
use crate::{ExtractError, Format, Limits, Options, sniff};
use ordskifte_record::BlockKind;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// Most of them that are read.
const MAX_PARTS: usize = 200;

/// What the parts that a document includes have to show, by their relations. Documents inside documents inside the document
/// are left alone: `whole` tells whether this is the outermost.
pub(super) fn read(
    package: &mut Package<'_>,
    body: &str,
    relations: &BTreeMap<String, String>,
    options: &Options<'_>,
    whole: bool,
) -> Result<BTreeMap<String, Vec<Piece>>, ExtractError> {
    let mut wanted: Vec<(String, bool)> = Vec::new();
    each_element(body, |element| {
        let found = match element.local_name().as_ref() {
            "altChunk" if whole => attribute(element, "id").map(|id| (id, true)),
            "relIds" => attribute(element, "dm").map(|id| (id, false)),
            _ => None,
        };
        wanted.extend(found.filter(|_| wanted.len() < MAX_PARTS));
    });
    let mut included = BTreeMap::new();
    for (id, document) in wanted {
        let Some(bytes) = relations
            .get(&id)
            .map(|name| package.bytes(name))
            .transpose()?
            .flatten()
        else {
            continue;
        };
        let pieces = if document {
            chunk(&bytes, options, package.left())
        } else {
            diagram(&String::from_utf8_lossy(&bytes))
        };
        included.insert(id, pieces);
    }
    Ok(included)
}

/// The text of a document; nothing of one that cannot be read, which costs the others nothing.
fn chunk(bytes: &[u8], options: &Options<'_>, left: u64) -> Vec<Piece> {
    let limits = Limits {
        inflated: left,
        ..options.limits
    };
    let options = Options { limits, ..*options };
    let read = match sniff(bytes, None) {
        Format::Docx => super::read(bytes, &options, false),
        format @ (Format::Html | Format::Rtf | Format::Text) => {
            crate::formats::extract(format, bytes, &options).map(|read| read.text)
        }
        _ => return Vec::new(),
    };
    let blocks = read
        .into_iter()
        .flat_map(|text| text.pages)
        .flat_map(|page| page.blocks);
    blocks.map(|block| (block.kind, block.level, block.text)).collect()
}

/// The text of a diagram, a paragraph for each of its boxes.
fn diagram(xml: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let (mut text, mut in_text) = (String::new(), false);
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                in_text = element.local_name().as_ref() == "t" && element.name().as_ref() == "a:t";
            }
            Ok(Event::Text(piece)) if in_text => text.push_str(&piece),
            Ok(Event::GeneralRef(name)) if in_text => text.extend(reference(&name)),
            Ok(Event::End(element)) => {
                in_text = false;
                match element.local_name().as_ref() {
                    "p" => text.push(' '),
                    "pt" if !text.trim().is_empty() => {
                        out.push((BlockKind::Paragraph, None, std::mem::take(&mut text)));
                    }
                    _ => {}
                }
            }
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}
