//! The text of a part: paragraphs, tables, lists, and what stays out of them.

use super::FORMAT;
use super::numbering::Numbering;
use super::styles::{Style, is_on};
use crate::ExtractError;
use crate::builder::Builder;
use crate::formats::package::{attribute, reference};
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

/// Elements whose content does not show: deletions, field codes, what a text box is for old programs.
const OUTSIDE: [&str; 6] = ["del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback"];

/// A paragraph that is open. Text boxes lie inside paragraphs, with paragraphs of their own.
#[derive(Default)]
struct Open {
    text: String,
    style: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    depth: Option<u8>,
    /// Whether its end was deleted, so that it goes on in the next.
    runs_on: bool,
    /// Paragraphs of text boxes in it, which come after it.
    boxes: Vec<(BlockKind, Option<u8>, String)>,
}

/// Reads parts into a builder.
pub(super) struct Body<'a> {
    styles: &'a BTreeMap<String, Style>,
    numbering: Numbering,
    builder: Builder,
    role: Role,
    open: Vec<Open>,
    /// Depth of elements whose content does not show.
    outside: u32,
    /// Depth inside paragraph properties, whose run properties concern the paragraph's end only.
    properties: u32,
    /// Content controls that are open: whether each shows a placeholder only.
    controls: Vec<bool>,
    run_hidden: bool,
    in_run: bool,
    in_text: bool,
    tables: u32,
    row: String,
    table: String,
}

