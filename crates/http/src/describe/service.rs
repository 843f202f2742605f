//! Routes of the server itself: this description, files that pages load, signs of life, what search engines and browsers ask for.

use super::body::{Answer, Body, Example, Header, example};
use super::fault::Fault;
use super::parameters;
use super::route::{Needs, Route};
use crate::site::{ASSETS, asset, opensearch, robots, sitemap};
use crate::{api, pages};
use axum::routing::get;
use serde_json::{Value, json};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new("/api/v1/openapi.json", "openapi", "This description", get(api::openapi))
            .passes_over()
            .needs(Needs::Nothing)
            .body(Body::of::<serde_json::Map<String, Value>>(
                api::OPENAPI,
                Example::Value(
                    json!({ "openapi": "3.1.0", "info": { "title": "Ordskifte", "version": "1" }, "paths": {} }),
                ),
            )),
        language(),
        assets(),
        Route::new(
            "/opensearch.xml",
            "opensearch",
            "Description for browsers' search boxes",
            get(opensearch),
        )
        .passes_over()
        .needs(Needs::Nothing)
        .text("application/opensearchdescription+xml", example!("opensearch.xml")),
        Route::new("/robots.txt", "robots", "For search engines", get(robots))
            .passes_over()
            .needs(Needs::Nothing)
            .text("text/plain", example!("robots.txt")),
        Route::new(
            "/sitemap.xml",
            "sitemap",
            "Every record, for search engines",
            get(sitemap),
        )
        .takes([parameters::part()])
        .text("application/xml", example!("sitemap.xml"))
        .fails([Fault::NotFound]),
        Route::new("/healthz", "healthz", "The process answers", get(api::healthz))
            .passes_over()
            .needs(Needs::Nothing)
            .free()
            .text("text/plain", "ok\n"),
        Route::new("/readyz", "readyz", "Index and archive answer", get(api::readyz))
            .passes_over()
            .needs(Needs::Archive)
            .free()
            .text("text/plain", "ready, generation 1-580\n"),
        Route::new("/metrics", "metrics", "Counts for Prometheus", get(api::metrics))
            .passes_over()
            .needs(Needs::Archive)
            .text("text/plain", example!("metrics.txt")),
    ]
}

fn language() -> Route {
    let text = || json!({ "type": "string" });
    let back = Answer::new("Back to the page")
        .with(Header::new(
            "Location",
            "Where one came from, else the search page",
            text(),
        ))
        .with(Header::new("Set-Cookie", "The choice", text()));
    let summary = "Keeps the interface language in a cookie";
    Route::new("/language/{language}", "language", summary, get(pages::language))
        .passes_over()
        .needs(Needs::Nothing)
        .takes([parameters::language()])
        .or(303, back)
        .fails([Fault::NotFound])
}

fn assets() -> Route {
    let file = |wanted: &str| ASSETS.into_iter().find(|(name, ..)| *name == wanted);
    let mut route = Route::new("/assets/{file}", "asset", "Files that the pages load", get(asset))
        .passes_over()
        .needs(Needs::Nothing)
        .free()
        .takes(parameters::file())
        .tagged()
        .told("The file")
        .fails([Fault::NotFound]);
    for (name, lines) in [("ordskifte.css", 1), ("ordskifte.js", 1), ("icon.svg", 9)] {
        if let Some((_, kind, bytes)) = file(name) {
            route = route.body(Body::text(kind, Example::beginning(bytes, lines)));
        }
    }
    route
}
