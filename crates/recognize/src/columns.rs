//! Tables of persons: what their columns hold, and their rows as entries of a printed list.

mod attendance;
mod bare;

use crate::people::{MEMBERS, is_away, is_name, is_party, leading_role};
use ordskifte_vocabulary::{LowerCase, fold_name};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Role,
    Body,
    /// Whom a deputy was there for.
    Instead,
    /// Who was there for somebody.
    Deputy,
    /// A mark for those who were there.
    Present,
    /// A mark for those who were not.
    Absent,
    /// For which side.
    Side,
    Other,
}

/// Heads of columns in both standards.
const HEADS: [(Column, &[&str]); 9] = [
    (Column::Side, &["side", "part", "delegasjon", "for"]),
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
            "frammøte",
            "møtt/forfall",
            "møtt / forfall",
            "til stede/forfall",
        ],
    ),
    (
        Column::Absent,
        &[
            "ikke",
            "ikkje",
            "forfall",
            "meldt forfall",
            "fravær",
            "fråvær",
            "fraværende",
            "fråverande",
            "ikke møtt",
            "ikkje møtt",
            "ikke tilstede",
            "ikke til stede",
            "ikkje til stades",
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
            "møtedeltakere",
            "møtedeltakarar",
            "medlem",
            "medlemmer",
            "medlemer",
            "medlemmar",
            "faste medlemmer",
            "faste medlemer",
            "representant",
            "representanter",
            "representantar",
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
            "org",
            "org.",
            "tilhørighet",
            "tilhøyrsle",
            "tilknytning",
            "fra",
            "frå",
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
            "fylke",
            "fylkeskommune",
            "arbeidsgiver",
            "arbeidsgjevar",
            "arbeidssted",
            "arbeidsstad",
        ],
    ),
    (
        Column::Instead,
        &[
            "møtte for",
            "møtt for",
            "møter for",
            "vara for",
            "stedfortreder for",
            "erstatter",
        ],
    ),
    (
        Column::Deputy,
        &[
            "møtende vara",
            "møtande vara",
            "møtende varamedlem",
            "møtande varamedlem",
            "vara som møtte",
            "varamedlem som møtte",
            "møtende vararepresentant",
            "møtande vararepresentant",
            "vararepresentant",
            "varamedlem",
            "vara",
        ],
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

/// Whether a line is the head of a column and nothing else, and whether that holds names.
pub(crate) fn is_head(text: &str) -> Option<bool> {
    if text.len() > MAX_HEAD || !text.starts_with(char::is_uppercase) {
        return None;
    }
    let column = meaning(&fold_name(text.trim().trim_end_matches(':')))?;
    matches!(column, Column::Name | Column::Role | Column::Body | Column::Instead).then_some(column == Column::Name)
}

/// Longest head of a column that is not known, in characters.
const MAX_HEAD: usize = 25;

/// The columns of a table of persons.
#[derive(Debug)]
pub(crate) struct Columns {
    kinds: Vec<Column>,
    cells: Cells,
    /// Whether deputies are named for having been there.
    met: bool,
    /// Whether the names are of those who were away.
    away: bool,
}

/// How the cells of rows stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cells {
    /// One behind the other: an empty one leaves no trace.
    Packed,
    /// Each in its place.
    Spaced,
    /// With nothing but blanks between them.
    Bare,
}

