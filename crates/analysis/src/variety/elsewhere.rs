//! Texts in other languages than those that are told apart here: other scripts, and Latin ones that whatlang is sure of.

use super::Evidence;
use std::sync::LazyLock;
use whatlang::{Detector, Lang, Script, detect_script};

/// Shortest text that whatlang is asked about, in letters: of shorter ones its opinion is chance.
const MIN_LETTERS: usize = 30;
/// Most of a text that it is asked about, in code points; more would not change the answer.
const MOST: usize = 1500;
/// Share of frequent words of the languages that are told apart from which on a text is in one of them.
const AT_HOME: f32 = 0.25;

/// By how much Norwegian is told before all its neighbors where a text is in no other language: one that is looks like all of
/// them alike.
const NORWEGIAN: f32 = 4.0;
/// Words of a sentence, and the share of frequent ones that any sentence has.
const SENTENCE: u16 = 8;
const ALL_BUT_NONE: f32 = 0.2;
/// Letters of Northern Sámi that its neighbors lack.
const SAMI: [char; 7] = ['á', 'č', 'đ', 'ŋ', 'š', 'ŧ', 'ž'];

/// Languages that this crate tells itself, and so close to them that whatlang's opinion is not asked.
const OWN: [Lang; 4] = [Lang::Nob, Lang::Dan, Lang::Swe, Lang::Eng];

static DETECTOR: LazyLock<Detector> = LazyLock::new(Detector::new);

/// Whether a text is in no language that is told apart here.
pub(super) fn is_elsewhere(text: &str, sum: &Evidence) -> bool {
    let start = beginning(text);
    if other_script(start) {
        return true;
    }
    let others = [sum.da, sum.sv, sum.en, sum.se];
    if f32::from(sum.frequent) >= AT_HOME * f32::from(sum.words)
        || others.iter().all(|other| sum.no > other + NORWEGIAN)
        || start.chars().filter(|c| c.is_alphabetic()).take(MIN_LETTERS).count() < MIN_LETTERS
    {
        return false;
    }
    // Northern Sámi, which whatlang does not know and takes for Finnish or anything, is told by its letters.
    let looks_sami = sum.se > sum.no.max(sum.da).max(sum.sv).max(sum.en);
    if looks_sami && start.contains(SAMI) {
        return false;
    }
    DETECTOR
        .detect(start)
        .is_some_and(|told| told.is_reliable() && !OWN.contains(&told.lang()))
}

/// Whether a text that looks like a neighbor's language lacks the frequent words which any sentence of one has: its letters
/// alone made it look so, and it is in a language that whatlang does not know or is not sure of.
pub(super) fn lacks_words(text: &str, sum: &Evidence) -> bool {
    sum.words >= SENTENCE
        && f32::from(sum.frequent) < ALL_BUT_NONE * f32::from(sum.words)
        && DETECTOR
            .detect_lang(beginning(text))
            .is_none_or(|told| !OWN.contains(&told))
}

/// As much of a text as is asked about.
fn beginning(text: &str) -> &str {
    if text.len() <= MOST {
        return text;
    }
    let end = text.char_indices().nth(MOST).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// Whether most letters are of another script than Latin. Single Greek letters and names of others' do not make it so.
fn other_script(text: &str) -> bool {
    // No character below U+0240 is of another script. Those of U+2000 to U+2FFF are dashes and quotation marks, and no text is
    // of its few rare letters alone. To look for any other first byte takes less time than to ask for each letter's script.
    let foreign = |found, byte| found | u8::from(matches!(byte, 0xc9..=0xe1 | 0xe3..));
    text.bytes().fold(0, foreign) != 0 && detect_script(text).is_some_and(|script| script != Script::Latin)
}
