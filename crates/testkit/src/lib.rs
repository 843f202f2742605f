//! For root tests and benches: the built program on a temporary data folder, its server, the samples.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on fails

pub mod generate;
pub mod gold;

pub mod schema;

pub mod score;

use serde_json::Value;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// The program with a data folder of its own.
#[derive(Debug)]
pub struct Ordskifte {
    program: PathBuf,
    dir: TempDir,
}

impl Ordskifte {
    /// A new data folder for a program (`env!("CARGO_BIN_EXE_ordskifte")`).
    ///
    /// # Panics
    /// When no temporary folder can be made.
    pub fn new(program: &str) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        Self {
            program: PathBuf::from(program),
            dir,
        }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A path beside the data folder, for files of the test.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file beside the data folder.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    /// A command of the program, not yet run.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--data").arg(self.data()).env_remove("ORDSKIFTE_DATA");
        command
    }

    /// Runs a command to its end.
    ///
    /// # Panics
    /// When the program cannot be started.
    pub fn run(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Output {
        self.command().args(args).output().expect("the program starts")
    }

    /// Runs a command, which must end with this exit code; gives its standard output.
    ///
    /// # Panics
    /// When it ends otherwise.
    pub fn expect(&self, code: i32, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> String {
        let output = self.run(args);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "standard error: {complaint}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs a command with text on its standard input; gives its standard output.
    ///
    /// # Panics
    /// When it fails.
    pub fn pipe(&self, args: &[&str], input: &str) -> String {
        let mut child = self
            .command()
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(input.as_bytes())
            .expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs a command and reads its standard output as JSON.
    ///
    /// # Panics
    /// When it ends otherwise than with `code`, or prints no JSON.
    pub fn json(&self, code: i32, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Value {
        serde_json::from_str(&self.expect(code, args)).expect("JSON")
    }

    /// Starts the server on a free port.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn serve(&self) -> Server {
        self.serve_with(&[])
    }

    /// Starts the server on a free port, with further arguments.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn serve_with(&self, args: &[&str]) -> Server {
        let mut child = self
            .command()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(args)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let address = loop {
            let line = lines.next().expect("a line with the address").expect("UTF-8");
            if let Some((_, address)) = line.split_once("http://") {
                break address.trim().parse().expect("an address");
            }
        };
        // What it says later is read away, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Server { child, address }
    }
}

/// A running server; killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Header lines in lower case.
    pub head: String,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

impl Server {
    /// Asks for a path with its query.
    pub fn get(&self, path: &str) -> Answer {
        self.request(&format!(
            "GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
        ))
    }

    /// All rows of a list of the API, page by page along its links.
    ///
    /// # Panics
    /// When a page is none of a list.
    pub fn listed(&self, path: &str) -> Vec<Value> {
        let (mut rows, mut next) = (Vec::new(), Some(path.to_owned()));
        while let Some(path) = next {
            let page = self.get(&path);
            let answer = page.json();
            rows.extend(answer["items"].as_array().expect("rows").iter().cloned());
            let links = page.head.lines().filter_map(|line| line.strip_prefix("link: <"));
            let mut links = links.filter_map(|link| link.split_once(">; "));
            next = links
                .find(|(_, rel)| *rel == "rel=\"next\"")
                .map(|(address, _)| address.to_owned());
            if next.is_none() {
                assert_eq!(answer["total"], rows.len(), "{path}");
            }
        }
        rows
    }

    /// Sends a request as it is.
    ///
    /// # Panics
    /// When there is no answer within 30 s.
    pub fn request(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a timeout");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let end = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .expect("a head");
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .expect("a status");
        let body = bytes[end + 4..].to_vec();
        let body = if head.contains("transfer-encoding: chunked") {
            unchunk(&body)
        } else {
            body
        };
        Answer { status, head, body }
    }

    /// Process id, for signals.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end, at most so long; tells whether it ended well.
    pub fn ends_within(&mut self, limit: Duration) -> bool {
        let until = std::time::Instant::now() + limit;
        while std::time::Instant::now() < until {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(String::from_utf8_lossy(&rest[..end]).trim(), 16).unwrap_or(0);
        if size == 0 || rest.len() < end + 2 + size {
            break;
        }
        out.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    out
}

/// The folder of sample records, below the repository's top folder.
pub fn corpus(root: &str) -> PathBuf {
    Path::new(root).join("corpus")
}

/// The real documents beside the repository; `None`, said aloud, where they are not.
pub fn seeds(root: &str) -> Option<PathBuf> {
    let folder = Path::new(root).join("../shared/seeds");
    if folder.is_dir() {
        return Some(folder);
    }
    let _ = writeln!(std::io::stderr(), "SKIPPED: ../shared/seeds is not there");
    None
}
