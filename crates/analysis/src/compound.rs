//! Splits compounds: by the dictionary's own analysis where it has one, else into parts that the lexicon
//! knows, along the path of least cost.

use crate::hash::Set;
use crate::memory::{Key, Recent};
use crate::{lemma, lexicon};
use ordskifte_record::Language;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;
use std::thread::LocalKey;

static NOT_PARTS: LazyLock<Set> = LazyLock::new(|| words(include_str!("../data/not-parts.txt")));
/// Words that the dictionary cuts and readers do not.
static WHOLE: LazyLock<Set> = LazyLock::new(|| words(include_str!("../data/whole-words.txt")));

fn words(file: &'static str) -> Set {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
}

/// Shortest word that is split and longest (longer ones are addresses and noise), in characters.
const WORD: std::ops::RangeInclusive<usize> = 5..=60;
/// Shortest part, in characters.
const MIN_PART: usize = 2;
/// Shortest lexicon word that may be a compound although the dictionary does not cut it, in characters.
const UNCUT: usize = 9;
/// Highest cost of a split of an unknown word, and of one that the lexicon has uncut.
const ANY: u32 = 60;
const CLEAR: u32 = 29;
/// Splits and heads that a thread remembers in each standard (about 10 MB when full): compounds share their parts.
const REMEMBERED: usize = 20_000;

/// What is known of words in nynorsk, and in any other language.
type Known<V> = RefCell<[Recent<V>; 2]>;

fn known<V>() -> Known<V> {
    RefCell::new([Recent::new(REMEMBERED), Recent::new(REMEMBERED)])
}

thread_local! {
    static SPLITS: Known<Option<Rc<Split>>> = known();
    /// What the ends of words cost as heads.
    static HEADS: Known<Option<u32>> = known();
}

/// What is remembered of a word, or is made now; `make` may ask for other words.
fn remembered<V: Clone>(
    known: &'static LocalKey<Known<V>>,
    word: &str,
    language: Language,
    make: impl FnOnce() -> V,
) -> V {
    let slot = usize::from(language == Language::Nn);
    let found = known.with_borrow_mut(|known| known.get_mut(slot)?.read(Key::of(word), V::clone).ok());
    found.unwrap_or_else(|| {
        let fresh = make();
        known.with_borrow_mut(|known| {
            if let Some(known) = known.get_mut(slot) {
                known.insert(Key::of(word), fresh.clone());
            }
        });
        fresh
    })
}

/// A compound as first parts with their linking letters, and a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// First parts: lemma, and the linking letter or hyphen after it.
    pub(crate) first: Vec<(String, String)>,
    /// Lemma of the last part.
    pub(crate) head: String,
    /// Parts that are compounds of the dictionary themselves (*nettverk* in *storbynettverk*).
    pub(crate) whole: Vec<String>,
}

impl Split {
    /// The compound with its head in the form of a lemma.
    pub(crate) fn lemma(&self) -> String {
        self.map(str::to_owned)
    }

    /// The compound put together again from changed parts.
    pub(crate) fn map(&self, mut change: impl FnMut(&str) -> String) -> String {
        let mut out = String::new();
        for (part, link) in &self.first {
            out.push_str(&change(part));
            out.push_str(link);
        }
        out.push_str(&change(&self.head));
        out
    }

    /// The compounds that stand inside one of three parts or more: runs of its parts, written together.
    pub(crate) fn inner(&self) -> Vec<String> {
        let parts: Vec<(&str, &str)> = self.first.iter().map(|(part, link)| (&**part, &**link)).collect();
        let parts: Vec<(&str, &str)> = parts.into_iter().chain([(&*self.head, "")]).collect();
        let mut out = Vec::new();
        for count in 2..parts.len() {
            for run in parts.windows(count) {
                let mut written: String = run.iter().flat_map(|(part, link)| [*part, *link]).collect();
                let link = run.last().map_or(0, |(_, link)| link.len());
                written.truncate(written.len() - link);
                out.push(written);
            }
        }
        out
    }

    /// The parts in order.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &str> {
        self.first
            .iter()
            .map(|(part, _)| part.as_str())
            .chain([self.head.as_str()])
    }
}

/// The best split of a folded word whose standard is not known.
pub(crate) fn split(word: &str) -> Option<Rc<Split>> {
    split_in(word, Language::Und)
}

/// The best split of a folded word in any inflection, if it has one.
pub(crate) fn split_in(word: &str, language: Language) -> Option<Rc<Split>> {
    split_as(word, language, split_new)
}

/// The same for a word of which [`lemma::known`] knows nothing.
pub(crate) fn split_unknown(word: &str, language: Language) -> Option<Rc<Split>> {
    split_as(word, language, |word, language| by_cost(word, word, language, ANY))
}

