//! What readers of the pages, feeds and a terminal see: who said what, when, and in their own language.

use crate::{ordskifte, with_samples};
use ordskifte_testkit::{Answer, Server};

/// The page, as a browser asks for it, with plain slashes and apostrophes.
fn page(server: &Server, path: &str) -> String {
    let answer: Answer = server.request(&format!(
        "GET {path} HTTP/1.1\r\nhost: x\r\naccept: text/html\r\nconnection: close\r\n\r\n"
    ));
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text().replace("&#x2f;", "/").replace("&quot;", "\"")
}

/// Text without its tags, a blank for each.
fn words(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push(' ');
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

const MINUTES: &str = "Referat fra 3. konsultasjonsmøte 2019\n\nDato: 3. mai 2019\n\nTil stede:\nFra staten:\nStatsråd Kari Moen (FIN)\nFra KS:\nStyreleder Ola Lid (KS)\n\n1. Økonomi\n\nMøtet begynte sent. Moen viste til budsjettet. Hun mente at rammen er god. Lid viste til at rammen er for liten.\n\nMoen sa at fristen må holdes.\n";

#[test]
fn each_statement_of_a_paragraph_stands_behind_its_own_speaker() {
    let program = ordskifte();
    let file = program.file("referat.txt", MINUTES);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let server = program.serve();
    let hits = server.get("/api/v1/search?q=rammen").json();
    let url = hits["hits"][0]["url"].as_str().expect("a record").to_owned();
    let said = server.get(&format!("/api/v1{url}")).json();
    assert_eq!(said["statements"].as_array().map(Vec::len), Some(3), "{said}");
    let html = page(&server, &url);
    let text = words(&html);
    let order = [
        "Møtet begynte sent.",
        "Kari Moen (Staten) gjengitt i referat Moen viste til budsjettet.",
        "Ola Lid (KS) gjengitt i referat Lid viste til",
        "Kari Moen (Staten) gjengitt i referat Moen sa",
    ];
    let places: Vec<usize> = order
        .iter()
        .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}: {text}")))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    // Nobody is named beside what is not theirs.
    assert!(!text.contains("gjengitt i referat Møtet begynte"), "{text}");
    // What is marked is marked in the statement where it stands, and numbered on.
    let marked = page(&server, &format!("{url}?q=rammen"));
    assert_eq!(marked.matches("<mark id=\"treff-").count(), 2, "{marked}");
}

#[test]
fn notes_on_the_reading_are_in_the_language_of_the_page() {
    let program = ordskifte();
    let text = MINUTES.replace("Lid viste til", "Statssekretæren viste til");
    let file = program.file("referat.txt", text);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let server = program.serve();
    let hits = server.get("/api/v1/search?q=rammen").json();
    let url = hits["hits"][0]["url"].as_str().expect("a record").to_owned();
    let found = server.get(&format!("/api/v1{url}")).json();
    assert_eq!(found["findings"][0]["code"], "unresolved-speaker", "{found}");
    for (language, told) in [
        ("nb", "En taler er ikke funnet som én bestemt person blant deltakerne"),
        (
            "nn",
            "Ein talar er ikkje funnen som éin bestemt person blant deltakarane",
        ),
        ("en", "A speaker is not one person of the attendance list"),
    ] {
        let text = words(&page(&server, &format!("{url}?lang={language}")));
        assert!(
            text.contains(told) && text.contains("“Statssekretæren”"),
            "{language}: {text}"
        );
    }
}

#[test]
fn versions_tell_their_time_in_words() {
    let program = ordskifte();
    let file = program.file("referat.txt", MINUTES);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let server = program.serve();
    let hit = server.get("/api/v1/search?q=rammen").json()["hits"][0].clone();
    let url = hit["url"].as_str().expect("a record");
    let found = server.get(&format!("/api/v1{url}")).json();
    let at = found["archived_at"].as_str().expect("a time");
    let clock = &at[11..16];
    for (language, shown) in [("nb", format!("kl. {clock} UTC")), ("en", format!("at {clock} UTC"))] {
        let html = page(&server, &format!("{url}?lang={language}"));
        assert!(html.contains(&format!("<time datetime=\"{at}\">")), "{html}");
        let text = words(&html);
        assert!(text.contains(&shown) && !text.contains(at), "{text}");
    }
}

