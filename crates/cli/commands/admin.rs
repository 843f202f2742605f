//! `ordskifte reindex` and `stats`.

use crate::error::Failure;
use crate::flags::Stats;
use crate::open;
use crate::printer::{Printer, note};
use crate::progress::counted;
use ordskifte_archive::Archive;
use ordskifte_ingest::Rebuilt;
use ordskifte_record::Finding;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn reindex(data: &Path) -> Result<ExitCode, Failure> {
    let (folder, archive) = open::archive(data)?;
    let _lock = folder.lock_exclusive("reindex")?;
    archive.refresh()?;
    let rebuilt = ordskifte_ingest::reindex(&archive, &folder.search_dir(), open::INDEX_MEMORY, &|done, all| {
        if done % 1000 == 0 {
            note(&format!("{done} of {all}"));
        }
    })?;
    Ok(indexed(&rebuilt))
}

/// Tells what an index was built of, record by record where one cannot be read.
pub(crate) fn indexed(rebuilt: &Rebuilt) -> ExitCode {
    for (id, error) in &rebuilt.unread {
        note(&format!("{id} cannot be read and is not in the index: {error}"));
    }
    note(&format!("{} indexed", counted(rebuilt.records, "record")));
    if rebuilt.unread.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

/// What `stats --json` prints.
#[derive(Default, Serialize)]
struct Counts {
    records: u64,
    pages: u64,
    originals_bytes: u64,
    kind: BTreeMap<String, u64>,
    year: BTreeMap<String, u64>,
    language: BTreeMap<String, u64>,
    finding: BTreeMap<String, u64>,
}

pub(crate) fn stats(data: &Path, args: &Stats, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let (_, archive) = open::archive(data)?;
    if args.findings {
        return findings(&archive, args.json, printer);
    }
    let mut counts = Counts::default();
    for id in archive.ids() {
        let record = archive.record(&id, None)?;
        counts.records += 1;
        counts.pages += record.pages.len() as u64;
        counts.originals_bytes += record.originals.iter().map(|original| original.size).sum::<u64>();
        *counts.kind.entry(record.kind.as_str().to_owned()).or_default() += 1;
        *counts
            .year
            .entry(record.year().map_or_else(|| "none".to_owned(), |year| year.to_string()))
            .or_default() += 1;
        *counts.language.entry(record.language.as_str().to_owned()).or_default() += 1;
        let codes: std::collections::BTreeSet<&str> =
            record.findings.iter().map(|finding| finding.code.as_str()).collect();
        for code in codes {
            *counts.finding.entry(code.to_owned()).or_default() += 1;
        }
    }
    if args.json {
        printer.json(&counts, true)?;
        return Ok(ExitCode::SUCCESS);
    }
    printer.text(&format!(
        "records {}\npages {}\noriginals {} bytes\n",
        counts.records, counts.pages, counts.originals_bytes
    ))?;
    for (name, table) in [
        ("kind", &counts.kind),
        ("year", &counts.year),
        ("language", &counts.language),
        ("finding", &counts.finding),
    ] {
        printer.line("")?;
        printer.line(&printer.bold(name))?;
        for (value, count) in table {
            printer.line(&format!("{count:>7}  {value}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// All findings with one code.
#[derive(Serialize)]
struct Summed {
    code: String,
    /// Records that have any.
    records: u64,
    /// How many there are in all.
    count: u64,
    /// The first one.
    example: Example,
}

/// A finding and where it is.
#[derive(Serialize)]
struct Example {
    record: String,
    page: Option<u32>,
    message: String,
}

/// `stats --findings`: those in most records first.
fn findings(archive: &Archive, json: bool, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let mut summed: BTreeMap<String, Summed> = BTreeMap::new();
    for id in archive.ids() {
        let mut seen: Vec<String> = Vec::new();
        for finding in archive.record(&id, None)?.findings {
            let Finding {
                code, message, page, ..
            } = finding;
            let sum = summed.entry(code.clone()).or_insert_with(|| Summed {
                code: code.clone(),
                records: 0,
                count: 0,
                example: Example {
                    record: id.to_string(),
                    page,
                    message,
                },
            });
            sum.count += 1;
            if !seen.contains(&code) {
                sum.records += 1;
                seen.push(code);
            }
        }
    }
    let mut summed: Vec<Summed> = summed.into_values().collect();
    summed.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.code.cmp(&b.code)));
    if json {
        printer.json(&summed, true)?;
        return Ok(ExitCode::SUCCESS);
    }
    for sum in summed {
        printer.line(&format!(
            "{:>7} in {:>7} records  {}",
            sum.count,
            sum.records,
            printer.bold(&sum.code)
        ))?;
        let page = sum
            .example
            .page
            .map_or_else(String::new, |page| format!(", page {page}"));
        printer.line(&format!(
            "         as in {}{page}: {}",
            sum.example.record, sum.example.message
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
