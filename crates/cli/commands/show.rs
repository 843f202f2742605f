//! `ordskifte show`.

use crate::error::Failure;
use crate::flags;
use crate::open;
use crate::printer::Printer;
use ordskifte_archive::{Archive, ArchiveError};
use ordskifte_record::Record;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(data: &Path, args: &flags::Show, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let (_, archive) = open::archive(data)?;
    let id = open::record_id(&args.id)?;
    let record = archive.record(&id, args.version)?;
    if args.json {
        printer.json(&record, true)?;
        return Ok(ExitCode::SUCCESS);
    }
    if !args.no_pager {
        printer.page();
    }
    head(&record, printer)?;
    standing(&archive, &record, printer)?;
    if !record.participants.is_empty() {
        printer.line("")?;
        printer.line(&printer.bold("Til stede"))?;
    }
    for person in &record.participants {
        let role = person.role.as_deref().unwrap_or("");
        printer.line(&format!(
            "  {}  {role}  {}",
            person.name,
            person.organization.as_deref().unwrap_or("")
        ))?;
    }
    if !record.agenda.is_empty() {
        printer.line("")?;
        printer.line(&printer.bold("Sakliste"))?;
    }
    for item in &record.agenda {
        printer.line(&format!(
            "  {}  {}",
            item.number.as_deref().unwrap_or("-"),
            item.heading
        ))?;
    }
    for finding in &record.findings {
        printer.line(&format!("merk: {} ({})", finding.message, finding.code))?;
    }
    printer.line("")?;
    printer.text(&archive.flow_text(&id, args.version)?)?;
    printer.line("")?;
    Ok(ExitCode::SUCCESS)
}

fn head(record: &Record, printer: &mut Printer) -> Result<(), Failure> {
    printer.line(&printer.bold(&record.title))?;
    let id = record.id.as_ref().map_or_else(String::new, ToString::to_string);
    let date = record
        .date
        .map_or_else(|| "uten dato".to_owned(), |date| date.to_string());
    printer.line(&format!(
        "{id} v{}  {}  {date}  {}",
        record.version,
        record.kind.as_str(),
        record.language.as_str()
    ))?;
    for ministry in &record.ministries {
        printer.line(&format!(
            "  {} ({}), {}",
            ministry.name,
            ministry.abbreviation,
            ministry.role.as_str()
        ))?;
    }
    for source in &record.sources {
        printer.line(&format!("  fra {source}"))?;
    }
    Ok(())
}

/// That a record was withdrawn or purged, when and why.
fn standing(archive: &Archive, record: &Record, printer: &mut Printer) -> Result<(), Failure> {
    if let Some(withdrawal) = &record.withdrawal {
        printer.line(&format!("  trukket tilbake {}: {}", withdrawal.at, withdrawal.reason))?;
    }
    match record.id.as_ref().map(|id| archive.refuse_purged(id)) {
        Some(Err(ArchiveError::Purged { at, reason, .. })) => {
            printer.line(&format!("  slettet for godt {at}: {reason}"))
        }
        Some(Err(error)) => Err(error.into()),
        Some(Ok(())) | None => Ok(()),
    }
}
