//! Counts for Prometheus (text format 0.0.4).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the latency histograms, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];

/// Requests so far, by the pattern of their route.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    routes: Mutex<BTreeMap<String, Route>>,
}

/// Requests of a route.
#[derive(Debug, Default)]
struct Route {
    by_status: BTreeMap<u16, u64>,
    /// Answers by the first bound that they were not slower than; the last for those slower than all.
    by_latency: [u64; BUCKETS.len() + 1],
    seconds: f64,
}

impl Metrics {
    /// Counts a request by its route's pattern, never by its address.
    pub(crate) fn count(&self, route: &str, status: u16, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = BUCKETS.iter().take_while(|bound| seconds > **bound).count();
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        if !routes.contains_key(route) {
            routes.insert(route.to_owned(), Route::default());
        }
        let Some(counts) = routes.get_mut(route) else { return };
        *counts.by_status.entry(status).or_default() += 1;
        if let Some(count) = counts.by_latency.get_mut(bucket) {
            *count += 1;
        }
        counts.seconds += seconds;
    }

    /// The counts as text, with the number of records and of changes.
    pub(crate) fn text(&self, records: u64, sequence: u64) -> String {
        let mut out = family("ordskifte_records", "gauge", "Records of the archive.");
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "ordskifte_records {records}");
        out += &family(
            "ordskifte_archive_sequence",
            "counter",
            "Changes of the archive so far.",
        );
        let _ = writeln!(out, "ordskifte_archive_sequence {sequence}");
        out += &self.requests();
        out
    }

    fn requests(&self) -> String {
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let (total, latency) = ("ordskifte_http_requests_total", "ordskifte_http_request_seconds");
        let mut out = family(total, "counter", "Answers by route and status.");
        for (route, counts) in routes.iter() {
            for (status, count) in &counts.by_status {
                let _ = writeln!(out, "{total}{{route=\"{route}\",status=\"{status}\"}} {count}");
            }
        }
        out += &family(latency, "histogram", "Time to the beginning of an answer.");
        for (route, counts) in routes.iter() {
            let mut sum = 0;
            let bounds = BUCKETS.iter().map(f64::to_string).chain(["+Inf".to_owned()]);
            for (bound, count) in bounds.zip(counts.by_latency) {
                sum += count;
                let _ = writeln!(out, "{latency}_bucket{{route=\"{route}\",le=\"{bound}\"}} {sum}");
            }
            let _ = writeln!(out, "{latency}_sum{{route=\"{route}\"}} {}", counts.seconds);
            let _ = writeln!(out, "{latency}_count{{route=\"{route}\"}} {sum}");
        }
        out
    }
}

/// The head of a metric.
pub(crate) fn family(name: &str, kind: &str, help: &str) -> String {
    format!("# HELP {name} {help}\n# TYPE {name} {kind}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn histograms_are_cumulative_and_each_route_has_its_own() {
        let metrics = Metrics::default();
        for milliseconds in [1, 2, 30, 9000] {
            metrics.count("/a", 200, Duration::from_millis(milliseconds));
        }
        metrics.count("/b", 404, Duration::ZERO);
        let text = metrics.text(3, 5);
        for line in [
            "ordskifte_records 3",
            "ordskifte_archive_sequence 5",
            "ordskifte_http_requests_total{route=\"/a\",status=\"200\"} 4",
            "ordskifte_http_requests_total{route=\"/b\",status=\"404\"} 1",
            "ordskifte_http_request_seconds_bucket{route=\"/a\",le=\"0.001\"} 1",
            "ordskifte_http_request_seconds_bucket{route=\"/a\",le=\"0.0025\"} 2",
            "ordskifte_http_request_seconds_bucket{route=\"/a\",le=\"0.05\"} 3",
            "ordskifte_http_request_seconds_bucket{route=\"/a\",le=\"5\"} 3",
            "ordskifte_http_request_seconds_bucket{route=\"/a\",le=\"+Inf\"} 4",
            "ordskifte_http_request_seconds_count{route=\"/a\"} 4",
            "ordskifte_http_request_seconds_bucket{route=\"/b\",le=\"0.001\"} 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        // Every family is described once.
        for head in text.lines().filter(|line| line.starts_with("# TYPE")) {
            assert_eq!(text.matches(head).count(), 1, "{head}");
        }
    }
}
