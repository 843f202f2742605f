//! The parts of a record (`docs/records.md`): whom and what it names, what was said, and where it stands.
//!
//! What the document does not state stays `None` or empty: never guessed. Positions (`start`,
//! `end`) count Unicode code points in the record's flow of text ([`crate::ExtractedText::flow_text`]).

use crate::codes::{
    Attribution, BlockKind, CaseType, CitationKind, Form, Language, Level, MeetingType, MinistryRole, Origin,
    OriginalRole, Side, SpeakerKind, TextSource,
};
use crate::date::PartialDate;
use crate::scheme::Signatory;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The meeting a document belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Ministry")]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgendaItem {
    /// Printed number, as `2` or `3/05`; `None` for an unnumbered sub-heading.
    #[serde(default)]
    pub number: Option<String>,
    /// Heading without its number.
    pub heading: String,
    /// Depth, from 1.
    #[schemars(range(min = 1))]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Topic")]
pub struct TopicRef {
    /// Identifier: a Los URI or one of Ordskifte's own.
    pub id: String,
    /// Label in bokmål.
    pub label: String,
    /// Weight, 0–1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub score: f32,
    /// Where its words stand: the title (`None`) or places in the flow, at most three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// A paragraph of the flow: the passage that searches find and links point to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Paragraph {
    /// Content-derived anchor: `p-` and 8 hexadecimal digits, `-2` for a repeat.
    #[schemars(regex(pattern = "^p-[0-9a-f]{8}(-[0-9]+)?$"))]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Page")]
pub struct PageInfo {
    /// Position in the document, from 1.
    pub number: u32,
    /// Printed label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where its text came from.
    pub source: TextSource,
    /// How much its text looks like text, 0–1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub quality: f32,
    /// Whether it has any text in the flow.
    pub has_text: bool,
}

/// A file kept for a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Original {
    /// SHA-256 of its bytes, lower-case hexadecimal.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
