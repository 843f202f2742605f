//! Names of organizations: whether a line is one, of which sort, and the form in which it is kept.

mod party;

pub(crate) use party::{is_part, ministries, party};

use crate::data::named;
use crate::dates::has_figure;
use crate::labels::label;
use ordskifte_analysis::Map;
use ordskifte_vocabulary::{LowerCase, fold_name, role};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The sorts in the order in which they are tried, and the words that tell them.
#[derive(Default)]
struct Sorts {
    names: Vec<&'static str>,
    /// The first sort that a whole word, and that the ending of a word tells.
    words: Map<&'static str, usize>,
    endings: Map<&'static str, usize>,
    /// Lengths of the endings, in bytes.
    lengths: BTreeSet<usize>,
}

static SORTS: LazyLock<Sorts> = LazyLock::new(|| {
    let mut sorts = Sorts::default();
    for (rank, (name, words)) in named(include_str!("../data/organizations.tsv")).enumerate() {
        sorts.names.push(name);
        for word in words.split('|') {
            if let Some(ending) = word.strip_prefix('*') {
                sorts.endings.entry(ending).or_insert(rank);
                sorts.lengths.insert(ending.len());
            } else {
                sorts.words.entry(word).or_insert(rank);
            }
        }
    }
    sorts
});

impl Sorts {
    /// The first sort that a folded word tells.
    fn of(&self, word: &str) -> Option<usize> {
        let endings = self.lengths.iter().filter_map(|length| {
            let ending = word.get(word.len().checked_sub(*length)?..)?;
            self.endings.get(ending).copied()
        });
        let ending = endings
            .min()
            .filter(|_| !COMMON.iter().any(|common| word.ends_with(common)));
        self.words.get(word).copied().into_iter().chain(ending).min()
    }
}

/// Longest name, in characters.
const MAX_NAME: usize = 80;

/// Words that end like the names of organizations, and name none: "Grunnlaget for språkpolitikken".
const COMMON: [&str; 11] = [
    "grunnlaget",
    "forslaget",
    "framlaget",
    "nedslaget",
    "påslaget",
    "anlaget",
    "underlaget",
    "beslaget",
    "vedlaget",
    "overslaget",
    "utslaget",
];

/// The sort of organization that a name tells, as in `Party::party_type`.
pub(crate) fn sort(name: &str) -> Option<&'static str> {
    let folded = fold_name(name);
    let parts = folded.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '/'));
    let told = parts.filter_map(|part| SORTS.of(part)).min();
    let known = told.and_then(|told| SORTS.names.get(told).copied());
    known.or_else(|| is_states(&folded).then_some("direktorat"))
}

/// "Statens landbruksforvaltning", "Statens innkrevingssentral": an agency whose name tells its task.
fn is_states(folded: &str) -> bool {
    const ENDS: [&str; 6] = ["forvaltning", "vern", "kasse", "sentral", "bank", "kartverk"];
    let mut words = folded.split(' ');
    words.next() == Some("statens")
        && (1..=2).contains(&words.clone().count())
        && words
            .next_back()
            .is_some_and(|last| ENDS.iter().any(|end| last.ends_with(end)))
}

/// Words that no organization's name holds.
const SENTENCE_WORDS: [&str; 31] = [
    "inviterer",
    "inviterte",
    "innkaller",
    "mellom",
    "fra",
    "frå",
    "på",
    "om",
    "svar",
    "med",
    "er",
    "har",
    "som",
    "må",
    "skal",
    "vil",
    "kan",
    "bør",
    "være",
    "vere",
    "blir",
    "ble",
    "vart",
    "var",
    "ikke",
    "ikkje",
    "innen",
    "innan",
    "dette",
    "viser",
    "sender",
];

