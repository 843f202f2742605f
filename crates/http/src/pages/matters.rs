//! Pages of what is decided and asked: cases, public consultations, works cited, agreements.

use super::Visit;
use super::sheet::{Asked, Found, answer};
use crate::app::App;
use crate::error::Problem;
use crate::messages::Told;
use crate::view::names::{self, search};
use crate::view::sheet::{Cell, Field, Sheet, Table};
use crate::view::timeline::years_of;
use crate::view::typed;
use axum::extract::{Path, State};
use axum::response::Response;
use ordskifte_link::{AgreementEntry, CaseLine, Cited, HearingLine, RecordRef};
use ordskifte_record::{PartialDate, SchemeCase};
use ordskifte_vocabulary::ministry_by_id;

/// A ministry with its page.
pub(super) fn ministry_cell(asked: &Asked<'_>, id: &str) -> Cell {
    match ministry_by_id(id) {
        Some(ministry) => Cell::link(ministry.abbreviation, format!("/ministries/{id}"))
            .note(names::ministry(ministry, asked.interface)),
        None => Cell::plain(id),
    }
}

/// `GET /cases`
pub(crate) async fn cases(State(app): State<App>, visit: Visit) -> Response {
    answer(app, visit, |asked| {
        let sorts = ["kostnadsberegning", "lovmedvirkning"];
        let chosen = asked
            .pairs
            .0
            .iter()
            .find(|(name, _)| name == "type")
            .map(|(_, value)| value.clone());
        let linked = asked.linked;
        let wanted = chosen.clone().filter(|code| !code.is_empty());
        let wanted = wanted.map(|code| code.parse::<SchemeCase>()).transpose();
        let wanted = wanted.map_err(|_| Problem::parameter("type", Told::new("one_of", [&sorts.join(", ")])))?;
        let all = linked.links.cases.values();
        let mut found: Vec<&CaseLine> = all
            .filter(|case| wanted.is_none_or(|sort| case.case_type == sort))
            .collect();
        found.sort_by_key(|case| std::cmp::Reverse(last(case).map_or(0, PartialDate::first_day)));
        let (rows, part) = asked.part(found)?;
        asked.pairs.take("type")?;
        let mut table = Table::new(
            "cases",
            "cases",
            &["case", "case_type", "stage", "ministry", "last_told"],
            asked.interface,
        );
        for case in rows {
            let ministry = case.responsible_ministry.as_deref().map(|id| ministry_cell(asked, id));
            let rest = [ministry.unwrap_or_default(), Cell::date(last(case), asked.interface)];
            table.row(case_cells(asked, case).into_iter().chain(rest));
        }
        let current = |code: &str| {
            if chosen.as_deref().unwrap_or_default() == code {
                "current"
            } else {
                ""
            }
        };
        let everything = Cell::link(asked.text("all"), "/cases").note(current(""));
        let beside = sorts.map(|code| {
            let name = names::capital(&asked.text(&format!("case_{code}")));
            Cell::link(name, format!("/cases?type={code}")).note(current(code))
        });
        let mut sheet = Sheet {
            title: asked.text("cases"),
            about: asked.text("cases_about"),
            beside: [everything].into_iter().chain(beside).collect(),
            part: Some(part),
            data: vec![Cell::link("JSON", "/api/v1/cases")],
            ..Sheet::default()
        };
        sheet.table(table);
        Ok(sheet.into())
    })
    .await
}

/// When a case was told of last.
fn last(case: &CaseLine) -> Option<PartialDate> {
    case.events
        .iter()
        .filter_map(|event| event.record.date)
        .max_by_key(|date| date.first_day())
}

/// A case, its sort and its stage.
pub(super) fn case_cells(asked: &Asked<'_>, case: &CaseLine) -> [Cell; 3] {
    let stage = case.stage.map(|stage| asked.text(&format!("stage_{stage}")));
    [
        Cell::link(names::capital(&case.subject), format!("/cases/{}", case.id)),
        Cell::plain(asked.text(&format!("case_{}", case.case_type))),
        Cell::plain(stage.unwrap_or_default()),
    ]
}

