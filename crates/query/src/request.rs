//! What may be asked, and its reading from names and values.

use crate::expr::Expr;
use crate::fault::Fault;
use crate::field::FilterField;
use ordskifte_record::PartialDate;
use std::collections::BTreeMap;

/// What is counted and listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Whole records.
    #[default]
    Record,
    /// Utterances.
    Statement,
    /// Paragraphs.
    Passage,
    /// Cases of the consultation scheme, each time a record tells of one.
    Case,
    /// Positions that parties take.
    Position,
}

/// The order of hits. Every order ends in the record's id and the unit's place, so it is total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first; without text, newest first.
    #[default]
    Relevance,
    /// Oldest first; undated last.
    Date,
    /// Newest first; undated last.
    DateDesc,
    /// Last archived first (feeds).
    Archived,
}

/// Filters: values of one name are alternatives, names all apply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Values as typed, by name.
    pub values: BTreeMap<FilterField, Vec<String>>,
    /// Records whose date interval touches or follows this day.
    pub from: Option<PartialDate>,
    /// Records whose date interval touches or precedes this day.
    pub to: Option<PartialDate>,
}

/// One question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// The query as typed.
    pub q: String,
    /// The query parsed, its top-level filters moved to `filters`; `None` when it has no text.
    pub expr: Option<Expr>,
    /// Filters from parameters and query together.
    pub filters: Filters,
    /// What is counted.
    pub unit: Unit,
    /// Order.
    pub sort: Sort,
    /// How many hits at once, 0–[`SearchRequest::MAX_LIMIT`].
    pub limit: usize,
    /// Where to go on, opaque.
    pub cursor: Option<String>,
    /// Facets wanted; empty for none.
    pub facets: Vec<FilterField>,
    /// How many values of each facet, 1–[`SearchRequest::MAX_FACET_SIZE`]; chosen values are always added.
    pub facet_size: usize,
    /// Whether each hit tells why it is one.
    pub explain: bool,
}

/// A parameter that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault}{}", position.map_or_else(String::new, |position| format!(" (at character {position} of the query)")))]
pub struct RequestError {
    /// Which parameter.
    pub parameter: String,
    /// What is wrong with it.
    pub fault: Fault,
    /// At which character of `q` the fault begins, counted from 1, when the query itself is at fault.
    pub position: Option<usize>,
}
