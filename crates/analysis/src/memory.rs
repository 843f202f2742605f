//! What is remembered of words: each thread has a table of its own, which needs no lock, and behind them all lies one that
//! they share, so that a word is analyzed once and not once in each thread.

use crate::hash::{Map, WordHasher, slot};
use crate::token::Token;
use ordskifte_record::Language;
use std::hash::{Hash, Hasher};
use std::sync::{PoisonError, RwLock};

/// Parts of the shared table that are locked apart.
const SHARDS: usize = 64;

/// Tables for the three readings of a word: bokmål, nynorsk, any other.
type Tables<V> = [Words<V>; 3];

fn tables<V>() -> Tables<V> {
    std::array::from_fn(|_| Words::default())
}

/// Longest word that is remembered at all, in bytes: longer ones are addresses and noise, and would fill memory.
const KEPT: usize = 200;

/// A word of at most 23 bytes in place, with its length: nearly every word, compared without a look elsewhere.
#[derive(Clone, Copy, Debug, Eq)]
struct Short {
    first: u64,
    middle: u64,
    /// The last bytes, and the length above them.
    last: u64,
}

/// Number by number, as the processor has them: to compare all in memory would wait until they are written there.
impl PartialEq for Short {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        (self.first ^ other.first) | (self.middle ^ other.middle) | (self.last ^ other.last) == 0
    }
}

impl Short {
    fn of(word: &str) -> Option<Self> {
        let bytes = word.as_bytes();
        // Read in steps of known length that may overlap, which takes less than a copy of unknown length.
        let eights = match (bytes.first_chunk().copied(), bytes.last_chunk().copied(), bytes.len()) {
            (Some(first), Some(last), length @ ..=16) => [eight(first), upper(eight(last), length - 8), 0],
            (Some(first), Some(last), length @ ..24) => {
                let middle = bytes.get(8..16).and_then(<[u8]>::first_chunk).copied().map_or(0, eight);
                [eight(first), middle, upper(eight(last), length - 16)]
            }
            (Some(_), ..) => return None,
            (None, ..) => [few(bytes), 0, 0],
        };
        Some(Self::new(eights, bytes.len()))
    }

    /// The same of the word that these bytes begin with, if it has so many. Words of all lengths take the same way, so that
    /// none has to be guessed.
    fn of_beginning(bytes: &[u8; 24], length: usize) -> Option<Self> {
        let (eights, _) = bytes.as_chunks::<8>();
        let [first, middle, last] = *eights else { return None };
        let lower = |eight: u64, length: usize| eight & upper(u64::MAX, length.min(8));
        let eights = [
            lower(eight(first), length),
            lower(eight(middle), length.saturating_sub(8)),
            lower(eight(last), length.saturating_sub(16)),
        ];
        (length < 24).then(|| Self::new(eights, length))
    }

    fn new([first, middle, last]: [u64; 3], length: usize) -> Self {
        Self {
            first,
            middle,
            last: last | (length as u64) << 56,
        }
    }
}

/// Eight bytes as a number.
fn eight(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes)
}

/// So many of the last of eight bytes, as the first ones of a number.
fn upper(eight: u64, count: usize) -> u64 {
    eight.checked_shr(64 - 8 * count as u32).unwrap_or(0)
}

/// Up to seven bytes as one number.
fn few(bytes: &[u8]) -> u64 {
    let at = |byte: u8, place: usize| u64::from(byte) << (8 * place);
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>(), bytes) {
        (Some(first), Some(last), _) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4))
        }
        (_, _, [one, .., last]) => {
            let middle = bytes.get(1).copied().unwrap_or(0);
            at(*one, 0) | at(middle, 1) | at(*last, bytes.len() - 1)
        }
        _ => bytes.first().copied().map_or(0, u64::from),
    }
}

impl Hash for Short {
    #[inline]
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let (middle, last) = (self.middle.wrapping_mul(MIX), self.last.wrapping_mul(MIX));
        hasher.write_u64(self.first ^ middle.rotate_left(21) ^ last.rotate_left(42));
    }
}

