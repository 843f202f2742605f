//! Pages of ministries and topics: what is held of them over time.

use super::Visit;
use super::matters::{case_cells, ministry_cell};
use super::sheet::{Asked, Found, Searched, answer, page_of};
use crate::app::App;
use crate::error::Problem;
use crate::linked::no_ministry;
use crate::messages::Told;
use crate::view::facets::{address, value_label};
use crate::view::names;
use crate::view::sheet::{Cell, Sheet, Table};
use crate::view::timeline::years_of;
use axum::extract::{Path, State};
use axum::response::Response;
use ordskifte_query::FilterField;
use ordskifte_vocabulary::{
    Ministry, MinistryChange, Topic, ministries as register, ministry_by_id, ministry_changes, topic_by_id,
    topics as all_topics,
};

/// Values of a facet that a page shows.
const VALUES: usize = 12;
/// How the records of a page are asked for.
const NEWEST: [(&str, &str); 4] = [
    ("sort", "date-desc"),
    ("limit", "10"),
    ("facets", "year,participant,topic,ministry,kind,meeting_type"),
    ("facet_size", "1000"),
];

/// `GET /ministries`
pub(crate) async fn ministries(State(app): State<App>, visit: Visit) -> Response {
    answer(app, visit, |asked| {
        let found = asked.search(&[], &[("limit", "0"), ("facets", "ministry"), ("facet_size", "1000")])?;
        let counts = found.facet(FilterField::Ministry);
        let mut table = Table::new(
            "ministries",
            "ministries",
            &["ministry", "name", "period", "records"],
            asked.interface,
        );
        for ministry in register() {
            let Some(count) = counts
                .iter()
                .find(|count| count.value == ministry.id && count.count > 0)
            else {
                continue;
            };
            table.row([
                Cell::link(ministry.abbreviation, format!("/ministries/{}", ministry.id)),
                Cell::plain(names::ministry(ministry, asked.interface)),
                Cell::plain(period(asked, ministry)),
                Cell::plain(count.count.to_string()),
            ]);
        }
        let mut sheet = Sheet {
            title: asked.text("ministries"),
            about: asked.text("ministries_about"),
            data: vec![Cell::link("JSON", "/api/v1/ministries")],
            ..Sheet::default()
        };
        sheet.table(table);
        Ok(sheet.into())
    })
    .await
}

fn period(asked: &Asked<'_>, ministry: &Ministry) -> String {
    let words =
        |date: Option<ordskifte_record::PartialDate>| date.map_or_else(String::new, |date| asked.interface.date(date));
    let from = match ministry.from {
        Some(_) => words(ministry.from),
        None => asked.text("before_register"),
    };
    format!("{from}–{}", words(ministry.to))
}

