//! Lemmas by regular inflection, checked against the lexicon; a stem for words that it does not know.

use crate::{compound, lexicon};
use rust_stemmers::{Algorithm, Stemmer};
use std::sync::LazyLock;

static RULES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../data/inflections.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// The one stemmer of index and query (tantivy's own differs).
static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Norwegian));

/// The lemma of a folded word that the lexicon knows in this form or a regular inflection.
pub(crate) fn known_lemma(word: &str) -> Option<String> {
    if lexicon::contains(word) {
        return Some(word.to_owned());
    }
    by_rule(word).or_else(|| {
        let bare = word
            .strip_suffix("'s")
            .or_else(|| word.strip_suffix('\''))
            .or_else(|| word.strip_suffix('s'))?;
        if lexicon::contains(bare) {
            Some(bare.to_owned())
        } else {
            by_rule(bare)
        }
    })
}

fn by_rule(word: &str) -> Option<String> {
    RULES.iter().find_map(|(ending, instead)| {
        let stem = word.strip_suffix(ending)?;
        if stem.chars().count() < 2 {
            return None;
        }
        let lemma = format!("{stem}{instead}");
        lexicon::contains(&lemma).then_some(lemma)
    })
}

/// The lemma of any folded word: known, that of a compound's head, or the stem.
pub(crate) fn lemma(word: &str) -> String {
    if let Some(known) = known_lemma(word) {
        return known;
    }
    if let Some(split) = compound::split(word) {
        return split.lemma();
    }
    if word.chars().all(char::is_alphabetic) && word.chars().count() > 3 {
        STEMMER.stem(word).into_owned()
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_of_both_standards_meet_their_lemma() {
        for (word, expected) in [
            ("kommunene", "kommune"),
            ("kommunane", "kommune"),
            ("høringen", "høring"),
            ("departementets", "departement"),
            ("møtene", "møte"),
            ("kapitler", "kapittel"),
            ("rettleiarane", "rettleiar"),
            ("orienterte", "orientere"),
            ("", ""),
            ("kommuneøkonomien", "kommuneøkonomi"),
        ] {
            assert_eq!(lemma(word), expected, "{word}");
        }
    }

    #[test]
    fn a_law_is_not_the_municipality() {
        assert_ne!(lemma("kommuneloven"), lemma("kommunen"));
    }
}
