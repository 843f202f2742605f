//! HTML: the main content, without menus, banners and scripts.

mod around;
mod content;
mod dom;
mod hidden;
mod metadata;

use super::table::{Span, Table};
use crate::Options;
use crate::builder::Builder;
use crate::text::Raised;
use crate::text::prose::{BOLD, BOLD_END, BREAK};
use around::{is_path, is_tool, leads_elsewhere};
use content::{Weights, is_caption_place, is_note, is_note_mark, is_outside, is_page_edge, main_content};
use dom::{attribute, descendants, name, text_of};
use encoding_rs::Encoding;
use hidden::{Sheets, is_raised};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, Node, NodeData, RcDom};
use ordskifte_record::{BlockKind, ExtractedText};
use std::collections::HashSet;
use std::rc::Rc;

/// Elements that begin a new block.
const BLOCKS: [&str; 27] = [
    "caption",
    "td",
    "th",
    "tr",
    "header",
    "p",
    "div",
    "section",
    "article",
    "main",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "figure",
    "figcaption",
    "pre",
    "address",
    "body",
    "html",
    "center",
    "fieldset",
    "details",
    "summary",
];

/// Most tables inside each other; deeper ones only arrange.
const MAX_TABLES: usize = 16;
/// Longest link, in characters, that may be an order to the browser.
const LONGEST: usize = 40;

/// Reads a web page.
pub(crate) fn extract(bytes: &[u8]) -> ExtractedText {
    let source = decode(bytes);
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(source);
    let weights = Weights::measure(&dom.document);
    let named = main_content(&dom.document, &weights);
    let inside = named.is_some();
    let root = named.unwrap_or_else(|| dom.document.clone());
    let mut reader = Reader {
        length: weights.text(&root),
        inside,
        elsewhere: leads_elsewhere(&root, &weights),
        sheets: Sheets::read(&dom.document),
        weights,
        ..Reader::default()
    };
    reader.builder.metadata = metadata::read(&dom.document);
    reader.walk(&root);
    reader.flush(BlockKind::Paragraph, None);
    while !reader.tables.is_empty() {
        reader.end_table();
    }
    reader.builder.finish()
}

/// By byte order mark, UTF-8 validity, `<meta charset>`; else windows-1252 as browsers do.
fn decode(bytes: &[u8]) -> String {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return super::plain::decode(bytes).into_owned();
    }
    let head = String::from_utf8_lossy(bytes.get(..2048).unwrap_or(bytes)).to_lowercase();
    let named = head.split("charset=").nth(1).map(|rest| {
        rest.trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
            .collect::<String>()
    });
    let encoding = named
        .and_then(|name| Encoding::for_label(name.as_bytes()))
        .filter(|e| *e != encoding_rs::UTF_8);
    match encoding {
        Some(encoding) => encoding.decode(bytes).0.into_owned(),
        None => super::plain::decode(bytes).into_owned(),
    }
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    text: String,
    lists: u8,
    /// Open tables, innermost last.
    tables: Vec<Table>,
    /// Depth of footnotes, and of heads and feet of pages.
    notes: u32,
    edges: u32,
    /// Depth of what belongs to pictures.
    captions: u32,
    /// Depth of heads of columns and rows, and of raised text.
    heads: u32,
    sups: u32,
    raised: Raised,
    /// Whether an order to the browser stood in the open paragraph.
    tool: bool,
    sheets: Sheets,
    weights: Weights,
    /// Characters of text below the document's element.
    length: usize,
    /// Whether an element of the page is named as the document's.
    inside: bool,
    /// Elements that lead to other pages.
    elsewhere: HashSet<*const Node>,
}

/// An element that is open.
#[expect(clippy::struct_excessive_bools, reason = "independent properties of an element")]
struct Opened {
    element: String,
    note: bool,
    edge: bool,
    caption: bool,
    raised: bool,
}

