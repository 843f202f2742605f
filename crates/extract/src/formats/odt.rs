//! `OpenDocument` text (ISO/IEC 26300).

use super::package::{Package, attribute, metadata, reference};
use crate::builder::Builder;
use crate::{ExtractError, Options};
use ordskifte_record::{BlockKind, ExtractedText};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

const FORMAT: &str = "OpenDocument text";

/// Reads an `OpenDocument` text, a package or one flat XML file. Deletions, comments and hidden text stay out; headers and
/// footers of pages are furniture.
pub(crate) fn extract(bytes: &[u8], options: &Options<'_>) -> Result<ExtractedText, ExtractError> {
    if !bytes.starts_with(b"PK") {
        let flat = super::decode(bytes);
        let mut document = Document::default();
        document.styles(&flat);
        document.read(&flat)?;
        return Ok(document.builder.finish());
    }
    let mut package = Package::open(bytes, FORMAT, options)?;
    let content = package
        .part("content.xml")?
        .ok_or_else(|| ExtractError::damaged(FORMAT, "the part content.xml is missing"))?;
    let mut document = Document::default();
    let common = package.part("styles.xml")?;
    if let Some(styles) = &common {
        document.styles(styles);
    }
    document.styles(&content);
    document.read(&content)?;
    if let Some(styles) = &common {
        document.open.clear();
        // A damaged style sheet costs the running heads only.
        let _ = document.read(styles);
    }
    if let Some(meta) = package.part("meta.xml")? {
        document.builder.metadata = metadata(&meta);
    }
    Ok(document.builder.finish())
}

/// What a style means for the text.
#[derive(Clone, Debug, Default)]
struct Style {
    parent: Option<String>,
    title: bool,
    hidden: bool,
}

/// A paragraph or heading that is open.
#[derive(Default)]
struct Open {
    text: String,
    heading: Option<u8>,
}

#[derive(Default)]
struct Document {
    styles: BTreeMap<String, Style>,
    builder: Builder,
    /// Depth of headers and footers of page styles.
    edges: u32,
    /// Open spans, whether each is hidden by its style.
    spans: Vec<bool>,
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
    /// Reads the styles of a part.
    fn styles(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml);
        let mut open: Option<String> = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(element) | Event::Empty(element)) => match element.local_name().as_ref() {
                    "style" => {
                        let name = attribute(&element, "name").unwrap_or_default();
                        let style = Style {
                            parent: attribute(&element, "parent-style-name"),
                            title: name == "Title",
                            hidden: false,
                        };
                        self.styles.insert(name.clone(), style);
                        open = Some(name);
                    }
                    "text-properties" if attribute(&element, "display").as_deref() == Some("none") => {
                        if let Some(style) = open.as_ref().and_then(|name| self.styles.get_mut(name)) {
                            style.hidden = true;
                        }
                    }
                    _ => {}
                },
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    /// Whether a style or one that it is made of passes a test.
    fn style(&self, name: Option<&str>, test: fn(&Style) -> bool) -> bool {
        let mut next = name;
        // A chain of styles is short; a circle would never end.
        for _ in 0..16 {
            let Some(style) = next.and_then(|name| self.styles.get(name)) else {
                return false;
            };
            if test(style) {
                return true;
            }
            next = style.parent.as_deref();
        }
        false
    }

    fn read(&mut self, xml: &str) -> Result<(), ExtractError> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => self.start(&element, false),
                Ok(Event::Empty(element)) => self.start(&element, true),
                Ok(Event::End(element)) => self.end(element.local_name().as_ref()),
                Ok(Event::Text(text)) => self.characters(&text),
                Ok(Event::GeneralRef(name)) => {
                    if let Some(c) = reference(&name) {
                        self.characters(c.encode_utf8(&mut [0; 4]));
                    }
                }
                Ok(Event::Eof) => return Ok(()),
                Ok(_) => {}
                Err(error) => {
                    let reason = format!("at byte {}: {error}", reader.buffer_position());
                    return Err(ExtractError::damaged(FORMAT, reason));
                }
            }
        }
    }

    fn characters(&mut self, text: &str) {
        if self.hidden == 0
            && !self.spans.contains(&true)
            && let Some(open) = self.open.last_mut()
        {
            open.text.push_str(text);
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, empty: bool) {
        let name = element.local_name();
        let name = name.as_ref();
        if matches!(
            name,
            "tracked-changes" | "annotation" | "note-citation" | "forms" | "hidden-text" | "hidden-paragraph"
        ) && !empty
        {
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
                let style = attribute(element, "style-name");
                let titled = self.style(style.as_deref(), |style| style.title);
                let heading = (name == "h").then(level).or(titled.then_some(1));
                self.open.push(Open {
                    text: String::new(),
                    heading,
                });
                self.spans.push(self.style(style.as_deref(), |style| style.hidden));
            }
            "span" if !empty => {
                let style = attribute(element, "style-name");
                self.spans.push(self.style(style.as_deref(), |style| style.hidden));
            }
            "header" | "footer" | "header-first" | "footer-first" | "header-left" | "footer-left" if !empty => {
                self.edges += 1;
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
        if matches!(
            name,
            "tracked-changes" | "annotation" | "note-citation" | "forms" | "hidden-text" | "hidden-paragraph"
        ) {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "p" | "h" => {
                self.spans.pop();
                self.paragraph();
            }
            "span" => {
                self.spans.pop();
            }
            "header" | "footer" | "header-first" | "footer-first" | "header-left" | "footer-left" => {
                self.edges = self.edges.saturating_sub(1);
            }
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
        if self.edges > 0 {
            self.builder.push(BlockKind::Furniture, None, &text);
        } else if self.notes > 0 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_by_parent_style_and_hidden_text() {
        let xml = r#"<office:document xmlns:office="o"><office:automatic-styles>
            <style:style style:name="P1" style:parent-style-name="Title"/>
            <style:style style:name="T1"><style:text-properties text:display="none"/></style:style>
            </office:automatic-styles><office:styles><style:style style:name="Title"/></office:styles>
            <office:master-styles><style:header><text:p>Topp</text:p></style:header></office:master-styles>
            <office:body><text:tracked-changes><text:p>slettet</text:p></text:tracked-changes>
            <text:p text:style-name="P1">Referat</text:p>
            <text:p>Synlig<text:span text:style-name="T1"> skjult</text:span> tekst</text:p></office:body></office:document>"#;
        let read = extract(xml.as_bytes(), &Options::default()).unwrap();
        let blocks: Vec<(BlockKind, &str)> = read.pages[0].blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
        assert_eq!(
            blocks,
            [
                (BlockKind::Furniture, "Topp"),
                (BlockKind::Heading, "Referat"),
                (BlockKind::Paragraph, "Synlig tekst"),
            ]
        );
    }
}
