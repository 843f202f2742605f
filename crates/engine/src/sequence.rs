//! Words in order, or near one another, within one paragraph.
//!
//! Each place of the phrase takes any of several terms, which tantivy's own phrase query does not know. A
//! distance is counted as in Lucene: with `p(i)` the position of the word at place `i`, all `p(i) - i` lie within
//! `slop` of one another, and no two places share a position.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Calls `found` with the positions of each occurrence, one for each place; occurrences do not overlap.
///
/// `places` holds the sorted positions that each place of the phrase may take.
pub(crate) fn occurrences(places: &[Vec<u32>], slop: u32, mut found: impl FnMut(&[u32])) {
    if slop == 0 {
        return in_order(places, found);
    }
    let adjusted = |place: usize, position: u32| i64::from(position) - place.cast_signed() as i64;
    let mut starts: Vec<i64> = Vec::new();
    for (place, positions) in places.iter().enumerate() {
        starts.extend(positions.iter().map(|position| adjusted(place, *position)));
    }
    starts.sort_unstable();
    starts.dedup();
    let mut next = i64::MIN;
    for start in starts {
        if start < next {
            continue;
        }
        let windows: Option<Vec<&[u32]>> = places
            .iter()
            .enumerate()
            .map(|(place, positions)| window(positions, start + place.cast_signed() as i64, slop))
            .collect();
        if let Some(chosen) = windows.and_then(|windows| distinct(&windows)) {
            found(&chosen);
            let last = chosen
                .iter()
                .enumerate()
                .map(|(place, position)| adjusted(place, *position));
            next = last.max().unwrap_or(start) + 1;
        }
    }
}

/// Occurrences word by word: no two begin alike, and none shares a position with itself.
fn in_order(places: &[Vec<u32>], mut found: impl FnMut(&[u32])) {
    // Every place must fit at each start: those of the rarest are enough.
    let Some((rarest, positions)) = places.iter().enumerate().min_by_key(|(_, positions)| positions.len()) else {
        return;
    };
    let mut chosen = Vec::with_capacity(places.len());
    for position in positions {
        let Some(start) = position.checked_sub(rarest as u32) else {
            continue;
        };
        chosen.clear();
        chosen.extend(
            places
                .iter()
                .zip(start..)
                .map_while(|(positions, wanted)| positions.binary_search(&wanted).is_ok().then_some(wanted)),
        );
        if chosen.len() == places.len() {
            found(&chosen);
        }
    }
}

/// The positions from `from` to `from + slop`; `None` when there are none.
fn window(positions: &[u32], from: i64, slop: u32) -> Option<&[u32]> {
    let low = positions.partition_point(|position| i64::from(*position) < from);
    let high = positions.partition_point(|position| i64::from(*position) <= from + i64::from(slop));
    positions.get(low..high).filter(|window| !window.is_empty())
}

/// One position out of each window, no two alike.
fn distinct(windows: &[&[u32]]) -> Option<Vec<u32>> {
    let mut owners = Vec::with_capacity(windows.len());
    let mut tried = Vec::new();
    for place in 0..windows.len() {
        tried.clear();
        if !settle(place, windows, &mut owners, &mut tried) {
            return None;
        }
    }
    let mut chosen = vec![0; windows.len()];
    for (position, place) in owners {
        if let Some(slot) = chosen.get_mut(place) {
            *slot = position;
        }
    }
    Some(chosen)
}

/// Gives a place a position, moving others where that helps (augmenting paths; at most 64 deep). `owners` are the positions
/// given and to which place: as few as places, so that a look through all is the quickest.
fn settle(place: usize, windows: &[&[u32]], owners: &mut Vec<(u32, usize)>, tried: &mut Vec<u32>) -> bool {
    for position in windows.get(place).copied().unwrap_or_default() {
        if tried.contains(position) {
            continue;
        }
        tried.push(*position);
        let owned = owners.iter().position(|(owned, _)| owned == position);
        let owner = owned.and_then(|at| owners.get(at)).map(|(_, owner)| *owner);
        match owner {
            None => {
                owners.push((*position, place));
                return true;
            }
            Some(owner) => {
                if settle(owner, windows, owners, tried) {
                    if let Some(slot) = owned.and_then(|at| owners.get_mut(at)) {
                        slot.1 = place;
                    }
                    return true;
                }
            }
        }
    }
    false
}

/// A phrase over the lemmas of one field.
#[derive(Clone, Debug)]
pub(crate) struct SequenceQuery {
    /// Terms that each place takes.
    pub(crate) places: Vec<Vec<Term>>,
    /// Distance, 0 for exact order.
    pub(crate) slop: u32,
    /// The field of all terms.
    pub(crate) field: Field,
    /// What a document has for having the words so at all, besides what BM25 gives it.
    pub(crate) whole: f32,
}

impl SequenceQuery {
    /// Calls `each` with the documents of a segment that have it, and how often.
    pub(crate) fn each(&self, reader: &SegmentReader, mut each: impl FnMut(DocId, u32)) -> tantivy::Result<()> {
        if let Some(mut scorer) = self.scorer(reader, None, 0.0)? {
            while scorer.doc != TERMINATED {
                each(scorer.doc, scorer.frequency);
                scorer.advance();
            }
        }
        Ok(())
    }

    /// The same with the positions that each word takes in the document, wherever it stands.
    pub(crate) fn each_placed(
        &self,
        reader: &SegmentReader,
        mut each: impl FnMut(DocId, &[Vec<u32>]),
    ) -> tantivy::Result<()> {
        if let Some(mut scorer) = self.scorer(reader, None, 0.0)? {
            while scorer.doc != TERMINATED {
                each(scorer.doc, &scorer.positions);
                scorer.advance();
            }
        }
        Ok(())
    }

