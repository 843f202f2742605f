//! The encoding of a text file, where its bytes tell it for sure.
//!
//! The reader (`extract`) takes the mark at a file's beginning, then valid UTF-8, and guesses from there on. A guess is not
//! passed on: a browser told nothing does as well, and one told wrong does worse.

use std::io::{self, Read, Seek};

/// Bytes of a web page in which it may name its encoding itself (HTML, 13.2.3.2).
const NAMED_WITHIN: usize = 1024;

/// The encoding of a text file, read from where it stands, which is its beginning; afterwards it stands there again.
pub(crate) fn charset(file: &mut (impl Read + Seek), media_type: &str) -> io::Result<Option<&'static str>> {
    if !media_type.starts_with("text/") || media_type.contains("charset") {
        return Ok(None);
    }
    let told = told(file, media_type == "text/html");
    file.rewind()?;
    told
}

fn told(file: &mut impl Read, is_page: bool) -> io::Result<Option<&'static str>> {
    let mut held = vec![0; 64 * 1024];
    let (mut kept, mut first) = (0, true);
    loop {
        let read = fill(file, held.get_mut(kept..).unwrap_or_default())?;
        let bytes = held.get(..kept + read).unwrap_or_default();
        if first {
            match bytes {
                [0xff, 0xfe, ..] => return Ok(Some("utf-16le")),
                [0xfe, 0xff, ..] => return Ok(Some("utf-16be")),
                // What stands here would overrule what the page says.
                bytes if is_page && names_its_own(bytes) => return Ok(None),
                _ => first = false,
            }
        }
        // A letter that is cut at the end goes on in what is read next.
        let cut = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to(),
            Err(_) => return Ok(None),
        };
        if read == 0 {
            return Ok(Some("utf-8"));
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
    fn an_encoding_is_told_where_it_is_sure_and_else_not() {
        assert_eq!(of("høring".as_bytes(), "text/plain"), Some("utf-8"));
        assert_eq!(of(b"", "text/plain"), Some("utf-8"));
        assert_eq!(of(b"h\xf8ring", "text/plain"), None);
        assert_eq!(of(b"h\xc3", "text/plain"), None);
        assert_eq!(of(b"\xff\xfeh\x00", "text/plain"), Some("utf-16le"));
        assert_eq!(of(b"\xfe\xff\x00h", "text/plain"), Some("utf-16be"));
        assert_eq!(of("høring".as_bytes(), "application/pdf"), None);
        // Letters lie across the ends of what is read at once.
        let long = "å".repeat(100_000);
        assert_eq!(of(long.as_bytes(), "text/plain"), Some("utf-8"));
        assert_eq!(of(format!("a{long}").as_bytes(), "text/plain"), Some("utf-8"));
        assert_eq!(of(&[long.as_bytes(), b"\xf8"].concat(), "text/plain"), None);
    }

    #[test]
    fn a_page_that_names_its_encoding_is_believed_by_whoever_reads_it() {
        assert_eq!(of(b"<meta charset=windows-1252><p>x", "text/html"), None);
        assert_eq!(of("<p>høring".as_bytes(), "text/html"), Some("utf-8"));
    }
}
