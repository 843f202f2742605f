//! A record's metadata: where each value was read, who was there, what it cites, its files.

use crate::messages::Interface;
use crate::view::names::{self, capital, meeting_of, search, topic_url};
use crate::view::sheet::Cell;
use ordskifte_link::{case_id, citation_id, has_office, hearing_id, meeting_id, slug};
use ordskifte_record::{Citation, CitationKind, MinistryRole, Origin, Original, Participant, Record, Side};
use serde::Serialize;

/// All statements of a speaker.
pub(crate) fn speaker_url(name: &str) -> String {
    search(&[("speaker", name), ("unit", "statement")])
}

/// A web address leads there; other works lead to their page.
pub(crate) fn citation_url(citation: &Citation) -> String {
    let web = citation.id.starts_with("https://") || citation.id.starts_with("http://");
    if citation.kind == CitationKind::Url && web {
        citation.id.clone()
    } else {
        names::citation_url(&citation_id(&citation.id))
    }
}

/// The page of somebody who holds an office, else the records where the name stands.
fn person_url(record: &Record, person: &Participant) -> String {
    if has_office(record, person) {
        format!("/people/{}", slug(&person.name))
    } else {
        search(&[("participant", &person.name)])
    }
}

#[derive(Serialize)]
struct Linked {
    text: String,
    url: Option<String>,
    /// What it is, beside the text.
    note: String,
}

/// Where a value was read.
#[derive(Serialize)]
struct Source {
    page: Option<u32>,
    anchor: Option<String>,
    origin: String,
}

/// One line of the metadata.
#[derive(Serialize)]
pub(crate) struct Fact {
    title: String,
    values: Vec<Linked>,
    sources: Vec<Source>,
}

fn plain(text: impl Into<String>) -> Linked {
    Linked {
        text: text.into(),
        url: None,
        note: String::new(),
    }
}

fn linked(text: impl Into<String>, url: String) -> Linked {
    Linked {
        text: text.into(),
        url: Some(url),
        note: String::new(),
    }
}

/// The places where a field was read, one for each page.
fn sources(record: &Record, field: &str, interface: Interface) -> Vec<Source> {
    let mut out: Vec<Source> = Vec::new();
    for evidence in record.evidence.get(field).into_iter().flatten() {
        let anchor = evidence.start.and_then(|start| {
            let holds = |paragraph: &&ordskifte_record::Paragraph| (paragraph.start..paragraph.end).contains(&start);
            record
                .paragraphs
                .iter()
                .find(holds)
                .map(|paragraph| paragraph.anchor.clone())
        });
        let source = Source {
            page: evidence.page,
            anchor,
            origin: interface.text(&format!("origin_{}", evidence.origin.as_str())),
        };
        if !out
            .iter()
            .any(|known| known.page == source.page && known.origin == source.origin)
        {
            out.push(source);
        }
    }
    out
}

/// What of the heading was not read in the document: the value's name and where it is from.
pub(crate) fn headings_corrected(record: &Record, interface: Interface) -> Vec<String> {
    let mut out = Vec::new();
    for field in ["title", "kind", "language"] {
        let evidence = record.evidence.get(field).into_iter().flatten();
        for origin in evidence
            .map(|evidence| evidence.origin)
            .filter(|origin| *origin != Origin::Recognized)
        {
            let origin = interface.text(&format!("origin_{}", origin.as_str()));
            out.push(format!("{}: {origin}", interface.text(field)));
        }
    }
    out.dedup();
    out
}

