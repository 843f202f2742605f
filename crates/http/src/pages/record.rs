//! A record's page.

use super::Visit;
use crate::api::{record_id, version};
use crate::app::{App, Inner};
use crate::conditional::Tag;
use crate::error::Problem;
use crate::links;
use crate::messages::Told;
use crate::view::paragraphs::{self, TextView};
use crate::view::{reading, record as view};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ordskifte_archive::{PublicRecord, VersionInfo};
use ordskifte_export::{Style, authors, cite};
use ordskifte_link::RecordRef;
use ordskifte_query::{Expr, SearchRequest};
use ordskifte_record::{Record, RecordId, Status};
use serde::Serialize;
use serde_json::json;
use std::collections::HashSet;

/// `GET /records/{id}`
pub(crate) async fn record(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Response {
    page(&app, &visit, record_id(&id).map(|id| (id, None))).await
}

/// `GET /records/{id}/{version}`
pub(crate) async fn record_version(
    State(app): State<App>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
) -> Response {
    let named = record_id(&id).map(|id| (id, Some(version(&number))));
    page(&app, &visit, named).await
}

async fn page(app: &App, visit: &Visit, named: Result<(RecordId, Option<u32>), Problem>) -> Response {
    let answered = async {
        let (id, number) = named?;
        answered(app, visit, id, number).await
    };
    answered.await.unwrap_or_else(|problem| visit.problem(&problem))
}

/// A paragraph that an earlier version had and this one has not.
#[derive(Serialize)]
struct Vanished {
    anchor: String,
    version: u32,
}

/// What a record is enclosed with, and what is enclosed with it: e-mails and archives have parts.
#[derive(Default, Serialize)]
struct Enclosed {
    with: Option<RecordRef>,
    parts: Vec<RecordRef>,
}

impl Enclosed {
    async fn of(app: &App, record: &Record) -> Result<Self, Problem> {
        let may_have_parts = record.originals.iter().any(|original| {
            let kind = original.media_type.as_str();
            kind.starts_with("message/") || kind.starts_with("application/zip")
        });
        if record.part_of.is_none() && !may_have_parts {
            return Ok(Self::default());
        }
        let linked = app.links().await?;
        Ok(Self {
            with: record.part_of.as_ref().and_then(|container| linked.record(container)),
            parts: record.id.as_ref().map(|id| linked.parts_of(id)).unwrap_or_default(),
        })
    }
}

/// Everything that is read for the page.
struct Found {
    record: Record,
    text: String,
    versions: Vec<VersionInfo>,
    /// Why each version was made, where a person made it.
    reasons: Vec<Option<String>>,
    vanished: Vec<Vanished>,
}

fn read(inner: &Inner, id: &RecordId, number: Option<u32>) -> Result<Found, Problem> {
    let PublicRecord { record, flow } = inner.public(id, number)?;
    let versions = inner.archive.versions(id);
    let mut known: HashSet<String> = record.paragraphs.iter().map(|one| one.anchor.clone()).collect();
    let reasons = versions
        .iter()
        .map(|version| reason(inner, id, version.number))
        .collect();
    let mut vanished = Vec::new();
    for version in versions.iter().rev().filter(|version| version.number < record.version) {
        let earlier = match inner.public_record(id, Some(version.number)) {
            Ok(earlier) => earlier,
            // What nobody may see is led to by nothing.
            Err(problem) if problem.status.is_client_error() => continue,
            Err(problem) => return Err(problem),
        };
        for paragraph in earlier.paragraphs {
            if known.insert(paragraph.anchor.clone()) {
                vanished.push(Vanished {
                    anchor: paragraph.anchor,
                    version: version.number,
                });
            }
        }
    }
    Ok(Found {
        text: flow,
        record,
        versions,
        reasons,
        vanished,
    })
}

/// Why a person changed what is known of a record; nothing of a version that nobody may see.
fn reason(inner: &Inner, id: &RecordId, version: u32) -> Option<String> {
    let provenance = inner.archive.provenance(id, Some(version)).ok()?;
    let given = provenance.reason.filter(|_| provenance.action == "amended")?;
    inner.public_record(id, Some(version)).ok().map(|_| given)
}

/// What may be asked of the page.
struct Asked {
    q: String,
    expr: Option<Expr>,
    /// Whether the original is shown beside the text.
    beside: bool,
}

fn asked(visit: &Visit) -> Result<Asked, Problem> {
    let mut pairs = visit.pairs.clone()?;
    let q = pairs.take("q")?.unwrap_or_default();
    let beside = match pairs.take("original")?.as_deref() {
        None | Some("0") => false,
        Some("1") => true,
        Some(_) => return Err(Problem::parameter("original", Told::new("one_of", ["0, 1"]))),
    };
    pairs.nothing_else(&["q", "original", "lang"])?;
    // Whoever asks for a record gets it; a query that cannot be read marks nothing in it.
    let request = SearchRequest::from_pairs([("q".to_owned(), q.clone())]);
    Ok(Asked {
        q,
        expr: request.ok().and_then(|request| request.expr),
        beside,
    })
}

async fn answered(app: &App, visit: &Visit, id: RecordId, number: Option<u32>) -> Result<Response, Problem> {
    let mut asked = asked(visit)?;
    let expr = asked.expr.take();
    let tag = Tag::of(&app.state().await?, &visit.uri, Some(visit.interface));
    let marked = move |inner: &Inner| {
        Ok((
            read(inner, &id, number)?,
            inner.engine.snapshot().highlighter(expr.as_ref()),
        ))
    };
    let (found, marker) = app.ask(marked).await?;
    if let Some(held) = tag.held(&visit.headers) {
        return Ok(([(header::VARY, "accept-language, cookie")], held).into_response());
    }
    let interface = visit.interface;
    let enclosed = Enclosed::of(app, &found.record).await?;
    let text = paragraphs::text(&found.record, &found.text, &marker, interface);
    let mut values = values(&found, &asked, &text, app, visit);
    if let Some(values) = values.as_object_mut() {
        values.insert("enclosed".to_owned(), json!(enclosed));
    }
    let mut response = tag.on(&visit.headers, visit.page(StatusCode::OK, "record.html", values));
    links::of_record(response.headers_mut(), &found.record, found.versions.len());
    Ok(response)
}

fn values(found: &Found, asked: &Asked, text: &TextView, app: &App, visit: &Visit) -> serde_json::Value {
    let (record, interface) = (&found.record, visit.interface);
    let id = record.id.as_ref().map_or("", |id| id.as_str());
    let newest = found.versions.last().map_or(1, |version| version.number);
    let versions: Vec<_> = found
        .versions
        .iter()
        .zip(&found.reasons)
        .map(|(version, reason)| {
            let at = reading::moment(&version.archived_at, interface);
            json!({ "number": version.number, "archived_at": version.archived_at, "at": at, "reason": reason })
        })
        .collect();
    let main = record.originals.first();
    let pdf = main.is_some_and(|original| original.media_type.starts_with("application/pdf"));
    let path = visit.uri.path();
    json!({
        "record": {
            "id": id,
            "version": record.version,
            "title": record.title,
            "lang": record.language.as_str(),
            "agenda": record.agenda,
            "archived_at": record.archived_at,
            "rule_version": record.rule_version,
            "part_of": record.part_of,
        },
        "kind": interface.text(&format!("kind_{}", record.kind)),
        "date": record.date.map_or_else(|| interface.text("no_date"), |date| interface.date(date)),
        "language": interface.text(&format!("language_{}", record.language)),
        "findings": reading::findings(record, interface),
        "withdrawn": record.status == Status::Withdrawn,
        "facts": view::facts(record, interface),
        "delegations": view::delegations(record, interface),
        "files": view::files(record, interface),
        "paragraphs": text.paragraphs,
        "found": text.found,
        "marks": text.marks,
        "words": text.words,
        "q": asked.q,
        "back": paragraphs::with_query("/", &[("q", &asked.q)]),
        "pdf": pdf,
        "beside": asked.beside,
        "first_place": text.found.first().map_or_else(String::new, |found| format!("#{}", found.anchor())),
        "corrected": view::headings_corrected(record, interface),
        "show_beside": paragraphs::with_query(path, &[("q", &asked.q), ("original", "1")]),
        "hide_beside": paragraphs::with_query(path, &[("q", &asked.q)]),
        "first_page": text.found.first().map_or(1, paragraphs::FoundView::page),
        "pages": record.pages.len(),
        "versions": versions,
        "vanished": found.vanished,
        "old": record.version != newest,
        "permanent": format!("{}/records/{id}/v{}", app.0.public_url, record.version),
        "authors": authors(record),
        "day": record.date.map(|date| date.to_string()),
        "apa": cite(record, Style::Apa, &app.0.public_url),
    })
}
