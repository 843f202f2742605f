//! Lines of a list that their neighbors tell: heads of groups, columns of delegations, a body behind a comma.

use super::lines::{head_of_column, heads_columns, heads_persons};
use super::{Group, Reader};
use crate::chairs::LEADERS;
use crate::columns::Columns;
use crate::delegations::Delegation;
use crate::labels::label;
use crate::people::{People, is_party, leading_role, people};
use ordskifte_record::{BlockKind, Record};
use ordskifte_vocabulary::fold_name;

impl Reader<'_> {
    /// Adds persons to the list, as the group that is read is listed.
    pub(super) fn add(&self, mut found: People, record: &mut Record) {
        if let Some(body) = &self.body {
            for person in found.present.iter_mut().chain(&mut found.absent) {
                // "Karlsøy kommune: Kari Moen (AP)": the party is no body.
                if person.organization.as_deref().is_none_or(is_party) {
                    person.organization = Some(body.clone());
                }
            }
        }
        if self.group == Group::Deputies {
            for person in found.present.iter_mut().filter(|person| person.role.is_none()) {
                person.role = Some("varamedlem".to_owned());
            }
        }
        record.absent.extend(found.absent);
        if self.group.is_away() {
            record.absent.extend(found.present);
        } else {
            record.participants.extend(found.present);
        }
    }

    /// "Kommunenes Sentralforbund" above a street: a body's name alone begins a list only above persons.
    pub(super) fn is_address(&self, piece: &str, (meaning, rest): (&str, &str)) -> bool {
        let alone = rest.is_empty() && !piece.contains(':') && !piece.contains(" fra ") && !piece.contains(" frå ");
        alone && !self.listing && matches!(meaning, "stat" | "ks") && !self.below.persons()
    }

    /// "Kollektivforum" on a line of its own between a delegation that stands so, too, and people with titles.
    pub(super) fn heads_persons(&self, piece: &str) -> bool {
        let name = piece.trim();
        self.body.is_some()
            && self.below.titled
            && name.split(' ').count() <= 4
            && name.starts_with(char::is_uppercase)
            && name.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-')
            && leading_role(name).0.is_none()
            && people(name, None).present.is_empty()
    }

    /// "Ordfører Kari Moen, Øvre Dal Utvikling", "Kari Moen | Mental Helse" below lines of the same form: what follows the
    /// comma or stands in the second column is the body.
    pub(super) fn paired_with_body(&self, piece: &str) -> Option<People> {
        let cells = || piece.split_once('\t');
        let (person, body) = piece.split_once(", ").or_else(cells).filter(|_| self.paired >= 2)?;
        let plain = body.starts_with(char::is_uppercase)
            && !body.contains([',', '(', ';', '\t'])
            && !body.contains(" og ")
            && leading_role(body).0.is_none();
        let mut found = people(&format!("{person} ({})", body.trim_end_matches('.')), self.side);
        let [one] = found.present.as_mut_slice() else {
            return None;
        };
        piece.trim().clone_into(&mut one.printed);
        plain.then_some(found)
    }

    /// "Kari Moen og Ola Li, Skatteetaten (sak 3)", "Kari Moen og Ola Li | Lillevik" alone on a line: both are from the body
    /// behind them.
    pub(super) fn both_of_body(piece: &str, found: &mut People) {
        let joint = if piece.contains('\t') { '\t' } else { ',' };
        let one = piece.matches([',', '\t']).count() == 1 && piece.matches(" og ").count() == 1;
        let behind = piece.find(" og ") < piece.find(joint);
        if let ([first, second], true) = (found.present.as_mut_slice(), one && behind)
            && first.role.is_none()
            && second.role.is_none()
            && first.organization.is_none()
        {
            first.organization.clone_from(&second.organization);
            first.side = first.side.or(second.side);
        }
    }

    /// "Ordfører Lillevik: Kari Moe", "Leder KS: Ola Li": one person, whose office and body stand before the colon.
    pub(super) fn led_of_body(&self, label: &str, rest: &str, record: &mut Record) -> Option<bool> {
        let label = label.trim();
        let (known, body) = leading_role(label);
        let role = label.strip_suffix(body)?.trim_end();
        let short = !role.is_empty() && body.starts_with(char::is_uppercase) && body.split(' ').count() <= 3;
        let found = people(rest, self.side);
        known.filter(|_| short && found.absent.is_empty())?;
        let [one] = found.present.as_slice() else { return None };
        if one.role.is_some() || one.organization.as_deref().is_some_and(|body| body != "KS") {
            return None;
        }
        let told = people(&format!("{} ({role}) ({body})", one.name), self.side);
        self.add(told, record);
        Some(true)
    }

    /// "Leiar: Kari Moe" above the list.
    pub(super) fn led_above(&mut self, piece: &str, record: &mut Record) -> Option<bool> {
        if self.listing || !record.chair.is_empty() || !record.participants.is_empty() {
            return None;
        }
        let (name, rest) = piece.split_once([':', '\t'])?;
        let leads = LEADERS.contains(&fold_name(name.trim()).as_str()) && !people(rest, None).present.is_empty();
        leads.then(|| self.labelled("chair", rest, record))
    }

    /// "Forfall: | Kari Moe (KS)", "Møteleder: | Ola Li" among the rows of a table: a label and whom it tells of.
    fn labelled_row(&mut self, piece: &str, record: &mut Record) -> Option<bool> {
        let (head, rest) = piece.split_once('\t').filter(|_| self.listing)?;
        let (meaning, _) = label(piece)?;
        let away = self.group.is_away();
        let task = matches!(meaning, "chair" | "minutes") && (away || head.trim_end().ends_with(':'));
        if people(rest, None).present.is_empty() || !(meaning == "absent" || task) {
            return None;
        }
        self.columns = None;
        self.heads.clear();
        Some(self.labelled(meaning, rest, record))
    }

    /// A row of a table of persons, or the heads of its columns.
    pub(super) fn table_row(&mut self, piece: &str, kind: BlockKind, record: &mut Record) -> Option<bool> {
        // "Navn | Rolle | Organisasjon" needs no label above it.
        let unlabelled = record.participants.is_empty();
        if (self.listing || unlabelled) && piece.contains('\t') {
            let headed = Columns::headed(piece, self.spaced).filter(|columns| self.listing || columns.tell_more());
            if headed.is_some() {
                self.columns = headed;
                self.listing = true;
                return Some(true);
            }
            if let Some(found) = self.labelled_row(piece, record) {
                return Some(found);
            }
            if let Some(entry) = self.columns.as_ref().and_then(|columns| columns.entry(piece)) {
                self.add(people(&entry, self.side), record);
                return Some(true);
            }
        }
        self.bare_row(piece, record)
            .or_else(|| self.side_by_side(piece, kind, record))
    }

    /// "Navn Funksjon Representerer", and below it "Kari Moe Leder H": the cells of a table that blanks alone part.
    fn bare_row(&mut self, piece: &str, record: &mut Record) -> Option<bool> {
        let begins = record.participants.is_empty();
        if !(self.listing || begins) || piece.contains('\t') {
            return None;
        }
        // Three heads need no label above them.
        if let Some(columns) = Columns::bare(piece).filter(|_| self.listing || piece.trim().matches(' ').count() >= 2) {
            self.columns = Some(columns);
            self.listing = true;
            return Some(true);
        }
        let entry = self.columns.as_ref()?.bare_entry(piece)?;
        self.add(people(&entry, self.side), record);
        Some(true)
    }

    /// "Fra staten | Fra KS" above two columns of people: each cell belongs to the delegation that heads it.
    fn side_by_side(&mut self, piece: &str, kind: BlockKind, record: &mut Record) -> Option<bool> {
        // The last rows of the longest column, which is the first.
        if let (Some(head), false) = (self.heads.first(), piece.contains('\t'))
            && kind != BlockKind::Heading
            && label(piece).is_none()
            && people(piece, None).present.len() == 1
        {
            self.body.clone_from(&head.body);
            self.add(people(piece, Some(head.side)), record);
            self.body = None;
            return Some(true);
        }
        let heads =
            || record.participants.is_empty() && (heads_columns(piece) || heads_persons(piece, self.below.line));
        if !piece.contains('\t') || !(self.listing || heads()) {
            self.heads.clear();
            return None;
        }
        let cells: Vec<&str> = piece.split('\t').collect();
        let heads: Option<Vec<Delegation>> = cells.iter().map(|cell| head_of_column(cell)).collect();
        if let Some(heads) = heads {
            self.heads = heads;
            self.listing = true;
            return Some(true);
        }
        if self.heads.is_empty() || cells.len() > self.heads.len() {
            return None;
        }
        let heads = self.heads.clone();
        for (cell, head) in cells.iter().zip(heads) {
            self.body = head.body;
            self.add(people(cell, Some(head.side)), record);
        }
        self.body = None;
        Some(true)
    }
}
