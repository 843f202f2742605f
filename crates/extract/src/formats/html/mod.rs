//! HTML: the main content, without menus, banners and scripts.

mod around;
mod content;
mod dom;
mod metadata;

use super::table::{Span, Table};
use crate::Options;
use crate::builder::Builder;
use crate::text::is_exponent;
use crate::text::prose::{BOLD, BOLD_END, BREAK};
use around::{is_tool, leads_elsewhere};
use content::{Weights, is_caption_place, is_note, is_note_mark, is_outside, is_page_edge, main_content};
use dom::{attribute, descendants, name, text_of};
use encoding_rs::Encoding;
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
    weights: Weights,
    /// Characters of text below the document's element.
    length: usize,
    /// Whether an element of the page is named as the document's.
    inside: bool,
    /// Elements that lead to other pages.
    elsewhere: HashSet<*const Node>,
}

/// An element that is open.
struct Opened {
    element: String,
    note: bool,
    edge: bool,
    caption: bool,
}

impl Reader {
    fn flush(&mut self, kind: BlockKind, level: Option<u8>) {
        let text = std::mem::take(&mut self.text);
        let body = kind == BlockKind::Paragraph;
        if body && self.tables.is_empty() && is_tool(&text) {
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
                    NodeData::Text { contents } => self.text.push_str(&contents.borrow()),
                    NodeData::Element { name: element, .. } => {
                        let element = element.local.to_string();
                        if let Some(opened) = self.enter(&node, element) {
                            steps.push(Step::Leave(opened));
                            steps.extend(node.children.borrow().iter().rev().cloned().map(Step::Enter));
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
        {
            return None;
        }
        let opened = Opened {
            note: is_note(node),
            edge: is_page_edge(node),
            caption: is_caption_place(node),
            // A table that only arranges the page is none.
            element: if element == "table" && is_layout(node) {
                "div".to_owned()
            } else {
                element
            },
        };
        match opened.element.as_str() {
            "br" => self.text.push(BREAK),
            "b" | "strong" => self.text.push(BOLD),
            "sup" => self.raised(node),
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
        Some(opened)
    }

    fn leave(&mut self, opened: &Opened) {
        let element = opened.element.as_str();
        match element {
            "b" | "strong" => self.text.push(BOLD_END),
            "figcaption" => self.flush(BlockKind::Caption, None),
            "caption" => {
                let text = std::mem::take(&mut self.text);
                self.builder.push(BlockKind::Caption, None, &text);
            }
            "dt" if self.text.trim_end().ends_with(':') && self.text.len() < 100 => self.text.push(' '),
            _ if heading(element).is_some() => self.flush(BlockKind::Heading, heading(element)),
            _ if BLOCKS.contains(&element) || element == "table" => self.flush(BlockKind::Paragraph, None),
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
    }

    /// A raised figure that is no exponent must not make another number of the one before it.
    fn raised(&mut self, node: &Handle) {
        let text = text_of(node);
        let figure = text.trim().chars().all(|c| c.is_ascii_digit()) && !text.trim().is_empty();
        if figure && !is_exponent(&self.text) {
            self.text.push(' ');
        }
    }

    /// Text that stands as it was typed, as mails and old records do.
    fn preformatted(&mut self, node: &Handle) {
        let read = super::plain(&text_of(node), &Options::default());
        for block in read.pages.into_iter().flat_map(|page| page.blocks) {
            self.builder.push(block.kind, block.level, &block.text);
        }
    }
}

fn heading(element: &str) -> Option<u8> {
    element
        .strip_prefix('h')?
        .parse()
        .ok()
        .filter(|level| (1..=6).contains(level))
}

/// Whether a table only arranges the page, as pages before 2010 do: it holds tables, headings or several paragraphs in
/// one cell.
fn is_layout(table: &Handle) -> bool {
    if attribute(table, "role").as_deref() == Some("presentation") {
        return true;
    }
    descendants(table).iter().skip(1).any(|node| match name(node) {
        Some("table") => true,
        Some(element) if heading(element).is_some() => true,
        Some("td") => {
            let children = node.children.borrow();
            children.iter().filter(|child| name(child) == Some("p")).count() > 2
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(source: &str) -> String {
        extract(source.as_bytes()).flow_text()
    }

    #[test]
    fn menus_stay_out_and_headers_inside_the_document_in() {
        let page = "<body><header>Departementene</header><main><header><h1>Høring</h1></header>\
            <div class='sharepoint-content'><p>Brev om saken.</p></div><div class='main-menu'>Meny</div>\
            <p style='display: none'>skjult</p><p>Gammel <del>frist</del><ins>dato</ins></p></main></body>";
        assert_eq!(flow(page), "Høring\n\nBrev om saken.\n\nGammel dato");
    }

    #[test]
    fn a_class_does_not_hide_most_of_the_page() {
        let page = "<body><div class='nav'>Meny</div><form><div class='with-sidebar'>\
            <p>Her står alt som siden handler om.</p></div></form></body>";
        assert_eq!(flow(page), "Her står alt som siden handler om.");
    }

    #[test]
    fn tables_of_figures_are_rows_and_tables_of_layout_are_not() {
        let figures = "<main><table><tr><th>År</th><th>Kr</th></tr><tr><td>2020</td><td>5</td></tr></table></main>";
        assert_eq!(flow(figures), "År\tKr\n2020\t5");
        let layout = "<body><table><tr><td><h1>Svar</h1><p>Tekst</p></td></tr></table></body>";
        assert_eq!(flow(layout), "Svar\n\nTekst");
    }

    #[test]
    fn empty_and_merged_cells_keep_their_columns() {
        let page = "<main><table><tr><th rowspan=2>Navn</th><th colspan=2>Møtet</th></tr><tr><th>Møtt</th><th>Forfall</th></tr>\
            <tr><td>Kari Moen</td><td>x</td><td></td></tr><tr><td>Ola Li</td><td>&nbsp;</td><td>x</td></tr></table></main>";
        assert_eq!(flow(page), "Navn\tMøtet\n\tMøtt\tForfall\nKari Moen\tx\nOla Li\t\tx");
    }

    #[test]
    fn credits_and_texts_of_pictures_are_captions_wherever_they_stand() {
        let page = "<main><p>Statsråden besøkte kommunen.</p><figure><img src=a><p>Møtet i Fjordvik</p><small>Foto: KDD</small></figure>\
            <p>Foto: Kari Moen / NTB</p><div class='image-caption'>Ordførerne i arbeid</div><p>De var enige.</p>\
            <figure><blockquote>Et sitat fra talen</blockquote></figure></main>";
        let read = extract(page.as_bytes());
        let of = |kind| -> Vec<&str> {
            let blocks = read.pages.iter().flat_map(|page| &page.blocks);
            blocks
                .filter(|block| block.kind == kind)
                .map(|block| block.text.as_str())
                .collect()
        };
        assert_eq!(
            of(BlockKind::Caption),
            [
                "Møtet i Fjordvik",
                "Foto: KDD",
                "Foto: Kari Moen / NTB",
                "Ordførerne i arbeid"
            ]
        );
        assert_eq!(
            of(BlockKind::Paragraph),
            ["Statsråden besøkte kommunen.", "De var enige.", "Et sitat fra talen"]
        );
    }

    #[test]
    fn links_to_other_pages_and_orders_to_the_browser_stay_out() {
        let page = "<main><div class=brodsmulesti><ol><li><a href=/>Forsiden</a></li><li>Dokument</li></ol></div><h1>Høring</h1>\
            <p>Del på  Facebook</p><p>Saken gjelder alle kommuner i landet.</p><p><a href='#'>Til toppen</a></p>\
            <h2>Se også</h2><p>Loven gjelder også fylkeskommunene, jf. <a href=/l>§ 2</a>.</p><div><h3>Les også:</h3>\
            <ul><li><a href=/1>Ny statsråd</a></li><li><a href=/2>Statsbudsjettet</a></li></ul></div><h2>Svar</h2><p>Frist 3. mai</p>\
            <div><span>Relatert innhold</span></div><p><a href=/3>Pressemelding</a></p></main>";
        assert_eq!(
            flow(page),
            "Høring\n\nSaken gjelder alle kommuner i landet.\n\nSe også\n\nLoven gjelder også fylkeskommunene, jf. § 2.\n\nSvar\n\nFrist 3. mai"
        );
    }

    #[test]
    fn metadata_comes_from_elements_and_linked_data() {
        let page = r#"<html lang="nn"><head><title> Høyring
            om vegar </title><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Anna",
            "datePublished": "2021-03-04", "author": [{"name": "Kari"}]}]}</script></head><body><p>x</p></body></html>"#;
        let found = extract(page.as_bytes()).metadata;
        assert_eq!(found.title.as_deref(), Some("Høyring om vegar"));
        assert_eq!(found.created.as_deref(), Some("2021-03-04"));
        assert_eq!(found.author.as_deref(), Some("Kari"));
        assert_eq!(found.language.as_deref(), Some("nn"));
    }
}
