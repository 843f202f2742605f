//! Words that neither the lexicon nor the splitter knows: by what they are derived from, else by their stem.

use crate::hash::Set;
use crate::{lexicon, standard};
use ordskifte_record::Language;
use rust_stemmers::{Algorithm, Stemmer};
use std::sync::LazyLock;

/// The one stemmer of index and query (tantivy's own differs).
static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Norwegian));

/// What verbs and what is made of them begin with (*inn-*, *vidare-*).
static PREFIXES: LazyLock<Set> = LazyLock::new(|| {
    include_str!("../data/prefixes.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Bytes of the longest of them: no more of a word is looked at, however long it is.
static LONGEST_PREFIX: LazyLock<usize> =
    LazyLock::new(|| PREFIXES.iter().map(|prefix| prefix.len()).max().unwrap_or(0));

/// Shortest word behind a prefix, and shortest word that is stemmed, in characters.
const SHORTEST_BASE: usize = 4;
const SHORTEST_STEMMED: usize = 5;

/// Endings that make words of other words: the stemmer takes them for inflections, which joins a law with its subject
/// and *sporbarhet* with *sporbar*.
const DERIVED: [&str; 7] = ["lov", "het", "heit", "leg", "lig", "els", "ig"];

/// Endings of nynorsk and what stands in their stead in the lemma, also where only bokmål has that.
const NYNORSK: [(&str, &str); 13] = [
    ("ast", "e"),
    ("ast", "je"),
    ("ast", ""),
    ("mmane", "m"),
    ("mmar", "m"),
    ("ane", ""),
    ("ane", "e"),
    ("ar", ""),
    ("ar", "e"),
    ("inga", "ing"),
    ("aren", "er"),
    ("arane", "er"),
    ("arar", "er"),
];
/// Shortest lemma that is looked for behind such an ending, in characters.
const SHORTEST_LEMMA: usize = 5;

/// Endings of nouns and verbs of both standards, and what stands in their stead in the lemma: for words that the tables of
/// the two standards have and the lexicon has not, in the order in which they are tried.
const COMMON: [(&str, &str); 16] = [
    ("", ""),
    ("ene", ""),
    ("ane", ""),
    ("en", ""),
    ("et", ""),
    ("er", ""),
    ("ar", ""),
    ("a", ""),
    ("ane", "e"),
    ("en", "e"),
    ("et", "e"),
    ("ar", "e"),
    ("r", ""),
    ("te", "e"),
    ("de", "e"),
    ("a", "e"),
];

/// The lemma of a folded word that is no form of the lexicon, but is one of its lemmas with a regular ending of nynorsk
/// (*justeringar*, where only bokmål's list has *justering*; the passive *påklagast*), or a form of a word that the tables
/// of the two standards have.
pub(crate) fn inflected(word: &str) -> Option<String> {
    let mut place = String::with_capacity(word.len() + 2);
    for pair in COMMON {
        let lemma = exchanged(word, pair, &mut place);
        if let Some(lemma) = lemma.filter(|lemma| lemma.chars().count() >= SHORTEST_BASE && standard::is_listed(lemma))
        {
            return Some(lemma.to_owned());
        }
    }
    let mut best: Option<(u8, String)> = None;
    for pair in NYNORSK {
        let Some(lemma) = exchanged(word, pair, &mut place) else {
            continue;
        };
        // Few names end as passives and superlatives do.
        let least = if pair.0 == "ast" { SHORTEST_BASE } else { SHORTEST_LEMMA };
        let Some(entry) = lexicon::lookup(lemma).filter(|_| lemma.chars().count() >= least) else {
            continue;
        };
        if best.as_ref().is_none_or(|(known, _)| entry.frequency() >= *known) {
            best = Some((entry.frequency(), lemma.to_owned()));
        }
    }
    best.map(|(_, lemma)| lemma)
}

/// The word with another ending, written to `place`; `None` when it ends otherwise.
fn exchanged<'p>(word: &str, (ending, other): (&str, &str), place: &'p mut String) -> Option<&'p str> {
    let stem = word.strip_suffix(ending)?;
    place.clear();
    place.extend([stem, other]);
    Some(place)
}

/// The lemma of a folded word, as far as it can be told; never empty for a word that is not.
pub(crate) fn lemma(word: &str, language: Language) -> String {
    prefixed(word, language).unwrap_or_else(|| stem(word))
}

/// A known word behind a prefix, which is inflected as that word is: *innrekna* as *rekna*.
fn prefixed(word: &str, language: Language) -> Option<String> {
    // The longest prefix counts: *etter* before *et*.
    for at in (1..=*LONGEST_PREFIX).rev().filter(|at| word.is_char_boundary(*at)) {
        let (prefix, base) = word.split_at_checked(at)?;
        if !PREFIXES.contains(prefix) || base.chars().count() < SHORTEST_BASE {
            continue;
        }
        if let Some(lemma) = lexicon::reading(base, language == Language::Nn).or_else(|| inflected(base)) {
            return Some(format!("{prefix}{lemma}"));
        }
    }
    None
}

fn stem(word: &str) -> String {
    let bare = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix('\''))
        .unwrap_or(word);
    if !bare.chars().all(char::is_alphabetic) || bare.chars().count() < SHORTEST_STEMMED {
        return bare.to_owned();
    }
    let stem = STEMMER.stem(bare);
    let cut = bare.get(stem.len()..).unwrap_or_default();
    let kept = DERIVED
        .iter()
        .filter_map(|ending| Some(cut.find(ending)? + ending.len()))
        .max();
    match kept {
        Some(kept) if bare.starts_with(&*stem) => bare.get(..stem.len() + kept).unwrap_or(bare).to_owned(),
        _ => stem.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_behind_a_prefix_is_inflected_as_that_word_is() {
        for (word, expected) in [
            ("utgreidde", "utgreie"),
            ("avrekna", "avrekne"),
            ("tilbakesøkjast", "tilbakesøkje"),
            ("medreknast", "medrekne"),
        ] {
            assert_eq!(lemma(word, Language::Nn), expected, "{word}");
        }
    }

    #[test]
    fn nynorsk_endings_are_known_on_any_lemma() {
        for (word, expected) in [
            ("påklagast", "påklage"),
            ("dekkjast", "dekkje"),
            ("medlemmane", "medlem"),
        ] {
            assert_eq!(inflected(word).as_deref(), Some(expected), "{word}");
        }
        assert_eq!(inflected("zørtane"), None);
    }

    #[test]
    fn what_makes_words_of_words_is_no_inflection() {
        for (word, expected) in [
            ("ekomlovene", "ekomlov"),
            ("ekomlova", "ekomlov"),
            ("zørbarheten", "zørbarhet"),
            ("zørbarheita", "zørbarheit"),
            ("zørtmessige", "zørtmessig"),
            ("zørtelege", "zørteleg"),
            ("zørtene", "zørt"),
            ("", ""),
        ] {
            assert_eq!(lemma(word, Language::Nb), expected, "{word}");
        }
    }
}
