//! Numbers of items and cases: "3.", "Sak 3/05", "PS 12/21", "II.", "A)".

use crate::view::Line;
use ordskifte_vocabulary::LowerCase;
use regex::Regex;
use std::sync::LazyLock;

static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:ad\.?\s+)?(?:(?:(?:\p{L}{2,6}-)?sak|\p{L}{4,14}sak|saksnr\.?|ps|pkt\.?|(?:dagsorden|dagsordens|agenda|saks)?punkt|tema|nr\.?|ad\.?)\s+(?:nr\.?:?\s*)?)?((?:19|20)\d\d/\d{1,4}|\d{1,4}/ ?\d{2,4}(?:/\d{2,4})?|\d{1,3} ?[–-] ?20\d\d|\d{1,2}(?:\.\d{1,2})*)(?:[.):]?\s+|[.)])[–-]?\s*(\p{Lu})").ok()
});
/// "FS-12/07 Budsjett", "Sak T 1/21 Budsjett", "S 7.1/07 Budsjett": the body's letters before the number.
static LETTERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:Sak\s+|SAK\s+)?(?:\p{Lu}[\p{Lu}\p{Ll}]{0,4})(?:[-–]| ?sak |-sak | )\s?(\d{1,4}(?:\.\d{1,2})?/\d{2,4})[.):]?\s+[–-]?\s*(\p{Lu})").ok()
});
/// "Sak 12/19", whose heading stands on the next line.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:Sak|SAK|Saksnr\.?|PS|Pkt\.?|Punkt)\s+(?:\p{Lu}{1,4}[- ]?)?(\d{1,4}(?:[/-]\d{2,4})?)[.:]?\s*$")
        .ok()
});

/// Bytes within which the number of a case has its stroke.
const MAX_CASE: usize = 24;
/// Bytes within which a heading begins behind its number: the longest number, and wide gaps.
const MAX_NUMBER: usize = 160;

/// Number and heading of a line that begins with the number of a case or an item.
pub(super) fn numbered(text: &str) -> Option<(&str, &str)> {
    // Most lines are asked in vain, and have no such number near their beginning; none need be read to its end.
    let begin = text.get(..text.floor_char_boundary(MAX_NUMBER)).unwrap_or(text);
    let letters = || {
        let near = text.bytes().take(MAX_CASE).any(|byte| byte == b'/');
        LETTERS.as_ref().filter(|_| near)?.captures(begin)
    };
    let number = || {
        NUMBERED
            .as_ref()
            .filter(|_| begins_number(text) || of_body(text))?
            .captures(begin)
    };
    let captures = || number().or_else(letters);
    let plain = || {
        let captures = captures()?;
        let heading = text.get(captures.get(2)?.start()..)?;
        Some((captures.get(1)?.as_str(), heading))
    };
    row(text).or_else(plain)
}

/// "21/09 | 09/12 | GODKJENNING AV PROTOKOLL": the number of a case, that of its file, and its heading, in a table.
fn row(text: &str) -> Option<(&str, &str)> {
    if !text.contains('\t') {
        return None;
    }
    let mut cells = text.split('\t').map(str::trim).filter(|cell| !cell.is_empty());
    let numbers = cells.next().zip(cells.next());
    let (number, _) = numbers.filter(|(case, file)| is_number(case) && is_number(file))?;
    let heading = cells.next().filter(|cell| cell.starts_with(char::is_uppercase))?;
    cells.next().is_none().then_some((number, heading))
}

/// "21/09", "2009/118".
fn is_number(cell: &str) -> bool {
    let figures = |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    cell.split_once('/').is_some_and(|(a, b)| figures(a) && figures(b))
}

/// "RBU-sak 41-2010": a case of the body with these initials.
fn of_body(text: &str) -> bool {
    let sort = text.trim_start().split(' ').next().unwrap_or_default();
    sort.len() <= MAX_CASE && (sort.ends_with("-sak") || sort.ends_with("-SAK"))
}

/// "28-13 Godkjenning av referat": a case of the year that its number ends in.
static OF_YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:Sak\s+|SAK\s+)?((\d{1,3})[-–](\d{2}))[.:]?\s+(\p{Lu}.*)$").ok());

/// "13/1 Årsmelding", "RS 13/2 Regional plan": a case of the year that its number begins with.
static YEAR_FIRST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:Sak\s+|SAK\s+|\p{Lu}{2}\s+)?((\d{2})/(\d{1,3}))[.:]?\s+(\p{Lu}.*)$").ok());

