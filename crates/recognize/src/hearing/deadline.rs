//! By when answers to a hearing are wanted: "Høringsfrist: 16. april 2026", "med frist 3. mai", "innen 15. oktober".

use super::asks;
use crate::dates::dates;
use crate::evidence;
use crate::openings::moved;
use crate::view::{Line, View};
use ordskifte_record::{PartialDate, Record};

/// Parts of words of which a line about a deadline has one.
const SIGNS: [&str; 6] = ["frist", "Frist", "FRIST", "innen", "innan", "ring til "];
/// What a deadline is called, in lower case.
const CALLED: [&str; 16] = [
    "høringsfrist",
    "høyringsfrist",
    "frist for høring",
    "frist for høyring",
    "frist for å gi",
    "frist for å avgi",
    "frist for å uttale",
    "frist for innspill",
    "frist for innspel",
    "frist for å sende",
    "frist for å komme med",
    "frist for å kome med",
    "frist for merknad",
    "frist for uttal",
    "frist for tilbakemelding",
    "svarfrist",
];
/// What is wanted by then, in lower case, where a paper asks for it.
const ASKED: [&str; 18] = [
    "høringsuttal",
    "høyringsuttal",
    "høyringsfråsegn",
    "høringssvar",
    "høyringssvar",
    "høringsinnspill",
    "høyringsinnspel",
    "uttalelser ",
    "uttalelsene ",
    "fråsegner ",
    "høringsinstans",
    "høyringsinstans",
    "merknader ",
    "merknadar ",
    "kommentarer ",
    "kommentarar ",
    "innspill ",
    "innspel ",
];
/// How an answer tells that the deadline is another now, in lower case.
const HAS_MOVED: [&str; 9] = [
    "er utvid",
    "er utsatt",
    "er utsett",
    "er forleng",
    "ble utsatt",
    "vart utsett",
    "blei utsett",
    "ble forleng",
    "vart forleng",
];
/// How far behind its word a date stands, in characters.
const NEAR: usize = 90;
/// A label so short, in characters, has its value on the next line, which is not longer than the other.
const LABEL: usize = 30;
const VALUE: usize = 40;

/// Reads the deadline; `opens` tells that the paper is that of who asks.
pub(super) fn read(view: &View<'_>, opens: bool, record: &mut Record) -> Option<PartialDate> {
    let year = record.date.map(PartialDate::year);
    let holds = |line: &Line<'_>| opens || HAS_MOVED.iter().any(|words| line.lower().contains(words));
    if let Some((line, date)) = moved_to(view, year).filter(|(line, _)| holds(line)) {
        evidence(record, "hearing.deadline", line);
        return Some(date);
    }
    let lines = view.lines.iter().enumerate();
    let (line, date) = lines
        .filter(|(_, line)| SIGNS.iter().any(|word| line.text.contains(word)))
        .find_map(|(index, line)| {
            let next = view.lines.get(index + 1).map_or("", |next| next.text);
            Some((line, of_line(line.lower(), next, opens, year)?))
        })?;
    evidence(record, "hearing.deadline", line);
    Some(date)
}

/// The deadline of a line in lower case; `next` is the line below it.
fn of_line(folded: &str, next: &str, opens: bool, year: Option<u16>) -> Option<PartialDate> {
    // All of them have this word.
    let called = CALLED.iter().filter(|_| folded.contains("frist"));
    let called = called.flat_map(|word| folded.match_indices(word));
    let mut places: Vec<usize> = called.map(|(at, _)| at).collect();
    places.sort_unstable();
    // "Vi viser til brev av 3. mai med frist 1. juni".
    let answers = ["høring", "høyring", "brev", "viser til", "syner til"]
        .iter()
        .any(|word| folded.contains(word));
    let within = ["med frist ", ", frist "].iter().filter(|_| answers);
    places.extend(within.filter_map(|words| folded.find(words)));
    places.extend(if opens { by_when(folded) } else { asks::by_when(folded) });
    // "Fristen er for kort" tells none; a later word may.
    places.into_iter().find_map(|at| {
        let rest = folded.get(at..)?;
        let near: String = rest.chars().take(NEAR).collect();
        let below = || {
            let label = rest.chars().count() < LABEL && next.chars().count() < VALUE;
            label
                .then(|| date(next, year.or_else(|| year_before(folded))))
                .flatten()
        };
        date(&near, year.or_else(|| year_before(folded.get(..at)?))).or_else(below)
    })
}