fn split_as(word: &str, language: Language, new: impl FnOnce(&str, Language) -> Option<Split>) -> Option<Rc<Split>> {
    if !WORD.contains(&word.chars().count()) || !word.chars().all(|c| c.is_alphabetic() || c == '-') {
        return None;
    }
    remembered(&SPLITS, word, language, || {
        new(word, language)
            // Parts that are no letters or were cut to nothing would be noise in the index.
            .filter(|split| split.parts().all(|part| !part.is_empty()))
            .map(Rc::new)
    })
}

fn split_new(word: &str, language: Language) -> Option<Split> {
    match lemma::known_lemma(word, language) {
        // Known from the tables of the two standards, which do not cut.
        Some(known) if lexicon::lookup(&known).is_none() => by_cost(word, &known, language, ANY),
        Some(known) if known.chars().count() >= UNCUT => {
            by_dictionary(word, &known, language).or_else(|| by_cost(word, &known, language, CLEAR))
        }
        Some(known) => by_dictionary(word, &known, language),
        None => by_cost(word, word, language, ANY),
    }
}

/// The split of a part. Parts are shorter than the word that they are parts of, so this comes to an end.
fn split_part(part: &str, of: &str, language: Language) -> Option<Rc<Split>> {
    (part.len() < of.len()).then(|| split_in(part, language)).flatten()
}

/// The dictionary's analysis of a lemma, its parts split in their turn.
fn by_dictionary(word: &str, known: &str, language: Language) -> Option<Split> {
    if WHOLE.contains(known) {
        return None;
    }
    let Some((at, juncture)) = lexicon::lookup(known)?.cut() else {
        return by_hyphen(word, known, language);
    };
    let (left, head) = (known.get(..at)?, known.get(at..)?);
    let (bare, link) = (left.get(..at - juncture)?, left.get(at - juncture..)?);
    if NOT_PARTS.contains(bare) || NOT_PARTS.contains(head) {
        return None;
    }
    let bare = bare.trim_end_matches('-');
    let link = left.get(bare.len()..).unwrap_or(link);
    Some(join(word, (bare, link, head), language))
}

/// A word with inner hyphens whose sides are words.
fn by_hyphen(word: &str, known: &str, language: Language) -> Option<Split> {
    let (left, head) = known.rsplit_once('-')?;
    (left.chars().count() >= 3 && head.chars().count() >= 3).then(|| join(word, (left, "-", head), language))
}

fn join(word: &str, (bare, link, head): (&str, &str, &str), language: Language) -> Split {
    let mut split = join_head(word, head, language);
    prepend(&mut split, word, (bare, link), language);
    split
}

/// The last part, cut further where it is a compound itself.
fn join_head(word: &str, head: &str, language: Language) -> Split {
    // Heads are nouns more often than not: a word that heads dictionary compounds stays as it is.
    let lemma = match lexicon::lookup(head) {
        Some(entry) if entry.attested_head() => head.to_owned(),
        _ => lemma::known_lemma(head, language).unwrap_or_else(|| head.to_owned()),
    };
    match split_part(head, word, language) {
        Some(inner) => {
            let mut inner = Split::clone(&inner);
            if lexicon::lookup(&lemma).is_some() {
                inner.whole.push(lemma);
            }
            inner
        }
        None => Split {
            first: Vec::new(),
            head: lemma,
            whole: Vec::new(),
        },
    }
}

/// Puts a first part before the others, cut further where it is a compound itself.
fn prepend(split: &mut Split, word: &str, (bare, link): (&str, &str), language: Language) {
    let parts = match split_part(bare, word, language) {
        Some(inner) if inner.lemma() == bare => {
            if lexicon::lookup(bare).is_some() {
                split.whole.push(bare.to_owned());
            }
            split.whole.extend(inner.whole.iter().cloned());
            let mut parts = inner.first.clone();
            parts.push((inner.head.clone(), link.to_owned()));
            parts
        }
        _ => vec![(bare.to_owned(), link.to_owned())],
    };
    split.first.splice(0..0, parts);
}

/// A way to read the beginning of a word: what it costs, and its last first part.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    /// Where the last first part begins, and where its juncture does.
    from: usize,
    bare: usize,
}

/// The cheapest way to read an unknown word as first parts with links, and a head.
fn by_cost(whole: &str, word: &str, language: Language, limit: u32) -> Option<Split> {
    if WHOLE.contains(word) {
        return None;
    }
    if let Some(split) = by_hyphen(whole, word, language) {
        return Some(split);
    }
    let steps = steps(word, limit);
    let mut best: Option<(u32, usize)> = None;
    for (at, step) in steps.iter().enumerate() {
        let Some(cost) = step.map(|step| step.cost).filter(|cost| *cost < limit) else {
            continue;
        };
        // No head costs less than CHEAPEST.
        if cost + CHEAPEST > best.map_or(limit, |(known, _)| known) {
            continue;
        }
        let Some(head) = word.get(at..).and_then(|head| head_cost(head, language)) else {
            continue;
        };
        if cost + head <= limit && best.is_none_or(|(known, _)| cost + head < known) {
            best = Some((cost + head, at));
        }
    }
    // From the head back to the beginning, then in order.
    let (_, head) = best?;
    let (mut cuts, mut at) = (Vec::new(), head);
    while at > 0 {
        let step = steps.get(at).copied().flatten()?;
        cuts.push((step.from, step.bare, at));
        at = step.from;
    }
    let mut split = join_head(whole, word.get(head..)?, language);
    for (from, bare, to) in cuts {
        prepend(
            &mut split,
            whole,
            (word.get(from..bare)?, word.get(bare..to)?),
            language,
        );
    }
    Some(split)
}

