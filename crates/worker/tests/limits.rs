//! The limits of children. The test program is its own child: called with `child`, it does what the hidden command does,
//! with a lexicon that ends the process, or never ends, when it is asked for certain words.
//! It has no usual harness, because that writes to standard output, which belongs to the protocol.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)] // a test without the usual harness

use ordskifte_worker::{Settings, Worker, WorkerError, outcomes};
use std::ffi::OsString;
use std::io::{self, Cursor, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn main() {
    if std::env::args().nth(1).as_deref() == Some("child") {
        ordskifte_worker::child_main(io::stdin().lock(), io::stdout().lock(), Some(&lexicon)).unwrap();
        return;
    }
    let cases: [(&str, fn()); 15] = [
        ("one_worker_reads_many_files_side_by_side", reads_many),
        ("a_child_that_sleeps_is_killed", times_out),
        ("a_document_that_takes_too_long_says_so", too_long),
        ("waiting_for_a_processor_does_not_count", busy),
        ("a_child_that_fails_is_quoted", crashes),
        ("memory_beyond_the_limit_ends_the_child_only", memory),
        ("an_unreadable_file_says_why", unreadable),
        ("parts_of_parts_are_read_each_on_its_own", tree),
        ("many_documents_need_no_more_children_than_callers", reused),
        ("a_child_retires_after_250_documents", retires),
        ("a_crash_costs_its_document_only", one_crash),
        ("a_hang_is_killed_and_costs_its_document_only", one_hang),
        ("a_child_that_died_waiting_costs_nothing", died),
        ("what_is_no_answer_is_told_and_not_waited_for", no_answer),
        ("neither_processes_nor_descriptors_stay", leaves_nothing),
    ];
    let wanted = std::env::args().nth(1).filter(|name| !name.starts_with('-'));
    for (name, case) in cases {
        if wanted.as_ref().is_none_or(|wanted| name.contains(wanted.as_str())) {
            case();
            eprintln!("test {name} ... ok");
        }
    }
}

fn lexicon(word: &str) -> bool {
    match word {
        w if w.contains("avbryt") => std::process::abort(),
        w if w.contains("evig") => loop {
            std::thread::sleep(Duration::from_secs(1));
        },
        w if w.contains("panikk") => panic!("ordet {w}"),
        _ => false,
    }
}

/// A text that asks the lexicon for this word, which a hyphen parts.
fn asking(word: &str) -> String {
    format!(
        "Dette er et avsnitt om saken som er meldt til møtet, og her deles {word}-\n\
         ordet over to linjer, slik det ofte skjer i trykte tekster.\n"
    )
}

/// Processes that this one has started and that still are, zombies among them.
fn children() -> Vec<u32> {
    let own = std::process::id().to_string();
    let is_child = |pid: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let after = stat.rsplit(')').next().unwrap_or_default().to_owned();
        after.split_ascii_whitespace().nth(1) == Some(own.as_str())
    };
    std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok())
        .filter(is_child)
        .collect()
}

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
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
        memory: 128 << 20,
        ..settings()
    });
    let failed = tight.extract(&bytes, None, None).map(drop).unwrap_err();
    let by_memory = matches!(failed, WorkerError::Crashed { .. }) || failed.to_string().contains("out of memory");
    assert!(by_memory, "{failed}");
    // The parent and its next child are none the worse for it.
    tight.extract(b"Hei", None, None).unwrap();
}

fn unreadable() {
    let worker = Worker::new(settings());
    match worker.extract(&[0; 64], Some("x.pdf"), None).unwrap_err() {
        WorkerError::Unreadable { code, .. } => assert_eq!(code, "unknown-format"),
        other => panic!("{other}"),
    }
}

