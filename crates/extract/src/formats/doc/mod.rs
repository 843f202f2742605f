//! Word 97–2003 ([MS-DOC]): the text by the piece table, marks for cells, pages and fields, headings and hidden text
//! by the property tables.

mod lists;
mod properties;
mod sections;
mod styles;

use super::numbering::Numbering;
use super::table::Table;
use crate::ExtractError;
use crate::builder::Builder;
use crate::text::Raised;
use crate::text::prose::{
    BOLD, BOLD_END, BREAK, Piece, contents_entry, numbered, numbered_contents_entry, without_marks,
};
use ordskifte_record::{BlockKind, ExtractedText};
use properties::{Paragraph, Properties};
use std::io::{Cursor, Read};

const FORMAT: &str = "Word 97 document";
/// `wIdent` of a file information block.
const MAGIC: u16 = 0xA5EC;

/// Reads a Word 97 file.
pub(crate) fn extract(bytes: &[u8]) -> Result<ExtractedText, ExtractError> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| ExtractError::damaged(FORMAT, error))?;
    let main = stream(&mut file, "WordDocument")?;
    let fib = Fib::read(&main)?;
    let table = stream(&mut file, if fib.table1 { "1Table" } else { "0Table" })?;
    let properties = Properties::read(&main, &table);
    let mut text = text(&main, &table, &fib, &properties)?;
    for end in sections::continuous_ends(&main, &table) {
        if let Some(Character { shown: Some(c), .. }) = text.get_mut(end)
            && *c == '\u{c}'
        {
            *c = '\r';
        }
    }
    let mut numbering = lists::read(&main, &table);
    let mut builder = Builder::default();
    let mut rest = text.as_slice();
    for (length, kind) in fib.stories {
        let (story, after) = rest.split_at(length.min(rest.len()));
        if let Some(kind) = kind {
            blocks(story, kind, &properties, &mut numbering, &mut builder);
        }
        rest = after;
    }
    Ok(builder.finish())
}

/// A character with what its paragraph is, which counts at the paragraph's end.
#[derive(Clone, Copy, Debug)]
struct Character {
    /// `None` where nothing shows: hidden and deleted text, the second half of a pair of units.
    shown: Option<char>,
    bold: bool,
    raised: bool,
    paragraph: Paragraph,
}

