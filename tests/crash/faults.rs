//! Every write, rename, sync, new folder, cut and removal fails, once in each thread, in every command that writes.
//!
//! `strace` makes the n-th call of a sort fail in the real program, whatever room makes it: archive, index, backup, lock. The
//! archive's own tests do the same from inside, step by step.

use crate::{Random, line, ordskifte, setting};
use ordskifte_testkit::Ordskifte;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Records of the test.
const RECORDS: u64 = 6;
/// Sorts of calls, with the error that each gives: the first four as on a full disk, the rest as from a broken one.
const SORTS: [(&str, &str); 7] = [
    ("write", "ENOSPC"),
    ("mkdir", "ENOSPC"),
    ("/^rename", "ENOSPC"),
    ("ftruncate", "ENOSPC"),
    ("/^f(data)?sync$", "EIO"),
    ("syncfs", "EIO"),
    ("/^unlink", "EIO"),
];

/// A data folder with a history, to begin from again and again.
struct Scene {
    program: Ordskifte,
    /// Where the data folder and the backup are kept as they were.
    kept: PathBuf,
    ids: Vec<String>,
}

impl Scene {
    fn new() -> Self {
        let program = ordskifte();
        let lines = |version| (0..RECORDS).map(|number| line(number, version)).collect::<String>();
        program.file("in.jsonl", lines(0));
        let file = text(&program.path("in.jsonl"));
        let report = program.json(0, ["ingest", "--json", &file]);
        let entries = report["added"].as_array().expect("added");
        let ids = entries
            .iter()
            .map(|entry| entry["id"].as_str().expect("an id").to_owned());
        let ids: Vec<String> = ids.collect();
        program.expect(0, ["backup", &text(&program.path("backup"))]);
        program.expect(0, ["withdraw", &ids[0], "--reason", "før"]);
        // What the commands under test do: a new version of every record, and a new record.
        program.file("in.jsonl", lines(1) + &line(RECORDS, 0));
        program.file("values.toml", "title = \"Rettet\"\n");
        let kept = program.path("kept");
        std::fs::create_dir(&kept).expect("a folder");
        copy(&program.data(), &kept.join("data"));
        copy(&program.path("backup"), &kept.join("backup"));
        Self { program, kept, ids }
    }

    fn restore(&self) {
        for (name, folder) in [("data", self.program.data()), ("backup", self.program.path("backup"))] {
            let _ = std::fs::remove_dir_all(&folder);
            copy(&self.kept.join(name), &folder);
        }
    }

    fn commands(&self) -> Vec<Vec<String>> {
        let path = |name| text(&self.program.path(name));
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        vec![
            words(&["ingest", "--json", &path("in.jsonl")]),
            words(&["withdraw", &self.ids[1], "--reason", "prøve"]),
            words(&["purge", &self.ids[0], "--reason", "prøve"]),
            words(&["amend", &self.ids[2], &path("values.toml"), "--reason", "prøve"]),
            words(&["backup", &path("backup")]),
            words(&["reindex"]),
        ]
    }

    /// Runs a command whose n-th call of a sort fails; none when it made fewer.
    fn broken(&self, args: &[String], (sort, error): (&str, &str), nth: u64) -> Option<Output> {
        let log = self.program.path("strace.log");
        let plain = self.program.command();
        let output = Command::new("strace")
            .args(["-f", "-qq", "-o", &text(&log), "-e", &format!("trace={sort}")])
            .args(["-e", &format!("inject={sort}:error={error}:when={nth}")])
            .arg(plain.get_program())
            .args(plain.get_args())
            .args(args)
            .output()
            .expect("strace starts");
        let log = std::fs::read_to_string(log).expect("a log");
        log.contains("(INJECTED)").then_some(output)
    }

