//! `GET /api/v1/ministries` and `/api/v1/ministries/{id}`: the register in time, and what is held of and by each.

use super::read_window;
use crate::api::json;
use crate::app::Inner;
use crate::call::Call;
use crate::error::Problem;
use crate::linked::Linked;
use crate::messages::Told;
use crate::params::encode;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ordskifte_query::{FacetCount, FilterField, Hit, SearchRequest};
use ordskifte_record::{MinistryRole, PartialDate};
use ordskifte_vocabulary::{
    ChangeKind, Ministry as Entry, MinistryChange, ministries as register, ministries_by_abbreviation,
    ministries_matching, ministry_by_id, ministry_changes,
};
use schemars::JsonSchema;
use serde::Serialize;

/// Newest records and statements that stand in the answer of one ministry.
const NEWEST: &str = "10";

/// A ministry under one of its names.
#[derive(Serialize, JsonSchema)]
struct Named {
    /// Id, as `kdd-2022`.
    id: &'static str,
    /// Abbreviation.
    abbreviation: &'static str,
    /// Its name in both standards.
    names: Names,
    /// First day; `null`: before the register begins.
    from: Option<PartialDate>,
    /// Last day; `null`: still in being.
    to: Option<PartialDate>,
}

/// A name in both written standards.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MinistryNames")]
struct Names {
    /// In bokmål.
    nb: &'static str,
    /// In nynorsk.
    nn: &'static str,
}

impl Named {
    fn of(entry: &'static Entry) -> Self {
        Self {
            id: entry.id,
            abbreviation: entry.abbreviation,
            names: Names {
                nb: entry.name_nb,
                nn: entry.name_nn,
            },
            from: entry.from,
            to: entry.to,
        }
    }
}

/// A change from or to another ministry.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MinistryChange")]
struct Change {
    /// The other ministry.
    id: &'static str,
    /// Its abbreviation.
    abbreviation: &'static str,
    /// How one became the other; `transfer` is of tasks alone.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = ChangeKind::ALL.map(ChangeKind::as_str)))]
    kind: &'static str,
    /// First day after it.
    date: PartialDate,
    /// Whether `ministry_line` follows it.
    main: bool,
    /// Where it is seen.
    source: Option<&'static str>,
}

impl Change {
    fn of(change: &MinistryChange, other: &str) -> Option<Self> {
        let entry = ministry_by_id(other)?;
        Some(Self {
            id: entry.id,
            abbreviation: entry.abbreviation,
            kind: change.kind.as_str(),
            date: change.date,
            main: ministry_by_id(change.from).is_some_and(|from| from.successor == Some(change.to)),
            source: change.source,
        })
    }
}

/// How many, where all of them are, and the newest.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MinistryHeld")]
struct Held {
    /// How many.
    total: u64,
    /// The search that has all of them.
    url: String,
    /// The newest of them.
    newest: Vec<Hit>,
}

/// A ministry in time, and what is held of it and said by it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MinistryInTime")]
pub(crate) struct Ministry {
    #[serde(flatten)]
    named: Named,
    /// What it was before.
    predecessors: Vec<Change>,
    /// What it became.
    successors: Vec<Change>,
    /// Others that have borne the abbreviation.
    same_abbreviation: Vec<&'static str>,
    /// All that `ministry_line` includes, oldest first.
    line: Vec<&'static str>,
    /// Records by its role in them.
    roles: Vec<Role>,
    /// Records, those that only mention it left out.
    records: Held,
    /// Records that only mention it.
    mentioned_in: Held,
    /// What is said in its name.
    statements: Held,
    /// Positions that it takes.
    positions: Held,
    /// Ids of the cases that it answers for.
    cases: Vec<String>,
    /// Ids of the public consultations that it holds.
    hearings: Vec<String>,
}

/// How many records have a ministry in a role.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MinistryRoleCount")]
struct Role {
    /// The role.
    role: MinistryRole,
    /// How many records.
    count: u64,
}

/// A ministry in a list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MinistryRow")]
pub(crate) struct Row {
    #[serde(flatten)]
    named: Named,
    /// What it was before.
    predecessors: Vec<Change>,
    /// What it became.
    successors: Vec<Change>,
    /// Records, those that only mention it left out.
    records: u64,
}

fn predecessors(id: &str) -> Vec<Change> {
    let changes = ministry_changes().iter().filter(|change| change.to == id);
    changes.filter_map(|change| Change::of(change, change.from)).collect()
}

fn successors(id: &str) -> Vec<Change> {
    let changes = ministry_changes().iter().filter(|change| change.from == id);
    changes.filter_map(|change| Change::of(change, change.to)).collect()
}

fn request(pairs: &[(&str, &str)]) -> Result<SearchRequest, Problem> {
    let owned = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Ok(SearchRequest::from_pairs(owned)?)
}