#[test]
fn coverage_has_every_meeting_below_the_last_one_that_is_held() {
    let program = ordskifte();
    let plain = MINUTES.replace("3. konsultasjonsmøte 2019", "konsultasjonsmøte mellom staten og KS");
    for (name, text) in [
        ("a.txt", MINUTES.replace("3. konsultasjonsmøte", "4. konsultasjonsmøte")),
        ("b.txt", plain.replace("rammen", "summen")),
    ] {
        let file = program.file(name, text);
        program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    }
    let server = program.serve();
    let held = server.get("/api/v1/coverage").json();
    let meetings: Vec<_> = held["years"][0]["cells"]
        .as_array()
        .expect("cells")
        .iter()
        .map(|cell| {
            (
                cell["meeting"].as_str().expect("a name"),
                cell["status"].as_str().expect("a status"),
            )
        })
        .collect();
    let unknown = ["1", "2", "3"].map(|number| (number, "unknown"));
    assert_eq!(meetings[..3], unknown, "{held}");
    assert!(
        meetings.contains(&("4", "held")) && meetings.contains(&("?", "held")),
        "{held}"
    );
    for (language, without) in [("nb", "uten nummer"), ("nn", "utan nummer"), ("en", "without a number")] {
        let text = words(&page(&server, &format!("/coverage?lang={language}")));
        assert!(text.contains(without) && !text.contains('?'), "{text}");
    }
}

#[test]
fn a_role_is_told_for_the_years_that_documents_tell_of() {
    let program = ordskifte();
    for year in ["2014", "2015", "2019"] {
        let file = program.file(&format!("{year}.txt"), MINUTES.replace("2019", year));
        program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    }
    let server = program.serve();
    let found = server.get("/api/v1/people?name=moen").json();
    let id = found["items"][0]["id"].as_str().expect("a person");
    let text = words(&page(&server, &format!("/people/{id}")));
    assert!(text.contains("statsråd, FIN, Staten 2014–2015, 2019"), "{text}");
    assert!(text.contains("Utsagn per år"), "{text}");
}

#[test]
fn ministries_are_told_with_what_is_known_of_their_time() {
    let program = with_samples();
    let server = program.serve();
    for (language, before, name) in [
        ("nb", "før 2000–", "Justis- og beredskapsdepartementet"),
        ("nn", "før 2000–", "Justis- og beredskapsdepartementet"),
        ("en", "before 2000–", "Justis- og beredskapsdepartementet"),
    ] {
        let html = page(&server, &format!("/ministries?lang={language}"));
        assert!(html.contains(before) && html.contains(name), "{html}");
        assert!(!html.contains("<span>–</span>"), "{html}");
    }
    let own = page(&server, "/ministries/ufd-2002?lang=nn");
    assert!(
        own.contains(" lang=\"nn\">Utdannings- og forskingsdepartementet"),
        "{own}"
    );
}

#[test]
fn dates_may_be_typed_as_norwegians_write_them() {
    let program = with_samples();
    let server = program.serve();
    let total = |path: &str| {
        let text = page(&server, path);
        let rest = text
            .split("role=\"status\"><strong>")
            .nth(1)
            .expect("a total")
            .to_owned();
        rest.split('<').next().expect("a number").to_owned()
    };
    let expected = total("/?from=2019-05-22&to=2019-05-31");
    assert_eq!(expected, "1");
    for (from, to) in [
        ("22.5.2019", "31.05.2019"),
        ("22.05.2019", "mai+2019"),
        ("22.+mai+2019", "05.2019"),
    ] {
        assert_eq!(total(&format!("/?from={from}&to={to}")), expected, "{from} {to}");
    }
    for wrong in ["32.5.2019", "22.13.2019", "5.19", "i+g%C3%A5r"] {
        assert_eq!(server.get(&format!("/?from={wrong}")).status, 400, "{wrong}");
    }
    // Programs write them as the API's description says.
    assert_eq!(server.get("/api/v1/search?from=22.5.2019").status, 400);
}

#[test]
fn where_nothing_is_found_it_is_told_what_each_word_takes_away() {
    let program = with_samples();
    let server = program.serve();
    let total = server.get("/api/v1/search?q=vindkraft").json()["total"].clone();
    let html = page(&server, "/?q=vindkraft+tulleord");
    let text = words(&html);
    assert!(text.contains(&format!("Uten tulleord : {total} treff")), "{text}");
    assert!(html.contains("href=\"/?q=vindkraft\""), "{html}");
    assert!(!text.contains("Uten vindkraft"), "{text}");
    let phrase = words(&page(&server, "/?q=vindkraft+%22tulleord+her%22+ministry:KDD&lang=nn"));
    assert!(phrase.contains("Utan \"tulleord her\""), "{phrase}");
}

#[test]
fn a_feed_of_statements_names_who_speaks() {
    let program = ordskifte();
    let file = program.file("referat.txt", MINUTES);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let server = program.serve();
    let feed = server.get("/feed.atom?q=fristen&unit=statement").text();
    let title = "<title>Kari Moen: Referat fra 3. konsultasjonsmøte 2019 (2019-05-03)</title>";
    assert!(feed.contains(title), "{feed}");
    let whole = server.get("/feed.atom?q=fristen").text();
    assert!(
        whole.contains("<title>Referat fra 3. konsultasjonsmøte 2019 (2019-05-03)</title>"),
        "{whole}"
    );
}

