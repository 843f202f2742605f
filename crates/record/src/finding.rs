//! Findings: what a stage noticed and could not settle by itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something worth a person's look, listed on the record and summed by `ordskifte stats`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Stable code in lower-case with hyphens (`docs/records.md` lists them all), as `ocr-missing`.
    pub code: String,
    /// What was seen, where, and what to do, in one English sentence.
    pub message: String,
    /// Page, from 1, where it has one.
    #[serde(default)]
    pub page: Option<u32>,
}

impl Finding {
    /// A finding about the whole document.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            page: None,
        }
    }

    /// The same finding, placed on a page.
    #[must_use]
    pub fn on_page(mut self, page: u32) -> Self {
        self.page = Some(page);
        self
    }
}
