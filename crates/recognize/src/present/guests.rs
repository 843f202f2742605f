//! Guests whom sentences below the list name: "Fra Fylkesmannen møtte rådgiver Kari Moe under saken", "Til denne saka møtte
//! direktør Ola Li frå KS", "Kari Moe fra Vestforsking deltok under sak 3", and "- Fjellmat SA ved Ola Li" below
//! "Orientering:".

use super::is_by_itself;
use crate::delegations::{Delegation, delegation};
use crate::people::people;
use crate::sentences::sentences;
use crate::signs::Signs;
use crate::view::{Line, View};
use ordskifte_record::{Participant, Record, Side};
use std::sync::LazyLock;

/// Verbs of those who came.
const CAME: [&str; 6] = [
    " møtte ",
    " deltok ",
    " var til stede ",
    " var til stades ",
    " var med ",
    " stilte ",
];
static COMING: LazyLock<Signs> = LazyLock::new(|| Signs::these(&CAME));

/// The signs of those who came.
pub(crate) fn signs() -> impl Iterator<Item = &'static str> {
    CAME.into_iter()
}

/// What begins a sentence on who came to a case.
const TO_CASE: [&str; 12] = [
    "Til denne sak",
    "Til saka",
    "Til saken",
    "Til sak ",
    "I denne sak",
    "I sak ",
    "Under denne sak",
    "Under sak",
    "Til dette punkt",
    "Til punkt ",
    "På dette punkt",
    "Under punkt ",
];
/// What stands behind those who came: when, and what for.
const WHEN: [&str; 16] = [
    " under ",
    " i forbindelse ",
    " i samband ",
    " i sak ",
    " i denne ",
    " til ",
    " for å ",
    " på ",
    " ved behandl",
    " ved handsam",
    " og orienter",
    " og gjorde ",
    " og redegjor",
    " og svar",
    " og presenter",
    " og informer",
];
/// Longest sentence that is read so, in bytes: what goes on tells of other things.
const MAX_SENTENCE: usize = 300;

/// Adds the guests whom no list names.
pub(super) fn read(view: &View<'_>, record: &mut Record) {
    if record.participants.is_empty() {
        return;
    }
    let mut found = Vec::new();
    let mut oriented = false;
    for line in &view.lines {
        let text = line.text.trim();
        oriented = heads_orientation(text) || (oriented && speaker_of(text, &mut found));
        if line.signs().has(*COMING) {
            came(line, &mut found);
        }
    }
    let by_itself = is_by_itself(record);
    for mut person in found {
        // "Anne Kat. Moe" is one, though a sentence may end in a point behind two names.
        let begun = format!("{}. ", person.name);
        let known = |other: &Participant| other.name == person.name || other.name.starts_with(&begun);
        if record.participants.iter().any(known) || record.absent.iter().any(known) {
            continue;
        }
        person.side = person.side.filter(|_| !by_itself);
        record.participants.push(person);
    }
}

/// The persons of the sentences of a paragraph that tell who came.
fn came(line: &Line<'_>, found: &mut Vec<Participant>) {
    for (start, end) in sentences(line.text) {
        let sentence = line.text.get(start..end).unwrap_or_default().trim();
        if sentence.len() <= MAX_SENTENCE {
            found.extend(from_body(sentence).or_else(|| told(sentence)).unwrap_or_default());
        }
    }
}

/// Where the verb of those who came stands in a sentence, and where what follows it begins.
fn verb(sentence: &str) -> Option<(usize, usize)> {
    let verbs = CAME.iter().filter_map(|verb| Some((sentence.find(verb)?, verb.len())));
    let (at, length) = verbs.min()?;
    let rest = sentence.get(at + length..)?;
    let not = ["ikke", "ikkje", "ingen", "òg ikkje"];
    (!not.iter().any(|word| rest.starts_with(word))).then_some((at, at + length))
}

/// "Fra Fylkesmannen i Vestfjell møtte A og B under saken."
fn from_body(sentence: &str) -> Option<Vec<Participant>> {
    let rest = ["Fra ", "Frå "].iter().find_map(|word| sentence.strip_prefix(word))?;
    let (at, end) = verb(rest)?;
    persons(before_when(rest.get(end..)?), rest.get(..at)?)
}

