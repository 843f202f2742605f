//! Whom a printed name, title, pronoun or body means among those who were present.

mod roles;
mod unlisted;
mod words;

use crate::people::initials;
use ordskifte_record::{Attribution, Participant, Record, Speaker, SpeakerKind};
use ordskifte_vocabulary::{LowerCase, fold_name, ministries_by_name};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use words::{bare, is_body, untitled};
pub(crate) use words::{is_near, means};

/// Those who can be speakers.
pub(crate) struct Speakers<'a> {
    participants: &'a [Participant],
    chair: Option<u32>,
    /// Ends of names; `None` for one that several bear.
    ends: HashMap<String, Option<u32>>,
    /// Given names, folded; `None` for one that several bear.
    given: HashMap<String, Option<u32>>,
    /// Bodies that people are listed for, folded.
    bodies: HashSet<String>,
    /// Ends of the names of those who led or wrote and are not listed; `None` for one that several bear.
    others: HashMap<String, Option<String>>,
    /// The chair, who is not listed.
    led: Option<String>,
    /// Who wrote the minutes, where it was one.
    writer: Option<String>,
    /// Last words of names: what ends in another word names nobody, and most of what is asked for does.
    lasts: HashSet<String>,
    /// What the roles of the participants are, once that is asked.
    offices: OnceCell<Vec<roles::Office>>,
}

/// Most words of a body between a title and a name.
const BODY_WORDS: usize = 6;

/// A printed subject's speaker, and how it was found.
pub(crate) type Found = (Speaker, Attribution);

/// The speakers of a record, made when the first rule asks for them.
pub(crate) struct Listed<'a> {
    record: &'a Record,
    speakers: OnceCell<Speakers<'a>>,
}

impl<'a> Listed<'a> {
    pub(crate) fn new(record: &'a Record) -> Self {
        let speakers = OnceCell::new();
        Self { record, speakers }
    }

    pub(crate) fn speakers(&self) -> &Speakers<'a> {
        let make = || Speakers::new(&self.record.participants, &self.record.chair);
        self.speakers.get_or_init(make)
    }
}

impl<'a> Speakers<'a> {
    pub(crate) fn new(participants: &'a [Participant], chair: &[String]) -> Self {
        let mut ends: HashMap<String, Option<u32>> = HashMap::new();
        let mut given: HashMap<String, Option<u32>> = HashMap::new();
        let mut lasts = HashSet::new();
        for (index, person) in (0_u32..).zip(participants) {
            // "Ola Rød jr." is called Rød.
            let words: Vec<&str> = person
                .name
                .split_whitespace()
                .filter(|word| !is_generation(word))
                .collect();
            if let [first, _, ..] = words.as_slice() {
                given
                    .entry(fold_name(first))
                    .and_modify(|known| *known = None)
                    .or_insert(Some(index));
            }
            lasts.extend(words.last().map(|word| fold_name(word)));
            // "Anne-Grete Li (AGL)" is called AGL.
            for folded in initials(person).map(fold_name) {
                lasts.insert(folded.clone());
                ends.insert(folded, Some(index));
            }
            for first in 0..words.len() {
                let name = words.get(first..).unwrap_or_default().join(" ").lower_case();
                ends.entry(name)
                    .and_modify(|known| *known = None)
                    .or_insert(Some(index));
            }
        }
        // The chair is meant only while there is one.
        let (led, chair_index) = match chair {
            [one] => {
                let index = (0_u32..).zip(participants).find(|(_, person)| person.name == *one);
                (index.is_none().then(|| one.clone()), index.map(|(index, _)| index))
            }
            _ => (None, None),
        };
        let speakers = Self {
            participants,
            chair: chair_index,
            ends,
            given,
            others: HashMap::new(),
            led: led.filter(|name| name.contains(' ')),
            writer: None,
            bodies: participants
                .iter()
                .filter_map(|person| person.organization.as_deref())
                .flat_map(names_of)
                .collect(),
            lasts,
            offices: OnceCell::new(),
        };
        speakers.with(chair)
    }

    /// Also those who led or wrote and are not listed.
    pub(crate) fn with(mut self, names: &[String]) -> Self {
        let listed = |name: &String| self.participants.iter().any(|person| person.name == *name);
        let unlisted: Vec<&String> = names
            .iter()
            .filter(|name| name.contains(' ') && !listed(name))
            .collect();
        for name in unlisted {
            let words: Vec<&str> = name.split_whitespace().collect();
            self.lasts.extend(words.last().map(|word| fold_name(word)));
            for first in 0..words.len() {
                let end = fold_name(&words.get(first..).unwrap_or_default().join(" "));
                // A surname that somebody of the list bears as well is nobody's.
                if let Some(known) = self.ends.get_mut(&end) {
                    *known = None;
                } else {
                    self.others
                        .entry(end)
                        .and_modify(|known| *known = known.take().filter(|known| known == name))
                        .or_insert_with(|| Some(name.clone()));
                }
            }
        }
        self
    }

