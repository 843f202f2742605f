//! Acts cited by their abbreviations: "fvl. § 34", "PBL § 12-10", "barnehagel. § 16".

use crate::data::named;
use ordskifte_vocabulary::LowerCase;
use regex::Regex;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Names of acts by their abbreviations.
static NAMES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    named(include_str!("../data/short.tsv"))
        .flat_map(|(name, forms)| forms.split('|').map(move |form| (form, name)))
        .collect()
});
/// The number of a section: "12-10", "9 a", "9 A-4"; "i" behind a blank is a word.
pub(crate) const NUMBER: &str = r"\d{1,3}(?:(?:[\s\u{a0}]?[a-hA-H])?[-–]\d{1,3})?(?:[a-zA-Z]\b|[\s\u{a0}][a-hA-H]\b)?";
/// A section sign and the number behind it.
static SECTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^§{{1,2}}[\s\u{{a0}}]*({NUMBER})")).ok());
/// Fewest letters before "l." of an act that is shortened by its ending alone: "barnehagel.".
const MIN_STEM: usize = 5;
/// Fewest letters before "lov": "veglov".
const MIN_ACT: usize = 3;

/// A section of an act, at bytes of a text.
pub(crate) struct Short {
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The sections that a text cites by abbreviations of their acts, in order.
pub(crate) fn short(text: &str) -> Vec<Short> {
    let mut found = Vec::new();
    let mut over = 0;
    for (at, _) in text.match_indices('§') {
        if at < over {
            continue;
        }
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
        let Some((start, name)) = abbreviated(before) else {
            continue;
        };
        let section = SECTION.as_ref().and_then(|pattern| pattern.captures(after));
        let Some(number) = section.and_then(|captures| captures.get(1)) else {
            continue;
        };
        over = at + number.end();
        found.push(Short {
            name,
            number: number.as_str().to_owned(),
            start,
            end: over,
        });
    }
    found
}

/// The act whose abbreviation ends a text, and the byte where that begins.
fn abbreviated(before: &str) -> Option<(usize, String)> {
    let bare = before.trim_end_matches([' ', '\u{a0}', '\n']);
    let word = bare.trim_end_matches('.');
    let letters = word
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphabetic() || *c == '.');
    let start = letters.last()?.0;
    let lower = word.get(start..)?.lower_case();
    if let Some(name) = NAMES.get(lower.as_str()) {
        return Some((start, (*name).lower_case()));
    }
    // "biblioteklov § 5": the act without its article.
    if let Some(act) = lower
        .strip_suffix("lov")
        .filter(|act| act.chars().count() >= MIN_ACT && !act.contains('.'))
    {
        return Some((start, format!("{act}loven")));
    }
    // "barnehagel. § 16": the name up to the "l" of its ending.
    let stem = lower.strip_suffix('l').filter(|_| bare.len() > word.len())?;
    (stem.chars().count() >= MIN_STEM && !stem.contains('.')).then(|| (start, format!("{stem}loven")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_lead_to_names() {
        let ids = |text: &str| -> Vec<String> {
            let found = short(text).into_iter();
            found.map(|one| format!("{} § {}", one.name, one.number)).collect()
        };
        assert_eq!(
            ids("(jf. FVL § 34), fvl. §\u{a0}41 og oppll. § 9 A"),
            [
                "forvaltningsloven § 34",
                "forvaltningsloven § 41",
                "opplæringslova § 9 A"
            ]
        );
        assert_eq!(
            ids("etter pbl §12-10 og barnehagel. § 16"),
            ["plan- og bygningsloven § 12-10", "barnehageloven § 16"]
        );
        assert_eq!(ids("jf. biblioteklov § 5"), ["bibliotekloven § 5"]);
        assert_eq!(
            ids("Se kap. § 3, loven § 4, jf. § 5, punkt § 6, tal § 7, avtal § 8, og § 9"),
            Vec::<String>::new()
        );
    }
}
