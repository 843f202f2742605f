//! Hits as they are shown: the record, with the passages that say why it is one.

use crate::collect::Candidate;
use crate::compile::positive_leaves;
use crate::error::EngineError;
use crate::explain::Explainer;
use crate::highlight::Highlighter;
use crate::snapshot::Snapshot;
use crate::stored::StoredPassage;
use ordskifte_query::{CaseDetail, Hit, Passage, PositionDetail, SearchRequest, Unit};
use ordskifte_record::{MinistryRole, OriginalRole, Record};
use tantivy::query::{BooleanQuery, Scorer};
use tantivy::{DocId, TERMINATED};

/// Most passages of a record that are shown.
const MOST_PASSAGES: usize = 3;

impl Snapshot {
    /// The hits of a page, in their order.
    pub(crate) fn hits(&self, request: &SearchRequest, candidates: &[Candidate]) -> Result<Vec<Hit>, EngineError> {
        let highlighter = self.highlighter(request.expr.as_ref());
        let mut explainer = request.explain.then(|| Explainer::new(self, request)).transpose()?;
        let best = if request.unit == Unit::Record {
            self.best_of_all(request, candidates)?
        } else {
            candidates.iter().map(|candidate| vec![candidate.doc]).collect()
        };
        let mut hits = Vec::with_capacity(candidates.len());
        for (candidate, documents) in candidates.iter().zip(best) {
            let record = self.header_at(candidate.segment, candidate.record_doc)?;
            let mut passages = Vec::with_capacity(documents.len());
            let mut part = Part::default();
            let mut languages = Vec::with_capacity(passages.capacity());
            for doc in documents {
                let stored = self.passage_at(candidate.segment, doc)?;
                part = Part {
                    statement_id: stored.id.clone(),
                    case: stored.told.clone(),
                    position: stored.taken.clone(),
                };
                languages.push(stored.language);
                passages.push(passage(stored, &highlighter));
            }
            let mut hit = hit(&record, candidate.score, part, passages);
            if let Some(explainer) = &mut explainer {
                hit.explain = Some(explainer.of(candidate, &hit, &languages)?);
            }
            hits.push(hit);
        }
        Ok(hits)
    }

    /// The best passages of each candidate, in the candidates' order.
    fn best_of_all(&self, request: &SearchRequest, candidates: &[Candidate]) -> Result<Vec<Vec<DocId>>, EngineError> {
        let mut best = vec![Vec::new(); candidates.len()];
        let Some(mut finder) = BestPassages::new(self, request)? else {
            return Ok(best);
        };
        // In the order of documents: postings are read forward only.
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by_key(|index| {
            candidates
                .get(*index)
                .map(|candidate| (candidate.segment, candidate.doc))
        });
        for index in order {
            if let (Some(candidate), Some(slot)) = (candidates.get(index), best.get_mut(index)) {
                *slot = finder.of(candidate.segment, candidate.doc, candidate.passages, MOST_PASSAGES)?;
            }
        }
        Ok(best)
    }
}

/// Finds the passages of records that fit the text best: any of its words counts, more of them more.
pub(crate) struct BestPassages<'a> {
    snapshot: &'a Snapshot,
    weight: Box<dyn tantivy::query::Weight>,
    open: Option<(usize, Box<dyn Scorer>)>,
}

impl<'a> BestPassages<'a> {
    /// `None` for a request without text.
    pub(crate) fn new(snapshot: &'a Snapshot, request: &SearchRequest) -> Result<Option<Self>, EngineError> {
        let text = snapshot.fields().text(Unit::Passage);
        let mut queries = Vec::new();
        for (_, leaf) in positive_leaves(request.expr.as_ref(), snapshot.synonyms()) {
            queries.push(snapshot.leaf_query(&leaf, text)?);
        }
        if queries.is_empty() {
            return Ok(None);
        }
        let weight = snapshot.scored(&BooleanQuery::union(queries), Unit::Passage)?;
        Ok(Some(Self {
            snapshot,
            weight,
            open: None,
        }))
    }

    /// The best passages of a record, best first. Records of a segment come in the order of their documents.
    pub(crate) fn of(
        &mut self,
        segment: usize,
        record: DocId,
        passages: u32,
        most: usize,
    ) -> Result<Vec<DocId>, EngineError> {
        if self.open.as_ref().is_none_or(|(open, _)| *open != segment) {
            let reader = self.snapshot.searcher().segment_reader(segment as u32);
            self.open = Some((segment, self.weight.scorer(reader, 1.0)?));
        }
        let Some((_, scorer)) = &mut self.open else {
            return Ok(Vec::new());
        };
        let mut found: Vec<(f32, DocId)> = Vec::new();
        let mut doc = scorer.doc();
        if doc <= record {
            doc = scorer.seek(record + 1);
        }
        while doc != TERMINATED && doc <= record + passages {
            found.push((scorer.score(), doc));
            doc = scorer.advance();
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Ok(found.into_iter().take(most).map(|(_, doc)| doc).collect())
    }
}

fn passage(stored: StoredPassage, highlighter: &Highlighter) -> Passage {
    let (text, highlights) = highlighter.fragment(&stored.text, stored.language);
    Passage {
        text,
        highlights,
        side: stored.one_side(),
        page: stored.page,
        anchor: stored.anchor,
        agenda: stored.heading,
        speakers: stored.speakers,
        form: stored.form,
    }
}

/// What a hit is, where it is smaller than a record.
#[derive(Default)]
struct Part {
    statement_id: Option<String>,
    case: Option<CaseDetail>,
    position: Option<PositionDetail>,
}

fn hit(record: &Record, score: f32, part: Part, passages: Vec<Passage>) -> Hit {
    let id = record.id.as_ref().map_or("", |id| id.as_str());
    let mut ministries: Vec<String> = Vec::new();
    for ministry in record
        .ministries
        .iter()
        .filter(|ministry| ministry.role != MinistryRole::Mentioned)
    {
        if !ministries.contains(&ministry.abbreviation) {
            ministries.push(ministry.abbreviation.clone());
        }
    }
    let main = record
        .originals
        .iter()
        .find(|original| original.role == OriginalRole::Main);
    Hit {
        id: id.to_owned(),
        title: record.title.clone(),
        kind: record.kind,
        date: record.date,
        language: record.language,
        ministries,
        score,
        url: format!("/records/{id}"),
        original: format!("/records/{id}/original"),
        source_url: main.and_then(|original| original.source_url.clone()),
        statement_id: part.statement_id,
        case: part.case,
        position: part.position,
        passages,
        explain: None,
    }
}
