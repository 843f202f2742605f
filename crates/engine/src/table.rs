//! What is looked up for every hit, held in memory for each segment: where records stand and their numbers.
//!
//! Segments never change, so a table is built once, and shared by all snapshots that hold its segment. About
//! 100 bytes a record.

use crate::error::EngineError;
use crate::keys::{findable, private};
use crate::schema::Fields;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption, Schema};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

/// A record's place and numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Document of the record itself.
    pub(crate) doc: DocId,
    /// Paragraphs, which follow it at once.
    pub(crate) passages: u32,
    /// Statements, which follow those.
    pub(crate) statements: u32,
    /// Positions, which follow those.
    pub(crate) positions: u32,
    /// Cases, which come last.
    pub(crate) cases: u32,
    /// Words of its paragraphs.
    pub(crate) words: u32,
    /// Year; 0 for none.
    pub(crate) year: u16,
    /// First day as YYYYMMDD; 0 for undated.
    pub(crate) first_day: u32,
    /// Last day as YYYYMMDD; 0 for undated.
    pub(crate) last_day: u32,
    /// When it was archived (`block::time_number`).
    pub(crate) archived: u64,
    /// The record id as a number.
    pub(crate) id: u128,
    /// Whether a private person sent it.
    pub(crate) private: bool,
}

impl Row {
    /// Documents of a unit.
    pub(crate) fn documents(&self, unit: ordskifte_query::Unit) -> std::ops::Range<DocId> {
        use ordskifte_query::Unit;
        let passages = self.doc + 1;
        let statements = passages + self.passages;
        let positions = statements + self.statements;
        let cases = positions + self.positions;
        match unit {
            Unit::Record => self.doc..passages,
            Unit::Passage => passages..statements,
            Unit::Statement => statements..positions,
            Unit::Position => positions..cases,
            Unit::Case => cases..cases + self.cases,
        }
    }

    /// The document after its last.
    pub(crate) fn end(&self) -> DocId {
        self.documents(ordskifte_query::Unit::Case).end
    }
}

/// All that may be found of a segment, deleted records among them.
#[derive(Debug)]
pub(crate) struct Table {
    /// In the order of their documents.
    pub(crate) rows: Vec<Row>,
    columns: Mutex<HashMap<&'static str, Arc<Column>>>,
}

/// Values of a facet for each row, as ordinals of the segment's dictionary.
#[derive(Debug)]
pub(crate) struct Column {
    starts: Vec<u32>,
    ordinals: Vec<u32>,
}

impl Column {
    /// Ordinals of a row.
    pub(crate) fn of(&self, row: usize) -> &[u32] {
        let range = self.starts.get(row).zip(self.starts.get(row + 1));
        range
            .and_then(|(from, to)| self.ordinals.get(*from as usize..*to as usize))
            .unwrap_or_default()
    }
}

impl Table {
    fn new(segment: &SegmentReader, fields: &Fields) -> Result<Self, EngineError> {
        let schema = segment.schema().clone();
        let number = |field: Field| column(segment, &schema, field);
        let numbers = fields.numbers;
        let (year, first, last) = (
            number(numbers.year)?,
            number(numbers.first_day)?,
            number(numbers.last_day)?,
        );
        let (high, low, archived) = (
            number(numbers.id_high)?,
            number(numbers.id_low)?,
            number(numbers.archived)?,
        );
        let (passages, statements, words) = (
            number(numbers.passages)?,
            number(numbers.statements)?,
            number(numbers.words)?,
        );
        let (positions, cases) = (number(numbers.positions)?, number(numbers.cases)?);
        let letters = posting(segment, fields.filter, &private())?;
        let rows = posting(segment, fields.filter, &findable())?
            .into_iter()
            .map(|doc| Row {
                doc,
                passages: passages(doc) as u32,
                statements: statements(doc) as u32,
                positions: positions(doc) as u32,
                cases: cases(doc) as u32,
                words: words(doc) as u32,
                year: year(doc) as u16,
                first_day: first(doc) as u32,
                last_day: last(doc) as u32,
                archived: archived(doc),
                id: (u128::from(high(doc)) << 64) | u128::from(low(doc)),
                private: letters.binary_search(&doc).is_ok(),
            })
            .collect();
        Ok(Self {
            rows,
            columns: Mutex::new(HashMap::new()),
        })
    }

    /// The row that a document belongs to.
    pub(crate) fn row_of(&self, doc: DocId) -> Option<usize> {
        self.rows.partition_point(|row| row.doc <= doc).checked_sub(1)
    }

    /// The values of a facet on the records.
    pub(crate) fn column(&self, segment: &SegmentReader, name: &'static str) -> Result<Arc<Column>, EngineError> {
        let mut columns = self.columns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(column) = columns.get(name) {
            return Ok(Arc::clone(column));
        }
        let mut built = Column {
            starts: vec![0],
            ordinals: Vec::new(),
        };
        let values = segment.fast_fields().str(name)?;
        for row in &self.rows {
            if let Some(values) = &values {
                built
                    .ordinals
                    .extend(values.term_ords(row.doc).map(|ordinal| ordinal as u32));
            }
            built.starts.push(built.ordinals.len() as u32);
        }
        let built = Arc::new(built);
        columns.insert(name, Arc::clone(&built));
        Ok(built)
    }
}

type Number = Box<dyn Fn(DocId) -> u64>;

fn column(segment: &SegmentReader, schema: &Schema, field: Field) -> Result<Number, EngineError> {
    let column = segment.fast_fields().column_opt::<u64>(schema.get_field_name(field))?;
    Ok(match column {
        Some(column) => Box::new(move |doc| column.first(doc).unwrap_or(0)),
        None => Box::new(|_| 0),
    })
}

/// Documents with a filter key, deleted ones among them.
pub(crate) fn posting(segment: &SegmentReader, field: Field, key: &str) -> Result<Vec<DocId>, EngineError> {
    let mut out = Vec::new();
    let term = Term::from_field_text(field, key);
    if let Some(mut postings) = segment
        .inverted_index(field)?
        .read_postings(&term, IndexRecordOption::Basic)?
    {
        out.reserve(postings.doc_freq() as usize);
        while postings.doc() != TERMINATED {
            out.push(postings.doc());
            postings.advance();
        }
    }
    Ok(out)
}

/// The tables of the segments that snapshots hold.
#[derive(Debug, Default)]
pub(crate) struct Tables(Mutex<HashMap<SegmentId, Arc<Table>>>);

impl Tables {
    /// The tables of these segments, in their order; others are forgotten once no snapshot holds them.
    pub(crate) fn of(&self, segments: &[SegmentReader], fields: &Fields) -> Result<Vec<Arc<Table>>, EngineError> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = Vec::with_capacity(segments.len());
        for segment in segments {
            let table = match known.get(&segment.segment_id()) {
                Some(table) => Arc::clone(table),
                None => Arc::new(Table::new(segment, fields)?),
            };
            out.push(table);
        }
        known.retain(|_, table| Arc::strong_count(table) > 1);
        for (segment, table) in segments.iter().zip(&out) {
            known.insert(segment.segment_id(), Arc::clone(table));
        }
        Ok(out)
    }
}
