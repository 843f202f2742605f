//! Tells a file's format by its bytes, by its name only where bytes do not tell.

use std::io::Cursor;

/// A format that Ordskifte reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PDF.
    Pdf,
    /// Word from 2007.
    Docx,
    /// `OpenDocument` text.
    Odt,
    /// Word 97–2003.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// E-mail message (RFC 5322), maybe with attachments.
    Eml,
    /// ZIP archive of documents.
    Zip,
    /// None of these.
    Unknown,
}

impl Format {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Doc => "application/msword",
            Self::Rtf => "application/rtf",
            Self::Html => "text/html",
            Self::Markdown => "text/markdown",
            Self::Text => "text/plain",
            Self::Eml => "message/rfc822",
            Self::Zip => "application/zip",
            Self::Unknown => "application/octet-stream",
        }
    }

    /// The format that a file name's ending promises; folders are read by it.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "pdf" => Self::Pdf,
            "docx" | "docm" | "dotx" => Self::Docx,
            "odt" | "ott" | "fodt" => Self::Odt,
            "doc" | "dot" => Self::Doc,
            "rtf" => Self::Rtf,
            "html" | "htm" | "xhtml" => Self::Html,
            "md" | "markdown" => Self::Markdown,
            "txt" | "text" => Self::Text,
            "eml" => Self::Eml,
            "zip" => Self::Zip,
            _ => return None,
        })
    }
}

/// Tells the format.
pub fn sniff(bytes: &[u8], filename: Option<&str>) -> Format {
    let head = bytes.get(..1024).unwrap_or(bytes);
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Format::Pdf;
    }
    if bytes.starts_with(b"{\\rtf") {
        return Format::Rtf;
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Format::Doc;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return zip_member(bytes);
    }
    let named = filename.and_then(Format::of_name);
    if !looks_like_text(bytes) {
        return Format::Unknown;
    }
    if is_mail(head, named == Some(Format::Eml)) {
        return Format::Eml;
    }
    let start = String::from_utf8_lossy(head)
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_ascii_lowercase();
    if start.starts_with("<?xml") && start.contains("<office:document") {
        return Format::Odt;
    }
    if start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || start.contains("<body")
        || start.contains("<head")
    {
        return Format::Html;
    }
    match named {
        Some(Format::Html) => Format::Html,
        Some(Format::Markdown) => Format::Markdown,
        _ => Format::Text,
    }
}

/// Whether the bytes begin with the header of an e-mail: fields that only mail has, or, when the name says so too,
/// those that memos have as well.
fn is_mail(head: &[u8], named: bool) -> bool {
    const ONLY_MAIL: [&str; 6] = [
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "x-mailer",
    ];
    const MEMO_TOO: [&str; 6] = ["from", "to", "subject", "date", "cc", "content-type"];
    let head = String::from_utf8_lossy(head).to_lowercase();
    let (mut sure, mut fields) = (0, 0);
    for line in head.trim_start_matches('\u{feff}').lines() {
        if line.starts_with([' ', '\t']) && fields > 0 {
            continue;
        }
        let Some((field, _)) = line.split_once(':') else { break };
        if field.is_empty() || !field.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            break;
        }
        fields += usize::from(ONLY_MAIL.contains(&field) || MEMO_TOO.contains(&field));
        sure += usize::from(ONLY_MAIL.contains(&field));
    }
    fields >= 2 && (sure >= 1 || named)
}

/// Tells Word, `OpenDocument` and plain archives apart by what the archive holds.
fn zip_member(bytes: &[u8]) -> Format {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Format::Unknown;
    };
    let holds = |wanted: &str| archive.index_for_name(wanted).is_some();
    if holds("word/document.xml") {
        Format::Docx
    } else if holds("content.xml") {
        Format::Odt
    } else if holds("[Content_Types].xml") || holds("mimetype") || holds("META-INF/MANIFEST.MF") || archive.is_empty() {
        // Sheets, slides, books and programs are packages too.
        Format::Unknown
    } else {
        Format::Zip
    }
}

/// Whether bytes can be text: no control bytes that text has no use for, or UTF-16 by its mark.
fn looks_like_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return true;
    }
    let sample = bytes.get(..65_536).unwrap_or(bytes);
    let odd = sample
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127))
        .count();
    odd * 200 <= sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_before_names_do() {
        assert_eq!(sniff(b"%PDF-1.7\n", Some("x.docx")), Format::Pdf);
        assert_eq!(sniff(b"{\\rtf1 hei}", None), Format::Rtf);
        assert_eq!(sniff(b"<!DOCTYPE html><p>hei", Some("x.txt")), Format::Html);
        assert_eq!(sniff("Hei på deg".as_bytes(), Some("x.md")), Format::Markdown);
        let mail = b"Return-Path: <a@b.no>\r\nFrom: a@b.no\r\nSubject: Svar\r\n\r\nHei";
        assert_eq!(sniff(mail, Some("x.txt")), Format::Eml);
        let memo = b"From: Kari\nTo: Ola\nSubject: Svar\n\nHei";
        assert_eq!(sniff(memo, Some("x.txt")), Format::Text);
        assert_eq!(sniff(memo, Some("x.eml")), Format::Eml);
        assert_eq!(sniff(&[0; 4096], Some("x.pdf")), Format::Unknown);
        assert_eq!(sniff(b"PK\x03\x04 broken", Some("x.docx")), Format::Unknown);
    }
}
