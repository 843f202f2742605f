//! Words in just the form as typed: `="veileder"`.
//!
//! The index holds forms without their places, and places of lemmas alone. A single form is looked up. Of several, those
//! paragraphs count in which their lemmas stand as asked and have these forms alone; where they have others too, the
//! paragraph is read.

use crate::docset::{SetQuery, set_of};
use crate::error::EngineError;
use crate::schema::TextFields;
use crate::sequence::{SequenceQuery, occurrences};
use crate::snapshot::Snapshot;
use crate::table::posting;
use crate::words::{all_lemmas, fits};
use ordskifte_analysis::{fold, tokenize};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{EmptyQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, Term};

/// Phrases that a snapshot remembers, and most documents of them all (16 MB).
const REMEMBERED: usize = 64;
const MOST_DOCUMENTS: usize = 1 << 22;

/// Documents of each segment, in order.
type Documents = Arc<Vec<Vec<DocId>>>;

/// A phrase in the form as typed.
#[derive(Debug, PartialEq, Eq)]
struct Phrase {
    words: Vec<String>,
    slop: u32,
    field: Field,
}

/// The documents of the phrases that were asked for last.
#[derive(Debug, Default)]
pub(crate) struct ExactPhrases(Mutex<VecDeque<(Phrase, Documents)>>);

impl ExactPhrases {
    fn get(&self, phrase: &Phrase) -> Option<Documents> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = known.iter();
        let (_, documents) = known.find(|(one, _)| one == phrase)?;
        Some(Arc::clone(documents))
    }

    fn keep(&self, phrase: Phrase, documents: Documents) {
        let size = |documents: &Documents| -> usize { documents.iter().map(Vec::len).sum() };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.push_back((phrase, documents));
        let mut all: usize = known.iter().map(|(_, documents)| size(documents)).sum();
        while known.len() > REMEMBERED || all > MOST_DOCUMENTS {
            let Some((_, oldest)) = known.pop_front() else { break };
            all -= size(&oldest);
        }
    }
}

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
            return Ok(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
        }
        let documents = self.exact_documents(words, slop, text)?;
        let sets = self.segments().zip(documents.iter());
        let sets = sets.map(|((segment, _), found)| (segment.segment_id(), set_of(segment, found.iter().copied())));
        Ok(Box::new(SetQuery::new(sets.collect(), 1.0)))
    }

    /// The same documents.
    pub(crate) fn exact_documents(
        &self,
        words: &[String],
        slop: u32,
        text: TextFields,
    ) -> Result<Documents, EngineError> {
        if let [word] = words {
            let found = self.segments().map(|(segment, _)| posting(segment, text.exact, word));
            return Ok(Arc::new(found.collect::<Result<_, _>>()?));
        }
        // One search asks for them several times: for its hits, its counts and its best passages.
        let phrase = Phrase {
            words: words.to_vec(),
            slop,
            field: text.lemma,
        };
        if let Some(known) = self.exact_phrases().get(&phrase) {
            return Ok(known);
        }
        let segments = self.segments().enumerate();
        let found = segments.map(|(index, (segment, _))| self.phrase_documents(index, segment, words, slop, text));
        let found = Arc::new(found.collect::<Result<_, _>>()?);
        self.exact_phrases().keep(phrase, Arc::clone(&found));
        Ok(found)
    }

    /// Those of a segment with several words.
    fn phrase_documents(
        &self,
        index: usize,
        segment: &SegmentReader,
        words: &[String],
        slop: u32,
        text: TextFields,
    ) -> Result<Vec<DocId>, EngineError> {
        let mut out = Vec::new();
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
        let mut each_form = Vec::with_capacity(words.len());
        let inverted = segment.inverted_index(text.exact)?;
        for word in words {
            let term = Term::from_field_text(text.exact, word);
            let Some(postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else {
                return Ok(out);
            };
            each_form.push(postings);
        }
        let mut likely = Vec::new();
        query.each_placed(segment, |doc, places| {
            likely.extend(only_these(&mut each_form, doc, places).map(|is_sure| (doc, is_sure)));
        })?;
        let of_title = text.lemma == self.fields().title().lemma;
        for (doc, is_sure) in likely {
            if is_sure || self.has_stretch(index, doc, of_title, words, slop)? {
                out.push(doc);
            }
        }
        Ok(out)
    }

    /// Whether a title or paragraph has the words, when it is read.
    fn has_stretch(
        &self,
        index: usize,
        doc: DocId,
        of_title: bool,
        words: &[String],
        slop: u32,
    ) -> Result<bool, EngineError> {
        let written = if of_title {
            self.title_at(index, doc)?
        } else {
            self.text_at(index, doc)?
        };
        Ok(!stretches(&forms(&written), words, slop).is_empty())
    }
}

/// Whether a document has each form, and if so, whether nothing but this form stands at the places of its lemmas: it is there as
/// often as they are.
fn only_these(forms: &mut [SegmentPostings], doc: DocId, places: &[Vec<u32>]) -> Option<bool> {
    let mut is_sure = true;
    for (form, places) in forms.iter_mut().zip(places) {
        let at = if form.doc() < doc { form.seek(doc) } else { form.doc() };
        if at != doc {
            return None;
        }
        is_sure &= form.term_freq() as usize == places.len();
    }
    Some(is_sure)
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
