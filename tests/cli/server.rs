//! The real server: answers, errors, and an end that nobody can hold up.

use crate::with_samples;
use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

#[test]
fn page_api_records_and_exports_answer() {
    let program = with_samples();
    let server = program.serve();
    let answer = server.get("/api/v1/search?q=vindkraft&facet_size=5").json();
    let total = answer["total"].as_u64().expect("a total");
    assert!(total >= 5);
    for facet in ["year", "ministry", "participant", "topic", "kind", "language"] {
        assert!(answer["facets"][facet].is_array(), "{facet}");
    }
    let hit = &answer["hits"][0];
    let (start, end) = (
        hit["passages"][0]["highlights"][0][0].as_u64(),
        hit["passages"][0]["highlights"][0][1].as_u64(),
    );
    let text = hit["passages"][0]["text"].as_str().expect("text");
    let marked: String = text
        .chars()
        .skip(start.expect("start") as usize)
        .take((end.expect("end") - start.expect("start")) as usize)
        .collect();
    assert!(marked.to_lowercase().contains("vindkraft"), "{marked}");

    let page = server.get("/?q=vindkraft");
    assert!(page.status == 200 && page.text().contains("<mark"), "{}", page.text());
    let title = page.text().split("<title>").nth(1).map(str::to_owned);
    assert!(title.is_some_and(|title| {
        title
            .split("</title>")
            .next()
            .is_some_and(|title| title.contains("vindkraft"))
    }));
    let id = hit["id"].as_str().expect("an id");
    let record = server.get(&format!("/api/v1/records/{id}")).json();
    assert_eq!(record["id"], id);
    let original = server.get(&format!("/records/{id}/original"));
    assert_eq!(
        original.body.len() as u64,
        record["originals"][0]["size"].as_u64().expect("a size")
    );
    assert!(original.head.contains("nosniff") && original.head.contains("sandbox"));
    let anchor = hit["passages"][0]["anchor"].as_str().expect("an anchor");
    assert!(
        server
            .get(&format!("/records/{id}"))
            .text()
            .contains(&format!("id=\"{anchor}\""))
    );
    let export = server.get("/api/v1/export?q=vindkraft&format=jsonl");
    assert_eq!(export.text().lines().count() as u64, total);
    assert!(export.head.contains(&format!("x-total-count: {total}")));
    for path in [
        "/healthz",
        "/readyz",
        "/metrics",
        "/api/v1/openapi.json",
        "/api/v1/facets/year",
        "/opensearch.xml",
    ] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
}

#[test]
fn a_facets_counts_leave_its_own_filter_out() {
    let program = with_samples();
    let server = program.serve();
    let all = server.get("/api/v1/search?facet_size=100").json();
    let one = server.get("/api/v1/search?year=2022&facet_size=100").json();
    let counts = |answer: &serde_json::Value| -> Vec<(String, u64)> {
        let values = answer["facets"]["year"].as_array().expect("values").clone();
        let mut counts: Vec<_> = values
            .iter()
            .map(|value| (value["value"].to_string(), value["count"].as_u64().unwrap_or(0)))
            .collect();
        counts.sort();
        counts
    };
    assert_eq!(counts(&all), counts(&one));
    assert!(one["total"].as_u64() < all["total"].as_u64());
}

