//! Identity, versions and sources, as writers and readers meet them.

use super::{Fixture, amendment, assert_sound, put, version};
use crate::{Archive, ArchiveError, Decision, sha256};
use ordskifte_record::Record;
use std::io::Read;

#[test]
fn versions_are_kept_and_read_back() {
    let f = Fixture::new();
    assert_eq!(f.archive.decide(&sha256(b"first"), "a.txt"), Decision::NewRecord);
    let id = f.add(None, b"first", "a.txt");
    assert_eq!(
        id.as_str(),
        "u6jxwzfyzksy6a3s",
        "echo -n first | sha256sum | xxd -r -p | base32"
    );
    f.add(Some(&id), b"second", "b.txt");

    // A reader that was open and one that opens later see the same.
    for reader in [&f.archive, &Archive::open(&f.folder).expect("archive")] {
        let newest = reader.record(&id, None).expect("newest");
        assert_eq!((newest.version, newest.title.as_str()), (2, "second"));
        assert_eq!(newest.sources, ["a.txt", "b.txt"]);
        let first = reader.record(&id, Some(1)).expect("first");
        assert_eq!((first.title.as_str(), first.sources.len()), ("first", 1));
        assert_eq!(reader.flow_text(&id, None).expect("flow"), "second");
        assert_eq!(reader.text(&id, Some(1)).expect("text").flow_text(), "first");
        assert!(matches!(reader.record(&id, Some(3)), Err(ArchiveError::NotFound(_))));
        assert!(matches!(reader.record(&id, Some(0)), Err(ArchiveError::NotFound(_))));
        let numbers: Vec<u32> = reader.versions(&id).iter().map(|info| info.number).collect();
        assert_eq!(numbers, [1, 2]);
        assert_eq!(reader.changes_since(1), [(2, id.clone(), 2)]);
        let (mut file, original) = reader.original(&id, Some(1), None).expect("original");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("read");
        assert_eq!(bytes, b"first");
        assert_eq!((original.filename.as_str(), original.size), ("../../møte 1?.txt", 5));
        assert_sound(reader);
    }
}

#[test]
fn known_bytes_change_nothing_and_changed_ones_make_a_version() {
    let f = Fixture::new();
    let id = f.add(None, b"first", "a.txt");
    let unchanged = |source_known| Decision::Unchanged {
        id: id.clone(),
        source_known,
    };
    assert_eq!(f.archive.decide(&sha256(b"first"), "a.txt"), unchanged(true));
    assert_eq!(f.archive.decide(&sha256(b"first"), "copy.txt"), unchanged(false));
    let new_version = Decision::NewVersion { id: id.clone() };
    assert_eq!(f.archive.decide(&sha256(b"second"), "a.txt"), new_version);
    assert_eq!(f.archive.decide(&sha256(b"second"), "b.txt"), Decision::NewRecord);
    // Bytes of an earlier version are so only to the source that the record has, and until they are the newest's again.
    f.add(Some(&id), b"second", "a.txt");
    let former = Decision::Former { id: id.clone() };
    assert_eq!(f.archive.decide(&sha256(b"first"), "a.txt"), former);
    assert_eq!(f.archive.decide(&sha256(b"first"), "copy.txt"), unchanged(false));
    assert_eq!(f.archive.decide(&sha256(b"second"), "a.txt"), unchanged(true));
    f.add(Some(&id), b"first", "a.txt");
    assert_eq!(f.archive.decide(&sha256(b"first"), "a.txt"), unchanged(true));
    assert_eq!(f.archive.decide(&sha256(b"second"), "a.txt"), former);
    // A source that two records have is neither's alone.
    let other = f.add(None, b"other", "b.txt");
    let batch = f.archive.begin(&f.lock).expect("batch");
    batch.add_source(&other, "a.txt").expect("source");
    batch.commit().expect("commit");
    let mut holders = vec![id.clone(), other];
    holders.sort();
    assert_eq!(f.archive.find_source("a.txt"), holders);
    assert_eq!(f.archive.decide(&sha256(b"third"), "a.txt"), Decision::NewRecord);
    assert_eq!(f.archive.decide(&sha256(b"second"), "a.txt"), unchanged(true));
    assert_sound(&f.archive);
}

