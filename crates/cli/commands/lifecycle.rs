//! `ordskifte amend`, `withdraw` and `purge`: acts on single records.

use crate::error::Failure;
use crate::flags;
use crate::open;
use crate::printer::note;
use ordskifte_archive::{Archive, DataFolder};
use ordskifte_ingest::{Context, IngestError, Settings, open_index};
use ordskifte_record::{Record, RecordId, Stated};
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn amend(data: &Path, args: &flags::Amend) -> Result<ExitCode, Failure> {
    let text = std::fs::read_to_string(&args.values).map_err(|source| Failure::File {
        path: args.values.clone(),
        source,
    })?;
    let values: Stated = toml::from_str(&text).map_err(|error| Failure::Unreadable {
        path: args.values.clone(),
        reason: error.message().to_owned(),
    })?;
    let id = open::record_id(&args.id)?;
    let record = with(data, "amend", |context| {
        ordskifte_ingest::amend(&id, &values, &args.reason, context)
    })?;
    note(&format!("{id} amended: version {}, {}", record.version, record.access));
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn withdraw(data: &Path, args: &flags::Withdraw) -> Result<ExitCode, Failure> {
    let id = open::record_id(&args.id)?;
    let record: Record = with(data, "withdraw", |context| {
        if args.undo {
            ordskifte_ingest::reinstate(&id, &args.reason, context)
        } else {
            ordskifte_ingest::withdraw(&id, &args.reason, context)
        }
    })?;
    note(&format!("{id}: version {} is {}", record.version, record.status));
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn purge(data: &Path, args: &flags::Purge) -> Result<ExitCode, Failure> {
    let id: RecordId = open::record_id(&args.id)?;
    with(data, "purge", |context| {
        ordskifte_ingest::purge(&id, &args.reason, context)
    })?;
    note(&format!(
        "{id}: its bytes are removed here; backups keep theirs until they are renewed"
    ));
    Ok(ExitCode::SUCCESS)
}

/// Does something under the lock, with archive and index in agreement.
fn with<T>(data: &Path, purpose: &str, act: impl FnOnce(Context<'_>) -> Result<T, IngestError>) -> Result<T, Failure> {
    let folder = DataFolder::open_existing(data)?;
    let lock = folder.lock_exclusive(purpose)?;
    let archive = Archive::open(&folder)?;
    let engine = open_index(&archive, &lock, &folder.search_dir(), open::INDEX_MEMORY)?;
    let settings = Settings {
        password: None,
        index_memory: open::INDEX_MEMORY,
        now: open::now(),
    };
    Ok(act(Context {
        archive: &archive,
        lock: &lock,
        engine: &engine,
        worker: &open::worker(false)?,
        settings: &settings,
    })?)
}
