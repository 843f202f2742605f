//! Cases of the scheme over meetings: one line for one sort and subject; near subjects are candidates, never joined.

use crate::RecordRef;
use crate::meetings::key;
use crate::slug::slug;
use ordskifte_record::{Case, CaseStage, Record, SchemeCase};
use ordskifte_vocabulary::fold_name;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A case with all that records tell of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseLine {
    /// Id.
    pub id: String,
    /// Sort.
    #[serde(rename = "type")]
    pub case_type: SchemeCase,
    /// Subject as first printed.
    pub subject: String,
    /// Id of the responsible ministry, where stated.
    pub responsible_ministry: Option<String>,
    /// Who proposed it, where stated.
    pub proposed_by: Option<String>,
    /// The latest stage that is stated.
    pub stage: Option<CaseStage>,
    /// What is told of it, in order of time.
    pub events: Vec<CaseEvent>,
    /// Ids of cases of the same sort that may be the same.
    pub candidates: Vec<String>,
}

/// What one record tells of a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseEvent {
    /// The record.
    pub record: RecordRef,
    /// Id of the meeting that it belongs to.
    pub meeting: Option<String>,
    /// Stage, where stated.
    pub stage: Option<CaseStage>,
    /// The sentence or line.
    pub evidence: String,
    /// Page.
    pub page: Option<u32>,
    /// Anchor of its paragraph.
    pub anchor: Option<String>,
}

/// The id of the case that a record tells of.
pub fn id(case: &Case) -> String {
    slug(&format!("{} {}", case.case_type.as_str(), stem(&case.subject)))
}

/// Cases by id.
pub fn cases(records: &[&Record]) -> BTreeMap<String, CaseLine> {
    let mut found: BTreeMap<String, CaseLine> = BTreeMap::new();
    for record in records {
        for case in &record.cases {
            let Some(reference) = RecordRef::of(record) else {
                continue;
            };
            let id = id(case);
            let line = found.entry(id.clone()).or_insert_with(|| CaseLine {
                id,
                case_type: case.case_type,
                subject: case.subject.clone(),
                responsible_ministry: None,
                proposed_by: None,
                stage: None,
                events: Vec::new(),
                candidates: Vec::new(),
            });
            line.responsible_ministry = line
                .responsible_ministry
                .take()
                .or_else(|| case.responsible_ministry.clone());
            line.proposed_by = line.proposed_by.take().or_else(|| case.proposed_by.clone());
            line.stage = case.stage.or(line.stage);
            line.events.push(CaseEvent {
                record: reference,
                meeting: key(record).map(|(id, _)| id),
                stage: case.stage,
                evidence: case.evidence.clone(),
                page: case.page,
                anchor: case.anchor.clone(),
            });
        }
    }
    candidates(&mut found);
    found
}

/// The subject's words without articles and "ny".
fn stem(subject: &str) -> String {
    let folded = fold_name(subject);
    let kept: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| {
            ![
                "ny", "nye", "nytt", "den", "det", "en", "ei", "ein", "et", "eit", "om", "av", "",
            ]
            .contains(word)
        })
        .collect();
    kept.join(" ")
}

/// Cases of one sort that share half of their longer words.
fn candidates(found: &mut BTreeMap<String, CaseLine>) {
    let words: Vec<(String, SchemeCase, BTreeSet<String>)> = found
        .values()
        .map(|line| {
            let long = stem(&line.subject)
                .split(' ')
                .filter(|word| word.chars().count() >= 5)
                .map(|word| word.chars().take(7).collect())
                .collect();
            (line.id.clone(), line.case_type, long)
        })
        .collect();
    for (id, sort, own) in &words {
        let near: Vec<String> = words
            .iter()
            .filter(|(other, kind, theirs)| {
                let shared = own.intersection(theirs).count();
                other != id && kind == sort && shared > 0 && shared * 2 >= own.len().min(theirs.len())
            })
            .map(|(other, _, _)| other.clone())
            .collect();
        if let Some(line) = found.get_mut(id) {
            line.candidates = near;
        }
    }
}
