//! Bokmål and nynorsk as one: the canonical lemma that both are found by, and the words that one standard has
//! where the other has another word.

use crate::hash::{Map, Set};
use crate::memory::Memory;
use crate::{compound, lexicon};
use ordskifte_record::Language;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::sync::LazyLock;

/// Nynorsk lemma to the bokmål lemma of the same origin.
static COGNATES: LazyLock<Map<&'static str, &'static str>> = LazyLock::new(|| {
    let mut table: Map<_, _> = rows(include_str!("../data/cognates.tsv")).collect();
    // Written by hand: goes before what rules found.
    table.extend(rows(include_str!("../data/standard-cognates.tsv")));
    table
});

/// Lemmas of different origin for the same thing, both ways.
static PAIRS: LazyLock<Map<&'static str, Vec<(&'static str, Side)>>> = LazyLock::new(|| {
    let mut table: Map<_, Vec<_>> = Map::default();
    for (nn, nb) in rows(include_str!("../data/standard-pairs.tsv")) {
        table.entry(nn).or_default().push((nb, Side::Bokmal));
        table.entry(nb).or_default().push((nn, Side::Nynorsk));
    }
    table
});

/// Bokmål words that only look like a nynorsk cognate.
static OWN: LazyLock<Set> = LazyLock::new(|| {
    include_str!("../data/bokmal-own.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Most equivalents that one word gets, and most that a part of a compound is exchanged for.
const MAX_EQUIVALENTS: usize = 12;
const MAX_CHOICES: usize = 3;

/// One of the two written standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Bokmal,
    Nynorsk,
}

impl Side {
    /// The standard of a text. Where it is not known, words are read as nynorsk: what is the same in both stays, and
    /// what differs becomes bokmål.
    pub(crate) fn of(language: Language) -> Self {
        if language == Language::Nb {
            Self::Bokmal
        } else {
            Self::Nynorsk
        }
    }
}

/// What nynorsk and bokmål say for the same thing where either needs several words (`data/standard-phrases.tsv`).
pub fn standard_phrases() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(include_str!("../data/standard-phrases.tsv"))
}

fn rows(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

/// Spellings of nynorsk and bokmål that correspond, with whether they stand at the end of a word; by the first letter of
/// nynorsk's, each with its number.
static SOUNDS: LazyLock<Map<char, Vec<(usize, Sound)>>> = LazyLock::new(|| {
    let mut sounds: Map<char, Vec<(usize, Sound)>> = Map::default();
    for (rule, (nn, nb)) in rows(include_str!("../data/sounds.tsv")).enumerate() {
        let sound = nn.strip_suffix('$').map_or((nn, nb, false), |end| (end, nb, true));
        if let Some(first) = nn.chars().next() {
            sounds.entry(first).or_default().push((rule, sound));
        }
    }
    sounds
});

/// Nynorsk, bokmål, whether only at the end.
type Sound = (&'static str, &'static str, bool);

/// Least class of frequency of a bokmål word that is so common that nynorsk shares it.
const SHARED: u8 = 9;
/// Shortest word whose spelling is compared, in bytes.
const COMPARED: usize = 5;

/// Lemmas whose form a thread remembers, for each standard (about 4 MB when full): compounds share their parts.
const REMEMBERED: usize = 30_000;

thread_local! {
    static KNOWN: RefCell<Memory<Box<str>>> = RefCell::new(Memory::new(REMEMBERED));
}

/// The form that stands for a lemma in the index: bokmål's where the two standards correspond.
pub(crate) fn canonical(lemma: &str, side: Side) -> String {
    if let Some(found) = simple(lemma, side) {
        return found;
    }
    let language = match side {
        Side::Bokmal => Language::Nb,
        Side::Nynorsk => Language::Nn,
    };
    let make = || composed(lemma, side).into_boxed_str();
    KNOWN.with_borrow_mut(|known| known.read(lemma, language, make, |word| (**word).to_owned()))
}

/// The canonical form of a word whose parts and letters need a look.
fn composed(lemma: &str, side: Side) -> String {
    let joined = compound::split(lemma).map(|split| {
        let joined = split.map(|part| simple(part, side).unwrap_or_else(|| part.to_owned()));
        // A first part can be shortened in the process; what is joined must not become another word's form.
        simple(&joined, side).unwrap_or(joined)
    });
    // Words that only a radical bokmål has, as nynorsk writes them, and words that only nynorsk has.
    let own = lexicon::lookup(lemma);
    let least = own.map_or(0, lexicon::Lemma::frequency);
    let better = |word: &str| lexicon::lookup(word).is_some_and(|entry| entry.nb() && entry.frequency() >= least);
    match joined {
        Some(joined) if joined != lemma && better(&joined) => joined,
        joined => match by_sounds(lemma, least) {
            Some(other) => other,
            None if own.is_some_and(lexicon::Lemma::nb) => lemma.to_owned(),
            None => joined.unwrap_or_else(|| lemma.to_owned()),
        },
    }
}

/// The canonical form of a word that is no compound; `None` when its parts and letters need a look.
fn simple(lemma: &str, side: Side) -> Option<String> {
    if side == Side::Bokmal && OWN.contains(lemma) {
        return Some(lemma.to_owned());
    }
    if let Some(other) = COGNATES.get(lemma) {
        return Some((*other).to_owned());
    }
    match lexicon::lookup(lemma) {
        Some(entry) if entry.nb() && (side == Side::Bokmal || entry.frequency() >= SHARED) => Some(lemma.to_owned()),
        _ => None,
    }
}

/// The commonest bokmål word that one rule of spelling leads to, if it is more common than `least`.
fn by_sounds(lemma: &str, least: u8) -> Option<String> {
    if lemma.len() < COMPARED {
        return None;
    }
    let mut best: Option<(u8, Reverse<usize>, String)> = None;
    // As far as any lemma begins as this word does.
    let mut walked = lexicon::Walk::start();
    for (at, first) in lemma.char_indices() {
        let (Some(walk), Some((before, rest))) = (walked, lemma.split_at_checked(at)) else {
            break;
        };
        for (rule, (nn, nb, at_end)) in SOUNDS.get(&first).into_iter().flatten() {
            let Some(after) = rest.strip_prefix(nn).filter(|after| !at_end || after.is_empty()) else {
                continue;
            };
            let found = walk.after(nb).and_then(|walk| walk.after(after)?.lemma());
            let common = found.filter(|entry| entry.nb()).map(lexicon::Lemma::frequency);
            // Of equally common words the one that the earlier rule leads to.
            if let Some(common) = common.filter(|common| *common > least + 1)
                && best
                    .as_ref()
                    .is_none_or(|(known, by, _)| (common, Reverse(*rule)) > (*known, *by))
            {
                best = Some((common, Reverse(*rule), [before, nb, after].concat()));
            }
        }
        walked = walk.after(rest.get(..first.len_utf8()).unwrap_or_default());
    }
    best.map(|(_, _, word)| word)
}

/// Whether the tables of the two standards have a lemma, which the lexicon may lack.
pub(crate) fn is_listed(lemma: &str) -> bool {
    COGNATES.contains_key(lemma) || PAIRS.contains_key(lemma)
}

/// What the other standard calls a lemma of this one, in canonical form; whole words first, else with parts of
/// the compound exchanged.
pub(crate) fn equivalents(lemma: &str, side: Side, wanted: &[Side]) -> Vec<String> {
    let own = canonical(lemma, side);
    let mut out = Vec::new();
    let mut add = |word: String| {
        if word != own && !out.contains(&word) && out.len() < MAX_EQUIVALENTS {
            out.push(word);
        }
    };
    for (word, side) in direct(lemma, &own, wanted) {
        add(canonical(word, side));
    }
    if let Some(split) = compound::split(lemma).or_else(|| compound::split(&own)) {
        for word in exchanged(&split, side, wanted) {
            add(canonical(&word, Side::Bokmal));
        }
    }
    out
}

/// What the other standard calls a lemma where it stands inside compounds, in canonical form. A word that both standards use
/// stands in the compounds of both, and reaches into those of nynorsk's word alone.
pub(crate) fn inside_compounds(lemma: &str, side: Side) -> Vec<String> {
    let own = canonical(lemma, side);
    exchangeable(lemma, &own, &[Side::Bokmal, Side::Nynorsk])
        .filter(|word| *word != own)
        .collect()
}

/// The words that may stand for a part of a compound.
fn exchangeable<'a>(part: &'a str, own: &'a str, wanted: &'a [Side]) -> impl Iterator<Item = String> + 'a {
    // A word that both standards use stands in the compounds of both: *barnevern* is no *barnebeskyttelse*.
    let shared = lexicon::lookup(part).is_some_and(|entry| entry.bokmal_frequency() >= SHARED);
    direct(part, own, wanted)
        .filter(move |(_, other)| !shared || *other == Side::Nynorsk)
        .take(MAX_CHOICES)
        .map(|(word, side)| canonical(word, side))
}

