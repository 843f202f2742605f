//! `ordskifte verify`.

use crate::error::Failure;
use crate::flags;
use crate::open;
use crate::printer::{Printer, note};
use crate::progress::Counter;
use ordskifte_archive::{Archive, DataFolder, VerifyOptions, verify_with};
use ordskifte_engine::{Engine, Mode};
use ordskifte_query::SearchRequest;
use ordskifte_record::{Access, RecordId, Status};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

/// What `verify --json` prints.
#[derive(Serialize)]
struct Verified {
    /// Records checked.
    objects: u64,
    files: u64,
    bytes: u64,
    /// Records that the index should hold: those that the public may see.
    shown: u64,
    /// Records in the index.
    indexed: u64,
    faults: Vec<Fault>,
}

/// Something wrong.
#[derive(Serialize)]
struct Fault {
    /// The record; `null` for the archive or index as a whole.
    id: Option<RecordId>,
    /// File or folder, relative to the data folder.
    path: String,
    reason: String,
}

pub(crate) fn run(data: &Path, args: &flags::Verify, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let (folder, archive) = open::archive(data)?;
    let options = VerifyOptions {
        sample: args.sample,
        since: args.since.as_deref().map(time).transpose()?,
    };
    let counter = Counter::new();
    let report = verify_with(&archive, &options, &|progress| {
        counter.at(progress.done, progress.total);
    })?;
    counter.finish();
    let faults = report.faults.into_iter().map(|fault| Fault {
        id: fault.id,
        path: fault.path,
        reason: fault.reason,
    });
    let mut verified = Verified {
        objects: report.objects,
        files: report.files,
        bytes: report.bytes,
        shown: 0,
        indexed: 0,
        faults: faults.collect(),
    };
    agreement(&folder, &archive, &mut verified)?;
    let whole = verified.faults.is_empty();
    if args.json {
        printer.json(&verified, true)?;
    } else {
        for Fault { id, path, reason } in &verified.faults {
            let id = id.as_ref().map_or("archive", RecordId::as_str);
            note(&format!("fault: {id}: {path}: {reason}"));
        }
        printer.line(&format!(
            "{} records, {} files, {} bytes checked, {} indexed, {} faults",
            verified.objects,
            verified.files,
            verified.bytes,
            verified.indexed,
            verified.faults.len()
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

/// Whether the index is whole and holds each record that the public may see, as of its newest version, and no other.
fn agreement(folder: &DataFolder, archive: &Archive, verified: &mut Verified) -> Result<(), Failure> {
    if let Err(error) = open::synonyms(folder) {
        verified.faults.push(Fault {
            id: None,
            path: "synonyms.toml".to_owned(),
            reason: error.to_string(),
        });
    }
    let mut fault = |id: Option<&RecordId>, reason: String| {
        verified.faults.push(Fault {
            id: id.cloned(),
            path: "search".to_owned(),
            reason: format!("{reason}: run `ordskifte reindex`"),
        });
    };
    // What does not match its checksum is not opened.
    let engine = match Engine::damaged_files(&folder.search_dir()) {
        Ok(files) if !files.is_empty() => {
            for file in files {
                fault(None, format!("{file} does not match its checksum"));
            }
            return Ok(());
        }
        Ok(_) => Engine::open(&folder.search_dir(), Mode::Read),
        Err(error) => Err(error),
    };
    let engine = match engine {
        Ok(engine) => engine,
        Err(error) => {
            fault(None, error.to_string());
            return Ok(());
        }
    };
    let snapshot = engine.snapshot();
    verified.indexed = match snapshot.total_of(&SearchRequest::from_pairs(Vec::new())?) {
        Ok(indexed) => indexed,
        Err(error) => {
            fault(None, error.to_string());
            return Ok(());
        }
    };
    for id in archive.ids() {
        // A record that cannot be read is named already.
        let Ok(record) = archive.record(&id, None) else {
            continue;
        };
        let is_shown = record.access == Access::Public && record.status == Status::Current;
        verified.shown += u64::from(is_shown);
        match (snapshot.header(&id), is_shown) {
            (Err(error), _) => fault(Some(&id), error.to_string()),
            (Ok(None), true) => fault(Some(&id), "it is not in the index".to_owned()),
            (Ok(Some(_)), false) => fault(Some(&id), "the index holds it and must not".to_owned()),
            (Ok(Some(header)), true) if header.version != record.version => {
                fault(
                    Some(&id),
                    format!("the index has version {} of {}", header.version, record.version),
                );
            }
            _ => {}
        }
    }
    if verified.indexed != verified.shown {
        let reason = format!(
            "the index holds {} records, the archive {}",
            verified.indexed, verified.shown
        );
        fault(None, reason);
    }
    Ok(())
}
