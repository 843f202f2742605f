//! How much a word leans to nynorsk or bokmål: features and weights of `data/variety-words.tsv`, which
//! `tests/analysis-data/variety.py` trains over the same features.

use super::letters::Letters;
use crate::hash::Map;
use crate::lexicon;
use std::sync::LazyLock;

/// Most that a word which both standards have tells by how often each uses it, and by its spelling.
const SHARED: f32 = 2.5;
const SPELLED: f32 = 2.0;

/// Weights in the logarithm of the odds: nynorsk above zero, bokmål below.
struct Weights {
    words: Map<&'static str, f32>,
    /// Of spellings: what tells for nynorsk, and for bokmål.
    spellings: Vec<(Spelling, f32, f32)>,
    letters: Letters<f32>,
}

/// A spelling of nynorsk and the bokmål one that corresponds.
struct Spelling {
    nn: &'static str,
    nb: &'static str,
    at_end: bool,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let mut words: Map<&'static str, f32> = Map::default();
    for (feature, hundredths) in super::rows(include_str!("../../data/variety-words.tsv")) {
        words.insert(feature, hundredths.parse::<f32>().unwrap_or(0.0) / 100.0);
    }
    let of = |name: String| words.get(name.as_str()).copied().unwrap_or(0.0);
    let spellings = include_str!("../../data/variety-spellings.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .filter_map(|pair| pair.split_once('>'))
        .map(|(nn, nb)| {
            let (bare, weights) = (
                nn.trim_end_matches('$'),
                (of(format!("~nn:{nn}")), of(format!("~nb:{nn}"))),
            );
            let spelling = Spelling {
                nn: bare,
                nb: nb.trim_end_matches('$'),
                at_end: bare.len() < nn.len(),
            };
            (spelling, weights.0, weights.1)
        })
        .collect();
    Weights {
        spellings,
        letters: Letters::new(words.iter().map(|(feature, weight)| (*feature, *weight))),
        words,
    }
});

/// The sum of what a folded word's features tell, above zero for nynorsk; `standards` are those that have the word, `head`
/// those that have what an unknown one ends in.
pub(super) fn lean(word: &str, standards: (bool, bool), head: Option<(bool, bool)>) -> f32 {
    let weights = &*WEIGHTS;
    let own = weights.words.get(word).copied().unwrap_or(0.0) + weights.letters.known(standards);
    let longer = word.chars().nth(3).is_some();
    if standards == (true, true) {
        let spelled = if longer { spelled(word, weights) } else { 0.0 };
        return own.clamp(-SHARED, SHARED) + spelled.clamp(-SPELLED, SPELLED);
    }
    // What both standards have says by its letters what law texts are about, not how they are written.
    let mut sum = own;
    if longer {
        weights.letters.borders(word, 2..=4, |weight| sum += weight);
    }
    sum + weights.letters.headed(head)
}

/// What a word that both standards allow tells by being the spelling that one of them prefers.
fn spelled(word: &str, weights: &Weights) -> f32 {
    let mut sum = 0.0;
    for (spelling, nynorsk, bokmal) in &weights.spellings {
        if *nynorsk != 0.0
            && spelling
                .other(word, true)
                .is_some_and(|other| lexicon::standards(&other) == (true, false))
        {
            sum += nynorsk;
        }
        if *bokmal != 0.0
            && spelling
                .other(word, false)
                .is_some_and(|other| lexicon::standards(&other) == (false, true))
        {
            sum += bokmal;
        }
    }
    sum
}

impl Spelling {
    /// The word in the other standard's spelling, where it has this one's.
    fn other(&self, word: &str, nynorsk: bool) -> Option<String> {
        let (old, new) = if nynorsk {
            (self.nn, self.nb)
        } else {
            (self.nb, self.nn)
        };
        let at = if self.at_end {
            word.strip_suffix(old)?.len()
        } else {
            word.find(old)?
        };
        let mut out = word.get(..at)?.to_owned();
        out.push_str(new);
        out.push_str(word.get(at + old.len()..)?);
        Some(out)
    }
}
