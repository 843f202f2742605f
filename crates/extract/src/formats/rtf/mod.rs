//! Rich Text Format (version 1.9.1).

mod stream;

use crate::ExtractError;
use crate::builder::Builder;
use crate::text::prose::BREAK;
use crate::text::symbol;
use encoding_rs::Encoding;
use ordskifte_record::ExtractedText;
use std::collections::{BTreeMap, BTreeSet};
use stream::{Kind, Stream};

/// Destinations that hold no running text.
const SKIPPED: [&str; 16] = [
    "colortbl",
    "info",
    "pict",
    "object",
    "listtable",
    "listoverridetable",
    "generator",
    "rsidtbl",
    "themedata",
    "fldinst",
    "xmlnstbl",
    "datastore",
    "latentstyles",
    "annotation",
    // What boxes and nested tables are for old programs.
    "shprslt",
    "nonesttables",
];
/// Headers and footers of pages. The first page's own header is a letterhead and no furniture.
const EDGES: [&str; 7] = [
    "header", "footer", "headerl", "headerr", "footerl", "footerr", "footerf",
];
/// Most streams inside each other.
const MAX_STREAMS: usize = 100;

/// Reads an RTF file.
pub(crate) fn extract(bytes: &[u8]) -> Result<ExtractedText, ExtractError> {
    let mut reader = Reader {
        groups: vec![Group::default()],
        streams: vec![Stream::default()],
        ..Reader::default()
    };
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' => reader.open(),
            b'}' => reader.close(),
            b'\\' => at += reader.control(bytes.get(at..).unwrap_or_default()),
            b'\r' | b'\n' => {}
            byte => reader.byte(*byte),
        }
    }
    reader.finish();
    if reader.depth_errors > 0 && reader.builder.page().blocks.is_empty() {
        return Err(ExtractError::damaged("RTF", "groups do not close"));
    }
    Ok(reader.builder.finish())
}

#[expect(clippy::struct_excessive_bools, reason = "independent properties of a group")]
#[derive(Clone, Copy)]
struct Group {
    skip: bool,
    hidden: bool,
    bold: bool,
    raised: bool,
    /// Whether the group holds the number that stands before a paragraph.
    number: bool,
    /// Whether the group names styles.
    styles: bool,
    /// Whether the group lists fonts.
    fonts: bool,
    /// Whether its font is one of signs.
    signs: bool,
    /// Characters that follow a `\u` for readers without Unicode.
    fallback: u32,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            skip: false,
            hidden: false,
            bold: false,
            raised: false,
            number: false,
            styles: false,
            fonts: false,
            signs: false,
            fallback: 1,
        }
    }
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    groups: Vec<Group>,
    depth_errors: u32,
    encoding: Option<&'static Encoding>,
    pending: Vec<u8>,
    /// Open streams, the body first.
    streams: Vec<Stream>,
    /// Depth of headings by style number.
    headings: BTreeMap<i32, u8>,
    /// Fonts of signs, and the font that is being listed.
    signs: BTreeSet<i32>,
    font: i32,
    /// The style that is being named, with its name so far.
    naming: (i32, String),
    to_skip: u32,
    surrogate: Option<u16>,
}

impl Reader {
    fn group(&mut self) -> Group {
        self.groups.last().copied().unwrap_or_default()
    }

