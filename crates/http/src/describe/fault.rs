//! What may be answered instead: the problems, each with the example that its own maker gives.

use super::body::{Answer, Body, Example, Header};
use super::told::with;
use crate::error::Problem;
use crate::messages::{Interface, Told};
use crate::server::{MAX_HEAD, MAX_LINES, MAX_URI};
use ordskifte_archive::ArchiveError;
use ordskifte_engine::EngineError;
use ordskifte_query::SearchRequest;
use ordskifte_record::RecordId;
use schemars::SchemaGenerator;
use serde_json::{Value, json};
use std::time::Duration;

/// Problems that routes share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    BadParameter,
    NotFound,
    Withheld,
    CursorExpired,
    Withdrawn,
    TooLong,
    Range,
    TooMany,
    HeadTooLarge,
    Internal,
    Unavailable,
}

/// A record that examples of problems tell of.
const RECORD: &str = "abcdefghijklmnop";

impl Fault {
    /// Its name among the shared answers; `for_people`: where it may be told as a page.
    pub(super) fn name(self, for_people: bool) -> String {
        format!("{self:?}{}", if for_people { "Page" } else { "" })
    }

    /// Its status.
    pub(super) fn status(self) -> u16 {
        self.example().status.as_u16()
    }

    fn about(self) -> String {
        match self {
            Self::BadParameter => "An unknown parameter or a bad value".to_owned(),
            Self::NotFound => "There is no such thing".to_owned(),
            Self::Withheld => "The document holds birth numbers, which cannot be masked in it".to_owned(),
            Self::CursorExpired => {
                "The cursor's generation is no longer kept (type `cursor-expired`): ask again without it".to_owned()
            }
            Self::Withdrawn => "The record was withdrawn; `detail` tells when and why".to_owned(),
            Self::TooLong => format!("The address is longer than {} KiB", MAX_URI >> 10),
            Self::Range => "The range lies outside of the file".to_owned(),
            Self::TooMany => "This client has asked too often: come back after Retry-After".to_owned(),
            Self::HeadTooLarge => format!(
                "The header lines hold more than {} KiB, or are more than {MAX_LINES}",
                MAX_HEAD >> 10
            ),
            Self::Internal => "A fault of the server; its log says more".to_owned(),
            Self::Unavailable => "Busy or not ready: come back after Retry-After".to_owned(),
        }
    }

    fn example(self) -> Problem {
        match self {
            Self::BadParameter => {
                let asked = [("limit".to_owned(), SearchRequest::MAX_LIMIT.to_string())];
                SearchRequest::from_visitor(asked).map_or_else(Problem::from, |_| Problem::internal())
            }
            Self::NotFound => Problem::not_found(Told::new("no_record", [RECORD])),
            Self::Withheld => of_record(ArchiveError::Withheld),
            Self::CursorExpired => EngineError::CursorExpired.into(),
            Self::Withdrawn => of_record(|id| ArchiveError::Withdrawn {
                id,
                reason: "Lastet opp ved en feil".to_owned(),
                at: "2026-11-22T08:46:22Z".to_owned(),
            }),
            Self::TooLong => Problem::address_too_long(MAX_URI),
            Self::Range => Problem::range_not_satisfiable(5776),
            Self::TooMany => Problem::too_many(Duration::from_secs(11)),
            Self::HeadTooLarge => Problem::head_too_large(MAX_HEAD, MAX_LINES),
            Self::Internal => Problem::internal(),
            Self::Unavailable => Problem::unavailable(Told::new("stopping", [])),
        }
    }

    /// The answer; `for_people`: as a page to who takes pages.
    pub(super) fn told(self, for_people: bool, generator: &mut SchemaGenerator) -> Value {
        let problem = self.example();
        let mut answer = Answer::new("");
        if for_people {
            let headline = Interface::Nb.known(&format!("problem_{}", problem.kind));
            answer = answer.holding(Body::text("text/html", Example::page(&headline.unwrap_or_default())));
        }
        if problem.retry_after().is_some() {
            let seconds = json!({ "type": "integer", "minimum": 0 });
            answer = answer.with(Header::new("Retry-After", "When to come back, in seconds", seconds));
        }
        if self == Self::Range {
            let size = json!({ "type": "string" });
            answer = answer.with(Header::new("Content-Range", "How many bytes the file has", size));
        }
        let body = Body::of::<Problem>("application/problem+json", Example::Value(json!(problem)));
        let told = answer.holding(body).told(generator);
        let page = if for_people {
            ", as a page to who takes pages"
        } else {
            ""
        };
        with(told, "description", format!("{}{page}", self.about()))
    }
}

/// The problem that the archive has with a record.
fn of_record(error: impl FnOnce(RecordId) -> ArchiveError) -> Problem {
    RECORD
        .parse()
        .map_or_else(|_| Problem::internal(), |id| error(id).into())
}
