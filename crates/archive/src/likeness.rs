//! Texts that are equal or nearly so: what tells another format of the same document, and a document that came twice.
//!
//! A text's likeness is two numbers: a digest of its words, and a simhash (Charikar 2002) of its runs of three words, of
//! which near texts share most bits. Both are cheap, and only say where to look; who asks compares the texts themselves, by
//! [`same_words`] and [`overlap`].

use ordskifte_record::RecordId;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Words in a run.
const RUN: usize = 3;
/// Bits of two simhashes that may differ: three, so that one of four quarters is equal.
const MOST_DIFFERENT: u32 = 3;
/// Bits of a quarter.
const QUARTER: u32 = 16;
/// Texts with fewer words say nothing by being equal.
const LEAST_WORDS: usize = 20;

/// What two texts are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Likeness {
    /// Digest of the words.
    words: u64,
    /// Simhash of the runs of words.
    simhash: u64,
}

impl Likeness {
    /// The likeness of a text; none for one of fewer than twenty words.
    pub fn of(text: &str) -> Option<Self> {
        let words = words(text);
        if words.len() < LEAST_WORDS {
            return None;
        }
        let mut votes = Votes::default();
        for run in hashed_runs(&words) {
            votes.add(run);
        }
        Some(Self {
            words: words.iter().fold(0, |before, word| mix(before ^ word)),
            simhash: votes.most(),
        })
    }

    /// Whether the words are probably the same; [`same_words`] tells.
    pub fn is_same(self, other: Self) -> bool {
        self.words == other.words
    }

    /// Whether the texts may be nearly the same; [`overlap`] tells.
    pub fn is_near(self, other: Self) -> bool {
        (self.simhash ^ other.simhash).count_ones() <= MOST_DIFFERENT
    }
}

/// Share of the runs of words that two texts have in common, 0–1 (Jaccard).
pub fn overlap(one: &str, other: &str) -> f64 {
    let (one, other) = (runs(one), runs(other));
    let common = one.intersection(&other).count();
    let all = one.len() + other.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

/// Whether two texts have the same words in the same order; signs, case and spaces do not count.
pub fn same_words(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> Vec<String> {
        let folded = text.to_lowercase();
        let words = folded.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    letters(one) == letters(other)
}

fn runs(text: &str) -> HashSet<u64> {
    hashed_runs(&words(text)).collect()
}

fn hashed_runs(words: &[u64]) -> impl Iterator<Item = u64> + '_ {
    words
        .windows(RUN)
        .map(|run| run.iter().fold(0, |before, word| mix(before ^ word)))
}

/// The words of a text in lower case, each as its FNV-1a hash.
fn words(text: &str) -> Vec<u64> {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut word = START;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word = step(word, c.to_ascii_lowercase() as u8);
        } else {
            for c in c.to_lowercase() {
                if c.is_alphanumeric() {
                    word = c.encode_utf8(&mut [0; 4]).bytes().fold(word, step);
                } else if word != START {
                    words.push(std::mem::replace(&mut word, START));
                }
            }
        }
    }
    if word != START {
        words.push(word);
    }
    words
}

/// How often each of 64 bits was set, counted for all at once: the n-th number holds the n-th binary digit of every count.
#[derive(Default)]
struct Votes {
    digits: [u64; 32],
    all: u32,
}

impl Votes {
    fn add(&mut self, bits: u64) {
        let mut carry = bits;
        for digit in &mut self.digits {
            if carry == 0 {
                break;
            }
            (*digit, carry) = (*digit ^ carry, *digit & carry);
        }
        self.all += 1;
    }

    /// The bits that were set more often than not.
    fn most(&self) -> u64 {
        let count = |bit: u32| {
            (0..)
                .zip(&self.digits)
                .map(|(n, digit)| (digit >> bit & 1) << n)
                .sum::<u64>()
        };
        (0..64).fold(0, |bits, bit| {
            bits | u64::from(2 * count(bit) > u64::from(self.all)) << bit
        })
    }
}

/// The finalizer of `SplitMix64`: every bit of the answer depends on every bit given.
fn mix(number: u64) -> u64 {
    let mut number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}

impl From<Likeness> for String {
    fn from(likeness: Likeness) -> Self {
        format!("{:016x}{:016x}", likeness.words, likeness.simhash)
    }
}

impl TryFrom<String> for Likeness {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let number = |part: Option<&str>| part.and_then(|part| u64::from_str_radix(part, 16).ok());
        match (text.len(), number(text.get(..16)), number(text.get(16..))) {
            (32, Some(words), Some(simhash)) => Ok(Self { words, simhash }),
            _ => Err(format!("`{text}` is no likeness")),
        }
    }
}

/// The likenesses of all records' newest versions, for finding.
#[derive(Debug, Default)]
pub(crate) struct Likenesses {
    known: Vec<(RecordId, Likeness)>,
    places: HashMap<RecordId, u32>,
    by_words: HashMap<u64, Vec<u32>>,
    by_quarter: HashMap<u32, Vec<u32>>,
}

