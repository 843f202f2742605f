//! What the list of those who were there says by itself.

use super::below::Below;
use super::lines::{CASES, begins, counted_person, counts_case};
use super::{Group, Reader, TOP, broken, upright};
use crate::chairs::{asks_for, is_office, lone_name};
use crate::columns::Columns;
use crate::delegations::is_from;
use crate::evidence;
use crate::labels::{label, pieces};
use crate::people::{leading_role, people};
use crate::present::heads_columns;
use crate::view::{Line, View};
use ordskifte_record::{BlockKind, Participant, Record};

/// What a list says, before anything else of the paper is known.
pub(crate) struct Listed {
    /// Those who are listed, chair and minute-takers, with the lines that they were read from.
    pub(super) record: Record,
    /// Chair and minute-takers as their labels name them.
    pub(super) titled: Vec<Participant>,
    /// The office that the chair's label names instead of a person.
    pub(super) office: Option<String>,
    /// The first line after the list.
    pub(super) after: usize,
}

/// Reads what the list says: of minutes without a title the rules for kinds ask it, too.
pub(super) fn listed(view: &View<'_>) -> Listed {
    let mut record = Record::default();
    let rows = upright::rows(&view.lines, TOP);
    let mut reader = Reader {
        side: None,
        body: None,
        heads: Vec::new(),
        since: 0,
        titled: Vec::new(),
        office: None,
        listing: false,
        delegated: false,
        group: Group::Present,
        spaced: false,
        columns: None,
        below: Below::default(),
        paired: 0,
        absent_before: 0,
    };
    let after = if rows.is_empty() {
        list(&view.lines, &mut reader, &mut record)
    } else {
        let (lines, ends) = upright::in_rows(&view.lines, &rows);
        let last = list(&lines, &mut reader, &mut record).checked_sub(1);
        last.and_then(|last| ends.get(last).copied()).unwrap_or(0)
    };
    Listed {
        record,
        titled: reader.titled,
        office: reader.office,
        after,
    }
}

/// Reads the list that begins within these lines; returns the index of the first line after it.
fn list<'l>(lines: &[Line<'l>], reader: &mut Reader<'l>, record: &mut Record) -> usize {
    let mut after = 0;
    let mut carried: Option<String> = None;
    let mut asked: Option<&'static str> = None;
    for (index, line) in lines.iter().enumerate().take(TOP + 60) {
        // "1. Kari Moe (KRD)" below the label of a list.
        let counted = if reader.listing {
            counted_person(line.text)
        } else {
            None
        };
        let numbered = counted.is_none()
            && line.text.trim_start().starts_with(|c: char| c.is_ascii_digit())
            && line.kind == BlockKind::Heading;
        let case = CASES.iter().any(|word| begins(line.text, word)) && line.text.contains(|c: char| c.is_ascii_digit())
            || counts_case(line.text);
        let first = crate::agenda::roman(line.text).is_some_and(|(number, _)| number == "I");
        let listed = !(record.participants.is_empty() && record.absent.is_empty());
        if (numbered || case || first) && reader.listing && listed {
            break;
        }
        // "(KS", "storbynettverk)": a parenthesis that a line break cut.
        let begun = carried.is_some();
        let text = match carried.take() {
            Some(before) => format!("{before} {}", line.text.trim_start()),
            None => counted.unwrap_or(line.text).to_owned(),
        };
        if reader.listing && text.matches('(').count() > text.matches(')').count() && index < TOP {
            carried = Some(text);
            continue;
        }
        // "Kari Moe vara for: Ola Li" is no label.
        let text = if reader.listing && text.contains(" vara for:") {
            text.replace(" vara for:", " vara for")
        } else {
            text
        };
        // "Fra staten: | Fra KS:" ends with its row.
        let whole = text.contains('\t') && (heads_columns(&text) || Columns::headed(&text, false).is_some());
        let begins_list = || matches!(line.label(), Some(("present" | "stat" | "ks" | "other" | "absent", _)));
        if let Some(next) = lines.get(index + 1)
            && index < TOP
            && !whole
            && (reader.listing || begun || begins_list())
            && broken::goes_on(&text, next.text)
        {
            carried = Some(text);
            continue;
        }
        let rows = || lines.iter().skip(index).take_while(|row| row.text.contains('\t'));
        reader.spaced = rows().any(|row| row.text.contains("\t\t"));
        let below = lines.get(index + 1).filter(|_| index < TOP).map(|next| next.text);
        reader.below = Below {
            line: below.unwrap_or_default(),
            ..Below::default()
        };
        reader.below.opens = !reader.listing
            && match text.trim_end().strip_suffix(':') {
                // "Fra Finansdepartementet:" above its people.
                Some(name) => is_from(name, false),
                None => !text.contains(':') && is_from(&text, true),
            }
            && reader.below.persons();
        reader.below.titled = reader.listing
            && reader.body.is_some()
            && below.is_some_and(|next| leading_role(next).0.is_some())
            && reader.below.persons();
        for piece in if whole { vec![text.as_str()] } else { pieces(&text) } {
            // "Møteleder:" above the name.
            let named = asked.take().filter(|_| {
                let named = || !people(piece, None).present.is_empty() || lone_name(piece).len() == 1;
                // "Møteleiar:" above "statsråden".
                label(piece).is_none() && (named() || !piece.trim().contains(' ') && is_office(piece))
            });
            if let Some(meaning) = named {
                reader.labelled(meaning, piece, record);
                after = if reader.listing { index + 1 } else { after };
                continue;
            }
            asked = asks_for(piece);
            if reader.piece(piece, line.kind, record) {
                evidence(record, "participants", line);
                after = index + 1;
            }
        }
        if let Some((meaning, _)) = line.label()
            && matches!(meaning, "chair" | "minutes" | "date" | "place")
            && reader.listing
        {
            after = index + 1;
        }
        if index > TOP && !reader.listing {
            break;
        }
    }
    after
}
