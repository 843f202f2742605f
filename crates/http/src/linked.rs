//! What records have in common: people, meetings, cases, hearings, citations, agreements, coverage.

use crate::api::json;
use crate::app::{App, Inner};
use crate::conditional::Tag;
use crate::error::Problem;
use crate::params::Pairs;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use ordskifte_link::{Links, coverage as matrix, link};
use ordskifte_record::{PartialDate, Record};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

/// Rows of a list when no size is asked for, and the most that may be.
const LISTED: usize = 100;
const MAX_LISTED: usize = 1000;

impl Inner {
    /// The links of all public records; worked out anew when the archive has changed.
    pub(crate) fn links(&self) -> Result<Arc<Linked>, Problem> {
        let sequence = self.archive.sequence();
        let mut known = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(linked) = known.as_ref().filter(|linked| linked.sequence == sequence) {
            return Ok(Arc::clone(linked));
        }
        let mut records: Vec<Record> = Vec::new();
        for id in self.archive.ids() {
            match self.public_record(&id, None) {
                Ok(record) => records.push(record),
                // What is not for everybody links nobody.
                Err(problem) if problem.status.is_client_error() => {}
                Err(problem) => return Err(problem),
            }
        }
        let undated = records.iter().filter(|record| record.year().is_none()).count();
        let linked = Arc::new(Linked {
            sequence,
            links: link(&records),
            undated,
        });
        *known = Some(Arc::clone(&linked));
        Ok(linked)
    }
}

/// Links with the state of the archive that they are of.
pub(crate) struct Linked {
    sequence: u64,
    pub(crate) links: Links,
    undated: usize,
}

/// A list with how many there are.
#[derive(Serialize)]
struct Listed<T> {
    total: usize,
    offset: usize,
    items: Vec<T>,
}

/// `limit` and `offset` of a list.
struct Window {
    offset: usize,
    limit: usize,
}

impl Window {
    fn take(pairs: &mut Pairs) -> Result<Self, Problem> {
        let mut number = |name: &'static str, least: usize, most: usize, usual: usize| {
            let Some(text) = pairs.take(name)? else {
                return Ok(usual);
            };
            text.parse()
                .ok()
                .filter(|number| (least..=most).contains(number))
                .ok_or_else(|| Problem::parameter(name, format!("a number from {least} to {most}")))
        };
        Ok(Self {
            limit: number("limit", 1, MAX_LISTED, LISTED)?,
            offset: number("offset", 0, usize::MAX, 0)?,
        })
    }

    fn of<T: Serialize>(&self, all: impl Iterator<Item = T>) -> Response {
        let all: Vec<T> = all.collect();
        let total = all.len();
        json(&Listed {
            total,
            offset: self.offset,
            items: all.into_iter().skip(self.offset).take(self.limit).collect(),
        })
    }
}

fn none_left(pairs: &Pairs, takes: &str) -> Result<(), Problem> {
    match pairs.0.first() {
        Some((name, _)) => Err(Problem::parameter(name, format!("this address takes {takes} only"))),
        None => Ok(()),
    }
}

/// Answers from the links, under an entity tag.
async fn answer(
    app: App,
    uri: &Uri,
    headers: &HeaderMap,
    question: impl FnOnce(&Linked) -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let tag = Tag::of(&app.state().await?, uri, None);
    if let Some(held) = tag.held(headers) {
        return Ok(held);
    }
    let response = app.ask(move |inner| question(&*inner.links()?)).await?;
    Ok(tag.on(response))
}

/// The entry with an id, or where another id of it leads.
fn one<T: Serialize>(
    what: &str,
    path: &str,
    id: &str,
    all: &BTreeMap<String, T>,
    aliases: Option<&BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    if let Some(found) = all.get(id) {
        return Ok(json(found));
    }
    let other = aliases
        .and_then(|aliases| aliases.get(id))
        .and_then(|id| HeaderValue::from_str(&format!("/api/v1/{path}/{id}")).ok());
    match other {
        Some(address) => Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, address)]).into_response()),
        None => Err(Problem::not_found(format!("there is no {what} `{id}`"))),
    }
}

/// `GET /api/v1/people/{id}`
pub(crate) async fn person(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    answer(app, &uri, &headers, move |linked| {
        one(
            "person",
            "people",
            &id,
            &linked.links.people,
            Some(&linked.links.people_aliases),
        )
    })
    .await
}

#[derive(Serialize)]
struct PersonRow {
    id: String,
    name: String,
    names: Vec<String>,
    meetings: usize,
    statements: usize,
}

