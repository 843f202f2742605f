//! Paragraphs with anchors and languages, and the record's languages.

use ordskifte_analysis::{anchor, detect, detect_document};
use ordskifte_record::{BlockKind, ExtractedText, Language, Paragraph, Record};
use std::collections::HashMap;

/// Shorter paragraphs hold too little to tell a language by, in characters.
const MIN_TEXT: usize = 25;

/// Reads paragraphs and languages.
pub(crate) fn read(text: &ExtractedText, record: &mut Record) {
    let mut anchors: HashMap<String, u32> = HashMap::new();
    let mut item: Option<u32> = None;
    let mut next_item = 0_usize;
    let blocks = text.flow_blocks();
    for block in &blocks {
        let name = anchor(block.text);
        let count = anchors.entry(name.clone()).or_default();
        *count += 1;
        if let Some(agenda) = record.agenda.get(next_item)
            && agenda.anchor.as_deref() == Some(name.as_str())
        {
            item = u32::try_from(next_item).ok();
            next_item += 1;
        }
        let language = if block.end - block.start >= MIN_TEXT {
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
    let pairs = || {
        blocks
            .iter()
            .zip(&record.paragraphs)
            .map(|(block, paragraph)| (block.text, paragraph.language, block.kind))
    };
    let (mut main, mut shares) = detect_document(
        pairs()
            .filter(|(.., kind)| prose(*kind))
            .map(|(text, language, _)| (text, language)),
    );
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
