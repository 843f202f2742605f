//! Routes, what holds for all of them, and an end that nobody can hold up.

use crate::app::App;
use crate::connections::{self, Limits};
use crate::error::Problem;
use crate::messages::Told;
use crate::params::decode;
use crate::trace::Trace;
use crate::{api, export, feed, limit, linked, original, pages, site, suggest};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use std::future::Future;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tracing::Instrument;

/// What may be done at every address.
const METHODS: &str = "GET, HEAD, OPTIONS";
/// Longest address with its query, in bytes. The framework refuses one past 64 KiB before it comes here, without a body.
const MAX_URI: usize = 16 << 10;
/// Longest head of a request beside its address, in bytes: names and values. The framework refuses 408 KiB and more.
const MAX_HEAD: usize = 32 << 10;
/// Most lines of a head. The framework refuses more than 100.
const MAX_LINES: usize = 80;

/// What a page may load and do. `data:` pictures are the icons inside the style sheet; `wasm-unsafe-eval` is what pdf.js
/// needs for the picture formats of PDF files.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// All routes over an app.
pub fn router(app: App) -> Router {
    let api = Router::new()
        .route("/api/v1/search", get(api::search))
        .route("/api/v1/suggest", get(suggest::suggest))
        .route("/api/v1/records/{id}", get(api::record))
        .route("/api/v1/records/{id}/text", get(api::text))
        .route("/api/v1/records/{id}/cite", get(api::cite))
        .route("/api/v1/records/{id}/{version}", get(api::record_version))
        .route("/api/v1/export", get(export::export))
        .route("/api/v1/facets/{field}", get(api::facets))
        .route("/api/v1/people", get(linked::people))
        .route("/api/v1/people/{id}", get(linked::person))
        .route("/api/v1/ministries", get(linked::ministries))
        .route("/api/v1/ministries/{id}", get(linked::ministry))
        .route("/api/v1/meetings", get(linked::meetings))
        .route("/api/v1/meetings/{id}", get(linked::meeting))
        .route("/api/v1/hearings", get(linked::hearings))
        .route("/api/v1/hearings/{id}", get(linked::hearing))
        .route("/api/v1/cases", get(linked::cases))
        .route("/api/v1/cases/{id}", get(linked::case))
        .route("/api/v1/citations/{id}", get(linked::citation))
        .route("/api/v1/agreements", get(linked::agreements))
        .route("/api/v1/coverage", get(linked::coverage))
        .route("/api/v1/openapi.json", get(api::openapi))
        // Here already, so that what scripts ask beforehand reaches the layer below.
        .method_not_allowed_fallback(other_method)
        .layer(
            CorsLayer::new()
                .allow_origin(Any)
                .allow_methods([Method::GET, Method::HEAD])
                .allow_headers(Any)
                .expose_headers([
                    header::ETAG,
                    header::LINK,
                    header::RETRY_AFTER,
                    HeaderName::from_static("x-total-count"),
                    HeaderName::from_static("x-generation"),
                ])
                .max_age(Duration::from_hours(24)),
        );
    let pages = Router::new()
        .route("/", get(pages::search))
        .route("/feed.atom", get(feed::feed))
        .route("/records/{id}", get(pages::record))
        .route("/records/{id}/original", get(original::original))
        .route("/records/{id}/{version}", get(pages::record_version))
        .route("/people", get(pages::people))
        .route("/people/{id}", get(pages::person))
        .route("/ministries", get(pages::ministries))
        .route("/ministries/{id}", get(pages::ministry))
        .route("/topics", get(pages::topics))
        .route("/topics/{group}/{name}", get(pages::topic))
        .route("/meetings", get(pages::meetings))
        .route("/meetings/{id}", get(pages::meeting))
        .route("/cases", get(pages::cases))
        .route("/cases/{id}", get(pages::case))
        .route("/hearings", get(pages::hearings))
        .route("/hearings/{id}", get(pages::hearing))
        .route("/citations/{id}", get(pages::citation))
        .route("/agreements", get(pages::agreements))
        .route("/coverage", get(pages::coverage))
        .route("/language/{language}", get(pages::language))
        .route("/assets/{file}", get(site::asset))
        .route("/opensearch.xml", get(site::opensearch))
        .route("/robots.txt", get(site::robots))
        .route("/sitemap.xml", get(site::sitemap))
        .route("/healthz", get(api::healthz))
        .route("/readyz", get(api::readyz))
        .route("/metrics", get(api::metrics));
    api.merge(pages)
        .fallback(missing)
        .method_not_allowed_fallback(other_method)
        .layer(from_fn_with_state(app.clone(), around))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Problem::internal().into_response()
        }))
        .layer(CompressionLayer::new())
        .with_state(app)
}

/// Where an address with a slash too many leads; else that nothing is there.
async fn missing(uri: Uri) -> Response {
    let path = uri.path().trim_end_matches('/');
    // Two slashes at its beginning would name another host.
    if path.len() > 1 && path.len() < uri.path().len() && !path.starts_with("//") {
        let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
        return Redirect::permanent(&format!("{path}{query}")).into_response();
    }
    Problem::not_found(Told::new("nothing_at", [uri.path()])).into_response()
}

