//! The subject of a sentence that reports speech.

use crate::speakers::{Found, Speakers, means};
use ordskifte_record::{Attribution, Speaker};
use std::collections::BTreeSet;
use std::sync::LazyLock;

fn list(text: &'static str) -> BTreeSet<&'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

static VERBS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| list(include_str!("../data/verbs.txt")));
/// The first words of the verbs, for sentences that have their subject after it.
static FIRST: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| VERBS.iter().filter_map(|verb| verb.split_whitespace().next()).collect());
static ACTS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| list(include_str!("../data/acts.txt")));

/// Longest verb of the list, in words.
const VERB_WORDS: usize = 3;
/// Most words before the verb.
const SUBJECT_WORDS: usize = 12;
/// Most words before a verb that its subject follows.
const OPENING_WORDS: usize = 6;

/// Speakers of a sentence, how they were found, and the verb.
pub(crate) struct Subject {
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) attribution: Attribution,
    pub(crate) verb: String,
    /// Whether a name was found by another spelling.
    pub(crate) respelled: bool,
}

/// Reads the subject of a sentence; `None` when it is no speaker or no speech.
pub(crate) fn subject(sentence: &str, speakers: &Speakers<'_>, last: &[Speaker]) -> Option<Subject> {
    let words: Vec<&str> = sentence
        .split_whitespace()
        .take(SUBJECT_WORDS + VERB_WORDS + 4)
        .collect();
    before_verb(&words, speakers, last)
        .or_else(|| after_verb(&words, speakers, last))
        .or_else(|| open(&words, speakers))
}

/// "Moen viste til", "Moen og Li sa begge", "Statssekretær Moen (KD) understreket".
fn before_verb(words: &[&str], speakers: &Speakers<'_>, last: &[Speaker]) -> Option<Subject> {
    let most = SUBJECT_WORDS.min(words.len().saturating_sub(1));
    let (at, verb) = (1..=most).find_map(|at| Some((at, verb(words.get(at..)?)?)))?;
    let printed = words.get(..at)?.join(" ");
    joint(&printed, verb, speakers, last)
}

/// All that a subject names: "A, B og C"; a part in lower case that means nobody is an apposition.
fn joint(printed: &str, verb: String, speakers: &Speakers<'_>, last: &[Speaker]) -> Option<Subject> {
    let mut subject = Subject {
        speakers: Vec::new(),
        attribution: Attribution::Name,
        verb,
        respelled: false,
    };
    let mut attribution = None;
    let parts = printed.split(',').flat_map(|part| part.split(" og "));
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        let ((speaker, how), near): (Found, bool) = match speakers.resolve(part, last) {
            Some(found) => (found, false),
            None if attribution.is_some() && part.starts_with(char::is_lowercase) => continue,
            None => speakers.unlisted(part)?,
        };
        subject.respelled |= near;
        if how == Attribution::Unresolved || attribution.is_none() {
            attribution = Some(how);
        }
        if !subject.speakers.iter().any(|known| known.name == speaker.name) {
            subject.speakers.push(speaker);
        }
    }
    subject.attribution = attribution?;
    Some(subject)
}

/// "Avslutningsvis takket Moen for", "Videre stilte hun spørsmål": the verb first, then a name or a pronoun.
fn after_verb(words: &[&str], speakers: &Speakers<'_>, last: &[Speaker]) -> Option<Subject> {
    let most = OPENING_WORDS.min(words.len().saturating_sub(2));
    let at = (1..=most).find(|at| words.get(*at).is_some_and(|word| FIRST.contains(*word)))?;
    let opening = words.get(..at)?;
    if opening.iter().any(|word| word.ends_with([':', ';', '.'])) {
        return None;
    }
    // A subject before the verb is the subject.
    if opening
        .iter()
        .any(|word| means("pronoun", &word.to_lowercase()) || means("organization", &word.to_lowercase()))
    {
        return None;
    }
    let rest = words.get(at + 1..)?;
    (1..=4.min(rest.len())).rev().find_map(|count| {
        let printed = rest.get(..count)?.join(" ");
        let found = speakers.named(&printed).or_else(|| {
            (count == 1 && means("pronoun", &printed))
                .then(|| speakers.resolve(&printed, last))
                .flatten()
        })?;
        let tail = words
            .get(at..at + 1)?
            .iter()
            .chain(words.get(at + 1 + count..)?)
            .copied()
            .collect::<Vec<_>>();
        let verb = verb(&tail).unwrap_or_else(|| (*words.get(at).unwrap_or(&"")).to_owned());
        Some(Subject {
            speakers: vec![found.0],
            attribution: found.1,
            verb,
            respelled: false,
        })
    })
}

/// A participant's name before a past-tense verb that is no act: verbs of speech are more than any list holds.
fn open(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    (1..=4).rev().find_map(|count| {
        let printed = words.get(..count)?;
        if printed.last()?.ends_with([',', '.', ':']) {
            return None;
        }
        let verb = words.get(count)?.trim_end_matches([',', '.']);
        let past = verb.chars().count() >= 4
            && verb.chars().all(char::is_lowercase)
            && ["te", "de", "et", "a"].iter().any(|ending| verb.ends_with(ending));
        if !past || ACTS.contains(verb) {
            return None;
        }
        let (speaker, how) = speakers.named(&printed.join(" "))?;
        Some(Subject {
            speakers: vec![speaker],
            attribution: how,
            verb: verb.to_owned(),
            respelled: false,
        })
    })
}

/// The verb of speech that words begin with; the longest form of the list, adverbs inside it passed over.
fn verb(words: &[&str]) -> Option<String> {
    let first = words.first()?.trim_end_matches([',', '.', ':']);
    if !FIRST.contains(first) {
        return None;
    }
    let rest = words.iter().skip(1).filter(|word| !means("also", word));
    let kept: Vec<&str> = std::iter::once(first).chain(rest.copied()).take(VERB_WORDS).collect();
    (1..=kept.len()).rev().find_map(|count| {
        let candidate = kept.get(..count)?.join(" ");
        let bare = candidate.trim_end_matches([',', '.', ':']).to_lowercase();
        VERBS.contains(bare.as_str()).then_some(bare)
    })
}
