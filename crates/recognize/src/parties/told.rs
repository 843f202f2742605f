//! Who wrote, and of what sort a body is, by what the text says of it: "Fyrkraft er en ideell organisasjon".

use crate::evidence;
use crate::organizations::party;
use crate::present::county;
use crate::view::{Line, View};
use ordskifte_record::{Party, Record};
use ordskifte_vocabulary::{LowerCase, fold_name};

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

/// Offices that a county has, as they are named.
const OFFICES: [&str; 3] = ["Statsforvalteren i ", "Statsforvaltaren i ", "Fylkesmannen i "];

/// The one governor's office that a letter without a head speaks of, at the beginning of a sentence.
pub(super) fn governor(view: &View<'_>, recipient: Option<&str>, record: &mut Record) -> Option<Party> {
    let mut found: Option<(&Line<'_>, String)> = None;
    let mut begins = false;
    for line in view.lines.iter().take(LINES) {
        for office in OFFICES {
            for (at, _) in line.text.match_indices(office) {
                let Some(county) = line.text.get(at..).and_then(county) else {
                    continue;
                };
                let name = format!("{office}{county}");
                if found.as_ref().is_some_and(|(_, known)| *known != name) {
                    return None;
                }
                let before = line.text.get(..at).unwrap_or_default();
                begins |= before.is_empty() || before.ends_with(". ");
                found.get_or_insert((line, name));
            }
        }
    }
    let (line, name) = found.filter(|(_, name)| begins && Some(fold_name(name).as_str()) != recipient)?;
    evidence(record, "sender", line);
    Some(party(&name))
}

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
