//! `ordskifte backup` and `restore`.

use crate::error::Failure;
use crate::flags;
use crate::open;
use crate::printer::note;
use crate::progress::Counter;
use ordskifte_archive::{Archive, Copied, DataFolder};
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn backup(data: &Path, args: &flags::Backup) -> Result<ExitCode, Failure> {
    let (_, archive) = open::archive(data)?;
    say(copy(&archive, &args.folder)?);
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn restore(data: &Path, args: &flags::Backup) -> Result<ExitCode, Failure> {
    let (_, kept) = open::archive(&args.folder)?;
    say(copy(&kept, data)?);
    let folder = DataFolder::open_existing(data)?;
    let _lock = folder.lock_exclusive("restore")?;
    let archive = Archive::open(&folder)?;
    let records = ordskifte_ingest::reindex(&archive, &folder.search_dir(), open::INDEX_MEMORY, &|_, _| ())?;
    note(&format!("{records} records indexed"));
    Ok(ExitCode::SUCCESS)
}

fn copy(archive: &Archive, to: &Path) -> Result<Copied, Failure> {
    let counter = Counter::new();
    let copied = archive.copy_to(to, &|done, all| counter.at(done, all));
    counter.finish();
    Ok(copied?)
}

fn say(copied: Copied) {
    let Copied {
        records,
        versions,
        bytes,
    } = copied;
    note(&format!("{records} records, {versions} versions copied, {bytes} bytes"));
}