fn reused() {
    let before = outcomes();
    let worker = Worker::new(settings());
    let read = |number: usize| {
        let text = format!("Sak {number} er behandlet.");
        let read = worker.extract(text.as_bytes(), Some("sak.txt"), None).unwrap();
        assert_eq!(read.text.flow_text(), text);
    };
    (0..20).for_each(read);
    assert_eq!(outcomes().children, before.children + 1);
    std::thread::scope(|scope| {
        for caller in 0..4 {
            scope.spawn(move || (0..10).for_each(|number| read(caller * 100 + number)));
        }
    });
    let after = outcomes();
    assert!(after.children <= before.children + 4, "{after:?}");
    assert_eq!(after.documents(), before.documents() + 60);
    assert_eq!(after.read, before.read + 60);
}

fn retires() {
    let before = outcomes().children;
    let worker = Worker::new(settings());
    for _ in 0..250 {
        worker.extract(b"Hei", None, None).unwrap();
    }
    assert_eq!(outcomes().children, before + 1);
    worker.extract(b"Hei", None, None).unwrap();
    assert_eq!(outcomes().children, before + 2);
}

fn one_crash() {
    for (word, said) in [("avbryt", "SIGABRT"), ("panikk", "panicked")] {
        let worker = Worker::new(settings());
        let before = outcomes();
        for number in 0..10 {
            let text = asking(if number == 4 { word } else { "ordinær" });
            match worker.extract(text.as_bytes(), Some("a.txt"), None) {
                Ok(read) => assert!(number != 4 && read.text.flow_text().contains("ordinær")),
                Err(error) => assert!(number == 4 && error.to_string().contains(said), "{number}: {error}"),
            }
        }
        let after = outcomes();
        assert_eq!(after.crashed, before.crashed + 1);
        assert_eq!(after.read, before.read + 9);
        // The used child that crashed, the new one that the document got for itself, and the one after it.
        assert_eq!(after.children, before.children + 3);
    }
}

fn one_hang() {
    let worker = Worker::new(Settings {
        deadline: Duration::from_millis(700),
        ..settings()
    });
    let before = outcomes();
    worker
        .extract(asking("ordinær").as_bytes(), Some("a.txt"), None)
        .unwrap();
    let begun = Instant::now();
    let failed = worker
        .extract(asking("evig").as_bytes(), Some("a.txt"), None)
        .unwrap_err();
    assert!(matches!(failed, WorkerError::TimedOut(_)), "{failed}");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    worker
        .extract(asking("ordinær").as_bytes(), Some("a.txt"), None)
        .unwrap();
    let after = outcomes();
    assert_eq!((after.timed_out, after.read), (before.timed_out + 1, before.read + 2));
    assert_eq!(after.children, before.children + 2);
}

fn died() {
    let worker = Worker::new(settings());
    worker.extract(b"Hei", None, None).unwrap();
    for child in children() {
        let killed = std::process::Command::new("kill")
            .args(["-KILL", &child.to_string()])
            .status();
        assert!(killed.unwrap().success());
    }
    std::thread::sleep(Duration::from_millis(100));
    worker.extract(b"Hei", None, None).unwrap();
}

fn no_answer() {
    let before = outcomes().crashed;
    let begun = Instant::now();
    let failed = Worker::new(shell("printf 'ikke et svar'; exec sleep 600"))
        .extract(b"Hei", None, None)
        .unwrap_err();
    assert!(failed.to_string().contains("no answer"), "{failed}");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!(outcomes().crashed, before + 1);
}

fn leaves_nothing() {
    assert_eq!(children(), [0; 0]);
    let before = descriptors();
    let worker = Worker::new(settings());
    let _ = worker
        .extract(asking("avbryt").as_bytes(), Some("a.txt"), None)
        .unwrap_err();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| worker.extract("Hei".repeat(100_000).as_bytes(), None, None).unwrap());
        }
    });
    assert!(!children().is_empty() && descriptors() > before);
    let other = worker.clone();
    drop(worker);
    assert!(!children().is_empty());
    drop(other);
    assert_eq!(children(), [0; 0]);
    // The threads that listen to what children complain of end when they see that nobody does.
    let until = Instant::now() + Duration::from_secs(10);
    while descriptors() > before && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(descriptors() <= before, "{} after {before}", descriptors());
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
