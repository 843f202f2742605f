//! What is remembered of words: each thread has a table of its own, which needs no lock, and behind them all lies one that
//! they share, so that a word is analyzed once and not once in each thread.

use crate::hash::{Map, WordHasher, slot};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Short([u64; 3]);

impl Short {
    fn of(word: &str) -> Option<Self> {
        let bytes = word.as_bytes();
        let length = bytes.len() as u64;
        if length >= 24 {
            return None;
        }
        // Read in steps of known length that may overlap, which takes less than a copy of unknown length. The highest byte
        // of the middle is one that the last step reads, too, and makes room for the length.
        let eight = |chunk: &[u8; 8]| u64::from_le_bytes(*chunk);
        let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => (eight(first), eight(last)),
            _ => (few(bytes), 0),
        };
        let middle = match bytes.get(8..16).and_then(<[u8]>::first_chunk) {
            Some(middle) if length > 16 => eight(middle) & !(0xff << 56),
            _ => 0,
        };
        Some(Self([first, last, middle | length << 56]))
    }
}

/// Up to seven bytes as one number, where their count is known beside it.
fn few(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>(), bytes) {
        (Some(first), Some(last), _) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        }
        (_, _, [one, .., last]) => {
            let middle = bytes.get(1).copied().unwrap_or(0);
            u64::from(*one) | u64::from(middle) << 8 | u64::from(*last) << 16
        }
        _ => bytes.first().copied().map_or(0, u64::from),
    }
}

impl Hash for Short {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.iter().for_each(|eight| hasher.write_u64(*eight));
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
    fn get(&self, word: &str) -> Option<&V> {
        match Short::of(word) {
            Some(short) => self.short.get(&short),
            None => self.long.get(word),
        }
    }

    fn remove(&mut self, word: &str) -> Option<V> {
        match Short::of(word) {
            Some(short) => self.short.remove(&short),
            None => self.long.remove(word),
        }
    }

    fn insert(&mut self, word: &str, value: V) {
        match Short::of(word) {
            Some(short) => self.short.insert(short, value),
            None => self.long.insert(word.into(), value),
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
    pub(crate) fn read<R, F: FnOnce(&V) -> R>(&mut self, word: &str, read: F) -> Result<R, F> {
        if let Some(found) = self.new.get(word) {
            return Ok(read(found));
        }
        let Some(found) = self.old.remove(word) else {
            return Err(read);
        };
        let result = read(&found);
        self.insert(word, found);
        Ok(result)
    }

    pub(crate) fn insert(&mut self, word: &str, value: V) {
        if self.new.len() >= self.half {
            std::mem::swap(&mut self.old, &mut self.new);
            self.new.clear();
        }
        self.new.insert(word, value);
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
        if word.len() > KEPT {
            return read(&make());
        }
        let [nb, nn, other] = &mut self.tables;
        let known = match language {
            Language::Nb => nb,
            Language::Nn => nn,
            _ => other,
        };
        known.read(word, read).unwrap_or_else(|read| {
            let fresh = make();
            let result = read(&fresh);
            known.insert(word, fresh);
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
        if let Some(found) = known.get(slot).and_then(|known| known.get(word)) {
            return found.clone();
        }
        drop(known);
        let fresh = make();
        let mut known = shard.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get_mut(slot) {
            if known.len() >= self.most {
                known.clear();
            }
            known.insert(word, fresh.clone());
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
