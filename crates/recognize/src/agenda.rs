//! The agenda: numbered items and headings of minutes.

mod groups;
mod next;
mod numbers;
mod sorts;

use crate::head::ABBREVIATIONS;
use crate::people::people;
use crate::speakers::Listed;
use crate::subjects::{after_heading, subject};
use crate::view::{Line, View};
use next::is_next;
pub(crate) use numbers::{capital, is_case, roman, year_of_cases};
use numbers::{lettered, lone_number, numbered, tail};
use ordskifte_record::{AgendaItem, BlockKind, Kind, Record};
use ordskifte_vocabulary::fold_name;
use sorts::{OTHER, case_type, is_other_business, without_speaker};

/// Words that no heading ends in.
const OPEN: [&str; 12] = [
    "at",
    "om",
    "og",
    "å",
    "for",
    "til",
    "på",
    "med",
    "av",
    "følgende",
    "følgjande",
    "disse",
];

/// Longest heading at a paragraph's end with what stands before it, in characters.
const MAX_TAIL: usize = 90;

/// Shortest entry of a list that is a remark of its own and no word of a list, in characters.
const LONG_POINT: usize = 50;

/// Longest heading, in characters.
const MAX_HEADING: usize = 160;

/// Reads the agenda from the lines after the attendance list.
///
/// Returns where in the flow each item stands.
pub(crate) fn read(view: &View<'_>, present: usize, record: &mut Record) -> Vec<usize> {
    if !matches!(record.kind, Kind::Referat | Kind::Protokoll | Kind::Sakliste) {
        return Vec::new();
    }
    let title = fold_name(&record.title);
    let lines = view.lines.get(present..).unwrap_or_default();
    let mut items = Vec::new();
    let mut places = Vec::new();
    let speakers = Listed::new(record);
    for (index, line) in lines.iter().enumerate() {
        if record.kind == Kind::Sakliste && groups::listed_cases(line, &mut items) {
            places.resize(items.len(), line.start);
            continue;
        }
        if let Some((at, number, heading)) = tail_heading(line)
            && let Some(next) = lines.get(index + 1)
            && at > 0
        {
            items.push(AgendaItem {
                case_type: case_type(heading),
                number: Some(number.to_owned()),
                heading: heading.to_owned(),
                level: 1,
                page: Some(next.page),
                anchor: None,
            });
            places.push(next.start);
            continue;
        }
        let found = item(lines, index, record, &items, &speakers);
        let Some((number, heading)) = found else { continue };
        // Heads of columns beside a heading are none of it.
        let heading = heading.split('\t').next().unwrap_or(heading).trim();
        let heading = if record.kind == Kind::Sakliste {
            without_speaker(heading)
        } else {
            heading
        };
        let abbreviated = ABBREVIATIONS.iter().any(|short| heading.ends_with(short));
        let heading = if abbreviated {
            heading
        } else {
            heading.trim_end_matches([':', '.']).trim()
        };
        // "1. Konsultasjonsmøtet" is an item although "REFERAT FRA DET 1. KONSULTASJONSMØTET" holds it.
        let in_title = (number.is_none() || present == 0) && holds(&title, line.folded());
        if heading.is_empty() || in_title || heading.chars().count() > MAX_HEADING {
            continue;
        }
        let lists = |heading: &str| record.kind == Kind::Sakliste && OTHER.contains(&fold_name(heading).as_str());
        let level = match (&number, line.level) {
            (Some(number), _) if number.starts_with(|c: char| c.is_ascii_lowercase()) => 2,
            // "S 7.1/07" is a case.
            (Some(number), _) if number.contains('/') => 1,
            (Some(number), _) => number.split('.').count(),
            (None, _) if lists(heading) || groups::is_group(heading) => 1,
            (None, _) if line.kind == BlockKind::ListItem => {
                if record.kind == Kind::Sakliste {
                    1
                } else {
                    2
                }
            }
            (None, Some(level)) => usize::from(level.max(2)),
            (None, None) => 2,
        };
        items.push(AgendaItem {
            case_type: case_type(heading),
            number,
            heading: heading.to_owned(),
            level: u8::try_from(level).unwrap_or(6).clamp(1, 6),
            page: Some(line.page),
            anchor: None,
        });
        places.push(line.start);
    }
    // Before the first numbered item there are letterheads and subtitles only, unless nothing is numbered.
    let numbered = items.iter().position(|item| item.number.is_some());
    match numbered {
        Some(first) => {
            // "Vedtakssaker" above the first case heads it.
            let above = first.checked_sub(1).and_then(|above| items.get(above));
            let first = first - usize::from(above.is_some_and(|item| groups::is_group(&item.heading)));
            items.drain(..first);
            places.drain(..first);
        }
        None if present == 0 && record.kind != Kind::Sakliste => {
            items.clear();
            places.clear();
        }
        None => {
            // Where nothing is numbered, the highest headings are the items.
            let highest = items.iter().map(|item| item.level).min().unwrap_or(1);
            for item in &mut items {
                item.level = item.level.saturating_sub(highest) + 1;
            }
        }
    }
    let announced = announced_cases(&items, record.kind);
    let mut keep = announced.iter();
    items.retain(|_| keep.next() == Some(&false));
    let mut keep = announced.iter();
    places.retain(|_| keep.next() == Some(&false));
    nest(&mut items);
    record.agenda = items;
    places
}

