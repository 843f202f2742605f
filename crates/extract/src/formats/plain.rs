//! Plain text: encodings, pages, paragraphs out of wrapped lines.

mod counted;
mod furniture;
mod inline;
mod marked;
mod marks;
mod notes;
mod rows;
mod tables;

use crate::builder::Builder;
use crate::text::{
    NO_BREAK, begins_anew, begins_head_line, ends_open, is_caption, is_gapped, join_lines, join_over_pages, legacy,
};
use crate::{Format, Options};
use encoding_rs::{MACINTOSH, UTF_8, WINDOWS_1252};
use marks::{
    after_letter, begins_entry, begins_hanging, begins_mail_line, case_of_year, hangs, is_case, is_date, names_person,
    number, stands_below_case,
};
use ordskifte_record::{Block, BlockKind, Encoding, ExtractedText, Finding};
pub(crate) use rows::row;
use rows::{row_alike, row_below, table};
use std::borrow::Cow;
use std::ops::Range;

/// Reads a text file.
pub(crate) fn extract(bytes: &[u8], options: &Options<'_>) -> ExtractedText {
    let text = decode(bytes);
    let mut read = read(&text, options);
    let lost = text.matches('\u{fffd}').count();
    if lost > 0 {
        let message = format!("{lost} characters of the file are damaged (no valid UTF-8); \u{fffd} stands for each.");
        read.findings.push(Finding::new("damaged-characters", message));
    }
    read
}

/// Reads text that is already decoded, as in a JSON Lines record.
pub fn plain_text(text: &str) -> ExtractedText {
    let mut read = read(text, &Options::default());
    Format::Text.media_type().clone_into(&mut read.media_type);
    crate::text::finish(&mut read);
    read
}

/// UTF-8, UTF-16 by its mark, else windows-1252 or an older encoding ([`Encoding::of`]).
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let by = match Encoding::of(bytes) {
        Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => {
            let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
            return encoding
                .decode_without_bom_handling(bytes.get(mark..).unwrap_or_default())
                .0;
        }
        Encoding::Dos865 => return Cow::Owned(legacy::dos(bytes)),
        Encoding::Macintosh => MACINTOSH,
        Encoding::Windows1252 => WINDOWS_1252,
    };
    by.decode_without_bom_handling(bytes).0
}

