//! What readers are told: errors in their language, values that nothing has, encodings, versions, numbers.

use crate::{ordskifte, with_samples};
use ordskifte_testkit::{Answer, Ordskifte, Server};
use serde_json::Value;

/// A page as a browser asks for it.
fn page(server: &Server, path: &str, language: &str) -> Answer {
    asked(
        server,
        path,
        &format!("Accept: text/html\r\nAccept-Language: {language}\r\n"),
    )
}

pub(crate) fn asked(server: &Server, path: &str, lines: &str) -> Answer {
    server.request(&format!(
        "GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{lines}\r\n"
    ))
}

/// The program with one text file in, and the id of its record.
pub(crate) fn with_file(name: &str, bytes: impl AsRef<[u8]>) -> (Ordskifte, String) {
    let program = ordskifte();
    let file = program.file(name, bytes);
    let report = program.json(0, ["ingest", "--json", &file.display().to_string()]);
    let id = report["added"][0]["id"].as_str().expect("an id").to_owned();
    (program, id)
}

fn told(program: &Ordskifte, code: i32, args: &[&str]) -> String {
    let output = program.run(args);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
    told
}

fn first_id(server: &Server) -> String {
    let answer = server.get("/api/v1/search?limit=1").json();
    answer["hits"][0]["id"].as_str().expect("an id").to_owned()
}

#[test]
fn pages_tell_what_is_wrong_in_the_language_of_the_visit() {
    let program = with_samples();
    let server = program.serve();
    let id = first_id(&server);
    for (path, status, nb, nn, en) in [
        (
            "/nowhere".to_owned(),
            404,
            "Det finnes ingenting på /nowhere.",
            "Det finst ingenting på /nowhere.",
            "Nothing is at /nowhere.",
        ),
        (
            "/records/aaaaaaaaaaaaaaaa".to_owned(),
            404,
            "Arkivet har ikke noe dokument aaaaaaaaaaaaaaaa.",
            "Arkivet har ikkje noko dokument aaaaaaaaaaaaaaaa.",
            "no record aaaaaaaaaaaaaaaa in the archive",
        ),
        (
            format!("/records/{id}/v9"),
            404,
            "har ingen slik versjon; det har v1.",
            "har ingen slik versjon; det har v1.",
            "has no such version; it has v1",
        ),
        (
            format!("/records/{id}/original?version=v9"),
            404,
            "har ingen slik versjon; det har v1.",
            "har ingen slik versjon; det har v1.",
            "has no such version; it has v1",
        ),
        (
            "/?cursor=x".to_owned(),
            400,
            "dette er ikke noe sted i et søk",
            "dette er ikkje nokon stad i eit søk",
            "this is no cursor",
        ),
        (
            "/people/ingen".to_owned(),
            404,
            "Arkivet har ingen person `ingen`.",
            "Arkivet har ingen person `ingen`.",
            "there is no person `ingen`",
        ),
        (
            "/meetings?year=nei".to_owned(),
            400,
            "et årstall",
            "eit årstal",
            "a year",
        ),
        (
            "/feed.atom?sort=date".to_owned(),
            400,
            "en strøm er alltid ordnet",
            "ein straum er alltid ordna",
            "a feed is always",
        ),
        (
            "/%ff".to_owned(),
            400,
            "Forespørselen kan ikke leses",
            "Førespurnaden kan ikkje lesast",
            "The request could not be read",
        ),
    ] {
        for (language, expected) in [("nb", nb), ("nn", nn), ("en", en)] {
            let answer = page(&server, &path, language);
            let text = answer.text().replace("&#x2f;", "/");
            assert_eq!(answer.status, status, "{path}");
            assert!(
                answer.head.contains("content-type: text/html"),
                "{path}: {}",
                answer.head
            );
            assert!(text.contains(expected), "{path} {language}: {text}");
            assert!(!text.contains("role=\"alert\" lang"), "{path}: {text}");
        }
        let problem = server.get(&path);
        assert!(problem.head.contains("application/problem+json"), "{path}");
        let detail = problem.json()["detail"].as_str().expect("a detail").to_owned();
        assert!(detail.contains(en), "{path}: {detail}");
    }
    // The question's own cursor beside another question.
    let answer = server.get("/api/v1/search?limit=1").json();
    let cursor = answer["next_cursor"].as_str().expect("a cursor");
    let other = page(&server, &format!("/?limit=1&q=vindkraft&cursor={cursor}"), "nn");
    assert!(
        other.text().contains("denne staden høyrer til eit anna søk"),
        "{}",
        other.text()
    );
}

