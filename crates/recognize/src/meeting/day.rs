//! The day of a paper: what its kind is dated by, in the order in which that tells.

use super::TOP;
use super::held::{WEEKDAY, held};
use super::labelled::{held_on, labels};
use super::own::{is_below_both, is_below_theirs, own_date, sent_before};
use crate::dates::{dates, own_dates};
use crate::view::{Line, View};
use ordskifte_record::{Kind, PartialDate, Record};
use ordskifte_vocabulary::{LowerCase, fold_name};

/// A date and the line that states it.
type Dated<'a, 'v> = (&'a Line<'v>, PartialDate);

/// What stands behind the labels of dates in the head. A label at a line's beginning tells more than one inside a line of
/// several.
pub(super) fn labelled<'a, 'v>(view: &'a View<'v>) -> Vec<(&'a Line<'v>, &'v str)> {
    let plain = labels(view)
        .filter(|(_, name, ..)| *name == "date")
        .map(|(line, _, value, _)| (line, value));
    let inline = view.lines.iter().take(TOP).filter(|line| line.label().is_none());
    let inline = inline.filter_map(|line| Some((line, inline_date(line.text)?)));
    plain.chain(inline).collect()
}

/// The date of a paper, with the line that states it where that is one, once kind and title are known.
pub(super) fn read<'a, 'v>(
    view: &'a View<'v>,
    labelled: &[(&'a Line<'v>, &'v str)],
    year: Option<u16>,
    record: &Record,
) -> Option<(Option<&'a Line<'v>>, PartialDate)> {
    let minutes = matches!(record.kind, Kind::Referat | Kind::Protokoll);
    let behind_label = || {
        let printed = labelled
            .iter()
            .flat_map(|(_, value)| dates(value))
            .find_map(|date| date.year);
        let year = year.or(printed);
        let day = |value: &str| dates(value).iter().find_map(|date| date.date(year));
        let dated = || labelled.iter().filter_map(|(line, value)| Some((*line, day(value)?)));
        // "Dato: 14.05.2013" above "Tid: Mandag 13. mai kl. 10": the day with its hours is the meeting's.
        let mut timed = labelled.iter().filter(|(_, value)| minutes && value.contains("kl"));
        let timed = timed.find_map(|(line, value)| Some((*line, day(value)?)));
        timed.or_else(|| dated().next())
    };
    let known = |(line, date): Dated<'a, 'v>| (Some(line), date);
    of_kind(view, year, record)
        .map(known)
        .or_else(|| titled(view, year, record))
        .or_else(|| titled_minutes(view, year, record).map(known))
        .or_else(|| told_of_meeting(view, year).filter(|_| minutes).map(known))
        // A letter that encloses minutes, and their head, bear the day on which they were written, too.
        .or_else(|| held_on(view, year).filter(|_| minutes).map(known))
        .or_else(|| behind_label().map(known))
        .or_else(|| in_head(view, year, record.kind).map(known))
        .or_else(|| behind_lead(view).map(known))
}

/// "Møtet ble holdt mandag 21. august 2017 kl. 13": the day that a sentence of the head tells.
fn told_of_meeting<'a, 'v>(view: &'a View<'v>, year: Option<u16>) -> Option<Dated<'a, 'v>> {
    view.lines.iter().take(TOP).find_map(|line| {
        let text = line.text.trim_start();
        let started = || {
            ["Møtet startet ", "Møtet starta "]
                .iter()
                .find_map(|words| text.strip_prefix(words))
        };
        let rest = held(text).filter(|_| text.starts_with("Møtet ")).or_else(started)?;
        let date = dates(rest).into_iter().next()?;
        let near = date.day.is_some() && date.start <= WEEKDAY;
        near.then(|| Some((line, date.date(year)?))).flatten()
    })
}

/// How many lines of a page can be its lead.
const LEAD: usize = 8;

/// The day in brackets that the lead of an old page ends in: "Departementet sender … på høring. (03.12.04)".
fn behind_lead<'a, 'v>(view: &'a View<'v>) -> Option<Dated<'a, 'v>> {
    view.lines.iter().take(LEAD).find_map(|line| {
        let (_, inner) = line.text.trim_end().strip_suffix(')')?.rsplit_once(" (")?;
        let found = dates(inner);
        let date = found
            .first()
            .filter(|date| date.start == 0 && date.end == inner.len())?;
        Some((line, date.day.and_then(|_| date.date(None))?))
    })
}

/// The date that papers of a kind have of their own, beside those of meetings, periods and other papers.
fn of_kind<'a, 'v>(view: &'a View<'v>, year: Option<u16>, record: &Record) -> Option<Dated<'a, 'v>> {
    let called = matches!(record.kind, Kind::Sakliste | Kind::Avtale);
    let own = || crate::references::dated(view, year).or_else(|| own_date(view, year));
    // The page of an answer has its own date.
    let answer = record.kind == Kind::Horingssvar && crate::answers::remarks(view).is_none();
    let case = || crate::casework::date(view, year);
    // "Innspill til konsultasjonsmøtet 1. september 2009": what was sent to a meeting has a date of its own.
    let sent = || sent_before(view, year, record);
    called
        .then(own)
        .flatten()
        .or_else(|| answer.then(case).flatten())
        .or_else(sent)
}

/// The day that the title names.
fn titled<'a, 'v>(
    view: &'a View<'v>,
    year: Option<u16>,
    record: &Record,
) -> Option<(Option<&'a Line<'v>>, PartialDate)> {
    let Some(named) = own_dates(&record.title).into_iter().find(|date| date.day.is_some()) else {
        return behind_title(view, year, &record.title);
    };
    let mut head = view.lines.iter().take(TOP);
    let line = head.find(|line| record.title.contains(line.text.trim()));
    Some((line, named.date(year)?))
}

/// "Innkalling til møte i regionrådet torsdag 4. juni 2009, kl. 10": the day behind the title where that stands once more, with
/// what ran together.
fn behind_title<'a, 'v>(
    view: &'a View<'v>,
    year: Option<u16>,
    title: &str,
) -> Option<(Option<&'a Line<'v>>, PartialDate)> {
    if title.is_empty() {
        return None;
    }
    view.lines.iter().take(TOP).enumerate().find_map(|(index, line)| {
        let rest = line.text.trim_start().strip_prefix(title)?;
        // Lines that ran together are cut behind the title; a day without a weekday there may be that of the paper.
        let (line, rest, least) = match view.lines.get(index + 1) {
            Some(next) if rest.trim().is_empty() => (next, next.text, 1),
            _ => (line, rest, 0),
        };
        let date = dates(rest).into_iter().next()?;
        let before = rest
            .get(..date.start)
            .unwrap_or_default()
            .trim()
            .trim_end_matches(" den");
        let weekday = before.is_empty() || before.ends_with("dag");
        let near = date.day.is_some() && (least..=WEEKDAY).contains(&date.start) && weekday;
        near.then(|| Some((Some(line), date.date(year)?))).flatten()
    })
}

/// The first date of the head that is that of the paper.
fn in_head<'a, 'v>(view: &'a View<'v>, year: Option<u16>, kind: Kind) -> Option<Dated<'a, 'v>> {
    // What minutes say of a day in their head is said of their meeting; other papers tell of days that are not theirs.
    let of_meeting = matches!(kind, Kind::Referat | Kind::Protokoll | Kind::Materiale);
    let mut above = "";
    view.top(TOP).iter().find_map(|line| {
        // "Deres dato   Deres referanse" above them; and the days of a plan's table.
        let yearless = || own_dates(line.text).iter().all(|date| date.year.is_none());
        let planned = kind == Kind::Annet && line.text.matches('\t').count() > 1 && yearless();
        // "Høringsfrist:" above its day.
        let deadline = above.trim_end().ends_with(':') && tells_other_date(above, kind);
        let other = is_below_theirs(above) || planned || deadline;
        let found: Vec<_> = own_dates(line.text).iter().filter_map(|date| date.date(year)).collect();
        let skipped = usize::from(found.len() > 1 && is_below_both(above));
        above = line.text;
        let date = found.get(skipped).copied()?;
        let own = !other && line.text.chars().count() < 160 && !tells_other_date(line.text, kind);
        let own = own && (of_meeting || !is_prose(line.text));
        own.then_some((line, date))
    })
}

/// Fewest words in small letters of a sentence.
const PROSE: usize = 5;

/// Whether a line is a sentence, and does not end in a day in brackets as leads of pages do: "Saka blei send 3. mai 2012 og
/// er no avslutta."
fn is_prose(line: &str) -> bool {
    let text = line.trim_end();
    let small = |word: &&str| word.len() > 1 && word.chars().all(char::is_lowercase);
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(small).take(PROSE);
    words.count() == PROSE && !text.ends_with(')')
}

/// Whether a line's date is a deadline, or that of the meeting in which a letter was decided.
fn tells_other_date(line: &str, kind: Kind) -> bool {
    let folded = line.lower_case();
    let decided = ["behandlet", "behandla ", "handsama ", "vedtok", "vedtatt", "vedteke"];
    // "Innhold som ble publisert i perioden 20.10.2009 – 16.10.2013"
    let period = ["i perioden", "i tidsrommet"]
        .iter()
        .any(|words| folded.contains(words));
    folded.contains("frist")
        || period
        || (matches!(kind, Kind::Horingssvar | Kind::Brev) && decided.iter().any(|word| folded.contains(word)))
}

/// "Referat fra møte 8. mai 2000" below the date of the letter that brings it.
fn titled_minutes<'a, 'v>(
    view: &'a View<'v>,
    year: Option<u16>,
    record: &Record,
) -> Option<(&'a Line<'v>, PartialDate)> {
    if !matches!(record.kind, Kind::Referat | Kind::Protokoll) {
        return None;
    }
    let sorts = [
        "referat fr",
        "møtereferat fr",
        "protokoll fr",
        "møtebok fr",
        "oppsummering fr",
    ];
    let titles = |line: &&Line<'_>| {
        let begin = fold_name(&line.text.chars().take(24).collect::<String>());
        sorts.iter().any(|sort| begin.starts_with(sort))
    };
    let mut lines = view.lines.iter().take(TOP).filter(titles);
    lines.find_map(|line| {
        let date = own_dates(line.text).into_iter().find(|date| date.day.is_some())?;
        Some((line, date.date(year)?))
    })
}

/// The date label inside a line of several: "Vår ref.: 20/118   Deres ref.: 19/44   Dato: 17.02.2020".
fn inline_date(line: &str) -> Option<&str> {
    if line.chars().count() > 200 {
        return None;
    }
    let folded = line.lower_case();
    // "Vår dato: 10.11.14 Deres dato: 2.9.14": the other one's letter has a date, too.
    let ends = |at: &usize| folded.get(*at..).is_some_and(|rest| rest.starts_with([':', ' ']));
    let own = |at: &usize| !crate::dates::is_theirs(folded.get(..*at).unwrap_or_default());
    let labels = folded.match_indices("dato").map(|(at, word)| at + word.len());
    let at = labels.filter(|at| ends(at) && own(at)).last()?;
    // Lower-casing Norwegian letters keeps their length in bytes.
    line.get(at + 1..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::tests::date_by;
    use ordskifte_record::Stated;

    fn date(text: &str, kind: Kind) -> Option<String> {
        let read = |view: &View<'_>, record: &mut Record| super::super::read(view, &Stated::default(), record);
        date_by(read, text, kind)
    }

    #[test]
    fn minutes_have_the_day_of_the_meeting() {
        let head = "Referat fra styret\n\nDato: 19.10.2006\n\nTid:\ttirsdag 17. oktober 2006, kl. 12.00-14.30\n";
        assert_eq!(date(head, Kind::Referat).as_deref(), Some("2006-10-17"));
        let told = "Deres ref   Vår ref   Dato\n   17/3308   5. september 2017\n\nMøtet ble holdt mandag 21. august 2017 kl. 13.\n";
        assert_eq!(date(told, Kind::Referat).as_deref(), Some("2017-08-21"));
        assert_eq!(
            date("Dato: 19.10.2006\n\nTid: kl. 10–12\n", Kind::Referat).as_deref(),
            Some("2006-10-19")
        );
    }

    #[test]
    fn days_that_sentences_tell_of_are_not_those_of_a_letter() {
        let told = "Fyrverket fekk nytt namn 1. januar 2021 etter vedtak i Stortinget.\n";
        assert_eq!(date(told, Kind::Brev), None);
        let held = "Styret hadde møte 1. juni 2021 på kontoret til leiaren.\n";
        assert_eq!(date(held, Kind::Referat).as_deref(), Some("2021-06-01"));
        assert_eq!(
            date("Moss, 1. januar 2021\n", Kind::Brev).as_deref(),
            Some("2021-01-01")
        );
        let lead = "Eit utval har sett på brygger og fyr i kommunane. (03.06.2013)\n";
        assert_eq!(date(lead, Kind::Horingsnotat).as_deref(), Some("2013-06-03"));
        let long = format!(
            "Ny lov om fyr på høring\n\n{} (03.12.04)\n",
            "Departementet sender i dag ei lov på høring.".repeat(5)
        );
        assert_eq!(date(&long, Kind::Horingsnotat).as_deref(), Some("2004-12-03"));
        assert_eq!(
            date("Vi viser til rapporten om fyr (Fyrlaget 2004)\n", Kind::Veileder),
            None
        );
        let deadline = "Høring om fyr\n\nHøringsfrist:\n\n03.05.2023\n\n";
        assert_eq!(date(deadline, Kind::Horingsnotat), None);
    }
}
