//! The record: what Ordskifte knows about one document (`docs/records.md`).
//!
//! What the document does not state stays `None` or empty: never guessed. Positions (`start`,
//! `end`) count Unicode code points in the record's flow of text ([`crate::ExtractedText::flow_text`]).

use crate::codes::{Access, DatePrecision, Kind, Language, Remarks, Status};
use crate::date::PartialDate;
use crate::finding::Finding;
use crate::id::RecordId;
use crate::parts::{
    AgendaItem, Citation, Evidence, Hearing, Meeting, MinistryRef, Original, PageInfo, Paragraph, Participant, Party,
    Reference, Statement, TopicRef,
};
use crate::scheme::{Agreement, Case, Position};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One document with everything read from it. What the document does not state is null or empty.
///
/// `id`, `version`, `archived_at`, `originals` and `sources` are set by the archive; recognition
/// leaves them empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Identifier. A record that is not archived has none.
    #[serde(default)]
    #[schemars(with = "RecordId")]
    pub id: Option<RecordId>,
    /// Version, from 1. A record that is not archived has 0.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub version: u32,
    /// When this version was archived, RFC 3339 in UTC. A record that is not archived has none.
    #[serde(default)]
    #[schemars(with = "String")]
    pub archived_at: Option<String>,
    /// What sort of document it is.
    pub kind: Kind,
    /// How sure recognition is of the kind, 0–1; 1 where it was stated or amended. Records of older rules have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub kind_confidence: Option<f64>,
    /// Title as printed.
    pub title: String,
    /// The meeting's date, else the document's.
    #[serde(default)]
    pub date: Option<PartialDate>,
    /// How much of the date is stated; `None` with no date.
    #[serde(default)]
    pub date_precision: Option<DatePrecision>,
    /// Start of the meeting, `HH:MM`.
    #[serde(default)]
    pub start_time: Option<String>,
    /// End of the meeting, `HH:MM`.
    #[serde(default)]
    pub end_time: Option<String>,
    /// The meeting that the document belongs to.
    #[serde(default)]
    pub meeting: Option<Meeting>,
    /// Main language.
    pub language: Language,
    /// Share of the text in each language, 0–1.
    #[serde(default)]
    pub languages: BTreeMap<Language, f32>,
    /// Ministries with their roles; one entry for each role.
    #[serde(default)]
    pub ministries: Vec<MinistryRef>,
    /// Who sent the document.
    #[serde(default)]
    pub sender: Option<Party>,
    /// Whom it is addressed to.
    #[serde(default)]
    pub recipient: Option<Party>,
    /// Case references.
    #[serde(default)]
    pub references: Vec<Reference>,
    /// The public consultation that it answers or opens.
    #[serde(default)]
    pub hearing: Option<Hearing>,
    /// Whether a response has remarks; `None` for other kinds.
    #[serde(default)]
    pub remarks: Option<Remarks>,
    /// Who chaired, in order.
    #[serde(default)]
    pub chair: Vec<String>,
    /// Who took the minutes.
    #[serde(default)]
    pub minute_takers: Vec<String>,
    /// Persons present.
    #[serde(default)]
    pub participants: Vec<Participant>,
    /// Persons listed as absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Participant>,
    /// Agenda items and headings in order.
    #[serde(default)]
    pub agenda: Vec<AgendaItem>,
    /// Reported and verbatim utterances in order.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// Remarks, agreement and disagreement in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<Position>,
    /// Cases of the scheme that the document tells of, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
    /// The agreement that the document is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// Works cited, in order of appearance.
    #[serde(default)]
    pub citations: Vec<Citation>,
    /// Topics, best first.
    #[serde(default)]
    pub topics: Vec<TopicRef>,
    /// The paragraphs of the flow in order; passages are their text.
    #[serde(default)]
    pub paragraphs: Vec<Paragraph>,
    /// The pages in order.
    #[serde(default)]
    pub pages: Vec<PageInfo>,
    /// The files kept for it.
    #[serde(default)]
    pub originals: Vec<Original>,
    /// Where the bytes were read: paths or addresses, sorted.
    #[serde(default)]
    pub sources: Vec<String>,
    /// The record that this is an enclosure of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<RecordId>,
    /// Who may see it.
    pub access: Access,
    /// Whether it still stands.
    pub status: Status,
    /// Why and when it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Withdrawal>,
    /// Version of the recognition rules, as `1`.
    #[serde(default)]
    pub rule_version: String,
    /// Where each field was read from; keys are field names.
    #[serde(default)]
    pub evidence: BTreeMap<String, Vec<Evidence>>,
    /// What needs a person's look.
    #[serde(default)]
    pub findings: Vec<Finding>,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            id: None,
            version: 0,
            archived_at: None,
            kind: Kind::Annet,
            kind_confidence: None,
            title: String::new(),
            date: None,
            date_precision: None,
            start_time: None,
            end_time: None,
            meeting: None,
            language: Language::Und,
            languages: BTreeMap::new(),
            ministries: Vec::new(),
            sender: None,
            recipient: None,
            references: Vec::new(),
            hearing: None,
            remarks: None,
            chair: Vec::new(),
            minute_takers: Vec::new(),
            participants: Vec::new(),
            absent: Vec::new(),
            agenda: Vec::new(),
            statements: Vec::new(),
            positions: Vec::new(),
            cases: Vec::new(),
            agreement: None,
            citations: Vec::new(),
            topics: Vec::new(),
            paragraphs: Vec::new(),
            pages: Vec::new(),
            originals: Vec::new(),
            sources: Vec::new(),
            part_of: None,
            access: Access::Public,
            status: Status::Current,
            withdrawal: None,
            rule_version: String::new(),
            evidence: BTreeMap::new(),
            findings: Vec::new(),
        }
    }
}

/// Why and when a record was withdrawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Withdrawal {
    /// Why, as told to the public.
    pub reason: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

impl Record {
    /// The record's year: the meeting's, else the document's.
    pub fn year(&self) -> Option<u16> {
        self.meeting
            .as_ref()
            .and_then(|m| m.year)
            .or_else(|| self.date.map(PartialDate::year))
    }

    /// Whether a private person sent it: nobody who is named in it is listed anywhere.
    pub fn is_from_private_person(&self) -> bool {
        let sender = self.sender.as_ref().and_then(|sender| sender.party_type.as_deref());
        sender == Some("privatperson")
    }
}
