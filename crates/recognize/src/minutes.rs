//! Minutes by their form: who was there, and below that what these persons said. Many do not call themselves minutes where
//! a title stands, are sent as letters, or have the heading of a case for a title.

use crate::columns::Columns;
use crate::delegations::{is_from, is_part};
use crate::kind::kind_of;
use crate::people::{is_name, leading_role, people};
use crate::present::heads_columns;
use crate::speakers::Speakers;
use crate::subjects::{Subject, subject};
use crate::view::{Line, View};
use ordskifte_record::{Attribution, Kind, Record};
use ordskifte_vocabulary::fold_name;

/// Lines that the list of those present can begin within.
const TOP: usize = 60;
/// Lines that can name the sort of paper.
const HEAD: usize = 15;
/// Fewest persons of a list.
const PERSONS: usize = 2;
/// Fewest paragraphs that begin with what one of them said.
const SPEECHES: usize = 3;

/// Longest name of a sort of paper, its letters set apart, in bytes.
const MAX_NAME: usize = 80;

/// The sort of minutes that a line of the head names and nothing else, and its index: "MØTEPROTOKOLL", "R E F E R A T".
pub(crate) fn called(view: &View<'_>) -> Option<(Kind, usize)> {
    let head = view.lines.iter().take(HEAD).enumerate();
    let mut cells = head.flat_map(|(index, line)| line.text.split('\t').map(move |cell| (index, cell)));
    cells.find_map(|(index, cell)| {
        // One word, and no paragraph: those would be looked through for every sort of paper.
        let cell = Some(cell.trim()).filter(|cell| cell.len() <= MAX_NAME)?;
        let folded = Some(fold_name(&unspaced(cell))).filter(|folded| !folded.contains(' '))?;
        kind_of(&folded, &["title"])
            .filter(|kind| matches!(kind, Kind::Referat | Kind::Protokoll))
            .map(|kind| (kind, index))
    })
}

/// The sort of minutes that a document has the form of, and the line that begins the list of those present.
pub(crate) fn by_form(view: &View<'_>) -> Option<(Kind, usize)> {
    let list = view.lines.iter().take(TOP).position(begins_list)?;
    let mut record = Record {
        kind: Kind::Referat,
        ..Record::default()
    };
    let after = crate::present::read(view, &mut record);
    if record.participants.len() < PERSONS {
        return None;
    }
    let below = view.lines.get(after..).unwrap_or_default();
    speak(below.iter(), &record).then(|| (called(view).map_or(Kind::Referat, |(kind, _)| kind), list))
}

/// Whether paragraphs begin with what those who were there said.
fn speak<'l, 'v: 'l>(mut lines: impl Iterator<Item = &'l Line<'v>>, record: &Record) -> bool {
    let speakers = Speakers::new(&record.participants, &record.chair);
    let speak = |line: &Line<'_>| {
        let told = |subject: Subject| subject.attribution != Attribution::Unresolved;
        let long = line.text.split_whitespace().nth(2).is_some();
        long && (speakers.begins(line.text) || subject(line.text, &speakers, &[]).is_some_and(told))
    };
    (0..SPEECHES).all(|_| lines.any(speak))
}

/// Whether the list of those who were there ends the paper, and they speak above it.
pub(crate) fn listed_last(view: &View<'_>, after: usize, record: &Record) -> bool {
    let (above, below) = view.lines.split_at(after.min(view.lines.len()));
    let places = record.evidence.get("participants").into_iter().flatten();
    let listed: Vec<usize> = places.filter_map(|place| place.start).collect();
    let others = above.iter().filter(|line| !listed.contains(&line.start));
    below.len() <= TRAILING && record.participants.len() >= PERSONS && speak(others, record)
}

/// Most lines behind a list that ends a paper.
const TRAILING: usize = 4;

/// The list of those present below the place and the hours of a meeting, or above that of those who were away, of a paper that
/// calls itself nothing.
pub(crate) fn by_list(view: &View<'_>) -> Option<usize> {
    let head = || view.lines.iter().take(TOP);
    let placed = head().any(|line| PLACED.iter().any(|word| line.text.trim_start().starts_with(word)));
    if !(placed || tells_who_was_away(view)) {
        return None;
    }
    let mut record = Record {
        kind: Kind::Referat,
        ..Record::default()
    };
    let after = crate::present::read(view, &mut record);
    (record.participants.len() > PERSONS).then(|| after.saturating_sub(1))
}

