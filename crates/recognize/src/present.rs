//! Who was there: the attendance list, chair and minute-takers.

use crate::columns::Columns;
use crate::evidence;
use crate::labels::{label, pieces};
use crate::people::{People, people};
use crate::view::View;
use ordskifte_record::{BlockKind, Kind, Participant, Record, Side};
use ordskifte_vocabulary::{fold_name, ministries_by_name};

/// Lines that an attendance list can begin within.
const TOP: usize = 60;

/// Reads the attendance list; returns the index of the first line after it.
pub(crate) fn read(view: &View<'_>, record: &mut Record) -> usize {
    if !matches!(record.kind, Kind::Referat | Kind::Protokoll | Kind::Annet | Kind::Notat) {
        return 0;
    }
    let mut after = 0;
    let mut reader = Reader {
        side: None,
        listing: false,
        absent: false,
        columns: None,
    };
    let mut carried: Option<String> = None;
    for (index, line) in view.lines.iter().enumerate().take(TOP + 60) {
        let numbered =
            line.text.trim_start().starts_with(|c: char| c.is_ascii_digit()) && line.kind == BlockKind::Heading;
        let case = CASES.iter().any(|word| begins(line.text, word)) && line.text.contains(|c: char| c.is_ascii_digit());
        if (numbered || case) && reader.listing {
            break;
        }
        // "(KS", "storbynettverk)": a parenthesis that a line break cut.
        let text = match carried.take() {
            Some(before) => format!("{before} {}", line.text.trim_start()),
            None => line.text.to_owned(),
        };
        if reader.listing && text.matches('(').count() > text.matches(')').count() && index < TOP {
            carried = Some(text);
            continue;
        }
        for piece in pieces(&text) {
            if reader.piece(piece, line.kind, record) {
                evidence(record, "participants", line);
                after = index + 1;
            }
        }
        if let Some((meaning, _)) = label(line.text)
            && matches!(meaning, "chair" | "minutes" | "date" | "place")
            && reader.listing
        {
            after = index + 1;
        }
        if index > TOP && !reader.listing {
            break;
        }
    }
    mark_chairs(record);
    dedupe(&mut record.participants);
    dedupe(&mut record.absent);
    after
}

/// What the heading of a case begins with.
const CASES: [&str; 2] = ["sak", "ps"];

/// Whether the first word of a line is this one.
fn begins(line: &str, word: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next().is_some_and(|first| first.eq_ignore_ascii_case(word)) && words.next().is_some()
}

struct Reader {
    side: Option<Side>,
    listing: bool,
    absent: bool,
    /// Those of the table that is being read.
    columns: Option<Columns>,
}

impl Reader {
    /// Takes a piece of a line; tells whether it belongs to the list.
    fn piece(&mut self, piece: &str, kind: BlockKind, record: &mut Record) -> bool {
        if self.listing && piece.contains('\t') {
            if let Some(columns) = Columns::headed(piece) {
                self.columns = Some(columns);
                return true;
            }
            if let Some(entry) = self.columns.as_ref().and_then(|columns| columns.entry(piece)) {
                self.add(people(&entry, self.side), record);
                return true;
            }
        }
        self.columns = None;
        if let Some((meaning, rest)) = label(piece) {
            return self.labelled(meaning, rest, record);
        }
        if !self.listing {
            return false;
        }
        // "Moen (parti): Takk for det" is speech.
        if speaks(piece, &record.participants) {
            self.listing = false;
            return false;
        }
        // "Fra Kunnskapsdepartementet:" names a delegation by its ministry.
        if let Some((name, rest)) = piece.split_once(':') {
            let bare = name.trim().trim_start_matches("Fra ").trim_start_matches("Frå ");
            if let Some(ministry) = ministries_by_name(bare).first() {
                self.side = Some(Side::Stat);
                let mut found = people(rest, self.side);
                for person in found.present.iter_mut().chain(&mut found.absent) {
                    person
                        .organization
                        .get_or_insert_with(|| ministry.abbreviation.to_owned());
                }
                self.add(found, record);
                return true;
            }
        }
        let found = people(piece, self.side);
        let sentence = kind == BlockKind::Paragraph && piece.split_whitespace().count() > 8 * (found.present.len() + 1);
        if (found.present.is_empty() && found.absent.is_empty()) || sentence {
            // A list ends where running text begins.
            if kind == BlockKind::Paragraph && piece.chars().count() > 60 || kind == BlockKind::Heading {
                self.listing = false;
            }
            return false;
        }
        self.add(found, record);
        true
    }

