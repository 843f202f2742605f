//! The encoding of a text file.
//!
//! It is told as the reader of files (`extract`) has read it, so that a browser shows the letters that are searched: by the
//! mark at a file's beginning, UTF-8 where all of it is, else by where the Norwegian letters stand in its beginning.

use ordskifte_record::Encoding;
use std::io::{self, Read, Seek};

/// Most bytes by which an encoding is guessed.
const GUESSED_BY: u64 = 4 << 20;
/// Bytes of a web page in which it may name its encoding itself (HTML, 13.2.3.2).
const NAMED_WITHIN: usize = 1024;

/// The encoding of a text file, read from where it stands, which is its beginning; afterwards it stands there again.
pub(crate) fn charset(file: &mut (impl Read + Seek), media_type: &str) -> io::Result<Option<&'static str>> {
    if !media_type.starts_with("text/") || media_type.contains("charset") {
        return Ok(None);
    }
    let told = told(file, media_type == "text/html");
    file.rewind()?;
    Ok(match told? {
        Told::Encoding(encoding) => encoding.label(),
        Told::ByItself => None,
        Told::ByNothing => {
            let mut beginning = Vec::new();
            file.take(GUESSED_BY).read_to_end(&mut beginning)?;
            file.rewind()?;
            Encoding::of(&beginning).label()
        }
    })
}

/// What tells a file's encoding.
enum Told {
    /// A mark, or its validity.
    Encoding(Encoding),
    /// The page, to whoever reads it.
    ByItself,
    /// Nothing for sure.
    ByNothing,
}

fn told(file: &mut impl Read, is_page: bool) -> io::Result<Told> {
    let mut held = vec![0; 64 * 1024];
    let (mut kept, mut first) = (0, true);
    loop {
        let read = fill(file, held.get_mut(kept..).unwrap_or_default())?;
        let bytes = held.get(..kept + read).unwrap_or_default();
        if first {
            match bytes {
                [0xff, 0xfe, ..] => return Ok(Told::Encoding(Encoding::Utf16Le)),
                [0xfe, 0xff, ..] => return Ok(Told::Encoding(Encoding::Utf16Be)),
                // What stands here would overrule what the page says.
                bytes if is_page && names_its_own(bytes) => return Ok(Told::ByItself),
                _ => first = false,
            }
        }
        // A letter that is cut at the end goes on in what is read next.
        let cut = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to(),
            Err(_) => return Ok(Told::ByNothing),
        };
        if read == 0 {
            return Ok(Told::Encoding(Encoding::Utf8));
        }
        let rest = bytes.get(cut..).unwrap_or_default().to_vec();
        kept = rest.len();
        if let Some(start) = held.get_mut(..kept) {
            start.copy_from_slice(&rest);
        }
    }
}

/// Reads until there is no more or no place for more.
fn fill(file: &mut impl Read, held: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = held.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn names_its_own(bytes: &[u8]) -> bool {
    let head = bytes.get(..NAMED_WITHIN).unwrap_or(bytes);
    head.windows(7).any(|window| window.eq_ignore_ascii_case(b"charset"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn of(bytes: &[u8], media_type: &str) -> Option<&'static str> {
        let mut file = Cursor::new(bytes);
        let told = charset(&mut file, media_type).expect("it is read");
        assert_eq!(file.position(), 0);
        told
    }

    #[test]
    fn an_encoding_is_told_as_the_text_was_read() {
        assert_eq!(of("høring".as_bytes(), "text/plain"), Some("utf-8"));
        assert_eq!(of(b"", "text/plain"), Some("utf-8"));
        assert_eq!(of(b"h\xf8ring", "text/plain"), Some("windows-1252"));
        assert_eq!(of(b"M\xbfte: r\x8cdmannen", "text/plain"), Some("macintosh"));
        // No browser knows the letters of DOS.
        assert_eq!(of(b"M\x9bte: r\x86dmannen", "text/plain"), None);
        assert_eq!(
            of(b"h\xc3\xb8ring p\xc3\xa5 \xc3\x85s, st\xc3\xb8tte, \xc3", "text/plain"),
            Some("utf-8")
        );
        assert_eq!(of(b"\xff\xfeh\x00", "text/plain"), Some("utf-16le"));
        assert_eq!(of(b"\xfe\xff\x00h", "text/plain"), Some("utf-16be"));
        assert_eq!(of("høring".as_bytes(), "application/pdf"), None);
        // Letters lie across the ends of what is read at once.
        let long = "å".repeat(100_000);
        assert_eq!(of(long.as_bytes(), "text/plain"), Some("utf-8"));
        assert_eq!(of(format!("a{long}").as_bytes(), "text/plain"), Some("utf-8"));
        assert_eq!(of(&[long.as_bytes(), b"\xf8"].concat(), "text/plain"), Some("utf-8"));
        let foreign = b"\xe5 ".repeat(100_000);
        assert_eq!(
            of(&[b"a".repeat(70_000), foreign].concat(), "text/plain"),
            Some("windows-1252")
        );
    }

    #[test]
    fn a_page_that_names_its_encoding_is_believed_by_whoever_reads_it() {
        assert_eq!(of(b"<meta charset=windows-1252><p>x", "text/html"), None);
        assert_eq!(of(b"<p>h\xf8ring", "text/html"), Some("windows-1252"));
        assert_eq!(of("<p>høring".as_bytes(), "text/html"), Some("utf-8"));
    }
}
