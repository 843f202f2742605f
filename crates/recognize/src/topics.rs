//! Topics: labels of Los and of our own concepts that the text uses, weighed by where and how often.
//!
//! What stands in the title or a heading tells more than what stands in the text; a label used once in the text tells
//! nothing.

mod words;

use crate::view::View;
use ordskifte_record::{BlockKind, Evidence, Origin, Record, TopicRef};
use ordskifte_vocabulary::{LowerCase, OWN, Topic, topics};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Most topics of a record.
const MAX_TOPICS: usize = 8;
/// Least weight of a topic: two uses in the text, or one in a heading.
const MIN_WEIGHT: u32 = 2;
/// What a use in the title, in a heading and in the text weighs.
const WEIGHTS: [u32; 3] = [6, 4, 1];
/// Most weight that uses in the text give: a long text repeats itself.
const MAX_TEXT: u32 = 12;
/// The concept that means the consultations themselves.
const SCHEME: &str = "konsultasjonsordningen";
/// Most places named for a topic.
const PLACES: usize = 3;

#[derive(Default)]
struct Use {
    heads: u32,
    text: u32,
    places: Vec<Evidence>,
}

/// What uses weigh together. Where headings tell what a document is about, the text alone tells little; and the scheme
/// itself is what all its papers are about.
fn weigh(topic: &Topic, known: &Use, headed: bool) -> u32 {
    let text = known.text.min(MAX_TEXT);
    if known.heads == 0 {
        return if headed { text.min(MIN_WEIGHT) } else { text };
    }
    if topic.id.strip_prefix(OWN) == Some(SCHEME) {
        MIN_WEIGHT + 1
    } else {
        known.heads + text
    }
}

/// Whether a topic is what the sender is: "Statsforvalteren" of one who is a `statsforvalter`.
fn is_sort(topic: &Topic, record: &Record) -> bool {
    let sort = record.sender.as_ref().and_then(|sender| sender.party_type.as_deref());
    let label = topic.label_nb.lower_case();
    sort.is_some_and(|sort| {
        ["n", "en"]
            .iter()
            .any(|article| label.strip_suffix(article) == Some(sort))
    })
}

/// Reads topics.
pub(crate) fn read(view: &View<'_>, record: &mut Record) {
    // By the index of the topic among all, which are sorted by their ids.
    let mut uses: BTreeMap<usize, Use> = BTreeMap::new();
    let mut note = |topic: usize, head: u32, place: Option<Evidence>| {
        let known = uses.entry(topic).or_default();
        if head > 1 {
            known.heads += head;
        } else {
            known.text += 1;
        }
        known.places.extend(place.filter(|_| known.places.len() < PLACES));
    };
    let [title, heading, text] = WEIGHTS;
    words::find(&record.title, record.language, |topic, _, _| note(topic, title, None));
    let headings: FxHashMap<&str, &str> = record
        .agenda
        .iter()
        .filter_map(|item| Some((item.anchor.as_deref()?, item.heading.as_str())))
        .collect();
    let anchors: FxHashMap<usize, &str> = record
        .paragraphs
        .iter()
        .map(|paragraph| (paragraph.start, paragraph.anchor.as_str()))
        .collect();
    for line in &view.lines {
        let mut read = |from: usize, part: &str, weight: u32| {
            if part.is_empty() {
                return;
            }
            let before = line.text.get(..from).unwrap_or_default().chars().count();
            words::find(part, record.language, |topic, start, end| {
                let place = Evidence {
                    page: Some(line.page),
                    start: Some(line.start + before + start),
                    end: Some(line.start + before + end),
                    origin: Origin::Recognized,
                };
                note(topic, weight, Some(place));
            });
        };
        if line.kind == BlockKind::Heading {
            read(0, line.text, heading);
            continue;
        }
        // The heading of an item may be the beginning or the end of a paragraph.
        let item = anchors
            .get(&line.start)
            .and_then(|anchor| headings.get(anchor))
            .and_then(|heading| Some((line.text.find(heading)?, heading.len())));
        let (at, length) = item.unwrap_or((line.text.len(), 0));
        read(0, line.text.get(..at).unwrap_or_default(), text);
        read(at, line.text.get(at..at + length).unwrap_or_default(), heading);
        read(at + length, line.text.get(at + length..).unwrap_or_default(), text);
    }
    let headed = uses.values().any(|known| known.heads > 0);
    let mut found: Vec<(u32, &'static Topic, Use)> = uses
        .into_iter()
        .filter_map(|(topic, known)| Some((topics().get(topic)?, known)))
        .map(|(topic, known)| (weigh(topic, &known, headed), topic, known))
        .filter(|(weight, _, _)| *weight >= MIN_WEIGHT)
        // A county governor's letter is not about county governors for bearing their name.
        .filter(|(_, topic, known)| known.heads > 0 || !is_sort(topic, record))
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    // "Vindkraft" by Los and by ourselves is one topic for readers.
    let mut labels: Vec<&str> = Vec::new();
    found.retain(|(_, topic, _)| {
        let new = !labels
            .iter()
            .any(|known| topic.label_nb.starts_with(known) || known.starts_with(topic.label_nb));
        labels.push(topic.label_nb);
        new
    });
    found.truncate(MAX_TOPICS);
    let most = found.first().map_or(1, |(weight, _, _)| *weight).max(1);
    record.topics = found
        .into_iter()
        .map(|(weight, topic, known)| TopicRef {
            id: topic.id.clone(),
            label: topic.label_nb.to_owned(),
            score: (weight as f32 / most as f32 * 100.0).round() / 100.0,
            evidence: known.places,
        })
        .collect();
}
