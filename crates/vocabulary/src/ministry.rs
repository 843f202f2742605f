//! Ministries in time: one entry for each name that a ministry has had.

use crate::{fold_name, rows};
use ordskifte_record::PartialDate;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// A ministry under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ministry {
    /// Unique id, as `kdd-2022`: abbreviation and the year of the name (`-2000`: when the register begins).
    pub id: &'static str,
    /// Abbreviation, as `KDD`; others may have borne it at other times.
    pub abbreviation: &'static str,
    /// Name in bokmål.
    pub name_nb: &'static str,
    /// Name in nynorsk.
    pub name_nn: &'static str,
    /// First day; `None`: before the register begins.
    pub from: Option<PartialDate>,
    /// Last day; `None`: still in being.
    pub to: Option<PartialDate>,
    /// Id of the main successor (rename, merger, split; never mere transfers of tasks).
    pub successor: Option<&'static str>,
}

impl Ministry {
    /// Whether the name was borne at some time within the date.
    pub fn in_being(&self, date: PartialDate) -> bool {
        self.from.is_none_or(|from| from.first_day() <= date.last_day())
            && self.to.is_none_or(|to| to.last_day() >= date.first_day())
    }
}

static REGISTER: LazyLock<Vec<Ministry>> = LazyLock::new(|| {
    rows(include_str!("../data/ministries.tsv"))
        .filter_map(|row| {
            let [id, abbreviation, name_nb, name_nn, from, to, successor] = row.as_slice() else {
                return None;
            };
            Some(Ministry {
                id,
                abbreviation,
                name_nb,
                name_nn,
                from: from.parse().ok(),
                to: to.parse().ok(),
                successor: (!successor.is_empty()).then_some(*successor),
            })
        })
        .collect()
});

static BY_NAME: LazyLock<FxHashMap<String, Vec<&'static Ministry>>> = LazyLock::new(|| {
    let mut names: FxHashMap<String, Vec<&'static Ministry>> = FxHashMap::default();
    for ministry in REGISTER.iter() {
        for name in [ministry.name_nb, ministry.name_nn] {
            let entry = names.entry(fold_name(name)).or_default();
            if !entry.iter().any(|known| known.id == ministry.id) {
                entry.push(ministry);
            }
        }
    }
    names
});

/// Longest abbreviation, in bytes.
const MAX_ABBREVIATION: usize = 8;

/// The same by abbreviations in lower case.
static BY_ABBREVIATION: LazyLock<FxHashMap<String, Vec<&'static Ministry>>> = LazyLock::new(|| {
    let mut known: FxHashMap<String, Vec<&'static Ministry>> = FxHashMap::default();
    for ministry in REGISTER.iter() {
        let short = ministry.abbreviation.to_ascii_lowercase();
        known.entry(short).or_default().push(ministry);
    }
    known
});

/// More bytes than any name printed with wide spaces has.
static LONGEST: LazyLock<usize> = LazyLock::new(|| 2 * BY_NAME.keys().map(String::len).max().unwrap_or(0));

/// The last letters of the names, which are few.
static ENDINGS: LazyLock<FxHashSet<[u8; 4]>> =
    LazyLock::new(|| BY_NAME.keys().filter_map(|name| ending(name)).collect());

/// The last bytes of a name without a genitive's `-s`, in lower case.
fn ending(name: &str) -> Option<[u8; 4]> {
    let bytes = name.trim_end().as_bytes();
    let bytes = bytes.strip_suffix(b"s").or(bytes.strip_suffix(b"S")).unwrap_or(bytes);
    bytes
        .last_chunk()
        .map(|last: &[u8; 4]| last.map(|byte| byte.to_ascii_lowercase()))
}

/// The whole register, in its own order.
pub fn ministries() -> &'static [Ministry] {
    &REGISTER
}

/// The entry with this id.
pub fn ministry_by_id(id: &str) -> Option<&'static Ministry> {
    REGISTER.iter().find(|ministry| ministry.id == id)
}

/// All that have borne an abbreviation, oldest first.
pub fn ministries_by_abbreviation(abbreviation: &str) -> Vec<&'static Ministry> {
    // What is no abbreviation need not be folded: nearly every word of a list is asked for.
    let short = (2..=MAX_ABBREVIATION).contains(&abbreviation.len());
    let known = || BY_ABBREVIATION.get(&abbreviation.to_ascii_lowercase()).cloned();
    short.then(known).flatten().unwrap_or_default()
}

