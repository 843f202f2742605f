//! Files that hold files: e-mail and ZIP archives. Their parts are handed over unread.

mod archive;
mod mail;

pub(crate) use archive::extract as archive;
pub(crate) use mail::extract as mail;

use crate::{ExtractError, Options};
use serde::{Deserialize, Serialize};

/// A file inside a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name as the container writes it, folders separated by `/`; never empty.
    pub name: String,
    /// Media type that the container declares; what the bytes are is told by [`crate::sniff`].
    #[serde(default)]
    pub media_type: Option<String>,
    /// Why its bytes could not be taken out: encrypted, damaged, or beyond [`crate::Limits`].
    #[serde(default)]
    pub refused: Option<String>,
    /// Its bytes, empty when refused; they cross the pipe apart from the rest.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// A container of too many parts is refused as a whole: nothing may be missing in silence.
fn check_count(count: usize, options: &Options<'_>) -> Result<(), ExtractError> {
    if count <= options.limits.parts {
        return Ok(());
    }
    Err(ExtractError::TooLarge {
        what: "the container",
        limit: format!("{} parts", options.limits.parts),
    })
}
