//! Bokmål and nynorsk as one: the canonical lemma that both are found by.

use crate::{compound, lexicon};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static PAIRS: LazyLock<BTreeMap<&'static str, &'static str>> =
    LazyLock::new(|| rows(include_str!("../data/standard-pairs.tsv")).collect());
static COGNATES: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| rows(include_str!("../data/cognates.tsv")).collect());

fn rows(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

/// The form that stands for a lemma in the index: bokmål's where the two standards correspond.
pub(crate) fn canonical(lemma: &str) -> String {
    if let Some(found) = simple(lemma) {
        return found;
    }
    match compound::split(lemma) {
        Some(split) => split.map(|part| simple(part).unwrap_or_else(|| part.to_owned())),
        None => lemma.to_owned(),
    }
}

/// The canonical form of a word that is no compound; `None` when the word needs a closer look.
fn simple(lemma: &str) -> Option<String> {
    if let Some(other) = PAIRS.get(lemma) {
        return Some((*other).to_owned());
    }
    match lexicon::lookup(lemma) {
        Some(standards) if standards.nb => Some(lemma.to_owned()),
        Some(_) => cognate(lemma),
        None => None,
    }
}

/// A lemma that only nynorsk has, turned into one that only bokmål has by one or two correspondences.
fn cognate(lemma: &str) -> Option<String> {
    let only_bokmal = |word: &str| lexicon::lookup(word).is_some_and(|standards| standards.nb && !standards.nn);
    let apply = |word: &str| -> Vec<String> {
        COGNATES
            .iter()
            .filter(|(from, _)| word.contains(from))
            .map(|(from, to)| word.replacen(from, to, 1))
            .collect()
    };
    let once = apply(lemma);
    once.iter().find(|word| only_bokmal(word)).cloned().or_else(|| {
        once.iter()
            .flat_map(|word| apply(word))
            .find(|word| word != lemma && only_bokmal(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_standards_share_a_form() {
        for (nn, nb) in [
            ("ikkje", "ikke"),
            ("høyring", "høring"),
            ("rettleiar", "veileder"),
            ("oppgåve", "oppgave"),
        ] {
            assert_eq!(canonical(nn), canonical(nb), "{nn}");
        }
        assert_eq!(canonical("høyringsnotat"), canonical("høringsnotat"));
    }

    #[test]
    fn what_is_only_related_stays_apart() {
        assert_ne!(canonical("handlefridom"), canonical("handlingsrom"));
    }
}
