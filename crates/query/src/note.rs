//! What a reader should know of a question that can be answered, and perhaps is not what was meant.

use crate::field::FilterField;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

/// What was noticed. Serialized, it is public (`notes` in `docs/http-api.md`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A filter's value that no record has: a name that is spelled otherwise, or of somebody who is not in the archive.
    UnknownValue {
        /// The filter.
        field: FilterField,
        /// As typed.
        value: String,
        /// Values nearly spelled so, the nearest first.
        nearest: Vec<String>,
    },
    /// A word before a colon that is no filter, in a question without hits: both were searched for as text.
    NoFilter {
        /// The word.
        name: String,
    },
}

impl Note {
    /// Every public code.
    pub const CODES: [&'static str; 2] = ["unknown_value", "no_filter"];

    /// Its public code.
    pub const fn code(&self) -> &'static str {
        let [unknown_value, no_filter] = Self::CODES;
        match self {
            Self::UnknownValue { .. } => unknown_value,
            Self::NoFilter { .. } => no_filter,
        }
    }

    /// The parameter that it is about.
    pub const fn parameter(&self) -> &'static str {
        match self {
            Self::UnknownValue { field, .. } => field.as_str(),
            Self::NoFilter { .. } => "q",
        }
    }

    /// What was typed.
    pub fn value(&self) -> &str {
        match self {
            Self::UnknownValue { value, .. } => value,
            Self::NoFilter { name } => name,
        }
    }

    /// What there is instead: the nearest values, or the filters.
    pub fn known(&self) -> Vec<&str> {
        match self {
            Self::UnknownValue { nearest, .. } => nearest.iter().map(String::as_str).collect(),
            Self::NoFilter { .. } => {
                let filters = FilterField::ALL.iter().map(|field| field.as_str());
                filters.chain(["from", "to", "title"]).collect()
            }
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownValue { field, value, nearest } => {
                write!(out, "nothing in the archive has {} `{value}`", field.as_str())?;
                match nearest.as_slice() {
                    [] => Ok(()),
                    nearest => write!(out, "; did you mean {}?", nearest.join(", ")),
                }
            }
            Self::NoFilter { name } => write!(
                out,
                "`{name}:` is no filter, so it was searched for as text; filters: {}",
                self.known().join(", ")
            ),
        }
    }
}

/// What may not be as meant.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Note")]
struct Answered<'a> {
    /// `unknown_value`: no record has this value of a filter. `no_filter`: this word before a colon is no filter and was
    /// searched for as text, and nothing was found.
    #[schemars(extend("enum" = Note::CODES))]
    code: &'static str,
    /// The filter, or `q`.
    parameter: &'static str,
    /// As typed.
    value: &'a str,
    /// Values that are spelled nearly so; with `no_filter` the filters.
    known: Vec<&'a str>,
    /// The same in English.
    message: String,
}

impl Serialize for Note {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let answered = Answered {
            code: self.code(),
            parameter: self.parameter(),
            value: self.value(),
            known: self.known(),
            message: self.to_string(),
        };
        answered.serialize(serializer)
    }
}

impl JsonSchema for Note {
    fn schema_name() -> Cow<'static, str> {
        Answered::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Answered::json_schema(generator)
    }
}
