//! Many threads in one batch, and readers beside a writer.

use super::{Fixture, assert_sound, put, version};
use crate::{Archive, ArchiveError, Content, DataFolder, Stored};
use ordskifte_record::{OriginalRole, RecordId};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn equal_bytes_from_many_threads_are_one_record() {
    let f = Fixture::new();
    let batch = f.archive.begin(&f.lock).expect("batch");
    // 40 texts, each from 5 paths.
    let stored: Vec<Stored> = (0..200)
        .into_par_iter()
        .map(|number| {
            put(
                &batch,
                None,
                format!("text {}", number % 40).as_bytes(),
                &format!("path {number}"),
            )
        })
        .collect();
    assert_eq!(stored.iter().filter(|stored| stored.fresh).count(), 40);
    let ids: BTreeSet<&RecordId> = stored.iter().map(|stored| &stored.id).collect();
    assert_eq!(ids.len(), 40);
    batch.commit().expect("commit");
    assert_eq!(f.archive.len(), 40);
    for id in f.archive.ids() {
        assert_eq!(f.archive.record(&id, None).expect("record").sources.len(), 5);
    }
    assert_sound(&f.archive);
}

#[test]
fn versions_of_one_record_from_many_threads_follow_each_other() {
    let f = Fixture::new();
    let id = f.add(None, b"first", "a");
    let batch = f.archive.begin(&f.lock).expect("batch");
    let mut numbers: Vec<u32> = (0..20)
        .into_par_iter()
        .map(|number| put(&batch, Some(&id), format!("change {number}").as_bytes(), "a").version)
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (2..=21).collect::<Vec<u32>>());
    batch.commit().expect("commit");
    assert_sound(&f.archive);
}

#[test]
fn readers_never_see_half_a_record() {
    let f = Fixture::new();
    let id = f.add(None, b"version 1", "a");
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let folder = DataFolder::open_existing(f.dir.path()).expect("folder");
                    let reader = Archive::open(&folder).expect("archive");
                    let mut reads = 0;
                    while !is_done.load(Ordering::Acquire) {
                        reader.refresh().expect("refresh");
                        let newest = reader.newest(&id).expect("there");
                        let record = reader.record(&id, None).expect("whole");
                        assert_eq!(record.version, newest);
                        assert_eq!(record.title, format!("version {newest}"));
                        assert_eq!(reader.flow_text(&id, Some(newest)).expect("whole"), record.title);
                        reader.original(&id, None, None).expect("whole");
                        reads += 1;
                    }
                    reads
                })
            })
            .collect();
        for number in 2..40 {
            f.add(Some(&id), format!("version {number}").as_bytes(), "a");
        }
        is_done.store(true, Ordering::Release);
        for reader in readers {
            assert!(reader.join().expect("no half record") > 5);
        }
    });
}

#[test]
fn an_id_that_another_record_has_is_not_used_again() {
    let f = Fixture::new();
    let id = f.add(None, b"first", "a");
    // A record whose bytes would mint the same id: the catalog is made to hold other bytes under it.
    let second = crate::identity::mint(&crate::identity::hash(b"second"), 0).expect("id");
    f.archive.catalog_mut().records.entry(second.clone()).or_default();
    let batch = f.archive.begin(&f.lock).expect("batch");
    let stored = put(&batch, None, b"second", "b");
    assert_ne!(stored.id, second);
    assert_ne!(stored.id, id);
    assert_eq!(
        Some(stored.id),
        crate::identity::mint(&crate::identity::hash(b"second"), 1)
    );
}

#[test]
fn originals_come_from_memory_from_files_and_from_the_record() {
    let f = Fixture::new();
    let file = f.dir.path().with_extension("pdf");
    std::fs::write(&file, vec![7; 200_000]).expect("write");
    let batch = f.archive.begin(&f.lock).expect("batch");
    let mut new = version(None, b"main", "a");
    let mut rendition = new.originals[0].clone();
    rendition.bytes = Content::File(file.clone());
    rendition.role = OriginalRole::Rendition;
    let mut copy = rendition.clone();
    copy.filename = "copy.pdf".to_owned();
    new.originals.extend([rendition, copy]);
    let id = batch.put(new).expect("put").id;
    batch.commit().expect("commit");
    std::fs::remove_file(&file).expect("remove");

    // A new extraction of the same original.
    let batch = f.archive.begin(&f.lock).expect("batch");
    let mut again = version(Some(&id), b"better text", "a");
    again.originals[0].bytes = Content::Held(crate::sha256(b"main"));
    assert_eq!(batch.put(again).expect("put").version, 2);
    let mut unknown = version(Some(&id), b"x", "a");
    unknown.originals[0].bytes = Content::Held(crate::sha256(b"never seen"));
    assert!(matches!(batch.put(unknown), Err(ArchiveError::NotFound(_))));
    batch.commit().expect("commit");

    let record = f.archive.record(&id, Some(1)).expect("record");
    assert_eq!(
        record
            .originals
            .iter()
            .map(|original| original.size)
            .collect::<Vec<_>>(),
        [4, 200_000, 200_000]
    );
    let digest = &record.originals[1].sha256;
    let (file, _) = f.archive.original(&id, Some(1), Some(digest)).expect("original");
    assert_eq!(file.metadata().expect("metadata").len(), 200_000);
    assert!(
        f.archive.original(&id, None, Some(digest)).is_err(),
        "version 2 has only the main one"
    );
    assert_eq!(f.archive.find_bytes(digest).expect("held").version, 1);
    assert_eq!(f.archive.record(&id, None).expect("record").originals[0].size, 4);
    assert_eq!(f.archive.flow_text(&id, None).expect("flow"), "better text");
    assert_sound(&f.archive);
}
