//! The JSON API under `/api/v1`.

use crate::app::App;
use crate::conditional::Tag;
use crate::error::Problem;
use crate::links;
use crate::params::Pairs;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use ordskifte_export::Style;
use ordskifte_query::{FilterField, SearchRequest};
use ordskifte_record::RecordId;
use serde::Serialize;

/// Facet values listed at once when no size is asked for.
const FACET_VALUES: usize = 100;

/// JSON.
pub(crate) fn json(value: &impl Serialize) -> Response {
    let body = serde_json::to_vec(value).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// `GET /api/v1/search`
pub(crate) async fn search(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    pairs: Pairs,
) -> Result<Response, Problem> {
    let request = SearchRequest::from_pairs(pairs.given())?;
    let tag = Tag::of(&app.state().await?, &uri, None);
    if let Some(held) = tag.held(&headers) {
        return Ok(held);
    }
    let asked = request.clone();
    let answer = app.ask(move |inner| Ok(inner.engine.search(&asked)?)).await?;
    let mut response = tag.on(json(&answer));
    links::of_search(response.headers_mut(), &request, answer.next_cursor.as_deref());
    Ok(response)
}

/// Reads a record id from an address.
pub(crate) fn record_id(text: &str) -> Result<RecordId, Problem> {
    text.parse()
        .map_err(|_| Problem::not_found(format!("`{text}` is no record id")))
}

/// Reads `v2` from an address.
pub(crate) fn version(text: &str) -> Result<u32, Problem> {
    text.strip_prefix('v')
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| Problem::not_found(format!("`{text}` is no version: v1, v2, …")))
}

async fn record_at(
    app: App,
    uri: &Uri,
    headers: &HeaderMap,
    id: RecordId,
    version: Option<u32>,
) -> Result<Response, Problem> {
    let tag = Tag::of(&app.state().await?, uri, None);
    let (record, versions) = app
        .ask(move |inner| Ok((inner.public_record(&id, version)?, inner.archive.versions(&id).len())))
        .await?;
    if let Some(held) = tag.held(headers) {
        return Ok(held);
    }
    let mut response = tag.on(json(&record));
    links::of_record(response.headers_mut(), &record, versions);
    Ok(response)
}

/// `GET /api/v1/records/{id}`
pub(crate) async fn record(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    record_at(app, &uri, &headers, record_id(&id)?, None).await
}

/// `GET /api/v1/records/{id}/{version}`
pub(crate) async fn record_version(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    record_at(app, &uri, &headers, record_id(&id)?, Some(version(&number)?)).await
}

/// `GET /api/v1/records/{id}/text`
pub(crate) async fn text(
    State(app): State<App>,
    Path(id): Path<String>,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    let number = pairs.take("version")?.map(|text| version(&text)).transpose()?;
    if let Some((name, _)) = pairs.0.first() {
        return Err(Problem::parameter(name, "this address takes `version` only"));
    }
    let text = app
        .ask(move |inner| Ok(inner.archive.public(&id, number)?.flow))
        .await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// `GET /api/v1/records/{id}/cite`
pub(crate) async fn cite(
    State(app): State<App>,
    Path(id): Path<String>,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let id = record_id(&id)?;
    let number = pairs.take("version")?.map(|text| version(&text)).transpose()?;
    let name = pairs.take("format")?.unwrap_or_else(|| "apa".to_owned());
    let style = Style::of(&name).ok_or_else(|| Problem::parameter("format", "one of apa, bibtex, ris"))?;
    if let Some((name, _)) = pairs.0.first() {
        return Err(Problem::parameter(
            name,
            "this address takes `version` and `format` only",
        ));
    }
    let record = app.ask(move |inner| inner.public_record(&id, number)).await?;
    let mut text = ordskifte_export::cite(&record, style, &app.0.public_url);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(([(header::CONTENT_TYPE, style.media_type())], text).into_response())
}

#[derive(Serialize)]
struct FacetValues {
    field: &'static str,
    values: Vec<ordskifte_query::FacetCount>,
}

/// `GET /api/v1/facets/{field}`
pub(crate) async fn facets(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    Path(field): Path<String>,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let field: FilterField = field
        .parse()
        .map_err(|error: ordskifte_query::UnknownFilter| Problem::not_found(error.to_string()))?;
    let prefix = pairs.take("prefix")?.unwrap_or_default();
    let sized = pairs.0.iter().any(|(name, _)| name == "facet_size");
    let request = SearchRequest::from_pairs(pairs.given())?;
    let size = if sized { request.facet_size } else { FACET_VALUES };
    let tag = Tag::of(&app.state().await?, &uri, None);
    if let Some(held) = tag.held(&headers) {
        return Ok(held);
    }
    let values = app
        .ask(move |inner| Ok(inner.engine.snapshot().facet_values(&request, field, &prefix, size)?))
        .await?;
    Ok(tag.on(json(&FacetValues {
        field: field.as_str(),
        values,
    })))
}

/// The description of the API (`OpenAPI` 3.1); a test compares it with the router.
pub(crate) const OPENAPI: &str = include_str!("../assets/openapi.json");

/// `GET /api/v1/openapi.json`
pub(crate) async fn openapi() -> Response {
    (
        [(header::CONTENT_TYPE, "application/vnd.oai.openapi+json;version=3.1")],
        OPENAPI,
    )
        .into_response()
}

/// `GET /healthz`: the process answers.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: index and archive answer.
pub(crate) async fn readyz(State(app): State<App>) -> Result<String, Problem> {
    let generation = app.ask(|inner| Ok(inner.engine.generation())).await?;
    Ok(format!("ready, generation {generation}\n"))
}

/// `GET /metrics`
pub(crate) async fn metrics(State(app): State<App>) -> Result<Response, Problem> {
    let text = app
        .ask(|inner| Ok(inner.metrics.text(inner.archive.len() as u64, inner.archive.sequence())))
        .await?;
    Ok((
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response())
}
