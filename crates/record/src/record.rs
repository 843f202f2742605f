//! The record: what Ordskifte knows about one document (`docs/records.md`).
//!
//! What the document does not state stays `None` or empty: never guessed. Positions (`start`,
//! `end`) count Unicode code points in the record's flow of text ([`crate::ExtractedText::flow_text`]).

use crate::codes::{
    Access, Attribution, BlockKind, CaseType, CitationKind, DatePrecision, Form, Kind, Language, Level, MeetingType,
    MinistryRole, Origin, OriginalRole, Remarks, Side, SpeakerKind, Status, TextSource,
};
use crate::date::PartialDate;
use crate::finding::Finding;
use crate::id::RecordId;
use crate::scheme::{Agreement, Case, Position, Signatory};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One document with everything read from it.
///
/// `id`, `version`, `archived_at`, `originals` and `sources` are set by the archive; recognition
/// leaves them empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Identifier; `None` until archived.
    #[serde(default)]
    pub id: Option<RecordId>,
    /// Version, from 1; 0 until archived.
    #[serde(default)]
    pub version: u32,
    /// When this version was archived, RFC 3339 in UTC; `None` until archived.
    #[serde(default)]
    pub archived_at: Option<String>,
    /// What sort of document it is.
    pub kind: Kind,
    /// How sure recognition is of the kind, 0–1; 1 where it was stated or amended, `None` in records of older rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Why, as told to the public.
    pub reason: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

/// The meeting a document belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Its series.
    #[serde(rename = "type")]
    pub meeting_type: MeetingType,
    /// Number within the year ("2. konsultasjonsmøte").
    #[serde(default)]
    pub number: Option<u32>,
    /// Year.
    #[serde(default)]
    pub year: Option<u16>,
    /// Place as printed.
    #[serde(default)]
    pub place: Option<String>,
    /// Day that an agenda or material states for the meeting ("Møtedato: …"): papers have a date of their own beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
}

/// A ministry in one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinistryRef {
    /// Unique id in the register of ministries, as `kdd-2022`.
    pub id: String,
    /// Abbreviation, as `KDD`.
    pub abbreviation: String,
    /// Official name at the time, in bokmål.
    pub name: String,
    /// Why it is listed.
    pub role: MinistryRole,
}

/// A sender or recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Normalized name.
    pub name: String,
    /// Name as printed.
    #[serde(default)]
    pub printed: String,
    /// Sort of sender: `kommune fylkeskommune statsforvalter departement direktorat organisasjon næringsliv
    /// privatperson annet`; `None` when the form does not tell.
    #[serde(default, rename = "type")]
    pub party_type: Option<String>,
    /// Who signed for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Signatory>,
}

/// Whose case reference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReferenceRole {
    /// The sender's ("Vår referanse").
    Ours,
    /// The recipient's ("Deres referanse").
    Yours,
    /// A third party's.
    Theirs,
}

/// A case reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Whose it is.
    pub role: ReferenceRole,
    /// As printed, as `2026/50`.
    pub value: String,
    /// Whose archive it belongs to, where stated.
    #[serde(default)]
    pub holder: Option<String>,
}

/// A public consultation (høring).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hearing {
    /// Its subject.
    pub subject: String,
    /// Case reference of the ministry.
    #[serde(default)]
    pub reference: Option<String>,
    /// Id of the ministry that holds it.
    #[serde(default)]
    pub ministry: Option<String>,
    /// Deadline for responses.
    #[serde(default)]
    pub deadline: Option<PartialDate>,
    /// Its address.
    #[serde(default)]
    pub url: Option<String>,
}

/// A person present (or, in `absent`, listed and not present).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Participant {
    /// Name without titles.
    pub name: String,
    /// Role in lower case, as `statssekretær`.
    pub role: Option<String>,
    /// Organization: a ministry's abbreviation, `KS`, or a name.
    pub organization: Option<String>,
    /// Delegation.
    pub side: Option<Side>,
    /// Political or administrative.
    pub level: Option<Level>,
    /// The entry as printed.
    pub printed: String,
}

