//! Whom a printed name, title, pronoun or body means among those who were present.

use crate::people::leading_role;
use ordskifte_analysis::is_word;
use ordskifte_record::{Attribution, Participant, Speaker, SpeakerKind};
use ordskifte_vocabulary::{fold_name, ministries_by_abbreviation, role};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Meanings of the words that stand for a speaker.
static WORDS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in include_str!("../data/speakers.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        if let Some((meaning, forms)) = line.split_once('\t') {
            for form in forms.split('|') {
                words.entry(form).or_default().push(meaning);
            }
        }
    }
    words
});

/// Whether a folded word or phrase has this meaning in the list.
pub(crate) fn means(meaning: &str, folded: &str) -> bool {
    WORDS.get(folded).is_some_and(|meanings| meanings.contains(&meaning))
}

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
    /// Last words of names: what ends in another word names nobody, and most of what is asked for does.
    lasts: HashSet<String>,
}

/// A printed subject's speaker, and how it was found.
pub(crate) type Found = (Speaker, Attribution);

impl<'a> Speakers<'a> {
    pub(crate) fn new(participants: &'a [Participant], chair: &[String]) -> Self {
        let mut ends: HashMap<String, Option<u32>> = HashMap::new();
        let mut given: HashMap<String, Option<u32>> = HashMap::new();
        let mut lasts = HashSet::new();
        for (index, person) in (0_u32..).zip(participants) {
            let words: Vec<&str> = person.name.split_whitespace().collect();
            if let [first, _, ..] = words.as_slice() {
                given
                    .entry(fold_name(first))
                    .and_modify(|known| *known = None)
                    .or_insert(Some(index));
            }
            lasts.extend(words.last().map(|word| fold_name(word)));
            for first in 0..words.len() {
                let name = words.get(first..).unwrap_or_default().join(" ").to_lowercase();
                ends.entry(name)
                    .and_modify(|known| *known = None)
                    .or_insert(Some(index));
            }
        }
        // The chair is meant only while there is one.
        let chair = match chair {
            [one] => (0_u32..)
                .zip(participants)
                .find(|(_, person)| person.name == *one)
                .map(|(index, _)| index),
            _ => None,
        };
        Self {
            participants,
            chair,
            ends,
            given,
            bodies: participants
                .iter()
                .filter_map(|person| person.organization.as_deref())
                .map(fold_name)
                .collect(),
            lasts,
        }
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
            return None;
        }
        let folded = fold_name(untitled(bare));
        let index = match self.ends.get(&folded) {
            Some(index) => (*index)?,
            None => self.shortened(&folded)?,
        };
        self.person(index, printed, Attribution::Name)
    }

    /// "Mette Berg" for "Mette Harriet Berg": the only one with this given name and this surname.
    fn shortened(&self, folded: &str) -> Option<u32> {
        let (first, rest) = folded
            .split_once(' ')
            .filter(|(first, _)| self.given.contains_key(*first))?;
        let matches = |person: &Participant| {
            let name = fold_name(&person.name);
            name.split_once(' ')
                .is_some_and(|(given, names)| given == first && names.ends_with(&format!(" {rest}")))
        };
        let mut found = (0_u32..).zip(self.participants).filter(|(_, person)| matches(person));
        let (index, _) = found.next()?;
        found.next().is_none().then_some(index)
    }

    /// The speaker that a subject means.
    pub(crate) fn resolve(&self, printed: &str, last: &[Speaker]) -> Option<Found> {
        if let Some(found) = self.named(printed) {
            return Some(found);
        }
        // "KS v/Moen", "departementet ved statssekretær Moen": who speaks for a body.
        if let Some((_, name)) = [" v/", " ved "].iter().find_map(|by| printed.split_once(by)) {
            return self.named(name).map(|found| printed_as(found, printed));
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
        if means("chair", &folded) {
            return self.person(self.chair?, printed, Attribution::Role);
        }
        // "Statssekretær Moen i Finansdepartementet": the body behind a name tells who it is.
        let mut names = [" i ", " fra ", " frå "]
            .iter()
            .filter_map(|joint| bare.split_once(joint))
            .map(|(name, _)| name);
        if let Some(found) = names.find_map(|name| self.named(name)) {
            return Some(printed_as(found, printed));
        }
        if is_body(bare, &folded) || self.bodies.contains(&folded) {
            let speaker = Speaker {
                name: bare.to_owned(),
                participant: None,
                printed: printed.to_owned(),
                kind: SpeakerKind::Organization,
            };
            return Some((speaker, Attribution::Organization));
        }
        // "Anne orienterte": colleagues use given names.
        let called = printed.starts_with(char::is_uppercase);
        if let Some(index) = self.given.get(&folded).copied().flatten().filter(|_| called) {
            return self.person(index, printed, Attribution::Name);
        }
        // "Leder orienterte" in a body's own minutes, where nobody else is listed as leader.
        let led = || means("leader", &folded).then(|| self.person(self.chair?, printed, Attribution::Role));
        self.by_role(&folded, printed).or_else(|| led().flatten())
    }

    /// "Statsråden": the only one who has the role; a minister may be listed by subject ("finansminister").
    fn by_role(&self, folded: &str, printed: &str) -> Option<Found> {
        let definite = ["en", "n", "a"].iter().filter_map(|ending| folded.strip_suffix(ending));
        // "Sametingspresidenten", "økonomisjefen": whatever role the list prints, in the definite form.
        let mut listed = (0_u32..).zip(self.participants).filter(|(_, person)| {
            let own = person.role.as_deref();
            own.is_some_and(|own| {
                own.chars().count() >= 5 && (own == folded || definite.clone().any(|name| own == name))
            })
        });
        if let (Some((index, _)), None) = (listed.next(), listed.next()) {
            return self.person(index, printed, Attribution::Role);
        }
        let titled = role(folded).or_else(|| definite.clone().find_map(role)).or_else(|| {
            definite
                .clone()
                .find(|name| name.ends_with("minister"))
                .and_then(|_| role("minister"))
        })?;
        let minister = |name: &str| name == "statsråd" || name.ends_with("minister");
        let subject = folded
            .trim_end_matches("en")
            .strip_suffix("minister")
            .map(|subject| subject.trim_end_matches('s'))
            .filter(|subject| !subject.is_empty());
        let mut bearers = (0_u32..).zip(self.participants).filter(|(_, person)| {
            person.role.as_deref().is_some_and(|own| {
                own == titled.name
                    || definite.clone().any(|name| own == name)
                    || (minister(own) && subject.is_some_and(|subject| heads(person, subject) || is_for(own, subject)))
                    || role(own).is_some_and(|known| known.name == titled.name)
                    || (["statsråd", "minister"].contains(&titled.name) && subject.is_none() && minister(own))
            })
        });
        let (index, _) = bearers.next()?;
        if bearers.next().is_some() {
            return None;
        }
        self.person(index, printed, Attribution::Role)
    }

    /// Whether a role in the definite form is that of several who were present.
    fn is_shared_role(&self, folded: &str) -> bool {
        let Some(titled) = ["en", "n"]
            .iter()
            .filter_map(|ending| folded.strip_suffix(ending))
            .find_map(role)
        else {
            return false;
        };
        let minister = |name: &str| name == "statsråd" || name.ends_with("minister");
        let bears = |own: &str| {
            role(own).is_some_and(|known| known.name == titled.name) || (minister(titled.name) && minister(own))
        };
        let roles = self.participants.iter().filter_map(|person| person.role.as_deref());
        roles.filter(|own| bears(own)).count() >= 2
    }

    /// A name that looks like a person's and is none of the list: another spelling of the only near one, else unresolved.
    /// `None` when the words are no name.
    pub(crate) fn unlisted(&self, printed: &str) -> Option<(Found, bool)> {
        let bare = bare(printed);
        let name = untitled(bare);
        let titled = name.len() < bare.len();
        let words: Vec<&str> = name.split_whitespace().collect();
        let last = words.last()?;
        let shape = |word: &&str| {
            word.chars().count() >= 2
                && word.starts_with(char::is_uppercase)
                && word.chars().skip(1).any(char::is_lowercase)
                && word.chars().all(|c| c.is_alphabetic() || c == '-')
                && !word.ends_with('-')
        };
        if !(1..=3).contains(&words.len()) || !words.iter().all(shape) {
            return None;
        }
        let folded = fold_name(name);
        // "Statsråden" where several have the role: somebody spoke, and nobody else goes on.
        if self.is_shared_role(&folded) {
            let speaker = Speaker {
                name: name.to_owned(),
                participant: None,
                printed: printed.to_owned(),
                kind: SpeakerKind::Person,
            };
            return Some(((speaker, Attribution::Unresolved), false));
        }
        // A surname that several bear is a name all the same.
        let shared = self.ends.get(&folded).is_some_and(Option::is_none);
        let mut near = self
            .ends
            .iter()
            .filter(|(known, index)| index.is_some() && is_near(known, &folded))
            .filter_map(|(_, index)| *index)
            .collect::<Vec<_>>();
        near.sort_unstable();
        near.dedup();
        if let ([one], false) = (near.as_slice(), shared) {
            return Some((self.person(*one, printed, Attribution::Name)?, true));
        }
        if !(titled || shared) && is_word(last) {
            return None;
        }
        let speaker = Speaker {
            name: name.to_owned(),
            participant: None,
            printed: printed.to_owned(),
            kind: SpeakerKind::Person,
        };
        Some(((speaker, Attribution::Unresolved), false))
    }
}

