//! Damage: found by name, and no hindrance to anyone else; and what independent validators say.

use super::{Fixture, amendment, assert_sound, put};
use crate::{Archive, ArchiveError, DataFolder, verify};
use ordskifte_record::{Record, RecordId};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An archive with every sort of content: several versions, amendments, added sources.
fn filled() -> (Fixture, Vec<RecordId>) {
    let f = Fixture::new();
    let first = f.add(None, b"first", "a");
    let second = f.add(None, b"second", "b");
    f.add(Some(&first), b"first, changed", "a");
    let batch = f.archive.begin(&f.lock).expect("batch");
    batch.amend(&second, amendment(Record::default())).expect("amend");
    batch.add_source(&second, "copy").expect("source");
    let third = put(&batch, None, b"", "empty").id;
    batch.commit().expect("commit");
    (f, vec![first, second, third])
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("list") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Flips bits of the archive's files, each alone; every flip must be found, at the file or the object it is in.
fn flip(f: &Fixture, stride: usize) -> usize {
    let mut flips = 0;
    let mut at = 0;
    for path in files(&f.folder.archive_dir()) {
        let bytes = fs::read(&path).expect("read");
        while at < bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[at / 8] ^= 1 << (at % 8);
            fs::write(&path, &changed).expect("write");
            // A reader that opens the damaged archive must not fail either.
            let reader = Archive::open(&f.folder).expect("opens in spite of damage");
            let report = verify(&reader, &|_| ()).expect("verify runs in spite of damage");
            let relative = path.strip_prefix(f.dir.path()).expect("inside").display().to_string();
            assert!(!report.faults.is_empty(), "bit {at} of {relative} was not found");
            let is_named = report.faults.iter().any(|fault| relative.starts_with(&fault.path));
            assert!(is_named, "bit {at} of {relative}: {:?}", report.faults);
            flips += 1;
            at += stride;
        }
        at -= bytes.len() * 8;
        fs::write(&path, &bytes).expect("restore");
    }
    flips
}

#[test]
fn flipped_bits_are_found_and_named() {
    let (f, _) = filled();
    assert_sound(&f.archive);
    let flips = flip(&f, 211);
    assert!(flips > 300, "{flips}");
    assert_sound(&Archive::open(&f.folder).expect("archive"));
}

#[test]
#[ignore = "flips every 7th bit: minutes"]
fn flipped_bits_are_found_everywhere() {
    let (f, _) = filled();
    println!("{} bits flipped, each found", flip(&f, 7));
}

#[test]
fn lost_and_stray_files_are_found() {
    let (f, ids) = filled();
    let object = crate::layout::object_dir(&f.archive.root, &ids[1]);
    for path in files(&object) {
        let aside = f.dir.path().join("aside");
        fs::rename(&path, &aside).expect("move");
        let report = verify(&f.archive, &|_| ()).expect("verify");
        assert!(
            report.faults.iter().any(|fault| fault.id.as_ref() == Some(&ids[1])),
            "{} is missing: {:?}",
            path.display(),
            report.faults
        );
        fs::rename(&aside, &path).expect("move back");
    }
    for stray in [
        object.join("v1/content/x"),
        object.join("notes"),
        f.archive.root.join("x"),
        f.archive.root.join("abc/x"),
    ] {
        fs::create_dir_all(stray.parent().expect("parent")).expect("folder");
        fs::write(&stray, "x").expect("write");
        let report = verify(&f.archive, &|_| ()).expect("verify");
        assert_eq!(report.faults.len(), 1, "{:?}", report.faults);
        fs::remove_file(&stray).expect("remove");
    }
    fs::remove_dir_all(&object).expect("remove");
    let report = verify(&f.archive, &|_| ()).expect("verify");
    assert!(report.faults.iter().all(|fault| fault.id.as_ref() == Some(&ids[1])));
    assert!(!report.faults.is_empty());
}

