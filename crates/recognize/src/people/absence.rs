//! Who a list says was not there, and who was there instead.

use super::names::looks_like_person;
use ordskifte_vocabulary::fold_name;

/// How a sentence in a list says that somebody was not there.
pub(super) const AWAY: [&str; 24] = [
    " var ikke til stede",
    " var ikkje til stades",
    " hadde meldt forfall",
    " hadde forfall",
    " meldte forfall",
    " melde forfall",
    " hadde permisjon",
    " møtte ikke",
    " møtte ikkje",
    " deltok ikke",
    " deltok ikkje",
    " kunne ikke møte",
    " kunne ikkje møte",
    " kunne ikke delta",
    " kunne ikkje delta",
    " kunne ikke komme",
    " kunne ikkje kome",
    " var forhindret",
    " meldt forfall",
    " Meldt forfall",
    " ikke møtt",
    " ikkje møtt",
    " Forfall",
    " forfall",
];

/// Whether an entry says nothing but that the person before was not there.
pub(super) fn is_away(entry: &str) -> bool {
    let folded = fold_name(entry.trim().trim_end_matches('.'));
    [
        "permisjon",
        "fravær",
        "fråvær",
        "avbud",
        "meldt avbud",
        "ikke til stede",
        "ikkje til stades",
    ]
    .contains(&folded.as_str())
        || AWAY.iter().any(|words| words.trim_start() == folded)
}

/// "A B pva C D (utvalget)", "A B (vara for C D)": A B was there for C D; what follows in parentheses is the seat, which
/// both are listed with.
pub(super) fn deputy(entry: &str) -> (String, Option<String>) {
    for word in [
        " pva. ",
        " pva ",
        " p.v.a. ",
        "(vara for ",
        " vara for ",
        "(for ",
        " for ",
        " på vegne av ",
        " på vegner av ",
    ] {
        let Some(at) = entry.find(word) else { continue };
        let (left, right) = (
            entry.get(..at).unwrap_or_default(),
            entry.get(at + word.len()..).unwrap_or_default(),
        );
        let name = right.split(['(', ')']).next().unwrap_or_default().trim();
        if !looks_like_person(left) || !looks_like_person(name) {
            continue;
        }
        let seat = right.get(right.find('(').unwrap_or(right.len())..).unwrap_or_default();
        let seated = |name: &str| format!("{} {seat}", name.trim());
        return (seated(left), Some(seated(name)));
    }
    (entry.to_owned(), None)
}
