//! The registers: ministries in time, topics, roles.
//!
//! Data files with origin and licence at their head are compiled in; nothing is read at run time.
//! Names compare in lower case with single blanks ([`fold_name`]).

mod change;
mod ministry;
mod role;
mod topic;

pub use change::{ChangeKind, MinistryChange, ministry_changes};
pub use ministry::{
    Ministry, line, ministries, ministries_by_abbreviation, ministries_by_name, ministries_matching, ministry_by_id,
    resolve,
};
pub use role::{Role, begins_role, role, roles};
pub use topic::{LOS, OWN, Topic, topic_by_id, topics, topics_by_label};

/// Changes whenever a register does: compared with what an index was built from.
pub fn fingerprint() -> String {
    let data = [
        include_str!("../data/ministries.tsv"),
        include_str!("../data/topics.tsv"),
        include_str!("../data/concepts.tsv"),
        include_str!("../data/roles.tsv"),
    ];
    // FNV-1a: a change detector, not a protection against forgery.
    let hash = data
        .iter()
        .flat_map(|file| file.bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("vocabulary-{hash:016x}")
}

/// The form in which names compare: lower case, single blanks, plain hyphens, none at the ends.
pub fn fold_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            push_ascii(&mut out, word);
        } else {
            for c in word.chars() {
                let hyphen = matches!(c, '\u{2010}' | '\u{2011}' | '\u{ad}');
                push_lower(&mut out, if hyphen { '-' } else { c });
            }
        }
    }
    out
}

/// Text in lower case, as the standard library gives it but for the Greek final sigma, and sooner: that looks each letter
/// beyond ASCII up in a table; those of Norwegian and its neighbors are told here without.
pub trait LowerCase {
    /// The text in lower case.
    fn lower_case(&self) -> String;
}

impl LowerCase for str {
    fn lower_case(&self) -> String {
        let mut out = String::with_capacity(self.len());
        let mut rest = self;
        // What is ASCII is taken in pieces.
        while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
            let (plain, other) = rest.split_at(at);
            push_ascii(&mut out, plain);
            let mut letters = other.chars();
            letters.next().into_iter().for_each(|c| push_lower(&mut out, c));
            rest = letters.as_str();
        }
        push_ascii(&mut out, rest);
        out
    }
}

fn push_ascii(out: &mut String, text: &str) {
    let from = out.len();
    out.push_str(text);
    if let Some(new) = out.get_mut(from..) {
        new.make_ascii_lowercase();
    }
}

#[inline]
fn push_lower(out: &mut String, c: char) {
    match c {
        '\0'..='\x7f' => out.push(c.to_ascii_lowercase()),
        // Small letters of Latin-1; dashes, quotation marks and bullets.
        'ß'..='ÿ' | '\u{80}'..='\u{bf}' | '×' | '\u{2000}'..='\u{206f}' => out.push(c),
        // The capitals of Latin-1 stand 32 places before the small letters.
        'À'..='Þ' => out.extend(char::from_u32(u32::from(c) + 32)),
        c => out.extend(c.to_lowercase()),
    }
}

/// The rows of a register: lines without a leading `#`, cut at tabs.
fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lower_case_is_that_of_the_standard_library(text in "[^Σ]{0,40}") {
            prop_assert_eq!(text.lower_case(), text.to_lowercase());
        }

        #[test]
        fn folded_names_have_single_blanks(text in any::<String>()) {
            let folded = fold_name(&text);
            prop_assert_eq!(folded.split_whitespace().collect::<Vec<_>>().join(" "), folded.as_str());
            prop_assert_eq!(fold_name(&folded), folded);
        }
    }

    #[test]
    fn letters_of_latin_1_are_lowered_and_signs_kept() {
        let all: String = ('\u{0}'..='\u{24f}').chain('\u{2000}'..='\u{2bff}').collect();
        assert_eq!(all.lower_case(), all.to_lowercase());
        assert_eq!(fold_name(" Å  VÆRE\u{2011}Ø "), "å være-ø");
    }
}
