//! What the machine does to the program: rights, full disks, read-only folders, signals, files that vanish.

use crate::{ROOT, ordskifte, with_samples};
use ordskifte_testkit::Ordskifte;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A user without rights, for tests that run as root.
const NOBODY: u32 = 65534;

/// Runs a command as a user whom rights bind. The test folder is opened to that user first.
fn unprivileged(program: &Ordskifte, args: &[&str]) -> Output {
    let mut command = program.command();
    if rustix::process::geteuid().is_root() {
        allow(&program.path(""), 0o755);
        command.uid(NOBODY).gid(NOBODY);
    }
    command.args(args).output().expect("the program starts")
}

fn allow(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("rights");
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn lines(count: usize) -> String {
    (0..count)
        .map(|number| {
            let text = format!("Avsnitt {number} om {} i kommunen.", "samarbeid ".repeat(200));
            format!("{{\"id\": \"{number}\", \"text\": \"{text}\"}}\n")
        })
        .collect()
}

fn assert_sound(program: &Ordskifte) {
    let verified = program.json(0, ["verify", "--json"]);
    assert_eq!(verified["faults"].as_array().map(Vec::len), Some(0), "{verified}");
    assert_eq!(verified["objects"], verified["indexed"]);
}

#[test]
fn a_file_that_may_not_be_read_costs_only_itself() {
    let program = ordskifte();
    program.file("in/a.txt", "Et notat om veier og bruer.\n");
    let secret = program.file("in/b.txt", "Et notat som ingen får lese.\n");
    allow(&secret, 0o000);
    allow(&program.path("in"), 0o755);
    std::fs::create_dir(program.data()).expect("a folder");
    allow(&program.data(), 0o777);
    let folder = program.path("in").display().to_string();
    let output = unprivileged(&program, &["ingest", "--json", &folder]);
    assert_eq!(output.status.code(), Some(1), "{}", complaint(&output));
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["added"].as_array().map(Vec::len), Some(1), "{report}");
    assert_eq!(report["failed"][0]["path"], secret.display().to_string());
    let reason = report["failed"][0]["reason"].as_str().expect("a reason").to_lowercase();
    assert!(reason.contains("permission denied"), "{reason}");
    // Named alone, there is nothing that could be done.
    let output = unprivileged(&program, &["ingest", &secret.display().to_string()]);
    assert_eq!(output.status.code(), Some(2), "{}", complaint(&output));
    assert!(complaint(&output).contains("b.txt"));
}

#[test]
fn a_folder_that_may_not_be_written_can_be_read() {
    let program = with_samples();
    let all = || {
        let found = std::process::Command::new("chmod")
            .args(["-R", "a+rX,go-w"])
            .arg(program.data())
            .status();
        assert!(found.is_ok_and(|status| status.success()));
    };
    all();
    let file = program.file("new.txt", "Et nytt notat om veier.\n");
    let ask = ["search", "kommune", "--format", "json"];
    let total = program.json(0, ask)["total"].clone();
    let data = program.data();
    if !rustix::process::geteuid().is_root() {
        let done = Command::new("chmod").args(["-R", "a-w"]).arg(&data).status();
        assert!(done.is_ok_and(|status| status.success()));
    }
    let output = unprivileged(&program, &ask);
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("an answer");
    assert_eq!(answer["total"], total);
    for args in [&["export", "kommune"][..], &["stats"], &["verify"]] {
        let output = unprivileged(&program, args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", complaint(&output));
    }
    for args in [&["ingest", file.to_str().expect("UTF-8")][..], &["reindex"]] {
        let output = unprivileged(&program, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let complaint = complaint(&output);
        assert!(complaint.contains(data.to_str().expect("UTF-8")), "{complaint}");
        assert!(complaint.to_lowercase().contains("permission denied"), "{complaint}");
    }
    let _ = Command::new("chmod").args(["-R", "u+w"]).arg(&data).status();
}

#[test]
fn a_full_disk_ends_the_run_with_a_report_and_loses_nothing() {
    let program = ordskifte();
    let first = program.file("first.txt", "Et notat om fjell og vidder.\n");
    program.expect(0, ["ingest", first.to_str().expect("UTF-8")]);
    let many = program.file("many.jsonl", lines(3000));
    // A limit on the size of files stands for a disk without space where no file system may be mounted.
    let mount = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=12m", "none"])
        .arg(program.data())
        .stderr(Stdio::null())
        .status();
    let output = if mount.is_ok_and(|status| status.success()) {
        program.expect(0, ["ingest", first.to_str().expect("UTF-8")]);
        program.run(["ingest", "--json", many.to_str().expect("UTF-8")])
    } else {
        Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 2000; exec \"$@\"", "sh"])
            .arg(env!("CARGO_BIN_EXE_ordskifte"))
            .arg("--data")
            .arg(program.data())
            .args(["ingest", "--json", many.to_str().expect("UTF-8")])
            .output()
            .expect("the program starts")
    };
    let verified = program.run(["verify", "--json"]);
    let searched = program.run(["search", "fjell", "--format", "json"]);
    let _ = Command::new("umount")
        .arg(program.data())
        .stderr(Stdio::null())
        .status();
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report in any case");
    let stopped = report["stopped"].as_str().unwrap_or_default();
    assert!(stopped.contains("space") || stopped.contains("too large"), "{report}");
    assert!(
        stopped.contains(program.data().to_str().expect("UTF-8")) || stopped.contains("index"),
        "{stopped}"
    );
    assert!(matches!(output.status.code(), Some(1 | 2)), "{:?}", output.status);
    let verified: Value = serde_json::from_slice(&verified.stdout).expect("verified");
    assert_eq!(verified["faults"].as_array().map(Vec::len), Some(0), "{verified}");
    let found: Value = serde_json::from_slice(&searched.stdout).expect("an answer");
    assert_eq!(found["total"], 1, "what was there before is there still");
}

