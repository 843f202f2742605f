//! Cuts text into words as they are searched.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A word with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// The word as written.
    pub text: &'a str,
    /// First byte in the text.
    pub start: usize,
    /// Byte after its last.
    pub end: usize,
}

/// The words of a text in order.
///
/// A word is a run of letters, digits and combining marks. It goes on over one of `- ' ’ . , / : @ & _ ‑ –` where
/// a letter or digit follows at once and the two sides fit: numbers keep their separators (`5,5`, `1.1.2022`,
/// `22/1234`, `3-1`, `2011–2012`), letters keep hyphens, apostrophes, `@`, `&`, and inner full stops (`e-helse`,
/// `St.meld`, `ola@example.no`). The number after *NOU* is one word however it is spaced (`2026: 1`). `§` is a word by
/// itself.
pub fn tokenize(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    let mut series = false;
    std::iter::from_fn(move || {
        let start = word_start(text, at)?;
        let rest = text.get(start..)?;
        let length = if rest.starts_with('§') {
            '§'.len_utf8()
        } else if series {
            series_length(rest)
        } else {
            word_length(rest)
        };
        let word = rest.get(..length)?;
        at = start + length;
        series = word == "NOU";
        Some(Token {
            text: word,
            start,
            end: at,
        })
    })
}

/// How many of these bytes are letters and digits of ASCII, from the first on.
fn plain(bytes: &[u8]) -> usize {
    let (eights, rest) = bytes.as_chunks::<8>();
    for (index, eight) in eights.iter().enumerate() {
        let count = plain_of_eight(u64::from_le_bytes(*eight));
        if count < 8 {
            return 8 * index + count;
        }
    }
    8 * eights.len() + rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

/// The same of eight bytes, all at once: where a word ends cannot be guessed, and a loop that ends elsewhere each time waits.
fn plain_of_eight(bytes: u64) -> usize {
    const EACH: u64 = u64::MAX / 0xff;
    const HIGH: u64 = 0x80 * EACH;
    // Whether bytes below 0x80 lie between two, as the highest bit of each.
    let within = |bytes: u64, first: u8, last: u8| {
        let from = bytes + EACH * u64::from(0x80 - first);
        let beyond = bytes + EACH * u64::from(0x7f - last);
        from & !beyond
    };
    let low = bytes & !HIGH;
    let plain = within(low | (0x20 * EACH), b'a', b'z') | within(low, b'0', b'9');
    let other = (bytes | !plain) & HIGH;
    other.trailing_zeros() as usize / 8
}

/// The byte at which the next word from `at` on begins.
fn word_start(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(at..)?;
    let is_sign = |byte: &&u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    let start = at + bytes.iter().take_while(is_sign).count();
    if text.as_bytes().get(start)?.is_ascii() {
        return Some(start);
    }
    let (offset, _) = text
        .get(start..)?
        .char_indices()
        .find(|(_, c)| is_word_char(*c) || *c == '§')?;
    Some(start + offset)
}

fn is_word_char(c: char) -> bool {
    match c {
        // Nearly all of a Norwegian text, told without the tables of Unicode.
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ſ' => true,
        _ => c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}'),
    }
}

/// Bytes of the word that `rest` begins with.
fn word_length(rest: &str) -> usize {
    let letters = plain_letters(rest.as_bytes());
    if letters.is_whole {
        return letters.length;
    }
    let mut end = letters.length;
    let mut last = rest
        .get(..end)
        .and_then(|word| word.chars().next_back())
        .unwrap_or('\0');
    let mut chars = rest.get(end..).unwrap_or_default().char_indices().peekable();
    while let Some((index, c)) = chars.next() {
        if is_word_char(c) {
            end = letters.length + index + c.len_utf8();
            last = c;
            continue;
        }
        let Some((_, next)) = chars.peek().copied() else { break };
        if !is_word_char(next) || !joins(last, c, next) {
            break;
        }
    }
    end
}