    fn labelled(&mut self, meaning: &str, rest: &str, record: &mut Record) -> bool {
        match meaning {
            "present" => {
                (self.listing, self.absent, self.side) = (true, false, None);
                // The side's label may follow at once.
                if let Some((inner, after)) = label(rest) {
                    return self.labelled(inner, after, record);
                }
            }
            "stat" | "ks" | "other" if self.listing || meaning != "other" => {
                self.side = Some(match meaning {
                    "stat" => Side::Stat,
                    "ks" => Side::Ks,
                    _ => Side::Other,
                });
                (self.listing, self.absent) = (true, false);
            }
            "deputies" if self.listing => self.absent = false,
            "absent" if self.listing => (self.absent, self.side) = (true, None),
            "chair" | "minutes" => {
                self.listing = self.listing && !record.participants.is_empty();
                self.absent = false;
                let named: Vec<String> = people(rest, None)
                    .present
                    .into_iter()
                    .map(|person| person.name)
                    .collect();
                let field = if meaning == "chair" {
                    &mut record.chair
                } else {
                    &mut record.minute_takers
                };
                if field.is_empty() {
                    *field = if named.is_empty() { lone_name(rest) } else { named };
                }
                return self.listing;
            }
            _ => return false,
        }
        let found = people(rest, self.side);
        self.add(found, record);
        true
    }

    fn add(&self, found: People, record: &mut Record) {
        record.absent.extend(found.absent);
        if self.absent {
            record.absent.extend(found.present);
        } else {
            record.participants.extend(found.present);
        }
    }
}

/// Whether a listed person's surname stands before the colon.
fn speaks(piece: &str, participants: &[Participant]) -> bool {
    let Some((name, rest)) = piece.split_once(':') else {
        return false;
    };
    let name = name.split('(').next().unwrap_or_default().trim();
    !rest.trim().is_empty()
        && name.split_whitespace().count() <= 3
        && participants.iter().any(|person| {
            fold_name(&person.name) == fold_name(name)
                || fold_name(&person.name).ends_with(&format!(" {}", fold_name(name)))
        })
}

/// A chair named by surname or role alone keeps what is printed, if it is short.
fn lone_name(text: &str) -> Vec<String> {
    let bare = text.split('(').next().unwrap_or_default().trim().trim_end_matches('.');
    let short = (1..=4).contains(&bare.split_whitespace().count()) && bare.starts_with(char::is_uppercase);
    if short { vec![bare.to_owned()] } else { Vec::new() }
}

/// "Statsråd A (KRD), møteleder": the word after a person, or in the entry, names the chair.
fn mark_chairs(record: &mut Record) {
    let is = |person: &Participant, words: &[&str]| {
        let folded = fold_name(&person.printed);
        words.iter().any(|word| folded.contains(word))
            || person.role.as_deref().is_some_and(|role| words.contains(&role))
    };
    let (chair, minutes) = (["møteleder", "møteleiar", "ordstyrer"], ["referent"]);
    if record.chair.is_empty() {
        record.chair = record
            .participants
            .iter()
            .filter(|person| is(person, &chair))
            .map(|person| person.name.clone())
            .collect();
    }
    if record.minute_takers.is_empty() {
        record.minute_takers = record
            .participants
            .iter()
            .filter(|person| is(person, &minutes))
            .map(|person| person.name.clone())
            .collect();
    }
}

fn dedupe(people: &mut Vec<Participant>) {
    let mut seen = std::collections::BTreeSet::new();
    people.retain(|person| seen.insert(person.name.clone()));
}
