//! Which topics words mean: labels by their lemmas, concepts of our own also by the beginnings of words.

use crate::data::rows;
use ordskifte_analysis::{Map, Memory, Token, fold, known_terms, tokenize};
use ordskifte_record::Language;
use ordskifte_vocabulary::{OWN, topics};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// A synonym of one word has at least so many letters: shorter ones are everyday words as well ("følgje", "dele").
const MIN_SYNONYM: usize = 7;
/// Bytes of text for each of its words, about.
const WORD: usize = 6;
/// Words that a thread remembers.
const REMEMBERED: usize = 300_000;

/// Everyday words that are labels too: they tell nothing of what a text is about.
static EVERYDAY: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../data/everyday.txt")).collect());

/// A label that begins with some lemma: the numbers of the lemmas behind that, and which of the [`topics`] it means.
struct Label {
    lemmas: Vec<u32>,
    topic: usize,
}

/// Labels as words of one language have them.
#[derive(Default)]
struct Labels {
    numbers: Map<String, u32>,
    /// By the number of their first lemma.
    by_first: Vec<Vec<Label>>,
}

/// Labels in the reading of bokmål, of nynorsk, and of a text whose language is not known.
static LABELS: LazyLock<BTreeMap<Language, Labels>> = LazyLock::new(|| {
    [Language::Nb, Language::Nn, Language::Und]
        .map(|language| (language, Labels::in_language(language)))
        .into()
});

/// Beginnings of words that mean concepts of our own, sorted, with the topics of a word whose longest beginning this is: its
/// own, and those of the shorter ones.
static BEGINNINGS: LazyLock<Vec<(&'static str, Vec<usize>)>> = LazyLock::new(|| {
    let mut all: Vec<_> = (0..)
        .zip(topics())
        .flat_map(|(topic, known)| known.beginnings.iter().map(move |word| (*word, topic)))
        .collect();
    all.sort_by_key(|(word, _)| *word);
    let shorter = |end: usize, word: &str| {
        let before = all.get(..=end).unwrap_or_default().iter().rev();
        before
            .filter(|(start, _)| word.starts_with(start))
            .map(|(_, topic)| *topic)
            .collect()
    };
    (all.iter().enumerate())
        .map(|(index, (word, _))| (*word, shorter(index, word)))
        .collect()
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
        for (index, topic) in topics().iter().enumerate() {
            let own = topic.id.starts_with(OWN);
            let others = topic.other_labels.iter().copied();
            let others = others.filter(|label| own || label.contains(' ') || label.chars().count() >= MIN_SYNONYM);
            // Each label in its own standard, and as the text's standard would read it.
            let main = [(topic.label_nb, Language::Nb), (topic.label_nn, Language::Nn)];
            for (label, own) in main.into_iter().chain(others.map(|label| (label, language))) {
                if label.chars().count() < 3 || EVERYDAY.contains(&fold(label).as_str()) {
                    continue;
                }
                labels.add(label, language, index);
                labels.add(label, own, index);
            }
        }
        labels
    }

    fn add(&mut self, label: &str, language: Language, topic: usize) {
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
        let first = *first as usize;
        if self.by_first.len() <= first {
            self.by_first.resize_with(first + 1, Vec::new);
        }
        let Some(known) = self.by_first.get_mut(first) else {
            return;
        };
        if !known.iter().any(|other| other.lemmas == rest && other.topic == topic) {
            known.push(Label {
                lemmas: rest.to_vec(),
                topic,
            });
        }
    }

    /// Those that begin with a lemma.
    fn beginning_with(&self, lemma: u32) -> &[Label] {
        self.by_first.get(lemma as usize).map_or(&[], Vec::as_slice)
    }
}

/// What a word is to the labels.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Word {
    /// Number of its lemma, where a label has it.
    lemma: u32,
    /// Which is the longest of the [`BEGINNINGS`] that it has.
    beginning: u32,
}

/// No lemma of a label, and none of the beginnings.
const NONE: u32 = u32::MAX;

impl Word {
    fn new(text: &str, language: Language, labels: &Labels) -> Self {
        let terms = known_terms(text, language);
        let lemma = terms.lemmas.first().and_then(|lemma| labels.numbers.get(lemma));
        Self {
            lemma: lemma.copied().unwrap_or(NONE),
            beginning: beginning(&terms.exact),
        }
    }

    /// Most words are nothing to the labels.
    fn is_nothing(self) -> bool {
        self.lemma == NONE && self.beginning == NONE
    }

    /// The topics of our own whose beginnings it has.
    fn own(self) -> &'static [usize] {
        let found = BEGINNINGS.get(self.beginning as usize);
        found.map_or(&[], |(_, topics)| topics.as_slice())
    }
}