#[test]
fn a_walk_meets_each_hit_of_its_beginning_once_while_another_process_ingests() {
    let program = crate::ordskifte();
    let text = |number: usize| format!("Notat {number}\n\nTuntreet står ved vannet, sa nummer {number}.\n");
    for number in 0..12 {
        program.file(&format!("first/{number:02}.txt"), text(number));
    }
    program.expect(0, ["ingest", program.path("first").to_str().expect("UTF-8")]);
    let server = program.serve();
    let all = server.get("/api/v1/search?q=tuntreet&limit=100&sort=date").json();
    let ids = |answer: &serde_json::Value| -> Vec<String> {
        let hits = answer["hits"].as_array().expect("hits");
        hits.iter().map(|hit| hit["id"].to_string()).collect()
    };
    let mut walked: Vec<String> = Vec::new();
    let mut path = "/api/v1/search?q=tuntreet&limit=3&sort=date".to_owned();
    let mut generations = Vec::new();
    for page in 0.. {
        let answer = server.get(&path).json();
        assert_eq!(answer["total"], 12, "page {page}");
        generations.push(answer["generation"].to_string());
        walked.extend(ids(&answer));
        let Some(cursor) = answer["next_cursor"].as_str() else {
            break;
        };
        path = format!("/api/v1/search?q=tuntreet&limit=3&sort=date&cursor={cursor}");
        let file = program.file(&format!("later/{page}.txt"), text(100 + page));
        program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
        // What came is there at once, and the walk does not see it.
        let now = server.get("/api/v1/search?q=tuntreet&limit=1").json();
        assert_eq!(now["total"], 13 + page, "page {page}");
    }
    assert_eq!(walked, ids(&all));
    generations.dedup();
    assert_eq!(generations.len(), 1);
}