fn direct<'a>(lemma: &'a str, own: &'a str, wanted: &'a [Side]) -> impl Iterator<Item = (&'static str, Side)> + 'a {
    let other = (own != lemma).then_some(own);
    std::iter::once(lemma)
        .chain(other)
        .filter_map(|word| PAIRS.get(word))
        .flatten()
        .filter(|(_, side)| wanted.contains(side))
        .copied()
}

/// The compound with the parts that have equivalents exchanged: heads of several parts, then single parts.
fn exchanged(split: &compound::Split, side: Side, wanted: &[Side]) -> Vec<String> {
    let mut forms = vec![String::new()];
    let mut changed = false;
    let last = split.first.len();
    for (index, part) in split.parts().enumerate() {
        let link = split.first.get(index).map_or("", |(_, link)| link.as_str());
        let own = canonical(part, side);
        let mut choices: Vec<String> = exchangeable(part, &own, wanted).collect();
        changed |= !choices.is_empty();
        if choices.is_empty() || index < last {
            choices.push(own);
        }
        forms = forms
            .iter()
            .flat_map(|before| choices.iter().map(move |choice| format!("{before}{choice}{link}")))
            .take(MAX_EQUIVALENTS)
            .collect();
    }
    if changed { forms } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_standards_share_a_form() {
        for (nn, nb) in [
            ("ikkje", "ikke"),
            ("høyring", "høring"),
            ("høyringssvar", "høringssvar"),
            ("oppgåve", "oppgave"),
            ("arbeidsgjevar", "arbeidsgiver"),
            ("arbeidsgivar", "arbeidsgiver"),
            ("sjølvstyre", "selvstyre"),
            ("moglegheit", "mulighet"),
            ("fylkeskommune", "fylkeskommune"),
            ("utdanning", "utdanning"),
            ("kunnskap", "kunnskap"),
            ("leige", "leie"),
            ("underordna", "underordnet"),
            ("synleggjering", "synliggjøring"),
            ("vald", "vold"),
            ("særhøve", "særhøve"),
        ] {
            assert_eq!(canonical(nn, Side::Nynorsk), canonical(nb, Side::Bokmal), "{nn} {nb}");
        }
    }

    #[test]
    fn other_words_for_the_same_are_equivalents_also_inside_compounds() {
        for (nn, nb) in [
            ("føresegn", "forskrift"),
            ("høyringsfråsegn", "høringsuttalelse"),
            ("samfunnstryggleik", "samfunnssikkerhet"),
            ("usemje", "uenighet"),
            ("kjærleik", "kjærlighet"),
            ("døme", "eksempel"),
            ("att", "igjen"),
            ("tryggingslov", "sikkerhetslov"),
            ("prosentdel", "prosentandel"),
            ("tryggleik", "trygghet"),
            ("sakshandsamingsfrist", "saksbehandlingsfrist"),
            ("næringsføremål", "næringsformål"),
        ] {
            let (from, to) = (canonical(nn, Side::Nynorsk), canonical(nb, Side::Bokmal));
            assert!(
                equivalents(nn, Side::Nynorsk, &[Side::Bokmal]).contains(&to),
                "{nn} {nb}"
            );
            assert!(
                equivalents(nb, Side::Bokmal, &[Side::Nynorsk]).contains(&from),
                "{nb} {nn}"
            );
        }
        // What both standards use stands in the compounds of both.
        let safe = equivalents("barnevernstjeneste", Side::Nynorsk, &[Side::Bokmal]);
        assert!(safe.iter().all(|word| !word.contains("beskyttelse")), "{safe:?}");
        assert!(!equivalents("rett", Side::Nynorsk, &[Side::Bokmal]).contains(&"rettighet".to_owned()));
        // Parts reach into the compounds of the other standard's word, words that both use do not.
        assert!(inside_compounds("føresegn", Side::Nynorsk).contains(&"forskrift".to_owned()));
        assert!(inside_compounds("rettleiar", Side::Nynorsk).contains(&"veileder".to_owned()));
        assert!(!inside_compounds("vern", Side::Bokmal).contains(&"beskyttelse".to_owned()));
        // Related is not equal.
        let related = equivalents("handlingsrom", Side::Bokmal, &[Side::Nynorsk, Side::Bokmal]);
        assert!(related.iter().all(|word| !word.starts_with("handlefri")), "{related:?}");
    }
}
