//! Who led the meeting and who wrote the minutes: by labels, beside names, in sentences and below the text.

mod passed;
mod written;

use crate::evidence;
use crate::labels::label;
use crate::people::{WROTE, initials, leading_role, people};
use crate::speakers::{Speakers, is_generation};
use crate::view::View;
use ordskifte_record::{Attribution, Participant, Record, Side};
use ordskifte_vocabulary::fold_name;
pub(crate) use passed::pass;

/// Fills in who led and who wrote where no label in the list told it.
///
/// `after` is the first line behind the list, `titled` those whom labels named, often with the role that the list lacks.
pub(crate) fn settle(view: &View<'_>, after: usize, titled: &[Participant], record: &mut Record) {
    complete(titled, &mut record.participants);
    if record.chair.is_empty() {
        led_by(view, record);
    }
    mark_chairs(record);
    if record.minute_takers.is_empty() {
        record.minute_takers = signed_minutes(view, after);
    }
    if record.minute_takers.is_empty()
        && let Some((line, name)) = written::writer(view)
    {
        record.minute_takers = vec![name];
        evidence(record, "minute_takers", line);
    }
}

/// Gives chair and minute-takers the names of the list, which holds everybody once.
pub(crate) fn name_whole(record: &mut Record) {
    for name in record.chair.iter_mut().chain(&mut record.minute_takers) {
        if let Some(whole) = listed_as(name, &record.participants) {
            *name = whole;
        }
    }
}

/// What stands behind who led the meeting.
const LED: [&str; 8] = [
    " ledet møtet",
    " leda møtet",
    " leidde møtet",
    " leia møtet",
    " ledde møtet",
    " var møteleder",
    " var møteleiar",
    " var ordstyrer",
];

/// "Statssekretær Moe ledet møtet.": the person of the list that begins the sentence.
fn leads(text: &str, participants: &[Participant]) -> Option<String> {
    let (at, end) = LED
        .iter()
        .find_map(|words| text.find(words).map(|at| (at, at + words.len())))?;
    let (before, after) = (text.get(..at)?, text.get(end..)?.trim_start());
    // "… fra kl. 12" tells who led a part of it.
    let part = ["fra ", "frå ", "under ", "etter ", "til ", "i sak"];
    if part.iter().any(|word| after.starts_with(word)) {
        return None;
    }
    let subject = before.rsplit_once(". ").map_or(before, |(_, last)| last).trim();
    let speakers = Speakers::new(participants, &[]);
    let words: Vec<&str> = subject.split_whitespace().collect();
    // "Moe ønsket velkommen og ledet møtet".
    let begun = || {
        let most = if words.last() == Some(&"og") {
            4.min(words.len())
        } else {
            0
        };
        (1..=most)
            .rev()
            .find_map(|count| speakers.named(&words.get(..count)?.join(" ")))
    };
    let (speaker, how) = speakers.resolve(subject, &[]).or_else(begun)?;
    matches!(how, Attribution::Name | Attribution::Role).then_some(speaker.name)
}

/// Words before the name of who led the meeting.
const LED_BY: [&str; 12] = [
    "ble ledet av ",
    "ble åpnet og ledet av ",
    "vart opna og leidd av ",
    "blei opna og leia av ",
    "ble leda av ",
    "blei leda av ",
    "vart leidd av ",
    "blei leidd av ",
    "vart leia av ",
    "blei leia av ",
    "var ledet av ",
    "var leidd av ",
];
/// Lines that say who led.
const LED_LINES: usize = 80;

/// Longest way from the meeting to "og ble ledet av", in bytes.
const MAX_BEGUN: usize = 80;