/// An odd number whose bits have no pattern.
const MIX: u64 = 0xd6e8_feb8_6659_fd93;

/// A word to be looked up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'a> {
    word: &'a str,
    short: Option<Short>,
}

impl<'a> Key<'a> {
    pub(crate) fn of(word: &'a str) -> Self {
        let short = Short::of(word);
        Self { word, short }
    }

    /// A word that stands in a text.
    #[inline]
    pub(crate) fn within(text: &str, token: &Token<'a>) -> Self {
        let word = token.text;
        match text.as_bytes().get(token.start..).and_then(<[u8]>::first_chunk) {
            Some(bytes) => Self {
                word,
                short: Short::of_beginning(bytes, word.len()),
            },
            None => Self::of(word),
        }
    }
}

/// What is known of words.
#[derive(Debug)]
struct Words<V> {
    short: Map<Short, V>,
    long: Map<Box<str>, V>,
}

impl<V> Default for Words<V> {
    fn default() -> Self {
        Self {
            short: Map::default(),
            long: Map::default(),
        }
    }
}

impl<V> Words<V> {
    #[inline]
    fn get(&self, key: Key<'_>) -> Option<&V> {
        match key.short {
            Some(short) => self.short.get(&short),
            None => self.long.get(key.word),
        }
    }

    fn remove(&mut self, key: Key<'_>) -> Option<V> {
        match key.short {
            Some(short) => self.short.remove(&short),
            None => self.long.remove(key.word),
        }
    }

    fn insert(&mut self, key: Key<'_>, value: V) {
        match key.short {
            Some(short) => self.short.insert(short, value),
            None => self.long.insert(key.word.into(), value),
        };
    }

    fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Drops all, but not the room.
    fn clear(&mut self) {
        self.short.clear();
        self.long.clear();
    }
}

/// What is known of so many words at most: the newer half, and the older one, of which what is asked for stays.
#[derive(Debug)]
pub(crate) struct Recent<V> {
    new: Words<V>,
    old: Words<V>,
    half: usize,
}

impl<V> Recent<V> {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            new: Words::default(),
            old: Words::default(),
            half: most.div_ceil(2),
        }
    }

    /// Reads what is known of a word; gives the reader back when nothing is.
    #[inline]
    pub(crate) fn read<R, F: FnOnce(&V) -> R>(&mut self, key: Key<'_>, read: F) -> Result<R, F> {
        if let Some(found) = self.new.get(key) {
            return Ok(read(found));
        }
        let Some(found) = self.old.remove(key) else {
            return Err(read);
        };
        let result = read(&found);
        self.insert(key, found);
        Ok(result)
    }

    pub(crate) fn insert(&mut self, key: Key<'_>, value: V) {
        if self.new.len() >= self.half {
            std::mem::swap(&mut self.old, &mut self.new);
            self.new.clear();
        }
        self.new.insert(key, value);
    }
}

/// A thread's table of what it knows of words.
#[derive(Debug)]
pub struct Memory<V> {
    /// For the three readings of a word: bokmål, nynorsk, any other.
    tables: [Recent<V>; 3],
}

impl<V> Memory<V> {
    /// A table of at most so many words for each reading.
    pub fn new(most: usize) -> Self {
        Self {
            tables: std::array::from_fn(|_| Recent::new(most)),
        }
    }

    /// Reads what is known of a word in the reading of bokmål, nynorsk or any other language, or is made now.
    pub fn read<R>(
        &mut self,
        word: &str,
        language: Language,
        make: impl FnOnce() -> V,
        read: impl FnOnce(&V) -> R,
    ) -> R {
        self.of(Key::of(word), language, make, read)
    }

    /// The same of a word in a text.
    #[inline]
    pub fn read_token<R>(
        &mut self,
        text: &str,
        token: &Token<'_>,
        language: Language,
        make: impl FnOnce() -> V,
        read: impl FnOnce(&V) -> R,
    ) -> R {
        self.of(Key::within(text, token), language, make, read)
    }

