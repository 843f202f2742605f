//! Tables of persons whose cells nothing but a blank parts, as programs that read PDF files leave them: "Navn Funksjon
//! Representerer", and below it "Kari Moe Leder H".

use super::{Cells, Column, Columns, is_away, meaning};
use crate::people::{MEMBERS, is_attendance, is_name, is_party, leading_role, persons};
use ordskifte_vocabulary::fold_name;

/// Longest line of heads, in bytes.
const MAX_LINE: usize = 80;
/// Most words of a head: "Møtte for".
const HEAD: usize = 3;
/// Most words of a body, with a remark.
const BODY: usize = 6;
/// Most words of a row.
const ROW: usize = 12;
/// Most words of a name.
const NAME: usize = 6;

impl Columns {
    /// The columns that a line heads in which blanks alone part the heads: one of names, and what tells more of these.
    pub(crate) fn bare(line: &str) -> Option<Self> {
        let line = line.trim();
        if line.len() > MAX_LINE || line.contains('\t') {
            return None;
        }
        let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
        let (mut kinds, mut rest) = (Vec::new(), words.as_slice());
        while !rest.is_empty() {
            let (length, kind) = (1..=HEAD.min(rest.len())).rev().find_map(|length| {
                let head = rest.get(..length)?.join(" ");
                let kind = meaning(&fold_name(head.trim_end_matches(':')))?;
                head.starts_with(char::is_uppercase).then_some((length, kind))
            })?;
            kinds.push(kind);
            rest = rest.get(length..)?;
        }
        let tells = |kind: &Column| matches!(kind, Column::Role | Column::Body | Column::Instead);
        let names = kinds.iter().filter(|kind| **kind == Column::Name).count();
        let others = kinds.iter().filter(|kind| tells(kind)).count();
        let fits = names == 1 && others >= 1 && names + others == kinds.len();
        fits.then_some(Self {
            kinds,
            cells: Cells::Bare,
            met: false,
            away: false,
        })
    }

    /// A row of such a table as an entry of a list; `None` for what is no row.
    pub(crate) fn bare_entry(&self, row: &str) -> Option<String> {
        let words: Vec<&str> = row.split_whitespace().collect();
        if self.cells != Cells::Bare || row.contains([':', '\t']) {
            return None;
        }
        self.entry(&cells(&self.kinds, &words)?.join("\t"))
    }

    /// How many words the row takes that these begin with, where rows of such a table ran together; `None` where none begins.
    pub(crate) fn bare_row(&self, words: &[&str]) -> Option<usize> {
        if self.kinds.first() == Some(&Column::Role) {
            let named = |at: &usize| {
                let behind = words.get(*at..).unwrap_or_default();
                let name = role_length(behind).and_then(|role| behind.get(role..role + 2));
                name.is_some_and(is_name)
            };
            let near = words.len().min(ROW);
            named(&0).then_some(())?;
            return Some((3..near).find(named).unwrap_or(near));
        }
        let begun = match self.kinds.get(1)? {
            Column::Role => {
                let (at, role) = role_at(words)?;
                at + role
            }
            Column::Instead => {
                let (one, other) = pair(words)?;
                one + other
            }
            _ => return None,
        };
        let behind = words.get(begun..)?;
        let body = usize::from(self.kinds.len() > 2).min(behind.len());
        let begins = |at: &usize| {
            let named = |words: &[&str]| match words {
                [first, next, ..] => crate::people::is_given(first) && is_name(&[first, next]),
                _ => false,
            };
            behind.get(*at..).is_some_and(named)
        };
        let near = behind.len().min(body + BODY);
        // A name that is not known stands before the next role.
        let titled = |at: &usize| behind.get(*at..).and_then(role_at).is_some_and(|(name, _)| name == 2);
        let roles = self.kinds.get(1) == Some(&Column::Role);
        let end = (body..near)
            .find(begins)
            .or_else(|| (body..near).find(titled).filter(|_| roles));
        // Behind the last row comes what is none.
        Some(begun + end.unwrap_or(if behind.len() <= BODY { behind.len() } else { body }))
    }
}

/// Where the role of a row begins behind a name, and how many words it has.
fn role_at(words: &[&str]) -> Option<(usize, usize)> {
    (2..=NAME.min(words.len().checked_sub(1)?)).find_map(|at| {
        let (name, behind) = words.split_at_checked(at)?;
        is_name(name).then_some(())?;
        Some((at, role_length(behind)?))
    })
}

/// How many words the role has that these begin with.
fn role_length(words: &[&str]) -> Option<usize> {
    if MEMBERS.contains(&fold_name(words.first()?).as_str()) {
        return Some(1);
    }
    let text = words.join(" ");
    let (role, rest) = leading_role(&text);
    let length = words.len() - rest.split_whitespace().count();
    (role.is_some() && length > 0).then_some(length)
}

