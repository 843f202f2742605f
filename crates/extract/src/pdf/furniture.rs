//! What does not belong to the flow: running heads and feet, page numbers, pull quotes.

use super::Laid;
use super::blocks::{Made, Typical};
use crate::text::{ends_in_page_number, is_page_number, patterns};
use ordskifte_record::BlockKind;
use std::collections::BTreeMap;

/// Share of the page's height at top and bottom where running heads and feet stand.
const MARGIN: f32 = 0.12;
/// Share where a head or foot that no other page repeats is one by its form.
pub(crate) const EDGE: f32 = 0.08;
/// Most characters of a running head or foot.
const LONGEST: usize = 200;

/// Marks furniture and quotes in place.
pub(crate) fn mark(pages: &mut [Laid], typical: Typical) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for laid in pages.iter() {
        let mut here: Vec<String> = in_margins(laid, MARGIN)
            .filter_map(|index| laid.made.get(index))
            .flat_map(|made| patterns(&made.block.text, laid.page.number))
            .collect();
        here.sort();
        here.dedup();
        for key in here {
            *seen.entry(key).or_default() += 1;
        }
    }
    let enough = if pages.len() < 6 { 2 } else { 3 };
    // A paragraph of several lines is a running head only when nearly every page has it.
    let enough_for_body = (pages.len() * 4 / 5).max(3);
    let trusted = artifacts_are_few(pages);
    let alone = pages.len() < 3;
    for laid in pages.iter_mut() {
        let number = laid.page.number;
        let indices: Vec<usize> = in_margins(laid, MARGIN).collect();
        let edges: Vec<usize> = in_margins(laid, EDGE).collect();
        for index in indices {
            let edge = edges.contains(&index);
            let lone_head = alone && edge && is_lone_head(laid, index, typical);
            let Some(made) = laid.made.get_mut(index) else {
                continue;
            };
            let text = made.block.text.as_str();
            let lines = made
                .block
                .bbox
                .map_or(0.0, |bbox| (bbox.y1 - bbox.y0) / made.size.max(1.0));
            let body = lines > 2.0 && made.size > typical.size * 0.95 && text.ends_with(['.', ',', ';']);
            let enough = if body { enough_for_body } else { enough };
            // Chapters of a few pages repeat their running head less often.
            let small = edge && lines < 1.6 && made.size < typical.size * 1.02 && !made.bold && !text.ends_with('.');
            let enough = if small { 2 } else { enough };
            let repeated = || {
                patterns(text, number)
                    .iter()
                    .any(|key| seen.get(key).is_some_and(|count| *count >= enough))
            };
            if is_page_number(text)
                || (trusted && made.artifact)
                || (edge && ends_in_page_number(text, number))
                || lone_head
                || repeated()
            {
                made.block.kind = BlockKind::Furniture;
                made.block.level = None;
            }
        }
    }
    mark_stamps(pages, typical);
    mark_quotes(pages, typical);
}

/// How many times as large as running text a stamp is at least.
const STAMP: f32 = 2.5;

/// Marks large print that stands in one place on nearly all pages, as "KOPI" does across them.
fn mark_stamps(pages: &mut [Laid], typical: Typical) {
    let place = |made: &Made| {
        let large = made.size > typical.size * STAMP && made.block.text.chars().count() <= LONGEST;
        let bbox = made.block.bbox.filter(|_| large)?;
        Some((
            made.block.text.clone(),
            (bbox.x0 / 4.0).round() as i32,
            (bbox.y0 / 4.0).round() as i32,
        ))
    };
    let mut seen: BTreeMap<(String, i32, i32), usize> = BTreeMap::new();
    for key in pages.iter().flat_map(|laid| laid.made.iter().filter_map(place)) {
        *seen.entry(key).or_default() += 1;
    }
    let enough = (pages.len() * 4 / 5).max(3);
    for made in pages.iter_mut().flat_map(|laid| &mut laid.made) {
        if place(made).is_some_and(|key| seen.get(&key).is_some_and(|count| *count >= enough)) {
            made.block.kind = BlockKind::Furniture;
            made.block.level = None;
        }
    }
}

/// Some programs mark whole pages as artifacts; then the mark tells nothing.
fn artifacts_are_few(pages: &[Laid]) -> bool {
    let (mut marked, mut all) = (0, 0);
    for made in pages.iter().flat_map(|laid| &laid.made) {
        all += made.block.text.len();
        marked += if made.artifact { made.block.text.len() } else { 0 };
    }
    marked * 3 < all
}

