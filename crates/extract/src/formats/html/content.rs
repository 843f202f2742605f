//! Which part of a web page is the document: the main content without menus, banners and scripts.

use super::dom::{attribute, descendants, name};
use super::hidden::is_hidden;
use markup5ever_rcdom::{Handle, Node, NodeData};
use std::collections::HashMap;
use std::rc::Rc;

/// Elements whose text is never the document's.
const OUTSIDE: [&str; 23] = [
    "script", "style", "noscript", "template", "nav", "footer", "aside", "button", "select", "svg", "iframe", "dialog",
    "object", "head", "math", "del", "textarea", "datalist", "audio", "video", "canvas", "progress", "meter",
];
/// Words in `class` or `id` that name what stands around the document.
const FURNITURE: [&str; 31] = [
    "cookie",
    "cookies",
    "consent",
    "breadcrumb",
    "breadcrumbs",
    "brodsmuler",
    "navigation",
    "navbar",
    "nav",
    "sidebar",
    "share",
    "sharing",
    "social",
    "banner",
    "skip",
    "skiplink",
    "related",
    "relatert",
    "menu",
    "meny",
    "menus",
    "submenu",
    "mainmenu",
    "topmenu",
    "footer",
    "pagination",
    "feedback",
    "newsletter",
    "sr",
    "hidden",
    "visuallyhidden",
];
/// Beginnings of such words.
const FURNITURE_STEMS: [&str; 12] = [
    "brodsmule",
    "brødsmule",
    "breadcrumb",
    "cookie",
    "cybot",
    "lesogs",
    "relatert",
    "screenreader",
    "duerher",
    "onetrust",
    "gdpr",
    "informasjonskaps",
];
/// Words in `id` or `class` of the element that holds the document where no element says so.
const CONTENT: [&str; 8] = [
    "main",
    "content",
    "maincontent",
    "innhold",
    "hovedinnhold",
    "article",
    "artikkel",
    "mainbody",
];
/// Elements that menus without a telling name are made of.
const MENUS: [&str; 8] = ["td", "div", "ul", "ol", "p", "table", "center", "section"];
/// An element with more than this share of the page's text is no furniture whatever its class says.
const TOO_MUCH: usize = 2;

/// What stands below an element: characters of text, of them in links, and links.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    text: usize,
    linked: usize,
    links: usize,
}

/// The weight of every element of a page, measured once.
#[derive(Default)]
pub(super) struct Weights(HashMap<*const Node, Weight>);

impl Weights {
    /// Measures a page; scripts weigh nothing.
    pub(super) fn measure(document: &Handle) -> Self {
        let mut all: HashMap<*const Node, Weight> = HashMap::new();
        // Parents stand before their children, so that the way back meets children first.
        let mut nodes: Vec<(Handle, Option<*const Node>, bool)> = Vec::new();
        let mut open = vec![(document.clone(), None, false)];
        while let Some((node, parent, linked)) = open.pop() {
            let linked = linked || name(&node) == Some("a");
            if !matches!(name(&node), Some("script" | "style" | "noscript" | "template" | "head")) {
                let own = Some(Rc::as_ptr(&node));
                open.extend(node.children.borrow().iter().map(|child| (child.clone(), own, linked)));
            }
            nodes.push((node, parent, linked));
        }
        for (node, parent, linked) in nodes.iter().rev() {
            let mut weight = all.get(&Rc::as_ptr(node)).copied().unwrap_or_default();
            if let NodeData::Text { contents } = &node.data {
                weight.text = contents.borrow().chars().filter(|c| !c.is_whitespace()).count();
                weight.linked = if *linked { weight.text } else { 0 };
            }
            weight.links += usize::from(name(node) == Some("a"));
            all.insert(Rc::as_ptr(node), weight);
            if let Some(parent) = parent {
                let above = all.entry(*parent).or_default();
                above.text += weight.text;
                above.linked += weight.linked;
                above.links += weight.links;
            }
        }
        Self(all)
    }

    fn of(&self, node: &Handle) -> Weight {
        self.0.get(&Rc::as_ptr(node)).copied().unwrap_or_default()
    }

    /// Characters of text below an element.
    pub(super) fn text(&self, node: &Handle) -> usize {
        self.of(node).text
    }

    /// Whether links stand below an element.
    pub(super) fn has_links(&self, node: &Handle) -> bool {
        self.of(node).links > 0
    }

    /// Whether at least half of an element's text is links.
    pub(super) fn is_linked(&self, node: &Handle) -> bool {
        let Weight { text, linked, links } = self.of(node);
        links > 0 && linked * 2 >= text
    }

    /// Whether an element holds little but links, and several: a menu, whatever it is called.
    fn is_menu(&self, node: &Handle) -> bool {
        let Weight { text, linked, links } = self.of(node);
        links >= 3 && linked * 10 >= text * 7
    }
}

