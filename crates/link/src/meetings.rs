//! Meetings with all their documents.

use crate::{CaseLine, RecordRef};
use ordskifte_record::{Kind, MeetingType, MinistryRole, PartialDate, Record};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A meeting.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MeetingLine {
    /// Id, as `konsultasjonsmote-2022-2`.
    pub id: String,
    /// Series.
    #[serde(rename = "type")]
    pub meeting_type: MeetingType,
    /// Year.
    pub year: Option<u16>,
    /// Number within the year.
    pub number: Option<u32>,
    /// Ministry that hosts a bilateral meeting, its abbreviation.
    pub ministry: Option<String>,
    /// Day, from its minutes; where none of them has it, the one that its papers state for it, as long as they agree.
    pub date: Option<PartialDate>,
    /// Place.
    pub place: Option<String>,
    /// Minutes and protocols.
    pub minutes: Vec<RecordRef>,
    /// Called agendas.
    pub agendas: Vec<RecordRef>,
    /// Material with whether it is dated before or after the meeting.
    pub material: Vec<MeetingDocument>,
    /// Everything else that names the meeting.
    pub annexes: Vec<RecordRef>,
    /// Ids of the cases that its documents tell of.
    pub cases: Vec<String>,
    /// Id of the meeting before in its series.
    pub previous: Option<String>,
    /// Id of the meeting after in its series.
    pub next: Option<String>,
}

/// Material of a meeting.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MeetingDocument {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRef,
    /// `before` or `after` the meeting; `unknown` where a date is missing.
    #[schemars(extend("enum" = ["before", "after", "unknown"]))]
    pub status: &'static str,
}

/// The meeting that a record belongs to: its id and the host of a bilateral one.
pub(crate) fn key(record: &Record) -> Option<(String, Option<String>)> {
    let meeting = record.meeting.as_ref()?;
    // Meetings outside the scheme have no series: two on one day are two.
    if meeting.meeting_type == MeetingType::Annet {
        return None;
    }
    let series = ordskifte_vocabulary::fold_name(meeting.meeting_type.as_str())
        .replace('ø', "o")
        .replace('æ', "ae");
    if let (Some(year), Some(number)) = (meeting.year, meeting.number) {
        return Some((format!("{series}-{year}-{number}"), None));
    }
    let bilateral = meeting.meeting_type == MeetingType::Bilateralt;
    let roles: &[MinistryRole] = &[MinistryRole::Host, MinistryRole::Party, MinistryRole::Sender];
    let host = record
        .ministries
        .iter()
        .find(|ministry| roles.contains(&ministry.role))
        .map(|ministry| ministry.abbreviation.clone())
        .filter(|_| bilateral);
    // An agenda has a date of its own before the meeting's.
    let held = match record.kind {
        Kind::Referat | Kind::Protokoll => record.date.or(meeting.date),
        _ => meeting.date.or(record.date),
    };
    let when = held
        .map(|date| date.to_string())
        .or(meeting.year.map(|year| year.to_string()))?;
    let of = host
        .as_ref()
        .map(|host| format!("-{}", host.to_lowercase()))
        .unwrap_or_default();
    Some((format!("{series}{of}-{when}"), host))
}

/// The id of the meeting that a record belongs to.
pub fn id(record: &Record) -> Option<String> {
    key(record).map(|(id, _)| id)
}

/// Meetings by id.
pub fn meetings(records: &[&Record]) -> BTreeMap<String, MeetingLine> {
    let mut found: BTreeMap<String, MeetingLine> = BTreeMap::new();
    for record in records {
        let (Some((id, host)), Some(meeting), Some(reference)) = (key(record), &record.meeting, RecordRef::of(record))
        else {
            continue;
        };
        let line = found.entry(id.clone()).or_insert_with(|| MeetingLine {
            id,
            meeting_type: meeting.meeting_type,
            year: meeting.year,
            number: meeting.number,
            ministry: host,
            date: None,
            place: None,
            minutes: Vec::new(),
            agendas: Vec::new(),
            material: Vec::new(),
            annexes: Vec::new(),
            cases: Vec::new(),
            previous: None,
            next: None,
        });
        line.place = line.place.take().or_else(|| meeting.place.clone());
        match record.kind {
            Kind::Referat | Kind::Protokoll => {
                line.date = line.date.or(record.date);
                line.minutes.push(reference);
            }
            Kind::Sakliste => line.agendas.push(reference),
            Kind::Materiale => line.material.push(MeetingDocument {
                record: reference,
                status: "unknown",
            }),
            _ => line.annexes.push(reference),
        }
    }
    let stated = stated(records);
    for line in found.values_mut() {
        line.date = line.date.or_else(|| stated.get(&line.id).copied().flatten());
        let held = line.date;
        for document in &mut line.material {
            document.status = match (document.record.date, held) {
                (Some(own), Some(held)) if own.first_day() <= held.last_day() => "before",
                (Some(_), Some(_)) => "after",
                _ => "unknown",
            };
        }
    }
    chain(&mut found);
    found
}

/// The day that papers state for each meeting; none where they disagree, as after one was put off.
fn stated(records: &[&Record]) -> BTreeMap<String, Option<PartialDate>> {
    let mut out: BTreeMap<String, Option<PartialDate>> = BTreeMap::new();
    for record in records {
        let date = record.meeting.as_ref().and_then(|meeting| meeting.date);
        if let (Some((id, _)), Some(date)) = (key(record), date) {
            let known = out.entry(id).or_insert(Some(date));
            *known = known.filter(|known| *known == date);
        }
    }
    out
}

/// A meeting's place in its series: year, number, first day, id.
type Place = (u16, u32, u32, String);

/// Sets previous and next within each series.
fn chain(found: &mut BTreeMap<String, MeetingLine>) {
    let mut series: BTreeMap<(String, Option<String>), Vec<Place>> = BTreeMap::new();
    for line in found.values() {
        series
            .entry((line.meeting_type.as_str().to_owned(), line.ministry.clone()))
            .or_default()
            .push((
                line.year.unwrap_or(0),
                line.number.unwrap_or(0),
                line.date.map_or(0, PartialDate::first_day),
                line.id.clone(),
            ));
    }
    for mut line in series.into_values() {
        line.sort();
        for pair in line.windows(2) {
            let [(.., before), (.., after)] = pair else { continue };
            if let Some(meeting) = found.get_mut(before) {
                meeting.next = Some(after.clone());
            }
            if let Some(meeting) = found.get_mut(after) {
                meeting.previous = Some(before.clone());
            }
        }
    }
}

/// Names the cases on their meetings.
pub(crate) fn add_cases(meetings: &mut BTreeMap<String, MeetingLine>, cases: &BTreeMap<String, CaseLine>) {
    for case in cases.values() {
        for meeting in case.events.iter().filter_map(|event| event.meeting.as_ref()) {
            if let Some(line) = meetings.get_mut(meeting)
                && !line.cases.contains(&case.id)
            {
                line.cases.push(case.id.clone());
            }
        }
    }
}
