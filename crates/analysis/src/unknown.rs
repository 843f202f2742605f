//! Words that neither the lexicon nor the splitter knows: by what they are derived from, else by their stem.

use crate::hash::Set;
use crate::lexicon;
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

/// Shortest word behind a prefix, and shortest word that is stemmed, in characters.
const SHORTEST_BASE: usize = 4;
const SHORTEST_STEMMED: usize = 5;

/// Endings that make words of other words: the stemmer takes them for inflections, which joins a law with its subject
/// and *sporbarhet* with *sporbar*.
const DERIVED: [&str; 7] = ["lov", "het", "heit", "leg", "lig", "els", "ig"];

/// The lemma of a folded word, as far as it can be told; never empty for a word that is not.
pub(crate) fn lemma(word: &str, language: Language) -> String {
    prefixed(word, language)
        .or_else(|| passive(word))
        .unwrap_or_else(|| stem(word))
}

/// A known word behind a prefix, which is inflected as that word is: *innrekna* as *rekna*.
fn prefixed(word: &str, language: Language) -> Option<String> {
    // The longest prefix counts: *etter* before *et*.
    for (at, _) in word.char_indices().rev() {
        let (prefix, base) = word.split_at_checked(at)?;
        if !PREFIXES.contains(prefix) || base.chars().count() < SHORTEST_BASE {
            continue;
        }
        if let Some(lemma) = lexicon::reading(base, language == Language::Nn) {
            return Some(format!("{prefix}{lemma}"));
        }
    }
    None
}

/// The verb of a nynorsk passive (*påklagast*: *påklage*).
fn passive(word: &str) -> Option<String> {
    let stem = word.strip_suffix("ast").filter(|stem| stem.chars().count() >= 3)?;
    [format!("{stem}e"), format!("{stem}je")]
        .into_iter()
        .find(|verb| lexicon::lookup(verb).is_some())
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
        assert_eq!(lemma("påklagast", Language::Nn), "påklage");
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
