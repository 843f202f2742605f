//! What reading a document noticed, and when it was archived.

use crate::messages::Interface;
use ordskifte_record::{Finding, PartialDate, Record};
use serde::Serialize;

/// What reading noticed, in the reader's language where it has words for it, and as it was noted.
#[derive(Serialize)]
pub(crate) struct FindingView {
    told: Option<String>,
    message: String,
    page: Option<u32>,
}

/// When something was archived (RFC 3339, UTC), in words; as it stands where it is no such time.
pub(crate) fn moment(text: &str, interface: Interface) -> String {
    let whole = text.len() == "2026-11-02T09:05:58Z".len() && text.ends_with('Z');
    let parts = text.split_once('T').filter(|_| whole).and_then(|(day, time)| {
        let day: PartialDate = day.parse().ok()?;
        Some((interface.date(day), time.get(..5)?))
    });
    parts.map_or_else(
        || text.to_owned(),
        |(day, clock)| format!("{day} {} {clock} UTC", interface.text("at_time")),
    )
}

/// The findings of a record.
pub(crate) fn findings(record: &Record, interface: Interface) -> Vec<FindingView> {
    let view = |finding: &Finding| FindingView {
        told: interface.known(&format!("finding_{}", finding.code)),
        message: finding.message.clone(),
        page: finding.page,
    };
    record.findings.iter().map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_words() {
        let told = |text, interface| moment(text, interface);
        assert_eq!(
            told("2026-11-02T09:05:58Z", Interface::Nn),
            "2. november 2026 kl. 09:05 UTC"
        );
        assert_eq!(
            told("2026-11-02T09:05:58Z", Interface::En),
            "2 November 2026 at 09:05 UTC"
        );
        for other in ["then", "2026T09:05", "2026-11T09:05:58+01:00"] {
            assert_eq!(told(other, Interface::Nb), other);
        }
    }
}