/// Whether a title holds these words, whole: "Konsultasjon" is no part of "konsultasjonsmøte".
fn holds(title: &str, words: &str) -> bool {
    title.match_indices(words).any(|(at, _)| {
        let before = title.get(..at).unwrap_or_default();
        let after = title.get(at + words.len()..).unwrap_or_default();
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

/// "PS 11/21 Godkjenning av innkalling" twice: the first time it announced what came.
fn announced_cases(items: &[AgendaItem], kind: Kind) -> Vec<bool> {
    let begin = |item: &AgendaItem| item.heading.chars().take(18).collect::<String>();
    let first = |item: &AgendaItem| fold_name(item.heading.split([' ', ',', ':']).next().unwrap_or_default());
    let again = |at: usize, number: &Option<String>| {
        // "PS 1/14" and "RS 1/14" are two cases.
        let same = |later: &AgendaItem| {
            items.get(at).is_some_and(|item| {
                begin(item) == begin(later) || kind != Kind::Sakliste && first(item) == first(later)
            })
        };
        items
            .iter()
            .skip(at + 1)
            .any(|later| later.number == *number && same(later))
    };
    items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let case = item
                .number
                .as_deref()
                .is_some_and(|number| number.contains('/') || number.starts_with(char::is_uppercase));
            // "Vedtakssaker" above the announced cases and above the cases themselves.
            let group = || item.number.is_none() && groups::is_group(&item.heading);
            let later = || {
                let mut later = items.iter().skip(at + 1);
                later.any(|later| later.number.is_none() && later.heading == item.heading)
            };
            // "Sak 1 Lykter" in a list whose lines ran together, and above what was said of it.
            let repeated = || {
                let mut later = items.iter().skip(at + 1);
                item.number.is_some() && later.any(|later| later.number == item.number && later.heading == item.heading)
            };
            case && again(at, &item.number) || group() && later() || repeated()
        })
        .collect()
}

/// "… i oktober. 3. Kostnadsberegningssaker": the numbered heading that a paragraph without line breaks ends in, and its
/// first byte.
pub(crate) fn tail_heading<'a>(line: &Line<'a>) -> Option<(usize, &'a str, &'a str)> {
    let text = line.text.trim_end();
    if line.kind != BlockKind::Paragraph || text.ends_with(['.', ':', ';', '!', ',', ')']) {
        return None;
    }
    let from = text.char_indices().rev().nth(MAX_TAIL).map_or(0, |(at, _)| at);
    let end = text.get(from..)?;
    if !end.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (at, number, heading) = tail(end)?;
    (heading.chars().count() >= 4).then(|| (from + at, number, heading))
}

