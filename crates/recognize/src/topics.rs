//! Topics: Los labels that the text uses, weighed by how much it uses them.

use crate::view::View;
use ordskifte_analysis::{Analyzer, Terms, tokenize};
use ordskifte_record::{Language, Record, TopicRef};
use ordskifte_vocabulary::{Topic, topics};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Most topics of a record.
const MAX_TOPICS: usize = 8;
/// Least uses of a label that is not in the title.
const MIN_USES: u32 = 2;

/// A synonym of one word has at least so many letters: shorter ones are everyday words as well ("følgje", "dele").
const MIN_SYNONYM: usize = 7;

/// Topics by the first lemma of a label, with its further lemmas.
type Labels = HashMap<String, Vec<(Vec<String>, &'static Topic)>>;

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let mut analyzer = Analyzer::new();
    let mut labels: Labels = HashMap::new();
    for topic in topics() {
        for label in [topic.label_nb, topic.label_nn].into_iter().chain(
            topic
                .other_labels
                .iter()
                .copied()
                .filter(|label| label.contains(' ') || label.chars().count() >= MIN_SYNONYM),
        ) {
            let mut lemmas: Vec<String> = tokenize(label)
                .map(|token| lemma(&analyzer.terms(token.text, Language::Und)))
                .collect();
            if lemmas.is_empty() || (lemmas.len() == 1 && label.chars().count() < 4) {
                continue;
            }
            let first = lemmas.remove(0);
            let entry = labels.entry(first).or_default();
            if !entry
                .iter()
                .any(|(rest, known)| *rest == lemmas && known.id == topic.id)
            {
                entry.push((lemmas, topic));
            }
        }
    }
    labels
});

thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new());
}

/// The first lemma, which stands for the word.
fn lemma(terms: &Terms) -> String {
    terms.lemmas.first().unwrap_or(&terms.exact).clone()
}

/// Reads topics.
pub(crate) fn read(view: &View<'_>, record: &mut Record) {
    let mut uses: BTreeMap<&'static str, (u32, bool, &'static Topic)> = BTreeMap::new();
    ANALYZER.with_borrow_mut(|analyzer| {
        for (text, in_title) in
            std::iter::once((record.title.as_str(), true)).chain(view.lines.iter().map(|line| (line.text, false)))
        {
            let terms: Vec<String> = tokenize(text)
                .map(|token| lemma(&analyzer.terms(token.text, Language::Und)))
                .collect();
            for (index, term) in terms.iter().enumerate() {
                let Some(candidates) = LABELS.get(term) else {
                    continue;
                };
                for (rest, topic) in candidates {
                    let found = rest
                        .iter()
                        .enumerate()
                        .all(|(at, lemma)| terms.get(index + 1 + at).is_some_and(|term| term == lemma));
                    if found {
                        let entry = uses.entry(topic.id.as_str()).or_insert((0, false, topic));
                        entry.0 += 1;
                        entry.1 |= in_title;
                    }
                }
            }
        }
    });
    let mut found: Vec<(u32, &'static Topic)> = uses
        .into_values()
        .filter(|(count, in_title, _)| *in_title || *count >= MIN_USES)
        .map(|(count, in_title, topic)| (count + if in_title { 5 } else { 0 }, topic))
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
    found.truncate(MAX_TOPICS);
    let most = found.first().map_or(1, |(weight, _)| *weight).max(1);
    record.topics = found
        .into_iter()
        .map(|(weight, topic)| TopicRef {
            id: topic.id.clone(),
            label: topic.label_nb.to_owned(),
            score: (weight as f32 / most as f32 * 100.0).round() / 100.0,
            evidence: Vec::new(),
        })
        .collect();
}