/// The letters that a word begins with.
struct Letters {
    /// Their length in bytes.
    length: usize,
    /// Whether the word ends with them, as nearly every word does.
    is_whole: bool,
}

/// The letters and digits of ASCII and Latin-1 that a text begins with, told byte by byte.
fn plain_letters(text: &[u8]) -> Letters {
    let byte = |at: usize| text.get(at).copied().unwrap_or(b' ');
    let mut length = 0;
    loop {
        length += plain(text.get(length..).unwrap_or_default());
        let (first, next) = (byte(length), byte(length + 1));
        if first == 0xc3 && !matches!(next, 0x97 | 0xb7) {
            length += 2;
        } else {
            // A sign that no letter or digit follows at once holds nothing together.
            let is_whole = first.is_ascii() && (first == b' ' || next.is_ascii() && !next.is_ascii_alphanumeric());
            return Letters { length, is_whole };
        }
    }
}

/// Bytes of the number of a report in a series that `rest` begins with: a year, a colon, a number, blanks between.
fn series_length(rest: &str) -> usize {
    let plain = word_length(rest);
    let number = || {
        let year = rest.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
        let after = rest.get(year.len()..)?.trim_start().strip_prefix(':')?.trim_start();
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        (digits > 0).then(|| rest.len() - after.len() + digits)
    };
    number().map_or(plain, |spaced| spaced.max(plain))
}

/// The pieces of a folded word that is held together by signs: what an address, a number or a word with a hyphen
/// (`e-helse`) is searched by, too. Single letters and digits are no pieces, nor is the end of a domain (`.no` is not
/// the nynorsk word for now); a word without signs has none.
pub(crate) fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let bare = word.rsplit_once('.').filter(|(_, last)| {
        let letters = last.chars().all(char::is_alphabetic);
        letters && last.chars().count() <= LONGEST_DOMAIN
    });
    let rest = bare.map_or(word, |(rest, _)| rest);
    rest.split(|c: char| !is_word_char(c))
        .filter(|piece| piece.len() < word.len() && piece.chars().nth(1).is_some())
}

/// Longest end of a domain that is no piece, in letters.
const LONGEST_DOMAIN: usize = 3;

/// The runs of pieces by which an address or a number is searched: the domains of `www.regjeringen.no` and `post@ks.no`
/// (`regjeringen.no`, `ks.no`), who has the address (`ola.moe@ks.no`), the case of the document `22/1234-5`.
pub(crate) fn runs(word: &str) -> Vec<&str> {
    let mut out = Vec::new();
    if word.starts_with(char::is_numeric) {
        let run = word.rsplit_once('-').map(|(run, _)| run);
        out.extend(run.filter(|run| run.contains('/')));
        return out;
    }
    let many = |run: &&str| run.contains(|c: char| !is_word_char(c));
    if let Some((who, domain)) = word.split_once('@') {
        out.extend([who, domain].into_iter().filter(many));
    }
    for (at, _) in word.match_indices('.') {
        let run = word.get(at + 1..).unwrap_or_default();
        out.extend(Some(run).filter(|run| run.contains('.') && !run.contains('@')));
    }
    out
}

/// Whether `by` holds two word characters together.
fn joins(before: char, by: char, after: char) -> bool {
    let digits = before.is_numeric() && after.is_numeric();
    match by {
        '-' | '\u{2011}' | '\'' | '’' | '@' | '_' | '&' => true,
        ',' | ':' | '/' | '–' => digits,
        '.' => digits || (before.is_alphabetic() && after.is_alphabetic() && after.is_lowercase()),
        _ => false,
    }
}

