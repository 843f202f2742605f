//! Bokmål and nynorsk as one: the canonical lemma that both are found by, and the words that one standard has
//! where the other has another word.

use crate::hash::Map;
use crate::{compound, lexicon};
use std::sync::LazyLock;

/// Nynorsk lemma to the bokmål lemma of the same origin.
static COGNATES: LazyLock<Map<&'static str, &'static str>> = LazyLock::new(|| {
    let mut table: Map<_, _> = rows(include_str!("../data/cognates.tsv")).collect();
    // Written by hand: goes before what rules found.
    table.extend(rows(include_str!("../data/standard-cognates.tsv")));
    table
});

/// Lemmas of different origin for the same thing, both ways.
static PAIRS: LazyLock<Map<&'static str, Vec<(&'static str, Side)>>> = LazyLock::new(|| {
    let mut table: Map<_, Vec<_>> = Map::default();
    for (nn, nb) in rows(include_str!("../data/standard-pairs.tsv")) {
        table.entry(nn).or_default().push((nb, Side::Bokmal));
        table.entry(nb).or_default().push((nn, Side::Nynorsk));
    }
    table
});

/// Most equivalents that one word gets.
const MAX_EQUIVALENTS: usize = 12;

/// Which standard an equivalent belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The bokmål word for a nynorsk one.
    Bokmal,
    /// The nynorsk word for a bokmål one.
    Nynorsk,
}

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
        Some(split) => {
            let joined = split.map(|part| simple(part).unwrap_or_else(|| part.to_owned()));
            // A first part can be shortened in the process; what is joined must not become another word's form.
            simple(&joined).unwrap_or(joined)
        }
        None => lemma.to_owned(),
    }
}

/// The canonical form of a word that is no compound; `None` when its parts need a look.
fn simple(lemma: &str) -> Option<String> {
    if let Some(other) = COGNATES.get(lemma) {
        return Some((*other).to_owned());
    }
    match lexicon::lookup(lemma) {
        Some(entry) if entry.nb() => Some(lemma.to_owned()),
        _ => None,
    }
}

/// What the other standard calls a lemma of this one, in canonical form; whole words first, else with parts of
/// the compound exchanged.
pub(crate) fn equivalents(lemma: &str, wanted: &[Side]) -> Vec<String> {
    let own = canonical(lemma);
    let mut out = Vec::new();
    let mut add = |word: String| {
        if word != own && !out.contains(&word) && out.len() < MAX_EQUIVALENTS {
            out.push(word);
        }
    };
    for word in direct(lemma, &own, wanted) {
        add(canonical(word));
    }
    if let Some(split) = compound::split(lemma).or_else(|| compound::split(&own)) {
        for word in exchanged(&split, wanted) {
            add(canonical(&word));
        }
    }
    out
}

fn direct<'a>(lemma: &'a str, own: &'a str, wanted: &'a [Side]) -> impl Iterator<Item = &'static str> + 'a {
    let other = (own != lemma).then_some(own);
    std::iter::once(lemma)
        .chain(other)
        .filter_map(|word| PAIRS.get(word))
        .flatten()
        .filter(|(_, side)| wanted.contains(side))
        .map(|(word, _)| *word)
}

/// The compound with the parts that have equivalents exchanged: heads of several parts, then single parts.
fn exchanged(split: &compound::Split, wanted: &[Side]) -> Vec<String> {
    let mut forms = vec![String::new()];
    let mut changed = false;
    let last = split.first.len();
    for (index, part) in split.parts().enumerate() {
        let link = split.first.get(index).map_or("", |(_, link)| link.as_str());
        let own = canonical(part);
        let mut choices: Vec<String> = direct(part, &own, wanted).take(3).map(canonical).collect();
        changed |= !choices.is_empty();
        if choices.is_empty() || index < last {
            choices.push(own);
        }
        forms = forms
            .iter()
            .flat_map(|before| choices.iter().map(move |choice| format!("{before}{choice}{link}")))
            .take(MAX_EQUIVALENTS)
            .collect();
    }
    if changed { forms } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_standards_share_a_form() {
        for (nn, nb) in [
            ("ikkje", "ikke"),
            ("høyring", "høring"),
            ("høyringssvar", "høringssvar"),
            ("oppgåve", "oppgave"),
            ("arbeidsgjevar", "arbeidsgiver"),
            ("arbeidsgivar", "arbeidsgiver"),
            ("sjølvstyre", "selvstyre"),
            ("moglegheit", "mulighet"),
            ("fylkeskommune", "fylkeskommune"),
            ("utdanning", "utdanning"),
            ("kunnskap", "kunnskap"),
        ] {
            assert_eq!(canonical(nn), canonical(nb), "{nn} {nb}");
        }
    }

    #[test]
    fn other_words_for_the_same_are_equivalents_also_inside_compounds() {
        for (nn, nb) in [
            ("føresegn", "forskrift"),
            ("høyringsfråsegn", "høringsuttalelse"),
            ("samfunnstryggleik", "samfunnssikkerhet"),
            ("usemje", "uenighet"),
        ] {
            assert!(equivalents(nn, &[Side::Bokmal]).contains(&canonical(nb)), "{nn} {nb}");
            assert!(equivalents(nb, &[Side::Nynorsk]).contains(&canonical(nn)), "{nb} {nn}");
        }
        // Related is not equal.
        let related = equivalents("handlingsrom", &[Side::Nynorsk, Side::Bokmal]);
        assert!(related.iter().all(|word| !word.starts_with("handlefri")), "{related:?}");
    }
}
