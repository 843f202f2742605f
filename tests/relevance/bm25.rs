//! The peer: BM25 (k1 1.2, b 0.75) over stems of rust-stemmers, which are Snowball's.

use rust_stemmers::{Algorithm, Stemmer};
use std::collections::BTreeMap;

/// A collection with its word counts.
#[derive(Default)]
pub(crate) struct Bm25 {
    documents: Vec<(String, BTreeMap<String, f64>, f64)>,
}

fn stems(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::Norwegian);
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| stemmer.stem(word).into_owned())
        .collect()
}

impl Bm25 {
    /// Adds a document under a name.
    pub(crate) fn add(&mut self, name: &str, text: &str) {
        let mut counts = BTreeMap::new();
        let words = stems(text);
        let length = words.len() as f64;
        for word in words {
            *counts.entry(word).or_insert(0.0) += 1.0;
        }
        self.documents.push((name.to_owned(), counts, length));
    }

    /// The names of the documents that have any of the words, best first.
    pub(crate) fn search(&self, query: &str) -> Vec<String> {
        let total = self.documents.len() as f64;
        let average = self.documents.iter().map(|(_, _, length)| length).sum::<f64>() / total.max(1.0);
        let mut scores: Vec<(f64, &str)> = self.documents.iter().map(|(name, _, _)| (0.0, name.as_str())).collect();
        for word in stems(query) {
            let having = self
                .documents
                .iter()
                .filter(|(_, counts, _)| counts.contains_key(&word))
                .count() as f64;
            let rarity = (1.0 + (total - having + 0.5) / (having + 0.5)).ln();
            for ((score, _), (_, counts, length)) in scores.iter_mut().zip(&self.documents) {
                let count = counts.get(&word).copied().unwrap_or(0.0);
                *score += rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / average));
            }
        }
        scores.retain(|(score, _)| *score > 0.0);
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        scores.into_iter().map(|(_, name)| name.to_owned()).collect()
    }
}
