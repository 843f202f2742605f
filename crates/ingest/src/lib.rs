//! From source folders to archive and index, in parallel.
