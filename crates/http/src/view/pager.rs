//! The way through the pages of a search.

use super::facets::address;
use ordskifte_query::{SearchRequest, SearchResponse};
use serde::Serialize;

/// Where a page lies among all, and the addresses of others.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Pager {
    /// Number of the page and of the last; none where the page does not lie where pages are counted from the first hit, as
    /// after a change of their size.
    page: Option<(u64, u64)>,
    /// The first and the last hit on it, counted from 1.
    hits: (u64, u64),
    first: Option<String>,
    previous: Option<String>,
    next: Option<String>,
    last: Option<String>,
}

/// The pager; none where all hits stand on one page.
pub(crate) fn pager(request: &SearchRequest, answer: &SearchResponse) -> Option<Pager> {
    if answer.next_cursor.is_none() && answer.offset == 0 {
        return None;
    }
    let limit = request.limit as u64;
    let is_counted = answer.offset.checked_rem(limit) == Some(0);
    let at = |cursor: Option<&String>| {
        address(&SearchRequest {
            cursor: cursor.cloned(),
            ..request.clone()
        })
    };
    Some(Pager {
        page: is_counted.then(|| (answer.offset / limit + 1, answer.total.div_ceil(limit))),
        hits: (answer.offset + 1, answer.offset + answer.hits.len() as u64),
        first: (answer.offset > 0).then(|| at(None)),
        previous: answer.previous_cursor.as_ref().map(|cursor| at(Some(cursor))),
        next: answer.next_cursor.as_ref().map(|cursor| at(Some(cursor))),
        last: answer.last_cursor.as_ref().map(|cursor| at(Some(cursor))),
    })
}