/// The longest beginning of a word: the nearest that sorts before it, above the first that shares nothing with it.
fn beginning(word: &str) -> u32 {
    let end = BEGINNINGS.partition_point(|(start, _)| *start <= word);
    let Some(first) = word.chars().next() else {
        return NONE;
    };
    let before = BEGINNINGS.get(..end).unwrap_or_default().iter().enumerate().rev();
    let found = before
        .take_while(|(_, (start, _))| start.starts_with(first))
        .find(|(_, (start, _))| word.starts_with(start));
    found.and_then(|(index, _)| u32::try_from(index).ok()).unwrap_or(NONE)
}

thread_local! {
    static MEMORY: RefCell<Memory<Word>> = RefCell::new(Memory::new(REMEMBERED));
}

/// A word that is something to the labels, in a text.
struct Found {
    word: Word,
    /// Which token of the text it is.
    index: usize,
    start: usize,
    end: usize,
}

/// Which tokens of a text are the name of a ministry: whom a text is from or to is not what it is about.
fn ministry_names(text: &str, tokens: &[Token<'_>]) -> Vec<RangeInclusive<usize>> {
    let is_name = |text: &str| text.contains("epartement") || text.contains("EPARTEMENT");
    if !is_name(text) {
        return Vec::new();
    }
    let joins = |token: &Token<'_>| {
        let after = text.get(token.end..).unwrap_or_default();
        token.text.ends_with('-') || after.starts_with('-') || ["og", "OG"].contains(&token.text)
    };
    let long = |token: &Token<'_>| token.text.len() >= "epartement".len() && is_name(token.text);
    let ends = tokens.iter().enumerate().filter(|(_, token)| long(token));
    let names = ends.map(|(end, _)| {
        let before = tokens.get(..end).unwrap_or_default().iter().rev();
        end - before.take_while(|token| joins(token)).count()..=end
    });
    names.collect()
}

/// Places in a text, given as bytes in rising order, in code points.
struct Places<'a> {
    text: &'a str,
    byte: usize,
    place: usize,
}

impl Places<'_> {
    /// The place of a byte; others may be asked for only from it on.
    fn advance(&mut self, byte: usize) -> usize {
        self.place = self.before(byte);
        self.byte = byte;
        self.place
    }

    /// The place of a later byte.
    fn before(&self, byte: usize) -> usize {
        self.place + self.text.get(self.byte..byte).unwrap_or_default().chars().count()
    }
}

/// Calls `found` with each of the [`topics`] that a text in a language uses and its place, in code points.
pub(super) fn find(text: &str, language: Language, mut found: impl FnMut(usize, usize, usize)) {
    let language = reading(language);
    let Some(labels) = LABELS.get(&language) else {
        return;
    };
    let mut words: Vec<Found> = Vec::new();
    // To cut the text first and to look the words up then lets one wait for memory while others are looked up.
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(text.len() / WORD);
    tokens.extend(tokenize(text));
    MEMORY.with_borrow_mut(|memory| {
        for (index, token) in tokens.iter().enumerate() {
            let make = || Word::new(token.text, language, labels);
            let word = memory.read_token(text, token, language, make, |word| *word);
            if !word.is_nothing() {
                let (start, end) = (token.start, token.end);
                words.push(Found {
                    word,
                    index,
                    start,
                    end,
                });
            }
        }
    });
    if words.is_empty() {
        return;
    }
    let ministries = ministry_names(text, &tokens);
    let mut places = Places {
        text,
        byte: 0,
        place: 0,
    };
    for (at, first) in words.iter().enumerate() {
        let own = first.word.own();
        let starting = labels.beginning_with(first.word.lemma);
        if own.is_empty() && starting.is_empty() || ministries.iter().any(|name| name.contains(&first.index)) {
            continue;
        }
        let behind = words.get(at + 1..).unwrap_or_default();
        let used = own.iter().map(|topic| (*topic, first.end));
        let labelled = starting
            .iter()
            .filter(|label| !own.contains(&label.topic))
            .filter_map(|label| Some((label.topic, label_end(label, first, behind)?)));
        for (topic, end) in used.chain(labelled) {
            let start = places.advance(first.start);
            found(topic, start, places.before(end));
        }
    }
}

/// Where a label ends whose first lemma is that of a word, if the next words of the text have the others.
fn label_end(label: &Label, first: &Found, behind: &[Found]) -> Option<usize> {
    let rest = behind.get(..label.lemmas.len())?;
    let next = |(index, (other, lemma)): (usize, (&Found, &u32))| other.index == index && other.word.lemma == *lemma;
    let same = (first.index + 1..).zip(rest.iter().zip(&label.lemmas)).all(next);
    same.then(|| rest.last().map_or(first.end, |last| last.end))
}
