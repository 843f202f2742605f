//! Word from 2007 (ECMA-376, WordprocessingML).

use super::package::{Package, attribute, metadata, reference};
use crate::builder::Builder;
use crate::{ExtractError, Options};
use ordskifte_record::{BlockKind, ExtractedText};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

const FORMAT: &str = "Word document";

/// Reads a Word file.
pub(crate) fn extract(bytes: &[u8], options: &Options<'_>) -> Result<ExtractedText, ExtractError> {
    let mut package = Package::open(bytes, FORMAT, options)?;
    let body = package
        .part("word/document.xml")?
        .ok_or_else(|| ExtractError::damaged(FORMAT, "the part word/document.xml is missing"))?;
    let styles = package
        .part("word/styles.xml")?
        .map_or_else(BTreeMap::new, |xml| heading_styles(&xml));
    let mut document = Document::new(&styles);
    document.read(&body)?;
    if let Some(notes) = package.part("word/footnotes.xml")? {
        document.notes = true;
        document.read(&notes)?;
    }
    if let Some(core) = package.part("docProps/core.xml")? {
        document.builder.metadata = metadata(&core);
    }
    Ok(document.builder.finish())
}

/// Heading levels by style id: from the outline level, the built-in name ("heading 1", "Title") or the style it is
/// based on.
fn heading_styles(xml: &str) -> BTreeMap<String, u8> {
    let mut own: BTreeMap<String, u8> = BTreeMap::new();
    let mut based: BTreeMap<String, String> = BTreeMap::new();
    let mut id = String::new();
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        let (Event::Start(element) | Event::Empty(element)) = event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        let value = || attribute(&element, "val").unwrap_or_default();
        match element.local_name().as_ref() {
            "style" => id = attribute(&element, "styleId").unwrap_or_default(),
            "name" => {
                let name = value().to_lowercase();
                let level = ["heading ", "overskrift "]
                    .iter()
                    .find_map(|prefix| name.strip_prefix(prefix)?.parse().ok());
                if let Some(level) = level.or((name == "title" || name == "tittel").then_some(1)) {
                    own.insert(id.clone(), level);
                }
            }
            "outlineLvl" => {
                if let Ok(level @ 0..=8) = value().parse::<u8>() {
                    own.entry(id.clone()).or_insert(level + 1);
                }
            }
            "basedOn" => {
                based.insert(id.clone(), value());
            }
            _ => {}
        }
    }
    let mut levels = own.clone();
    for (style, parent) in &based {
        let mut next = parent;
        // A chain of styles is short; a circle would never end.
        for _ in 0..16 {
            if levels.contains_key(style) {
                break;
            }
            if let Some(level) = own.get(next) {
                levels.insert(style.clone(), *level);
            }
            let Some(above) = based.get(next) else { break };
            next = above;
        }
    }
    levels
}

struct Document<'a> {
    styles: &'a BTreeMap<String, u8>,
    builder: Builder,
    text: String,
    heading: Option<u8>,
    list: Option<u8>,
    /// Depth of elements whose content does not show: deletions, field codes, fallbacks.
    hidden: u32,
    in_text: bool,
    tables: u32,
    row: String,
    table: String,
    notes: bool,
}

impl<'a> Document<'a> {
    fn new(styles: &'a BTreeMap<String, u8>) -> Self {
        Self {
            styles,
            builder: Builder::default(),
            text: String::new(),
            heading: None,
            list: None,
            hidden: 0,
            in_text: false,
            tables: 0,
            row: String::new(),
            table: String::new(),
            notes: false,
        }
    }

    fn read(&mut self, xml: &str) -> Result<(), ExtractError> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => self.start(&element, false),
                Ok(Event::Empty(element)) => self.start(&element, true),
                Ok(Event::End(element)) => self.end(element.local_name().as_ref()),
                Ok(Event::Text(text)) if self.in_text && self.hidden == 0 => {
                    self.text.push_str(&text);
                }
                Ok(Event::GeneralRef(name)) if self.in_text && self.hidden == 0 => {
                    self.text.extend(reference(&name));
                }
                Ok(Event::Eof) => return Ok(()),
                Ok(_) => {}
                Err(error) => {
                    return Err(ExtractError::damaged(
                        FORMAT,
                        format!("at byte {}: {error}", reader.buffer_position()),
                    ));
                }
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, empty: bool) {
        let name = element.local_name();
        let name = name.as_ref();
        if matches!(name, "del" | "moveFrom" | "instrText" | "Fallback" | "delText") && !empty {
            self.hidden += 1;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "t" => self.in_text = !empty,
            "tab" if !self.in_properties() => self.text.push(if self.tables > 0 { ' ' } else { '\t' }),
            "br" | "cr" => self.line_break(attribute(element, "type").as_deref() == Some("page")),
            "lastRenderedPageBreak" if self.text.trim().is_empty() && self.tables == 0 && !self.notes => {
                self.new_page();
            }
            "noBreakHyphen" => self.text.push('-'),
            "pStyle" => {
                let style = attribute(element, "val").unwrap_or_default();
                self.heading = self.styles.get(&style).copied();
                let listed = style.to_lowercase();
                if listed.starts_with("list") || listed.starts_with("punkt") {
                    self.list = self.list.or(Some(1));
                }
            }
            "outlineLvl" => {
                let level = attribute(element, "val").and_then(|value| value.parse::<u8>().ok());
                self.heading = level.filter(|level| *level < 9).map(|level| level + 1).or(self.heading);
            }
            "ilvl" => {
                let level = attribute(element, "val")
                    .and_then(|value| value.parse::<u8>().ok())
                    .unwrap_or(0);
                self.list = Some(level.saturating_add(1));
            }
            "tbl" => self.tables += 1,
            _ => {}
        }
    }

    /// Tab stops in paragraph properties are `w:tab` too; text has begun by the first `w:t` only.
    fn in_properties(&self) -> bool {
        !self.in_text && self.text.is_empty()
    }

    fn line_break(&mut self, page: bool) {
        if page && self.tables == 0 {
            self.paragraph();
            self.new_page();
        } else {
            self.text.push(' ');
        }
    }

    fn new_page(&mut self) {
        if !self.builder.page().blocks.is_empty() {
            self.builder.page_break();
        }
    }

    fn end(&mut self, name: &str) {
        if matches!(name, "del" | "moveFrom" | "instrText" | "Fallback" | "delText") {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" => self.paragraph(),
            "tc" if self.tables == 1 => self.row.push('\t'),
            "tr" if self.tables == 1 => {
                self.table.push_str(self.row.trim_end());
                self.table.push('\n');
                self.row.clear();
            }
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    let table = std::mem::take(&mut self.table);
                    self.builder.push(BlockKind::Table, None, &table);
                }
            }
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let heading = self.heading.take();
        let list = self.list.take();
        if self.tables > 0 {
            if !self.row.is_empty() && !self.row.ends_with('\t') {
                self.row.push(' ');
            }
            self.row.push_str(text.trim());
            return;
        }
        match (heading, list) {
            _ if self.notes => self.builder.push(BlockKind::Footnote, None, &text),
            (Some(level), _) => self.builder.push(BlockKind::Heading, Some(level), &text),
            (None, Some(level)) => self.builder.push(BlockKind::ListItem, Some(level), &text),
            (None, None) => self.builder.push(BlockKind::Paragraph, None, &text),
        }
    }
}
