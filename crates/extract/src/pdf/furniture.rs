//! What does not belong to the flow: running heads and feet, page numbers, pull quotes.

use ordskifte_record::{BlockKind, ExtractedText, Page};
use std::collections::BTreeMap;

/// Share of the page's height at top and bottom where running heads and feet stand.
const MARGIN: f32 = 0.12;

/// Marks furniture and quotes in place.
pub(crate) fn mark(text: &mut ExtractedText) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for page in &text.pages {
        let mut here: Vec<String> = in_margins(page)
            .map(|index| pattern(&page.blocks[index].text))
            .collect();
        here.sort();
        here.dedup();
        for key in here {
            *seen.entry(key).or_default() += 1;
        }
    }
    let enough = if text.pages.len() < 4 { 2 } else { 3 };
    for page in &mut text.pages {
        let indices: Vec<usize> = in_margins(page).collect();
        for index in indices {
            let Some(block) = page.blocks.get_mut(index) else {
                continue;
            };
            let key = pattern(&block.text);
            if is_page_number(&block.text) || seen.get(&key).is_some_and(|count| *count >= enough) {
                block.kind = BlockKind::Furniture;
                block.level = None;
            }
        }
    }
    mark_quotes(text);
}

/// Blocks in the margins, and the first and last ones that lie near them.
fn in_margins(page: &Page) -> impl Iterator<Item = usize> + '_ {
    let height = page.size.map_or(842.0, |(_, height)| height);
    page.blocks.iter().enumerate().filter_map(move |(index, block)| {
        let bbox = block.bbox?;
        let short = block.text.chars().count() <= 200;
        (short && (bbox.y1 < height * MARGIN || bbox.y0 > height * (1.0 - MARGIN))).then_some(index)
    })
}

/// The text with every number as `#`, so that page numbers do not hide a repetition.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_numeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

/// "7", "- 7 -", "Side 7 av 9", "7/9", roman numbers.
fn is_page_number(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let number = |word: &str| {
        (word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit()))
            || (word.len() <= 5 && word.chars().all(|c| "ivxlIVXL".contains(c)))
    };
    words.len() <= 4
        && words.iter().any(|word| number(word))
        && words
            .iter()
            .all(|word| number(word) || ["side", "av", "page", "of", "s"].contains(&word.to_lowercase().as_str()))
}

/// A larger or set-off text that stands once more inside a longer paragraph is a pull quote.
fn mark_quotes(text: &mut ExtractedText) {
    let strip = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let bodies: Vec<String> = text
        .pages
        .iter()
        .flat_map(|page| &page.blocks)
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem))
        .map(|block| strip(&block.text))
        .collect();
    for block in text.pages.iter_mut().flat_map(|page| &mut page.blocks) {
        let length = block.text.chars().count();
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading) || !(30..=400).contains(&length) {
            continue;
        }
        let bare = strip(&block.text);
        if bodies
            .iter()
            .any(|body| body.len() > bare.len() + 20 && body.contains(&bare))
        {
            block.kind = BlockKind::Quote;
            block.level = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_text() {
        for text in ["7", "- 7 -", "Side 7 av 9", "7/9", "iv"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2. mai", "Sak 7", "2022", ""].into_iter().filter(|t| *t != "2022") {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
