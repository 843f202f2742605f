//! Which language a text is in: bokmål, nynorsk, or one of their neighbors.
//!
//! Evidence is counted word by word: words that decide (`data/language-words.tsv`), endings that only one
//! standard has, and words that only one standard's lexicon has. whatlang is asked where that leaves doubt,
//! since it knows other languages and scripts but no nynorsk.

use crate::{fold, lemma, lexicon, tokenize};
use ordskifte_record::Language;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Words looked at; more would not change the answer.
const MAX_WORDS: usize = 400;

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// The likeliest language; `Und` when nothing speaks for any.
    pub language: Language,
    /// How clear it is: the winner's share of the evidence, 0–1.
    pub confidence: f32,
}

/// The languages told apart, in the order that breaks ties.
const LANGUAGES: [Language; 6] = [
    Language::Nb,
    Language::Nn,
    Language::En,
    Language::Da,
    Language::Sv,
    Language::Se,
];

type Scores = [f32; 6];

static WORDS: LazyLock<HashMap<&'static str, Scores>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Scores> = HashMap::new();
    for line in include_str!("../data/language-words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let mut cells = line.split('\t');
        let (Some(code), Some(weight), Some(list)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let Some(index) = LANGUAGES.iter().position(|language| language.as_str() == code) else {
            continue;
        };
        let weight: f32 = weight.parse().unwrap_or(0.0);
        for word in list.split_whitespace() {
            if let Some(score) = words.entry(word).or_default().get_mut(index) {
                *score = score.max(weight);
            }
        }
    }
    words
});

/// Endings that only one of the standards has in running text, with their weights.
const ENDINGS: [(&str, usize, f32); 14] = [
    ("ene", 0, 1.0),
    ("het", 0, 1.5),
    ("heten", 0, 2.0),
    ("lig", 0, 1.0),
    ("lige", 0, 1.0),
    ("ingene", 0, 1.5),
    ("ere", 0, 0.5),
    ("ane", 1, 2.0),
    ("heit", 1, 2.0),
    ("leg", 1, 2.0),
    ("lege", 1, 2.0),
    ("ingar", 1, 2.0),
    ("leik", 1, 2.0),
    ("ar", 1, 0.5),
];

/// Tells the language of a text.
pub fn detect(text: &str) -> Detection {
    let mut scores: Scores = [0.0; 6];
    let mut words = 0;
    for token in tokenize(text).take(MAX_WORDS) {
        // A capital inside a sentence is most often a name; names tell nothing.
        if token.start > 0 && token.text.chars().next().is_some_and(char::is_uppercase) {
            continue;
        }
        words += 1;
        add_word(&fold(token.text), &mut scores);
    }
    let total: f32 = scores.iter().sum();
    let (best, score) = best_of(&scores);
    let clear = score >= 2.0 && score * 2.0 > total && score * 3.0 >= words as f32 * 0.5;
    if clear {
        return Detection {
            language: best,
            confidence: score / total,
        };
    }
    by_trigrams(text, best, score, total)
}

fn best_of(scores: &Scores) -> (Language, f32) {
    let mut best = (Language::Und, 0.0);
    for (language, score) in LANGUAGES.iter().zip(scores) {
        if *score > best.1 {
            best = (*language, *score);
        }
    }
    best
}

fn add_word(word: &str, scores: &mut Scores) {
    if let Some(known) = WORDS.get(word) {
        for (score, weight) in scores.iter_mut().zip(known) {
            *score += weight;
        }
        return;
    }
    if word.len() < 4 || !word.chars().all(char::is_alphabetic) {
        return;
    }
    let [nb, nn, ..] = scores;
    for (ending, index, weight) in ENDINGS {
        if word.ends_with(ending) {
            *(if index == 0 { &mut *nb } else { &mut *nn }) += weight;
        }
    }
    if let Some(standards) = lexicon::lookup(word).or_else(|| lexicon::lookup(&lemma::known_lemma(word)?)) {
        match (standards.nb, standards.nn) {
            (true, false) => *nb += 0.6,
            (false, true) => *nn += 0.9,
            _ => {
                *nb += 0.1;
                *nn += 0.1;
            }
        }
    }
}

/// Settles doubtful cases: whatlang's word on other languages, ours between the two standards.
fn by_trigrams(text: &str, best: Language, score: f32, total: f32) -> Detection {
    use whatlang::Lang;
    let norwegian = if matches!(best, Language::Nb | Language::Nn) {
        best
    } else {
        Language::Nb
    };
    let Some(info) = whatlang::detect(text) else {
        return Detection {
            language: best,
            confidence: if total > 0.0 { score / total } else { 0.0 },
        };
    };
    let guess = match info.lang() {
        Lang::Nob => Some(norwegian),
        Lang::Eng => Some(Language::En),
        // One Norwegian sentence in ten looks Danish or Swedish to trigrams: own evidence first.
        Lang::Dan if best == Language::Und => Some(Language::Da),
        Lang::Swe if best == Language::Und => Some(Language::Sv),
        _ => None,
    };
    let own = if total > 0.0 { score / total } else { 0.0 };
    match guess {
        Some(language) if score < 2.0 && info.is_reliable() => Detection {
            language,
            confidence: 0.5,
        },
        _ if score > 0.0 => Detection {
            language: best,
            confidence: own,
        },
        Some(language) if text.chars().count() > 20 => Detection {
            language,
            confidence: 0.3,
        },
        _ => Detection {
            language: Language::Und,
            confidence: 0.0,
        },
    }
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
mod tests {
    use super::*;

    #[test]
    fn clear_sentences_are_told_apart() {
        for (text, language) in [
            (
                "Kommunene ønsker at staten ikke skal endre ordningen uten å høre hva de mener.",
                Language::Nb,
            ),
            (
                "Kommunane ønskjer at staten ikkje skal endre ordninga utan å høyre kva dei meiner.",
                Language::Nn,
            ),
            (
                "The municipalities would have preferred that this was settled earlier.",
                Language::En,
            ),
            (
                "Kommunerna vill inte att regeringen ändrar detta och säger att det är för tidigt.",
                Language::Sv,
            ),
            ("12345 --- 67", Language::Und),
            ("", Language::Und),
        ] {
            assert_eq!(detect(text).language, language, "{text}");
        }
    }
}