/// The metadata in the order of the page; what is not stated is left out.
pub(crate) fn facts(record: &Record, interface: Interface) -> Vec<Fact> {
    let mut out = Vec::new();
    let mut fact = |title: &str, field: &str, values: Vec<Linked>| {
        if !values.is_empty() {
            out.push(Fact {
                title: interface.text(title),
                values,
                sources: sources(record, field, interface),
            });
        }
    };
    let date = record.date.map(|date| plain(interface.date(date)));
    fact("date", "date", date.into_iter().collect());
    let time = record.start_time.as_ref().map(|start| {
        let end = record
            .end_time
            .as_ref()
            .map_or_else(String::new, |end| format!("–{end}"));
        plain(format!("{start}{end}"))
    });
    fact("time", "start_time", time.into_iter().collect());
    fact("meeting", "meeting", meeting(record, interface).into_iter().collect());
    fact("ministry", "ministries", ministries(record, interface));
    let party = |party: &Option<ordskifte_record::Party>, name: &str| -> Vec<Linked> {
        let named = party
            .as_ref()
            .map(|party| linked(party.name.clone(), search(&[(name, &party.name)])));
        named.into_iter().collect()
    };
    fact("sender", "sender", party(&record.sender, "sender"));
    fact("recipient", "recipient", party(&record.recipient, "recipient"));
    fact("hearing", "hearing", hearing(record));
    let reference = |one: &ordskifte_record::Reference| plain(one.value.clone());
    fact(
        "references",
        "references",
        record.references.iter().map(reference).collect(),
    );
    fact("chair", "chair", record.chair.iter().map(plain).collect());
    fact(
        "minutes",
        "minute_takers",
        record.minute_takers.iter().map(plain).collect(),
    );
    let topic = |topic: &ordskifte_record::TopicRef| {
        let known = ordskifte_vocabulary::topic_by_id(&topic.id);
        let page = known.and_then(|known| topic_url(&known.id));
        linked(
            known
                .map_or(topic.label.as_str(), |known| names::topic(known, interface))
                .to_owned(),
            page.unwrap_or_else(|| search(&[("topic", &topic.id)])),
        )
    };
    fact("topic", "topics", record.topics.iter().map(topic).collect());
    fact("cases", "cases", cases(record));
    fact("citations", "citations", citations(record));
    out
}

fn meeting(record: &Record, interface: Interface) -> Option<Linked> {
    let meeting = record.meeting.as_ref()?;
    let name = meeting_of(meeting.meeting_type, meeting.number, meeting.year, interface);
    let place = meeting
        .place
        .as_ref()
        .map_or_else(String::new, |place| format!(", {place}"));
    let name = capital(&format!("{name}{place}"));
    Some(match meeting_id(record) {
        Some(id) => linked(name, format!("/meetings/{id}")),
        None => plain(name),
    })
}

fn ministries(record: &Record, interface: Interface) -> Vec<Linked> {
    let roles = record
        .ministries
        .iter()
        .filter(|ministry| ministry.role != MinistryRole::Mentioned);
    let mut out: Vec<Linked> = Vec::new();
    for ministry in roles {
        let role = interface.text(&format!("role_{}", ministry.role));
        let url = match ordskifte_vocabulary::ministry_by_id(&ministry.id) {
            Some(known) => format!("/ministries/{}", known.id),
            None => search(&[("ministry", &ministry.abbreviation)]),
        };
        let text = format!("{} {}", ministry.abbreviation, ministry.name).trim().to_owned();
        match out.iter_mut().find(|known| known.text == text) {
            Some(known) => known.note = format!("{}, {role}", known.note),
            None => out.push(Linked {
                note: role,
                ..linked(text, url)
            }),
        }
    }
    out
}

fn hearing(record: &Record) -> Vec<Linked> {
    let Some(hearing) = &record.hearing else {
        return Vec::new();
    };
    let reference = hearing.reference.clone().unwrap_or_default();
    vec![Linked {
        note: reference,
        ..linked(
            hearing.subject.clone(),
            format!("/hearings/{}", hearing_id(&hearing.subject)),
        )
    }]
}

/// Each case of the scheme once.
fn cases(record: &Record) -> Vec<Linked> {
    let mut out: Vec<Linked> = Vec::new();
    for case in &record.cases {
        let url = format!("/cases/{}", case_id(case));
        if !out.iter().any(|known| known.url.as_deref() == Some(&url)) {
            out.push(linked(capital(&case.subject), url));
        }
    }
    out
}