    /// What must hold after a fault, before and after the command is run again.
    fn assert_recovers(&self, args: &[String], output: &Output, what: &str) {
        let said = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned();
        let code = output.status.code();
        assert!(
            matches!(code, Some(0..=2)) && !said.contains("panicked"),
            "{what}: {code:?} {said}"
        );
        let told = ["os error 28", "os error 5", "could not be written"];
        let is_told = told.iter().any(|words| said.contains(words));
        // Where the words themselves could not be written, the exit code alone tells.
        assert!(
            code == Some(0) || is_told || what.contains(" write "),
            "{what}: {code:?} {said}"
        );
        for id in &self.ids {
            let shown = self.program.run(["show", id, "--json"]);
            assert!(shown.status.success(), "{what}: {id} is not readable: {shown:?}");
        }
        // What is not finished is told as that, or as an index that lags behind, and never as damage.
        let verified = self.program.run(["verify", "--json"]);
        let report: Value = serde_json::from_slice(&verified.stdout).expect("a report");
        for fault in report["faults"].as_array().into_iter().flatten() {
            assert!(
                matches!(fault["code"].as_str(), Some("unfinished" | "index")),
                "{what}: {fault}"
            );
        }
        self.program.expect(0, args);
        let verified = self.program.json(0, ["verify", "--json"]);
        assert_eq!(
            verified["faults"].as_array().map(Vec::len),
            Some(0),
            "{what}: {verified}"
        );
        if args[0] == "backup" {
            let archives = [self.program.data(), self.program.path("backup")].map(|folder| folder.join("archive"));
            let [own, copied] = archives.map(|archive| contents(&archive));
            assert!(own == copied, "{what}: the backup is another archive");
        }
    }
}

fn text(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

/// Files below a folder with their bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below").to_path_buf();
            (path, std::fs::read(entry.path()).expect("readable"))
        })
        .collect()
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in contents(from) {
        let path = to.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("written");
    }
}

/// Whether calls can be made to fail here.
fn can_inject() -> bool {
    let tried = Command::new("strace")
        .args(["-qq", "-e", "trace=none", "true"])
        .output();
    let can = tried.is_ok_and(|output| output.status.success());
    if !can {
        let _ = writeln!(std::io::stderr(), "SKIPPED: strace is not installed or may not trace");
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "with CI=true nothing may be skipped"
        );
    }
    can
}

/// Random faults in random commands.
#[test]
fn a_call_that_fails_is_told_and_leaves_nothing_half() {
    if !can_inject() {
        return;
    }
    let (scene, seed) = (Scene::new(), setting("CRASH_SEED", 1));
    let (commands, mut random) = (scene.commands(), Random(seed));
    let faults = setting("CRASH_FAULTS", 12);
    let mut done = 0;
    for fault in 0..faults * 10 {
        let args = &commands[fault as usize % commands.len()];
        let sort = SORTS[random.below(SORTS.len() as u64) as usize];
        let nth = 1 + random.below(if sort.0 == "write" { 40 } else { 8 });
        scene.restore();
        if let Some(output) = scene.broken(args, sort, nth) {
            let what = format!("seed {seed}, {} with {} {nth}", args[0], sort.0);
            scene.assert_recovers(args, &output, &what);
            done += 1;
        }
        if done == faults {
            return;
        }
    }
    panic!("{done} of {faults} faults happened");
}

#[test]
#[ignore = "every call of every command: most of an hour"]
fn every_call_that_fails_is_told_and_leaves_nothing_half() {
    if !can_inject() {
        return;
    }
    let scene = Scene::new();
    let mut all = 0;
    for args in scene.commands() {
        for sort in SORTS {
            let mut count = 0;
            for nth in 1.. {
                scene.restore();
                let Some(output) = scene.broken(&args, sort, nth) else {
                    break;
                };
                scene.assert_recovers(&args, &output, &format!("{} with {} {nth}", args[0], sort.0));
                count += 1;
            }
            let _ = writeln!(std::io::stderr(), "{}: {count} faults of {}", args[0], sort.0);
            all += count;
        }
    }
    let _ = writeln!(std::io::stderr(), "{all} faults");
    assert!(all > 200, "{all} faults");
}
