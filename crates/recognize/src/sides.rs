//! The side that a body's people are on, where the body tells it.

use crate::data::rows;
use crate::people::is_party;
use ordskifte_record::{Participant, Side};
use ordskifte_vocabulary::{LowerCase, fold_name, ministries_by_abbreviation, ministries_by_name};
use rustc_hash::FxHashSet;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Whole names, and beginnings of names.
static STATE: LazyLock<(FxHashSet<&'static str>, Vec<&'static str>)> = LazyLock::new(|| {
    let lines = rows(include_str!("../data/state.txt"));
    let (begins, whole): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.ends_with('*'));
    let begins = begins.into_iter().map(|line| line.trim_end_matches('*'));
    (whole.into_iter().collect(), begins.collect())
});

/// The side of a body's people: KS, the State with its ministries, directorates and governors; others have none of their own.
pub(crate) fn side_of(body: &str) -> Option<Side> {
    if body == "KS" || body.starts_with("KS ") {
        return Some(Side::Ks);
    }
    let ministry = !ministries_by_abbreviation(body).is_empty() || !ministries_by_name(body).is_empty();
    (ministry || is_of_state(body)).then_some(Side::Stat)
}

/// Whether a body belongs to the State, and is no ministry.
fn is_of_state(body: &str) -> bool {
    // "Helsedir."
    let folded = fold_name(body.trim_end_matches('.'));
    // "Barne-, ungdoms- og familiedirektoratet (Bufdir)", "Helsedirektoratet, avdeling primærhelse".
    let name = folded.split('(').next().unwrap_or_default();
    let mut commas = name
        .match_indices(", ")
        .map(|(at, _)| name.get(..at).unwrap_or_default());
    let name = commas.find(|name| !name.ends_with('-')).unwrap_or(name).trim();
    let (whole, begins) = &*STATE;
    let directorate = |name: &str| name.ends_with("direktoratet") && name.split(' ').count() <= 4;
    [folded.as_str(), name]
        .into_iter()
        .any(|name| whole.contains(name) || directorate(name))
        || begins.iter().any(|begin| folded.starts_with(begin))
}

/// Gives those of a mixed list their sides whom the list tells no delegation for.
///
/// Who is listed for the same body is on one side, also by its abbreviation: "A (Unit)" is of the State where "B, Unit
/// (Direktoratet for IKT)" is, "C, SKD" where "D, Skattedirektoratet (SKD)" is.
/// Beside people of the State, counties and organizations are on neither side; a municipality is of no side by itself,
/// since KS may speak for it.
pub(crate) fn settle(people: &mut [Participant]) {
    let mut told: HashMap<String, Side> = HashMap::new();
    for person in people.iter() {
        let (Some(body), Some(side)) = (&person.organization, person.side) else {
            continue;
        };
        // "Skattedirektoratet (SKD)" tells what SKD is.
        let short = person.printed.split_once(&format!("{body} ("));
        let short = short
            .and_then(|(_, rest)| rest.split_once(')'))
            .map(|(short, _)| short.to_owned());
        told.extend(short.into_iter().chain([body.clone()]).map(|name| (name, side)));
    }
    // Members without a body, or with a party, are those of a body that meets by itself.
    let member = |person: &Participant| person.side.is_none() && person.organization.as_deref().is_none_or(is_party);
    let mixed = told.values().any(|side| *side == Side::Stat) && !people.iter().any(member);
    for person in people.iter_mut().filter(|person| person.side.is_none()) {
        let Some(body) = person.organization.as_deref() else {
            continue;
        };
        let other = || mixed && !is_municipality(body);
        person.side = told.get(body).copied().or_else(|| other().then_some(Side::Other));
    }
    // Bodies of a joint committee are no sides: there are some where somebody met for the State or for KS.
    let met = |person: &Participant| matches!(person.side, Some(Side::Stat | Side::Ks));
    if !people.iter().any(met) {
        for person in people.iter_mut() {
            person.side = None;
        }
    }
}

/// "Lillevik kommune", and who works in one: "Helseetaten i Lillevik kommune".
fn is_municipality(body: &str) -> bool {
    body.split([' ', ','])
        .any(|word| ["kommune", "kommunen"].contains(&word.lower_case().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_tell_sides() {
        for (body, side) in [
            ("KS", Some(Side::Ks)),
            ("KS Vest", Some(Side::Ks)),
            ("FIN", Some(Side::Stat)),
            ("Bufdir", Some(Side::Stat)),
            ("Fylkesmannen i Hedmark", Some(Side::Stat)),
            ("Statens vegvesen Vegdirektoratet", Some(Side::Stat)),
            ("Barne-, ungdoms- og familiedirektoratet (Bufdir)", Some(Side::Stat)),
            ("Lillevik kommune", None),
            ("Plan- og bygningsetaten", None),
            ("Sametinget", None),
        ] {
            assert_eq!(side_of(body), side, "{body}");
        }
    }
}
