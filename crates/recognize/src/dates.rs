//! Dates and times as Norwegian documents print them.

mod days;

use days::{first_day, first_of, share_years};
use ordskifte_record::{MONTHS, PartialDate};
use ordskifte_vocabulary::LowerCase;
use regex::Regex;
use std::sync::LazyLock;

/// A date with as much as is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    pub(crate) day: Option<u8>,
    pub(crate) month: u8,
    pub(crate) year: Option<u16>,
    /// Bytes in the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Printed {
    /// The date, its year taken from elsewhere when it is not printed.
    pub(crate) fn date(self, year: Option<u16>) -> Option<PartialDate> {
        let year = self.year.or(year)?;
        match self.day {
            Some(day) => PartialDate::from_day(year, self.month, day),
            None => PartialDate::from_month(year, self.month),
        }
    }
}

/// Borders and figures in these patterns are those of ASCII: Unicode's would need the slowest matcher in Norwegian text.
static WRITTEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(?-u:\b)([0-9]{1,2})(?:\.\s*|\s+))?(?-u:\b)(januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|jan|feb|mar|apr|jun|jul|aug|sept|sep|okt|nov|des)(?-u:\b)\.?(?:\s*((?:19|20)[0-9]{2})(?-u:\b))?").ok()
});
static FIGURES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)([0-9]{1,2})[./]([0-9]{1,2})[./]((?:19|20)?[0-9]{2})(?-u:\b)|(?-u:\b)((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})(?-u:\b)|(?-u:\b)([0-9]{1,2})[./] ?([0-9]{1,2})[./-] ?((?:19|20)[0-9]{2})(?-u:\b)").ok()
});
static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?-u:\b)((?:19|20)[0-9]{2})(?-u:\b)").ok());
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:kl\.?\s*)?(?-u:\b)([0-9]{1,2})[.:]?([0-9]{2})\s*(?:[–—-]|til)\s*(?:kl\.?\s*)?([0-9]{1,2})[.:]?([0-9]{2})(?-u:\b)").ok()
});
/// "kl. 9–11", "kl. 9 til 11.30": whole hours, told by "kl.".
static HOURS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?-u:\b)kl\.?\s*([0-9]{1,2})(?:[.:]?([0-9]{2}))?\s*(?:[–—-]|til)\s*(?:kl\.?\s*)?([0-9]{1,2})(?:[.:]?([0-9]{2}))?(?-u:\b)")
        .ok()
});
static START: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?-u:\b)kl\.?\s*([0-9]{1,2})[.:]?([0-9]{2})(?-u:\b)").ok());

/// All dates of a text, in order; names of months alone are none.
pub(crate) fn dates(text: &str) -> Vec<Printed> {
    let mut found = Vec::new();
    if !has_figure(text) {
        return found;
    }
    for captures in WRITTEN.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let number = |index| captures.get(index).and_then(|found| found.as_str().parse::<u16>().ok());
        let Some(all) = captures.get(0) else { continue };
        let name = captures.get(2).map_or("", |found| found.as_str()).lower_case();
        let Some(month) = MONTHS.iter().position(|month| month.starts_with(name.as_str())) else {
            continue;
        };
        let (day, year) = (
            number(1)
                .and_then(|day| u8::try_from(day).ok())
                .filter(|day| (1..=31).contains(day)),
            number(3),
        );
        if day.is_none() && year.is_none() {
            continue;
        }
        let month = month as u8 + 1;
        let (day, start) = match day.and_then(|day| first_day(text.get(..all.start())?, day)) {
            Some((first, at)) => (Some(first), at),
            None => (day, all.start()),
        };
        found.push(Printed {
            day,
            month,
            year,
            start,
            end: all.end(),
        });
    }
    for captures in FIGURES.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let number = |index| captures.get(index).and_then(|found| found.as_str().parse::<u16>().ok());
        let Some(all) = captures.get(0) else { continue };
        // With blanks or a dash ("16/10-2001") only a whole year tells a date.
        let (day, month, year) = match (number(1), number(4)) {
            (Some(day), _) => (Some(day), number(2), number(3)),
            (_, Some(year)) => (number(6), number(5), Some(year)),
            _ => (number(7), number(8), number(9)),
        };
        let small = |value: Option<u16>| value.and_then(|value| u8::try_from(value).ok());
        let (Some(day), Some(month), Some(year)) = (small(day), small(month), year) else {
            continue;
        };
        // Two figures: the records begin in 1990.
        let year = if year < 90 {
            year + 2000
        } else if year < 100 {
            year + 1900
        } else {
            year
        };
        if (1..=31).contains(&day) && (1..=12).contains(&month) {
            let before = text.get(..all.start()).unwrap_or_default();
            let (day, month, start) = first_day(before, day)
                .map(|(first, at)| (first, month, at))
                .or_else(|| first_of(before, day, month))
                .unwrap_or((day, month, all.start()));
            found.push(Printed {
                day: Some(day),
                month,
                year: Some(year),
                start,
                end: all.end(),
            });
        }
    }
    found.sort_by_key(|date| date.start);
    share_years(text, &mut found);
    found
}