fn total(inner: &Inner, pairs: &[(&str, &str)]) -> Result<u64, Problem> {
    Ok(inner.engine.snapshot().total_of(&request(pairs)?)?)
}

fn held(inner: &Inner, pairs: &[(&str, &str)]) -> Result<Held, Problem> {
    let more = [("sort", "date-desc"), ("limit", NEWEST), ("facets", "none")];
    let all: Vec<(&str, &str)> = pairs.iter().chain(&more).copied().collect();
    let answer = inner.engine.search(&request(&all)?)?;
    Ok(Held {
        total: answer.total,
        url: format!("/api/v1/search?{}", encode(&request(pairs)?.to_pairs())),
        newest: answer.hits,
    })
}

/// `GET /api/v1/ministries`
pub(crate) async fn ministries(mut call: Call) -> Result<Response, Problem> {
    let may_be = Told::new("date", []);
    let on: Option<PartialDate> = call.pairs.read("on", may_be, |text| text.parse().ok())?;
    let window = read_window(&mut call, &["on"])?;
    call.answer(move |inner| {
        let all = request(&[("limit", "0")])?;
        let counts: Vec<FacetCount> =
            inner
                .engine
                .snapshot()
                .facet_values(&all, FilterField::Ministry, "", SearchRequest::MAX_FACET_SIZE)?;
        let records = |id: &str| {
            counts
                .iter()
                .find(|count| count.value == id)
                .map_or(0, |count| count.count)
        };
        let entries: Vec<&Entry> = register()
            .iter()
            .filter(|entry| on.is_none_or(|date| entry.in_being(date)))
            .collect();
        Ok(window.of(entries.into_iter().map(|entry| Row {
            named: Named::of(entry),
            predecessors: predecessors(entry.id),
            successors: successors(entry.id),
            records: records(entry.id),
        })))
    })
    .await
}

/// `GET /api/v1/ministries/{id}`
pub(crate) async fn ministry(Path(id): Path<String>, call: Call) -> Result<Response, Problem> {
    call.pairs.nothing_else(&[])?;
    let Some(entry) = ministry_by_id(&id) else {
        return elsewhere(&id);
    };
    let linked = call.app.links().await?;
    call.answer(move |inner| Ok(json(&one(inner, &linked, entry)?))).await
}

/// Where an abbreviation or name that one ministry alone has borne leads; else what is there.
fn elsewhere(id: &str) -> Result<Response, Problem> {
    let bearers = ministries_matching(id);
    if let [only] = bearers.as_slice()
        && let Ok(address) = HeaderValue::from_str(&format!("/api/v1/ministries/{}", only.id))
    {
        return Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, address)]).into_response());
    }
    Err(no_ministry(id))
}

/// There is no ministry with this id; of an abbreviation or name that several have borne, who they are.
pub(crate) fn no_ministry(id: &str) -> Problem {
    let mut bearers = ministries_matching(id);
    bearers.sort_by_key(|entry| entry.from.map(PartialDate::first_day));
    let ids: Vec<&str> = bearers.iter().map(|entry| entry.id).collect();
    Problem::not_found(if ids.is_empty() {
        Told::new("no_ministry", [id])
    } else {
        Told::new("several_ministries", [id, &ids.join(", ")])
    })
}

fn one(inner: &Inner, linked: &Linked, entry: &'static Entry) -> Result<Ministry, Problem> {
    let id = entry.id;
    let mut roles = Vec::new();
    for role in MinistryRole::ALL {
        let count = total(inner, &[("ministry", id), ("ministry_role", role.as_str())])?;
        roles.push(Role { role: *role, count });
    }
    let responsible = |stated: &Option<String>| stated.as_deref() == Some(id);
    let (cases, hearings) = (linked.links.cases.values(), linked.links.hearings.values());
    // Its abbreviation was others' too: what it says stands in records of its own.
    let by = [("ministry", id), ("organization", entry.abbreviation)];
    let [of, said_by] = by;
    Ok(Ministry {
        named: Named::of(entry),
        predecessors: predecessors(id),
        successors: successors(id),
        same_abbreviation: ministries_by_abbreviation(entry.abbreviation)
            .into_iter()
            .map(|other| other.id)
            .filter(|other| *other != id)
            .collect(),
        line: ordskifte_vocabulary::line(id).iter().map(|other| other.id).collect(),
        roles,
        records: held(inner, &[of])?,
        mentioned_in: held(inner, &[of, ("ministry_role", MinistryRole::Mentioned.as_str())])?,
        statements: held(inner, &[of, said_by, ("unit", "statement")])?,
        positions: held(inner, &[of, said_by, ("unit", "position")])?,
        cases: cases
            .filter(|case| responsible(&case.responsible_ministry))
            .map(|case| case.id.clone())
            .collect(),
        hearings: hearings
            .filter(|line| responsible(&line.ministry))
            .map(|line| line.id.clone())
            .collect(),
    })
}
