//! "Did you mean": words that the index has in place of those that it has not, except those that only private persons wrote.

use crate::compile::{Leaf, positive_leaves};
use crate::error::EngineError;
use crate::schema::TextFields;
use crate::snapshot::Snapshot;
use crate::words::{QueryWord, fits, query_words};
use ordskifte_analysis::{fold, tokenize};
use ordskifte_query::{SearchRequest, Unit};
use std::collections::BTreeMap;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;

/// Hits from which on a question is taken to be spelled as meant.
const ENOUGH: u64 = 3;
/// A word in at most so many paragraphs may be a misspelling in the texts themselves …
const RARE: u64 = 2;
/// … of a word one letter off that is so many times as frequent.
const MORE_FREQUENT: u64 = 25;
/// Shortest words in which one and two letters may be wrong, in characters.
const ONE_WRONG: usize = 4;
const TWO_WRONG: usize = 7;
/// Most words of a query that are looked at.
const MOST_WORDS: usize = 8;

impl Snapshot {
    /// The question with words of the index in place of those that it lacks; `None` when that finds no more.
    pub(crate) fn did_you_mean(&self, request: &SearchRequest, total: u64) -> Result<Option<String>, EngineError> {
        if total >= ENOUGH {
            return Ok(None);
        }
        let mut better: BTreeMap<String, String> = BTreeMap::new();
        let mut asked = Vec::new();
        for (_, leaf) in positive_leaves(request.expr.as_ref(), self.synonyms()) {
            words_of(&leaf, &mut asked);
        }
        for word in asked.iter().take(MOST_WORDS) {
            if let Some(found) = self.respelled(word, request.unit)? {
                better.insert(word.exact.clone(), self.as_written(found, request.unit)?);
            }
        }
        if better.is_empty() {
            return Ok(None);
        }
        let q = replaced(&request.q, &better);
        let Ok(meant) = SearchRequest::from_pairs([("q".to_owned(), q.clone())]) else {
            return Ok(None);
        };
        let meant = SearchRequest {
            expr: meant.expr,
            cursor: None,
            ..request.clone()
        };
        Ok((self.total_of(&meant)? > total).then_some(q))
    }

    /// A word of the texts that is spelled nearly so, when this one is in none, or in hardly any.
    fn respelled(&self, word: &QueryWord, unit: Unit) -> Result<Option<String>, EngineError> {
        let letters = word.exact.chars().count();
        if letters < ONE_WRONG || word.exact.chars().any(char::is_numeric) {
            return Ok(None);
        }
        let texts = [self.fields().text(unit), self.fields().title()];
        let own = self.occurrences_of(word, &texts)?;
        if own > RARE {
            return Ok(None);
        }
        let forms = texts.map(|text| text.exact);
        let lemmas = texts.map(|text| text.lemma);
        let lemma = word.lemmas.first().filter(|lemma| **lemma != word.exact);
        let mut found = self.nearest(&word.exact, 1, &forms)?;
        if own > 0 {
            return Ok(found
                .filter(|(_, count)| *count >= own * MORE_FREQUENT)
                .map(|(word, _)| word));
        }
        if found.is_none() && letters >= TWO_WRONG {
            found = self.nearest(&word.exact, 2, &forms)?;
        }
        if let (None, Some(lemma)) = (&found, lemma) {
            let most = if lemma.chars().count() >= TWO_WRONG { 2 } else { 1 };
            found = self.nearest(lemma, most, &lemmas)?;
        }
        Ok(found.map(|(word, _)| word))
    }

    /// In how many paragraphs and titles a word is found in any way, at least.
    fn occurrences_of(&self, word: &QueryWord, texts: &[TextFields]) -> Result<u64, EngineError> {
        let mut most = 0;
        for text in texts {
            let mut count = |field: Field, term: &str| -> Result<(), EngineError> {
                if fits(term) {
                    most = most.max(self.searcher().doc_freq(&Term::from_field_text(field, term))?);
                }
                Ok(())
            };
            count(text.exact, &word.exact)?;
            for lemma in word.all() {
                count(text.lemma, lemma)?;
                count(text.parts, lemma)?;
            }
        }
        Ok(most)
    }

    /// The most frequent term within an edit distance; one that begins alike goes before others. What only letters of private
    /// persons have is offered to nobody.
    fn nearest(&self, word: &str, distance: u8, fields: &[Field]) -> Result<Option<(String, u64)>, EngineError> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for field in fields {
            let fuzzy = FuzzyTermQuery::new(Term::from_field_text(*field, word), distance, true);
            for (segment, _) in self.segments() {
                let inverted = segment.inverted_index(*field)?;
                let mut stream = inverted.terms().search(fuzzy.automaton()?).into_stream()?;
                while stream.advance() {
                    if let Ok(term) = std::str::from_utf8(stream.key()) {
                        *counts.entry(term.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                    }
                }
            }
        }
        let first = word.chars().next();
        let words = counts
            .into_iter()
            .filter(|(term, _)| term != word && term.chars().all(|c| c.is_alphabetic() || c == '-'));
        let mut words: Vec<_> = words.collect();
        words.sort_by_cached_key(|(term, count)| {
            std::cmp::Reverse((term.chars().next() == first, *count, std::cmp::Reverse(term.clone())))
        });
        for (term, count) in words {
            if self.is_offered(&term, fields)? {
                return Ok(Some((term, count)));
            }
        }
        Ok(None)
    }
}

/// The single words that a leaf looks for as typed.
fn words_of(leaf: &Leaf, out: &mut Vec<QueryWord>) {
    match leaf {
        Leaf::Word(word) => out.push(word.clone()),
        Leaf::Sequence(words, _, _) => out.extend(words.iter().cloned()),
        Leaf::Exact(words, _) => out.extend(words.iter().flat_map(|word| query_words(word))),
        Leaf::Any(typed, _) => words_of(typed, out),
        Leaf::Prefix(_) => {}
    }
}

/// The query with words replaced, all else as typed.
fn replaced(q: &str, better: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(q.len());
    let mut from = 0;
    for token in tokenize(q) {
        if let Some(word) = better.get(&fold(token.text)) {
            out.push_str(q.get(from..token.start).unwrap_or_default());
            out.push_str(word);
            from = token.end;
        }
    }
    out.push_str(q.get(from..).unwrap_or_default());
    out
}
