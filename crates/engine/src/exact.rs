//! Words in just the form as typed: `="veileder"`.
//!
//! The index holds forms without their places, and places of lemmas alone. A single form is looked up; of several, those
//! paragraphs are read in which their lemmas stand as asked.

use crate::docset::{SetQuery, set_of};
use crate::error::EngineError;
use crate::schema::TextFields;
use crate::sequence::{SequenceQuery, occurrences};
use crate::snapshot::Snapshot;
use crate::words::{all_lemmas, fits};
use ordskifte_analysis::{fold, tokenize};
use std::collections::HashMap;
use tantivy::query::{EmptyQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

impl Snapshot {
    /// Documents with folded words in this form, in order.
    pub(crate) fn exact_query(
        &self,
        words: &[String],
        slop: u32,
        text: TextFields,
    ) -> Result<Box<dyn Query>, EngineError> {
        if let [word] = words {
            if !fits(word) {
                return Ok(Box::new(EmptyQuery));
            }
            let term = Term::from_field_text(text.exact, word);
            return Ok(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
        }
        let mut sets = HashMap::new();
        for (index, (segment, _)) in self.segments().enumerate() {
            let documents = self.exact_documents(index, words, slop, text)?;
            sets.insert(segment.segment_id(), set_of(segment, documents));
        }
        Ok(Box::new(SetQuery::new(sets, 1.0)))
    }

    /// The same documents of one segment, in order.
    pub(crate) fn exact_documents(
        &self,
        index: usize,
        words: &[String],
        slop: u32,
        text: TextFields,
    ) -> Result<Vec<DocId>, EngineError> {
        let mut out = Vec::new();
        let Some((segment, _)) = self.segments().nth(index) else {
            return Ok(out);
        };
        if let [word] = words {
            let inverted = segment.inverted_index(text.exact)?;
            let term = Term::from_field_text(text.exact, word);
            if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? {
                while postings.doc() != TERMINATED {
                    out.push(postings.doc());
                    postings.advance();
                }
            }
            return Ok(out);
        }
        let term = |lemma: &String| Term::from_field_text(text.lemma, lemma);
        let query = SequenceQuery {
            places: words
                .iter()
                .map(|word| all_lemmas(word).iter().map(term).collect())
                .collect(),
            slop,
            field: text.lemma,
            whole: 0.0,
        };
        let mut likely = Vec::new();
        query.each(segment, |doc, _| likely.push(doc))?;
        let of_title = text.lemma == self.fields().title().lemma;
        for doc in likely {
            let written = if of_title {
                self.header_at(index, doc)?.title
            } else {
                self.passage_at(index, doc)?.text
            };
            if !stretches(&forms(&written), words, slop).is_empty() {
                out.push(doc);
            }
        }
        Ok(out)
    }
}

fn forms(text: &str) -> Vec<String> {
    tokenize(text).map(|token| fold(token.text)).collect()
}

/// The places of each occurrence of words in this form among the forms of a text.
pub(crate) fn stretches(forms: &[String], words: &[String], slop: u32) -> Vec<Vec<u32>> {
    let positions = |word: &String| -> Vec<u32> {
        let found = (0..).zip(forms).filter(|(_, form)| *form == word);
        found.map(|(at, _)| at).collect()
    };
    let places: Vec<Vec<u32>> = words.iter().map(positions).collect();
    let mut out = Vec::new();
    occurrences(&places, slop, |chosen| out.push(chosen.to_vec()));
    out
}