/// Pages and blocks of decoded text.
pub(crate) fn read(text: &str, options: &Options<'_>) -> ExtractedText {
    // Lines of old Macintoshes end in a carriage return alone.
    let returns = text.contains('\r') && !text.contains('\n');
    let unified = if returns {
        Cow::Owned(text.replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    let (unified, tables) = tables::set_aside(&unified);
    let unmarked = inline::without_marks(&unified);
    let text = if unmarked.contains(NO_BREAK) {
        Cow::Owned(unmarked.replace(NO_BREAK, " "))
    } else {
        unmarked
    };
    let text = text.as_ref();
    let mut builder = Builder::default();
    let pages = bodies(text);
    let count = pages.len();
    let texts = pages.iter().filter_map(|(lines, body)| lines.get(body.clone()));
    let all: Vec<&str> = texts.flatten().copied().collect();
    let width = wrap_width(&all);
    for (index, (lines, body)) in pages.into_iter().enumerate() {
        let edge = |range: Range<usize>| lines.get(range).unwrap_or_default();
        for line in edge(0..body.start) {
            builder.push(BlockKind::Furniture, None, line);
        }
        read_page(edge(body.clone()), width, &tables, &mut builder, options);
        for line in edge(body.end..lines.len()) {
            builder.push(BlockKind::Furniture, None, line);
        }
        if index + 1 < count {
            builder.page_break();
        }
    }
    let mut document = builder.finish();
    join_over_pages(&mut document, options);
    document
}

/// The pages of a text, and which lines of each are its text: the others are running heads and feet.
fn bodies(text: &str) -> Vec<(Vec<&str>, Range<usize>)> {
    let pages = split_pages(text);
    if text.contains('\u{c}') {
        let bodies = furniture::bodies(&pages);
        return pages.into_iter().zip(bodies).collect();
    }
    let lines: Vec<&str> = text.lines().collect();
    // Numbers that most pages have tell more than blanks.
    if let Some(counted) = counted::pages(&lines).filter(|counted| counted.len() + 1 >= pages.len()) {
        return counted;
    }
    // Marks that stand beside running text tell pages, and nothing tells their edges.
    let whole = pages.into_iter().map(|lines| (0..lines.len(), lines));
    whole.map(|(body, lines)| (lines, body)).collect()
}

/// Pages end at form feeds; where there are none, converters leave one blank before the first line of a page.
fn split_pages(text: &str) -> Vec<Vec<&str>> {
    let mut pages: Vec<Vec<&str>> = vec![Vec::new()];
    let feeds = text.contains('\u{c}');
    // One blank before single lines is a page mark only in wrapped text where it is rare and never doubled.
    let marked = |line: &&str| line.starts_with(' ') && line.chars().nth(1).is_some_and(|c| !c.is_whitespace());
    let (lines, marks) = text.lines().fold((0, 0), |(lines, marks), line| {
        (lines + 1, marks + usize::from(marked(&line)))
    });
    let indents = text
        .lines()
        .filter(|line| line.starts_with("  ") && !line.trim().is_empty())
        .count();
    // Where the text itself begins with one, marks may stand closer.
    let rare = if text.starts_with(' ') { 12 } else { 20 };
    let blanks = !feeds && marks > 0 && marks * rare <= lines && indents * 20 <= lines;
    for line in text.lines() {
        if feeds {
            for (index, piece) in line.split('\u{c}').enumerate() {
                if index > 0 {
                    pages.push(Vec::new());
                }
                if let Some(page) = pages.last_mut() {
                    page.push(piece);
                }
            }
            continue;
        }
        if blanks && marked(&line) && pages.last().is_some_and(|page| !page.is_empty()) {
            pages.push(Vec::new());
        }
        if let Some(page) = pages.last_mut() {
            page.push(line);
        }
    }
    pages
}

/// Fewest lines with text of a page that tell the width that it is wrapped at: shorter ones are as the others are.
const TELLING: usize = 20;

/// Reads the lines of a page of a text that is wrapped at `wrapped`.
fn read_page(
    lines: &[&str],
    wrapped: Option<usize>,
    tables: &[Vec<Block>],
    builder: &mut Builder,
    options: &Options<'_>,
) {
    let filled = lines.iter().filter(|line| !line.trim().is_empty()).count();
    let telling = filled >= TELLING || broken(lines).filter(|(_, open)| *open).nth(OPEN).is_some();
    let width = if telling { wrap_width(lines) } else { wrapped };
    let mut paragraph = String::new();
    let mut count = 0;
    let mut last_length = 0;
    // Whether the lines stand below a label of their own.
    let mut listed = false;
    // Whether they stand beside a label, in a column of their own.
    let mut hung = false;
    let mut rows: Vec<(String, &str)> = Vec::new();
    for line in lines {
        let heading = marked::heading(line);
        let aside = tables::index(line).and_then(|index| tables.get(index));
        let note = notes::note(line);
        if heading.is_some() || aside.is_some() || note.is_some() {
            builder.push(BlockKind::Table, None, &table(&std::mem::take(&mut rows)));
            push(builder, &paragraph, count);
            paragraph.clear();
            (count, last_length, listed) = (0, 0, false);
            if let Some((level, text)) = heading {
                builder.push(BlockKind::Heading, Some(level), text);
            }
            builder.push(BlockKind::Footnote, None, &note.unwrap_or_default());
            for block in aside.into_iter().flatten() {
                builder.push(block.kind, block.level, &inline::without_marks(&block.text));
            }
            continue;
        }
        let below = || row_below(line, &rows);
        let row = marked::cells(line).or_else(below).or_else(|| row(line));
        let row = row.or_else(|| row_alike(line, &rows));
        if row.as_ref().is_some_and(String::is_empty) {
            continue;
        }
        if row.is_none() && !rows.is_empty() {
            builder.push(BlockKind::Table, None, &table(&std::mem::take(&mut rows)));
        }
        if let Some(row) = row {
            push(builder, &paragraph, count);
            paragraph.clear();
            (count, last_length) = (0, 0);
            rows.push((row, line));
            continue;
        }
        let length = line.trim_end().chars().count();
        let next = || {
            number(&paragraph).is_some_and(|known| number(line) == Some(known + 1))
                || (is_case(&paragraph) && is_case(line))
                || case_of_year(&paragraph).is_some_and(|(known, year)| case_of_year(line) == Some((known + 1, year)))
                || (label(&paragraph).is_some() && label(&paragraph) == label(line))
                || begins_anew(&paragraph, &paragraph, line.trim_start())
                || (count == 1 && fits(line, last_length, width) && names_person(&paragraph) && names_person(line))
        };
        let short = width.is_some_and(|width| ends_early(line, last_length, width));
        listed = !line.trim().is_empty() && (listed || (count == 1 && short && paragraph.ends_with(':')));
        let breaks = line.trim().is_empty()
            || (count > 0
                && (listed && (short || begins_entry(&paragraph, line, last_length, width))
                    || (hung && begins_hanging(&paragraph, line, last_length, width))
                    || next()
                    || (count == 1 && stands_below_case(&paragraph, line, last_length, width))
                    || (begins_block(line, last_length, width) && !(last_length > LONG && ends_open(&paragraph)))));
        if breaks {
            push(builder, &paragraph, count);
            paragraph.clear();
            count = 0;
        }
        if !line.trim().is_empty() {
            if count == 0 {
                hung = is_gapped(line) || hung && hangs(line);
            }
            join_lines(&mut paragraph, line, options);
            count += 1;
        }
        last_length = length;
    }
    push(builder, &paragraph, count);
    builder.push(BlockKind::Table, None, &table(&rows));
}

/// Lines longer than this are no entries of a list or address.
const LONG: usize = 60;

/// Of lines that follow on a line, one of so many begins in lower case where text is wrapped; where every paragraph is one
/// line, hardly any does.
const WRAPPED: usize = 8;

/// Fewest lines that tell the width by what goes on below them.
const OPEN: usize = 2;

/// The width that lines are wrapped at: the 9th decile of their lengths, or that of the middle one of those that the next
/// line goes on from, which is larger on pages of lists; `None` when every paragraph is one line.
fn wrap_width(lines: &[&str]) -> Option<usize> {
    let mut open = Vec::new();
    let mut all = 0;
    for (above, goes_on) in broken(lines) {
        all += 1;
        if goes_on {
            open.push(above.chars().count());
        }
    }
    if all >= 3 && open.len() * WRAPPED < all {
        return None;
    }
    open.sort_unstable();
    let middle = open.get(open.len() / 2).copied().filter(|_| open.len() >= OPEN);
    let mut lengths: Vec<usize> = lines
        .iter()
        .map(|line| line.trim_end().chars().count())
        .filter(|length| *length > 0)
        .collect();
    lengths.sort_unstable();
    let width = *lengths.get(lengths.len().saturating_sub(1) * 9 / 10)?;
    let width = middle.map_or(width, |middle| width.max(middle));
    (width <= 140).then_some(width)
}

/// Lines with another below them, and whether that goes on in lower case.
fn broken<'l>(lines: &[&'l str]) -> impl Iterator<Item = (&'l str, bool)> {
    lines.windows(2).filter_map(|pair| match pair {
        [above, line] if !above.trim().is_empty() && !line.trim().is_empty() => {
            let line = line.trim_start();
            // Addresses of a letterhead begin in lower case and go on from nothing.
            let first = line.split(' ').next().unwrap_or_default();
            let address = first.contains('@') || first.starts_with("www.") || first.contains("://");
            Some((above.trim_end(), line.starts_with(char::is_lowercase) && !address))
        }
        _ => None,
    })
}

