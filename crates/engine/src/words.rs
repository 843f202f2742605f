//! The seam to `analysis`: the terms of a word on both sides of the index.

use crate::stream::{ALTERNATIVE, WORD};
use ordskifte_analysis::{Analyzer, Terms, tokenize};
use ordskifte_record::Language;
use std::cell::RefCell;
use std::sync::Arc;

/// Longest term that is indexed, in bytes; longer ones take a position and are not found.
const MAX_TERM: usize = 250;

thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new());
}

/// The terms of a word of a text.
pub(crate) fn terms(word: &str, language: Language) -> Arc<Terms> {
    ANALYZER.with_borrow_mut(|analyzer| analyzer.terms(word, language))
}

/// Whether a term is in the index at all.
pub(crate) fn fits(term: &str) -> bool {
    !term.is_empty() && term.len() <= MAX_TERM
}

/// Text in the form that the index takes (`stream`), one for each field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Encoded {
    pub(crate) exact: String,
    pub(crate) lemma: String,
    pub(crate) parts: String,
    /// How many words.
    pub(crate) words: u64,
}

impl Encoded {
    /// The form of one paragraph or title.
    pub(crate) fn of(text: &str, language: Language) -> Self {
        let mut out = Self {
            exact: String::with_capacity(text.len()),
            lemma: String::with_capacity(text.len()),
            parts: String::new(),
            words: 0,
        };
        ANALYZER.with_borrow_mut(|analyzer| {
            for token in tokenize(text) {
                let terms = analyzer.terms(token.text, language);
                out.words += 1;
                push(&mut out.exact, std::slice::from_ref(&terms.exact));
                push(&mut out.lemma, &terms.lemmas);
                for part in &terms.parts {
                    push(&mut out.parts, std::slice::from_ref(part));
                }
            }
        });
        out
    }
}

fn push(out: &mut String, terms: &[String]) {
    if !out.is_empty() {
        out.push(WORD);
    }
    for (index, term) in terms.iter().filter(|term| fits(term)).enumerate() {
        if index > 0 {
            out.push(ALTERNATIVE);
        }
        out.push_str(term);
    }
}

/// What a query's word looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryWord {
    /// The folded form; found higher up.
    pub(crate) exact: String,
    /// Lemmas, any of which is a hit, in the text or as part of a compound.
    pub(crate) lemmas: Vec<String>,
    /// Lemmas of what the other standard calls it; hits too, found lower down.
    pub(crate) equivalents: Vec<String>,
}

impl QueryWord {
    /// All lemmas that are hits.
    pub(crate) fn all(&self) -> impl Iterator<Item = &String> {
        self.lemmas.iter().chain(&self.equivalents)
    }

    /// Whether a word of a text is a hit.
    pub(crate) fn matches(&self, terms: &Terms) -> bool {
        self.exact == terms.exact
            || self.matches_whole(terms)
            || terms.parts.iter().any(|part| self.lemmas.contains(part))
    }

    /// Whether a word of a text fits in a phrase, where parts of compounds do not count.
    pub(crate) fn matches_whole(&self, terms: &Terms) -> bool {
        self.all().any(|lemma| terms.lemmas.contains(lemma))
    }
}

/// The words that a word as typed is cut into: `og/eller` are two.
pub(crate) fn query_words(typed: &str) -> Vec<QueryWord> {
    tokenize(typed)
        .map(|token| {
            let terms = ANALYZER.with_borrow_mut(|analyzer| analyzer.query_terms(token.text, None));
            QueryWord {
                exact: terms.exact,
                lemmas: terms.lemmas,
                equivalents: terms.equivalents,
            }
        })
        .collect()
}