#[test]
fn cursors_go_through_every_hit_once() {
    let program = with_samples();
    let server = program.serve();
    let total = server.get("/api/v1/search?q=kommune&limit=1").json()["total"]
        .as_u64()
        .expect("a total");
    let mut seen = std::collections::BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let answer = server.get(&format!("/api/v1/search?q=kommune&limit=7{cursor}")).json();
        for hit in answer["hits"].as_array().expect("hits") {
            assert!(seen.insert(hit["id"].to_string()), "a hit twice");
        }
        match answer["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len() as u64, total);
}

#[test]
fn every_error_is_a_problem() {
    let program = with_samples();
    let server = program.serve();
    for (path, status) in [
        ("/api/v1/search?foo=1", 400),
        ("/api/v1/search?year=abc", 400),
        ("/api/v1/search?limit=99999", 400),
        ("/api/v1/search?q=%ff", 400),
        ("/api/v1/search?cursor=nonsense", 400),
        ("/api/v1/export?format=xls", 400),
        ("/api/v1/records/nonsense", 404),
        ("/api/v1/records/aaaaaaaaaaaaaaaa", 404),
        ("/api/v1/facets/nonsense", 404),
        ("/nonsense", 404),
        ("/records/..%2f..%2fetc%2fpasswd/original", 404),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert!(answer.head.contains("application/problem+json"), "{path}");
        assert!(answer.json()["detail"].is_string(), "{path}");
    }
    let posted = server.request("POST / HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(posted.status, 405);
    assert!(posted.head.contains("application/problem+json"));
    assert_eq!(server.get("/?year=abc").status, 400);
}

#[test]
fn what_the_description_allows_is_answered() {
    let program = crate::ordskifte();
    let line = "{\"id\": \"1\", \"title\": \"Sak\", \"date\": \"2022\", \"text\": \"Tuntreet.\"}\n";
    program.expect(0, ["ingest", program.file("a.jsonl", line).to_str().expect("UTF-8")]);
    let server = program.serve();
    // A range that ends before it begins holds nothing, also of a record whose date is a whole year; the page says why.
    for range in [
        "from=2023&to=2021",
        "from=2022-06&to=2022-03",
        "q=from:2022-06+to:2022-03",
    ] {
        let answer = server.get(&format!("/api/v1/search?{range}"));
        assert_eq!(
            (answer.status, answer.json()["total"].as_u64()),
            (200, Some(0)),
            "{range}"
        );
        let page = server.get(&format!("/?{range}&lang=nn")).text();
        assert!(page.contains("ingenting ligg mellom dei"), "{range}: {page}");
    }
    assert_eq!(server.get("/api/v1/search?from=2022-03&to=2022-06").json()["total"], 1);
    // What is of tables alone changes nothing of other exports; a column named twice stands once.
    let plain = server.get("/api/v1/export?format=ris").body;
    let with = server
        .get("/api/v1/export?format=ris&profile=excel-no&fields=title")
        .body;
    assert_eq!(plain, with);
    let twice = server.get("/api/v1/export?fields=title,date,title").text();
    assert!(twice.starts_with("title,date\r\n"), "{twice}");
    // A cursor that was never given out is none of ours; what has not its form is refused.
    let made_up = format!("/api/v1/search?cursor=AQ{}", "x".repeat(80));
    assert_eq!(server.get(&made_up).status, 404);
    assert_eq!(server.get("/api/v1/search?cursor=AQxx").status, 400);
    // A record is shown whatever is to be marked in it.
    let id = server.get("/api/v1/search").json()["hits"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    assert_eq!(server.get(&format!("/records/{id}?q=a)")).status, 200);
}

#[test]
fn what_is_too_large_to_be_read_is_told_as_a_problem() {
    let program = crate::ordskifte();
    program.expect(
        0,
        ["ingest", program.file("a.txt", "Et notat.\n").to_str().expect("UTF-8")],
    );
    let server = program.serve();
    let asked = |query: usize, lines: usize, bytes: usize| {
        let lines: String = (0..lines)
            .map(|line| format!("x-{line}: {}\r\n", "x".repeat(bytes)))
            .collect();
        let query = "x".repeat(query);
        server.request(&format!(
            "GET /api/v1/search?q={query} HTTP/1.1\r\nhost: x\r\n{lines}connection: close\r\n\r\n"
        ))
    };
    assert_eq!(asked(10, 70, 100).status, 200);
    for (query, lines, bytes, status, kind) in [
        (17 << 10, 0, 0, 414, "address-too-long"),
        (60 << 10, 0, 0, 414, "address-too-long"),
        (10, 3, 12 << 10, 431, "head-too-large"),
        (10, 90, 10, 431, "head-too-large"),
    ] {
        let answer = asked(query, lines, bytes);
        let what = format!("{query} {lines} {bytes}: {}", answer.head);
        assert_eq!(answer.status, status, "{what}");
        assert!(answer.head.contains("application/problem+json"), "{what}");
        assert_eq!(answer.json()["type"], kind, "{what}");
    }
    // What the HTTP library refuses itself comes without a body.
    for (query, lines, status) in [(66 << 10, 0, 414), (10, 120, 431)] {
        let answer = asked(query, lines, 10);
        assert_eq!((answer.status, answer.body.len()), (status, 0), "{}", answer.head);
    }
    assert_eq!(server.get("/api/v1/search").status, 200);
}

#[test]
fn a_stalled_reader_cannot_hold_up_the_end() {
    let program = with_samples();
    let mut server = program.serve();
    let mut stalled = TcpStream::connect(server.address).expect("it listens");
    stalled
        .write_all(b"GET /api/v1/export?unit=passage HTTP/1.1\r\nHost: test\r\n\r\n")
        .expect("sent");
    std::thread::sleep(Duration::from_millis(300));
    std::process::Command::new("kill")
        .args(["-TERM", &server.pid().to_string()])
        .status()
        .expect("kill");
    assert!(server.ends_within(Duration::from_secs(8)), "it still runs");
}

#[test]
fn a_feed_follows_its_search_page_by_page_and_keeps_its_names() {
    let program = with_samples();
    let server = program.serve();
    let total = server.get("/api/v1/search?q=kommune&limit=1").json()["total"]
        .as_u64()
        .expect("a total") as usize;
    let ids = |text: &str| -> Vec<String> {
        let entries = text.split("<entry").skip(1);
        entries
            .filter_map(|entry| Some(entry.split("<id>").nth(1)?.split("</id>").next()?.to_owned()))
            .collect()
    };
    let whole = server.get("/feed.atom?q=kommune&limit=100");
    assert!(whole.head.contains("application/atom+xml"));
    let all = ids(&whole.text());
    assert_eq!(all.len(), total);
    let (mut walked, mut path) = (Vec::new(), "/feed.atom?q=kommune&limit=7".to_owned());
    loop {
        let text = server.get(&path).text();
        walked.extend(ids(&text));
        let next = text
            .split("rel=\"next\"")
            .nth(1)
            .and_then(|rest| rest.split("href=\"").nth(1)?.split('"').next());
        let Some(next) = next else { break };
        let at = next.find("/feed.atom").expect("a path");
        path = next[at..].replace("&amp;", "&");
    }
    assert_eq!(walked, all);
    let again = program.serve();
    assert_eq!(ids(&again.get("/feed.atom?q=kommune&limit=100").text()), all);
}

#[test]
fn search_engines_and_browsers_find_what_they_look_for() {
    let program = with_samples();
    let server = program.serve();
    let total = server.get("/api/v1/search?limit=1").json()["total"]
        .as_u64()
        .expect("a total") as usize;
    assert_eq!(server.get("/sitemap.xml").text().matches("<url>").count(), total);
    let robots = server.get("/robots.txt").text();
    assert!(robots.contains("Disallow: /api/") && robots.contains("/sitemap.xml"));
    // The longer rule counts (RFC 9309, 2.2.2): parts of a map may be fetched though parameters may not.
    assert!(robots.lines().any(|line| line == "Allow: /sitemap.xml"), "{robots}");
    assert!(
        server
            .get("/opensearch.xml")
            .text()
            .contains("/api/v1/suggest?q={searchTerms}")
    );
    let suggested = server.get("/api/v1/suggest?q=vindk").json();
    assert_eq!(suggested["suggestions"][0]["value"], "vindkraft");
    let names = server.get("/api/v1/suggest?q=vindk&format=opensearch").json();
    assert_eq!((&names[0], &names[1][0]), (&"vindk".into(), &"vindkraft".into()));
    let found = server.get("/api/v1/search?q=vindkraft").json();
    let id = found["hits"][0]["id"].as_str().expect("an id");
    let cited = server.get(&format!("/api/v1/records/{id}/cite?format=bibtex")).text();
    assert!(cited.starts_with("@misc{ordskifte-") && cited.contains(&format!("/records/{id}/v1}}")));
    let record = server.get(&format!("/api/v1/records/{id}"));
    assert!(record.head.contains("rel=\"canonical\"") && record.head.contains("etag: w/"));
}

#[test]
fn a_page_of_a_record_marks_what_was_searched_for() {
    let program = with_samples();
    let server = program.serve();
    let found = server.get("/api/v1/search?q=vindkraft&kind=referat").json();
    let url = found["hits"][0]["url"].as_str().expect("an address");
    let page = server.get(&format!("{url}?q=vindkraft")).text();
    assert!(page.contains("<mark id=\"treff-1\">") && page.contains("data-marks=\""));
    assert!(!server.get(url).text().contains("<mark"));
    assert_eq!(server.get(&format!("{url}?wrong=1")).status, 400);
}

#[test]
fn bytes_are_sent_compressed_to_who_takes_that() {
    let program = with_samples();
    let server = program.serve();
    for coding in ["br", "gzip"] {
        let answer = server.request(&format!(
            "GET /?q=kommune HTTP/1.1\r\nHost: test\r\nConnection: close\r\nAccept-Encoding: {coding}\r\n\r\n"
        ));
        assert!(
            answer.head.contains(&format!("content-encoding: {coding}")),
            "{}",
            answer.head
        );
    }
}

#[test]
fn a_package_over_http_is_the_export_with_its_provenance() {
    let program = with_samples();
    let server = program.serve();
    let plain = server.get("/api/v1/export?q=vindkraft&fields=record_id,title");
    let answer = server.get("/api/v1/export?q=vindkraft&fields=record_id,title&package=true");
    assert!(answer.head.contains("content-type: application/zip") && answer.head.contains("ordskifte.zip"));
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(answer.body)).expect("a zip file");
    let mut file = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(name).expect(name), &mut text).expect("UTF-8");
        text
    };
    assert_eq!(file("data.csv"), plain.text());
    let told: serde_json::Value = serde_json::from_str(&file("datapackage.json")).expect("JSON");
    let total = server.get("/api/v1/search?q=vindkraft&limit=1").json();
    assert_eq!(told["ordskifte"]["rows"], total["total"]);
    assert_eq!(told["ordskifte"]["generation"], total["generation"]);
    assert_eq!(told["ordskifte"]["query"], "vindkraft");
}
