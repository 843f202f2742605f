//! The pages: search, record, and their errors.

use crate::api::{record_id, version};
use crate::app::App;
use crate::error::Problem;
use crate::messages::{COOKIE, Interface};
use crate::params::{Pairs, encode};
use crate::view;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use minijinja::Environment;
use ordskifte_query::{SearchRequest, SearchResponse};
use ordskifte_query::{Sort, Unit};
use ordskifte_record::RecordId;
use serde_json::json;
use std::sync::LazyLock;

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    let files = [
        ("base.html", include_str!("../assets/templates/base.html")),
        ("search.html", include_str!("../assets/templates/search.html")),
        ("record.html", include_str!("../assets/templates/record.html")),
        ("problem.html", include_str!("../assets/templates/problem.html")),
    ];
    for (name, source) in files {
        if let Err(error) = environment.add_template(name, source) {
            tracing::error!(%error, name, "a template is wrong");
        }
    }
    environment
});

fn render(status: StatusCode, name: &str, interface: Interface, values: serde_json::Value) -> Response {
    let mut shared = values;
    if let Some(shared) = shared.as_object_mut() {
        shared.insert("t".to_owned(), json!(interface.catalog()));
        shared.insert("lang".to_owned(), json!(interface.code()));
    }
    let shared = minijinja::Value::from(minijinja::value::Serde(shared));
    match TEMPLATES
        .get_template(name)
        .and_then(|template| template.render(shared))
    {
        Ok(html) => (status, [(header::VARY, "accept-language, cookie")], Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, name, "a template failed");
            Problem::internal().into_response()
        }
    }
}

/// An error as a page.
pub(crate) fn problem(problem: &Problem, interface: Interface, query: &str) -> Response {
    let values = json!({ "problem": problem.detail, "parameter": problem.parameter, "position": problem.position, "query": query });
    render(problem.status, "problem.html", interface, values)
}

/// `GET /`
pub(crate) async fn search(State(app): State<App>, headers: HeaderMap, pairs: Result<Pairs, Problem>) -> Response {
    let interface = Interface::asked(&headers);
    let typed = pairs
        .as_ref()
        .ok()
        .and_then(|pairs| pairs.0.iter().find(|(name, _)| name == "q"))
        .map(|(_, value)| value.clone())
        .unwrap_or_default();
    let answered = async {
        let request = SearchRequest::from_pairs(pairs?.given())?;
        let asked = request.clone();
        let response = app.ask(move |inner| Ok(inner.engine.search(&asked)?)).await?;
        Ok::<_, Problem>((request, response))
    };
    match answered.await {
        Err(error) => problem(&error, interface, &typed),
        Ok((request, response)) => results(&request, &response, interface),
    }
}

fn results(request: &SearchRequest, response: &SearchResponse, interface: Interface) -> Response {
    let next = response.next_cursor.clone().map(|cursor| {
        view::address(&SearchRequest {
            cursor: Some(cursor),
            ..request.clone()
        })
    });
    let first = SearchRequest {
        cursor: None,
        ..request.clone()
    };
    let pairs = first.to_pairs();
    // What the form does not hold itself goes along hidden: the chosen facets.
    let own = ["q", "unit", "sort", "from", "to", "cursor"];
    let hidden: Vec<&(String, String)> = pairs.iter().filter(|(name, _)| !own.contains(&name.as_str())).collect();
    let unit = match request.unit {
        Unit::Record => "record",
        Unit::Statement => "statement",
        Unit::Passage => "passage",
    };
    let sort = match request.sort {
        Sort::Date => "date",
        Sort::DateDesc => "date-desc",
        _ => "relevance",
    };
    let values = json!({
        "q": request.text_query().unwrap_or_default(),
        "unit": unit,
        "sort": sort,
        "from": request.filters.from.map(|date| date.to_string()).unwrap_or_default(),
        "to": request.filters.to.map(|date| date.to_string()).unwrap_or_default(),
        "hidden": hidden,
        "total": response.total,
        "interpreted": response.query.interpreted,
        "undated": response.undated_excluded,
        "hits": response.hits.iter().map(|hit| view::hit(hit, interface)).collect::<Vec<_>>(),
        "facets": view::facets(request, response, interface),
        "next": next,
        "first": request.cursor.is_some().then(|| view::address(&first)),
        "export": encode(&pairs),
    });
    render(StatusCode::OK, "search.html", interface, values)
}

