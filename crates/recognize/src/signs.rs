//! Signs: parts of words without which a rule finds nothing in a text. All of them are looked for in one pass over a line
//! ([`Line::signs`](crate::view::Line::signs)), and the rules ask for theirs before they read anything: most lines have none.

use crate::{circulars, citations, laws, ministries, present, writer};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::sync::LazyLock;

/// Which of the signs stand in a text; or which of them a rule looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signs(u128);

/// All signs, each of which has the bit of its place, and what finds them.
struct Known {
    words: Vec<&'static str>,
    patterns: Option<AhoCorasick>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let all = citations::signs()
        .chain(laws::signs())
        .chain(laws::further_signs())
        .chain([circulars::SIGN])
        .chain(ministries::signs())
        .chain(present::signs())
        .chain(writer::signs());
    let mut words: Vec<&str> = all.collect();
    words.sort_unstable();
    words.dedup();
    // Without a bit for each the rules would have to read all lines.
    let fits = words.len() <= u128::BITS as usize;
    // Every line of every text is looked through, which the largest automaton does soonest.
    let build = || {
        AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(&words)
            .ok()
    };
    Known {
        patterns: fits.then(build).flatten(),
        words,
    }
});

impl Signs {
    /// What may be any.
    const ALL: Self = Self(u128::MAX);

    /// Those of a text.
    pub(crate) fn of(text: &str) -> Self {
        let Some(patterns) = &KNOWN.patterns else {
            return Self::ALL;
        };
        let found = patterns.find_overlapping_iter(text);
        Self(found.fold(0, |all, found| all | 1 << found.pattern().as_u32()))
    }

    /// These, to ask for with [`Signs::has`].
    pub(crate) fn these(words: &[&str]) -> Self {
        let bit = |word: &&str| KNOWN.words.binary_search(word).map_or(u128::MAX, |index| 1 << index);
        Self(words.iter().map(bit).fold(0, |all, bit| all | bit))
    }

    /// Whether one of these stands there.
    pub(crate) fn has(self, these: Self) -> bool {
        self.0 & these.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sign_has_a_bit_and_is_found() {
        assert!(KNOWN.patterns.is_some());
        for word in &KNOWN.words {
            assert_eq!(Signs::these(&[word]).0.count_ones(), 1, "{word}");
            assert!(Signs::of(&format!("a{word}b")).has(Signs::these(&[word])), "{word}");
        }
        assert_eq!(Signs::of("Brygger og kaier"), Signs(0));
        assert!(Signs::of("jf. havneloven § 2").has(Signs::these(&["§"])));
    }
}
