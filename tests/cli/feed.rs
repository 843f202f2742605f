//! Feeds, maps of the site and the search's description are read by an XML reader, feeds also by the rules of RFC 4287.

use crate::with_samples;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use std::collections::BTreeSet;

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// An element with what is in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The one child of a name that there must be.
    fn one<'a>(&'a self, name: &'a str) -> &'a Element {
        assert_eq!(self.all(name).count(), 1, "{name} in {}", self.name);
        self.all(name).next().expect("one")
    }
}

/// Reads a whole document; what is not well formed fails.
fn read(text: &str) -> Element {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    loop {
        let last = open.last_mut().expect("a root");
        match reader.read_event().expect("well formed") {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => last.children.push(element(&start)),
            Event::Text(part) => last.text.push_str(&part),
            Event::GeneralRef(part) => {
                let known = ["amp", "lt", "gt", "quot", "apos"].contains(&&*part);
                assert!(known || part.starts_with('#'), "&{};", &*part);
                last.text.push('&');
            }
            Event::End(_) => {
                let done = open.pop().expect("open");
                open.last_mut().expect("around it").children.push(done);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open.len(), 1, "something is left open");
    let root = open.pop().expect("a root");
    assert_eq!(root.children.len(), 1, "one element stands outermost");
    root.children.into_iter().next().expect("one")
}

fn element(start: &quick_xml::events::BytesStart<'_>) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("well formed, and none twice");
        (attribute.key.as_ref().to_owned(), attribute.value.to_string())
    });
    Element {
        name: start.name().as_ref().to_owned(),
        attributes: attributes.collect(),
        ..Element::default()
    }
}