/// Whether a short line is an organization's name and nothing else.
pub(crate) fn is_organization(text: &str) -> bool {
    if !text.trim_start().starts_with(char::is_uppercase) {
        return false;
    }
    // Running text need not be read to its end: a name is short, and what stands behind it begins at once.
    let longer = || text.char_indices().nth(2 * MAX_NAME);
    let near = (text.len() > 2 * MAX_NAME).then(longer).flatten();
    let text = without_contact(near.map_or(text, |(at, _)| text.get(..at).unwrap_or(text)));
    let words = text.split_whitespace().count();
    (2..=MAX_NAME).contains(&text.chars().count())
        && words <= 9
        && !text.ends_with(['.', ':', ',', ';', '?'])
        && !text.contains('@')
        // "Departement: …" is a label, of whatever.
        && !text.contains(": ")
        && (label(text).is_none() || fold_name(text) == "ks" || party::is_ks(text))
        && !is_sentence(text)
        && !fold_name(text).starts_with("det kong")
        && !holds_title(text)
        && !is_any_council(text)
        && sort(text).is_some()
        // "Bryggeforbundets høringssvar" is what a body wrote.
        && !says_answer(text)
}

/// "Kommunen og kysten": the municipality, whichever it is, and more.
fn is_any_council(text: &str) -> bool {
    let folded = fold_name(text);
    let first = folded.split_once(' ').map(|(first, _)| first);
    matches!(first, Some("kommunen" | "fylkeskommunen"))
}

/// Whether a word says that a text is no name; "Høgskulen på Vestre" is one.
fn is_sentence(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().enumerate().any(|(index, word)| {
        let capital = |word: &&str| word.starts_with(char::is_uppercase);
        let placed = *word == "på" && index == 1 && words.get(2).is_some_and(capital);
        // "Om KS" leads to a page about it.
        // "Statsforvalteren si vurdering" is what a body thinks.
        let own = index > 0 && ["si", "sin", "sitt", "sine"].contains(word);
        SENTENCE_WORDS.contains(word) && !placed || index == 0 && *word == "Om" || own
    })
}

/// Whether the last word of a text is an answer's.
fn says_answer(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default().lower_case();
    [
        "svar",
        "uttalelse",
        "uttale",
        "fråsegn",
        "innspill",
        "innspel",
        "merknader",
        "merknadar",
    ]
    .iter()
    .any(|word| last.ends_with(word))
}

/// What stands behind a name on the same line: who answers for it, its part that writes, or where it is.
const CONTACTS: [&str; 33] = [
    " tlf",
    " telefon",
    " telefaks",
    " telefax",
    " faks",
    " Faks",
    " e-post",
    " www.",
    " Arkivsak",
    " Saksbehandler",
    " Sakshandsamar",
    " Statens hus",
    " Fylkeshuset",
    " Fylkeshus ",
    " Rådhuset",
    " Postmottak",
    " E-post",
    " Versjon",
    " Pb ",
    " PB ",
    " Avdeling for ",
    " Avdelinga for ",
    " Avdelingen for ",
    " Seksjon for ",
    " Kontor for ",
    " v/",
    " Besøksadresse",
    " Besøksadr",
    " Postadresse",
    " Postboks",
    " Org.nr",
    " Telefon",
    " Tlf",
];

/// The first byte of the first of these words in a text; all begin with a blank.
pub(crate) fn first_of(text: &str, words: &[&str]) -> Option<usize> {
    let bit = |byte: Option<&u8>| byte.map_or(0, |byte| 1_u128 << (byte & 0x7f));
    let firsts = words.iter().fold(0, |all, word| all | bit(word.as_bytes().get(1)));
    let blanks = text.bytes().enumerate().filter(|(_, byte)| *byte == b' ');
    let mut found = blanks.map(|(at, _)| at).filter(|at| {
        // A look at one byte spares most comparisons.
        bit(text.as_bytes().get(at + 1)) & firsts != 0
            && text
                .get(*at..)
                .is_some_and(|rest| words.iter().any(|word| rest.starts_with(word)))
    });
    found.next()
}

fn without_contact(text: &str) -> &str {
    let end = first_of(text, &CONTACTS);
    let text = text.get(..end.unwrap_or(text.len())).unwrap_or(text).trim();
    let text = without_part(without_date(text));
    let end = street(text);
    text.get(..end.unwrap_or(text.len()))
        .unwrap_or(text)
        .trim_end_matches([',', ' '])
}

/// Longest name with a date behind it, in bytes.
const MAX_DATED: usize = 110;

