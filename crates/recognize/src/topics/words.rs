//! Which topics words mean: labels by their lemmas, concepts of our own also by the beginnings of words.

use ordskifte_analysis::{first_lemma, fold, tokenize};
use ordskifte_record::Language;
use ordskifte_vocabulary::{OWN, Topic, topics};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A synonym of one word has at least so many letters: shorter ones are everyday words as well ("følgje", "dele").
const MIN_SYNONYM: usize = 7;
/// Words that a thread remembers.
const REMEMBERED: usize = 100_000;

/// Everyday words that are labels too: they tell nothing of what a text is about.
static EVERYDAY: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/everyday.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// A label: its lemmas as numbers, and what it means.
struct Label {
    lemmas: Vec<u32>,
    topic: &'static Topic,
}

struct Labels {
    numbers: HashMap<String, u32>,
    by_first: HashMap<u32, Vec<Label>>,
    beginnings: Vec<(&'static str, &'static Topic)>,
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let mut labels = Labels {
        numbers: HashMap::new(),
        by_first: HashMap::new(),
        beginnings: Vec::new(),
    };
    for topic in topics() {
        labels
            .beginnings
            .extend(topic.beginnings.iter().map(|word| (*word, topic)));
        let own = topic.id.starts_with(OWN);
        let others = topic.other_labels.iter().copied();
        let others = others.filter(|label| own || label.contains(' ') || label.chars().count() >= MIN_SYNONYM);
        for label in [topic.label_nb, topic.label_nn].into_iter().chain(others) {
            if label.chars().count() < 3 || EVERYDAY.contains(&fold(label).as_str()) {
                continue;
            }
            labels.add(label, topic);
        }
    }
    labels
});

impl Labels {
    fn add(&mut self, label: &str, topic: &'static Topic) {
        let lemmas: Vec<u32> = tokenize(label)
            .map(|token| {
                let (_, lemma) = first_lemma(token.text, Language::Und);
                let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
                *self.numbers.entry(lemma).or_insert(next)
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

#[derive(Default)]
struct Memory {
    words: HashMap<Box<str>, Word>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

impl Memory {
    fn word(&mut self, text: &str) -> Word {
        if let Some(known) = self.words.get(text) {
            return known.clone();
        }
        if self.words.len() >= REMEMBERED {
            self.words.clear();
        }
        let (exact, lemma) = first_lemma(text, Language::Und);
        let word = Word {
            lemma: LABELS.numbers.get(&lemma).copied(),
            own: LABELS
                .beginnings
                .iter()
                .filter(|(start, _)| exact.starts_with(start))
                .map(|(_, topic)| *topic)
                .collect(),
        };
        self.words.insert(text.into(), word.clone());
        word
    }
}

/// Calls `found` with each topic that a text uses and its place, in code points.
pub(super) fn find(text: &str, mut found: impl FnMut(&'static Topic, usize, usize)) {
    MEMORY.with_borrow_mut(|memory| {
        let tokens: Vec<(Word, usize, usize)> = tokenize(text)
            .map(|token| (memory.word(token.text), token.start, token.end))
            .collect();
        let place = |byte: usize| text.get(..byte).unwrap_or_default().chars().count();
        for (index, (word, start, end)) in tokens.iter().enumerate() {
            for topic in &word.own {
                found(topic, place(*start), place(*end));
            }
            let Some(labels) = word.lemma.and_then(|lemma| LABELS.by_first.get(&lemma)) else {
                continue;
            };
            for label in labels {
                let rest = tokens.get(index + 1..index + 1 + label.lemmas.len());
                let same = rest.is_some_and(|rest| {
                    rest.iter()
                        .zip(&label.lemmas)
                        .all(|((word, _, _), lemma)| word.lemma == Some(*lemma))
                });
                let twice = word.own.iter().any(|topic| topic.id == label.topic.id);
                if same && !twice {
                    let end = rest.and_then(<[_]>::last).map_or(*end, |(_, _, end)| *end);
                    found(label.topic, place(*start), place(end));
                }
            }
        }
    });
}