/// "Møtet ble ledet av regionrådets nestleder, ordfører Kari Moen."
fn led_by(view: &View<'_>, record: &mut Record) {
    let lines = view.lines.iter().take(LED_LINES);
    for line in lines.filter(|line| line.text.contains("øtet ") || line.text.contains("øtet\u{a0}")) {
        let Some(rest) = LED_BY.iter().find_map(|words| {
            let (before, rest) = line.text.split_once(words)?;
            let before = before.trim_end();
            // "Møtet startet kl. 12.30 og ble ledet av …".
            let begun = before.strip_suffix(" og").and_then(|before| before.rfind("øtet "));
            let begun = begun.is_some_and(|at| before.len() - at <= MAX_BEGUN);
            ((begun || before.ends_with("øtet")) && !rest.is_empty()).then_some(rest)
        }) else {
            continue;
        };
        let sentence = rest.split(". ").next().unwrap_or(rest).trim_end_matches('.');
        let found = named_last(sentence);
        if !found.is_empty() {
            record.chair = found;
            evidence(record, "chair", line);
            return;
        }
    }
    let lines = view.lines.iter().take(LED_LINES);
    let mut told = lines.filter(|line| line.text.contains("møte") || line.text.contains("ordstyr"));
    let found = told.find_map(|line| Some((line, leads(line.text, &record.participants)?)));
    if let Some((line, name)) = found {
        record.chair = vec![name];
        evidence(record, "chair", line);
    }
}

/// The first person that a sentence names, titles before it passed over.
fn named_last(sentence: &str) -> Vec<String> {
    let starts = std::iter::once(0).chain(sentence.match_indices(' ').map(|(at, blank)| at + blank.len()));
    for at in starts.take(10) {
        let rest = sentence.get(at..).unwrap_or_default();
        let found = people(rest, None).present;
        if let Some(person) = found.first() {
            return vec![person.name.clone()];
        }
        if let Some(name) = lone_name(rest).into_iter().next() {
            return vec![name];
        }
    }
    Vec::new()
}

/// Words for who led and who wrote, each alone on a line above the name.
const ALONE: [(&str, &str); 10] = [
    ("Møteleder", "chair"),
    ("Møteleiar", "chair"),
    ("Ordstyrer", "chair"),
    ("Ordstyrar", "chair"),
    ("Referent", "minutes"),
    ("Referenter", "minutes"),
    ("Referentar", "minutes"),
    ("Sekretær", "minutes"),
    ("Møtesekretær", "minutes"),
    ("Protokollfører", "minutes"),
];

/// What a line asks for that has the label of who led or wrote and nothing else; the name stands on the next.
pub(crate) fn asks_for(piece: &str) -> Option<&'static str> {
    match label(piece) {
        Some((meaning @ ("chair" | "minutes"), "")) => Some(meaning),
        Some(_) => None,
        None => {
            let bare = piece.trim();
            ALONE
                .iter()
                .find(|(word, _)| *word == bare || (is_capitals(bare) && word.to_uppercase() == bare))
                .map(|(_, meaning)| *meaning)
        }
    }
}

/// Whether all letters are capitals.
pub(crate) fn is_capitals(text: &str) -> bool {
    text.chars().all(|c| !c.is_lowercase())
}

/// A chair named by surname or role alone keeps what is printed, if it is short.
pub(crate) fn lone_name(text: &str) -> Vec<String> {
    let bare = text.split('(').next().unwrap_or_default().trim().trim_end_matches('.');
    let words: Vec<&str> = bare.split_whitespace().collect();
    let named = words.iter().all(|word| word.starts_with(char::is_uppercase)) || leading_role(bare).0.is_some();
    // "AB/20.9.04" are initials and a date.
    let marks = bare.contains(|c: char| c.is_ascii_digit() || c == '/');
    let short = !marks && (1..=4).contains(&words.len()) && bare.starts_with(char::is_uppercase) && named;
    if short { vec![bare.to_owned()] } else { Vec::new() }
}

/// "statsråden", "ordføraren": an office in the definite form, in lower case.
pub(crate) fn is_office(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    let plain = text.chars().all(|c| c.is_lowercase() || c == '-');
    plain && ["en", "aren", "n"].iter().any(|end| text.ends_with(end))
}

