//! Record identifiers.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// Identifier of a record: 16 characters of lower-case base32 (RFC 4648 alphabet `a–z2–7`), the
/// first of the SHA-256 of the record's first original. Minted once and never reused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("pattern" = Self::PATTERN))]
pub struct RecordId(String);

/// A text that has not the form of a record identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidId(pub String);

impl std::fmt::Display for InvalidId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is no record id: 16 characters of a–z and 2–7", self.0)
    }
}

impl std::error::Error for InvalidId {}

impl RecordId {
    /// Length of every identifier, in characters.
    pub const LENGTH: usize = 16;
    /// Every identifier, and nothing else, as a regular expression (ECMA-262).
    pub const PATTERN: &'static str = "^[a-z2-7]{16}$";

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for RecordId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let fits = text.len() == Self::LENGTH && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId(text.to_owned()))
        }
    }
}

impl std::fmt::Display for RecordId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_published_form_is_an_id() {
        assert!("abcdefghijklm234".parse::<RecordId>().is_ok());
        for text in [
            "",
            "ABCDEFGHIJKLM234",
            "abcdefghijklm189",
            "../../etc/passwd",
            "abcdefghijklm2345",
        ] {
            assert!(text.parse::<RecordId>().is_err(), "{text}");
        }
    }
}
