//! `ordskifte search`.

use crate::error::Failure;
use crate::flags::{self, Shown};
use crate::open;
use crate::printer::{Printer, note};
use ordskifte_query::{Explanation, Hit, Match, Note, Passage, Place, SearchRequest, SearchResponse, Why};
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(data: &Path, args: &flags::Search, printer: &mut Printer) -> Result<ExitCode, Failure> {
    if args.format == Shown::Csv {
        if args.limit.is_some() || args.cursor.is_some() || args.facets || args.explain {
            let reason = "--format csv writes every hit: it goes without --limit, --cursor, --facets and --explain";
            return Err(Failure::Other(reason.to_owned()));
        }
        return super::export::run(data, &flags::Export::of(args), printer);
    }
    let mut pairs = vec![("q".to_owned(), args.query.clone())];
    pairs.extend(args.filters.pairs());
    for (name, value) in [("sort", &args.sort), ("limit", &args.limit), ("cursor", &args.cursor)] {
        pairs.extend(value.clone().map(|value| (name.to_owned(), value)));
    }
    let mut request = SearchRequest::from_pairs(pairs)?;
    request.explain = args.explain;
    if !args.facets && args.format != Shown::Json {
        request.facets.clear();
    }
    let response = open::index(data)?.search(&request)?;
    notes(&response.notes);
    if args.format == Shown::Json {
        printer.json(&response, false)?;
        return Ok(ExitCode::SUCCESS);
    }
    if request.filters.ends_before_it_begins() {
        note("--from is later than --to: nothing lies between them");
    }
    if !args.no_pager {
        printer.page();
    }
    head(&response, printer)?;
    if args.format == Shown::Table {
        super::rows::print(&response.hits, printer)?;
    } else {
        response.hits.iter().try_for_each(|hit| print_hit(hit, printer))?;
    }
    foot(&response, args.facets, printer)?;
    Ok(ExitCode::SUCCESS)
}

/// Tells what may not be as meant, beside the answer.
pub(crate) fn notes(notes: &[Note]) {
    for one in notes {
        note(&format!("note: {one}"));
    }
}

/// Totals and what may have been meant, above the hits.
fn head(response: &SearchResponse, printer: &mut Printer) -> Result<(), Failure> {
    printer.line(&format!("{} treff for {}", response.total, response.query.interpreted))?;
    if response.undated_excluded > 0 {
        printer.line(&format!("{} uten dato er utelatt", response.undated_excluded))?;
    }
    if let Some(meant) = &response.did_you_mean {
        printer.line(&format!("Mente du: {meant}"))?;
    }
    Ok(())
}

/// Facets, and where to go on, below the hits.
fn foot(response: &SearchResponse, facets: bool, printer: &mut Printer) -> Result<(), Failure> {
    if facets {
        for (field, counts) in &response.facets.0 {
            printer.line("")?;
            printer.line(&printer.bold(field.as_str()))?;
            for count in counts {
                let mark = if count.active { "*" } else { " " };
                printer.line(&format!("{mark} {:>6}  {}", count.count, count.label))?;
            }
        }
    }
    if let Some(cursor) = &response.next_cursor {
        printer.line("")?;
        printer.line(&format!("flere: --cursor {cursor}"))?;
    }
    Ok(())
}

fn print_hit(hit: &Hit, printer: &mut Printer) -> Result<(), Failure> {
    let date = hit.date.map_or_else(|| "uten dato".to_owned(), |date| date.to_string());
    let ministries = hit.ministries.join(", ");
    printer.line("")?;
    printer.line(&printer.bold(&hit.title))?;
    printer.line(&format!("{}  {date}  {}  {ministries}", hit.id, hit.kind.as_str()))?;
    for passage in &hit.passages {
        print_passage(passage, printer)?;
    }
    for explanation in hit.explain.iter().flatten() {
        print_explanation(explanation, printer)?;
    }
    Ok(())
}

fn print_explanation(explanation: &Explanation, printer: &mut Printer) -> Result<(), Failure> {
    let told: Vec<String> = explanation.matches.iter().map(told).collect();
    let words = if told.is_empty() {
        "–".to_owned()
    } else {
        told.join(", ")
    };
    printer.line(&format!(
        "    {} (+{:.2}): {words}",
        explanation.query, explanation.score
    ))
}

/// `kommunane ×2 (bøyning eller annen skrivemåte)`
fn told(found: &Match) -> String {
    let why = match found.why {
        Why::Form => "samme form",
        Why::Lemma => "bøyning eller annen skrivemåte",
        Why::Part => "del av ordet",
        Why::OtherStandard => "ord i den andre målformen",
        Why::Keyboard => "skrevet uten æ, ø, å",
        Why::Synonym => "synonym",
        Why::OlderName => "eldre navn",
        Why::NewerName => "nyere navn",
        Why::Beginning => "begynnelse",
        Why::Phrase => "ordfølge",
    };
    let count = if found.count > 1 {
        format!(" ×{}", found.count)
    } else {
        String::new()
    };
    let by = found.by.as_ref().map_or_else(String::new, |by| format!(": {by}"));
    let place = if found.place == Place::Title { " i tittelen" } else { "" };
    format!("{}{count}{place} ({why}{by})", found.text)
}

fn print_passage(passage: &Passage, printer: &mut Printer) -> Result<(), Failure> {
    let mut text = String::new();
    let mut ranges = passage.highlights.iter().copied().peekable();
    let mut marked = String::new();
    for (at, c) in passage.text.chars().enumerate() {
        let inside = ranges.peek().is_some_and(|(start, end)| (*start..*end).contains(&at));
        if inside {
            marked.push(c);
        } else {
            text.push(c);
        }
        if inside && ranges.peek().is_some_and(|(_, end)| at + 1 == *end) {
            text.push_str(&printer.mark(&std::mem::take(&mut marked)));
            ranges.next();
        }
    }
    text.push_str(&marked);
    let page = passage.page.map(|page| format!("s. {page}"));
    let speakers = (!passage.speakers.is_empty()).then(|| passage.speakers.join(", "));
    let place: Vec<String> = [page, passage.agenda.clone(), speakers].into_iter().flatten().collect();
    printer.line(&format!("  {}", text.replace('\n', " ")))?;
    printer.line(&format!("    {}", place.join(" · ")))
}