/// Whether a line begins a new block although no empty line stands before it.
fn begins_block(line: &str, last_length: usize, width: Option<usize>) -> bool {
    let line = line.trim_start();
    let item = after_letter(line);
    if item.is_some_and(|item| item.starts_with(char::is_uppercase)) {
        return true;
    }
    if begins_mail_line(line) || begins_head_line(line) || is_date(line) {
        return true;
    }
    let Some(width) = width else {
        // A long line that goes on in lower case was broken all the same.
        return !(line.starts_with(char::is_lowercase) && last_length > LONG);
    };
    if list_mark(line).is_some() {
        return true;
    }
    // A line that ended on purpose, when what follows can begin something.
    let short = ends_early(line, last_length, width);
    let first = line.chars().next();
    let begins = first.is_some_and(|c| c.is_uppercase() || c.is_numeric() || "«\"§".contains(c));
    short && (begins || item.is_some())
}

/// Whether the first word of a line had room on the one above, so that it was broken on purpose.
fn fits(line: &str, last_length: usize, width: Option<usize>) -> bool {
    let first_word = line.split_whitespace().next().map_or(0, |word| word.chars().count());
    width.is_some_and(|width| last_length + 1 + first_word <= width)
}

/// Whether the line above ended well before the margin, although what this one begins with had room on it.
fn ends_early(line: &str, last_length: usize, width: usize) -> bool {
    let first_word = line.split_whitespace().next().map_or(0, |word| word.chars().count());
    last_length * 10 < width * 6 || (last_length + 1 + first_word) * 10 < width * 8
}

