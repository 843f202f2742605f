//! The lexicon of both written standards: lemmas and inflected forms, as finite-state maps over static bytes.

use fst::Map;
use fst::raw::{CompiledAddr, Fst, Output};
use std::sync::LazyLock;

static LEMMA_BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lemmas.fst"));
static FORM_BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/forms.fst"));

/// `None` only if the build packed no valid map; every word is then unknown.
static LEMMAS: LazyLock<Option<Map<&'static [u8]>>> = LazyLock::new(|| Map::new(LEMMA_BYTES).ok());
static FORMS: LazyLock<Option<Map<&'static [u8]>>> = LazyLock::new(|| Map::new(FORM_BYTES).ok());

/// From a form to its lemma: bytes to strip from the end, then what to add.
static OPS: LazyLock<Vec<(usize, &'static str)>> = LazyLock::new(|| {
    include_str!(concat!(env!("OUT_DIR"), "/ops.tsv"))
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(strip, add)| (strip.parse().unwrap_or(0), add))
        .collect()
});

/// What the lexicon knows of a lemma, packed by `build.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lemma(u64);

impl Lemma {
    /// Whether bokmål has it.
    pub(crate) fn nb(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether a dictionary compound begins with it, joined by `link`.
    pub(crate) fn attested_first(self, link: &str) -> bool {
        let bit = match link {
            "" => 4,
            "s" => 8,
            _ => 16,
        };
        self.0 & bit != 0
    }

    /// Whether any dictionary compound begins with it.
    pub(crate) fn ever_first(self) -> bool {
        self.0 & (4 | 8 | 16) != 0
    }

    /// Whether a dictionary compound ends with it.
    pub(crate) fn attested_head(self) -> bool {
        self.0 & 32 != 0
    }

    /// Class of frequency in law texts: 0 never seen, then about two classes for each doubling.
    pub(crate) fn frequency(self) -> u8 {
        (self.0 >> 6 & 63) as u8
    }

    /// The same class in bokmål's texts alone.
    pub(crate) fn bokmal_frequency(self) -> u8 {
        (self.0 >> 21 & 63) as u8
    }

    /// The dictionary's cut of a compound: bytes before the head, and how many of them are juncture.
    pub(crate) fn cut(self) -> Option<(usize, usize)> {
        let at = (self.0 >> 14 & 127) as usize;
        (at > 0).then_some((at, (self.0 >> 12 & 3) as usize))
    }
}

/// Looks up a folded lemma.
pub(crate) fn lookup(word: &str) -> Option<Lemma> {
    LEMMAS.as_ref()?.get(word).map(Lemma)
}

/// A way into the lemmas by letters: where a word that begins so goes on. Words that begin alike share its steps.
#[derive(Clone, Copy)]
pub(crate) struct Walk {
    fst: &'static Fst<&'static [u8]>,
    at: CompiledAddr,
    value: Output,
}

impl Walk {
    /// Before the first letter.
    pub(crate) fn start() -> Option<Self> {
        let fst = LEMMAS.as_ref().map(Map::as_fst)?;
        Some(Self {
            fst,
            at: fst.root().addr(),
            value: Output::zero(),
        })
    }

    /// After more letters; `None` when no lemma begins so.
    pub(crate) fn after(self, letters: &str) -> Option<Self> {
        let mut node = self.fst.node(self.at);
        let mut value = self.value;
        for byte in letters.bytes() {
            let transition = node.transition(node.find_input(byte)?);
            value = value.cat(transition.out);
            node = self.fst.node(transition.addr);
        }
        let at = node.addr();
        Some(Self { at, value, ..self })
    }

    /// The lemma that ends here.
    pub(crate) fn lemma(self) -> Option<Lemma> {
        let node = self.fst.node(self.at);
        let value = || self.value.cat(node.final_output()).value();
        node.is_final().then(|| Lemma(value()))
    }
}

/// The lemmas that a text begins with, shortest first: length in bytes, and what is known of each.
pub(crate) fn prefixes(text: &str) -> impl Iterator<Item = (usize, Lemma)> {
    let fst = LEMMAS.as_ref().map(Map::as_fst);
    let mut node = fst.map(Fst::root);
    let mut value = Output::zero();
    let mut bytes = text.bytes().enumerate();
    std::iter::from_fn(move || {
        let (fst, at) = (fst?, node.as_mut()?);
        for (index, byte) in bytes.by_ref() {
            let transition = at.transition(at.find_input(byte)?);
            value = value.cat(transition.out);
            *at = fst.node(transition.addr);
            if at.is_final() {
                return Some((index + 1, Lemma(value.cat(at.final_output()).value())));
            }
        }
        None
    })
}

/// The lemmas of a folded form in each standard: the likeliest first, then one that is not much less likely.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Readings {
    /// As bokmål; none when it is no form of bokmål.
    pub(crate) nb: Vec<String>,
    /// As nynorsk.
    pub(crate) nn: Vec<String>,
}

