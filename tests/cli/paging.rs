//! The pages of a search: numbered, and reached from both ends.

use crate::ordskifte;
use ordskifte_testkit::{Answer, Server};
use serde_json::Value;

/// Eleven records that the query finds.
const LINES: usize = 11;

fn served() -> (ordskifte_testkit::Ordskifte, Server) {
    let program = ordskifte();
    let lines: String = (0..LINES)
        .map(|number| {
            format!("{{\"id\": \"{number}\", \"title\": \"Sak {number}\", \"text\": \"Tuntreet ved hus {number}.\"}}\n")
        })
        .collect();
    let file = program.file("in.jsonl", lines);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let server = program.serve();
    (program, server)
}

fn page(server: &Server, path: &str, language: &str) -> Answer {
    server.request(&format!(
        "GET {path} HTTP/1.1\r\nhost: x\r\naccept: text/html\r\naccept-language: {language}\r\nconnection: close\r\n\r\n"
    ))
}

/// The address that a page gives to a relation.
fn related(text: &str, rel: &str) -> Option<String> {
    let plain = text.replace("&#x2f;", "/").replace("&amp;", "&");
    let end = plain.find(&format!("\" rel=\"{rel} nofollow\""))?;
    Some(plain[..end].rsplit("href=\"").next()?.to_owned())
}

#[test]
fn the_last_page_is_one_click_away_and_every_page_tells_its_number_in_each_language() {
    let (_program, server) = served();
    let words = [
        (
            "nb",
            "Side 1 av 3",
            "Siste side",
            "Side 3 av 3",
            "treff 9–11",
            "Forrige side",
        ),
        (
            "nn",
            "Side 1 av 3",
            "Siste side",
            "Side 3 av 3",
            "treff 9–11",
            "Førre side",
        ),
        (
            "en",
            "Page 1 of 3",
            "Last page",
            "Page 3 of 3",
            "hits 9–11",
            "Previous page",
        ),
    ];
    for (language, first, to_last, last, hits, before) in words {
        let front = page(&server, "/?q=tuntreet&limit=4&sort=date", language).text();
        assert!(front.contains(first) && front.contains(to_last), "{language}: {front}");
        assert!(related(&front, "prev").is_none() && related(&front, "first").is_none());
        let end = page(&server, &related(&front, "last").expect("a last page"), language).text();
        assert!(
            end.contains(last) && end.contains(hits) && end.contains(before),
            "{language}: {end}"
        );
        assert!(related(&end, "next").is_none() && related(&end, "last").is_none());
        let middle = page(&server, &related(&end, "prev").expect("a page before"), language).text();
        let by_next = page(&server, &related(&front, "next").expect("a page after"), language).text();
        assert!(middle.contains(&first.replace('1', "2")), "{middle}");
        let titles = |text: &str| text.matches("<li class=\"hit\">").count();
        assert_eq!((titles(&front), titles(&middle), titles(&end)), (4, 4, 3));
        for number in 0..LINES {
            let title = format!(">Sak {number}<");
            assert_eq!(middle.contains(&title), by_next.contains(&title), "{title}");
        }
    }
    let all = page(&server, "/?q=tuntreet", "nb").text();
    assert!(!all.contains("class=\"pager\"") && !all.contains("Side 1"));
}

#[test]
fn the_api_goes_back_and_to_the_end_and_says_so_in_its_links() {
    let (_program, server) = served();
    let asked = "/api/v1/search?q=tuntreet&limit=4";
    let go = |answer: &Value, cursor: &str| {
        let cursor = answer[cursor].as_str().expect("a cursor");
        server.get(&format!("{asked}&cursor={cursor}"))
    };
    let front = server.get(asked);
    let is_linked = |answer: &Answer, rel: &str| answer.head.contains(&format!("rel=\"{rel}\""));
    assert!(is_linked(&front, "last") && is_linked(&front, "next") && !is_linked(&front, "prev"));
    let front = front.json();
    let second = go(&front, "next_cursor").json();
    let last = go(&front, "last_cursor");
    assert!(is_linked(&last, "prev") && !is_linked(&last, "next") && !is_linked(&last, "last"));
    let last = last.json();
    let offsets = [&front, &second, &last].map(|answer| answer["offset"].as_u64());
    assert_eq!(offsets, [Some(0), Some(4), Some(8)]);
    assert_eq!(go(&last, "previous_cursor").json()["hits"], second["hits"]);
    assert_eq!(go(&second, "previous_cursor").json()["hits"], front["hits"]);
    assert_eq!(front["previous_cursor"], Value::Null);
    assert_eq!(last["last_cursor"], Value::Null);
}
