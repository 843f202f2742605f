//! Every single write, move and sync fails once, or kills the process: nothing acknowledged is lost, nothing half is seen.

use super::{Fixture, amendment, assert_sound, put, version};
use crate::disk::{Fault, inject};
use crate::{Archive, ArchiveError, DataFolder};
use ordskifte_record::{Record, RecordId};
use std::path::Path;
use std::process::Command;

/// What a writer does: a first batch, then one with every sort of change. Returns what was acknowledged.
fn work(archive: &Archive, lock: &crate::WriteLock) -> Result<Vec<(RecordId, u32)>, ArchiveError> {
    let mut acknowledged = Vec::new();
    let mut batch = archive.begin(lock)?;
    let kept = batch.put(version(None, b"kept", "kept.txt"))?.id;
    let changed = batch.put(version(None, b"changed", "changed.txt"))?.id;
    acknowledged.extend(
        batch
            .commit()?
            .stored
            .into_iter()
            .map(|stored| (stored.id, stored.version)),
    );
    batch = archive.begin(lock)?;
    let version_of = |bytes| version(Some(&changed), bytes, "changed.txt");
    batch.put(version_of(b"changed again"))?;
    batch.amend(&changed, amendment(Record::default()))?;
    batch.add_source(&kept, "copy.txt")?;
    batch.put(version(None, b"new", "new.txt"))?;
    acknowledged.extend(
        batch
            .commit()?
            .stored
            .into_iter()
            .map(|stored| (stored.id, stored.version)),
    );
    Ok(acknowledged)
}

/// After a fault: sound at once for readers, and the same work can be done to its end.
fn assert_recovers(dir: &Path, acknowledged: &[(RecordId, u32)]) {
    let folder = DataFolder::open_or_create(dir).expect("folder");
    let archive = Archive::open(&folder).expect("archive");
    for (id, number) in acknowledged {
        archive.record(id, Some(*number)).expect("acknowledged");
        archive.text(id, Some(*number)).expect("acknowledged");
    }
    assert!(
        matches!(archive.len(), 0 | 2 | 3),
        "batches are whole: {}",
        archive.len()
    );
    for id in archive.ids() {
        archive.record(&id, None).expect("visible is readable");
        archive.original(&id, None, None).expect("visible is readable");
    }
    let lock = folder.lock_exclusive("test").expect("lock");
    // Taking the lock finished what was committed: an archive opened now has it, and a batch finds nothing to do.
    let recovered = Archive::open(&folder).expect("archive");
    archive.begin(&lock).expect("recovery").commit().expect("nothing");
    assert_eq!(recovered.sequence(), archive.sequence());
    for (id, number) in acknowledged {
        archive.record(id, Some(*number)).expect("still there");
    }
    if !archive.is_empty() {
        assert_sound(&archive);
    }
    let staging = std::fs::read_dir(folder.staging_dir()).map_or(0, Iterator::count);
    assert_eq!(staging, 0, "leftovers are gone");
    work(&archive, &lock).expect("the work can be repeated");
    assert_eq!(archive.len(), 3);
    assert_sound(&archive);
    assert_sound(&Archive::open(&folder).expect("archive"));
}

/// A withdrawn record to be purged, and one beside it.
fn to_be_purged() -> (super::Fixture, RecordId, RecordId) {
    let f = super::Fixture::new();
    let (id, other) = (f.add(None, b"harmful", "a"), f.add(None, b"harmless", "b"));
    let batch = f.archive.begin(&f.lock).expect("batch");
    let withdrawn = Record {
        status: ordskifte_record::Status::Withdrawn,
        ..Record::default()
    };
    batch.amend(&id, amendment(withdrawn)).expect("amend");
    batch.commit().expect("commit");
    (f, id, other)
}

/// A purge of which the operation after so many fails, and whether none was left to fail.
fn broken_off(step: u32) -> ((super::Fixture, RecordId, RecordId), bool) {
    let (f, id, other) = to_be_purged();
    let running = f.archive.begin(&f.lock).expect("batch");
    running
        .purge(&id, "harm", "2026-11-23T05:00:00Z")
        .expect("nothing fails yet");
    inject(f.dir.path(), Some((step, Fault::Full)));
    let done = running.commit();
    let is_over = inject(f.dir.path(), None).is_some();
    assert!(done.is_ok() || !is_over, "no operation was left to fail");
    ((f, id, other), is_over)
}