/// "Storvik kommune, 3. mai 2019": the name before the date.
fn without_date(text: &str) -> &str {
    if text.len() > MAX_DATED || !has_figure(text) {
        return text;
    }
    let last = crate::dates::dates(text).into_iter().next();
    let date = last.filter(|date| date.end + 1 >= text.len() && !text.ends_with('.'));
    // "Kystdirektoratet 2018" has the year alone.
    let year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let before_year = || {
        text.rsplit_once(' ')
            .filter(|(_, last)| year(last))
            .map(|(name, _)| name)
    };
    let before_date = date.and_then(|date| text.get(..date.start));
    let name = before_date.or_else(before_year).unwrap_or(text);
    let name = name
        .trim_end_matches(' ')
        .trim_end_matches("den")
        .trim_end_matches([' ', ',', '–', '-']);
    if name.is_empty() { text } else { name }
}

/// "FYLKESMANNEN I NORD Miljøvernavdelingen": a name in capitals ends where small letters begin.
fn without_part(text: &str) -> &str {
    let small = |word: &str| word.chars().any(char::is_lowercase);
    if text.split(' ').next().is_none_or(small) || !small(text) {
        return text;
    }
    let blanks = text.match_indices(' ').map(|(at, _)| at);
    let end = blanks
        .filter(|at| {
            text.get(at + 1..)
                .and_then(|rest| rest.split(' ').next())
                .is_some_and(small)
        })
        .min();
    let name = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let whole = name.chars().count() >= MIN_CAPITALS && sort(name).is_some();
    if whole { name } else { text }
}

/// Fewest letters of a name in capitals; shorter ones are abbreviations, and may begin a name.
const MIN_CAPITALS: usize = 7;

/// What names of streets end in; a number follows.
const STREETS: [&str; 15] = [
    "gate", "gata", "gaten", "gt.", "vei", "veien", "veg", "vegen", "plass", "plassen", "torg", "torget", "allé",
    "brygge", "kaia",
];
/// Most words before *gate* that belong to the street: *Kong Carl Johans gate*.
const BEFORE_STREET: usize = 3;

/// Where the street begins that a name goes over into: "Sunnvik kommune Storgata 5", "… Haakon VIIs gate 9".
pub(crate) fn street(text: &str) -> Option<usize> {
    if !has_figure(text) {
        return None;
    }
    let blanks = text.match_indices(' ').map(|(at, _)| at + 1);
    let starts: Vec<usize> = [0].into_iter().chain(blanks).collect();
    let word = |index: usize| {
        let from = text.get(*starts.get(index)?..)?;
        from.split(' ').next()
    };
    let numbered = |index: usize| word(index + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    let (at, kind) = (1..starts.len()).find_map(|index| {
        let lower = numbered(index).then(|| word(index))??.lower_case();
        let kind = STREETS.iter().find(|kind| lower.ends_with(**kind))?;
        Some((index, lower == **kind))
    })?;
    if !kind {
        return starts.get(at).copied();
    }
    let capital = |index: &usize| word(*index).is_some_and(|word| word.starts_with(char::is_uppercase));
    let named: Vec<usize> = (1..at).rev().take_while(capital).take(BEFORE_STREET).collect();
    let mut ends = named.iter().rev().filter_map(|index| starts.get(*index).copied());
    // As many words as leave the name of a body; else the one that a street must have.
    let body = |end: &usize| text.get(..*end).is_some_and(|name| sort(name.trim()).is_some());
    ends.find(body).or_else(|| starts.get(*named.first()?).copied())
}

/// "Kari Moen, styreleder i KS": a person's title is no part of a name.
fn holds_title(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .windows(2)
        .any(|pair| matches!(pair, [title, "i" | "for"] if role(title).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_their_sort() {
        for (name, expected) in [
            ("Storvik kommune", Some("kommune")),
            ("Nordre fylkeskommune", Some("fylkeskommune")),
            ("Statsforvaltaren i Vestre", Some("statsforvalter")),
            ("Direktoratet for fart", Some("direktorat")),
            ("Norsk Pensjonistforening", Some("organisasjon")),
            ("Kraft AS", Some("næringsliv")),
            ("Kari Moen", None),
        ] {
            assert_eq!(sort(name), expected, "{name}");
        }
    }
}
