//! Errors as RFC 9457 problem details: the one place where an error becomes a status.

use crate::messages::{Interface, Told};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ordskifte_archive::ArchiveError;
use ordskifte_engine::EngineError;
use ordskifte_query::RequestError;
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

/// A problem (RFC 9457).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Problem {
    /// Name of the sort of problem, as `bad-parameter` or `cursor-expired`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    /// The same in English words.
    pub(crate) title: &'static str,
    /// The HTTP status.
    #[serde(serialize_with = "code")]
    #[schemars(with = "u16", range(min = 400, max = 599))]
    pub(crate) status: StatusCode,
    /// What is wrong and what is allowed, in English.
    pub(crate) detail: String,
    /// The parameter at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parameter: Option<String>,
    /// At which character of `q` the fault begins, in code points from 1, where the query is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub(crate) position: Option<usize>,
    /// The same, for pages to tell in their language.
    #[serde(skip)]
    pub(crate) told: Box<Told>,
    /// When to come back, in seconds.
    #[serde(skip)]
    retry_after: Option<u16>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn code<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, told: Told) -> Self {
        Self {
            kind,
            title,
            status,
            detail: Interface::En.told(&told),
            parameter: None,
            position: None,
            told: Box::new(told),
            retry_after: (status == StatusCode::SERVICE_UNAVAILABLE).then_some(5),
        }
    }

    /// The same with what an error of another room says itself, in English.
    fn in_words_of(self, error: &impl ToString) -> Self {
        Self {
            detail: error.to_string(),
            ..self
        }
    }

    pub(crate) fn parameter(name: &str, told: Told) -> Self {
        let problem = Self::new(StatusCode::BAD_REQUEST, "bad-parameter", "Bad parameter", told);
        Self {
            parameter: Some(name.to_owned()),
            ..problem
        }
    }

    pub(crate) fn not_found(told: Told) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", told)
    }

    pub(crate) fn method_not_allowed() -> Self {
        let told = Told::new("method", []);
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "Method not allowed",
            told,
        )
    }

    pub(crate) fn unavailable(told: Told) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Not available now",
            told,
        )
    }

    pub(crate) fn too_many(wait: Duration) -> Self {
        let seconds = u16::try_from(wait.as_secs()).unwrap_or(u16::MAX).saturating_add(1);
        let told = Told::new("too_many", [&seconds.to_string()]);
        let problem = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-requests",
            "Too many requests",
            told,
        );
        Self {
            retry_after: Some(seconds),
            ..problem
        }
    }

    pub(crate) fn address_too_long(most: usize) -> Self {
        let told = Told::new("address", [&most.to_string()]);
        Self::new(StatusCode::URI_TOO_LONG, "address-too-long", "Address too long", told)
    }

    pub(crate) fn head_too_large(bytes: usize, lines: usize) -> Self {
        let told = Told::new("head", [&bytes.to_string(), &lines.to_string()]);
        Self::new(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "head-too-large",
            "Head too large",
            told,
        )
    }

    /// For an address that is no percent-encoded UTF-8, and what the framework refuses before a handler sees it.
    pub(crate) fn refused(status: StatusCode) -> Self {
        Self::new(status, "refused", "Request refused", Told::new("refused", []))
    }

    pub(crate) fn range_not_satisfiable(size: u64) -> Self {
        let told = Told::new("range", [&size.to_string()]);
        Self::new(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "range-not-satisfiable",
            "Range not satisfiable",
            told,
        )
    }

    pub(crate) fn internal() -> Self {
        let told = Told::new("internal", []);
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error", told)
    }
}

impl Problem {
    /// When to come back, in seconds.
    pub(crate) fn retry_after(&self) -> Option<u16> {
        self.retry_after
    }

    /// What is said beside the body.
    pub(crate) fn add_headers(&self, response: &mut Response) {
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (self.status, [(header::CONTENT_TYPE, kind)], body).into_response();
        self.add_headers(&mut response);
        // Who asked for a page is told it as one, where that is known.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        let problem = Self::parameter(&error.parameter, Told::from(&error.fault)).in_words_of(&error);
        Self {
            position: error.position,
            ..problem
        }
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::BadRequest(error) => error.into(),
            EngineError::CursorExpired => {
                let told = Told::new("cursor_expired", []);
                Self::new(StatusCode::GONE, "cursor-expired", "Cursor expired", told).in_words_of(&error)
            }
            EngineError::NoSuchCursor => Self {
                parameter: Some("cursor".to_owned()),
                ..Self::not_found(Told::new("no_such_cursor", [])).in_words_of(&error)
            },
            EngineError::NeedsReindex { .. } => Self::unavailable(Told::new("reindex", [])).in_words_of(&error),
            other => {
                tracing::error!(error = %other, "the index failed");
                Self::internal()
            }
        }
    }
}

impl From<ArchiveError> for Problem {
    fn from(error: ArchiveError) -> Self {
        match &error {
            ArchiveError::NotFound(_) => Self::not_found(Told::new("not_held", [])).in_words_of(&error),
            ArchiveError::Withdrawn { id, reason, at } => {
                let told = Told::new("withdrawn", [id.as_str(), at, reason]);
                Self::new(StatusCode::GONE, "withdrawn", "Withdrawn", told)
            }
            ArchiveError::Purged { id, reason, at } => {
                let told = Told::new("purged", [id.as_str(), at, reason]);
                Self::new(StatusCode::GONE, "withdrawn", "Withdrawn", told)
            }
            ArchiveError::Withheld(id) => Self::new(
                StatusCode::FORBIDDEN,
                "original-withheld",
                "Original withheld",
                Told::new("withheld", [id.as_str()]),
            ),
            other => {
                tracing::error!(error = %other, "the archive failed");
                Self::internal()
            }
        }
    }
}