impl Likenesses {
    /// Notes the likeness of a record's new version; an earlier one no longer counts.
    pub(crate) fn insert(&mut self, id: &RecordId, likeness: Option<Likeness>) {
        if self.of(id) == likeness {
            return;
        }
        let Some(likeness) = likeness else {
            self.places.remove(id);
            return;
        };
        let place = self.known.len() as u32;
        self.known.push((id.clone(), likeness));
        self.places.insert(id.clone(), place);
        self.by_words.entry(likeness.words).or_default().push(place);
        for quarter in quarters(likeness.simhash) {
            self.by_quarter.entry(quarter).or_default().push(place);
        }
    }

    /// A record's likeness.
    pub(crate) fn of(&self, id: &RecordId) -> Option<Likeness> {
        self.at(*self.places.get(id)?).map(|(_, likeness)| *likeness)
    }

    /// The records whose newest text has the same words, in the order in which they came.
    pub(crate) fn same(&self, likeness: Likeness) -> Vec<RecordId> {
        self.newest(self.by_words.get(&likeness.words).into_iter().flatten())
    }

    /// The records whose newest text is near, in the order in which they came.
    pub(crate) fn near(&self, likeness: Likeness) -> Vec<RecordId> {
        let mut places: Vec<u32> = quarters(likeness.simhash)
            .filter_map(|quarter| self.by_quarter.get(&quarter))
            .flatten()
            .copied()
            .filter(|place| self.at(*place).is_some_and(|(_, other)| other.is_near(likeness)))
            .collect();
        places.sort_unstable();
        places.dedup();
        self.newest(&places)
    }

    fn at(&self, place: u32) -> Option<&(RecordId, Likeness)> {
        self.known.get(place as usize)
    }

    fn newest<'a>(&self, places: impl IntoIterator<Item = &'a u32>) -> Vec<RecordId> {
        places
            .into_iter()
            .filter_map(|place| {
                let (id, _) = self.at(*place)?;
                (self.places.get(id) == Some(place)).then(|| id.clone())
            })
            .collect()
    }
}

fn quarters(simhash: u64) -> impl Iterator<Item = u32> {
    (0..64 / QUARTER).map(move |quarter| quarter << QUARTER | (simhash >> (quarter * QUARTER)) as u32 & 0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: usize, salt: &str) -> String {
        let words: Vec<String> = (0..words).map(|number| format!("ord{number}{salt} ")).collect();
        words.concat()
    }

    #[test]
    fn signs_and_case_do_not_count_and_short_texts_have_no_likeness() {
        let one = text(300, "");
        let other = one.to_uppercase().replace(' ', ",\n");
        let (one, other) = (Likeness::of(&one).expect("long"), Likeness::of(&other).expect("long"));
        assert!(one.is_same(other) && one.is_near(other));
        assert_eq!(Likeness::of(&text(19, "")), None);
        assert_eq!(Likeness::try_from(String::from(one)), Ok(one));
        assert!(Likeness::try_from("x".repeat(32)).is_err());
    }

    #[test]
    fn votes_are_counted_as_one_by_one() {
        for length in [1, 2, 7, 100, 1000] {
            let numbers: Vec<u64> = (0..length).map(mix).collect();
            let mut votes = Votes::default();
            for number in &numbers {
                votes.add(*number);
            }
            for bit in 0..64 {
                let set = numbers.iter().filter(|number| *number >> bit & 1 == 1).count();
                assert_eq!(
                    votes.most() >> bit & 1 == 1,
                    2 * set > numbers.len(),
                    "bit {bit} of {length}"
                );
            }
        }
    }

    #[test]
    fn words_are_those_of_the_text_in_lower_case() {
        for text in [
            "",
            "Æ",
            "to ord",
            " «Møtet», § 3-1: 5,5 %  ",
            "Straße ÅRSMØTE\u{307}x İstanbul",
            "a\u{a0}b",
        ] {
            let folded = text.to_lowercase();
            let parts = folded
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty());
            let expected: Vec<u64> = parts.flat_map(words).collect();
            assert_eq!(words(text), expected, "{text}");
        }
        assert!(same_words("Møtet, i dag!", "møtet i DAG") && !same_words("en to", "to en"));
    }

    #[test]
    fn near_texts_are_found_and_others_are_not() {
        let id = |letter: char| letter.to_string().repeat(16).parse::<RecordId>().expect("an id");
        let one = text(1000, "");
        let near = one.replace("ord500 ", "noe annet ");
        let mut known = Likenesses::default();
        known.insert(&id('a'), Likeness::of(&one));
        known.insert(&id('b'), Likeness::of(&text(1000, "x")));
        let near_likeness = Likeness::of(&near).expect("long");
        assert_eq!(known.near(near_likeness), [id('a')]);
        assert_eq!(known.same(near_likeness), []);
        assert!(overlap(&one, &near) > 0.99 && overlap(&one, &text(1000, "x")) < 0.01);
        // A new version of the record is what counts from then on.
        known.insert(&id('a'), Likeness::of(&text(1000, "y")));
        assert_eq!(known.near(near_likeness), []);
    }
}
