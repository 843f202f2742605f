//! Topics: the themes and words of Los.

use crate::{fold_name, rows};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What every Los identifier begins with.
pub const LOS: &str = "https://psi.norge.no/los/";

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Full identifier.
    pub id: String,
    /// Label in bokmål.
    pub label_nb: &'static str,
    /// Label in nynorsk.
    pub label_nn: &'static str,
    /// Label in English; may be empty.
    pub label_en: &'static str,
    /// Other labels in both standards.
    pub other_labels: Vec<&'static str>,
    /// Identifiers of broader topics.
    pub broader: Vec<String>,
}

static REGISTER: LazyLock<Vec<Topic>> = LazyLock::new(|| {
    let list = |cell: &'static str| cell.split('|').filter(|part| !part.is_empty());
    rows(include_str!("../data/topics.tsv"))
        .filter_map(|row| {
            let [id, label_nb, label_nn, label_en, other, broader] = row.as_slice() else {
                return None;
            };
            Some(Topic {
                id: format!("{LOS}{id}"),
                label_nb,
                label_nn,
                label_en,
                other_labels: list(other).collect(),
                broader: list(broader).map(|id| format!("{LOS}{id}")).collect(),
            })
        })
        .collect()
});

static BY_ID: LazyLock<BTreeMap<&'static str, &'static Topic>> =
    LazyLock::new(|| REGISTER.iter().map(|topic| (topic.id.as_str(), topic)).collect());

static BY_LABEL: LazyLock<BTreeMap<String, Vec<&'static Topic>>> = LazyLock::new(|| {
    let mut labels: BTreeMap<String, Vec<&'static Topic>> = BTreeMap::new();
    for topic in REGISTER.iter() {
        for label in [topic.label_nb, topic.label_nn]
            .into_iter()
            .chain(topic.other_labels.iter().copied())
        {
            let entry = labels.entry(fold_name(label)).or_default();
            if !entry.iter().any(|known| known.id == topic.id) {
                entry.push(topic);
            }
        }
    }
    labels
});

/// All topics, sorted by identifier.
pub fn topics() -> &'static [Topic] {
    &REGISTER
}

/// The topic with this identifier.
pub fn topic_by_id(id: &str) -> Option<&'static Topic> {
    BY_ID.get(id).copied()
}

/// The topics with this label in either standard.
pub fn topics_by_label(label: &str) -> Vec<&'static Topic> {
    BY_LABEL.get(&fold_name(label)).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_found_by_id_and_by_labels_of_both_standards() {
        let energy = topic_by_id("https://psi.norge.no/los/tema/energi").expect("energi");
        assert_eq!(energy.label_nb, "Energi");
        assert!(topics_by_label("energi").iter().any(|topic| topic.id == energy.id));
        for topic in topics() {
            assert!(
                topics_by_label(topic.label_nn).iter().any(|found| found.id == topic.id),
                "{}",
                topic.id
            );
        }
    }
}
