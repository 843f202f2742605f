//! One committed state of the index, and the answers from it.

use crate::collect::{Order, Text, Top, visit};
use crate::compile::scores;
use crate::cursor::{Cursor, SortKey, Way, fnv, question};
use crate::error::EngineError;
use crate::exact::ExactPhrases;
use crate::facet::{Counters, Values};
use crate::filter::FilterSet;
use crate::payload::Payload;
use crate::schema::{FACETS, Fields, TextFields};
use crate::stored::StoredPassage;
use crate::suggest::Offered;
use crate::synonyms::Synonyms;
use crate::table::{Table, Tables, posting};
use ordskifte_query::{FacetCount, Facets, Fault, FilterField, QueryEcho, SearchRequest, SearchResponse, Unit};
use ordskifte_record::{Record, RecordId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::{Arc, OnceLock};
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Weight};
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, DocId, IndexReader, Searcher, SegmentReader, TantivyDocument, Term};

/// A state that never changes. All answers from it agree with one another.
pub struct Snapshot {
    searcher: Searcher,
    fields: Arc<Fields>,
    payload: Payload,
    tables: Vec<Arc<Table>>,
    synonyms: Arc<Synonyms>,
    values: Vec<OnceLock<Arc<Values>>>,
    offered: OnceLock<Offered>,
    exact_phrases: ExactPhrases,
    units: UnitCounts,
}

/// What frequencies are compared with: living records, and documents, deleted ones among them.
#[derive(Clone, Copy, Debug, Default)]
struct UnitCounts {
    records: u64,
    words: u64,
    passages: u64,
    statements: u64,
    positions: u64,
    cases: u64,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Snapshot")
            .field("payload", &self.payload)
            .finish_non_exhaustive()
    }
}

impl Snapshot {
    pub(crate) fn new(
        reader: &IndexReader,
        payload: Payload,
        fields: &Arc<Fields>,
        tables: &Tables,
        synonyms: &Arc<Synonyms>,
    ) -> Result<Self, EngineError> {
        let searcher = reader.searcher();
        let tables = tables.of(searcher.segment_readers(), fields)?;
        let mut units = UnitCounts::default();
        for (segment, table) in searcher.segment_readers().iter().zip(&tables) {
            for row in &table.rows {
                let living = u64::from(!segment.is_deleted(row.doc));
                units.records += living;
                units.words += living * u64::from(row.words);
                units.passages += u64::from(row.passages);
                units.statements += u64::from(row.statements);
                units.positions += u64::from(row.positions);
                units.cases += u64::from(row.cases);
            }
        }
        Ok(Self {
            searcher,
            fields: Arc::clone(fields),
            payload,
            tables,
            synonyms: Arc::clone(synonyms),
            values: FACETS.iter().map(|_| OnceLock::new()).collect(),
            offered: OnceLock::new(),
            exact_phrases: ExactPhrases::default(),
            units,
        })
    }

    /// What the index says of this state.
    pub(crate) fn payload(&self) -> &Payload {
        &self.payload
    }

    /// Name of this state; the same in every process that reads the index.
    pub fn generation(&self) -> &str {
        &self.payload.generation
    }

    /// The archive's numbering of changes that the sequence counts in.
    pub fn archive_epoch(&self) -> &str {
        &self.payload.archive_epoch
    }

    /// How far the index had followed the archive.
    pub fn archive_sequence(&self) -> u64 {
        self.payload.archive_sequence
    }

