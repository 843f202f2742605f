//! Digests and the ids minted from them (`DESIGN.md`, "Identity and versions").

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use ordskifte_record::RecordId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha512};

/// A SHA-256 digest.
pub(crate) type Hash = [u8; 32];

/// What an object's inventories name content by. Ids, records and journal name originals by SHA-256 whatever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Algorithm {
    /// That of objects begun by early versions of the program: they keep it.
    Sha256,
    /// What OCFL 1.1 asks for: that of new objects.
    Sha512,
}

impl Algorithm {
    /// The digest of bytes, in lower-case hexadecimal.
    pub(crate) fn digest(self, bytes: &[u8]) -> String {
        match self {
            Self::Sha256 => sha256(bytes),
            Self::Sha512 => HEXLOWER.encode(&Sha512::digest(bytes)),
        }
    }
}

/// SHA-256 of bytes.
pub(crate) fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// A digest in lower-case hexadecimal.
pub(crate) fn hex(hash: &Hash) -> String {
    HEXLOWER.encode(hash)
}

/// A digest from lower-case hexadecimal; `None` for anything else.
pub(crate) fn unhex(text: &str) -> Option<Hash> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}

/// SHA-256 of bytes in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&hash(bytes))
}

/// The id that a new record of these bytes gets, unless another record has it already; none for a text that is no SHA-256.
pub fn minted(sha256: &str) -> Option<RecordId> {
    mint(&unhex(sha256)?, 0)
}

/// The id minted from an original's digest: the first 16 characters of its lower-case base32.
///
/// `attempt` is 0 unless that id belongs to another record (80 bits make it unlikely, not impossible); attempt *n* is
/// minted from the SHA-256 of the digest followed by *n* as four bytes, most significant first.
pub(crate) fn mint(digest: &Hash, attempt: u32) -> Option<RecordId> {
    let mut text = if attempt == 0 {
        BASE32_NOPAD.encode(digest)
    } else {
        let mut seed = digest.to_vec();
        seed.extend(attempt.to_be_bytes());
        BASE32_NOPAD.encode(&hash(&seed))
    };
    text.make_ascii_lowercase();
    text.truncate(RecordId::LENGTH);
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_beginning_of_the_digest_in_base32() {
        // echo -n "" | sha256sum | xxd -r -p | base32 | tr A-Z a-z | cut -c1-16
        let empty = mint(&hash(b""), 0).expect("an id");
        assert_eq!(empty.as_str(), "4oymiquy7qobjgx3");
        let second = mint(&hash(b""), 1).expect("an id");
        assert_ne!(empty, second);
        assert_eq!(Some(second), mint(&hash(b""), 1));
    }

    #[test]
    fn digests_survive_their_text_form() {
        let digest = hash(b"Konsultasjon");
        assert_eq!(unhex(&hex(&digest)), Some(digest));
        assert_eq!(unhex("AB"), None);
        assert_eq!(unhex(&"G".repeat(64)), None);
    }
}
