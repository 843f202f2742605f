//! Hostile originals of every format are ingested while a server answers: nothing crashes, every answer is right, and what could
//! not be read is told.
//!
//! Damaged copies of the samples (cut in the middle; bytes changed, seed 20260415) and files that are made to take time or
//! memory. The long form also tells how much slower answers were than before, which no test asserts.

use crate::{ROOT, ordskifte};
use fastrand::Rng;
use ordskifte_testkit::{Ordskifte, Server, generate};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use zip::write::{SimpleFileOptions, ZipWriter};

const SEED: u64 = 20_260_415;
/// Records that are there from the beginning, each with a word that no hostile file has.
const RECORDS: u64 = 20;
/// What is asked in turn; the first tells the total.
const QUESTIONS: [&str; 5] = [
    "/api/v1/search?q=grunnmur",
    "/?q=kommune",
    "/api/v1/search?q=kommune&unit=passage&limit=50",
    "/api/v1/suggest?q=kom",
    "/api/v1/search?q=%22av+nye%22&unit=statement",
];

/// The smallest samples of each format.
fn samples(of_each: usize) -> Vec<PathBuf> {
    let mut formats: BTreeMap<String, Vec<(u64, PathBuf)>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(Path::new(ROOT).join("corpus")) {
        let entry = entry.expect("an entry");
        let size = entry.metadata().expect("metadata").len();
        if let Some(format) = entry.path().extension().filter(|_| entry.file_type().is_file()) {
            let format = format.to_string_lossy().into_owned();
            formats.entry(format).or_default().push((size, entry.into_path()));
        }
    }
    formats
        .into_values()
        .flat_map(|mut files| {
            files.sort();
            files.into_iter().take(of_each).map(|(_, path)| path)
        })
        .collect()
}

/// A file of a ZIP with these members.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        out.start_file(*name, SimpleFileOptions::default()).expect("a member");
        out.write_all(bytes).expect("its bytes");
    }
    out.finish().expect("a file").into_inner()
}

/// A PDF whose page calls a form that calls the next one twice, and so on.
fn forms(depth: usize) -> String {
    let mut out =
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
            .to_owned();
    let _ = writeln!(
        out,
        "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>> endobj\n\
         4 0 obj <</Length 4>> stream\n/F Do\nendstream endobj"
    );
    for number in 5..5 + depth {
        let next = number + 1;
        let _ = writeln!(
            out,
            "{number} 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F {next} 0 R>>>>/Length 11>> \
             stream\n/F Do /F Do\nendstream endobj"
        );
    }
    out.push_str("trailer <</Root 1 0 R>>\n%%EOF\n");
    out
}

/// Files that are made to take time or memory.
fn made() -> Vec<(&'static str, Vec<u8>)> {
    let zeros = vec![0; 64 << 20];
    let entities: String = (1..12)
        .map(|n| format!("<!ENTITY e{n} \"&e{0};&e{0};&e{0};&e{0};\">", n - 1))
        .collect();
    let laughs = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY e0 \"ha\">{entities}]>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p>\
         </w:body></w:document>"
    );
    let types: &[u8] =
        b"<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let mut nested = zip(&[("a.txt", b"innerst".as_slice())]);
    for _ in 0..30 {
        nested = zip(&[("a.zip", nested.as_slice())]);
    }
    let parts: String = (0..200)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
        .collect();
    vec![
        ("forms.pdf", forms(40).into_bytes()),
        ("zeros.zip", zip(&[("a.txt", zeros.as_slice())])),
        (
            "zeros.docx",
            zip(&[("[Content_Types].xml", types), ("word/document.xml", zeros.as_slice())]),
        ),
        (
            "laughs.docx",
            zip(&[("[Content_Types].xml", types), ("word/document.xml", laughs.as_bytes())]),
        ),
        (
            "slip.zip",
            zip(&[("../../../../tmp/ordskifte-slip.txt", b"ut".as_slice())]),
        ),
        ("nested.zip", nested),
        ("deep.html", format!("<main>{}", "<div>".repeat(200_000)).into_bytes()),
        ("deep.rtf", format!("{{\\rtf1 {}", "{\\b ".repeat(200_000)).into_bytes()),
        (
            "deep.md",
            format!("{}\n{}", ">".repeat(50_000), "[".repeat(50_000)).into_bytes(),
        ),
        ("deep.eml", format!("From: a@example.org\r\n{parts}").into_bytes()),
        ("line.txt", "ordskifte".repeat(500_000).into_bytes()),
    ]
}

