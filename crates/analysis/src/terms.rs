//! A word's terms: what stands in the index, and what a query looks for.

use crate::memory::{Memory, Shared};
use crate::standard::Side;
use crate::{compound, fold, lemma, standard, token, tokenize};
use ordskifte_record::Language;
use std::cell::RefCell;
use std::sync::{Arc, LazyLock};

/// Version of these rules; the data's own fingerprint is added to it.
const RULES_VERSION: u32 = 9;
/// Most words of a reading that each thread remembers, and all of them together (about 60 MB when full).
const CACHE_WORDS: usize = 300_000;

/// The terms of one word, as the index holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The word as written, folded.
    pub exact: String,
    /// The lemma, one form for both written standards; several when the word's standard is unknown and they
    /// differ. Never empty.
    pub lemmas: Vec<String>,
    /// Canonical lemmas of a compound's parts; empty for simple words.
    pub parts: Vec<String>,
}

/// The terms of one word, as a query looks for them. The index chain must not be used for queries: a query
/// looks for any of `lemmas` and `equivalents`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryTerms {
    /// The word as written, folded.
    pub exact: String,
    /// Lemmas in the reading of each standard that the query may be in. Never empty.
    pub lemmas: Vec<String>,
    /// Canonical lemmas of a compound's parts.
    pub parts: Vec<String>,
    /// What the other standard calls it, in both directions.
    pub equivalents: Vec<String>,
    /// Those of them that are looked for as parts of compounds too.
    pub inside_compounds: Vec<String>,
}

/// What all threads know of words.
static KNOWN: LazyLock<Shared<Arc<Terms>>> = LazyLock::new(|| Shared::new(CACHE_WORDS));

thread_local! {
    /// Copies of what the thread has met: counting references to the same terms would keep threads waiting for each other.
    static OWN: RefCell<Memory<Arc<Terms>>> = RefCell::new(Memory::new(CACHE_WORDS));
}

/// The terms under which a word of a text is indexed. The same word has other terms in bokmål, in nynorsk, and where
/// neither is known (any other language). All threads remember together what was found; who asks for the same words again
/// and again keeps what it makes of them in a [`Memory`] of its own.
pub fn known_terms(word: &str, language: Language) -> Arc<Terms> {
    KNOWN.get(word, language, || Arc::new(analyze(word, language)))
}

/// Gives words their terms and what they are called in the other standard, and remembers the latter. One for each thread.
#[derive(Debug)]
pub struct Analyzer {
    equivalents: Memory<Arc<Vec<String>>>,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// An analyzer that remembers nothing yet.
    pub fn new() -> Self {
        Self {
            equivalents: Memory::new(CACHE_WORDS),
        }
    }

    /// The terms under which a word of a text is indexed ([`known_terms`]).
    pub fn terms(&mut self, word: &str, language: Language) -> Arc<Terms> {
        let make = || Arc::new(Terms::clone(&known_terms(word, language)));
        OWN.with_borrow_mut(|own| own.read(word, language, make, Arc::clone))
    }

    /// What the other standard calls a word of a text. The index does without: what a query looks for has it.
    fn equivalents(&mut self, word: &str, language: Language) -> Arc<Vec<String>> {
        let terms = self.terms(word, language);
        let make = || Arc::new(equivalents(&terms, language));
        self.equivalents.read(word, language, make, Arc::clone)
    }