/// The form in which words are compared: NFC, lower case, no soft hyphens or blanks, plain hyphens and apostrophes.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        let mut word = word.to_ascii_lowercase();
        word.retain(|c| !c.is_ascii_whitespace());
        return word;
    }
    let plain = |c: char| match c {
        '\u{2010}' | '\u{2011}' | '–' => '-',
        '’' | '‘' | 'ʼ' => '\'',
        other => other,
    };
    let lower = |text: &mut dyn Iterator<Item = char>| -> String {
        text.filter(|c| *c != '\u{ad}' && !c.is_whitespace())
            .map(plain)
            .flat_map(char::to_lowercase)
            .collect()
    };
    let once = if is_nfc(word) {
        lower(&mut word.chars())
    } else {
        lower(&mut word.nfc())
    };
    // Lower-casing can leave a sequence that composes once more ("İ").
    if is_nfc(&once) { once } else { once.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).map(|token| token.text).collect()
    }

    proptest! {
        #[test]
        fn letters_and_digits_are_counted_as_one_by_one(bytes in "[ -~\u{80}-\u{ff}\u{0}-\u{1f}]{0,40}", word in "[A-Za-z0-9]{0,20}") {
            for text in [bytes.clone(), word.clone(), format!("{word}{bytes}")] {
                let one_by_one = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
                prop_assert_eq!(plain(text.as_bytes()), one_by_one);
            }
        }
    }

    #[test]
    fn administrative_writing_stays_whole() {
        assert_eq!(words("§ 3-1 og 5,5 prosent."), ["§", "3-1", "og", "5,5", "prosent"]);
        assert_eq!(
            words("E-helse, jf. St.meld. nr. 12"),
            ["E-helse", "jf", "St.meld", "nr", "12"]
        );
        assert_eq!(words("sak 22/1234, 1.1.2022"), ["sak", "22/1234", "1.1.2022"]);
        assert_eq!(words("og/eller KS’ syn"), ["og", "eller", "KS", "syn"]);
        assert_eq!(words("slutt.Start"), ["slutt", "Start"]);
        assert_eq!(words("NOU 2026:1, mht. «tall»"), ["NOU", "2026:1", "mht", "tall"]);
        assert_eq!(words("post@ks.no, www.ks.no"), ["post@ks.no", "www.ks.no"]);
        assert_eq!(words("NOU 2026: 1 og 2026: 1"), ["NOU", "2026: 1", "og", "2026", "1"]);
        assert_eq!(
            words("NOU 2026 :\u{a0}14, NOU 2026"),
            ["NOU", "2026 :\u{a0}14", "NOU", "2026"]
        );
        assert_eq!(
            words("(2011–2012) og Oslo–Bergen"),
            ["2011–2012", "og", "Oslo", "Bergen"]
        );
        assert_eq!(fold("2026 :\u{a0}14"), "2026:14");
        assert_eq!(fold("2026: 1"), fold("2026:1"));
        assert_eq!(fold("2011–2012"), "2011-2012");
    }

    #[test]
    fn what_signs_hold_together_has_pieces() {
        let of = |word| pieces(word).collect::<Vec<_>>();
        assert_eq!(of("e-helse"), ["helse"]);
        assert_eq!(of("post@ks.no"), ["post", "ks"]);
        assert_eq!(of("st.meld"), ["st", "meld"]);
        assert_eq!(of("2026:1"), ["2026"]);
        assert_eq!(of("22/1234"), ["22", "1234"]);
        assert_eq!(of("3-1"), [""; 0]);
        assert_eq!(of("helse"), [""; 0]);
        assert_eq!(runs("www.regjeringen.no"), ["regjeringen.no"]);
        assert_eq!(runs("ola.moe@post.ks.no"), ["ola.moe", "post.ks.no", "ks.no"]);
        assert_eq!(runs("22/1234-5"), ["22/1234"]);
        for whole in ["ks.no", "22/1234", "1.1.2022", "2011-2012", "e-helse", "helse", ""] {
            assert_eq!(runs(whole), [""; 0], "{whole}");
        }
    }

    proptest! {
        #[test]
        fn offsets_lie_on_character_borders(text in any::<String>()) {
            let mut last = 0;
            for token in tokenize(&text) {
                prop_assert_eq!(text.get(token.start..token.end), Some(token.text));
                prop_assert!(token.start >= last && token.end > token.start);
                last = token.end;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(word in "\\PC{0,12}") {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
