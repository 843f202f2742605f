//! Text of DOS and of old Macintoshes, told from windows-1252 by where the Norwegian letters stand.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use std::borrow::Cow;

/// Code page 865, the Norwegian one of DOS, from 0x80 on (IBM, CDRA identifier 865).
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒáíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// `æ`, `ø` and `å` in windows-1252, DOS and on the Macintosh.
const LETTERS: [[u8; 3]; 3] = [[0xe6, 0xf8, 0xe5], [0x91, 0x9b, 0x86], [0xbe, 0xbf, 0x8c]];
/// Least letters that tell another encoding than windows-1252.
const ENOUGH: usize = 2;

/// Decodes bytes that are no Unicode.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let [windows, dos, macintosh] = LETTERS.map(|letters| inside_words(bytes, letters));
    if dos >= ENOUGH && dos > windows * 4 && dos > macintosh {
        let high: Vec<char> = DOS.chars().collect();
        let decoded = |byte: &u8| match byte.checked_sub(0x80) {
            None => char::from(*byte),
            Some(index) => high
                .get(usize::from(index))
                .copied()
                .unwrap_or(char::REPLACEMENT_CHARACTER),
        };
        return Cow::Owned(bytes.iter().map(decoded).collect());
    }
    if macintosh >= ENOUGH && macintosh > windows * 4 {
        return MACINTOSH.decode_without_bom_handling(bytes).0;
    }
    WINDOWS_1252.decode_without_bom_handling(bytes).0
}

/// How often one of these bytes stands beside a lower-case letter, and none of another kind on its other side: signs that
/// they are in windows-1252 stand at the ends of words, with blanks or figures beside them.
fn inside_words(bytes: &[u8], letters: [u8; 3]) -> usize {
    let lower = |byte: u8| byte.is_ascii_lowercase();
    let inside = |window: &&[u8]| match window {
        [before, letter, after] => {
            let around = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
            letters.contains(letter) && lower(*after) && (around(*before) || before.is_ascii_whitespace())
                || letters.contains(letter) && lower(*before) && around(*after)
        }
        _ => false,
    };
    // An opening quotation mark of windows-1252 (0x91) stands before a word; inside of one it is a letter.
    let quoted =
        |window: &&[u8]| matches!(window, [before, 0x91, _] if !before.is_ascii_alphabetic() && *before < 0x80);
    bytes
        .windows(3)
        .filter(|window| inside(window) && !quoted(window))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_dos_and_macintosh_are_told_from_signs() {
        assert_eq!(
            decode(b"M\x9bte: r\x86dmannen \x86pnet kj\x91rlig, \x8fse"),
            "Møte: rådmannen åpnet kjærlig, Åse"
        );
        assert_eq!(
            decode(b"M\xbfte: r\x8cdmannen \x8cpnet kj\xberlig, \x81se"),
            "Møte: rådmannen åpnet kjærlig, Åse"
        );
        // Quotation marks, daggers and fractions of windows-1252.
        assert_eq!(
            decode(b"\x91Ja\x92, sa \x91ordf\xf8reren\x92 \x9bog\x86 2\xbe"),
            "‘Ja’, sa ‘ordføreren’ ›og† 2¾"
        );
        assert_eq!(
            decode(b"\x91if\x92 and \x91only\x92 it\x92s 1\xbe \xbf"),
            "‘if’ and ‘only’ it’s 1¾ ¿"
        );
    }
}
