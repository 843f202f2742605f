//! Verbs that tell speech only with what stands behind them: "ga en kort orientering", "var svært skeptisk", "ville minne om".

use super::{PRESENT, listed};
use crate::data::{named, rows};
use crate::speakers::means;
use ordskifte_analysis::{Map, Set};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Whole words, and beginnings of words.
#[derive(Default)]
struct Words {
    whole: Set,
    begins: Vec<&'static str>,
}

impl Words {
    fn of(forms: impl Iterator<Item = &'static str>) -> Self {
        let (begins, whole): (Vec<&str>, Vec<&str>) = forms.partition(|form| form.ends_with('*'));
        Self {
            whole: whole.into_iter().collect(),
            begins: begins.into_iter().map(|form| form.trim_end_matches('*')).collect(),
        }
    }

    fn has(&self, word: &str) -> bool {
        self.whole.contains(word) || self.begins.iter().any(|begin| word.starts_with(begin))
    }
}

/// The nouns of each verb.
static LIGHT: LazyLock<Map<&'static str, Vec<Words>>> = LazyLock::new(|| {
    let mut verbs: Map<&str, Vec<Words>> = Map::default();
    for (forms, nouns) in named(include_str!("../../data/light.tsv")) {
        for form in forms.split('|') {
            verbs.entry(form).or_default().push(Words::of(nouns.split('|')));
        }
    }
    verbs
});
static STANCES: LazyLock<Words> = LazyLock::new(|| Words::of(rows(include_str!("../../data/stances.txt"))));
/// Infinitives of the verbs of speech: those of the present tense without its *r*, and those that are made otherwise.
static INFINITIVES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let made = PRESENT.iter().filter_map(|verb| {
        let (first, rest) = verb.split_once(' ').unwrap_or((verb, ""));
        let stem = first
            .strip_suffix('r')
            .filter(|stem| stem.ends_with(['e', 'a', 'å', 'i']))?;
        Some(format!("{stem} {rest}").trim_end().to_owned())
    });
    made.chain(rows(include_str!("../../data/infinitives.txt")).map(str::to_owned))
        .collect()
});
static INFINITIVE_FIRST: LazyLock<Set> =
    LazyLock::new(|| INFINITIVES.iter().filter_map(|verb| verb.split(' ').next()).collect());
static INFINITIVE: LazyLock<Set> = LazyLock::new(|| INFINITIVES.iter().map(String::as_str).collect());

/// Verbs before an infinitive.
const MODALS: [&str; 4] = ["ville", "kunne", "måtte", "skulle"];
/// The verb before what somebody thinks.
const STANCE: &str = "var";
/// Most words between a verb and its noun.
const BETWEEN: usize = 4;
/// Words that end the part of a sentence in which the noun stands.
const BORDERS: [&str; 11] = [
    "seg", "at", "som", "og", "men", "fordi", "da", "når", "dersom", "hvis", "å",
];

/// The first words of such phrases.
pub(super) fn firsts() -> impl Iterator<Item = &'static str> {
    LIGHT.keys().copied().chain(MODALS).chain([STANCE])
}

/// The verb of such a phrase that words begin with.
pub(super) fn phrase(words: &[&str]) -> Option<String> {
    let first = words.first()?.trim_end_matches([',', '.', ':']);
    if MODALS.contains(&first) {
        return modal(first, words.get(1..)?);
    }
    if first == STANCE {
        return stance(words.get(1..)?);
    }
    let nouns = LIGHT.get(first)?;
    for word in words.iter().skip(1).take(BETWEEN + 1) {
        let bare = word.trim_end_matches([',', '.', ':', ';']);
        if nouns.iter().any(|nouns| nouns.has(bare)) {
            return Some(format!("{first} {bare}"));
        }
        if bare.len() < word.len() || BORDERS.contains(&bare) {
            return None;
        }
    }
    None
}

/// "ville minne om", "kunne ikke love".
fn modal(first: &str, rest: &[&str]) -> Option<String> {
    let kept: Vec<&str> = rest.iter().copied().skip_while(|word| passed(word)).take(6).collect();
    let verb = listed(&kept, &INFINITIVE_FIRST, &INFINITIVE)?;
    Some(format!("{first} {verb}"))
}

/// "var enig", "var ikke imponert", "var av motsatt oppfatning".
fn stance(rest: &[&str]) -> Option<String> {
    let mut words = rest.iter().copied().skip_while(|word| passed(word));
    let word = words.next()?.trim_end_matches([',', '.', ':', ';']);
    if STANCES.has(word) {
        return Some(format!("var {word}"));
    }
    let view = || {
        words
            .take(BETWEEN)
            .map(|word| word.trim_end_matches([',', '.', ':', ';']))
            .find(|word| ["oppfatning", "oppfatting", "mening", "meining", "syn"].contains(word))
    };
    (word == "av")
        .then(view)
        .flatten()
        .map(|view| format!("var av … {view}"))
}

/// Words between a verb and what belongs to it.
fn passed(word: &str) -> bool {
    means("also", word)
        || [
            "ikke", "ikkje", "heller", "ennå", "gjerne", "bare", "berre", "særs", "nokså", "ganske",
        ]
        .contains(&word)
}