    /// The terms that a word of a query looks for; without a language, in every reading of both standards: a text in
    /// either may have the word in any of them (*veileder*: the guide, or guides).
    pub fn query_terms(&mut self, word: &str, language: Option<Language>) -> QueryTerms {
        let read = match language {
            Some(language) => vec![language],
            None => vec![Language::Nb, Language::Nn],
        };
        let mut out = QueryTerms {
            exact: fold(word),
            lemmas: Vec::new(),
            parts: Vec::new(),
            equivalents: Vec::new(),
            inside_compounds: Vec::new(),
        };
        for language in &read {
            let terms = self.terms(word, *language);
            terms
                .lemmas
                .iter()
                .for_each(|lemma| push(&mut out.lemmas, lemma.clone()));
            terms.parts.iter().for_each(|part| push(&mut out.parts, part.clone()));
        }
        for language in read {
            let known = self.equivalents(word, language);
            let mut others = known.to_vec();
            for lemma in lemma::lemmas(&out.exact, language) {
                others.extend(standard::equivalents(
                    &lemma.text,
                    lemma.side,
                    &[Side::Bokmal, Side::Nynorsk],
                ));
                for other in standard::inside_compounds(&lemma.text, lemma.side) {
                    if !out.lemmas.contains(&other) {
                        push(&mut out.inside_compounds, other);
                    }
                }
            }
            for other in others {
                if !out.lemmas.contains(&other) {
                    push(&mut out.equivalents, other);
                }
            }
        }
        out
    }
}

fn analyze(word: &str, language: Language) -> Terms {
    let exact = fold(word);
    let written = lemma::lemmas(&exact, language);
    let mut lemmas = Vec::new();
    for lemma in &written {
        push(&mut lemmas, standard::canonical(&lemma.text, lemma.side));
    }
    let mut parts = Vec::new();
    push_parts(&mut parts, &exact, language);
    for piece in token::pieces(&exact) {
        for lemma in lemma::lemmas(piece, language) {
            push(&mut parts, standard::canonical(&lemma.text, lemma.side));
        }
        push_parts(&mut parts, piece, language);
    }
    for run in token::runs(&exact) {
        push(&mut parts, run.to_owned());
    }
    Terms { exact, lemmas, parts }
}

/// The canonical lemmas of a compound's parts, and of the compounds inside it (*kommuneøkonomi* in
/// *kommuneøkonomiproposisjon*).
fn push_parts(parts: &mut Vec<String>, word: &str, language: Language) {
    if let Some(split) = compound::split_in(word, language) {
        let inner = split.inner();
        for part in split
            .parts()
            .chain(split.whole.iter().chain(&inner).map(String::as_str))
        {
            push(parts, standard::canonical(part, Side::of(language)));
        }
    }
}

/// Canonical lemmas of the other standard's words for the same thing (nynorsk *føresegn*: *forskrift*).
fn equivalents(terms: &Terms, language: Language) -> Vec<String> {
    let mut out = Vec::new();
    for lemma in lemma::lemmas(&terms.exact, language) {
        for other in standard::equivalents(&lemma.text, lemma.side, &[Side::Bokmal]) {
            if !terms.lemmas.contains(&other) {
                push(&mut out, other);
            }
        }
    }
    out
}

fn push(list: &mut Vec<String>, word: String) {
    if !list.contains(&word) {
        list.push(word);
    }
}

/// One line of `ordskifte analyze --lines`: lemma terms, `+part` for the parts of compounds, `~term` for
/// equivalents, separated by blanks.
pub fn analyze_line(analyzer: &mut Analyzer, text: &str, language: Language) -> String {
    let mut out = String::new();
    for token in tokenize(text) {
        let terms = analyzer.terms(token.text, language);
        let equivalents = analyzer.equivalents(token.text, language);
        for (mark, words) in [("", &terms.lemmas), ("+", &terms.parts), ("~", &equivalents)] {
            for word in words {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(mark);
                out.push_str(word);
            }
        }
    }
    out
}

