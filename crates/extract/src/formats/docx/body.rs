//! The text of a part: paragraphs, tables, lists, and what stays out of them.

use super::FORMAT;
use super::notes::Notes;
use super::styles::{Style, is_on};
use crate::ExtractError;
use crate::builder::Builder;
use crate::formats::numbering::Numbering;
use crate::formats::package::{attribute, reference};
use crate::formats::story::Story;
use crate::formats::table::Span;
use crate::text::prose::{BOLD, BOLD_END, BREAK, Piece, contents_entry, numbered, without_marks};
use crate::text::{Raised, symbol};
use ordskifte_record::BlockKind;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// What the paragraphs of a part are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Text,
    Note,
    Furniture,
}

impl Role {
    /// What a block is in such a part.
    fn kind(self, kind: BlockKind) -> BlockKind {
        match self {
            Self::Text => kind,
            Self::Note => BlockKind::Footnote,
            Self::Furniture => BlockKind::Furniture,
        }
    }
}

/// Elements whose content does not show: deletions, field codes, what a text box is for old programs.
const OUTSIDE: [&str; 6] = ["del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback"];

/// What formatting was before a tracked change of it.
const CHANGES: [&str; 8] = [
    "rPrChange",
    "pPrChange",
    "tcPrChange",
    "trPrChange",
    "tblPrChange",
    "tblPrExChange",
    "sectPrChange",
    "numberingChange",
];

/// Properties of a paragraph.
#[derive(Default)]
struct Properties {
    style: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    depth: Option<u8>,
    /// Whether dots lead to one of its tab stops, as in tables of contents.
    leader: bool,
    /// Whether it begins a page.
    new_page: Option<bool>,
    /// Whether its end was deleted, or it is an initial, so that it goes on in the next.
    runs_on: bool,
}

/// Properties of a run of characters.
#[derive(Default)]
struct Run {
    hidden: bool,
    bold: Option<bool>,
    raised: bool,
}

/// Reads parts into a builder.
pub(super) struct Body<'a> {
    styles: &'a BTreeMap<String, Style>,
    numbering: Numbering,
    story: Story<Properties>,
    role: Role,
    /// Depth of elements whose content does not show.
    outside: u32,
    /// Depth inside paragraph properties, whose run properties concern the paragraph's end only.
    properties: u32,
    /// Content controls that are open: whether each shows a placeholder only.
    controls: Vec<bool>,
    /// The run that is open.
    run: Option<Run>,
    in_text: bool,
    /// Fields that are open: whether each one's instruction, and not yet its result, is being read.
    fields: Vec<bool>,
    raised: Raised,
    notes: Notes,
    /// What other parts have to show, by the relation that names them.
    included: &'a BTreeMap<String, Vec<Piece>>,
}

impl<'a> Body<'a> {
    pub(super) fn new(
        styles: &'a BTreeMap<String, Style>,
        numbering: Numbering,
        included: &'a BTreeMap<String, Vec<Piece>>,
    ) -> Self {
        Self {
            styles,
            numbering,
            story: Story::default(),
            role: Role::Text,
            outside: 0,
            properties: 0,
            controls: Vec::new(),
            run: None,
            in_text: false,
            fields: Vec::new(),
            raised: Raised::default(),
            notes: Notes::default(),
            included,
        }
    }

    /// Puts the footnotes read so far on the pages of their marks.
    pub(super) fn place_notes(&mut self) {
        self.notes.place(&mut self.story.builder);
    }

    pub(super) fn finish(self) -> Builder {
        self.story.builder
    }

