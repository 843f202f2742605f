//! Every format but PDF.

mod doc;
mod docx;
mod html;
mod markdown;
mod numbering;
mod odt;
mod package;
mod plain;
mod rtf;
mod story;
mod table;

use crate::{ExtractError, Extraction, Format, Options};

pub use plain::plain_text;
pub(crate) use plain::{decode, heading_level, list_mark, row};
pub(crate) use {html::extract as html, plain::read as plain};

/// Reads a file of a known format.
pub(crate) fn extract(format: Format, bytes: &[u8], options: &Options<'_>) -> Result<Extraction, ExtractError> {
    let text = match format {
        Format::Docx => docx::extract(bytes, options)?,
        Format::Odt => odt::extract(bytes, options)?,
        Format::Doc => doc::extract(bytes)?,
        Format::Rtf => rtf::extract(bytes)?,
        Format::Html => html::extract(bytes),
        Format::Markdown => markdown::extract(bytes),
        Format::Text => plain::extract(bytes, options),
        Format::Pdf | Format::Eml | Format::Zip | Format::Unknown => return Err(ExtractError::Unknown),
    };
    if text.pages.iter().all(|page| page.blocks.is_empty()) {
        return Err(ExtractError::NoText);
    }
    Ok(Extraction {
        text,
        ..Extraction::default()
    })
}