/// What stands before the date of another paper: "lov 3. mai 2004", "brev av 3. mai", "datert 3. mai".
const OTHERS: [&str; 47] = [
    "dagsett",
    "lov",
    "lova",
    "loven",
    "forskrift",
    "forskrifta",
    "forskriften",
    "brev",
    "brevet",
    "svarbrev",
    "rundskriv",
    "e-post",
    "høringsbrev",
    "høyringsbrev",
    "høringsbrevet",
    "høyringsbrevet",
    "høringsnotat",
    "høyringsnotat",
    "høring",
    "høyring",
    "høringen",
    "høyringa",
    "resolusjon",
    "kgl.res.",
    "kgl.res",
    "fastsatt",
    "fastsett",
    "res.",
    "henvendelse",
    "førespurnad",
    "oversendelse",
    "vedtak",
    "vedtatt",
    "vedteke",
    "oppnevnt",
    "oppnemnd",
    "oppnemnde",
    "oppnevnte",
    "sendte",
    "sende",
    "overlevert",
    "kraft",
    "datert",
    "innen",
    "innan",
    "frist",
    "fristen",
];

/// Before "av 3. mai" what ends so is another paper: "tilleggsuttalelse til høringsuttalelse av 2. april".
const OTHERS_END: [&str; 9] = [
    "uttalelse",
    "uttale",
    "fråsegn",
    "svar",
    "brev",
    "vedtak",
    "notat",
    "innstilling",
    "rapport",
];
/// What stands before the day that something began or ended on.
const SPANS: [&str; 9] = [
    "etter", "før", "siden", "sidan", "innen", "innan", "per", "pr.", "utover",
];

/// The dates that can be a paper's own: neither the date of an act, a letter or a note that it speaks of, nor part of a name
/// ("22. juli-kommisjonen").
pub(crate) fn own_dates(text: &str) -> Vec<Printed> {
    let mut found = dates(text);
    found.retain(|date| {
        let before = text.get(..date.start).unwrap_or_default().lower_case();
        let after = text.get(date.end..).unwrap_or_default();
        let last = before
            .split_whitespace()
            .rev()
            .find(|word| !["av", "frå", "fra", "den"].contains(word))
            .unwrap_or_default();
        // … "brev til departementet av 2. april", "2. april d.å.".
        let near = before.split_whitespace().rev().take(6);
        let mut near = near.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let of =
            before.trim_end().ends_with(" av") && near.any(|word| OTHERS_END.iter().any(|end| word.ends_with(end)));
        let same_year = ["d.å", "s.å"].iter().any(|mark| after.trim_start().starts_with(mark));
        let named = after.trim_start().starts_with("nr");
        let joined = after
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        // "endringer i lov om barnevern av 17. juli 1992"
        let act = before.trim_end().ends_with(" av") && {
            let from = before.char_indices().rev().nth(120).map_or(0, |(at, _)| at);
            let near = before.get(from..).unwrap_or_default();
            ["lov om ", "lova om ", "forskrift om "]
                .iter()
                .any(|word| near.contains(word))
        };
        // "Det vises til … i brev til departementet av 2. april d.å.", in the same sentence.
        let sentence = before.rsplit(". ").next().unwrap_or_default();
        let refers = ["viser til ", "vises til ", "syner til ", "visast til ", "visest til "]
            .iter()
            .any(|words| sentence.contains(words));
        !(is_theirs(&before)
            || named
            || joined
            || act
            || of
            || same_year
            || refers
            || OTHERS.contains(&last)
            || SPANS.contains(&last))
    });
    found
}

