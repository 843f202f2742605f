//! Lower case, and the form in which names compare: what nearly every rule asks of every line. Both are made byte by byte
//! where a text has nothing but the small letters and the signs of our documents beside ASCII.

/// Text in lower case, as the standard library gives it but for the Greek final sigma, and sooner: that looks each letter
/// beyond ASCII up in a table; those of Norwegian and its neighbors are told here without.
pub trait LowerCase {
    /// The text in lower case.
    fn lower_case(&self) -> String;
}

impl LowerCase for str {
    fn lower_case(&self) -> String {
        if is_plain(self) {
            return self.to_ascii_lowercase();
        }
        let mut out = String::with_capacity(self.len());
        self.chars().for_each(|c| push_lower(&mut out, c));
        out
    }
}

/// The form in which names compare: lower case, single blanks, plain hyphens, none at the ends.
pub fn fold_name(name: &str) -> String {
    let name = name.trim();
    if is_spaced(name) {
        return name.lower_case();
    }
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            let hyphen = matches!(c, '\u{2010}' | '\u{2011}' | '\u{ad}');
            push_lower(&mut out, if hyphen { '-' } else { c });
        }
    }
    out
}

/// Whether some pair of bytes that stand side by side is such. All pairs are asked, so that many are looked at at once.
fn has_pair(text: &str, is: impl Fn(u8, u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(0, |found, (before, byte)| found | u8::from(is(*before, *byte))) != 0
}

/// Whether none but letters of ASCII change in lower case: a text of ASCII, of small letters and signs of Latin-1, and of
/// U+2000 to U+203F (dashes, quotation marks, bullets). `false` is right of any text.
fn is_plain(text: &str) -> bool {
    let other = |byte: u8| matches!(byte, 0xc4..=0xe1 | 0xe3..);
    let strange =
        |before: u8, byte: u8| other(byte) || before == 0xc3 && byte <= 0x9e || before == 0xe2 && byte != 0x80;
    !text.bytes().next().is_some_and(other) && !has_pair(text, strange)
}

/// Whether a text without blanks at its ends has single blanks and plain hyphens already. `false` is right of any text.
fn is_spaced(text: &str) -> bool {
    !has_pair(text, |before, byte| {
        let blank = byte < b' ' || before == b' ' && byte == b' ';
        // U+0085, U+00A0, U+00AD.
        let latin = before == 0xc2 && matches!(byte, 0x85 | 0xa0 | 0xad);
        // U+2000 to U+2011, U+2028 to U+202F: no other character has such a byte behind 0x80.
        let general = before == 0x80 && matches!(byte, 0x80..=0x91 | 0xa8..=0xaf);
        // U+1680, U+205F, U+3000, and whatever else begins so.
        let other = matches!(byte, 0xe1 | 0xe3) || before == 0xe2 && byte != 0x80;
        blank || latin || general || other
    })
}

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
        fn our_own_letters_are_lowered_as_any_others(text in "[ -~À-ÿ«»§\u{80}-\u{bf}\u{2000}-\u{206f}ČšÅ]{0,40}") {
            prop_assert_eq!(text.lower_case(), text.to_lowercase());
            let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
            let plain = words.join(" ").replace(['\u{2010}', '\u{2011}', '\u{ad}'], "-");
            prop_assert_eq!(fold_name(&text), plain);
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
        for c in all.chars() {
            let text = format!("A{c}B {c}");
            assert_eq!(text.lower_case(), text.to_lowercase(), "{c:?}");
        }
        assert_eq!(fold_name(" Å  VÆRE\u{2011}Ø "), "å være-ø");
    }
}