#[test]
fn marks_that_turn_the_direction_of_text_are_shown_on_a_terminal() {
    let program = ordskifte();
    let file = program.file(
        "notat.txt",
        "Notat om \u{202e}vindkraft\u{202c}\n\n15. mai 2021\n\nTekst om \u{2066}fjell\u{2069}.\n",
    );
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let out = program.expect(0, ["search", "fjell"]);
    assert!(out.contains("\\u{202e}vindkraft\\u{202c}"), "{out}");
    assert!(
        !out.chars()
            .any(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')),
        "{out}"
    );
}

#[test]
fn an_email_leads_to_what_is_enclosed_and_that_to_the_email() {
    let program = ordskifte();
    let mail = "From: Kari Moen <kari@fin.example>\r\nTo: ks@ks.example\r\nSubject: Oversendelse av notat\r\nDate: Fri, 03 May 2019 10:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=skille\r\n\r\n--skille\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nVedlagt er et notat.\r\n--skille\r\nContent-Type: text/plain; charset=utf-8; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nNotat om <b>fjell</b>\r\n\r\n2. mai 2019\r\n\r\nFjellsikring er viktig.\r\n--skille--\r\n";
    let file = program.file("post.eml", mail);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let server = program.serve();
    let url = |query: &str| {
        let found = server.get(&format!("/api/v1/search?q={query}")).json();
        found["hits"][0]["url"].as_str().expect("a record").to_owned()
    };
    let (whole, part) = (url("title:oversendelse"), url("fjellsikring"));
    let text = page(&server, &whole);
    let link = format!("<a class=\"ds-link\" href=\"{part}\">Notat om &lt;b&gt;fjell&lt;/b&gt;</a>");
    assert!(text.replace("&#x2f;", "/").contains(&link), "{text}");
    let back = page(&server, &part);
    assert!(words(&back).contains("Vedlegg til Oversendelse av notat"), "{back}");
    assert!(!words(&back).contains("Vedlegg Notat"), "{back}");
}

#[test]
fn a_page_of_hits_is_titled_by_what_is_asked() {
    let program = with_samples();
    let server = program.serve();
    let title = |path: &str| {
        let text = page(&server, path);
        let rest = text.split_once("<title>").expect("a title").1.to_owned();
        rest.split_once("</title>").expect("its end").0.to_owned()
    };
    assert_eq!(title("/"), "Ordskifte");
    assert_eq!(title("/?q=vindkraft&side=ks"), "vindkraft – KS – Ordskifte");
    assert_eq!(title("/?kind=referat&year=2022&lang=en"), "2022, Minutes – Ordskifte");
    let last = words(&page(&server, "/people?offset=9000"));
    assert!(last.contains("← Forrige") && !last.contains("–9"), "{last}");
}

#[test]
fn a_record_tells_programs_that_collect_references_what_it_is() {
    let program = ordskifte();
    let text = MINUTES.replace("1. Økonomi", "1. Økonomi & \"rammer\"");
    let file = program.file("referat.txt", text);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let server = program.serve();
    let hit = server.get("/api/v1/search?q=rammen").json()["hits"][0].clone();
    let url = hit["url"].as_str().expect("a record");
    let html = page(&server, url);
    let address = format!("{url}/v1\">");
    for (name, value) in [
        ("DC.title", "Referat fra 3. konsultasjonsmøte 2019\" lang=\"nb\">"),
        ("DC.creator", "Finansdepartementet\">"),
        ("DC.date", "2019-05-03\">"),
        ("DC.type", "Referat\">"),
        ("DC.language", "nb\">"),
        ("description", "Referat, 3. mai 2019, Finansdepartementet\">"),
    ] {
        let line = format!("<meta name=\"{name}\" content=\"{value}");
        assert!(html.contains(&line), "{line}: {html}");
    }
    let identifier = html
        .split("<meta name=\"DC.identifier\" content=\"")
        .nth(1)
        .expect("an address");
    assert!(
        identifier.split_once('\n').expect("a line").0.ends_with(&address),
        "{identifier}"
    );
}

#[test]
fn who_asks_for_a_withdrawn_record_is_told_when_in_words() {
    let program = ordskifte();
    let file = program.file("referat.txt", MINUTES);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let found = program.json(0, ["search", "rammen", "--format", "json"]);
    let id = found["hits"][0]["id"].as_str().expect("a record");
    program.expect(0, ["withdraw", id, "--reason", "feil dokument"]);
    let server = program.serve();
    let asked =
        format!("GET /records/{id}?lang=nn HTTP/1.1\r\nhost: x\r\naccept: text/html\r\nconnection: close\r\n\r\n");
    let told = server.request(&asked);
    assert_eq!(told.status, 410);
    let text = words(&told.text());
    assert!(
        text.contains(" UTC: feil dokument") && text.contains("vart trekt tilbake"),
        "{text}"
    );
    let api = server.get(&format!("/api/v1/records/{id}")).json();
    let detail = api["detail"].as_str().expect("a detail");
    assert!(detail.contains("Z: feil dokument"), "{detail}");
}