#[test]
fn a_purge_that_is_broken_off_anywhere_leaves_the_record_or_its_tombstone() {
    let (mut tombstones, mut step) = (0, 0);
    loop {
        let ((f, id, other), is_over) = broken_off(step);
        if is_over {
            break;
        }
        for reader in [&f.archive, &Archive::open(&f.folder).expect("archive")] {
            let record = reader.record(&id, None).expect("readable");
            let is_purged = record.title == "(purged)";
            tombstones += usize::from(is_purged);
            assert_eq!(
                (record.version == 1, record.sources.is_empty()),
                (is_purged, is_purged),
                "step {step}"
            );
            reader.provenance(&id, None).expect("readable");
            let flow = reader.flow_text(&id, None).expect("readable");
            assert_eq!(flow.is_empty(), is_purged, "step {step}: {flow}");
            // The journal tells of a purge last; until then the record is a withdrawn one.
            let public = reader.public(&id, None);
            assert!(
                matches!(public, Err(ArchiveError::Withdrawn { .. }))
                    || is_purged && matches!(public, Err(ArchiveError::Purged { .. })),
                "step {step}: {public:?}"
            );
            let second = reader.record(&id, Some(2));
            assert!(
                is_purged == matches!(second, Err(ArchiveError::NotFound(_))),
                "step {step}: {second:?}"
            );
            reader.record(&other, None).expect("untouched");
        }
        f.archive.begin(&f.lock).expect("recovery").commit().expect("nothing");
        assert_sound(&f.archive);
        step += 1;
    }
    assert!(
        tombstones >= 4,
        "{tombstones} in {step} steps: the object was set aside, and put in place"
    );
}

/// The process is gone, and its lock with it: what it began is told once, and not as damage.
#[test]
fn a_purge_that_nobody_finishes_is_told_as_unfinished() {
    let (mut told, mut step) = (0, 0);
    loop {
        let ((f, ..), is_over) = broken_off(step);
        let super::Fixture {
            dir: _dir,
            folder,
            lock,
            archive: _,
        } = f;
        drop(lock);
        let reader = Archive::open(&folder).expect("archive");
        let faults = crate::verify(&reader, &|_| {}).expect("checked").faults;
        let codes: Vec<crate::FaultCode> = faults.iter().map(|fault| fault.code).collect();
        if !codes.is_empty() {
            assert_eq!(codes, [crate::FaultCode::Unfinished], "step {step}: {faults:?}");
            assert!(faults[0].path.starts_with("staging/batch-"), "{faults:?}");
            told += 1;
        }
        drop(folder.lock_exclusive("test").expect("lock"));
        assert_sound(&Archive::open(&folder).expect("archive"));
        if is_over {
            break;
        }
        step += 1;
    }
    assert!(told >= 4, "{told} in {step} steps");
}

#[test]
fn every_operation_may_fail_once() {
    let mut steps = 0;
    loop {
        let f = Fixture::new();
        inject(f.dir.path(), Some((steps, Fault::Full)));
        let result = work(&f.archive, &f.lock);
        let left = inject(f.dir.path(), None);
        let error = match (result, left) {
            (Ok(_), Some(_)) => break,
            // Clearing up after a commit may fail: the next writer does it.
            (Ok(acknowledged), None) => {
                let dir = f.dir;
                drop(f.lock);
                assert_recovers(dir.path(), &acknowledged);
                steps += 1;
                continue;
            }
            (Err(error), _) => error,
        };
        assert!(error.is_full(), "step {steps}: {error}");
        assert!(error.to_string().contains("free some space"), "{error}");
        drop(f.lock);
        assert_recovers(f.dir.path(), &[]);
        steps += 1;
    }
    assert!(steps > 60, "the work has many steps: {steps}");
}

#[test]
fn one_record_that_fails_costs_only_itself() {
    let f = Fixture::new();
    let batch = f.archive.begin(&f.lock).expect("batch");
    let first = put(&batch, None, b"first", "a");
    // Fails while the third file of the second record is written.
    inject(f.dir.path(), Some((4, Fault::Full)));
    batch.put(version(None, b"second", "b")).expect_err("full");
    assert_eq!(inject(f.dir.path(), None), None, "the fault happened");
    // The same bytes may be tried again.
    let again = put(&batch, None, b"second", "b");
    assert!(again.fresh);
    // A failing second version leaves the first as it was.
    inject(f.dir.path(), Some((4, Fault::Full)));
    batch.put(version(Some(&first.id), b"changed", "a")).expect_err("full");
    inject(f.dir.path(), None);
    batch.commit().expect("commit");
    assert_eq!(f.archive.len(), 2);
    assert_eq!(f.archive.newest(&first.id), Some(1));
    assert_sound(&f.archive);
}

#[test]
fn a_bag_is_whole_or_not_there() {
    let f = Fixture::new();
    let id = f.add(None, b"kept", "kept.txt");
    let out = tempfile::tempdir().expect("tempdir");
    let dir = out.path().join("bag");
    let make = || {
        let mut bag = crate::Bag::create(&dir)?;
        bag.record(&f.archive, &id, None)?;
        bag.finish(&[])
    };
    for steps in 0.. {
        inject(out.path(), Some((steps, Fault::Full)));
        let made = make();
        let left = inject(out.path(), None);
        match made {
            Ok(bagged) => {
                assert_eq!((bagged.records, bagged.files), (1, 3));
                // Clearing away what is not there comes last.
                assert!(steps > 12 && left.is_none_or(|left| left > 0), "{steps}");
                return;
            }
            // The name was there when the folder above could not be synced: the bag is whole, but perhaps not for good.
            Err(error) if dir.exists() => {
                assert!(error.is_full() && dir.join("tagmanifest-sha512.txt").exists());
                std::fs::remove_dir_all(&dir).expect("removed");
            }
            Err(error) => assert!(error.is_full(), "step {steps}: {error}"),
        }
        assert_eq!(std::fs::read_dir(out.path()).expect("list").count(), 0, "step {steps}");
    }
}

