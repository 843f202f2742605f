//! Roles that people are listed with.

use crate::{fold_name, rows};
use ordskifte_record::Level;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name in bokmål, lower case.
    pub name: &'static str,
    /// Political or administrative.
    pub level: Level,
}

static REGISTER: LazyLock<BTreeMap<String, Role>> = LazyLock::new(|| {
    let mut register = BTreeMap::new();
    for row in rows(include_str!("../data/roles.tsv")) {
        let [name, level, forms] = row.as_slice() else { continue };
        let Ok(level) = level.parse() else { continue };
        for form in forms.split('|').filter(|form| !form.is_empty()).chain([*name]) {
            register.insert(fold_name(form), Role { name, level });
        }
    }
    register
});

/// The role that a printed form means, in any of its forms.
pub fn role(printed: &str) -> Option<&'static Role> {
    let folded = fold_name(printed);
    let known = |form: &str| BY_FORM.get(form).copied();
    known(&folded).or_else(|| known(&expanded(&folded)?))
}

/// The same to be looked up in one step: most of what is asked for is no role.
static BY_FORM: LazyLock<FxHashMap<&'static str, &'static Role>> = LazyLock::new(|| roles().collect());

/// The first words of all forms.
static FIRSTS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| REGISTER.keys().filter_map(|form| form.split(' ').next()).collect());

/// Whether a form of a role begins with this word as printed; abbreviated forms aside, which have points. Most words begin none,
/// and this is told sooner than by looking up all that may follow.
pub fn begins_role(word: &str) -> bool {
    let folded = fold_name(word);
    FIRSTS.contains(folded.as_str()) || FIRSTS.contains(folded.trim_end_matches(','))
}

/// What abbreviated beginnings of roles stand for.
const SHORTENED: [(&str, &str); 9] = [
    ("avd.", "avdelings"),
    ("seksj.", "seksjons"),
    ("eksp.", "ekspedisjons"),
    ("adm.", "administrerende "),
    ("ass.", "assisterende "),
    ("gen.", "general"),
    ("spes.", "spesial"),
    ("sen.", "senior"),
    ("pol.", "politisk "),
];
/// The same for their ends.
const ENDS: [(&str, &str); 4] = [
    ("dir.", "direktør"),
    ("dir", "direktør"),
    ("rådg.", "rådgiver"),
    ("sekr.", "sekretær"),
];

/// "avd.leiar", "avd. dir." and "pol. rådg." in full; `None` for a form without a point.
fn expanded(folded: &str) -> Option<String> {
    if !folded.contains('.') {
        return None;
    }
    let begun = SHORTENED.iter().find_map(|(short, long)| {
        let rest = folded.strip_prefix(short)?.trim_start();
        Some(format!("{long}{rest}"))
    });
    let whole = begun.unwrap_or_else(|| folded.to_owned());
    let ended = ENDS
        .iter()
        .find_map(|(short, long)| Some(format!("{}{long}", whole.strip_suffix(short)?)));
    Some(ended.unwrap_or(whole))
}

/// All printed forms (folded) with their roles, sorted.
pub fn roles() -> impl Iterator<Item = (&'static str, &'static Role)> {
    REGISTER.iter().map(|(form, role)| (form.as_str(), role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_both_standards_mean_one_role() {
        assert_eq!(role("Styreleiar").map(|r| r.name), Some("styreleder"));
        assert_eq!(role("avd.dir.").map(|r| r.level), Some(Level::Administrativ));
        assert_eq!(role("Avd. leiar").map(|r| r.name), Some("avdelingsleder"));
        assert_eq!(role("pol. rådg.").map(|r| r.name), Some("politisk rådgiver"));
        assert_eq!(role("ass.dir.").map(|r| r.name), Some("assisterende direktør"));
        assert_eq!(role("fotograf"), None);
    }

    #[test]
    fn every_form_begins_with_a_word_that_begins_one() {
        for (form, _) in roles() {
            let first = form.split(' ').next().unwrap_or_default();
            assert!(begins_role(first) && begins_role(&first.to_uppercase()), "{form}");
        }
        assert!(begins_role("Direktør,"));
        assert!(!begins_role("Kari"));
    }
}
