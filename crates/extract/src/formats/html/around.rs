//! What pages print around documents, told by its words: links to other pages under "Les også", offers to share.

use super::content::Weights;
use super::dom::{descendants, name, text_of};
use markup5ever_rcdom::{Handle, Node};
use std::collections::HashSet;
use std::rc::Rc;

const WORDS: &str = include_str!("../../../data/web-furniture.tsv");
/// Longest of them, in bytes; most texts are longer.
const LONGEST: usize = 40;
/// Longest way from a site's first page to another, in characters.
const LONGEST_PATH: usize = 300;

/// Whether a text is known as a word of this kind, whatever its case and spacing.
fn is_known(kind: &str, text: &str) -> bool {
    if text.len() > LONGEST * 4 {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let folded = words.join(" ").to_lowercase();
    folded.len() <= LONGEST
        && WORDS
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .any(|(known, word)| known == kind && word == folded)
}

/// Whether a line is nothing but an order to the browser ("Skriv ut", "Til toppen") or an offer to share.
pub(super) fn is_tool(text: &str) -> bool {
    is_known("tool", text)
}

/// Whether an element says where on the site the page lies: "Du er her:" with links, and little else.
pub(super) fn is_path(node: &Handle, weights: &Weights) -> bool {
    const PLACES: [&str; 8] = ["p", "div", "ol", "ul", "span", "td", "section", "small"];
    let here = |text: &str| {
        let text = text.trim_start();
        let end = text.find([':', '\n', '/', '>', '»']).unwrap_or(text.len());
        is_known("path", text.get(..end).unwrap_or_default())
    };
    name(node).is_some_and(|element| PLACES.contains(&element))
        && weights.text(node) <= LONGEST_PATH
        && weights.has_links(node)
        && here(&text_of(node))
}

/// The elements below a node that lead to other pages: a heading as "Les også" with the links after it, up to what is
/// no link. Where text follows at once, it is a heading of the document.
pub(super) fn leads_elsewhere(root: &Handle, weights: &Weights) -> HashSet<*const Node> {
    let mut found = HashSet::new();
    for node in descendants(root) {
        let children = node.children.borrow();
        let elements: Vec<&Handle> = children.iter().filter(|child| name(child).is_some()).collect();
        for (index, element) in elements.iter().enumerate() {
            if weights.text(element) > LONGEST || !heads_links(element) {
                continue;
            }
            let after = elements.get(index + 1..).unwrap_or_default();
            let links: Vec<&&Handle> = after
                .iter()
                .take_while(|next| !is_heading(next) && (weights.text(next) == 0 || weights.is_linked(next)))
                .filter(|next| weights.text(next) > 0)
                .collect();
            if !links.is_empty() {
                found.insert(Rc::as_ptr(element));
                found.extend(links.into_iter().map(|next| Rc::as_ptr(next)));
            }
        }
    }
    found
}

fn is_heading(node: &Handle) -> bool {
    name(node).is_some_and(|element| super::heading(element).is_some())
}

/// Whether an element is or holds nothing but the heading of links to other pages.
fn heads_links(node: &Handle) -> bool {
    matches!(
        name(node),
        Some("h2" | "h3" | "h4" | "h5" | "h6" | "p" | "div" | "strong" | "span" | "header")
    ) && is_known("aside", text_of(node).trim_end().trim_end_matches(':'))
}
