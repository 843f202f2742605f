//! Who was there: the attendance list, chair and minute-takers.

mod below;
mod broken;
mod guests;
mod lines;
mod listed;
mod rows;
mod spoken;
mod together;
mod upright;

use crate::chairs::{in_office, is_office, lone_name};
use crate::columns::{self, Columns};
use crate::delegations::{Delegation, are_municipalities, delegation, is_absence, is_part, is_told, says_present};
use crate::labels::label;
use crate::people::{away, excused, leading_role, people, role_of_label};
use crate::view::View;
use below::Below;
pub(crate) use guests::signs;
use lines::{ENDS, attends, dedupe, name_county, name_ministry, opens_by_ministry, opens_by_role, opens_list, speaks};
pub(crate) use lines::{county, heads_columns};
pub(crate) use listed::Listed;
use listed::listed;
use ordskifte_record::{BlockKind, Kind, Participant, Record, Side};
use ordskifte_vocabulary::LowerCase;

/// Lines that an attendance list can begin within.
const TOP: usize = 60;

/// Reads the attendance list; returns the index of the first line after it.
pub(crate) fn read(view: &View<'_>, record: &mut Record) -> usize {
    if !matches!(record.kind, Kind::Referat | Kind::Protokoll | Kind::Annet | Kind::Notat) {
        return 0;
    }
    // "For KS" above a name at the end of a note is a signature.
    if matches!(record.kind, Kind::Annet | Kind::Notat) && !attends(view.lines.get(..TOP.min(view.lines.len()))) {
        return 0;
    }
    let listed = view.listed.get_or_init(|| listed(view));
    let Listed {
        record: told, after, ..
    } = listed;
    let after = *after;
    record.participants.clone_from(&told.participants);
    record.absent.clone_from(&told.absent);
    record.chair.clone_from(&told.chair);
    record.minute_takers.clone_from(&told.minute_takers);
    record.evidence.extend(told.evidence.clone());
    name_ministry(record);
    name_county(view, record);
    together::split(view, after, record);
    if let Some(office) = listed.office.as_deref().filter(|_| record.chair.is_empty()) {
        record.chair.extend(in_office(office, &record.participants));
    }
    crate::chairs::settle(view, after, &listed.titled, record);
    guests::read(view, record);
    dedupe(&mut record.participants);
    dedupe(&mut record.absent);
    crate::sides::settle(&mut record.participants);
    crate::chairs::name_whole(record);
    // "Medlemmer" among links at the end of a page heads no list.
    let nobody = record.participants.is_empty() && record.absent.is_empty();
    if nobody && after > view.lines.len() / 2 || crate::minutes::listed_last(view, after, record) {
        0
    } else {
        after
    }
}

/// Whether some are listed, and none of them for the State, for KS or for others whom these meet.
fn is_by_itself(record: &Record) -> bool {
    !record.participants.is_empty() && record.participants.iter().all(|person| person.side.is_none())
}

struct Reader<'l> {
    side: Option<Side>,
    /// The body that those who follow are listed for.
    body: Option<String>,
    /// The delegations that head the columns of a table.
    heads: Vec<Delegation>,
    /// How many were listed when the label before came.
    since: usize,
    /// Chair and minute-takers as their labels name them, often with the role that the list lacks.
    titled: Vec<Participant>,
    /// The office that the chair's label names instead of a person.
    office: Option<String>,
    listing: bool,
    /// Whether delegations are told apart in this list.
    delegated: bool,
    /// What the label before says of those who follow.
    group: Group,
    /// Whether the rows of a table keep empty cells in their place.
    spaced: bool,
    /// Those of the table that is being read.
    columns: Option<Columns>,
    /// What the lines below tell.
    below: Below<'l>,
    /// How many lines running had one person and a body behind a comma.
    paired: usize,
    /// How many were away when the label before came.
    absent_before: usize,
}

/// What a label says of those behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Present,
    Deputies,
    Absent,
    /// Those who were away stand below it, by body.
    AbsentByBody,
    /// Who was away stands on the line of the label, so that other labels are of others.
    AbsentHere,
}

impl Group {
    /// Whether those behind the label were away.
    const fn is_away(self) -> bool {
        matches!(self, Self::Absent | Self::AbsentByBody | Self::AbsentHere)
    }
}

