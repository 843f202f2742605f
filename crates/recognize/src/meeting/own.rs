//! The day that a paper was written, beside those of meetings and other papers that it names.

use super::TOP;
use crate::casework::is_transcript;
use crate::dates::dates;
use crate::labels::label;
use crate::view::{Line, View};
use ordskifte_record::{Kind, PartialDate, Record};
use ordskifte_vocabulary::LowerCase;

/// The date on a line of its own in the head of a paper whose title names the day of a later meeting, or of material above
/// or below "Møtedato: 21. april 2009".
pub(super) fn sent_before<'a, 'v>(
    view: &'a View<'v>,
    year: Option<u16>,
    record: &Record,
) -> Option<(&'a Line<'v>, PartialDate)> {
    let meeting = match record.kind {
        Kind::Innspill | Kind::Notat | Kind::Brev => {
            let titled = dates(&record.title).into_iter().find(|date| date.day.is_some())?;
            let named = record.title.get(..titled.start)?.trim_end().lower_case();
            let last = named.rsplit(' ').find(|word| !["den", "i", "på"].contains(word))?;
            titled
                .date(year)
                .filter(|_| last.ends_with("møte") || last.ends_with("møtet"))?
        }
        Kind::Materiale => view.top(TOP).iter().find_map(|line| {
            let value = line.text.trim().strip_prefix("Møtedato:")?;
            dates(value).into_iter().find(|date| date.day.is_some())?.date(year)
        })?,
        _ => return None,
    };
    let head = view.top(TOP).iter().filter(|line| line.text.trim() != record.title);
    let alone = |line: &Line<'_>| {
        let text = line.text.trim();
        let date = dates(text).into_iter().find(|date| date.day.is_some())?;
        let from = text.get(..date.start).unwrap_or_default().trim_end_matches([' ', ',']);
        let place = date.start < MAX_PLACE || !crate::organizations::ministries(from).is_empty();
        let whole = date.end == text.len() && (date.start == 0 || label(text).is_some() || place);
        date.date(year).filter(|_| whole)
    };
    let mut dated = head.filter_map(|line| Some((line, alone(line)?)));
    dated.find(|(_, date)| *date < meeting)
}

/// How far behind "konsultasjonsmøte" its day stands, in bytes.
const NAMED: usize = 30;

/// The day of the meeting in the head of what was made for it: "til behandling på 3. konsultasjonsmøte 21. august 2008".
pub(super) fn named_day(view: &View<'_>, year: Option<u16>) -> Option<PartialDate> {
    view.top(TOP).iter().find_map(|line| {
        let at = line.lower().find("konsultasjonsmøte")?;
        let found = dates(line.lower().get(at..)?);
        found
            .into_iter()
            .find(|date| date.day.is_some() && date.start < NAMED)?
            .date(year)
    })
}

/// Longest place before a date, in bytes: "Oslo, 18. august 2009".
const MAX_PLACE: usize = 24;

/// How many lines a letterhead has beside which a date can stand.
const LETTERHEAD: usize = 3;

/// The last short line that ends in a date and has no label: "Oslo, 17. juni 2013", "Departementet, 18. oktober 2022".
pub(crate) fn own_date<'a, 'v>(view: &'a View<'v>, year: Option<u16>) -> Option<(&'a Line<'v>, PartialDate)> {
    let mut lines = view.lines.iter().enumerate().rev();
    lines.find_map(|(index, line)| {
        let text = line.text.trim().trim_end_matches('.');
        let above = index.checked_sub(1).and_then(|above| view.lines.get(above));
        let copied = || {
            [Some(line), above]
                .into_iter()
                .flatten()
                .any(|line| is_transcript(line.text))
        };
        // Most lines are longer, or end in no date.
        if text.chars().count() > 70 || !crate::dates::has_figure(text) {
            return None;
        }
        let found = dates(text);
        let [printed] = found.as_slice() else { return None };
        if label(text).is_some() || copied() {
            return None;
        }
        let before = text.get(..printed.start)?.trim_end();
        // The ministry's letterhead, and its date in a cell beside it.
        let beside = || index < LETTERHEAD && text.get(..printed.start).is_some_and(|cells| cells.ends_with('\t'));
        let place =
            beside() || before.is_empty() || before.ends_with(',') || before.ends_with(" den") || !before.contains(' ');
        let dated = printed.day.is_some()
            && printed.end == text.len()
            && place
            && !before.contains(|c: char| c.is_ascii_digit());
        dated.then(|| Some((line, printed.date(year)?))).flatten()
    })
}

/// Whether a line heads the date of the letter that is answered and behind it the paper's own.
pub(super) fn is_below_both(head: &str) -> bool {
    if head.len() > 160 || crate::dates::has_figure(head) {
        return false;
    }
    let folded = head.lower_case();
    let theirs = folded.find("deres dato").or_else(|| folded.find("dykkar dato"));
    theirs.is_some_and(|theirs| folded.find("vår dato").is_some_and(|ours| theirs < ours))
}

/// Whether a line heads the date of the letter that is answered, and not the paper's own.
pub(super) fn is_below_theirs(head: &str) -> bool {
    if head.len() > 90 || crate::dates::has_figure(head) {
        return false;
    }
    let folded = head.lower_case();
    let theirs = ["deres dato", "dykkar dato"].iter().any(|words| folded.contains(words));
    theirs && folded.matches("dato").count() == 1
}
