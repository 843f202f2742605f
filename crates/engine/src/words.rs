//! The seam to `analysis`: the terms of a word on both sides of the index.

use crate::stream::{ALTERNATIVE, WORD};
use ordskifte_analysis::{Analyzer, Memory, QueryTerms, Terms, known_terms, tokenize};
use ordskifte_query::Why;
use ordskifte_record::Language;
use std::cell::RefCell;
use std::sync::Arc;

/// Longest term that is indexed, in bytes; longer ones take a position and are not found.
const MAX_TERM: usize = 250;

/// Most words of a reading that each indexing thread remembers (about 30 MB when full).
const REMEMBERED: usize = 300_000;

thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new());
    static FORMS: RefCell<Memory<Form>> = RefCell::new(Memory::new(REMEMBERED));
}

/// The terms of a word of a text.
pub(crate) fn terms(word: &str, language: Language) -> Arc<Terms> {
    ANALYZER.with_borrow_mut(|analyzer| analyzer.terms(word, language))
}

/// Whether a term is in the index at all.
pub(crate) fn fits(term: &str) -> bool {
    !term.is_empty() && term.len() <= MAX_TERM
}

/// Text in the form that the index takes (`stream`), one for each field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Encoded {
    pub(crate) exact: String,
    pub(crate) lemma: String,
    pub(crate) parts: String,
    /// How many words.
    pub(crate) words: u64,
}

impl Encoded {
    /// The form of one paragraph or title.
    pub(crate) fn of(text: &str, language: Language) -> Self {
        let mut out = Self {
            exact: String::with_capacity(text.len()),
            lemma: String::with_capacity(text.len()),
            parts: String::new(),
            words: 0,
        };
        FORMS.with_borrow_mut(|forms| {
            for token in tokenize(text) {
                let make = || Form::of(&known_terms(token.text, language));
                forms.read(token.text, language, make, |form| out.add(form));
            }
        });
        out
    }

    /// Adds a word. One without terms, as one that is too long, takes a position too.
    fn add(&mut self, form: &Form) {
        if self.words > 0 {
            self.exact.push(WORD);
            self.lemma.push(WORD);
        }
        self.words += 1;
        self.exact.push_str(form.exact());
        self.lemma.push_str(form.lemma());
        if !form.parts().is_empty() {
            if !self.parts.is_empty() {
                self.parts.push(WORD);
            }
            self.parts.push_str(form.parts());
        }
    }
}

/// A word in the form that each field takes, in one piece: most words of a text were met before, and one look at memory
/// finds all of it.
#[derive(Debug)]
struct Form {
    all: Box<str>,
    /// Where the lemmas begin, and where the parts.
    lemma: usize,
    parts: usize,
}

impl Form {
    fn of(terms: &Terms) -> Self {
        let mut all = String::new();
        let mut put = |terms: &[String], separator: char| {
            for (index, term) in terms.iter().filter(|term| fits(term)).enumerate() {
                if index > 0 {
                    all.push(separator);
                }
                all.push_str(term);
            }
            all.len()
        };
        let lemma = put(std::slice::from_ref(&terms.exact), ALTERNATIVE);
        let parts = put(&terms.lemmas, ALTERNATIVE);
        put(&terms.parts, WORD);
        Self {
            all: all.into_boxed_str(),
            lemma,
            parts,
        }
    }

    fn exact(&self) -> &str {
        self.all.get(..self.lemma).unwrap_or_default()
    }

    fn lemma(&self) -> &str {
        self.all.get(self.lemma..self.parts).unwrap_or_default()
    }

    fn parts(&self) -> &str {
        self.all.get(self.parts..).unwrap_or_default()
    }
}

/// What a query's word looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryWord {
    /// The folded form; found higher up.
    pub(crate) exact: String,
    /// Lemmas, any of which is a hit, in the text or as part of a compound.
    pub(crate) lemmas: Vec<String>,
    /// Lemmas of what the other standard calls it; hits too, found lower down.
    pub(crate) equivalents: Vec<String>,
    /// Those of them that are looked for as parts of compounds too.
    pub(crate) inside_compounds: Vec<String>,
    /// Lemmas of what it says when a foreign keyboard wrote it (`paa`); hits as lemmas are.
    pub(crate) keyboard: Vec<String>,
}