/// What may be done here, or a problem document.
async fn other_method(method: Method) -> Response {
    if method == Method::OPTIONS {
        return (StatusCode::NO_CONTENT, [(header::ALLOW, METHODS)]).into_response();
    }
    Problem::method_not_allowed().into_response()
}

/// Whether an address is one for programs alone.
fn is_of_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// Files and signs of life, which cost nothing and are not counted against a client.
fn is_free(route: &str) -> bool {
    matches!(route, "/assets/{file}" | "/healthz" | "/readyz")
}

/// Whether an answer comes from the index, which is believed only while it is whole.
fn needs_index(route: &str) -> bool {
    !is_free(route)
        && !matches!(
            route,
            "/metrics" | "/records/{id}/original" | "/robots.txt" | "/opensearch.xml"
        )
}

/// Whether an answer is a text of the framework's, neither problem nor page.
fn is_plain(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

/// The problem of a request whose address cannot be read, or whose address or head is larger than this server reads.
fn unreadable(request: &Request) -> Option<Problem> {
    let address = request.uri().path_and_query().map_or(0, |whole| whole.as_str().len());
    if address > MAX_URI {
        return Some(Problem::address_too_long(MAX_URI));
    }
    if decode(request.uri().path()).is_none() {
        return Some(Problem::refused(StatusCode::BAD_REQUEST));
    }
    let lines = request.headers();
    let bytes: usize = lines
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    (bytes > MAX_HEAD || lines.len() > MAX_LINES).then(|| Problem::head_too_large(MAX_HEAD, MAX_LINES))
}

/// The problem that an answer is, told as a page where `visit` asks for pages; any other answer as it is.
fn as_page(visit: &pages::Visit, mut response: Response) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let mut page = visit.problem(&problem);
    for (name, value) in response
        .headers()
        .iter()
        .filter(|(name, _)| *name != header::CONTENT_LENGTH)
    {
        page.headers_mut().entry(name).or_insert(value.clone());
    }
    page
}

/// Counts, limits and headers of every answer.
async fn around(State(app): State<App>, matched: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let (start, options) = (Instant::now(), request.method() == Method::OPTIONS);
    let route = matched.map_or_else(|| "none".to_owned(), |matched| matched.as_str().to_owned());
    let admitted = if is_free(&route) {
        Ok(())
    } else {
        app.0.rate.admit(limit::client(&request), start)
    };
    let trace = Trace::new(&request, &route, app.0.logs_queries);
    let (mut parts, body) = request.into_parts();
    let visit = if is_of_api(parts.uri.path()) {
        None
    } else {
        Some(pages::Visit::of(&mut parts, &app).await)
    };
    let request = Request::from_parts(parts, body);
    let refused = match admitted {
        Err(wait) => Some(Problem::too_many(wait)),
        Ok(()) => unreadable(&request).or_else(|| needs_index(&route).then(|| app.damaged()).flatten()),
    };
    let mut response = match refused {
        Some(problem) => problem.into_response(),
        None => next.run(request).instrument(trace.span.clone()).await,
    };
    if response.status().is_client_error() && is_plain(&response) {
        response = Problem::refused(response.status()).into_response();
    }
    if let Some(visit) = visit {
        response = as_page(&visit, response);
    }
    if options && response.status() == StatusCode::OK {
        // What the layer for scripts of other origins answers tells what it takes of them, not what may be done here.
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static(METHODS));
    }
    let headers = response.headers_mut();
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    app.0.metrics.count(&route, response.status().as_u16(), start.elapsed());
    trace.answered(&mut response, start.elapsed());
    response
}

/// Serves until `shutdown` ends; then finishes open requests, but waits for nobody longer than three seconds.
pub async fn serve(listener: TcpListener, app: App, shutdown: impl Future<Output = ()>) {
    let first = app.clone();
    // The first who asks for a person or a meeting need not wait until all records have been read.
    tokio::spawn(async move {
        if let Err(problem) = first.links().await {
            tracing::warn!(detail = problem.detail, "the records could not be linked");
        }
    });
    connections::serve(listener, router(app), Limits::USUAL, shutdown).await;
}

#[cfg(test)]
mod tests {
    /// Routes that the description leaves out: pages for people.
    const PAGES: [&str; 6] = [
        "/",
        "/records/{id}",
        "/records/{id}/{version}",
        "/language/{language}",
        "/assets/{file}",
        "/opensearch.xml",
    ];

    #[test]
    fn every_route_is_described_and_documented() {
        let source = include_str!("server.rs");
        let routes: Vec<&str> = source
            .split(".route(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let described: serde_json::Value = serde_json::from_str(include_str!("../assets/openapi.json")).expect("JSON");
        let document = include_str!("../../../docs/http-api.md");
        assert!(routes.len() > 15);
        for route in routes {
            assert!(
                document.contains(&format!("`{route}`")),
                "docs/http-api.md does not list {route}"
            );
            assert!(
                PAGES.contains(&route) || described["paths"][route].is_object(),
                "openapi.json does not describe {route}"
            );
        }
    }
}