impl Reader<'_> {
    /// Takes a piece of a line; tells whether it belongs to the list.
    fn piece(&mut self, piece: &str, kind: BlockKind, record: &mut Record) -> bool {
        if let Some(found) = self.table_row(piece, kind, record) {
            return found;
        }
        self.columns = None;
        if let Some(entry) = columns::role_first(piece).filter(|_| self.listing) {
            self.add(people(&entry, self.side), record);
            return true;
        }
        // "Adm.: Kari Moe" in the delegation of the State or of KS.
        if self.listing
            && matches!(self.side, Some(Side::Stat | Side::Ks))
            && let Some((name, rest)) = piece.split_once(':')
            && is_part(name)
            && !people(rest, None).present.is_empty()
        {
            self.add(people(rest, self.side), record);
            return true;
        }
        if let Some(found) = self.led_above(piece, record) {
            return found;
        }
        if let Some(names) = excused(piece) {
            return self.labelled("absent", names, record);
        }
        if let Some((meaning, rest)) = label(piece).filter(|found| !self.is_address(piece, *found)) {
            // "Fra administrasjonen møtte:" goes on with the list, whatever remarks stand between.
            let folded = piece.split(':').next().unwrap_or_default().lower_case();
            let met = ["møtte", "deltok"].iter().any(|verb| folded.contains(verb));
            self.listing |= met && meaning == "other" && !record.participants.is_empty();
            return self.labelled(meaning, rest, record);
        }
        let opens = || opens_list(piece) || opens_by_role(piece, record) || opens_by_ministry(piece, record);
        if !self.listing && !self.below.opens && !opens() {
            return false;
        }
        self.listing = true;
        // "Moen (parti): Takk for det" is speech.
        if speaks(piece, &record.participants) {
            self.listing = false;
            return false;
        }
        if piece.split_once(':').is_some_and(|(name, _)| is_told(name)) {
            self.listing = false;
            return false;
        }
        if let Some((name, rest)) = piece.split_once(':')
            && is_absence(name)
        {
            return self.labelled("absent", rest, record);
        }
        if let Some(found) = self
            .spoken_for(piece, record)
            .or_else(|| self.delegation(piece, record))
        {
            return found;
        }
        if self.heads_persons(piece) {
            self.delegated = true;
            (self.side, self.since) = (Some(Side::Other), record.participants.len());
            self.body = Some(piece.trim().to_owned());
            return true;
        }
        if ENDS.iter().any(|words| piece.trim_start().starts_with(words)) {
            self.listing = false;
            return false;
        }
        let mut found = people(piece, self.side);
        if found.present.len() == 2 {
            found = self.paired_with_body(piece).unwrap_or(found);
            Self::both_of_body(piece, &mut found);
        }
        // What was said, point by point, is no list of persons.
        let text = kind == BlockKind::Paragraph || kind == BlockKind::ListItem && piece.trim_end().ends_with('.');
        let sentence = text && piece.split_whitespace().count() > 8 * (found.present.len() + found.absent.len() + 1);
        if (found.present.is_empty() && found.absent.is_empty()) || sentence {
            // A list ends where running text begins.
            if text && piece.chars().count() > 60 || kind == BlockKind::Heading {
                self.listing = false;
            }
            return false;
        }
        // Below "Forfall: Ola Li" the name of one who was there is a signature.
        let listed = |person: &Participant| record.participants.iter().any(|known| known.name == person.name);
        if self.group == Group::AbsentHere && found.absent.is_empty() && found.present.iter().all(listed) {
            self.listing = false;
            return false;
        }
        let body = found.present.iter().any(|person| person.organization.is_some());
        self.paired = match found.present.len() {
            1 if body && piece.contains([',', '\t']) => self.paired + 1,
            0 | 1 => self.paired,
            _ => 0,
        };
        self.add(found, record);
        true
    }

    /// "Fra Kunnskapsdepartementet: …", "HOD" above its people; a body on a line of its own below a person who is listed
    /// without one belongs to that person.
    fn delegation(&mut self, piece: &str, record: &mut Record) -> Option<bool> {
        let cells = || piece.split_once('\t').filter(|_| opens_by_ministry(piece, record));
        let (name, rest) = piece.split_once(':').or_else(cells).unwrap_or((piece, ""));
        let alone = rest.trim().is_empty();
        // "Bufetat region vest: Kari Moen, Ola Li": whatever stands before names is whom they were there for.
        let listed = || {
            let found = people(rest, None);
            let all = found.present.len() + found.absent.len();
            // "Bufdir:" above its people, below another such label.
            let above = alone && piece.contains(':') && self.body.is_some() && self.below.persons();
            (above || !alone && all > 0 && all > rest.matches(',').count() / 2)
                .then(|| Delegation::of(name))
                .flatten()
        };
        // "Embetsverk: Kari Moen (KMD)": more of the same delegation.
        if is_part(name) {
            self.add(people(rest, self.side), record);
            return Some(true);
        }
        // "Ordførarar: A, B": what everybody behind the label is.
        if let Some(role) = role_of_label(name).filter(|_| piece.contains(':')) {
            if self.group == Group::AbsentHere {
                self.group = Group::Present;
            }
            let mut found = people(rest, self.side);
            for person in found.present.iter_mut().chain(&mut found.absent) {
                if person.role.is_none() {
                    person.level = person.level.or(leading_role(&role).0.map(|known| known.level));
                    person.role = Some(role.clone());
                }
            }
            self.add(found, record);
            return Some(true);
        }
        if let Some(found) = self.led_of_body(name, rest, record) {
            return Some(found);
        }
        // "Kari Moen – KD", "Kari Moen Lillevik kommune" are persons, whatever they end in.
        let joined = !piece.contains(':')
            && ([" – ", " - ", "/"].iter().any(|joint| piece.contains(joint))
                || piece.trim_end().ends_with("kommune")
                || leading_role(piece).0.is_some());
        if joined && !people(piece, None).present.is_empty() {
            return None;
        }
        let Delegation { side, body } = delegation(name, alone).or_else(listed)?;
        let last = record.participants.get_mut(self.since..).and_then(<[_]>::last_mut);
        let colon = piece.contains(':');
        if let Some(person) = last.filter(|person| !colon && self.body.is_none() && person.organization.is_none()) {
            person.organization = body.or_else(|| Some("KS".to_owned()));
            person.side = person.side.or(Some(side));
            return Some(true);
        }
        // "NUI: Kari Moe" below the members of a body that meets by itself, who are on no side.
        // "Frå kommunane:" tells no side.
        let none = is_by_itself(record) || are_municipalities(name);
        let side = Some(side).filter(|side| *side != Side::Other || !none);
        let found = people(rest, side);
        if !rest.trim().is_empty() && found.present.is_empty() && found.absent.is_empty() {
            return None;
        }
        self.delegated |= side.is_some();
        // "Forfall: Ola Li (KD)", and below it "Fra Havtilsynet: Kari Moe"; "Fra KS:" at once below "Forfall:" is of those who
        // were away.
        self.group = match self.group {
            Group::Absent if record.absent.len() == self.absent_before => Group::AbsentByBody,
            Group::Absent | Group::AbsentHere if colon => Group::Present,
            group => group,
        };
        (self.side, self.body, self.since) = (side, body, record.participants.len());
        // "Fra administrasjonen i Havtilsynet møtte:" below those who were away.
        if says_present(name) {
            self.group = Group::Present;
        }
        self.add(found, record);
        Some(true)
    }

    fn labelled(&mut self, meaning: &str, rest: &str, record: &mut Record) -> bool {
        if matches!(meaning, "present" | "stat" | "ks" | "other" | "absent") {
            (self.body, self.since) = (None, record.participants.len());
            self.group = if self.group == Group::Deputies {
                Group::Present
            } else {
                self.group
            };
        }
        match meaning {
            "present" => {
                (self.listing, self.group, self.side) = (true, Group::Present, None);
                // The side's label may follow at once.
                if let Some((inner, after)) = label(rest) {
                    return self.labelled(inner, after, record);
                }
                // "Til stede: For arbeidsgiver: Kari Moe".
                if let Some(found) = self.delegation(rest, record).filter(|_| rest.contains(':')) {
                    return found;
                }
            }
            "stat" | "ks" | "other" if self.listing || meaning != "other" => {
                self.side = match meaning {
                    "stat" => Some(Side::Stat),
                    "ks" => Some(Side::Ks),
                    // The staff and the guests of a body that meets by itself are on no side, as its members are on none.
                    // Nor are those of one list in which each is named with the own body.
                    _ if !self.delegated => None,
                    _ => Some(Side::Other),
                };
                self.delegated |= meaning != "other";
                (self.listing, self.group) = (true, Group::Present);
            }
            "deputies" if self.listing => self.group = Group::Deputies,
            "absent" if self.listing || !record.participants.is_empty() => {
                let here = !rest.trim().is_empty();
                self.group = if here { Group::AbsentHere } else { Group::Absent };
                self.absent_before = record.absent.len();
                (self.listing, self.side) = (true, None);
            }
            "chair" | "minutes" => {
                self.listing = self.listing && !record.participants.is_empty();
                self.group = Group::Present;
                let people = people(rest, None).present;
                let named: Vec<String> = people.iter().map(|person| person.name.clone()).collect();
                self.titled.extend(people);
                let field = if meaning == "chair" {
                    &mut record.chair
                } else {
                    &mut record.minute_takers
                };
                if field.is_empty() {
                    *field = if named.is_empty() { lone_name(rest) } else { named };
                }
                // "Møteleiar: statsråden": who that is, the whole list tells.
                if meaning == "chair" && record.chair.is_empty() && is_office(rest) {
                    self.office = Some(rest.trim().to_owned());
                }
                return self.listing;
            }
            _ => return false,
        }
        let told = away(rest).filter(|_| self.group == Group::AbsentHere);
        let mut found = people(told.as_deref().unwrap_or(rest), self.side);
        if self.group == Group::AbsentHere {
            found.without_listed(&mut record.participants);
        }
        self.add(found, record);
        true
    }
}