/// The words of a row in the columns that they belong to; `None` where they do not fit these.
fn cells(kinds: &[Column], words: &[&str]) -> Option<Vec<String>> {
    let named = kinds.iter().position(|kind| *kind == Column::Name)?;
    let (before, behind) = kinds.split_at_checked(named)?;
    let behind = behind.get(1..)?;
    let (mut cells, mut rest) = (Vec::new(), words);
    for kind in before {
        let length = match kind {
            Column::Role => role_length(rest)?,
            _ => usize::from(is_short(rest.first()?)),
        };
        cells.push(rest.get(..length)?.join(" "));
        rest = rest.get(length..)?;
    }
    let name = match behind.first() {
        Some(Column::Role) => role_at(rest)?.0,
        Some(Column::Instead) => pair(rest)?.0,
        Some(_) => (2..rest.len()).find(|at| rest.get(*at).is_some_and(|word| is_short(word)))?,
        None => rest.len(),
    };
    let (name, mut rest) = rest.split_at_checked(name)?;
    if !(2..=NAME).contains(&name.len()) || !is_name(name) {
        return None;
    }
    cells.push(name.join(" "));
    for (at, kind) in behind.iter().enumerate() {
        let last = at + 1 == behind.len();
        let length = match kind {
            _ if rest.is_empty() => 0,
            // "Anne Moe Rådgiver areal": the field belongs to the role.
            _ if last => rest.len(),
            Column::Role => role_length(rest)?,
            Column::Instead => rest.iter().take_while(|word| !is_short(word)).count(),
            _ => 1,
        };
        let (cell, others) = rest.split_at_checked(length)?;
        cells.push(if *kind == Column::Body {
            noted(cell)
        } else {
            cell.join(" ")
        });
        rest = others;
    }
    Some(cells)
}

/// "Ola Li Kari Moe AP": how many words have who came and for whom.
fn pair(words: &[&str]) -> Option<(usize, usize)> {
    let names = words.iter().take_while(|word| !is_short(word)).count();
    match persons(words.get(..names)?).as_slice() {
        [one, other] => Some((one.len(), other.len())),
        _ => None,
    }
}

/// Whether a word is a party or an abbreviation in capitals.
fn is_short(word: &str) -> bool {
    is_party(word) || word.len() >= 2 && word.chars().all(char::is_uppercase)
}

/// A body as a cell, with a remark behind a dash: "AP forfall", "H - frå kl. 12".
fn noted(words: &[&str]) -> String {
    let remark = |at: &usize| {
        let rest = words.get(*at..).unwrap_or_default().join(" ");
        is_away(&rest) || is_attendance(&rest) || rest.to_lowercase().starts_with("perm")
    };
    match (1..words.len()).find(remark) {
        Some(at) => {
            let (body, remark) = words.split_at(at);
            let body = body.join(" ");
            format!("{} - {}", body.trim_end_matches([' ', '-', '–']), remark.join(" "))
        }
        None => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(head: &str, rows: &[&str]) -> Vec<String> {
        let columns = Columns::bare(head).expect("a head");
        rows.iter()
            .map(|row| columns.bare_entry(row).unwrap_or_default())
            .collect()
    }

    #[test]
    fn rows_without_marks_are_read_by_their_heads() {
        let members = [
            "Kari Moe Leder H",
            "Ola Per Li Nestleder SP forfall",
            "Ida Vik Medlem Fyrets venner",
        ];
        assert_eq!(
            rows("Navn Funksjon Representerer", &members),
            [
                "Kari Moe (leder) (H)",
                "Ola Per Li (nestleder) (forfall) (SP)",
                "Ida Vik (medlem) (Fyrets venner)"
            ]
        );
        assert_eq!(
            rows("Navn Møtte for Representerer", &["Kari Moe Ola Li AP"]),
            ["Kari Moe (vara for Ola Li) (AP)"]
        );
        assert_eq!(
            rows("Namn Stilling", &["Anne Moe Rådgivar", "Vedtak: Ja"]),
            ["Anne Moe (rådgivar)", ""]
        );
        for line in ["Navn", "Deltakere fra kommunene", "Kari Moe Leder H", "Funksjon Parti"] {
            assert!(Columns::bare(line).is_none(), "{line}");
        }
    }

    #[test]
    fn rows_that_ran_together_end_where_the_next_begins() {
        let columns = Columns::bare("Navn Funksjon Representerer").expect("a head");
        let words: Vec<&str> = "Kari Moe Leder Nedre Dal Ola Li Medlem H".split(' ').collect();
        assert_eq!(columns.bare_row(&words), Some(5));
        assert_eq!(columns.bare_row(&words[5..]), Some(4));
    }
}
