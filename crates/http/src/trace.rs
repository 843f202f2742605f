//! Logs of requests: a span with an id for each, and a line when it is answered.
//!
//! The id comes from `X-Request-Id`, so that the server in front and this one tell of the same request, and is sent back.
//! What was searched for stands in addresses and is left out unless it is asked for.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tracing::Span;

/// The header of the id.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id that is taken from outside, in bytes.
const LONGEST: usize = 64;

/// A request as its log tells of it.
#[derive(Debug)]
pub(crate) struct Trace {
    pub(crate) span: Span,
    id: HeaderValue,
}

impl Trace {
    /// Of a request at a route.
    pub(crate) fn new(request: &Request, route: &str, with_queries: bool) -> Self {
        let given = request.headers().get(HEADER).filter(|id| is_plain(id.as_bytes()));
        let id = given.cloned().unwrap_or_else(next);
        let span = tracing::info_span!(
            "request",
            id = id.to_str().unwrap_or_default(),
            method = request.method().as_str(),
            route,
            query = tracing::field::Empty
        );
        if let (true, Some(query)) = (with_queries, request.uri().query()) {
            span.record("query", query);
        }
        Self { span, id }
    }

    /// Logs the answer, and names the request in it.
    pub(crate) fn answered(&self, response: &mut Response, took: Duration) {
        let milliseconds = took.as_secs_f64() * 1e3;
        self.span
            .in_scope(|| tracing::info!(status = response.status().as_u16(), milliseconds, "answered"));
        response.headers_mut().insert(HEADER, self.id.clone());
    }
}

/// Nothing that could forge a line of a log, or fill it.
fn is_plain(id: &[u8]) -> bool {
    (1..=LONGEST).contains(&id.len()) && id.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
}

/// An id of our own: 16 digits that begin anywhere, and never come twice in a process.
fn next() -> HeaderValue {
    static BEGIN: OnceLock<u64> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let begin = *BEGIN.get_or_init(|| RandomState::new().build_hasher().finish());
    let number = begin.wrapping_add(COUNT.fetch_add(1, Ordering::Relaxed));
    HeaderValue::from_str(&format!("{number:016x}")).unwrap_or(HeaderValue::from_static("none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_from_outside_are_taken_only_when_they_forge_nothing() {
        for (id, is_taken) in [
            ("abc-1.2_3", true),
            ("", false),
            ("a b", false),
            ("a\"}", false),
            ("æ", false),
        ] {
            assert_eq!(is_plain(id.as_bytes()), is_taken, "{id}");
        }
        assert!(is_plain(&[b'a'; LONGEST]) && !is_plain(&[b'a'; LONGEST + 1]));
        assert_ne!(next(), next());
    }
}
