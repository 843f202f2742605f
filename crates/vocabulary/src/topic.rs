//! Topics: the themes and words of Los, and concepts of our own where Los has no word.

use crate::{fold_name, rows};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What every Los identifier begins with.
pub const LOS: &str = "https://psi.norge.no/los/";

/// What every identifier of a concept of our own begins with.
pub const OWN: &str = "urn:ordskifte:topic:";

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
    /// Beginnings of words that mean the topic, in lower case; only concepts of our own have them.
    pub beginnings: Vec<&'static str>,
}

static REGISTER: LazyLock<Vec<Topic>> = LazyLock::new(|| {
    let los = rows(include_str!("../data/topics.tsv")).filter_map(|row| topic(LOS, &row));
    let own = rows(include_str!("../data/concepts.tsv")).filter_map(|row| topic(OWN, &row));
    let mut all: Vec<Topic> = los.chain(own).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
});

fn topic(base: &str, row: &[&'static str]) -> Option<Topic> {
    let list = |cell: &'static str| cell.split('|').filter(|part| !part.is_empty());
    let [id, label_nb, label_nn, label_en, synonyms, broader, rest @ ..] = row else {
        return None;
    };
    Some(Topic {
        id: format!("{base}{id}"),
        label_nb,
        label_nn,
        label_en,
        other_labels: list(synonyms).collect(),
        broader: list(broader).map(|id| format!("{LOS}{id}")).collect(),
        beginnings: rest
            .first()
            .into_iter()
            .flat_map(|cell| list(cell))
            .map(|word| word.trim_end_matches('*'))
            .collect(),
    })
}

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
        let own: Vec<&Topic> = topics().iter().filter(|topic| topic.id.starts_with(OWN)).collect();
        assert!(own.len() >= 80);
        for topic in own {
            assert!(!topic.label_nn.is_empty() && !topic.label_en.is_empty(), "{}", topic.id);
            assert!(
                !topic.broader.is_empty() && topic.broader.iter().all(|id| topic_by_id(id).is_some()),
                "{}",
                topic.id
            );
        }
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
