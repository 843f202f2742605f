//! Who speaks and is not of the list: names of persons and bodies that stand unresolved.

use super::words::{bare, is_near, untitled};
use super::{Found, Speakers};
use crate::organizations::{is_organization, sort};
use ordskifte_analysis::{is_listed, is_rare_noun, is_word};
use ordskifte_record::{Attribution, Speaker, SpeakerKind};
use ordskifte_vocabulary::{LowerCase, fold_name};

impl Speakers<'_> {
    /// A name that looks like a person's and is none of the list: another spelling of the only near one, else unresolved.
    /// `None` when the words are no name.
    pub(crate) fn unlisted(&self, printed: &str, verb: &str) -> Option<(Found, bool)> {
        let bare = bare(printed);
        // "Hansen fra LO", "Samferdselsdepartementet v/ Li": the name beside the body.
        let behind = [" fra ", " frå ", " i "].iter().find_map(|joint| {
            let (name, body) = bare.split_once(joint)?;
            body.starts_with(char::is_uppercase).then_some(name)
        });
        let by = bare.split_once(" v/").map(|(_, name)| name.trim_start());
        let bare = behind.or(by).unwrap_or(bare);
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
        // "Frå Lillevik kom det spørsmål": a preposition begins no name.
        let governed = words.first().is_some_and(|first| PREPOSITIONS.contains(first));
        // "NVE viste til", "Utdanningsforbundet sa": a body that nobody of the list is from.
        if !governed && is_other_body(bare) {
            let speaker = Speaker {
                name: bare.to_owned(),
                participant: None,
                printed: printed.to_owned(),
                kind: SpeakerKind::Organization,
            };
            return Some(((speaker, Attribution::Organization), false));
        }
        if governed || !(1..=3).contains(&words.len()) || !words.iter().all(shape) {
            return None;
        }
        let folded = fold_name(name);
        // "Statsråden" where several or none have the role: somebody spoke, and nobody else goes on.
        if self.is_open_office(&folded) {
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
        // "Fredrik Kolvik": many names have the form of a word or a compound, but words stand one beside another with capitals in
        // names alone.
        if !(titled || shared || words.len() > 1) && is_noun(last) && !is_said_by_persons(last, verb) {
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

/// Ends of words for bodies that meet, and speak of themselves so.
const OWN: [&str; 9] = [
    "rådet",
    "utvalget",
    "utvalet",
    "styret",
    "komiteen",
    "komitéen",
    "nemnda",
    "nemnden",
    "gruppa",
];

/// "NVE", "Norsk fyrforbund": an abbreviation, or few words of which the last tells a body.
fn is_other_body(bare: &str) -> bool {
    let abbreviated = (2..=6).contains(&bare.len()) && bare.chars().all(char::is_uppercase);
    let last = bare.rsplit(' ').next().unwrap_or_default();
    // "Brukerrådet" is who meets.
    let own = !bare.contains(' ') && OWN.iter().any(|end| bare.ends_with(end));
    let named = || !own && bare.split(' ').count() <= 4 && sort(last).is_some() && is_organization(bare);
    abbreviated || named()
}

/// Whether a word that a sentence begins with can be a common noun there: the lexicon has the word itself and texts use it, or
/// it is a compound in a definite or plural form. Surnames have the form of a noun that few write of ("Kvamme") or of an
/// indefinite compound ("Solberg", "Lindvåg"), which stands there alone in hardly any sentence, or end in "sen" as
/// "Undersøkelsen" does not.
fn is_noun(word: &str) -> bool {
    let folded = word.lower_case();
    let ends = |endings: &[&str]| endings.iter().any(|ending| folded.ends_with(ending));
    let son = ends(&["sen"]) && !ends(&["elsen"]);
    let inflected = ends(&["en", "et", "a", "ene", "ane", "er", "ar"]) && !son;
    is_listed(word) && !is_rare_noun(word) || (inflected && is_word(word))
}

/// Verbs whose subject is a person or a body, and no paper or figure.
const OF_PERSONS: [&str; 17] = [
    "opplyste",
    "fortalte",
    "spurte",
    "spurde",
    "svarte",
    "svara",
    "takket",
    "takka",
    "orienterte",
    "etterlyste",
    "kommenterte",
    "informerte",
    "supplerte",
    "sa",
    "mente",
    "meinte",
    "spør",
];
/// Ends of words for papers, which are said to tell things.
const PAPERS: [&str; 14] = [
    "rapporten",
    "meldingen",
    "meldinga",
    "notatet",
    "utredningen",
    "utgreiinga",
    "brevet",
    "loven",
    "lova",
    "undersøkelsen",
    "undersøkinga",
    "proposisjonen",
    "avtalen",
    "budsjettet",
];

/// What has the form of a definite noun and is none.
const NO_NOUNS: [&str; 8] = ["ingen", "noen", "nokon", "siden", "sidan", "annen", "en", "den"];

/// Whether a noun in a definite form is told to speak as persons do: "Hagen opplyste", "Flertallet mente".
fn is_said_by_persons(word: &str, verb: &str) -> bool {
    let folded = word.lower_case();
    // "Kommunene sa ja" tells what many did.
    let definite = ["en", "et", "a"].iter().any(|ending| folded.ends_with(ending));
    let spoken = verb.split(' ').next().is_some_and(|verb| OF_PERSONS.contains(&verb));
    let other = NO_NOUNS.contains(&folded.as_str()) || PAPERS.iter().any(|paper| folded.ends_with(paper));
    definite && spoken && !other
}

/// What begins an adverbial of place or time at the beginning of a sentence.
const PREPOSITIONS: [&str; 14] = [
    "Fra", "Frå", "Til", "Ved", "For", "Etter", "Av", "På", "Med", "Om", "Under", "Mellom", "Hos", "Innen",
];