/// The only one of the list who has an office.
pub(crate) fn in_office(office: &str, participants: &[Participant]) -> Option<String> {
    let office = office.trim_end_matches('.');
    let (speaker, how) = Speakers::new(participants, &[]).resolve(office, &[])?;
    (how == Attribution::Role).then_some(speaker.name)
}

/// Who leads a body, where a list of its members says no more.
pub(crate) const LEADERS: [&str; 7] = [
    "leder",
    "leiar",
    "styreleder",
    "styreleiar",
    "utvalgsleder",
    "utvalsleiar",
    "styrets leder",
];

/// "Statsråd A (KRD), møteleder": the word after a person, or in the entry, names the chair.
fn mark_chairs(record: &mut Record) {
    let is = |person: &Participant, words: &[&str]| {
        let folded = fold_name(&person.printed);
        words.iter().any(|word| folded.contains(word))
            || person.role.as_deref().is_some_and(|role| words.contains(&role))
    };
    let chair = [
        "møteleder",
        "møteleiar",
        "ordstyrer",
        "leda møtet",
        "ledet møtet",
        "leia møtet",
        "leidde møtet",
    ];
    let minutes = [
        "referent",
        "(ref.)",
        "(ref)",
        ", ref.",
        "møtesekretær",
        "møteskrivar",
        "møteskriver",
        "(sekretær)",
    ];
    if record.chair.is_empty() {
        record.chair = record
            .participants
            .iter()
            .filter(|person| is(person, &chair))
            .map(|person| person.name.clone())
            .collect();
    }
    // "Kommunalminister A (leder)": a title beside it tells that it is the meeting that is led.
    if record.chair.is_empty() {
        record.chair = lone(&record.participants, |person| {
            let folded = fold_name(&person.printed);
            let led = ["(leder)", "(leiar)", "(leiing)", ", leder)", ", leiar)"]
                .iter()
                .any(|word| folded.contains(word))
                || [", leder", ", leiar"].iter().any(|word| folded.ends_with(word));
            led && person
                .role
                .as_deref()
                .is_some_and(|role| !["leder", "leiar"].contains(&role))
        });
    }
    // "Kari Moen (leder)", "Kari Moen | Leder | H": the only leader of the list in a body's own meeting, where nobody is
    // there for a side.
    // Among those of a ministry "leder" is of the group that meets; KS's own leader is not.
    if record.chair.is_empty() {
        let sided = record
            .participants
            .iter()
            .filter(|person| matches!(person.side, Some(Side::Stat | Side::Ks)))
            .count();
        // A guest from KS makes no sides; who leads there is called by nothing else.
        let sides = sided * 2 >= record.participants.len();
        record.chair = lone(&record.participants, |person| {
            let here = person.side.map_or(!sides, |side| side == Side::Stat);
            let leads = |role: &str| LEADERS.contains(&role) && (sided == 0 || !role.contains("styre"));
            here && person.role.as_deref().is_some_and(leads)
        });
    }
    if record.minute_takers.is_empty() {
        record.minute_takers = record
            .participants
            .iter()
            .filter(|person| is(person, &minutes) || is(person, &WROTE))
            .map(|person| person.name.clone())
            .collect();
    }
}

/// The name of the one person of whom something is true; none where it is true of several.
fn lone(people: &[Participant], is: impl Fn(&Participant) -> bool) -> Vec<String> {
    let mut found = people.iter().filter(|person| is(person));
    match (found.next(), found.next()) {
        (Some(one), None) => vec![one.name.clone()],
        _ => Vec::new(),
    }
}