/// `GET /cases/{id}`
pub(crate) async fn case(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Response {
    answer(app, visit, move |asked| {
        let case = asked
            .linked
            .links
            .cases
            .get(&id)
            .ok_or_else(|| Problem::not_found(Told::new("no_case", [&id])))?;
        Ok(case_sheet(asked, case).into())
    })
    .await
}

fn case_sheet(asked: &Asked<'_>, case: &CaseLine) -> Sheet {
    let interface = asked.interface;
    let [title, sort, stage] = case_cells(asked, case);
    let mut sheet = Sheet {
        title: title.text,
        above: Some(Cell::link(asked.text("cases"), "/cases")),
        ..Sheet::default()
    };
    sheet.fact(
        asked.text("case_type"),
        vec![Cell::link(
            names::capital(&sort.text),
            format!("/cases?type={}", case.case_type),
        )],
    );
    sheet.fact(asked.text("stage"), case.stage.map(|_| stage).into_iter().collect());
    let ministry = case.responsible_ministry.as_deref().map(|id| ministry_cell(asked, id));
    sheet.fact(asked.text("responsible"), ministry.into_iter().collect());
    sheet.fact(
        asked.text("proposed_by"),
        case.proposed_by.iter().map(|name| Cell::plain(name.as_str())).collect(),
    );
    let mut table = Table::new(
        "events",
        "case_events",
        &["date", "what_is_told", "stage", "record", "meeting"],
        interface,
    );
    for event in &case.events {
        let at = event
            .anchor
            .as_ref()
            .map(|anchor| format!("{}#{anchor}", event.record.url));
        let page = event.page.map(|page| format!("{} {page}", asked.text("page")));
        let meeting = event
            .meeting
            .as_ref()
            .and_then(|id| asked.linked.links.meetings.get(id));
        table.row([
            Cell::date(event.record.date, interface),
            Cell::plain(event.evidence.as_str()),
            Cell::plain(
                event
                    .stage
                    .map_or_else(String::new, |stage| asked.text(&format!("stage_{stage}"))),
            ),
            Cell::link(
                event.record.title.as_str(),
                at.unwrap_or_else(|| event.record.url.clone()),
            )
            .note(page.unwrap_or_default()),
            meeting.map_or_else(Cell::default, |line| {
                Cell::link(names::meeting(line, interface), format!("/meetings/{}", line.id))
            }),
        ]);
    }
    sheet.table(table);
    let mut near = Table::new(
        "candidates",
        "case_candidates",
        &["case", "case_type", "stage"],
        interface,
    );
    for other in case.candidates.iter().filter_map(|id| asked.linked.links.cases.get(id)) {
        near.row(case_cells(asked, other));
    }
    sheet.table(near);
    let words = format!("\"{}\"", case.subject.replace('"', " "));
    sheet.data = vec![
        Cell::link(
            asked.text("search_subject"),
            search(&[("q", &words), ("unit", "passage")]),
        ),
        Cell::link("JSON", format!("/api/v1/cases/{}", case.id)),
    ];
    sheet
}

/// `GET /hearings`
pub(crate) async fn hearings(State(app): State<App>, visit: Visit) -> Response {
    answer(app, visit, |asked| {
        let mut found: Vec<&HearingLine> = asked.linked.links.hearings.values().collect();
        let newest = |line: &HearingLine| {
            let answers = line.responses.iter().map(|answer| &answer.record);
            let dates = line.opened_by.iter().chain(answers).filter_map(|record| record.date);
            line.deadline.into_iter().chain(dates).map(PartialDate::first_day).max()
        };
        found.sort_by_key(|line| std::cmp::Reverse(newest(line)));
        let (rows, part) = asked.part(found)?;
        let mut table = Table::new(
            "hearings",
            "hearings",
            &["hearing", "ministry", "deadline", "responses"],
            asked.interface,
        );
        for line in rows {
            let ministry = line.ministry.as_deref().map(|id| ministry_cell(asked, id));
            table.row([
                Cell::link(names::capital(&line.subject), format!("/hearings/{}", line.id)),
                ministry.unwrap_or_default(),
                Cell::date(line.deadline, asked.interface),
                Cell::plain(line.responses.len().to_string()),
            ]);
        }
        let mut sheet = Sheet {
            title: asked.text("hearings"),
            about: asked.text("hearings_about"),
            part: Some(part),
            data: vec![Cell::link("JSON", "/api/v1/hearings")],
            ..Sheet::default()
        };
        sheet.table(table);
        Ok(sheet.into())
    })
    .await
}

/// `GET /hearings/{id}`
pub(crate) async fn hearing(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Response {
    answer(app, visit, move |asked| {
        let links = &asked.linked.links;
        match (links.hearings.get(&id), links.hearing_aliases.get(&id)) {
            (Some(line), _) => Ok(hearing_sheet(asked, line).into()),
            (None, Some(other)) => Ok(Found::Moved(format!("/hearings/{other}"))),
            (None, None) => Err(Problem::not_found(Told::new("no_hearing", [&id]))),
        }
    })
    .await
}

fn hearing_sheet(asked: &Asked<'_>, line: &HearingLine) -> Sheet {
    let interface = asked.interface;
    let mut sheet = Sheet {
        title: names::capital(&line.subject),
        above: Some(Cell::link(asked.text("hearings"), "/hearings")),
        ..Sheet::default()
    };
    let ministry = line.ministry.as_deref().map(|id| ministry_cell(asked, id));
    sheet.fact(asked.text("ministry"), ministry.into_iter().collect());
    let deadline = line.deadline.map(|date| Cell::plain(interface.date(date)));
    sheet.fact(asked.text("deadline"), deadline.into_iter().collect());
    sheet.fact(
        asked.text("references"),
        line.reference.iter().map(|value| Cell::plain(value.as_str())).collect(),
    );
    let web = line
        .url
        .iter()
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    sheet.fact(
        asked.text("web_page"),
        web.map(|url| Cell::link(url.as_str(), url.as_str())).collect(),
    );
    sheet.table(records("opened", "opened_by", asked, &line.opened_by));
    let mut table = Table::new(
        "responses",
        "responses",
        &["date", "sender", "record", "remarks"],
        interface,
    );
    for answer in &line.responses {
        let private = answer.sender_type.as_deref() == Some("privatperson");
        // A private person's name stands on the document alone.
        let sender = if private { None } else { answer.sender.as_deref() };
        let remarks = answer.remarks.map(|remarks| asked.text(&format!("remarks_{remarks}")));
        table.row([
            Cell::date(answer.record.date, interface),
            match sender {
                Some(name) => Cell::link(name, search(&[("sender", name)])),
                None if private => Cell::plain(asked.text("private_person")),
                None => Cell::default(),
            },
            Cell::record(&answer.record, interface),
            Cell::plain(remarks.unwrap_or_default()),
        ]);
    }
    sheet.table(table);
    sheet.data = asked.data("responses", &[("hearing", &line.subject), ("kind", "horingssvar")]);
    sheet
        .data
        .push(Cell::link("JSON", format!("/api/v1/hearings/{}", line.id)));
    sheet
}

/// Records by date.
fn records(id: &'static str, title: &str, asked: &Asked<'_>, records: &[RecordRef]) -> Table {
    let mut table = Table::new(id, title, &["date", "record"], asked.interface);
    for record in records {
        table.row([
            Cell::date(record.date, asked.interface),
            Cell::record(record, asked.interface),
        ]);
    }
    table
}

/// `GET /citations/{id}`
pub(crate) async fn citation(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Response {
    answer(app, visit, move |asked| {
        let work = asked
            .linked
            .links
            .citations
            .get(&id)
            .ok_or_else(|| Problem::not_found(Told::new("no_citation", [&id])))?;
        citation_sheet(asked, work).map(Found::from)
    })
    .await
}

fn citation_sheet(asked: &mut Asked<'_>, work: &Cited) -> Result<Sheet, Problem> {
    let (places, part) = asked.part(work.cited_by.iter().rev().collect())?;
    let mut table = Table::new(
        "places",
        "cited_in",
        &["date", "record", "printed", "page_number"],
        asked.interface,
    );
    for place in places {
        table.row([
            Cell::date(place.record.date, asked.interface),
            Cell::record(&place.record, asked.interface),
            Cell::plain(place.printed.as_str()),
            Cell::plain(place.page.map_or_else(String::new, |page| page.to_string())),
        ]);
    }
    let filters = [("cites", work.citation.as_str())];
    let found = asked.search(&filters, &[("limit", "0"), ("facets", "year"), ("facet_size", "1000")])?;
    let mut sheet = Sheet {
        title: work.citation.clone(),
        about: asked.text("citation_about"),
        timeline: years_of(&found.request, &found.response, asked.interface),
        part: Some(part),
        data: asked.data("records", &filters),
        ..Sheet::default()
    };
    sheet.table(table);
    sheet
        .data
        .push(Cell::link("JSON", format!("/api/v1/citations/{}", work.id)));
    Ok(sheet)
}

/// `GET /agreements`
pub(crate) async fn agreements(State(app): State<App>, visit: Visit) -> Response {
    answer(app, visit, |asked| {
        let may_be = Told::new("date", []);
        let date: Option<PartialDate> = asked.pairs.read("in_force_on", may_be, |text| {
            typed::date(text).or_else(|| text.trim().parse().ok())
        })?;
        let all = asked.linked.links.agreements.iter().rev();
        let held = all.filter(|entry| date.is_none_or(|date| entry.in_force(date)));
        let heads = ["agreement", "parties", "period", "status", "previous_agreement"];
        let mut table = Table::new("agreements", "agreements", &heads, asked.interface);
        for entry in held {
            table.lists(agreement(asked, entry, date));
        }
        let mut sheet = Sheet {
            title: asked.text("agreements"),
            about: asked.text("agreements_about"),
            field: Some(Field {
                name: "in_force_on",
                label: asked.text("in_force_on"),
                value: date.map(|date| date.to_string()).unwrap_or_default(),
                hint: "2012-01-31",
            }),
            data: vec![Cell::link("JSON", "/api/v1/agreements")],
            ..Sheet::default()
        };
        sheet.table(table);
        Ok(sheet.into())
    })
    .await
}

fn agreement(asked: &Asked<'_>, entry: &AgreementEntry, date: Option<PartialDate>) -> [Vec<Cell>; 5] {
    let interface = asked.interface;
    let own = &entry.agreement;
    let subject = own.subject.as_deref().unwrap_or(&entry.record.title);
    let words = |date: Option<PartialDate>| date.map_or_else(String::new, |date| interface.date(date));
    let period = match (own.valid_from, own.valid_to) {
        (None, None) => String::new(),
        (from, to) => format!("{}–{}", words(from), words(to)),
    };
    let status = date.map(|date| entry.status(date)).or(own.status);
    let known = asked.linked.links.agreements.iter();
    let before = entry
        .previous_record
        .as_ref()
        .and_then(|id| known.clone().find(|other| other.record.id == *id));
    [
        vec![Cell::link(names::capital(subject), entry.record.url.as_str()).note(words(entry.record.date))],
        own.parties.iter().map(|party| Cell::plain(party.as_str())).collect(),
        vec![Cell::plain(period)],
        status
            .map(|status| Cell::plain(asked.text(&format!("agreement_{status}"))))
            .into_iter()
            .collect(),
        match before {
            Some(before) => vec![Cell::link(before.record.title.as_str(), before.record.url.as_str())],
            None => own
                .previous
                .iter()
                .map(|printed| Cell::plain(printed.as_str()))
                .collect(),
        },
    ]
}
