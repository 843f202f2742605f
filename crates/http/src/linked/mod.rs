//! What records have in common: people, ministries, meetings, cases, hearings, citations, agreements, coverage.

mod ministries;
mod state;

pub(crate) use ministries::{Ministry, Row as MinistryRow, ministries, ministry, no_ministry};
pub(crate) use state::Linked;

use crate::api::json;
use crate::call::Call;
use crate::error::Problem;
use crate::links;
use crate::messages::Told;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ordskifte_link::coverage as matrix;
use ordskifte_record::{PartialDate, SchemeCase};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Most rows of a list at once, and how many there are when no size is asked for.
pub(crate) const LISTED: usize = 100;
/// Most rows of a list that may be left out first.
pub(crate) const MAX_OFFSET: usize = 1_000_000_000;

/// A part of a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "{T}List")]
pub(crate) struct Listed<T> {
    /// How many there are in all.
    total: usize,
    /// How many lie in front of this part.
    offset: usize,
    /// This part.
    items: Vec<T>,
}

/// `limit` and `offset` of a list.
struct Window {
    offset: usize,
    limit: usize,
    /// The list's address with its other parameters.
    address: String,
}

impl Window {
    /// What lies in it of all rows, with links to what lies beside it.
    fn of<T: Serialize>(&self, all: impl Iterator<Item = T>) -> Response {
        let all: Vec<T> = all.collect();
        let total = all.len();
        let mut response = json(&Listed {
            total,
            offset: self.offset,
            items: all.into_iter().skip(self.offset).take(self.limit).collect(),
        });
        links::of_list(response.headers_mut(), &self.address, (self.offset, self.limit), total);
        response
    }
}

/// Answers with a part of a list; `takes` are the parameters beside those of the window, which have been taken out.
async fn list(
    mut call: Call,
    takes: &[&str],
    rows: impl FnOnce(&Linked, Window) -> Response + Send + 'static,
) -> Result<Response, Problem> {
    let window = read_window(&mut call, takes)?;
    call.answer_linked(move |linked| Ok(rows(linked, window))).await
}

/// Takes `limit` and `offset` out, and refuses what is left.
fn read_window(call: &mut Call, takes: &[&str]) -> Result<Window, Problem> {
    let mut number = |name, least: usize, most: usize, usual| {
        let may_be = Told::new("number", [&least.to_string(), &most.to_string()]);
        let read = |text: &str| text.parse().ok().filter(|number| (least..=most).contains(number));
        Ok::<usize, Problem>(call.pairs.read(name, may_be, read)?.unwrap_or(usual))
    };
    let window = Window {
        limit: number("limit", 1, LISTED, LISTED)?,
        offset: number("offset", 0, MAX_OFFSET, 0)?,
        address: call.address_without(&["limit", "offset"]),
    };
    call.pairs.nothing_else(&[takes, &["limit", "offset"]].concat())?;
    Ok(window)
}

/// The entry with an id, or where another id of it leads.
fn one<T: Serialize>(
    missing: impl FnOnce(&str) -> Told,
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
        None => Err(Problem::not_found(missing(id))),
    }
}

/// What is said of persons is not for search engines.
pub(crate) fn not_for_engines(mut response: Response) -> Response {
    let name = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(name, HeaderValue::from_static("noindex"));
    response
}

/// `GET /api/v1/people/{id}`
pub(crate) async fn person(Path(id): Path<String>, call: Call) -> Result<Response, Problem> {
    call.pairs.nothing_else(&[])?;
    let answer = call.answer_linked(move |linked| {
        let links = &linked.links;
        one(
            |id| Told::new("no_person", [id]),
            "people",
            &id,
            &links.people,
            Some(&links.people_aliases),
        )
    });
    answer.await.map(not_for_engines)
}

/// A person in a list.
#[derive(Serialize, JsonSchema)]
pub(crate) struct PersonRow<'a> {
    /// Id.
    id: &'a str,
    /// Name as first printed.
    name: &'a str,
    /// All spellings.
    names: &'a [String],
    /// Meetings where the person was present.
    meetings: usize,
    /// What the person said.
    statements: usize,
}