impl<'a> Body<'a> {
    pub(super) fn new(styles: &'a BTreeMap<String, Style>, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            builder: Builder::default(),
            role: Role::Text,
            open: Vec::new(),
            outside: 0,
            properties: 0,
            controls: Vec::new(),
            run_hidden: false,
            in_run: false,
            in_text: false,
            tables: 0,
            row: String::new(),
            table: String::new(),
        }
    }

    pub(super) fn finish(self) -> Builder {
        self.builder
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
                Err(_) if self.builder.has_text() => break,
                Err(error) => {
                    let reason = format!("at byte {}: {error}", reader.buffer_position());
                    return Err(ExtractError::damaged(FORMAT, reason));
                }
            }
        }
        while !self.open.is_empty() {
            self.paragraph();
        }
        self.end_table();
        (self.outside, self.properties, self.tables) = (0, 0, 0);
        self.controls.clear();
        Ok(())
    }

    fn shows(&self) -> bool {
        self.outside == 0 && !self.run_hidden && !self.controls.contains(&true)
    }

    fn characters(&mut self, text: &str) {
        if self.shows()
            && let Some(open) = self.open.last_mut()
        {
            open.text.push_str(text);
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, empty: bool) {
        let name = element.local_name();
        let name = name.as_ref();
        if self.properties > 0 {
            self.paragraph_property(name, element, empty);
            return;
        }
        if OUTSIDE.contains(&name) && !empty {
            self.outside += 1;
        }
        if self.outside > 0 {
            return;
        }
        match name {
            "p" if !empty => self.open.push(Open::default()),
            "pPr" if !empty => self.properties = 1,
            "r" => {
                self.in_run = !empty;
                self.run_hidden = false;
            }
            "rStyle" if self.in_run => {
                let style = attribute(element, "val").and_then(|id| self.styles.get(&id));
                self.run_hidden |= style.is_some_and(|style| style.hidden == Some(true));
            }
            "vanish" if self.in_run => self.run_hidden = is_on(element),
            "sdt" if !empty => self.controls.push(false),
            "showingPlcHdr" => {
                if let Some(placeholder) = self.controls.last_mut() {
                    *placeholder = is_on(element);
                }
            }
            "t" => self.in_text = !empty,
            "tab" | "ptab" => self.characters(if self.tables > 0 { " " } else { "\t" }),
            "br" | "cr" => self.line_break(attribute(element, "type").as_deref() == Some("page")),
            "lastRenderedPageBreak" if self.begins_page() => self.new_page(),
            "noBreakHyphen" => self.characters("-"),
            "softHyphen" => self.characters("\u{ad}"),
            "tbl" if !empty => self.tables += 1,
            _ => {}
        }
    }

    /// Properties of a paragraph, which come before its text.
    fn paragraph_property(&mut self, name: &str, element: &BytesStart<'_>, empty: bool) {
        if name == "pPr" && !empty {
            self.properties += 1;
        }
        let value = || attribute(element, "val");
        let Some(open) = self.open.last_mut() else { return };
        match name {
            "pStyle" => open.style = value(),
            "outlineLvl" => open.outline = value().and_then(|level| level.parse().ok()).filter(|level| *level < 9),
            "numId" => open.list = value(),
            "ilvl" => open.depth = value().and_then(|depth| depth.parse().ok()),
            "del" | "moveFrom" => open.runs_on = true,
            _ => {}
        }
    }

    fn line_break(&mut self, page: bool) {
        if page && self.tables == 0 && self.open.len() == 1 && self.shows() && self.role == Role::Text {
            let style = self.open.last().and_then(|open| open.style.clone());
            self.paragraph();
            self.new_page();
            self.open.push(Open {
                style,
                ..Open::default()
            });
        } else {
            self.characters(" ");
        }
    }

    /// Word notes where its pages began when it last saved; within a paragraph the note is left alone.
    fn begins_page(&self) -> bool {
        self.tables == 0
            && self.role == Role::Text
            && self.open.len() == 1
            && self.open.last().is_some_and(|open| open.text.trim().is_empty())
    }

    fn new_page(&mut self) {
        if self.builder.has_text_on_page() {
            self.builder.page_break();
        }
    }

    fn end(&mut self, name: &str) {
        if self.properties > 0 {
            self.properties -= u32::from(name == "pPr");
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
            "r" => {
                self.in_run = false;
                self.run_hidden = false;
            }
            "sdt" => {
                self.controls.pop();
            }
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
                    self.end_table();
                }
            }
            _ => {}
        }
    }

    fn end_table(&mut self) {
        let mut table = std::mem::take(&mut self.table);
        table.push_str(&std::mem::take(&mut self.row));
        let kind = self.kind(BlockKind::Table);
        self.builder.push(kind, None, &table);
    }

    /// What a block is in this part.
    fn kind(&self, kind: BlockKind) -> BlockKind {
        match self.role {
            Role::Text => kind,
            Role::Note => BlockKind::Footnote,
            Role::Furniture => BlockKind::Furniture,
        }
    }

    fn paragraph(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if open.runs_on && self.open.is_empty() && self.tables == 0 {
            self.builder.hold(&open.text);
            return;
        }
        let boxes = open.boxes.clone();
        let (kind, level, text) = self.block(open);
        if self.tables > 0 && self.open.is_empty() {
            if !self.row.is_empty() && !self.row.ends_with('\t') {
                self.row.push(' ');
            }
            self.row.push_str(text.trim());
            for (_, _, text) in boxes {
                self.row.push(' ');
                self.row.push_str(text.trim());
            }
        } else if let Some(outer) = self.open.last_mut() {
            outer.boxes.push((kind, level, text));
            outer.boxes.extend(boxes);
        } else {
            self.builder.push(kind, level, &text);
            for (kind, level, text) in boxes {
                self.builder.push(kind, level, &text);
            }
        }
    }

    fn block(&mut self, open: Open) -> (BlockKind, Option<u8>, String) {
        let style = open.style.as_ref().and_then(|id| self.styles.get(id));
        let mut text = self.builder.held() + &open.text;
        if style.and_then(|style| style.hidden) == Some(true) {
            text.clear();
        }
        if let Some(level) = style.and_then(|style| style.contents) {
            let entry = text.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
            return (self.kind(BlockKind::ListItem), Some(level), entry.to_owned());
        }
        let heading = open
            .outline
            .map(|level| level + 1)
            .or(style.and_then(|style| style.heading));
        let list = open.list.or_else(|| style.and_then(|style| style.list.clone()));
        let depth = open.depth.or(style.and_then(|style| style.depth)).unwrap_or(0);
        let listed = list.as_ref().is_some_and(|list| list != "0") || style.is_some_and(|style| style.listed);
        let number = list
            .filter(|list| list != "0" && !text.trim().is_empty())
            .and_then(|list| self.numbering.next(&list, depth))
            .unwrap_or_default();
        if !number.is_empty() {
            text = format!("{number} {text}");
        }
        match heading {
            Some(level) => (self.kind(BlockKind::Heading), Some(level), text),
            None if listed => (self.kind(BlockKind::ListItem), Some(depth.saturating_add(1)), text),
            None => (self.kind(BlockKind::Paragraph), None, text),
        }
    }
}
