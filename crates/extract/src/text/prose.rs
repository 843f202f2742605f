//! Paragraphs of word processors and web pages: lines broken by hand, and headings that are bold print only.

use super::{begins_anew, ends_in_name, is_caption, join_lines};
use crate::Options;
use crate::formats::{heading_level, list_mark, row};
use ordskifte_record::BlockKind;

/// A line broken by hand inside a paragraph.
pub(crate) const BREAK: char = '\u{2028}';
/// Around bold print. Noncharacters, which no text holds.
pub(crate) const BOLD: char = '\u{fdd2}';
/// See [`BOLD`].
pub(crate) const BOLD_END: char = '\u{fdd3}';

/// Lines shorter than this were ended on purpose; longer ones may have been wrapped by hand.
const WRAPPED: usize = 60;
/// Longest heading that bold print makes.
const LONGEST_HEADING: usize = 120;
/// Level of a heading that nothing but bold print makes.
const BOLD_LEVEL: u8 = 3;

/// A piece of a paragraph that is a block of its own.
pub(crate) type Piece = (BlockKind, Option<u8>, String);

/// Cuts a paragraph or list item where its lines were broken on purpose, as in addresses, lists of participants and
/// headings with their text below; takes a whole line in bold for a heading, and one whose columns tabs part for the row of a
/// table.
pub(crate) fn pieces(kind: BlockKind, level: Option<u8>, text: &str) -> Vec<Piece> {
    if !matches!(kind, BlockKind::Paragraph | BlockKind::ListItem) {
        return vec![(kind, level, without_marks(text))];
    }
    let mut out: Vec<Piece> = Vec::new();
    for (text, bold) in purposeful(text) {
        let first = out.is_empty();
        let numbered = || heading_level(&text, 1).filter(|_| bold);
        let piece = if kind == BlockKind::ListItem && first && numbered().is_none() {
            (kind, level, text)
        } else if let Some(row) = row(&text) {
            (BlockKind::Table, None, row)
        } else if let Some(level) = bold.then(|| bold_heading(&text)).flatten() {
            (BlockKind::Heading, Some(level), text)
        } else if let Some(item) = list_mark(&text) {
            (BlockKind::ListItem, Some(1), item.to_owned())
        } else if is_caption(&text) {
            (BlockKind::Caption, None, text)
        } else {
            (BlockKind::Paragraph, None, text)
        };
        out.push(piece);
    }
    out
}

/// Level of the heading that a line in bold is, if it is one.
fn bold_heading(text: &str) -> Option<u8> {
    let text = text.trim();
    let short = (3..=LONGEST_HEADING).contains(&text.chars().count());
    (short && !text.ends_with(['.', ',', ';', ':', '!']) && text.chars().any(char::is_alphabetic))
        .then(|| heading_level(text, 1).map_or(BOLD_LEVEL, |level| level.saturating_add(1).min(6)))
}

/// Lines, those that belong together joined; whether each is wholly bold.
fn purposeful(text: &str) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = Vec::new();
    let mut in_bold = false;
    let mut apart = true;
    let mut last = 0;
    let width = wrap_width(text);
    for line in text.split(BREAK) {
        let (line, bold) = weigh(line, &mut in_bold);
        let line = line.trim();
        if line.is_empty() {
            apart = true;
            continue;
        }
        match out.last_mut() {
            Some((before, was_bold)) if !apart && !begins(before, (last, width), line, *was_bold != bold) => {
                join_lines(before, line, &Options::default());
                *was_bold &= bold;
            }
            _ => out.push((line.to_owned(), bold)),
        }
        apart = false;
        last = line.chars().count();
    }
    out
}

/// A line without its marks, and whether all of its letters and figures are bold.
fn weigh(line: &str, in_bold: &mut bool) -> (String, bool) {
    let mut text = String::with_capacity(line.len());
    let (mut bold, mut all) = (0, 0);
    for c in line.chars() {
        match c {
            BOLD => *in_bold = true,
            BOLD_END => *in_bold = false,
            c => {
                text.push(c);
                if c.is_alphanumeric() {
                    all += 1;
                    bold += usize::from(*in_bold);
                }
            }
        }
    }
    (text, all > 0 && bold == all)
}

/// The width that lines were wrapped at by hand: the longest of those that go on in lower case.
fn wrap_width(text: &str) -> Option<usize> {
    let bare = |line: &str| line.trim().trim_matches([BOLD, BOLD_END]).trim().to_owned();
    let lines: Vec<String> = text.split(BREAK).map(bare).collect();
    let wrapped = lines.windows(2).filter_map(|pair| match pair {
        [above, line] if line.starts_with(char::is_lowercase) => Some(above.chars().count()),
        _ => None,
    });
    wrapped.max().filter(|width| *width >= WRAPPED)
}