/// Short blocks wholly within this share of the height at the top or bottom.
fn in_margins(laid: &Laid, share: f32) -> impl Iterator<Item = usize> + '_ {
    let height = laid.page.size.map_or(842.0, |(_, height)| height);
    laid.made.iter().enumerate().filter_map(move |(index, made)| {
        let bbox = made.block.bbox?;
        let short = made.block.text.chars().count() <= LONGEST;
        (short && (bbox.y1 < height * share || bbox.y0 > height * (1.0 - share))).then_some(index)
    })
}

/// The line in small type above all else on a page, far from what follows.
fn is_lone_head(laid: &Laid, index: usize, typical: Typical) -> bool {
    let Some(made) = laid.made.get(index) else {
        return false;
    };
    let Some(bbox) = made.block.bbox else { return false };
    let next = laid
        .made
        .iter()
        .filter_map(|other| other.block.bbox)
        .filter(|other| other.y0 > bbox.y0 + 1.0)
        .map(|other| other.y0)
        .fold(f32::INFINITY, f32::min);
    let first = laid
        .made
        .iter()
        .filter_map(|other| other.block.bbox)
        .all(|other| other.y0 >= bbox.y0 - 1.0);
    let one_line = bbox.y1 - bbox.y0 < made.size * 2.0;
    first && one_line && made.size < typical.size * 0.95 && next - bbox.y1 > made.size && next.is_finite()
}

/// A larger or bold text that stands once more inside a longer paragraph is a pull quote.
fn mark_quotes(pages: &mut [Laid], typical: Typical) {
    let strip = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let set_off = |made: &Made| {
        let length = made.block.text.chars().count();
        matches!(made.block.kind, BlockKind::Paragraph | BlockKind::Heading)
            && (30..=400).contains(&length)
            && (made.size > typical.size * 1.08 || made.bold)
    };
    if !pages.iter().flat_map(|laid| &laid.made).any(set_off) {
        return;
    }
    let bodies: Vec<String> = pages
        .iter()
        .flat_map(|laid| &laid.made)
        .filter(|made| matches!(made.block.kind, BlockKind::Paragraph | BlockKind::ListItem))
        .map(|made| strip(&made.block.text))
        .collect();
    // The title, the largest type of the first page, is named in the text below it, too.
    let largest = pages
        .first()
        .map_or(0.0, |laid| laid.made.iter().map(|made| made.size).fold(0.0, f32::max));
    let mut titled = false;
    for made in pages.iter_mut().flat_map(|laid| &mut laid.made) {
        if !set_off(made) {
            continue;
        }
        let sentence = made.block.text.ends_with(['.', '!', '?', '»', '"', '”']);
        if !titled && !sentence && made.block.kind == BlockKind::Heading && made.size >= largest {
            titled = true;
            continue;
        }
        let bare = strip(&made.block.text);
        if bodies
            .iter()
            .any(|body| body.len() > bare.len() + 20 && body.contains(&bare))
        {
            made.block.kind = BlockKind::Quote;
            made.block.level = None;
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
        for text in ["2. mai", "Sak 7", "Kap. 2", ""] {
            assert!(!is_page_number(text), "{text}");
        }
        assert!(ends_in_page_number("Postboks 110, 2099 Elvehavn – side 1", 1));
        assert!(ends_in_page_number("KS – Klar for krisen – 1", 1));
        assert!(!ends_in_page_number("Møtet ble holdt i uke 1", 1));
        assert!(!ends_in_page_number("Sak 3 – 2", 1));
    }

    #[test]
    fn numbers_that_count_pages_repeat_and_others_do_not() {
        let shared = |a: (&str, u32), b: (&str, u32)| {
            let known = patterns(a.0, a.1);
            patterns(b.0, b.1).iter().any(|key| known.contains(key))
        };
        assert!(shared(("Referat 2022 – side 1", 1), ("Referat 2022 – side 2", 2)));
        assert!(shared(("KS | 12", 1), ("KS | 13", 2)));
        assert!(shared(("Referat 2022", 1), ("Referat 2022", 9)));
        assert!(!shared(("Sak 5", 1), ("Sak 9", 2)));
    }
}
