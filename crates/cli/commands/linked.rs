//! `ordskifte coverage`, and `recognize --all --diff`: what the archive holds of the meetings, and what newer rules would
//! read in it.

use crate::error::Failure;
use crate::flags::Coverage;
use crate::open;
use crate::printer::Printer;
use ordskifte_link::{Cell, coverage as matrix, expected, link};
use ordskifte_record::{Origin, Record};
use serde::Serialize;
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn coverage(data: &Path, args: &Coverage, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let list = match &args.expected {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|source| Failure::File {
                path: path.clone(),
                source,
            })?;
            let list = expected(&text).map_err(|error| Failure::Other(format!("{}: {error}", path.display())))?;
            Some(list)
        }
    };
    let (_, archive) = open::archive(data)?;
    let mut records = Vec::new();
    for id in archive.ids() {
        records.push(archive.record(&id, None)?);
    }
    let undated = records.iter().filter(|record| record.year().is_none()).count();
    let table = matrix(&link(&records).meetings, undated, list.as_deref());
    if args.json {
        printer.json(&table, true)?;
        return Ok(ExitCode::SUCCESS);
    }
    for row in &table.years {
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        printer.line(&format!("{}\t{}", row.year, cells.join("\t")))?;
    }
    printer.line(&format!("undated\t{undated}"))?;
    Ok(ExitCode::SUCCESS)
}

/// "2: minutes, material", "3: missing (the yearbook)".
fn cell(cell: &Cell) -> String {
    if cell.held.is_empty() {
        let source = cell
            .source
            .as_ref()
            .map(|source| format!(" ({source})"))
            .unwrap_or_default();
        return format!("{}: {}{source}", cell.meeting, cell.status);
    }
    let mut what: Vec<&str> = cell.held.iter().map(|held| held.what).collect();
    what.dedup();
    format!("{}: {}", cell.meeting, what.join(", "))
}

/// A field that newer rules read otherwise.
#[derive(Serialize)]
struct Change {
    id: String,
    field: String,
    before: Value,
    after: Value,
}

/// Fields that are no reading of the text, or hold every paragraph.
const NO_READING: [&str; 11] = [
    "access",
    "archived_at",
    "evidence",
    "id",
    "originals",
    "pages",
    "paragraphs",
    "part_of",
    "sources",
    "status",
    "version",
];

/// Prints what the rules of this program would change in the records of the archive, a JSON object a line; changes
/// nothing. Fields that people have stated or amended are left out: no rule changes them.
pub(crate) fn diff(data: &Path, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let (_, archive) = open::archive(data)?;
    for id in archive.ids() {
        // Nothing is left to be read.
        if archive.is_purged(&id) {
            continue;
        }
        let held = archive.record(&id, None)?;
        let fresh = ordskifte_ingest::read_again(&archive, &held, &id)?;
        for change in changes(&id.to_string(), &held, &fresh) {
            printer.json(&change, false)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn changes(id: &str, held: &Record, fresh: &Record) -> Vec<Change> {
    let fields = |record: &Record| match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (fields(held), fields(fresh));
    let said = |name: &str| {
        held.evidence
            .get(name)
            .is_some_and(|places| places.iter().any(|place| place.origin != Origin::Recognized))
    };
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter(|name| !NO_READING.contains(&name.as_str()) && !said(name))
        .filter_map(|name| {
            let value = |fields: &serde_json::Map<String, Value>| fields.get(name).cloned().unwrap_or(Value::Null);
            let (before, after) = (value(&before), value(&after));
            (before != after).then(|| Change {
                id: id.to_owned(),
                field: name.clone(),
                before,
                after,
            })
        })
        .collect()
}