/// A folder of hostile files.
fn hostile(program: &Ordskifte, of_each: usize) -> PathBuf {
    let mut rng = Rng::with_seed(SEED);
    let write = |name: &str, bytes: &[u8]| program.file(&format!("hostile/{name}"), bytes);
    let mut folder = PathBuf::new();
    for path in samples(of_each) {
        let bytes = std::fs::read(&path).expect("a sample");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        write(&format!("cut-{name}"), &bytes[..bytes.len() / 2]);
        let mut changed = bytes;
        for _ in 0..64 {
            let at = rng.usize(..changed.len());
            changed[at] = rng.u8(..);
        }
        write(&format!("changed-{name}"), &changed);
    }
    for (name, bytes) in made() {
        folder = write(name, &bytes);
    }
    folder.pop();
    folder
}

/// Asks in turn until it is `done`; gives the times that answers took.
fn ask(server: &Server, mut done: impl FnMut(usize) -> bool) -> Vec<Duration> {
    let mut times = Vec::new();
    for question in QUESTIONS.iter().cycle() {
        if done(times.len()) {
            break;
        }
        let start = Instant::now();
        let answer = server.get(question);
        times.push(start.elapsed());
        assert_eq!(answer.status, 200, "{question}: {}", answer.text());
        if *question == QUESTIONS[0] {
            assert_eq!(answer.json()["total"], RECORDS);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    times.sort();
    times
}

fn while_serving(of_each: usize, before: usize) {
    let program = ordskifte();
    let lines: String = (0..RECORDS)
        .map(|number| {
            let mut record = generate::record(SEED, number);
            let text = record["text"].as_str().expect("a text");
            record["text"] = format!("{text}\n\nSaken gjaldt en grunnmur.").into();
            format!("{record}\n")
        })
        .collect();
    let base = program.file("base.jsonl", lines);
    program.expect(0, ["ingest", base.to_str().expect("UTF-8")]);
    let folder = hostile(&program, of_each);
    let server = program.serve();
    let idle = ask(&server, |asked| asked >= before);
    let mut ingest = (program.command().arg("ingest").arg("--json").arg(&folder))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let busy = ask(&server, |_| ingest.try_wait().expect("its state").is_some());
    let output = ingest.wait_with_output().expect("its report");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    let count = |list: &str| report[list].as_array().map_or(0, Vec::len);
    let failed = report["failed"].as_array().expect("a list");
    assert_eq!(output.status.code(), Some(1), "done, with failures that were reported");
    assert!(
        failed
            .iter()
            .all(|entry| entry["reason"].as_str().is_some_and(|reason| !reason.is_empty()))
    );
    for name in ["forms.pdf", "zeros.zip", "zeros.docx"] {
        let told = |entry: &serde_json::Value| entry["path"].as_str().is_some_and(|path| path.contains(name));
        assert!(failed.iter().any(told), "{name} is told: {report}");
    }
    assert!(
        !Path::new("/tmp/ordskifte-slip.txt").exists(),
        "nothing leaves its place"
    );
    program.expect(0, ["verify"]);
    let at = |times: &[Duration], share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    let _ = writeln!(
        std::io::stderr(),
        "{} answers before: p50 {:?}, p99 {:?}; {} beside {} hostile files, of which {} were read: p50 {:?}, p99 {:?}",
        idle.len(),
        at(&idle, 50),
        at(&idle, 99),
        busy.len(),
        count("added") + count("failed"),
        count("added"),
        at(&busy, 50),
        at(&busy, 99)
    );
}

#[test]
fn hostile_originals_do_not_touch_what_is_served() {
    while_serving(1, 10);
}

#[test]
#[ignore = "minutes of hostile files"]
fn hostile_originals_hardly_slow_what_is_served() {
    while_serving(6, 500);
}
