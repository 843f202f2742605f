//! One pass over all that matches: hits in order, exact counts.

use crate::cursor::{SortKey, Way};
use crate::error::EngineError;
use crate::filter::FilterSet;
use crate::rows::RowHits;
use crate::snapshot::Snapshot;
use crate::table::Row;
use ordskifte_query::{SearchRequest, Sort, Unit};
use std::collections::BinaryHeap;
use tantivy::query::Weight;
use tantivy::{DocId, Score, TERMINATED};

/// A document that passes the text, and all filters but those in `failed`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match<'a> {
    pub(crate) segment: usize,
    pub(crate) row: usize,
    pub(crate) record: &'a Row,
    pub(crate) doc: DocId,
    pub(crate) score: Score,
    /// Groups of filters that it fails: none, or one.
    pub(crate) failed: u32,
}

/// The text of a request, ready to run.
pub(crate) enum Text {
    /// It has none: everything fits.
    All,
    /// Records that fit.
    Rows(RowHits),
    /// Paragraphs or other smaller units that fit.
    Documents(Box<dyn Weight>),
}

/// Visits every match that fails at most one group of filters: hits, and what a facet without its own filter
/// counts.
pub(crate) fn visit<'a>(
    snapshot: &'a Snapshot,
    unit: Unit,
    text: &Text,
    filters: &FilterSet,
    mut each: impl FnMut(Match<'a>),
) -> Result<(), EngineError> {
    for (segment, (reader, table)) in snapshot.segments().enumerate() {
        let alive = reader.alive_bitset();
        let mut offer = |row: usize, record: &'a Row, doc: DocId, score: Score| {
            if alive.is_some_and(|alive| alive.is_deleted(record.doc)) {
                return;
            }
            let failed = filters.failed(segment, row, doc);
            if failed.count_ones() <= 1 {
                each(Match {
                    segment,
                    row,
                    record,
                    doc,
                    score,
                    failed,
                });
            }
        };
        match text {
            Text::All => {
                for (row, record) in table.rows.iter().enumerate() {
                    for doc in record.documents(unit) {
                        offer(row, record, doc, 0.0);
                    }
                }
            }
            Text::Rows(hits) => {
                for (row, score) in hits.of(segment) {
                    if let Some(record) = table.rows.get(row) {
                        offer(row, record, record.doc, score);
                    }
                }
            }
            Text::Documents(weight) => {
                let mut scorer = weight.scorer(reader, 1.0)?;
                let mut rows = table.rows.iter().enumerate().peekable();
                let mut doc = scorer.doc();
                while doc != TERMINATED {
                    // Documents come in order, so the row does too.
                    while rows.next_if(|(_, row)| row.end() <= doc).is_some() {}
                    if let Some((row, record)) = rows.peek() {
                        offer(*row, record, doc, scorer.score());
                    }
                    doc = scorer.advance();
                }
            }
        }
    }
    Ok(())
}

/// A hit that may be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) key: SortKey,
    pub(crate) segment: usize,
    pub(crate) doc: DocId,
    pub(crate) record_doc: DocId,
    pub(crate) passages: u32,
    pub(crate) score: Score,
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// The hits of a page: the first after a place in their order, or the last before one.
#[derive(Debug)]
pub(crate) struct Top {
    order: Order,
    way: Way,
    /// The place; for hits before it the keys of all are turned, so that the nearest come first either way.
    place: Option<SortKey>,
    limit: usize,
    /// Hits on the place's other side, the place's own among them.
    beyond: u64,
    /// Hits on the page's side.
    near: u64,
    heap: BinaryHeap<Candidate>,
}

/// A page's place among all hits.
#[derive(Debug)]
pub(crate) struct Page {
    /// The hits in order.
    pub(crate) hits: Vec<Candidate>,
    /// How many hits lie in front of the page.
    pub(crate) offset: u64,
    /// Whether more follow.
    pub(crate) more: bool,
}

/// How hits are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Score,
    Sort(Sort),
}

impl Order {
    /// Relevance where the request has text, else as asked, newest first when nothing is.
    pub(crate) fn of(request: &SearchRequest, scores: bool) -> Self {
        match request.sort {
            Sort::Relevance if scores => Self::Score,
            Sort::Relevance => Self::Sort(Sort::DateDesc),
            sort => Self::Sort(sort),
        }
    }

    /// The key of a match.
    pub(crate) fn key(self, found: &Match<'_>) -> SortKey {
        let day = u64::from(found.record.first_day);
        let dated = |key: u64| if day == 0 { u64::MAX } else { key };
        let primary = match self {
            // Scores are not negative: their bits have their order.
            Self::Score => u64::from(!found.score.max(0.0).to_bits()),
            Self::Sort(Sort::Date) => dated(day),
            Self::Sort(Sort::DateDesc | Sort::Relevance) => dated(u64::from(u32::MAX) - day),
            Self::Sort(Sort::Archived) => u64::MAX - found.record.archived,
        };
        SortKey {
            primary,
            id: found.record.id,
            ordinal: found.doc - found.record.doc,
        }
    }
}

impl Top {
    /// Keeps the `limit` hits that lie nearest to a place, on the side that `way` says; without one the first of all.
    pub(crate) fn new(order: Order, place: Option<(Way, SortKey)>, limit: usize) -> Self {
        let way = place.map_or(Way::After, |(way, _)| way);
        Self {
            order,
            way,
            place: place.map(|(way, key)| towards(way, key)),
            limit,
            beyond: 0,
            near: 0,
            heap: BinaryHeap::new(),
        }
    }

    /// Takes a hit in where it belongs.
    pub(crate) fn offer(&mut self, found: &Match<'_>) {
        let key = towards(self.way, self.order.key(found));
        if self.place.is_some_and(|place| key <= place) {
            self.beyond += 1;
            return;
        }
        self.near += 1;
        if self.heap.len() >= self.limit {
            if self.heap.peek().is_none_or(|last| last.key <= key) {
                return;
            }
            self.heap.pop();
        }
        self.heap.push(Candidate {
            key,
            segment: found.segment,
            doc: found.doc,
            record_doc: found.record.doc,
            passages: found.record.passages,
            score: found.score,
        });
    }

    /// The page. Backwards it begins where a page begins that is counted from the first hit, so that whoever goes back
    /// meets the pages of the way there.
    pub(crate) fn finish(self) -> Page {
        let mut hits = self.heap.into_sorted_vec();
        if self.way == Way::After {
            let more = self.limit > 0 && self.near > hits.len() as u64;
            return Page {
                hits,
                offset: self.beyond,
                more,
            };
        }
        let rest = usize::try_from(self.near.checked_rem(self.limit as u64).unwrap_or(0)).unwrap_or(0);
        if rest > 0 {
            hits.truncate(rest);
        }
        hits.reverse();
        for hit in &mut hits {
            hit.key = hit.key.turned();
        }
        Page {
            offset: self.near - hits.len() as u64,
            more: self.beyond > 0,
            hits,
        }
    }
}

/// A key such that smaller is nearer to where hits are taken from.
fn towards(way: Way, key: SortKey) -> SortKey {
    match way {
        Way::After => key,
        Way::Before => key.turned(),
    }
}
