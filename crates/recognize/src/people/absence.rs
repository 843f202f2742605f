//! Who a list says was not there, and who was there instead.

use super::People;
use super::names::looks_like_person;
use super::notes::is_attendance;
use crate::sentences::sentences;
use ordskifte_analysis::Set;
use ordskifte_record::Participant;
use ordskifte_vocabulary::{LowerCase, fold_name};
use std::sync::LazyLock;

/// How a sentence in a list says that somebody was not there.
pub(super) const AWAY: [&str; 49] = [
    " var forhindret fra å møte",
    " var forhindret fra å delta",
    " var forhindra frå å møte",
    " var forhindra frå å delta",
    " var innkalt, men kunne ikke møte",
    " var innkalla, men kunne ikkje møte",
    " var ikke møtt",
    " var ikkje møtt",
    " måtte melde forfall",
    " måtte melde avbud",
    " var forhindra",
    " meldte avbud",
    " hadde meldt avbud",
    " var fraværende",
    " var sjuk",
    " var syk",
    " var sjukmeldt",
    " var sykmeldt",
    " sendte avbud",
    " sende avbod",
    " hadde sendt avbud",
    " melde avbod",
    " var ikke til stede",
    " var ikkje til stades",
    " var ikke tilstede",
    " var ikkje tilstades",
    " hadde meldt forfall",
    " hadde forfall",
    " meldte forfall",
    " melde forfall",
    " hadde permisjon",
    " møtte ikke",
    " møtte ikkje",
    " deltok ikke",
    " deltok ikkje",
    " kunne ikke møte",
    " kunne ikkje møte",
    " kunne ikke delta",
    " kunne ikkje delta",
    " kunne ikke komme",
    " kunne ikkje kome",
    " var forhindret",
    " meldt forfall",
    " Meldt forfall",
    " ikke møtt",
    " ikkje møtt",
    " Forfall",
    " forfall",
    " FORFALL",
];

/// Who was away by a sentence of several: "Kari Moe og Ola Li hadde meldt forfall." The names, and the text around it.
pub(super) fn several(text: &str) -> Option<(&str, String)> {
    if !text.contains(" og ") {
        return None;
    }
    let (start, end) = sentences(text).into_iter().find(|(start, end)| {
        let sentence = text.get(*start..*end).unwrap_or_default();
        names_of_several(sentence).is_some()
    })?;
    let names = names_of_several(text.get(start..end)?)?;
    Some((names, format!("{} {}", text.get(..start)?, text.get(end..)?)))
}

/// The names before the words, joined by "og" and commas and nothing else.
fn names_of_several(sentence: &str) -> Option<&str> {
    let bare = sentence.trim().trim_end_matches('.');
    let names = AWAY.iter().find_map(|words| bare.strip_suffix(words))?;
    let (before, last) = names.rsplit_once(" og ")?;
    // Where a sentence ended inside, the names before it are others.
    let ended = |(at, _): (usize, &str)| !names.get(..at).is_some_and(|before| before.ends_with("adm"));
    let plain = !names.contains([':', '\t']) && !names.contains(").") && !names.match_indices(". ").any(ended);
    let all = before.split(", ").chain([last]).all(looks_like_person);
    (plain && all).then_some(names)
}

/// What says so by itself, in lower case.
static ALONE: LazyLock<Set> = LazyLock::new(|| {
    const NOTED: [&str; 12] = [
        "permisjon",
        "fraværende",
        "fråverande",
        "syk",
        "sjuk",
        "frafall",
        "fravær",
        "fråvær",
        "avbud",
        "meldt avbud",
        "ikke til stede",
        "ikkje til stades",
    ];
    AWAY.iter().map(|words| words.trim_start()).chain(NOTED).collect()
});

/// Whether an entry says nothing but that the person before was not there.
pub(crate) fn is_away(entry: &str) -> bool {
    ALONE.contains(fold_name(entry.trim().trim_end_matches('.')).as_str())
}

/// Words of a note by which somebody was not there.
const NOTES: [&str; 8] = [
    "ikke møtt",
    "ikkje møtt",
    "forfall",
    "permisjon",
    "ikke til stede",
    "ikkje til stades",
    "var ikke til stede",
    "var ikkje til stades",
];

/// Whether a note behind a name says that somebody was not there; who was away from a part of the meeting was.
pub(super) fn is_away_note(note: &str) -> bool {
    let said = || {
        let lower = note.lower_case();
        NOTES.iter().any(|word| lower.contains(word)) && !is_attendance(note)
    };
    is_away(note) || said()
}

/// "HOD (forfall)", "HOD forfall" behind a name: the body without the note by which that person was not there.
pub(super) fn away_behind(entry: &str) -> Option<String> {
    let entry = entry.trim();
    let noted = || {
        let (before, note) = entry.strip_suffix(')')?.rsplit_once('(')?;
        is_away_note(note).then_some(before)
    };
    let bare = || {
        let before = AWAY.iter().find_map(|words| entry.strip_suffix(words))?;
        (!before.contains(' ')).then_some(before)
    };
    let before = noted().or_else(bare)?;
    Some(before.trim_end_matches([' ', '–', '-']).trim().to_owned())
}

