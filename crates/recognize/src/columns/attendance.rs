//! Who of a table of persons was there: its marks and remarks.

use super::{Column, Columns, is_away, is_mark, names_person};

impl Columns {
    /// What the cells for remarks say.
    fn remarks<'c>(&self, cells: &[&'c str]) -> impl Iterator<Item = &'c str> {
        let remarks = self.kinds.iter().zip(cells).filter(|(kind, _)| **kind == Column::Other);
        remarks.map(|(_, cell)| *cell)
    }

    /// Whether a cell for remarks says that somebody was not there: "Meldt forfall".
    pub(super) fn noted_away(&self, cells: &[&str]) -> bool {
        self.remarks(cells).any(is_away)
    }

    /// "Forfall, vara: Kari Moe" in a cell for remarks: who came instead.
    pub(super) fn noted_deputy<'c>(&self, cells: &[&'c str]) -> Option<&'c str> {
        self.remarks(cells).find_map(|cell| {
            let (away, name) = [", vara: ", ". Vara: ", " - vara: ", ", vara "]
                .iter()
                .find_map(|mark| cell.split_once(mark))?;
            (is_away(away) && names_person(name)).then_some(name)
        })
    }

    /// "F" in the column of those who were away.
    fn says_away(&self, at: usize, cell: &str) -> bool {
        let column = self.kinds.get(at) == Some(&Column::Absent);
        column && (cell.eq_ignore_ascii_case("f") || is_away(cell))
    }

    /// Whether the marks of a row say that somebody was there; `None` where they do not tell.
    pub(super) fn attendance(&self, cells: &[&str]) -> Option<bool> {
        let column = |wanted: Column| self.kinds.iter().position(|column| *column == wanted);
        let marked = |at: usize| {
            cells
                .get(at)
                .is_some_and(|cell| is_mark(cell) || self.says_away(at, cell))
        };
        let any = || cells.iter().skip(1).any(|cell| is_mark(cell));
        match (column(Column::Present), column(Column::Absent)) {
            (None, None) => Some(true),
            (Some(present), Some(absent)) => {
                // Where empty cells are not kept, nothing tells which of two columns a lone mark stood in.
                let placed = self.is_spaced() || cells.len() == self.kinds.len();
                match (marked(present), marked(absent)) {
                    (true, false) if placed => Some(true),
                    (false, true) if placed => Some(false),
                    _ => None,
                }
            }
            (Some(present), None) => Some(match cells.get(present) {
                Some(cell) if self.is_spaced() || cells.len() == self.kinds.len() => is_mark(cell),
                _ => any(),
            }),
            (None, Some(absent)) => Some(!(marked(absent) || (!self.is_spaced() && any()))),
        }
    }
}