/// A speaker who was found by a part of what is printed.
fn printed_as((speaker, how): Found, printed: &str) -> Found {
    let speaker = Speaker {
        printed: printed.to_owned(),
        ..speaker
    };
    (speaker, how)
}

/// "finansministeren" for the cabinet minister who is listed with FIN: the ministry's name begins with the subject.
fn heads(person: &Participant, subject: &str) -> bool {
    let abbreviation = person.organization.as_deref().unwrap_or_default();
    ministries_by_abbreviation(abbreviation)
        .iter()
        .any(|ministry| ministry.name_nb.to_lowercase().starts_with(subject))
}

/// "kommunal" of "kommunal- og regionalminister".
fn is_for(role: &str, subject: &str) -> bool {
    subject.chars().count() >= 4 && role.split(" og ").any(|part| part.starts_with(subject))
}

/// Without what stands in parentheses and at the end.
fn bare(printed: &str) -> &str {
    printed
        .split('(')
        .next()
        .unwrap_or(printed)
        .trim()
        .trim_end_matches([',', '.', ':'])
        .trim()
}

/// Without the title before a name: "statssekretær Moen".
fn untitled(printed: &str) -> &str {
    let mut rest = printed;
    for _ in 0..4 {
        let Some((first, after)) = rest.split_once(' ') else {
            return rest;
        };
        let folded = fold_name(first);
        let plural = folded.trim_end_matches("ene").trim_end_matches("ane");
        // "KS leder A B", "KS-leder B": whose role it is.
        let whose = is_body(first.trim_end_matches(['\'', '’']), &folded)
            && after
                .split_once(' ')
                .is_some_and(|(next, _)| role(&fold_name(next)).is_some());
        let joined = folded.rsplit_once('-').is_some_and(|(_, last)| role(last).is_some());
        let title = whose
            || joined
            || role(&folded).is_some()
            || role(plural).is_some()
            || folded.ends_with("minister")
            || ["kommunal-", "klima-", "helse-", "arbeids-", "justis-", "barne-"].contains(&folded.as_str())
            || (rest.len() < printed.len() && folded == "og");
        // "Helsesjef Moen", "Ass. kommunedirektør Moen": roles that no list can hold all of.
        let after = match leading_role(rest) {
            (Some(_), after) if !title => after,
            _ if title => after,
            _ => return rest,
        };
        if !after.chars().any(char::is_uppercase) {
            return rest;
        }
        rest = after.trim_start();
    }
    rest
}

