//! Question and answer, apart from any engine: the query language, what may be asked and what is
//! answered.
//!
//! A request comes in as names and values ([`SearchRequest::from_pairs`]: command line, HTTP
//! parameters and the page's form alike); its `q` is parsed into an [`Expr`]; an engine answers
//! with a [`SearchResponse`], whose serialization is the public JSON of `docs/http-api.md`.

mod expr;
mod fault;
mod field;
mod lexer;
mod near;
mod note;
mod pairs;
mod parse;
mod request;
mod response;
mod value;

#[cfg(test)]
mod tests;

pub use expr::{Expr, Phrase, QueryError};
pub use fault::{Fault, filled};
pub use field::{FilterField, UnknownFilter};
pub use near::distance;
pub use note::Note;
pub use parse::{MAX_DEPTH, MAX_LENGTH, MAX_TERMS, Parsed, parse};
pub use request::{Filters, RequestError, SearchRequest, Sort, Unit};
pub use response::{
    CaseDetail, Explanation, ExportRow, FacetCount, Facets, Hit, Match, Passage, PassageRow, Place, PositionDetail,
    QueryEcho, SearchResponse, Why,
};
pub use value::{MAX_VALUE, codes, years};
