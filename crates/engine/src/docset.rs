//! A query that is a set of documents found beforehand: filters, prefixes, paragraphs of chosen records.

use std::collections::HashMap;
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::query::{BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, Score, SegmentReader};

/// Documents of each segment, all with one score.
#[derive(Clone)]
pub(crate) struct SetQuery {
    sets: Arc<HashMap<SegmentId, BitSet>>,
    score: Score,
}

impl SetQuery {
    /// A query for these documents.
    pub(crate) fn new(sets: HashMap<SegmentId, BitSet>, score: Score) -> Self {
        Self {
            sets: Arc::new(sets),
            score,
        }
    }
}

impl std::fmt::Debug for SetQuery {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SetQuery({})", self.sets.values().map(BitSet::len).sum::<usize>())
    }
}

impl Query for SetQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for SetQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.sets.get(&reader.segment_id()) {
            Some(set) if set.len() > 0 => {
                Box::new(ConstScorer::new(BitSetDocSet::from(set.clone()), self.score * boost))
            }
            _ => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("member of a set", self.score))
    }
}

/// A set of documents of a segment.
pub(crate) fn set_of(segment: &SegmentReader, documents: impl IntoIterator<Item = DocId>) -> BitSet {
    let mut set = BitSet::with_max_value(segment.max_doc());
    for document in documents {
        set.insert(document);
    }
    set
}
