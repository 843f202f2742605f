//! Word from 2007 (ECMA-376, `WordprocessingML`).

mod body;
mod included;
mod notes;
mod numbering;
mod styles;

use super::package::{Package, attribute, metadata};
use crate::builder::Builder;
use crate::formats::numbering::Numbering;
use crate::{ExtractError, Options};
use body::{Body, Role};
use ordskifte_record::{BlockKind, ExtractedText};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use styles::is_on;

const FORMAT: &str = "Word document";

/// Reads a Word file: the text, footnotes on the pages of their marks, endnotes at the end. The first page's own header is a letterhead and comes
/// first; other headers and footers are furniture. Deletions, hidden text, comments and placeholders stay out.
pub(crate) fn extract(bytes: &[u8], options: &Options<'_>) -> Result<ExtractedText, ExtractError> {
    read(bytes, options, true)
}

/// Reads a Word file; `whole` when documents inside it are read, too.
fn read(bytes: &[u8], options: &Options<'_>, whole: bool) -> Result<ExtractedText, ExtractError> {
    let mut package = Package::open(bytes, FORMAT, options)?;
    let body = package
        .part("word/document.xml")?
        .ok_or_else(|| ExtractError::damaged(FORMAT, "the part word/document.xml is missing"))?;
    let styles = package
        .part("word/styles.xml")?
        .map_or_else(BTreeMap::new, |xml| styles::read(&xml));
    let numbering = package
        .part("word/numbering.xml")?
        .map_or_else(Numbering::default, |xml| numbering::read(&xml));
    let relations = relations(&mut package)?;
    let included = included::read(&mut package, &body, &relations, options, whole)?;
    let mut document = Body::new(&styles, numbering, &included);
    let edges = edges(&mut package, &body, &relations)?;
    for edge in edges.iter().filter(|edge| edge.header) {
        let role = if edge.first { Role::Text } else { Role::Furniture };
        document.read(&edge.xml, role)?;
    }
    document.read(&body, Role::Text)?;
    for part in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = package.part(part)? {
            document.read(&notes, Role::Note)?;
        }
        document.place_notes();
    }
    for edge in edges.iter().filter(|edge| !edge.header) {
        document.read(&edge.xml, Role::Furniture)?;
    }
    let mut builder: Builder = document.finish();
    drop_repeated_furniture(&mut builder);
    if let Some(core) = package.part("docProps/core.xml")? {
        builder.metadata = metadata(&core);
    }
    Ok(builder.finish())
}

/// A header or footer.
struct Edge {
    header: bool,
    /// Whether it is the first page's own.
    first: bool,
    xml: String,
}

/// The parts that the document refers to, by the names of its relations.
fn relations(package: &mut Package<'_>) -> Result<BTreeMap<String, String>, ExtractError> {
    let mut targets: BTreeMap<String, String> = BTreeMap::new();
    if let Some(relations) = package.part("word/_rels/document.xml.rels")? {
        each_element(&relations, |element| {
            if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
                let name = match target.strip_prefix('/') {
                    Some(name) => name.to_owned(),
                    None => format!("word/{target}"),
                };
                targets.insert(id, name);
            }
        });
    }
    Ok(targets)
}

/// Headers and footers that sections of the document refer to, each once. Those of first pages are kept in the file when no
/// section has a first page of its own any more.
fn edges(
    package: &mut Package<'_>,
    body: &str,
    relations: &BTreeMap<String, String>,
) -> Result<Vec<Edge>, ExtractError> {
    let mut own_first_page = false;
    let mut wanted: Vec<(bool, bool, String)> = Vec::new();
    each_element(body, |element| {
        let header = match element.local_name().as_ref() {
            "headerReference" => true,
            "footerReference" => false,
            "titlePg" => {
                own_first_page |= is_on(element);
                return;
            }
            _ => return,
        };
        let first = attribute(element, "type").as_deref() == Some("first");
        if let Some(target) = attribute(element, "id").and_then(|id| relations.get(&id).cloned())
            && wanted.iter().all(|(_, _, known)| *known != target)
        {
            wanted.push((header, first, target));
        }
    });
    let mut found = Vec::new();
    for (header, first, name) in wanted.into_iter().filter(|(_, first, _)| own_first_page || !first) {
        if let Some(xml) = package.part(&name)? {
            found.push(Edge { header, first, xml });
        }
    }
    Ok(found)
}

fn each_element(xml: &str, mut visit: impl FnMut(&quick_xml::events::BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => visit(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Sections often repeat one header in several parts.
fn drop_repeated_furniture(builder: &mut Builder) {
    let mut seen = std::collections::BTreeSet::new();
    for page in builder.pages_mut() {
        page.blocks
            .retain(|block| block.kind != BlockKind::Furniture || seen.insert(block.text.clone()));
    }
}
