//! `ordskifte amend`, `withdraw` and `purge`: acts on single records.

use crate::error::Failure;
use crate::flags;
use crate::open;
use crate::printer::note;
use ordskifte_archive::{Archive, DataFolder};
use ordskifte_ingest::{Context, IngestError, Settings};
use ordskifte_record::{Access, Record, RecordId, Stated, Status};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) fn amend(data: &Path, args: &flags::Amend) -> Result<ExitCode, Failure> {
    let values = values(&args.values)?;
    let id = open::record_id(&args.id)?;
    let record = with(data, "amend", |context| {
        ordskifte_ingest::amend(&id, &values, &args.reason, context)
    })?;
    note(&format!("{id} amended: version {}, {}", record.version, record.access));
    Ok(ExitCode::SUCCESS)
}

/// The values of a file, or those that the arguments assign.
fn values(stated: &[String]) -> Result<Stated, Failure> {
    if let [one] = stated
        && (!one.contains('=') || Path::new(one).is_file())
    {
        let path = PathBuf::from(one);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(source) => return Err(Failure::File { path, source }),
        };
        let read = toml::from_str(&text).map_err(|error| error.message().to_owned());
        return read
            .and_then(checked)
            .map_err(|reason| Failure::Unreadable { path, reason });
    }
    let lines: Vec<String> = stated.iter().map(|one| assigned(one)).collect::<Result<_, _>>()?;
    let read = toml::from_str(&lines.join("\n")).map_err(|error| error.message().to_owned());
    read.and_then(checked).map_err(Failure::Other)
}

fn checked(values: Stated) -> Result<Stated, String> {
    match values.fault() {
        Some(fault) => Err(fault),
        None => Ok(values),
    }
}

/// `date=2012-05-01` as a line of TOML: the value is text, or TOML where the field takes no text, or the one entry of a list.
fn assigned(text: &str) -> Result<String, Failure> {
    let Some((field, value)) = text.split_once('=') else {
        let told = format!("`{text}` assigns nothing: write field=value, or one TOML file alone");
        return Err(Failure::Other(told));
    };
    let (field, value) = (field.trim(), value.trim());
    let quoted = toml::Value::String(value.to_owned()).to_string();
    let told = |line: &String| toml::from_str::<Stated>(line).map(|_| ());
    let plain = format!("{field} = {quoted}");
    let others = [format!("{field} = {value}"), format!("{field} = [{quoted}]")];
    match told(&plain) {
        Ok(()) => Ok(plain),
        Err(error) => {
            let fits = others.into_iter().find(|line| told(line).is_ok());
            fits.ok_or_else(|| Failure::Other(format!("`{text}`: {}", error.message())))
        }
    }
}

pub(crate) fn withdraw(data: &Path, args: &flags::Withdraw) -> Result<ExitCode, Failure> {
    let id = open::record_id(&args.id)?;
    let (record, parts): (Record, _) = with(data, "withdraw", |context| {
        if args.undo {
            let record = ordskifte_ingest::reinstate(&id, &args.reason, context)?;
            return Ok((record, Vec::new()));
        }
        let parts = public_parts(&id, context)?;
        Ok((ordskifte_ingest::withdraw(&id, &args.reason, context)?, parts))
    })?;
    note(&format!("{id}: version {} is {}", record.version, record.status));
    tell_parts(&parts);
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn purge(data: &Path, args: &flags::Purge) -> Result<ExitCode, Failure> {
    let id: RecordId = open::record_id(&args.id)?;
    let parts = with(data, "purge", |context| {
        // Afterwards nothing tells what its parts were.
        let parts = public_parts(&id, context)?;
        ordskifte_ingest::purge(&id, &args.reason, context)?;
        Ok(parts)
    })?;
    note(&format!(
        "{id}: its bytes are removed here; backups keep theirs until they are renewed"
    ));
    tell_parts(&parts);
    Ok(ExitCode::SUCCESS)
}

/// The parts of a container that the public sees.
fn public_parts(id: &RecordId, context: Context<'_>) -> Result<Vec<RecordId>, IngestError> {
    let mut shown = Vec::new();
    for part in context.archive.parts_of(&BTreeSet::from([id.clone()]))? {
        let record = context.archive.record(&part, None)?;
        if record.access == Access::Public && record.status == Status::Current {
            shown.push(part);
        }
    }
    Ok(shown)
}

/// Each part is a record of its own: what happens to its container does not happen to it.
fn tell_parts(parts: &[RecordId]) {
    if !parts.is_empty() {
        let ids: Vec<&str> = parts.iter().map(RecordId::as_str).collect();
        note(&format!(
            "its parts are still public: {}: withdraw them too, if they should not be",
            ids.join(" ")
        ));
    }
}

/// Does something under the lock, with archive and index in agreement.
fn with<T>(data: &Path, purpose: &str, act: impl FnOnce(Context<'_>) -> Result<T, IngestError>) -> Result<T, Failure> {
    let folder = DataFolder::open_existing(data)?;
    let lock = folder.lock_exclusive(purpose)?;
    let archive = Archive::open(&folder)?;
    let engine = open::index_to_write(&folder, &archive, &lock)?;
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
