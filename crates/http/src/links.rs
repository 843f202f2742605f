//! `Link` headers: where to go on, and what else there is of the same thing.

use crate::messages::Interface;
use crate::params::encode;
use axum::http::{HeaderMap, HeaderValue, header};
use ordskifte_query::{SearchRequest, SearchResponse, Sort};
use ordskifte_record::Record;

fn link(headers: &mut HeaderMap, address: &str, rest: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("<{address}>; {rest}")) {
        headers.append(header::LINK, value);
    }
}

/// The parameters of a search without its place in the pages.
pub(crate) fn first_page(request: &SearchRequest) -> String {
    encode(
        &SearchRequest {
            cursor: None,
            ..request.clone()
        }
        .to_pairs(),
    )
}

/// The address of a search's feed; its order is its own. Readers of feeds know nothing of a visitor's language: a page names its own.
pub(crate) fn feed(request: &SearchRequest, interface: Option<Interface>) -> String {
    let plain = SearchRequest {
        sort: Sort::Relevance,
        limit: SearchRequest::DEFAULT_LIMIT,
        ..request.clone()
    };
    let language = interface.map(|interface| format!("lang={}", interface.code()));
    let parts = [Some(first_page(&plain)).filter(|asked| !asked.is_empty()), language];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("/feed.atom?{}", parts.join("&"))
}

/// Those of an answer to a search.
pub(crate) fn of_search(
    headers: &mut HeaderMap,
    request: &SearchRequest,
    answer: &SearchResponse,
    interface: Option<Interface>,
) {
    let first = first_page(request);
    let others = [
        ("next", &answer.next_cursor),
        ("prev", &answer.previous_cursor),
        ("last", &answer.last_cursor),
    ];
    for (rel, cursor) in others {
        if cursor.is_some() {
            let other = SearchRequest {
                cursor: cursor.clone(),
                ..request.clone()
            };
            let address = format!("/api/v1/search?{}", encode(&other.to_pairs()));
            link(headers, &address, &format!("rel=\"{rel}\""));
        }
    }
    link(headers, &format!("/api/v1/search?{first}"), "rel=\"first\"");
    link(headers, &format!("/?{first}"), "rel=\"alternate\"; type=\"text/html\"");
    link(
        headers,
        &feed(request, interface),
        "rel=\"alternate\"; type=\"application/atom+xml\"",
    );
    link(headers, "/api/v1/openapi.json", "rel=\"service-desc\"");
}

/// Those of a list of so many rows, of which a stretch is shown from a row on, so long at most: to what lies beside it.
pub(crate) fn of_list(headers: &mut HeaderMap, address: &str, (offset, limit): (usize, usize), total: usize) {
    let limit = limit.max(1);
    let joint = if address.ends_with('?') { "" } else { "&" };
    let mut to = |rel: &str, offset: usize| {
        let address = format!("{address}{joint}limit={limit}&offset={offset}");
        link(headers, &address, &format!("rel=\"{rel}\""));
    };
    if offset.saturating_add(limit) < total {
        to("next", offset + limit);
    }
    if offset > 0 {
        to("prev", offset.min(total).saturating_sub(limit));
    }
    to("first", 0);
    to("last", total.saturating_sub(1) / limit * limit);
    link(headers, "/api/v1/openapi.json", "rel=\"service-desc\"");
}

/// Those of a record that has so many versions.
pub(crate) fn of_record(headers: &mut HeaderMap, record: &Record, versions: usize) {
    let Some(id) = &record.id else { return };
    let version = record.version;
    link(
        headers,
        &format!("/records/{id}/v{version}"),
        "rel=\"canonical\"; type=\"text/html\"",
    );
    link(headers, &format!("/api/v1/records/{id}"), "rel=\"latest-version\"");
    if version > 1 {
        link(
            headers,
            &format!("/api/v1/records/{id}/v{}", version - 1),
            "rel=\"predecessor-version\"",
        );
    }
    if (version as usize) < versions {
        link(
            headers,
            &format!("/api/v1/records/{id}/v{}", version + 1),
            "rel=\"successor-version\"",
        );
    }
    for style in ["bibtex", "ris"] {
        link(
            headers,
            &format!("/api/v1/records/{id}/cite?format={style}&version=v{version}"),
            "rel=\"describedby\"",
        );
    }
}
