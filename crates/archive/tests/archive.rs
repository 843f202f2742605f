//! The archive as its users meet it: versions, identity, crashes, damage.

use ordskifte_archive::{Archive, Batch, DataFolder, Decision, NewOriginal, NewVersion, Stored, mint, sha256, verify};
use ordskifte_record::{OriginalRole, Record, RecordId};

fn put(batch: &Batch<'_>, id: Option<RecordId>, bytes: &[u8], source: &str) -> Stored {
    let original = NewOriginal {
        bytes,
        media_type: "text/plain".to_owned(),
        role: OriginalRole::Main,
        filename: "../../møte 1?.txt".to_owned(),
        source_url: None,
    };
    let text = String::from_utf8_lossy(bytes).into_owned();
    let record = Record {
        title: text.clone(),
        ..Record::default()
    };
    let version = NewVersion {
        id,
        record,
        originals: vec![original],
        text: &text,
        source: source.to_owned(),
        archived_at: "2026-11-21T05:00:00Z".to_owned(),
    };
    batch.put(version).expect("put")
}

#[test]
fn versions_are_kept_and_read_back() {
    let dir = tempfile::tempdir().expect("tempdir");
    let folder = DataFolder::open_or_create(dir.path()).expect("folder");
    let lock = folder.lock("test").expect("lock");
    let archive = Archive::open(&folder).expect("archive");
    assert_eq!(archive.decide(&sha256(b"first"), "a.txt"), Decision::NewRecord);

    let batch = archive.begin(&lock).expect("batch");
    let id = put(&batch, None, b"first", "a.txt").record.id.expect("id");
    assert_eq!(Some(&id), mint(b"first").as_ref());
    assert_eq!(batch.commit().expect("commit"), 1);
    let unchanged = Decision::Unchanged {
        id: id.clone(),
        source_known: true,
    };
    assert_eq!(archive.decide(&sha256(b"first"), "a.txt"), unchanged);
    assert_eq!(
        archive.decide(&sha256(b"second"), "a.txt"),
        Decision::NewVersion { id: id.clone() }
    );
    assert_eq!(archive.decide(&sha256(b"second"), "b.txt"), Decision::NewRecord);

    let batch = archive.begin(&lock).expect("batch");
    put(&batch, Some(id.clone()), b"second", "a.txt");
    batch.add_source(&id, "c.txt");
    batch.commit().expect("commit");

    // A reader that opens later, and one that was open, see the same.
    for reader in [&archive, &Archive::open(&folder).expect("archive")] {
        assert_eq!(reader.record(&id, None).expect("newest").version, 2);
        assert_eq!(reader.record(&id, Some(1)).expect("first").title, "first");
        assert_eq!(reader.text(&id, None).expect("text"), "second");
        assert_eq!(reader.record(&id, None).expect("newest").sources, ["a.txt", "c.txt"]);
        assert!(reader.record(&id, Some(3)).is_err());
        assert_eq!(reader.changed_since(1), [id.clone()]);
        let (mut file, original) = reader.original(&id, Some(1), None).expect("original");
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).expect("read");
        assert_eq!(
            (bytes.as_slice(), original.filename.as_str()),
            (b"first".as_slice(), "../../møte 1?.txt")
        );
        assert_eq!(verify(reader, &|_| ()).faults, []);
    }
    // Bytes of an old version: a copy elsewhere changes nothing, the source going back makes a version.
    let copy = Decision::Unchanged {
        id: id.clone(),
        source_known: false,
    };
    assert_eq!(archive.decide(&sha256(b"first"), "z.txt"), copy);
    assert_eq!(archive.decide(&sha256(b"second"), "z.txt"), copy);
    assert_eq!(archive.decide(&sha256(b"first"), "c.txt"), Decision::NewVersion { id });
}

#[test]
fn damage_is_found_and_costs_nobody_else() {
    let dir = tempfile::tempdir().expect("tempdir");
    let folder = DataFolder::open_or_create(dir.path()).expect("folder");
    let lock = folder.lock("test").expect("lock");
    let archive = Archive::open(&folder).expect("archive");
    let batch = archive.begin(&lock).expect("batch");
    let hurt = put(&batch, None, b"hurt", "a").record.id.expect("id");
    let whole = put(&batch, None, b"whole", "b").record.id.expect("id");
    batch.commit().expect("commit");
    let object = folder.archive_dir().join(&hurt.as_str()[..2]).join(hurt.as_str());
    std::fs::write(object.join("v1/content/text.txt"), "hacked").expect("write");
    std::fs::write(object.join("v1/content/stray"), "x").expect("write");
    let faults = verify(&archive, &|_| ()).faults;
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults.iter().all(|fault| fault.id == hurt.as_str()));
    assert_eq!(archive.text(&whole, None).expect("text"), "whole");
}

#[test]
fn a_batch_that_was_not_committed_leaves_nothing() {
    let dir = tempfile::tempdir().expect("tempdir");
    let folder = DataFolder::open_or_create(dir.path()).expect("folder");
    let lock = folder.lock("test").expect("lock");
    let archive = Archive::open(&folder).expect("archive");
    let batch = archive.begin(&lock).expect("batch");
    put(&batch, None, b"lost", "a");
    drop(batch);
    assert!(Archive::open(&folder).expect("archive").is_empty());
    archive
        .begin(&lock)
        .expect("leftovers are cleared")
        .commit()
        .expect("commit");
    assert!(archive.is_empty());
}
