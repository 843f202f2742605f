//! Where the subject of an act ends: nouns with their adjectives, joined by prepositions, "og" and commas.

use super::words;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static STOP: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| words("stop").chain(verbs()).collect());
static JOIN: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| words("join").collect());
static LOOSE: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| words("loose").chain(words("join")).collect());
static PLACE: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| words("place").collect());
static PROCEEDINGS: LazyLock<Vec<&'static str>> = LazyLock::new(|| words("proceedings").collect());
static ADJECTIVE: LazyLock<Vec<&'static str>> = LazyLock::new(|| words("adjective").collect());
static SHORT: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| words("short").collect());
static NOUN: LazyLock<Vec<&'static str>> = LazyLock::new(|| words("noun").collect());

/// Most words of a subject: longer ones have swallowed a sentence.
const MAX_WORDS: usize = 14;
/// Bytes of a word of [`PROCEEDINGS`] or [`NOUN`] from which it also ends compounds ("kommunestyret").
const MIN_ENDING: usize = 6;
/// Bytes of a word in "-te" or "-de" up to which it is a verb ("mente"), and no noun ("kontantstøtte").
const MAX_PAST: usize = 8;

/// The verbs of speech, both tenses.
fn verbs() -> impl Iterator<Item = &'static str> {
    let past = crate::data::rows(include_str!("../../../data/verbs.txt"));
    let present = crate::data::rows(include_str!("../../../data/verbs-present.txt"));
    past.chain(present).filter_map(|row| row.split(' ').next())
}

/// A word, and what marks stand behind it.
struct Word<'a> {
    text: &'a str,
    end: usize,
    mark: &'a str,
}

/// A noun with what belongs to it: the place of the noun among the words, and whether it is in the definite form.
struct Phrase {
    at: usize,
    definite: bool,
}

/// How many bytes of a text, which begins behind "lov om ", are the subject.
pub(super) fn length(text: &str) -> Option<usize> {
    let words = split(text);
    let mut last = phrase(&words, 0)?;
    while let Some(next) = further(&words, &last) {
        last = next;
    }
    let end = words.get(last.at)?.end;
    // "lov om endringer i opplæringsloven" is cited by nobody, but the act is.
    let amends = JOIN.contains(words.get(last.at + 1).map_or("", |link| link.text))
        && words.iter().skip(last.at + 2).take(3).any(|word| is_act(word.text));
    (!amends).then(|| until_section(text, &words, &last).unwrap_or(end))
}

/// "… for medlemmer av Statens pensjonskasse § 5": a section says where the subject ends, names and all.
fn until_section(text: &str, words: &[Word<'_>], last: &Phrase) -> Option<usize> {
    let belongs = |word: &&Word<'_>| {
        let name = word.text.chars().all(char::is_alphabetic) && word.text.starts_with(char::is_uppercase);
        word.mark.is_empty()
            && (name || is_name(word.text) || LOOSE.contains(word.text) || matches!(word.text, "og" | "eller"))
    };
    let noun = words.get(last.at).filter(|noun| noun.mark.is_empty())?;
    let end = words
        .iter()
        .skip(last.at + 1)
        .take_while(belongs)
        .last()
        .unwrap_or(noun)
        .end;
    text.get(end..)?.trim_start().starts_with('§').then_some(end)
}

fn split(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive([' ', '\u{a0}', '\n', '\t']).take(MAX_WORDS) {
        let whole = piece.trim_end_matches([' ', '\u{a0}', '\n', '\t']);
        let word = whole.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '-');
        words.push(Word {
            text: word,
            end: at + word.len(),
            mark: whole.get(word.len()..).unwrap_or_default(),
        });
        at += piece.len();
        if word.is_empty() || piece.ends_with('\t') {
            break;
        }
    }
    words
}

