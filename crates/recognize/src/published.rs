//! The date that a web page bears beside or below its text: "Publisert: 3. mai 2018", "Sist oppdatert 04.05.2021".

use crate::dates::dates;
use crate::evidence;
use crate::view::{Line, View};
use crate::writer::paper::{SIGNED as NAMED, sent};
use ordskifte_record::{Kind, MONTHS, PartialDate, Record};
use ordskifte_vocabulary::LowerCase;
use regex::Regex;
use std::sync::LazyLock;

/// What stands before the day a page came out.
const PUBLISHED: [&str; 6] = [
    "publisert",
    "publiseringsdato",
    "lagt ut",
    "oppretta",
    "opprettet",
    "utgitt",
];
/// What stands before the day it was last changed, which tells less.
const UPDATED: [&str; 6] = [
    "sist oppdatert",
    "sist endret",
    "sist endra",
    "oppdatert",
    "endret",
    "endra",
];
/// How many lines at the beginning and at the end such a line can be among.
const TOP: usize = 60;
const TAIL: usize = 25;
/// Longest such line, in bytes, and how far into it the date begins.
const LONGEST: usize = 160;
const NEAR: usize = 16;

/// Reads the date of a page whose head has none. When minutes came out says nothing of when the meeting was.
pub(crate) fn read(view: &View<'_>, record: &mut Record) {
    let of_meeting = matches!(
        record.kind,
        Kind::Referat | Kind::Protokoll | Kind::Sakliste | Kind::Materiale | Kind::Avtale
    );
    if record.date.is_some() || of_meeting {
        return;
    }
    let found = stated(view, &PUBLISHED).or_else(|| stated(view, &UPDATED));
    let signed = || signed(view).filter(|_| LETTERS.contains(&record.kind));
    let foreword = || foreword(view).filter(|_| record.kind == Kind::Veileder);
    let told = told(view).filter(|_| LETTERS.contains(&record.kind));
    let found = told.or(found).or_else(|| printed(view));
    let Some((line, date)) = found.or_else(signed).or_else(foreword) else {
        return;
    };
    evidence(record, "date", line);
    record.date = Some(date);
    record.date_precision = Some(date.precision());
}

/// "… sendt fra Fyrlaget til Kunnskapsdepartementet 9. september 2019": the day a page says that its letter was sent.
fn told<'a, 'v>(view: &'a View<'v>) -> Option<(&'a Line<'v>, PartialDate)> {
    let told = |line: &&Line<'_>| line.signs().has(*NAMED);
    view.lines.iter().take(TOP).filter(told).find_map(|line| {
        let date = dates(sent(line.text)?.behind).first()?.date(None)?;
        Some((line, date))
    })
}

/// Kinds of letters, which are dated where they are signed.
const LETTERS: [Kind; 3] = [Kind::Horingssvar, Kind::Brev, Kind::Innspill];
/// How many lines at the end can be that.
const SIGNED: usize = 14;

/// "Skien, 21. april 2015" at the end of a letter.
fn signed<'a, 'v>(view: &'a View<'v>) -> Option<(&'a Line<'v>, PartialDate)> {
    let (line, date) = crate::meeting::own_date(view, None)?;
    let tail = view.lines.get(view.lines.len().saturating_sub(SIGNED)..)?;
    tail.iter()
        .any(|known| known.start == line.start)
        .then_some((line, date))
}

/// Where and in which month the foreword of a book was signed, within text that ran together too.
static FOREWORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[.!?] )(?:\p{Lu}\p{L}+|\p{Lu}[\p{L}, -]{3,60}(?:departementet|direktoratet)), (?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember) (?:19|20)\d{2}(?:\s|$)").ok()
});

/// The month in which a foreword was signed: "Oslo, september 2012", "Finansdepartementet, juni 2014".
fn foreword<'a, 'v>(view: &'a View<'v>) -> Option<(&'a Line<'v>, PartialDate)> {
    view.lines.iter().take(TOP).find_map(|line| {
        // Few lines have the name of a month behind a comma.
        let mut commas = line.text.split(", ").skip(1);
        if !commas.any(|rest| MONTHS.iter().any(|month| rest.starts_with(month))) {
            return None;
        }
        let found = FOREWORD.as_ref()?.find(line.text)?;
        let date = dates(found.as_str()).into_iter().next_back()?;
        Some((line, date.date(None)?))
    })
}

/// What a colophon says before the month that a book came out, in lower case.
const COLOPHON: [&str; 11] = [
    "versjon",
    "revidert",
    "trykk",
    "trykt",
    "prenta",
    "utgitt",
    "utgjeve",
    "utgitt/oppdatert",
    "utgivelse",
    "utgåve",
    "utgave",
];
/// "10/2007", as printers date what they print.
static MONTH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^\d/])(0?[1-9]|1[0-2])[/.]((?:19|20)\d{2})(?:[^\d/.]|$)").ok());

