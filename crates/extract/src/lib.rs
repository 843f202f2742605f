//! Bytes in, pages of blocks out: PDF, Word, `OpenDocument`, RTF, HTML, Markdown and plain text.
//!
//! Pure functions of their input: no files, clock or network. They may still be slow, run out of memory or
//! overflow the stack on hostile files, which is why the room `worker` calls [`extract`] in a child process
//! with limits.
//!
//! An e-mail and a ZIP archive hold other files. [`extract`] reads the container itself (the message; the list of
//! names) and hands its files over in [`Extraction::parts`], unread: each is to be read on its own, in a child process
//! of its own, which `ordskifte_worker::Worker::extract_tree` does to any depth. Budgets: [`Limits`].

mod builder;
mod container;
mod error;
mod formats;
mod pdf;
mod sniff;
mod text;

pub use container::Part;
pub use error::ExtractError;
pub use formats::plain_text;
pub use pdf::{OcrPage, OcrWord, fill_ocr};
pub use sniff::{Format, sniff};

use ordskifte_record::ExtractedText;
use serde::{Deserialize, Serialize};

/// How to read.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Name of the file, for formats that their bytes do not tell.
    pub filename: Option<&'a str>,
    /// Password of an encrypted file.
    pub password: Option<&'a str>,
    /// Whether a word exists: settles hyphens at line ends. Without it doubtful hyphens go.
    pub lexicon: Option<&'a dyn Fn(&str) -> bool>,
    /// Told the number of pages as soon as it is known, so that the caller can set time limits by it.
    pub on_pages: Option<&'a dyn Fn(usize)>,
    /// Limits on what a small file may swell to.
    pub limits: Limits,
}

/// Limits on what a small file may swell to.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most bytes that compressed parts may inflate to, in all.
    pub inflated: u64,
    /// Most pages read.
    pub pages: usize,
    /// Most files in one container.
    pub parts: usize,
    /// Most times that a compressed file may swell (the first MiB is free).
    pub ratio: u64,
}

impl Default for Limits {
    /// 512 MiB inflated, 10,000 pages, 1,000 parts, ratio 100.
    fn default() -> Self {
        Self {
            inflated: 512 << 20,
            pages: 10_000,
            parts: 1_000,
            ratio: 100,
        }
    }
}

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// Its text.
    pub text: ExtractedText,
    /// Pages without text that can be trusted, as pictures for OCR.
    #[serde(default)]
    pub page_images: Vec<PageImage>,
    /// Files that a container holds, in its order, not read yet.
    #[serde(default)]
    pub parts: Vec<Part>,
}

/// A page that is a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageImage {
    /// Page number, from 1.
    pub page: u32,
    /// `image/x-portable-graymap` or, in black and white, `image/x-portable-bitmap`.
    pub media_type: String,
    /// Resolution in dots an inch, where known.
    pub dpi: Option<u32>,
    /// The picture; crosses the pipe apart from the rest.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// Reads a file.
pub fn extract(bytes: &[u8], options: &Options<'_>) -> Result<Extraction, ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    let format = sniff(bytes, options.filename);
    let mut extraction = match format {
        Format::Unknown => return Err(ExtractError::Unknown),
        Format::Pdf => pdf::extract(bytes, options)?,
        Format::Eml => container::mail(bytes, options)?,
        Format::Zip => container::archive(bytes, options)?,
        other => formats::extract(other, bytes, options)?,
    };
    format.media_type().clone_into(&mut extraction.text.media_type);
    text::finish(&mut extraction.text);
    Ok(extraction)
}
