//! Tables of persons: what their columns hold, and their rows as entries of a printed list.

use crate::people::{is_name, leading_role};
use ordskifte_vocabulary::fold_name;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Role,
    Body,
    /// Whom a deputy was there for.
    Instead,
    /// A mark for those who were there.
    Present,
    /// A mark for those who were not.
    Absent,
    Other,
}

/// Heads of columns in both standards.
const HEADS: [(Column, &[&str]); 7] = [
    (
        Column::Present,
        &[
            "tilstede",
            "til stede",
            "til stades",
            "tilstades",
            "møtt",
            "møtte",
            "deltok",
            "oppmøte",
        ],
    ),
    (
        Column::Absent,
        &[
            "ikke",
            "ikkje",
            "forfall",
            "fravær",
            "fråvær",
            "ikke møtt",
            "ikkje møtt",
            "ikke tilstede",
            "ikke til stede",
        ],
    ),
    (
        Column::Name,
        &[
            "navn",
            "namn",
            "deltaker",
            "deltakar",
            "deltakere",
            "deltakarar",
            "medlem",
            "person",
        ],
    ),
    (
        Column::Role,
        &[
            "funksjon",
            "stilling",
            "tittel",
            "rolle",
            "verv",
            "stilling/tittel",
            "tittel/stilling",
        ],
    ),
    (
        Column::Body,
        &[
            "virksomhet",
            "verksemd",
            "organisasjon",
            "representerer",
            "representerar",
            "etat",
            "parti",
            "departement",
            "institusjon",
            "instans",
            "enhet",
            "eining",
            "kommune",
            "arbeidsgiver",
            "arbeidsgjevar",
        ],
    ),
    (
        Column::Instead,
        &["møtte for", "møter for", "vara for", "stedfortreder for", "erstatter"],
    ),
    (
        Column::Other,
        &[
            "telefon",
            "tlf",
            "e-post",
            "epost",
            "signatur",
            "merknad",
            "merknader",
            "kommentar",
            "nr",
        ],
    ),
];

/// The columns of a table of persons.
#[derive(Debug)]
pub(crate) struct Columns(Vec<Column>);

impl Columns {
    /// The columns that a line heads: one of them holds names, and every head is known.
    pub(crate) fn headed(line: &str) -> Option<Self> {
        let column = |cell: &str| {
            let folded = fold_name(cell.trim().trim_end_matches(':'));
            HEADS
                .iter()
                .find(|(_, words)| words.contains(&folded.as_str()))
                .map(|(column, _)| *column)
        };
        let columns: Vec<Column> = line.split('\t').map(column).collect::<Option<_>>()?;
        (columns.len() >= 2 && columns.contains(&Column::Name)).then_some(Self(columns))
    }

    /// Whether it says of persons what they are or for whom: such a table in the head of minutes lists who was there.
    pub(crate) fn tell_more(&self) -> bool {
        self.0
            .iter()
            .any(|column| matches!(column, Column::Role | Column::Body | Column::Present))
    }

    /// A row as an entry of a list: "Kari Moen (rådgiver) (KRD)", "Ola Li (vara for Per Vik)".
    pub(crate) fn entry(&self, row: &str) -> Option<String> {
        let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
        let cell = |wanted: Column| {
            let at = self.0.iter().position(|column| *column == wanted)?;
            cells.get(at).copied().filter(|cell| !cell.is_empty())
        };
        if cells.len() < 2 {
            return None;
        }
        let mut entry = cell(Column::Name)?.to_owned();
        let (present, absent) = (self.0.contains(&Column::Present), self.0.contains(&Column::Absent));
        // Empty cells are not kept: which of two columns a lone mark stood in cannot be told, and so nobody is listed.
        if present && absent && cells.len() < self.0.len() {
            return None;
        }
        let marked = cells.last().is_some_and(|cell| is_mark(cell));
        if present && !absent && !marked {
            entry.push_str(" (forfall)");
        }
        if let Some(name) = cell(Column::Instead) {
            entry = format!("{entry} (vara for {name})");
        }
        // A person in the column for roles of a table of deputies: who was away.
        let away = |cell: &&str| {
            let words: Vec<&str> = cell.split_whitespace().collect();
            let named = words.iter().all(|word| word.contains(char::is_lowercase));
            words.len() >= 2 && named && is_name(&words) && leading_role(cell).0.is_none()
        };
        if let Some(name) = cell(Column::Role).filter(away) {
            entry = format!("{entry} (vara for {name})");
        } else if let Some(role) = cell(Column::Role) {
            // "SNO Høgfjell" is no role, and keeps its capitals.
            let first = role.split_whitespace().next().unwrap_or_default();
            let body = first.len() >= 2 && first.chars().all(char::is_uppercase) && role.contains(' ');
            let role = if body { role.to_owned() } else { fold_name(role) };
            entry = format!("{entry} ({role})");
        }
        if let Some(body) = cell(Column::Body) {
            // "KRD (referent)": the parenthesis is the person's.
            let (body, note) = body.split_once('(').unwrap_or((body, ""));
            // "MDG - forfall".
            let (body, away) = [" - ", " – "]
                .iter()
                .find_map(|dash| body.split_once(dash))
                .unwrap_or((body, ""));
            if !away.is_empty() {
                entry = format!("{entry} ({})", away.trim());
            }
            entry = format!("{entry} ({})", body.trim());
            if !note.is_empty() {
                entry = format!("{entry} ({note}");
            }
        }
        Some(entry)
    }
}

/// "x", "X (til 14.40)", "ja": what stands in a column for those who were there.
fn is_mark(cell: &str) -> bool {
    let first = cell.split([' ', '(']).next().unwrap_or_default().to_lowercase();
    ["x", "ja", "ok", "v", "✓", "✔", "√", "*", "•", "møtt", "møtte"].contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_their_heads() {
        let columns = Columns::headed("Navn\tStilling\tVirksomhet").expect("a head");
        assert_eq!(
            columns.entry("Kari Moen\tRådgiver\tKRD").as_deref(),
            Some("Kari Moen (rådgiver) (KRD)")
        );
        assert_eq!(columns.entry("Kari Moen"), None);
        assert!(columns.tell_more() && !Columns::headed("Navn\tTelefon").is_some_and(|bare| bare.tell_more()));
        let deputies = Columns::headed("Navn\tMøtte for\tRepresenterer").expect("a head");
        assert_eq!(
            deputies.entry("Ola Li\tPer Vik\tSP").as_deref(),
            Some("Ola Li (vara for Per Vik) (SP)")
        );
        assert!(Columns::headed("Kari Moen\trådgiver").is_none());
    }
}
