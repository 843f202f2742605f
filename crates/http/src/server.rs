//! Routes, what holds for all of them, and an end that nobody can hold up.

use crate::app::App;
use crate::connections::{self, Limits};
use crate::describe::{self, Needs};
use crate::error::Problem;
use crate::messages::Told;
use crate::params::decode;
use crate::trace::Trace;
use crate::{limit, pages};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tracing::Instrument;

/// What may be done at every address.
const METHODS: &str = "GET, HEAD, OPTIONS";
/// Longest address with its query, in bytes. The framework refuses one past 64 KiB before it comes here, without a body.
pub(crate) const MAX_URI: usize = 16 << 10;
/// Longest head of a request beside its address, in bytes: names and values. The framework refuses 408 KiB and more.
pub(crate) const MAX_HEAD: usize = 32 << 10;
/// Most lines of a head. The framework refuses more than 100.
pub(crate) const MAX_LINES: usize = 80;

/// What a page may load and do. `data:` pictures are the icons inside the style sheet; `wasm-unsafe-eval` is what pdf.js
/// needs for the picture formats of PDF files.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// All routes over an app: those of the table, and no other.
pub fn router(app: App) -> Router {
    let (mut api, mut pages) = (Router::new(), Router::new());
    let mut duties = Duties::new();
    for route in describe::routes() {
        duties.insert(route.path, (route.needs, route.is_free));
        if is_of_api(route.path) {
            api = api.route(route.path, route.handler);
        } else {
            pages = pages.route(route.path, route.handler);
        }
    }
    // Here already, so that what scripts ask beforehand reaches the layer below.
    api.method_not_allowed_fallback(other_method)
        .layer(for_scripts())
        .merge(pages)
        .fallback(missing)
        .method_not_allowed_fallback(other_method)
        .layer(from_fn_with_state((app.clone(), Arc::new(duties)), around))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Problem::internal().into_response()
        }))
        .layer(CompressionLayer::new())
        .with_state(app)
}

/// What scripts of other origins may ask and see.
fn for_scripts() -> CorsLayer {
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
        .max_age(Duration::from_hours(24))
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
pub(crate) fn is_of_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// What each route needs to answer, and whether asking it costs nothing.
type Duties = HashMap<&'static str, (Needs, bool)>;

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
async fn around(
    State((app, duties)): State<(App, Arc<Duties>)>,
    matched: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let (start, options) = (Instant::now(), request.method() == Method::OPTIONS);
    let route = matched.map_or_else(|| "none".to_owned(), |matched| matched.as_str().to_owned());
    // An address where nothing is costs as much as one where something is.
    let (needs, is_free) = duties.get(route.as_str()).copied().unwrap_or((Needs::Index, false));
    let admitted = if is_free {
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
        Ok(()) => unreadable(&request).or_else(|| (needs == Needs::Index).then(|| app.damaged()).flatten()),
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
