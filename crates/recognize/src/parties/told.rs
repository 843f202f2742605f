//! Of what sort a body is by what its text says of it: "Fyrkraft er en ideell organisasjon".

use crate::view::View;
use ordskifte_vocabulary::LowerCase;

/// How many lines can say so, and how far behind the name, in bytes.
const LINES: usize = 60;
const NEAR: usize = 90;

/// Sorts, and what bodies say who are of them; words that end so.
const SORTS: [(&str, &[&str]); 2] = [
    (
        "organisasjon",
        &[
            "organisasjon",
            "forening",
            "foreining",
            "forbund",
            "stiftelse",
            "stifting",
            "sammenslutning",
            "samanslutning",
            "nettverk",
            "paraply",
        ],
    ),
    (
        "næringsliv",
        &["selskap", "bedrift", "konsern", "produsent", "leverandør"],
    ),
];

/// The sort that the text tells of the body of a name.
pub(super) fn sort(view: &View<'_>, name: &str) -> Option<&'static str> {
    view.lines.iter().take(LINES).find_map(|line| {
        let mut named = line.text.match_indices(name);
        named.find_map(|(at, _)| is(line.text.get(at + name.len()..)?))
    })
}

/// The sort in "(FK) er en ideell organisasjon …".
fn is(rest: &str) -> Option<&'static str> {
    let rest = rest
        .strip_prefix(" (")
        .and_then(|rest| rest.split_once(')'))
        .map_or(rest, |(_, rest)| rest);
    let said = [" er en ", " er ein ", " er et ", " er eit ", " er ei ", " er "]
        .iter()
        .find_map(|verb| rest.strip_prefix(verb))?;
    let near = said
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|at| *at <= NEAR)
        .last();
    let clause = said.get(..near.unwrap_or(0))?.lower_case();
    // What it is stands before what it does: "er en organisasjon for selskap som …".
    let mut words = clause
        .split(|c: char| !c.is_alphabetic())
        .take_while(|word| !ENDS.contains(word));
    words.find_map(|word| {
        let told = |(_, ends): &&(&str, &[&str])| ends.iter().any(|end| word.ends_with(end));
        SORTS.iter().find(told).map(|(sort, _)| *sort)
    })
}

/// Words behind which something else is named.
const ENDS: [&str; 10] = ["for", "som", "med", "i", "til", "av", "på", "at", "om", "og"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_what_a_body_is() {
        assert_eq!(is(" er en ideell organisasjon med lag"), Some("organisasjon"));
        assert_eq!(is(" (FK) er ei interesseforeining for fyr"), Some("organisasjon"));
        assert_eq!(is(" er et norsk selskap som eier fyr"), Some("næringsliv"));
        assert_eq!(is(" er enig i at organisasjonen bør høres"), None);
        assert_eq!(is(" er glad for at forbund høres"), None);
    }
}
