//! The description agrees with the router, and every error is a problem document.

use crate::server::router;
use crate::{App, api};
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use ordskifte_query::{FilterField, SearchRequest};
use serde_json::Value;
use tower::ServiceExt;

fn description() -> Value {
    serde_json::from_str(api::OPENAPI).expect("JSON")
}

#[test]
fn the_description_lists_every_route_and_no_other() {
    let source = include_str!("server.rs");
    let mut routed: Vec<&str> = source
        .split(".route(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    routed.sort_unstable();
    let described = description();
    let mut listed: Vec<&str> = described["paths"]
        .as_object()
        .expect("paths")
        .keys()
        .map(String::as_str)
        .collect();
    listed.sort_unstable();
    assert_eq!(listed, routed);
}

#[test]
fn the_description_lists_every_parameter_of_a_search() {
    let description = description();
    let mut listed: Vec<&str> = description["paths"]["/api/v1/search"]["get"]["parameters"]
        .as_array()
        .expect("parameters")
        .iter()
        .filter_map(|parameter| parameter["$ref"].as_str()?.rsplit('/').next())
        .filter(|name| *name != "if_none_match")
        .collect();
    let mut taken: Vec<&str> = SearchRequest::PARAMETERS.to_vec();
    taken.extend(FilterField::ALL.iter().map(|field| field.as_str()));
    listed.sort_unstable();
    taken.sort_unstable();
    assert_eq!(listed, taken);
}

/// A server over an empty archive.
fn empty() -> (tempfile::TempDir, axum::Router) {
    use ordskifte_archive::{Archive, DataFolder};
    let dir = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open_or_create(&dir.path().join("data")).expect("a data folder");
    let archive = Archive::open(&folder).expect("an archive");
    let engine = ordskifte_engine::Engine::create(&folder.search_dir()).expect("an index");
    let app = App::new(engine.into(), archive.into(), "http://arkiv.example");
    (dir, router(app))
}

async fn ask(router: &axum::Router, method: &str, path: &str, accept: &str) -> Response<Body> {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("accept", accept)
        .body(Body::empty())
        .expect("a request");
    router.clone().oneshot(request).await.expect("an answer")
}

fn header<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[tokio::test]
async fn every_error_is_a_problem_document() {
    let (_dir, router) = empty();
    let long = format!("/api/v1/search?q={}", "a".repeat(17 << 10));
    for (method, path, status, parameter) in [
        ("GET", "/api/v1/search?wrong=1", 400, "wrong"),
        ("GET", "/api/v1/search?wrong=", 400, "wrong"),
        ("GET", "/api/v1/search?limit=x", 400, "limit"),
        ("GET", "/api/v1/search?q=%ff", 400, "q"),
        ("GET", "/api/v1/search?q=a)", 400, "q"),
        ("GET", "/api/v1/search?q=a&q=b", 400, "q"),
        ("GET", "/api/v1/export?format=xls", 400, "format"),
        ("GET", "/api/v1/export?format=jsonl&profile=excel-no", 400, "profile"),
        ("GET", "/api/v1/facets/nothing", 404, ""),
        ("GET", "/api/v1/records/..%2f..%2fetc%2fpasswd", 404, ""),
        ("GET", "/api/v1/records/aaaaaaaaaaaaaaaa", 404, ""),
        ("GET", "/api/v1/records/aaaaaaaaaaaaaaaa/text?wrong=1", 400, "wrong"),
        ("GET", "/api/v1/records/%ff", 400, ""),
        ("GET", "/records/aaaaaaaaaaaaaaaa/original?version=2", 404, ""),
        ("GET", "/api/v1/nothing", 404, ""),
        ("GET", "/nothing", 404, ""),
        ("POST", "/api/v1/search", 405, ""),
        ("GET", long.as_str(), 414, ""),
    ] {
        let response = ask(&router, method, path, "*/*").await;
        let kind = header(&response, "content-type").to_owned();
        let code = response.status().as_u16();
        let short: String = path.chars().take(60).collect();
        assert_eq!((code, kind.as_str()), (status, "application/problem+json"), "{short}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{short}");
        let bytes = to_bytes(response.into_body(), 1 << 16).await.expect("a body");
        let problem: Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(problem["status"], status, "{short}");
        assert!(problem["type"].is_string() && problem["title"].is_string() && problem["detail"].is_string());
        assert_eq!(problem["parameter"].as_str().unwrap_or_default(), parameter, "{short}");
    }
}

#[tokio::test]
async fn errors_of_pages_are_pages_and_run_nothing() {
    let (_dir, router) = empty();
    for path in [
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E)",
        "/?%3Cscript%3E=1",
        "/nothing",
        "/records/x",
        "/language/xx",
    ] {
        let response = ask(&router, "GET", path, "text/html").await;
        assert!(response.status().is_client_error(), "{path}");
        assert!(header(&response, "content-type").starts_with("text/html"), "{path}");
        assert!(header(&response, "content-security-policy").contains("default-src 'none'"));
        let bytes = to_bytes(response.into_body(), 1 << 16).await.expect("a body");
        let page = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        assert!(page.contains("<h1>") && !page.contains("<script"), "{path}");
    }
}

#[tokio::test]
async fn an_empty_archive_answers_everything() {
    let (_dir, router) = empty();
    for path in [
        "/",
        "/api/v1/search",
        "/api/v1/facets/year",
        "/api/v1/export",
        "/api/v1/openapi.json",
        "/opensearch.xml",
        "/assets/ordskifte.css",
        "/healthz",
        "/readyz",
        "/metrics",
    ] {
        assert_eq!(
            ask(&router, "GET", path, "*/*").await.status(),
            StatusCode::OK,
            "{path}"
        );
    }
    let back = ask(&router, "GET", "/language/nn", "*/*").await;
    assert_eq!((back.status(), header(&back, "location")), (StatusCode::SEE_OTHER, "/"));
    assert!(header(&back, "set-cookie").starts_with("ordskifte_language=nn;"));
}

#[tokio::test]
async fn an_answer_that_is_held_is_not_sent_again() {
    let (_dir, router) = empty();
    let first = ask(&router, "GET", "/api/v1/search", "*/*").await;
    let request = Request::builder()
        .uri("/api/v1/search")
        .header("if-none-match", header(&first, "etag"))
        .body(Body::empty())
        .expect("a request");
    let again = router.clone().oneshot(request).await.expect("an answer");
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}
