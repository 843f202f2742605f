//! Rich Text Format (version 1.9.1).

use crate::ExtractError;
use crate::builder::Builder;
use encoding_rs::Encoding;
use ordskifte_record::{BlockKind, ExtractedText};
use std::collections::BTreeMap;

/// Destinations that hold no running text.
const SKIPPED: [&str; 23] = [
    "fonttbl",
    "colortbl",
    "info",
    "pict",
    "object",
    "header",
    "footer",
    "headerl",
    "headerr",
    "headerf",
    "footerl",
    "footerr",
    "footerf",
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
];

/// Reads an RTF file.
pub(crate) fn extract(bytes: &[u8]) -> Result<ExtractedText, ExtractError> {
    let mut reader = Reader {
        groups: vec![Group::default()],
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
    reader.end_paragraph();
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
    footnote: bool,
    /// Whether the group names styles.
    styles: bool,
    /// Characters that follow a `\u` for readers without Unicode.
    fallback: u32,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            skip: false,
            hidden: false,
            footnote: false,
            styles: false,
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
    text: String,
    note: String,
    row: String,
    table: String,
    in_table: bool,
    heading: Option<u8>,
    /// Depth of headings by style number.
    headings: BTreeMap<i32, u8>,
    /// The style that is being named, with its name so far.
    naming: (i32, String),
    list: bool,
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
        let was_note = self.group().footnote;
        if self.depth_errors > 0 {
            self.depth_errors -= 1;
        } else if self.groups.len() > 1 {
            self.groups.pop();
        }
        if self.group().styles {
            self.name_style();
        }
        if was_note && !self.group().footnote {
            let note = std::mem::take(&mut self.note);
            self.builder.push(BlockKind::Footnote, None, &note);
        }
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
            b'~' => self.characters("\u{a0}"),
            b'_' => self.characters("-"),
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
            _ if SKIPPED.contains(&word) => self.set(|group| group.skip = true),
            "stylesheet" => self.set(|group| group.styles = true),
            "s" if self.group().styles => self.naming.0 = number.unwrap_or(0),
            "s" => self.heading = self.headings.get(&number.unwrap_or(0)).copied(),
            "deleted" | "v" => self.set(|group| group.hidden = on),
            "plain" => self.set(|group| group.hidden = false),
            "footnote" => self.set(|group| {
                group.footnote = true;
                group.skip = false;
            }),
            "ansicpg" => self.encoding = number.and_then(code_page),
            "uc" => self.set(|group| group.fallback = number.and_then(|n| u32::try_from(n).ok()).unwrap_or(1).min(8)),
            "u" => self.unicode(number.unwrap_or(0)),
            "par" | "sect" => self.end_paragraph(),
            "page" => {
                self.end_paragraph();
                self.builder.page_break();
            }
            "line" | "tab" => self.characters(" "),
            "pard" => {
                self.heading = None;
                self.list = false;
                self.in_table = false;
            }
            "intbl" => self.in_table = true,
            "cell" => {
                let text = std::mem::take(&mut self.text);
                self.row.push_str(text.trim());
                self.row.push('\t');
            }
            "row" => {
                self.table.push_str(self.row.trim_end());
                self.table.push('\n');
                self.row.clear();
                self.in_table = false;
            }
            "outlinelevel" => {
                self.heading = number
                    .and_then(|level| u8::try_from(level).ok())
                    .filter(|l| *l < 9)
                    .map(|l| l + 1);
            }
            "ls" | "listtext" | "pntext" => {
                self.list = true;
                if word != "ls" {
                    self.set(|group| group.skip = true);
                }
            }
            "emdash" => self.characters("—"),
            "endash" => self.characters("–"),
            "lquote" => self.characters("‘"),
            "rquote" => self.characters("’"),
            "ldblquote" => self.characters("“"),
            "rdblquote" => self.characters("”"),
            "bullet" => self.characters("•"),
            _ => {}
        }
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
        } else if group.footnote {
            self.note.push_str(text);
        } else {
            self.text.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        self.decode_pending();
        if self.group().skip || self.group().footnote {
            return;
        }
        if self.in_table {
            self.text.push(' ');
            return;
        }
        if !self.table.is_empty() {
            let table = std::mem::take(&mut self.table);
            self.builder.push(BlockKind::Table, None, &table);
        }
        let text = std::mem::take(&mut self.text);
        match self.heading {
            Some(level) => self.builder.push(BlockKind::Heading, Some(level), &text),
            None if self.list => self.builder.push(BlockKind::ListItem, Some(1), &text),
            None => self.builder.push(BlockKind::Paragraph, None, &text),
        }
    }
}

fn code_page(number: i32) -> Option<&'static Encoding> {
    Encoding::for_label(format!("windows-{number}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_by_style_and_no_hidden_text() {
        let source = br"{\rtf1\ansi{\stylesheet{\s0 Normal;}{\s1\b heading 1;}}\pard\s1 \'c5pning\par\pard M\'f8tet {\v skjult }ble satt.\par}";
        let read = extract(source).unwrap();
        let blocks: Vec<(BlockKind, &str)> = read.pages[0].blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
        assert_eq!(
            blocks,
            [
                (BlockKind::Heading, "Åpning"),
                (BlockKind::Paragraph, "Møtet ble satt."),
            ]
        );
    }
}
