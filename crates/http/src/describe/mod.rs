//! The table of routes: what answers at an address, and what is told of it.
//!
//! The router and the description of the API (`openapi.json`) are both made from this table: nothing answers that is not
//! described, and nothing is described that does not answer. Schemas come from the types that are serialized, limits and lists of
//! values from what reads them, problems from what makes them (`docs/decisions/006-description-from-code.md`).

mod body;
mod document;
mod fault;
mod filters;
mod links;
mod pages;
mod parameter;
mod parameters;
mod records;
mod route;
mod schemas;
mod search;
mod service;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use document::document;
pub(crate) use route::{Needs, Route};

/// Every route there is.
pub(crate) fn routes() -> Vec<Route> {
    [
        search::routes(),
        records::routes(),
        links::routes(),
        pages::routes(),
        service::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
