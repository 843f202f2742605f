//! What an operator sees of a server: logs with request ids, and the outcome of scheduled verification.

use crate::ordskifte;
use ordskifte_testkit::{Ordskifte, Server};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// The program with one record in.
fn program() -> Ordskifte {
    let program = ordskifte();
    program.file("in/vei.txt", "Et notat om veier og fergekaier.\n");
    program.expect(0, ["ingest", program.path("in").to_str().expect("UTF-8")]);
    program
}

/// A server that logs JSON into a file; killed when dropped.
struct Logging {
    child: Child,
    log: PathBuf,
}

impl Logging {
    fn start(program: &Ordskifte, args: &[&str]) -> Self {
        let log = program.path("server.log");
        let file = std::fs::File::create(&log).expect("a log");
        let child = program
            .command()
            .args(["--log-format", "json", "serve", "--listen", "127.0.0.1:0"])
            .args(args)
            .stdout(Stdio::null())
            .stderr(file)
            .spawn()
            .expect("the server starts");
        Self { child, log }
    }

    /// The log so far, each line an object.
    fn lines(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(&self.log).expect("a log");
        let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        whole.map(|line| serde_json::from_str(line).expect(line)).collect()
    }

    /// The first line for which `find` gives something.
    fn wait<T>(&self, find: impl Fn(&Value) -> Option<T>) -> T {
        let until = Instant::now() + Duration::from_secs(30);
        while Instant::now() < until {
            if let Some(found) = self.lines().iter().find_map(&find) {
                return found;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("not in the log: {:?}", self.lines());
    }

    fn ask(&self, path: &str, header: &str) -> String {
        let address = self.wait(|line| {
            let said = line["message"].as_str()?;
            said.split_once("http://").map(|(_, address)| address.to_owned())
        });
        let mut stream = TcpStream::connect(address).expect("it listens");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: test\r\n{header}Connection: close\r\n\r\n"
        )
        .expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }
}

impl Drop for Logging {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn answers_are_logged_with_their_request_and_without_what_was_searched_for() {
    let program = program();
    let answered = |server: &Logging, id: &str| {
        server.wait(|line| (line["span"]["id"] == id && line["message"] == "answered").then(|| line.clone()))
    };
    let server = Logging::start(&program, &[]);
    let answer = server.ask("/api/v1/search?q=hemmelighet", "X-Request-Id: mitt-1\r\n");
    assert!(answer.contains("x-request-id: mitt-1\r\n"), "{answer}");
    let line = answered(&server, "mitt-1");
    assert_eq!(line["span"]["route"], "/api/v1/search");
    assert_eq!(line["status"], 200);
    assert!(line["milliseconds"].is_number(), "{line}");
    // An id that could forge something is not taken.
    let answer = server.ask("/healthz", "X-Request-Id: a b\r\n");
    let (_, own) = answer.split_once("x-request-id: ").expect("an id of its own");
    let own = own.split('\r').next().expect("a line").to_owned();
    assert!(own.len() == 16 && own.bytes().all(|b| b.is_ascii_hexdigit()), "{own}");
    answered(&server, &own);
    let log = std::fs::read_to_string(&server.log).expect("a log");
    assert!(!log.contains("hemmelighet"), "{log}");
    drop(server);
    let server = Logging::start(&program, &["--log-queries"]);
    server.ask("/api/v1/search?q=hemmelighet", "X-Request-Id: mitt-2\r\n");
    assert_eq!(answered(&server, "mitt-2")["span"]["query"], "q=hemmelighet");
}

/// Asks until the answer is as it should be.
fn until(server: &Server, path: &str, status: u16, words: &str) {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let answer = server.get(path);
        if answer.status == status && answer.text().contains(words) {
            return;
        }
        assert!(
            Instant::now() < end,
            "{path}: {} {}, not {status} {words}",
            answer.status,
            answer.text()
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn flip(program: &Ordskifte, below: &str, ends: &str) -> PathBuf {
    let files = walkdir::WalkDir::new(program.data().join(below)).into_iter().flatten();
    let mut files = files.filter(|entry| entry.file_name().to_string_lossy().ends_with(ends));
    let path = files.next().expect("a file").into_path();
    let mut bytes = std::fs::read(&path).expect("readable");
    bytes[0] ^= 1;
    // Put in its place as a whole: what the server has open stays as it was.
    let aside = program.file("aside", bytes);
    std::fs::rename(aside, &path).expect("replaced");
    path
}

#[test]
fn a_scheduled_verification_tells_what_it_found() {
    let program = program();
    let server = program.serve_with(&["--verify-every", "1s"]);
    until(
        &server,
        "/readyz",
        200,
        "1 record, 0 faults of the archive, 0 of the index",
    );
    until(&server, "/metrics", 200, "\nordskifte_verify_archive_faults 0\n");
    flip(&program, "archive", "original-1-vei.txt");
    until(&server, "/metrics", 200, "\nordskifte_verify_archive_faults 1\n");
    // One damaged object is no reason to turn readers away; a damaged index is, until another is in use.
    until(&server, "/readyz", 200, "1 fault of the archive, 0 of the index");
    flip(&program, "search", ".pos");
    until(&server, "/readyz", 503, "ordskifte reindex");
    // What it holds may lead anywhere: nothing is answered from it, originals and measures are.
    for (address, status) in [
        ("/api/v1/search?q=vei", 503),
        ("/feed.atom?q=vei", 503),
        ("/?q=vei", 503),
        ("/healthz", 200),
        ("/metrics", 200),
    ] {
        assert_eq!(server.get(address).status, status, "{address}");
    }
    program.expect(0, ["reindex"]);
    until(&server, "/readyz", 200, "0 of the index");
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_damaged_index_is_not_served() {
    let program = program();
    let file = flip(&program, "search", ".store");
    let output = program.run(["serve", "--listen", "127.0.0.1:0"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{text}");
    let name = file.file_name().expect("a name").to_string_lossy();
    assert!(text.contains(&*name) && text.contains("ordskifte reindex"), "{text}");
    program.expect(0, ["reindex"]);
    assert_eq!(program.serve().get("/api/v1/search?q=vei").json()["total"], 1);
}

#[test]
fn a_damaged_text_costs_only_its_own_record() {
    let program = program();
    let other = program.file(
        "bru.txt",
        "Referat fra kontaktmøte 3. mai 2021 om en bru.\n\nKS viste til brua.\n",
    );
    program.expect(0, ["ingest", other.to_str().expect("UTF-8")]);
    let texts = walkdir::WalkDir::new(program.data().join("archive"))
        .into_iter()
        .flatten();
    let damaged = (texts
        .filter(|entry| entry.file_name() == "text.txt")
        .map(walkdir::DirEntry::into_path))
    .find(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("bru")))
    .expect("its text");
    let mut bytes = std::fs::read(&damaged).expect("readable");
    bytes[0] ^= 1;
    let aside = program.file("aside", bytes);
    std::fs::rename(aside, &damaged).expect("replaced");
    let server = program.serve();
    for address in [
        "/people",
        "/meetings",
        "/hearings",
        "/coverage",
        "/ministries",
        "/topics",
        "/api/v1/cases",
    ] {
        let answer = server.get(address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
    }
    let output = program.run(["reindex"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.contains("1 record indexed") && text.contains("not in the index"),
        "{text}"
    );
    assert_eq!(program.json(0, ["search", "vei", "--format", "json"])["total"], 1);
}

#[test]
fn a_fault_is_told_once_with_what_to_do() {
    let program = program();
    let original = flip(&program, "archive", "original-1-vei.txt");
    flip(&program, "search", ".pos");
    let report = program.json(1, ["verify", "--json"]);
    let faults = report["faults"].as_array().expect("faults");
    let said: Vec<String> = faults.iter().map(Value::to_string).collect();
    assert_eq!(faults.len(), 2, "{said:?}");
    let object = original.ancestors().nth(3).expect("an object");
    let object = object.strip_prefix(program.data()).expect("below");
    let advice = faults[1]["advice"]
        .as_str()
        .into_iter()
        .chain(faults[0]["advice"].as_str());
    let advice: Vec<&str> = advice.collect();
    assert!(
        advice.iter().any(|text| text.contains(object.to_str().expect("UTF-8"))),
        "{said:?}"
    );
    let output = program.run(["verify"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(text.matches("ordskifte reindex").count(), 1, "{text}");
    assert!(!text.contains("ordskifte verify"), "{text}");
    std::fs::remove_dir_all(program.data().join("search")).expect("removed");
    let output = program.run(["verify"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(text.matches("ordskifte reindex").count(), 1, "{text}");
}

#[test]
fn a_length_of_time_that_is_none_is_refused() {
    for wrong in ["0h", "24", "h", "1w", "-1h", "99999999999999999999d"] {
        let output = ordskifte().run(["serve", &format!("--verify-every={wrong}")]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

/// The value of a metric.
fn metric(server: &Server, name: &str) -> Option<f64> {
    let text = server.get("/metrics").text();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    line.parse().ok()
}

/// Bytes of all files below a folder.
fn size(folder: &std::path::Path) -> u64 {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| entry.metadata().map_or(0, |metadata| metadata.len()))
        .sum()
}

#[test]
fn metrics_tell_what_was_read_in_by_other_processes_and_the_disk_that_it_takes() {
    let program = program();
    program.file("in/tom.txt", "");
    program.file("in/bad.pdf", "%PDF-1.7 and nothing that makes one");
    let folder = program.path("in");
    let folder = folder.to_str().expect("UTF-8");
    program.expect(1, ["ingest", folder]);
    let server = program.serve_with(&[]);
    let sources = |outcome: &str| format!("\nordskifte_ingest_sources_total{{outcome=\"{outcome}\"}}");
    for (outcome, count) in [
        ("added", 1),
        ("unchanged", 1),
        ("failed", 2),
        ("updated", 0),
        ("skipped", 0),
    ] {
        until(&server, "/metrics", 200, &format!("{} {count}\n", sources(outcome)));
    }
    assert_eq!(metric(&server, "ordskifte_ingests_total"), Some(2.0));
    for (outcome, count) in [("read", 1.0), ("unreadable", 1.0), ("timed_out", 0.0), ("crashed", 0.0)] {
        let name = format!("ordskifte_worker_documents_total{{outcome=\"{outcome}\"}}");
        assert_eq!(metric(&server, &name), Some(count), "{outcome}");
    }
    assert!(metric(&server, "ordskifte_ingest_timestamp_seconds").is_some_and(|at| at > 1.7e9));
    for (part, folder) in [("archive", "archive"), ("index", "search")] {
        let told = metric(&server, &format!("ordskifte_disk_bytes{{part=\"{part}\"}}"));
        assert_eq!(told, Some(size(&program.data().join(folder)) as f64), "{part}");
        assert!(metric(&server, &format!("ordskifte_disk_files{{part=\"{part}\"}}")).is_some_and(|files| files > 3.0));
    }
    // A server follows what happens beside it.
    let before = metric(&server, "ordskifte_disk_bytes{part=\"archive\"}").expect("bytes");
    program.file("in/tom.txt", "Ikke lenger tom.\n");
    program.expect(1, ["ingest", folder]);
    until(&server, "/metrics", 200, &format!("{} 2\n", sources("added")));
    let end = Instant::now() + Duration::from_secs(30);
    while metric(&server, "ordskifte_disk_bytes{part=\"archive\"}").is_none_or(|bytes| bytes <= before) {
        assert!(Instant::now() < end, "the archive has grown");
        std::thread::sleep(Duration::from_millis(200));
    }
    let latency = "ordskifte_http_request_seconds_bucket{route=\"/metrics\",le=\"+Inf\"}";
    assert!(metric(&server, latency).is_some_and(|count| count > 5.0));
}
