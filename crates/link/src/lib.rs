//! All records to people, meetings, cases, hearings, agreements and citations.
//!
//! Everything is a function of the records' set: deterministic, and independent of the order in which they came. An id is
//! made of what it names, so it is never given to anything else; when two turn out to be one, the ids of both lead to it.

mod agreements;
mod cases;
mod citations;
mod coverage;
mod group;
mod hearings;
mod meetings;
mod people;
mod slug;
#[cfg(test)]
mod tests;

pub use agreements::{AgreementEntry, agreements};
pub use cases::{CaseEvent, CaseLine, cases, id as case_id};
pub use citations::{Cited, CitingPlace, address as citation_id, citations};
pub use coverage::{Cell, Coverage, CoverageRow, Expected, Held, InvalidExpected, coverage, expected};
pub use hearings::{HearingLine, Response, hearings, id as hearing_id};
pub use meetings::{MeetingDocument, MeetingLine, id as meeting_id, meetings};
pub use people::{Appearance, Person, Said, has_office, people};
pub use slug::slug;

use ordskifte_record::{PartialDate, Record};
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// Everything that records have in common.
#[derive(Debug, Default)]
pub struct Links {
    /// Persons by id.
    pub people: BTreeMap<String, Person>,
    /// Other ids of persons, and those that they lead to.
    pub people_aliases: BTreeMap<String, String>,
    /// Meetings by id.
    pub meetings: BTreeMap<String, MeetingLine>,
    /// Cases by id.
    pub cases: BTreeMap<String, CaseLine>,
    /// Public consultations by id.
    pub hearings: BTreeMap<String, HearingLine>,
    /// Other ids of public consultations, and those that they lead to.
    pub hearing_aliases: BTreeMap<String, String>,
    /// Works cited by id.
    pub citations: BTreeMap<String, Cited>,
    /// Agreements in the order of their beginning.
    pub agreements: Vec<AgreementEntry>,
}

/// Links all records; those without an id (not archived) are left out.
pub fn link<R: Borrow<Record>>(records: &[R]) -> Links {
    let sorted = in_order(records);
    let (people, people_aliases) = people::people(&sorted);
    let (hearings, hearing_aliases) = hearings::hearings(&sorted);
    let mut meetings = meetings::meetings(&sorted);
    let cases = cases::cases(&sorted);
    meetings::add_cases(&mut meetings, &cases);
    Links {
        people,
        people_aliases,
        meetings,
        cases,
        hearings,
        hearing_aliases,
        citations: citations::citations(&sorted),
        agreements: agreements::agreements(&sorted),
    }
}

/// A document as lists name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordRef {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind.
    #[schemars(with = "ordskifte_record::Kind")]
    pub kind: String,
    /// Date.
    pub date: Option<PartialDate>,
    /// Address of its page.
    pub url: String,
}

impl RecordRef {
    /// Names an archived record.
    pub fn of(record: &Record) -> Option<Self> {
        let id = record.id.as_ref()?.to_string();
        Some(Self {
            url: format!("/records/{id}"),
            id,
            title: record.title.clone(),
            kind: record.kind.as_str().to_owned(),
            date: record.date,
        })
    }
}

/// Archived records by date, then id: undated ones last.
fn in_order<R: Borrow<Record>>(records: &[R]) -> Vec<&Record> {
    let all = records.iter().map(Borrow::borrow);
    let mut sorted: Vec<&Record> = all.filter(|record: &&Record| record.id.is_some()).collect();
    sorted.sort_by_key(|record| {
        (
            record.date.map_or(u32::MAX, PartialDate::first_day),
            record.id.as_ref().map(ToString::to_string),
        )
    });
    sorted
}
