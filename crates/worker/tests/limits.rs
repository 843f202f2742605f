//! The limits of children. The test program is its own child: called with `child`, it does what the hidden command does.
//! It has no usual harness, because that writes to standard output, which belongs to the protocol.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)] // a test without the usual harness

use ordskifte_worker::{Settings, Worker, WorkerError};
use std::ffi::OsString;
use std::io::{self, Cursor, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn main() {
    if std::env::args().nth(1).as_deref() == Some("child") {
        ordskifte_worker::child_main(io::stdin().lock(), io::stdout().lock(), None).unwrap();
        return;
    }
    let cases: [(&str, fn()); 8] = [
        ("one_worker_reads_many_files_side_by_side", reads_many),
        ("a_child_that_sleeps_is_killed", times_out),
        ("a_document_that_takes_too_long_says_so", too_long),
        ("waiting_for_a_processor_does_not_count", busy),
        ("a_child_that_fails_is_quoted", crashes),
        ("memory_beyond_the_limit_ends_the_child_only", memory),
        ("an_unreadable_file_says_why", unreadable),
        ("parts_of_parts_are_read_each_on_its_own", tree),
    ];
    let wanted = std::env::args().nth(1).filter(|name| !name.starts_with('-'));
    for (name, case) in cases {
        if wanted.as_ref().is_none_or(|wanted| name.contains(wanted.as_str())) {
            case();
            eprintln!("test {name} ... ok");
        }
    }
}

fn settings() -> Settings {
    Settings {
        ocr: false,
        ..Settings::new(std::env::current_exe().unwrap(), vec!["child".into()])
    }
}

fn shell(script: &str) -> Settings {
    Settings {
        program: PathBuf::from("/bin/sh"),
        arguments: vec!["-c".into(), script.into()],
        ..settings()
    }
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn reads_many() {
    let worker = Worker::new(settings());
    std::thread::scope(|scope| {
        for number in 0..8 {
            let worker = &worker;
            scope.spawn(move || {
                let text = format!("Sak {number}\n\nMøtet ble hevet.");
                let read = worker.extract(text.as_bytes(), Some("sak.txt"), None).unwrap();
                assert_eq!(read.text.flow_text(), text);
            });
        }
    });
}

fn times_out() {
    let worker = Worker::new(Settings {
        wall: Duration::from_millis(200),
        ..shell("exec sleep 600")
    });
    let failed = worker.extract(b"Hei", None, None).unwrap_err();
    assert!(matches!(failed, WorkerError::TimedOut(_)), "{failed}");
}

fn too_long() {
    let worker = Worker::new(Settings {
        deadline: Duration::ZERO,
        ..settings()
    });
    let text = "Møtet ble hevet.\n".repeat(2_000_000);
    let failed = worker.extract(text.as_bytes(), None, None).unwrap_err();
    assert!(matches!(failed, WorkerError::TimedOut(_)), "{failed}");
    assert!(failed.to_string().contains("longer than 0 s"), "{failed}");
}

/// Twelve children share one processor, so that each takes about twelve times as long as one alone.
fn busy() {
    let on_one = |deadline| {
        let arguments = ["-c", "0"].into_iter().map(OsString::from);
        Worker::new(Settings {
            program: PathBuf::from("taskset"),
            arguments: arguments
                .chain([std::env::current_exe().unwrap().into(), "child".into()])
                .collect(),
            deadline,
            ..settings()
        })
    };
    let text = "Møtet ble hevet.\n".repeat(60_000);
    let begun = Instant::now();
    on_one(Duration::from_mins(1))
        .extract(text.as_bytes(), None, None)
        .unwrap();
    let worker = on_one(begun.elapsed() * 4);
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| worker.extract(text.as_bytes(), None, None).unwrap());
        }
    });
}

fn crashes() {
    let worker = Worker::new(shell(
        "echo første >&2; echo siste ord >&2; echo 'note: mer' >&2; exit 3",
    ));
    let failed = worker.extract(b"Hei", None, None).unwrap_err().to_string();
    assert!(
        failed.contains("exit status: 3") && failed.contains("siste ord"),
        "{failed}"
    );
    let killed = Worker::new(shell("kill -XCPU $$"))
        .extract(b"Hei", None, None)
        .unwrap_err();
    assert!(killed.to_string().contains("processor time"), "{killed}");
}

fn memory() {
    let mut body = "<w:document><w:body>".to_owned();
    body.push_str(&"<w:p><w:r><w:t>Kommunene ønsker</w:t></w:r></w:p>".repeat(400_000));
    let bytes = archive(&[("word/document.xml", body.as_bytes())]);
    let tight = Worker::new(Settings {
        memory: 96 << 20,
        ..settings()
    });
    let failed = tight.extract(&bytes, None, None).unwrap_err();
    let by_memory = matches!(failed, WorkerError::Crashed { .. }) || failed.to_string().contains("out of memory");
    assert!(by_memory, "{failed}");
    // The parent and its next child are none the worse for it.
    assert!(tight.extract(b"Hei", None, None).is_ok());
}

fn unreadable() {
    let worker = Worker::new(settings());
    match worker.extract(&[0; 64], Some("x.pdf"), None).unwrap_err() {
        WorkerError::Unreadable { code, .. } => assert_eq!(code, "unknown-format"),
        other => panic!("{other}"),
    }
}

fn tree() {
    let inner = archive(&[("notat.txt", "Et notat".as_bytes()), ("ukjent.bin", &[0; 64])]);
    let outer = archive(&[("mappe/indre.zip", &inner), ("brev.txt", "Et brev".as_bytes())]);
    let items = Worker::new(settings()).extract_tree(&outer, Some("alt.zip"), None);
    let found: Vec<(String, Option<usize>, bool)> = items
        .iter()
        .map(|item| (item.path.join(" > "), item.parent, item.outcome.is_ok()))
        .collect();
    let expected = [
        ("", None, true),
        ("mappe/indre.zip", Some(0), true),
        ("brev.txt", Some(0), true),
        ("mappe/indre.zip > notat.txt", Some(1), true),
        ("mappe/indre.zip > ukjent.bin", Some(1), false),
    ];
    let expected: Vec<(String, Option<usize>, bool)> = expected
        .iter()
        .map(|(path, parent, read)| ((*path).to_owned(), *parent, *read))
        .collect();
    assert_eq!(found, expected);
}
