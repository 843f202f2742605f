//! The registers: ministries in time, topics, roles.
//!
//! Data files with origin and licence at their head are compiled in; nothing is read at run time.
//! Names compare in lower case with single blanks ([`fold_name`]).

mod change;
mod lower;
mod ministry;
mod role;
mod topic;

pub use change::{ChangeKind, MinistryChange, ministry_changes};
pub use lower::{LowerCase, fold_name};
pub use ministry::{
    Ministry, begins_ministry, line, ministries, ministries_by_abbreviation, ministries_by_name, ministries_matching,
    ministry_by_id, resolve,
};
pub use role::{Role, begins_role, role, roles};
pub use topic::{LOS, OWN, Topic, topic_by_id, topics, topics_by_label};

/// Changes whenever a register does: compared with what an index was built from.
pub fn fingerprint() -> String {
    let data = [
        include_str!("../data/ministries.tsv"),
        include_str!("../data/topics.tsv"),
        include_str!("../data/concepts.tsv"),
        include_str!("../data/roles.tsv"),
    ];
    // FNV-1a: a change detector, not a protection against forgery.
    let hash = data
        .iter()
        .flat_map(|file| file.bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("vocabulary-{hash:016x}")
}

/// The rows of a register: lines without a leading `#`, cut at tabs.
fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}
