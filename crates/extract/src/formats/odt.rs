//! OpenDocument text (ISO/IEC 26300).

use super::package::{Package, attribute, metadata, reference};
use crate::builder::Builder;
use crate::{ExtractError, Options};
use ordskifte_record::{BlockKind, ExtractedText};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

const FORMAT: &str = "OpenDocument text";

/// Reads an OpenDocument text.
pub(crate) fn extract(bytes: &[u8], options: &Options<'_>) -> Result<ExtractedText, ExtractError> {
    let mut package = Package::open(bytes, FORMAT, options)?;
    let content = package
        .part("content.xml")?
        .ok_or_else(|| ExtractError::damaged(FORMAT, "the part content.xml is missing"))?;
    let mut document = Document::default();
    let mut reader = Reader::from_str(&content);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => document.start(&element, false),
            Ok(Event::Empty(element)) => document.start(&element, true),
            Ok(Event::End(element)) => document.end(element.local_name().as_ref()),
            Ok(Event::Text(text)) => document.characters(&text),
            Ok(Event::GeneralRef(name)) => {
                if let Some(c) = reference(&name) {
                    document.characters(c.encode_utf8(&mut [0; 4]));
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                return Err(ExtractError::damaged(
                    FORMAT,
                    format!("at byte {}: {error}", reader.buffer_position()),
                ));
            }
        }
    }
    if let Some(meta) = package.part("meta.xml")? {
        document.builder.metadata = metadata(&meta);
    }
    Ok(document.builder.finish())
}

/// A paragraph or heading that is open.
#[derive(Default)]
struct Open {
    text: String,
    heading: Option<u8>,
}

#[derive(Default)]
struct Document {
    builder: Builder,
    /// Open paragraphs, innermost last: notes and text boxes lie inside others.
    open: Vec<Open>,
    /// Depth of elements whose content does not show: deletions, comments.
    hidden: u32,
    lists: u8,
    notes: u32,
    tables: u32,
    row: String,
    table: String,
}

impl Document {
    fn characters(&mut self, text: &str) {
        if self.hidden == 0
            && let Some(open) = self.open.last_mut()
        {
            open.text.push_str(text);
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, empty: bool) {
        let name = element.local_name();
        let name = name.as_ref();
        if matches!(name, "tracked-changes" | "annotation" | "note-citation" | "forms") && !empty {
            self.hidden += 1;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "p" | "h" if !empty => {
                let level = || {
                    attribute(element, "outline-level")
                        .and_then(|level| level.parse().ok())
                        .unwrap_or(1)
                };
                let titled = attribute(element, "style-name").is_some_and(|style| style == "Title");
                let heading = (name == "h").then(level).or(titled.then_some(1));
                self.open.push(Open {
                    text: String::new(),
                    heading,
                });
            }
            "list" if !empty => self.lists = self.lists.saturating_add(1),
            "note-body" if !empty => self.notes += 1,
            "table" if !empty => self.tables += 1,
            "s" => {
                let count = attribute(element, "c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1_usize);
                self.characters(&" ".repeat(count.min(100)));
            }
            "tab" | "line-break" => self.characters(" "),
            "soft-page-break" if self.open.is_empty() && self.tables == 0 && !self.builder.page().blocks.is_empty() => {
                self.builder.page_break();
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if matches!(name, "tracked-changes" | "annotation" | "note-citation" | "forms") {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "p" | "h" => self.paragraph(),
            "list" => self.lists = self.lists.saturating_sub(1),
            "note-body" => self.notes = self.notes.saturating_sub(1),
            "table-cell" if self.tables == 1 => self.row.push('\t'),
            "table-row" if self.tables == 1 => {
                self.table.push_str(self.row.trim_end());
                self.table.push('\n');
                self.row.clear();
            }
            "table" => {
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
        let Some(Open { text, heading }) = self.open.pop() else {
            return;
        };
        if self.notes > 0 {
            self.builder.push(BlockKind::Footnote, None, &text);
        } else if self.tables > 0 {
            if !self.row.is_empty() && !self.row.ends_with('\t') {
                self.row.push(' ');
            }
            self.row.push_str(text.trim());
        } else if let Some(level) = heading {
            self.builder.push(BlockKind::Heading, Some(level), &text);
        } else if self.lists > 0 {
            self.builder.push(BlockKind::ListItem, Some(self.lists), &text);
        } else {
            self.builder.push(BlockKind::Paragraph, None, &text);
        }
    }
}