    /// `None` when the segment lacks a word.
    fn scorer(
        &self,
        reader: &SegmentReader,
        bm25: Option<Bm25Weight>,
        whole: f32,
    ) -> tantivy::Result<Option<SequenceScorer>> {
        let inverted = reader.inverted_index(self.field)?;
        let mut places = Vec::with_capacity(self.places.len());
        for terms in &self.places {
            let mut postings = Vec::with_capacity(terms.len());
            for term in terms {
                postings.extend(inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
            }
            if postings.is_empty() {
                return Ok(None);
            }
            places.push(Place { postings });
        }
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|place| places.get(*place).map(Place::size));
        let mut scorer = SequenceScorer {
            positions: vec![Vec::new(); places.len()],
            starts: Vec::new(),
            order,
            places,
            slop: self.slop,
            norms: reader.get_fieldnorms_reader(self.field)?,
            bm25,
            whole,
            doc: 0,
            frequency: 0,
        };
        scorer.settle_from(0);
        Ok(Some(scorer))
    }
}

impl Query for SequenceQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let terms: Vec<Term> = self.places.iter().filter_map(|place| place.first().cloned()).collect();
        let bm25 = match scoring {
            EnableScoring::Enabled {
                statistics_provider, ..
            } if !terms.is_empty() => Some(Bm25Weight::for_terms(statistics_provider, &terms)?),
            _ => None,
        };
        Ok(Box::new(SequenceWeight {
            query: self.clone(),
            bm25,
        }))
    }
}

struct SequenceWeight {
    query: SequenceQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for SequenceWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let bm25 = self.bm25.as_ref().map(|bm25| bm25.boost_by(boost));
        Ok(match self.query.scorer(reader, bm25, self.query.whole * boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words in order", 0.0))
    }
}

/// The postings of the terms that one place takes.
struct Place {
    postings: Vec<SegmentPostings>,
}

impl Place {
    fn size(&self) -> u32 {
        self.postings.iter().map(DocSet::size_hint).sum()
    }

    /// First document from `target` on with any of the terms.
    fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for postings in &mut self.postings {
            let doc = if postings.doc() < target {
                postings.seek(target)
            } else {
                postings.doc()
            };
            first = first.min(doc);
        }
        first
    }

    fn positions(&mut self, doc: DocId, out: &mut Vec<u32>) {
        out.clear();
        let mut terms = 0;
        for postings in self.postings.iter_mut().filter(|postings| postings.doc() == doc) {
            postings.append_positions_with_offset(0, out);
            terms += 1;
        }
        if terms > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }
}

struct SequenceScorer {
    places: Vec<Place>,
    /// Places, rarest first.
    order: Vec<usize>,
    positions: Vec<Vec<u32>>,
    /// Where the words may begin in the document at hand.
    starts: Vec<u32>,
    slop: u32,
    norms: FieldNormReader,
    bm25: Option<Bm25Weight>,
    whole: f32,
    doc: DocId,
    frequency: u32,
}

impl SequenceScorer {
    /// Goes to the first hit from `target` on.
    fn settle_from(&mut self, mut target: DocId) -> DocId {
        loop {
            target = self.all_from(target);
            self.doc = target;
            if target == TERMINATED || self.fits() {
                return target;
            }
            target += 1;
        }
    }

    /// First document from `target` on with a term for every place.
    fn all_from(&mut self, mut target: DocId) -> DocId {
        'again: loop {
            for index in &self.order {
                let Some(place) = self.places.get_mut(*index) else {
                    return TERMINATED;
                };
                let doc = place.seek(target);
                if doc == TERMINATED {
                    return TERMINATED;
                }
                if doc > target {
                    target = doc;
                    continue 'again;
                }
            }
            return target;
        }
    }

    fn fits(&mut self) -> bool {
        if self.slop == 0 {
            self.fits_in_order()
        } else {
            self.fits_nearby()
        }
    }

    /// Rarest words first: positions of common ones are read where the others leave a start.
    fn fits_in_order(&mut self) -> bool {
        self.starts.clear();
        self.frequency = 0;
        for (turn, index) in self.order.iter().enumerate() {
            let offset = *index as u32;
            let Some((place, positions)) = self.places.get_mut(*index).zip(self.positions.get_mut(*index)) else {
                return false;
            };
            place.positions(self.doc, positions);
            if turn == 0 {
                let starts = positions.iter().filter_map(|position| position.checked_sub(offset));
                self.starts.extend(starts);
            } else {
                self.starts
                    .retain(|start| positions.binary_search(&start.saturating_add(offset)).is_ok());
            }
            if self.starts.is_empty() {
                return false;
            }
        }
        self.frequency = self.starts.len() as u32;
        true
    }

    fn fits_nearby(&mut self) -> bool {
        for (place, positions) in self.places.iter_mut().zip(&mut self.positions) {
            place.positions(self.doc, positions);
        }
        self.frequency = 0;
        let frequency = &mut self.frequency;
        occurrences(&self.positions, self.slop, |_| *frequency += 1);
        self.frequency > 0
    }
}

impl DocSet for SequenceScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.settle_from(self.doc + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        if target == TERMINATED {
            self.doc = TERMINATED;
            return TERMINATED;
        }
        self.settle_from(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.places.iter().map(Place::size).min().unwrap_or(0) / 4
    }
}

impl Scorer for SequenceScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.fieldnorm_id(self.doc);
        let often = |bm25: &Bm25Weight| bm25.score(norm, self.frequency);
        self.bm25.as_ref().map_or(0.0, often) + self.whole
    }
}