/// Whether a label at the end of a text in lower case is that of the date of the letter that is answered.
pub(crate) fn is_theirs(before: &str) -> bool {
    let bare = before.trim_end_matches([':', ' ', '\t']);
    [
        "deres dato",
        "dykkar dato",
        "din dato",
        "deres brev av",
        "dykkar brev av",
    ]
    .iter()
    .any(|label| bare.ends_with(label))
}

/// Dates and times are printed with figures, and most lines have none.
pub(crate) fn has_figure(text: &str) -> bool {
    // In pieces whose bytes are looked at at once.
    let figure = |found: bool, byte: &u8| found | byte.is_ascii_digit();
    text.as_bytes().chunks(64).any(|piece| piece.iter().fold(false, figure))
}

/// What has a year that is not the year in which it is talked of: "statsbudsjettet for 2006", "kommuneproposisjonen 2006".
const PLANNED: [&str; 10] = [
    "budsjett",
    "budsjettet",
    "proposisjon",
    "proposisjonen",
    "opplegg",
    "opplegget",
    "økonomi",
    "økonomien",
    "plan",
    "planen",
];

/// Whether what stands before a year says that it is the year of a budget or plan.
fn is_planned(before: &str) -> bool {
    let mut words = before.split_whitespace().rev();
    let last = words.next().unwrap_or_default();
    let noun = match last {
        "for" | "i" => words.next().unwrap_or_default(),
        _ => last,
    };
    let noun = noun.lower_case();
    PLANNED.iter().any(|word| noun.ends_with(word))
}

/// The only year that a text prints, but for those of budgets and plans.
pub(crate) fn lone_year(text: &str) -> Option<u16> {
    let mut years: Vec<u16> = YEAR
        .iter()
        .flat_map(|pattern| pattern.captures_iter(text))
        .filter_map(|found| found.get(1))
        .filter(|year| !is_planned(text.get(..year.start()).unwrap_or_default()))
        .filter_map(|year| year.as_str().parse().ok())
        .collect();
    years.dedup();
    match years.as_slice() {
        [year] => Some(*year),
        _ => None,
    }
}

