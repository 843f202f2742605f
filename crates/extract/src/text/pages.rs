//! Paragraphs that go on over a page break.

use super::join_lines;
use crate::Options;
use ordskifte_record::{Block, BlockKind, ExtractedText, Page};

/// A paragraph that ends in mid-sentence goes on in the next page's first.
pub(crate) fn join_over_pages(document: &mut ExtractedText, options: &Options<'_>) {
    for index in (1..document.pages.len()).rev() {
        let (before, after) = document.pages.split_at_mut(index);
        let (Some(last_page), Some(page)) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        let (Some(last), Some(position)) = (last_body(last_page), page.blocks.iter().position(is_body)) else {
            continue;
        };
        let Some(first) = page.blocks.get(position) else {
            continue;
        };
        let open = last.kind == BlockKind::Paragraph
            && first.kind == BlockKind::Paragraph
            && !last.text.ends_with(['.', ':', '!', '?', '»', '"', ')'])
            && last.text.chars().count() > 40
            && (first.text.starts_with(|c: char| c.is_lowercase() || c.is_numeric()) || ends_open(&last.text));
        if !open {
            continue;
        }
        let first = page.blocks.remove(position);
        join_lines(&mut last.text, &first.text, options);
        let joined = last.text.chars().count();
        let at = joined - first.text.chars().count();
        last.page_breaks
            .push((u32::try_from(at).unwrap_or(u32::MAX), page.number));
        last.page_breaks.extend(
            first
                .page_breaks
                .iter()
                .map(|(offset, number)| (offset + u32::try_from(at).unwrap_or(0), *number)),
        );
    }
}

/// Words that no sentence ends with: what follows them may begin with a name.
const OPEN: [&str; 44] = [
    "og", "eller", "i", "på", "for", "av", "til", "fra", "frå", "med", "om", "ved", "som", "at", "den", "det", "de",
    "dei", "en", "et", "ein", "ei", "eit", "mellom", "mot", "under", "etter", "hos", "samt", "både", "sin", "sitt",
    "sine", "har", "hadde", "kan", "skal", "vil", "må", "blir", "ble", "blei", "vart", "enn",
];

/// Whether a text ends in a word that something must follow.
pub(crate) fn ends_open(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    text.ends_with(',') || OPEN.contains(&last)
}

fn is_body(block: &Block) -> bool {
    !matches!(
        block.kind,
        BlockKind::Furniture | BlockKind::Footnote | BlockKind::Caption | BlockKind::Quote
    )
}

fn last_body(page: &mut Page) -> Option<&mut Block> {
    page.blocks.iter_mut().rev().find(|block| is_body(block))
}