/// The first day of a text.
fn date(text: &str, year: Option<u16>) -> Option<PartialDate> {
    let found = dates(text);
    found.iter().find_map(|date| date.day.and_then(|_| date.date(year)))
}

/// The year of the last date before a deadline that has none: "brev av 3. februar 2003, der fristen er 5. mai".
fn year_before(text: &str) -> Option<u16> {
    dates(text).iter().rev().find_map(|date| date.year)
}

/// The deadline that a letter moves the first one to.
fn moved_to<'a, 'v>(view: &'a View<'v>, year: Option<u16>) -> Option<(&'a Line<'v>, PartialDate)> {
    let mut lines = view.lines.iter().filter(|line| line.text.contains("rist"));
    lines.find_map(|line| {
        let folded = line.lower();
        let at = moved(folded)?;
        let near: String = folded.get(at..)?.chars().take(50).collect();
        let date = dates(&near).into_iter().find(|date| date.day.is_some())?;
        let year = year.or_else(|| year_before(folded.get(..at)?));
        Some((line, date.date(year)?))
    })
}

/// Where a folded sentence that asks for answers says by when: "Høringsuttalelser må være departementet i hende innen 3. mai",
/// "Merknader bes sendt innen 1. oktober".
fn by_when(folded: &str) -> Option<usize> {
    let fixed = ["fristen for ", "fristen er ", "fristen vert ", "fristen blir "];
    if let Some(at) = fixed.iter().find_map(|word| folded.find(word)) {
        return Some(at);
    }
    if !folded.contains("innen") && !folded.contains("innan") {
        return None;
    }
    let asked = ASKED.iter().flat_map(|word| folded.match_indices(word));
    let mut places: Vec<usize> = asked.map(|(at, _)| at).collect();
    places.sort_unstable();
    places.into_iter().find_map(|at| {
        let sentence = folded.get(at..)?.split(". ").next()?;
        let within = ["innen ", "innan "].iter().find_map(|word| sentence.find(word));
        // The line may be broken before the date.
        let broken = || {
            let last = sentence.trim_end();
            ["innen", "innan"]
                .iter()
                .find(|word| last.ends_with(*word))
                .map(|word| last.len() - word.len())
        };
        within.or_else(broken).map(|found| at + found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_read_behind_their_words() {
        let read = |text: &str, next: &str, opens| {
            of_line(&text.to_lowercase(), next, opens, None).map(|date| date.to_string())
        };
        let day = |date: &str| Some(date.to_owned());
        assert_eq!(
            read(
                "Høringsfristen er for kort. Svarfristen er 15. november 2021.",
                "",
                false
            ),
            day("2021-11-15")
        );
        assert_eq!(
            read(
                "Vi viser til høringsbrev av 3. februar 2003, der fristen er 5. mai s.å.",
                "",
                false
            ),
            day("2003-05-05")
        );
        assert_eq!(
            read(
                "Støtte gis til planer. Merknader bes sendt innen 1. oktober 2001.",
                "",
                true
            ),
            day("2001-10-01")
        );
        assert_eq!(
            read(
                "Høringsuttalelser kan sendes med e-post, eventuelt med post, innen",
                "15. oktober 2013.",
                true
            ),
            day("2013-10-15")
        );
        assert_eq!(read("Høringsfrist:", "3. mai 2010", true), day("2010-05-03"));
        assert_eq!(read("Merknader til § 3 gis innen rammen av loven.", "", true), None);
    }
}
