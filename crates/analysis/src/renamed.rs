//! Offices, agencies and titles that changed their name.

/// A change of name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// What it was called before: one word or several.
    pub older: &'static str,
    /// What it is called since.
    pub newer: &'static str,
    /// First year of the newer name, where it is stated.
    pub since: Option<u16>,
}

/// All changes of name that are known (`data/renamed-offices.tsv`).
pub fn renamed_offices() -> impl Iterator<Item = Renamed> {
    include_str!("../data/renamed-offices.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some(Renamed {
                older: cells.next().filter(|name| !name.is_empty())?,
                newer: cells.next()?,
                since: cells.next().and_then(|year| year.parse().ok()),
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    #[test]
    fn every_row_names_two_different_offices() {
        let rows: Vec<Renamed> = renamed_offices().collect();
        assert!(rows.len() > 20);
        for row in rows {
            assert!(row.older != row.newer, "{row:?}");
            assert!(tokenize(row.older).next().is_some() && tokenize(row.newer).next().is_some());
            assert!(row.since.is_none_or(|year| (1800..2100).contains(&year)), "{row:?}");
        }
    }
}
