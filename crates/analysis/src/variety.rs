//! Which language a text is in: bokmål, nynorsk, or one of their neighbors.
//!
//! Each word gives evidence: frequent words (`data/language-words.tsv`), the letters of other words and what the
//! lexicon knows of them (`neighbors`), and how much a word leans to one standard (`lean`). First Norwegian is weighed
//! against its neighbors, with whatlang's opinion where the text is long enough for trigrams; then bokmål against
//! nynorsk, which whatlang cannot tell apart. Other scripts and other languages are none (`elsewhere`).

mod elsewhere;
mod lean;
mod letters;
mod neighbors;

use crate::hash::Map;
use crate::memory::{Memory, Shared};
use crate::{Token, fold, lexicon, tokenize};
use ordskifte_record::Language;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Words looked at; more would not change the answer.
const MAX_WORDS: usize = 200;
/// After each so many words a text is asked whether more could change the answer.
const ENOUGH: usize = 60;
/// By how much the standards, and Norwegian and its neighbors, then differ where it is told.
const SURE: f32 = 12.0;
/// Words whose evidence a thread remembers.
const CACHE_WORDS: usize = 300_000;
/// What speaks for Norwegian before a word is read: the records are Norwegian, and quotations of neighbors are few.
const HOME: f32 = 1.6;
/// What it adds that a short text lacks frequent words: by each of so many that it lacks, so much.
const FEW: usize = 4;
const LACKING: f32 = 0.4;
/// Likelihood that is left to a language which a frequent word does not belong to, and to any language by letters.
const STRANGE: f32 = 0.02;
const UNSURE: f32 = 0.03;
/// By how much languages must differ for whatlang not to be asked, which is as much as its opinion can count: where they
/// differ more it changes no answer, and it takes longer than all the rest.
const CLOSE: f32 = 2.0 * OPINION;
const OPINION: f32 = 1.0;
/// Fewest frequent words by which a few words are clearly of another language than the text around them.
const CLEAR: u16 = 2;
/// How much of the difference between languages is taken for certain: words of a text depend on one another.
const CERTAIN: f32 = 0.5;
/// Nynorsk shares more of its words with bokmål than the other way about, so that what is its own weighs more.
const RARER: f32 = 1.25;
/// What a frequent word of one standard tells, most that the features of one word tell, and most that they add to that.
const ONE: f32 = 4.5;
const MOST: f32 = 8.0;
const MORE: f32 = 1.2;
/// What a word with a capital inside a text tells: it is often a name. Of its language; of its standard, where frequent
/// and where not.
const NAME: f32 = 0.25;
const NAME_FREQUENT: f32 = 1.0 / 3.0;
const NAME_RARE: f32 = 0.1;
/// Shortest text for which whatlang is asked, in bytes.
const MIN_TRIGRAMS: usize = 20;

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// The likeliest language; `Und` when nothing speaks for any.
    pub language: Language,
    /// How sure it is, 0–1: the share of texts told with this confidence that are told rightly.
    pub confidence: f32,
}

/// No language of those that are told apart.
const NONE: Detection = Detection {
    language: Language::Und,
    confidence: 0.0,
};

/// Evidence: logarithms of likelihoods for Norwegian, Danish, Swedish, English and Northern Sámi; of odds for the two
/// standards.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    no: f32,
    nb: f32,
    nn: f32,
    da: f32,
    sv: f32,
    en: f32,
    se: f32,
    /// Frequent words, and words that were looked at.
    frequent: u16,
    words: u16,
}

impl Evidence {
    /// Of likelihoods for Norwegian, Danish, Swedish, English, Northern Sámi.
    fn of(likelihoods: [f32; 5]) -> Self {
        let [no, da, sv, en, se] = likelihoods.map(f32::ln);
        Self {
            no,
            da,
            sv,
            en,
            se,
            words: 1,
            ..Self::default()
        }
    }

    fn add(&mut self, other: Self) {
        self.no += other.no;
        self.nb += other.nb;
        self.nn += other.nn;
        self.da += other.da;
        self.sv += other.sv;
        self.en += other.en;
        self.se += other.se;
        self.frequent += other.frequent;
        self.words += other.words;
    }

    /// Whether this is Norwegian, and of one standard, by so much that more of the text would change nothing.
    fn is_clear(&self) -> bool {
        let others = [self.da, self.sv, self.en, self.se];
        others.iter().all(|other| self.no > other + SURE) && (self.nb - self.nn * RARER).abs() > SURE
    }

    /// The standard of a Norwegian text.
    fn standard(&self) -> Language {
        if self.nn * RARER > self.nb {
            Language::Nn
        } else {
            Language::Nb
        }
    }

    /// The scores of the languages, Norwegian as bokmål.
    fn groups(&self) -> [(Language, f32); 5] {
        let lacking = FEW.saturating_sub(usize::from(self.frequent)) as f32;
        [
            (Language::Nb, self.no + HOME + LACKING * lacking),
            (Language::Da, self.da),
            (Language::Sv, self.sv),
            (Language::En, self.en),
            (Language::Se, self.se),
        ]
    }
}

