//! Question and answer, apart from any engine: the query language, what may be asked and what is
//! answered.
//!
//! A request comes in as names and values ([`SearchRequest::from_pairs`]: command line, HTTP
//! parameters and the page's form alike); its `q` is parsed into an [`Expr`]; an engine answers
//! with a [`SearchResponse`], whose serialization is the public JSON of `docs/http-api.md`.

mod expr;
mod field;
mod request;
mod response;

pub use expr::{Expr, Phrase, QueryError};
pub use field::{FilterField, UnknownFilter};
pub use request::{Filters, RequestError, SearchRequest, Sort, Unit};
pub use response::{ExportRow, FacetCount, Facets, Hit, Passage, PassageRow, QueryEcho, SearchResponse};