/// "Til denne saka møtte A frå KS.", "A og B fra Vestforsking møtte under sak 3."
fn told(sentence: &str) -> Option<Vec<Participant>> {
    let (at, end) = verb(sentence)?;
    let to_case = TO_CASE.iter().any(|words| sentence.starts_with(words));
    let who = if to_case {
        before_when(sentence.get(end..)?)
    } else {
        sentence.get(..at)?
    };
    let (names, body) = [" fra ", " frå "].iter().find_map(|from| who.rsplit_once(from))?;
    persons(names, body)
}

/// Text before what says when somebody came and what for.
fn before_when(text: &str) -> &str {
    let cut = WHEN.iter().filter_map(|words| text.find(words)).min();
    text.get(..cut.unwrap_or(text.len()))
        .unwrap_or(text)
        .trim_end_matches('.')
}

/// All that a text names and nothing else, from this body.
fn persons(names: &str, body: &str) -> Option<Vec<Participant>> {
    let body = body.trim().trim_end_matches('.');
    if !body.starts_with(char::is_uppercase) || body.contains([',', ':']) {
        return None;
    }
    let Delegation { side, body } = delegation(&format!("Fra {body}"), false)?;
    let body = body.or_else(|| (side == Side::Ks).then(|| "KS".to_owned()));
    let parts = names.split(", ").flat_map(|part| part.split(" og "));
    let mut found = Vec::new();
    for part in parts {
        let [person] = people(part, None).present.try_into().ok()?;
        let Participant { organization, .. } = &person;
        let organization = organization.clone().or_else(|| body.clone());
        found.push(Participant {
            organization,
            side: Some(side),
            ..person
        });
    }
    Some(found)
}

/// "Orientering:", "Orienteringar :" above those who gave them.
fn heads_orientation(text: &str) -> bool {
    let name = text.strip_suffix(':').map(str::trim_end);
    name.is_some_and(|name| name.starts_with("Orientering") && !name.contains(' '))
}

/// "- Fjellmat SA ved Ola Li. Foredraget ligger ved": who spoke for a body; tells whether the line is of that form.
fn speaker_of(text: &str, found: &mut Vec<Participant>) -> bool {
    let text = text.trim_start_matches(['-', '–', '•', ' ']);
    let first = sentences(text).first().and_then(|(start, end)| text.get(*start..*end));
    let split = first.and_then(|first| [" ved ", " v/"].iter().find_map(|by| first.split_once(by)));
    let guests = split.and_then(|(body, name)| persons(name.trim().trim_end_matches('.'), body));
    let any = guests.is_some();
    found.extend(guests.unwrap_or_default());
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_tell_who_came() {
        let names = |sentence: &str| {
            let found = from_body(sentence).or_else(|| told(sentence)).unwrap_or_default();
            let brief = |person: Participant| format!("{}/{}", person.name, person.organization.unwrap_or_default());
            found.into_iter().map(brief).collect::<Vec<_>>()
        };
        assert_eq!(
            names("Fra Fylkesmannen i Nordmark møtte assisterende fylkesmann Kari Moe og rådgiver Ola Li under saken."),
            ["Kari Moe/Fylkesmannen i Nordmark", "Ola Li/Fylkesmannen i Nordmark"]
        );
        assert_eq!(names("Til denne saka møtte direktør Kari Moe frå KS."), ["Kari Moe/KS"]);
        assert_eq!(
            names("Kari Moe og Ola Flø Li fra Vestforsking møtte i forbindelse med sak 3."),
            ["Kari Moe/Vestforsking", "Ola Flø Li/Vestforsking"]
        );
        for other in [
            "Fra KS møtte ingen.",
            "Kari Moe fra KS møtte ikke.",
            "Moe møtte statsråden i går.",
            "Fra administrasjonen møtte flere under saken.",
            "Representanter fra KS møtte under saken.",
        ] {
            assert!(names(other).is_empty(), "{other}");
        }
    }
}
