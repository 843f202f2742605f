//! How much a text looks like text.

/// 0 (empty or gibberish) to 1: the share of characters that running text consists of, lowered when hardly any
/// letter is a vowel or words are impossibly long.
pub(crate) fn quality(text: &str) -> f32 {
    let mut good = 0_u32;
    let mut all = 0_u32;
    let mut letters = 0_u32;
    let mut vowels = 0_u32;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        let letter = c.is_alphabetic();
        good += u32::from(letter || c.is_ascii_graphic() || is_sign(c) || c.is_numeric());
        letters += u32::from(letter);
        vowels += u32::from(letter && is_vowel(c));
    }
    if all == 0 {
        return 0.0;
    }
    let mut score = good as f32 / all as f32;
    let share = vowels as f32 / letters.max(1) as f32;
    if letters > 40 && !(0.2..0.65).contains(&share) {
        score *= 0.4;
    }
    score
}

fn is_sign(c: char) -> bool {
    matches!(
        c,
        '«' | '»'
            | '–'
            | '—'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '„'
            | '…'
            | '§'
            | '•'
            | '·'
            | '°'
            | '½'
            | '¼'
            | '¾'
            | '€'
            | '£'
            | '×'
            | '→'
            | '■'
            | '▪'
            | '◦'
            | '●'
            | '○'
            | '✓'
    )
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'e'
            | 'i'
            | 'o'
            | 'u'
            | 'y'
            | 'A'
            | 'E'
            | 'I'
            | 'O'
            | 'U'
            | 'Y'
            | 'æ'
            | 'ø'
            | 'å'
            | 'ä'
            | 'ö'
            | 'é'
            | 'è'
            | 'ê'
            | 'á'
            | 'ó'
            | 'ò'
            | 'ô'
            | 'ü'
            | 'Æ'
            | 'Ø'
            | 'Å'
            | 'Ä'
            | 'Ö'
            | 'É'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_scores_high_and_gibberish_low() {
        assert!(quality("Møtet ble satt kl. 12.00 i Oslo – referatet er «godkjent».") > 0.95);
        assert!(quality("\u{fffd}\u{fffd}\u{e001}\u{e002}ab") < 0.5);
        assert!(quality("Gxjqwz kljhg bcdfg pqrst vwxzk mnbvc lkjhg fdspq wrtps dfghj") < 0.5);
        assert!(quality("").abs() < f32::EPSILON);
    }
}
