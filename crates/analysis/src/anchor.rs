//! Names for paragraphs that depend on nothing but their text.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Text without differences that do not change what it says: Unicode NFC, soft hyphens removed, each run
/// of white space one blank, none at the ends.
pub fn normalized_text(text: &str) -> String {
    if text.chars().all(is_inert) {
        plain(text.chars(), text.len())
    } else {
        plain(text.nfc(), text.len())
    }
}

/// Whether NFC never changes a character, whatever stands beside it: Latin letters and the punctuation of our documents.
/// Almost every text consists of these, and normalizing takes most of an anchor's time.
fn is_inert(c: char) -> bool {
    c < '\u{300}' || ('\u{2010}'..='\u{2027}').contains(&c)
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
    let digest = Sha256::digest(normalized_text(paragraph).as_bytes());
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
    }
}
