//! The server's look at its data folder: a thread that counts files and bytes, and what other processes read in.

use crate::counts::Counts;
use ordskifte_archive::DataFolder;
use ordskifte_http::{App, Observed};
use std::path::Path;
use std::time::{Duration, Instant};

/// How often the counts of other processes are read.
const EVERY: Duration = Duration::from_secs(5);
/// The disk is looked through again after a hundred times as long as it took: it costs a hundredth of one processor at most.
const REST: u32 = 100;

/// Looks until the process ends; the first time at once.
pub(crate) fn start(folder: DataFolder, app: App) -> std::io::Result<()> {
    let look = move || {
        let (mut disk, mut again) = (Vec::new(), Instant::now());
        loop {
            let start = Instant::now();
            if start >= again {
                disk = [("archive", folder.archive_dir()), ("index", folder.search_dir())]
                    .map(|(part, path)| {
                        let (mut files, mut bytes) = (0, 0);
                        measure(&path, &mut files, &mut bytes);
                        (part, files, bytes)
                    })
                    .to_vec();
                again = start + start.elapsed() * REST;
            }
            app.observed(observed(folder.dir(), disk.clone()));
            std::thread::sleep(EVERY);
        }
    };
    std::thread::Builder::new()
        .name("observe".to_owned())
        .spawn(look)
        .map(drop)
}

fn observed(data: &Path, disk: Vec<(&'static str, u64, u64)>) -> Observed {
    let counts = Counts::of(data);
    Observed {
        ingests: counts.ingests,
        ingested_at: counts.ingested_at,
        sources: vec![
            ("added", counts.added),
            ("updated", counts.updated),
            ("unchanged", counts.unchanged),
            ("skipped", counts.skipped),
            ("failed", counts.failed),
        ],
        workers: vec![
            ("read", counts.documents.read),
            ("unreadable", counts.documents.unreadable),
            ("timed_out", counts.documents.timed_out),
            ("over_memory", counts.documents.over_memory),
            ("crashed", counts.documents.crashed),
            ("not_started", counts.documents.not_started),
        ],
        disk,
    }
}

/// Adds up what lies below a folder. What another process moves or removes meanwhile is not counted.
fn measure(folder: &Path, files: &mut u64, bytes: &mut u64) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => measure(&entry.path(), files, bytes),
            Ok(metadata) => {
                *files += 1;
                *bytes += metadata.len();
            }
            Err(_) => {}
        }
    }
}