/// `GET /ministries/{id}`
pub(crate) async fn ministry(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Response {
    answer(app, visit, move |asked| {
        if let Some(ministry) = ministry_by_id(&id) {
            return ministry_sheet(asked, ministry).map(Found::from);
        }
        // An abbreviation or name that one ministry alone has borne.
        match ordskifte_vocabulary::ministries_matching(&id).as_slice() {
            [only] => Ok(Found::Moved(format!("/ministries/{}", only.id))),
            _ => Err(no_ministry(&id)),
        }
    })
    .await
}

fn ministry_sheet(asked: &Asked<'_>, ministry: &Ministry) -> Result<Sheet, Problem> {
    let filters = [("ministry", ministry.id)];
    let found = asked.search(&filters, &NEWEST)?;
    let mut sheet = Sheet {
        title: format!(
            "{} ({})",
            names::ministry(ministry, asked.interface),
            ministry.abbreviation
        ),
        lang: Some(names::ministry_language(asked.interface)),
        above: Some(Cell::link(asked.text("ministries"), "/ministries")),
        timeline: years_of(&found.request, &found.response, asked.interface),
        newest: asked.newest("newest_records", &found, &filters),
        ..Sheet::default()
    };
    let one = |id: &str| ministry_cell(asked, id);
    sheet.fact(asked.text("period"), vec![Cell::plain(period(asked, ministry))]);
    let change = |other: &str, change: &MinistryChange| {
        let kind = asked.text(&format!("change_{}", change.kind.as_str()));
        one(other).note(format!("{kind}, {}", asked.interface.date(change.date)))
    };
    let changes = ministry_changes().iter();
    let before = changes.clone().filter(|before| before.to == ministry.id);
    sheet.fact(
        asked.text("before"),
        before.map(|before| change(before.from, before)).collect(),
    );
    let after = changes.filter(|after| after.from == ministry.id);
    sheet.fact(
        asked.text("after"),
        after.map(|after| change(after.to, after)).collect(),
    );
    let namesakes = register()
        .iter()
        .filter(|other| other.abbreviation == ministry.abbreviation && other.id != ministry.id);
    sheet.fact(
        asked.text("same_abbreviation"),
        namesakes.map(|other| one(other.id)).collect(),
    );
    values(
        asked,
        &mut sheet,
        &found,
        &[
            FilterField::Kind,
            FilterField::Participant,
            FilterField::Topic,
            FilterField::MeetingType,
        ],
    );
    let mut cases = cases_of(asked, ministry.id);
    sheet.tables.append(&mut cases);
    sheet.data = asked.data("records", &filters);
    sheet
        .data
        .push(Cell::link("JSON", format!("/api/v1/ministries/{}", ministry.id)));
    let said = [
        ("ministry", ministry.id),
        ("organization", ministry.abbreviation),
        ("unit", "statement"),
    ];
    if asked.search(&said, &[("limit", "0")])?.response.total > 0 {
        sheet.data.extend(asked.data("statements", &said));
    }
    let line = [("ministry_line", ministry.id)];
    sheet
        .data
        .push(Cell::link(asked.text("ministry_line"), names::search(&line)));
    Ok(sheet)
}

/// Cases and consultations that a ministry answers for.
fn cases_of(asked: &Asked<'_>, id: &str) -> Vec<Table> {
    let links = &asked.linked.links;
    let mut sheet = Sheet::default();
    let mut cases = Table::new("cases", "cases", &["case", "case_type", "stage"], asked.interface);
    let responsible = links
        .cases
        .values()
        .filter(|case| case.responsible_ministry.as_deref() == Some(id));
    for case in responsible {
        cases.row(case_cells(asked, case));
    }
    sheet.table(cases);
    let mut hearings = Table::new(
        "hearings",
        "hearings",
        &["hearing", "deadline", "responses"],
        asked.interface,
    );
    for line in links
        .hearings
        .values()
        .filter(|line| line.ministry.as_deref() == Some(id))
    {
        hearings.row([
            Cell::link(names::capital(&line.subject), format!("/hearings/{}", line.id)),
            Cell::date(line.deadline, asked.interface),
            Cell::plain(line.responses.len().to_string()),
        ]);
    }
    sheet.table(hearings);
    sheet.tables
}

/// The commonest values of facets, each with its page or search. The counts of what the page is about are of all records: they
/// tell nothing of it.
fn values(asked: &Asked<'_>, sheet: &mut Sheet, found: &Searched, fields: &[FilterField]) {
    let told = fields
        .iter()
        .filter(|field| !found.request.filters.values.contains_key(field));
    for field in told {
        let name = field.as_str();
        let mut table = Table::new(name, name, &[name, "count"], asked.interface);
        let counts = found
            .facet(*field)
            .iter()
            .filter(|count| count.count > 0 && !count.active);
        let paged = counts.map(|count| (count, page_of(asked.linked, *field, &count.value)));
        // Who has no page is private.
        let shown = paged.filter(|(_, page)| *field != FilterField::Participant || page.is_some());
        for (count, page) in shown.take(VALUES) {
            let label = value_label(*field, &count.value, Some((&count.label, asked.interface)));
            let url = page.unwrap_or_else(|| {
                let mut request = found.request.with_toggled(*field, &count.value);
                request.cursor = None;
                request.limit = ordskifte_query::SearchRequest::DEFAULT_LIMIT;
                address(&request)
            });
            table.row([Cell::link(label, url), Cell::plain(count.count.to_string())]);
        }
        sheet.small(table);
    }
}

/// `GET /topics`
pub(crate) async fn topics(State(app): State<App>, visit: Visit) -> Response {
    answer(app, visit, |asked| {
        let found = asked.search(&[], &[("limit", "0"), ("facets", "topic"), ("facet_size", "1000")])?;
        let mut table = Table::new("topics", "topics", &["topic", "broader", "records"], asked.interface);
        let held = found.facet(FilterField::Topic).iter().filter(|count| count.count > 0);
        for (count, topic) in held.filter_map(|count| Some((count.count, topic_by_id(&count.value)?))) {
            table.lists([
                vec![topic_cell(asked, topic)],
                topic
                    .broader
                    .iter()
                    .filter_map(|id| topic_by_id(id))
                    .map(|topic| topic_cell(asked, topic))
                    .collect(),
                vec![Cell::plain(count.to_string())],
            ]);
        }
        let mut sheet = Sheet {
            title: asked.text("topics"),
            about: asked.text("topics_about"),
            data: vec![Cell::link("JSON", "/api/v1/facets/topic?facet_size=1000")],
            ..Sheet::default()
        };
        sheet.table(table);
        Ok(sheet.into())
    })
    .await
}

fn topic_cell(asked: &Asked<'_>, topic: &Topic) -> Cell {
    let label = names::topic(topic, asked.interface);
    match names::topic_url(&topic.id) {
        Some(url) => Cell::link(label, url),
        None => Cell::plain(label),
    }
}

/// `GET /topics/{group}/{name}`
pub(crate) async fn topic(
    State(app): State<App>,
    Path((group, name)): Path<(String, String)>,
    visit: Visit,
) -> Response {
    answer(app, visit, move |asked| {
        let topic = topic_by_id(&names::topic_id(&group, &name))
            .ok_or_else(|| Problem::not_found(Told::new("no_topic", [&name])))?;
        topic_sheet(asked, topic).map(Found::from)
    })
    .await
}

fn topic_sheet(asked: &Asked<'_>, topic: &Topic) -> Result<Sheet, Problem> {
    let filters = [("topic", topic.id.as_str())];
    let found = asked.search(&filters, &NEWEST)?;
    let mut sheet = Sheet {
        title: names::topic(topic, asked.interface).to_owned(),
        above: Some(Cell::link(asked.text("topics"), "/topics")),
        timeline: years_of(&found.request, &found.response, asked.interface),
        newest: asked.newest("newest_records", &found, &filters),
        ..Sheet::default()
    };
    let mut others = vec![topic.label_nb, topic.label_nn, topic.label_en];
    others.extend(&topic.other_labels);
    let mut labels: Vec<&str> = Vec::new();
    for label in others {
        if !label.is_empty() && label != sheet.title && !labels.contains(&label) {
            labels.push(label);
        }
    }
    sheet.fact(asked.text("also_called"), labels.into_iter().map(Cell::plain).collect());
    let broader = topic.broader.iter().filter_map(|id| topic_by_id(id));
    sheet.fact(
        asked.text("broader"),
        broader.map(|topic| topic_cell(asked, topic)).collect(),
    );
    let narrower = all_topics().iter().filter(|other| other.broader.contains(&topic.id));
    sheet.fact(
        asked.text("narrower"),
        narrower.map(|topic| topic_cell(asked, topic)).collect(),
    );
    let web = topic
        .id
        .starts_with("https://")
        .then(|| Cell::link(topic.id.as_str(), topic.id.as_str()));
    sheet.fact(
        asked.text("identifier"),
        vec![web.unwrap_or_else(|| Cell::plain(topic.id.as_str()))],
    );
    values(
        asked,
        &mut sheet,
        &found,
        &[FilterField::Ministry, FilterField::Kind, FilterField::Participant],
    );
    sheet.data = asked.data("records", &filters);
    let said = [("topic", topic.id.as_str()), ("unit", "statement")];
    if asked.search(&said, &[("limit", "0")])?.response.total > 0 {
        sheet.data.extend(asked.data("statements", &said));
    }
    Ok(sheet)
}
