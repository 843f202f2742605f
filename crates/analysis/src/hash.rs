//! Hashing of words: fast, and for keys that no attacker can choose at a price to us (every table is bounded).

use ordskifte_record::Language;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map from words, for keys that are many times looked up.
pub type Map<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;
/// A set of words of a data file.
pub type Set = HashSet<&'static str, BuildHasherDefault<WordHasher>>;

/// Which of three tables holds the words of a language: bokmål, nynorsk, or any other.
pub(crate) fn slot(language: Language) -> usize {
    match language {
        Language::Nb => 0,
        Language::Nn => 1,
        _ => 2,
    }
}

/// Multiply-and-rotate over 8 bytes at a time: words are short, and the standard hasher would take half of the
/// analysis' time.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.write_u64(u64::from_le_bytes(*eight));
        }
        // What is left in two reads that may overlap; the length tells such words apart.
        let left = match (rest.first_chunk::<4>(), rest.last_chunk::<4>(), rest) {
            (Some(first), Some(last), _) => {
                u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
            }
            (_, _, [a, middle @ .., z]) => {
                let middle = middle.first().copied().unwrap_or(0);
                u64::from(*a) | u64::from(middle) << 8 | u64::from(*z) << 16
            }
            (_, _, rest) => rest.first().copied().map_or(0, u64::from),
        };
        self.write_u64(left ^ (bytes.len() as u64) << 56);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}
