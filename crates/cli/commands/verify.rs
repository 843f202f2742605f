//! `ordskifte verify`.

use crate::check::check;
use crate::error::Failure;
use crate::flags;
use crate::open;
use crate::printer::{Printer, note};
use crate::progress::{Counter, counted};
use ordskifte_archive::VerifyOptions;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(data: &Path, args: &flags::Verify, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let (folder, archive) = open::archive(data)?;
    let options = VerifyOptions {
        sample: args.sample,
        since: args.since.as_deref().map(time).transpose()?,
    };
    let counter = Counter::new();
    let verified = check(&folder, &archive, &options, &|progress| {
        counter.at(progress.done, progress.total);
    })?;
    counter.finish();
    let whole = verified.faults.is_empty();
    if args.json {
        printer.json(&verified, true)?;
    } else {
        for fault in &verified.faults {
            note(&format!("fault: {}", fault.line()));
        }
        printer.line(&format!(
            "{}, {}, {} checked, {} indexed, {}",
            counted(verified.objects, "record"),
            counted(verified.files, "file"),
            counted(verified.bytes, "byte"),
            verified.indexed,
            counted(verified.faults.len() as u64, "fault")
        ))?;
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// A time as the archive writes it; a date is its beginning.
fn time(text: &str) -> Result<String, Failure> {
    let day = || format!("{text}T00:00:00Z");
    let parsed = text.parse::<jiff::Timestamp>().or_else(|_| day().parse());
    parsed
        .map(|time| time.to_string())
        .map_err(|_| Failure::Other(format!("--since: `{text}` is neither a date nor a time, as 2026-01-31")))
}
