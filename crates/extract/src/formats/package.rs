//! Zip packages of XML parts: what Word and `OpenDocument` share.

use crate::{ExtractError, Options};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// An opened package.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
    format: &'static str,
}

impl<'a> Package<'a> {
    /// Opens a package.
    pub(crate) fn open(bytes: &'a [u8], format: &'static str, options: &Options<'_>) -> Result<Self, ExtractError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| ExtractError::damaged(format, error))?;
        Ok(Self {
            archive,
            left: options.limits.inflated,
            format,
        })
    }

    /// One part as text; `None` when the package has none of that name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, ExtractError> {
        let bytes = self.bytes(name)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// How many bytes may still be unpacked.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// One part as it is; `None` when the package has none of that name.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ExtractError> {
        let Ok(file) = self.archive.by_name(name) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        let read = file.take(self.left.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| ExtractError::damaged(self.format, format!("part {name}: {error}")))?;
        let size = bytes.len() as u64;
        if size > self.left {
            return Err(ExtractError::TooLarge {
                what: "the unpacked document",
                limit: format!("{} bytes", self.left),
            });
        }
        self.left -= size;
        Ok(Some(bytes))
    }
}

/// An attribute's value by its local name.
pub(crate) fn attribute(element: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| {
            let raw = attribute.value.to_string();
            quick_xml::escape::unescape(&raw).map_or(raw.clone(), std::borrow::Cow::into_owned)
        })
}

/// The character that an entity or character reference stands for.
pub(crate) fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Title, author and times from a metadata part (Dublin Core in both formats).
pub(crate) fn metadata(xml: &str) -> ordskifte_record::Metadata {
    use quick_xml::events::Event;
    let mut found = ordskifte_record::Metadata::default();
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut name = String::new();
    let mut text = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                element.local_name().as_ref().clone_into(&mut name);
                text.clear();
            }
            Ok(Event::Text(piece)) => text.push_str(&piece),
            Ok(Event::GeneralRef(entity)) => text.extend(reference(&entity)),
            Ok(Event::End(_)) => {
                let value = (!text.trim().is_empty()).then(|| text.trim().to_owned());
                match name.as_str() {
                    "title" => found.title = value,
                    "creator" | "initial-creator" if found.author.is_none() => found.author = value,
                    "created" | "creation-date" => found.created = value,
                    "modified" | "date" => found.modified = value,
                    "language" => found.language = value,
                    "generator" | "Application" => found.producer = value,
                    _ => {}
                }
                name.clear();
                text.clear();
            }
            Ok(Event::Eof) | Err(_) => return found,
            _ => {}
        }
    }
}