fn stream(file: &mut cfb::CompoundFile<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, ExtractError> {
    let mut out = Vec::new();
    file.open_stream(name)
        .and_then(|mut stream| stream.read_to_end(&mut out))
        .map_err(|error| ExtractError::damaged(FORMAT, format!("stream {name}: {error}")))?;
    Ok(out)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// What of the file information block is needed.
struct Fib {
    table1: bool,
    /// Characters in the body, footnotes, headers, macros, comments, endnotes and text boxes (`ccpText` and what
    /// follows), with what they are where they are text.
    stories: [(usize, Option<BlockKind>); 7],
    /// Offset and length of the piece table (`fcClx`, `lcbClx`) in the table stream.
    clx: (usize, usize),
}

impl Fib {
    fn read(main: &[u8]) -> Result<Self, ExtractError> {
        let damaged = || ExtractError::damaged(FORMAT, "the file information block is cut short");
        if u16_at(main, 0) != Some(MAGIC) {
            return Err(ExtractError::damaged(
                FORMAT,
                "no file information block (an older Word or another program)",
            ));
        }
        let flags = u16_at(main, 0x0A).ok_or_else(damaged)?;
        if flags & 0x0100 != 0 {
            return Err(ExtractError::PasswordNeeded);
        }
        let number = |at| u32_at(main, at).map(|value| value as usize).ok_or_else(damaged);
        Ok(Self {
            table1: flags & 0x0200 != 0,
            stories: [
                (number(0x4C)?, Some(BlockKind::Paragraph)),
                (number(0x50)?, Some(BlockKind::Footnote)),
                (number(0x54)?, Some(BlockKind::Furniture)),
                (number(0x58)?, None),
                (number(0x5C)?, None),
                (number(0x60)?, Some(BlockKind::Footnote)),
                (number(0x64)?, Some(BlockKind::Paragraph)),
            ],
            clx: (number(0x01A2)?, number(0x01A6)?),
        })
    }
}

/// All characters in order of the document, by the pieces of the Clx ([MS-DOC] 2.8.35); one for each position, so that
/// the lengths of the information block fit.
fn text(main: &[u8], table: &[u8], fib: &Fib, properties: &Properties) -> Result<Vec<Character>, ExtractError> {
    let damaged = |what: &str| ExtractError::damaged(FORMAT, format!("piece table: {what}"));
    let (start, length) = fib.clx;
    let clx = table
        .get(start..start.saturating_add(length))
        .ok_or_else(|| damaged("outside its stream"))?;
    let mut at = 0;
    // Property blocks (1) come before the table of pieces (2).
    while clx.get(at) == Some(&1) {
        at += 3 + usize::from(u16_at(clx, at + 1).ok_or_else(|| damaged("cut short"))?);
    }
    if clx.get(at) != Some(&2) {
        return Err(damaged("missing"));
    }
    let size = u32_at(clx, at + 1).ok_or_else(|| damaged("cut short"))? as usize;
    let plc = clx
        .get(at + 5..(at + 5).saturating_add(size))
        .ok_or_else(|| damaged("cut short"))?;
    let pieces = size.saturating_sub(4) / 12;
    let mut out: Vec<Character> = Vec::new();
    for piece in 0..pieces {
        let (Some(first), Some(last)) = (u32_at(plc, piece * 4), u32_at(plc, piece * 4 + 4)) else {
            break;
        };
        let Some(position) = u32_at(plc, (pieces + 1) * 4 + piece * 8 + 2) else {
            break;
        };
        let count = last.saturating_sub(first) as usize;
        let compressed = position & 0x4000_0000 != 0;
        let offset = (position & 0x3FFF_FFFF) as usize;
        if compressed {
            let bytes = main
                .get(offset / 2..(offset / 2).saturating_add(count))
                .ok_or_else(|| damaged("piece outside the text"))?;
            let decoded = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0;
            out.extend(
                decoded
                    .chars()
                    .enumerate()
                    .map(|(index, c)| properties.character(c, offset / 2 + index)),
            );
        } else {
            let bytes = main
                .get(offset..offset.saturating_add(count * 2))
                .ok_or_else(|| damaged("piece outside the text"))?;
            let units = bytes.chunks_exact(2).filter_map(|pair| u16_at(pair, 0));
            let mut at = offset;
            for c in char::decode_utf16(units) {
                let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
                out.push(properties.character(c, at));
                at += c.len_utf16() * 2;
                if c.len_utf16() == 2 {
                    out.push(Character {
                        shown: None,
                        bold: false,
                        raised: false,
                        paragraph: Paragraph::default(),
                    });
                }
            }
        }
    }
    Ok(out)
}

/// Cuts text at Word's marks: 13 paragraph, 7 cell and row, 12 page, 11 line, 19–21 field.
fn blocks(
    text: &[Character],
    kind: BlockKind,
    properties: &Properties,
    numbering: &mut Numbering,
    builder: &mut Builder,
) {
    let mut story = Story {
        kind,
        numbering,
        builder,
        paragraph: String::new(),
        raised: String::new(),
        table: Table::default(),
        inner: Table::default(),
    };
    // A damaged file may not tell rows; then an empty cell after a cell ends one.
    let told = text.iter().any(|character| character.paragraph.row_end);
    // For each open field, whether its instruction (not yet its result) is being read.
    let mut fields: Vec<bool> = Vec::new();
    for character in text {
        let Some(c) = character.shown else { continue };
        // Figures that are raised together are one mark.
        if character.raised && !c.is_control() {
            if !fields.contains(&true) {
                story.raised.push(c);
            }
            continue;
        }
        story.end_raised(c);
        match c {
            '\u{13}' => fields.push(true),
            '\u{14}' => {
                if let Some(field) = fields.last_mut() {
                    *field = false;
                }
            }
            '\u{15}' => {
                fields.pop();
            }
            _ if fields.contains(&true) => {}
            '\r' | '\u{7}' => {
                let row = character.paragraph.row_end || (!told && story.paragraph.trim().is_empty());
                story.mark(c == '\r', row, character.paragraph, properties);
            }
            '\u{c}' => {
                story.end_paragraph(character.paragraph);
                if kind == BlockKind::Paragraph {
                    story.builder.page_break();
                }
            }
            '\u{b}' => story.paragraph.push(BREAK),
            '\t' => story.paragraph.push('\t'),
            '\u{1e}' => story.paragraph.push('-'),
            '\u{1f}' => story.paragraph.push('\u{ad}'),
            '\u{1}' | '\u{2}' | '\u{3}' | '\u{4}' | '\u{5}' | '\u{8}' => {}
            c if character.bold => story.paragraph.extend([BOLD, c, BOLD_END]),
            c => story.paragraph.push(c),
        }
    }
    story.end_raised('\r');
    story.end_paragraph(Paragraph::default());
}

/// A story in the making.
struct Story<'a> {
    kind: BlockKind,
    numbering: &'a mut Numbering,
    builder: &'a mut Builder,
    paragraph: String,
    /// Raised characters that came last.
    raised: String,
    table: Table,
    /// The table inside the open cell.
    inner: Table,
}

impl Story<'_> {
    /// Ends raised text, which may refer to a note, before another character.
    fn end_raised(&mut self, next: char) {
        if !self.raised.is_empty() {
            let text = std::mem::take(&mut self.raised);
            let mut apart = Raised::default();
            apart.before(&mut self.paragraph, &text, true);
            self.paragraph.push_str(&text);
            apart.before(&mut self.paragraph, next.encode_utf8(&mut [0; 4]), false);
        }
    }

    /// The mark at the end of a paragraph, or of a cell or `row`.
    fn mark(&mut self, paragraph: bool, row: bool, told: Paragraph, properties: &Properties) {
        match paragraph {
            false if row => {
                self.table.edges(properties.edges(told));
                self.table.end_row();
            }
            false => {
                self.add_to_cell(told);
                self.table.end_cell();
            }
            true if told.initial => {}
            true if told.inner_row => self.inner.end_row(),
            true if told.inner_cell => {
                let piece = self.piece(told);
                self.inner.add(piece);
                self.inner.end_cell();
            }
            true if told.in_table => self.add_to_cell(told),
            true => self.end_paragraph(told),
        }
    }

    fn add_to_cell(&mut self, properties: Paragraph) {
        self.end_inner();
        let piece = self.piece(properties);
        self.table.add(piece);
    }

    fn end_inner(&mut self) {
        if !self.inner.is_empty() {
            for piece in std::mem::take(&mut self.inner).blocks() {
                self.table.add(piece);
            }
        }
    }

    fn end_paragraph(&mut self, properties: Paragraph) {
        self.end_inner();
        for (kind, level, text) in std::mem::take(&mut self.table).blocks() {
            let kind = if self.kind == BlockKind::Paragraph {
                kind
            } else {
                self.kind
            };
            self.builder.push(kind, level, &text);
        }
        let running = self.kind == BlockKind::Paragraph && properties.new_page;
        if running && self.builder.has_text_on_page() {
            self.builder.page_break();
        }
        let (kind, level, text) = self.piece(properties);
        self.builder.push_prose(kind, level, &text);
    }

    fn piece(&mut self, properties: Paragraph) -> Piece {
        let text = std::mem::take(&mut self.paragraph);
        if self.kind != BlockKind::Paragraph {
            return (self.kind, None, text);
        }
        let entry = if properties.contents {
            contents_entry(&without_marks(&text), true)
        } else {
            numbered_contents_entry(&text)
        };
        if let Some(entry) = entry {
            return (BlockKind::ListItem, Some(1), entry);
        }
        let number = properties
            .list
            .filter(|_| !text.trim().is_empty())
            .and_then(|(list, depth)| self.numbering.next(&list.to_string(), depth))
            .filter(|number| !number.is_empty());
        let text = match number {
            Some(number) => numbered(&number, &text),
            None => text,
        };
        let bare = without_marks(&text);
        let level = properties
            .heading
            .or_else(|| super::plain::heading_level(&bare, 1).filter(|_| properties.list.is_none()));
        match (level, super::plain::list_mark(&bare)) {
            (Some(level), _) => (BlockKind::Heading, Some(level), text),
            (None, Some(item)) => (BlockKind::ListItem, Some(1), item.to_owned()),
            (None, None) => match properties.list {
                Some((_, depth)) => (BlockKind::ListItem, Some(depth + 1), text),
                None => (BlockKind::Paragraph, None, text),
            },
        }
    }
}