/// A body: KS, the State, "departementet", "Finansdepartementet", or a ministry's abbreviation.
fn is_body(bare: &str, folded: &str) -> bool {
    means("organization", folded)
        || (folded.ends_with("departementet") && !subordinate(folded) && is_one(folded))
        || ((2..=4).contains(&bare.chars().count())
            && bare.chars().all(char::is_uppercase)
            && !ministries_by_abbreviation(bare).is_empty())
}

/// "Kultur- og kirkedepartementet" is one; "KS og departementet" are two.
fn is_one(folded: &str) -> bool {
    let joints = [" og ", ", "].into_iter().flat_map(|joint| folded.match_indices(joint));
    joints
        .map(|(at, _)| folded.get(..at).unwrap_or_default())
        .all(|before| before.ends_with('-'))
}

/// "Når departementet mener det": a clause that something else depends on is no speech.
fn subordinate(folded: &str) -> bool {
    let first = folded.split(' ').next().unwrap_or_default();
    [
        "når", "hvis", "dersom", "at", "om", "fordi", "da", "siden", "ettersom", "sidan", "mens", "medan", "som",
        "før", "etter", "hva", "kva", "hvordan", "korleis",
    ]
    .contains(&first)
}

/// One letter apart, for names of five letters or more; two for those of ten or more.
pub(crate) fn is_near(known: &str, printed: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (known.chars().collect(), printed.chars().collect());
    let shorter = a.len().min(b.len());
    let most = if shorter >= 10 { 2 } else { 1 };
    if shorter < 5 || a.len().abs_diff(b.len()) > most || a.first() != b.first() {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (above, y) in row.iter().skip(1).zip(&b) {
            let cost = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = *above;
            left = cost;
            next.push(cost);
        }
        row = next;
    }
    row.last().is_some_and(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, role: &str) -> Participant {
        Participant {
            name: name.to_owned(),
            role: Some(role.to_owned()),
            ..Participant::default()
        }
    }

    fn people() -> Vec<Participant> {
        vec![
            person("Kari Flø Bjørkemo", "finansminister"),
            person("Ola Li Strand", "styreleder"),
            person("Per Li", "statssekretær"),
            person("Eva Li", "statssekretær"),
        ]
    }

    fn brief(printed: &str) -> Option<(String, Attribution)> {
        let people = people();
        let chair = [people[1].name.clone()];
        let found = Speakers::new(&people, &chair).resolve(printed, &[]);
        found.map(|(speaker, how)| (speaker.name, how))
    }

    #[test]
    fn surnames_titles_and_tasks_find_the_person() {
        let kari = |how| Some(("Kari Flø Bjørkemo".to_owned(), how));
        assert_eq!(brief("Flø Bjørkemo"), kari(Attribution::Name));
        assert_eq!(brief("Finansminister Bjørkemo (FIN)"), kari(Attribution::Name));
        assert_eq!(brief("Statsråden"), kari(Attribution::Role));
        assert_eq!(
            brief("Møtelederen"),
            Some(("Ola Li Strand".to_owned(), Attribution::Role))
        );
        assert_eq!(brief("Statssekretæren"), None);
        assert_eq!(brief("Li"), None);
        assert_eq!(brief("Når departementet"), None);
        assert_eq!(brief("HOD"), Some(("HOD".to_owned(), Attribution::Organization)));
    }

    #[test]
    fn another_spelling_is_resolved_and_strangers_are_not() {
        let people = people();
        let speakers = Speakers::new(&people, &[]);
        let near = speakers
            .unlisted("Flø Bjørkmo")
            .map(|((speaker, how), near)| (speaker.participant, how, near));
        assert_eq!(near, Some((Some(0), Attribution::Name, true)));
        let other = speakers
            .unlisted("Statsråd Tverrmo")
            .map(|((speaker, how), _)| (speaker.name, how));
        assert_eq!(other, Some(("Tverrmo".to_owned(), Attribution::Unresolved)));
        let shared = speakers
            .unlisted("Li")
            .map(|((speaker, how), _)| (speaker.participant, how));
        assert_eq!(shared, Some((None, Attribution::Unresolved)));
        assert!(speakers.unlisted("Kommunene").is_none());
        assert!(speakers.unlisted("UDI").is_none());
    }
}
