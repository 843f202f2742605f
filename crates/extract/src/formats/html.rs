//! HTML: the main content, without menus, banners and scripts.

use crate::builder::Builder;
use encoding_rs::Encoding;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use ordskifte_record::{BlockKind, ExtractedText};

/// Elements whose text is not the document's.
const OUTSIDE: [&str; 17] = [
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select", "svg",
    "iframe", "dialog", "object", "head", "math",
];
/// Words in `class`, `id` or `role` of page furniture.
const FURNITURE: [&str; 12] = [
    "cookie",
    "breadcrumb",
    "navigation",
    "navbar",
    "sidebar",
    "share",
    "social",
    "banner",
    "skip-link",
    "related",
    "menu",
    "meny",
];
/// Elements that begin a new block.
const BLOCKS: [&str; 22] = [
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
    let mut reader = Reader::default();
    reader.metadata(&dom.document);
    let root = main_content(&dom.document).unwrap_or_else(|| dom.document.clone());
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

fn name(node: &Handle) -> Option<&str> {
    match &node.data {
        NodeData::Element { name, .. } => Some(&*name.local),
        _ => None,
    }
}

fn attribute(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    attrs
        .borrow()
        .iter()
        .find(|attribute| &*attribute.name.local == wanted)
        .map(|attribute| attribute.value.to_string())
}

/// All nodes below one, in order of the document, without recursion.
fn descendants(root: &Handle) -> Vec<Handle> {
    let mut out = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(node) = open.pop() {
        open.extend(node.children.borrow().iter().rev().cloned());
        out.push(node);
    }
    out
}

fn text_of(node: &Handle) -> String {
    let mut text = String::new();
    for node in descendants(node) {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
        }
    }
    text
}

/// `<main>`, `role=main` or a lone `<article>`.
fn main_content(document: &Handle) -> Option<Handle> {
    let nodes = descendants(document);
    let main = nodes
        .iter()
        .find(|node| name(node) == Some("main") || attribute(node, "role").as_deref() == Some("main"));
    if let Some(main) = main {
        return Some(main.clone());
    }
    let mut articles = nodes.iter().filter(|node| name(node) == Some("article"));
    let first = articles.next()?;
    articles.next().is_none().then(|| first.clone())
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    text: String,
    lists: u8,
}

impl Reader {
    fn metadata(&mut self, document: &Handle) {
        for node in descendants(document) {
            let metadata = &mut self.builder.metadata;
            let content = || attribute(&node, "content").filter(|value| !value.trim().is_empty());
            match name(&node) {
                Some("title") if metadata.title.is_none() => metadata.title = Some(text_of(&node).trim().to_owned()),
                Some("html") => metadata.language = attribute(&node, "lang"),
                Some("link") if attribute(&node, "rel").as_deref() == Some("canonical") => {
                    metadata.source_url = attribute(&node, "href").filter(|url| url.starts_with("http"));
                }
                Some("meta") => {
                    let key = attribute(&node, "name")
                        .or_else(|| attribute(&node, "property"))
                        .unwrap_or_default();
                    match key.to_lowercase().as_str() {
                        "author" | "dc.creator" | "dcterms.creator" => metadata.author = content(),
                        "date" | "dc.date" | "dcterms.issued" | "article:published_time" => {
                            metadata.created = content()
                        }
                        "article:modified_time" | "dcterms.modified" => metadata.modified = content(),
                        "generator" => metadata.producer = content(),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

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
        if OUTSIDE.contains(&element) || is_furniture(node) {
            return false;
        }
        match element {
            "br" => self.text.push('\n'),
            "table" => {
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

fn is_furniture(node: &Handle) -> bool {
    if attribute(node, "hidden").is_some() || attribute(node, "aria-hidden").as_deref() == Some("true") {
        return true;
    }
    let role = attribute(node, "role").unwrap_or_default();
    if matches!(
        role.as_str(),
        "navigation" | "banner" | "contentinfo" | "search" | "dialog"
    ) {
        return true;
    }
    let names = format!(
        "{} {}",
        attribute(node, "class").unwrap_or_default(),
        attribute(node, "id").unwrap_or_default()
    );
    let names = names.to_lowercase();
    // `body` and `main` may carry such words for their layout.
    !matches!(name(node), Some("body" | "main" | "article" | "html"))
        && names
            .split([' ', '_'])
            .any(|word| FURNITURE.iter().any(|furniture| word.starts_with(furniture)))
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
