//! Cooperation agreements, and whether they are in force.

use crate::RecordRef;
use ordskifte_record::{Agreement, AgreementStatus, PartialDate, Record};
use ordskifte_vocabulary::fold_name;
use schemars::JsonSchema;
use serde::Serialize;

/// An agreement with the record that is its text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgreementEntry {
    /// The record.
    pub record: RecordRef,
    /// What it says.
    #[serde(flatten)]
    pub agreement: Agreement,
    /// Record id of the agreement before it, between the same parties on the same subject.
    pub previous_record: Option<String>,
}

impl AgreementEntry {
    /// Whether it is in force within a date; without a first day, from the day of the document.
    pub fn in_force(&self, date: PartialDate) -> bool {
        let from = self.agreement.valid_from.or(self.record.date);
        let stopped = self.agreement.status == Some(AgreementStatus::Oppsagt);
        !stopped
            && from.is_some_and(|from| from.first_day() <= date.last_day())
            && self
                .agreement
                .valid_to
                .is_none_or(|to| to.last_day() >= date.first_day())
    }

    /// Its status at a date: what it says of itself, else by its period.
    pub fn status(&self, date: PartialDate) -> AgreementStatus {
        let ended = self
            .agreement
            .valid_to
            .is_some_and(|to| to.last_day() < date.first_day());
        match self.agreement.status {
            Some(AgreementStatus::Oppsagt) => AgreementStatus::Oppsagt,
            _ if ended => AgreementStatus::Utlopt,
            Some(stated) => stated,
            None => AgreementStatus::Gjeldende,
        }
    }

    fn line(&self) -> (Vec<String>, String) {
        let mut parties: Vec<String> = self.agreement.parties.iter().map(|name| fold_name(name)).collect();
        parties.sort();
        (
            parties,
            fold_name(self.agreement.subject.as_deref().unwrap_or_default()),
        )
    }
}

/// All agreements by first day.
pub fn agreements(records: &[&Record]) -> Vec<AgreementEntry> {
    let mut found: Vec<AgreementEntry> = records
        .iter()
        .filter_map(|record| {
            Some(AgreementEntry {
                record: RecordRef::of(record)?,
                agreement: record.agreement.clone()?,
                previous_record: None,
            })
        })
        .collect();
    found.sort_by_key(|entry| {
        entry
            .agreement
            .valid_from
            .or(entry.record.date)
            .map_or(u32::MAX, PartialDate::first_day)
    });
    for at in 0..found.len() {
        let Some(own) = found.get(at).map(AgreementEntry::line) else {
            continue;
        };
        let before = found
            .iter()
            .take(at)
            .rev()
            .find(|entry| !own.1.is_empty() && entry.line() == own)
            .map(|entry| entry.record.id.clone());
        if let Some(entry) = found.get_mut(at) {
            entry.previous_record = before;
        }
    }
    found
}
