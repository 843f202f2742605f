//! Persons whose names stand on one line with nothing between them: a given name behind a surname begins the next.

use super::names::is_name_word;
use crate::data::rows;
use crate::organizations::is_organization;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Given names, as they are spelled.
static GIVEN: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../data/given-names.txt")).collect());

/// Whether a word is a given name, or is made of two ("Anne-Lise").
pub(crate) fn is_given(word: &str) -> bool {
    GIVEN.contains(word) || word.split_once('-').is_some_and(|(first, _)| GIVEN.contains(first))
}

/// "Kari Moe Ola Li": the names of several, parted; one part where the words are the name of one, or no names. A surname is
/// what is no given name, so that "Kari Moe" and "Ola Li" part before "Ola", and "Ole Petter Moe Li" stays whole.
pub(crate) fn persons<'w, 't>(words: &'w [&'t str]) -> Vec<&'w [&'t str]> {
    let mut parts = Vec::new();
    let mut rest = words;
    let named = words.len() >= 4 && words.iter().all(|word| is_name_word(word));
    while named && rest.first().is_some_and(|word| is_given(word)) {
        let surname = |word: &str| word.starts_with(char::is_uppercase) && !word.ends_with('.') && !is_given(word);
        let next = rest
            .windows(2)
            .skip(1)
            .take(rest.len().saturating_sub(3))
            .position(|pair| matches!(pair, [last, first] if surname(last) && is_given(first)));
        let Some((one, others)) = next.and_then(|at| rest.split_at_checked(at + 2)) else {
            break;
        };
        parts.push(one);
        rest = others;
    }
    parts.push(rest);
    parts
}

/// Words behind which a name is that of somebody else, or part of a body's.
pub(super) const JOINS: [&str; 19] = [
    "for", "av", "og", "til", "med", "fra", "frå", "i", "på", "ved", "hos", "pva", "pva.", "p.v.a.", "v/", "samt",
    "ved.", "&", "-",
];

/// "Kari Moe leder Ola Li nestleder", "Kari Moe KS Ola Li KD": persons with what is said of each behind the name; one part where
/// the words begin with no name or end in one, so that what stands between may belong to who comes behind it.
pub(crate) fn described<'w, 't>(words: &'w [&'t str]) -> Vec<&'w [&'t str]> {
    let name_at = |at: usize| {
        let surname = words
            .get(at + 1)
            .is_some_and(|word| is_name_word(word) && !word.ends_with(')'));
        surname && words.get(at).is_some_and(|word| is_given(word))
    };
    let begins = |at: &usize| {
        let before = at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .copied()
            .unwrap_or_default();
        name_at(*at) && !is_given(before) && !JOINS.contains(&before) && !before.ends_with(['/', '-', ',', '.'])
    };
    // "(for Ola Li varamedlem)" is about the one before.
    let inside = |at: &usize| {
        let before = words.get(..*at).unwrap_or_default();
        let count = |mark: char| before.iter().map(|word| word.matches(mark).count()).sum::<usize>();
        count('(') > count(')')
    };
    let mut starts: Vec<usize> = (2..words.len()).filter(|at| begins(at) && !inside(at)).collect();
    let last = starts.last().copied().unwrap_or_default();
    let behind = words.get(last + 2..).unwrap_or_default();
    let named = behind.iter().all(|word| is_named(word));
    let body = || is_organization(&behind.join(" ")) || behind.last().is_some_and(|word| is_organization(word));
    let told = !behind.is_empty() && (!named || body());
    if starts.is_empty() || !name_at(0) || !told {
        return vec![words];
    }
    starts.insert(0, 0);
    starts.push(words.len());
    starts
        .windows(2)
        .filter_map(|pair| words.get(*pair.first()?..*pair.last()?))
        .collect()
}

/// Whether a word can be a name's, and is no body's abbreviation.
fn is_named(word: &str) -> bool {
    is_name_word(word) && word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::{described, persons};

    fn parted(text: &str) -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        persons(&words).into_iter().map(|part| part.join(" ")).collect()
    }

    #[test]
    fn a_given_name_behind_a_surname_begins_the_next_person() {
        assert_eq!(parted("Kari Moe Ola Li"), ["Kari Moe", "Ola Li"]);
        assert_eq!(
            parted("Anne-Lise E. Moe Jo Vik Berg Per Arne Lunde"),
            ["Anne-Lise E. Moe", "Jo Vik Berg", "Per Arne Lunde"]
        );
        for one in [
            "Ole Petter Moe Li",
            "Kari Moe Ola",
            "Gunn Marit Helgen Moe",
            "Statens helse Ola Li",
        ] {
            assert_eq!(parted(one), [one]);
        }
    }

    #[test]
    fn names_with_what_is_behind_them_part_where_the_next_begins() {
        let parted = |text: &str| -> Vec<String> {
            let words: Vec<&str> = text.split(' ').collect();
            described(&words).into_iter().map(|part| part.join(" ")).collect()
        };
        assert_eq!(
            parted("Kari Moe vara leder Ola Li Vik nestleder Per Arne Lunde prosjektleder Vest (referent)"),
            [
                "Kari Moe vara leder",
                "Ola Li Vik nestleder",
                "Per Arne Lunde prosjektleder Vest (referent)"
            ]
        );
        assert_eq!(parted("Kari Moe KS Ola Li KD"), ["Kari Moe KS", "Ola Li KD"]);
        assert_eq!(
            parted("Kari Moe KS Ola Li Finansdepartementet"),
            ["Kari Moe KS", "Ola Li Finansdepartementet"]
        );
        for one in [
            "Kari Moe pva Ola Li KD",
            "Kari Moe statssekretær Ola Li",
            "statsråd Kari Moe statssekretær Ola Li KD",
            "Kari Moe leder av Per Gynt selskapet",
        ] {
            assert_eq!(parted(one), [one]);
        }
    }
}
