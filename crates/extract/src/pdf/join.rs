//! Paragraphs that go on in the next column or on the next page.

use super::Laid;
use super::blocks::Made;
use crate::Options;
use crate::text::join_lines;
use ordskifte_record::BlockKind;

/// Joins paragraphs over columns and pages. A joined paragraph stands where it begins and knows where pages break.
pub(crate) fn join(pages: &mut [Laid], options: &Options<'_>) {
    // The last paragraph of the flow so far: page and index there.
    let mut open: Option<(usize, usize)> = None;
    for page in 0..pages.len() {
        let count = pages.get(page).map_or(0, |laid| laid.made.len());
        for index in 0..count {
            let Some(made) = pages.get(page).and_then(|laid| laid.made.get(index)) else {
                continue;
            };
            if is_aside(made.block.kind) {
                continue;
            }
            let goes_on = open
                .and_then(|(page, index)| pages.get(page)?.made.get(index))
                .is_some_and(|last| continues(last, made));
            if goes_on && let Some(at) = open {
                append(pages, at, (page, index), options);
            } else {
                open = Some((page, index));
            }
        }
    }
    for laid in pages {
        laid.made.retain(|made| !made.block.text.is_empty());
    }
}

/// Blocks that a paragraph may go on around.
fn is_aside(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Furniture | BlockKind::Footnote | BlockKind::Caption | BlockKind::Quote
    )
}

/// Whether `next` goes on with the paragraph that `last` began in another column.
fn continues(last: &Made, next: &Made) -> bool {
    let bodies = matches!(last.block.kind, BlockKind::Paragraph | BlockKind::ListItem)
        && next.block.kind == BlockKind::Paragraph;
    if !bodies
        || last.region == next.region
        || (last.size - next.size).abs() > last.size * 0.06
        || last.bold != next.bold
    {
        return false;
    }
    let text = last.block.text.trim_end();
    let Some(end) = text.chars().next_back() else {
        return false;
    };
    let Some(begin) = next.block.text.chars().next() else {
        return false;
    };
    if "-\u{ad}\u{2010}".contains(end) {
        return begin.is_alphabetic();
    }
    // A label or salutation stands alone however it ends.
    let sentence = text.chars().count() > 40 || text.ends_with(',');
    if ".:!?»\"”;".contains(end) || !sentence {
        return false;
    }
    begin.is_lowercase() || (last.full && !next.indented && (begin.is_alphanumeric() || "«(§\"–".contains(begin)))
}

/// Moves the text of the block at `from` to the end of the one at `to`.
fn append(pages: &mut [Laid], to: (usize, usize), from: (usize, usize), options: &Options<'_>) {
    let Some(next) = pages.get_mut(from.0).and_then(|laid| laid.made.get_mut(from.1)) else {
        return;
    };
    let text = std::mem::take(&mut next.block.text);
    let (full, region) = (next.full, next.region);
    let number = pages.get(from.0).map_or(0, |laid| laid.page.number);
    let Some(last) = pages.get_mut(to.0).and_then(|laid| laid.made.get_mut(to.1)) else {
        return;
    };
    let added = text.chars().count();
    join_lines(&mut last.block.text, &text, options);
    if from.0 != to.0 {
        let at = last.block.text.chars().count().saturating_sub(added);
        last.block
            .page_breaks
            .push((u32::try_from(at).unwrap_or(u32::MAX), number));
    }
    last.full = full;
    last.region = region;
}