/// Set in the number of a form that only doubtful rules give its standard.
const DOUBT: u64 = 0x8000;

/// In which standards a folded word is a form beyond doubt: (bokmål, nynorsk). For a word that both have in doubt, both.
pub(crate) fn standards(form: &str) -> (bool, bool) {
    match FORMS.as_ref().and_then(|forms| forms.get(form)) {
        Some(value) => {
            let sure = |number: u64| number & 0xffff != 0 && number & DOUBT == 0;
            let (nb, nn) = (sure(value), sure(value >> 16));
            let any = !nb && !nn;
            (nb || any && value & 0xffff != 0, nn || any && value >> 16 & 0xffff != 0)
        }
        None => (false, false),
    }
}

/// The lemmas of a folded form; `None` when no standard has it.
pub(crate) fn readings(form: &str) -> Option<Readings> {
    let value = FORMS.as_ref()?.get(form)?;
    Some(Readings {
        nb: [value, value >> 32]
            .into_iter()
            .filter_map(|number| undo(form, number))
            .collect(),
        nn: [value >> 16, value >> 48]
            .into_iter()
            .filter_map(|number| undo(form, number))
            .collect(),
    })
}

/// The lemma of a folded form in one standard, or in the other when only that has it; bokmål by default.
pub(crate) fn reading(form: &str, nynorsk: bool) -> Option<String> {
    let value = FORMS.as_ref()?.get(form)?;
    let (nb, nn) = (value & 0xffff, value >> 16 & 0xffff);
    let number = match nynorsk {
        true if nn != 0 => nn,
        false if nb == 0 => nn,
        _ => nb,
    };
    undo(form, number)
}

/// The lemma that the operation numbered in the lowest 15 bits makes of a form; 0 is none.
fn undo(form: &str, number: u64) -> Option<String> {
    let (strip, add) = OPS.get(((number & (DOUBT - 1)) as usize).checked_sub(1)?)?;
    let stem = form.get(..form.len().checked_sub(*strip)?)?;
    let mut lemma = String::with_capacity(stem.len() + add.len());
    lemma.push_str(stem);
    lemma.push_str(add);
    Some(lemma)
}

/// Whether the word itself, in any case and inflection, is in the lexicon; a surname often has the form of a compound.
pub fn is_listed(word: &str) -> bool {
    crate::lemma::known(&crate::fold(word)).is_some()
}

/// Whether the word, in any case and inflection, is in the lexicon or a compound of its words.
pub fn is_word(word: &str) -> bool {
    let folded = crate::fold(word);
    crate::lemma::known(&folded).is_some() || crate::compound::split(&folded).is_some()
}

/// Class of frequency below which a noun is rare: more common ones stand in texts as themselves.
const RARE: u8 = 10;

/// Whether the word is an indefinite noun that law texts hardly have: many surnames are in the lexicon as such ("Kvamme",
/// "Strand"), where adverbs and common nouns are none.
pub fn is_rare_noun(word: &str) -> bool {
    let folded = crate::fold(word);
    let stem = folded.strip_suffix('e').unwrap_or(&folded);
    let inflected = ["en", "et", "a"]
        .iter()
        .any(|ending| readings(&format!("{stem}{ending}")).is_some());
    inflected && lookup(&folded).is_some_and(|lemma| lemma.frequency() < RARE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_standards_are_known() {
        assert_eq!(standards("ikke"), (true, false));
        assert_eq!(standards("ikkje"), (false, true));
        assert!(is_word("kommunene") && is_word("fylkeskommunane") && !is_word("xqzt"));
        assert!(is_listed("kommunene") && !is_listed("xqzt"));
    }

    #[test]
    fn surnames_of_the_lexicon_are_rare_nouns() {
        for name in ["Kvamme", "Strand", "Berg", "Kristoffersen", "Moen"] {
            assert!(is_rare_noun(name), "{name}");
        }
        for word in ["Videre", "Deretter", "Kommunene", "Politi", "Da", "Xqzt"] {
            assert!(!is_rare_noun(word), "{word}");
        }
    }

    #[test]
    fn the_packed_lexicon_is_small() {
        let bytes = LEMMA_BYTES.len() + FORM_BYTES.len();
        assert!(bytes < 8_000_000, "{bytes} bytes");
    }

    #[test]
    fn homographs_take_the_frequent_lemma() {
        assert_eq!(
            readings("saker").map(|readings| readings.nb),
            Some(vec!["sak".to_owned()])
        );
        assert_eq!(
            readings("sakene").map(|readings| readings.nb),
            Some(vec!["sak".to_owned()])
        );
    }
}
