//! The text of a record: paragraphs with their speakers, marks and links.

use crate::messages::Interface;
use crate::params::encode;
use crate::view::pieces::{Link, Piece, pieces};
use crate::view::record::citation_url;
use crate::view::turns::{SpeakerView, TurnView, speakers, turns};
use ordskifte_engine::Highlighter;
use ordskifte_record::{BlockKind, Citation, Form, Paragraph, Record, Statement};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// Characters of a paragraph that are shown in the list of hits.
const SHORT: usize = 90;

#[derive(Serialize)]
pub(crate) struct ParagraphView {
    anchor: String,
    kind: &'static str,
    level: u8,
    lang: &'static str,
    /// Text with its marks; empty for a table.
    pieces: Vec<Piece>,
    rows: Vec<Vec<Vec<Piece>>>,
    /// Page that begins here.
    page: Option<u32>,
    /// Who says all of it.
    speakers: Vec<SpeakerView>,
    /// Whether something in it is told in the minute taker's words.
    reported: bool,
    /// Where several speak, or somebody says only a part: what each says, instead of `pieces`.
    turns: Vec<TurnView>,
}

/// One paragraph with hits, for the list at the top.
#[derive(Serialize)]
pub(crate) struct FoundView {
    anchor: String,
    page: u32,
    text: String,
    /// Number of its first mark.
    number: usize,
    marks: usize,
}

impl FoundView {
    /// Where it stands.
    pub(crate) fn anchor(&self) -> &str {
        &self.anchor
    }

    /// Page that the paragraph begins on.
    pub(crate) const fn page(&self) -> u32 {
        self.page
    }
}

/// The text with what was found in it.
#[derive(Default)]
pub(crate) struct TextView {
    pub(crate) paragraphs: Vec<ParagraphView>,
    pub(crate) found: Vec<FoundView>,
    pub(crate) marks: usize,
    /// What is marked, for the original beside ([`in_words`]).
    pub(crate) words: BTreeSet<String>,
}

/// The citations of a paragraph as links, in order and apart from one another.
fn links(citations: &[&Citation], paragraph: &Paragraph) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::new();
    for citation in citations {
        let inside =
            citation.start >= paragraph.start && citation.end <= paragraph.end && citation.start < citation.end;
        let start = citation.start.saturating_sub(paragraph.start);
        if inside && out.last().is_none_or(|last| last.end <= start) {
            out.push(Link {
                start,
                end: citation.end - paragraph.start,
                url: citation_url(citation),
            });
        }
    }
    out
}

fn shortened(text: &str, marks: &[(usize, usize)]) -> String {
    let from = marks.first().map_or(0, |(start, _)| start.saturating_sub(SHORT / 3));
    let mut out: String = text.chars().skip(from).take(SHORT).collect();
    if from > 0 {
        out.insert(0, '…');
    }
    if text.chars().count() > from + SHORT {
        out.push('…');
    }
    out
}

/// A marked stretch with the words that it begins and ends in: from where to where of them it goes, in UTF-16 as scripts
/// count, and the words in lower case.
fn in_words(letters: &[char], (start, end): (usize, usize)) -> String {
    let is_inner = |at: &usize| letters.get(*at).is_some_and(|letter| letter.is_alphanumeric());
    let first = (0..start).rev().take_while(is_inner).last().unwrap_or(start);
    let last = (end..letters.len())
        .take_while(is_inner)
        .last()
        .map_or(end, |at| at + 1);
    let low = |from: usize, to: usize| {
        letters
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .collect::<String>()
            .to_lowercase()
    };
    let length = |text: &str| text.encode_utf16().count();
    let from = length(&low(first, start));
    format!("{from} {} {}", from + length(&low(start, end)), low(first, last))
}

