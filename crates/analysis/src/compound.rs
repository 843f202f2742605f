//! Splits compounds into parts that the lexicon knows.

use crate::{lemma, lexicon};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static NOT_PARTS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    include_str!("../data/not-parts.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});

/// Shortest part, in characters.
const MIN_PART: usize = 3;
/// Longest word that is looked at, in characters: longer ones are addresses and noise.
const MAX_WORD: usize = 60;

/// A compound as first parts with their linking letter, and a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// First parts: lemma, and the linking letter or hyphen after it.
    pub(crate) first: Vec<(String, &'static str)>,
    /// Lemma of the last part.
    pub(crate) head: String,
}

impl Split {
    /// The compound with its head in the form of a lemma.
    pub(crate) fn lemma(&self) -> String {
        self.map(str::to_owned)
    }

    /// The compound put together again from changed parts.
    pub(crate) fn map(&self, change: impl Fn(&str) -> String) -> String {
        let mut out: String = self.first.iter().map(|(part, link)| change(part) + link).collect();
        out.push_str(&change(&self.head));
        out
    }

    fn cost(&self) -> usize {
        let lengths = self
            .first
            .iter()
            .map(|(part, _)| part.chars().count())
            .chain([self.head.chars().count()]);
        let short: usize = lengths.map(|length| if length < 4 { 3 } else { 0 }).sum();
        let linked = self.first.iter().filter(|(_, link)| *link == "e").count();
        self.first.len() * 4 + short + linked * 2
    }
}

/// The best split of a folded word, if it has any.
pub(crate) fn split(word: &str) -> Option<Split> {
    let length = word.chars().count();
    if !(2 * MIN_PART..=MAX_WORD).contains(&length) || !word.chars().all(|c| c.is_alphabetic() || c == '-') {
        return None;
    }
    split_within(word, 3)
}

fn split_within(word: &str, depth: usize) -> Option<Split> {
    if depth == 0 {
        return None;
    }
    let borders: Vec<usize> = word.char_indices().map(|(index, _)| index).collect();
    let mut best: Option<Split> = None;
    for at in borders.get(MIN_PART..).unwrap_or_default() {
        let (left, right) = word.split_at(*at);
        if right.chars().count() < MIN_PART {
            break;
        }
        let Some(head) = part(right) else { continue };
        for candidate in firsts(left, depth).into_iter().map(|first| Split {
            first,
            head: head.clone(),
        }) {
            if best.as_ref().is_none_or(|known| candidate.cost() < known.cost()) {
                best = Some(candidate);
            }
        }
    }
    best
}

/// The ways to read what stands before the head.
fn firsts(left: &str, depth: usize) -> Vec<Vec<(String, &'static str)>> {
    let mut out = Vec::new();
    for link in ["", "s", "e", "-", "s-"] {
        let Some(bare) = left.strip_suffix(link).filter(|bare| bare.chars().count() >= MIN_PART) else {
            continue;
        };
        if lexicon::contains(bare) && !NOT_PARTS.contains(bare) {
            out.push(vec![(bare.to_owned(), link)]);
        } else if link != "e"
            && let Some(inner) = split_within(bare, depth - 1)
            && inner.map(str::to_owned) == bare
        {
            let mut parts = inner.first;
            parts.push((inner.head, link));
            out.push(parts);
        }
    }
    out
}

/// The lemma of a last part.
fn part(word: &str) -> Option<String> {
    lemma::known_lemma(word).filter(|lemma| !NOT_PARTS.contains(lemma.as_str()) && lemma.chars().count() >= MIN_PART)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(word: &str) -> Vec<String> {
        split(word).map_or_else(Vec::new, |split| {
            split
                .first
                .into_iter()
                .map(|(part, _)| part)
                .chain([split.head])
                .collect()
        })
    }

    #[test]
    fn compounds_of_the_field_fall_into_their_parts() {
        assert_eq!(parts("høringssvaret"), ["høring", "svar"]);
        assert_eq!(parts("kommuneøkonomien"), ["kommune", "økonomi"]);
        assert_eq!(parts("vindkraft"), ["vind", "kraft"]);
        assert_eq!(parts("e-helse"), Vec::<String>::new());
        assert_eq!(parts("forskrift"), Vec::<String>::new());
        assert_eq!(parts(""), Vec::<String>::new());
    }
}