/// All that have borne a name in either standard (the definite article's genitive `-s` aside), oldest first.
pub fn ministries_by_name(name: &str) -> Vec<&'static Ministry> {
    // Whole paragraphs and all sorts of lines are asked for too, and need no folding.
    if name.trim().len() > *LONGEST || !ending(name).is_some_and(|ending| ENDINGS.contains(&ending)) {
        return Vec::new();
    }
    let folded = fold_name(name);
    let exact = BY_NAME.get(&folded).or_else(|| BY_NAME.get(folded.strip_suffix('s')?));
    exact.cloned().unwrap_or_default()
}

/// The first words of the names of several words, in lower case.
static FIRSTS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    BY_NAME
        .keys()
        .filter_map(|name| Some(name.split_once(' ')?.0))
        .collect()
});

/// Whether a name of several words begins with this word as printed, signs before it aside. Most words begin none, and this
/// is told sooner than by looking up all that may follow.
pub fn begins_ministry(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let initial = word.bytes().next().map_or(0, |byte| byte.to_ascii_lowercase());
    let lengths = LENGTHS.get(usize::from(initial)).copied().unwrap_or_default();
    // Where hyphens and blanks of several bytes are folded, the lengths are others.
    let other = initial >= 0x80 || !word.is_ascii();
    (other || lengths >> word.len().min(63) & 1 == 1) && FIRSTS.contains(fold_name(word).as_str())
}

/// The lengths of those first words, as bits, by the byte that they begin with.
static LENGTHS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut lengths = vec![0_u64; 256];
    for first in FIRSTS.iter() {
        let initial = first.bytes().next().map_or(0, usize::from);
        if let Some(known) = lengths.get_mut(initial) {
            *known |= 1 << first.len().min(63);
        }
    }
    lengths
});

/// What a filter's value means: an id, an abbreviation (all its bearers) or a name.
pub fn ministries_matching(value: &str) -> Vec<&'static Ministry> {
    if let Some(ministry) = ministry_by_id(&value.to_lowercase()) {
        return vec![ministry];
    }
    let named = ministries_by_abbreviation(value);
    if named.is_empty() {
        ministries_by_name(value)
    } else {
        named
    }
}

/// The ministry that an everyday name means at a date: one word with the first or the last element of a longer name that
/// is borne then (*Justisdepartementet*, *Kommunaldepartementet*, *Miljødepartementet*).
fn by_element(printed: &str, date: PartialDate) -> Option<&'static Ministry> {
    let folded = fold_name(printed);
    let word = folded.strip_suffix('s').unwrap_or(&folded);
    let element = word
        .strip_suffix("departementet")
        .filter(|element| !element.is_empty() && element.chars().all(char::is_alphabetic))?;
    let one = |has: &dyn Fn(&str) -> bool| {
        let borne = REGISTER.iter().filter(|ministry| ministry.in_being(date));
        let mut having = borne.filter(|ministry| {
            [ministry.name_nb, ministry.name_nn]
                .map(fold_name)
                .iter()
                .any(|name| has(name))
        });
        having.next().filter(|_| having.next().is_none())
    };
    one(&|name| name.strip_prefix(element).is_some_and(|rest| rest.starts_with('-')))
        .or_else(|| one(&|name| name.rsplit(' ').next() == Some(word)))
}

/// The one ministry that a printed name or abbreviation means at a date. A name that nobody bears then is an everyday name
/// if it can be: *Helsedepartementet* in 2015 is Helse- og omsorgsdepartementet.
///
/// Without a date only a name or abbreviation that has had one bearer is resolved: abbreviations such as
/// AID and KD have had two.
pub fn resolve(printed: &str, date: Option<PartialDate>) -> Option<&'static Ministry> {
    let bearers = ministries_matching(printed);
    let candidates: Vec<_> = match date {
        Some(date) => bearers
            .iter()
            .copied()
            .filter(|ministry| ministry.in_being(date))
            .collect(),
        None => bearers.clone(),
    };
    if let (Some(date), []) = (date, candidates.as_slice())
        && let Some(ministry) = by_element(printed, date)
    {
        return Some(ministry);
    }
    // A name that several bore, and none does at the date, is the last one's before it.
    if let (Some(date), [], [_, _, ..]) = (date, candidates.as_slice(), bearers.as_slice()) {
        let past = |ministry: &&Ministry| ministry.to.is_some_and(|to| to.last_day() < date.first_day());
        return bearers.iter().copied().filter(past).max_by_key(|ministry| ministry.to);
    }
    match (candidates.as_slice(), bearers.as_slice()) {
        // Old names live on in print for a while: a name with one bearer is that bearer at any date.
        ([one], _) | ([], [one]) => Some(one),
        // Two names within one undated month or year stay open.
        _ => None,
    }
}

