//! Errors as RFC 9457 problem details: the one place where an error becomes a status.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ordskifte_archive::ArchiveError;
use ordskifte_engine::EngineError;
use ordskifte_query::{Fault, RequestError};
use serde::Serialize;
use std::time::Duration;

/// A problem.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Problem {
    /// Name of the sort of problem; relative to `/problems/`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) title: &'static str,
    #[serde(serialize_with = "code")]
    pub(crate) status: StatusCode,
    pub(crate) detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parameter: Option<String>,
    /// At which character of `q` the fault begins, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) position: Option<usize>,
    /// What is wrong with a parameter, for pages to tell in their language.
    #[serde(skip)]
    pub(crate) fault: Option<Box<Fault>>,
    /// When to come back, in seconds.
    #[serde(skip)]
    retry_after: Option<u16>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn code<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind,
            title,
            status,
            detail: detail.into(),
            parameter: None,
            position: None,
            fault: None,
            retry_after: (status == StatusCode::SERVICE_UNAVAILABLE).then_some(5),
        }
    }

    pub(crate) fn parameter(name: &str, detail: impl Into<String>) -> Self {
        let problem = Self::new(StatusCode::BAD_REQUEST, "bad-parameter", "Bad parameter", detail);
        Self {
            parameter: Some(name.to_owned()),
            ..problem
        }
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
    }

    pub(crate) fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "Method not allowed",
            "This address takes GET, HEAD and OPTIONS only.",
        )
    }

    pub(crate) fn unavailable(detail: &str) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Not available now",
            detail,
        )
    }

    pub(crate) fn too_many(wait: Duration) -> Self {
        let seconds = u16::try_from(wait.as_secs()).unwrap_or(u16::MAX).saturating_add(1);
        let problem = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-requests",
            "Too many requests",
            format!("This client has asked too often: come back in {seconds} s."),
        );
        Self {
            retry_after: Some(seconds),
            ..problem
        }
    }

    pub(crate) fn address_too_long(most: usize) -> Self {
        Self::new(
            StatusCode::URI_TOO_LONG,
            "address-too-long",
            "Address too long",
            format!("The address is longer than {most} bytes."),
        )
    }

    pub(crate) fn head_too_large(bytes: usize, lines: usize) -> Self {
        Self::new(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "head-too-large",
            "Head too large",
            format!("The request's header lines hold more than {bytes} bytes, or are more than {lines}."),
        )
    }

    /// For what the framework refused before a handler saw it, as a path that is no UTF-8.
    pub(crate) fn refused(status: StatusCode) -> Self {
        Self::new(
            status,
            "refused",
            "Request refused",
            "The request could not be read; addresses are percent-encoded UTF-8.",
        )
    }

    pub(crate) fn range_not_satisfiable(detail: String) -> Self {
        Self::new(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "range-not-satisfiable",
            "Range not satisfiable",
            detail,
        )
    }

    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Internal error",
            "The question could not be answered; the server's log says why.",
        )
    }
}

impl Problem {
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
        response
    }
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        let problem = Self::parameter(&error.parameter, error.to_string());
        Self {
            position: error.position,
            fault: Some(Box::new(error.fault)),
            ..problem
        }
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::BadRequest(error) => error.into(),
            EngineError::CursorExpired => {
                Self::new(StatusCode::GONE, "cursor-expired", "Cursor expired", error.to_string())
            }
            EngineError::NoSuchCursor => Self {
                parameter: Some("cursor".to_owned()),
                ..Self::not_found(error.to_string())
            },
            EngineError::NeedsReindex { .. } => Self::unavailable(&error.to_string()),
            other => {
                tracing::error!(error = %other, "the index failed");
                Self::internal()
            }
        }
    }
}

impl From<ArchiveError> for Problem {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::NotFound(_) => Self::not_found(error.to_string()),
            ArchiveError::Withdrawn { .. } | ArchiveError::Purged { .. } => {
                Self::new(StatusCode::GONE, "withdrawn", "Withdrawn", error.to_string())
            }
            ArchiveError::Withheld(_) => Self::new(
                StatusCode::FORBIDDEN,
                "original-withheld",
                "Original withheld",
                error.to_string(),
            ),
            other => {
                tracing::error!(error = %other, "the archive failed");
                Self::internal()
            }
        }
    }
}
