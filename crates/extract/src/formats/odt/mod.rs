//! `OpenDocument` text (ISO/IEC 26300).

mod styles;

use super::package::{Package, attribute, metadata, reference};
use super::story::Story;
use super::table;
use crate::text::Raised;
use crate::text::prose::{BOLD, BOLD_END, BREAK, Piece, contents_entry, numbered, without_marks};
use crate::{ExtractError, Options};
use ordskifte_record::{BlockKind, ExtractedText};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use styles::{OUTLINE, Styles};

const FORMAT: &str = "OpenDocument text";
/// Elements whose content does not show: deletions, comments, marks of notes, cells that another reaches over, places to be
/// filled in, pictures themselves and what is told of them.
const OUTSIDE: [&str; 10] = [
    "tracked-changes",
    "annotation",
    "note-citation",
    "forms",
    "hidden-paragraph",
    "covered-table-cell",
    "placeholder",
    "ruby-text",
    "binary-data",
    "desc",
];
/// The title of a picture; `text:title` is that of the document, where it is printed.
const PICTURE_TITLE: &str = "svg:title";
/// Headers and footers of page styles.
const EDGES: [&str; 6] = [
    "header",
    "footer",
    "header-first",
    "footer-first",
    "header-left",
    "footer-left",
];

/// Reads an `OpenDocument` text, a package or one flat XML file. Deletions, comments and hidden text stay out; headers and
/// footers of pages are furniture.
pub(crate) fn extract(bytes: &[u8], options: &Options<'_>) -> Result<ExtractedText, ExtractError> {
    if !bytes.starts_with(b"PK") {
        let flat = super::decode(bytes);
        let mut document = Document::default();
        document.styles.read(&flat);
        document.read(&flat)?;
        return Ok(document.story.builder.finish());
    }
    let mut package = Package::open(bytes, FORMAT, options)?;
    let content = package
        .part("content.xml")?
        .ok_or_else(|| ExtractError::damaged(FORMAT, "the part content.xml is missing"))?;
    let mut document = Document::default();
    let common = package.part("styles.xml")?;
    if let Some(styles) = &common {
        document.styles.read(styles);
    }
    document.styles.read(&content);
    document.read(&content)?;
    if let Some(styles) = &common {
        document.close_all();
        // A damaged style sheet costs the running heads only.
        let _ = document.read(styles);
    }
    if let Some(meta) = package.part("meta.xml")? {
        document.story.builder.metadata = metadata(&meta);
    }
    Ok(document.story.builder.finish())
}

/// What is known of a paragraph or heading.
#[derive(Default)]
struct Properties {
    heading: Option<u8>,
    number: Option<String>,
    kind: Kind,
    hidden: bool,
}

/// Where a paragraph stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Body,
    /// In a list, with its depth from 1.
    Item(u8),
    Note,
    Edge,
    /// In a table of contents.
    Contents,
}

/// A list that is open.
struct Open {
    style: Option<String>,
    /// Whether the open item has its number already, or has none.
    counted: bool,
}

/// What the style of a paragraph or span says.
struct Span {
    hidden: bool,
    bold: bool,
    raised: bool,
}

#[derive(Default)]
struct Document {
    styles: Styles,
    story: Story<Properties>,
    /// Depth of headers and footers of page styles.
    edges: u32,
    /// Open paragraphs and spans.
    spans: Vec<Span>,
    raised: Raised,
    /// Open sections and texts with conditions: whether each is hidden.
    conditions: Vec<bool>,
    /// Depth of elements whose content does not show.
    hidden: u32,
    lists: Vec<Open>,
    notes: u32,
    contents: u32,
}

