//! Headings without numbers that stand above cases of a sort, or above what belongs to one matter within an item.

use super::numbers::{cases, is_case, numbered};
use super::sorts::case_type;
use crate::view::Line;
use ordskifte_record::{AgendaItem, BlockKind};
use ordskifte_vocabulary::LowerCase;

/// Longest entry of a list that can head what stands below it, in characters, and its most words.
const MAX_ENTRY: usize = 60;
const MAX_WORDS: usize = 6;

/// "Vedtakssaker", "Informasjonssaker", "Referatsaker": one word for cases of a sort.
pub(super) fn is_group(text: &str) -> bool {
    let folded = text.lower_case();
    let plural = [
        "saker",
        "sakar",
        "orienteringer",
        "orienteringar",
        "meldingar",
        "meldinger",
    ]
    .iter()
    .any(|end| folded.ends_with(end));
    plural && folded.chars().count() > 8 && text.chars().all(char::is_alphabetic)
}

/// Whether such a word stands above a case.
pub(super) fn heads_cases(text: &str, after: Option<&Line<'_>>) -> bool {
    is_group(text)
        && after.is_some_and(|next| {
            numbered(next.text.trim()).is_some_and(|(number, _)| number.contains('/') || number == "1")
        })
}

/// "• Barnehage" alone above a paragraph, as others in the same paper are: the entry heads what is said of it.
pub(super) fn is_lone_entry(lines: &[Line<'_>], index: usize) -> bool {
    if !is_alone(lines, index) {
        return false;
    }
    let others = (0..lines.len()).filter(|other| *other != index);
    others.filter(|other| is_alone(lines, *other)).take(2).count() == 2
}

/// Whether a short entry of a list stands between paragraphs.
fn is_alone(lines: &[Line<'_>], index: usize) -> bool {
    let Some(line) = lines.get(index).filter(|line| line.kind == BlockKind::ListItem) else {
        return false;
    };
    let text = line.text.trim();
    let short = text.chars().count() <= MAX_ENTRY && text.split(' ').count() <= MAX_WORDS;
    let plain = text.starts_with(char::is_uppercase) && !text.ends_with(['.', ':', ';', ',', '!']);
    let entry = |line: Option<&Line<'_>>| line.is_some_and(|line| line.kind == BlockKind::ListItem);
    let above = index.checked_sub(1).and_then(|above| lines.get(above));
    let below = lines.get(index + 1);
    let said = below
        .is_some_and(|next| next.kind == BlockKind::Paragraph && next.text.trim_end().ends_with(['.', '!', '?', ':']));
    short && plain && said && !entry(above) && !is_case(text)
}

/// What stands below the last case of such a list.
const BELOW_CASES: [&str; 6] = [
    " Eventuelle forfall",
    " Eventuelt forfall",
    " Forfall ",
    " Varamedlemmer ",
    " Varamedlemer ",
    " Underskrift",
];

/// "Sak 2/04 A Sak 3/04 B": an announced list whose lines run together in one paragraph.
pub(super) fn listed_cases(line: &Line<'_>, items: &mut Vec<AgendaItem>) -> bool {
    let starts = cases(line.text);
    if starts.len() < 2 || starts.first() != Some(&0) {
        return false;
    }
    let ends = starts.iter().skip(1).copied().chain([line.text.len()]);
    for (start, end) in starts.iter().zip(ends) {
        let piece = line.text.get(*start..end).unwrap_or_default().trim();
        if let Some((number, heading)) = numbered(piece) {
            let end = BELOW_CASES.iter().filter_map(|words| heading.find(words)).min();
            let heading = heading.get(..end.unwrap_or(heading.len())).unwrap_or(heading);
            items.push(AgendaItem {
                case_type: case_type(heading),
                number: Some(number.to_owned()),
                heading: heading.trim().to_owned(),
                level: 1,
                page: Some(line.page),
                anchor: None,
            });
        }
    }
    true
}