    fn set(&mut self, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn open(&mut self) {
        self.decode_pending();
        let group = self.group();
        // Real files nest a few dozen deep; beyond that only the count matters.
        if self.groups.len() < 10_000 {
            self.groups.push(group);
        } else {
            self.depth_errors += 1;
        }
    }

    fn close(&mut self) {
        self.decode_pending();
        if self.depth_errors > 0 {
            self.depth_errors -= 1;
        } else if self.groups.len() > 1 {
            self.groups.pop();
        }
        if self.group().styles {
            self.name_style();
        }
        let depth = self.groups.len();
        while self.streams.len() > 1 && self.streams.last().is_some_and(|stream| depth < stream.groups) {
            self.end_stream();
        }
    }

    /// Text from here to the group's end is a stream of its own.
    fn begin_stream(&mut self, kind: Kind) {
        self.set(|group| {
            group.skip = false;
            group.bold = false;
            group.raised = false;
        });
        if self.streams.len() < MAX_STREAMS {
            self.streams.push(Stream::new(kind, self.groups.len()));
        }
    }

    fn end_stream(&mut self) {
        let Some(ended) = self.streams.pop() else { return };
        let kind = ended.kind;
        let blocks = ended.finish();
        match self.streams.last_mut() {
            // Headers stand before the text, wherever they are defined.
            Some(outer) if matches!(kind, Kind::Edge | Kind::Letterhead) => outer.out.extend(blocks),
            Some(outer) => outer.after.extend(blocks),
            None => {
                for (kind, level, text) in blocks {
                    self.builder.push_prose(kind, level, &text);
                }
            }
        }
    }

    fn finish(&mut self) {
        self.decode_pending();
        while !self.streams.is_empty() {
            self.end_stream();
        }
    }

    fn stream(&mut self) -> Option<&mut Stream> {
        self.streams.last_mut()
    }

    /// Ends the name of a style: `heading 2` whatever the program's language, or a Norwegian one.
    fn name_style(&mut self) {
        let (number, name) = std::mem::take(&mut self.naming);
        let name = name.trim().trim_end_matches(';').to_lowercase();
        let level = ["heading ", "overskrift "]
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix)?.parse::<u8>().ok());
        if let Some(level) = level.or((name == "title" || name == "tittel").then_some(1)) {
            self.headings.insert(number, level.clamp(1, 9));
        }
    }

    /// Takes a control word or symbol; returns the bytes read.
    fn control(&mut self, rest: &[u8]) -> usize {
        let Some(first) = rest.first() else { return 0 };
        if !first.is_ascii_alphabetic() {
            return self.symbol(*first, rest);
        }
        let letters = rest
            .iter()
            .take(32)
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let word = String::from_utf8_lossy(rest.get(..letters).unwrap_or_default()).into_owned();
        let after = rest.get(letters..).unwrap_or_default();
        let digits = after
            .iter()
            .take(11)
            .enumerate()
            .take_while(|(index, byte)| byte.is_ascii_digit() || (*index == 0 && **byte == b'-'))
            .count();
        let number = std::str::from_utf8(after.get(..digits).unwrap_or_default())
            .ok()
            .and_then(|text| text.parse::<i32>().ok());
        let mut length = letters + digits;
        if after.get(digits) == Some(&b' ') {
            length += 1;
        }
        if word == "bin" {
            // Raw bytes follow that are no text.
            return length + usize::try_from(number.unwrap_or(0)).unwrap_or(0);
        }
        self.word(&word, number);
        length
    }

    fn symbol(&mut self, symbol: u8, rest: &[u8]) -> usize {
        match symbol {
            b'\'' => {
                let hex = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.byte(byte);
                }
                return 3;
            }
            b'~' | b'_' | b'-' => {
                self.decode_pending();
                self.characters(match symbol {
                    b'~' => "\u{a0}",
                    b'_' => "-",
                    _ => "\u{ad}",
                });
            }
            b'*' => self.set(|group| group.skip = true),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => {}
        }
        1
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        self.decode_pending();
        let on = number != Some(0);
        match word {
            "fonttbl" => self.set(|group| {
                group.skip = true;
                group.fonts = true;
            }),
            "f" => self.font(number.unwrap_or(0)),
            "fcharset" if self.group().fonts && number == Some(2) => {
                self.signs.insert(self.font);
            }
            _ if SKIPPED.contains(&word) => self.set(|group| group.skip = true),
            _ if EDGES.contains(&word) => self.begin_stream(Kind::Edge),
            "headerf" => self.begin_stream(Kind::Letterhead),
            "shptxt" => self.begin_stream(Kind::TextBox),
            "footnote" => self.begin_stream(Kind::Note),
            "stylesheet" => self.set(|group| group.styles = true),
            "s" if self.group().styles => self.naming.0 = number.unwrap_or(0),
            "deleted" | "v" => self.set(|group| group.hidden = on),
            "b" => self.set(|group| group.bold = on),
            "super" => self.set(|group| group.raised = on),
            "up" => self.set(|group| group.raised = number.unwrap_or(6) > 0),
            "sub" | "nosupersub" | "dn" => self.set(|group| group.raised = false),
            "plain" => self.set(|group| {
                group.hidden = false;
                group.bold = false;
                group.raised = false;
                group.signs = false;
            }),
            "ansicpg" => self.encoding = number.and_then(code_page),
            "uc" => self.set(|group| group.fallback = number.and_then(|n| u32::try_from(n).ok()).unwrap_or(1).min(8)),
            "u" => self.unicode(number.unwrap_or(0)),
            "line" => self.characters(BREAK.encode_utf8(&mut [0; 4])),
            "tab" => self.characters("\t"),
            "emspace" | "enspace" | "qmspace" => self.characters(" "),
            // It stands among the properties of its row, which old programs skip.
            "nestrow" => {
                if let Some(stream) = self.streams.last_mut() {
                    stream.end_inner_row();
                }
            }
            "emdash" => self.characters("—"),
            "endash" => self.characters("–"),
            "lquote" => self.characters("‘"),
            "rquote" => self.characters("’"),
            "ldblquote" => self.characters("“"),
            "rdblquote" => self.characters("”"),
            "bullet" => self.characters("•"),
            "listtext" | "pntext" => self.set(|group| group.number = true),
            _ => self.paragraph_word(word, number),
        }
    }

    /// A font is listed, or used from here on.
    fn font(&mut self, number: i32) {
        if self.group().fonts {
            self.font = number;
        } else {
            let signs = self.signs.contains(&number);
            self.set(|group| group.signs = signs);
        }
    }

    /// Control words that concern paragraphs and tables.
    fn paragraph_word(&mut self, word: &str, number: Option<i32>) {
        let group = self.group();
        if group.skip || group.styles || group.number {
            return;
        }
        let styled = number.and_then(|number| self.headings.get(&number).copied());
        let Some(stream) = self.streams.last_mut() else { return };
        match word {
            "s" => stream.heading = styled,
            "par" | "sect" => stream.end_paragraph(),
            "page" => self.page(),
            "pagebb" if number != Some(0) && stream.is_fresh() => {
                stream.end_table();
                if !stream.out.is_empty() || self.builder.has_text_on_page() {
                    self.new_page();
                }
            }
            "pard" => stream.plain(),
            "intbl" => stream.in_table = true,
            "itap" => stream.inner = number.is_some_and(|depth| depth > 1),
            "nestcell" => stream.end_inner_cell(),
            "cell" => stream.end_cell(),
            "row" => stream.end_row(),
            "trowd" => stream.begin_row(),
            "trleft" => stream.row_begins_at(number.unwrap_or(0)),
            "cellx" => stream.cell_ends_at(number.unwrap_or(0)),
            "outlinelevel" => {
                stream.heading = number
                    .and_then(|level| u8::try_from(level).ok())
                    .filter(|level| *level < 9)
                    .map(|level| level + 1);
            }
            "ls" => stream.list = true,
            "dropcapli" => stream.initial = true,
            _ => {}
        }
    }

    /// Pages break in the body only.
    fn page(&mut self) {
        let [body] = self.streams.as_mut_slice() else { return };
        body.end_paragraph();
        self.new_page();
    }

    fn new_page(&mut self) {
        let [body] = self.streams.as_mut_slice() else { return };
        for (kind, level, text) in std::mem::take(&mut body.out) {
            self.builder.push_prose(kind, level, &text);
        }
        self.builder.page_break();
    }

    fn unicode(&mut self, number: i32) {
        // Negative numbers are 16-bit units above 32767.
        let unit = u16::try_from(number.rem_euclid(65_536)).unwrap_or(0xFFFD);
        self.to_skip = self.group().fallback;
        let decoded = match self.surrogate.take() {
            Some(high) => char::decode_utf16([high, unit]).next().and_then(Result::ok),
            None if (0xD800..0xDC00).contains(&unit) => {
                self.surrogate = Some(unit);
                return;
            }
            None => char::from_u32(u32::from(unit)),
        };
        let skipped = std::mem::take(&mut self.to_skip);
        if let Some(c) = decoded {
            self.characters(c.encode_utf8(&mut [0; 4]));
        }
        self.to_skip = skipped;
    }

    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if !self.group().skip && !self.group().hidden {
            self.pending.push(byte);
        }
    }

    fn decode_pending(&mut self) {
        self.to_skip = 0;
        if !self.pending.is_empty() {
            let encoding = self.encoding.unwrap_or(encoding_rs::WINDOWS_1252);
            let text = encoding.decode_without_bom_handling(&self.pending).0.into_owned();
            self.pending.clear();
            self.characters(&text);
        }
    }

    fn characters(&mut self, text: &str) {
        let group = self.group();
        if group.skip || group.hidden {
            return;
        }
        if group.styles {
            self.naming.1.push_str(text);
        } else if group.signs && !group.number {
            self.sign(text);
        } else if let Some(stream) = self.stream() {
            if group.number {
                stream.list = true;
                stream.number.push_str(text);
            } else {
                stream.characters(text, group.bold, group.raised);
            }
        }
    }

    /// Text in a font of signs: its letters are places in that font.
    fn sign(&mut self, text: &str) {
        let encoding = self.encoding.unwrap_or(encoding_rs::WINDOWS_1252);
        let Some(stream) = self.streams.last_mut() else { return };
        for c in text.chars() {
            let mut bytes = [0; 4];
            let moved = ('\u{f000}'..='\u{f0ff}').contains(&c).then_some(c as u32 as u8);
            let written = || encoding.encode(c.encode_utf8(&mut bytes)).0.first().copied();
            match moved.or_else(written).and_then(symbol) {
                _ if c.is_whitespace() => stream.characters(" ", false, false),
                Some(sign) => stream.characters(sign, false, false),
                None => {}
            }
        }
    }

    /// Ends the paragraph, for the line ends that stand for `\par`.
    fn end_paragraph(&mut self) {
        self.decode_pending();
        self.paragraph_word("par", None);
    }
}

fn code_page(number: i32) -> Option<&'static Encoding> {
    Encoding::for_label(format!("windows-{number}").as_bytes())
}

#[cfg(test)]
mod tests;
