//! Splits compounds: by the dictionary's own analysis where it has one, else into parts that the lexicon
//! knows, along the path of least cost.

use crate::{lemma, lexicon};
use ordskifte_record::Language;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static NOT_PARTS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| words(include_str!("../data/not-parts.txt")));
/// Words that the dictionary cuts and readers do not.
static WHOLE: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| words(include_str!("../data/whole-words.txt")));

fn words(file: &'static str) -> BTreeSet<&'static str> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
}

/// Shortest word that is split and longest (longer ones are addresses and noise), in characters.
const WORD: std::ops::RangeInclusive<usize> = 5..=60;
/// Shortest part, in characters.
const MIN_PART: usize = 2;
/// Shortest lexicon word that may be a compound although the dictionary does not cut it, in characters.
const UNCUT: usize = 9;
/// Highest cost of a split of an unknown word, and of one that the lexicon has uncut.
const ANY: u32 = 60;
const CLEAR: u32 = 29;
/// Deepest nesting of parts.
const MAX_DEPTH: usize = 5;

/// A compound as first parts with their linking letters, and a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// First parts: lemma, and the linking letter or hyphen after it.
    pub(crate) first: Vec<(String, String)>,
    /// Lemma of the last part.
    pub(crate) head: String,
    /// Parts that are compounds of the dictionary themselves (*nettverk* in *storbynettverk*).
    pub(crate) whole: Vec<String>,
}

impl Split {
    /// The compound with its head in the form of a lemma.
    pub(crate) fn lemma(&self) -> String {
        self.map(str::to_owned)
    }

    /// The compound put together again from changed parts.
    pub(crate) fn map(&self, mut change: impl FnMut(&str) -> String) -> String {
        let mut out = String::new();
        for (part, link) in &self.first {
            out.push_str(&change(part));
            out.push_str(link);
        }
        out.push_str(&change(&self.head));
        out
    }

    /// The parts in order.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &str> {
        self.first
            .iter()
            .map(|(part, _)| part.as_str())
            .chain([self.head.as_str()])
    }
}

/// The best split of a folded word whose standard is not known.
pub(crate) fn split(word: &str) -> Option<Split> {
    split_in(word, Language::Und)
}

/// The best split of a folded word in any inflection, if it has one.
pub(crate) fn split_in(word: &str, language: Language) -> Option<Split> {
    let split = split_once(word, language, MAX_DEPTH)?;
    // Parts that are no letters or were cut to nothing would be noise in the index.
    let sound = split.parts().all(|part| !part.is_empty());
    sound.then_some(split)
}

fn split_once(word: &str, language: Language, depth: usize) -> Option<Split> {
    let depth = depth.checked_sub(1)?;
    if !WORD.contains(&word.chars().count()) || !word.chars().all(|c| c.is_alphabetic() || c == '-') {
        return None;
    }
    match lemma::known_lemma(word, language) {
        Some(known) if known.chars().count() >= UNCUT => {
            by_dictionary(&known, language, depth).or_else(|| by_cost(&known, language, depth, CLEAR))
        }
        Some(known) => by_dictionary(&known, language, depth),
        None => by_cost(word, language, depth, ANY),
    }
}

/// The dictionary's analysis of a lemma, its parts split in their turn.
fn by_dictionary(known: &str, language: Language, depth: usize) -> Option<Split> {
    if WHOLE.contains(known) {
        return None;
    }
    let Some((at, juncture)) = lexicon::lookup(known)?.cut() else {
        return by_hyphen(known, language, depth);
    };
    let (left, head) = (known.get(..at)?, known.get(at..)?);
    let (bare, link) = (left.get(..at - juncture)?, left.get(at - juncture..)?);
    if NOT_PARTS.contains(bare) || NOT_PARTS.contains(head) {
        return None;
    }
    let bare = bare.trim_end_matches('-');
    Some(join(
        bare,
        left.get(bare.len()..).unwrap_or(link),
        head,
        language,
        depth,
    ))
}

/// A word with inner hyphens whose sides are words.
fn by_hyphen(word: &str, language: Language, depth: usize) -> Option<Split> {
    let (left, head) = word.rsplit_once('-')?;
    (left.chars().count() >= 3 && head.chars().count() >= 3).then(|| join(left, "-", head, language, depth))
}