#[test]
fn one_batch_knows_its_own_bytes() {
    let f = Fixture::new();
    let batch = f.archive.begin(&f.lock).expect("batch");
    let stored = put(&batch, None, b"same", "a.txt");
    let copy = put(&batch, None, b"same", "copy/a.txt");
    assert_eq!(
        (copy.id.clone(), copy.version, copy.fresh),
        (stored.id.clone(), 1, false)
    );
    assert!(matches!(
        batch.decide(&sha256(b"same"), "x"),
        Decision::Unchanged { .. }
    ));
    let second = put(&batch, Some(&stored.id), b"changed", "a.txt");
    assert_eq!(second.version, 2);
    let amended = Record {
        title: "Amended".to_owned(),
        ..Record::default()
    };
    let third = batch.amend(&stored.id, amendment(amended)).expect("amend");
    assert_eq!(third.version, 3);
    let staged = batch.staged(&stored.id).expect("staged");
    let committed = batch.commit().expect("commit");
    assert_eq!(staged, f.archive.record(&stored.id, None).expect("record"));
    assert_eq!((committed.sequence, committed.stored.len()), (4, 4));

    let record = f.archive.record(&stored.id, None).expect("record");
    assert_eq!((record.title.as_str(), record.version), ("Amended", 3));
    assert_eq!(record.originals[0].sha256, sha256(b"changed"));
    assert_eq!(record.originals[0].size, 7);
    assert_eq!(record.sources, ["a.txt", "copy/a.txt"]);
    assert_eq!(f.archive.flow_text(&stored.id, None).expect("flow"), "changed");
    assert_sound(&f.archive);
    assert_sound(&Archive::open(&f.folder).expect("archive"));
}

#[test]
fn an_empty_original_can_be_amended_in_its_own_batch() {
    let f = Fixture::new();
    let batch = f.archive.begin(&f.lock).expect("batch");
    let id = put(&batch, None, b"", "empty.txt").id;
    batch.amend(&id, amendment(Record::default())).expect("amend");
    let mut again = version(Some(&id), b"", "empty.txt");
    again.originals[0].bytes = crate::Content::Held(sha256(b""));
    assert_eq!(batch.put(again).expect("put").version, 3);
    batch.commit().expect("commit");
    assert_sound(&f.archive);
}

#[test]
fn a_batch_that_is_dropped_leaves_nothing() {
    let f = Fixture::new();
    let batch = f.archive.begin(&f.lock).expect("batch");
    put(&batch, None, b"lost", "a");
    assert!(matches!(
        f.archive.begin(&f.lock),
        Err(ArchiveError::BatchRefused { .. })
    ));
    drop(batch);
    assert!(Archive::open(&f.folder).expect("archive").is_empty());
    let empty = f.archive.begin(&f.lock).expect("batch").commit().expect("commit");
    assert_eq!(empty.sequence, 0);
    assert_eq!(std::fs::read_dir(f.folder.staging_dir()).expect("staging").count(), 0);
}

#[test]
fn a_record_without_originals_or_of_an_unknown_id_is_refused() {
    let f = Fixture::new();
    let batch = f.archive.begin(&f.lock).expect("batch");
    let mut none = version(None, b"x", "a");
    none.originals.clear();
    assert!(matches!(batch.put(none), Err(ArchiveError::NoOriginal)));
    let unknown = "abcdefghijklm234".parse().expect("id");
    let result = batch.put(version(Some(&unknown), b"x", "a"));
    assert!(matches!(result, Err(ArchiveError::NotFound(_))), "{result:?}");
    assert!(matches!(
        batch.add_source(&unknown, "a"),
        Err(ArchiveError::NotFound(_))
    ));
}
