//! Public consultations with the documents that open and answer them.

use crate::RecordRef;
use crate::group::Groups;
use crate::slug::slug;
use ordskifte_record::{Kind, PartialDate, Record, Remarks};
use ordskifte_vocabulary::fold_name;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A public consultation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HearingLine {
    /// Id.
    pub id: String,
    /// Subject as first printed.
    pub subject: String,
    /// Id of the ministry.
    pub ministry: Option<String>,
    /// The ministry's case reference.
    pub reference: Option<String>,
    /// Deadline.
    pub deadline: Option<PartialDate>,
    /// Address.
    pub url: Option<String>,
    /// Documents that open it.
    pub opened_by: Vec<RecordRef>,
    /// Answers.
    pub responses: Vec<Response>,
}

/// An answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "HearingResponse")]
pub struct Response {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRef,
    /// Who answers.
    pub sender: Option<String>,
    /// Sort of sender.
    pub sender_type: Option<String>,
    /// Whether it has remarks.
    pub remarks: Option<Remarks>,
}

/// What tells a consultation: the ministry's reference, a cited report in the subject, the subject's words.
fn keys(record: &Record) -> Vec<String> {
    let Some(hearing) = &record.hearing else {
        return Vec::new();
    };
    let mut keys = vec![format!("subject {}", plain(&hearing.subject))];
    if let (Some(reference), Some(ministry)) = (&hearing.reference, &hearing.ministry) {
        // "26/118-4" and "26/118 KM" are documents of the case 26/118.
        let case = reference.split(['-', ' ']).next().unwrap_or(reference);
        keys.push(format!("reference {ministry} {case}"));
    }
    let folded = fold_name(&hearing.subject).replace(' ', "");
    for citation in &record.citations {
        let id = fold_name(&citation.id).replace(' ', "");
        if id.starts_with("nou") && folded.contains(&id) {
            keys.push(format!("report {id}"));
        }
    }
    keys
}

fn plain(subject: &str) -> String {
    let folded = fold_name(subject);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// The id of a consultation on a subject, or another id of it.
pub fn id(subject: &str) -> String {
    slug(&plain(subject))
}

/// Consultations by id, and the other ids that lead to them.
pub fn hearings(records: &[&Record]) -> (BTreeMap<String, HearingLine>, BTreeMap<String, String>) {
    let with: Vec<&Record> = records
        .iter()
        .copied()
        .filter(|record| record.hearing.is_some())
        .collect();
    let mut groups = Groups::new(with.len());
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (index, record) in with.iter().enumerate() {
        for key in keys(record) {
            let known = *first.entry(key).or_insert(index);
            groups.join(known, index);
        }
    }
    let mut found: BTreeMap<String, HearingLine> = BTreeMap::new();
    let mut aliases = BTreeMap::new();
    for (index, record) in with.iter().enumerate() {
        let lead = with.get(groups.root(index)).and_then(|record| record.hearing.as_ref());
        let (Some(lead), Some(hearing), Some(reference)) = (lead, &record.hearing, RecordRef::of(record)) else {
            continue;
        };
        let own = id(&hearing.subject);
        let id = id(&lead.subject);
        if own != id {
            aliases.insert(own, id.clone());
        }
        let line = found.entry(id.clone()).or_insert_with(|| HearingLine {
            id,
            subject: lead.subject.clone(),
            ministry: None,
            reference: None,
            deadline: None,
            url: None,
            opened_by: Vec::new(),
            responses: Vec::new(),
        });
        line.ministry = line.ministry.take().or_else(|| hearing.ministry.clone());
        line.reference = line.reference.take().or_else(|| hearing.reference.clone());
        line.deadline = line.deadline.or(hearing.deadline);
        line.url = line.url.take().or_else(|| hearing.url.clone());
        if record.kind == Kind::Horingssvar {
            line.responses.push(Response {
                record: reference,
                sender: record.sender.as_ref().map(|sender| sender.name.clone()),
                sender_type: record.sender.as_ref().and_then(|sender| sender.party_type.clone()),
                remarks: record.remarks,
            });
        } else {
            line.opened_by.push(reference);
        }
    }
    (found, aliases)
}