/// The next phrase that belongs to the subject: behind a preposition, "og" or a comma in a series.
fn further(words: &[Word<'_>], last: &Phrase) -> Option<Phrase> {
    let noun = words.get(last.at)?;
    if noun.mark == "," {
        return series(words, last);
    }
    if !noun.mark.is_empty() {
        return None;
    }
    let link = words.get(last.at + 1).filter(|link| link.mark.is_empty())?;
    let next = words.get(last.at + 2)?;
    if matches!(link.text, "og" | "eller") {
        return phrase(words, last.at + 2).filter(|next| coordinate(words, last, next));
    }
    if !JOIN.contains(link.text) || is_proceedings(next.text) {
        return None;
    }
    // "utforming av IKT", "botid i Norge"
    let short = link.text == "av" && next.text.len() > 1 && next.text.chars().all(char::is_uppercase);
    if short || PLACE.contains(next.text) {
        return Some(Phrase {
            at: last.at + 2,
            definite: true,
        });
    }
    phrase(words, last.at + 2)
}

/// "arbeidsmiljø, arbeidstid og stillingsvern": a comma goes on only where an "og" ends the series.
fn series(words: &[Word<'_>], last: &Phrase) -> Option<Phrase> {
    let first = phrase(words, last.at + 1).filter(|next| coordinate(words, last, next))?;
    let mut at = first.at;
    loop {
        let noun = words.get(at)?;
        let step = match (noun.mark, words.get(at + 1)?.text) {
            ("", "og" | "eller") => {
                return phrase(words, at + 2)
                    .filter(|end| coordinate(words, last, end))
                    .map(|_| first);
            }
            (",", _) => 1,
            _ => return None,
        };
        at = phrase(words, at + step)
            .filter(|next| coordinate(words, last, next))?
            .at;
    }
}

/// Whether two nouns stand side by side: in the same form ("kommuner og fylkeskommuner", not "folkehelse og samhandlingsreformen"),
/// and the second is no verb ("og mente").
fn coordinate(words: &[Word<'_>], last: &Phrase, next: &Phrase) -> bool {
    let Some(noun) = words.get(next.at) else { return false };
    let past = ["erte", "ede", "dde"].iter().any(|ending| noun.text.ends_with(ending))
        || (noun.text.len() <= MAX_PAST && (noun.text.ends_with("te") || noun.text.ends_with("de")));
    last.definite == next.definite && !past
}

/// The phrase that begins here.
fn phrase(words: &[Word<'_>], from: usize) -> Option<Phrase> {
    let mut at = from;
    if matches!(words.get(at)?.text, "den" | "det" | "dei" | "de") {
        at += 1;
    }
    loop {
        let word = words.get(at)?;
        let next = words.get(at + 1);
        // "arbeids- og velferdsforvaltningen", "helse-, sosial- og "
        if word.text.ends_with('-') && word.text.len() > 1 {
            at += match (word.mark, next?.text) {
                (",", _) => 1,
                ("", "og" | "eller") => 2,
                _ => return None,
            };
            continue;
        }
        if !is_name(word.text) {
            return None;
        }
        let participle = || word.text.ends_with("et") && next.is_some_and(|next| is_singular(next.text));
        if word.mark.is_empty() && (is_adjective(word.text) || participle()) {
            if next.is_some_and(|next| is_name(next.text) || next.text.ends_with('-')) {
                at += 1;
                continue;
            }
            let other = words.get(at + 2);
            if next.is_some_and(|next| matches!(next.text, "og" | "eller"))
                && other.is_some_and(|other| is_adjective(other.text) && other.mark.is_empty())
                && words.get(at + 3).is_some_and(|noun| is_name(noun.text))
            {
                at += 2;
                continue;
            }
        }
        let definite = ["en", "ene", "ane", "a", "et"]
            .iter()
            .any(|ending| word.text.ends_with(ending));
        return Some(Phrase {
            at,
            definite: definite && !word.text.ends_with("het"),
        });
    }
}

/// A word that a subject may hold besides its links: in small letters, or a compound with an abbreviation ("IKT-løsninger").
fn is_name(word: &str) -> bool {
    let (head, rest) = word.split_once('-').unwrap_or(("", word));
    let compound = !head.is_empty() && head.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let small = |text: &str| text.chars().all(|c| c.is_lowercase() || c == '-');
    let letters = if compound { small(rest) } else { small(word) };
    // "styrkes", "styrkast"
    let passive = word.len() > 4 && (word.ends_with("es") || word.ends_with("ast"));
    letters
        && !passive
        && rest.len() > 2
        && !word.ends_with('-')
        && !STOP.contains(word)
        && !JOIN.contains(word)
        && !is_act(word)
}

/// What may follow "avtalefestet": neither a plural nor a verb.
fn is_singular(word: &str) -> bool {
    is_name(word)
        && !["er", "ar", "te", "de", "et", "a"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

fn is_adjective(word: &str) -> bool {
    SHORT.contains(word)
        || (ADJECTIVE.iter().any(|ending| word.ends_with(ending)) && !NOUN.iter().any(|noun| ends_in(word, noun)))
}

/// A word of a list, or a compound with a longer one: "helsepersonell" is, "offentlege" is no "lege".
fn ends_in(word: &str, ending: &str) -> bool {
    word == ending || (ending.len() >= MIN_ENDING && word.ends_with(ending))
}

/// "i høst", "på høring", "i kommunestyret".
fn is_proceedings(word: &str) -> bool {
    PROCEEDINGS.iter().any(|ending| ends_in(word, ending))
}

/// Whether a word is or names an act, which begins another citation.
fn is_act(word: &str) -> bool {
    matches!(word, "lov" | "lover" | "lovar" | "forskrift" | "forskrifter")
        || ["loven", "lova", "forskriften", "forskrifta", "forskrifter"]
            .iter()
            .any(|ending| word.ends_with(ending))
}
