//! The rules' data files, as they are compiled in.

/// The rows of a data file: its lines, but for empty ones and those that begin with `#`.
pub(crate) fn rows(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The rows as a name and what stands behind the tab.
pub(crate) fn named(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(file).filter_map(|row| row.split_once('\t'))
}