/// Number and heading of a case of this year whose number begins with the year, where the case before or behind it stands on
/// another line.
pub(super) fn year_first<'a>(text: &'a str, lines: &[Line<'_>], year: u16) -> Option<(&'a str, &'a str)> {
    let case = |text: &str| {
        let near = text.bytes().take(MAX_CASE).any(|byte| byte == b'/');
        let found = YEAR_FIRST.as_ref().filter(|_| near)?.captures(text)?;
        let of: u16 = found.get(2)?.as_str().parse().ok()?;
        let number: u16 = found.get(3)?.as_str().parse().ok()?;
        (of == year % 100).then_some(number)
    };
    let number = case(text)?;
    let beside = |line: &Line<'_>| case(line.text).is_some_and(|other| other.abs_diff(number) == 1);
    let found = YEAR_FIRST
        .as_ref()?
        .captures(text)
        .filter(|_| lines.iter().any(beside))?;
    Some((found.get(1)?.as_str(), found.get(4)?.as_str()))
}

/// The year that the numbers of at least two cases end in, and those of no other: "31 – 2006", "12/15".
pub(crate) fn year_of_cases(lines: &[Line<'_>]) -> Option<u16> {
    let year = |line: &Line<'_>| {
        let (number, _) = numbered(line.text)?;
        let (_, year) = number.split_once(['/', '–', '-'])?;
        let year = year.trim();
        let value: u16 = year.parse().ok()?;
        match year.len() {
            4 => (1990..2100).contains(&value).then_some(value),
            2 => Some(2000 + value),
            _ => None,
        }
    };
    let years: Vec<u16> = lines.iter().filter_map(year).collect();
    let (first, rest) = years.split_first()?;
    (!rest.is_empty() && rest.iter().all(|year| year == first)).then_some(*first)
}

/// Number and heading of a case of this year, where the case before or behind it stands on another line: "09-10 Åpning"
/// alone tells hours.
pub(super) fn of_year<'a>(text: &'a str, lines: &[Line<'_>], year: u16) -> Option<(&'a str, &'a str)> {
    let near = text.bytes().take(MAX_CASE).any(|byte| byte.is_ascii_digit());
    let case = |text: &str| {
        let found = OF_YEAR.as_ref().filter(|_| near)?.captures(text)?;
        let number: u16 = found.get(2)?.as_str().parse().ok()?;
        let of: u16 = found.get(3)?.as_str().parse().ok()?;
        (of == year % 100).then_some(number)
    };
    let number = case(text)?;
    let beside = |line: &Line<'_>| case(line.text).is_some_and(|other| other.abs_diff(number) == 1);
    let found = OF_YEAR.as_ref()?.captures(text).filter(|_| lines.iter().any(beside))?;
    Some((found.get(1)?.as_str(), found.get(4)?.as_str()))
}

/// Whether a text begins with a figure, or with a word that counts: "Sak", "AS-sak", "Vedtakssak".
fn begins_number(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    let word = word.trim_end_matches('.');
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    if word.len() > MAX_SORT {
        return false;
    }
    let sort = || ["sak", "punkt"].iter().any(|sort| word.lower_case().ends_with(sort));
    COUNTING.iter().any(|known| word.eq_ignore_ascii_case(known)) || sort()
}

/// Words that stand before the number of an item.
const COUNTING: [&str; 8] = ["sak", "saksnr", "ps", "pkt", "punkt", "ad", "tema", "nr"];
/// Longest of them, and of those that end in one of them, in bytes.
const MAX_SORT: usize = 20;

/// The first byte of a text behind blanks: most lines need no pattern.
fn first(text: &str) -> Option<u8> {
    text.trim_start().bytes().next()
}

/// Whether a line is the heading of a case: "ST 1/2015 Godkjenning av protokoll".
pub(crate) fn is_case(text: &str) -> bool {
    numbered(text).is_some_and(|(number, _)| number.contains('/'))
}

/// The number of a case that stands alone on its line.
pub(super) fn lone_number<'a>(line: Option<&Line<'a>>) -> Option<&'a str> {
    let text = line?.text;
    if text.len() > 24 {
        return None;
    }
    // "9/25" alone is the first cell of a table with a cell a line.
    let bare = text.trim();
    if is_number(bare) {
        return Some(bare);
    }
    Some(NUMBER.as_ref()?.captures(text)?.get(1)?.as_str())
}

/// "II. Status": items with Roman numbers, which a document has from one on.
static ROMAN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*([IVX]{1,5})[.)]\s+(\p{Lu}[^.]*)$").ok());

/// Number and heading of a line that Roman numbers count, where the line is short.
pub(crate) fn roman(text: &str) -> Option<(&str, &str)> {
    first(text).filter(|byte| b"IVX".contains(byte))?;
    let captures = ROMAN.as_ref()?.captures(text.trim_end())?;
    let (number, heading) = (captures.get(1)?.as_str(), captures.get(2)?.as_str());
    (heading.chars().count() <= 100 && !heading.contains([',', '('])).then_some((number, heading))
}

