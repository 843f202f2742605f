//! How the bytes of a text file are to be read: what the reader of files goes by, and what is told of an original that is
//! handed out as it was taken in.

/// An encoding of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without its mark; also where a few bytes of it are damaged.
    Utf8,
    /// UTF-16, lower byte first, by its mark.
    Utf16Le,
    /// UTF-16, higher byte first, by its mark.
    Utf16Be,
    /// windows-1252, which holds ISO 8859-1.
    Windows1252,
    /// That of old Macintoshes.
    Macintosh,
    /// Code page 865, the Norwegian one of DOS.
    Dos865,
}

/// `æ`, `ø` and `å` in windows-1252, DOS and on the Macintosh.
const LETTERS: [[u8; 3]; 3] = [[0xe6, 0xf8, 0xe5], [0x91, 0x9b, 0x86], [0xbe, 0xbf, 0x8c]];
/// Least letters that tell another encoding than windows-1252.
const ENOUGH: usize = 2;

impl Encoding {
    /// By the mark at the beginning, else UTF-8 where (almost) all bytes are, else by where the Norwegian letters stand.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xef, 0xbb, 0xbf, ..] => Self::Utf8,
            [0xff, 0xfe, ..] => Self::Utf16Le,
            [0xfe, 0xff, ..] => Self::Utf16Be,
            _ if std::str::from_utf8(bytes).is_ok() || mostly_utf8(bytes) => Self::Utf8,
            _ => legacy(bytes),
        }
    }

    /// The name that browsers know it by (WHATWG, Encoding Standard); they know none for DOS.
    pub const fn label(self) -> Option<&'static str> {
        match self {
            Self::Utf8 => Some("utf-8"),
            Self::Utf16Le => Some("utf-16le"),
            Self::Utf16Be => Some("utf-16be"),
            Self::Windows1252 => Some("windows-1252"),
            Self::Macintosh => Some("macintosh"),
            Self::Dos865 => None,
        }
    }
}

/// Whether bytes that are not all UTF-8 are UTF-8 all the same, cut or damaged in one place: most high bytes fit, or the
/// Norwegian letters stand in what fits and not, as windows-1252 writes them, in what does not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    const LETTERS: [char; 6] = ['æ', 'ø', 'å', 'Æ', 'Ø', 'Å'];
    // The same letters in windows-1252.
    const BYTES: [u8; 6] = [0xe6, 0xf8, 0xe5, 0xc6, 0xd8, 0xc5];
    let (mut whole, mut broken, mut letters, mut others) = (0, 0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        letters += chunk.valid().chars().filter(|c| LETTERS.contains(c)).count();
        broken += usize::from(!chunk.invalid().is_empty());
        others += chunk.invalid().iter().filter(|byte| BYTES.contains(byte)).count();
    }
    whole > broken * 4 || letters > others * 4
}

fn legacy(bytes: &[u8]) -> Encoding {
    let [windows, dos, macintosh] = LETTERS.map(|letters| inside_words(bytes, letters));
    if dos >= ENOUGH && dos > windows * 4 && dos > macintosh {
        Encoding::Dos865
    } else if macintosh >= ENOUGH && macintosh > windows * 4 {
        Encoding::Macintosh
    } else {
        Encoding::Windows1252
    }
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
    fn marks_validity_and_letters_tell_the_encoding() {
        for (bytes, expected) in [
            ("høring".as_bytes(), Encoding::Utf8),
            (b"", Encoding::Utf8),
            (b"\xef\xbb\xbf\xff", Encoding::Utf8),
            ("Møtet gjaldt høringen på Ås\u{20ac}".as_bytes(), Encoding::Utf8),
            (
                b"h\xc3\xb8ring h\xc3\xb8ring h\xc3\xb8ring h\xc3\xb8ring h\xc3\xb8r\xc3",
                Encoding::Utf8,
            ),
            (b"\xff\xfeh\x00", Encoding::Utf16Le),
            (b"\xfe\xff\x00h", Encoding::Utf16Be),
            (b"h\xf8ring p\xe5 \xc5s", Encoding::Windows1252),
            (b"M\x9bte: r\x86dmannen", Encoding::Dos865),
            (b"M\xbfte: r\x8cdmannen", Encoding::Macintosh),
        ] {
            assert_eq!(Encoding::of(bytes), expected, "{bytes:x?}");
        }
        assert_eq!(
            (Encoding::Macintosh.label(), Encoding::Dos865.label()),
            (Some("macintosh"), None)
        );
    }
}