impl QueryWord {
    /// All lemmas that are hits.
    pub(crate) fn all(&self) -> impl Iterator<Item = &String> {
        self.likely().chain(&self.equivalents)
    }

    /// Lemmas of the word itself.
    pub(crate) fn likely(&self) -> impl Iterator<Item = &String> {
        self.lemmas.iter().chain(&self.keyboard)
    }

    /// Why a word of a text is a hit; `None` when it is none.
    pub(crate) fn why(&self, terms: &Terms) -> Option<Why> {
        let has = |lemmas: &[String], own: &[String]| lemmas.iter().any(|lemma| own.contains(lemma));
        Some(if self.exact == terms.exact {
            Why::Form
        } else if has(&self.lemmas, &terms.lemmas) {
            Why::Lemma
        } else if has(&self.keyboard, &terms.lemmas) {
            Why::Keyboard
        } else if has(&self.equivalents, &terms.lemmas) {
            Why::OtherStandard
        } else if terms.parts.iter().any(|part| self.is_part(part)) {
            Why::Part
        } else {
            return None;
        })
    }

    /// Whether it is what a part of a compound is called.
    pub(crate) fn is_part(&self, part: &str) -> bool {
        let mut lists = [&self.lemmas, &self.keyboard, &self.inside_compounds].into_iter();
        lists.any(|lemmas| lemmas.iter().any(|lemma| lemma == part))
    }

    /// Whether a word of a text fits in a phrase, where parts of compounds do not count.
    pub(crate) fn matches_whole(&self, terms: &Terms) -> bool {
        self.all().any(|lemma| terms.lemmas.contains(lemma))
    }
}