/// The paragraphs of a record with what its text holds for each.
pub(crate) fn text(record: &Record, text: &str, marker: &Highlighter, interface: Interface) -> TextView {
    let characters: Vec<char> = text.chars().collect();
    let mut said: HashMap<&str, Vec<&Statement>> = HashMap::new();
    for statement in &record.statements {
        said.entry(statement.anchor.as_str()).or_default().push(statement);
    }
    let mut citations: Vec<&Citation> = record.citations.iter().collect();
    citations.sort_by_key(|citation| (citation.start, citation.end));
    let mut out = TextView::default();
    let mut page = 0;
    for paragraph in &record.paragraphs {
        let letters = characters.get(paragraph.start..paragraph.end).unwrap_or_default();
        let text: String = letters.iter().collect();
        let marks = marker.marks(&text, paragraph.language);
        if !marks.is_empty() {
            out.found.push(FoundView {
                anchor: paragraph.anchor.clone(),
                page: paragraph.page,
                text: shortened(&text, &marks),
                number: out.marks + 1,
                marks: marks.len(),
            });
        }
        out.words.extend(marks.iter().map(|mark| in_words(letters, *mark)));
        let links = links(&citations, paragraph);
        let mut pieces = pieces(&text, &marks, &links, &mut out.marks);
        let rows = if paragraph.kind == BlockKind::Table {
            table(std::mem::take(&mut pieces))
        } else {
            Vec::new()
        };
        let said = said.get(paragraph.anchor.as_str()).map_or(&[][..], Vec::as_slice);
        let turns = match paragraph.kind {
            BlockKind::Table | BlockKind::Heading => Vec::new(),
            _ => turns(record, paragraph.start, letters, said, &mut pieces, interface),
        };
        let new_page = (paragraph.page != page).then_some(paragraph.page);
        page = paragraph.page;
        out.paragraphs.push(ParagraphView {
            anchor: paragraph.anchor.clone(),
            kind: paragraph.kind.as_str(),
            level: paragraph.level.unwrap_or(1).saturating_add(1).min(6),
            lang: paragraph.language.as_str(),
            pieces,
            rows,
            page: new_page,
            speakers: speakers(record, said, interface),
            reported: said.iter().any(|statement| statement.form == Form::Reported),
            turns,
        });
    }
    out
}

/// A table's pieces by row and cell: line feeds part rows, tabulators cells.
fn table(pieces: Vec<Piece>) -> Vec<Vec<Vec<Piece>>> {
    let mut rows = vec![vec![Vec::new()]];
    for piece in pieces {
        let mut number = piece.number;
        for (index, line) in piece.text.split('\n').enumerate() {
            if index > 0 {
                rows.push(vec![Vec::new()]);
            }
            for (index, part) in line.split('\t').enumerate() {
                let Some(row) = rows.last_mut() else { continue };
                if index > 0 {
                    row.push(Vec::new());
                }
                if let Some(cell) = row.last_mut().filter(|_| !part.is_empty()) {
                    cell.push(Piece {
                        text: part.to_owned(),
                        marked: piece.marked,
                        number: number.take(),
                        url: piece.url.clone(),
                    });
                }
            }
        }
    }
    rows
}

/// The address of a record's page with a query, for links between its views.
pub(crate) fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<(String, String)> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", encode(&pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_keeps_marks_in_their_cells() {
        let cut = pieces("a\tb c\nd", &[(2, 3)], &[], &mut 0);
        let rows = table(cut);
        let shape: Vec<Vec<usize>> = rows.iter().map(|row| row.iter().map(Vec::len).collect()).collect();
        assert_eq!(shape, [vec![1, 2], vec![1]]);
        assert!(rows[0][1][0].marked && rows[0][1][0].number == Some(1));
    }

    #[test]
    fn the_original_is_told_where_in_its_words_a_mark_stands() {
        let letters: Vec<char> = "Nye vindkraftanlegg, E-helse 𝔸ord".chars().collect();
        for (mark, expected) in [
            ((4, 13), "0 9 vindkraftanlegg"),
            ((13, 19), "9 15 vindkraftanlegg"),
            ((0, 19), "0 19 nye vindkraftanlegg"),
            ((23, 28), "0 5 helse"),
            ((30, 33), "2 5 𝔸ord"),
        ] {
            assert_eq!(in_words(&letters, mark), expected);
        }
    }

    #[test]
    fn a_long_paragraph_is_shown_around_its_first_mark() {
        let text = format!("{}funn{}", "a".repeat(100), "b".repeat(100));
        let short = shortened(&text, &[(100, 104)]);
        assert!(short.starts_with('…') && short.ends_with('…') && short.contains("funn"));
        assert_eq!(shortened("kort", &[(0, 4)]), "kort");
    }
}
