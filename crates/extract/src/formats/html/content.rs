//! Which part of a web page is the document: the main content without menus, banners and scripts.

use super::dom::{attribute, descendants, name};
use markup5ever_rcdom::{Handle, NodeData};

/// Elements whose text is never the document's.
const OUTSIDE: [&str; 16] = [
    "script", "style", "noscript", "template", "nav", "footer", "aside", "button", "select", "svg", "iframe", "dialog",
    "object", "head", "math", "del",
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
/// An element with more than this share of the page's text is no furniture whatever its class says.
const TOO_MUCH: usize = 2;

/// The element that holds the document: `<main>`, `role=main`, a lone `<article>`, or one named so that has most of the
/// text.
pub(super) fn main_content(document: &Handle) -> Option<Handle> {
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
    let all = length(document);
    nodes
        .iter()
        .filter(|node| name(node) == Some("div") && tokens(node).iter().any(|word| CONTENT.contains(&word.as_str())))
        // Each candidate costs a walk; real pages have a handful.
        .take(50)
        .find(|node| length(node) * 2 > all)
        .cloned()
}

/// Characters of text below a node, scripts aside.
pub(super) fn length(root: &Handle) -> usize {
    let mut count = 0;
    let mut open = vec![root.clone()];
    while let Some(node) = open.pop() {
        if let NodeData::Text { contents } = &node.data {
            count += contents.borrow().chars().filter(|c| !c.is_whitespace()).count();
        }
        if !matches!(name(&node), Some("script" | "style" | "noscript" | "template" | "head")) {
            open.extend(node.children.borrow().iter().cloned());
        }
    }
    count
}

/// Whether an element and all in it stands around the document. `all` is the length of the document's own element, and
/// `inside` tells whether that element was named as such, so that headers in it are the document's.
pub(super) fn is_outside(node: &Handle, all: usize, inside: bool) -> bool {
    let element = name(node).unwrap_or_default();
    if OUTSIDE.contains(&element) || (element == "header" && !inside) {
        return true;
    }
    let value = |key: &str| attribute(node, key).unwrap_or_default().to_lowercase();
    let style: String = value("style").chars().filter(|c| !c.is_whitespace()).collect();
    if attribute(node, "hidden").is_some()
        || value("aria-hidden") == "true"
        || style.contains("display:none")
        || style.contains("visibility:hidden")
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
    let named = tokens(node).iter().any(|word| FURNITURE.contains(&word.as_str()));
    // Old pages are one large form; forms for searching and answering are small.
    let small_form = element == "form";
    (named || small_form) && length(node) * TOO_MUCH < all
}

/// The words of `class` and `id`.
fn tokens(node: &Handle) -> Vec<String> {
    let names = [attribute(node, "class"), attribute(node, "id")];
    names
        .iter()
        .flatten()
        .flat_map(|names| names.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