/// Start and end, `HH:MM`, of "kl. 14.15–15.45", "1415–1545" or "kl. 9.00".
pub(crate) fn times(text: &str) -> (Option<String>, Option<String>) {
    if !has_figure(text) {
        return (None, None);
    }
    let clock = |hour: &str, minute: &str| {
        let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
    };
    for captures in TIME.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        if let [Some(a), Some(b), Some(c), Some(d)] =
            [1, 2, 3, 4].map(|index| captures.get(index).map(|found| found.as_str()))
            && let (Some(start), Some(end)) = (clock(a, b), clock(c, d))
        {
            return (Some(start), Some(end));
        }
    }
    for captures in HOURS.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let part = |index| captures.get(index).map(|found| found.as_str());
        let (Some(a), Some(c)) = (part(1), part(3)) else {
            continue;
        };
        if let (Some(start), Some(end)) = (clock(a, part(2).unwrap_or("00")), clock(c, part(4).unwrap_or("00"))) {
            return (Some(start), Some(end));
        }
    }
    let start = START.iter().find_map(|pattern| {
        let captures = pattern.captures(text)?;
        clock(captures.get(1)?.as_str(), captures.get(2)?.as_str())
    });
    (start, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_budget_is_not_that_of_the_meeting() {
        assert_eq!(lone_year("3. konsultasjonsmøte om statsbudsjettet for 2006"), None);
        assert_eq!(
            lone_year("Kommuneproposisjonen 2014: 1. konsultasjonsmøte 2013"),
            Some(2013)
        );
        assert_eq!(lone_year("Konsultasjonsmøte våren 2013"), Some(2013));
        assert_eq!(lone_year("Møter i 2012 og 2013"), None);
    }

    #[test]
    fn printed_forms_are_read() {
        let first = |text: &str, year| {
            dates(text)
                .first()
                .and_then(|date| date.date(year))
                .map(|date| date.to_string())
        };
        assert_eq!(first("Dato: 22. april 2022", None).as_deref(), Some("2022-04-22"));
        assert_eq!(first("22. april kl. 14", Some(2022)).as_deref(), Some("2022-04-22"));
        assert_eq!(first("møtet 16.10.01", None).as_deref(), Some("2001-10-16"));
        assert_eq!(first("November 2021", None).as_deref(), Some("2021-11"));
        for text in [
            "16.oktober 2001",
            "16.okt.2001",
            "16/10-2001",
            "16. 10. 2001",
            "16.10. 2001",
        ] {
            assert_eq!(first(text, None).as_deref(), Some("2001-10-16"), "{text}");
        }
        assert_eq!(first("10.12. 20 personer møtte", None), None);
        assert_eq!(first("sak 29/3-12", None), None);
        assert_eq!(first("2024-09-02", None).as_deref(), Some("2024-09-02"));
        assert_eq!(first("i mars", None), None);
        for (text, expected) in [
            ("3.–4. mars 2020", "2020-03-03"),
            ("3-4. mars 2020", "2020-03-03"),
            ("3. til 4. mars 2020", "2020-03-03"),
            ("12. og 13. oktober 2021", "2021-10-12"),
            ("31. mai – 1. juni 2018", "2018-05-31"),
            ("30. desember - 2. januar 2019", "2018-12-30"),
            ("31.5.–1.6.2018", "2018-05-31"),
            ("03.-04.03.2020", "2020-03-03"),
            ("kl. 9–12. mars 2020", "2020-03-12"),
            ("sak 2 og 3. mars 2020", "2020-03-03"),
            ("kl. 10.00-12.03.2020", "2020-03-12"),
        ] {
            assert_eq!(first(text, None).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(first("22. april", None), None);
    }

    #[test]
    fn dates_of_other_papers_are_not_a_papers_own() {
        for text in [
            "Endring i forskrift 24. august 1999 nr. 964",
            "Rapport fra 22. juli-kommisjonen 2012",
            "Vi viser til brev av 3. mai 2004",
            "notat, jf. høringsnotat datert 03.05.2004",
            "Endringer i lov om brygger av 17. juli 1992",
            "Departementet sendte 26. april 2019 ut et høringsnotat",
            "Lova trer i kraft 1. januar 2018",
            "Utvalet vart oppnemnd 3. mai 2016",
            "Det vises til uttalelsen i brev til departementet av 2. april 2001",
            "slik vi skrev i vårt brev til Finansdepartementet av 2. april d.å.",
            "Tilleggsuttalelse til høringsuttalelse av 2. april 2001",
            "Brev frå departementet i tida etter 1. juli 2006",
        ] {
            assert!(own_dates(text).iter().all(|date| date.day.is_none()), "{text}");
        }
        assert_eq!(own_dates("Møte 3. mai 2004, jf. lov 4. juni 2003 nr. 2").len(), 1);
        assert_eq!(own_dates("Høringsuttalelse 3. mai 2004").len(), 1);
        assert_eq!(own_dates("Deres dato: 3. mai 2004 Vår dato: 4. mai 2004").len(), 1);
    }

    #[test]
    fn times_are_read_with_and_without_points() {
        let both = |text| times(text);
        assert_eq!(
            both("22. april kl. 1415–1545"),
            (Some("14:15".to_owned()), Some("15:45".to_owned()))
        );
        assert_eq!(
            both("kl. 09.00 - 10.45"),
            (Some("09:00".to_owned()), Some("10:45".to_owned()))
        );
        assert_eq!(
            both("kl.1300 – 1500"),
            (Some("13:00".to_owned()), Some("15:00".to_owned()))
        );
        assert_eq!(
            both("5. juni 2024, kl. 9–11"),
            (Some("09:00".to_owned()), Some("11:00".to_owned()))
        );
        assert_eq!(both("3. mai"), (None, None));
    }
}
