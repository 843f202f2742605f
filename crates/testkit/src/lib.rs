//! Temporary archives, a spawned server and the samples, for tests and benches.
