//! Random questions and addresses, put to the server's router in this process and to the parser of queries: no panic, and
//! never an answer 5xx. `FUZZ_SEED` (1) and `FUZZ_COUNT` (400) choose the run; the long one takes `FUZZ_SECONDS` (600).

use crate::with_samples;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use fastrand::Rng;
use ordskifte_archive::{Archive, DataFolder};
use ordskifte_engine::{Engine, Mode};
use ordskifte_http::{App, router};
use ordskifte_query::{FilterField, SearchRequest};
use std::io::Write;
use std::time::{Duration, Instant};
use tower::ServiceExt;

/// Pieces of queries and values: what the language knows, what it nearly knows, and what no language knows.
const PIECES: [&str; 64] = [
    "kommune",
    "økonomi",
    "Ærlig",
    "helse- og",
    "e-helse",
    "§ 3-1",
    "NOU 2026: 1",
    "\"",
    "\"\"",
    "(",
    ")",
    "((((",
    "))))",
    "[",
    "]",
    " OR ",
    " AND ",
    " NOT ",
    "-",
    "--",
    "=",
    "=\"",
    "~5",
    "~0",
    "~99999999999999999999",
    "\"a b\"~3",
    "kommun*",
    "*",
    "**",
    "?",
    "title:",
    "ministry:KDD",
    "speaker:\"",
    "year:2001..",
    "year:..",
    "kind:referat",
    "no_such:x",
    ":",
    "::",
    "..",
    "2026-02-30",
    "2026-11",
    "1850",
    "0",
    "-1",
    "18446744073709551616",
    "1e9",
    "true",
    "null",
    "relevance",
    "date",
    "-date",
    "record",
    "passage",
    "statement",
    "position",
    "\u{0}",
    "\u{202e}",
    "e\u{301}",
    "\u{1f600}",
    "\u{fdfa}",
    " ",
    "\t\n",
    "\\",
];
/// Parameters that are none of a search's, or none at all.
const OTHERS: [&str; 14] = [
    "version",
    "sha256",
    "download",
    "format",
    "fields",
    "profile",
    "prefix",
    "hit",
    "page",
    "p",
    "lang",
    "delimiter",
    "",
    "%",
];
/// Parts of addresses besides ids.
const PARTS: [&str; 12] = [
    "v1",
    "v2",
    "v0",
    "v99999999999",
    "ministries",
    "kind",
    "KDD",
    "..",
    "%2e%2e",
    "%00",
    "%ff",
    "nou-2026-1",
];
const HEADERS: [(&str, &[&str]); 6] = [
    (
        "accept",
        &[
            "text/html",
            "application/json",
            "*/*",
            "text/html;q=0.1, application/pdf",
            ";;;",
        ],
    ),
    ("accept-language", &["nn", "en-GB,en;q=0.5", "xx;q=nan", "*"]),
    (
        "range",
        &[
            "bytes=0-9",
            "bytes=-5",
            "bytes=9-0",
            "bytes=99999999999999999999-",
            "bytes=0-1,3-4",
            "lines=1",
        ],
    ),
    ("if-none-match", &["*", "\"x\"", "W/\"", "\"\", \"a\""]),
    (
        "cookie",
        &["language=nn", "language=../x", "theme=dark; language", "=;="],
    ),
    ("accept-encoding", &["gzip", "br", "identity;q=0", "zstd, *;q=0"]),
];

fn text(random: &mut Rng) -> String {
    let count = [1, 1, 2, 3, 5, 9, 200][random.usize(..7)];
    let mut text = String::new();
    for _ in 0..count {
        if random.u8(..) < 20 {
            text.push(random.char(..));
        } else {
            text.push_str(PIECES[random.usize(..PIECES.len())]);
        }
        if random.bool() {
            text.push(' ');
        }
    }
    text
}

/// Writes a text into an address: as browsers do, or now and then just as it is, where it can stand there.
fn encode(text: &str, random: &mut Rng, address: &mut String) {
    let raw = random.u8(..) < 10;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || raw && (b'!'..=b'~').contains(&byte) && !b"#<>\"\\^`{|}".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.extend(format!("%{byte:02X}").chars());
        }
    }
}

