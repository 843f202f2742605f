//! The consultation scheme as data: what minutes and papers say of positions, cases and agreements.

use crate::codes::{AgreementStatus, CaseStage, PositionType, SchemeCase};
use crate::date::PartialDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a party holds of a case: a remark, or that the parties agree or disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// Who holds it, as one name or several joined by "og", as `KS` or `AID og KS`.
    pub party: String,
    /// Each of them.
    #[serde(default)]
    pub parties: Vec<String>,
    /// Heading of the case that it is about; `None` outside any heading.
    #[serde(default)]
    pub case: Option<String>,
    /// What it is.
    #[serde(rename = "type")]
    pub position_type: PositionType,
    /// The sentence, or the paragraph under the label of a remark.
    pub text: String,
    /// Page that it begins on.
    #[serde(default)]
    pub page: Option<u32>,
    /// Anchor of its paragraph.
    #[serde(default)]
    pub anchor: Option<String>,
    /// First position in the flow.
    pub start: usize,
    /// Position after its last.
    pub end: usize,
}

/// A case of the scheme as one document tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Case {
    /// Sort of case.
    #[serde(rename = "type")]
    pub case_type: SchemeCase,
    /// What it is about, as printed.
    pub subject: String,
    /// Id of the ministry that is responsible, where stated.
    #[serde(default)]
    pub responsible_ministry: Option<String>,
    /// Who proposed it, as printed, where stated.
    #[serde(default)]
    pub proposed_by: Option<String>,
    /// How far it has come, where stated.
    #[serde(default)]
    pub stage: Option<CaseStage>,
    /// The sentence or line that tells of it.
    pub evidence: String,
    /// Page.
    #[serde(default)]
    pub page: Option<u32>,
    /// Anchor of its paragraph.
    #[serde(default)]
    pub anchor: Option<String>,
    /// First position in the flow.
    pub start: usize,
    /// Position after its last.
    pub end: usize,
}

/// A cooperation agreement, after the eight sections of the scheme's template. Placeholders in brackets are no values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Agreement {
    /// Parties as printed.
    pub parties: Vec<String>,
    /// Id of the ministry that coordinates, where stated.
    pub coordinating_ministry: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// First day.
    pub valid_from: Option<PartialDate>,
    /// Last day.
    pub valid_to: Option<PartialDate>,
    /// The sentence on notice.
    pub notice: Option<String>,
    /// What the parties promise: the paragraphs and list items of that section.
    pub obligations: Vec<String>,
    /// The section on evaluation.
    pub evaluation: Option<String>,
    /// Who signed.
    pub signatories: Vec<Signatory>,
    /// Whether it is in force by what the document says of itself; by dates it is worked out when asked.
    pub status: Option<AgreementStatus>,
    /// The agreement that it replaces, as printed.
    pub previous: Option<String>,
}

/// Somebody who signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signatory {
    /// Name.
    pub name: String,
    /// Title as printed, where there is one.
    #[serde(default)]
    pub title: Option<String>,
    /// Party signed for, where stated.
    #[serde(default)]
    pub party: Option<String>,
}
