//! Hits as a table for people: one line each.

use crate::error::Failure;
use crate::printer::Printer;
use ordskifte_query::Hit;

/// Heads of the columns.
const HEADS: [&str; 7] = ["DATO", "TYPE", "DEPARTEMENT", "SIDE", "TALER", "ID", "TITTEL"];
/// Longest cell but the last, in characters; longer ones end in "…".
const WIDEST: usize = 28;

/// Prints the hits below their heads, in columns as wide as they need; the title stands last, and whole.
pub(crate) fn print(hits: &[Hit], printer: &mut Printer) -> Result<(), Failure> {
    if hits.is_empty() {
        return Ok(());
    }
    let rows: Vec<[String; 7]> = hits.iter().map(cells).collect();
    let heads = HEADS.map(str::to_owned);
    let widths: Vec<usize> = (0..HEADS.len())
        .map(|column| {
            let cells = rows.iter().chain([&heads]).filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let line = |row: &[String; 7]| {
        let padded = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    printer.line("")?;
    printer.line(&printer.bold(&line(&heads)))?;
    rows.iter().try_for_each(|row| printer.line(&line(row)))
}

/// A hit, by its first passage where that says more than the record.
fn cells(hit: &Hit) -> [String; 7] {
    let first = hit.passages.first();
    let page = first.and_then(|passage| passage.page);
    let speakers = first.map(|passage| passage.speakers.join(", ")).unwrap_or_default();
    [
        hit.date.map_or_else(|| "–".to_owned(), |date| date.to_string()),
        hit.kind.as_str().to_owned(),
        cut(&hit.ministries.join(", ")),
        page.map(|page| page.to_string()).unwrap_or_default(),
        cut(&speakers),
        hit.id.clone(),
        // A tab or a line break would set the line apart from its columns.
        hit.title.split_whitespace().collect::<Vec<_>>().join(" "),
    ]
}

fn cut(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}
