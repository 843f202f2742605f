//! What is remembered of words: each thread has a table of its own, which needs no lock, and behind them all lies one that
//! they share, so that a word is analyzed once and not once in each thread.

use crate::hash::{Map, WordHasher, slot};
use ordskifte_record::Language;
use std::hash::Hasher;
use std::sync::{PoisonError, RwLock};

/// Parts of the shared table that are locked apart.
const SHARDS: usize = 64;

/// Tables for the three readings of a word: bokmål, nynorsk, any other.
type Tables<V> = [Map<Box<str>, V>; 3];

fn tables<V>() -> Tables<V> {
    std::array::from_fn(|_| Map::default())
}

/// A thread's table of what it knows of words.
#[derive(Debug)]
pub struct Memory<V> {
    tables: Tables<V>,
    /// Most words of a reading; then it begins anew.
    most: usize,
}

impl<V> Memory<V> {
    /// A table of at most so many words for each reading.
    pub fn new(most: usize) -> Self {
        Self { tables: tables(), most }
    }

    /// Reads what is known of a word in the reading of bokmål, nynorsk or any other language, or is made now.
    pub fn read<R>(
        &mut self,
        word: &str,
        language: Language,
        make: impl FnOnce() -> V,
        read: impl FnOnce(&V) -> R,
    ) -> R {
        let [nb, nn, other] = &mut self.tables;
        let known = match language {
            Language::Nb => nb,
            Language::Nn => nn,
            _ => other,
        };
        if let Some(found) = known.get(word) {
            return read(found);
        }
        if known.len() >= self.most {
            known.clear();
        }
        let fresh = make();
        let result = read(&fresh);
        known.insert(word.into(), fresh);
        result
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
            known.insert(word.into(), fresh.clone());
        }
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(memory.tables.iter().all(|table| table.len() <= 2));
        let held: usize = (shared.shards.iter())
            .filter_map(|shard| shard.read().ok().map(|tables| tables[0].len()))
            .sum();
        assert!((1..=SHARDS * 2).contains(&held), "{held}");
    }
}
