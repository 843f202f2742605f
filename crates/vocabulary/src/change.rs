//! How ministries became one another: a dated graph of renames, mergers, splits and transfers of tasks.

use crate::rows;
use ordskifte_record::PartialDate;
use std::sync::LazyLock;

/// Sort of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// The same ministry under another name.
    Rename,
    /// One of several that became one.
    Merge,
    /// One of several that one became, or was parted from it.
    Split,
    /// Tasks alone moved.
    Transfer,
}

impl ChangeKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Rename, Self::Merge, Self::Split, Self::Transfer];

    /// The public code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rename => "rename",
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Transfer => "transfer",
        }
    }
}

/// One arrow of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinistryChange {
    /// Sort.
    pub kind: ChangeKind,
    /// First day after it.
    pub date: PartialDate,
    /// Id of the ministry before.
    pub from: &'static str,
    /// Id of the ministry after.
    pub to: &'static str,
    /// Where it is seen; `None`: compiled without a source seen.
    pub source: Option<&'static str>,
}

static CHANGES: LazyLock<Vec<MinistryChange>> = LazyLock::new(|| {
    rows(include_str!("../data/ministry-changes.tsv"))
        .filter_map(|row| {
            let [kind, date, from, to, source] = row.as_slice() else {
                return None;
            };
            Some(MinistryChange {
                kind: ChangeKind::ALL.into_iter().find(|known| known.as_str() == *kind)?,
                date: date.parse().ok()?,
                from,
                to,
                source: (!source.is_empty()).then_some(*source),
            })
        })
        .collect()
});

/// All changes, oldest first.
pub fn ministry_changes() -> &'static [MinistryChange] {
    &CHANGES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ministries, ministry_by_id};

    #[test]
    fn every_row_is_read_and_joins_names_of_the_register_at_their_ends() {
        let rows = include_str!("../data/ministry-changes.tsv").lines();
        let rows = rows.filter(|line| !line.starts_with('#') && !line.is_empty()).count();
        assert_eq!(ministry_changes().len(), rows);
        assert!(ministry_changes().is_sorted_by_key(|change| change.date.first_day()));
        for change in ministry_changes() {
            let before = ministry_by_id(change.from).expect(change.from);
            let after = ministry_by_id(change.to).expect(change.to);
            let day = change.date.first_day();
            let begins = after.from.is_some_and(|from| from.first_day() == day);
            assert!(begins || change.kind == ChangeKind::Transfer, "{change:?}");
            assert!(before.to.is_none_or(|to| to.last_day() != day), "{change:?}");
            assert!(before.from.is_none_or(|from| from.first_day() < day), "{change:?}");
        }
    }

    #[test]
    fn main_successors_are_arrows_of_the_graph_and_no_transfers() {
        for ministry in ministries() {
            let Some(successor) = ministry.successor else {
                continue;
            };
            let arrow = ministry_changes()
                .iter()
                .find(|change| change.from == ministry.id && change.to == successor);
            let arrow = arrow.unwrap_or_else(|| panic!("{} to {successor} is no change", ministry.id));
            assert_ne!(arrow.kind, ChangeKind::Transfer, "{arrow:?}");
        }
    }
}