/// Each work once.
fn citations(record: &Record) -> Vec<Linked> {
    let mut out: Vec<Linked> = Vec::new();
    for citation in &record.citations {
        if !out.iter().any(|known| known.text == citation.id) {
            out.push(linked(citation.id.clone(), citation_url(citation)));
        }
    }
    out
}

#[derive(Serialize)]
pub(crate) struct PersonView {
    name: String,
    role: String,
    url: String,
}

#[derive(Serialize)]
pub(crate) struct Delegation {
    title: String,
    code: &'static str,
    people: Vec<PersonView>,
}

impl Delegation {
    /// Its title, and its people as cells of a table.
    pub(crate) fn cells(self) -> (String, Vec<Cell>) {
        let cell = |person: PersonView| Cell::link(person.name, person.url).note(person.role);
        (self.title, self.people.into_iter().map(cell).collect())
    }
}

/// Participants by delegation, and those listed as absent.
pub(crate) fn delegations(record: &Record, interface: Interface) -> Vec<Delegation> {
    let person = |person: &Participant| PersonView {
        name: person.name.clone(),
        role: [person.role.clone(), person.organization.clone()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", "),
        url: person_url(record, person),
    };
    let sides = [Some(Side::Stat), Some(Side::Ks), Some(Side::Other), None];
    let present = sides.into_iter().map(|side| Delegation {
        title: interface.text(
            side.map_or("side_none".to_owned(), |side| format!("side_{side}"))
                .as_str(),
        ),
        code: side.map_or("none", Side::as_str),
        people: record
            .participants
            .iter()
            .filter(|person| person.side == side)
            .map(person)
            .collect(),
    });
    let absent = Delegation {
        title: interface.text("absent"),
        code: "absent",
        people: record.absent.iter().map(person).collect(),
    };
    present
        .chain([absent])
        .filter(|group| !group.people.is_empty())
        .collect()
}

#[derive(Serialize)]
pub(crate) struct FileView {
    filename: String,
    media_type: String,
    size: String,
    sha256: String,
    role: String,
    url: String,
    source_url: Option<String>,
}

/// A size in words: `1.2 MB` with the language's comma.
fn size(bytes: u64, interface: Interface) -> String {
    let (number, unit) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (bytes as f64 / 1e3, "kB"),
        _ => (bytes as f64 / 1e6, "MB"),
    };
    let text = format!("{number:.1} {unit}");
    if interface == Interface::En {
        text
    } else {
        text.replace('.', ",")
    }
}

/// The files kept for a record.
pub(crate) fn files(record: &Record, interface: Interface) -> Vec<FileView> {
    let id = record.id.as_ref().map_or("", |id| id.as_str());
    let file = |original: &Original| FileView {
        filename: original.filename.clone(),
        media_type: original.media_type.clone(),
        size: size(original.size, interface),
        sha256: original.sha256.clone(),
        role: interface.text(&format!("file_{}", original.role)),
        url: format!(
            "/records/{id}/original?version=v{}&sha256={}",
            record.version, original.sha256
        ),
        source_url: original
            .source_url
            .clone()
            .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
    };
    record.originals.iter().map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_lead_out() {
        let citation = |kind, id: &str| Citation {
            kind,
            id: id.to_owned(),
            printed: String::new(),
            page: None,
            start: 0,
            end: 1,
        };
        let url = |kind, id| citation_url(&citation(kind, id));
        assert_eq!(url(CitationKind::Url, "https://a.example/"), "https://a.example/");
        assert!(url(CitationKind::Url, "javascript:alert(1)").starts_with("/citations/javascript"));
        assert_eq!(url(CitationKind::Nou, "NOU 2026: 1"), "/citations/nou-2026-1");
    }

    #[test]
    fn sizes_are_said_with_the_languages_comma() {
        assert_eq!(size(999, Interface::Nb), "999 B");
        assert_eq!(size(1_234_567, Interface::Nb), "1,2 MB");
        assert_eq!(size(1_500, Interface::En), "1.5 kB");
    }
}