#[test]
fn an_interrupt_keeps_what_is_committed_and_says_so() {
    let program = ordskifte();
    let many = program.file("many.jsonl", lines(1_500));
    let mut first = program
        .command()
        .args(["ingest", "--json", many.to_str().expect("UTF-8")])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let journal = program.data().join("archive/extensions/ordskifte-journal/journal.log");
    let until = Instant::now() + Duration::from_mins(1);
    // Somewhere after the first commit and before the end.
    while std::fs::metadata(&journal).map_or(0, |metadata| metadata.len()) < 200 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(5));
    }
    let id = first.id().to_string();
    Command::new("kill").args(["-INT", &id]).status().expect("kill");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut first.stdout.take().expect("a pipe"), &mut text).expect("it writes");
    let status = first.wait().expect("it ends");
    let report: Value = serde_json::from_str(&text).expect("a report");
    assert_eq!((status.code(), &report["interrupted"]), (Some(1), &true.into()));
    let added = report["added"].as_array().expect("a list").len();
    assert!((1..1_500).contains(&added), "{added} added");
    assert_sound(&program);
    let again = program.json(0, ["ingest", "--json", many.to_str().expect("UTF-8")]);
    let count = |list: &str| again[list].as_array().map_or(0, Vec::len);
    assert_eq!((count("unchanged"), count("added")), (added, 1_500 - added));
}

#[test]
fn a_link_to_nothing_costs_only_itself() {
    let program = ordskifte();
    program.file("in/a.txt", "Et notat om veier og bruer.\n");
    std::os::unix::fs::symlink(program.path("gone.txt"), program.path("in/b.txt")).expect("a link");
    let report = program.json(1, ["ingest", "--json", program.path("in").to_str().expect("UTF-8")]);
    assert_eq!(report["added"].as_array().map(Vec::len), Some(1));
    assert!(
        report["failed"][0]["path"]
            .as_str()
            .is_some_and(|path| path.ends_with("in/b.txt"))
    );
}

#[test]
fn links_out_of_the_folder_are_not_followed() {
    let program = ordskifte();
    program.file("in/a.txt", "Et notat om veier og bruer.\n");
    program.file("out/b.txt", "Et notat om fjell og vidder.\n");
    program.file("out/c/d.txt", "Et notat om hav og kyst.\n");
    for (target, link) in [("out/b.txt", "in/b.txt"), ("out/c", "in/c"), ("in/a.txt", "in/e.txt")] {
        std::os::unix::fs::symlink(program.path(target), program.path(link)).expect("a link");
    }
    let report = program.json(0, ["ingest", "--json", program.path("in").to_str().expect("UTF-8")]);
    let count = |list: &str| report[list].as_array().map_or(0, Vec::len);
    // The link inside the folder is another source of the same bytes.
    assert_eq!(
        (count("added"), count("unchanged"), count("skipped")),
        (1, 1, 2),
        "{report}"
    );
}

#[test]
fn a_server_puts_an_index_right_that_lags_behind_its_archive() {
    let program = ordskifte();
    let file = program.file("a.txt", "Et notat om veier og bruer.\n");
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    // The index as it was before the second file: as if the program had been killed between its two commits.
    let search = program.data().join("search");
    let kept = program.path("kept");
    let copy = |from: &Path, to: &Path| {
        let done = Command::new("cp").arg("-a").arg(from).arg(to).status();
        assert!(done.is_ok_and(|status| status.success()));
    };
    copy(&search, &kept);
    let file = program.file("b.txt", "Et notat om fjell og vidder.\n");
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    std::fs::remove_dir_all(&search).expect("removed");
    copy(&kept, &search);
    assert_eq!(program.json(0, ["search", "fjell", "--format", "json"])["total"], 0);
    let server = program.serve();
    assert_eq!(server.get("/api/v1/search?q=fjell").json()["total"], 1);
    assert_sound(&program);
}

#[test]
fn an_index_of_another_archive_is_built_anew() {
    let (one, other) = (ordskifte(), ordskifte());
    for (program, text) in [
        (&one, "Et notat om veier og bruer.\n"),
        (&other, "Et notat om fjell og vidder.\n"),
    ] {
        let file = program.file("a.txt", text);
        program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    }
    // An archive restored without its index, beside an index that knows other records under the same numbers.
    std::fs::remove_dir_all(one.data().join("archive")).expect("removed");
    std::fs::rename(other.data().join("archive"), one.data().join("archive")).expect("moved");
    let server = one.serve();
    let total = |query: &str| server.get(&format!("/api/v1/search?q={query}")).json()["total"].clone();
    assert_eq!((total("fjell"), total("bruer")), (1.into(), 0.into()));
}

#[test]
fn an_interrupt_after_reading_in_ends_the_server() {
    let program = ordskifte();
    let mut server = program.serve_with(&[&format!("{ROOT}/corpus/referat/2020")]);
    assert!(server.get("/api/v1/search").json()["total"].as_u64() > Some(0));
    let id = server.pid().to_string();
    Command::new("kill").args(["-INT", &id]).status().expect("kill");
    assert!(
        server.ends_within(Duration::from_secs(8)),
        "it still runs, or ended badly"
    );
}
