//! Works cited, and who cites them.

use crate::RecordRef;
use ordskifte_record::{CitationKind, Record};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A work with those who cite it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Cited {
    /// Id in addresses, as `nou-2026-1`.
    pub id: String,
    /// Normalized identifier, as `NOU 2026: 1`.
    pub citation: String,
    /// Series.
    pub kind: CitationKind,
    /// Who cites it, in order of time.
    pub cited_by: Vec<CitingPlace>,
}

/// Where a record cites a work.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CitingPlace {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRef,
    /// As printed.
    pub printed: String,
    /// Page.
    pub page: Option<u32>,
}

/// The id of a citation in addresses: letters and digits with hyphens between.
pub fn address(citation: &str) -> String {
    let mut out = String::new();
    for c in citation.to_lowercase().chars() {
        match c {
            c if c.is_alphanumeric() => out.push(c),
            '§' => out.push_str("par"),
            _ if !out.ends_with('-') && !out.is_empty() => out.push('-'),
            _ => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Works by id.
pub fn citations(records: &[&Record]) -> BTreeMap<String, Cited> {
    let mut found: BTreeMap<String, Cited> = BTreeMap::new();
    for record in records {
        for citation in &record.citations {
            let Some(reference) = RecordRef::of(record) else {
                continue;
            };
            let id = address(&citation.id);
            let entry = found.entry(id.clone()).or_insert_with(|| Cited {
                id,
                citation: citation.id.clone(),
                kind: citation.kind,
                cited_by: Vec::new(),
            });
            entry.cited_by.push(CitingPlace {
                record: reference,
                printed: citation.printed.clone(),
                page: citation.page,
            });
        }
    }
    found
}