    #[inline]
    fn of<R>(&mut self, key: Key<'_>, language: Language, make: impl FnOnce() -> V, read: impl FnOnce(&V) -> R) -> R {
        if key.word.len() > KEPT {
            return read(&make());
        }
        let [nb, nn, other] = &mut self.tables;
        let known = match language {
            Language::Nb => nb,
            Language::Nn => nn,
            _ => other,
        };
        known.read(key, read).unwrap_or_else(|read| {
            let fresh = make();
            let result = read(&fresh);
            known.insert(key, fresh);
            result
        })
    }
}

/// The table behind those of the threads.
#[derive(Debug)]
pub(crate) struct Shared<V> {
    shards: Vec<RwLock<Tables<V>>>,
    /// Most words of a reading in one shard; then it begins anew.
    most: usize,
}

impl<V: Clone> Shared<V> {
    /// A table of at most about so many words for each reading.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            shards: std::iter::repeat_with(|| RwLock::new(tables())).take(SHARDS).collect(),
            most: most.div_ceil(SHARDS),
        }
    }

    /// What is known of a word, or is made now. Two threads may make the same at the same time; both get the same.
    pub(crate) fn get(&self, word: &str, language: Language, make: impl FnOnce() -> V) -> V {
        if word.len() > KEPT {
            return make();
        }
        let mut hasher = WordHasher::default();
        hasher.write(word.as_bytes());
        let Some(shard) = self.shards.get(hasher.finish() as usize % SHARDS) else {
            return make();
        };
        let slot = slot(language);
        let known = shard.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(slot).and_then(|known| known.get(Key::of(word))) {
            return found.clone();
        }
        drop(known);
        let fresh = make();
        let mut known = shard.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get_mut(slot) {
            if known.len() >= self.most {
                known.clear();
            }
            known.insert(Key::of(word), fresh.clone());
        }
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn short_words_are_told_apart_by_every_byte(one in "[aø]{0,25}", other in "[aø]{0,25}") {
            let (a, b) = (Short::of(&one), Short::of(&other));
            prop_assert_eq!(a.is_some(), one.len() < 24);
            prop_assert_eq!(a == b, one == other || a.is_none() && b.is_none());
        }

        #[test]
        fn a_word_in_a_text_is_the_same_as_alone(before in "[aø ]{0,3}", word in "[a-zø]{1,26}", behind in "[ .aø]{0,26}") {
            let text = format!("{before}{word}{behind}");
            let (start, end) = (before.len(), before.len() + word.len());
            let token = Token { text: &text[start..end], start, end };
            prop_assert_eq!(Key::within(&text, &token).short, Short::of(&word));
        }
    }

    #[test]
    fn a_word_is_made_once_for_each_reading_and_full_tables_begin_anew() {
        let shared = Shared::new(SHARDS * 2);
        let mut made = 0;
        let mut memory = Memory::new(2);
        for (word, language) in [
            ("sak", Language::Nb),
            ("sak", Language::Nb),
            ("sak", Language::Nn),
            ("sak", Language::Da),
            ("sak", Language::Und),
        ] {
            let length = memory.read(
                word,
                language,
                || {
                    shared.get(word, language, || {
                        made += 1;
                        word.len()
                    })
                },
                |length| *length,
            );
            assert_eq!(length, 3);
        }
        assert_eq!(made, 3);
        let long = "lang".repeat(KEPT);
        assert_eq!(
            memory.read(
                &long,
                Language::Nb,
                || shared.get(&long, Language::Nb, || 7),
                |seven| *seven
            ),
            7
        );
        assert_eq!(
            memory.read(&long, Language::Nb, || 8, |eight| *eight),
            8,
            "too long to be remembered"
        );
        for number in 0..10_000 {
            let word = number.to_string();
            let found = memory.read(
                &word,
                Language::Nb,
                || shared.get(&word, Language::Nb, || word.len()),
                |length| *length,
            );
            assert_eq!(found, word.len());
        }
        assert!(memory.tables.iter().all(|table| table.new.len() + table.old.len() <= 2));
        let held: usize = (shared.shards.iter())
            .filter_map(|shard| shard.read().ok().map(|tables| tables[0].len()))
            .sum();
        assert!((1..=SHARDS * 2).contains(&held), "{held}");
    }
}