impl Columns {
    /// The columns that a line heads: one of them holds names, and most heads are known. `spaced`: a row below has an empty
    /// cell inside it.
    pub(crate) fn headed(line: &str, spaced: bool) -> Option<Self> {
        let folded: Vec<String> = line
            .split('\t')
            .map(|cell| fold_name(cell.trim().trim_end_matches(':')))
            .collect();
        let known: Vec<Option<Column>> = folded.iter().map(|head| meaning(head)).collect();
        let unknown = folded.iter().zip(&known).filter(|(_, column)| column.is_none());
        let short = |head: &str| head.chars().count() <= MAX_HEAD && !head.contains(|c: char| c.is_ascii_digit());
        let (mut strange, mut shorts) = (0, true);
        for (head, _) in unknown {
            strange += 1;
            shorts &= short(head);
        }
        let has = |wanted: Column| known.contains(&Some(wanted));
        let tells = [Column::Role, Column::Body, Column::Present, Column::Absent]
            .map(has)
            .contains(&true);
        let fits = strange == 0 || (shorts && tells && strange * 2 <= known.len() && known.len() >= 3);
        let mut columns: Vec<Column> = known.iter().map(|column| column.unwrap_or(Column::Other)).collect();
        // "Forfall | Parti | Møtande varamedlem": those who were away, each with who came.
        if !has(Column::Name)
            && has(Column::Deputy)
            && let Some(first) = columns.first_mut().filter(|first| **first == Column::Absent)
        {
            *first = Column::Name;
        }
        let away = !has(Column::Name);
        let mut heads = folded.iter().zip(&columns);
        let met = away || heads.any(|(head, column)| *column == Column::Deputy && head.contains("møt"));
        let named = columns.len() >= 2 && columns.contains(&Column::Name);
        (fits && named).then_some(Self {
            kinds: columns,
            cells: if spaced { Cells::Spaced } else { Cells::Packed },
            met,
            away,
        })
    }

    /// Whether it says of persons what they are or for whom: such a table in the head of minutes lists who was there.
    pub(crate) fn tell_more(&self) -> bool {
        self.kinds
            .iter()
            .any(|column| matches!(column, Column::Role | Column::Body | Column::Present))
    }

    /// A row as an entry of a list: "Kari Moen (rådgiver) (KRD)", "Ola Li (vara for Per Vik)". `None` for what is no row;
    /// empty where a row does not tell whether somebody was there.
    pub(crate) fn entry(&self, row: &str) -> Option<String> {
        let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
        let cell = |wanted: Column| {
            let at = self.kinds.iter().position(|column| *column == wanted)?;
            cells.get(at).copied().filter(|cell| !cell.is_empty())
        };
        if cells.len() < 2 {
            return None;
        }
        // "Kari Moen, KrF": the party is none of the name.
        let bare = |cell: &'_ str| match cell.split_once(", ").filter(|(_, rest)| is_party(rest)) {
            Some((name, party)) => (name.to_owned(), Some(party.to_owned())),
            None => (cell.to_owned(), None),
        };
        let (mut entry, party) = bare(cell(Column::Name)?);
        let there = self.attendance(&cells);
        let deputy = cell(Column::Deputy).filter(|name| self.met || (there == Some(false) && names_person(name)));
        let deputy = deputy.or_else(|| self.noted_deputy(&cells));
        if let Some(deputy) = deputy {
            entry = format!("{deputy} (vara for {entry})");
        } else if self.away || self.noted_away(&cells) {
            entry.push_str(" (forfall)");
        } else {
            match there {
                Some(true) => {}
                Some(false) => entry.push_str(" (forfall)"),
                None => return Some(String::new()),
            }
        }
        // "ingen vara" is nobody, and of whom was away the table tells who came.
        let instead = cell(Column::Instead).map(|cell| bare(cell).0);
        match instead.filter(|name| names_person(name)) {
            Some(name) if entry.ends_with(" (forfall)") => {
                entry = format!("{name} (vara for {})", entry.trim_end_matches(" (forfall)"));
            }
            Some(name) => entry = format!("{entry} (vara for {name})"),
            None => {}
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
            // "Direktør (leder)": the parenthesis is one of its own.
            entry = format!("{entry} ({})", role.replace(" (", ") (").trim_end_matches(')'));
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
        if let Some(party) = party {
            entry = format!("{entry} ({party})");
        }
        if let Some(side) = cell(Column::Side) {
            entry = format!("{entry} ({side})");
        }
        Some(entry)
    }

    /// Whether rows keep empty cells in their place.
    fn is_spaced(&self) -> bool {
        self.cells != Cells::Packed
    }
}

/// "Ordfører | Kari Moen" as an entry of a list: a row without heads that begins with a role.
pub(crate) fn role_first(row: &str) -> Option<String> {
    let (role, rest) = row.split_once('\t')?;
    let (role, rest) = (role.trim().trim_end_matches(':'), rest.trim());
    let (found, after) = leading_role(role);
    let whole = found.is_some() && after.is_empty() || MEMBERS.contains(&fold_name(role).as_str());
    let name = rest.split('\t').next().unwrap_or_default();
    (whole && names_person(name)).then(|| {
        let mut entry = format!("{name} ({})", fold_name(role));
        for cell in rest.split('\t').skip(1).map(str::trim).filter(|cell| !cell.is_empty()) {
            entry.push_str(" (");
            entry.push_str(cell);
            entry.push(')');
        }
        entry
    })
}

