//! Persons whose names stand on one line with nothing between them: a given name behind a surname begins the next.

use super::names::is_name_word;
use crate::data::rows;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Given names, as they are spelled.
static GIVEN: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../data/given-names.txt")).collect());

/// Whether a word is a given name, or is made of two ("Anne-Lise").
fn is_given(word: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::persons;

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
}