/// Typed words as one text, as `tokenize` takes it: what a blank separates although it is one word stays together, also when
/// it is typed in lower case (`nou 2026: 1`).
pub(crate) fn printed<W: AsRef<str>>(words: &[W]) -> String {
    let words = words.iter().map(|word| match word.as_ref() {
        series if series.eq_ignore_ascii_case(SERIES) => SERIES,
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Reports that are numbered by year.
const SERIES: &str = "NOU";

/// The number of a report whose colon was not typed: `nou`, `2026`, `1`.
pub(crate) fn numbered(words: &[QueryWord]) -> Option<[QueryWord; 2]> {
    let [series, year, number] = words else { return None };
    let digits = |word: &QueryWord| word.exact.bytes().all(|byte| byte.is_ascii_digit());
    let fits = series.exact.eq_ignore_ascii_case(SERIES) && year.exact.len() == 4 && digits(year) && digits(number);
    fits.then(|| [series.clone(), query_word(&format!("{}:{}", year.exact, number.exact))])
}

/// The words that a word as typed is cut into: `og/eller` are two.
pub(crate) fn query_words(typed: &str) -> Vec<QueryWord> {
    tokenize(typed).map(|token| query_word(token.text)).collect()
}

fn query_word(typed: &str) -> QueryWord {
    let terms = query_terms(typed);
    let mut keyboard: Vec<String> = Vec::new();
    for spelled in norwegian_spellings(&terms.exact) {
        for lemma in query_terms(&spelled).lemmas {
            if !terms.lemmas.contains(&lemma) && !keyboard.contains(&lemma) {
                keyboard.push(lemma);
            }
        }
    }
    QueryWord {
        exact: terms.exact,
        lemmas: terms.lemmas,
        equivalents: terms.equivalents,
        inside_compounds: terms.inside_compounds,
        keyboard,
    }
}

/// What joins the parts of a compound.
const LINKS: [&str; 3] = ["", "s", "e"];
/// Ways to write each word of a compound that are tried: as typed, and its lemmas.
const WRITINGS: usize = 3;

/// The compound that words make when they are written together (*kommune*, *økonomi*: *kommuneøkonomi*); `None` when
/// they make none.
pub(crate) fn joined_word(words: &[QueryWord]) -> Option<QueryWord> {
    let mut writings = vec![String::new()];
    for (index, word) in words.iter().enumerate() {
        let links = if index + 1 < words.len() { &LINKS[..] } else { &[""] };
        let mut own: Vec<&String> = vec![&word.exact];
        own.extend(word.likely().filter(|lemma| **lemma != word.exact));
        own.truncate(WRITINGS);
        writings = writings
            .iter()
            .flat_map(|before| own.iter().map(move |word| format!("{before}{word}")))
            .flat_map(|written| links.iter().map(move |link| format!("{written}{link}")))
            .collect();
    }
    let mut found: Option<QueryWord> = None;
    for written in writings {
        let terms = query_terms(&written);
        let made = |word: &QueryWord| word.likely().any(|lemma| terms.parts.contains(lemma));
        if !words.iter().all(made) {
            continue;
        }
        match &mut found {
            None => {
                found = Some(QueryWord {
                    exact: written,
                    lemmas: terms.lemmas,
                    equivalents: terms.equivalents,
                    inside_compounds: Vec::new(),
                    keyboard: Vec::new(),
                });
            }
            Some(known) => {
                let new = |list: &[String], word: &String| !list.contains(word);
                known.equivalents.retain(|word| new(&terms.lemmas, word));
                let lemmas = terms.lemmas.into_iter().filter(|word| new(&known.lemmas, word));
                let lemmas: Vec<String> = lemmas.collect();
                known.lemmas.extend(lemmas);
                for word in terms.equivalents {
                    if new(&known.lemmas, &word) && new(&known.equivalents, &word) {
                        known.equivalents.push(word);
                    }
                }
            }
        }
    }
    found
}

fn query_terms(word: &str) -> QueryTerms {
    ANALYZER.with_borrow_mut(|analyzer| analyzer.query_terms(word, None))
}

/// What keyboards without æ, ø and å write in their stead.
const FOREIGN: [(&str, &str); 5] = [("aa", "å"), ("ae", "æ"), ("oe", "ø"), ("ä", "æ"), ("ö", "ø")];

/// What a folded word says when a foreign keyboard wrote it: all such letters read as Norwegian ones, and each sort alone
/// (*haandboerer*, but *Israels maal*).
fn norwegian_spellings(word: &str) -> Vec<String> {
    let all = FOREIGN
        .iter()
        .fold(word.to_owned(), |word, (foreign, letter)| word.replace(foreign, letter));
    let mut out = vec![all];
    for (foreign, letter) in FOREIGN {
        let spelled = word.replace(foreign, letter);
        if !out.contains(&spelled) {
            out.push(spelled);
        }
    }
    out.retain(|spelled| spelled != word);
    out
}

/// The lemmas that a word of exactly this form is indexed under, whatever the language of its paragraph.
pub(crate) fn all_lemmas(word: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for language in [Language::Nb, Language::Nn, Language::Und] {
        for lemma in &terms(word, language).lemmas {
            if !out.contains(lemma) {
                out.push(lemma.clone());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_takes_a_position_in_whole_forms() {
        let long = "æ".repeat(MAX_TERM);
        let encoded = Encoded::of(&format!("{long} Kommunen arbeidet"), Language::Nb);
        assert_eq!(encoded.words, 3);
        assert_eq!(encoded.exact, format!("{WORD}kommunen{WORD}arbeidet"));
        assert_eq!(encoded.lemma, format!("{WORD}kommune{WORD}arbeid{ALTERNATIVE}arbeide"));
        let again = Encoded::of("høringssvar Høringssvar", Language::Nb);
        let parts = ["høring", "svar", "høring", "svar"];
        assert_eq!(again.parts, parts.join(&WORD.to_string()));
        assert!(Encoded::of("", Language::Nb).exact.is_empty());
    }

    #[test]
    fn foreign_keyboards_write_norwegian_words() {
        for (typed, meant) in [
            ("raadgivning", "rådgivning"),
            ("oekonomi", "økonomi"),
            ("kommuneøkonomi", ""),
            ("ärlig", "ærlig"),
            ("höring", "høring"),
        ] {
            let word = query_words(typed).pop().expect("a word");
            let lemmas: Vec<&str> = word.keyboard.iter().map(String::as_str).collect();
            assert_eq!(lemmas.first().copied().unwrap_or_default(), meant, "{typed}");
        }
    }
}
