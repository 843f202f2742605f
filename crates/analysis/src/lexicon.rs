//! The lemmas of both written standards, as a finite-state map over static bytes.

use fst::Map;
use std::sync::LazyLock;

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.fst"));

/// `None` only if the build packed no valid map; every word is then unknown.
static LEXICON: LazyLock<Option<Map<&'static [u8]>>> = LazyLock::new(|| Map::new(BYTES).ok());

/// Which standards a lemma belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standards {
    /// Bokmål.
    pub(crate) nb: bool,
    /// Nynorsk.
    pub(crate) nn: bool,
}

/// Looks up a folded lemma.
pub(crate) fn lookup(word: &str) -> Option<Standards> {
    let bits = LEXICON.as_ref()?.get(word)?;
    Some(Standards {
        nb: bits & 1 != 0,
        nn: bits & 2 != 0,
    })
}

/// Whether a folded word is a lemma.
pub(crate) fn contains(word: &str) -> bool {
    lookup(word).is_some()
}

/// Whether the word, in any case and a regular inflection, is in the lexicon or a compound of its words.
pub fn is_word(word: &str) -> bool {
    let folded = crate::fold(word);
    crate::lemma::known_lemma(&folded).is_some() || crate::compound::split(&folded).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_standards_are_known() {
        assert_eq!(lookup("ikke"), Some(Standards { nb: true, nn: false }));
        assert_eq!(lookup("ikkje"), Some(Standards { nb: false, nn: true }));
        assert!(is_word("kommunene") && is_word("fylkeskommunane") && !is_word("xqzt"));
    }
}
