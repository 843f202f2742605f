//! What is held of each year's meetings, and what is missing of an expected list.

use crate::RecordRef;
use crate::meetings::MeetingLine;
use ordskifte_record::MeetingType;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The highest number from which those before it are told: no year has had so many meetings, and a misread number fills no row.
const MOST: u32 = 9;

/// Years by meetings.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Coverage {
    /// A row for each year, oldest first.
    pub years: Vec<CoverageRow>,
    /// Records without date and meeting year, which no row can hold.
    pub undated: usize,
    /// Whether an expected list was given: without one nothing is `missing`.
    pub expected: bool,
}

/// The meetings of a year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageRow {
    /// Year.
    pub year: u16,
    /// First, second, other numbered, then bilateral meetings.
    pub cells: Vec<Cell>,
}

/// One meeting of a year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "CoverageCell")]
pub struct Cell {
    /// `1`, `2`, …, or `bilateral KD`.
    pub meeting: String,
    /// `held`, `missing` (expected and not held) or `unknown` (nobody says that there was one).
    #[schemars(extend("enum" = ["held", "missing", "unknown"]))]
    pub status: &'static str,
    /// Id of the meeting.
    pub id: Option<String>,
    /// What is held.
    pub held: Vec<Held>,
    /// Where it says that there was one, for expected meetings.
    pub source: Option<String>,
}

/// A document held.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "HeldDocument")]
pub struct Held {
    /// `minutes`, `agenda`, `material` or `annex`.
    #[schemars(extend("enum" = ["minutes", "agenda", "material", "annex"]))]
    pub what: &'static str,
    /// The record.
    #[serde(flatten)]
    pub record: RecordRef,
}

/// A meeting that there was, by some source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Year.
    pub year: u16,
    /// As [`Cell::meeting`].
    pub meeting: String,
    /// Where it says so.
    pub source: String,
}

/// A line of an expected list that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidExpected {
    /// Line, from 1.
    pub line: usize,
}

impl std::fmt::Display for InvalidExpected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "line {} is not `year TAB meeting TAB source`, where the meeting is a number or `bilateral KD`",
            self.line
        )
    }
}

impl std::error::Error for InvalidExpected {}

/// Reads an expected list: year, meeting and source, separated by tabs; lines that begin with `#` are remarks.
///
/// # Errors
/// The first line that cannot be read.
pub fn expected(text: &str) -> Result<Vec<Expected>, InvalidExpected> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(index, line)| {
            let invalid = InvalidExpected { line: index + 1 };
            let mut cells = line.split('\t').map(str::trim);
            let (Some(year), Some(meeting), Some(source)) = (cells.next(), cells.next(), cells.next()) else {
                return Err(invalid);
            };
            let known = meeting.parse::<u32>().is_ok() || meeting.starts_with("bilateral ");
            match year.parse() {
                Ok(year) if known && !source.is_empty() => Ok(Expected {
                    year,
                    meeting: meeting.to_owned(),
                    source: source.to_owned(),
                }),
                _ => Err(invalid),
            }
        })
        .collect()
}

/// The matrix of what is held. The first and second meeting of every year stand in it, held or not, and those before the
/// last one that is known of: a fourth follows a third.
pub fn coverage(meetings: &BTreeMap<String, MeetingLine>, undated: usize, list: Option<&[Expected]>) -> Coverage {
    let mut cells: BTreeMap<(u16, u8, String), Cell> = BTreeMap::new();
    for line in meetings.values() {
        let Some(year) = line.year else { continue };
        let Some((order, name)) = name(line) else { continue };
        let held = held(line);
        let cell = cells.entry((year, order, name.clone())).or_insert_with(|| Cell {
            meeting: name,
            status: "held",
            id: Some(line.id.clone()),
            held: Vec::new(),
            source: None,
        });
        cell.held.extend(held);
    }
    for wanted in list.unwrap_or_default() {
        let order = u8::from(wanted.meeting.starts_with("bilateral"));
        let cell = cells
            .entry((wanted.year, order, wanted.meeting.clone()))
            .or_insert_with(|| empty(&wanted.meeting, "missing"));
        cell.source = Some(wanted.source.clone());
    }
    let years: std::collections::BTreeSet<u16> = cells.keys().map(|(year, _, _)| *year).collect();
    for year in &years {
        let own = cells.keys().filter(|(own, order, _)| own == year && *order == 0);
        let last = own.filter_map(|(_, _, name)| name.parse::<u32>().ok());
        let last = last.filter(|number| *number <= MOST).max().unwrap_or(2).max(2);
        for number in (1..=last).map(|number| number.to_string()) {
            cells
                .entry((*year, 0, number.clone()))
                .or_insert_with(|| empty(&number, "unknown"));
        }
    }
    let years = years
        .into_iter()
        .map(|year| CoverageRow {
            year,
            cells: cells
                .iter()
                .filter(|((own, _, _), _)| *own == year)
                .map(|(_, cell)| cell.clone())
                .collect(),
        })
        .collect();
    Coverage {
        years,
        undated,
        expected: list.is_some(),
    }
}

fn empty(meeting: &str, status: &'static str) -> Cell {
    Cell {
        meeting: meeting.to_owned(),
        status,
        id: None,
        held: Vec::new(),
        source: None,
    }
}

fn name(line: &MeetingLine) -> Option<(u8, String)> {
    match line.meeting_type {
        MeetingType::Konsultasjonsmote => Some((
            0,
            line.number.map_or_else(|| "?".to_owned(), |number| number.to_string()),
        )),
        MeetingType::Bilateralt => Some((1, format!("bilateral {}", line.ministry.as_deref().unwrap_or("?")))),
        _ => None,
    }
}

fn held(line: &MeetingLine) -> Vec<Held> {
    let all = |what, records: &[RecordRef]| -> Vec<Held> {
        records
            .iter()
            .map(|record| Held {
                what,
                record: record.clone(),
            })
            .collect()
    };
    let material: Vec<RecordRef> = line.material.iter().map(|document| document.record.clone()).collect();
    [
        all("minutes", &line.minutes),
        all("agenda", &line.agendas),
        all("material", &material),
        all("annex", &line.annexes),
    ]
    .concat()
}
