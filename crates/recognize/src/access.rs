//! Marks on the document itself that it is not public: "Unntatt offentlighet", "Unnateke offentlegheit", "U.off.",
//! "offl. § 15" (offentleglova, the Freedom of Information Act of 2006, and its predecessor).
//!
//! A mark is a line of its own in the head of the first page, or in a running head or foot, and holds nothing but the mark
//! and the provision. A sentence that mentions the law, an agenda item and a heading about it are no marks.

use ordskifte_record::{Access, BlockKind, ExtractedText, Finding, Record, Stated};
use regex::Regex;
use std::sync::LazyLock;

/// Blocks of the first page that a head can have, letterhead and address fields among them.
const HEAD: usize = 25;
/// Longest mark with its provision, in characters.
const MAX: usize = 120;

static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let label = r"(?:(?:gradering|tilgang|tilgangskode|skjerming|skjermet|skjerma|merking|unntak)\s*:?\s*)?";
    let exempt = r"(?:(?:unntatt|unnteke|unnateke)\s+(?:(?:fra|frå|for)\s+)?(?:offentlighet(?:en)?|offentleg(?:heit|het)a?|offentleg|offentlig|innsyn|off\.?)|u\.\s?off\.?|u/off\.?|(?:unntatt|unnateke)(?:\s+(?:etter|jf\.?|iht\.?))\s+(?:offl\.?|offentlig(?:hets)?lov[ea]n?|offentleglov[ae]))";
    let act = r"(?:(?:jf\.?\s*)?off(?:\.\s?)?l\.?\s*§)";
    let word = r"jf|jfr|jamfør|jmf|etter|i|medhold|av|iht|ihht|henhold|til|og|samt|off|offl|l|offentleglov[ae]|offentliglov[ea]|offentlighetsloven|fvl|forvaltningsloven|forvaltningslova|lov|loven|lova|ledd|første|fyrste|andre|annet|tredje|nr|nummer|bokstav|punktum|pkt|[a-h]|\d{1,2}[a-h]?";
    Regex::new(&format!(
        r"(?i)^\W*{label}(?:{exempt}|{act})(?:[\s,.;:()\-–§/]|\b(?:{word})\b)*$"
    ))
    .ok()
});

/// Restricts a record whose document bears a mark, unless it was stated who may see it.
pub(crate) fn read(text: &ExtractedText, stated: &Stated, record: &mut Record) {
    if stated.access.is_some() {
        return;
    }
    let Some((line, page)) = mark(text) else { return };
    record.access = Access::Restricted;
    let message = format!(
        "The document is marked \"{line}\" and is not shown to the public; state `access = \"public\"` where it may be."
    );
    record
        .findings
        .push(Finding::new("restricted-mark", message).on_page(page));
}

fn mark(text: &ExtractedText) -> Option<(String, u32)> {
    let pattern = MARK.as_ref()?;
    text.pages.iter().enumerate().find_map(|(index, page)| {
        let blocks = page.blocks.iter().enumerate();
        let marked = blocks.filter(|(place, block)| block.kind == BlockKind::Furniture || index == 0 && *place < HEAD);
        let mut lines = marked.flat_map(|(_, block)| block.text.split(['\n', '\t']).map(str::trim));
        let found = lines.find(|line| line.chars().count() <= MAX && pattern.is_match(line))?;
        Some((found.to_owned(), page.number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_record::{Block, Page, TextSource};

    fn access(kind: BlockKind, line: &str, before: usize) -> Access {
        let mut blocks = vec![Block::new(BlockKind::Paragraph, None, "Et avsnitt."); before];
        blocks.push(Block::new(kind, None, line));
        let text = ExtractedText {
            pages: vec![Page {
                number: 1,
                label: None,
                size: None,
                source: TextSource::BornDigital,
                quality: 1.0,
                blocks,
            }],
            ..ExtractedText::default()
        };
        let mut record = Record::default();
        read(&text, &Stated::default(), &mut record);
        assert_eq!(record.findings.len(), usize::from(record.access == Access::Restricted));
        record.access
    }

    #[test]
    fn marks_restrict() {
        for line in [
            "Unntatt offentlighet",
            "UNNTATT OFFENTLIGHET",
            "Unntatt fra offentlighet, jf. offl. § 15 første ledd",
            "Unnateke offentlegheit",
            "Unnateke frå offentlegheit etter offl. § 14",
            "U.off.",
            "U.off. § 5a",
            "u. off. offl. § 13, jf. fvl. § 13 første ledd nr. 1",
            "Offl. § 15",
            "Gradering: Unntatt offentlighet",
            "Unntatt etter offentleglova § 15 andre ledd",
        ] {
            assert_eq!(access(BlockKind::Paragraph, line, 2), Access::Restricted, "{line}");
        }
        assert_eq!(
            access(BlockKind::Furniture, "Unntatt offentlighet", 40),
            Access::Restricted
        );
    }

    #[test]
    fn mention_of_the_law_does_not() {
        for line in [
            "Dokumentet kan unntas offentlighet etter offl. § 15.",
            "Unntatt offentlighet var bare ett av vedleggene.",
            "Sak 5/21 Unntatt offentlighet",
            "Offentleglova § 15",
            "Offentlighet",
            "Offl. § 15 gir adgang til å unnta dokumenter.",
            "Høring om endringer i offentleglova § 15",
        ] {
            assert_eq!(access(BlockKind::Paragraph, line, 2), Access::Public, "{line}");
        }
        assert_eq!(
            access(BlockKind::Paragraph, "Unntatt offentlighet", 40),
            Access::Public,
            "in the text"
        );
    }
}
