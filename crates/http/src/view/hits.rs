//! Hits of a search.

use crate::messages::Interface;
use crate::params::encode;
use crate::view::facets::{address, value_label};
use crate::view::pieces::{Piece, pieces};
use ordskifte_query::{Expr, Hit, Passage, SearchRequest, Unit, Why};
use ordskifte_record::Form;
use serde::Serialize;

/// Words and filters of which it is told what each takes away.
const MOST_LOOSER: usize = 6;
/// Reasons shown for a hit.
const MOST_WHY: usize = 4;

#[derive(Serialize)]
struct PassageView {
    pieces: Vec<Piece>,
    page: Option<u32>,
    url: String,
    agenda: Option<String>,
    speakers: String,
    side: Option<String>,
    reported: bool,
}

#[derive(Serialize)]
pub(crate) struct HitView {
    title: String,
    url: String,
    original: String,
    kind: String,
    date: String,
    lang: &'static str,
    ministries: String,
    passages: Vec<PassageView>,
    /// The case or the position that the hit is.
    detail: Vec<String>,
    /// Words that were found under another name or in another shape than they were asked for.
    why: Vec<WhyView>,
}

#[derive(Serialize)]
struct WhyView {
    query: String,
    text: String,
    why: String,
}

/// What a reader would not see from the marks alone.
fn why(hit: &Hit, interface: Interface) -> Vec<WhyView> {
    let mut out: Vec<WhyView> = Vec::new();
    for explanation in hit.explain.iter().flatten() {
        for found in &explanation.matches {
            let key = match found.why {
                Why::Part => "why_part",
                Why::OtherStandard => "why_other_standard",
                Why::Keyboard => "why_keyboard",
                Why::Synonym => "why_synonym",
                Why::OlderName => "why_older_name",
                Why::NewerName => "why_newer_name",
                Why::Form | Why::Lemma | Why::Beginning | Why::Phrase => continue,
            };
            let text = found.text.to_lowercase();
            if !out.iter().any(|known| known.text == text) {
                out.push(WhyView {
                    query: explanation.query.clone(),
                    text,
                    why: interface.text(key),
                });
            }
        }
    }
    out.truncate(MOST_WHY);
    out
}

/// The page of a record with what was searched for, so that it can be walked there.
fn page(hit: &Hit, query: &str) -> String {
    if query.is_empty() {
        hit.url.clone()
    } else {
        format!("{}?{}", hit.url, encode(&[("q".to_owned(), query.to_owned())]))
    }
}

fn passage(passage: &Passage, url: &str, interface: Interface) -> PassageView {
    // Numbers are for the page of one record.
    let mut pieces = pieces(&passage.text, &passage.highlights, &[], &mut 0);
    for piece in &mut pieces {
        piece.number = None;
    }
    PassageView {
        pieces,
        page: passage.page,
        url: if passage.anchor.is_empty() {
            url.to_owned()
        } else {
            format!("{url}#{}", passage.anchor)
        },
        agenda: passage
            .agenda
            .clone()
            .filter(|heading| !passage.text.ends_with(heading)),
        speakers: passage.speakers.join(", "),
        side: passage
            .side
            .filter(|_| passage.speakers.len() == 1)
            .map(|side| interface.text(&format!("side_{side}"))),
        reported: passage.form == Some(Form::Reported),
    }
}

/// What a case or position is, in words.
fn detail(hit: &Hit, interface: Interface) -> Vec<String> {
    let case = hit.case.iter().flat_map(|case| {
        let stage = case.stage.map(|stage| interface.text(&format!("stage_{stage}")));
        [
            Some(interface.text(&format!("case_{}", case.case_type))),
            Some(case.subject.clone()),
            stage,
        ]
    });
    let position = hit.position.iter().flat_map(|position| {
        [
            Some(interface.text(&format!("position_{}", position.position_type))),
            Some(position.parties.join(", ")),
            position.case.clone(),
        ]
    });
    case.chain(position).flatten().filter(|text| !text.is_empty()).collect()
}