fn join(bare: &str, link: &str, head: &str, language: Language, depth: usize) -> Split {
    let mut whole = Vec::new();
    let mut first = match split_once(bare, language, depth) {
        Some(inner) if inner.lemma() == bare => {
            whole.extend(inner.whole);
            if lexicon::lookup(bare).is_some() {
                whole.push(bare.to_owned());
            }
            let mut first = inner.first;
            first.push((inner.head, link.to_owned()));
            first
        }
        _ => vec![(bare.to_owned(), link.to_owned())],
    };
    // Heads are nouns more often than not: a word that heads dictionary compounds stays as it is.
    let head_lemma = match lexicon::lookup(head) {
        Some(entry) if entry.attested_head() => head.to_owned(),
        _ => lemma::known_lemma(head, language).unwrap_or_else(|| head.to_owned()),
    };
    match split_once(head, language, depth) {
        Some(inner) => {
            whole.extend(inner.whole);
            if lexicon::lookup(&head_lemma).is_some() {
                whole.push(head_lemma);
            }
            first.extend(inner.first);
            Split {
                first,
                head: inner.head,
                whole,
            }
        }
        None => Split {
            first,
            head: head_lemma,
            whole,
        },
    }
}

/// The cheapest way to read an unknown word as first part, link and head.
fn by_cost(word: &str, language: Language, depth: usize, limit: u32) -> Option<Split> {
    if WHOLE.contains(word) {
        return None;
    }
    if let Some(split) = by_hyphen(word, language, depth) {
        return Some(split);
    }
    let mut best: Option<(u32, usize, usize)> = None;
    for (at, _) in word.char_indices().skip(MIN_PART) {
        let (left, right) = word.split_at(at);
        if right.chars().count() < 3 {
            break;
        }
        let Some(head) = head_cost(right, language, depth) else {
            continue;
        };
        for link in ["", "s", "e"] {
            let Some(bare) = left.strip_suffix(link) else { continue };
            let Some(first) = first_cost(bare, link, language, depth) else {
                continue;
            };
            let cost = head + first;
            if best.is_none_or(|(known, ..)| cost < known) {
                best = Some((cost, bare.len(), at));
            }
        }
    }
    let (cost, bare, at) = best?;
    if cost > limit {
        return None;
    }
    Some(join(
        word.get(..bare)?,
        word.get(bare..at)?,
        word.get(at..)?,
        language,
        depth,
    ))
}

/// What a part costs by its length and frequency.
fn part_cost(part: &str, entry: lexicon::Lemma) -> u32 {
    let short = match part.chars().count() {
        0..=2 => 14,
        3 => 7,
        4 => 2,
        _ => 0,
    };
    10 + short + (24 - u32::from(entry.frequency().min(24))) / 3
}

fn first_cost(bare: &str, link: &str, language: Language, depth: usize) -> Option<u32> {
    if bare.chars().count() < MIN_PART || NOT_PARTS.contains(bare) {
        return None;
    }
    if let Some(entry) = lexicon::lookup(bare) {
        let used = if entry.attested_first(link) {
            0
        } else if entry.cut().is_some() && link == "s" {
            3
        } else if entry.ever_first() && link != "e" {
            9
        } else if link == "e" || bare.chars().count() < 4 {
            return None;
        } else {
            12
        };
        return Some(part_cost(bare, entry) + used);
    }
    if link == "e" {
        return None;
    }
    let inner = by_cost(bare, language, depth.checked_sub(2)?, ANY)?;
    (inner.lemma() == bare).then_some(30)
}

fn head_cost(right: &str, language: Language, depth: usize) -> Option<u32> {
    if NOT_PARTS.contains(right) {
        return None;
    }
    if let Some(known) = lemma::known_lemma(right, language) {
        let entry = lexicon::lookup(&known)?;
        if NOT_PARTS.contains(known.as_str()) || known.chars().count() < 3 {
            return None;
        }
        let used = if entry.attested_head() || entry.cut().is_some() {
            0
        } else {
            9
        };
        return Some(part_cost(&known, entry) + used);
    }
    by_cost(right, language, depth.checked_sub(2)?, ANY).map(|_| 30)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(word: &str) -> Vec<String> {
        split(word).map_or_else(Vec::new, |split| split.parts().map(str::to_owned).collect())
    }

    #[test]
    fn compounds_of_the_field_fall_into_their_parts() {
        assert_eq!(parts("høringssvaret"), ["høring", "svar"]);
        assert_eq!(parts("kommuneøkonomien"), ["kommune", "økonomi"]);
        assert_eq!(parts("vindkraft"), ["vind", "kraft"]);
        assert_eq!(parts("fylkeskommunane"), ["fylke", "kommune"]);
        assert_eq!(parts("barnehagelærernorm"), ["barn", "hage", "lærer", "norm"]);
        for simple in ["e-helse", "forskrift", "departement", "regjering", ""] {
            assert_eq!(parts(simple), Vec::<String>::new(), "{simple}");
        }
    }
}
