//! Tables of persons in heads of minutes whose lines ran together: heads of columns and rows become lines.

use crate::columns::Columns;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Heads of the columns of such tables.
static HEADS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\s((?:(?:Funksjon|Rolle|Verv) (?:Navn|Namn)(?: (?:Representerer|Representerar|Parti))?(?: (?:Møtte|Møtt|Vara) for)?|(?:Navn|Namn) (?:Funksjon|Stilling|Rolle|Verv|Tittel|Møtte for|Møter for|Møtt for)(?: (?:Representerer|Representerar|Parti|Organisasjon|Virksomhet|Verksemd))?))\s").ok()
});
/// How much of a paragraph can hold tables, in bytes.
const TABLES: usize = 8_000;

/// Adds where heads and rows of tables begin; `open` is the table that the page before ended in. Returns the one that this
/// page ends in.
pub(super) fn cut(text: &str, open: Option<Columns>, cuts: &mut BTreeSet<usize>) -> Option<Columns> {
    let window = text.get(..text.floor_char_boundary(TABLES)).unwrap_or(text);
    let heads = HEADS.iter().flat_map(|pattern| pattern.captures_iter(window));
    let heads = heads.filter_map(|found| {
        let head = found.get(1)?;
        Some((head.range(), Columns::bare(head.as_str())?))
    });
    let mut tables: Vec<(usize, Columns)> = Vec::new();
    if let Some(columns) = open {
        // The number of the page stands before its rows.
        let from = window.find(|c: char| !c.is_ascii_digit() && c != ' ').unwrap_or(0);
        tables.push((from, columns));
    }
    for (range, columns) in heads {
        cuts.insert(range.start);
        tables.push((range.end, columns));
    }
    let mut left = None;
    for (from, columns) in tables {
        let next = cuts.range(from + 1..).next().copied();
        let until = next.unwrap_or(window.len());
        let ended = rows(window, from, until, &columns, cuts);
        left = (next.is_none() && ended && window.len() == text.len()).then_some(columns);
    }
    left
}

/// Adds where the rows between these bytes begin, and where what is no row does; whether rows reach the end.
fn rows(text: &str, from: usize, until: usize, columns: &Columns, cuts: &mut BTreeSet<usize>) -> bool {
    let Some(region) = text.get(from..until) else {
        return false;
    };
    let mut at = from + (region.len() - region.trim_start().len());
    loop {
        let Some(rest) = text.get(at..until) else { return false };
        let words: Vec<&str> = rest.split(' ').collect();
        if at > 0 {
            cuts.insert(at);
        }
        let Some(count) = columns.bare_row(&words).filter(|count| *count > 0) else {
            return rest.trim().is_empty();
        };
        let length: usize = words.iter().take(count).map(|word| word.len() + 1).sum();
        at += length;
        if at >= until {
            return true;
        }
    }
}