/// `GET /api/v1/people`
pub(crate) async fn people(mut call: Call) -> Result<Response, Problem> {
    let wanted = call.pairs.take("name")?.map(|name| name.to_lowercase());
    let answer = list(call, &["name"], move |linked, window| {
        let people = linked.links.people.values();
        let like = |name: &String| {
            wanted
                .as_ref()
                .is_none_or(|wanted| name.to_lowercase().contains(wanted))
        };
        let named = people.filter(|person| person.names.iter().any(like));
        window.of(named.map(|person| PersonRow {
            id: &person.id,
            name: &person.name,
            names: &person.names,
            meetings: person.appearances.iter().filter(|place| !place.absent).count(),
            statements: person.statements.len(),
        }))
    });
    answer.await.map(not_for_engines)
}

/// `GET /api/v1/meetings/{id}`
pub(crate) async fn meeting(Path(id): Path<String>, call: Call) -> Result<Response, Problem> {
    call.pairs.nothing_else(&[])?;
    call.answer_linked(move |linked| {
        one(
            |id| Told::new("no_meeting", [id]),
            "meetings",
            &id,
            &linked.links.meetings,
            None,
        )
    })
    .await
}

/// `GET /api/v1/meetings`: the annual wheel of a year, or all meetings.
pub(crate) async fn meetings(mut call: Call) -> Result<Response, Problem> {
    let year = call
        .pairs
        .read("year", Told::new("year", []), |text| text.parse::<u16>().ok())?;
    list(call, &["year"], move |linked, window| {
        let meetings = linked.links.meetings.values();
        let mut found: Vec<_> = meetings
            .filter(|meeting| year.is_none() || meeting.year == year)
            .collect();
        found.sort_by_key(|meeting| (meeting.year, meeting.date.map(PartialDate::first_day), meeting.number));
        window.of(found.into_iter())
    })
    .await
}

/// `GET /api/v1/hearings/{id}`
pub(crate) async fn hearing(Path(id): Path<String>, call: Call) -> Result<Response, Problem> {
    call.pairs.nothing_else(&[])?;
    call.answer_linked(move |linked| {
        let links = &linked.links;
        one(
            |id| Told::new("no_hearing", [id]),
            "hearings",
            &id,
            &links.hearings,
            Some(&links.hearing_aliases),
        )
    })
    .await
}

/// `GET /api/v1/hearings`
pub(crate) async fn hearings(call: Call) -> Result<Response, Problem> {
    list(call, &[], |linked, window| window.of(linked.links.hearings.values())).await
}

/// `GET /api/v1/cases/{id}`
pub(crate) async fn case(Path(id): Path<String>, call: Call) -> Result<Response, Problem> {
    call.pairs.nothing_else(&[])?;
    call.answer_linked(move |linked| one(|id| Told::new("no_case", [id]), "cases", &id, &linked.links.cases, None))
        .await
}

/// `GET /api/v1/cases`
pub(crate) async fn cases(mut call: Call) -> Result<Response, Problem> {
    let sort: Option<SchemeCase> = call.pairs.read(
        "type",
        Told::new(
            "one_of",
            [&SchemeCase::ALL
                .iter()
                .map(|sort| sort.as_str())
                .collect::<Vec<_>>()
                .join(", ")],
        ),
        |text| text.parse().ok(),
    )?;
    list(call, &["type"], move |linked, window| {
        let cases = linked.links.cases.values();
        window.of(cases.filter(|case| sort.is_none_or(|sort| case.case_type == sort)))
    })
    .await
}

/// `GET /api/v1/citations/{id}`
pub(crate) async fn citation(Path(id): Path<String>, call: Call) -> Result<Response, Problem> {
    call.pairs.nothing_else(&[])?;
    call.answer_linked(move |linked| {
        one(
            |id| Told::new("no_citation", [id]),
            "citations",
            &id,
            &linked.links.citations,
            None,
        )
    })
    .await
}

/// `GET /api/v1/agreements`
pub(crate) async fn agreements(mut call: Call) -> Result<Response, Problem> {
    let may_be = Told::new("date", []);
    let date: Option<PartialDate> = call.pairs.read("in_force_on", may_be, |text| text.parse().ok())?;
    list(call, &["in_force_on"], move |linked, window| {
        let agreements = linked.links.agreements.iter();
        let held = agreements.filter(|entry| date.is_none_or(|date| entry.in_force(date)));
        window.of(held.map(|entry| {
            let mut entry = entry.clone();
            entry.agreement.status = date.map(|date| entry.status(date)).or(entry.agreement.status);
            entry
        }))
    })
    .await
}

/// `GET /api/v1/coverage`
pub(crate) async fn coverage(call: Call) -> Result<Response, Problem> {
    call.pairs.nothing_else(&[])?;
    call.answer_linked(|linked| Ok(json(&matrix(&linked.links.meetings, linked.undated, None))))
        .await
}