/// `GET /api/v1/people`
pub(crate) async fn people(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let window = Window::take(&mut pairs)?;
    let prefix = pairs.take("name")?.map(|name| name.to_lowercase());
    none_left(&pairs, "`name`, `limit` and `offset`")?;
    answer(app, &uri, &headers, move |linked| {
        let like = |names: &[String]| {
            prefix
                .as_ref()
                .is_none_or(|wanted| names.iter().any(|name| name.to_lowercase().contains(wanted)))
        };
        let rows = linked
            .links
            .people
            .values()
            .filter(|person| like(&person.names))
            .map(|person| PersonRow {
                id: person.id.clone(),
                name: person.name.clone(),
                names: person.names.clone(),
                meetings: person.appearances.iter().filter(|place| !place.absent).count(),
                statements: person.statements.len(),
            });
        Ok(window.of(rows))
    })
    .await
}

/// `GET /api/v1/meetings/{id}`
pub(crate) async fn meeting(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    answer(app, &uri, &headers, move |linked| {
        one("meeting", "meetings", &id, &linked.links.meetings, None)
    })
    .await
}

/// `GET /api/v1/meetings`: the annual wheel of a year, or all meetings.
pub(crate) async fn meetings(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let window = Window::take(&mut pairs)?;
    let year = pairs.take("year")?;
    let year = year
        .map(|text| text.parse::<u16>().map_err(|_| Problem::parameter("year", "a year")))
        .transpose()?;
    none_left(&pairs, "`year`, `limit` and `offset`")?;
    answer(app, &uri, &headers, move |linked| {
        let mut found: Vec<_> = linked
            .links
            .meetings
            .values()
            .filter(|meeting| year.is_none() || meeting.year == year)
            .collect();
        found.sort_by_key(|meeting| (meeting.year, meeting.date.map(PartialDate::first_day), meeting.number));
        Ok(window.of(found.into_iter()))
    })
    .await
}

/// `GET /api/v1/hearings/{id}`
pub(crate) async fn hearing(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    answer(app, &uri, &headers, move |linked| {
        one(
            "hearing",
            "hearings",
            &id,
            &linked.links.hearings,
            Some(&linked.links.hearing_aliases),
        )
    })
    .await
}

/// `GET /api/v1/hearings`
pub(crate) async fn hearings(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let window = Window::take(&mut pairs)?;
    none_left(&pairs, "`limit` and `offset`")?;
    answer(app, &uri, &headers, move |linked| {
        Ok(window.of(linked.links.hearings.values()))
    })
    .await
}

/// `GET /api/v1/cases`
pub(crate) async fn cases(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let window = Window::take(&mut pairs)?;
    let sort = pairs.take("type")?;
    let sort: Option<ordskifte_record::SchemeCase> = sort
        .map(|text| {
            text.parse()
                .map_err(|error: ordskifte_record::UnknownCode| Problem::parameter("type", error.to_string()))
        })
        .transpose()?;
    none_left(&pairs, "`type`, `limit` and `offset`")?;
    answer(app, &uri, &headers, move |linked| {
        Ok(window.of(linked
            .links
            .cases
            .values()
            .filter(|case| sort.is_none_or(|sort| case.case_type == sort))))
    })
    .await
}

/// `GET /api/v1/citations/{id}`
pub(crate) async fn citation(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    answer(app, &uri, &headers, move |linked| {
        one("work cited", "citations", &id, &linked.links.citations, None)
    })
    .await
}

/// `GET /api/v1/agreements`
pub(crate) async fn agreements(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let window = Window::take(&mut pairs)?;
    let date = pairs.take("in_force_on")?;
    let date: Option<PartialDate> = date
        .map(|text| {
            text.parse()
                .map_err(|_| Problem::parameter("in_force_on", "a date: YYYY, YYYY-MM or YYYY-MM-DD"))
        })
        .transpose()?;
    none_left(&pairs, "`in_force_on`, `limit` and `offset`")?;
    answer(app, &uri, &headers, move |linked| {
        let held = linked
            .links
            .agreements
            .iter()
            .filter(|entry| date.is_none_or(|date| entry.in_force(date)));
        Ok(window.of(held.map(|entry| {
            let mut entry = entry.clone();
            entry.agreement.status = date.map(|date| entry.status(date)).or(entry.agreement.status);
            entry
        })))
    })
    .await
}

/// `GET /api/v1/coverage`
pub(crate) async fn coverage(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    pairs: Pairs,
) -> Result<Response, Problem> {
    none_left(&pairs, "no parameters; so it")?;
    answer(app, &uri, &headers, move |linked| {
        Ok(json(&matrix(&linked.links.meetings, linked.undated, None)))
    })
    .await
}