/// Whether lists name both who was at a meeting and who was not: nobody knows the latter before it.
pub(crate) fn tells_who_was_away(view: &View<'_>) -> bool {
    let labelled = |name: &str| {
        let mut head = view.lines.iter().take(TOP);
        head.any(|line| line.label().is_some_and(|(label, _)| label == name))
    };
    labelled("present") && labelled("absent")
}

/// Labels that only meetings have.
const PLACED: [&str; 6] = [
    "Møtested:",
    "Møtestad:",
    "Møtetid:",
    "Møtedato:",
    "Møtedato/tid:",
    "Møtelokale:",
];

/// Where the speeches of a record in the speakers' own words begin that lists nobody: "Kari Øy (Norsk Fyr): Takk.", of two
/// persons or more.
pub(crate) fn by_dialogue(view: &View<'_>) -> Option<usize> {
    let spoken = view.lines.iter().map(|line| speaker(line.text));
    let spoken: Vec<(usize, &str)> = (0..).zip(spoken).filter_map(|(at, name)| Some((at, name?))).collect();
    let (first, name) = spoken.first()?;
    let others = spoken.iter().any(|(_, other)| other != name);
    (spoken.len() >= SPEECHES && others).then_some(*first)
}

/// The whole name, with a party or body behind it, before a speech.
pub(crate) fn speaker(text: &str) -> Option<&str> {
    let (label, said) = text.split_once(": ").filter(|(label, _)| label.len() <= MAX_SPEAKER)?;
    // "Kari Øy (H) [10:14:44]: …" in the debates of the Storting, where ministers have no party.
    let timed = label.trim().strip_suffix(']').and_then(|label| label.rsplit_once(" ["));
    let timed =
        timed.filter(|(_, time)| time.contains(':') && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':'));
    let label = timed.map_or(label.trim(), |(label, _)| label.trim());
    let (name, body) = match label.strip_suffix(')').and_then(|label| label.split_once(" (")) {
        Some(noted) => noted,
        None => timed.map(|_| (leading_role(label).1, "R"))?,
    };
    let words: Vec<&str> = name.split(' ').collect();
    let named = (2..=4).contains(&words.len()) && is_name(&words) && body.starts_with(char::is_uppercase);
    let said = match said.split_once("): ") {
        Some((note, rest)) if note.starts_with('(') && note.len() <= MAX_SPEAKER => rest,
        _ => said,
    };
    let spoken = said.starts_with(char::is_uppercase) && said.trim_end().ends_with(['.', '?', '!']);
    (named && spoken).then_some(name)
}

/// Longest name with party or body, in bytes.
const MAX_SPEAKER: usize = 100;

/// Whether a line can begin the list of those present.
fn begins_list(line: &Line<'_>) -> bool {
    if matches!(line.label(), Some(("present" | "stat" | "ks", _))) {
        return true;
    }
    let short = line.text.chars().count() <= 100;
    let named = line.text.split(':').next().unwrap_or_default();
    let table = || line.text.contains('\t') && Columns::headed(line.text, false).is_some_and(|known| known.tell_more());
    let part = || is_part(named) && !people(line.text, None).present.is_empty();
    short && (is_from(named, true) || table() || heads_columns(line.text)) || part()
}

/// A text whose letters stand apart, "R E F E R A T", with its letters together; its words cannot be told.
pub(crate) fn unspaced(text: &str) -> String {
    let words = text.split(' ').filter(|word| !word.is_empty());
    let (all, single) = words.fold((0, 0), |(all, single), word| {
        (all + 1, single + usize::from(word.chars().count() == 1))
    });
    if all >= 5 && single * 10 >= all * 9 {
        text.split(' ').collect()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_stand_apart_are_a_word() {
        assert_eq!(unspaced("R E F E R A T"), "REFERAT");
        assert_eq!(unspaced("I å l i v e t"), "Iålivet");
        assert_eq!(unspaced("Møte i A og B"), "Møte i A og B");
    }
}