/// RFC 3339, as section 3.3 wants dates.
fn is_date(text: &str) -> bool {
    let shape = regex::Regex::new(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$").expect("a shape");
    shape.is_match(text)
}

/// Links of section 4.2.7: each leads somewhere, and no two alternates are of the same type and language.
fn check_links(element: &Element) {
    let mut alternates = BTreeSet::new();
    for link in element.all("link") {
        let href = link.attribute("href").expect("href is required");
        assert!(href.starts_with("http://"), "{href}");
        if link.attribute("rel").is_none_or(|rel| rel == "alternate") {
            let sort = (link.attribute("type"), link.attribute("hreflang"));
            assert!(alternates.insert(sort), "two alternates {sort:?}");
        }
    }
    assert!(
        !alternates.is_empty(),
        "an alternate is required where there is no content"
    );
}

/// What sections 4.1.1 and 4.1.2 say that there must be.
fn check_feed(feed: &Element) -> BTreeSet<String> {
    assert_eq!((feed.name.as_str(), feed.attribute("xmlns")), ("feed", Some(ATOM)));
    assert!(!feed.one("title").text.is_empty() && is_date(&feed.one("updated").text));
    assert!(feed.one("id").text.starts_with("urn:uuid:"));
    assert!(
        !feed.one("author").one("name").text.is_empty(),
        "entries have no authors of their own"
    );
    let own = feed.all("link").filter(|link| link.attribute("rel") == Some("self"));
    assert_eq!(own.count(), 1);
    check_links(feed);
    let mut ids = BTreeSet::new();
    for entry in feed.all("entry") {
        assert!(
            ids.insert(entry.one("id").text.clone()),
            "an id stands twice: {:?}",
            entry.one("id")
        );
        assert!(!entry.one("title").text.is_empty());
        assert!(is_date(&entry.one("updated").text) && is_date(&entry.one("published").text));
        assert!(
            entry
                .one("summary")
                .attribute("type")
                .is_none_or(|kind| ["text", "html"].contains(&kind))
        );
        assert!(
            entry
                .all("category")
                .all(|category| category.attribute("term").is_some())
        );
        check_links(entry);
    }
    ids
}

#[test]
fn feeds_are_valid_in_every_unit_and_language() {
    let program = with_samples();
    program.file(
        "<&>.txt",
        "Notat om <script>alert(\"1\")</script> & 'sitater' ]]> i vindkraft\u{b}saken\n",
    );
    program.expect(0, ["ingest", program.path("<&>.txt").to_str().expect("UTF-8")]);
    let server = program.serve();
    let mut seen = BTreeSet::new();
    for unit in ["record", "statement", "passage", "position"] {
        for query in [
            "",
            "q=kommune*",
            "q=%3Cscript%3E%20%26%20%22sitater%22",
            "q=vindkraft&year=2022",
            "q=finnesikke",
        ] {
            let answer = server.get(&format!("/feed.atom?unit={unit}&limit=100&{query}"));
            assert_eq!(answer.status, 200);
            assert!(
                answer.head.contains("content-type: application/atom+xml"),
                "{}",
                answer.head
            );
            assert!(
                answer.text().ends_with("</feed>\n"),
                "{unit} {query}: {}",
                answer.text()
            );
            let feed = read(&answer.text());
            let ids = check_feed(&feed);
            let hits = server
                .get(&format!("/api/v1/search?unit={unit}&limit=100&{query}"))
                .json();
            assert_eq!(Some(ids.len()), hits["hits"].as_array().map(Vec::len), "{unit} {query}");
            if query.is_empty() {
                assert!(!ids.is_empty() && ids.is_disjoint(&seen), "{unit}: ids of other units");
                seen.extend(ids);
            }
        }
    }
    for lang in ["nb", "nn", "en"] {
        let head = format!(
            "GET /feed.atom?q=vindkraft HTTP/1.1\r\nHost: test\r\nAccept-Language: {lang}\r\nConnection: close\r\n\r\n"
        );
        let feed = read(&server.request(&head).text());
        assert_eq!(feed.attribute("xml:lang"), Some(lang));
        check_feed(&feed);
    }
}

#[test]
fn a_feed_is_in_the_language_of_its_address_and_pages_lead_to_that_of_their_own() {
    let program = with_samples();
    let server = program.serve();
    let answer = server.get("/feed.atom?q=kommune&limit=2&lang=nn");
    assert_eq!(answer.status, 200);
    let feed = read(&answer.text());
    assert_eq!(feed.attribute("xml:lang"), Some("nn"));
    check_feed(&feed);
    for link in feed.all("link") {
        let address = link.attribute("href").expect("an address");
        assert!(address.contains("lang=nn"), "{address}");
    }
    assert_eq!(server.get("/feed.atom?lang=xx").status, 400);
    for lang in ["nb", "nn", "en"] {
        for path in ["/?q=vindkraft&", "/ministries/kdd-2022?"] {
            let page = server.get(&format!("{path}lang={lang}")).text().replace("&#x2f;", "/");
            let feeds: Vec<&str> = page
                .split("href=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .filter(|address| address.starts_with("/feed.atom"))
                .collect();
            assert!(feeds.len() > 1, "{path}");
            assert!(
                feeds.iter().all(|feed| feed.ends_with(&format!("lang={lang}"))),
                "{feeds:?}"
            );
        }
    }
}

#[test]
fn maps_and_the_description_of_the_search_are_read() {
    let program = with_samples();
    let server = program.serve();
    let map = read(&server.get("/sitemap.xml").text());
    assert_eq!(map.name, "urlset");
    let places: BTreeSet<&str> = map.all("url").map(|url| url.one("loc").text.as_str()).collect();
    let total = server.get("/api/v1/search?limit=1").json()["total"].as_u64();
    assert_eq!(Some(places.len() as u64), total);
    assert!(map.all("url").all(|url| is_date(&url.one("lastmod").text)));
    let search = read(&server.get("/opensearch.xml").text());
    assert_eq!(search.name, "OpenSearchDescription");
    assert!(search.one("ShortName").text.chars().count() <= 16);
    assert!(
        search
            .all("Url")
            .all(|url| url.attribute("template").is_some() && url.attribute("type").is_some())
    );
}
