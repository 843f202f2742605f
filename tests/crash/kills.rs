//! `kill -9` at random moments of every command that writes.

use crate::{Random, line, ordskifte, setting};
use ordskifte_testkit::Ordskifte;
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Records of the test.
const RECORDS: u64 = 24;

/// Starts a command, kills it after `wait`, and gives its report where it came to its end before.
fn killed(program: &Ordskifte, args: &[&str], wait: Duration) -> Option<Value> {
    let mut child = program
        .command()
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(wait);
    let _ = child.kill();
    let output = child.wait_with_output().expect("it ends");
    output
        .status
        .success()
        .then(|| serde_json::from_slice(&output.stdout).unwrap_or(Value::Null))
}

/// Records that were acknowledged, and in which round last.
#[derive(Default)]
struct Acknowledged(BTreeMap<String, u64>);

impl Acknowledged {
    fn take(&mut self, report: &Value, version: u64) {
        for list in ["added", "updated", "unchanged"] {
            for entry in report[list].as_array().into_iter().flatten() {
                self.0.insert(entry["id"].as_str().expect("an id").to_owned(), version);
            }
        }
    }
}

fn run(kills: u64, seed: u64) {
    let program = ordskifte();
    let mut random = Random(seed);
    let mut acknowledged = Acknowledged::default();
    let file = program.path("in.jsonl");
    let file = file.to_str().expect("UTF-8");
    let backup = program.path("backup");
    let backup = backup.to_str().expect("UTF-8");
    // How long an ingest takes here tells how long to wait at most before a kill.
    let start = Instant::now();
    program.file(
        "in.jsonl",
        (0..RECORDS).map(|number| line(number, 0)).collect::<String>(),
    );
    acknowledged.take(&program.json(0, ["ingest", "--json", file]), 0);
    let longest = start.elapsed().as_millis() as u64 * 3 / 2;
    assert_eq!(acknowledged.0.len() as u64, RECORDS);
    let mut cut_short = 0;
    for kill in 0..kills {
        let what = format!("seed {seed}, kill {kill}");
        let wait = Duration::from_millis(random.below(longest));
        let act = random.below(10);
        let any = acknowledged.0.keys().nth(random.below(RECORDS) as usize).cloned();
        match (act, any) {
            (0, Some(_)) => drop(killed(&program, &["reindex"], wait)),
            (1, Some(id)) => {
                let undo: &[&str] = if random.below(2) == 0 { &["--undo"] } else { &[] };
                let act = ["withdraw", &id, "--reason", "prøve"];
                killed(&program, &[&act, undo].concat(), wait);
            }
            (2, Some(_)) => drop(killed(&program, &["backup", backup], wait)),
            _ => {
                let version = kill + 1;
                let lines: String = (0..RECORDS)
                    .map(|number| line(number, if random.below(3) == 0 { version } else { 0 }))
                    .collect();
                program.file("in.jsonl", lines);
                match killed(&program, &["ingest", "--json", file], wait) {
                    Some(report) => acknowledged.take(&report, version),
                    None => cut_short += 1,
                }
            }
        }
        for id in acknowledged.0.keys() {
            let shown = program.run(["show", id.as_str(), "--json"]);
            assert!(shown.status.success(), "{what}: {id} was acknowledged: {shown:?}");
        }
        // Whoever writes next puts index and archive in agreement, whatever the killed one left; the archive is whole
        // even before.
        if kill % 5 == 4 || kill + 1 == kills {
            let one = program.file("one.txt", "Et notat om veier og bruer.\n");
            program.expect(0, ["ingest", one.to_str().expect("UTF-8")]);
            let verified = program.run(["verify", "--json"]);
            let report: Value = serde_json::from_slice(&verified.stdout).expect("a report");
            assert_eq!(report["faults"].as_array().map(Vec::len), Some(0), "{what}: {report}");
        }
    }
    assert!(cut_short > kills / 10, "{cut_short} of {kills} were killed at work");
    crate::standards::assert_valid(&program.data().join("archive"));
    // A backup that was broken off is finished by the next one.
    program.expect(0, ["backup", backup]);
    crate::standards::assert_valid(&program.path("backup").join("archive"));
}

#[test]
fn nothing_acknowledged_is_lost_and_all_agrees_after_kills() {
    run(setting("CRASH_KILLS", 50), setting("CRASH_SEED", 1));
}

#[test]
#[ignore = "1,000 kills: most of an hour"]
fn nothing_is_lost_after_a_thousand_kills() {
    run(1_000, setting("CRASH_SEED", 2));
}
