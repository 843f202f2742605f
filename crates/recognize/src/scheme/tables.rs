//! Cases that a paper enters in tables, a row each: "Sak | Ansvarlig departement | Status".

use super::cases::{case, ministry, sort, stage};
use crate::view::Line;
use ordskifte_record::{Case, PartialDate, SchemeCase};
use ordskifte_vocabulary::fold_name;

/// The columns of such a table.
struct Columns {
    subject: usize,
    ministry: Option<usize>,
    status: Option<usize>,
    sort: Option<usize>,
}

/// What heads of columns begin with, in lower case.
const SUBJECTS: [&str; 5] = ["sak", "tema", "tittel", "saken", "saka"];
const MINISTRIES: [&str; 3] = ["ansvarl", "departement", "fagdepartement"];
const STATUSES: [&str; 3] = ["status", "stadium", "merknad"];
const SORTS: [&str; 4] = ["type", "sakstype", "ordning", "slag"];

impl Columns {
    fn of(line: &Line<'_>) -> Option<Self> {
        let heads: Vec<String> = line.text.split('\t').map(fold_name).collect();
        let column = |words: &[&str]| {
            heads
                .iter()
                .position(|head| words.iter().any(|word| head.starts_with(word)))
        };
        let subject = heads.iter().position(|head| {
            let first = head.split(' ').next().unwrap_or_default();
            SUBJECTS.contains(&first)
        })?;
        let found = Self {
            subject,
            ministry: column(&MINISTRIES),
            status: column(&STATUSES),
            sort: column(&SORTS),
        };
        (found.ministry.is_some() || found.status.is_some()).then_some(found)
    }
}

/// The cases of all tables, each of the sort that the table's heading or a column of it tells.
pub(super) fn read(lines: &[Line<'_>], date: Option<PartialDate>, by: Option<&str>) -> Vec<Case> {
    let mut found = Vec::new();
    let mut above: Option<SchemeCase> = None;
    let mut columns: Option<Columns> = None;
    for line in lines {
        if !line.text.contains('\t') {
            columns = None;
            // The last short line that tells a sort heads the table below it.
            if line.text.chars().count() <= HEADING {
                above = sort(line.text).or(above);
            }
            continue;
        }
        if let Some(head) = Columns::of(line) {
            columns = Some(head);
            continue;
        }
        let Some(columns) = &columns else { continue };
        let cells: Vec<&str> = line.text.split('\t').map(str::trim).collect();
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).copied().filter(|cell| !cell.is_empty());
        let kind = cell(columns.sort).and_then(sort).or(above);
        if let (Some(kind), Some(subject)) = (kind, cell(Some(columns.subject))) {
            let responsible = cell(columns.ministry).and_then(|name| ministry(name, date));
            let mut entered = case(kind, subject, responsible, by, line.text, line);
            entered.stage = cell(columns.status).and_then(stage);
            found.push(entered);
        }
    }
    found
}

/// Longest heading of a table, in characters.
const HEADING: usize = 60;