    /// Knows who wrote the minutes: "Sekretæren beklaget".
    pub(crate) fn written_by(mut self, names: &[String]) -> Self {
        if let [one] = names {
            self.writer = Some(one.clone()).filter(|name| name.contains(' '));
        }
        self.with(names)
    }

    /// Somebody who led or wrote and is not listed.
    fn outsider(name: &str, printed: &str, how: Attribution) -> Found {
        let speaker = Speaker {
            name: name.to_owned(),
            participant: None,
            printed: printed.to_owned(),
            kind: SpeakerKind::Person,
        };
        (speaker, how)
    }

    fn person(&self, index: u32, printed: &str, how: Attribution) -> Option<Found> {
        let speaker = Speaker {
            name: self.participants.get(index as usize)?.name.clone(),
            participant: Some(index),
            printed: printed.to_owned(),
            kind: SpeakerKind::Person,
        };
        Some((speaker, how))
    }

    /// Whether a participant is listed for this body.
    pub(crate) fn belongs(&self, speaker: &Speaker, body: &str) -> bool {
        let listed = speaker
            .participant
            .and_then(|index| self.participants.get(index as usize));
        let organization = listed.and_then(|person| person.organization.as_deref());
        organization.is_some_and(|own| fold_name(own) == fold_name(body))
    }

    /// Whether people of a body are listed, or nothing tells of whom.
    pub(crate) fn attends(&self, body: &str) -> bool {
        let folded = fold_name(body);
        let ministry = || {
            ministries_by_name(body)
                .iter()
                .any(|one| self.bodies.contains(&fold_name(one.abbreviation)))
        };
        self.bodies.is_empty() || means("organization", &folded) || self.bodies.contains(&folded) || ministry()
    }

    /// Whether a text begins with the name of somebody who was present.
    pub(crate) fn begins(&self, text: &str) -> bool {
        let words: Vec<&str> = text.split_whitespace().take(4).collect();
        (1..=words.len()).any(|count| self.named(&words.get(..count).unwrap_or_default().join(" ")).is_some())
    }

    /// The person that a surname, double surname or whole name means, a title before it or not.
    pub(crate) fn named(&self, printed: &str) -> Option<Found> {
        let bare = bare(printed);
        let last = bare.split_whitespace().next_back()?;
        if !self.lasts.contains(&fold_name(last)) {
            return self.named_together(printed, last);
        }
        let folded = fold_name(untitled(bare));
        if let Some(other) = self.others.get(&folded) {
            return other
                .as_deref()
                .map(|name| Self::outsider(name, printed, Attribution::Name));
        }
        let index = match self.ends.get(&folded) {
            Some(index) => (*index)?,
            None => self.shortened(&folded).or_else(|| self.behind_body(&folded))?,
        };
        self.person(index, printed, Attribution::Name)
    }

    /// "i KS Kari Moe", where a title stood before it: the whole name behind the body that the title is of.
    fn behind_body(&self, folded: &str) -> Option<u32> {
        let (joint, rest) = folded.split_once(' ')?;
        let names = rest
            .match_indices(' ')
            .take(BODY_WORDS)
            .filter_map(|(at, _)| rest.get(at + 1..));
        let mut whole = names
            .filter(|name| name.contains(' '))
            .filter_map(|name| self.ends.get(name));
        ["i", "ved", "for"]
            .contains(&joint)
            .then(|| whole.next().copied().flatten())
            .flatten()
    }

    /// "Statsråd KariMoe": a given name and a surname that ran together.
    fn named_together(&self, printed: &str, last: &str) -> Option<Found> {
        let mut before = ' ';
        let (at, _) = last.char_indices().find(|(_, c)| {
            let joint = before.is_lowercase() && c.is_uppercase();
            before = *c;
            joint
        })?;
        let (given, surname) = last.split_at_checked(at)?;
        if !self.lasts.contains(&fold_name(surname)) {
            return None;
        }
        let apart = printed.replacen(last, &format!("{given} {surname}"), 1);
        self.named(&apart).map(|found| printed_as(found, printed))
    }

    /// "Mette Berg" and "M. Berg" for "Mette Harriet Berg": the only one with this given name or initial and this surname.
    fn shortened(&self, folded: &str) -> Option<u32> {
        let (first, rest) = folded.split_once(' ')?;
        let initial = first.strip_suffix('.').filter(|letter| letter.chars().count() == 1);
        if initial.is_none() && !self.given.contains_key(first) {
            return None;
        }
        let matches = |person: &Participant| {
            let name = fold_name(&person.name);
            name.split_once(' ').is_some_and(|(given, names)| {
                let called = initial.map_or(given == first, |letter| given.starts_with(letter));
                called && (names == rest && initial.is_some() || names.ends_with(&format!(" {rest}")))
            })
        };
        let mut found = (0_u32..).zip(self.participants).filter(|(_, person)| matches(person));
        let (index, _) = found.next()?;
        found.next().is_none().then_some(index)
    }

    /// The speaker that a subject means.
    pub(crate) fn resolve(&self, printed: &str, last: &[Speaker]) -> Option<Found> {
        self.named(printed).or_else(|| self.meant(printed, last))
    }

