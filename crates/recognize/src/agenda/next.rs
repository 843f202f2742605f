//! Items that nothing but their number marks: each has the one that follows the last.

use super::numbers::numbered;
use crate::speakers::Listed;
use crate::subjects::subject;
use crate::view::Line;
use ordskifte_record::{AgendaItem, BlockKind};

/// "3. Nye kortkurs.", "3. Nye kortkurs:": a heading that ends in a point or a colon, and no sentence of several words that act.
fn is_short_point(text: &str) -> bool {
    let words = || text.split(' ').skip(1);
    let acts = [
        "er", "var", "ble", "blei", "vart", "har", "skal", "vil", "må", "kan", "bør", "tas", "tek", "tar",
    ];
    let begins = words().next().is_some_and(|word| word.starts_with(char::is_uppercase));
    begins && text.ends_with(['.', ':']) && words().count() <= 8 && !words().any(|word| acts.contains(&word))
}

/// Whether a short line that nothing marks as a heading has the number that follows the last item's, and text stands below
/// it.
pub(super) fn is_next(number: &str, lines: &[Line<'_>], index: usize, items: &[AgendaItem]) -> bool {
    let last = || {
        items
            .iter()
            .rev()
            .find_map(|item| item.number.as_deref()?.parse::<u32>().ok())
    };
    // The first of them counts where the next stands below it.
    let counts = |wanted: u32| {
        let mut below = lines.iter().skip(index + 1);
        below.any(|line| numbered(line.text).is_some_and(|(number, _)| number.parse() == Ok(wanted)))
    };
    let follows = number.parse::<u32>().is_ok_and(|number| match last() {
        Some(last) => number == last + 1,
        None => number == 1 && items.is_empty() && counts(2),
    });
    let (Some(line), Some(below)) = (lines.get(index), lines.get(index + 1)) else {
        return false;
    };
    let above = index.checked_sub(1).and_then(|above| lines.get(above));
    let (text, plain) = (line.text.trim(), |line: &Line<'_>| numbered(line.text).is_none());
    follows
        && line.kind == BlockKind::Paragraph
        && text.chars().count() <= 120
        && (!text.ends_with(['.', ':', ';', ',']) || is_short_point(text))
        && above.is_none_or(plain)
        && plain(below)
        && below.kind == BlockKind::Paragraph
        && below.text.trim_end().ends_with(['.', '!', '?', ':'])
}

/// "1. Lønn" below "Moe påpekte tre forhold:": a point of what somebody said, where the items have numbers of their own.
pub(super) fn is_point(lines: &[Line<'_>], index: usize, items: &[AgendaItem], listed: &Listed<'_>) -> bool {
    let count = |line: &Line<'_>| numbered(line.text).and_then(|(number, _)| number.parse::<usize>().ok());
    let Some(place) = lines.get(index).and_then(count).filter(|place| *place > 0) else {
        return false;
    };
    let Some(first) = (index + 1).checked_sub(place) else {
        return false;
    };
    let counted = (first..index)
        .zip(1..)
        .all(|(at, own)| lines.get(at).and_then(count) == Some(own));
    let above = || {
        first
            .checked_sub(1)
            .and_then(|at| lines.get(at))
            .map(|line| line.text.trim_end())
    };
    let told = |text: &str| {
        let agenda = ["sak", "dagsorden", "agenda"].iter().any(|word| text.contains(word));
        !agenda && text.ends_with(':') && subject(text, listed.speakers(), &[]).is_some()
    };
    let numbers = items.iter().any(|item| item.number.is_some());
    numbers && counted && above().is_some_and(told)
}