    /// A page of hits, the exact total, and facets.
    ///
    /// # Errors
    /// A cursor of another state or question; a failure to read the index.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse, EngineError> {
        let order = Order::of(request, request.expr.as_ref().is_some_and(scores));
        let place = self.place(request, order)?;
        let filters = FilterSet::new(self, &request.filters, request.unit)?;
        let text = self.text(request)?;
        let mut counters = Counters::new(self, &filters, request.unit, &request.facets)?;
        let mut top = Top::new(order, place, request.limit.min(SearchRequest::MAX_LIMIT));
        let range = filters.range_bit().map_or(0, |bit| 1_u32 << bit);
        let (mut total, mut undated) = (0, 0);
        let counts_facets = !request.facets.is_empty();
        visit(self, request.unit, &text, &filters, |found| {
            if found.failed == 0 {
                total += 1;
                top.offer(&found);
            } else if found.failed == range && found.record.first_day == 0 {
                undated += 1;
            }
            if counts_facets {
                counters.count(&found);
            }
        })?;
        let page = top.finish();
        let cursor = |way, key| self.cursor(request, way, key).write();
        let first = page.hits.first().filter(|_| page.offset > 0);
        let last = page.hits.last().filter(|_| page.more);
        let did_you_mean = match request.cursor {
            None => self.did_you_mean(request, total)?,
            Some(_) => None,
        };
        Ok(SearchResponse {
            query: QueryEcho {
                q: request.q.clone(),
                interpreted: request.interpreted(),
            },
            total,
            generation: self.generation().to_owned(),
            undated_excluded: undated,
            offset: page.offset,
            hits: self.hits(request, &page.hits)?,
            facets: Facets(counters.finish(&request.facets, request.facet_size, |_, _| true)?),
            next_cursor: last.map(|last| cursor(Way::After, last.key)),
            previous_cursor: first.map(|first| cursor(Way::Before, first.key)),
            last_cursor: last.map(|_| cursor(Way::Before, SortKey::END)),
            notes: self.notes(request, total)?,
            did_you_mean,
        })
    }

    /// How many units match, exactly.
    pub fn total_of(&self, request: &SearchRequest) -> Result<u64, EngineError> {
        let filters = FilterSet::new(self, &request.filters, request.unit)?;
        let text = self.text(request)?;
        let mut total = 0;
        visit(self, request.unit, &text, &filters, |found| {
            total += u64::from(found.failed == 0);
        })?;
        Ok(total)
    }

    /// Values of one facet whose value or label begins so (case and marks aside; also inside, after a blank),
    /// counted most first, at most `size`, and those chosen.
    pub fn facet_values(
        &self,
        request: &SearchRequest,
        field: FilterField,
        prefix: &str,
        size: usize,
    ) -> Result<Vec<FacetCount>, EngineError> {
        let filters = FilterSet::new(self, &request.filters, request.unit)?;
        let text = self.text(request)?;
        let mut counters = Counters::new(self, &filters, request.unit, &[field])?;
        visit(self, request.unit, &text, &filters, |found| counters.count(&found))?;
        let wanted = crate::keys::loose(prefix);
        let begins = |text: &str| {
            let text = crate::keys::loose(text);
            text.starts_with(&wanted) || text.contains(&format!(" {wanted}"))
        };
        let keep = |field, value: &str| {
            wanted.is_empty() || begins(value) || self.label(field, value).is_ok_and(|label| begins(&label))
        };
        let facets = counters.finish(&[field], size.min(SearchRequest::MAX_FACET_SIZE), keep)?;
        Ok(facets.into_iter().flat_map(|(_, counts)| counts).collect())
    }

    /// A record without its paragraphs, statements, pages and evidence; restricted ones too: access is the
    /// caller's to check.
    pub fn header(&self, id: &RecordId) -> Result<Option<Record>, EngineError> {
        for (index, segment) in self.searcher.segment_readers().iter().enumerate() {
            let documents = posting(segment, self.fields.id, id.as_str())?;
            let alive = documents.into_iter().find(|doc| !segment.is_deleted(*doc));
            if let Some(doc) = alive {
                return self.stored(index, doc, self.fields.header).map(Some);
            }
        }
        Ok(None)
    }

    /// Where the request's page lies.
    fn place(&self, request: &SearchRequest, order: Order) -> Result<Option<(Way, SortKey)>, EngineError> {
        let Some(text) = &request.cursor else {
            return Ok(None);
        };
        let cursor = Cursor::read(text)?;
        if cursor.question != question(request) {
            return Err(EngineError::bad("cursor", Fault::OtherCursor));
        }
        let comparable = order != Order::Score || cursor.segments == self.segments_mark();
        if cursor.generation != self.generation() || !comparable {
            return Err(EngineError::CursorExpired);
        }
        Ok(Some((cursor.way, cursor.key)))
    }

    fn cursor(&self, request: &SearchRequest, way: Way, key: SortKey) -> Cursor {
        Cursor {
            generation: self.generation().to_owned(),
            way,
            key,
            question: question(request),
            segments: self.segments_mark(),
        }
    }

    /// Changes when scores may.
    fn segments_mark(&self) -> u64 {
        let mut text = String::new();
        for segment in self.searcher.segment_readers() {
            text.push_str(&segment.segment_id().uuid_string());
            text.push_str(&segment.num_deleted_docs().to_string());
        }
        fnv(text.as_bytes())
    }

    /// The request's text, ready to run.
    pub(crate) fn text(&self, request: &SearchRequest) -> Result<Text, EngineError> {
        let Some(expr) = request.expr.as_ref().map(|expr| self.synonyms.spread(expr)) else {
            return Ok(Text::All);
        };
        if request.unit == Unit::Record {
            return Ok(self.row_hits(&expr)?.map_or(Text::All, Text::Rows));
        }
        Ok(match self.compile(&expr, request.unit)? {
            Some(query) => Text::Documents(self.scored(query.as_ref(), request.unit)?),
            None => Text::All,
        })
    }

    /// A query with scores reckoned among the documents of a unit.
    pub(crate) fn scored(&self, query: &dyn tantivy::query::Query, unit: Unit) -> Result<Box<dyn Weight>, EngineError> {
        let statistics = UnitStatistics {
            searcher: &self.searcher,
            documents: match unit {
                Unit::Record | Unit::Passage => self.units.passages,
                Unit::Statement => self.units.statements,
                Unit::Position => self.units.positions,
                Unit::Case => self.units.cases,
            },
        };
        let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, &self.searcher);
        Ok(query.weight(scoring)?)
    }

    /// How many documents have these text fields, as far as scores reckon with them.
    pub(crate) fn documents(&self, text: TextFields) -> u64 {
        let of = |unit: Unit| self.fields().text(unit).lemma == text.lemma;
        let count = if of(Unit::Statement) {
            self.units.statements
        } else if of(Unit::Position) {
            self.units.positions
        } else if of(Unit::Case) {
            self.units.cases
        } else {
            self.units.passages
        };
        count.max(1)
    }

    /// How many records live, and their words on average.
    pub(crate) fn living(&self) -> (u64, f32) {
        let records = self.units.records.max(1);
        (self.units.records, (self.units.words as f32 / records as f32).max(1.0))
    }

    /// What is searched together.
    pub(crate) fn synonyms(&self) -> &Synonyms {
        &self.synonyms
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Segments with their tables.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (&SegmentReader, &Table)> {
        self.searcher
            .segment_readers()
            .iter()
            .zip(self.tables.iter().map(AsRef::as_ref))
    }

    /// The values of a facet, merged when they are first asked for.
    pub(crate) fn values(&self, field: FilterField) -> Result<Arc<Values>, EngineError> {
        let slot = FACETS.iter().position(|known| *known == field);
        let Some(slot) = slot.and_then(|slot| self.values.get(slot)) else {
            return Err(EngineError::bad("facets", Fault::NotCounted { name: field.as_str() }));
        };
        if let Some(values) = slot.get() {
            return Ok(Arc::clone(values));
        }
        let values = Arc::new(Values::new(self, field.as_str())?);
        Ok(Arc::clone(slot.get_or_init(|| values)))
    }

    /// Where exact phrases keep what they found.
    pub(crate) const fn exact_phrases(&self) -> &ExactPhrases {
        &self.exact_phrases
    }

    /// Where completions keep what they offer.
    pub(crate) const fn offered_once(&self) -> &OnceLock<Offered> {
        &self.offered
    }

    /// Whether any living document has a filter key.
    pub(crate) fn has_key(&self, key: &str) -> Result<bool, EngineError> {
        Ok(self.first_with_key(key)?.is_some())
    }

    fn first_with_key(&self, key: &str) -> Result<Option<(usize, DocId)>, EngineError> {
        for (index, (segment, _)) in self.segments().enumerate() {
            let documents = posting(segment, self.fields.filter, key)?;
            if let Some(doc) = documents.into_iter().find(|doc| !segment.is_deleted(*doc)) {
                return Ok(Some((index, doc)));
            }
        }
        Ok(None)
    }

    /// Some record with a filter key.
    pub(crate) fn record_with_key(&self, key: &str) -> Result<Option<Record>, EngineError> {
        match self.first_with_key(key)? {
            Some((segment, doc)) => self.stored(segment, doc, self.fields.header).map(Some),
            None => Ok(None),
        }
    }

    /// The header of a record's document.
    pub(crate) fn header_at(&self, segment: usize, doc: DocId) -> Result<Record, EngineError> {
        self.stored(segment, doc, self.fields.header)
    }

    /// What is kept of a paragraph or statement.
    pub(crate) fn passage_at(&self, segment: usize, doc: DocId) -> Result<StoredPassage, EngineError> {
        self.stored(segment, doc, self.fields.body)
    }

    /// The title of a record's document alone.
    pub(crate) fn title_at(&self, segment: usize, doc: DocId) -> Result<String, EngineError> {
        let Titled { title } = self.stored(segment, doc, self.fields.header)?;
        Ok(title)
    }

    /// The text of a paragraph or statement alone.
    pub(crate) fn text_at(&self, segment: usize, doc: DocId) -> Result<String, EngineError> {
        let Written { text } = self.stored(segment, doc, self.fields.body)?;
        Ok(text)
    }

    fn stored<T: DeserializeOwned>(&self, segment: usize, doc: DocId, field: Field) -> Result<T, EngineError> {
        let document: TantivyDocument = self.searcher.doc(DocAddress::new(segment as u32, doc))?;
        stored_in(&document, field)
    }
}

/// Of a stored record its title: reading all of it takes many times as long.
#[derive(Deserialize)]
struct Titled {
    #[serde(default)]
    title: String,
}

/// Of a stored paragraph its text.
#[derive(Deserialize)]
struct Written {
    text: String,
}

/// A stored value, read.
pub(crate) fn stored_in<T: DeserializeOwned>(document: &TantivyDocument, field: Field) -> Result<T, EngineError> {
    let json = document.get_first(field).and_then(|value| value.as_str());
    serde_json::from_str(json.unwrap_or_default()).map_err(|error| EngineError::Damaged {
        detail: format!("a stored record cannot be read: {error}"),
    })
}

/// Frequencies over the whole index, compared with the documents of one unit: each unit has fields of its own.
struct UnitStatistics<'a> {
    searcher: &'a Searcher,
    documents: u64,
}

impl Bm25StatisticsProvider for UnitStatistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents.max(1))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.searcher.doc_freq(term)?.min(self.documents.max(1)))
    }
}
