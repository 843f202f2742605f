//! Whether a document is a letter: by its references and the greeting at its end.

use crate::openings::has_royal_head;
use crate::organizations::ministries;
use crate::signature::begins_greeting;
use crate::view::{Line, View};

/// A letter has references and greets at its end.
pub(super) fn is_letter(view: &View<'_>) -> bool {
    let mut refers = view.lines.iter().take(40).map(|line| {
        let folded = line.folded();
        let near = folded.contains("ref") || folded.contains("dato");
        near && [
            "vår ref",
            "deres ref",
            "dykkar ref",
            "vår dato",
            "deres dato",
            "din referanse",
        ]
        .iter()
        .any(|word| folded.contains(word))
    });
    let refers = refers.any(|refers| refers);
    (greeting(view).is_some() && (view.lines.len() < 60 || refers))
        || (refers && (has_royal_head(view) || addresses_ministry(view)))
}

/// A ministry alone on a line above its address.
fn addresses_ministry(view: &View<'_>) -> bool {
    let mut pairs = view.lines.windows(2).take(20);
    pairs.any(|pair| match pair {
        [name, address] => address.text.starts_with("Postboks ") && !ministries(name.text).is_empty(),
        _ => false,
    })
}

/// The greeting at the end.
pub(super) fn greeting<'a, 'v>(view: &'a View<'v>) -> Option<&'a Line<'v>> {
    view.lines.iter().rev().take(40).find(|line| {
        // Longer lines are prose, also with the blanks that spread a line out.
        if line.text.len() >= 300 {
            return false;
        }
        let folded = line.folded();
        folded.len() < 60 && begins_greeting(folded)
    })
}
