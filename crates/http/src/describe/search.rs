//! Routes of searches: answers, exports, facets, completions, feeds.

use super::body::{Body, Example, example};
use super::fault::Fault;
use super::route::Route;
use super::{filters, parameters};
use crate::api::{self, FACET_VALUES, FacetValues};
use crate::suggest::{self, ForBrowsers, Suggestions};
use crate::{export, feed, pages};
use axum::routing::get;
use ordskifte_export::{Format, Profile, Style};
use ordskifte_query::SearchResponse;
use serde_json::json;

/// What a search's `Link` headers lead to.
const RELATIONS: &str = "RFC 8288: next, prev, last, first, alternate, service-desc";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new("/api/v1/search", "search", "Search", get(api::search))
            .takes(filters::question())
            .takes([filters::sort()])
            .takes(filters::part())
            .takes(filters::beside())
            .tagged()
            .json::<SearchResponse>(example!("search.json"))
            .links(RELATIONS)
            .fails([Fault::NotFound, Fault::CursorExpired]),
        suggest(),
        export(),
        Route::new("/api/v1/facets/{field}", "facet", "Values of a facet", get(api::facets))
            .takes([parameters::field(), parameters::prefix()])
            .takes(filters::question())
            .takes([
                filters::facet_size("facet_values", FACET_VALUES),
                filters::explain().ignored("ignored_explain"),
            ])
            .tagged()
            .json::<FacetValues>(example!("facet.json"))
            .fails([Fault::NotFound]),
        Route::new("/", "searchPage", "The search page", get(pages::search))
            .takes(filters::question_of_page())
            .takes([filters::sort()])
            .takes(filters::part())
            .takes(filters::beside())
            .page("Søk")
            .links(RELATIONS)
            .fails([Fault::NotFound, Fault::CursorExpired]),
        feed(),
    ]
}

fn suggest() -> Route {
    let summary = "Completions of what is being typed: words, ministries, participants, topics, works cited";
    Route::new("/api/v1/suggest", "suggest", summary, get(suggest::suggest))
        .takes(parameters::of_suggest())
        .tagged()
        .told("Completions")
        .json::<Suggestions>(example!("suggest.json"))
        .body(Body::of::<ForBrowsers<'_>>(
            "application/x-suggestions+json",
            Example::Value(json!([
                "vind",
                ["vindkraft", "Vindkraft"],
                ["12", "3"],
                [
                    "http://127.0.0.1:7878/?q=vindkraft",
                    "http://127.0.0.1:7878/?topic=own%3Avindkraft"
                ],
            ])),
        ))
}

fn export() -> Route {
    Route::new("/api/v1/export", "export", "Every hit, streamed", get(export::export))
        .about("As many rows as the search's `total`, of one generation. A body that breaks off is not complete: compare with X-Total-Count.")
        .takes(filters::question())
        .takes([filters::sort()])
        .takes(parameters::of_export())
        .takes(filters::beside_ignored())
        .text(Format::Csv(Profile::Rfc4180).media_type(), example!("export.csv"))
        .text(Format::Jsonl.media_type(), example!("export.jsonl"))
        .text(Style::Bibtex.media_type(), example!("export.bib"))
        .text(Style::Ris.media_type(), example!("export.ris"))
        .body(Body::text(
            "application/zip",
            Example::Elsewhere("The rows and `datapackage.json`", "/api/v1/export?q=vindkraft&package=true"),
        ))
        .header("X-Total-Count", "Number of rows", json!({ "type": "integer", "minimum": 0 }))
        .header("X-Generation", "The state of the index that the rows are of", json!({ "type": "string" }))
        .header("Content-Disposition", "A file name for what is saved", json!({ "type": "string" }))
}

fn feed() -> Route {
    let summary = "Any search as an Atom feed, last archived first";
    Route::new("/feed.atom", "feed", summary, get(feed::feed))
        .takes(filters::question())
        .takes(filters::part())
        .takes(filters::beside_ignored())
        .takes([parameters::feed_lang()])
        .tagged()
        .takes([parameters::accept_language()])
        .told("RFC 4287")
        .text("application/atom+xml", example!("feed.atom"))
        .fails([Fault::NotFound, Fault::CursorExpired])
}
