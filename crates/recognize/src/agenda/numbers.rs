//! Numbers of items and cases: "3.", "Sak 3/05", "PS 12/21", "II.", "A)".

use crate::view::Line;
use regex::Regex;
use std::sync::LazyLock;

static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:(?:sak|ps|pkt\.?|punkt|ad)\s+(?:nr\.?\s*)?)?(\d{1,4}/ ?\d{2,4}(?:/\d{2,4})?|\d{1,3} ?[–-] ?20\d\d|\d{1,2}(?:\.\d{1,2})*)[.):]?\s+[–-]?\s*(\p{Lu}.*)$").ok()
});
/// "FS-12/07 Budsjett", "Sak T 1/21 Budsjett", "S 7.1/07 Budsjett": the body's letters before the number.
static LETTERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:Sak\s+|SAK\s+)?(?:\p{Lu}[\p{Lu}\p{Ll}]{0,4})(?:[-–]| ?sak |-sak | )\s?(\d{1,4}(?:\.\d{1,2})?/\d{2,4})[.):]?\s+[–-]?\s*(\p{Lu}.*)$").ok()
});
/// "Sak 12/19", whose heading stands on the next line.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:Sak|SAK|Saksnr\.?|PS|Pkt\.?|Punkt)\s+(?:\p{Lu}{1,4}[- ]?)?(\d{1,4}(?:[/-]\d{2,4})?)[.:]?\s*$")
        .ok()
});

/// Bytes within which the number of a case has its stroke.
const MAX_CASE: usize = 24;

/// Number and heading of a line that begins with the number of a case or an item.
pub(super) fn numbered(text: &str) -> Option<(&str, &str)> {
    // Most lines are asked in vain, and have no such number near their beginning.
    let letters = || {
        let near = text.bytes().take(MAX_CASE).any(|byte| byte == b'/');
        LETTERS.as_ref().filter(|_| near)?.captures(text)
    };
    let begins = |byte: &u8| byte.is_ascii_digit() || b"spaSPA".contains(byte);
    let number = || {
        NUMBERED
            .as_ref()
            .filter(|_| first(text).is_some_and(|byte| begins(&byte)))?
            .captures(text)
    };
    let captures = number().or_else(letters)?;
    Some((captures.get(1)?.as_str(), captures.get(2)?.as_str()))
}

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

/// "A) Kommunereforma": items with capital letters, which a document has from A on.
static CAPITAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*([A-H])[.)]\s+(\p{Lu}.*)$").ok());

/// Letter and heading of a short line that a capital letter counts.
pub(super) fn capital(text: &str) -> Option<(&str, &str)> {
    let short = text.len() <= 160 && text.as_bytes().get(1).is_some_and(|byte| matches!(byte, b'.' | b')'));
    let captures = CAPITAL.as_ref().filter(|_| short)?.captures(text.trim_end())?;
    Some((captures.get(1)?.as_str(), captures.get(2)?.as_str()))
}

/// "a) Kommunereforma", below a numbered item.
static LETTERED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*([a-h])\)\s+(\p{Lu}.*)$").ok());

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
