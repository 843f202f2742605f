//! Which language a text is in: bokmål, nynorsk, or one of their neighbors.
//!
//! Each word gives evidence: frequent words (`data/language-words.tsv`), words that only one standard's lexicon
//! has, words that lean to one standard in law texts (`data/variety-words.tsv`), and letters and endings of
//! unknown words. First Norwegian is weighed against its neighbors, with whatlang's opinion where the text is
//! long enough for trigrams; then bokmål against nynorsk, which whatlang cannot tell apart.

use crate::hash::Map;
use crate::{fold, lexicon, tokenize};
use ordskifte_record::Language;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Words looked at; more would not change the answer.
const MAX_WORDS: usize = 200;
/// Words whose evidence a thread remembers.
const CACHE_WORDS: usize = 100_000;
/// What speaks for Norwegian before a word is read: the records are Norwegian, and quotations of neighbors are few.
const HOME: f32 = 0.8;
/// Nynorsk shares more of its words with bokmål than the other way about, so that what is its own weighs more.
const RARER: f32 = 1.25;
/// Most that the features of one word tell.
const MOST: f32 = 8.0;
/// Shortest text for which whatlang is asked, in bytes.
const MIN_TRIGRAMS: usize = 20;

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// The likeliest language; `Und` when nothing speaks for any.
    pub language: Language,
    /// How clear it is: the winner's share of the evidence, 0–1.
    pub confidence: f32,
}

/// Evidence for: Norwegian, bokmål, nynorsk, Danish, Swedish, English, Northern Sámi; then known words.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    no: f32,
    nb: f32,
    nn: f32,
    da: f32,
    sv: f32,
    en: f32,
    se: f32,
}

impl Evidence {
    fn add(&mut self, other: Self) {
        self.no += other.no;
        self.nb += other.nb;
        self.nn += other.nn;
        self.da += other.da;
        self.sv += other.sv;
        self.en += other.en;
        self.se += other.se;
    }
}

type Table<T> = Map<&'static str, T>;
type Cache = Map<Box<str>, Evidence>;

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
    let norwegian = codes.iter().any(|code| matches!(*code, "no" | "nb" | "nn"));
    let languages = codes
        .iter()
        .filter(|code| !matches!(**code, "no" | "nb" | "nn"))
        .count()
        + usize::from(norwegian);
    let weight = match languages {
        1 => 2.5,
        2 => 1.2,
        _ => 0.8,
    };
    let give = |code: &str| if codes.contains(&code) { weight } else { 0.0 };
    let both = codes.contains(&"nb") && codes.contains(&"nn");
    let one = |code: &str| if codes.contains(&code) && !both { 4.5 } else { 0.0 };
    Evidence {
        no: if norwegian {
            weight + if one("nb") + one("nn") > 0.0 { 1.4 } else { 0.0 }
        } else {
            0.0
        },
        nb: one("nb"),
        nn: one("nn"),
        da: give("da"),
        sv: give("sv"),
        en: give("en"),
        se: give("se"),
    }
}

/// How much words, their first and last letters, and what the lexicon knows of them lean to nynorsk (above zero) or
/// bokmål: the logarithm of the odds.
static LEANS: LazyLock<Table<f32>> = LazyLock::new(|| {
    rows(include_str!("../data/variety-words.tsv"))
        .map(|(feature, hundredths)| (feature, hundredths.parse::<f32>().unwrap_or(0.0) / 100.0))
        .collect()
});

/// The sum of what a folded word's features tell (`tests/analysis-data/variety.py` has the same features).
fn lean(word: &str, nb: bool, nn: bool) -> f32 {
    let known = match (nb, nn) {
        (true, true) => "=nb+nn",
        (true, false) => "=nb",
        (false, true) => "=nn",
        (false, false) => "=",
    };
    let of = |feature: &str| LEANS.get(feature).copied().unwrap_or(0.0);
    let mut sum = of(word) + of(known);
    let count = word.chars().count();
    if count > 3 && !(nb && nn) {
        let borders = word.char_indices().map(|(at, _)| at);
        for length in [2, 3, 4].into_iter().filter(|length| *length < count) {
            if let (Some(first), Some(last)) = (borders.clone().nth(length), borders.clone().nth(count - length)) {
                sum += of(&format!("^{}", word.get(..first).unwrap_or_default()));
                sum += of(&format!("{}$", word.get(last..).unwrap_or_default()));
            }
        }
    }
    sum
}

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::new(Cache::default());
}

/// Tells the language of a text.
pub fn detect(text: &str) -> Detection {
    let mut sum = Evidence::default();
    CACHE.with_borrow_mut(|cache| {
        for token in tokenize(text).take(MAX_WORDS) {
            sum.add(remembered(cache, token.text, token.start == 0));
        }
    });
    decide(text, sum)
}

fn remembered(cache: &mut Cache, word: &str, first: bool) -> Evidence {
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let found = if let Some(known) = cache.get(word) {
        *known
    } else {
        if cache.len() >= CACHE_WORDS {
            cache.clear();
        }
        let new = evidence(&fold(word));
        cache.insert(word.into(), new);
        new
    };
    if !capital || first || word.len() < 4 || WORDS.contains_key(fold(word).as_str()) {
        return found;
    }
    // A capital inside a text is often a name, and names tell little of the standard.
    Evidence {
        no: found.no / 4.0,
        nb: 0.0,
        nn: 0.0,
        da: found.da / 4.0,
        sv: found.sv / 4.0,
        en: found.en / 4.0,
        se: found.se / 4.0,
    }
}

