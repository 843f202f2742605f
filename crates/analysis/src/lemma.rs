//! Lemmas: the lexicon's, that of a compound's head, or a stem for words that neither knows.

use crate::{compound, lexicon};
use ordskifte_record::Language;
use rust_stemmers::{Algorithm, Stemmer};
use std::sync::LazyLock;

/// The one stemmer of index and query (tantivy's own differs).
static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Norwegian));

/// The lemmas of a folded form that the lexicon knows, also in the genitive.
pub(crate) fn known(word: &str) -> Option<lexicon::Readings> {
    lexicon::readings(word).or_else(|| lexicon::readings(owner(word)?))
}

/// What a genitive is the genitive of.
fn owner(word: &str) -> Option<&str> {
    let bare = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix('\''))
        .or_else(|| word.strip_suffix('s'))?;
    (bare.len() > 2).then_some(bare)
}

/// The lemma of a folded form in one standard, or in the other when only that has it; bokmål by default.
pub(crate) fn known_lemma(word: &str, language: Language) -> Option<String> {
    let nynorsk = language == Language::Nn;
    lexicon::reading(word, nynorsk).or_else(|| lexicon::reading(owner(word)?, nynorsk))
}

/// The lemmas of any folded word: one when the standard is known or both agree. Never empty.
pub(crate) fn lemmas(word: &str, language: Language) -> Vec<String> {
    if let Some(lexicon::Readings { nb, nn }) = known(word) {
        let both = match language {
            Language::Nb => [nb.or(nn), None],
            Language::Nn => [nn.or(nb), None],
            _ => [nb, nn],
        };
        let mut out: Vec<String> = both.into_iter().flatten().collect();
        out.dedup();
        return out;
    }
    if let Some(split) = compound::split_in(word, language) {
        return vec![split.lemma()];
    }
    let bare = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix('\''))
        .unwrap_or(word);
    if bare.chars().all(char::is_alphabetic) && bare.chars().count() > 4 {
        vec![STEMMER.stem(bare).into_owned()]
    } else {
        vec![bare.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_of_both_standards_meet_their_lemma() {
        for (word, language, expected) in [
            ("kommunene", Language::Nb, "kommune"),
            ("kommunane", Language::Nn, "kommune"),
            ("høringen", Language::Nb, "høring"),
            ("departementets", Language::Nb, "departement"),
            ("møtene", Language::Nb, "møte"),
            ("kapitler", Language::Nb, "kapittel"),
            ("rettleiarane", Language::Nn, "rettleiar"),
            ("orienterte", Language::Nb, "orientere"),
            ("skreiv", Language::Nn, "skrive"),
            ("", Language::Nb, ""),
            ("kommuneøkonomien", Language::Nb, "kommuneøkonomi"),
            ("frivillighetspolitikkene", Language::Nb, "frivillighetspolitikk"),
        ] {
            assert_eq!(lemmas(word, language), [expected], "{word}");
        }
    }

    #[test]
    fn a_law_is_not_the_municipality() {
        assert_ne!(lemmas("kommuneloven", Language::Nb), lemmas("kommunen", Language::Nb));
        assert_ne!(lemmas("havnelov", Language::Nb), lemmas("havn", Language::Nb));
    }
}