/// `GET /records/{id}`
pub(crate) async fn record(State(app): State<App>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let interface = Interface::asked(&headers);
    match record_id(&id) {
        Ok(id) => record_page(app, interface, id, None).await,
        Err(error) => problem(&error, interface, ""),
    }
}

/// `GET /records/{id}/{version}`
pub(crate) async fn record_version(
    State(app): State<App>,
    headers: HeaderMap,
    Path((id, number)): Path<(String, String)>,
) -> Response {
    let interface = Interface::asked(&headers);
    match (record_id(&id), version(&number)) {
        (Ok(id), Ok(number)) => record_page(app, interface, id, Some(number)).await,
        (Err(error), _) | (_, Err(error)) => problem(&error, interface, ""),
    }
}

async fn record_page(app: App, interface: Interface, id: RecordId, number: Option<u32>) -> Response {
    let asked = app.ask(move |inner| {
        let record = inner.archive.record(&id, number)?;
        let text = inner.archive.flow_text(&id, number)?;
        Ok((record, text, inner.archive.versions(&id)))
    });
    let (record, text, versions) = match asked.await {
        Ok(found) => found,
        Err(error) => return problem(&error, interface, ""),
    };
    let versions: Vec<_> = versions
        .iter()
        .map(|version| (version.number, version.archived_at.clone()))
        .collect();
    let newest = versions.last().map_or(1, |(number, _)| *number);
    let ministries: Vec<_> = record
        .ministries
        .iter()
        .filter(|m| m.role != ordskifte_record::MinistryRole::Mentioned)
        .collect();
    let values = json!({
        "record": &record,
        "kind": interface.text(&format!("kind_{}", record.kind.as_str())),
        "language": interface.text(&format!("language_{}", record.language.as_str())),
        "ministries": ministries,
        "delegations": view::delegations(&record, interface),
        "paragraphs": view::paragraphs(&record, &text),
        "versions": versions,
        "newest": newest,
        "old": record.version != newest,
    });
    render(StatusCode::OK, "record.html", interface, values)
}

/// `GET /language/{language}`: keeps the choice in a cookie and goes back.
pub(crate) async fn language(headers: HeaderMap, Path(code): Path<String>) -> Response {
    let Some(interface) = Interface::of(&code) else {
        return problem(
            &Problem::not_found("languages are nb, nn and en"),
            Interface::asked(&headers),
            "",
        );
    };
    // Only this site's own addresses are gone back to.
    let referer = headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let back = referer
        .split_once("://")
        .and_then(|(_, rest)| rest.strip_prefix(host))
        .filter(|path| path.starts_with('/') && !path.starts_with("//"));
    let mut response = Redirect::to(back.unwrap_or("/")).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&format!(
        "{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax",
        interface.code()
    )) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// `GET /assets/ordskifte.css`
pub(crate) async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=3600"),
    ];
    (headers, include_str!("../assets/ordskifte.css")).into_response()
}

/// `GET /opensearch.xml`
pub(crate) async fn opensearch(State(app): State<App>) -> Response {
    let base = app
        .0
        .public_url
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;");
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n  <ShortName>Ordskifte</ShortName>\n  <Description>Konsultasjoner mellom staten og KS</Description>\n  <Url type=\"text/html\" template=\"{base}/?q={{searchTerms}}\"/>\n  <InputEncoding>UTF-8</InputEncoding>\n</OpenSearchDescription>\n"
    );
    ([(header::CONTENT_TYPE, "application/opensearchdescription+xml")], xml).into_response()
}