/// A ministry with all main predecessors and successors, oldest first.
pub fn line(id: &str) -> Vec<&'static Ministry> {
    let mut included: Vec<&'static str> = Vec::new();
    let mut open: Vec<&'static str> = ministry_by_id(id).map(|ministry| ministry.id).into_iter().collect();
    while let Some(next) = open.pop() {
        if included.contains(&next) {
            continue;
        }
        included.push(next);
        open.extend(ministry_by_id(next).and_then(|ministry| ministry.successor));
    }
    // Predecessors of the asked one only: those of a successor are other lines.
    let mut before = vec![id];
    while let Some(next) = before.pop() {
        for ministry in REGISTER.iter().filter(|ministry| ministry.successor == Some(next)) {
            if !included.contains(&ministry.id) {
                included.push(ministry.id);
                before.push(ministry.id);
            }
        }
    }
    REGISTER
        .iter()
        .filter(|ministry| included.contains(&ministry.id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<PartialDate> {
        text.parse().ok()
    }

    #[test]
    fn abbreviations_need_a_date_when_two_have_borne_them() {
        assert_eq!(resolve("AID", None), None);
        assert_eq!(resolve("AID", date("2007-03-01")).map(|m| m.id), Some("aid-2006"));
        assert_eq!(resolve("AID", date("2023")).map(|m| m.id), Some("aid-2022"));
        assert_eq!(resolve("KDD", None).map(|m| m.id), Some("kdd-2022"));
    }

    #[test]
    fn names_are_found_in_both_standards_and_in_the_genitive() {
        assert_eq!(
            resolve("Utanriksdepartementets", None).map(|m| m.abbreviation),
            Some("UD")
        );
        assert_eq!(
            resolve("kultur- og  kyrkjedepartementet", None).map(|m| m.id),
            Some("kkd-2002")
        );
    }

    #[test]
    fn everyday_names_are_one_element_of_the_name_of_their_time() {
        for (printed, at, id) in [
            ("Justisdepartementet", "2005-06", Some("jd-2000")),
            ("Kommunaldepartementet", "2003", Some("krd-1998")),
            ("Kommunaldepartementets", "2015-03-12", Some("kmd-2014")),
            ("Helsedepartementet", "2003", Some("hd-2002")),
            ("Helsedepartementet", "2015", Some("hod-2004")),
            ("Fiskeridepartementet", "2016", Some("nfd-2014")),
            ("Miljødepartementet", "2020", Some("kld-2014")),
            // Where the name of the time changed within the date, and where there is none.
            ("Barnedepartementet", "2019", None),
            ("Fagdepartementet", "2015", None),
            ("departementet", "2015", None),
        ] {
            assert_eq!(resolve(printed, date(at)).map(|m| m.id), id, "{printed} {at}");
        }
        assert_eq!(resolve("Kommunaldepartementet", None), None);
    }

    #[test]
    fn every_name_of_several_words_begins_with_a_word_that_begins_one() {
        for ministry in ministries() {
            for name in [ministry.name_nb, ministry.name_nn] {
                let first = name.split_once(' ').map(|(first, _)| first);
                let begins =
                    |first: &str| begins_ministry(first) && begins_ministry(&format!("({}", first.to_uppercase()));
                assert!(first.is_none_or(begins), "{name}");
            }
        }
        assert!(!begins_ministry("Finansdepartementet") && !begins_ministry("og") && !begins_ministry("–"));
    }

    #[test]
    fn a_line_follows_main_successors() {
        let ids: Vec<_> = line("kmd-2014").iter().map(|m| m.id).collect();
        for id in ["krd-1998", "fad-2010", "kmd-2014", "kdd-2022"] {
            assert!(ids.contains(&id), "{id} in {ids:?}");
        }
        assert!(!ids.contains(&"dfd-2024"));
    }

    #[test]
    fn every_successor_is_in_the_register() {
        for ministry in ministries() {
            assert!(
                ministry.successor.is_none_or(|id| ministry_by_id(id).is_some()),
                "{}",
                ministry.id
            );
        }
    }
}
