//! Paragraphs with anchors and languages, and the record's languages.

use crate::organizations::{is_organization, ministries};
use ordskifte_analysis::{anchor, detect, detect_within};
use ordskifte_record::{BlockKind, ExtractedText, Language, Paragraph, Record};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Shorter paragraphs hold too little to tell a language by, in characters.
const MIN_TEXT: usize = 25;

/// Shorter paragraphs are asked last, and only whether they are of another language than their document, in characters.
const SHORT_TEXT: usize = 60;
/// Below so many code points of paragraphs whose language was told, or so large a share of one, the whole text is asked.
const FEW_LETTERS: usize = 600;
const CLEAR_SHARE: f32 = 0.8;

/// Reads paragraphs and languages; `items` says where in the flow the agenda's items stand.
pub(crate) fn read(text: &ExtractedText, items: &[usize], record: &mut Record) {
    let mut anchors: FxHashMap<String, u32> = FxHashMap::default();
    let mut item: Option<u32> = None;
    let mut next_item = 0_usize;
    let blocks = text.flow_blocks();
    for block in &blocks {
        let name = anchor(block.text);
        let count = anchors.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count > 1 { format!("{name}-{count}") } else { name };
        while items.get(next_item).is_some_and(|start| *start < block.end) {
            item = u32::try_from(next_item).ok();
            // Items stand within paragraphs too, and the same heading stands in more than one place.
            if let Some(item) = record.agenda.get_mut(next_item) {
                item.anchor = Some(name.clone());
            }
            next_item += 1;
        }
        let language = if block.end - block.start >= SHORT_TEXT && !names_body(block.text) {
            detect(block.text).language
        } else {
            Language::Und
        };
        record.paragraphs.push(Paragraph {
            anchor: name,
            kind: block.kind,
            level: block.level,
            page: block.page,
            start: block.start,
            end: block.end,
            language,
            agenda_item: item,
        });
    }
    // Headings and lists of names tell less than sentences do.
    let prose: Vec<usize> = (blocks.iter().enumerate())
        .filter(|(_, block)| !matches!(block.kind, BlockKind::Heading | BlockKind::Table))
        .map(|(index, _)| index)
        .collect();
    let letters = by_language(record, &prose);
    let told: usize = letters.values().sum();
    let (mut main, most) = largest(&letters);
    // Few paragraphs, or paragraphs that disagree: each for itself tells less than all of them together.
    if told < FEW_LETTERS || (most as f32) < CLEAR_SHARE * told as f32 {
        let mut all: Vec<&str> = blocks.iter().map(|block| block.text).collect();
        all.sort_by_key(|text| Reverse(text.len()));
        let whole = detect(&all.join("\n")).language;
        if main == Language::Und || is_norwegian(main) && is_norwegian(whole) {
            main = whole;
        }
    }
    for (paragraph, block) in record.paragraphs.iter_mut().zip(&blocks) {
        if paragraph.language != Language::Und {
            continue;
        }
        let short = (MIN_TEXT..SHORT_TEXT).contains(&(block.end - block.start));
        paragraph.language = if short && !names_body(block.text) {
            detect_within(block.text, main)
        } else {
            main
        };
    }
    record.language = main;
    let letters = by_language(record, &prose);
    let total: usize = letters.values().sum();
    let shares = letters
        .into_iter()
        .map(|(language, count)| (language, count as f32 / total as f32));
    record.languages = shares.collect();
    if record.languages.is_empty() && main != Language::Und {
        record.languages.insert(main, 1.0);
    }
}

fn is_norwegian(language: Language) -> bool {
    matches!(language, Language::Nb | Language::Nn)
}

/// Whether a paragraph is the name of a body and nothing else: names are of the language of the text that they stand in.
fn names_body(text: &str) -> bool {
    let bare = ["Til: ", "Fra: ", "Frå: "]
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .unwrap_or(text);
    // A name ends in no point; most paragraphs do.
    bare.len() <= MAX_BODY && !bare.ends_with('.') && (is_organization(bare) || !ministries(bare).is_empty())
}

/// Longest paragraph that is a body's name and address, in bytes.
const MAX_BODY: usize = 300;

/// How much of the text of these paragraphs is in which language, in code points.
fn by_language(record: &Record, paragraphs: &[usize]) -> BTreeMap<Language, usize> {
    let mut letters = BTreeMap::new();
    for paragraph in paragraphs.iter().filter_map(|index| record.paragraphs.get(*index)) {
        if paragraph.language != Language::Und {
            *letters.entry(paragraph.language).or_default() += paragraph.end - paragraph.start;
        }
    }
    letters
}

/// The language that most is in, and how much; the first of equals.
fn largest(letters: &BTreeMap<Language, usize>) -> (Language, usize) {
    let mut largest = (Language::Und, 0);
    for (language, count) in letters {
        if *count > largest.1 {
            largest = (*language, *count);
        }
    }
    largest
}
