//! What all formats share: line ends, quality, last touches.

mod caption;
mod figures;
mod hyphen;
mod labels;
pub(crate) mod legacy;
mod pages;
pub(crate) mod prose;
mod quality;
mod running;
mod symbols;

pub(crate) use caption::is_caption;
pub(crate) use figures::{Raised, is_exponent, letters, roman};
pub(crate) use hyphen::{join_lines, soft_hyphens};
pub(crate) use labels::{begins_anew, begins_head_line, ends_in_name, is_gapped};
pub(crate) use pages::{ends_open, join_over_pages};
pub(crate) use quality::quality;
pub(crate) use running::{ends_in_page_number, is_page_number, patterns};
pub(crate) use symbols::symbol;

use ordskifte_record::{ExtractedText, Finding};

/// Blanks at which no line breaks, wide and narrow: the setter's, and none of the words'.
pub(crate) const NO_BREAK: [char; 3] = ['\u{a0}', '\u{202f}', '\u{2007}'];

/// Last touches on every document: soft hyphens, blanks, quality of each page, findings on pages without text.
pub(crate) fn finish(text: &mut ExtractedText) {
    for page in &mut text.pages {
        let mut letters = String::new();
        for block in &mut page.blocks {
            if block.text.contains('\u{ad}') && block.page_breaks.is_empty() {
                block.text = soft_hyphens(&block.text);
            }
            if block.text.contains(NO_BREAK) {
                block.text = block.text.replace(NO_BREAK, " ");
            }
            if block.kind.in_flow() {
                letters.push_str(&block.text);
                letters.push(' ');
            }
        }
        // Of a block of nothing but soft hyphens nothing is left.
        page.blocks.retain(|block| !block.text.trim().is_empty());
        page.quality = page.quality.min(quality(&letters));
        if page.quality < 0.5 && !letters.trim().is_empty() {
            text.findings.push(
                Finding::new("poor-text", "The page's text looks garbled; compare with the original.")
                    .on_page(page.number),
            );
        }
    }
}
