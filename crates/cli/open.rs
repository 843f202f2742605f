//! Opens what commands work on.

use crate::error::Failure;
use crate::printer::note;
use ordskifte_archive::{Archive, DataFolder, WriteLock};
use ordskifte_engine::{Engine, Mode, Synonyms};
use ordskifte_ingest::open_index;
use ordskifte_record::RecordId;
use ordskifte_worker::{Settings, Worker};
use std::path::Path;

/// Memory of the index writer, in bytes.
pub(crate) const INDEX_MEMORY: usize = 256 << 20;

/// First argument of the processes that read one file each.
pub(crate) const WORKER: &str = "extract-worker";

/// Name of the file of synonyms in a data folder.
pub(crate) const SYNONYMS: &str = "synonyms.toml";

/// Opens the archive of a data folder that must be there.
pub(crate) fn archive(data: &Path) -> Result<(DataFolder, Archive), Failure> {
    let folder = DataFolder::open_existing(data)?;
    let archive = Archive::open(&folder)?;
    Ok((folder, archive))
}

/// Opens the index for writing, brought to where the archive is; tells what cannot be read.
pub(crate) fn index_to_write(folder: &DataFolder, archive: &Archive, lock: &WriteLock) -> Result<Engine, Failure> {
    let opened = open_index(archive, lock, &folder.search_dir(), INDEX_MEMORY)?;
    for (id, error) in &opened.unread {
        note(&format!("{id} cannot be read and is in no answer: {error}"));
    }
    Ok(opened.engine)
}

/// Opens the index for reading.
pub(crate) fn index(data: &Path) -> Result<Engine, Failure> {
    let folder = DataFolder::open_existing(data)?;
    asked(&folder)
}

/// The index of a data folder for reading, asked with the folder's synonyms.
pub(crate) fn asked(folder: &DataFolder) -> Result<Engine, Failure> {
    let synonyms = synonyms(folder)?;
    let engine = Engine::open(&folder.search_dir(), Mode::Read)?;
    engine.use_synonyms(synonyms)?;
    Ok(engine)
}

/// The words that an administrator wants searched together, checked.
pub(crate) fn synonyms(folder: &DataFolder) -> Result<Synonyms, Failure> {
    let path = folder.dir().join(SYNONYMS);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Synonyms::default()),
        Err(error) => return Err(Failure::Other(format!("cannot read {}: {error}", path.display()))),
    };
    Synonyms::read(&text).map_err(|error| Failure::Other(format!("{}: {error}", path.display())))
}

/// A record id from the command line.
pub(crate) fn record_id(text: &str) -> Result<RecordId, Failure> {
    text.parse()
        .map_err(|_| Failure::Other(format!("`{text}` is no record id: 16 characters a-z and 2-7")))
}

/// The bytes of a file that was named.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    if path.is_dir() {
        return Err(Failure::Unreadable {
            path: path.to_owned(),
            reason: "is a folder: give a file".to_owned(),
        });
    }
    std::fs::read(path).map_err(|source| Failure::File {
        path: path.to_owned(),
        source,
    })
}

/// A worker that starts this very program.
pub(crate) fn worker(ocr: bool) -> Result<Worker, Failure> {
    let program = std::env::current_exe()
        .map_err(|error| Failure::Other(format!("cannot find this program's own file: {error}")))?;
    let settings = Settings::new(program, vec![WORKER.into()]);
    Ok(Worker::new(Settings { ocr, ..settings }))
}

/// The time now, RFC 3339 in UTC.
pub(crate) fn now() -> String {
    jiff::Timestamp::now()
        .round(jiff::Unit::Second)
        .unwrap_or_default()
        .to_string()
}