/// What the folded head of a column says that it holds.
fn meaning(head: &str) -> Option<Column> {
    HEADS
        .iter()
        .find(|(_, words)| words.contains(&head))
        .map(|(column, _)| *column)
}

/// Whether a cell names a person.
fn names_person(cell: &str) -> bool {
    let words: Vec<&str> = cell.split_whitespace().collect();
    words.len() >= 2 && is_name(&words)
}

/// What stands in a column for those who were there, in lower case.
const MARKS: [&str; 20] = [
    "x", "ja", "ok", "v", "✓", "✔", "√", "*", "•", "møtt", "møtte", "tilstede", "til", "deltok", "digitalt", "teams",
    "fysisk", "deler", "delar", "delvis",
];

/// "x", "X (til 14.40)", "ja".
fn is_mark(cell: &str) -> bool {
    let first = cell.split([' ', '(']).next().unwrap_or_default().lower_case();
    MARKS.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headed(line: &str) -> Option<Columns> {
        Columns::headed(line, false)
    }

    #[test]
    fn rows_are_read_by_their_heads() {
        let columns = headed("Navn\tStilling\tVirksomhet").expect("a head");
        assert_eq!(
            columns.entry("Kari Moen\tRådgiver\tKRD").as_deref(),
            Some("Kari Moen (rådgiver) (KRD)")
        );
        assert_eq!(columns.entry("Kari Moen"), None);
        assert!(columns.tell_more() && !headed("Navn\tTelefon").is_some_and(|bare| bare.tell_more()));
        let deputies = headed("Navn\tMøtte for\tRepresenterer").expect("a head");
        assert_eq!(
            deputies.entry("Ola Li\tPer Vik\tSP").as_deref(),
            Some("Ola Li (vara for Per Vik) (SP)")
        );
        assert!(headed("Kari Moen\trådgiver").is_none() && headed("Kari Moen\tMedlem\tH").is_none());
        assert_eq!(
            columns.entry("Kari Moen\tDirektør (leder)\tKRD").as_deref(),
            Some("Kari Moen (direktør) (leder) (KRD)")
        );
        let strange = headed("Navn\tRolle\tValgkrets").expect("a head");
        assert_eq!(strange.entry("Ola Li\tLeder\tDal").as_deref(), Some("Ola Li (leder)"));
    }

    #[test]
    fn marks_tell_who_was_there() {
        let brief = |head: &str, spaced: bool, rows: &[&str]| -> Vec<String> {
            let columns = Columns::headed(head, spaced).expect("a head");
            rows.iter().map(|row| columns.entry(row).unwrap_or_default()).collect()
        };
        let both = "Navn\tOrganisasjon\tMøtt\tForfall";
        assert_eq!(
            brief(both, true, &["Kari Moen\tKS\tX", "Ola Li\tKMD\t\tX", "Per Vik\tFIN"]),
            ["Kari Moen (KS)", "Ola Li (forfall) (KMD)", ""]
        );
        assert_eq!(
            brief(both, false, &["Kari Moen\tKS\tX", "Ola Li\tKMD\tX\t-"]),
            ["", "Ola Li (KMD)"]
        );
        assert_eq!(
            brief("Namn\tForfall", false, &["Kari Moen\tX", "Ola Li\t-"]),
            ["Kari Moen (forfall)", "Ola Li"]
        );
        assert_eq!(
            brief(
                "Medlem\tMøtt\tVararepresentant",
                true,
                &["Kari Moen\tX\tPer Vik", "Ola Li\t\tEva Dal"]
            ),
            ["Kari Moen", "Eva Dal (vara for Ola Li)"]
        );
        assert_eq!(
            brief("Forfall\tParti\tMøtande varamedlem", false, &["Kari Moen\tH\tPer Vik"]),
            ["Per Vik (vara for Kari Moen) (H)"]
        );
        assert_eq!(
            brief("Navn\tMøtt/forfall", false, &["Kari Moen\tMøtt", "Ola Li\tForfall"]),
            ["Kari Moen", "Ola Li (forfall)"]
        );
    }
}