impl Reader {
    fn flush(&mut self, kind: BlockKind, level: Option<u8>) {
        let text = std::mem::take(&mut self.text);
        self.raised = Raised::default();
        let body = kind == BlockKind::Paragraph;
        // What stands between orders to the browser goes with them.
        let between = std::mem::take(&mut self.tool) && !text.contains(char::is_alphanumeric);
        if between || (body && self.tables.is_empty() && is_tool(&text)) {
            return;
        }
        let (kind, level) = match kind {
            _ if self.edges > 0 => (BlockKind::Furniture, None),
            _ if body && self.notes > 0 => (BlockKind::Footnote, None),
            _ if body && self.captions > 0 => (BlockKind::Caption, None),
            _ if body && self.lists > 0 => (BlockKind::ListItem, Some(self.lists)),
            kind => (kind, level),
        };
        match self.tables.last_mut() {
            Some(table) => table.add((kind, level, text)),
            None => self.builder.push_prose(kind, level, &text),
        }
    }

    fn end_table(&mut self) {
        let blocks = self.tables.pop().unwrap_or_default().blocks();
        for (kind, level, text) in blocks {
            match self.tables.last_mut() {
                Some(outer) => outer.add((kind, level, text)),
                None => self.builder.push(kind, level, &text),
            }
        }
    }

    /// Walks with an own stack: pages nest as deep as they like.
    fn walk(&mut self, root: &Handle) {
        enum Step {
            Enter(Handle),
            Leave(Opened),
        }
        let mut steps = vec![Step::Enter(root.clone())];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(opened) => self.leave(&opened),
                Step::Enter(node) => match &node.data {
                    NodeData::Text { contents } => {
                        let text = contents.borrow();
                        self.raised.before(&mut self.text, &text, self.sups > 0);
                        push_text(&mut self.text, &text);
                    }
                    NodeData::Element { name: element, .. } => {
                        let element = element.local.to_string();
                        if let Some(opened) = self.enter(&node, element) {
                            steps.push(Step::Leave(opened));
                            let children = node.children.borrow();
                            // The foot of a table stands below it, wherever it is written.
                            let (feet, others): (Vec<&Handle>, Vec<&Handle>) =
                                children.iter().partition(|child| name(child) == Some("tfoot"));
                            let ordered = feet.into_iter().rev().chain(others.into_iter().rev());
                            steps.extend(ordered.cloned().map(Step::Enter));
                        }
                    }
                    NodeData::Document => steps.extend(node.children.borrow().iter().rev().cloned().map(Step::Enter)),
                    _ => {}
                },
            }
        }
    }

    /// Enters an element whose content is the document's.
    fn enter(&mut self, node: &Handle, element: String) -> Option<Opened> {
        if self.elsewhere.contains(&Rc::as_ptr(node))
            || is_outside(node, &self.weights, self.length, self.inside)
            || is_note_mark(node)
            || self.is_around(node)
        {
            return None;
        }
        let opened = Opened {
            note: is_note(node),
            edge: is_page_edge(node),
            caption: is_caption_place(node),
            raised: is_raised(node),
            // A table that only arranges the page is none.
            element: if element == "table" && (self.tables.len() >= MAX_TABLES || is_layout(node)) {
                "div".to_owned()
            } else {
                element
            },
        };
        match opened.element.as_str() {
            "br" => self.text.push(BREAK),
            "b" | "strong" => self.text.push(BOLD),
            "pre" => {
                self.flush(BlockKind::Paragraph, None);
                self.preformatted(node);
                return None;
            }
            "table" => {
                self.flush(BlockKind::Paragraph, None);
                self.tables.push(Table::default());
            }
            "ul" | "ol" => {
                self.flush(BlockKind::Paragraph, None);
                self.lists = self.lists.saturating_add(1);
            }
            // A term that calls for its value has it on the same line.
            "dd" if self.text.trim_end().ends_with(':') => {}
            element if BLOCKS.contains(&element) || heading(element).is_some() => {
                self.flush(BlockKind::Paragraph, None);
            }
            _ => {}
        }
        if let ("td" | "th", Some(table)) = (opened.element.as_str(), self.tables.last_mut()) {
            let count = |name: &str| attribute(node, name).and_then(|count| count.trim().parse().ok());
            table.span(Span {
                columns: count("colspan").unwrap_or(1),
                rows: count("rowspan").unwrap_or(1),
            });
        }
        self.notes += u32::from(opened.note);
        self.edges += u32::from(opened.edge);
        self.captions += u32::from(opened.caption);
        self.sups += u32::from(opened.raised);
        self.heads += u32::from(opened.element == "th");
        Some(opened)
    }

    /// Whether an element stands around the document, by its style or its words.
    fn is_around(&mut self, node: &Handle) -> bool {
        let tool = name(node) == Some("a") && self.weights.text(node) <= LONGEST && is_tool(&text_of(node));
        self.tool |= tool;
        tool || is_path(node, &self.weights) || (self.sheets.hide(node) && self.weights.text(node) * 2 < self.length)
    }

    fn leave(&mut self, opened: &Opened) {
        let element = opened.element.as_str();
        match element {
            "b" | "strong" => self.text.push(BOLD_END),
            "figcaption" => self.flush(BlockKind::Caption, None),
            "caption" => {
                let text = std::mem::take(&mut self.text);
                match self
                    .tables
                    .len()
                    .checked_sub(2)
                    .and_then(|outer| self.tables.get_mut(outer))
                {
                    Some(outer) => outer.add((BlockKind::Caption, None, text)),
                    None => self.builder.push(BlockKind::Caption, None, &text),
                }
            }
            "dt" if self.text.trim_end().ends_with(':') && self.text.len() < 100 => self.text.push(' '),
            // In the head of a column it is the head's own print.
            _ if heading(element).is_some() && self.heads == 0 => self.flush(BlockKind::Heading, heading(element)),
            _ if BLOCKS.contains(&element) || element == "table" || heading(element).is_some() => {
                self.flush(BlockKind::Paragraph, None);
            }
            _ => {}
        }
        match element {
            "ul" | "ol" => self.lists = self.lists.saturating_sub(1),
            "td" | "th" => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell();
                }
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                }
            }
            "table" => self.end_table(),
            _ => {}
        }
        self.notes -= u32::from(opened.note);
        self.edges -= u32::from(opened.edge);
        self.captions -= u32::from(opened.caption);
        self.sups -= u32::from(opened.raised);
        self.heads -= u32::from(element == "th");
    }

    /// Text that stands as it was typed, as mails and old records do.
    fn preformatted(&mut self, node: &Handle) {
        let read = super::plain(&text_of(node), &Options::default());
        for block in read.pages.into_iter().flat_map(|page| page.blocks) {
            match self.tables.last_mut() {
                Some(table) => table.add((block.kind, block.level, block.text)),
                None => self.builder.push(block.kind, block.level, &block.text),
            }
        }
    }
}

