//! Pages of meetings: the annual wheel of a year, a meeting, and what is held of all.

use super::Visit;
use super::sheet::{Asked, Found, answer};
use crate::app::App;
use crate::error::Problem;
use crate::messages::Told;
use crate::view::names;
use crate::view::record::delegations;
use crate::view::sheet::{Cell, Sheet, Table};
use crate::view::wheel::wheel;
use axum::extract::{Path, State};
use axum::response::Response;
use ordskifte_link::{Cell as CoverageCell, MeetingLine, coverage as matrix};
use ordskifte_record::{PartialDate, Record};
use std::collections::BTreeMap;

/// `GET /meetings`: the annual wheel of a year, the newest where none is named.
pub(crate) async fn meetings(State(app): State<App>, visit: Visit) -> Response {
    answer(app, visit, |asked| {
        let year = asked
            .pairs
            .read("year", Told::new("year", []), |text| text.parse::<u16>().ok())?;
        let mut years: BTreeMap<u16, Vec<&MeetingLine>> = BTreeMap::new();
        for meeting in asked.linked.links.meetings.values() {
            if let Some(year) = meeting.year.or(meeting.date.map(PartialDate::year)) {
                years.entry(year).or_default().push(meeting);
            }
        }
        let year = year.or(years.keys().next_back().copied());
        let held = year.and_then(|year| years.remove(&year)).unwrap_or_default();
        let mut all: Vec<u16> = years.keys().copied().chain(year).collect();
        all.sort_unstable();
        Ok(year_sheet(asked, year, held, &all).into())
    })
    .await
}

fn year_sheet(asked: &Asked<'_>, year: Option<u16>, mut held: Vec<&MeetingLine>, years: &[u16]) -> Sheet {
    let shown = year.map_or_else(String::new, |year| format!(" {year}"));
    let mut sheet = Sheet {
        title: format!("{}{shown}", asked.text("wheel")),
        above: Some(Cell::link(asked.text("coverage"), "/coverage")),
        about: asked.text(if held.is_empty() { "no_meetings" } else { "wheel_about" }),
        wheel: year.and_then(|year| wheel(year, &held, asked.interface)),
        beside: years
            .iter()
            .rev()
            .map(|known| {
                let note = if Some(*known) == year { "current" } else { "" };
                Cell::link(known.to_string(), format!("/meetings?year={known}")).note(note)
            })
            .collect(),
        ..Sheet::default()
    };
    held.sort_by_key(|meeting| (meeting.date.map_or(u32::MAX, PartialDate::first_day), meeting.number));
    let mut table = Table::new(
        "year",
        "meetings",
        &["date", "meeting", "papers", "minutes_taken"],
        asked.interface,
    );
    for meeting in held {
        let material = meeting.material.iter().map(|document| &document.record);
        let papers = meeting.agendas.iter().chain(material).chain(&meeting.annexes);
        table.lists([
            vec![Cell::date(meeting.date, asked.interface)],
            vec![link(meeting, asked)],
            papers.map(|record| Cell::record(record, asked.interface)).collect(),
            meeting
                .minutes
                .iter()
                .map(|record| Cell::record(record, asked.interface))
                .collect(),
        ]);
    }
    sheet.table(table);
    let year = year.map_or_else(String::new, |year| format!("?year={year}"));
    sheet.data.push(Cell::link("JSON", format!("/api/v1/meetings{year}")));
    sheet
}

/// A meeting with its page.
fn link(meeting: &MeetingLine, asked: &Asked<'_>) -> Cell {
    Cell::link(
        names::meeting(meeting, asked.interface),
        format!("/meetings/{}", meeting.id),
    )
}

