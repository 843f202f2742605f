//! Originals and records kept for good, with versions and fixity.
