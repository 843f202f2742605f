//! Sentences of a paragraph.

use ordskifte_vocabulary::LowerCase;

/// Abbreviations of up to four letters that a point follows within a sentence.
const ABBREVIATIONS: [&str; 17] = [
    "nr", "jf", "kl", "mht", "bl", "pkt", "kap", "ca", "mv", "osv", "ev", "evt", "inkl", "mill", "mrd", "hhv", "dr",
];

/// What a number follows that is no ordinal.
const COUNTED: [&str; 18] = [
    "nr.", "nr", "st.", "§", "§§", "artikkel", "art.", "kapittel", "kap.", "punkt", "pkt.", "sak", "kl.", "side", "s.",
    "vedlegg", "uke", "veke",
];

/// Byte ranges of sentences: they end at `.`, `!` or `?` before a capital, but not after abbreviations, initials and
/// numbers.
pub(crate) fn sentences(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let signs = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b'.' | b'!' | b'?'));
    for end in signs.map(|(at, _)| at + 1) {
        let rest = text.get(end..).unwrap_or_default();
        // "… «Saken utsettes.» Li mente": the quotation ends with the sentence.
        let quoted = rest
            .chars()
            .next()
            .filter(|c| "»”\")".contains(*c))
            .map_or(0, char::len_utf8);
        let (rest, end) = (rest.get(quoted..).unwrap_or_default(), end + quoted);
        let next = rest.trim_start();
        let before = text.get(start..end - quoted - 1).unwrap_or_default();
        // "… avgjort. «Ja», sa Li."
        let begins = next.trim_start_matches(['«', '“', '"']).starts_with(char::is_uppercase);
        if !rest.starts_with(char::is_whitespace) || !begins || abbreviated(before) {
            continue;
        }
        out.push((start, end));
        start = text.len() - next.len();
    }
    if start < text.len() {
        out.push((start, text.len()));
    }
    out
}

fn abbreviated(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '«', '"']);
    let letters = word.chars().count();
    // A number ends a sentence when it is a year: "… i 2022. Moen sa".
    let ordinal = (1..=2).contains(&letters) && word.chars().all(|c| c.is_ascii_digit());
    // "jf. Ot.prp. nr. 32. Moen sa", "§ 5. Moen sa".
    let counted = || {
        let mut words = before.split_whitespace().rev().skip(1);
        let name = words.next().unwrap_or_default().lower_case();
        // "NOU 2025: 3. Moen sa".
        name.ends_with(':') || COUNTED.contains(&name.trim_start_matches('('))
    };
    let number = ordinal && !counted();
    let initial = letters == 1 && word.chars().all(char::is_uppercase);
    let points = letters <= 5 && word.contains('.');
    // "mv." and "osv." end sentences as often as not; the capital decides for the end.
    let closing = ["mv", "osv"].contains(&word.lower_case().as_str());
    !closing && (number || initial || points || ABBREVIATIONS.contains(&word.lower_case().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        sentences(text)
            .into_iter()
            .map(|(start, end)| &text[start..end])
            .collect()
    }

    #[test]
    fn sentences_end_before_capitals_only() {
        assert_eq!(
            parts("Moen sa ja. Li sa nei!  Vik spurte."),
            ["Moen sa ja.", "Li sa nei!", "Vik spurte."]
        );
        assert_eq!(
            parts("Det er planer av generell art. Partene er enige."),
            ["Det er planer av generell art.", "Partene er enige."]
        );
        assert_eq!(
            parts("Det ble slik i 2022. Moen sa ja."),
            ["Det ble slik i 2022.", "Moen sa ja."]
        );
    }

    #[test]
    fn abbreviations_initials_and_dates_end_none() {
        assert_eq!(
            parts("Geir B. Moen viste til pkt. A, bl.a. Troms."),
            ["Geir B. Moen viste til pkt. A, bl.a. Troms."]
        );
        assert_eq!(parts("den 3. Mai er"), ["den 3. Mai er"]);
        assert_eq!(
            parts("Jf. Ot.prp. nr. 32. Moen sa: «Ja.» Li sa nei."),
            ["Jf. Ot.prp. nr. 32.", "Moen sa: «Ja.»", "Li sa nei."]
        );
        assert_eq!(
            parts("Han viste til NOU 2025: 3. Moen sa ja. «Nei», sa Li."),
            ["Han viste til NOU 2025: 3.", "Moen sa ja.", "«Nei», sa Li."]
        );
    }
}