impl Document {
    fn read(&mut self, xml: &str) -> Result<(), ExtractError> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => self.start(&element, false),
                Ok(Event::Empty(element)) => self.start(&element, true),
                Ok(Event::End(element)) => self.end(element.local_name().as_ref(), element.name().as_ref()),
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
        let hidden = self.hidden > 0 || self.spans.iter().any(|span| span.hidden);
        let bold = self.spans.last().is_some_and(|span| span.bold);
        let up = self.spans.last().is_some_and(|span| span.raised);
        if let Some(open) = self.story.current().filter(|_| !hidden) {
            self.raised.before(&mut open.text, text, up);
            if bold {
                open.text.extend([BOLD]);
            }
            open.text.push_str(text);
            if bold {
                open.text.extend([BOLD_END]);
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, empty: bool) {
        let name = element.local_name();
        let name = name.as_ref();
        if is_outside(name, element.name().as_ref()) && !empty {
            self.hidden += 1;
        }
        let hidden = self.condition(name, element, empty);
        if self.hidden > 0 && !(name == "hidden-paragraph" && self.hidden == 1) {
            return;
        }
        let count = |name: &str| attribute(element, name).and_then(|count| count.parse::<usize>().ok());
        match name {
            "p" | "h" if !empty => self.begin(element, name == "h"),
            "span" if !empty => self.begin_span(element),
            "hidden-paragraph" => {
                if let Some(open) = self.story.current().filter(|_| hidden) {
                    open.properties.hidden = true;
                }
            }
            _ if EDGES.contains(&name) && !empty => self.edges += 1,
            "list" if !empty => self.begin_list(element),
            "list-item" => self.begin_item(count("start-value")),
            "list-header" => {
                if let Some(list) = self.lists.last_mut() {
                    list.counted = true;
                }
            }
            "index-body" if !empty => self.contents += 1,
            "note-body" if !empty => self.notes += 1,
            "table" if !empty => self.story.begin_table(),
            "table-cell" => {
                // Empty cells are written once with their number.
                let columns = count("number-columns-spanned").unwrap_or(1);
                self.story.span(table::Span {
                    columns: columns.saturating_mul(count("number-columns-repeated").unwrap_or(1)),
                    rows: count("number-rows-spanned").unwrap_or(1),
                });
                if empty {
                    self.story.end_cell();
                }
            }
            "s" => self.characters(&" ".repeat(count("c").unwrap_or(1).min(100))),
            "tab" => self.characters("\t"),
            "line-break" => self.characters(BREAK.encode_utf8(&mut [0; 4])),
            "soft-page-break"
                if self.story.depth() == 0
                    && !self.story.in_table()
                    && !self.story.builder.page().blocks.is_empty() =>
            {
                self.story.builder.page_break();
            }
            _ => {}
        }
    }

    /// Whether an element says that it is hidden; sections and texts that are hold what is in them back.
    fn condition(&mut self, name: &str, element: &BytesStart<'_>, empty: bool) -> bool {
        let said = |key: &str, wanted: &str| attribute(element, key).as_deref() == Some(wanted);
        let hidden = match name {
            "section" => said("is-hidden", "true") || said("display", "none"),
            // It says when it shows all the same.
            "hidden-text" => !said("is-hidden", "false"),
            _ => said("is-hidden", "true"),
        };
        if matches!(name, "section" | "hidden-text") && !empty {
            self.conditions.push(hidden);
            self.hidden += u32::from(hidden);
        }
        hidden
    }

    fn begin_span(&mut self, element: &BytesStart<'_>) {
        let style = attribute(element, "style-name");
        let style = style.as_deref();
        let above = |ask: fn(&Span) -> bool| self.spans.last().is_some_and(ask);
        self.spans.push(Span {
            hidden: self.styles.is_hidden(style),
            bold: self.styles.bold(style).unwrap_or_else(|| above(|span| span.bold)),
            raised: self.styles.raised(style).unwrap_or_else(|| above(|span| span.raised)),
        });
    }

    fn begin(&mut self, element: &BytesStart<'_>, is_heading: bool) {
        let style = attribute(element, "style-name");
        let style = style.as_deref();
        let level = || {
            let level = attribute(element, "outline-level").and_then(|level| level.parse::<u8>().ok());
            level.unwrap_or(1).max(1)
        };
        let heading = is_heading.then(level).or(self.styles.is_title(style).then_some(1));
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        let kind = if self.edges > 0 {
            Kind::Edge
        } else if self.notes > 0 {
            Kind::Note
        } else if self.contents > 0 {
            Kind::Contents
        } else if depth > 0 {
            Kind::Item(depth)
        } else {
            Kind::Body
        };
        let running = self.edges == 0 && self.notes == 0 && self.story.depth() == 0 && !self.story.in_table();
        if running && self.styles.begins_page(style) && self.story.builder.has_text_on_page() {
            self.story.builder.page_break();
        }
        let headed = is_heading && attribute(element, "is-list-header").as_deref() != Some("true");
        let number = match self.lists.last_mut() {
            Some(list) if !list.counted => {
                list.counted = true;
                let style = self.lists.iter().rev().find_map(|list| list.style.as_deref());
                style.and_then(|style| self.styles.numbering.next(style, depth.saturating_sub(1)))
            }
            None if headed => self.styles.numbering.next(OUTLINE, level() - 1),
            _ => None,
        };
        self.spans.push(Span {
            hidden: self.styles.is_hidden(style),
            bold: self.styles.bold(style).unwrap_or(false),
            raised: false,
        });
        self.raised = Raised::default();
        self.story.begin(Properties {
            heading,
            number: number.filter(|number| !number.is_empty()),
            kind,
            hidden: false,
        });
    }

    fn begin_list(&mut self, element: &BytesStart<'_>) {
        let style = attribute(element, "style-name");
        let goes_on = attribute(element, "continue-numbering").as_deref() == Some("true")
            || attribute(element, "continue-list").is_some();
        if let Some(style) = style.as_deref().filter(|_| !goes_on && self.lists.is_empty()) {
            self.styles.numbering.restart(style, 0, None);
        }
        self.lists.push(Open { style, counted: true });
    }

    fn begin_item(&mut self, start: Option<usize>) {
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let style = self.lists.iter().rev().find_map(|list| list.style.clone());
        if let (Some(style), Some(start)) = (style, start) {
            let start = u32::try_from(start).unwrap_or(u32::MAX);
            self.styles.numbering.restart(&style, depth, Some(start));
        }
        if let Some(list) = self.lists.last_mut() {
            list.counted = false;
        }
    }

    fn end(&mut self, name: &str, qualified: &str) {
        if matches!(name, "section" | "hidden-text") {
            let hidden = self.conditions.pop().unwrap_or(false);
            self.hidden = self.hidden.saturating_sub(u32::from(hidden));
            return;
        }
        if is_outside(name, qualified) {
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
            _ if EDGES.contains(&name) => self.edges = self.edges.saturating_sub(1),
            "list" => {
                self.lists.pop();
            }
            "index-body" => self.contents = self.contents.saturating_sub(1),
            "note-body" => self.notes = self.notes.saturating_sub(1),
            "table-cell" => self.story.end_cell(),
            "table-row" => self.story.end_row(),
            "table" => self.end_table(),
            _ => {}
        }
    }

    fn end_table(&mut self) {
        let edge = self.edges > 0;
        self.story
            .end_table(|kind| if edge { BlockKind::Furniture } else { kind });
    }

    fn paragraph(&mut self) {
        if let Some(open) = self.story.end() {
            let piece = piece(&open.text, &open.properties);
            self.story.place(piece, open);
        }
    }

    /// Ends what damage left open.
    fn close_all(&mut self) {
        while self.story.depth() > 0 || self.story.in_table() {
            if self.story.table_is_innermost() {
                self.end_table();
            } else {
                self.paragraph();
            }
        }
        self.spans.clear();
        self.lists.clear();
        self.conditions.clear();
        self.hidden = 0;
    }
}

fn is_outside(name: &str, qualified: &str) -> bool {
    OUTSIDE.contains(&name) || qualified == PICTURE_TITLE
}

fn piece(text: &str, properties: &Properties) -> Piece {
    let text = if properties.hidden { "" } else { text };
    let text = match &properties.number {
        Some(number) if !text.trim().is_empty() => numbered(number, text),
        _ => text.to_owned(),
    };
    match (properties.kind, properties.heading) {
        (Kind::Edge, _) => (BlockKind::Furniture, None, text),
        (Kind::Note, _) => (BlockKind::Footnote, None, text),
        (Kind::Contents, _) => match contents_entry(&without_marks(&text), false) {
            Some(entry) => (BlockKind::ListItem, Some(1), entry),
            None => (BlockKind::Paragraph, None, text),
        },
        (_, Some(level)) => (BlockKind::Heading, Some(level), text),
        (Kind::Item(depth), None) => (BlockKind::ListItem, Some(depth), text),
        (Kind::Body, None) => (BlockKind::Paragraph, None, text),
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
