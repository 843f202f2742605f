//! The date that a web page bears beside or below its text: "Publisert: 3. mai 2018", "Sist oppdatert 04.05.2021".

use crate::dates::dates;
use crate::evidence;
use crate::view::{Line, View};
use ordskifte_record::{Kind, PartialDate, Record};

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
    let Some((line, date)) = stated(view, &PUBLISHED).or_else(|| stated(view, &UPDATED)) else {
        return;
    };
    evidence(record, "date", line);
    record.date = Some(date);
    record.date_precision = Some(date.precision());
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
        (begin.to_lowercase() == *word && !rest.starts_with(char::is_alphabetic)).then_some(rest)
    })
}

/// A whole date near the beginning.
fn read_date(text: &str) -> Option<PartialDate> {
    let date = dates(text).into_iter().next()?;
    date.day?;
    (date.start <= NEAR).then(|| date.date(None))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_extract::plain_text;

    fn date(text: &str, kind: Kind) -> Option<String> {
        let text = plain_text(text);
        let mut record = Record {
            kind,
            ..Record::default()
        };
        read(&View::new(&text), &mut record);
        record.date.map(|date| date.to_string())
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
