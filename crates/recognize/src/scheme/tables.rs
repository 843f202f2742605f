//! Cases that a paper enters in tables, a row each: "Sak | Ansvarlig departement | Status".

use super::cases::{case, ministry, sort, stage};
use super::remarks::{is_body, state};
use crate::view::Line;
use ordskifte_record::{BlockKind, Case, CaseStage, PartialDate, SchemeCase};
use ordskifte_vocabulary::{LowerCase, fold_name};
use regex::Regex;
use std::sync::LazyLock;

/// The columns of such a table.
struct Columns {
    subject: usize,
    ministry: Option<usize>,
    status: Option<usize>,
    sort: Option<usize>,
    proposer: Option<usize>,
}

/// What heads of columns begin with, in lower case.
const SUBJECTS: [&str; 5] = ["sak", "tema", "tittel", "saken", "saka"];
const MINISTRIES: [&str; 3] = ["ansvarl", "departement", "fagdepartement"];
const STATUSES: [&str; 3] = ["status", "stadium", "merknad"];
const SORTS: [&str; 4] = ["type", "sakstype", "ordning", "slag"];
const PROPOSERS: [&str; 5] = [
    "meldt inn av",
    "meldt opp av",
    "foreslått av",
    "føreslått av",
    "forslagsstill",
];

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
            proposer: column(&PROPOSERS),
        };
        (found.ministry.is_some() || found.status.is_some()).then_some(found)
    }
}

/// The cases of all tables, each of the sort that the table's heading or a column of it tells.
pub(super) fn read(lines: &[Line<'_>], date: Option<PartialDate>, by: Option<&str>) -> Vec<Case> {
    let mut found = Vec::new();
    let mut above: Option<SchemeCase> = None;
    let mut stands: Option<CaseStage> = None;
    let mut columns: Option<Columns> = None;
    for line in lines {
        if !line.text.contains('\t') {
            columns = None;
            // The last short line that tells a sort heads the table below it; "Oppmelding" between them says how far its
            // cases have come.
            if line.text.chars().count() <= HEADING {
                let told = sort(line.text);
                stands = if told.is_some() {
                    None
                } else {
                    state(line.text).or(stands)
                };
                above = told.or(above);
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
            let named = cell(columns.proposer).filter(|name| is_body(name));
            let mut entered = case(kind, subject, responsible, named.or(by), line.text, line);
            entered.stage = cell(columns.status).and_then(stage).or(stands);
            found.push(entered);
        }
    }
    found
}

/// The cases of a list in a paper that enters them: "1. Ny lov om fyr (SD)". The title or a heading tells their sort.
pub(super) fn listed(lines: &[Line<'_>], title: &str, date: Option<PartialDate>, by: Option<&str>) -> Vec<Case> {
    let mut found = Vec::new();
    let mut above = sort(title);
    let mut stands: Option<CaseStage> = None;
    for line in lines {
        let text = line.text.trim();
        let item = NUMBERED
            .as_ref()
            .and_then(|pattern| pattern.captures(text)?.get(1))
            .map(|item| item.as_str());
        let item = item.or_else(|| (line.kind == BlockKind::ListItem).then_some(text));
        let Some(item) = item.filter(|item| item.chars().count() <= ITEM) else {
            if text.chars().count() <= HEADING {
                above = sort(text).or(above);
            }
            // "KS melder med dette inn disse sakene": what holds of all below.
            stands = stage(&text.lower_case().replace("med dette ", "")).or(stands);
            continue;
        };
        let behind = item
            .trim_end_matches(['.', ';'])
            .strip_suffix(')')
            .and_then(|item| item.rsplit_once(" ("));
        let responsible = behind.and_then(|(subject, name)| Some((subject, ministry(name, date)?)));
        // A ministry enters its own cases.
        let own = || Some((item, by.and_then(|name| ministry(name, date))?)).filter(|_| stands.is_some());
        if let (Some(kind), Some((subject, ministry))) = (above, responsible.or_else(own)) {
            let mut entered = case(kind, subject, Some(ministry), by, line.text, line);
            entered.stage = entered.stage.or(stands);
            found.push(entered);
        }
    }
    found
}

/// "1. Ny lov om fyr (SD)".
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\d{1,2}[.)]\s+(\p{Lu}.*)$").ok());
/// Longest item of a list, in characters.
const ITEM: usize = 160;

/// Longest heading of a table, in characters.
const HEADING: usize = 60;