/// The element that holds the document: `<main>`, `role=main`, a lone `<article>`, or one named so that has most of the
/// text.
pub(super) fn main_content(document: &Handle, weights: &Weights) -> Option<Handle> {
    let nodes = descendants(document);
    let main = nodes
        .iter()
        .find(|node| name(node) == Some("main") || attribute(node, "role").as_deref() == Some("main"));
    if let Some(main) = main {
        return Some(main.clone());
    }
    let mut articles = nodes.iter().filter(|node| name(node) == Some("article"));
    if let (Some(first), None) = (articles.next(), articles.next()) {
        return Some(first.clone());
    }
    let all = weights.text(document);
    nodes
        .iter()
        .filter(|node| name(node) == Some("div") && tokens(node).iter().any(|word| CONTENT.contains(&word.as_str())))
        .find(|node| weights.text(node) * 2 > all)
        .cloned()
}

/// Whether an element and all in it stands around the document. `all` is the length of the document's own element, and
/// `inside` tells whether that element was named as such, so that headers and lists of links in it are the document's.
pub(super) fn is_outside(node: &Handle, weights: &Weights, all: usize, inside: bool) -> bool {
    let element = name(node).unwrap_or_default();
    if OUTSIDE.contains(&element) || (element == "header" && !inside) {
        return true;
    }
    let value = |key: &str| attribute(node, key).unwrap_or_default().to_lowercase();
    if is_hidden(node)
        || FURNITURE_STEMS.iter().any(|stem| value("aria-label").starts_with(stem))
        || matches!(
            value("role").as_str(),
            "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "complementary"
        )
    {
        return true;
    }
    if matches!(element, "body" | "main" | "article" | "html") {
        return false;
    }
    let named = tokens(node)
        .iter()
        .any(|word| FURNITURE.contains(&word.as_str()) || FURNITURE_STEMS.iter().any(|stem| word.starts_with(stem)));
    // Old pages are one large form; forms for searching and answering are small.
    let small_form = element == "form";
    let menu = || !inside && MENUS.contains(&element) && weights.is_menu(node);
    (named || small_form || menu()) && weights.text(node) * TOO_MUCH < all
}

/// Whether an element is a footnote or a list of them.
pub(super) fn is_note(node: &Handle) -> bool {
    const NOTES: [&str; 7] = [
        "footnote",
        "footnotes",
        "endnote",
        "endnotes",
        "fotnote",
        "fotnoter",
        "noter",
    ];
    let numbered = |word: &str| {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        letters.len() < word.len() && ["fn", "ftn", "edn", "sdfootnote", "sdendnote"].contains(&letters)
    };
    matches!(name(node), Some("li" | "p" | "div" | "ol" | "ul" | "section"))
        && tokens(node)
            .iter()
            .any(|word| NOTES.contains(&word.as_str()) || numbered(word))
}

/// Whether an element holds the text of a picture: a figure of nothing but pictures and paragraphs, or one named so.
pub(super) fn is_caption_place(node: &Handle) -> bool {
    const NAMES: [&str; 8] = [
        "caption",
        "figcaption",
        "bildetekst",
        "bilettekst",
        "credit",
        "credits",
        "photocredit",
        "fotokreditering",
    ];
    const OTHER: [&str; 6] = ["table", "blockquote", "pre", "ul", "ol", "article"];
    match name(node) {
        Some("figure") => !descendants(node)
            .iter()
            .any(|node| name(node).is_some_and(|element| OTHER.contains(&element))),
        Some("p" | "div" | "section" | "address") => tokens(node).iter().any(|word| NAMES.contains(&word.as_str())),
        _ => false,
    }
}

/// Whether a link only leads from a word to its footnote or back: a short figure or sign that leads to a place on the
/// page.
pub(super) fn is_note_mark(node: &Handle) -> bool {
    if name(node) != Some("a") || !attribute(node, "href").is_some_and(|href| href.contains('#')) {
        return false;
    }
    let text = super::dom::text_of(node);
    let text = text.trim();
    let figure = |c: char| c.is_ascii_digit() || "[]()*†ivx".contains(c) || !c.is_alphanumeric();
    text.chars().count() <= 5 && !text.is_empty() && text.chars().all(figure)
}

/// Whether an element is the head or foot of pages, as word processors write them into web pages.
pub(super) fn is_page_edge(node: &Handle) -> bool {
    name(node) == Some("div") && matches!(attribute(node, "title").as_deref(), Some("header" | "footer"))
}

/// The words of `class` and `id`, and each name of several words as one.
fn tokens(node: &Handle) -> Vec<String> {
    let names = [attribute(node, "class"), attribute(node, "id")];
    let mut found = Vec::new();
    for name in names.iter().flatten().flat_map(|names| names.split_whitespace()) {
        let mut words = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        found.extend(words.clone().map(str::to_lowercase));
        if words.nth(1).is_some() {
            found.push(
                name.chars()
                    .filter(|c| c.is_alphanumeric())
                    .flat_map(char::to_lowercase)
                    .collect(),
            );
        }
    }
    found
}
