//! Names for paragraphs that depend on nothing but their text.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Text without differences that do not change what it says: Unicode NFC, soft hyphens removed, each run
/// of white space one blank, none at the ends.
pub fn normalized_text(text: &str) -> String {
    normalized(text).into_owned()
}

fn normalized(text: &str) -> Cow<'_, str> {
    if is_normalized(text.as_bytes()) {
        Cow::Borrowed(text)
    } else if text.chars().all(is_inert) {
        Cow::Owned(plain(text.chars(), text.len()))
    } else {
        Cow::Owned(plain(text.nfc(), text.len()))
    }
}

/// Whether nothing is to be done, told byte by byte: single blanks between letters of ASCII, of Latin-1 and of Latin
/// Extended-A, and the dashes and quotation marks of our documents. Most paragraphs are such; of others `false` is right too.
/// All bytes are asked, so that many are looked at at once.
fn is_normalized(text: &[u8]) -> bool {
    let odd = |before: u8, byte: u8| {
        let blank = byte == b' ' && before == b' ';
        let known = matches!(byte, b' '..=0x7e | 0x80..=0xc5 | 0xe2);
        // U+00A7, U+00AB, U+00BB and others, but no blank and no soft hyphen.
        let latin = before == 0xc2 && matches!(byte, 0x80..=0xa0 | 0xad);
        // U+2010 to U+2027, and the sign of minus; no other character has a byte behind 0x80 or 0x88 that goes on in it.
        let general = before == 0xe2 && !matches!(byte, 0x80 | 0x88)
            || before == 0x80 && matches!(byte, 0x80..=0x8f | 0xa8..=0xbf)
            || before == 0x88 && matches!(byte, 0x80..=0x91 | 0x93..=0xbf);
        blank || !known || latin || general
    };
    // Blanks at the ends are as two.
    let ends = [text.first(), text.last()].into_iter().flatten();
    let pairs = text.iter().zip(text.get(1..).unwrap_or_default());
    let all = pairs.fold(0, |found, (before, byte)| found | u8::from(odd(*before, *byte)));
    all == 0 && !ends.into_iter().any(|byte| odd(b' ', *byte))
}

/// Whether NFC never changes a character, whatever stands beside it: Latin letters and the punctuation of our documents.
/// Almost every text consists of these, and normalizing takes most of an anchor's time.
fn is_inert(c: char) -> bool {
    c < '\u{300}' || ('\u{2010}'..='\u{2027}').contains(&c) || c == '\u{2212}'
}

fn plain(text: impl Iterator<Item = char>, length: usize) -> String {
    let mut out = String::with_capacity(length);
    let mut blank = false;
    for c in text.filter(|c| *c != '\u{ad}') {
        if c.is_whitespace() {
            blank = !out.is_empty();
        } else {
            if blank {
                out.push(' ');
                blank = false;
            }
            out.push(c);
        }
    }
    out
}

/// The anchor of a paragraph: `p-` and the first 8 hexadecimal digits of its normalized text's SHA-256.
/// A repeat within a record gets `-2`, `-3`, … from the caller.
pub fn anchor(paragraph: &str) -> String {
    let digest = Sha256::digest(normalized(paragraph).as_bytes());
    let mut hex = HEXLOWER.encode(&digest);
    hex.truncate(8);
    format!("p-{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spacing_and_composition_do_not_change_an_anchor() {
        assert_eq!(anchor("a\u{30a}pen  dør\n"), anchor("åpen dør"));
        assert_ne!(anchor("åpen dør"), anchor("åpne dør"));
    }

    proptest! {
        #[test]
        fn normalizing_twice_changes_nothing(text in any::<String>()) {
            let once = normalized_text(&text);
            prop_assert_eq!(normalized_text(&once), once);
        }

        #[test]
        fn what_is_told_by_bytes_is_told_by_characters(text in "[a-zæøå «»§–“”−•\u{ad}\u{a0}\u{85}\u{2009}\u{2028}\t\u{30a}\u{2009}áš\u{1e9}]{0,12}") {
            prop_assert_eq!(normalized_text(&text), plain(text.nfc(), text.len()));
        }
    }
}
