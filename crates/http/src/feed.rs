//! `GET /feed.atom`: any search as an Atom feed (RFC 4287), what was archived last first.

use crate::app::App;
use crate::conditional::Tag;
use crate::error::Problem;
use crate::links::first_page;
use crate::messages::{Interface, Told};
use crate::pages::chosen_language;
use crate::params::{Pairs, encode};
use crate::xml::escape;
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use ordskifte_query::{Hit, SearchRequest, SearchResponse, Sort};
use std::fmt::Write;

/// What a feed of nothing says of its last change.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// When versions of a hit's record were archived.
struct Dates {
    version: u32,
    first: String,
    newest: String,
}

/// A name that nothing else in the world has and that never changes: a UUID of the eighth version (RFC 9562) made of a digest.
fn urn(of: &str) -> String {
    let digest = ordskifte_archive::sha256(format!("ordskifte\n{of}").as_bytes());
    let part = |from: usize, to: usize| digest.get(from..to).unwrap_or_default().to_owned();
    format!(
        "urn:uuid:{}-{}-8{}-a{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 15),
        part(15, 18),
        part(18, 30)
    )
}

/// `GET /feed.atom`
pub(crate) async fn feed(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let chosen = chosen_language(&mut pairs)?;
    if pairs.0.iter().any(|(name, value)| name == "sort" && !value.is_empty()) {
        return Err(Problem::parameter("sort", Told::new("feed_order", [])));
    }
    pairs.of_search(&["sort"], &["lang"])?;
    let mut request = SearchRequest::from_visitor(pairs.given())?;
    request.sort = Sort::Archived;
    request.facets.clear();
    let interface = chosen.unwrap_or_else(|| Interface::asked(&headers));
    let tag = Tag::of(&app.state().await?, &uri, Some(interface));
    if let Some(held) = tag.held(&headers) {
        return Ok(held);
    }
    let asked = request.clone();
    let (answer, dates) = app
        .ask(move |inner| {
            let answer = inner.engine.search(&asked)?;
            let dates = answer.hits.iter().map(|hit| {
                let versions = hit.id.parse().map(|id| inner.archive.versions(&id)).unwrap_or_default();
                Dates {
                    version: versions.last().map_or(1, |version| version.number),
                    first: versions
                        .first()
                        .map_or_else(|| NEVER.to_owned(), |version| version.archived_at.clone()),
                    newest: versions
                        .last()
                        .map_or_else(|| NEVER.to_owned(), |version| version.archived_at.clone()),
                }
            });
            let dates: Vec<Dates> = dates.collect();
            Ok((answer, dates))
        })
        .await?;
    let voice = Voice {
        interface,
        chosen: chosen.is_some(),
    };
    let xml = write(&request, &answer, &dates, &app.0.public_url, voice);
    let kind = "application/atom+xml; charset=utf-8";
    let answer = (
        [(header::CONTENT_TYPE, kind), (header::VARY, "accept-language, cookie")],
        xml,
    );
    Ok(tag.on(&headers, answer.into_response()))
}

/// The language of a feed.
#[derive(Clone, Copy)]
struct Voice {
    interface: Interface,
    /// Whether its address names it, and so do the addresses of its other pages.
    chosen: bool,
}

fn write(request: &SearchRequest, answer: &SearchResponse, dates: &[Dates], base: &str, voice: Voice) -> String {
    let Voice { interface, chosen } = voice;
    let language = if chosen {
        format!("&lang={}", interface.code())
    } else {
        String::new()
    };
    // The order is the feed's own and no parameter of it.
    let plain = SearchRequest {
        sort: Sort::Relevance,
        facets: SearchRequest::from_pairs([])
            .map(|request| request.facets)
            .unwrap_or_default(),
        ..request.clone()
    };
    let address = |cursor: Option<String>| {
        let pairs = SearchRequest {
            cursor,
            ..plain.clone()
        }
        .to_pairs();
        escape(&format!("{base}/feed.atom?{}{language}", encode(&pairs)))
    };
    let base_text = escape(base);
    let question = answer.query.interpreted.as_str();
    let title = if question.is_empty() {
        interface.text("site")
    } else {
        format!("{} – {question}", interface.text("site"))
    };
    let updated = dates.iter().map(|date| date.newest.as_str()).max().unwrap_or(NEVER);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n<subtitle>{}</subtitle>\n<updated>{updated}</updated>\n<author><name>Ordskifte</name></author>\n<generator version=\"{}\">Ordskifte</generator>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{base_text}/?{}\"/>\n",
        interface.code(),
        urn(&format!("feed {}\n{}", request.unit.as_str(), request.interpreted())),
        escape(&title),
        escape(&format!("{} {}", answer.total, interface.text("hits"))),
        env!("CARGO_PKG_VERSION"),
        address(request.cursor.clone()),
        escape(&format!("{}{language}", first_page(&plain))),
    );
    if let Some(next) = &answer.next_cursor {
        let _ = writeln!(
            out,
            "<link rel=\"next\" type=\"application/atom+xml\" href=\"{}\"/>",
            address(Some(next.clone()))
        );
    }
    for (hit, dates) in answer.hits.iter().zip(dates) {
        entry(&mut out, request, hit, dates, &base_text, interface);
    }
    out.push_str("</feed>\n");
    out
}