/// The last word of the label that a line begins with ("Sunnvik kommune: …"): lines whose labels end alike are entries of one
/// list.
fn label(line: &str) -> Option<&str> {
    let (label, _) = line.trim_start().split_once(": ")?;
    let words = label.split(' ').count();
    let named = label.starts_with(char::is_uppercase) && (2..=6).contains(&words);
    named.then(|| label.rsplit(' ').next()).flatten()
}

/// The bullet of a list item, if the line begins with one.
pub(crate) fn list_mark(line: &str) -> Option<&str> {
    let mark = line
        .chars()
        .next()
        .filter(|c| "•▪■◦●○–-*·▫□►▶➢➤◆◊❖✓✔‣⁃∙".contains(*c) || ('\u{f0a0}'..='\u{f0ff}').contains(c))?;
    line.get(mark.len_utf8()..)
        .filter(|rest| rest.starts_with([' ', '\t']))
        .map(str::trim_start)
}

fn push(builder: &mut Builder, text: &str, lines: usize) {
    if let Some(item) = list_mark(text) {
        builder.push(BlockKind::ListItem, Some(1), item);
    } else if let Some(level) = heading_level(text, lines) {
        builder.push(BlockKind::Heading, Some(level), text);
    } else if is_caption(text) {
        builder.push(BlockKind::Caption, None, text);
    } else {
        builder.push(BlockKind::Paragraph, None, text);
    }
}

/// Level of a heading told by its form alone: numbered, in capitals, or "Sak 3/05"; not ending like a sentence.
pub(crate) fn heading_level(text: &str, lines: usize) -> Option<u8> {
    let text = text.trim();
    let length = text.chars().count();
    // "2. Fyr og lykter:" is short, and counted.
    let colon = text.ends_with(':') && length < MAX_COUNTED && text.starts_with(|c: char| c.is_ascii_digit());
    let ends = text.ends_with(['.', ',', ';', '?']) || text.ends_with(':') && !colon;
    if lines > 2 || !(3..=120).contains(&length) || ends {
        return None;
    }
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let first = letters.next()?;
    if first.is_uppercase() && letters.clone().count() >= 3 && letters.all(char::is_uppercase) {
        return Some(1);
    }
    let (number, rest) = number_before(text)?;
    // "2 – Fyr", "2: Fyr".
    let words = rest.trim_start_matches([' ', '\t', '–', '-']);
    if number.starts_with(|c: char| c.is_ascii_digit()) && words.starts_with(char::is_uppercase) {
        let figures = number.trim_end_matches(['.', ')', ':']);
        let numbered = figures.chars().all(|c| c.is_ascii_digit() || c == '.') && figures.len() <= 8;
        // "22. april" and "2022 var …" are no headings; a number of a heading is small.
        let small = figures
            .split('.')
            .all(|part| part.parse::<u32>().is_ok_and(|n| n < 100));
        if numbered && small && (number.len() > figures.len() || figures.contains('.') || length < MAX_COUNTED) {
            return Some(u8::try_from(figures.split('.').count()).unwrap_or(1).clamp(1, 6));
        }
    }
    let case = ["sak", "pkt.", "pkt", "punkt", "ad", "del", "kapittel"].contains(&number.to_lowercase().as_str());
    (case && rest.starts_with(|c: char| c.is_ascii_digit())).then_some(1)
}

/// Longest heading that nothing but its number tells, in characters.
const MAX_COUNTED: usize = 70;

/// The number or first word of a line, and what follows: "2. Fyr", "Sak 3", and "2.Fyr" without a blank.
fn number_before(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ')')
        .unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    let close = number.ends_with(['.', ')']) && number.starts_with(|c: char| c.is_ascii_digit());
    if close && rest.starts_with(char::is_uppercase) {
        return Some((number, rest));
    }
    text.split_once(char::is_whitespace)
}

#[cfg(test)]
mod tests;