/// Numbers that begin again at 1 within an item are its sub-items, until the item's own successor comes.
fn nest(items: &mut [AgendaItem]) {
    let numbers: Vec<Option<u32>> = items
        .iter()
        .map(|item| item.number.as_deref().and_then(|number| number.parse().ok()))
        .collect();
    let (mut top, mut sub) = (0, 0);
    for at in 0..items.len() {
        let Some(number) = numbers.get(at).copied().flatten() else {
            if let Some(item) = items.get_mut(at).filter(|item| item.number.is_none() && sub > 0) {
                item.level = item.level.max(3);
            }
            continue;
        };
        // Where both may follow, the number that comes once more is the sub-item.
        let again = numbers.iter().skip(at + 1).flatten().any(|later| *later == number);
        let below = number == sub + 1 && (sub > 0 || (number == 1 && top > 0)) && (number != top + 1 || again);
        if below {
            sub = number;
            if let Some(item) = items.get_mut(at) {
                item.level = 2;
            }
        } else {
            (top, sub) = (number, 0);
        }
    }
}

/// Longest label of a remark, in bytes.
const MAX_REMARK: usize = 60;

/// "Merknad fra KS" above what KS remarks.
pub(crate) fn labels_remark(text: &str) -> bool {
    text.contains("erknad") && text.len() <= MAX_REMARK && crate::scheme::is_remark(text)
}

/// Number and heading of a line that is an item.
fn item<'a>(
    lines: &[Line<'a>],
    index: usize,
    record: &Record,
    items: &[AgendaItem],
    speakers: &Listed<'_>,
) -> Option<(Option<String>, &'a str)> {
    let line = lines.get(index)?;
    let text = line.text.trim();
    // "Side 2" below the text of a page.
    if text.starts_with("Side") && crate::statements::is_page_number(text) {
        return None;
    }
    let folded = fold_name(text);
    // The number of a page stands between nothing.
    let above = lines.get(..index).unwrap_or_default().iter().rev();
    let before = above
        .clone()
        .find(|line| !crate::statements::is_page_number(line.text))
        .or_else(|| above.clone().next());
    let after = lines.get(index + 1);
    if let Some(number) = lone_number(Some(line)) {
        return below_number(number, text, after, record.kind);
    }
    let counted = lone_number(before).is_some() && text.chars().count() <= 100 && !text.ends_with(['.', ':']);
    if counted || labels_remark(text) {
        return None;
    }
    let of_year = || {
        let year = record.date?.year();
        numbers::of_year(text, lines, year).or_else(|| numbers::year_first(text, lines, year))
    };
    if let Some((number, heading)) = of_year().or_else(|| numbered(text)) {
        if let Some(heading) = run_in(text, heading, speakers) {
            return Some((Some(number.to_owned()), heading));
        }
        // A numbered entry of a list is an item only when it stands alone: lists announce what comes.
        let alone = ![before, after]
            .into_iter()
            .flatten()
            .any(|line| line.kind == BlockKind::ListItem);
        let listed =
            matches!(line.kind, BlockKind::Heading) || (record.kind == Kind::Sakliste && text.chars().count() < 200);
        let case = !text.starts_with(|c: char| c.is_ascii_digit()) || number.contains(['/', '–', '-']);
        let sentence = text.ends_with('.') && !(case && heading.chars().count() <= 60 && !heading.contains(". "));
        let short = text.chars().count() <= 120 && !sentence;
        let dates = crate::dates::dates(text);
        let date = !number.contains('/') && dates.first().is_some_and(|date| date.start < 3);
        let other = is_other_business(heading);
        let announced = (other || matches!(line.kind, BlockKind::Heading)) && announced(lines, index);
        let is_item = listed
            || other
            || is_next(number, lines, index, items)
            || (short && (case || (alone && line.kind == BlockKind::ListItem)));
        let is_item = is_item && !date && !announced && !next::is_point(lines, index, items, speakers);
        return is_item.then(|| (Some(number.replace(' ', "")), heading));
    }
    if let Some((number, heading)) = roman(text) {
        let counted = |wanted: &str| {
            lines
                .iter()
                .any(|line| roman(line.text).is_some_and(|(number, _)| number == wanted))
        };
        return (counted("I") && counted("II")).then(|| (Some(number.to_owned()), heading));
    }
    if let Some((number, heading)) = numbers::roman_bare(text, lines) {
        return Some((Some(number.to_owned()), heading));
    }
    if capital(text).is_some() {
        return capital_item(lines, text);
    }
    if let Some((letter, heading)) = lettered(text) {
        let short = text.chars().count() <= 100 && !text.ends_with(['.', ';', ',']);
        // What is enumerated within speech goes on with the next letter.
        let text_follows = after.is_some_and(|next| next.kind == BlockKind::Paragraph && lettered(next.text).is_none());
        let introduced = before.is_some_and(|line| line.text.trim_end().ends_with(':'));
        let listed = record.kind == Kind::Sakliste;
        return (short && (text_follows || listed) && !introduced).then(|| (Some(letter.to_owned()), heading));
    }
    if record.kind == Kind::Sakliste && OTHER.contains(&folded.as_str()) {
        return Some((None, text));
    }
    if record.kind == Kind::Sakliste
        && let Some(entry) = entry(line, &folded, items)
    {
        return entry.then_some((None, text));
    }
    // "Eventuelt:" alone, behind items with numbers.
    let last = text
        .strip_suffix(':')
        .filter(|word| OTHER.contains(&fold_name(word).as_str()));
    if last.is_some() && items.iter().any(|item| item.number.is_some()) {
        return Some((None, text));
    }
    if groups::heads_cases(text, after) || groups::is_lone_entry(lines, index) {
        return Some((None, text));
    }
    let result = crate::statements::is_part(text)
        || (!text.contains(' ') && crate::statements::is_result(text))
        || folded.ends_with(" vedtak")
        || folded.ends_with(" vedtok");
    let words = text.chars().any(char::is_alphabetic) && crate::labels::label(text).is_none() && !result;
    let heading = words
        && match line.kind {
            // Who signs in bold is none.
            BlockKind::Heading => !text.contains(' ') || speakers.speakers().named(text).is_none(),
            BlockKind::Paragraph if record.kind != Kind::Sakliste => {
                stands_as_heading(text, before, after, speakers) || goes_with(text, items)
            }
            _ => false,
        };
    heading.then_some((None, text))
}

