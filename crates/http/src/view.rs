//! What templates show, made of answers and records.

use crate::messages::Interface;
use crate::params::encode;
use ordskifte_query::{FacetCount, FilterField, Hit, Passage, SearchRequest, SearchResponse};
use ordskifte_record::{Form, Record, Side};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A stretch of text, highlighted or not.
#[derive(Serialize)]
pub(crate) struct Piece {
    text: String,
    marked: bool,
}

/// Cuts text at its highlights.
pub(crate) fn pieces(text: &str, highlights: &[(usize, usize)]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut ranges = highlights.iter().copied().peekable();
    for (at, c) in text.chars().enumerate() {
        while ranges.peek().is_some_and(|(_, end)| *end <= at) {
            ranges.next();
        }
        let marked = ranges.peek().is_some_and(|(start, _)| *start <= at);
        match out.last_mut() {
            Some(piece) if piece.marked == marked => piece.text.push(c),
            _ => out.push(Piece {
                text: c.to_string(),
                marked,
            }),
        }
    }
    out
}

#[derive(Serialize)]
struct PassageView {
    pieces: Vec<Piece>,
    page: Option<u32>,
    url: String,
    agenda: Option<String>,
    speakers: String,
    reported: bool,
}

#[derive(Serialize)]
pub(crate) struct HitView {
    title: String,
    url: String,
    kind: String,
    date: String,
    lang: &'static str,
    ministries: String,
    passages: Vec<PassageView>,
}

fn passage(passage: &Passage, url: &str) -> PassageView {
    PassageView {
        pieces: pieces(&passage.text, &passage.highlights),
        page: passage.page,
        url: format!("{url}#{}", passage.anchor),
        agenda: passage.agenda.clone(),
        speakers: passage.speakers.join(", "),
        reported: passage.form == Some(Form::Reported),
    }
}

/// A hit for the page.
pub(crate) fn hit(hit: &Hit, interface: Interface) -> HitView {
    HitView {
        title: hit.title.clone(),
        url: hit.url.clone(),
        kind: interface.text(&format!("kind_{}", hit.kind.as_str())),
        date: hit
            .date
            .map_or_else(|| interface.text("no_date"), |date| date.to_string()),
        lang: hit.language.as_str(),
        ministries: hit.ministries.join(", "),
        passages: hit.passages.iter().map(|found| passage(found, &hit.url)).collect(),
    }
}

#[derive(Serialize)]
struct Value {
    label: String,
    count: u64,
    active: bool,
    url: String,
}

#[derive(Serialize)]
pub(crate) struct Facet {
    title: String,
    values: Vec<Value>,
}

/// The facets with links that choose and remove their values.
pub(crate) fn facets(request: &SearchRequest, response: &SearchResponse, interface: Interface) -> Vec<Facet> {
    let facet = |(field, counts): &(FilterField, Vec<FacetCount>)| Facet {
        title: interface.text(field.as_str()),
        values: counts
            .iter()
            .map(|count| Value {
                label: label(*field, count, interface),
                count: count.count,
                active: count.active,
                url: address(&SearchRequest {
                    cursor: None,
                    ..request.with_toggled(*field, &count.value)
                }),
            })
            .collect(),
    };
    response
        .facets
        .0
        .iter()
        .filter(|(_, counts)| !counts.is_empty())
        .map(facet)
        .collect()
}

fn label(field: FilterField, count: &FacetCount, interface: Interface) -> String {
    match field {
        FilterField::Kind => interface.text(&format!("kind_{}", count.value)),
        FilterField::Language => interface.text(&format!("language_{}", count.value)),
        FilterField::Year if count.value == "none" => interface.text("no_date"),
        _ => count.label.clone(),
    }
}

/// The page's address for a request.
pub(crate) fn address(request: &SearchRequest) -> String {
    format!("/?{}", encode(&request.to_pairs()))
}

#[derive(Serialize)]
pub(crate) struct PersonView {
    name: String,
    role: String,
}

#[derive(Serialize)]
pub(crate) struct Delegation {
    title: String,
    people: Vec<PersonView>,
}

/// Participants by delegation.
pub(crate) fn delegations(record: &Record, interface: Interface) -> Vec<Delegation> {
    let sides = [
        (Some(Side::Stat), "side_stat"),
        (Some(Side::Ks), "side_ks"),
        (Some(Side::Other), "side_other"),
        (None, "side_none"),
    ];
    let group = |(side, key): (Option<Side>, &str)| Delegation {
        title: interface.text(key),
        people: record
            .participants
            .iter()
            .filter(|person| person.side == side)
            .map(|person| PersonView {
                name: person.name.clone(),
                role: [person.role.clone(), person.organization.clone()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", "),
            })
            .collect(),
    };
    sides
        .into_iter()
        .map(group)
        .filter(|group| !group.people.is_empty())
        .collect()
}

#[derive(Serialize)]
pub(crate) struct ParagraphView {
    anchor: String,
    kind: &'static str,
    level: u8,
    lang: &'static str,
    text: String,
    rows: Vec<Vec<String>>,
    /// Page that begins here.
    page: Option<u32>,
    /// Who speaks in it.
    speakers: String,
    /// Whether something in it is told in the minute taker's words.
    reported: bool,
}

/// The paragraphs of a record with what its text holds for each.
pub(crate) fn paragraphs(record: &Record, text: &str) -> Vec<ParagraphView> {
    let characters: Vec<char> = text.chars().collect();
    let mut speakers: HashMap<&str, Vec<&str>> = HashMap::new();
    for statement in &record.statements {
        let known = speakers.entry(statement.anchor.as_str()).or_default();
        for speaker in &statement.speakers {
            if !known.contains(&speaker.name.as_str()) {
                known.push(&speaker.name);
            }
        }
    }
    let reported: HashSet<&str> = record
        .statements
        .iter()
        .filter(|statement| statement.form == Form::Reported)
        .map(|statement| statement.anchor.as_str())
        .collect();
    let mut page = 0;
    let view = |paragraph: &ordskifte_record::Paragraph| {
        let text: String = characters
            .get(paragraph.start..paragraph.end)
            .unwrap_or_default()
            .iter()
            .collect();
        let new_page = (paragraph.page != page).then_some(paragraph.page);
        page = paragraph.page;
        let rows = if paragraph.kind == ordskifte_record::BlockKind::Table {
            text.lines()
                .map(|row| row.split('\t').map(str::to_owned).collect())
                .collect()
        } else {
            Vec::new()
        };
        ParagraphView {
            anchor: paragraph.anchor.clone(),
            kind: paragraph.kind.as_str(),
            level: paragraph.level.unwrap_or(1).saturating_add(1).min(6),
            lang: paragraph.language.as_str(),
            text,
            rows,
            page: new_page,
            speakers: speakers
                .get(paragraph.anchor.as_str())
                .map(|names| names.join(", "))
                .unwrap_or_default(),
            reported: reported.contains(paragraph.anchor.as_str()),
        }
    };
    record.paragraphs.iter().map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_code_points() {
        let cut = pieces("å øre å", &[(2, 5)]);
        let brief: Vec<_> = cut.iter().map(|piece| (piece.text.as_str(), piece.marked)).collect();
        assert_eq!(brief, [("å ", false), ("øre", true), (" å", false)]);
    }
}
