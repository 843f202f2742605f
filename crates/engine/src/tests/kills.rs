//! What a process killed in the middle of a commit leaves in the folder, and what a flipped bit in `current` does.

use super::fixture::record;
use crate::{Engine, EngineError, IndexWriterHandle, Mode};
use std::path::Path;

/// Ten records in one segment: one that is replaced is too little for a merge.
fn ten_records(search: &Path) {
    let engine = Engine::create(search).expect("an index");
    let writer = engine.writer(1, 0).expect("a writer");
    for number in 0..10 {
        put(&writer, number);
    }
    writer.commit("epoch", 10).expect("commit");
    writer.finish().expect("finished");
}

fn put(writer: &IndexWriterHandle, number: usize) {
    let made = record(number, "Sak");
    writer.put(&made.record, &made.text).expect("put");
}

/// The file that makes a commit one.
fn meta(search: &Path) -> std::path::PathBuf {
    search.join("1").join("meta.json")
}

/// The next writer numbers its operations as the killed one did, and so writes files of the same names.
#[test]
fn files_of_a_commit_that_was_not_finished_stand_in_nobodys_way() {
    let dir = tempfile::tempdir().expect("tempdir");
    ten_records(dir.path());
    let before = std::fs::read(meta(dir.path())).expect("meta.json");
    for again in 0..2 {
        let engine = Engine::open(dir.path(), Mode::Write).expect("an index");
        let writer = engine.writer(1, 0).expect("a writer");
        put(&writer, 0);
        let committed = writer.commit("epoch", 11);
        assert!(committed.is_ok(), "round {again}: {committed:?}");
        writer.finish().expect("finished");
        assert_eq!(Engine::damaged_files(dir.path()).expect("checked"), [""; 0]);
        drop(engine);
        let names = std::fs::read_dir(dir.path().join("1")).expect("list").flatten();
        let deletions = names.filter(|entry| entry.path().extension().is_some_and(|end| end == "del"));
        assert_eq!(
            deletions.count(),
            1,
            "the commit deleted a record of a segment that stays"
        );
        // All is on the disk but the last file of the commit.
        std::fs::write(meta(dir.path()), &before).expect("written");
    }
}

/// Whether the index is refused, or names what is wrong with it.
fn is_found(search: &Path) -> bool {
    Engine::damaged_files(search).map_or(true, |files| !files.is_empty())
}

/// In the list of files, and in the ends of files, where tantivy checks nothing.
#[test]
fn changed_bits_that_no_checksum_of_tantivy_covers_are_found() {
    let dir = tempfile::tempdir().expect("tempdir");
    ten_records(dir.path());
    assert!(!is_found(dir.path()), "whole before");
    let files = std::fs::read_dir(dir.path().join("1")).expect("list").flatten();
    let mut flips = 0;
    for path in files.map(|entry| entry.path()) {
        let whole = std::fs::read(&path).expect("a file");
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (from, stride) = match name.as_str() {
            "meta.json" => (0, 89),
            name if name.starts_with('.') => continue,
            _ => (whole.len().saturating_sub(110), 7),
        };
        for at in (from..whole.len()).step_by(stride) {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 7);
            std::fs::write(&path, &flipped).expect("written");
            assert!(is_found(dir.path()), "bit {} of byte {at} of {name}", at % 7);
            // Whether or not it can be opened: nothing panics.
            let _ = Engine::open(dir.path(), Mode::Read);
            flips += 1;
        }
        std::fs::write(&path, &whole).expect("written");
    }
    assert!(flips > 150, "{flips} flips");
    assert!(!is_found(dir.path()), "whole after");
}

#[test]
fn a_changed_byte_of_current_is_damage() {
    let dir = tempfile::tempdir().expect("tempdir");
    ten_records(dir.path());
    let path = dir.path().join("current");
    let whole = std::fs::read(&path).expect("current");
    assert_eq!(whole, b"1\n");
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << bit;
            std::fs::write(&path, &flipped).expect("written");
            let opened = Engine::open(dir.path(), Mode::Read);
            assert!(opened.is_err(), "bit {bit} of byte {at}: {flipped:?}");
        }
    }
    std::fs::write(&path, "01\n").expect("written");
    assert!(matches!(
        Engine::open(dir.path(), Mode::Read),
        Err(EngineError::Damaged { .. })
    ));
}