/// Not a test: the process that the tests below kill.
#[test]
#[ignore = "run as a child by the crash tests"]
fn crash_child() {
    let Ok(dir) = std::env::var("ARCHIVE_CRASH_DIR") else {
        return;
    };
    let step = std::env::var("ARCHIVE_CRASH_STEP")
        .ok()
        .and_then(|text| text.parse().ok());
    let dir = Path::new(&dir);
    if let Some(step) = step {
        inject(dir, Some((step, Fault::Killed)));
    }
    let folder = DataFolder::open_or_create(dir).expect("folder");
    let lock = folder.lock_exclusive("child").expect("lock");
    let archive = Archive::open(&folder).expect("archive");
    for (id, number) in work(&archive, &lock).expect("work") {
        println!("acknowledged {id} {number}");
    }
    println!("done");
}

/// Runs the child until it dies at a step; returns what it acknowledged, and whether it came to its end.
fn crash_at(dir: &Path, step: u32) -> bool {
    let output = Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", "tests::faults::crash_child", "--ignored", "--nocapture"])
        .env("ARCHIVE_CRASH_DIR", dir)
        .env("ARCHIVE_CRASH_STEP", step.to_string())
        .output()
        .expect("child");
    String::from_utf8_lossy(&output.stdout).contains("done")
}

/// Kills a child at every n-th step.
fn crash_through(stride: usize) -> u32 {
    let mut kills = 0;
    for step in (0..).step_by(stride) {
        let dir = tempfile::tempdir().expect("tempdir");
        if crash_at(dir.path(), step) {
            return kills;
        }
        assert_recovers(dir.path(), &[]);
        kills += 1;
    }
    kills
}

#[test]
fn a_process_killed_at_any_step_leaves_the_old_or_the_new() {
    let kills = crash_through(5);
    assert!(kills >= 15, "{kills} kills");
}

#[test]
fn a_process_killed_from_outside_loses_nothing_acknowledged_and_its_lock_is_free() {
    use std::io::{BufRead, BufReader};
    let dir = tempfile::tempdir().expect("tempdir");
    for round in 0..20u64 {
        let mut child = Command::new(std::env::current_exe().expect("this binary"))
            .args(["--exact", "tests::faults::endless_child", "--ignored", "--nocapture"])
            .env("ARCHIVE_CRASH_DIR", dir.path())
            .env("ARCHIVE_CRASH_ROUND", round.to_string())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("child");
        let mut lines = BufReader::new(child.stdout.take().expect("stdout"))
            .lines()
            .map_while(Result::ok);
        let mut acknowledged: Vec<RecordId> = Vec::new();
        let mut next = || lines.find_map(|line| line.split_once("acknowledged ").and_then(|(_, id)| id.parse().ok()));
        acknowledged.extend(next());
        // Somewhere in the work on the next batches; the time is another in each round.
        std::thread::sleep(std::time::Duration::from_millis(1 + round * 7 % 40));
        child.kill().expect("kill");
        acknowledged.extend(std::iter::from_fn(next));
        let folder = DataFolder::open_existing(dir.path()).expect("folder");
        let lock = folder
            .lock_exclusive("test")
            .expect("the lock of a killed process is free");
        let archive = Archive::open(&folder).expect("archive");
        assert!(!acknowledged.is_empty());
        for id in &acknowledged {
            archive.record(id, None).expect("acknowledged");
        }
        archive.begin(&lock).expect("recovery");
        child.wait().expect("gone");
    }
    assert_sound(&Archive::open(&DataFolder::open_existing(dir.path()).expect("folder")).expect("archive"));
}

/// Not a test: writes batches until it is killed.
#[test]
#[ignore = "run as a child by the crash tests"]
fn endless_child() {
    let Ok(dir) = std::env::var("ARCHIVE_CRASH_DIR") else {
        return;
    };
    let round = std::env::var("ARCHIVE_CRASH_ROUND").expect("round");
    let folder = DataFolder::open_or_create(Path::new(&dir)).expect("folder");
    let lock = folder.lock_exclusive("child").expect("lock");
    let archive = Archive::open(&folder).expect("archive");
    for number in 0.. {
        let batch = archive.begin(&lock).expect("batch");
        for part in 0..10 {
            let bytes = format!("{round} {number} {part}");
            put(&batch, None, bytes.as_bytes(), &bytes);
        }
        for stored in batch.commit().expect("commit").stored {
            println!("acknowledged {}", stored.id);
        }
    }
}

#[test]
#[ignore = "kills a process at each step: about a minute"]
fn a_process_killed_at_each_step_leaves_the_old_or_the_new() {
    println!("{} kills", crash_through(1));
}
