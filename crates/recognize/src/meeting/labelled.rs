//! What labels in the head of a paper say of when and where a meeting is.

use super::TOP;
use crate::dates::{dates, times};
use crate::labels::label;
use crate::view::{Line, View};
use ordskifte_record::PartialDate;
use ordskifte_vocabulary::fold_name;

/// Longest value below its label, in characters.
const MAX_VALUE: usize = 100;

/// The day behind a label that speaks of the meeting. "Dato:" alone does where the hour follows: a paper has a date, too,
/// and is not written at two o'clock.
pub(super) fn held_on<'a, 'v>(view: &'a View<'v>, year: Option<u16>) -> Option<(&'a Line<'v>, PartialDate)> {
    labels(view).find_map(|(line, name, value, piece)| {
        let bare = piece.split(':').next().unwrap_or_default().trim();
        let own = fold_name(bare) == "dato" && times(value).0.is_none() && !stands_beside_place(view, line);
        let stated = dates(value).into_iter().find(|date| date.day.is_some());
        let date = stated.filter(|_| name == "date" && !own)?.date(year)?;
        Some((line, date))
    })
}

/// How many lines around a date say where the meeting is.
const BESIDE: usize = 2;

/// Whether the place of a meeting stands just above or below a line: "Møtestad: …", "Dato: …", "Tid: …".
fn stands_beside_place(view: &View<'_>, line: &Line<'_>) -> bool {
    let at = view
        .lines
        .iter()
        .position(|other| other.start == line.start)
        .unwrap_or(0);
    let near = view
        .lines
        .get(at.saturating_sub(BESIDE)..view.lines.len().min(at + BESIDE + 1));
    let lines = near.into_iter().flatten();
    lines
        .flat_map(Line::pieces)
        .any(|piece| matches!(label(piece), Some(("place", _))))
}

/// Words for date, time and place, each alone on a line above the value.
const ALONE: [(&str, &str); 9] = [
    ("Dato", "date"),
    ("Møtedato", "date"),
    ("Tid", "date"),
    ("Møtetid", "date"),
    ("Tidspunkt", "date"),
    ("Sted", "place"),
    ("Stad", "place"),
    ("Møtested", "place"),
    ("Møtestad", "place"),
];

/// The labels of the head with their values, which may stand on the line below, and the pieces that begin with them.
pub(super) fn labels<'a, 'v>(
    view: &'a View<'v>,
) -> impl Iterator<Item = (&'a Line<'v>, &'static str, &'v str, &'v str)> {
    let lines = view.lines.iter().take(TOP).enumerate();
    lines.flat_map(|(index, line)| {
        let alone = || {
            let bare = line.text.trim();
            let capitals = crate::chairs::is_capitals(bare);
            let (_, meaning) = ALONE
                .iter()
                .find(|(word, _)| *word == bare || (capitals && word.to_uppercase() == bare))?;
            Some((*meaning, ""))
        };
        // A date inside a line is the meeting's where the line is one of labels; "Møtedato: …  Møtetid: …" are two.
        let read = |piece: &'v str| {
            let whole = piece.len() == line.text.len();
            (piece, if whole { line.label() } else { label(piece) })
        };
        let pieces: Vec<_> = line.pieces().map(read).collect();
        let several = || pieces.iter().filter(|(_, told)| told.is_some()).count() > 1;
        let alone = alone();
        let begins = line.label().is_some() || alone.is_some() || several();
        let found: Vec<_> = pieces
            .into_iter()
            .filter_map(|(piece, told)| told.or(alone).map(|(meaning, value)| (meaning, value, piece)))
            .filter(|(meaning, ..)| begins || *meaning != "date")
            .collect();
        let below = view.lines.get(index + 1);
        found.into_iter().map(move |(meaning, value, piece)| match below {
            Some(below)
                if value.is_empty()
                    && matches!(meaning, "date" | "place")
                    && below.label().is_none()
                    && below.text.chars().count() <= MAX_VALUE =>
            {
                (below, meaning, below.text.trim(), piece)
            }
            _ => (line, meaning, value, piece),
        })
    })
}

/// "13–14.30", "3. mai 2019 10-12": from which hour to which behind the label of a time, where nothing says that they are.
pub(super) fn bare_hours(value: &str) -> Option<&str> {
    let date = dates(value).first().map_or(0, |date| date.end);
    let hours = value.get(date..)?.trim_matches([' ', ',', '.']);
    let (from, to) = hours.split_once(['-', '–'])?;
    let hour = |text: &str| {
        let text = text.trim();
        let figures = text.bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&figures)
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b':'))
    };
    (hour(from) && hour(to)).then_some(hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_behind_a_label_need_no_word() {
        assert_eq!(bare_hours("13–14.30"), Some("13–14.30"));
        assert_eq!(bare_hours("3. mai 2019, 10-12"), Some("10-12"));
        assert_eq!(bare_hours("3. mai 2019"), None);
        assert_eq!(bare_hours("12-05-2019"), None);
        assert_eq!(bare_hours("2019/2020"), None);
    }
}
