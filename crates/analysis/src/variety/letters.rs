//! Weights of what words begin with, end in and hold, and of what the lexicon knows of them.

use crate::hash::Map;
use crate::lexicon;
use std::ops::RangeInclusive;

/// Shortest word that is looked at for its head, shortest head and shortest beginning before it, in characters.
const HEADED: usize = 7;
const HEAD: usize = 4;
const BEFORE: usize = 2;

/// Weights by feature, apart by kind: `^ab` a beginning, `ab$` an ending, `=nb` which standards have the word, `*nb` which
/// have the longest ending that is a word; anything else stands inside.
#[derive(Debug, Default)]
pub(super) struct Letters<W> {
    starts: Map<&'static str, W>,
    ends: Map<&'static str, W>,
    inside: Map<&'static str, W>,
    known: [W; 4],
    heads: [W; 4],
}

impl<W: Copy + Default> Letters<W> {
    pub(super) fn new(features: impl Iterator<Item = (&'static str, W)>) -> Self {
        let mut out = Self::default();
        for (feature, weight) in features {
            if let Some(start) = feature.strip_prefix('^') {
                out.starts.insert(start, weight);
            } else if let Some(end) = feature.strip_suffix('$') {
                out.ends.insert(end, weight);
            } else if let Some(standards) = feature.strip_prefix('=') {
                set(&mut out.known, standards, weight);
            } else if let Some(standards) = feature.strip_prefix('*') {
                set(&mut out.heads, standards, weight);
            } else {
                out.inside.insert(feature, weight);
            }
        }
        out
    }

    /// What it tells that these standards have the word.
    pub(super) fn known(&self, standards: (bool, bool)) -> W {
        self.known.get(slot(standards)).copied().unwrap_or_default()
    }

    /// What it tells that these standards have the longest ending of an unknown word that is a word itself ([`head`]).
    pub(super) fn headed(&self, head: Option<(bool, bool)>) -> W {
        head.map_or_else(W::default, |standards| {
            self.heads.get(slot(standards)).copied().unwrap_or_default()
        })
    }

    /// Tells the weights of a word's first and last letters, so many of them, where the word is longer or `whole`.
    pub(super) fn borders(&self, word: &str, lengths: RangeInclusive<usize>, mut each: impl FnMut(W)) {
        let mut start = word
            .char_indices()
            .map(|(at, _)| at)
            .chain([word.len()])
            .skip(*lengths.start());
        let mut end = word.char_indices().map(|(at, _)| at).rev().skip(lengths.start() - 1);
        for _ in lengths {
            // A word of just these letters has no border before or after them.
            let (Some(after), Some(before)) = (start.next().filter(|at| *at < word.len()), end.next()) else {
                return;
            };
            let start = word.get(..after).and_then(|letters| self.starts.get(letters));
            let end = word.get(before..).and_then(|letters| self.ends.get(letters));
            start.into_iter().chain(end).for_each(|weight| each(*weight));
        }
    }

    /// Tells the weights of all three letters in a row.
    pub(super) fn threes(&self, word: &str, mut each: impl FnMut(W)) {
        let starts = word.char_indices().map(|(at, _)| at);
        let ends = word.char_indices().skip(3).map(|(at, _)| at).chain([word.len()]);
        for (start, end) in starts.zip(ends) {
            if let Some(weight) = word.get(start..end).and_then(|three| self.inside.get(three)) {
                each(*weight);
            }
        }
    }
}

/// Which standards have the longest ending of an unknown word that is a word itself.
pub(super) fn head(word: &str) -> Option<(bool, bool)> {
    let count = word.chars().count();
    if count < HEADED {
        return None;
    }
    word.char_indices()
        .skip(BEFORE)
        .take(count - BEFORE - HEAD + 1)
        .filter_map(|(at, _)| word.get(at..))
        .map(lexicon::standards)
        .find(|standards| *standards != (false, false))
}

fn slot(standards: (bool, bool)) -> usize {
    usize::from(standards.0) + 2 * usize::from(standards.1)
}

fn set<W>(slots: &mut [W; 4], standards: &str, weight: W) {
    let of = match standards {
        "nb" => (true, false),
        "nn" => (false, true),
        "nb+nn" => (true, true),
        _ => (false, false),
    };
    if let Some(place) = slots.get_mut(slot(of)) {
        *place = weight;
    }
}
