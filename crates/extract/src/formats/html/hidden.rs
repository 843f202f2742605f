//! What a page hides: by attributes, by styles of its elements, and by rules of its own style sheets.

use super::dom::{attribute, descendants, name, text_of};
use markup5ever_rcdom::Handle;
use std::collections::HashSet;

/// Longest style sheet that is read; longer ones are of programs, not of authors.
const MAX_SHEET: usize = 1 << 18;

/// Whether declarations of a style hide what they concern.
fn hides(style: &str) -> Option<bool> {
    let mut found = None;
    for declaration in style.split(';') {
        let compact: String = declaration
            .chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        match compact.trim_end_matches("!important").split_once(':') {
            Some(("display", value)) => found = Some(value == "none"),
            Some(("visibility", value)) => found = Some(value == "hidden" || found == Some(true)),
            _ => {}
        }
    }
    found
}

/// Whether an element says of itself that it does not show.
pub(super) fn is_hidden(node: &Handle) -> bool {
    let said = |key: &str, wanted: &str| attribute(node, key).is_some_and(|value| value.eq_ignore_ascii_case(wanted));
    attribute(node, "hidden").is_some()
        || said("aria-hidden", "true")
        || attribute(node, "style").is_some_and(|style| hides(&style) == Some(true))
}

/// Whether an element is raised by its style, as marks of notes are.
pub(super) fn is_raised(node: &Handle) -> bool {
    let raised = |style: String| {
        let mut declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
        declarations.any(|(key, value)| {
            key.trim().eq_ignore_ascii_case("vertical-align") && value.trim().eq_ignore_ascii_case("super")
        })
    };
    name(node) == Some("sup") || attribute(node, "style").is_some_and(raised)
}

/// The classes and elements that style sheets inside a page hide: `.class`, `#id` and `element.class`. Rules for some media
/// only, and those that depend on what stands around, tell nothing for sure.
#[derive(Debug, Default)]
pub(super) struct Sheets(HashSet<String>);

impl Sheets {
    pub(super) fn read(document: &Handle) -> Self {
        let mut found = Self::default();
        for node in descendants(document) {
            if name(&node) == Some("style") && attribute(&node, "media").is_none() {
                let sheet = text_of(&node);
                if sheet.len() <= MAX_SHEET {
                    found.rules(&without_comments(&sheet));
                }
            }
        }
        found
    }

    fn rules(&mut self, mut rest: &str) {
        while let Some((selectors, after)) = rest.split_once('{') {
            let selectors = selectors.rsplit(';').next().unwrap_or_default().trim();
            if selectors.starts_with('@') {
                rest = after_block(after);
                continue;
            }
            let (style, next) = after.split_once('}').unwrap_or((after, ""));
            rest = next;
            let Some(hidden) = hides(style) else { continue };
            for selector in selectors
                .split(',')
                .map(str::trim)
                .filter(|selector| is_plain(selector))
            {
                if hidden {
                    self.0.insert(selector.to_owned());
                } else {
                    self.0.remove(selector);
                }
            }
        }
    }

    /// Whether a rule hides an element.
    pub(super) fn hide(&self, node: &Handle) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let id = attribute(node, "id").map(|id| format!("#{}", id.trim()));
        let classes = attribute(node, "class").unwrap_or_default();
        let element = name(node).unwrap_or_default();
        let named = |name: &str| self.0.contains(name) || self.0.contains(&format!("{element}{name}"));
        id.is_some_and(|id| named(&id)) || classes.split_whitespace().any(|class| named(&format!(".{class}")))
    }
}

/// Whether a selector is a class or an id, after an element or not, and nothing else.
fn is_plain(selector: &str) -> bool {
    let mark = selector.find(['.', '#']);
    let word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    mark.is_some_and(|mark| {
        let (element, name) = selector.split_at(mark);
        word(element) && name.len() > 1 && name.chars().skip(1).all(|c| c.is_alphanumeric() || "-_".contains(c))
    })
}

/// What follows a block whose opening brace has been read.
fn after_block(text: &str) -> &str {
    let mut depth = 1_u32;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(at + 1..).unwrap_or_default();
        }
    }
    ""
}

fn without_comments(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_rules_hide_and_later_ones_show_again() {
        let mut sheets = Sheets::default();
        sheets.rules("@import 'x'; .a, p.b {display : none !important} @media print { .c { display:none } } .d .e{display:none} #f{visibility:hidden} .g{display:none}.g{display:block}");
        let mut found: Vec<&str> = sheets.0.iter().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!(found, ["#f", ".a", "p.b"]);
        assert_eq!(without_comments("a/* b */c/* d"), "ac");
        assert_eq!(hides("color: red"), None);
        assert_eq!(hides("DISPLAY:block; visibility: hidden"), Some(true));
    }
}
