//! What extraction yields: pages of blocks, and the flow of text that positions count in.

use crate::codes::{BlockKind, TextSource};
use crate::finding::Finding;
use serde::{Deserialize, Serialize};

/// The text of one original, page by page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExtractedText {
    /// Media type recognized from the bytes, as `application/pdf`.
    pub media_type: String,
    /// What the file says of itself; never taken for what the document states.
    #[serde(default)]
    pub metadata: Metadata,
    /// The pages in order; formats without pages have one.
    pub pages: Vec<Page>,
    /// What went wrong or is worth knowing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// Metadata that the file format carries (PDF Info and XMP, Dublin Core, HTML `<meta>`, mail headers).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Author or sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Producing program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub producer: Option<String>,
    /// Creation or publication time, as the file writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// Last change, as the file writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Language tag, as the file writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Canonical address of a web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Position in the document, from 1.
    pub number: u32,
    /// Printed page label where the format has one (`iv`, `12`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Width and height in points (1/72 inch) as displayed, where the format has a layout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<(f32, f32)>,
    /// Where the text came from.
    pub source: TextSource,
    /// How much the text looks like text: 0 (empty or gibberish) to 1.
    pub quality: f32,
    /// The blocks in reading order, furniture and pull quotes among them.
    pub blocks: Vec<Block>,
}

/// A paragraph-like piece of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Depth of a heading or list item, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Its text in Unicode NFC: one paragraph without line breaks, except between the rows of a table.
    /// A paragraph that continues on the next page or column is one block, on the page where it begins.
    pub text: String,
    /// Where it stands on its page, where the format has a layout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<BBox>,
    /// Places inside `text` where a new page begins: (offset in code points, page number).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub page_breaks: Vec<(u32, u32)>,
}

impl Block {
    /// A block without a place on the page.
    pub fn new(kind: BlockKind, level: Option<u8>, text: impl Into<String>) -> Self {
        Self {
            kind,
            level,
            text: text.into(),
            bbox: None,
            page_breaks: Vec::new(),
        }
    }
}

/// A rectangle in points, origin at the top left corner of the page as displayed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BBox {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

/// One block's place in the flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowBlock<'a> {
    /// Page that the block begins on.
    pub page: u32,
    /// The block's index on that page.
    pub index: usize,
    /// What it is.
    pub kind: BlockKind,
    /// Depth of a heading or list item.
    pub level: Option<u8>,
    /// Its text.
    pub text: &'a str,
    /// First position in the flow, in Unicode code points.
    pub start: usize,
    /// Position after its last, in Unicode code points.
    pub end: usize,
}

impl ExtractedText {
    /// The flow: in-flow blocks separated by an empty line, pages by a line feed and a form feed
    /// (`\n\u{c}`). This is the text that `ordskifte extract` prints, that the archive keeps as
    /// `text.txt` and that every position of a record counts code points in.
    pub fn flow_text(&self) -> String {
        let mut out = String::new();
        self.walk(|separator, block| {
            out.push_str(separator);
            if let Some(block) = block {
                out.push_str(block.text);
            }
        });
        out
    }

    /// The blocks of the flow with their positions.
    pub fn flow_blocks(&self) -> Vec<FlowBlock<'_>> {
        let mut out = Vec::new();
        self.walk(|_, block| out.extend(block));
        out
    }

    /// Visits separators and in-flow blocks in order; the single definition of the flow's form.
    fn walk<'a>(&'a self, mut visit: impl FnMut(&str, Option<FlowBlock<'a>>)) {
        let mut at = 0;
        for (page_index, page) in self.pages.iter().enumerate() {
            if page_index > 0 {
                visit("\n\u{c}", None);
                at += 2;
            }
            let mut first = true;
            for (index, block) in page.blocks.iter().enumerate() {
                if !block.kind.in_flow() || block.text.is_empty() {
                    continue;
                }
                let separator = if first { "" } else { "\n\n" };
                first = false;
                let start = at + separator.len();
                at = start + block.text.chars().count();
                let flow = FlowBlock {
                    page: page.number,
                    index,
                    kind: block.kind,
                    level: block.level,
                    text: &block.text,
                    start,
                    end: at,
                };
                visit(separator, Some(flow));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u32, texts: &[(BlockKind, &str)]) -> Page {
        let blocks = texts
            .iter()
            .map(|(kind, text)| Block::new(*kind, None, *text))
            .collect();
        Page {
            number,
            label: None,
            size: None,
            source: TextSource::BornDigital,
            quality: 1.0,
            blocks,
        }
    }

    #[test]
    fn positions_count_code_points_of_the_flow() {
        let text = ExtractedText {
            pages: vec![
                page(
                    1,
                    &[
                        (BlockKind::Heading, "Møte"),
                        (BlockKind::Furniture, "Side 1"),
                        (BlockKind::Paragraph, "Å så"),
                    ],
                ),
                page(2, &[]),
                page(3, &[(BlockKind::Paragraph, "slutt")]),
            ],
            ..ExtractedText::default()
        };
        let flow = text.flow_text();
        assert_eq!(flow, "Møte\n\nÅ så\n\u{c}\n\u{c}slutt");
        let characters: Vec<char> = flow.chars().collect();
        for block in text.flow_blocks() {
            let slice: String = characters[block.start..block.end].iter().collect();
            assert_eq!(slice, block.text);
        }
    }
}
