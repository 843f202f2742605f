//! HTML: the main content, without menus, banners and scripts.

mod content;
mod dom;
mod metadata;

use crate::builder::Builder;
use content::{is_outside, length, main_content};
use dom::{attribute, descendants, name, text_of};
use encoding_rs::Encoding;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use ordskifte_record::{BlockKind, ExtractedText};

/// Elements that begin a new block.
const BLOCKS: [&str; 26] = [
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
    let named = main_content(&dom.document);
    let inside = named.is_some();
    let root = named.unwrap_or_else(|| dom.document.clone());
    let mut reader = Reader {
        length: length(&root),
        inside,
        ..Reader::default()
    };
    reader.builder.metadata = metadata::read(&dom.document);
    reader.walk(&root);
    reader.flush(BlockKind::Paragraph, None);
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
    /// Characters of text below the document's element.
    length: usize,
    /// Whether an element of the page is named as the document's.
    inside: bool,
}

impl Reader {
    fn flush(&mut self, kind: BlockKind, level: Option<u8>) {
        let text = std::mem::take(&mut self.text);
        if kind == BlockKind::Paragraph && self.lists > 0 {
            self.builder.push(BlockKind::ListItem, Some(self.lists), &text);
        } else {
            self.builder.push(kind, level, &text);
        }
    }

    /// Walks with an own stack: pages nest as deep as they like.
    fn walk(&mut self, root: &Handle) {
        enum Step {
            Enter(Handle),
            Leave(String),
        }
        let mut steps = vec![Step::Enter(root.clone())];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(element) => self.leave(&element),
                Step::Enter(node) => match &node.data {
                    NodeData::Text { contents } => self.text.push_str(&contents.borrow()),
                    NodeData::Element { name: element, .. } => {
                        let element = element.local.to_string();
                        if self.enter(&node, &element) {
                            steps.push(Step::Leave(element));
                            steps.extend(node.children.borrow().iter().rev().cloned().map(Step::Enter));
                        }
                    }
                    NodeData::Document => steps.extend(node.children.borrow().iter().rev().cloned().map(Step::Enter)),
                    _ => {}
                },
            }
        }
    }

    /// Whether the element's content is the document's.
    fn enter(&mut self, node: &Handle, element: &str) -> bool {
        if is_outside(node, self.length, self.inside) {
            return false;
        }
        match element {
            "br" => self.text.push('\n'),
            "table" if !is_layout(node) => {
                self.flush(BlockKind::Paragraph, None);
                let table = table(node);
                self.builder.push(BlockKind::Table, None, &table);
                return false;
            }
            "ul" | "ol" => {
                self.flush(BlockKind::Paragraph, None);
                self.lists = self.lists.saturating_add(1);
            }
            _ if BLOCKS.contains(&element) || heading(element).is_some() => self.flush(BlockKind::Paragraph, None),
            _ => {}
        }
        true
    }

    fn leave(&mut self, element: &str) {
        if let Some(level) = heading(element) {
            self.flush(BlockKind::Heading, Some(level));
        } else if element == "figcaption" {
            self.flush(BlockKind::Caption, None);
        } else if BLOCKS.contains(&element) {
            self.flush(BlockKind::Paragraph, None);
        }
        if matches!(element, "ul" | "ol") {
            self.lists = self.lists.saturating_sub(1);
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

fn table(node: &Handle) -> String {
    let mut rows = String::new();
    for node in descendants(node) {
        match name(&node) {
            Some("tr") if !rows.is_empty() => rows.push('\n'),
            Some("td" | "th") => {
                if !rows.is_empty() && !rows.ends_with('\n') {
                    rows.push('\t');
                }
                rows.push_str(&text_of(&node).split_whitespace().collect::<Vec<_>>().join(" "));
            }
            _ => {}
        }
    }
    rows
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
