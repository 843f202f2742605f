//! Several bodies that answer together: "Nordvik, Sørvik og Vestvik kommuner", "Kommunene Nordvik og Sørvik".

use crate::ministries::named;
use crate::view::Line;
use ordskifte_vocabulary::LowerCase;
use regex::Regex;
use std::sync::LazyLock;

/// Names with capitals, two or more.
const NAMES: &str = r"\p{Lu}[\p{L}-]+(?: (?:i )?\p{Lu}[\p{L}-]+)*(?:, \p{Lu}[\p{L}-]+(?: (?:i )?\p{Lu}[\p{L}-]+)*)* og \p{Lu}[\p{L}-]+(?: (?:i )?\p{Lu}[\p{L}-]+)*";
/// What such writers do in the first sentence of a letter.
const DOES: &str =
    "viser til|syner til|avgir|avgjev|gir|gjev|sender|har|vil|takker|takkar|støtter|støttar|ønsker|ønskjer";

static SORT_BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        "^(?:Fra |Frå )?({NAMES} (?:fylkes)?kommun(?:er|ar))(?: (?:{DOES}) |$)"
    ))
    .ok()
});
static SORT_BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        "^(?:Fra |Frå )?((?:[Kk]ommun|[Ff]ylkeskommun)(?:ene|ane) {NAMES})(?: (?:{DOES}) |$)"
    ))
    .ok()
});

/// Longest text that names them, in bytes.
const MAX: usize = 400;

/// The bodies that a text names together: alone, behind "Fra", or as the writers of a sentence.
pub(crate) fn joint(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.len() > MAX || !text.contains("ommun") || !text.contains(" og ") {
        return None;
    }
    [&SORT_BEHIND, &SORT_BEFORE]
        .into_iter()
        .find_map(|pattern| pattern.as_ref()?.captures(text)?.get(1))
        .map(|found| found.as_str())
        .filter(|name| !name.split(' ').next().is_some_and(|first| NO_NAMES.contains(&first)))
}

/// Words that begin such a line, and no name.
const NO_NAMES: [&str; 14] = [
    "Til", "Kopi", "For", "Av", "Om", "Ved", "Mellom", "Blant", "Både", "Alle", "Noen", "Flere", "Fleire", "Andre",
];

/// The ministries that a line names, where there are several and nothing else: "A-departementet og B-departementet".
pub(crate) fn ministries(text: &str) -> Option<String> {
    // "Kopi: …" is a label of others.
    if text.len() > MAX || text.contains(':') || text.matches("epartementet").count() < 2 {
        return None;
    }
    let names: Vec<&str> = named(text, None).iter().map(|ministry| ministry.name_nb).collect();
    let count = |text: &str| text.split_whitespace().count();
    let others = count(text).checked_sub(names.iter().map(|name| count(name)).sum())?;
    (names.len() > 1 && others < names.len()).then(|| names.join(" og "))
}

/// The first of these lines that names writers together.
pub(crate) fn writers<'a, 'v>(lines: &'a [Line<'v>]) -> Option<(&'a Line<'v>, &'v str)> {
    lines.iter().find_map(|line| Some((line, joint(line.text)?)))
}

/// The sort of bodies that are named together, in the singular.
pub(crate) fn sort(name: &str) -> Option<&'static str> {
    joint(name)?;
    let folded = name.lower_case();
    Some(if folded.contains("fylkeskommun") {
        "fylkeskommune"
    } else {
        "kommune"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_named_together() {
        for (text, expected) in [
            (
                "Fra Nordvik, Sør Dal og Vestvik kommuner",
                Some("Nordvik, Sør Dal og Vestvik kommuner"),
            ),
            (
                "Kommunane Nordvik og Sørvik syner til brev",
                Some("Kommunane Nordvik og Sørvik"),
            ),
            (
                "Nordvik og Sørvik fylkeskommuner avgir felles svar",
                Some("Nordvik og Sørvik fylkeskommuner"),
            ),
            ("Til Nordvik og Sørvik kommuner", None),
            ("Alle kommuner og fylkeskommuner", None),
            ("Kommunene må få dekket kostnadene", None),
        ] {
            assert_eq!(joint(text), expected, "{text}");
        }
        assert_eq!(sort("Nordvik og Sørvik fylkeskommuner"), Some("fylkeskommune"));
        assert_eq!(
            ministries("Finansdepartementet Kunnskapsdepartementet").as_deref(),
            Some("Finansdepartementet og Kunnskapsdepartementet")
        );
        assert_eq!(
            ministries("Finansdepartementet spurte Kunnskapsdepartementet om det"),
            None
        );
    }
}
