//! Paragraphs with anchors and languages, and the record's languages.

use crate::organizations::{is_organization, ministries};
use ordskifte_analysis::{anchor, detect};
use ordskifte_record::{BlockKind, ExtractedText, Language, Paragraph, Record};
use std::collections::{BTreeMap, HashMap};

/// Shorter paragraphs hold too little to tell a language by, in characters.
const MIN_TEXT: usize = 25;

/// Reads paragraphs and languages; `items` says where in the flow the agenda's items stand.
pub(crate) fn read(text: &ExtractedText, items: &[usize], record: &mut Record) {
    let mut anchors: HashMap<String, u32> = HashMap::new();
    let mut item: Option<u32> = None;
    let mut next_item = 0_usize;
    let blocks = text.flow_blocks();
    for block in &blocks {
        let name = anchor(block.text);
        let count = anchors.entry(name.clone()).or_default();
        *count += 1;
        while items.get(next_item).is_some_and(|start| *start < block.end) {
            item = u32::try_from(next_item).ok();
            next_item += 1;
        }
        let language = if block.end - block.start >= MIN_TEXT && !names_body(block.text) {
            detect(block.text).language
        } else {
            Language::Und
        };
        record.paragraphs.push(Paragraph {
            anchor: if *count > 1 { format!("{name}-{count}") } else { name },
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
    let prose = |kind: BlockKind| !matches!(kind, BlockKind::Heading | BlockKind::Table);
    let pairs = blocks
        .iter()
        .zip(&record.paragraphs)
        .filter(|(block, _)| prose(block.kind));
    let (mut main, mut shares) = by_length(pairs.map(|(block, paragraph)| (block.text.len(), paragraph.language)));
    if main == Language::Und {
        let all: Vec<&str> = blocks.iter().map(|block| block.text).collect();
        main = detect(&all.join("\n")).language;
        if main != Language::Und {
            shares.insert(main, 1.0);
        }
    }
    record.language = main;
    record.languages = shares;
    for paragraph in &mut record.paragraphs {
        if paragraph.language == Language::Und {
            paragraph.language = main;
        }
    }
}

/// Whether a paragraph is the name of a body and nothing else: names are of the language of the text that they stand in.
fn names_body(text: &str) -> bool {
    let bare = ["Til: ", "Fra: ", "Frå: "]
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .unwrap_or(text);
    is_organization(bare) || !ministries(bare).is_empty()
}

/// The languages by their share of the text, and the one with the largest.
fn by_length(pairs: impl Iterator<Item = (usize, Language)>) -> (Language, BTreeMap<Language, f32>) {
    let mut letters: BTreeMap<Language, usize> = BTreeMap::new();
    for (length, language) in pairs.filter(|(_, language)| *language != Language::Und) {
        *letters.entry(language).or_default() += length;
    }
    let total: usize = letters.values().sum();
    let mut main = (Language::Und, 0);
    for (language, length) in &letters {
        if *length > main.1 {
            main = (*language, *length);
        }
    }
    (
        main.0,
        letters
            .into_iter()
            .map(|(language, length)| (language, length as f32 / total as f32))
            .collect(),
    )
}
