//! Why a file could not be read.

/// Why a file could not be read, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// The bytes are in no format that Ordskifte reads.
    #[error("unknown format: the bytes are neither PDF, Word, OpenDocument, RTF, HTML, Markdown, text, e-mail nor ZIP")]
    Unknown,
    /// Opening it takes a password.
    #[error("the file is encrypted: give the password with --password")]
    PasswordNeeded,
    /// The file breaks the rules of its format.
    #[error("damaged {format}: {reason}")]
    Damaged {
        /// Format.
        format: &'static str,
        /// What is wrong, where.
        reason: String,
    },
    /// It swells beyond the limits.
    #[error("{what} is larger than the limit of {limit}")]
    TooLarge {
        /// What.
        what: &'static str,
        /// The limit, with its unit.
        limit: String,
    },
    /// The file is whole and holds no text.
    #[error("the file holds no text")]
    NoText,
}

impl ExtractError {
    /// Something is wrong with a file of this format.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "errors are handed over, and callers have no use for them"
    )]
    pub(crate) fn damaged(format: &'static str, reason: impl ToString) -> Self {
        Self::Damaged {
            format,
            reason: reason.to_string(),
        }
    }
}
