//! Every hit, one after another: as many as the total says, from one state, without holding them.
//!
//! What is held is one entry for each record with hits (48 bytes) and one bit for each document.

use crate::best::BestPassages;
use crate::collect::{Order, visit};
use crate::cursor::SortKey;
use crate::docset::set_of;
use crate::error::EngineError;
use crate::filter::FilterSet;
use crate::snapshot::Snapshot;
use ordskifte_query::{ExportRow, SearchRequest, Unit};
use ordskifte_record::Record;
use std::ops::ControlFlow;
use std::sync::Arc;
use tantivy::BitSet;

/// A record with hits.
struct Chosen {
    key: SortKey,
    segment: u32,
    row: u32,
    /// Its best passage; 0 for none.
    best: u32,
}

impl Snapshot {
    /// Gives every hit to `each`, until it breaks off: records in the order asked for (newest first when that is
    /// relevance), within a record as in the document. Limit, cursor and facets of the request do not matter.
    /// Gives the number of rows given.
    pub fn export(
        &self,
        request: &SearchRequest,
        each: &mut dyn FnMut(ExportRow) -> ControlFlow<()>,
    ) -> Result<u64, EngineError> {
        let (mut chosen, sets) = self.chosen(request)?;
        if request.unit == Unit::Record {
            self.add_best(request, &mut chosen)?;
        }
        chosen.sort_unstable_by_key(|chosen| chosen.key);
        let mut rows = 0;
        for chosen in &chosen {
            let segment = chosen.segment as usize;
            let Some(record) = self
                .segments()
                .nth(segment)
                .and_then(|(_, table)| table.rows.get(chosen.row as usize))
            else {
                continue;
            };
            let header = Arc::new(self.header_at(segment, record.doc)?);
            if request.unit == Unit::Record {
                rows += 1;
                let passage = (chosen.best > 0).then_some(chosen.best);
                if each(self.row(&header, request.unit, segment, passage)?).is_break() {
                    return Ok(rows);
                }
                continue;
            }
            let hits = |doc: &u32| sets.get(segment).is_some_and(|set| set.contains(*doc));
            for doc in record.documents(request.unit).filter(hits) {
                rows += 1;
                if each(self.row(&header, request.unit, segment, Some(doc))?).is_break() {
                    return Ok(rows);
                }
            }
        }
        Ok(rows)
    }

    /// Records with hits, and the hits of each segment.
    fn chosen(&self, request: &SearchRequest) -> Result<(Vec<Chosen>, Vec<BitSet>), EngineError> {
        let filters = FilterSet::new(self, &request.filters, request.unit)?;
        let text = self.text(request)?;
        let order = Order::of(request, false);
        let mut chosen: Vec<Chosen> = Vec::new();
        let mut sets: Vec<BitSet> = self.segments().map(|(segment, _)| set_of(segment, [])).collect();
        visit(self, request.unit, &text, &filters, |found| {
            if found.failed != 0 {
                return;
            }
            if let Some(set) = sets.get_mut(found.segment) {
                set.insert(found.doc);
            }
            let (segment, row) = (found.segment as u32, found.row as u32);
            if chosen
                .last()
                .is_none_or(|last| (last.segment, last.row) != (segment, row))
            {
                let key = SortKey {
                    ordinal: 0,
                    ..order.key(&found)
                };
                chosen.push(Chosen {
                    key,
                    segment,
                    row,
                    best: 0,
                });
            }
        })?;
        Ok((chosen, sets))
    }

    /// Finds the best passage of each record; they come in the order of documents here.
    fn add_best(&self, request: &SearchRequest, chosen: &mut [Chosen]) -> Result<(), EngineError> {
        let Some(mut finder) = BestPassages::new(self, request)? else {
            return Ok(());
        };
        let tables: Vec<_> = self.segments().map(|(_, table)| table).collect();
        for chosen in chosen {
            let segment = chosen.segment as usize;
            let record = tables
                .get(segment)
                .and_then(|table| table.rows.get(chosen.row as usize));
            if let Some(record) = record {
                let best = finder.of(segment, record.doc, record.passages, 1)?;
                chosen.best = best.first().copied().unwrap_or(0);
            }
        }
        Ok(())
    }

    fn row(
        &self,
        header: &Arc<Record>,
        unit: Unit,
        segment: usize,
        passage: Option<u32>,
    ) -> Result<ExportRow, EngineError> {
        let passage = match passage {
            Some(doc) => Some(self.passage_at(segment, doc)?.into_row()),
            None => None,
        };
        Ok(ExportRow {
            header: Arc::clone(header),
            unit,
            passage,
        })
    }
}