/// Changes whenever the same text could get other terms: rule version and a checksum of the data.
pub fn fingerprint() -> &'static str {
    static FINGERPRINT: LazyLock<String> = LazyLock::new(|| {
        let checksum = include_str!(concat!(env!("OUT_DIR"), "/checksum.txt"));
        format!("analysis-{RULES_VERSION}-{checksum}")
    });
    &FINGERPRINT
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_shows_lemmas_and_parts() {
        let mut analyzer = Analyzer::new();
        assert_eq!(
            analyze_line(&mut analyzer, "Kommunane sende høyringssvar.", Language::Nb),
            "kommune sende høringssvar +høring +svar"
        );
        assert_eq!(analyze_line(&mut analyzer, "", Language::Nb), "");
    }

    #[test]
    fn a_form_of_two_words_has_both_lemmas_and_a_rare_one_does_not_count() {
        assert_eq!(analyze("arbeidet", Language::Nb).lemmas, ["arbeid", "arbeide"]);
        assert_eq!(analyze("sakene", Language::Nb).lemmas, ["sak"]);
    }

    #[test]
    fn a_word_is_read_in_its_own_standard() {
        // Bokmål *leie* is rent, nynorsk *leie* is to lead.
        assert_eq!(analyze("leie", Language::Nb).lemmas, ["leie"]);
        assert_eq!(analyze("leie", Language::Nn).lemmas, ["lede"]);
        assert_eq!(analyze("undervisinga", Language::Nn).lemmas, ["undervisning"]);
    }

    #[test]
    fn forms_meet_their_lemma_by_rule() {
        for (language, word, expected) in [
            // Verbs made of *ta* and the like follow them.
            (Language::Nn, "deltek", "delta"),
            (Language::Nn, "vedteke", "vedta"),
            (Language::Nn, "vedtekne", "vedta"),
            (Language::Nn, "ivaretek", "ivareta"),
            (Language::Nn, "inntek", "innta"),
            (Language::Nn, "overtek", "overta"),
            // The ending -dom is no judgment, and has one m.
            (Language::Nn, "eigedomar", "eiendom"),
            (Language::Nn, "ungdomane", "ungdom"),
            (Language::Nn, "sjukdomar", "sykdom"),
            (Language::Nn, "lønsame", "lønnsom"),
            // Forms that other words share in the source of the lexicon.
            (Language::Nb, "nytt", "ny"),
            (Language::Nb, "sentre", "senter"),
            (Language::Nb, "jorda", "jord"),
            (Language::Nb, "lova", "lov"),
            (Language::Nb, "felles", "felles"),
            // Nouns that are verbs and adjectives too.
            (Language::Nn, "viste", "vise"),
            (Language::Nn, "midlar", "middel"),
            (Language::Nn, "krevst", "kreve"),
            (Language::Nn, "spelte", "spille"),
            (Language::Nn, "normale", "normal"),
            // Words that no list has.
            (Language::Nn, "utgreidde", "utrede"),
            (Language::Nb, "konsernenheten", "konsernenhet"),
        ] {
            assert_eq!(
                analyze(word, language).lemmas.first().map(String::as_str),
                Some(expected),
                "{word}"
            );
        }
        for (word, own) in [("fart", "fart"), ("bruker", "bruker"), ("via", "via"), ("bygd", "bygd")] {
            let lemmas = &analyze(word, Language::Nb).lemmas;
            assert!(lemmas.iter().any(|lemma| lemma == own), "{word}: {lemmas:?}");
        }
        assert_eq!(analyze("den", Language::Nb).lemmas, ["den"]);
        assert!(analyze("brukar", Language::Nn).lemmas.contains(&"bruker".to_owned()));
        assert_eq!(analyze("ungdomar", Language::Nn).parts, Vec::<String>::new());
        assert_ne!(
            analyze("ekomloven", Language::Nb).lemmas,
            analyze("ekom", Language::Nb).lemmas
        );
    }

    proptest! {
        #[test]
        fn no_term_is_empty_and_there_are_few(text in "\\PC{0,60}") {
            for token in tokenize(&text) {
                for language in [Language::Nb, Language::Nn, Language::Und] {
                    let terms = analyze(token.text, language);
                    let all = || terms.lemmas.iter().chain(&terms.parts);
                    // A word of nothing but what folding drops, as a soft hyphen, has the empty term alone.
                    prop_assert!(terms.exact.is_empty() || all().all(|term| !term.is_empty()), "{:?}", terms);
                    prop_assert!((1..=2).contains(&terms.lemmas.len()));
                }
            }
        }

        #[test]
        fn any_word_has_terms_and_always_the_same(word in "\\PC{0,20}") {
            let first = analyze(&word, Language::Und);
            prop_assert_eq!(&analyze(&word, Language::Und), &first);
            prop_assert_eq!(&analyze(&first.exact, Language::Und), &first);
        }
    }
}