type Table<T> = Map<&'static str, T>;

fn rows(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

/// Evidence of frequent words. A word of several languages counts less for each.
static WORDS: LazyLock<Table<Evidence>> = LazyLock::new(|| {
    let mut of: Table<Vec<&'static str>> = Table::default();
    for (code, list) in rows(include_str!("../data/language-words.tsv")) {
        for word in list.split_whitespace() {
            let codes = of.entry(word).or_default();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    of.into_iter().map(|(word, codes)| (word, frequent(&codes))).collect()
});

fn frequent(codes: &[&str]) -> Evidence {
    let has = |code: &str| codes.contains(&code);
    let languages = [
        has("no") || has("nb") || has("nn"),
        has("da"),
        has("sv"),
        has("en"),
        has("se"),
    ];
    let share = 1.0 / languages.iter().filter(|has| **has).count().max(1) as f32;
    let likelihood = |has: bool| if has { share } else { 0.0 } * (1.0 - 5.0 * STRANGE) + STRANGE;
    let one = |code: &str, other: &str| if has(code) && !has(other) { ONE } else { 0.0 };
    Evidence {
        nb: one("nb", "nn"),
        nn: one("nn", "nb"),
        frequent: 1,
        ..Evidence::of(languages.map(likelihood))
    }
}

/// What all threads know of words.
static KNOWN: LazyLock<Shared<Evidence>> = LazyLock::new(|| Shared::new(CACHE_WORDS));

thread_local! {
    static OWN: RefCell<Memory<Evidence>> = RefCell::new(Memory::new(CACHE_WORDS));
}

/// Tells the language of a text.
pub fn detect(text: &str) -> Detection {
    decide(text, weighed(text))
}

/// The language of a heading or another few words of a text whose language is known: that, unless the words clearly tell of
/// another. One Norwegian standard is no other language than the other: of few words most are of both.
pub fn detect_within(text: &str, home: Language) -> Language {
    let sum = weighed(text);
    let groups = sum.groups();
    let (best, second) = top(&groups);
    let norwegian = |language| matches!(language, Language::Nb | Language::Nn);
    let clear = sum.frequent >= CLEAR && best.1 >= second + CLOSE;
    if !clear || norwegian(home) && norwegian(best.0) {
        home
    } else if norwegian(best.0) {
        sum.standard()
    } else {
        best.0
    }
}

/// What the words of a text tell together.
fn weighed(text: &str) -> Evidence {
    let mut sum = Evidence::default();
    OWN.with_borrow_mut(|own| {
        let mut tokens = tokenize(text).take(MAX_WORDS);
        let mut some: Vec<Token<'_>> = Vec::with_capacity(ENOUGH);
        loop {
            // To cut the text first and to look the words up then lets one wait for memory while others are looked up.
            some.extend(tokens.by_ref().take(ENOUGH));
            for token in &some {
                sum.add(remembered(own, text, token));
            }
            if some.len() < ENOUGH || sum.is_clear() {
                break;
            }
            some.clear();
        }
    });
    sum
}

fn remembered(own: &mut Memory<Evidence>, text: &str, token: &Token<'_>) -> Evidence {
    let (word, first) = (token.text, token.start == 0);
    let make = || KNOWN.get(word, Language::Und, || evidence(&fold(word)));
    let found = own.read_token(text, token, Language::Und, make, |known| *known);
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    if !capital || first || word.len() < 4 {
        return found;
    }
    let standard = if found.frequent > 0 { NAME_FREQUENT } else { NAME_RARE };
    let language = if found.frequent > 0 { 1.0 } else { NAME };
    Evidence {
        no: found.no * language,
        nb: found.nb * standard,
        nn: found.nn * standard,
        da: found.da * language,
        sv: found.sv * language,
        en: found.en * language,
        se: found.se * language,
        ..found
    }
}

/// What one folded word tells.
fn evidence(word: &str) -> Evidence {
    let known = WORDS.get(word).copied();
    // Numbers and addresses are of no language.
    if !word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'')) {
        return known.unwrap_or_default();
    }
    let standards = lexicon::standards(word);
    let head = if standards == (false, false) {
        letters::head(word)
    } else {
        None
    };
    let mut out = known.unwrap_or_else(|| by_letters(word, standards, head));
    // Where the standard of a frequent word is known, its letters tell little more.
    let most = if out.nb + out.nn > 0.0 { MORE } else { MOST };
    let lean = lean::lean(word, standards, head).clamp(-most, most);
    out.nn += lean.max(0.0);
    out.nb += (-lean).max(0.0);
    // Words of two letters are often abbreviations.
    if known.is_none() && word.chars().nth(2).is_none() {
        for language in [&mut out.no, &mut out.da, &mut out.sv, &mut out.en, &mut out.se] {
            *language *= 0.5;
        }
    }
    out
}

/// The languages that a word which is not frequent looks like.
fn by_letters(word: &str, standards: (bool, bool), head: Option<(bool, bool)>) -> Evidence {
    if word.contains(['č', 'đ', 'ŋ', 'š', 'ŧ', 'ž']) || word.contains("ii") && word.len() > 3 {
        return Evidence::of([UNSURE, UNSURE, UNSURE, UNSURE, 0.8]);
    }
    let [no, da, sv, en] =
        neighbors::likelihoods(word, standards, head).map(|share| share * (1.0 - 4.0 * UNSURE) + UNSURE);
    if word.contains('á') {
        let rare = (-1.0_f32).exp();
        return Evidence::of([no * rare, da * rare, sv * rare, en * rare, 0.5]);
    }
    // No list tells what Northern Sámi words look like; what no lexicon here has may be one.
    let foreign = standards == (false, false) && word.chars().nth(3).is_some();
    Evidence::of([no, da, sv, en, if foreign { 0.35 } else { UNSURE }])
}

fn decide(text: &str, sum: Evidence) -> Detection {
    if sum.words == 0 {
        return NONE;
    }
    if elsewhere::is_elsewhere(text, &sum) {
        return NONE;
    }
    let mut groups = sum.groups();
    let (best, second) = top(&groups);
    if best.1 < second + CLOSE && text.len() >= MIN_TRIGRAMS {
        let vote = by_trigrams(text);
        for (language, score) in &mut groups {
            if let Some((told, is_reliable)) = vote
                && told == *language
            {
                // Of Norwegian and Danish whatlang is as sure where it is wrong; of Swedish it is not.
                *score += if is_reliable && told == Language::Sv {
                    2.0 * OPINION
                } else {
                    OPINION
                };
            }
        }
    }
    let (best, _) = top(&groups);
    let total: f32 = groups.iter().map(|(_, score)| ((score - best.1) * CERTAIN).exp()).sum();
    let share = 1.0 / total;
    if best.0 != Language::Nb {
        if best.0 != Language::Se && elsewhere::lacks_words(text, &sum) {
            return NONE;
        }
        return Detection {
            language: best.0,
            confidence: calibrated(share),
        };
    }
    let language = sum.standard();
    let (own, other) = if language == Language::Nn {
        (sum.nn, sum.nb)
    } else {
        (sum.nb, sum.nn)
    };
    Detection {
        language,
        confidence: calibrated(share * (own + 0.5) / (own + other + 0.5)),
    }
}

/// How often a text is told rightly whose winner has this share of the evidence: more often than the share says where it has most
/// of it (measured with `examples/calibration.rs`).
fn calibrated(share: f32) -> f32 {
    if share > 0.5 { share.sqrt() } else { share.max(0.0) }.min(1.0)
}

/// The best group and the score of the next; earlier groups win ties.
fn top(groups: &[(Language, f32)]) -> ((Language, f32), f32) {
    let mut best = (Language::Und, f32::MIN);
    let mut second = f32::MIN;
    for (language, score) in groups {
        if *score > best.1 {
            second = best.1;
            best = (*language, *score);
        } else if *score > second {
            second = *score;
        }
    }
    (best, second)
}

/// whatlang's choice among the languages that it knows of ours, and whether it is sure.
fn by_trigrams(text: &str) -> Option<(Language, bool)> {
    use whatlang::{Detector, Lang};
    static DETECTOR: LazyLock<Detector> =
        LazyLock::new(|| Detector::with_allowlist(vec![Lang::Nob, Lang::Dan, Lang::Swe, Lang::Eng]));
    let told = DETECTOR.detect(text)?;
    let language = match told.lang() {
        Lang::Dan => Language::Da,
        Lang::Swe => Language::Sv,
        Lang::Eng => Language::En,
        _ => Language::Nb,
    };
    Some((language, told.is_reliable()))
}

/// The languages of a document by their share of its text, and the main one: the largest share, or `Und` when
/// no paragraph tells any.
pub fn detect_document<'a>(paragraphs: impl Iterator<Item = &'a str>) -> (Language, BTreeMap<Language, f32>) {
    let mut letters: BTreeMap<Language, usize> = BTreeMap::new();
    for text in paragraphs {
        let language = detect(text).language;
        if language != Language::Und {
            *letters.entry(language).or_default() += text.len();
        }
    }
    let total: usize = letters.values().sum();
    if total == 0 {
        return (Language::Und, BTreeMap::new());
    }
    let shares: BTreeMap<Language, f32> = letters
        .iter()
        .map(|(language, count)| (*language, *count as f32 / total as f32))
        .collect();
    let main = shares.iter().fold((Language::Und, 0.0_f32), |best, (language, share)| {
        if *share > best.1 { (*language, *share) } else { best }
    });
    (main.0, shares)
}

#[cfg(test)]
mod tests;
