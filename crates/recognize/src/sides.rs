//! The side that a body's people are on, where the body tells it.

use crate::data::rows;
use ordskifte_record::Side;
use ordskifte_vocabulary::{fold_name, ministries_by_abbreviation, ministries_by_name};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Whole names, and beginnings of names.
static STATE: LazyLock<(HashSet<&'static str>, Vec<&'static str>)> = LazyLock::new(|| {
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
    let folded = fold_name(body);
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
