//! Whether another process has committed: told by the files that a commit replaces or appends to.

use std::fs::Metadata;
use std::path::PathBuf;
use std::time::SystemTime;

/// What tells a file from what it was before a commit; `None` for one that is not there.
type Mark = Option<(u64, u64, Option<SystemTime>)>;

/// What the files looked like at a moment.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(Vec<Mark>);

impl Marks {
    /// Looks at the files.
    pub(crate) fn of(files: impl IntoIterator<Item = PathBuf>) -> Self {
        let mark = |file: PathBuf| {
            let data = file.metadata().ok()?;
            Some((number(&data), data.len(), data.modified().ok()))
        };
        Self(files.into_iter().map(mark).collect())
    }
}

/// The file's own number: one that is renamed into another's place has another, though it be as long and of the same instant.
#[cfg(unix)]
fn number(data: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    data.ino()
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}