/// A random address: the pattern of a route with its parts filled in, and parameters.
fn address(random: &mut Rng, routes: &[&str], ids: &[String]) -> String {
    let mut address = String::new();
    for part in routes[random.usize(..routes.len())].split('/').skip(1) {
        address.push('/');
        match part.strip_prefix('{') {
            None => address.push_str(part),
            Some(_) if random.u8(..) < 150 => address.push_str(&ids[random.usize(..ids.len())]),
            Some(_) if random.bool() => address.push_str(PARTS[random.usize(..PARTS.len())]),
            Some(_) => encode(&text(random), random, &mut address),
        }
    }
    let filters: Vec<&str> = FilterField::ALL.iter().map(|field| field.as_str()).collect();
    for number in 0..random.usize(..6) {
        address.push(if number == 0 { '?' } else { '&' });
        let names = [SearchRequest::PARAMETERS, &filters, &OTHERS][random.usize(..3)];
        address.push_str(names[random.usize(..names.len())].replace('%', "%25").as_str());
        address.push('=');
        encode(&text(random), random, &mut address);
    }
    address
}

async fn ask(router: &Router, random: &mut Rng, address: &str) {
    let mut request = Request::get(address);
    for (name, values) in HEADERS {
        if random.u8(..) < 60 {
            request = request.header(name, values[random.usize(..values.len())]);
        }
    }
    // What is no address at all never reaches a router.
    let Ok(request) = request.body(Body::empty()) else {
        return;
    };
    let headers = format!("{:?}", request.headers());
    let response = router.clone().oneshot(request).await.expect("an answer");
    let status = response.status();
    let body = to_bytes(response.into_body(), 64 << 20).await;
    assert!(
        status < StatusCode::INTERNAL_SERVER_ERROR,
        "{status} for {address} with {headers}: {body:?}"
    );
    assert!(body.is_ok(), "{address} with {headers} breaks off");
}

/// Asks as long as `goes_on`; returns how many addresses and queries there were.
fn fuzz(seed: u64, goes_on: impl Fn(u64) -> bool) -> u64 {
    let program = with_samples();
    let folder = DataFolder::open_existing(&program.data()).expect("a folder");
    let archive = Archive::open(&folder).expect("an archive");
    let ids: Vec<String> = archive.ids().iter().take(8).map(ToString::to_string).collect();
    let engine = Engine::open(&folder.search_dir(), Mode::Read).expect("an index");
    let app = App::new(engine.into(), archive.into(), "http://arkiv.example").limited_to(0);
    let description = include_str!("../../crates/http/assets/openapi.json");
    let description: serde_json::Value = serde_json::from_str(description).expect("JSON");
    let routes = description["paths"].as_object().expect("routes");
    let routes: Vec<&str> = routes.keys().map(String::as_str).collect();
    assert!(routes.len() > 40 && ids.len() == 8);
    let mut random = Rng::with_seed(seed);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let router = router(app);
        let mut count = 0;
        while goes_on(count) {
            let address = address(&mut random, &routes, &ids);
            ask(&router, &mut random, &address).await;
            // Nine more queries for the parser alone, which is much quicker than an answer.
            for _ in 0..9 {
                let query = text(&mut random);
                let _ = SearchRequest::from_pairs([("q".to_owned(), query)]);
            }
            count += 1;
        }
        count
    })
}

fn setting(name: &str, default: u64) -> u64 {
    let named = std::env::var(name).ok();
    named.and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn random_questions_never_fail_the_server() {
    let count = setting("FUZZ_COUNT", 400);
    fuzz(setting("FUZZ_SEED", 1), |done| done < count);
}

#[test]
#[ignore = "random questions for ten minutes"]
fn random_questions_never_fail_the_server_for_long() {
    let end = Instant::now() + Duration::from_secs(setting("FUZZ_SECONDS", 600));
    let count = fuzz(setting("FUZZ_SEED", 2), |_| Instant::now() < end);
    let _ = writeln!(std::io::stderr(), "{count} addresses, {} queries", count * 9);
}