/// "II Status", where the mark is missing, of a paper in which other lines count so, too: "I dag" counts nothing.
pub(super) fn roman_bare<'a>(text: &'a str, lines: &[Line<'_>]) -> Option<(&'a str, &'a str)> {
    let (number, heading) = bare_roman(text)?;
    let counted = |wanted: &str| {
        lines
            .iter()
            .any(|line| bare_roman(line.text).is_some_and(|(number, _)| number == wanted))
    };
    (counted("I") && counted("II")).then_some((number, heading))
}

/// A Roman number before a short heading that ends no sentence.
fn bare_roman(text: &str) -> Option<(&str, &str)> {
    first(text).filter(|byte| b"IVX".contains(byte))?;
    let (number, heading) = text.trim().split_once(' ')?;
    let counts = number.len() <= 5 && number.bytes().all(|byte| b"IVX".contains(&byte));
    let plain =
        heading.starts_with(char::is_uppercase) && heading.len() <= MAX_NUMBER && !heading.ends_with(['.', ',', ':']);
    (counts && plain).then_some((number, heading))
}

/// "A) Kommunereforma": items with capital letters, which a document has from A on.
static CAPITAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*([A-H])[.)]\s+(\p{Lu}.*)$").ok());

/// Letter and heading of a short line that a capital letter counts.
pub(crate) fn capital(text: &str) -> Option<(&str, &str)> {
    let short = text.len() <= 160 && text.as_bytes().get(1).is_some_and(|byte| matches!(byte, b'.' | b')'));
    let captures = CAPITAL.as_ref().filter(|_| short)?.captures(text.trim_end())?;
    Some((captures.get(1)?.as_str(), captures.get(2)?.as_str()))
}

/// "a) Kommunereforma", "b. Fyrkontrakten", below a numbered item.
static LETTERED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*([a-h])[).]\s+(\p{Lu}.*)$").ok());

/// Letter and heading of a line that a small letter counts.
pub(super) fn lettered(text: &str) -> Option<(&str, &str)> {
    let captures = LETTERED.as_ref()?.captures(text)?;
    Some((captures.get(1)?.as_str(), captures.get(2)?.as_str()))
}

/// "… i oktober. 3. Kostnadsberegningssaker": a number and a heading at the end of a text.
static TAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[.!?]\s+(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(\p{Lu}[^.!?:;]*)$").ok());
/// "Sak 2/04 A Sak 3/04 B": where cases begin in a line.
static CASE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:Sak|SAK|PS|RS|FS|FO|OS|DS|MS)\s+\d{1,4}/\d{2,4}\s+[–-]?\s*\p{Lu}").ok());

/// The number and the heading that a text ends in, and the byte at which the number begins.
pub(super) fn tail(text: &str) -> Option<(usize, &str, &str)> {
    let tail = TAIL.as_ref()?.captures(text)?;
    let (number, heading) = (tail.get(1)?, tail.get(2)?);
    Some((number.start(), number.as_str(), heading.as_str()))
}

/// The bytes at which cases begin.
pub(super) fn cases(text: &str) -> Vec<usize> {
    let found = CASE.iter().flat_map(|pattern| pattern.find_iter(text));
    found.map(|found| found.start()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_record::BlockKind;

    #[test]
    fn cases_stand_in_rows_and_behind_the_body_that_they_are_of() {
        assert_eq!(numbered("21/09\t09/12\tGODKJENNING"), Some(("21/09", "GODKJENNING")));
        assert_eq!(numbered("21/09\t16.04.2009\tGODKJENNING"), None);
        assert_eq!(numbered("RBU-sak 41-2010  Lykter"), Some(("41-2010", "Lykter")));
        assert_eq!(numbered("Post-sak om lykter"), None);
        assert_eq!(numbered("2.Fyr og lykter"), Some(("2", "Fyr og lykter")));
        assert_eq!(numbered("2D-kart"), None);
    }

    #[test]
    fn cases_of_a_year_stand_beside_others() {
        let line = |text| Line::new(text, BlockKind::Paragraph, None, 1, 0);
        let lines = [line("28-13 Lykter"), line("29-13 Brygger"), line("09-10 Åpning")];
        assert_eq!(of_year("28-13 Lykter", &lines, 2013), Some(("28-13", "Lykter")));
        assert_eq!(of_year("28-13 Lykter", &lines, 2014), None);
        let lines = [
            line("13/1 Lykter"),
            line("13/2 Brygger"),
            line("Sak 31 – 2006 Fyr"),
            line("32 – 2006 Skip"),
        ];
        assert_eq!(year_first("13/1 Lykter", &lines, 2013), Some(("13/1", "Lykter")));
        assert_eq!(year_first("13/1 Lykter", &lines, 2012), None);
        assert_eq!(year_of_cases(&lines), Some(2006));
        assert_eq!(of_year("09-10 Åpning", &lines, 2010), None, "hours");
    }
}
