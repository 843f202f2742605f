//! Verification of a data folder: every byte of the archive, the index's checksums, and that the two agree. For the command
//! and for the server's schedule.

use crate::error::Failure;
use crate::open;
use crate::progress::counted;
use ordskifte_archive::{Archive, DataFolder, FaultCode, VerifyOptions, VerifyProgress, verify_with};
use ordskifte_engine::{Engine, EngineError, Mode};
use ordskifte_query::SearchRequest;
use ordskifte_record::{Access, RecordId, Status};
use serde::Serialize;
use std::time::Duration;

/// What to do about the index, whatever is wrong with it.
const REINDEX: &str = "run `ordskifte reindex`";
/// What finishes what was broken off.
const FINISH: &str = "run `ordskifte reindex`, or any command that writes: it finishes that first";
/// What to do about what is none of the archive.
const STRAY: &str = "look whose it is, and move it out of the archive";
/// How often a writer is given time to bring the index to where the archive is, and how long.
const WAITS: u32 = 20;
const WAIT: Duration = Duration::from_millis(250);

/// What was checked and found; `verify --json` prints it.
#[derive(Serialize)]
pub(crate) struct Verified {
    /// Records checked.
    pub(crate) objects: u64,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    /// Records that the index should hold: those that the public may see.
    pub(crate) shown: u64,
    /// Records in the index.
    pub(crate) indexed: u64,
    pub(crate) faults: Vec<Fault>,
}

/// Something wrong.
#[derive(Serialize)]
pub(crate) struct Fault {
    /// The record; `null` for the archive or index as a whole.
    pub(crate) id: Option<RecordId>,
    /// File or folder, relative to the data folder.
    pub(crate) path: String,
    pub(crate) reason: String,
    /// What to do.
    pub(crate) advice: String,
    /// What sort of thing is wrong: `damaged`, `unfinished`, `stray`, `index` or `synonyms`.
    pub(crate) code: &'static str,
}

impl Fault {
    /// Whether it is of the index, which can be made anew.
    pub(crate) fn is_of_index(&self) -> bool {
        self.path == "search"
    }

    /// In one line.
    pub(crate) fn line(&self) -> String {
        let Self {
            id,
            path,
            reason,
            advice,
            ..
        } = self;
        let id = id.as_ref().map_or("archive", RecordId::as_str);
        format!("{id}: {path}: {reason}: {advice}")
    }
}

/// Checks a data folder.
pub(crate) fn check(
    folder: &DataFolder,
    archive: &Archive,
    options: &VerifyOptions,
    progress: &(dyn Fn(VerifyProgress) + Sync),
) -> Result<Verified, Failure> {
    let report = verify_with(archive, options, progress)?;
    let faults = report.faults.into_iter().map(|fault| Fault {
        advice: match fault.code {
            FaultCode::Unfinished => FINISH.to_owned(),
            FaultCode::Stray => STRAY.to_owned(),
            FaultCode::Damaged => advice(&fault.path),
        },
        code: match fault.code {
            FaultCode::Unfinished => "unfinished",
            FaultCode::Stray => "stray",
            FaultCode::Damaged => "damaged",
        },
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
    if let Err(error) = open::synonyms(folder) {
        verified.faults.push(Fault {
            id: None,
            path: "synonyms.toml".to_owned(),
            reason: in_one_line(&error.to_string()),
            advice: "correct the file".to_owned(),
            code: "synonyms",
        });
    }
    agreement(folder, archive, &mut verified)?;
    Ok(verified)
}

/// A message of several lines in one, without the drawing of where in the file it is about: that is said in words too.
fn in_one_line(message: &str) -> String {
    let is_drawing = |line: &str| {
        line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ')
            .starts_with('|')
    };
    let said: Vec<&str> = message
        .lines()
        .filter(|line| !is_drawing(line))
        .map(str::trim)
        .collect();
    said.join(": ")
}

/// What to do about a fault of the archive at a path relative to the data folder. What others have of a whole object is
/// copied as a whole: inventories and files name each other by digest.
fn advice(path: &str) -> String {
    let mut parts = path.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("archive"), Some("extensions"), Some("ordskifte-journal")) => {
            "the next `ordskifte ingest` makes it anew from the objects, and the index with it".to_owned()
        }
        (Some("archive"), Some(tuple), Some(object)) if object.starts_with("ordskifte%3a") => {
            format!("copy the folder archive/{tuple}/{object} from a backup, and remove what is in the way")
        }
        _ => "copy it from a backup".to_owned(),
    }
}

/// The index, of the archive's state where a writer at work brings it there in time.
fn opened(folder: &DataFolder, archive: &Archive) -> Result<Engine, Failure> {
    let search = folder.search_dir();
    let mut engine = Engine::open(&search, Mode::Read)?;
    for _ in 0..WAITS {
        archive.refresh()?;
        let is_level = engine.archive_epoch() == archive.epoch() && engine.archive_sequence() == archive.sequence();
        if is_level || !folder.is_written() {
            break;
        }
        std::thread::sleep(WAIT);
        engine = Engine::open(&search, Mode::Read)?;
    }
    Ok(engine)
}

/// Whether the index is whole and holds each record that the public may see, as of its newest version, and no other.
fn agreement(folder: &DataFolder, archive: &Archive, verified: &mut Verified) -> Result<(), Failure> {
    let mut fault = |id: Option<&RecordId>, reason: String| {
        // Errors of the engine say already what to do.
        let reason = reason
            .strip_suffix(&format!(": {REINDEX}"))
            .unwrap_or(&reason)
            .to_owned();
        verified.faults.push(Fault {
            id: id.cloned(),
            path: "search".to_owned(),
            reason,
            advice: REINDEX.to_owned(),
            code: "index",
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
        Ok(_) => opened(folder, archive),
        Err(error) => Err(error.into()),
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
        let header: Result<_, EngineError> = snapshot.header(&id);
        match (header, is_shown) {
            (Err(error), _) => fault(Some(&id), error.to_string()),
            (Ok(None), true) => fault(Some(&id), "it is not in the index".to_owned()),
            (Ok(Some(_)), false) => fault(Some(&id), "the index holds it and must not".to_owned()),
            (Ok(Some(header)), true) if header.version != record.version => {
                let reason = format!("the index has version {} of {}", header.version, record.version);
                fault(Some(&id), reason);
            }
            _ => {}
        }
    }
    if verified.indexed != verified.shown {
        let (indexed, shown) = (verified.indexed, verified.shown);
        fault(
            None,
            format!("the index holds {}, the archive {shown}", counted(indexed, "record")),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_several_lines_is_told_in_one() {
        let message = "TOML parse error at line 1, column 3\n  |\n1 | a b = | c\n  |   ^\nexpected `.`, `=`";
        assert_eq!(
            in_one_line(message),
            "TOML parse error at line 1, column 3: expected `.`, `=`"
        );
    }

    #[test]
    fn advice_is_of_the_place() {
        let object = "archive/f3a/ordskifte%3aabcdefghijklmnop";
        assert!(advice(&format!("{object}/v1/inventory.json")).contains(&format!("the folder {object} from a backup")));
        assert!(advice("archive/extensions/ordskifte-journal/journal.log").contains("ingest"));
        assert_eq!(advice("archive/0=ocfl_1.1"), "copy it from a backup");
    }
}