/// A hit for the page. A passage that only repeats the title gives way to others.
pub(crate) fn hit(hit: &Hit, query: &str, interface: Interface) -> HitView {
    let url = page(hit, query);
    let mut passages: Vec<&Passage> = hit
        .passages
        .iter()
        .filter(|one| one.text.trim() != hit.title.trim())
        .collect();
    if passages.is_empty() {
        passages = hit.passages.iter().collect();
    }
    HitView {
        title: hit.title.clone(),
        original: hit.original.clone(),
        kind: interface.text(&format!("kind_{}", hit.kind.as_str())),
        date: hit
            .date
            .map_or_else(|| interface.text("no_date"), |date| interface.date(date)),
        lang: hit.language.as_str(),
        ministries: hit.ministries.join(", "),
        passages: passages
            .into_iter()
            .map(|found| passage(found, &url, interface))
            .collect(),
        detail: detail(hit, interface),
        why: why(hit, interface),
        url,
    }
}

#[derive(Serialize)]
pub(crate) struct UnitView {
    label: String,
    url: String,
    active: bool,
}

/// The switch between whole records and their smaller units.
pub(crate) fn units(request: &SearchRequest, interface: Interface) -> Vec<UnitView> {
    [Unit::Record, Unit::Passage, Unit::Statement, Unit::Position, Unit::Case]
        .into_iter()
        .map(|unit| UnitView {
            label: interface.text(&format!("unit_{}", unit.as_str())),
            url: address(&SearchRequest {
                unit,
                cursor: None,
                ..request.clone()
            }),
            active: unit == request.unit,
        })
        .collect()
}

/// The same question without one of its words or filters.
pub(crate) struct Looser {
    pub(crate) request: SearchRequest,
    /// What is dropped.
    pub(crate) label: String,
    /// Whether that is a word or phrase, as typed.
    pub(crate) word: bool,
}

/// The same question without one of the words and phrases that must all be there.
fn without_one_word(request: &SearchRequest) -> Vec<Looser> {
    let Some(Expr::And(parts)) = &request.expr else {
        return Vec::new();
    };
    let without = |left_out: usize| {
        let kept = parts.iter().enumerate().filter(|(place, _)| *place != left_out);
        let kept: Vec<Expr> = kept.map(|(_, part)| part.clone()).collect();
        let dropped = parts.get(left_out).filter(|part| !matches!(part, Expr::Not(_)))?;
        // A negation alone would find nearly everything.
        let asks = kept.iter().any(|part| !matches!(part, Expr::Not(_)));
        let q: Vec<String> = kept.iter().map(Expr::to_string).collect();
        let expr = if kept.len() > 1 {
            Some(Expr::And(kept))
        } else {
            kept.into_iter().next()
        };
        asks.then(|| Looser {
            request: SearchRequest {
                q: q.join(" "),
                expr,
                ..request.clone()
            },
            label: dropped.to_string(),
            word: true,
        })
    };
    (0..parts.len()).filter_map(without).collect()
}

/// The same question without one of its words or filters, each with what it drops.
pub(crate) fn without_one(request: &SearchRequest) -> Vec<Looser> {
    let mut out = without_one_word(request);
    let mut drops = |request: SearchRequest, label: String| {
        out.push(Looser {
            request,
            label,
            word: false,
        });
    };
    for (field, values) in &request.filters.values {
        for value in values {
            drops(request.with_toggled(*field, value), value_label(*field, value, None));
        }
    }
    if request.filters.from.is_some() || request.filters.to.is_some() {
        let mut looser = request.clone();
        looser.q = request.text_query().unwrap_or_default();
        (looser.filters.from, looser.filters.to) = (None, None);
        let dates = [request.filters.from, request.filters.to];
        let label: Vec<String> = dates
            .iter()
            .map(|date| date.map(|date| date.to_string()).unwrap_or_default())
            .collect();
        drops(looser, label.join("–"));
    }
    out.truncate(MOST_LOOSER);
    for looser in &mut out {
        looser.request.cursor = None;
    }
    out
}