/// The month that the colophon of a book names: "Trykk: Fyrtrykk AS – 10/2007 – opplag 3000", "Utgitt: mars 2021".
fn printed<'a, 'v>(view: &'a View<'v>) -> Option<(&'a Line<'v>, PartialDate)> {
    view.lines.iter().find_map(|line| {
        let text = line.text.trim();
        let word = text
            .split(|c: char| !(c.is_alphabetic() || c == '/'))
            .next()?
            .lower_case();
        if text.len() > LONGEST || !COLOPHON.contains(&word.as_str()) {
            return None;
        }
        let written = || dates(text).into_iter().find_map(|date| date.date(None));
        let figures = || {
            let found = MONTH.as_ref()?.captures(text)?;
            PartialDate::from_month(
                found.get(2)?.as_str().parse().ok()?,
                found.get(1)?.as_str().parse().ok()?,
            )
        };
        written().or_else(figures).map(|date| (line, date))
    })
}

/// The first line that begins so, with its date, there or on the next line.
fn stated<'a, 'v>(view: &'a View<'v>, words: &[&str]) -> Option<(&'a Line<'v>, PartialDate)> {
    let tail = view.lines.len().saturating_sub(TAIL);
    let near = |(index, _): &(usize, &Line<'_>)| *index < TOP || *index >= tail;
    view.lines.iter().enumerate().filter(near).find_map(|(index, line)| {
        let rest = begins(line.text.trim(), words)?;
        let next = view
            .lines
            .get(index + 1)
            .filter(|_| rest.trim_matches([':', ' ']).is_empty());
        read_date(rest)
            .map(|date| (line, date))
            .or_else(|| next.and_then(|next| Some((next, read_date(next.text)?))))
    })
}

/// What stands behind such a word at the beginning of a short line.
fn begins<'v>(text: &'v str, words: &[&str]) -> Option<&'v str> {
    if text.len() > LONGEST || !text.starts_with(['P', 'S', 'L', 'O', 'U', 'E', 'p', 's', 'o']) {
        return None;
    }
    words.iter().find_map(|word| {
        let begin = text.get(..word.len())?;
        let rest = text.get(word.len()..)?;
        (begin.lower_case() == *word && !rest.starts_with(char::is_alphabetic)).then_some(rest)
    })
}

/// A whole date near the beginning.
fn read_date(text: &str) -> Option<PartialDate> {
    let date = dates(text).into_iter().next()?;
    date.day?;
    (date.start <= NEAR).then(|| date.date(None))?
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use ordskifte_extract::plain_text;

    /// The date that a rule reads from a text of a kind.
    pub(crate) fn date_by(read: impl Fn(&View<'_>, &mut Record), text: &str, kind: Kind) -> Option<String> {
        let text = plain_text(text);
        let mut record = Record {
            kind,
            ..Record::default()
        };
        read(&View::new(&text), &mut record);
        record.date.map(|date| date.to_string())
    }

    fn date(text: &str, kind: Kind) -> Option<String> {
        date_by(read, text, kind)
    }

    #[test]
    fn pages_state_when_they_came_out() {
        let page =
            "Høring om brygger\n\nDette er saka.\n\nSist oppdatert: 4. mai 2021\n\nPublisert: 03.05.2018 kl. 12.00\n";
        assert_eq!(date(page, Kind::Horingsnotat).as_deref(), Some("2018-05-03"));
        assert_eq!(date(page, Kind::Referat), None, "the day of the meeting is another");
        let page = "Saka er ute.\n\nSist endra\n\n4. mai 2021\n";
        assert_eq!(date(page, Kind::Veileder).as_deref(), Some("2021-05-04"));
    }

    #[test]
    fn colophons_tell_the_month() {
        let book = "Brygger og fyr\n\nUtgitt av:\n\nFyrdirektoratet\n\nTrykk: Fyrtrykk AS – 10/2007 – opplag 300\n";
        assert_eq!(date(book, Kind::Veileder).as_deref(), Some("2007-10"));
        assert_eq!(date("Utgitt: Mars 2021", Kind::Veileder).as_deref(), Some("2021-03"));
        assert_eq!(date("Trykk på knappen 10/2", Kind::Veileder), None);
    }

    #[test]
    fn what_is_said_of_other_papers_tells_no_date() {
        for text in [
            "Publisert under: Regjeringen Moen II",
            "Publisert av Kari Moen etter at NOU 2012: 2 kom ut den 17. januar 2012",
            "Publiserte tal frå 3. mai 2012",
            "Publisert i mai",
        ] {
            assert_eq!(date(text, Kind::Annet), None, "{text}");
        }
    }
}
