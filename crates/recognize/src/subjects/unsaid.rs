//! Verbs of speech that tell of none: what was not said, or not in the meeting.

use ordskifte_record::MONTHS;

/// Years that are over; as a month does, "sa i fjor at" tells of another occasion.
const EARLIER: [&str; 2] = ["fjor", "forfjor"];

/// "svarte ikke på det", "ba i brev av 8. april om", "sa i februar at": what was not said, or not in the meeting.
pub(super) fn is_unsaid(words: &[&str]) -> bool {
    let word = |at: usize| words.get(at).map_or("", |word| word.trim_end_matches([',', '.']));
    let silent = matches!(word(0), "svarte" | "svara") && matches!(word(1), "ikke" | "ikkje");
    let letter = || matches!(word(2), "brev" | "brevet" | "e-post" | "e-posten");
    let elsewhere = || letter() || MONTHS.iter().chain(&EARLIER).any(|time| *time == word(2));
    // "Skog viste seg å være dyrt."
    let seemed = matches!(word(0), "viste" | "synte") && word(1) == "seg";
    silent || seemed || (word(1) == "i" && elsewhere())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_occasions_are_no_speech() {
        let unsaid = |text: &str| is_unsaid(&text.split(' ').collect::<Vec<_>>());
        for text in [
            "sa i februar at",
            "ba i brev av 8. april",
            "svarte ikke på det",
            "varslet i fjor at",
            "viste seg å være dyrt",
        ] {
            assert!(unsaid(text), "{text}");
        }
        for text in ["sa i tillegg at", "svarte at", "viste i innledningen til"] {
            assert!(!unsaid(text), "{text}");
        }
    }
}
