//! Lemmas: the lexicon's, that of a compound's head, or what can be told of a word that neither knows.

use crate::standard::Side;
use crate::{compound, lexicon, unknown};
use ordskifte_record::Language;

/// The lemmas of a folded form that the lexicon knows, also in the genitive and with an ending of nynorsk.
pub(crate) fn known(word: &str) -> Option<lexicon::Readings> {
    let listed = lexicon::readings(word).or_else(|| lexicon::readings(owner(word)?));
    listed.or_else(|| {
        let nn = vec![unknown::inflected(word)?];
        Some(lexicon::Readings { nb: Vec::new(), nn })
    })
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
    let listed = lexicon::reading(word, nynorsk).or_else(|| lexicon::reading(owner(word)?, nynorsk));
    listed.or_else(|| unknown::inflected(word))
}

/// A lemma and the standard whose word it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lemma {
    /// The word as its dictionary has it.
    pub(crate) text: String,
    /// Whose dictionary.
    pub(crate) side: Side,
}

/// The lemmas of any folded word: the likeliest of its standard and perhaps a second; of both standards when its own
/// is not known. Never empty.
pub(crate) fn lemmas(word: &str, language: Language) -> Vec<Lemma> {
    if let Some(lexicon::Readings { nb, nn }) = known(word) {
        let side = |side| move |text| Lemma { text, side };
        let (mut nb, mut nn) = (
            nb.into_iter().map(side(Side::Bokmal)),
            nn.into_iter().map(side(Side::Nynorsk)),
        );
        let out: Vec<Lemma> = match language {
            Language::Nb if nb.len() > 0 => nb.collect(),
            Language::Nn if nn.len() > 0 => nn.collect(),
            // Without a standard the likeliest of each is enough.
            _ => nb.next().into_iter().chain(nn.next()).collect(),
        };
        return out;
    }
    let text = match compound::split_unknown(word, language) {
        Some(split) => split.lemma(),
        None => unknown::lemma(word, language),
    };
    vec![Lemma {
        text,
        side: Side::of(language),
    }]
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
            let first = lemmas(word, language).into_iter().next().map(|lemma| lemma.text);
            assert_eq!(first.as_deref(), Some(expected), "{word}");
        }
    }

    #[test]
    fn a_law_is_not_the_municipality() {
        assert_ne!(lemmas("kommuneloven", Language::Nb), lemmas("kommunen", Language::Nb));
        assert_ne!(lemmas("havnelov", Language::Nb), lemmas("havn", Language::Nb));
    }
}