    /// Reads one part.
    pub(super) fn read(&mut self, xml: &str, role: Role) -> Result<(), ExtractError> {
        self.role = role;
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => self.start(&element, false),
                Ok(Event::Empty(element)) => self.start(&element, true),
                Ok(Event::End(element)) => self.end(element.local_name().as_ref()),
                Ok(Event::Text(text)) if self.in_text => self.characters(&text),
                Ok(Event::GeneralRef(name)) if self.in_text => {
                    if let Some(c) = reference(&name) {
                        self.characters(c.encode_utf8(&mut [0; 4]));
                    }
                }
                Ok(Event::Eof) => break,
                Ok(_) => {}
                // Text before the damage is text.
                Err(_) if self.story.builder.has_text() => break,
                Err(error) => {
                    let reason = format!("at byte {}: {error}", reader.buffer_position());
                    return Err(ExtractError::damaged(FORMAT, reason));
                }
            }
        }
        while self.story.depth() > 0 || self.story.in_table() {
            if self.story.table_is_innermost() {
                self.end_table();
            } else {
                self.paragraph();
            }
        }
        (self.outside, self.properties) = (0, 0);
        self.controls.clear();
        self.fields.clear();
        Ok(())
    }

    fn shows(&self) -> bool {
        self.outside == 0
            && !self.run.as_ref().is_some_and(|run| run.hidden)
            && !self.controls.contains(&true)
            && !self.fields.contains(&true)
    }

    fn characters(&mut self, text: &str) {
        if !self.shows() {
            return;
        }
        let own = self.run.as_ref().and_then(|run| run.bold);
        let up = self.run.as_ref().is_some_and(|run| run.raised);
        let Some(open) = self.story.current() else { return };
        self.raised.before(&mut open.text, text, up);
        let styled = || {
            let style = self.styles.get(open.properties.style.as_ref()?)?;
            style.bold
        };
        if own.or_else(styled).unwrap_or(false) {
            open.text.extend([BOLD]);
            open.text.push_str(text);
            open.text.extend([BOLD_END]);
        } else {
            open.text.push_str(text);
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, empty: bool) {
        let name = element.local_name();
        let name = name.as_ref();
        if CHANGES.contains(&name) && !empty {
            self.outside += 1;
        }
        if self.properties > 0 && self.outside == 0 {
            self.paragraph_property(name, element, empty);
            return;
        }
        if OUTSIDE.contains(&name) && !empty {
            self.outside += 1;
        }
        if name == "footnoteReference" {
            self.note_mark(element);
        }
        if self.outside > 0 {
            return;
        }
        match name {
            "p" if !empty => self.story.begin(Properties::default()),
            "pPr" if !empty => self.properties = 1,
            "r" => self.run = (!empty).then(Run::default),
            "rStyle" | "vanish" | "b" | "vertAlign" | "position" => self.run_property(name, element),
            "fldChar" => self.field(element),
            "altChunk" | "relIds" => self.include(element),
            "sdt" if !empty => self.controls.push(false),
            "showingPlcHdr" => {
                if let Some(placeholder) = self.controls.last_mut() {
                    *placeholder = is_on(element);
                }
            }
            "t" => self.in_text = !empty,
            "tab" | "ptab" => self.characters("\t"),
            "br" | "cr" => self.line_break(attribute(element, "type").as_deref() == Some("page")),
            "lastRenderedPageBreak" if self.begins_page() => self.new_page(),
            "sym" => {
                // A place in a font of signs, moved to where no character stands.
                let place = attribute(element, "char").and_then(|place| u16::from_str_radix(&place, 16).ok());
                if let Some(sign) = place.and_then(|place| symbol(place.to_le_bytes()[0])) {
                    self.characters(sign);
                }
            }
            "noBreakHyphen" => self.characters("-"),
            "softHyphen" => self.characters("\u{ad}"),
            "tbl" if !empty => self.story.begin_table(),
            "gridSpan" => self.story.span(Span {
                columns: count(element),
                ..Span::default()
            }),
            "gridBefore" => self.story.indent(count(element)),
            "footnote" if !empty && self.role == Role::Note => {
                if let Some(note) = attribute(element, "id") {
                    self.notes.begin(note, &mut self.story.builder);
                }
            }
            _ => {}
        }
    }

    /// A field begins with its instruction, which its result follows.
    fn field(&mut self, element: &BytesStart<'_>) {
        match attribute(element, "fldCharType").as_deref() {
            Some("begin") => self.fields.push(true),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    *field = false;
                }
            }
            _ => {
                self.fields.pop();
            }
        }
    }

    /// Another part shows here: a document that was put in whole, or the text of a diagram.
    fn include(&mut self, element: &BytesStart<'_>) {
        let relation = attribute(element, "dm").or_else(|| attribute(element, "id"));
        let pieces = relation.and_then(|relation| self.included.get(&relation));
        if let Some(pieces) = pieces.filter(|_| self.shows()) {
            let role = self.role;
            let pieces = pieces.iter().cloned();
            self.story.put(
                pieces
                    .map(|(kind, level, text)| (role.kind(kind), level, text))
                    .collect(),
            );
        }
    }

    fn note_mark(&mut self, element: &BytesStart<'_>) {
        let Some(note) = attribute(element, "id") else { return };
        if self.outside > 0 {
            self.notes.deleted_mark(note);
        } else if self.shows() {
            self.notes.mark(note, &mut self.story.builder);
        }
    }

    /// Properties of a run, which come before its text.
    fn run_property(&mut self, name: &str, element: &BytesStart<'_>) {
        let Some(run) = &mut self.run else { return };
        match name {
            "vanish" => run.hidden = is_on(element),
            "b" => run.bold = Some(is_on(element)),
            "vertAlign" => run.raised = attribute(element, "val").as_deref() == Some("superscript"),
            "position" => {
                let height = attribute(element, "val").and_then(|height| height.parse::<i32>().ok());
                run.raised |= height.is_some_and(|height| height > 0);
            }
            _ => {
                let style = attribute(element, "val").and_then(|id| self.styles.get(&id));
                run.hidden |= style.is_some_and(|style| style.hidden == Some(true));
                run.bold = run.bold.or(style.and_then(|style| style.bold));
                run.raised |= style.is_some_and(|style| style.raised == Some(true));
            }
        }
    }

    /// Properties of a paragraph, which come before its text.
    fn paragraph_property(&mut self, name: &str, element: &BytesStart<'_>, empty: bool) {
        if name == "pPr" && !empty {
            self.properties += 1;
        }
        let value = || attribute(element, "val");
        let Some(open) = self.story.current().map(|open| &mut open.properties) else {
            return;
        };
        match name {
            "pStyle" => open.style = value(),
            "outlineLvl" => open.outline = value().and_then(|level| level.parse().ok()).filter(|level| *level < 9),
            "numId" => open.list = value(),
            "pageBreakBefore" => open.new_page = Some(is_on(element)),
            "ilvl" => open.depth = value().and_then(|depth| depth.parse().ok()),
            "tab" => open.leader |= attribute(element, "leader").as_deref() == Some("dot"),
            // A heading that its paragraph's text follows on the same line has a mark that never shows.
            "del" | "moveFrom" | "specVanish" => open.runs_on = true,
            // An initial stands in a paragraph of its own.
            "framePr" => open.runs_on |= attribute(element, "dropCap").is_some_and(|kind| kind != "none"),
            _ => {}
        }
    }

    fn line_break(&mut self, page: bool) {
        if page && !self.story.in_table() && self.story.depth() == 1 && self.shows() && self.role == Role::Text {
            let style = self.story.current().and_then(|open| open.properties.style.clone());
            self.paragraph();
            self.new_page();
            self.story.begin(Properties {
                style,
                ..Properties::default()
            });
        } else {
            self.characters(BREAK.encode_utf8(&mut [0; 4]));
        }
    }

    /// Word notes where its pages began when it last saved; within a paragraph the note is left alone.
    fn begins_page(&mut self) -> bool {
        !self.story.in_table()
            && self.role == Role::Text
            && self.story.depth() == 1
            && self.story.current().is_some_and(|open| open.text.trim().is_empty())
    }

    /// Begins a page where the properties of the open paragraph, or its style, say so.
    fn page_before(&mut self) {
        let asked = self.story.current().is_some_and(|open| {
            let style = open.properties.style.as_ref().and_then(|id| self.styles.get(id));
            open.properties.new_page.or(style.and_then(|style| style.new_page)) == Some(true)
        });
        if asked && self.begins_page() {
            self.new_page();
        }
    }

    fn new_page(&mut self) {
        if self.story.builder.has_text_on_page() {
            self.story.builder.page_break();
        }
    }

    fn end(&mut self, name: &str) {
        if CHANGES.contains(&name) {
            self.outside = self.outside.saturating_sub(1);
            return;
        }
        if self.properties > 0 && self.outside == 0 {
            self.properties -= u32::from(name == "pPr");
            if self.properties == 0 {
                self.page_before();
            }
            return;
        }
        if OUTSIDE.contains(&name) {
            self.outside = self.outside.saturating_sub(1);
            return;
        }
        if self.outside > 0 {
            return;
        }
        match name {
            "t" => self.in_text = false,
            "r" => self.run = None,
            "sdt" => {
                self.controls.pop();
            }
            "p" => self.paragraph(),
            "tc" => self.story.end_cell(),
            "tr" => self.story.end_row(),
            "tbl" => self.end_table(),
            "footnote" => self.notes.end(&mut self.story.builder),
            _ => {}
        }
    }

    fn end_table(&mut self) {
        let role = self.role;
        self.story.end_table(|kind| role.kind(kind));
    }

    fn paragraph(&mut self) {
        // An instruction that does not end with its paragraph is damage, which must not hide the rest.
        self.fields.fill(false);
        self.raised = Raised::default();
        let Some(open) = self.story.end() else { return };
        if open.properties.runs_on && self.story.depth() == 0 && !self.story.in_table() {
            self.story.builder.hold(&open.text);
            return;
        }
        let piece = self.piece(&open.text, &open.properties);
        self.story.place(piece, open);
    }

    fn piece(&mut self, text: &str, properties: &Properties) -> Piece {
        let style = properties.style.as_ref().and_then(|id| self.styles.get(id));
        let mut text = self.story.builder.held() + text;
        if style.and_then(|style| style.hidden) == Some(true) {
            text.clear();
        }
        let contents = style.and_then(|style| style.contents);
        if (contents.is_some() || properties.leader)
            && let Some(entry) = contents_entry(&without_marks(&text), contents.is_some())
        {
            return (self.role.kind(BlockKind::ListItem), contents.or(Some(1)), entry);
        }
        let heading = properties
            .outline
            .map(|level| level + 1)
            .or(style.and_then(|style| style.heading));
        let list = properties
            .list
            .clone()
            .or_else(|| style.and_then(|style| style.list.clone()));
        let depth = properties.depth.or(style.and_then(|style| style.depth)).unwrap_or(0);
        let listed = list.as_ref().is_some_and(|list| list != "0") || style.is_some_and(|style| style.listed);
        let number = list
            .filter(|list| list != "0" && !text.trim().is_empty())
            .and_then(|list| self.numbering.next(&list, depth))
            .unwrap_or_default();
        if !number.is_empty() {
            text = numbered(&number, &text);
        }
        match heading {
            Some(level) => (self.role.kind(BlockKind::Heading), Some(level), text),
            None if listed => (self.role.kind(BlockKind::ListItem), Some(depth.saturating_add(1)), text),
            None => (self.role.kind(BlockKind::Paragraph), None, text),
        }
    }
}

/// The number that an element holds; 1 where it holds none.
fn count(element: &BytesStart<'_>) -> usize {
    attribute(element, "val")
        .and_then(|count| count.parse().ok())
        .unwrap_or(1)
}