/// "Det var meldt forfall fra Kari Moe og Ola Li.": those who are named behind such words.
pub(crate) fn excused(text: &str) -> Option<&str> {
    const WORDS: [&str; 14] = [
        "Forfall fra ",
        "Forfall frå ",
        "Meldt forfall fra ",
        "Meldt forfall frå ",
        "Forfall var meldt av ",
        "Forfall er meldt av ",
        "Det var meldt forfall fra ",
        "Det var meldt forfall frå ",
        "Det er meldt forfall fra ",
        "Det er meldt forfall frå ",
        "Det forelå forfall fra ",
        "Det låg føre forfall frå ",
        "Forfall var meldt fra ",
        "Forfall var meldt frå ",
    ];
    WORDS.iter().find_map(|words| text.trim_start().strip_prefix(words))
}

/// "A B pva C D (utvalget)", "A B (vara for C D)": A B was there for C D; what follows in parentheses is the seat, which
/// both are listed with.
pub(super) fn deputy(entry: &str) -> (String, Option<String>) {
    // Nobody stands in for most people.
    if !entry.contains("for ") && !entry.contains(" p") {
        return (entry.to_owned(), None);
    }
    for word in [
        "(stedfortreder for ",
        "(stadfortredar for ",
        " stedfortreder for ",
        " stadfortredar for ",
        "(møtte for ",
        " møtte for ",
        " i stedet for ",
        " i staden for ",
        " pva. ",
        " pva ",
        " p.v.a. ",
        "(vara for ",
        " vara for ",
        "(for ",
        " for ",
        " på vegne av ",
        " på vegner av ",
    ] {
        let Some(at) = entry.find(word) else { continue };
        let (left, right) = (
            entry.get(..at).unwrap_or_default(),
            entry.get(at + word.len()..).unwrap_or_default(),
        );
        // "(for Kari Moe, som hadde forfall)".
        let name = right.split(['(', ')', ',']).next().unwrap_or_default().trim();
        if !looks_like_person(left) || !looks_like_person(name) {
            continue;
        }
        let seat = right.get(right.find('(').unwrap_or(right.len())..).unwrap_or_default();
        // "(for Kari Moe, Lillevik kommune)": the seat stands behind the name.
        let within = right
            .split_once(')')
            .and_then(|(inside, _)| Some(inside.split_once(", ")?.1));
        let told = within.filter(|seat| word.starts_with('(') && seat.starts_with(char::is_uppercase));
        let own = told.map(|seat| format!("({})", seat.trim()));
        let seat = own.as_deref().unwrap_or(seat);
        let seated = |name: &str| format!("{} {seat}", name.trim());
        return (seated(left), Some(seated(name)));
    }
    (entry.to_owned(), None)
}

/// "Helsedirektoratet (stedfortreder for direktør Ola Li)": the entry without the note, and who was away.
pub(super) fn stands_in(entry: &str) -> Option<(String, String)> {
    let words = ["(stedfortreder for ", "(stadfortredar for "];
    let (before, rest) = words.iter().find_map(|words| entry.split_once(words))?;
    let (note, after) = rest.split_once(')').unwrap_or((rest, ""));
    let name = note.split(',').next().unwrap_or(note).trim();
    (!before.trim().is_empty() && looks_like_person(name))
        .then(|| (format!("{}{after}", before.trim_end()), name.to_owned()))
}

/// Verbs by which a sentence says why somebody was away.
const WHY: [&str; 10] = [
    " var ", " er ", " hadde ", " har ", " måtte ", " kunne ", " skulle ", " meldte ", " melde ", " møtte ",
];

/// "Liv Eng og Per Kvam var syke, mens Ida Sol var på kurs." behind the label of those who were away: their names, and nothing
/// of why; `None` where it says nothing of that.
pub(crate) fn away(text: &str) -> Option<String> {
    let why = |clause: &str| WHY.iter().filter_map(|verb| clause.find(verb)).min();
    why(text)?;
    let clauses = text.split("mens ").flat_map(|part| part.split("medan "));
    let clauses = clauses.flat_map(|part| part.split(". ")).map(str::trim);
    let names: Vec<&str> = clauses
        .map(|clause| clause.get(..why(clause).unwrap_or(clause.len())).unwrap_or(clause))
        .map(|name| name.trim().trim_matches([',', '.', ';']))
        .collect();
    let persons = |names: &&str| {
        names
            .split(" og ")
            .flat_map(|part| part.split(", "))
            .all(looks_like_person)
    };
    names.iter().all(persons).then(|| names.join(", "))
}

impl People {
    /// Takes those who were away out of the list of members that they stand in, too, with what that says of them. Whoever was
    /// away from a part of the meeting alone was there.
    pub(crate) fn without_listed(&mut self, listed: &mut Vec<Participant>) {
        self.present.retain_mut(|person| {
            let Some(at) = listed.iter().position(|known| known.name == person.name) else {
                return true;
            };
            if person.printed.contains(|c: char| c.is_ascii_digit()) {
                return false;
            }
            let known = listed.remove(at);
            person.role = person.role.take().or(known.role);
            person.organization = person.organization.take().or(known.organization);
            person.side = person.side.or(known.side);
            person.level = person.level.or(known.level);
            true
        });
    }
}
