//! Who says what in a paragraph: its text cut at its statements.

use crate::messages::Interface;
use crate::view::pieces::Piece;
use crate::view::record::speaker_url;
use ordskifte_record::{Form, Record, Side, Statement};
use serde::Serialize;

/// A speaker with all that they said.
#[derive(Serialize)]
pub(crate) struct SpeakerView {
    name: String,
    url: String,
    side: Option<String>,
    /// `stat`, `ks` or `other`, for its color.
    code: &'static str,
}

/// What somebody says in a paragraph, or what nobody does.
#[derive(Serialize)]
pub(crate) struct TurnView {
    speakers: Vec<SpeakerView>,
    /// Whether it is told in the minute taker's words.
    reported: bool,
    pieces: Vec<Piece>,
}

/// The speakers of statements in their order, each once.
pub(crate) fn speakers(record: &Record, said: &[&Statement], interface: Interface) -> Vec<SpeakerView> {
    let mut out: Vec<SpeakerView> = Vec::new();
    for speaker in said.iter().flat_map(|statement| &statement.speakers) {
        if out.iter().any(|known| known.name == speaker.name) {
            continue;
        }
        let person = speaker
            .participant
            .and_then(|index| record.participants.get(index as usize));
        let side = person.and_then(|person| person.side);
        out.push(SpeakerView {
            name: speaker.name.clone(),
            url: speaker_url(&speaker.name),
            side: side.map(|side| interface.text(&format!("side_{side}"))),
            code: side.map_or("none", Side::as_str),
        });
    }
    out
}

/// A paragraph that begins at `start` and has these letters, cut where somebody begins or ends to speak. Nothing where one
/// statement is all of it, or none; else the pieces are taken.
pub(crate) fn turns(
    record: &Record,
    start: usize,
    letters: &[char],
    said: &[&Statement],
    pieces: &mut Vec<Piece>,
    interface: Interface,
) -> Vec<TurnView> {
    let parts = parts(start, letters, said);
    if parts.len() < 2 {
        return Vec::new();
    }
    let ends: Vec<usize> = parts.iter().map(|(end, _)| *end).collect();
    let cut = cut(std::mem::take(pieces), &ends);
    let turns = parts.into_iter().zip(cut).map(|((_, statement), pieces)| TurnView {
        speakers: statement.map_or_else(Vec::new, |one| speakers(record, &[one], interface)),
        reported: statement.is_some_and(|one| one.form == Form::Reported),
        pieces,
    });
    turns.collect()
}

/// Where each part ends and whose it is. What stands between statements and has no letters belongs to the one before, at
/// the beginning to the first.
fn parts<'a>(start: usize, letters: &[char], said: &[&'a Statement]) -> Vec<(usize, Option<&'a Statement>)> {
    let says = |from: usize, to: usize| {
        let between = letters.get(from..to).unwrap_or_default();
        between.iter().any(|letter| letter.is_alphabetic())
    };
    let mut said = said.to_vec();
    said.sort_by_key(|statement| statement.start);
    let mut out: Vec<(usize, Option<&Statement>)> = Vec::new();
    let mut at = 0;
    for statement in said {
        let from = statement.start.saturating_sub(start).max(at);
        let to = statement.end.saturating_sub(start).min(letters.len());
        if to <= from {
            continue;
        }
        if says(at, from) {
            out.push((from, None));
        } else if let Some((end, _)) = out.last_mut() {
            *end = from;
        }
        out.push((to, Some(statement)));
        at = to;
    }
    if says(at, letters.len()) {
        out.push((letters.len(), None));
    } else if let Some((end, _)) = out.last_mut() {
        *end = letters.len();
    }
    out
}

/// Pieces cut at ends that grow; a mark that is cut keeps its number in front.
fn cut(pieces: Vec<Piece>, ends: &[usize]) -> Vec<Vec<Piece>> {
    let mut out: Vec<Vec<Piece>> = ends.iter().map(|_| Vec::new()).collect();
    let (mut at, mut part) = (0, 0);
    for piece in pieces {
        let mut number = piece.number;
        let mut rest: &str = &piece.text;
        while !rest.is_empty() {
            let room = ends.get(part).map_or(usize::MAX, |end| end.saturating_sub(at));
            if room == 0 {
                part += 1;
                continue;
            }
            let (here, more) = rest.split_at(rest.char_indices().nth(room).map_or(rest.len(), |(byte, _)| byte));
            at += here.chars().count();
            rest = more;
            if let Some(own) = out.get_mut(part) {
                own.push(Piece {
                    text: here.to_owned(),
                    marked: piece.marked,
                    number: number.take(),
                    url: piece.url.clone(),
                });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_cut_at_code_points_and_keep_their_numbers() {
        let piece = |text: &str, number: Option<usize>| Piece {
            text: text.to_owned(),
            marked: number.is_some(),
            number,
            url: None,
        };
        let parts = cut(
            vec![piece("åbc", None), piece("øde", Some(4)), piece("f", None)],
            &[2, 5, 7],
        );
        let shape: Vec<Vec<(&str, Option<usize>)>> = parts
            .iter()
            .map(|part| part.iter().map(|piece| (piece.text.as_str(), piece.number)).collect())
            .collect();
        assert_eq!(
            shape,
            [
                vec![("åb", None)],
                vec![("c", None), ("ød", Some(4))],
                vec![("e", None), ("f", None)]
            ]
        );
        assert!(parts[2][0].marked);
    }
}