/// Whether a line of an agenda is an item that nothing counts; `None` for what is no entry of a list.
fn entry(line: &Line<'_>, folded: &str, items: &[AgendaItem]) -> Option<bool> {
    // The agenda is the list; its own headings, and what is said to each case, are none of it.
    let own = folded.starts_with("til sak") || ["saker", "sakliste", "saksliste", "dagsorden"].contains(&folded);
    // What is listed below a numbered case is of that case.
    let counted = items.last().is_some_and(|item| item.number.is_some());
    let listed = line.kind == BlockKind::ListItem;
    let first = line.level.unwrap_or(1) == 1 && !line.text.trim().ends_with('.');
    (own || listed).then_some(listed && first && !counted && !own)
}

/// The item whose number stands alone on a line with this text, and whose heading stands on the next.
fn below_number<'a>(
    number: &str,
    text: &'a str,
    next: Option<&Line<'a>>,
    kind: Kind,
) -> Option<(Option<String>, &'a str)> {
    let heading = next.map(|next| next.text.trim()).filter(|text| {
        (3..=100).contains(&text.chars().count()) && !text.ends_with(['.', ':']) && crate::labels::label(text).is_none()
    });
    // "9/25" alone numbers a case in minutes only, where a heading stands below it.
    let minutes = matches!(kind, Kind::Referat | Kind::Protokoll);
    let told = number != text || (minutes && heading.is_some());
    told.then(|| (Some(number.to_owned()), heading.unwrap_or(text)))
}

/// "A) Erfaringer" in a paper that counts by capitals and not by numbers.
fn capital_item<'a>(lines: &[Line<'a>], text: &'a str) -> Option<(Option<String>, &'a str)> {
    let (letter, heading) = capital(text)?;
    let counted = |wanted: &str| {
        lines
            .iter()
            .any(|line| capital(line.text).is_some_and(|(letter, _)| letter == wanted))
    };
    let plain = !lines
        .iter()
        .any(|line| numbered(line.text).is_some_and(|(number, _)| number == "2"));
    let short = heading.chars().count() <= 100 && !heading.ends_with([';', ',']);
    (short && plain && counted("A") && counted("B")).then(|| (Some(letter.to_owned()), heading))
}