/// "Møteleder: Ekspedisjonssjef Kari Moen" where the list has her name only.
fn complete(titled: &[Participant], participants: &mut [Participant]) {
    for person in titled {
        let mut listed = participants.iter_mut().find(|listed| listed.name == person.name);
        // "Møteleiar: Kari Moe (KDD)": the side; the organization is what the list states.
        if let Some(listed) = listed.as_mut() {
            listed.side = listed.side.or(person.side);
        }
        if let Some(listed) = listed.filter(|listed| listed.role.is_none()) {
            listed.role.clone_from(&person.role);
            listed.level = listed.level.or(person.level);
        }
    }
}

/// "O. Rød", "Statsråd Rød", "Rød": the only one of the list who has this surname, and a given name with this initial.
fn listed_as(printed: &str, participants: &[Participant]) -> Option<String> {
    let folded = fold_name(printed);
    let words: Vec<&str> = folded.split(' ').collect();
    let (initial, surname) = match words.as_slice() {
        [surname] => (None, *surname),
        [title, surname] if ordskifte_vocabulary::role(title).is_some() => (None, *surname),
        [first, surname] => (
            Some(first.strip_suffix('.').filter(|first| first.chars().count() == 1)?),
            *surname,
        ),
        _ => return None,
    };
    let mut bearers = participants.iter().filter(|person| {
        let name = fold_name(&person.name);
        name.split(' ').rfind(|word| !is_generation(word)) == Some(surname)
            && initial.is_none_or(|initial| name.starts_with(initial))
    });
    // "Kari", where one of the list has this given name.
    let mut called = participants.iter().filter(|person| {
        let name = fold_name(&person.name);
        words.len() == 1 && name.split(' ').next() == words.first().copied()
    });
    let mut shortened = participants.iter();
    match (bearers.next(), bearers.next()) {
        (Some(one), None) => Some(one.name.clone()),
        (None, None) if is_capitals(printed) => shortened
            .find(|person| initials(person).any(|own| own == printed))
            .map(|person| person.name.clone()),
        (None, None) => match (called.next(), called.next()) {
            (Some(one), None) => Some(one.name.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Lines at the end that can name who wrote the minutes.
const TAIL: usize = 12;

/// "Referent: Kari Moen", "Kari Moen, referent" or "Kari Moen" above or below "referent", below the text.
fn signed_minutes(view: &View<'_>, after: usize) -> Vec<String> {
    let from = view.lines.len().saturating_sub(TAIL).max(after);
    let lines: Vec<&str> = view.lines.iter().skip(from).map(|line| line.text.trim()).collect();
    let named = |text: &str| -> Vec<String> {
        let found = people(text, None).present;
        found.into_iter().map(|person| person.name).collect()
    };
    let mut found = lines.iter().enumerate().rev().filter_map(|(index, line)| {
        if let Some(("minutes", rest)) = label(line) {
            // "Referent:" above the name.
            let below = || lines.get(index + 1).filter(|line| label(line).is_none()).copied();
            let rest = if rest.is_empty() { below()? } else { rest };
            let names = named(rest);
            return Some(if names.is_empty() { lone_name(rest) } else { names });
        }
        let task =
            |text: &str| ["referent", "ref", "sekretær"].contains(&fold_name(text.trim_end_matches('.')).as_str());
        let bare = line.trim_end_matches(')');
        match bare.rsplit_once(['(', ',']) {
            Some((name, word)) if task(word.trim()) => Some(named(name)),
            // "Kari Moe referent": two lines that ran together.
            None if bare
                .rsplit_once(' ')
                .is_some_and(|(name, word)| task(word) && named(name).len() == 1) =>
            {
                bare.rsplit_once(' ').map(|(name, _)| named(name))
            }
            // The name stands above its task, or below it.
            _ if task(line) => {
                let above = index
                    .checked_sub(1)
                    .and_then(|at| lines.get(at))
                    .map(|line| named(line));
                let below = || lines.get(index + 1).map(|line| named(line));
                above.filter(|names| !names.is_empty()).or_else(below)
            }
            _ => None,
        }
    });
    found.find(|names| !names.is_empty()).unwrap_or_default()
}
