//! Pages of persons who hold an office: search engines are asked to leave them out, and private persons have none.

use super::Visit;
use super::sheet::{Asked, Found, answer};
use crate::app::App;
use crate::error::Problem;
use crate::messages::Told;
use crate::view::names::search;
use crate::view::sheet::{Cell, Field, Sheet, Table};
use crate::view::timeline::years_of;
use axum::extract::{Path, State};
use axum::response::Response;
use ordskifte_link::{Appearance, Person};

/// `GET /people`
pub(crate) async fn people(State(app): State<App>, visit: Visit) -> Response {
    answer(app, visit, |asked| {
        let wanted = asked
            .pairs
            .0
            .iter()
            .find(|(name, _)| name == "name")
            .map(|(_, value)| value.clone());
        let typed = wanted.unwrap_or_default();
        let folded = typed.trim().to_lowercase();
        let like = |person: &&Person| {
            person.has_office() && person.names.iter().any(|name| name.to_lowercase().contains(&folded))
        };
        let mut found: Vec<&Person> = asked.linked.links.people.values().filter(like).collect();
        found.sort_by_cached_key(|person| surname_first(&person.name));
        let (rows, part) = asked.part(found)?;
        asked.pairs.take("name")?;
        let heads = ["name", "organization", "meetings", "statements"];
        let mut table = Table::new("people", "people", &heads, asked.interface);
        for person in rows {
            let last = person
                .appearances
                .iter()
                .rev()
                .find_map(|place| place.organization.as_deref());
            let there = person.appearances.iter().filter(|place| !place.absent).count();
            table.row([
                Cell::link(person.name.as_str(), format!("/people/{}", person.id)),
                Cell::plain(last.unwrap_or_default()),
                Cell::plain(there.to_string()),
                Cell::plain(person.statements.len().to_string()),
            ]);
        }
        let mut sheet = Sheet {
            title: asked.text("people"),
            about: asked.text("people_about"),
            field: Some(Field {
                name: "name",
                label: asked.text("name"),
                value: typed,
                hint: "",
            }),
            part: Some(part),
            data: vec![Cell::link("JSON", "/api/v1/people")],
            noindex: true,
            ..Sheet::default()
        };
        sheet.table(table);
        Ok(sheet.into())
    })
    .await
}

/// Years in order, those that follow one another as one: `2014–2015, 2019`. Years that no document tells of are not claimed.
fn runs(mut years: Vec<u16>) -> String {
    years.sort_unstable();
    years.dedup();
    let runs = years.chunk_by(|one, next| one + 1 == *next);
    let words = runs.filter_map(|run| match run {
        [] => None,
        [only] => Some(only.to_string()),
        [first, .., last] => Some(format!("{first}–{last}")),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// A name in the order of a register, with the Norwegian letters last.
fn surname_first(name: &str) -> String {
    let folded = name
        .to_lowercase()
        .replace('æ', "{")
        .replace('ø', "|")
        .replace('å', "}");
    match folded.rsplit_once(' ') {
        Some((given, surname)) => format!("{surname} {given}"),
        None => folded,
    }
}

/// `GET /people/{id}`
pub(crate) async fn person(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Response {
    answer(app, visit, move |asked| {
        let links = &asked.linked.links;
        if let Some(person) = links.people.get(&id).filter(|person| person.has_office()) {
            return sheet(asked, person).map(Found::from);
        }
        match links.people_aliases.get(&id).and_then(|id| links.people.get(id)) {
            Some(person) if person.has_office() => Ok(Found::Moved(format!("/people/{}", person.id))),
            _ => Err(Problem::not_found(Told::new("no_person", [&id]))),
        }
    })
    .await
}

fn sheet(asked: &Asked<'_>, person: &Person) -> Result<Sheet, Problem> {
    let mut sheet = Sheet {
        title: person.name.clone(),
        above: Some(Cell::link(asked.text("people"), "/people")),
        noindex: true,
        ..Sheet::default()
    };
    let others = person.names.iter().filter(|name| **name != person.name);
    sheet.fact(
        asked.text("also_written"),
        others.map(|name| Cell::plain(name.as_str())).collect(),
    );
    sheet.fact(asked.text("offices"), offices(asked, &person.appearances));
    let spoke: Vec<(&str, &str)> = person.spoke_as.iter().map(|name| ("speaker", name.as_str())).collect();
    let present: Vec<(&str, &str)> = person
        .present_as
        .iter()
        .map(|name| ("participant", name.as_str()))
        .collect();
    let newest = [
        ("sort", "date-desc"),
        ("limit", "10"),
        ("facets", "year"),
        ("facet_size", "1000"),
    ];
    if !spoke.is_empty() {
        let filters = [spoke.as_slice(), &[("unit", "statement")]].concat();
        let found = asked.search(&filters, &newest)?;
        sheet.timeline = years_of(&found.request, &found.response, asked.interface);
        sheet.newest = asked.newest("newest_statements", &found, &filters);
        sheet.data.extend(asked.data("statements", &filters));
    } else if !present.is_empty() {
        let found = asked.search(&present, &newest)?;
        sheet.timeline = years_of(&found.request, &found.response, asked.interface);
    }
    if !present.is_empty() {
        sheet.data.push(Cell::link(asked.text("present_at"), search(&present)));
    }
    sheet
        .data
        .push(Cell::link("JSON", format!("/api/v1/people/{}", person.id)));
    sheet.table(appearances(asked, &person.appearances));
    Ok(sheet)
}

/// Each role and organization once, with its years.
fn offices(asked: &Asked<'_>, appearances: &[Appearance]) -> Vec<Cell> {
    let mut found: Vec<(String, Vec<u16>)> = Vec::new();
    for place in appearances {
        let side = place.side.map(|side| asked.text(&format!("side_{side}")));
        let side = side.filter(|side| place.organization.as_ref() != Some(side));
        let parts = [place.role.clone(), place.organization.clone(), side];
        let office = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let year = place.record.date.map(ordskifte_record::PartialDate::year);
        match found.iter_mut().find(|(known, _)| *known == office) {
            Some((_, years)) => years.extend(year),
            None => found.push((office, year.into_iter().collect())),
        }
    }
    let named = found.into_iter().filter(|(office, _)| !office.is_empty());
    let cells = named.map(|(office, years)| Cell::plain(office).note(runs(years)));
    cells.collect()
}

fn appearances(asked: &Asked<'_>, appearances: &[Appearance]) -> Table {
    let heads = ["date", "record", "office", "side"];
    let mut table = Table::new("meetings", "attendance", &heads, asked.interface);
    for place in appearances.iter().rev() {
        let office = [place.role.clone(), place.organization.clone()];
        let office = office.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let note = match (place.absent, place.chair) {
            (true, _) => asked.text("absent"),
            (false, true) => asked.text("chair"),
            (false, false) => String::new(),
        };
        table.row([
            Cell::date(place.record.date, asked.interface),
            Cell::record(&place.record, asked.interface),
            Cell::plain(office).note(note),
            Cell::plain(
                place
                    .side
                    .map_or_else(String::new, |side| asked.text(&format!("side_{side}"))),
            ),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::surname_first;

    #[test]
    fn names_stand_by_surname_with_norwegian_letters_last() {
        let mut names = ["Åse Ås", "Kari Øye", "Ola Ærø", "Per Zahl", "Mo"];
        names.sort_by_cached_key(|name| surname_first(name));
        assert_eq!(names, ["Mo", "Per Zahl", "Ola Ærø", "Kari Øye", "Åse Ås"]);
    }
}