#[test]
fn paths_that_are_no_utf_8_are_bad_requests_everywhere() {
    let program = with_samples();
    let server = program.serve();
    for path in [
        "/%ff",
        "/records/%ff",
        "/api/v1/%ff",
        "/api/v1/records/%C3%28",
        "/%zz",
        "/people/%f",
        "/a%2",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 400, "{path}");
        assert_eq!(answer.json()["type"], "refused", "{path}");
    }
    assert_eq!(server.get("/h%C3%B8ring").status, 404);
}

#[test]
fn a_slash_too_many_leads_on_and_never_away() {
    let program = with_samples();
    let server = program.serve();
    let moved = server.get("/people/?name=a");
    assert_eq!(moved.status, 308);
    assert!(moved.head.contains("location: /people?name=a"), "{}", moved.head);
    assert_eq!(server.get("/api/v1/search/").status, 308);
    for path in ["//", "//ks.example/", "///ks.example//"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn resources_take_no_parameters_that_they_do_not_know() {
    let program = with_samples();
    let server = program.serve();
    for list in ["people", "meetings", "hearings"] {
        let items = server.get(&format!("/api/v1/{list}?limit=1")).json();
        let id = items["items"][0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(server.get(&format!("/api/v1/{list}/{id}")).status, 200, "{list}");
        assert_eq!(server.get(&format!("/api/v1/{list}/{id}?a=1")).status, 400, "{list}");
    }
}

fn notes(answer: &Value) -> Vec<(String, String, String, Vec<String>)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let notes = answer["notes"].as_array().expect("notes").iter();
    notes
        .map(|note| {
            let known = note["known"].as_array().expect("known").iter().map(text).collect();
            assert!(!text(&note["message"]).is_empty());
            (
                text(&note["code"]),
                text(&note["parameter"]),
                text(&note["value"]),
                known,
            )
        })
        .collect()
}

#[test]
fn values_that_nothing_has_are_told_with_what_is_near() {
    let program = with_samples();
    let server = program.serve();
    let person = server.get("/api/v1/facets/participant?facet_size=1").json();
    let person = person["values"][0]["value"].as_str().expect("a person").to_owned();
    let search = |query: &str| {
        server
            .get(&format!("/api/v1/search?limit=1&facets=none&{query}"))
            .json()
    };
    let one = |query: &str| {
        notes(&search(query))
            .pop()
            .unwrap_or_else(|| panic!("no note on {query}"))
    };
    for query in [
        "ministry=XYZ",
        "q=ministry:XYZ",
        "q=(ministry:XYZ%20OR%20year:1850)",
        "ministry_line=XYZ",
    ] {
        let (code, parameter, value, known) = one(query);
        assert!(parameter.starts_with("ministry"), "{query}");
        assert_eq!(
            (code.as_str(), value.as_str(), known.len()),
            ("unknown_value", "XYZ", 0),
            "{query}"
        );
    }
    assert!(one("ministry=KDDD").3.contains(&"KDD".to_owned()));
    assert!(
        one("ministry=Finansdepartemntet")
            .3
            .contains(&"Finansdepartementet".to_owned())
    );
    let misspelled = person.replacen('e', "", 1);
    let encoded = misspelled.replace(' ', "+");
    for field in ["participant", "speaker"] {
        assert!(
            one(&format!("{field}={encoded}")).3.contains(&person),
            "{field} {misspelled}"
        );
    }
    // Among senders are private persons: nobody is offered.
    assert_eq!(one(&format!("sender={encoded}")).3, [""; 0]);
    assert_eq!(one("topic=nosuchtopicatall").1, "topic");
    let (code, parameter, value, known) = one("q=foo:bar");
    assert_eq!([code, parameter, value], ["no_filter", "q", "foo"]);
    assert!(known.contains(&"ministry".to_owned()));
    for query in [
        "ministry=KDD",
        "ministry=kdd-2022",
        "topic=energi",
        "year=1850",
        "q=vindkraft",
        "q=xyzzyx",
        "q=https://ks.no",
        "kind=brev&side=ks&language=nn",
    ] {
        assert_eq!(notes(&search(query)), [], "{query}");
    }
    // Many are not told one by one.
    let many: Vec<String> = (0..300).map(|number| format!("participant=ukjent{number}")).collect();
    assert_eq!(notes(&search(&many.join("&"))).len(), 5);
    let many: Vec<String> = (b'a'..=b'z').map(|c| format!("x{}:y", c as char)).collect();
    assert_eq!(notes(&search(&format!("q={}", many.join("+")))).len(), 5);
    let shown = page(&server, "/?ministry=KDDD", "nb").text();
    assert!(
        shown.contains("arkivet har ikke «KDDD»") && shown.contains("ministry=KDD\""),
        "{shown}"
    );
    assert!(
        page(&server, "/?q=foo:bar", "nn")
            .text()
            .contains("«foo:» er ikkje noko filter")
    );
}

#[test]
fn values_outside_of_closed_lists_are_faults_told_with_the_list() {
    let program = with_samples();
    let server = program.serve();
    for (query, allowed) in [
        ("kind=minutes", "referat"),
        ("language=xx", "nb, nn"),
        ("side=left", "stat, ks"),
        ("q=kind:minutes", "referat"),
        ("unit=page", "statement"),
        ("meeting_type=x", "konsultasjonsmøte"),
        ("case_type=x", "kostnadsberegning"),
        ("position=x", "enighet"),
        ("ministry_role=x", "host"),
        ("sort=x", "date-desc"),
        ("limit=101", "1–100"),
        ("limit=0", "1–100"),
    ] {
        let answer = server.get(&format!("/api/v1/search?{query}"));
        assert_eq!(answer.status, 400, "{query}");
        assert!(
            answer.json()["detail"].as_str().expect("detail").contains(allowed),
            "{query}"
        );
    }
}

#[test]
fn the_terminal_is_told_what_nothing_has_beside_the_answer() {
    let program = with_samples();
    let of_terminal = told(&program, 0, &["search", "--ministry", "XYZ"]);
    assert!(
        of_terminal.contains("nothing in the archive has ministry `XYZ`"),
        "{of_terminal}"
    );
    assert!(told(&program, 0, &["search", "foo:bar"]).contains("`foo:` is no filter"));
    assert!(told(&program, 0, &["export", "ministry:XYZ"]).contains("ministry `XYZ`"));
    assert!(told(&program, 0, &["watch", "add", "x", "ministry:XYZ"]).contains("ministry `XYZ`"));
}

#[test]
fn names_of_removed_and_hidden_records_are_offered_to_nobody() {
    let program = ordskifte();
    // Both in one segment of the index, which keeps the words of what is deleted from it.
    let line = |id: u8, name: &str, access: &str| {
        serde_json::json!({
            "id": id.to_string(),
            "text": format!("Referat nummer {id} om havvind."),
            "access": access,
            "participants": [{ "name": name, "role": "rådgiver" }],
        })
    };
    let lines = [
        line(1, "Tarjei Kveldsvikn", "public"),
        line(2, "Tarjei Kveldsvikm", "public"),
        line(3, "Tarjei Kveldsvikr", "restricted"),
    ];
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let file = program.file("lines.jsonl", lines);
    program.expect(0, ["ingest", &file.display().to_string()]);
    let known = |program: &Ordskifte| {
        let answer = program.json(0, ["search", "--format", "json", "--participant", "Tarjei Kveldsvikx"]);
        notes(&answer).pop().expect("a note").3
    };
    assert_eq!(known(&program), ["Tarjei Kveldsvikm", "Tarjei Kveldsvikn"]);
    // The next version of the first has another name; the third stays as it was.
    let lines = [
        line(1, "Tarjei Lillebø", "public"),
        line(2, "Tarjei Kveldsvikm", "public"),
        line(3, "Tarjei Kveldsvikr", "restricted"),
    ];
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let file = program.file("lines.jsonl", lines);
    program.expect(0, ["ingest", &file.display().to_string()]);
    assert_eq!(known(&program), ["Tarjei Kveldsvikm"]);
    let found = program.json(0, ["search", "--format", "json", "--participant", "Tarjei Kveldsvikm"]);
    let id = found["hits"][0]["id"].as_str().expect("an id").to_owned();
    program.expect(0, ["withdraw", &id, "--reason", "feil"]);
    assert_eq!(known(&program), [""; 0]);
}

#[test]
fn names_that_are_meant_are_written_as_the_texts_have_them() {
    let text = "Referat\n\nAnne Tjeldflåt orienterte om havvind.\n\nTjeldflåt viste til NORSAR.\n\nKommunene ventet.\n";
    let (program, _) = with_file("referat.txt", text);
    let server = program.serve();
    for (typed, meant) in [
        ("tjeldflot", "Tjeldflåt"),
        ("tjeldfløt+havvind", "Tjeldflåt havvind"),
        ("norsarr", "NORSAR"),
        ("ventett", "ventet"),
    ] {
        let answer = server
            .get(&format!("/api/v1/search?q={}", typed.replace('ø', "%C3%B8")))
            .json();
        assert_eq!(answer["did_you_mean"], meant, "{typed}");
    }
}

#[test]
fn versions_and_ministries_that_are_not_there_tell_those_that_are() {
    let program = with_samples();
    let server = program.serve();
    let id = first_id(&server);
    for path in [
        format!("/api/v1/records/{id}/text?version=v9"),
        format!("/api/v1/records/{id}/text?version=9"),
        format!("/api/v1/records/{id}/v9"),
        format!("/api/v1/records/{id}/v0"),
        format!("/api/v1/records/{id}/cite?version=v01"),
        format!("/records/{id}/original?version=9"),
    ] {
        let answer = server.get(&path);
        assert_eq!(answer.status, 404, "{path}");
        let detail = answer.json()["detail"].clone();
        assert_eq!(detail, format!("record {id} has no such version; it has v1"), "{path}");
    }
    let unknown = server.get("/api/v1/records/aaaaaaaaaaaaaaaa/text?version=v9").json();
    assert_eq!(unknown["detail"], "no record aaaaaaaaaaaaaaaa in the archive");
    for base in ["/api/v1/ministries/", "/ministries/"] {
        let several = server.get(&format!("{base}AID"));
        assert_eq!(several.status, 404);
        let detail = several.json()["detail"].as_str().expect("a detail").to_owned();
        assert!(detail.contains("aid-2006") && detail.contains("aid-2022"), "{detail}");
        for (name, to) in [
            ("KDD", "kdd-2022"),
            ("kdd", "kdd-2022"),
            ("Finansdepartementet", "fin-"),
        ] {
            let moved = server.get(&format!("{base}{name}"));
            assert_eq!(moved.status, 308, "{base}{name}");
            assert!(moved.head.contains(&format!("location: {base}{to}")), "{}", moved.head);
        }
        assert_eq!(server.get(&format!("{base}XYZ")).status, 404);
    }
}

#[test]
fn english_counts_and_orders_as_english_does() {
    let (program, _) = with_file(
        "a.txt",
        "Referat fra 2. konsultasjonsmøte 2019\n\nDato: 22. mai 2019\n\nKS viste til havvind.\n",
    );
    assert!(told(&program, 0, &["export"]).ends_with("1 row\n"));
    assert!(told(&program, 0, &["export", "havvind", "--kind", "brev"]).ends_with("0 rows\n"));
    let server = program.serve();
    let meetings = page(&server, "/meetings?year=2019", "en").text();
    assert!(meetings.contains("2nd consultation meeting 2019"), "{meetings}");
    assert!(
        page(&server, "/meetings?year=2019", "nn")
            .text()
            .contains("2. konsultasjonsmøte 2019")
    );
    assert!(
        page(&server, "/", "en")
            .text()
            .contains("<strong>1</strong> record in the archive")
    );
    assert!(
        page(&server, "/?q=havvind", "en")
            .text()
            .contains("<strong>1</strong> hit")
    );
}

#[test]
fn flags_that_cannot_be_taken_say_what_can() {
    let program = with_samples();
    for address in ["ftp:x", "ftp://x", "http://", "http://x/?a", "http://x/#a", "x.no"] {
        for command in ["serve", "export"] {
            let fault = told(&program, 2, &[command, "--public-url", address]);
            assert!(fault.contains("http:// or https://"), "{command} {address}: {fault}");
        }
    }
    let fault = told(&program, 2, &["search", "x", "--format", "ris"]);
    assert!(
        fault.contains("ordskifte export") && fault.contains("text, table, json, csv"),
        "{fault}"
    );
    for limit in ["1001", "-1", "x"] {
        let fault = told(&program, 2, &["search", &format!("--limit={limit}")]);
        assert!(fault.contains("0–1000") && fault.contains("--cursor"), "{fault}");
    }
    let answer = program.json(0, ["search", "--format", "json", "--limit", "1000"]);
    assert_eq!(
        answer["hits"].as_array().map(Vec::len),
        answer["total"].as_u64().map(|total| total as usize)
    );
}
