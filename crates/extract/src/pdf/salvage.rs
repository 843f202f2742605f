//! The second reader, pdf-extract, for files and pages that the first cannot read: text without layout.

use crate::builder::Builder;
use crate::text::quality;
use crate::{Extraction, Options};
use ordskifte_record::{Block, BlockKind, Finding, TextSource};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Text below this quality is worse than none.
const MIN_QUALITY: f32 = 0.6;

/// The text of every page, read when first asked for.
pub(crate) struct Salvage<'a> {
    bytes: &'a [u8],
    password: &'a str,
    pages: Option<Vec<String>>,
}

impl<'a> Salvage<'a> {
    pub(crate) fn new(bytes: &'a [u8], options: &Options<'a>) -> Self {
        Self {
            bytes,
            password: options.password.unwrap_or_default(),
            pages: None,
        }
    }

    fn pages(&mut self) -> &[String] {
        let (bytes, password) = (self.bytes, self.password);
        self.pages.get_or_insert_with(|| {
            catch_unwind(AssertUnwindSafe(|| {
                if password.is_empty() {
                    pdf_extract::extract_text_from_mem_by_pages(bytes)
                } else {
                    pdf_extract::extract_text_from_mem_by_pages_encrypted(bytes, password)
                }
            }))
            .ok()
            .and_then(Result::ok)
            .unwrap_or_default()
        })
    }

    /// The blocks of one page, by its index; none when the second reader fails too or yields gibberish.
    pub(crate) fn page(&mut self, index: usize) -> Vec<Block> {
        let Some(text) = self.pages().get(index) else {
            return Vec::new();
        };
        if quality(text) < MIN_QUALITY {
            return Vec::new();
        }
        let mut builder = Builder::default();
        for paragraph in text.split("\n\n") {
            builder.push(BlockKind::Paragraph, None, paragraph);
        }
        std::mem::take(&mut builder.page().blocks)
    }

    /// The whole document.
    pub(crate) fn document(&mut self, options: &Options<'_>) -> Option<Extraction> {
        let count = self.pages().len().min(options.limits.pages);
        let mut builder = Builder::default();
        for index in 0..count {
            if index > 0 {
                builder.page_break();
            }
            let blocks = self.page(index);
            let page = builder.page();
            page.blocks = blocks;
            page.source = TextSource::Salvaged;
        }
        let mut text = builder.finish();
        if text.pages.iter().all(|page| page.blocks.is_empty()) {
            return None;
        }
        text.findings.push(Finding::new(
            "salvaged",
            "The PDF is damaged; its text was read without layout.",
        ));
        Some(Extraction {
            text,
            ..Extraction::default()
        })
    }
}
