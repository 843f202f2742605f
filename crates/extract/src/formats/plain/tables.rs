//! Tables that programs which read scans leave as HTML within text: they are read as those of web pages are.

use ordskifte_record::Block;
use std::borrow::Cow;

/// What stands for a table in the text, before its index. A noncharacter, which no text holds.
const PLACE: char = '\u{fdd4}';

/// The text with a line of its own for each table, and what the tables hold. One that does not end is text.
pub(super) fn set_aside(text: &str) -> (Cow<'_, str>, Vec<Vec<Block>>) {
    let mut tables = Vec::new();
    let Some(first) = opening(text) else {
        return (Cow::Borrowed(text), tables);
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut at = Some(first);
    while let Some((begin, end)) = at.and_then(|begin| Some((begin, begin + closing(rest.get(begin..)?)?))) {
        out.push_str(rest.get(..begin).unwrap_or_default());
        out.extend(["\n", &PLACE.to_string(), &tables.len().to_string(), "\n"]);
        let table = rest.get(begin..end).unwrap_or_default();
        let read = crate::formats::html(table.as_bytes());
        tables.push(read.pages.into_iter().flat_map(|page| page.blocks).collect());
        rest = rest.get(end..).unwrap_or_default();
        at = opening(rest);
    }
    out.push_str(rest);
    (Cow::Owned(out), tables)
}

/// The index of the table that a line stands for.
pub(super) fn index(line: &str) -> Option<usize> {
    line.strip_prefix(PLACE)?.trim_end().parse().ok()
}

/// Where the next table begins, at the beginning of a line.
fn opening(text: &str) -> Option<usize> {
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        let name = bare.get(..6).is_some_and(|tag| tag.eq_ignore_ascii_case("<table"));
        if name && bare.get(6..).is_some_and(|rest| rest.starts_with(['>', ' ', '\n'])) {
            return Some(from + line.len() - bare.len());
        }
        from += line.len();
    }
    None
}

/// Where the table that a text begins with ends, behind those inside it.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, _) in text.match_indices('<') {
        let tag = |name: &str| {
            let rest = text.get(at..at + name.len());
            rest.is_some_and(|rest| rest.eq_ignore_ascii_case(name))
        };
        if tag("<table") {
            depth += 1;
        } else if tag("</table>") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + "</table>".len());
            }
        }
    }
    None
}