/// "Lovmedvirkning", "Bilaterale avtalar" below the cases of the unnumbered "Kostnadsberegning": the next sort of case.
fn goes_with(text: &str, items: &[AgendaItem]) -> bool {
    let sibling = items
        .last()
        .is_some_and(|last| last.number.is_none() && last.case_type.is_some());
    sibling && text.split(' ').count() <= 2 && !text.ends_with(['.', ':', ',']) && case_type(text).is_some()
}

/// "2. Budsjettet Moen viste til …": the heading of a line that speech follows on.
fn run_in<'a>(text: &str, heading: &'a str, speakers: &Listed<'_>) -> Option<&'a str> {
    let speech = after_heading(text, |name| speakers.speakers().named(name).is_some())?;
    let said = text.len().checked_sub(speech)?;
    heading.get(..heading.len().checked_sub(said)?).map(str::trim)
}

/// Whether a numbered heading is one of a list that announces what comes: its neighbor is numbered too, and the same
/// heading comes again.
fn announced(lines: &[Line<'_>], index: usize) -> bool {
    let Some(line) = lines.get(index) else { return false };
    let begin = |text: &str| {
        // "1. Budsjett" announces "Sak 1 Budsjett".
        let heading = numbered(text).map(|(_, heading)| heading);
        let bare = heading.unwrap_or_else(|| text.trim_start_matches(|c: char| !c.is_alphabetic()));
        fold_name(bare).chars().take(18).collect::<String>()
    };
    let counted = |line: Option<&Line<'_>>| {
        line.is_some_and(|line| {
            line.text.trim_start().starts_with(|c: char| c.is_ascii_digit()) || numbered(line.text).is_some()
        })
    };
    let neighbor = counted(lines.get(index + 1)) || index.checked_sub(1).is_some_and(|at| counted(lines.get(at)));
    let own = if neighbor { begin(line.text) } else { String::new() };
    own.len() >= 4
        && lines
            .iter()
            .skip(index + 1)
            .any(|later| comes_again(&begin(later.text), &own))
}

/// Whether the beginning of a later heading is what was announced, or that and more: "Grunnskolen – arbeidstid".
fn comes_again(later: &str, own: &str) -> bool {
    let more = |rest: &str| rest.trim_start().starts_with(['–', '-', ':']);
    later == own || later.strip_prefix(own).is_some_and(more)
}

/// A short paragraph that stands as a heading: no end of a sentence, no speech, between paragraphs that end in one.
pub(crate) fn stands_as_heading(
    text: &str,
    before: Option<&Line<'_>>,
    after: Option<&Line<'_>>,
    listed: &Listed<'_>,
) -> bool {
    let length = text.chars().count();
    let Some(after) = after else { return false };
    if !(4..=100).contains(&length)
        || !text.starts_with(|c: char| c.is_uppercase() || c == '«')
        || text.ends_with(['.', ',', ';', ':', '!', '-', '–'])
        || text.contains(['\t', ':'])
        // What somebody proposed, word for word.
        || text.starts_with('«') && text.ends_with('»') && text.contains(' ')
    {
        return false;
    }
    let closed = before.is_none_or(|line| {
        line.kind == BlockKind::Heading
            || line.label().is_some()
            || line.text.trim_end().ends_with(['.', '!', '?', ':', '»', '"'])
    });
    // What was said, point by point; other lists belong to the words above them.
    let point = after.kind == BlockKind::ListItem
        && after.text.chars().count() >= LONG_POINT
        && after.text.trim_end().ends_with('.');
    let follows = (after.kind == BlockKind::Paragraph || point)
        && after.text.chars().count() > length
        && after.text.trim_start().starts_with(char::is_uppercase)
        && after.text.trim_end().ends_with(['.', ':', '!', '?', ';', ')']);
    let open = text.split_whitespace().last().is_some_and(|word| OPEN.contains(&word));
    let dated = crate::dates::dates(text)
        .first()
        .is_some_and(|date| date.end - date.start + 12 >= text.len());
    if !closed || !follows || open || dated {
        return false;
    }
    let speakers = listed.speakers();
    let person = speakers.named(text).is_some() || !people(text, None).present.is_empty();
    !person && subject(text, speakers, &[]).is_none()
}
