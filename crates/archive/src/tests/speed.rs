//! Measures the archive: `cargo test -p ordskifte-archive --release measure -- --ignored --nocapture`.
//!
//! `ARCHIVE_BENCH_DIR` names a folder on the disk to be measured, `ARCHIVE_BENCH_RECORDS` the number of records
//! (10,000 unless told), `ARCHIVE_BENCH_BATCH` the records in a batch (1,000), `ARCHIVE_BENCH_THREADS` the threads (1).
//!
//! On ext4 measure in a folder near which few files were deleted in the last five minutes: the kernel looks through all
//! recently deleted inodes for each new file, and creation takes ten times as long. For the same reason the files are
//! left behind for the caller to remove.

use super::version;
use crate::{Archive, DataFolder, NewVersion};
use ordskifte_record::{Attribution, Block, BlockKind, Form, Language, Paragraph, Statement};
use rayon::prelude::*;
use std::time::Instant;

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

/// A record of about 9.3 kB of text in 20 paragraphs, half of them statements.
fn record(number: usize) -> (Vec<u8>, NewVersion<'static>) {
    let sentence = "Statsråden viste til at kommunene må få dekket merkostnadene ved reformen fullt ut. ";
    let paragraphs: Vec<String> = (0..20)
        .map(|index| format!("{number} {index} {}", sentence.repeat(5)))
        .collect();
    let bytes = paragraphs.join("\n\n").into_bytes();
    let mut version = version(None, b"", &format!("corpus/møte-{number}.txt"));
    version.record.title = format!("Referat fra konsultasjonsmøte {number}");
    let mut at = 0;
    let mut blocks = Vec::new();
    for (index, text) in paragraphs.into_iter().enumerate() {
        let end = at + text.chars().count();
        version.record.paragraphs.push(Paragraph {
            anchor: format!("p-{index:08x}"),
            kind: BlockKind::Paragraph,
            level: None,
            page: 1,
            start: at,
            end,
            language: Language::Nb,
            agenda_item: None,
        });
        if index % 2 == 0 {
            version.record.statements.push(Statement {
                id: format!("s-{index:08x}-1"),
                speakers: Vec::new(),
                form: Form::Reported,
                attribution: Attribution::Name,
                verb: Some("viste til".to_owned()),
                agenda: None,
                agenda_item: None,
                page: 1,
                anchor: format!("p-{index:08x}"),
                start: at,
                end,
                text: text.clone(),
            });
        }
        at = end + 2;
        blocks.push(Block::new(BlockKind::Paragraph, None, text));
    }
    version.text.to_mut().pages[0].blocks = blocks;
    (bytes, version)
}

#[test]
#[ignore = "a measurement, not a test"]
fn measure() {
    let parent = std::env::var("ARCHIVE_BENCH_DIR").unwrap_or_else(|_| "/tmp".to_owned());
    let records = setting("ARCHIVE_BENCH_RECORDS", 10_000);
    let batch_size = setting("ARCHIVE_BENCH_BATCH", 1_000);
    let threads = setting("ARCHIVE_BENCH_THREADS", 1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("pool");
    let dir = tempfile::tempdir_in(parent).expect("tempdir").keep();
    let folder = DataFolder::open_or_create(&dir).expect("folder");
    let lock = folder.lock_exclusive("measure").expect("lock");
    let archive = Archive::open(&folder).expect("archive");
    let (mut bytes, mut put, mut commit) = (0, 0.0, 0.0);
    for from in (0..records).step_by(batch_size) {
        let made: Vec<_> = (from..records.min(from + batch_size)).map(record).collect();
        bytes += made.iter().map(|(bytes, _)| bytes.len()).sum::<usize>();
        let start = Instant::now();
        let batch = archive.begin(&lock).expect("batch");
        pool.install(|| {
            made.into_par_iter().for_each(|(bytes, mut version)| {
                version.originals[0].bytes = bytes.into();
                batch.put(version).expect("put");
            });
        });
        put += start.elapsed().as_secs_f64();
        let start = Instant::now();
        batch.commit().expect("commit");
        commit += start.elapsed().as_secs_f64();
    }
    let megabytes = bytes as f64 / 1e6;
    let seconds = put + commit;
    println!(
        "{records} records, {megabytes:.1} MB of text, batches of {batch_size}, {threads} threads: put {put:.2} s, \
         commit {commit:.2} s, {:.1} MB/s",
        megabytes / seconds
    );
    let start = Instant::now();
    let opened = Archive::open(&folder).expect("archive");
    println!(
        "open: {:.1} ms for {} records",
        start.elapsed().as_secs_f64() * 1e3,
        opened.len()
    );
    let start = Instant::now();
    for id in opened.ids().iter().take(1_000) {
        opened.record(id, None).expect("record");
    }
    println!("1,000 records read: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    let report = crate::verify(&opened, &|_| ()).expect("verify");
    println!(
        "verify: {:.2} s for {} files, {:.1} MB, {} faults",
        start.elapsed().as_secs_f64(),
        report.files,
        report.bytes as f64 / 1e6,
        report.faults.len()
    );
}
