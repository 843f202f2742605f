//! Where a meeting was: behind its label, behind its day and hour, on the line below these, or before the day.

use super::held::{WEEKDAY, held};
use super::labelled::labels;
use crate::data::rows;
use crate::dates::{Printed, dates};
use crate::labels::label;
use crate::view::{Line, View};
use ordskifte_record::PartialDate;
use ordskifte_vocabulary::LowerCase;
use regex::Regex;
use std::sync::LazyLock;

/// Lines of the head that can state day and place without labels.
const HEAD: usize = 10;
/// Longest place, in characters and words.
const MAX_PLACE: usize = 70;
const MAX_WORDS: usize = 9;

/// What ends names of rooms, houses, streets and services to meet on, in lower case.
static PLACES: LazyLock<Vec<&'static str>> = LazyLock::new(|| rows(include_str!("../../data/places.txt")).collect());

/// The hours behind a day, and what stands behind them.
static HOURS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^[\s,;]*(?:(?:fra |frå )?(?:kl\.?|klokka|klokken)\s*)?(?:[0-9]{1,2}(?:[.:]?[0-9]{2})?(?:\s*(?:[–—-]|til)\s*(?:kl\.?\s*)?[0-9]{1,2}(?:[.:]?[0-9]{2})?)?)?(.*)$").ok()
});

/// The place of the meeting that these lines are about; `held` is its day, where the paper has no day of its own.
pub(super) fn place(view: &View<'_>, title: &str, held: Option<PartialDate>) -> Option<String> {
    let labelled = labels(view).find(|(_, name, value, _)| *name == "place" && !value.is_empty());
    let labelled = labelled.and_then(|(_, _, value, _)| alone(value));
    labelled
        .or_else(|| {
            let mut values = labels(view).filter(|(_, name, ..)| *name == "date");
            values.find_map(|(_, _, value, _)| behind_hours(value))
        })
        .or_else(|| unlabelled(view, title, held))
        .or_else(|| behind_title(title))
        .or_else(|| view.lines.iter().take(super::TOP).find_map(|line| told(line.text)))
}

/// Headings and labels that stand behind a place where lines ran together.
const NEXT: [&str; 20] = [
    "Saksliste",
    "Sakliste",
    "Dagsorden",
    "Saker",
    "Til stede",
    "Tilstede",
    "Til stades",
    "Deltakere",
    "Deltakarar",
    "Deltagere",
    "Møtende",
    "Møtande",
    "Medlemmer",
    "Medlemer",
    "Forfall",
    "Dato",
    "Tid",
    "Møtetid",
    "Møtedato",
    "Innkalt",
];
/// Longest value behind a label, in characters.
const MAX_LABELLED: usize = 120;

/// A place behind its label, and nothing of what ran together with it; none where it has no end.
fn alone(value: &str) -> Option<String> {
    let next = NEXT.iter().filter_map(|word| {
        let at = value.find(&format!(" {word}"))?;
        let behind = value.get(at + 1 + word.len()..).unwrap_or_default();
        behind.starts_with([':', ' ']).then_some(at)
    });
    let end = next.min().filter(|_| value.len() > MAX_LABELLED).unwrap_or(value.len());
    let place = value.get(..end)?.trim().trim_end_matches(['.', ',', ':']);
    (!place.is_empty() && place.chars().count() <= MAX_LABELLED).then(|| place.to_owned())
}

/// "Referat fra møte 6. mars 2019 Akersgata 59": what a title has behind its day.
fn behind_title(title: &str) -> Option<String> {
    let day = dates(title).last().copied().filter(|day| day.day.is_some())?;
    let rest = title.get(day.end..)?.trim_start_matches([',', ' ']);
    (is_short(rest) && rest.split(',').any(ends_as_place)).then(|| rest.to_owned())
}

/// "Møtet vart halde på Teams.": the place that a sentence tells.
fn told(text: &str) -> Option<String> {
    let rest = held(text).filter(|_| text.contains("Møtet "))?;
    // "Møtet ble holdt 25. oktober 2006 kl. 13 i R5".
    if dates(rest).first().is_some_and(|day| day.start <= WEEKDAY) {
        return behind_hours(rest);
    }
    let rest = rest.split(". ").next().unwrap_or(rest).trim_end_matches('.');
    let place = ["i ", "på ", "ved ", "hos "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))?;
    let ends = [
        dates(place).first().map(|day| day.start),
        place.find(" kl"),
        place.find(" fra "),
    ];
    let end = ends.into_iter().flatten().min().unwrap_or(place.len());
    let place = place.get(..end)?.trim_end_matches([',', ' ']);
    is_short(place).then(|| place.to_owned())
}

/// "5. mars 2013, kl. 09.00-10.45, Einar Gerhardsens plass 3", "Marmorhallen" below such a line, "Bergen, 9. november 2011",
/// "Møteform: Teams".
fn unlabelled(view: &View<'_>, title: &str, held: Option<PartialDate>) -> Option<String> {
    let head = view.lines.get(..HEAD.min(view.lines.len()))?;
    head.iter().enumerate().find_map(|(index, line)| {
        // "Kontaktmøte med fylka Bergen, 9. november 2011": behind the title, with which it ran together.
        let text = line.text.trim();
        let behind = text.strip_prefix(title).filter(|_| !title.is_empty());
        let text = behind.filter(|rest| !rest.is_empty()).map_or(text, str::trim_start);
        if let Some(form) = text.strip_prefix("Møteform:") {
            return ends_as_place(form).then(|| form.trim().to_owned());
        }
        if label(text).is_some() {
            return None;
        }
        let found = dates(text);
        let day = *found.last()?;
        if day.day.is_none() || found.len() > 1 {
            return None;
        }
        if day.start > WEEKDAY || text.starts_with(|c: char| c.is_uppercase()) && !begins_with_weekday(text) {
            return before_day(text, day, held);
        }
        behind_hours(text).or_else(|| below(text, day, head.get(index + 1)?))
    })
}

