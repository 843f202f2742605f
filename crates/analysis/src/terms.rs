//! A word's terms: what stands in the index, and what a query looks for.

use crate::{compound, fold, lemma, standard, tokenize};
use ordskifte_record::Language;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

/// Version of these rules; the data's own fingerprint is added to it.
const RULES_VERSION: u32 = 1;
/// Most words that an analyzer remembers (about 60 MB when full).
const CACHE_WORDS: usize = 300_000;

/// The terms of one word, as the index holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The word as written, folded.
    pub exact: String,
    /// The lemma, one form for both written standards; several when the word's standard is unknown and they
    /// differ. Never empty.
    pub lemmas: Vec<String>,
    /// Canonical lemmas of a compound's parts; empty for simple words.
    pub parts: Vec<String>,
    /// Canonical lemmas of the other standard's words for the same thing (nynorsk *føresegn*: *forskrift*).
    pub equivalents: Vec<String>,
}

/// The terms of one word, as a query looks for them. The index chain must not be used for queries: a query
/// looks for any of `lemmas` and `equivalents`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryTerms {
    /// The word as written, folded.
    pub exact: String,
    /// Lemmas in the reading of each standard that the query may be in. Never empty.
    pub lemmas: Vec<String>,
    /// Canonical lemmas of a compound's parts.
    pub parts: Vec<String>,
    /// What the other standard calls it, in both directions.
    pub equivalents: Vec<String>,
}

/// Gives words their terms, and remembers them. One for each thread.
#[derive(Debug, Default)]
pub struct Analyzer {
    known: HashMap<String, Arc<Terms>>,
}

impl Analyzer {
    /// An analyzer that remembers nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The terms under which a word of a text is indexed.
    pub fn terms(&mut self, word: &str, _language: Language) -> Arc<Terms> {
        if let Some(terms) = self.known.get(word) {
            return Arc::clone(terms);
        }
        if self.known.len() >= CACHE_WORDS {
            self.known.clear();
        }
        let terms = Arc::new(analyze(word));
        self.known.insert(word.to_owned(), Arc::clone(&terms));
        terms
    }

    /// The terms that a word of a query looks for; without a language, in the reading of both standards.
    pub fn query_terms(&mut self, word: &str, language: Option<Language>) -> QueryTerms {
        let terms = self.terms(word, language.unwrap_or(Language::Und));
        QueryTerms {
            exact: terms.exact.clone(),
            lemmas: terms.lemmas.clone(),
            parts: terms.parts.clone(),
            equivalents: terms.equivalents.clone(),
        }
    }
}
fn analyze(word: &str) -> Terms {
    let exact = fold(word);
    let lemma = lemma::lemma(&exact);
    let parts = compound::split(&exact).map_or_else(Vec::new, |split| {
        split
            .first
            .iter()
            .map(|(part, _)| part)
            .chain([&split.head])
            .map(|part| standard::canonical(part))
            .collect()
    });
    Terms {
        lemmas: vec![standard::canonical(&lemma)],
        exact,
        parts,
        equivalents: Vec::new(),
    }
}

/// One line of `ordskifte analyze`: lemma terms, and `+part` for the parts of compounds.
pub fn analyze_line(analyzer: &mut Analyzer, text: &str, language: Language) -> String {
    let mut out = String::new();
    for token in tokenize(text) {
        let terms = analyzer.terms(token.text, language);
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&terms.lemmas.join(" "));
        for part in &terms.parts {
            let _ = write!(out, " +{part}");
        }
    }
    out
}

/// Changes whenever the same text could get other terms: rule version and a checksum of the data.
pub fn fingerprint() -> String {
    let data = [
        include_str!("../data/inflections.tsv"),
        include_str!("../data/standard-pairs.tsv"),
        include_str!("../data/cognates.tsv"),
        include_str!("../data/not-parts.txt"),
        include_str!("../data/nb-lemmas.txt"),
        include_str!("../data/nn-lemmas.txt"),
    ];
    // FNV-1a: a change detector, not a protection against forgery.
    let hash = data
        .iter()
        .flat_map(|file| file.bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("analysis-{RULES_VERSION}-{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_shows_lemmas_and_parts() {
        let mut analyzer = Analyzer::new();
        assert_eq!(
            analyze_line(&mut analyzer, "Kommunane sende høyringssvar.", Language::Nb),
            "kommune sende høringssvar +høring +svar"
        );
        assert_eq!(analyze_line(&mut analyzer, "", Language::Nb), "");
    }

    proptest! {
        #[test]
        fn any_word_has_terms_and_always_the_same(word in "\\PC{0,20}") {
            let first = analyze(&word);
            prop_assert_eq!(&analyze(&word), &first);
            prop_assert_eq!(&analyze(&first.exact), &first);
        }
    }
}
