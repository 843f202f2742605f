//! Which topics words mean: labels by their lemmas, concepts of our own also by the beginnings of words.

use crate::data::rows;
use ordskifte_analysis::{Memory, Token, fold, known_terms, tokenize};
use ordskifte_record::Language;
use ordskifte_vocabulary::{OWN, Topic, topics};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::LazyLock;

/// A synonym of one word has at least so many letters: shorter ones are everyday words as well ("følgje", "dele").
const MIN_SYNONYM: usize = 7;
/// Words that a thread remembers.
const REMEMBERED: usize = 300_000;

/// Everyday words that are labels too: they tell nothing of what a text is about.
static EVERYDAY: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../data/everyday.txt")).collect());

/// A label: its lemmas as numbers, and what it means.
struct Label {
    lemmas: Vec<u32>,
    topic: &'static Topic,
}

/// Labels as words of one language have them.
#[derive(Default)]
struct Labels {
    numbers: HashMap<String, u32>,
    by_first: HashMap<u32, Vec<Label>>,
}

/// Labels in the reading of bokmål, of nynorsk, and of a text whose language is not known.
static LABELS: LazyLock<BTreeMap<Language, Labels>> = LazyLock::new(|| {
    [Language::Nb, Language::Nn, Language::Und]
        .map(|language| (language, Labels::in_language(language)))
        .into()
});

/// Beginnings of words that mean concepts of our own, sorted.
static BEGINNINGS: LazyLock<Vec<(&'static str, &'static Topic)>> = LazyLock::new(|| {
    let mut all: Vec<_> = topics()
        .iter()
        .flat_map(|topic| topic.beginnings.iter().map(move |word| (*word, topic)))
        .collect();
    all.sort_by_key(|(word, _)| *word);
    all
});

/// The language that words are read in: any that is not Norwegian is as none.
fn reading(language: Language) -> Language {
    match language {
        Language::Nb | Language::Nn => language,
        _ => Language::Und,
    }
}

impl Labels {
    fn in_language(language: Language) -> Self {
        let mut labels = Self::default();
        for topic in topics() {
            let own = topic.id.starts_with(OWN);
            let others = topic.other_labels.iter().copied();
            let others = others.filter(|label| own || label.contains(' ') || label.chars().count() >= MIN_SYNONYM);
            // Each label in its own standard, and as the text's standard would read it.
            let main = [(topic.label_nb, Language::Nb), (topic.label_nn, Language::Nn)];
            for (label, own) in main.into_iter().chain(others.map(|label| (label, language))) {
                if label.chars().count() < 3 || EVERYDAY.contains(&fold(label).as_str()) {
                    continue;
                }
                labels.add(label, language, topic);
                labels.add(label, own, topic);
            }
        }
        labels
    }

    fn add(&mut self, label: &str, language: Language, topic: &'static Topic) {
        let lemmas: Vec<u32> = tokenize(label)
            .map(|token| {
                let lemma = known_terms(token.text, language).lemmas.first().cloned();
                let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
                *self.numbers.entry(lemma.unwrap_or_default()).or_insert(next)
            })
            .collect();
        let Some((first, rest)) = lemmas.split_first() else {
            return;
        };
        let known = self.by_first.entry(*first).or_default();
        if !known
            .iter()
            .any(|other| other.lemmas == rest && other.topic.id == topic.id)
        {
            known.push(Label {
                lemmas: rest.to_vec(),
                topic,
            });
        }
    }
}

/// What a word is to the labels.
#[derive(Clone, Default)]
struct Word {
    /// Number of its lemma, where a label has it.
    lemma: Option<u32>,
    /// Topics of our own whose beginnings the word has.
    own: Vec<&'static Topic>,
}

impl Word {
    fn new(text: &str, language: Language, labels: &Labels) -> Option<Rc<Self>> {
        let terms = known_terms(text, language);
        let word = Self {
            lemma: (terms.lemmas.first()).and_then(|lemma| labels.numbers.get(lemma).copied()),
            own: beginnings(&terms.exact),
        };
        (word.lemma.is_some() || !word.own.is_empty()).then(|| Rc::new(word))
    }
}

