//! Keys of filters: what a value is indexed as, and what a typed value looks for.

use ordskifte_query::{FilterField, Unit};
use ordskifte_vocabulary::fold_name;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The key of a value on documents of a unit.
pub(crate) fn key(unit: Unit, field: FilterField, value: &str) -> String {
    format!("{}\u{1f}{}\u{1f}{value}", unit.as_str(), field.as_str())
}

/// The key that every record that may be found has.
pub(crate) fn findable() -> String {
    "findable".to_owned()
}

/// The key of records that a private person sent: what they say is found, and offered to nobody.
pub(crate) fn private() -> String {
    "private".to_owned()
}

/// The form of a name without marks, for those who type without them: `Bjørkåsen` as `bjorkasen`.
pub(crate) fn loose(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in fold_name(name).nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ø' => out.push('o'),
            'æ' => out.push_str("ae"),
            'đ' | 'ð' => out.push('d'),
            'ŋ' => out.push('n'),
            'ŧ' => out.push('t'),
            'ł' => out.push('l'),
            '-' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// Keys of an organization's or any other name: as written, and loose.
pub(crate) fn name_keys(name: &str) -> Vec<String> {
    vec![format!("={}", fold_name(name)), format!("~{}", loose(name))]
}

/// Keys of a person's name: those of the name, and of its surname (also of a double one without hyphen).
pub(crate) fn person_keys(name: &str) -> Vec<String> {
    let mut keys = name_keys(name);
    let words: Vec<&str> = name.split_whitespace().collect();
    for from in [words.len().saturating_sub(1), words.len().saturating_sub(2)] {
        if let Some(surname) = words.get(from..).filter(|_| from > 0) {
            let surname = surname.join(" ");
            keys.push(format!("+{}", fold_name(&surname)));
            keys.push(format!("-{}", loose(&surname)));
        }
    }
    keys
}

/// Keys that a typed name may mean, the best sort first: the first sort that exists is what is meant.
pub(crate) fn name_tiers(typed: &str) -> Vec<String> {
    let (folded, loose) = (fold_name(typed), loose(typed));
    vec![
        format!("={folded}"),
        format!("~{loose}"),
        format!("+{folded}"),
        format!("-{loose}"),
    ]
}

/// A citation without the differences of print: letters and numbers with single blanks between.
pub(crate) fn citation_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for c in fold_name(text).chars() {
        let class = |c: char| (c.is_alphabetic(), c.is_numeric());
        if c.is_alphanumeric() {
            if !out.is_empty() && class(last) != class(c) {
                out.push(' ');
            }
            out.push(c);
        }
        last = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_compare_without_punctuation() {
        for printed in ["NOU 2026: 1", "NOU 2026:1", "nou 2026 : 1", "NOU\u{a0}2026:\u{a0}1"] {
            assert_eq!(citation_key(printed), "nou 2026 1", "{printed}");
        }
        assert_eq!(citation_key("Prop. L 45 (2025–2026)"), "prop l 45 2025 2026");
    }

    #[test]
    fn a_person_is_found_by_full_name_and_surname() {
        let keys = person_keys("Åse Flø Tveitnes");
        for key in [
            "=åse flø tveitnes",
            "~ase flo tveitnes",
            "+tveitnes",
            "+flø tveitnes",
            "-tveitnes",
        ] {
            assert!(keys.contains(&key.to_owned()), "{key}");
        }
        assert_eq!(person_keys("KS"), ["=ks", "~ks"]);
    }
}
