//! Counts over the whole index, for `ordskifte stats` and the metrics.

use crate::error::EngineError;
use crate::snapshot::Snapshot;
use ordskifte_query::{FacetCount, FilterField, SearchRequest};
use std::collections::BTreeMap;

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Records that can be found.
    pub records: u64,
    /// Their paragraphs.
    pub passages: u64,
    /// Their statements.
    pub statements: u64,
    /// Records by kind, most first.
    pub kinds: Vec<FacetCount>,
    /// Records by year, newest first.
    pub years: Vec<FacetCount>,
    /// Records by main language, most first.
    pub languages: Vec<FacetCount>,
    /// Findings by code: how many records have any of it. Reads every header.
    pub findings: BTreeMap<String, u64>,
    /// Size of the index on disk, in bytes.
    pub bytes: u64,
}

impl Snapshot {
    /// Counts what the index holds.
    pub fn stats(&self) -> Result<Stats, EngineError> {
        let all = SearchRequest::default();
        let facet = |field| self.facet_values(&all, field, "", SearchRequest::MAX_FACET_SIZE);
        let mut stats = Stats {
            kinds: facet(FilterField::Kind)?,
            years: facet(FilterField::Year)?,
            languages: facet(FilterField::Language)?,
            bytes: self.searcher().space_usage()?.total().get_bytes(),
            ..Stats::default()
        };
        for (index, (segment, table)) in self.segments().enumerate() {
            for row in table.rows.iter().filter(|row| !segment.is_deleted(row.doc)) {
                stats.records += 1;
                stats.passages += u64::from(row.passages);
                stats.statements += u64::from(row.statements);
                let header = self.header_at(index, row.doc)?;
                let mut codes: Vec<String> = header.findings.into_iter().map(|finding| finding.code).collect();
                codes.sort_unstable();
                codes.dedup();
                for code in codes {
                    *stats.findings.entry(code).or_default() += 1;
                }
            }
        }
        Ok(stats)
    }
}
