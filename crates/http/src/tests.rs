//! Examples of the description are taken, and every error is a problem document.

mod sitemap;

use crate::App;
use crate::server::router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use ordskifte_query::{FilterField, SearchRequest};
use serde_json::Value;
use tower::ServiceExt;

fn description() -> Value {
    serde_json::from_str(crate::describe::document()).expect("JSON")
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

#[tokio::test]
async fn the_examples_of_the_description_are_taken() {
    let (_dir, router) = empty();
    let description = description();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    for path in ["/api/v1/search", "/api/v1/export", "/api/v1/ministries", "/feed.atom"] {
        let listed = description["paths"][path]["get"]["parameters"]
            .as_array()
            .expect("parameters");
        let mut tried = 0;
        for reference in listed.iter().filter_map(|parameter| parameter["$ref"].as_str()) {
            let parameter = description
                .pointer(reference.trim_start_matches('#'))
                .expect("a parameter that there is");
            let example = match &parameter["example"] {
                Value::Array(items) => items.first(),
                Value::Null => None,
                other => Some(other),
            };
            // A cursor is of a state, and a profile belongs to a format.
            let name = parameter["name"].as_str().expect("a name");
            if let Some(example) = example.filter(|_| parameter["in"] == "query" && name != "cursor") {
                let mut query = String::new();
                crate::params::encode_part(&text(example), &mut query);
                let response = ask(&router, "GET", &format!("{path}?{name}={query}"), "*/*").await;
                assert_eq!(response.status(), StatusCode::OK, "{path}?{name}={query}");
                tried += 1;
            }
        }
        assert!(tried > 0, "{path}");
    }
}

/// A server over an empty archive.
fn empty() -> (tempfile::TempDir, axum::Router) {
    limited(0)
}

/// The same that one client may ask so many times a minute.
fn limited(per_minute: u32) -> (tempfile::TempDir, axum::Router) {
    use ordskifte_archive::{Archive, DataFolder};
    let dir = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open_or_create(&dir.path().join("data")).expect("a data folder");
    let archive = Archive::open(&folder).expect("an archive");
    let engine = ordskifte_engine::Engine::create(&folder.search_dir()).expect("an index");
    let app = App::new(engine.into(), archive.into(), "http://arkiv.example");
    (dir, router(app.limited_to(per_minute)))
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
        ("GET", "/api/v1/export?format=jsonl&profile=excel", 400, "profile"),
        ("GET", "/api/v1/export?package=ja", 400, "package"),
        ("GET", "/api/v1/export?limit=3", 400, "limit"),
        ("GET", "/api/v1/export?cursor=a", 400, "cursor"),
        ("GET", "/api/v1/export?fields=title,nothing", 400, "fields"),
        ("GET", "/api/v1/export?format=ris&fields=nothing", 400, "fields"),
        ("GET", "/api/v1/suggest?q=a&limit=0", 400, "limit"),
        ("GET", "/api/v1/suggest?wrong=1", 400, "wrong"),
        ("GET", "/api/v1/suggest?format=xml", 400, "format"),
        ("GET", "/feed.atom?sort=date", 400, "sort"),
        ("GET", "/feed.atom?wrong=1", 400, "wrong"),
        ("GET", "/sitemap.xml?part=0", 400, "part"),
        ("GET", "/sitemap.xml?part=2", 404, ""),
        ("GET", "/assets/nothing.css", 404, ""),
        ("GET", "/api/v1/records/aaaaaaaaaaaaaaaa/cite", 404, ""),
        ("GET", "/api/v1/records/aaaaaaaaaaaaaaaa/cite?format=mla", 400, "format"),
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
        "/records/aaaaaaaaaaaaaaaa?original=2",
        "/language/xx",
        "/?lang=de",
        "/people/nobody-0000",
        "/people?wrong=1",
        "/people?offset=x",
        "/ministries/nothing",
        "/topics/tema/nothing",
        "/topics/%3Cscript%3E/x",
        "/meetings?year=x",
        "/meetings/nothing",
        "/cases?type=x",
        "/cases/nothing",
        "/hearings/nothing",
        "/citations/nothing",
        "/agreements?in_force_on=x",
        "/coverage?x=1",
    ] {
        let response = ask(&router, "GET", path, "text/html").await;
        assert!(response.status().is_client_error(), "{path}");
        assert!(header(&response, "content-type").starts_with("text/html"), "{path}");
        assert!(header(&response, "content-security-policy").contains("default-src 'none'"));
        let bytes = to_bytes(response.into_body(), 1 << 16).await.expect("a body");
        let page = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        assert!(page.contains("<h1") && !page.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn pages_of_errors_are_for_those_who_ask_for_pages() {
    let (_dir, router) = empty();
    let page = "text/html; charset=utf-8";
    let document = "application/problem+json";
    for (accept, kind) in [
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", page),
        ("application/xml, Text/HTML;q=0.5", page),
        ("*/*", document),
        ("", document),
        ("application/json", document),
        ("text/html;q=0, */*", document),
        ("text/html5", document),
    ] {
        for path in [
            "/?q=a)",
            "/nothing",
            "/ministries/nothing",
            "/records/aaaaaaaaaaaaaaaa",
            "/language/xx",
        ] {
            let response = ask(&router, "GET", path, accept).await;
            assert!(response.status().is_client_error(), "{path}");
            assert_eq!(header(&response, "content-type"), kind, "{path} for {accept}");
            assert!(header(&response, "vary").starts_with("accept,"), "{path} for {accept}");
        }
        let api = ask(&router, "GET", "/api/v1/nothing", accept).await;
        assert_eq!(header(&api, "content-type"), document);
    }
}

#[tokio::test]
async fn a_fault_of_a_query_is_told_in_the_language_of_the_page() {
    let (_dir, router) = empty();
    for (lang, words) in [
        ("nb", "denne parentesen lukker ingenting"),
        ("nn", "denne parentesen lukkar ingenting"),
        ("en", "this parenthesis closes nothing"),
    ] {
        let response = ask(&router, "GET", &format!("/?q=%C3%A5)&lang={lang}"), "text/html").await;
        let bytes = to_bytes(response.into_body(), 1 << 16).await.expect("a body");
        let page = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        assert!(
            page.contains(words) && page.contains(" 2: <code>å<mark>)</mark>"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_facet_that_is_none_is_told_which_there_are() {
    let (_dir, router) = empty();
    for field in ["bogus", "ministry_line", "ministry_role"] {
        let response = ask(&router, "GET", &format!("/api/v1/facets/{field}"), "*/*").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        let bytes = to_bytes(response.into_body(), 1 << 16).await.expect("a body");
        let problem: Value = serde_json::from_slice(&bytes).expect("JSON");
        let detail = problem["detail"].as_str().expect("a detail");
        assert!(
            detail.contains(field) && detail.contains("year, ministry, participant"),
            "{detail}"
        );
        assert!(!detail.ends_with("ministry_line"), "{detail}");
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
        "/feed.atom",
        "/robots.txt",
        "/sitemap.xml",
        "/api/v1/suggest?q=a",
        "/assets/ordskifte.css",
        "/assets/icon.svg",
        "/healthz",
        "/readyz",
        "/metrics",
        "/people",
        "/ministries",
        "/ministries/kdd-2022",
        "/topics",
        "/topics/tema/energi",
        "/meetings",
        "/meetings?year=2022",
        "/cases?type=lovmedvirkning",
        "/hearings",
        "/agreements?in_force_on=2012",
        "/coverage",
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
async fn search_engines_are_asked_to_leave_persons_out_and_nothing_else() {
    let (_dir, router) = empty();
    for (path, expected) in [("/people", "noindex"), ("/api/v1/people", "noindex"), ("/meetings", "")] {
        let response = ask(&router, "GET", path, "text/html").await;
        assert_eq!(header(&response, "x-robots-tag"), expected, "{path}");
    }
    // A page that may not be fetched cannot say that it is not to be listed.
    let robots = ask(&router, "GET", "/robots.txt", "*/*").await;
    let bytes = to_bytes(robots.into_body(), 1 << 16).await.expect("a body");
    assert!(!String::from_utf8_lossy(&bytes).contains("Disallow: /people"));
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

#[tokio::test]
async fn the_interface_language_is_taken_from_the_address_and_kept() {
    let (_dir, router) = empty();
    let response = ask(&router, "GET", "/?lang=nn", "text/html").await;
    assert!(header(&response, "set-cookie").starts_with("ordskifte_language=nn;"));
    assert_eq!(header(&response, "content-language"), "nn");
    let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    let page = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    assert!(page.contains("<html lang=\"nn\"") && page.contains("Søkjetips"));
    let plain = ask(&router, "GET", "/", "text/html").await;
    assert_eq!(header(&plain, "set-cookie"), "");
}

#[tokio::test]
async fn a_page_that_is_held_is_not_made_again_but_in_another_language() {
    let (_dir, router) = empty();
    let first = ask(&router, "GET", "/", "text/html").await;
    for (language, expected) in [("nb", StatusCode::NOT_MODIFIED), ("nn", StatusCode::OK)] {
        let request = Request::builder()
            .uri("/")
            .header("if-none-match", header(&first, "etag"))
            .header("accept-language", language)
            .body(Body::empty())
            .expect("a request");
        let again = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(again.status(), expected, "{language}");
    }
}

#[tokio::test]
async fn every_address_tells_what_may_be_done_with_it() {
    let (_dir, router) = empty();
    for path in [
        "/",
        "/feed.atom",
        "/records/x/original",
        "/api/v1/search",
        "/api/v1/records/x",
    ] {
        let options = ask(&router, "OPTIONS", path, "*/*").await;
        assert_eq!(options.status(), StatusCode::NO_CONTENT, "{path}");
        assert_eq!(header(&options, "allow"), "GET, HEAD, OPTIONS");
        let posted = ask(&router, "POST", path, "*/*").await;
        assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(header(&posted, "allow"), "GET, HEAD, OPTIONS");
    }
    let request = Request::builder()
        .method("OPTIONS")
        .uri("/api/v1/search")
        .header("origin", "http://notebook.example")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "if-none-match")
        .body(Body::empty())
        .expect("a request");
    let preflight = router.clone().oneshot(request).await.expect("an answer");
    assert!(preflight.status().is_success());
    assert_eq!(header(&preflight, "access-control-allow-origin"), "*");
    for path in ["/", "/api/v1/search", "/api/v1/export", "/feed.atom"] {
        let head = ask(&router, "HEAD", path, "*/*").await;
        assert_eq!(head.status(), StatusCode::OK, "{path}");
        // RFC 9110, section 8.6: the length of what GET would send, or none.
        assert_ne!(header(&head, "content-length"), "0", "{path}");
        let bytes = to_bytes(head.into_body(), 1).await.expect("no body");
        assert!(bytes.is_empty());
    }
}

#[tokio::test]
async fn a_client_that_asks_too_often_is_told_when_to_come_back() {
    use axum::extract::ConnectInfo;
    use std::net::SocketAddr;
    let (_dir, router) = limited(2);
    let ask = async |path: &str| {
        let mut request = Request::builder().uri(path).body(Body::empty()).expect("a request");
        let peer: SocketAddr = "192.0.2.1:1000".parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request).await.expect("an answer")
    };
    for _ in 0..2 {
        assert_eq!(ask("/api/v1/search").await.status(), StatusCode::OK);
    }
    let refused = ask("/api/v1/search").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&refused, "content-type"), "application/problem+json");
    let seconds: u64 = header(&refused, "retry-after").parse().expect("seconds");
    assert!((1..=31).contains(&seconds));
    assert_eq!(ask("/assets/ordskifte.css").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn files_of_the_pages_may_be_kept_when_their_build_is_named() {
    let (_dir, router) = empty();
    let plain = ask(&router, "GET", "/assets/ordskifte.js", "*/*").await;
    assert_eq!(header(&plain, "cache-control"), "no-cache");
    let named = format!("/assets/ordskifte.js?v={}", crate::conditional::build());
    let kept = ask(&router, "GET", &named, "*/*").await;
    assert!(header(&kept, "cache-control").contains("immutable"));
}

#[test]
fn templates_hold_no_script_and_no_style_of_their_own() {
    for (name, source) in crate::pages::SOURCES {
        for forbidden in [" style=", " onclick=", "<style", "javascript:"] {
            assert!(!source.contains(forbidden), "{name}: {forbidden}");
        }
        let scripts = source.matches("<script").count();
        assert_eq!(
            scripts,
            source.matches("<script type=\"module\" src=").count(),
            "{name}"
        );
    }
}
