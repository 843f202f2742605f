//! What benches share: a clock that only counts this thread's own work, and the files below a folder.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

/// Seconds that this thread has had a processor, where Linux tells it; else those of the clock.
pub(crate) fn used() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |n| n / 1e9)
}

/// A file, or those below a folder.
pub(crate) fn below(path: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        below(&entry?.path(), found)?;
    }
    Ok(())
}
