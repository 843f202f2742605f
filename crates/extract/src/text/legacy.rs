//! Text of DOS.

/// Code page 865, the Norwegian one of DOS, from 0x80 on (IBM, CDRA identifier 865).
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒáíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// Decodes the text of DOS.
pub(crate) fn dos(bytes: &[u8]) -> String {
    let high: Vec<char> = DOS.chars().collect();
    let decoded = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(index) => high
            .get(usize::from(index))
            .copied()
            .unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(decoded).collect()
}

#[cfg(test)]
mod tests {
    use crate::formats::decode;

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
