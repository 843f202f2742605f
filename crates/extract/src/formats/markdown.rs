//! Markdown.

use super::plain::decode;
use crate::builder::Builder;
use crate::text::is_caption;
use ordskifte_record::{BlockKind, ExtractedText};
use pulldown_cmark::{Event, HeadingLevel, Options as Syntax, Parser, Tag, TagEnd};

/// Reads a Markdown file.
pub(crate) fn extract(bytes: &[u8]) -> ExtractedText {
    let source = decode(bytes);
    let mut reader = Reader::default();
    let syntax = Syntax::ENABLE_TABLES | Syntax::ENABLE_FOOTNOTES | Syntax::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for event in Parser::new_ext(&source, syntax) {
        reader.event(event);
    }
    reader.flush(BlockKind::Paragraph, None);
    reader.builder.finish()
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    text: String,
    lists: u8,
    /// The next number of each open list, `None` for bullets.
    numbers: Vec<Option<u64>>,
    footnote: bool,
    metadata: bool,
}

impl Reader {
    fn flush(&mut self, kind: BlockKind, level: Option<u8>) {
        let kind = match kind {
            BlockKind::Paragraph if self.footnote => BlockKind::Footnote,
            BlockKind::Paragraph if self.lists > 0 => BlockKind::ListItem,
            BlockKind::Paragraph if is_caption(self.text.trim()) => BlockKind::Caption,
            other => other,
        };
        let level = level.or((kind == BlockKind::ListItem).then_some(self.lists));
        self.builder.push(kind, level, &self.text);
        self.text.clear();
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) if !self.metadata => self.text.push_str(&text),
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.flush(BlockKind::Paragraph, None),
            Event::Start(Tag::List(first)) => {
                self.flush(BlockKind::Paragraph, None);
                self.numbers.push(first);
                self.lists = self.lists.saturating_add(1);
            }
            Event::End(TagEnd::List(_)) => {
                self.flush(BlockKind::Paragraph, None);
                self.numbers.pop();
                self.lists = self.lists.saturating_sub(1);
            }
            Event::Start(Tag::FootnoteDefinition(_)) => self.footnote = true,
            Event::End(TagEnd::FootnoteDefinition) => {
                self.flush(BlockKind::Paragraph, None);
                self.footnote = false;
            }
            Event::Start(Tag::MetadataBlock(_)) => self.metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => self.metadata = false,
            Event::End(TagEnd::Heading(level)) => self.flush(BlockKind::Heading, Some(depth(level))),
            Event::End(TagEnd::TableCell) => self.text.push('\t'),
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => self.text.push('\n'),
            Event::End(TagEnd::Table) => self.flush(BlockKind::Table, None),
            Event::Start(Tag::Item) => {
                self.flush(BlockKind::Paragraph, None);
                if let Some(Some(number)) = self.numbers.last_mut() {
                    self.text = format!("{number}. ");
                    *number = number.saturating_add(1);
                }
            }
            Event::Start(Tag::Paragraph) if self.text.ends_with(". ") && self.lists > 0 => {}
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_))
            | Event::End(TagEnd::Item | TagEnd::Paragraph | TagEnd::CodeBlock) => {
                self.flush(BlockKind::Paragraph, None);
            }
            _ => {}
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_lists_stay_and_emphasis_goes() {
        let read = extract("# Sak\n\n3. *Åpning* av **møtet**\n4. Referat\n\n- punkt\n".as_bytes());
        let blocks: Vec<(BlockKind, &str)> = read.pages[0].blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
        assert_eq!(
            blocks,
            [
                (BlockKind::Heading, "Sak"),
                (BlockKind::ListItem, "3. Åpning av møtet"),
                (BlockKind::ListItem, "4. Referat"),
                (BlockKind::ListItem, "punkt"),
            ]
        );
    }
}