/// Whether a line begins something new after the text before it, whose last line has so many characters, where lines are
/// wrapped at a width.
fn begins(before: &str, (last, width): (usize, Option<usize>), line: &str, weight_changes: bool) -> bool {
    let first_word = || line.split(' ').next().map_or(0, |word| word.chars().count());
    // A line with room for the word that begins the next was ended on purpose.
    let room = || match width {
        Some(width) => last + 1 + first_word() <= width,
        None => ends_in_name(before),
    };
    let ended = last < WRAPPED || before.ends_with(['.', ':', ';', '!', '?']);
    let fresh = line.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "«\"§(".contains(c));
    // The line of a signature with the titles of two, below their names.
    let rows = || row(line).is_some() || row(before).is_some();
    list_mark(line).is_some()
        || (fresh && (ended || weight_changes || room() || begins_anew(before, before, line)))
        || rows()
}

/// A counted number before a paragraph, as heavy as what it counts.
pub(crate) fn numbered(number: &str, text: &str) -> String {
    match text.strip_prefix(BOLD) {
        Some(rest) => format!("{BOLD}{number} {rest}"),
        None => format!("{number} {text}"),
    }
}

/// The text of an entry in a table of contents, without the page number that a tab leads to; `sure` when the paragraph
/// is known to be one, whatever stands before the number.
pub(crate) fn contents_entry(text: &str, sure: bool) -> Option<String> {
    let text = text.trim_end();
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let led = before.len() < text.len() && before.ends_with('\t');
    (sure || led).then(|| {
        before
            .trim_end_matches(|c: char| c.is_whitespace() || c == '.')
            .to_owned()
    })
}

/// The same where nothing but its form tells: a numbered line that ends in a tab and a page number.
pub(crate) fn numbered_contents_entry(text: &str) -> Option<String> {
    let text = without_marks(text);
    let numbered = text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    contents_entry(&text, false).filter(|entry| numbered && entry.chars().any(char::is_alphabetic))
}

/// Text without marks of bold print, its hand-made line breaks as blanks.
pub(crate) fn without_marks(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(*c, BOLD | BOLD_END))
        .map(|c| if c == BREAK { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(BlockKind, String)> {
        let pieces = pieces(BlockKind::Paragraph, None, text);
        pieces.into_iter().map(|(kind, _, text)| (kind, text)).collect()
    }

    #[test]
    fn lines_broken_on_purpose_come_apart_and_wrapped_ones_together() {
        let found = read("Til stede:\u{2028}Kari Moen, KRD\u{2028}Ola Li, KS");
        let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["Til stede:", "Kari Moen, KRD", "Ola Li, KS"]);
        let wrapped = "Kommunene ønsket en avklaring av hvem som skal ha ansvaret for\u{2028}tjenesten, og ba over-\u{2028}\
                       for staten om svar.";
        assert_eq!(read(wrapped).len(), 1);
        assert!(read(wrapped)[0].1.ends_with("overfor staten om svar."));
        let listed = "Til stede fra staten: statssekretær Kari Moen, rådgiver Ola Li Bakken\u{2028}\
                      Til stede fra KS: styreleder Anne Vik, nestleder Per Dal, rådgiver Siv Lund";
        assert_eq!(read(listed).len(), 2);
        let named = "Det ble vist til at ordningen ikke er evaluert, og at både staten og\u{2028}KS har bedt om det.";
        assert_eq!(read(named).len(), 1);
        assert_eq!(read("en\u{2028}\u{2028}to").len(), 2);
        assert_eq!(
            read("Krav:\u{2028}- mer penger")[1],
            (BlockKind::ListItem, "mer penger".to_owned())
        );
    }

    #[test]
    fn lines_whose_columns_tabs_part_are_rows() {
        let found = read("Kari Moen\tOla Li\u{2028}rådmann\trådgiver");
        assert_eq!(found[0], (BlockKind::Table, "Kari Moen\tOla Li".to_owned()));
        assert_eq!(found[1], (BlockKind::Table, "rådmann\trådgiver".to_owned()));
        assert_eq!(read("\u{fdd2}1.\tØkonomi\u{fdd3}")[0].0, BlockKind::Heading);
        assert_eq!(read("Møteleder:\tKari Moen")[0].0, BlockKind::Paragraph);
    }

    #[test]
    fn a_line_in_bold_is_a_heading_unless_it_ends_like_a_sentence() {
        let found = read("\u{fdd2}Sak 1: Økonomi\u{fdd3}\u{2028}Statsråden orienterte.");
        assert_eq!(found[0], (BlockKind::Heading, "Sak 1: Økonomi".to_owned()));
        assert_eq!(found[1], (BlockKind::Paragraph, "Statsråden orienterte.".to_owned()));
        assert_eq!(read("\u{fdd2}Til stede:\u{fdd3}")[0].0, BlockKind::Paragraph);
        assert_eq!(
            read("Et \u{fdd2}viktig\u{fdd3} ord")[0],
            (BlockKind::Paragraph, "Et viktig ord".to_owned())
        );
    }
}