/// What one folded word tells.
fn evidence(word: &str) -> Evidence {
    let mut out = WORDS.get(word).copied().unwrap_or_default();
    let frequent = WORDS.contains_key(word);
    if word.chars().any(|c| c.is_ascii_digit()) || word == "§" {
        return out;
    }
    let (nb, nn) = lexicon::standards(word);
    // Where the standard of a frequent word is known, its letters tell little more.
    let most = if out.nb + out.nn > 0.0 { 1.2 } else { MOST };
    let lean = lean(word, nb, nn).clamp(-most, most);
    out.nn += lean.max(0.0);
    out.nb += (-lean).max(0.0);
    if !frequent {
        if nb || nn {
            out.no += if nb && nn { 1.0 } else { 2.0 };
            out.da += if norwegian_letters(word) { 0.0 } else { 0.45 };
        } else {
            by_letters(word, &mut out);
        }
    }
    out
}

/// Spellings that Danish does not have.
fn norwegian_letters(word: &str) -> bool {
    const INSIDE: [&str; 9] = ["sj", "kj", "skj", "øy", "ei", "au", "øk", "åp", "kv"];
    let mut last = word.chars().rev();
    let (a, b) = (last.next(), last.next());
    (a == b && a.is_some_and(|c| !"aeiouyæøå".contains(c)))
        || INSIDE.iter().any(|letters| word.contains(letters))
        || ["het", "sjon", "heter", "eit"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// Letters and endings of words that no Norwegian lexicon has.
fn by_letters(word: &str, out: &mut Evidence) {
    if word.contains(['č', 'đ', 'ŋ', 'š', 'ŧ', 'ž']) || word.contains("ii") && word.len() > 3 {
        out.se += 2.0;
    } else if word.contains(['á']) {
        out.se += 1.2;
    }
    if word.contains(['ä', 'ö']) {
        out.sv += 1.6;
    }
    if word.contains(['æ', 'ø']) {
        out.da += 0.8;
        out.no += 0.4;
    }
    if word.contains('å') {
        out.da += 0.3;
        out.sv += 0.4;
        out.no += 0.4;
    }
    if word.len() > 3 {
        const DANISH: [&str; 14] = [
            "tion", "hed", "heden", "ede", "tioner", "erne", "dt", "ud", "eb", "øg", "æg", "øj", "gt", "igt",
        ];
        const SWEDISH: [&str; 10] = ["or", "orna", "arna", "erna", "ade", "het", "tion", "ning", "ck", "igt"];
        const ENGLISH: [&str; 12] = [
            "th", "ing", "ed", "ly", "tion", "ity", "ment", "ous", "ies", "ness", "ght", "ce",
        ];
        out.da += if DANISH.iter().any(|ending| word.ends_with(ending)) {
            0.9
        } else {
            0.35
        };
        out.sv += if SWEDISH.iter().any(|ending| word.ends_with(ending)) {
            0.7
        } else {
            0.25
        };
        out.en += if ENGLISH.iter().any(|ending| word.ends_with(ending)) {
            0.9
        } else {
            0.25
        };
        out.se += 0.3;
        out.no += 0.25;
    }
}

fn decide(text: &str, sum: Evidence) -> Detection {
    let mut groups = [
        (Language::Nb, sum.no + HOME),
        (Language::Da, sum.da),
        (Language::Sv, sum.sv),
        (Language::En, sum.en),
        (Language::Se, sum.se),
    ];
    let total: f32 = groups.iter().map(|(_, score)| score).sum();
    if total <= HOME {
        return Detection {
            language: Language::Und,
            confidence: 0.0,
        };
    }
    let (best, second) = top(&groups);
    if best.1 < second * 1.6 + 0.5 && text.len() >= MIN_TRIGRAMS {
        let vote = by_trigrams(text);
        for (language, score) in &mut groups {
            if Some(*language) == vote {
                *score += total * 0.12;
            }
        }
    }
    let (best, _) = top(&groups);
    let share = best.1 / total.max(best.1);
    if best.0 != Language::Nb {
        return Detection {
            language: best.0,
            confidence: share,
        };
    }
    let (language, own, other) = if sum.nn * RARER > sum.nb {
        (Language::Nn, sum.nn, sum.nb)
    } else {
        (Language::Nb, sum.nb, sum.nn)
    };
    Detection {
        language,
        confidence: (share * (own + 0.5) / (own + other + 0.5)).clamp(0.0, 1.0),
    }
}

/// The best group and the score of the next; earlier groups win ties.
fn top(groups: &[(Language, f32)]) -> ((Language, f32), f32) {
    let mut best = (Language::Und, f32::MIN);
    let mut second = 0.0;
    for (language, score) in groups {
        if *score > best.1 {
            second = best.1.max(0.0);
            best = (*language, *score);
        } else if *score > second {
            second = *score;
        }
    }
    (best, second)
}

/// whatlang's choice among the languages that it knows of ours.
fn by_trigrams(text: &str) -> Option<Language> {
    use whatlang::{Detector, Lang};
    static DETECTOR: LazyLock<Detector> =
        LazyLock::new(|| Detector::with_allowlist(vec![Lang::Nob, Lang::Dan, Lang::Swe, Lang::Eng]));
    Some(match DETECTOR.detect_lang(text)? {
        Lang::Dan => Language::Da,
        Lang::Swe => Language::Sv,
        Lang::Eng => Language::En,
        _ => Language::Nb,
    })
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
