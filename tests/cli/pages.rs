//! The pages of people, ministries, topics, meetings, cases, hearings, works cited, agreements and coverage.

use crate::{ordskifte, with_samples};
use ordskifte_testkit::{Answer, Server};
use std::collections::BTreeSet;

/// Lists that lead to all others.
const LISTS: [&str; 8] = [
    "/people",
    "/ministries",
    "/topics",
    "/meetings",
    "/cases",
    "/hearings",
    "/agreements",
    "/coverage",
];

/// The page, as a browser asks for it.
fn page(server: &Server, path: &str) -> Answer {
    server.request(&format!(
        "GET {path} HTTP/1.1\r\nhost: x\r\naccept: text/html\r\nconnection: close\r\n\r\n"
    ))
}

/// The addresses on this server that a page leads to.
fn links(text: &str) -> BTreeSet<String> {
    let plain = text.replace("&#x2f;", "/").replace("&amp;", "&");
    plain
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|address| address.starts_with('/'))
        .map(|address| address.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn every_link_of_every_such_page_leads_somewhere_in_each_language() {
    let program = with_samples();
    let server = program.serve_with(&["--rate", "0"]);
    let mut open: Vec<String> = LISTS.iter().map(|path| (*path).to_owned()).collect();
    let mut seen: BTreeSet<String> = open.iter().cloned().collect();
    let mut sorts: BTreeSet<String> = BTreeSet::new();
    while let Some(path) = open.pop() {
        let answer = page(&server, &path);
        assert!(matches!(answer.status, 200 | 308), "{path}: {}", answer.status);
        let sort = path.split(['/', '?']).nth(1).unwrap_or_default().to_owned();
        // Pages of records and searches lead on for ever: they are looked at and not followed.
        let followed = LISTS.contains(&format!("/{sort}").as_str()) || sort == "citations";
        if !followed {
            continue;
        }
        sorts.insert(sort);
        for link in links(&answer.text()) {
            let own = link.starts_with("/records/") || LISTS.iter().any(|list| link.starts_with(list));
            let own = own || link.starts_with("/citations/");
            if own && !link.contains("lang=") && seen.insert(link.clone()) {
                open.push(link);
            }
        }
    }
    assert_eq!(sorts.len(), LISTS.len(), "{sorts:?}");
    assert!(seen.len() > 150, "{}", seen.len());
    for (code, word) in [("nb", "Departementer"), ("nn", "Temaa i arkivet"), ("en", "Ministries")] {
        let text = page(&server, &format!("/topics?lang={code}")).text();
        assert!(
            text.contains(&format!("<html lang=\"{code}\"")) && text.contains(word),
            "{code}"
        );
    }
}

#[test]
fn a_record_leads_to_the_pages_of_what_it_names() {
    let program = with_samples();
    let server = program.serve_with(&["--rate", "0"]);
    let hits = server.get("/api/v1/search?limit=100").json();
    let mut sorts: BTreeSet<String> = BTreeSet::new();
    for hit in hits["hits"].as_array().expect("hits") {
        let text = page(&server, hit["url"].as_str().expect("a page")).text();
        for link in links(&text) {
            let sort = link.split('/').nth(1).unwrap_or_default().to_owned();
            if [
                "people",
                "ministries",
                "topics",
                "meetings",
                "cases",
                "hearings",
                "citations",
            ]
            .contains(&sort.as_str())
            {
                assert!(matches!(page(&server, &link).status, 200 | 308), "{link}");
                sorts.insert(sort);
            }
        }
    }
    let expected = ["citations", "hearings", "meetings", "ministries", "people", "topics"];
    assert!(expected.iter().all(|sort| sorts.contains(*sort)), "{sorts:?}");
}

#[test]
fn counts_on_a_topics_page_are_of_that_topic() {
    let program = with_samples();
    let server = program.serve_with(&["--rate", "0"]);
    let facets = server.get("/api/v1/facets/topic").json();
    let rare = facets["values"]
        .as_array()
        .expect("values")
        .last()
        .expect("a topic")
        .clone();
    let total = rare["count"].as_u64().expect("a count");
    let id = rare["value"].as_str().expect("an id");
    let path = match id.strip_prefix("urn:ordskifte:topic:") {
        Some(own) => format!("/topics/own/{own}"),
        None => format!("/topics/{}", id.trim_start_matches("https://psi.norge.no/los/")),
    };
    let text = page(&server, &path).text();
    let tables = text.split("small-tables").nth(1).expect("tables");
    let tables = tables
        .split("id=\"newest\"")
        .next()
        .expect("what is before the records");
    let counts: Vec<u64> = tables
        .split("<span>")
        .filter_map(|rest| rest.split('<').next()?.parse().ok())
        .collect();
    assert!(!counts.is_empty(), "{tables}");
    assert!(counts.iter().all(|count| *count <= total), "{counts:?} of {total}");
}

#[test]
fn a_persons_statements_as_a_table_are_as_many_as_the_page_says() {
    let program = with_samples();
    let server = program.serve_with(&["--rate", "0"]);
    let people = server.listed("/api/v1/people");
    let mut compared = 0;
    for person in &people {
        let said = person["statements"].as_u64().expect("a count");
        let id = person["id"].as_str().expect("an id");
        let answer = page(&server, &format!("/people/{id}"));
        let text = answer.text();
        assert!(answer.head.contains("x-robots-tag: noindex"), "{id}");
        assert!(text.contains("<meta name=\"robots\" content=\"noindex\">"), "{id}");
        let csv = links(&text)
            .into_iter()
            .find(|link| link.ends_with("&format=csv") && link.contains("unit=statement"));
        assert_eq!(csv.is_some(), said > 0, "{id}");
        let Some(csv) = csv else { continue };
        let export = server.get(&csv);
        assert!(
            export.head.contains(&format!("x-total-count: {said}\r\n")),
            "{id}: {said} {}",
            export.head
        );
        compared += 1;
    }
    assert!(compared > 10, "{compared}");
}

#[test]
fn nothing_hidden_stands_on_any_such_page() {
    let program = ordskifte();
    let minutes = |day: &str, name: &str, word: &str| {
        format!(
            "Referat fra 1. konsultasjonsmøte {day}\n\nTil stede:\nFra staten: statssekretær {name} (KDD)\nFra KS: leder Åpen Synlig\n\n\
             Sak 1 {word}\n\n{name} viste til NOU 2019: 5 og at {word} skal drøftes.\n\n\
             KDD og KS er enige om at {word} skal behandles som en kostnadsberegningssak innenfor konsultasjonsordningen.\n"
        )
    };
    program.file("in/open.txt", minutes("3. mars 2020", "Ola Framvist", "dagslysprøve"));
    program.file(
        "in/closed.txt",
        minutes("4. mars 2021", "Kari Skjultesen", "mørkromsak"),
    );
    program.file("in/closed.txt.ordskifte.toml", "access = \"restricted\"\n");
    program.file("in/gone.txt", minutes("5. mars 2022", "Per Borttatt", "tilbaketrekk"));
    program.file(
        "in/private.jsonl",
        "{\"id\":\"1\",\"title\":\"Høringssvar om havner\",\"kind\":\"horingssvar\",\"date\":\"2020-05-05\",\"text\":\"Jeg mener noe om havner.\",\
         \"sender\":{\"name\":\"Petra Privatsen\",\"type\":\"privatperson\"},\"hearing\":{\"subject\":\"Ny lov om havner\"},\
         \"participants\":[{\"name\":\"Petra Privatsen\",\"role\":\"leder\",\"printed\":\"Petra Privatsen\"}]}\n",
    );
    program.expect(0, ["ingest", program.path("in").to_str().expect("UTF-8")]);
    let gone = program.json(0, ["search", "tilbaketrekk", "--format", "json"]);
    let gone = gone["hits"][0]["id"].as_str().expect("the record").to_owned();
    let server = program.serve_with(&["--rate", "0"]);
    // Before it is withdrawn, the server has it in its links: these must follow.
    let people = server.get("/people").text();
    assert!(
        people.contains("Per Borttatt") && people.contains("Ola Framvist"),
        "{people}"
    );
    program.expect(0, ["withdraw", &gone, "--reason", "feil"]);
    let mut open: Vec<String> = LISTS.iter().map(|path| (*path).to_owned()).collect();
    open.extend(
        ["people", "meetings", "hearings", "cases", "agreements", "coverage"].map(|name| format!("/api/v1/{name}")),
    );
    let mut seen: BTreeSet<String> = open.iter().cloned().collect();
    let mut found = false;
    while let Some(path) = open.pop() {
        let text = page(&server, &path).text();
        for word in ["Skjultesen", "mørkromsak", "Borttatt", "tilbaketrekk"] {
            assert!(!text.contains(word), "{word} on {path}");
        }
        let private = text.contains("Petra Privatsen") && !path.starts_with("/api/") && !path.starts_with("/records/");
        assert!(!private, "a private person on {path}");
        found |= text.contains("dagslysprøve");
        for link in links(&text) {
            let followed = LISTS.iter().any(|list| link.starts_with(list)) || link.starts_with("/records/");
            if followed && !link.contains("lang=") && !link.contains("original") && seen.insert(link.clone()) {
                open.push(link);
            }
        }
    }
    assert!(found, "the open record is nowhere");
    assert_eq!(server.get("/api/v1/people?name=Petra").json()["total"], 0);
}

#[test]
fn an_empty_list_says_whether_a_choice_or_the_archive_is_why() {
    let program = with_samples();
    let server = program.serve();
    for path in [
        "/agreements?in_force_on=1950",
        "/people?name=zzzz",
        "/people?name=zzzz&offset=0",
    ] {
        let text = page(&server, &format!("{path}&lang=nb")).text();
        assert!(
            text.contains("Ingenting passer med det som er valgt.") && text.contains("Vis alle"),
            "{path}"
        );
        assert!(!text.contains("ingenting her ennå"), "{path}");
    }
    let empty = ordskifte();
    empty.file("a.txt", "Notat om bruer\n\nBruer skal holde lenge.\n");
    empty.expect(0, ["ingest", empty.path("a.txt").to_str().expect("UTF-8")]);
    let server = empty.serve();
    for path in ["/agreements?", "/agreements?in_force_on=&", "/people?name=&"] {
        let text = page(&server, &format!("{path}lang=nb")).text();
        assert!(text.contains("Arkivet har ingenting her ennå."), "{path}");
    }
    for (unit, advised) in [("record", false), ("statement", true)] {
        let text = page(&server, &format!("/?q=tulleord&unit={unit}&lang=nb")).text();
        assert_eq!(text.contains("Søk i hele dokumenter"), advised, "{unit}");
    }
}
