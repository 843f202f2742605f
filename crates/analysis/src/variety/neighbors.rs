//! Norwegian against Danish, Swedish and English by the letters of a word: features and weights of
//! `data/neighbor-letters.tsv`, which `tests/analysis-data/neighbors.py` trains on word lists of these languages.

use super::letters::Letters;
use std::sync::LazyLock;

/// Weights for Norwegian, Danish, Swedish, English.
type Weights = [f32; 4];

static LETTERS: LazyLock<Letters<Weights>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../data/neighbor-letters.tsv"));
    Letters::new(rows.map(|(feature, cells)| {
        let mut weights = Weights::default();
        for (weight, tenths) in weights.iter_mut().zip(cells.split('\t')) {
            *weight = tenths.parse::<f32>().unwrap_or(0.0) / 10.0;
        }
        (feature, weights)
    }))
});

/// How likely a folded word is one of Norwegian, Danish, Swedish and English, among these four; `standards` are those that
/// have the word, `head` those that have what an unknown one ends in.
pub(super) fn likelihoods(word: &str, standards: (bool, bool), head: Option<(bool, bool)>) -> Weights {
    let mut sums = Weights::default();
    let mut add = |weights: Weights| sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
    add(LETTERS.known(standards));
    add(LETTERS.headed(head));
    LETTERS.borders(word, 1..=4, &mut add);
    LETTERS.threes(word, &mut add);
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let shares = sums.map(|sum| (sum - most).exp());
    let total: f32 = shares.iter().sum();
    shares.map(|share| share / total)
}
