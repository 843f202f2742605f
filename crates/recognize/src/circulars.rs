//! Circulars cited: "Rundskriv H-6/21", "rundskriv Q-06/2018 og G-4/2010", "rundskriv om tilsyn (G-2005-6)".

use crate::view::{Line, View};
use ordskifte_record::{Citation, CitationKind};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// What every line that cites one has in it.
pub(crate) const SIGN: &str = "undskriv";
/// How many lines can bear the document's own number.
const TOP: usize = 15;

/// A series, a number and a year, in either order.
const NUMBER: &str =
    r"(\p{Lu}\p{L}{0,4})\s?[-–]\s?(?:((?:19|20)\d{2})[/-](\d{1,3})|(\d{1,3})\s?[/-]\s?((?:19|20)?\d{2}))\b";

/// The number behind the word.
static FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"[Rr]undskriv(?:et|a|ene)?[\s\u{{a0}}]+(?:nr\.?[\s\u{{a0}}]*)?{NUMBER}"
    ))
    .ok()
});
/// A further number behind one.
static FURTHER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^(?:,|[\s\u{{a0}}]+(?:og|samt))[\s\u{{a0}}]+{NUMBER}")).ok());
/// The number behind what the circular is about: "rundskriv om tilsyn (G-4/2010)".
static BEHIND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"[Rr]undskriv[^.()]{{1,80}}\({NUMBER}\)")).ok());

/// The circulars that a line cites.
pub(crate) fn cited(line: &Line<'_>) -> Vec<Citation> {
    if !line.text.contains(SIGN) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for captures in FIRST.iter().flat_map(|pattern| pattern.captures_iter(line.text)) {
        let Some(mut end) = captures.get(0).map(|all| all.end()) else {
            continue;
        };
        found.extend(citation(&captures, line, 0, true));
        while let Some(next) = FURTHER
            .as_ref()
            .and_then(|pattern| pattern.captures(line.text.get(end..)?))
        {
            found.extend(citation(&next, line, end, false));
            end += next.get(0).map_or(1, |all| all.end());
        }
    }
    for captures in BEHIND.iter().flat_map(|pattern| pattern.captures_iter(line.text)) {
        found.extend(citation(&captures, line, 0, false));
    }
    found
}

/// A citation from the groups of a pattern that was matched at a byte of the line. `whole`: the word belongs to it.
fn citation(captures: &Captures<'_>, line: &Line<'_>, at: usize, whole: bool) -> Option<Citation> {
    let (all, series) = (captures.get(0)?, captures.get(1)?);
    let last = captures.iter().flatten().skip(1).last()?;
    let begin = at + if whole { all.start() } else { series.start() };
    let printed = line.text.get(begin..at + last.end())?;
    let start = line.start + line.text.get(..begin)?.chars().count();
    Some(Citation {
        kind: CitationKind::Rundskriv,
        id: id(captures)?,
        printed: printed.to_owned(),
        page: Some(line.page),
        start,
        end: start + printed.chars().count(),
    })
}

/// "Rundskriv H-6/2021" of "H-06/21": the number without its zero, the year in full.
fn id(captures: &Captures<'_>) -> Option<String> {
    let group = |index: usize| captures.get(index).map(|group| group.as_str());
    let (year, number) = match (group(2), group(3)) {
        (Some(year), Some(number)) => (year, number),
        _ => (group(5)?, group(4)?),
    };
    let century = match (year.len(), year) {
        (4, _) => "",
        (_, late) if late < "60" => "20",
        _ => "19",
    };
    let number: u32 = number.parse().ok()?;
    Some(format!("Rundskriv {}-{number}/{century}{year}", group(1)?))
}

/// The circular that a document itself is: its title, or a line of its head, begins with the number.
pub(crate) fn own(view: &View<'_>, title: &str) -> Vec<String> {
    let heads = view.lines.iter().take(TOP).map(|line| line.text);
    let begins = |text: &str| text.trim_start().starts_with(['R', 'r']);
    let head = heads.chain([title]).filter(|text| text.contains(SIGN) && begins(text));
    head.filter_map(|text| {
        let captures = FIRST.as_ref()?.captures(text.trim_start())?;
        let first = captures.get(0)?.start() == 0;
        first.then(|| id(&captures)).flatten()
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_record::BlockKind;

    fn ids(text: &str) -> Vec<String> {
        let line = Line::new(text, BlockKind::Paragraph, None, 1, 0);
        cited(&line).into_iter().map(|citation| citation.id).collect()
    }

    #[test]
    fn circulars_are_known_by_series_number_and_year() {
        assert_eq!(
            ids("jf. Rundskriv H-6/21 og rundskriv Q-06/2018 om tilskot"),
            ["Rundskriv H-6/2021", "Rundskriv Q-6/2018"]
        );
        assert_eq!(
            ids("rundskriva H-14/98, G-4/2010 og Udir-3-2010"),
            ["Rundskriv H-14/1998", "Rundskriv G-4/2010", "Rundskriv Udir-3/2010"]
        );
        assert_eq!(
            ids("Rundskriv nr. I-2005-6; rundskriv om tilsyn (G-05/10)"),
            ["Rundskriv I-6/2005", "Rundskriv G-5/2010"]
        );
        assert_eq!(
            ids("Et rundskriv i sak K-12/2010, rundskriv om A og B, og rundskriv 3. mai 2010"),
            Vec::<String>::new()
        );
    }
}
