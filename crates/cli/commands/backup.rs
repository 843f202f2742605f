//! `ordskifte backup` and `restore`.

use crate::error::Failure;
use crate::flags;
use crate::open;
use crate::printer::note;
use crate::progress::{Counter, counted};
use ordskifte_archive::{Archive, Copied, DataFolder};
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn backup(data: &Path, args: &flags::Backup) -> Result<ExitCode, Failure> {
    let (_, archive) = open::archive(data)?;
    let is_whole = say(&copy(&archive, &args.folder)?);
    for name in BESIDE {
        copy_beside(&data.join(name), &args.folder.join(name))?;
    }
    Ok(code(is_whole))
}

pub(crate) fn restore(data: &Path, args: &flags::Backup) -> Result<ExitCode, Failure> {
    let (_, kept) = open::archive(&args.folder)?;
    let is_whole = say(&copy(&kept, data)?);
    // What the folder has itself is newer.
    for name in BESIDE.into_iter().filter(|name| !data.join(name).exists()) {
        copy_beside(&args.folder.join(name), &data.join(name))?;
    }
    let folder = DataFolder::open_existing(data)?;
    let _lock = folder.lock_exclusive("restore")?;
    let archive = Archive::open(&folder)?;
    let rebuilt = ordskifte_ingest::reindex(&archive, &folder.search_dir(), open::INDEX_MEMORY, &|_, _| ())?;
    let indexed = super::admin::indexed(&rebuilt);
    Ok(if is_whole { indexed } else { code(false) })
}

/// Files of people that lie beside the archive in a data folder: words searched together, saved searches.
const BESIDE: [&str; 2] = [open::SYNONYMS, super::watch::FILE];

/// Copies such a file, if it is there, in one step.
fn copy_beside(from: &Path, to: &Path) -> Result<(), Failure> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| Failure::File { path, source }
    };
    match std::fs::read(from) {
        Ok(bytes) => {
            let draft = to.with_extension("new");
            std::fs::write(&draft, bytes).map_err(failed(&draft))?;
            std::fs::rename(&draft, to).map_err(failed(to))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(from)(error)),
    }
}

fn code(is_whole: bool) -> ExitCode {
    if is_whole { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn copy(archive: &Archive, to: &Path) -> Result<Copied, Failure> {
    let counter = Counter::new();
    let copied = archive.copy_to(to, &|done, all| counter.at(done, all));
    counter.finish();
    Ok(copied?)
}

/// Tells what was copied and what could not be; whether that is all.
fn say(copied: &Copied) -> bool {
    let Copied {
        records,
        versions,
        bytes,
        damaged,
    } = copied;
    for (id, reason) in damaged {
        note(&format!(
            "{id} is damaged and was not copied: {reason}: run `ordskifte verify`, and restore it from an earlier backup"
        ));
    }
    note(&format!(
        "{}, {} copied, {}",
        counted(*records, "record"),
        counted(*versions, "version"),
        counted(*bytes, "byte")
    ));
    damaged.is_empty()
}
