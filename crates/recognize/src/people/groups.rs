//! Several persons before the body that they all came from: "A, B og C fra Havtilsynet (Hav) og D og E fra Fyrlaget".

use super::{People, one_by_one};
use crate::organizations::is_organization;
use crate::sides::side_of;
use ordskifte_record::{Participant, Side};

/// What stands before a body.
const FROM: [&str; 2] = [" fra ", " frå "];
/// "KMD v/statssekretær Kari Moe og rådgiver Ola Li, KS v/Tor Berg": the same with each person before the body.
pub(super) fn led_by(text: &str) -> Option<String> {
    let marks: Vec<usize> = text.match_indices(" v/").map(|(at, _)| at).collect();
    let mut starts = Vec::new();
    for mark in &marks {
        let before = text.get(..*mark)?;
        let from = [", ", "; ", "\n", " og ", ". "]
            .iter()
            .filter_map(|cut| before.rfind(cut).map(|at| at + cut.len()))
            .max();
        starts.push(from.unwrap_or(0));
    }
    // One person behind each body is an entry like others.
    let whole = starts.first() == Some(&0) && text.contains(" og ");
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mut out = Vec::new();
    for ((start, mark), end) in starts.iter().zip(&marks).zip(ends) {
        let body = text.get(*start..*mark)?.trim();
        let names = text
            .get(mark + " v/".len()..end)?
            .trim()
            .trim_end_matches([',', ';', '.', ' ']);
        let names = names.strip_suffix(" og").unwrap_or(names);
        let found = one_by_one(names, None);
        let bare = found.absent.is_empty() && found.present.iter().all(|person| person.organization.is_none());
        if !whole
            || found.present.is_empty()
            || !bare
            || body.contains(['(', ':'])
            || !body.starts_with(char::is_uppercase)
        {
            return None;
        }
        out.extend(
            found
                .present
                .iter()
                .map(|person| format!("{} ({body})", person.printed)),
        );
    }
    (!out.is_empty()).then(|| out.join("\n"))
}

/// Own parts of the body that meets, which are no bodies of their own.
const OWN: [&str; 4] = ["sekretariatet", "administrasjonen", "styret", "rådmannsgruppa"];
/// Longest name of a body, in characters.
const LONGEST: usize = 80;

/// Those whom a text lists in groups, with the bodies that these came from; `None` where it does not.
pub(super) fn people(text: &str, side: Option<Side>) -> Option<People> {
    let mut rest = text;
    let mut found = People {
        present: Vec::new(),
        absent: Vec::new(),
    };
    while let Some((at, length)) = from(rest) {
        let names = rest.get(..at)?;
        let mut group = if let Some(group) = several(names, side) {
            group
        } else {
            // "Ola Li, Lillevik kommune, Kari Moe og Per Dal fra …": the last two.
            let (before, pair) = names.rsplit_once(", ")?;
            let pair = several(pair, side)?;
            let mut before = one_by_one(before, side);
            found.present.append(&mut before.present);
            found.absent.append(&mut before.absent);
            pair
        };
        let (body, behind) = body(rest.get(at + length..)?)?;
        for person in group.present.iter_mut().chain(&mut group.absent) {
            if !OWN.contains(&body) {
                person.organization = Some(body.to_owned());
                person.side = person.side.or_else(|| side_of(body));
            }
        }
        found.present.append(&mut group.present);
        found.absent.append(&mut group.absent);
        rest = behind;
    }
    if found.present.is_empty() {
        return None;
    }
    let mut others = one_by_one(rest.trim_start_matches(['.', ',', ';', ' ']), side);
    found.present.append(&mut others.present);
    found.absent.append(&mut others.absent);
    Some(found)
}

/// Where the first body stands that is not in parentheses, and how long the word before it is.
fn from(text: &str) -> Option<(usize, usize)> {
    let mut places: Vec<(usize, usize)> = FROM
        .iter()
        .flat_map(|word| text.match_indices(word).map(|(at, word)| (at, word.len())))
        .collect();
    places.sort_unstable();
    let outside = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        before.matches('(').count() == before.matches(')').count()
    };
    places.into_iter().find(|(at, _)| outside(*at))
}

/// The persons of a group: two at least, the last two joined by "og", and none with a body of its own.
fn several(text: &str, side: Option<Side>) -> Option<People> {
    let text = text.trim_start_matches([' ', ',', ';', '.']);
    let text = text.strip_prefix("og ").unwrap_or(text);
    let last = text.rsplit([',', ';']).next().unwrap_or_default();
    if !last.contains(" og ") && text.matches([',', ';']).count() < 2 {
        return None;
    }
    let found = one_by_one(text, side);
    // "Direktør A og rådgiver B fra KS": of the first nothing is told.
    let titled = found.present.len() == 2 && found.present.iter().all(|person| person.role.is_some());
    let bare = found.present.iter().all(|person| person.organization.is_none());
    (found.present.len() >= 2 && bare && !titled).then_some(found)
}

/// The body that a text begins with, without its abbreviation in parentheses, and what stands behind both.
fn body(text: &str) -> Option<(&str, &str)> {
    let ends = [" (", ", ", ". ", "; ", " og ", " samt "].iter();
    let ends = ends.flat_map(|mark| text.match_indices(mark).map(|(at, _)| at));
    let whole = text.trim_end_matches(['.', ' ', ':']).len();
    let mut ends: Vec<usize> = ends.chain([whole]).filter(|end| *end <= whole).collect();
    ends.sort_unstable();
    let names = |end: &&usize| text.get(..**end).is_some_and(is_organization);
    let first = ends.first()?;
    // "Sogn og Fjordane fylkeskommune" goes on until it is one.
    let end = *ends.iter().find(names).unwrap_or(first);
    let name = text.get(..end)?.trim();
    let behind = text.get(end..)?;
    let behind = match behind.strip_prefix(" (").and_then(|short| short.split_once(')')) {
        Some((_, behind)) => behind,
        None => behind,
    };
    let fits = name.chars().count() <= LONGEST && !name.is_empty();
    (fits && (name.starts_with(char::is_uppercase) || OWN.contains(&name))).then_some((name, behind))
}

/// What begins a parenthesis that holds for more than one.
pub(super) const SHARED: [&str; 4] = ["(begge ", "(båe ", "(alle ", "(samtlige "];

/// Gives those before somebody the body that all of them are from: the one before, or all who have none.
pub(super) fn share(found: &mut [Participant], person: &Participant, word: &str) {
    let two = ["(begge ", "(båe "].contains(&word);
    let before = found.iter_mut().rev().take(if two { 1 } else { usize::MAX });
    for other in before.take_while(|other| other.organization.is_none()) {
        other.organization.clone_from(&person.organization);
        other.side = other.side.or(person.side);
    }
}