#[test]
fn a_damaged_object_stops_nobody_from_reading_the_others() {
    let (f, ids) = filled();
    let object = crate::layout::object_dir(&f.archive.root, &ids[0]);
    for path in files(&object) {
        fs::write(path, "hacked").expect("write");
    }
    let reader = Archive::open(&f.folder).expect("archive");
    let error = reader.record(&ids[0], None).expect_err("damaged");
    assert!(matches!(error, ArchiveError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("ordskifte verify"), "{error}");
    for id in &ids[1..] {
        reader.record(id, None).expect("record");
        reader.text(id, None).expect("text");
    }
    // Nor from writing.
    f.add(None, b"fourth", "d");
}

#[test]
fn a_lost_or_damaged_journal_is_made_again_from_the_objects() {
    type Damage = fn(&Path);
    let damages: [Damage; 3] = [
        |path| fs::remove_file(path).expect("remove"),
        |path| fs::write(path, b"").expect("empty"),
        |path| {
            let mut bytes = fs::read(path).expect("read");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(path, bytes).expect("write");
        },
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        let (f, ids) = filled();
        let epoch = f.archive.epoch();
        damage(&crate::journal::path(&f.archive.root));
        let reader = Archive::open(&f.folder).expect("archive");
        assert!(reader.journal_damage().is_some(), "{number}");
        assert_eq!(reader.ids(), f.archive.ids(), "{number}");
        for id in &ids {
            assert_eq!(reader.versions(id), f.archive.versions(id), "{number}");
            reader.record(id, None).expect("record");
        }
        let writer = Archive::open(&f.folder).expect("archive");
        let batch = writer.begin(&f.lock).expect("batch");
        let fourth = put(&batch, None, b"fourth", "d").id;
        batch.commit().expect("commit");
        assert_eq!(writer.journal_damage(), None, "the writer put it right");
        assert_ne!(
            writer.epoch(),
            epoch,
            "numbers of the old journal mean nothing any more"
        );
        assert!(reader.refresh().expect("refresh"));
        assert!(reader.contains(&fourth));
        assert_eq!(reader.journal_damage(), None);
        assert_sound(&reader);
    }
}

#[test]
fn a_torn_last_line_hinders_nobody_and_is_named() {
    use std::io::Write;
    let (f, _) = filled();
    let path = crate::journal::path(&f.archive.root);
    let mut file = fs::OpenOptions::new().append(true).open(path).expect("open");
    file.write_all(b"0123456789abcdef {\"sequ").expect("write");
    let reader = Archive::open(&f.folder).expect("archive");
    assert_eq!(reader.journal_damage(), None);
    assert_eq!(reader.sequence(), f.archive.sequence());
    // With no batch to be finished, no crash can have left it.
    let report = verify(&reader, &|_| ()).expect("verify");
    assert!(
        report.faults.len() == 1 && report.faults[0].path.ends_with("journal.log"),
        "{:?}",
        report.faults
    );
    f.add(None, b"fourth", "d");
    reader.refresh().expect("refresh");
    assert_eq!(reader.len(), 4);
    assert_sound(&reader);
}

#[test]
fn a_reader_sees_what_another_process_commits_and_writes_nothing() {
    let f = Fixture::new();
    let reader = Archive::open(&DataFolder::open_existing(f.dir.path()).expect("folder")).expect("archive");
    assert!(reader.is_empty());
    let before = files(f.dir.path());
    assert!(!reader.refresh().expect("refresh"), "nothing new");
    assert_eq!(files(f.dir.path()), before);
    let id = f.add(None, b"first", "a");
    assert!(!reader.contains(&id), "not before it looks");
    assert!(reader.refresh().expect("refresh"));
    assert!(reader.contains(&id));
}

#[test]
fn a_folder_that_cannot_be_written_says_so_and_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let (f, ids) = filled();
    let dir = f.dir.path().to_path_buf();
    drop(f.lock);
    let read_only = |mode| fs::set_permissions(&dir, fs::Permissions::from_mode(mode)).expect("chmod");
    fs::remove_file(dir.join("lock")).expect("no lock yet");
    read_only(0o555);
    let folder = DataFolder::open_existing(&dir).expect("folder");
    let reader = Archive::open(&folder).expect("archive");
    reader.record(&ids[0], None).expect("record");
    match folder.lock_exclusive("ingest") {
        Ok(_) => eprintln!("SKIPPED: this user may write to read-only folders (root)"),
        Err(error) => assert!(error.to_string().contains("check who owns the folder"), "{error}"),
    }
    read_only(0o755);
}

/// Runs `ocfl-validate.py` (ocfl-py) on the root and each object (of a root it judges only the outline); none without
/// the program.
pub(crate) fn ocfl_py(f: &Fixture, ids: &[RecordId]) -> Option<(bool, String)> {
    let named = std::env::var("ORDSKIFTE_OCFL_VALIDATE").ok();
    let objects = ids.iter().map(|id| crate::layout::object_dir(&f.archive.root, id));
    let output = Command::new(named.as_deref().unwrap_or("ocfl-validate.py"))
        .arg(&f.archive.root)
        .args(objects)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    Some((output.status.success(), text))
}

#[test]
fn an_independent_validator_accepts_the_archive() {
    let (f, ids) = filled();
    let Some((is_valid, text)) = ocfl_py(&f, &ids) else {
        eprintln!("SKIPPED: no ocfl-validate.py; `pip install ocfl-py`, or name it in ORDSKIFTE_OCFL_VALIDATE");
        return;
    };
    assert!(is_valid, "{text}");
    let warnings: Vec<&str> = text.lines().filter(|line| line.contains("[W")).collect();
    assert_eq!(warnings, Vec::<&str>::new(), "nothing to remark on");
    // The validator would have noticed damage.
    fs::write(
        crate::layout::object_dir(&f.archive.root, &ids[0]).join("v2/content/text.json"),
        "{}",
    )
    .expect("write");
    assert!(ocfl_py(&f, &ids).is_some_and(|(is_valid, _)| !is_valid));
}