/// The topics of which a word has a beginning: those that sort before it, down to the first that shares nothing with it.
fn beginnings(word: &str) -> Vec<&'static Topic> {
    let end = BEGINNINGS.partition_point(|(start, _)| *start <= word);
    let Some(first) = word.chars().next() else {
        return Vec::new();
    };
    let before = BEGINNINGS.get(..end).unwrap_or_default().iter().rev();
    before
        .take_while(|(start, _)| start.starts_with(first))
        .filter(|(start, _)| word.starts_with(start))
        .map(|(_, topic)| *topic)
        .collect()
}

thread_local! {
    /// Words that are nothing to the labels are most, and are remembered as `None`.
    static MEMORY: RefCell<Memory<Option<Rc<Word>>>> = RefCell::new(Memory::new(REMEMBERED));
}

/// A word that is something to the labels, in a text.
struct Found {
    word: Rc<Word>,
    /// Which token of the text it is.
    index: usize,
    start: usize,
    end: usize,
}

/// Where tokens are the name of a ministry: whom a text is from or to is not what it is about.
fn ministry_names(text: &str) -> Vec<std::ops::RangeInclusive<usize>> {
    if !text.contains("epartement") && !text.contains("EPARTEMENT") {
        return Vec::new();
    }
    let tokens: Vec<Token<'_>> = tokenize(text).collect();
    let joins = |token: &Token<'_>| {
        let after = text.get(token.end..).unwrap_or_default();
        token.text.ends_with('-') || after.starts_with('-') || ["og", "OG"].contains(&token.text)
    };
    let ends = tokens.iter().enumerate().filter(|(_, token)| {
        let word = token.text;
        word.contains("epartement") || word.contains("EPARTEMENT")
    });
    let names = ends.map(|(end, _)| {
        let before = tokens.get(..end).unwrap_or_default().iter().rev();
        end - before.take_while(|token| joins(token)).count()..=end
    });
    names.collect()
}

/// Calls `found` with each topic that a text in a language uses and its place, in code points.
pub(super) fn find(text: &str, language: Language, mut found: impl FnMut(&'static Topic, usize, usize)) {
    let language = reading(language);
    let Some(labels) = LABELS.get(&language) else {
        return;
    };
    // Most words are nothing to the labels, and need no place in a list.
    let words: Vec<Found> = MEMORY.with_borrow_mut(|memory| {
        let known = tokenize(text).enumerate().filter_map(|(index, token)| {
            let make = || Word::new(token.text, language, labels);
            let word = memory.read(token.text, language, make, Option::clone)?;
            let (start, end) = (token.start, token.end);
            Some(Found {
                word,
                index,
                start,
                end,
            })
        });
        known.collect()
    });
    if words.is_empty() {
        return;
    }
    let place = |byte: usize| text.get(..byte).unwrap_or_default().chars().count();
    let names = ministry_names(text);
    for (
        at,
        Found {
            word,
            index,
            start,
            end,
        },
    ) in words.iter().enumerate()
    {
        if names.iter().any(|name| name.contains(index)) {
            continue;
        }
        for topic in &word.own {
            found(topic, place(*start), place(*end));
        }
        let Some(known) = word.lemma.and_then(|lemma| labels.by_first.get(&lemma)) else {
            continue;
        };
        for label in known {
            let rest = words.get(at + 1..at + 1 + label.lemmas.len());
            let same = rest.is_some_and(|rest| {
                let next = |(next, (other, lemma)): (usize, (&Found, &u32))| {
                    other.index == next && other.word.lemma == Some(*lemma)
                };
                (index + 1..).zip(rest.iter().zip(&label.lemmas)).all(next)
            });
            let twice = word.own.iter().any(|topic| topic.id == label.topic.id);
            if same && !twice {
                let end = rest.and_then(<[_]>::last).map_or(*end, |last| last.end);
                found(label.topic, place(*start), place(end));
            }
        }
    }
}
