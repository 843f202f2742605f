//! `ordskifte ingest`.

use crate::counts::Counts;
use crate::error::Failure;
use crate::flags;
use crate::interrupt::{Interrupt, STOPPED};
use crate::open;
use crate::printer::{Printer, note};
use crate::progress::{Progress, counted};
use ordskifte_archive::{Archive, DataFolder};
use ordskifte_ingest::{Context, Report, Settings, ingest};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) fn run(data: &Path, args: &flags::Ingest, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let report = read(data, &args.paths, args.password.clone(), !args.no_ocr, "ingest")?;
    if args.json {
        printer.json(&report, true)?;
    } else {
        summary(&report);
    }
    Ok(exit_code(&report))
}

/// Nothing could be done, or there was nothing to read: 2. Something failed, or the run ended before its end: 1. Else 0.
pub(crate) fn exit_code(report: &Report) -> ExitCode {
    let taken = report.total();
    if is_empty(report) {
        return ExitCode::from(2);
    }
    let is_whole = report.failed.is_empty() && report.stopped.is_none() && !report.interrupted;
    match (is_whole, taken) {
        (true, _) => ExitCode::SUCCESS,
        (false, 0) => ExitCode::from(2),
        (false, _) => ExitCode::from(1),
    }
}

/// Whether nothing at all was found, which is a mistyped path or an empty folder.
fn is_empty(report: &Report) -> bool {
    report.total() == 0 && report.failed.is_empty() && report.skipped.is_empty() && report.stopped.is_none()
}

/// Ingests into a data folder that is made where it is not.
pub(crate) fn read(
    data: &Path,
    paths: &[PathBuf],
    password: Option<String>,
    ocr: bool,
    purpose: &str,
) -> Result<Report, Failure> {
    // First of all, so that an interrupt finds something to stop whenever it comes.
    let cancel = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&cancel);
    let _interrupt = Interrupt::does(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(STOPPED));
        }
        note("stopping after what is being read; once more stops at once");
    });
    let folder = DataFolder::open_or_create(data)?;
    let lock = folder.lock_exclusive(purpose)?;
    let archive = Archive::open(&folder)?;
    let engine = open::index_to_write(&folder, &archive, &lock)?;
    let worker = open::worker(ocr)?;
    let settings = Settings {
        password,
        index_memory: open::INDEX_MEMORY,
        now: open::now(),
    };
    let context = Context {
        archive: &archive,
        lock: &lock,
        engine: &engine,
        worker: &worker,
        settings: &settings,
    };
    let progress = Progress::new();
    let report = ingest(paths, context, &|event| progress.event(event), &cancel);
    progress.finish();
    let (seconds, speed) = progress.speed();
    let report = report?;
    if let Err(error) = Counts::add(&lock, &report) {
        note(&format!("the counts for /metrics could not be written: {error}"));
    }
    let read = counted(report.total() as u64, "record");
    note(&format!("{read} read in {seconds:.1} s, {speed:.1} MB/s"));
    Ok(report)
}

/// The report for people, on standard error: counts, and every failure with its reason.
pub(crate) fn summary(report: &Report) {
    for entry in &report.failed {
        note(&format!(
            "failed: {}: {}",
            entry.path,
            entry.reason.as_deref().unwrap_or("unknown reason")
        ));
    }
    note(&format!(
        "{} added, {} updated, {} unchanged, {} skipped, {} failed",
        report.added.len(),
        report.updated.len(),
        report.unchanged.len(),
        report.skipped.len(),
        report.failed.len()
    ));
    if is_empty(report) {
        note("nothing to read was found: name files, or folders that have some");
    }
    if let Some(reason) = &report.stopped {
        note(&format!("stopped before its end: {reason}"));
    }
    if report.interrupted {
        note("interrupted: what was read is kept; run the same command again for the rest");
    }
}
