//! Cases that a paper enters in tables, a row each: "Sak | Ansvarlig departement | Status".

use super::cases::{case, ministry, says_none, sort, stage};
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
        });
        // "Ansvarlig departement | Meldt inn av" above rows that begin with the case: nothing stands above that.
        let headless = subject.is_none() && column(&MINISTRIES).is_some() && column(&PROPOSERS).is_some();
        let shift = usize::from(headless && heads.first().is_some_and(|head| !head.is_empty()));
        let column = |words: &[&str]| Some(column(words)? + shift);
        let found = Self {
            subject: subject.or(headless.then_some(0))?,
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
    // The cells of the row above, and the case that it entered: a row of print can go on in the next.
    let mut open: Option<(Vec<String>, Case)> = None;
    for line in lines {
        let goes_below = open.is_some() && line.kind == BlockKind::Table;
        if !line.text.contains('\t') && !goes_below {
            columns = None;
            found.extend(open.take().map(|(_, case)| case));
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
            found.extend(open.take().map(|(_, case)| case));
            continue;
        }
        let Some(columns) = &columns else { continue };
        let mut cells: Vec<String> = line.text.split('\t').map(|cell| cell.trim().to_owned()).collect();
        if let Some((before, _)) = &open
            && goes_on(&cells, before, columns)
        {
            cells = joined(before, &cells);
        } else {
            found.extend(open.take().map(|(_, case)| case));
        }
        let cell = |at: Option<usize>| cells.get(at?).map(String::as_str).filter(|cell| !cell.is_empty());
        let kind = cell(columns.sort).and_then(sort).or(above);
        let subject = cell(Some(columns.subject)).filter(|subject| !says_none(subject));
        let entered = kind.zip(subject).map(|(kind, subject)| {
            let responsible = cell(columns.ministry).and_then(|name| ministry(name, date));
            let named = cell(columns.proposer).filter(|name| is_body(name));
            let mut entered = case(kind, subject, responsible, named.or(by), line.text, line);
            entered.stage = cell(columns.status).and_then(stage).or(stands);
            entered
        });
        let begun = open.take().map(|(_, case)| case);
        open = entered.map(|case| (cells, begun.map_or(case.clone(), |begun| from(begun, case))));
    }
    found.extend(open.map(|(_, case)| case));
    found
}

/// Whether cells are the rest of those of the row above, which the columns were too narrow for: "helse" below "Plan for psykisk".
/// Such a row has a cell with nothing in it, and begins no subject.
fn goes_on(cells: &[String], before: &[String], columns: &Columns) -> bool {
    let filled = |at: &usize| cells.get(*at).is_some_and(|cell| !cell.is_empty());
    let subject = cells.get(columns.subject).map_or("", String::as_str);
    let capital = |text: &str| text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let began = before.get(columns.subject).is_some_and(|above| capital(above));
    before.len() > 1 && (0..before.len()).any(|at| !filled(&at)) && (subject.is_empty() || began && !capital(subject))
}

/// A case of two rows: where it begins, and where it ends.
fn from(begun: Case, case: Case) -> Case {
    Case {
        evidence: format!("{}\n{}", begun.evidence, case.evidence),
        page: begun.page,
        anchor: begun.anchor,
        start: begun.start,
        ..case
    }
}

/// The cells of a row with those that go on below them.
fn joined(above: &[String], below: &[String]) -> Vec<String> {
    let below = below.iter().map(String::as_str).chain(std::iter::repeat(""));
    above
        .iter()
        .zip(below)
        .map(|(above, below)| format!("{above} {below}").trim().to_owned())
        .collect()
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
