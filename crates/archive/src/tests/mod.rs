//! Tests of the room as a whole, with what they share.

mod damage;
mod digests;
mod faults;
mod reading;
mod speed;
mod together;

use crate::{Amendment, Archive, Batch, DataFolder, Likeness, NewOriginal, NewVersion, Provenance, Stored, WriteLock};
use ordskifte_record::{Block, BlockKind, ExtractedText, OriginalRole, Page, Record, RecordId, TextSource};
use std::borrow::Cow;
use tempfile::TempDir;

/// A folder of its own with an archive, locked.
pub(crate) struct Fixture {
    pub(crate) dir: TempDir,
    pub(crate) folder: DataFolder,
    pub(crate) lock: WriteLock,
    pub(crate) archive: Archive,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("tempdir");
        let folder = DataFolder::open_or_create(dir.path()).expect("folder");
        let lock = folder.lock_exclusive("test").expect("lock");
        let archive = Archive::open(&folder).expect("archive");
        Self {
            dir,
            folder,
            lock,
            archive,
        }
    }

    /// One version in a batch of its own.
    pub(crate) fn add(&self, id: Option<&RecordId>, bytes: &[u8], source: &str) -> RecordId {
        let batch = self.archive.begin(&self.lock).expect("batch");
        let stored = put(&batch, id, bytes, source);
        batch.commit().expect("commit");
        stored.id
    }
}

/// A version whose text is its bytes.
pub(crate) fn version<'a>(id: Option<&RecordId>, bytes: &'a [u8], source: &str) -> NewVersion<'a> {
    let text = String::from_utf8_lossy(bytes);
    NewVersion {
        id: id.cloned(),
        record: Record {
            title: text.to_string(),
            sources: vec![source.to_owned()],
            ..Record::default()
        },
        originals: vec![NewOriginal {
            bytes: bytes.into(),
            sha256: None,
            media_type: "text/plain".to_owned(),
            role: OriginalRole::Main,
            filename: "../../møte 1?.txt".to_owned(),
            source_url: None,
        }],
        text: Cow::Owned(ExtractedText {
            media_type: "text/plain".to_owned(),
            pages: vec![Page {
                number: 1,
                label: None,
                size: None,
                source: TextSource::BornDigital,
                quality: 1.0,
                blocks: vec![Block::new(BlockKind::Paragraph, None, text)],
            }],
            ..ExtractedText::default()
        }),
        archived_at: "2026-11-21T05:00:00Z".to_owned(),
        provenance: Provenance {
            source: Some(source.to_owned()),
            likeness: Likeness::of(&String::from_utf8_lossy(bytes)),
            ..Provenance::default()
        },
    }
}

/// A change of a record by hand.
pub(crate) fn amendment(record: Record) -> Amendment {
    Amendment {
        record,
        archived_at: "2026-11-22T05:00:00Z".to_owned(),
        provenance: Provenance {
            reason: Some("by hand".to_owned()),
            ..Provenance::default()
        },
    }
}

pub(crate) fn put(batch: &Batch<'_>, id: Option<&RecordId>, bytes: &[u8], source: &str) -> Stored {
    batch.put(version(id, bytes, source)).expect("put")
}

pub(crate) fn assert_sound(archive: &Archive) {
    let report = crate::verify(archive, &|_| ()).expect("verify");
    assert_eq!(report.faults, [], "the archive is sound");
    assert_eq!(report.objects, archive.len() as u64);
}
