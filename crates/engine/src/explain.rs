//! Why a hit is one: for each word and phrase of the query, what it found and what it adds to the score.

use crate::collect::Candidate;
use crate::compile::{Leaf, positive_leaves};
use crate::error::EngineError;
use crate::exact::stretches;
use crate::rows::RowHits;
use crate::sequence::occurrences;
use crate::snapshot::Snapshot;
use crate::words::terms;
use ordskifte_analysis::{Terms, tokenize};
use ordskifte_query::{Explanation, Hit, Match, Place, SearchRequest, Unit, Why};
use ordskifte_record::Language;
use std::sync::Arc;
use tantivy::query::Weight;
use tantivy::{DocSet as _, TERMINATED};

/// Explains the hits of one request.
pub(crate) struct Explainer<'a> {
    snapshot: &'a Snapshot,
    unit: Unit,
    leaves: Vec<Asked>,
}

/// A word or phrase of the query, with its scores.
struct Asked {
    query: String,
    leaf: Leaf,
    scores: Scores,
}

enum Scores {
    Rows(RowHits),
    Documents(Box<dyn Weight>),
}

/// A word of a hit.
struct Word<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    terms: Arc<Terms>,
}

impl<'a> Explainer<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, request: &SearchRequest) -> Result<Self, EngineError> {
        let mut leaves = Vec::new();
        for (query, leaf) in positive_leaves(request.expr.as_ref(), snapshot.synonyms()) {
            let scores = if request.unit == Unit::Record {
                Scores::Rows(snapshot.leaf_rows(&leaf)?)
            } else {
                let text = snapshot.fields().text(request.unit);
                let asked = snapshot.leaf_query(&leaf, text)?;
                Scores::Documents(snapshot.scored(asked.as_ref(), request.unit)?)
            };
            leaves.push(Asked { query, leaf, scores });
        }
        Ok(Self {
            snapshot,
            unit: request.unit,
            leaves,
        })
    }

    /// One explanation for each word and phrase; `languages` are those of the hit's passages.
    pub(crate) fn of(
        &mut self,
        candidate: &Candidate,
        hit: &Hit,
        languages: &[Language],
    ) -> Result<Vec<Explanation>, EngineError> {
        let mut texts: Vec<(Place, &str, Vec<Word<'_>>)> = Vec::new();
        if self.unit == Unit::Record {
            texts.push((Place::Title, &hit.title, words(&hit.title, hit.language)));
        }
        for (passage, language) in hit.passages.iter().zip(languages) {
            texts.push((Place::Text, &passage.text, words(&passage.text, *language)));
        }
        let mut out = Vec::with_capacity(self.leaves.len());
        for asked in &self.leaves {
            let mut matches: Vec<Match> = Vec::new();
            for (place, text, words) in &texts {
                find(&asked.leaf, text, words, &mut |text, why, by| {
                    note(&mut matches, text, why, *place, by);
                });
            }
            out.push(Explanation {
                query: asked.query.clone(),
                score: self.score(asked, candidate)?,
                matches,
            });
        }
        Ok(out)
    }

    fn score(&self, asked: &Asked, candidate: &Candidate) -> Result<f32, EngineError> {
        let Some((segment, table)) = self.snapshot.segments().nth(candidate.segment) else {
            return Ok(0.0);
        };
        Ok(match &asked.scores {
            Scores::Rows(rows) => {
                let row = table.row_of(candidate.record_doc);
                row.and_then(|row| rows.score(candidate.segment, row)).unwrap_or(0.0)
            }
            Scores::Documents(weight) => {
                let mut scorer = weight.scorer(segment, 1.0)?;
                let mut doc = scorer.doc();
                if doc < candidate.doc {
                    doc = scorer.seek(candidate.doc);
                }
                if doc == candidate.doc && doc != TERMINATED {
                    scorer.score()
                } else {
                    0.0
                }
            }
        })
    }
}

fn words(text: &str, language: Language) -> Vec<Word<'_>> {
    tokenize(text)
        .map(|token| Word {
            text: token.text,
            start: token.start,
            end: token.end,
            terms: terms(token.text, language),
        })
        .collect()
}

fn note(matches: &mut Vec<Match>, text: String, why: Why, place: Place, by: Option<&str>) {
    let same = |known: &&mut Match| known.text == text && known.why == why && known.place == place;
    if let Some(known) = matches.iter_mut().find(same) {
        known.count += 1;
        return;
    }
    matches.push(Match {
        text,
        why,
        place,
        count: 1,
        by: by.map(str::to_owned),
    });
}

/// Tells each word or stretch of a text that is a match, and why.
fn find(leaf: &Leaf, text: &str, words: &[Word<'_>], found: &mut dyn FnMut(String, Why, Option<&str>)) {
    match leaf {
        Leaf::Word(asked) => {
            for word in words {
                if let Some(why) = asked.why(&word.terms) {
                    found(word.text.to_owned(), why, None);
                }
            }
        }
        Leaf::Prefix(prefix) => {
            for word in words
                .iter()
                .filter(|word| word.terms.exact.starts_with(prefix.as_str()))
            {
                found(word.text.to_owned(), Why::Beginning, None);
            }
        }
        Leaf::Sequence(asked, slop, prefix) => {
            let positions = |hit: &dyn Fn(&Terms) -> bool| -> Vec<u32> {
                let hits = (0..).zip(words).filter(|(_, word)| hit(&word.terms));
                hits.map(|(at, _)| at).collect()
            };
            let mut places: Vec<Vec<u32>> = asked
                .iter()
                .map(|word| positions(&|terms| word.matches_whole(terms)))
                .collect();
            if let Some(prefix) = prefix {
                places.push(positions(&|terms| terms.exact.starts_with(prefix.as_str())));
            }
            occurrences(&places, *slop, |chosen| {
                found(stretch(text, words, chosen), Why::Phrase, None);
            });
        }
        Leaf::Exact(asked, slop) => {
            let forms: Vec<String> = words.iter().map(|word| word.terms.exact.clone()).collect();
            let why = if asked.len() > 1 { Why::Phrase } else { Why::Form };
            for chosen in stretches(&forms, asked, *slop) {
                found(stretch(text, words, &chosen), why, None);
            }
        }
        Leaf::Any(typed, others) => {
            find(typed, text, words, found);
            for other in others {
                let mut by_other = |text: String, _: Why, _: Option<&str>| found(text, other.why, Some(&other.by));
                find(&other.leaf, text, words, &mut by_other);
            }
        }
    }
}

/// The text from the first of these words to the last.
fn stretch(text: &str, words: &[Word<'_>], places: &[u32]) -> String {
    let chosen = || places.iter().filter_map(|at| words.get(*at as usize));
    let start = chosen().map(|word| word.start).min();
    let end = chosen().map(|word| word.end).max();
    let whole = start.zip(end).and_then(|(start, end)| text.get(start..end));
    whole.unwrap_or_default().to_owned()
}
