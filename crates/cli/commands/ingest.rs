//! `ordskifte ingest`.

use crate::error::Failure;
use crate::flags;
use crate::open;
use crate::printer::{Printer, note};
use crate::progress::Progress;
use ordskifte_archive::{Archive, DataFolder};
use ordskifte_ingest::{Context, Report, Settings, ingest};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Exit code of a run that an interrupt ended.
const INTERRUPTED: u8 = 130;

pub(crate) fn run(data: &Path, args: &flags::Ingest, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let report = read(data, &args.paths, args.password.clone(), !args.no_ocr, "ingest")?;
    if args.json {
        printer.json(&report, true)?;
    } else {
        summary(&report);
    }
    Ok(exit_code(&report))
}

/// Nothing could be done: 2. Something failed: 1. Else 0.
pub(crate) fn exit_code(report: &Report) -> ExitCode {
    let taken = report.added.len() + report.updated.len() + report.unchanged.len();
    match (report.interrupted, report.failed.len(), taken) {
        (true, ..) => ExitCode::from(INTERRUPTED),
        (_, 0, _) => ExitCode::SUCCESS,
        (_, _, 0) => ExitCode::from(2),
        _ => ExitCode::from(1),
    }
}

/// Ingests into a data folder that is made where it is not.
pub(crate) fn read(
    data: &Path,
    paths: &[PathBuf],
    password: Option<String>,
    ocr: bool,
    purpose: &str,
) -> Result<Report, Failure> {
    let folder = DataFolder::open_or_create(data)?;
    let lock = folder.lock_exclusive(purpose)?;
    let archive = Archive::open(&folder)?;
    let engine = open::index_for_writing(&folder, &archive)?;
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
    let cancel = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&cancel);
    // Where a handler is set already (a second ingest in one process), that one serves.
    let _ = ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
        note("stopping after what is being read; once more stops at once");
    });
    let progress = Progress::new();
    let report = ingest(paths, context, &|event| progress.event(event), &cancel);
    progress.finish();
    let (seconds, speed) = progress.speed();
    let report = report?;
    note(&format!("{} read in {seconds:.1} s, {speed:.1} MB/s", report.total()));
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
    if report.interrupted {
        note("interrupted: what was read is kept; run the same command again for the rest");
    }
}
