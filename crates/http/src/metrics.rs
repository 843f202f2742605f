//! Counts for Prometheus (text format 0.0.4).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the latency histogram, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0];

/// Requests so far.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(String, u16), u64>>,
    latency: Mutex<(BTreeMap<usize, u64>, f64, u64)>,
}

impl Metrics {
    /// Counts a request by its route's pattern, never by its address.
    pub(crate) fn count(&self, route: &str, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.entry((route.to_owned(), status)).or_default() += 1;
        drop(requests);
        let seconds = took.as_secs_f64();
        let mut latency = self.latency.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = BUCKETS
            .iter()
            .position(|bound| seconds <= *bound)
            .unwrap_or(BUCKETS.len());
        *latency.0.entry(bucket).or_default() += 1;
        latency.1 += seconds;
        latency.2 += 1;
    }

    /// The counts as text, with the number of records.
    pub(crate) fn text(&self, records: u64, sequence: u64) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "# TYPE ordskifte_records gauge\nordskifte_records {records}");
        let _ = writeln!(
            out,
            "# TYPE ordskifte_archive_sequence counter\nordskifte_archive_sequence {sequence}"
        );
        let _ = writeln!(out, "# TYPE ordskifte_http_requests_total counter");
        for ((route, status), count) in self.requests.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = writeln!(
                out,
                "ordskifte_http_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}"
            );
        }
        let latency = self.latency.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "# TYPE ordskifte_http_request_seconds histogram");
        let mut sum = 0;
        for (index, bound) in BUCKETS.iter().enumerate() {
            sum += latency.0.get(&index).copied().unwrap_or(0);
            let _ = writeln!(out, "ordskifte_http_request_seconds_bucket{{le=\"{bound}\"}} {sum}");
        }
        let _ = writeln!(
            out,
            "ordskifte_http_request_seconds_bucket{{le=\"+Inf\"}} {}",
            latency.2
        );
        let _ = writeln!(
            out,
            "ordskifte_http_request_seconds_sum {}\nordskifte_http_request_seconds_count {}",
            latency.1, latency.2
        );
        out
    }
}
