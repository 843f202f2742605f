//! Where a page of hits ends and the next begins.

use crate::error::EngineError;
use ordskifte_query::{Fault, SearchRequest};

/// Position in the order of hits: smaller comes first. Unique, since it ends in the record's id and the place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SortKey {
    /// Relevance or date, turned so that smaller comes first.
    pub(crate) primary: u64,
    /// Record id.
    pub(crate) id: u128,
    /// Place in the record's block.
    pub(crate) ordinal: u32,
}

/// Which way hits are taken from a place in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Those that follow it.
    After,
    /// Those in front of it.
    Before,
}

impl SortKey {
    /// Behind every hit.
    pub(crate) const END: Self = Self {
        primary: u64::MAX,
        id: u128::MAX,
        ordinal: u32::MAX,
    };

    /// The key in the opposite order.
    pub(crate) fn turned(self) -> Self {
        Self {
            primary: !self.primary,
            id: !self.id,
            ordinal: !self.ordinal,
        }
    }
}

/// A cursor, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// State that it points into.
    pub(crate) generation: String,
    /// Which way the page lies from the hit of the key, which is not on it.
    pub(crate) way: Way,
    /// A hit shown, or the end of all.
    pub(crate) key: SortKey,
    /// Question that it belongs to.
    pub(crate) question: u64,
    /// Segments that scores were reckoned over; a state read anew after a merge may score otherwise.
    pub(crate) segments: u64,
}

/// First byte of the two forms.
const AFTER: u8 = 1;
const BEFORE: u8 = 2;
/// Characters of the shortest cursor: 54 bytes.
const LEAST: usize = 72;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Cursor {
    /// Its opaque text, safe in addresses.
    pub(crate) fn write(&self) -> String {
        let mut bytes = vec![match self.way {
            Way::After => AFTER,
            Way::Before => BEFORE,
        }];
        bytes.extend(self.key.primary.to_be_bytes());
        bytes.extend(self.key.id.to_be_bytes());
        bytes.extend(self.key.ordinal.to_be_bytes());
        bytes.extend(self.question.to_be_bytes());
        bytes.extend(self.segments.to_be_bytes());
        bytes.extend(self.generation.as_bytes());
        let sum = fnv(&bytes);
        bytes.extend(sum.to_be_bytes());
        encode(&bytes)
    }

    /// Reads it back.
    ///
    /// # Errors
    /// [`EngineError::BadRequest`] for a text that has not the form of a cursor, [`EngineError::NoSuchCursor`] for one
    /// that was never given out.
    pub(crate) fn read(text: &str) -> Result<Self, EngineError> {
        if !has_form(text) {
            return Err(EngineError::bad("cursor", Fault::NoCursor));
        }
        Self::parse(text).ok_or(EngineError::NoSuchCursor)
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = decode(text)?;
        let (body, sum) = bytes.split_last_chunk::<8>()?;
        if fnv(body) != u64::from_be_bytes(*sum) {
            return None;
        }
        let (form, rest) = body.split_first()?;
        let way = match *form {
            AFTER => Way::After,
            BEFORE => Way::Before,
            _ => return None,
        };
        let (primary, rest) = rest.split_first_chunk::<8>()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let (ordinal, rest) = rest.split_first_chunk::<4>()?;
        let (question, rest) = rest.split_first_chunk::<8>()?;
        let (segments, generation) = rest.split_first_chunk::<8>()?;
        Some(Self {
            generation: String::from_utf8(generation.to_vec()).ok()?,
            way,
            key: SortKey {
                primary: u64::from_be_bytes(*primary),
                id: u128::from_be_bytes(*id),
                ordinal: u32::from_be_bytes(*ordinal),
            },
            question: u64::from_be_bytes(*question),
            segments: u64::from_be_bytes(*segments),
        })
    }
}

/// Every cursor, as a regular expression (ECMA-262): what the description of the API says of it, and what [`has_form`] reads.
pub const CURSOR_PATTERN: &str = "^A[Q-Za-v][A-Za-z0-9_-]{70,}$";

/// Whether a text has the form of [`CURSOR_PATTERN`]: of either first byte, and long enough to hold all.
fn has_form(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next() == Some(b'A')
        && bytes
            .next()
            .is_some_and(|second| matches!(second, b'Q'..=b'Z' | b'a'..=b'v'))
        && text.len() >= LEAST
        && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

/// A number for the question that a cursor goes on with.
pub(crate) fn question(request: &SearchRequest) -> u64 {
    let text = format!(
        "{:?}\u{1f}{:?}\u{1f}{}",
        request.unit,
        request.sort,
        request.interpreted()
    );
    fnv(text.as_bytes())
}

/// FNV-1a: finds damage, and is no protection against forgery (a forged cursor only starts a page elsewhere).
pub(crate) fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Base64 with the alphabet for addresses (RFC 4648 section 5), unpadded.
fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let mut group = 0_u32;
        for byte in chunk {
            group = (group << 8) | u32::from(*byte);
        }
        group <<= 8 * (3 - chunk.len());
        for place in 0..=chunk.len() {
            let index = (group >> (18 - 6 * place)) & 63;
            out.extend(ALPHABET.get(index as usize).map(|c| char::from(*c)));
        }
    }
    out
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    for chunk in text.as_bytes().chunks(4) {
        let mut group = 0_u32;
        for c in chunk {
            let value = ALPHABET.iter().position(|known| known == c)?;
            group = (group << 6) | value as u32;
        }
        group <<= 6 * (4 - chunk.len());
        let bytes = group.to_be_bytes();
        out.extend(bytes.get(1..chunk.len())?);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(back: bool, primary: u64, id: u128, ordinal: u32, question: u64, segments: u64, generation in "[0-9a-f-]{1,20}") {
            let way = if back { Way::Before } else { Way::After };
            let cursor = Cursor { generation, way, key: SortKey { primary, id, ordinal }, question, segments };
            prop_assert_eq!(Cursor::parse(&cursor.write()), Some(cursor));
        }

        #[test]
        fn other_text_is_refused(text in "\\PC{0,80}") {
            prop_assert!(Cursor::read(&text).is_err());
        }

        #[test]
        fn what_was_never_given_out_is_no_page(text in CURSOR_PATTERN.trim_matches(['^', '$'])) {
            prop_assert!(matches!(Cursor::read(&text), Err(EngineError::NoSuchCursor)));
        }
    }
}
