//! Values stated from outside the document: fields of a JSON Lines record, a sidecar, an amendment.

use crate::codes::{Access, Kind, Language, MinistryRole, Remarks};
use crate::date::PartialDate;
use crate::parts::{AgendaItem, Hearing, Meeting, Participant, Party, Reference};
use crate::scheme::{Agreement, Case, Position};
use serde::{Deserialize, Serialize};

/// Fields that override what recognition reads. Names and codes are those of [`crate::Record`];
/// a field left out is recognized from the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stated {
    /// The source's own key; part of the source key `path#id`, never the record's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// Start time, `HH:MM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// End time, `HH:MM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    /// Meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Meeting>,
    /// Main language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Ministries, by name, abbreviation or id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ministries: Option<Vec<StatedMinistry>>,
    /// Sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Name>,
    /// Recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Name>,
    /// References.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub references: Option<Vec<Reference>>,
    /// Public consultation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hearing: Option<Hearing>,
    /// Chair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chair: Option<Vec<String>>,
    /// Minute-takers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minute_takers: Option<Vec<String>>,
    /// Participants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participants: Option<Vec<Participant>>,
    /// Who was listed and not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<Vec<Participant>>,
    /// Whether an answer to a hearing has remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<Remarks>,
    /// Cases of the consultation scheme; an empty list takes away what was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cases: Option<Vec<Case>>,
    /// Positions of the parties; an empty list takes away what was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positions: Option<Vec<Position>>,
    /// The agreement that the record is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// Agenda.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agenda: Option<Vec<AgendaItem>>,
    /// Topics, by label or id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topics: Option<Vec<StatedTopic>>,
    /// Access.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// Web address of the original.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
}

impl Stated {
    /// What is wrong with a value that has the right type: an empty title, an hour that no clock shows. `None` where
    /// nothing is.
    pub fn fault(&self) -> Option<String> {
        if self.title.as_ref().is_some_and(|title| title.trim().is_empty()) {
            return Some("`title` is empty: state a title, or leave the field out".to_owned());
        }
        let hours = [("start_time", &self.start_time), ("end_time", &self.end_time)];
        hours.into_iter().find_map(|(field, value)| {
            let value = value.as_deref().filter(|value| !is_time(value))?;
            Some(format!(
                "`{field}` is `{value}`: a time of day is HH:MM, from 00:00 to 23:59"
            ))
        })
    }
}

/// `HH:MM`, from 00:00 to 23:59.
fn is_time(value: &str) -> bool {
    let figures = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    value
        .split_once(':')
        .is_some_and(|(hour, minute)| figures(hour) && figures(minute) && hour < "24" && minute < "60")
}

/// A ministry as stated: a plain name, abbreviation or id, or an object with a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StatedMinistry {
    /// Name, abbreviation or id.
    Plain(String),
    /// With a role.
    Full {
        /// Unique id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Abbreviation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        abbreviation: Option<String>,
        /// Name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<MinistryRole>,
    },
}

/// A topic as stated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StatedTopic {
    /// Label or id.
    Plain(String),
    /// As in a record.
    Full {
        /// Identifier.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        /// Weight, 0–1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        score: Option<f32>,
    },
}

/// A party as stated: a plain name or an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// The name.
    Plain(String),
    /// As in a record.
    Full(Party),
}
