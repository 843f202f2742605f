//! The pages: what they share.

mod fields;
mod matters;
mod meetings;
mod people;
mod record;
mod search;
mod sheet;

pub(crate) use fields::{ministries, ministry, topic, topics};
pub(crate) use matters::{agreements, case, cases, citation, hearing, hearings};
pub(crate) use meetings::{coverage, meeting, meetings};
pub(crate) use people::{people, person};
pub(crate) use record::{record, record_version};
pub(crate) use search::search;

use crate::conditional::build;
use crate::error::Problem;
use crate::messages::{COOKIE, Interface, Told};
use crate::params::{Pairs, encode};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use minijinja::Environment;
use ordskifte_engine::Snapshot;
use ordskifte_query::Hit;
use serde_json::json;
use std::convert::Infallible;
use std::fmt::Write;
use std::sync::LazyLock;

/// The templates.
pub(crate) const SOURCES: [(&str, &str); 8] = [
    ("base.html", include_str!("../../assets/templates/base.html")),
    ("macros.html", include_str!("../../assets/templates/macros.html")),
    ("search.html", include_str!("../../assets/templates/search.html")),
    ("hits.html", include_str!("../../assets/templates/hits.html")),
    ("timeline.html", include_str!("../../assets/templates/timeline.html")),
    ("sheet.html", include_str!("../../assets/templates/sheet.html")),
    ("record.html", include_str!("../../assets/templates/record.html")),
    ("problem.html", include_str!("../../assets/templates/problem.html")),
];

/// Lists that every page leads to: paths, and keys of their names.
const SECTIONS: [&str; 8] = [
    "meetings",
    "cases",
    "hearings",
    "agreements",
    "ministries",
    "topics",
    "people",
    "coverage",
];

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    for (name, source) in SOURCES {
        if let Err(error) = environment.add_template(name, source) {
            tracing::error!(%error, name, "a template is wrong");
        }
    }
    environment
});

/// Somebody's call at a page: the interface language, and the other parameters.
pub(crate) struct Visit {
    pub(crate) interface: Interface,
    pub(crate) pairs: Result<Pairs, Problem>,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    /// Whether the language was chosen by this address, and is to be kept.
    chosen: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts, state).await)
    }
}

impl Visit {
    /// Reads it from a request.
    pub(crate) async fn of<S: Send + Sync>(parts: &mut Parts, state: &S) -> Self {
        let mut pairs = Pairs::from_request_parts(parts, state).await;
        let mut chosen = None;
        if let Ok(given) = &mut pairs {
            match chosen_language(given) {
                Ok(language) => chosen = language,
                Err(problem) => pairs = Err(problem),
            }
        }
        Self {
            interface: chosen.unwrap_or_else(|| Interface::asked(&parts.headers)),
            pairs,
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
            chosen: chosen.is_some(),
        }
    }