/// An agenda item or heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// Printed number, as `2` or `3/05`; `None` for an unnumbered sub-heading.
    #[serde(default)]
    pub number: Option<String>,
    /// Heading without its number.
    pub heading: String,
    /// Depth, from 1.
    pub level: u8,
    /// Page of the heading.
    #[serde(default)]
    pub page: Option<u32>,
    /// What the scheme calls it.
    #[serde(default)]
    pub case_type: Option<CaseType>,
    /// Anchor of the heading's paragraph.
    #[serde(default)]
    pub anchor: Option<String>,
}

/// One speaker of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// Full name where resolved, else as printed.
    pub name: String,
    /// Index (from 0) in the record's `participants`, where resolved to a person present.
    #[serde(default)]
    pub participant: Option<u32>,
    /// As printed.
    pub printed: String,
    /// What sort of speaker.
    pub kind: SpeakerKind,
}

/// An utterance: the longest run of one set of speakers within a paragraph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Identifier within the record, stable while the text is: `s-` and the paragraph's anchor hash, with a counter.
    pub id: String,
    /// Who speaks; several for joint speech.
    pub speakers: Vec<Speaker>,
    /// Reported or verbatim.
    pub form: Form,
    /// How the speaker was found.
    pub attribution: Attribution,
    /// Reporting verb as printed, as `viste til`.
    #[serde(default)]
    pub verb: Option<String>,
    /// Printed number of the agenda item that it belongs to.
    #[serde(default)]
    pub agenda: Option<String>,
    /// Index (from 0) in the record's `agenda`.
    #[serde(default)]
    pub agenda_item: Option<u32>,
    /// Page that it begins on.
    pub page: u32,
    /// Anchor of its paragraph.
    pub anchor: String,
    /// First position in the flow.
    pub start: usize,
    /// Position after its last.
    pub end: usize,
    /// Its text.
    pub text: String,
}

/// A work cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Its series.
    pub kind: CitationKind,
    /// Normalized identifier, as `NOU 2026: 1`.
    pub id: String,
    /// As printed.
    pub printed: String,
    /// Page.
    #[serde(default)]
    pub page: Option<u32>,
    /// First position in the flow.
    pub start: usize,
    /// Position after its last.
    pub end: usize,
}

/// A topic of the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicRef {
    /// Identifier: a Los URI or one of Ordskifte's own.
    pub id: String,
    /// Label in bokmål.
    pub label: String,
    /// Weight, 0–1.
    pub score: f32,
    /// Where its words stand: the title (`None`) or places in the flow, at most three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// A paragraph of the flow: the passage that searches find and links point to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Content-derived anchor: `p-` and 8 hexadecimal digits, `-2` for a repeat.
    pub anchor: String,
    /// What it is.
    pub kind: BlockKind,
    /// Depth of a heading or list item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Page that it begins on.
    pub page: u32,
    /// First position in the flow.
    pub start: usize,
    /// Position after its last.
    pub end: usize,
    /// Its language.
    pub language: Language,
    /// Index (from 0) in the record's `agenda`, where it belongs to an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agenda_item: Option<u32>,
}

/// What is known of a page without its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageInfo {
    /// Position in the document, from 1.
    pub number: u32,
    /// Printed label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where its text came from.
    pub source: TextSource,
    /// How much its text looks like text, 0–1.
    pub quality: f32,
    /// Whether it has any text in the flow.
    pub has_text: bool,
}

/// A file kept for a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Media type recognized from the bytes.
    pub media_type: String,
    /// What it is to the record.
    pub role: OriginalRole,
    /// File name without folders.
    pub filename: String,
    /// Size in bytes.
    #[serde(default)]
    pub size: u64,
    /// Web address that it was fetched from.
    #[serde(default)]
    pub source_url: Option<String>,
}

/// Where a field's value was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Page, from 1; `None` for a value that was stated from outside.
    #[serde(default)]
    pub page: Option<u32>,
    /// First position in the flow.
    #[serde(default)]
    pub start: Option<usize>,
    /// Position after its last.
    #[serde(default)]
    pub end: Option<usize>,
    /// How the value got here.
    pub origin: Origin,
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