/// Blanks that do not break and part columns, as pages write the signatures of two; fewer only keep words together.
const COLUMN_GAP: usize = 4;

/// Adds text of a page, whose white space collapses but for blanks that do not break: many of them reach for a column.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(NO_BREAK) {
        let (before, gap) = rest.split_at(at);
        let end = gap.find(|c: char| c != NO_BREAK && !c.is_ascii_whitespace());
        let (gap, after) = gap.split_at(end.unwrap_or(gap.len()));
        collapse(out, before);
        let wide = gap.matches(NO_BREAK).count() >= COLUMN_GAP;
        out.push(if wide { '\t' } else { ' ' });
        rest = after;
    }
    collapse(out, rest);
}

/// Adds text; tabs that only set the source of a page in are blanks.
fn collapse(out: &mut String, text: &str) {
    out.extend(text.chars().map(|c| if c == '\t' { ' ' } else { c }));
}

/// A blank at which no line breaks.
const NO_BREAK: char = '\u{a0}';

fn heading(element: &str) -> Option<u8> {
    element
        .strip_prefix('h')?
        .parse()
        .ok()
        .filter(|level| (1..=6).contains(level))
}

/// Whether a table only arranges the page, as pages before 2010 do: it holds tables or headings, and no cell of its own is
/// the head of a column or row.
fn is_layout(table: &Handle) -> bool {
    if attribute(table, "role").as_deref() == Some("presentation") {
        return true;
    }
    let arranges = |node: &Handle| name(node).is_some_and(|element| element == "table" || heading(element).is_some());
    descendants(table).iter().skip(1).any(arranges) && !has_heads(table)
}

/// Whether a table, those inside it apart, has heads of columns or rows, or a caption.
fn has_heads(table: &Handle) -> bool {
    let mut open: Vec<Handle> = table.children.borrow().clone();
    while let Some(node) = open.pop() {
        match name(&node) {
            Some("th" | "caption" | "thead") => return true,
            Some("tr" | "tbody" | "tfoot") => open.extend(node.children.borrow().iter().cloned()),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests;