    /// What was typed into the search box.
    pub(crate) fn typed(&self) -> String {
        let pairs = self.pairs.as_ref().map(|pairs| pairs.0.as_slice()).unwrap_or_default();
        pairs
            .iter()
            .find(|(name, _)| name == "q")
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    /// The lists that every page leads to, and which of them this page stands in.
    fn sections(&self) -> Vec<serde_json::Value> {
        let own = self.uri.path().split('/').nth(1).unwrap_or_default();
        SECTIONS
            .iter()
            .map(
                |name| json!({ "name": self.interface.text(name), "url": format!("/{name}"), "current": own == *name }),
            )
            .collect()
    }

    /// This address in another language.
    fn in_language(&self, code: &str) -> String {
        let mut pairs = self.pairs.as_ref().map(|pairs| pairs.0.clone()).unwrap_or_default();
        pairs.push(("lang".to_owned(), code.to_owned()));
        format!("{}?{}", self.uri.path(), encode(&pairs))
    }

    /// A page.
    pub(crate) fn page(&self, status: StatusCode, name: &str, values: serde_json::Value) -> Response {
        let mut shared = values;
        if let Some(shared) = shared.as_object_mut() {
            let code = self.interface.code();
            let languages: Vec<_> = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
                .into_iter()
                .map(|(code, name)| json!({ "code": code, "name": name, "url": self.in_language(code) }))
                .collect();
            shared.insert("t".to_owned(), json!(self.interface.catalog()));
            shared.insert("lang".to_owned(), json!(code));
            shared.insert("languages".to_owned(), json!(languages));
            shared.insert("build".to_owned(), json!(build()));
            shared.insert("sections".to_owned(), json!(self.sections()));
        }
        let shared = minijinja::Value::from(minijinja::value::Serde(shared));
        let rendered = TEMPLATES
            .get_template(name)
            .and_then(|template| template.render(shared));
        let html = match rendered {
            Ok(html) => html,
            Err(error) => {
                tracing::error!(%error, name, "a template failed");
                return Problem::internal().into_response();
            }
        };
        let set = [
            (header::VARY, "accept-language, cookie"),
            (header::CONTENT_LANGUAGE, self.interface.code()),
        ];
        let mut response = (status, set, Html(html)).into_response();
        if self.chosen {
            keep_language(&mut response, self.interface);
        }
        response
    }

    /// An error: as a page for who asks for pages, as a problem document for everybody else.
    pub(crate) fn problem(&self, problem: &Problem) -> Response {
        let vary = HeaderValue::from_static("accept, accept-language, cookie");
        if !takes_pages(&self.headers) {
            let mut response = problem.clone().into_response();
            response.headers_mut().insert(header::VARY, vary);
            return response;
        }
        let headline = self.interface.known(&format!("problem_{}", problem.kind));
        let values = json!({
            "headline": headline,
            "problem": self.interface.told(&problem.told.with_moments(self.interface)),
            "parameter": problem.parameter,
            "position": problem.position,
            "query": self.typed(),
            "index": problem.position.map(|position| position.saturating_sub(1)),
        });
        let mut response = self.page(problem.status, "problem.html", values);
        response.headers_mut().insert(header::VARY, vary);
        problem.add_headers(&mut response);
        response
    }
}

/// Takes the language out that an address chooses.
pub(crate) fn chosen_language(pairs: &mut Pairs) -> Result<Option<Interface>, Problem> {
    pairs.read("lang", Told::new("one_of", ["nb, nn, en"]), Interface::of)
}

/// Lets links to PDFs open at the page of what was found first.
fn at_their_pages(snapshot: &Snapshot, hits: &mut [Hit]) -> Result<(), Problem> {
    for hit in hits {
        let page = hit.passages.first().and_then(|passage| passage.page);
        let (Some(page), Ok(id)) = (page.filter(|page| *page > 1), hit.id.parse()) else {
            continue;
        };
        let held = snapshot.header(&id)?;
        let main = held.as_ref().and_then(|record| record.originals.first());
        if main.is_some_and(|original| original.media_type.starts_with("application/pdf")) {
            // Writing to a String cannot fail.
            let _ = write!(hit.original, "#page={page}");
        }
    }
    Ok(())
}

/// Whether `Accept` names HTML; that anything is taken is what programs say.
fn takes_pages(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut kinds = accepted.flat_map(|value| value.split(','));
    kinds.any(|kind| {
        let mut parts = kind.split(';').map(str::trim);
        let is_html = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("text/html"));
        let refused = |part: &str| {
            let weight = part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="));
            weight.is_some_and(|weight| weight.parse().is_ok_and(|weight: f32| weight <= 0.0))
        };
        is_html && !parts.any(refused)
    })
}

fn keep_language(response: &mut Response, interface: Interface) {
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", interface.code());
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
}

/// `GET /language/{language}`: keeps the choice in a cookie and goes back.
pub(crate) async fn language(headers: HeaderMap, Path(code): Path<String>) -> Response {
    let Some(interface) = Interface::of(&code) else {
        let problem = Problem::not_found(Told::new("languages", []));
        return problem.into_response();
    };
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
            .unwrap_or_default()
    };
    // Only this site's own addresses are gone back to.
    let back = text(header::REFERER)
        .split_once("://")
        .and_then(|(_, rest)| rest.strip_prefix(text(header::HOST)))
        .filter(|path| path.starts_with('/') && !path.starts_with("//"));
    let mut response = Redirect::to(back.unwrap_or("/")).into_response();
    keep_language(&mut response, interface);
    response
}