/// For each byte of the word, the cheapest way to read all before it as first parts.
fn steps(word: &str, limit: u32) -> Vec<Option<Step>> {
    let mut steps: Vec<Option<Step>> = vec![None; word.len()];
    for from in 0..word.len() {
        let before = match steps.get(from) {
            _ if from == 0 => 0,
            Some(Some(step)) => step.cost,
            _ => continue,
        };
        let Some(rest) = word.get(from..) else { continue };
        for (length, entry) in lexicon::prefixes(rest) {
            let (Some(bare), Some(after)) = (rest.get(..length), rest.get(length..)) else {
                continue;
            };
            let Some(own) = part_cost(bare, entry) else { continue };
            if before + own >= limit {
                continue;
            }
            for link in ["", "s", "e"] {
                if !after.starts_with(link) {
                    continue;
                }
                let to = from + length + link.len();
                let Some(cost) = link_cost(bare, link, after, entry).map(|cost| before + own + cost) else {
                    continue;
                };
                if let Some(slot) = steps.get_mut(to)
                    && cost < limit
                    && slot.is_none_or(|known| cost < known.cost)
                {
                    *slot = Some(Step {
                        cost,
                        from,
                        bare: from + length,
                    });
                }
            }
        }
    }
    steps
}

/// What a part costs at least.
const CHEAPEST: u32 = 10;

/// What a part costs by its length and frequency; `None` for what is no part.
fn part_cost(part: &str, entry: lexicon::Lemma) -> Option<u32> {
    let short = match part.chars().count() {
        length if length < MIN_PART => return None,
        2 => 14,
        3 => 7,
        4 => 2,
        _ => 0,
    };
    let rare = (24 - u32::from(entry.frequency().min(24))) / 3;
    (!NOT_PARTS.contains(part)).then_some(CHEAPEST + short + rare)
}

/// What a first part costs for the way in which it is joined.
fn link_cost(bare: &str, link: &str, after: &str, entry: lexicon::Lemma) -> Option<u32> {
    // Its s is the link: *opptaksår* has years, no wounds (*sår*).
    if link.is_empty() && after.starts_with('s') && entry.attested_first("s") && !entry.attested_first("") {
        return None;
    }
    if entry.attested_first(link) {
        Some(0)
    } else if entry.cut().is_some() && link == "s" {
        Some(3)
    } else if entry.ever_first() && link != "e" {
        Some(9)
    } else if link == "e" || bare.chars().count() < 4 {
        None
    } else {
        Some(12)
    }
}

/// What the last part costs; `None` for what is no head.
fn head_cost(head: &str, language: Language) -> Option<u32> {
    remembered(&HEADS, head, language, || new_head_cost(head, language))
}

fn new_head_cost(head: &str, language: Language) -> Option<u32> {
    if NOT_PARTS.contains(head) {
        return None;
    }
    // As the head is joined: a word that heads dictionary compounds stays as it is (*forvalter*).
    let known = match lexicon::lookup(head) {
        Some(entry) if entry.attested_head() => head.to_owned(),
        _ => lemma::known_lemma(head, language)?,
    };
    let entry = lexicon::lookup(&known)?;
    if known.chars().count() < 3 || NOT_PARTS.contains(&*known) {
        return None;
    }
    let used = if entry.attested_head() || entry.cut().is_some() {
        0
    } else {
        9
    };
    part_cost(&known, entry).map(|cost| cost + used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(word: &str) -> Vec<String> {
        split(word).map_or_else(Vec::new, |split| split.parts().map(str::to_owned).collect())
    }

    #[test]
    fn compounds_of_the_field_fall_into_their_parts() {
        assert_eq!(parts("høringssvaret"), ["høring", "svar"]);
        assert_eq!(parts("kommuneøkonomien"), ["kommune", "økonomi"]);
        assert_eq!(parts("vindkraft"), ["vind", "kraft"]);
        assert_eq!(parts("fylkeskommunane"), ["fylke", "kommune"]);
        assert_eq!(parts("barnehagelærernorm"), ["barnehage", "lærer", "norm"]);
        assert_eq!(parts("opptaksåret"), Vec::<String>::new());
        assert_eq!(parts("opptaksstarten"), ["opptak", "start"]);
        assert_eq!(parts("konsernenheten"), ["konsern", "enhet"]);
        for simple in ["e-helse", "forskrift", "departement", "regjering", ""] {
            assert_eq!(parts(simple), Vec::<String>::new(), "{simple}");
        }
    }
}