/// The anchor of the first passage shown; empty without one.
fn anchor_of(hit: &Hit) -> &str {
    hit.passages.first().map_or("", |passage| passage.anchor.as_str())
}

fn entry(out: &mut String, request: &SearchRequest, hit: &Hit, dates: &Dates, base: &str, interface: Interface) {
    let part = match request.unit {
        ordskifte_query::Unit::Record => String::new(),
        ordskifte_query::Unit::Statement => hit.statement_id.clone().unwrap_or_default(),
        ordskifte_query::Unit::Passage => anchor_of(hit).to_owned(),
        // Neither has an id of its own: what it says and where it stands is what it is.
        ordskifte_query::Unit::Case | ordskifte_query::Unit::Position => {
            let case = hit
                .case
                .as_ref()
                .map(|case| format!("{} {}", case.case_type, case.subject));
            let position = hit
                .position
                .as_ref()
                .map(|position| format!("{} {}", position.position_type, position.parties.join("; ")));
            let text = hit.passages.first().map_or("", |passage| passage.text.as_str());
            format!("{} {}\n{text}", anchor_of(hit), case.or(position).unwrap_or_default())
        }
    };
    let anchor = Some(anchor_of(hit))
        .filter(|anchor| !anchor.is_empty() && (request.expr.is_some() || !part.is_empty()))
        .map_or_else(String::new, |anchor| format!("#{anchor}"));
    let dated = match hit.date {
        Some(date) => format!("{} ({date})", hit.title),
        None => hit.title.clone(),
    };
    // Of a record's statements each is told by who speaks.
    let speakers = hit.passages.first().map_or(&[][..], |passage| &passage.speakers);
    let title = match request.unit {
        ordskifte_query::Unit::Statement if !speakers.is_empty() => format!("{}: {dated}", speakers.join(", ")),
        _ => dated,
    };
    let summary: Vec<String> = hit
        .passages
        .iter()
        .map(|passage| {
            let place: Vec<String> = passage
                .page
                .map(|page| format!("{} {page}", interface.text("page")))
                .into_iter()
                .chain(passage.agenda.clone())
                .chain(passage.speakers.iter().cloned())
                .collect();
            format!("{} [{}]", passage.text, place.join(" · "))
        })
        .collect();
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "<entry xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<published>{}</published>\n<link rel=\"alternate\" type=\"text/html\" hreflang=\"{}\" href=\"{base}/records/{}/v{}{anchor}\"/>\n<link rel=\"related\" href=\"{base}{}\"/>\n<category term=\"{}\" label=\"{}\"/>\n",
        hit.language.as_str(),
        urn(&format!("{} {} {part}", request.unit.as_str(), hit.id)),
        escape(&title),
        dates.newest,
        dates.first,
        hit.language.as_str(),
        hit.id,
        dates.version,
        escape(&hit.original),
        hit.kind.as_str(),
        escape(&interface.text(&format!("kind_{}", hit.kind.as_str()))),
    );
    for ministry in &hit.ministries {
        let _ = writeln!(
            out,
            "<category scheme=\"{base}/ministries\" term=\"{}\"/>",
            escape(ministry)
        );
    }
    let _ = write!(
        out,
        "<summary type=\"text\">{}</summary>\n</entry>\n",
        escape(&summary.join("\n\n"))
    );
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_uuids_that_stay() {
        let name = super::urn("record a");
        assert_eq!(name, super::urn("record a"));
        assert_ne!(name, super::urn("record b"));
        let parts: Vec<&str> = name.trim_start_matches("urn:uuid:").split('-').collect();
        assert_eq!(
            parts.iter().map(|part| part.len()).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
        assert!(parts[2].starts_with('8') && parts[3].starts_with('a'));
    }
}