/// The place that stands behind the day and the hours, or behind the hours alone.
fn behind_hours(text: &str) -> Option<String> {
    let day = dates(text).last().copied();
    let rest = text.get(day.map_or(0, |day| day.end)..)?;
    let rest = HOURS.as_ref()?.captures(rest)?.get(1)?.as_str();
    let bare = rest.trim_start().trim_start_matches(['.', ' ']);
    let apart = bare.trim_start_matches([',', ';', '–', '-', ' ']);
    let told = ["i ", "på ", "ved "].iter().find_map(|word| apart.strip_prefix(word));
    // "3. mai 2016, Marmorhallen" has no hours.
    let at_once = || {
        let behind = text.get(day.map_or(0, |day| day.end)..).unwrap_or_default();
        behind.starts_with(", ") && apart.split(',').any(ends_as_place)
    };
    let separated = bare.starts_with([',', ';', '–', '-']) || at_once();
    let place = told.or_else(|| separated.then_some(apart))?.trim();
    // "12. mars 2002 i Kommunal- og regionaldepartementet" in a sentence that goes on is none.
    is_short(place).then(|| place.trim_end_matches('.').to_owned())
}

/// A line of its own below day and hour.
fn below(text: &str, day: Printed, next: &Line<'_>) -> Option<String> {
    let rest = HOURS.as_ref()?.captures(text.get(day.end..)?)?.get(1)?.as_str();
    let next = next.text.trim();
    let alone = rest.trim_matches(['.', ',', ' ']).is_empty();
    (alone && label(next).is_none() && is_short(next) && next.split(',').any(ends_as_place)).then(|| next.to_owned())
}

/// "Bergen, 9. november 2011", where that is the day of the meeting.
fn before_day(text: &str, day: Printed, held: Option<PartialDate>) -> Option<String> {
    let before = text.get(..day.start)?.trim_end();
    let before = before.strip_suffix(" den").unwrap_or(before).trim_end();
    let place = before.strip_suffix(',')?;
    let words = place.split(' ').count();
    let capitals = place.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let own = day.end == text.len() && held.is_some() && day.date(None) == held;
    (own && capitals && words <= 2 && !begins_with_weekday(text)).then(|| place.to_owned())
}

/// Whether a text can be a place: short, with a capital, no label and no sentence.
fn is_short(text: &str) -> bool {
    let begins = text.starts_with(char::is_uppercase) || text.starts_with("møterom") || text.starts_with("rom ");
    begins
        && text.chars().count() <= MAX_PLACE
        && text.split(' ').count() <= MAX_WORDS
        && !text.contains([':', '\t', ';'])
        && !text.contains(". ")
}

/// Whether a text ends as names of rooms, houses and services do: "Marmorhallen", "Grand Hotell", "Storgata 3", "møterom 4".
fn ends_as_place(text: &str) -> bool {
    let folded = text.lower_case();
    let mut words = folded.split([' ', ',', '.']).filter(|word| !word.is_empty());
    words.any(|word| PLACES.iter().any(|end| word.ends_with(end)))
}

/// "Torsdag 5. mars", "Tirsdag den 4. mai".
fn begins_with_weekday(text: &str) -> bool {
    let first = text.split([' ', ',']).next().unwrap_or_default().lower_case();
    let days = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];
    let own = ["måndag", "tysdag", "laurdag", "sundag", "den"];
    days.contains(&first.as_str()) || own.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stand_behind_day_and_hour() {
        for (text, place) in [
            (
                "12. mars 2002, kl. 1400 – 1545, i Regjeringskvartalet, R5",
                Some("Regjeringskvartalet, R5"),
            ),
            (
                "5. mars 2013, kl. 09.00-10.45, Einar Gerhardsens plass 3",
                Some("Einar Gerhardsens plass 3"),
            ),
            ("Tysdag 8. november 2022 kl. 13–14, Teams", Some("Teams")),
            ("9. mai 2019 i Oslo", Some("Oslo")),
            ("kl. 9 til 11.30, møterom 4", Some("møterom 4")),
            ("16. juni 2008 kl. 12.00", None),
            ("16. juni 2008 (referat godkjent 3. juli)", None),
            ("9. mai 2019, Referent: Kari Moe", None),
            ("3. mai 2001 var tema for møtet økonomien", None),
        ] {
            assert_eq!(behind_hours(text).as_deref(), place, "{text}");
        }
    }

    #[test]
    fn towns_stand_before_the_day_of_the_meeting() {
        let text = "Bergen, 9. november 2011";
        let day = dates(text).first().copied();
        let held = |date: &str| day.and_then(|day| before_day(text, day, date.parse().ok()));
        assert_eq!(held("2011-11-09").as_deref(), Some("Bergen"));
        assert_eq!(held("2011-11-08"), None);
    }
}