    /// The same of a subject that is nobody's name.
    pub(crate) fn meant(&self, printed: &str, last: &[Speaker]) -> Option<Found> {
        // "KS v/Moen", "departementet ved statssekretær Moen": who speaks for a body.
        let words = printed.contains(' ');
        let by = [" v/", " ved "]
            .iter()
            .filter(|_| words)
            .find_map(|by| printed.split_once(by));
        if let Some((_, name)) = by {
            return self.named(name).map(|found| printed_as(found, printed));
        }
        if let Some(found) = words.then(|| self.by_note(printed)).flatten() {
            return Some(found);
        }
        let bare = bare(printed);
        let folded = fold_name(bare);
        if means("pronoun", &folded) {
            let [one] = last else { return None };
            let speaker = Speaker {
                printed: printed.to_owned(),
                ..one.clone()
            };
            return (one.kind == SpeakerKind::Person).then_some((speaker, Attribution::Pronoun));
        }
        // "Departementets møteleder" is one, too.
        let last_word = folded.rsplit(' ').next().unwrap_or_default();
        let whose = folded.split(' ').count() == 2 && folded.starts_with(|c: char| c.is_alphabetic());
        if means("chair", &folded) || (whose && means("chair", last_word) && folded.contains("s ")) {
            let led = self.led.as_deref();
            return led
                .map(|name| Self::outsider(name, printed, Attribution::Role))
                .or_else(|| self.person(self.chair?, printed, Attribution::Role));
        }
        // "Sekretæren" is who is listed as one, where somebody else wrote.
        if means("writer", &folded)
            && let Some(found) = self.by_role(&folded, printed)
        {
            return Some(found);
        }
        if means("writer", &folded)
            && let Some(name) = self.writer.as_deref()
        {
            let index = (0_u32..).zip(self.participants).find(|(_, person)| person.name == name);
            return match index {
                Some((index, _)) => self.person(index, printed, Attribution::Role),
                None => Some(Self::outsider(name, printed, Attribution::Role)),
            };
        }
        if let Some(found) = self.representative(bare, printed) {
            return Some(found);
        }
        // "Statssekretær Moen i Finansdepartementet": the body behind a name tells who it is.
        let mut names = [" i ", " fra ", " frå "]
            .iter()
            .filter(|_| words)
            .filter_map(|joint| bare.split_once(joint))
            .map(|(name, _)| name);
        if let Some(found) = names.find_map(|name| self.named(name)) {
            return Some(printed_as(found, printed));
        }
        if let Some(found) = words.then(|| self.by_place(bare, printed)).flatten() {
            return Some(found);
        }
        let body = || {
            let speaker = Speaker {
                name: bare.to_owned(),
                participant: None,
                printed: printed.to_owned(),
                kind: SpeakerKind::Organization,
            };
            (speaker, Attribution::Organization)
        };
        if is_body(bare, &folded) || self.bodies.contains(&folded) || self.is_only_body(&folded) {
            return Some(body());
        }
        // "Anne orienterte": colleagues use given names.
        let called = printed.starts_with(char::is_uppercase);
        if let Some(index) = self.given.get(&folded).copied().flatten().filter(|_| called) {
            return self.person(index, printed, Attribution::Name);
        }
        // "Leder orienterte" in a body's own minutes, where nobody else is listed as leader.
        let led = || means("leader", &folded).then(|| self.person(self.chair?, printed, Attribution::Role));
        let office = || means("office", &folded).then(body);
        if let Some(found) = self.again(&folded, printed, last) {
            return Some(found);
        }
        self.by_role(&folded, printed)
            .or_else(|| led().flatten())
            .or_else(office)
    }

    /// "Forbundet" where people of one are listed.
    fn is_only_body(&self, folded: &str) -> bool {
        if !means("sort", folded) {
            return false;
        }
        let stems = ["et", "en", "n", "a"]
            .iter()
            .filter_map(|ending| folded.strip_suffix(ending));
        let sort = |body: &&String| {
            let county = !folded.starts_with("fylkes") && body.ends_with("fylkeskommune");
            !county && stems.clone().any(|stem| stem.len() >= 5 && body.ends_with(stem))
        };
        self.bodies.iter().filter(sort).count() == 1
    }
}

/// The names of a body, folded: "Norske Reindriftsamers Landsforbund (NRL)" has two more.
fn names_of(body: &str) -> Vec<String> {
    let short = body.strip_suffix(')').and_then(|body| body.split_once(" ("));
    let parts = short.into_iter().flat_map(|(name, short)| [name, short]);
    std::iter::once(body).chain(parts).map(fold_name).collect()
}

/// "jr." and "sr." behind a name.
pub(crate) fn is_generation(word: &str) -> bool {
    ["jr", "sr"].contains(&word.trim_end_matches('.').lower_case().as_str())
}

/// A speaker who was found by a part of what is printed.
fn printed_as((speaker, how): Found, printed: &str) -> Found {
    let speaker = Speaker {
        printed: printed.to_owned(),
        ..speaker
    };
    (speaker, how)
}

#[cfg(test)]
mod tests;