/// `GET /meetings/{id}`
pub(crate) async fn meeting(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Response {
    answer(app, visit, move |asked| {
        let meeting = asked
            .linked
            .links
            .meetings
            .get(&id)
            .ok_or_else(|| Problem::not_found(Told::new("no_meeting", [&id])))?;
        meeting_sheet(asked, meeting).map(Found::from)
    })
    .await
}

fn meeting_sheet(asked: &Asked<'_>, meeting: &MeetingLine) -> Result<Sheet, Problem> {
    let interface = asked.interface;
    let year = meeting.year.or(meeting.date.map(PartialDate::year));
    let mut sheet = Sheet {
        title: names::meeting(meeting, interface),
        above: Some(match year {
            Some(year) => Cell::link(
                format!("{} {year}", asked.text("wheel")),
                format!("/meetings?year={year}"),
            ),
            None => Cell::link(asked.text("meetings"), "/meetings"),
        }),
        ..Sheet::default()
    };
    let neighbors = [("meeting_before", &meeting.previous), ("meeting_after", &meeting.next)];
    for (what, id) in neighbors {
        if let Some(other) = id.as_ref().and_then(|id| asked.linked.links.meetings.get(id)) {
            sheet.beside.push(Cell {
                text: format!("{}: {}", asked.text(what), names::meeting(other, interface)),
                ..link(other, asked)
            });
        }
    }
    let words = |date: PartialDate| Cell::plain(interface.date(date));
    sheet.fact(asked.text("date"), meeting.date.map(words).into_iter().collect());
    sheet.fact(
        asked.text("place"),
        meeting.place.iter().map(|place| Cell::plain(place.as_str())).collect(),
    );
    sheet.fact(
        asked.text("ministry"),
        meeting.ministry.iter().map(|name| Cell::plain(name.as_str())).collect(),
    );
    sheet.table(documents(asked, meeting));
    let minutes = meeting.minutes.first().and_then(|reference| reference.id.parse().ok());
    if let Some(minutes) = minutes {
        let record = asked.inner.public_record(&minutes, None)?;
        sheet.table(agenda(asked, &record));
        sheet.table(present(asked, &record));
        if let (Some(date), false) = (meeting.date, record.statements.is_empty()) {
            let (day, sort) = (date.to_string(), meeting.meeting_type.as_str());
            let filters = [
                ("from", day.as_str()),
                ("to", &day),
                ("meeting_type", sort),
                ("unit", "statement"),
            ];
            sheet.data.extend(asked.data("statements", &filters));
        }
    }
    sheet.table(cases(asked, meeting));
    sheet
        .data
        .push(Cell::link("JSON", format!("/api/v1/meetings/{}", meeting.id)));
    Ok(sheet)
}

fn documents(asked: &Asked<'_>, meeting: &MeetingLine) -> Table {
    let mut table = Table::new("documents", "documents", &["what", "date", "record"], asked.interface);
    let material = meeting
        .material
        .iter()
        .map(|document| (document.status, &document.record));
    let all = (meeting.minutes.iter().map(|record| ("minutes_taken", record)))
        .chain(meeting.agendas.iter().map(|record| ("kind_sakliste", record)))
        .chain(material.map(|(status, record)| match status {
            "before" => ("material_before", record),
            "after" => ("material_after", record),
            _ => ("kind_materiale", record),
        }))
        .chain(meeting.annexes.iter().map(|record| ("other_papers", record)));
    for (what, record) in all {
        table.row([
            Cell::plain(asked.text(what)),
            Cell::date(record.date, asked.interface),
            Cell::record(record, asked.interface),
        ]);
    }
    table
}

fn agenda(asked: &Asked<'_>, minutes: &Record) -> Table {
    let mut table = Table::new(
        "agenda",
        "agenda_list",
        &["number", "case", "case_type", "page_number"],
        asked.interface,
    );
    let id = minutes.id.as_ref().map_or("", |id| id.as_str());
    let lang = minutes.language.as_str();
    for item in &minutes.agenda {
        let heading = match &item.anchor {
            Some(anchor) => Cell::link(item.heading.as_str(), format!("/records/{id}#{anchor}")),
            None => Cell::plain(item.heading.as_str()),
        };
        let sort = item.case_type.map(|sort| asked.text(&format!("case_{sort}")));
        table.row([
            Cell::plain(item.number.as_deref().unwrap_or_default()),
            Cell {
                lang: (lang != "und").then_some(lang),
                level: item.level,
                ..heading
            },
            Cell::plain(sort.unwrap_or_default()),
            Cell::plain(item.page.map_or_else(String::new, |page| page.to_string())),
        ]);
    }
    table
}

fn present(asked: &Asked<'_>, minutes: &Record) -> Table {
    let mut table = Table::new("present", "present", &["side", "name"], asked.interface);
    for group in delegations(minutes, asked.interface) {
        let (title, people) = group.cells();
        table.lists([vec![Cell::plain(title)], people]);
    }
    table
}

fn cases(asked: &Asked<'_>, meeting: &MeetingLine) -> Table {
    let mut table = Table::new("cases", "cases", &["case", "case_type", "stage"], asked.interface);
    for case in meeting.cases.iter().filter_map(|id| asked.linked.links.cases.get(id)) {
        table.row(super::matters::case_cells(asked, case));
    }
    table
}

/// `GET /coverage`
pub(crate) async fn coverage(State(app): State<App>, visit: Visit) -> Response {
    answer(app, visit, |asked| {
        let held = matrix(&asked.linked.links.meetings, asked.linked.undated, None);
        let mut sheet = Sheet {
            title: asked.text("coverage"),
            about: asked.text("coverage_about"),
            data: vec![Cell::link("JSON", "/api/v1/coverage")],
            ..Sheet::default()
        };
        let sort = if held.undated == 1 { "record" } else { "records" };
        let undated = format!("{} {}", held.undated, asked.text(sort).to_lowercase());
        let without = Cell::link(undated, names::search(&[("year", "none")]));
        sheet.fact(
            asked.text("no_date"),
            (held.undated > 0).then_some(without).into_iter().collect(),
        );
        let mut table = Table::new(
            "coverage",
            "coverage",
            &["year", "meetings_numbered", "meetings_bilateral"],
            asked.interface,
        );
        for row in held.years.iter().rev() {
            let (bilateral, numbered): (Vec<_>, Vec<_>) =
                row.cells.iter().partition(|cell| cell.meeting.starts_with("bilateral"));
            let year = Cell::link(row.year.to_string(), format!("/meetings?year={}", row.year));
            let cells = |cells: Vec<&CoverageCell>| cells.into_iter().map(|cell| holding(asked, cell)).collect();
            table.lists([vec![year], cells(numbered), cells(bilateral)]);
        }
        sheet.table(table);
        Ok(sheet.into())
    })
    .await
}

/// A meeting with what is held of it.
fn holding(asked: &Asked<'_>, cell: &CoverageCell) -> Cell {
    let name = match cell.meeting.strip_prefix("bilateral ") {
        Some(ministry) => ministry.to_owned(),
        None if cell.meeting == "?" => asked.text("without_number"),
        None => format!("{}.", cell.meeting),
    };
    let Some(id) = &cell.id else {
        return Cell::plain(name).note(asked.text(&format!("coverage_{}", cell.status)));
    };
    let mut what: Vec<String> = Vec::new();
    for sort in ["minutes", "agenda", "material", "annex"] {
        let many = cell.held.iter().filter(|held| held.what == sort).count();
        match many {
            0 => {}
            1 => what.push(asked.text(&format!("held_{sort}"))),
            many => what.push(format!("{} ({many})", asked.text(&format!("held_{sort}")))),
        }
    }
    Cell::link(name, format!("/meetings/{id}")).note(what.join(", "))
}
