//! The JSON API under `/api/v1`.

use crate::app::App;
use crate::call::Call;
use crate::describe::document;
use crate::error::Problem;
use crate::links;
use crate::messages::Told;
use crate::metrics::family;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ordskifte_export::Style;
use ordskifte_query::{FilterField, SearchRequest};
use ordskifte_record::RecordId;
use schemars::JsonSchema;
use serde::Serialize;

/// Facet values listed at once when no size is asked for.
pub(crate) const FACET_VALUES: usize = 100;

/// JSON.
pub(crate) fn json(value: &impl Serialize) -> Response {
    let body = serde_json::to_vec(value).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// `GET /api/v1/search`
pub(crate) async fn search(mut call: Call) -> Result<Response, Problem> {
    let request = SearchRequest::from_visitor(std::mem::take(&mut call.pairs).given())?;
    call.answer(move |inner| {
        let answer = inner.engine.search(&request)?;
        let mut response = json(&answer);
        links::of_search(response.headers_mut(), &request, &answer, None);
        Ok(response)
    })
    .await
}

/// Reads a record id from an address.
pub(crate) fn record_id(text: &str) -> Result<RecordId, Problem> {
    text.parse()
        .map_err(|_| Problem::not_found(Told::new("no_record_id", [text])))
}

/// Reads `v2` from an address. Anything else is the version 0, which no record has: that there is none is told with those
/// that there are.
pub(crate) fn version(text: &str) -> u32 {
    let digits = text.strip_prefix('v').unwrap_or_default();
    let is_plain = digits.bytes().all(|digit| digit.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| is_plain).unwrap_or_default()
}

async fn record_at(call: Call, id: RecordId, version: Option<u32>) -> Result<Response, Problem> {
    call.pairs.nothing_else(&[])?;
    call.answer(move |inner| {
        let record = inner.public_record(&id, version)?;
        let mut response = json(&record);
        links::of_record(response.headers_mut(), &record, inner.archive.versions(&id).len());
        Ok(response)
    })
    .await
}

/// `GET /api/v1/records/{id}`
pub(crate) async fn record(Path(id): Path<String>, call: Call) -> Result<Response, Problem> {
    record_at(call, record_id(&id)?, None).await
}

/// `GET /api/v1/records/{id}/{version}`
pub(crate) async fn record_version(
    Path((id, number)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Problem> {
    record_at(call, record_id(&id)?, Some(version(&number))).await
}

/// `GET /api/v1/records/{id}/text`
pub(crate) async fn text(Path(id): Path<String>, mut call: Call) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    let number = call.pairs.take("version")?.map(|text| version(&text));
    call.pairs.nothing_else(&["version"])?;
    call.answer(move |inner| {
        let text = inner.public(&id, number)?.flow;
        Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
    })
    .await
}

/// `GET /api/v1/records/{id}/cite`
pub(crate) async fn cite(Path(id): Path<String>, mut call: Call) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    let number = call.pairs.take("version")?.map(|text| version(&text));
    let style = call.pairs.read(
        "format",
        Told::new("one_of", [&Style::ALL.map(Style::as_str).join(", ")]),
        Style::of,
    )?;
    let style = style.unwrap_or(Style::Apa);
    call.pairs.nothing_else(&["version", "format"])?;
    call.answer(move |inner| {
        let record = inner.public_record(&id, number)?;
        let mut text = ordskifte_export::cite(&record, style, &inner.public_url);
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Ok(([(header::CONTENT_TYPE, style.media_type())], text).into_response())
    })
    .await
}

/// The values of a facet.
#[derive(Serialize, JsonSchema)]
pub(crate) struct FacetValues {
    /// The facet.
    field: &'static str,
    /// Its values, those of most units first.
    values: Vec<ordskifte_query::FacetCount>,
}

/// `GET /api/v1/facets/{field}`
pub(crate) async fn facets(Path(field): Path<String>, mut call: Call) -> Result<Response, Problem> {
    let field = field
        .parse()
        .ok()
        .filter(|field: &FilterField| field.is_facet())
        .ok_or_else(|| {
            let facets = FilterField::ALL.iter().filter(|field| field.is_facet());
            let known: Vec<_> = facets.map(|field| field.as_str()).collect();
            Problem::not_found(Told::new("no_facet", [&field, &known.join(", ")]))
        })?;
    let prefix = call.pairs.take("prefix")?.unwrap_or_default();
    // Facets are of all hits; how many values there are is `facet_size`.
    call.pairs
        .of_search(&["limit", "cursor", "sort", "facets"], &["prefix"])?;
    let sized = call.pairs.0.iter().any(|(name, _)| name == "facet_size");
    let request = SearchRequest::from_visitor(std::mem::take(&mut call.pairs).given())?;
    let size = if sized { request.facet_size } else { FACET_VALUES };
    call.answer(move |inner| {
        let values = inner.engine.snapshot().facet_values(&request, field, &prefix, size)?;
        let field = field.as_str();
        Ok(json(&FacetValues { field, values }))
    })
    .await
}

/// The media type of the description of the API.
pub(crate) const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.1";

/// `GET /api/v1/openapi.json`
pub(crate) async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, OPENAPI)], document()).into_response()
}

/// `GET /healthz`: the process answers.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: index and archive answer, and the index in use was not found damaged.
pub(crate) async fn readyz(State(app): State<App>) -> Result<String, Problem> {
    let generation = app.ask(|inner| Ok(inner.engine.generation())).await?;
    match (app.damaged(), app.fixity()) {
        (Some(problem), _) => Err(problem),
        (None, None) => Ok(format!("ready, generation {generation}\n")),
        (None, Some(fixity)) => Ok(format!("ready, generation {generation}\n{}", fixity.line())),
    }
}

/// `GET /metrics`
pub(crate) async fn metrics(State(app): State<App>) -> Result<Response, Problem> {
    let mut text = app
        .ask(|inner| {
            let text = inner.metrics.text(inner.archive.len() as u64, inner.archive.sequence());
            let generation = inner.engine.generation();
            let name = "ordskifte_index_generation";
            Ok(format!(
                "{text}{}{name}{{generation=\"{generation}\"}} 1\n",
                family(name, "gauge", "The index in use.")
            ))
        })
        .await?;
    text.extend(app.fixity().map(|fixity| fixity.metrics()));
    text.extend(app.last_observed().map(|observed| observed.metrics()));
    Ok((
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response())
}
