//! A record as the consecutive documents that stand for it in the index.

use crate::error::EngineError;
use crate::keywords::{self, Keywords};
use crate::schema::{Fields, TextFields};
use crate::stored::{StoredPassage, header};
use crate::words::Encoded;
use ordskifte_query::Unit;
use ordskifte_record::{Access, Language, Record, Statement, Status};
use std::collections::HashMap;
use tantivy::TantivyDocument;
use tantivy::schema::Schema;

/// The documents of a record: itself, its paragraphs, statements, positions and cases.
///
/// A restricted record gets a header alone, which no search finds; a withdrawn one is found by title and
/// metadata.
pub(crate) fn documents(
    schema: &Schema,
    fields: &Fields,
    record: &Record,
    text: &str,
) -> Result<Vec<TantivyDocument>, EngineError> {
    let mut first = TantivyDocument::new();
    let id = record
        .id
        .as_ref()
        .ok_or_else(|| EngineError::Index("a record without id cannot be indexed".to_owned()))?;
    first.add_text(fields.id, id.as_str());
    first.add_text(fields.header, json(&header(record))?);
    if record.access == Access::Restricted {
        return Ok(vec![first]);
    }
    let mut block = Block {
        schema,
        fields,
        record,
        documents: Vec::new(),
        words: 0,
    };
    block.write_keywords(&mut first, &keywords::of_record(record))?;
    block.write_text(&mut first, fields.title(), &Encoded::of(&record.title, record.language));
    let mut counts = Counts::default();
    if record.status == Status::Current {
        counts.passages = block.paragraphs(text)?;
        counts.statements = block.statements()?;
        counts.positions = block.positions()?;
        counts.cases = block.cases()?;
        counts.words = block.words;
    }
    write_numbers(&mut first, fields, record, &counts);
    let mut documents = vec![first];
    documents.append(&mut block.documents);
    for document in documents.iter_mut().skip(1) {
        document.add_text(fields.id, id.as_str());
    }
    Ok(documents)
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, EngineError> {
    serde_json::to_string(value).map_err(|error| EngineError::Index(format!("a record cannot be written: {error}")))
}

/// How many documents of each unit follow the record's own, and the words of its paragraphs.
#[derive(Default)]
struct Counts {
    passages: u64,
    statements: u64,
    positions: u64,
    cases: u64,
    words: u64,
}

struct Block<'a> {
    schema: &'a Schema,
    fields: &'a Fields,
    record: &'a Record,
    documents: Vec<TantivyDocument>,
    words: u64,
}

impl<'a> Block<'a> {
    fn paragraphs(&mut self, text: &str) -> Result<u64, EngineError> {
        let mut said: HashMap<&str, Vec<&Statement>> = HashMap::new();
        for statement in &self.record.statements {
            said.entry(&statement.anchor).or_default().push(statement);
        }
        let places = byte_offsets(text);
        for paragraph in &self.record.paragraphs {
            let slice = places
                .get(paragraph.start)
                .zip(places.get(paragraph.end))
                .and_then(|(start, end)| text.get(*start as usize..*end as usize))
                .unwrap_or_default();
            let encoded = Encoded::of(slice, paragraph.language);
            self.words += encoded.words;
            let said = said.get(paragraph.anchor.as_str()).map_or(&[][..], Vec::as_slice);
            let body = StoredPassage::of_paragraph(self.record, paragraph, slice, said);
            self.part(Unit::Passage, &body, &encoded, said)?;
        }
        Ok(self.record.paragraphs.len() as u64)
    }

    fn statements(&mut self) -> Result<u64, EngineError> {
        let languages: HashMap<&str, Language> = self
            .record
            .paragraphs
            .iter()
            .map(|paragraph| (paragraph.anchor.as_str(), paragraph.language))
            .collect();
        for statement in &self.record.statements {
            let language = languages
                .get(statement.anchor.as_str())
                .copied()
                .unwrap_or(self.record.language);
            let body = StoredPassage::of_statement(self.record, statement, language);
            self.part(
                Unit::Statement,
                &body,
                &Encoded::of(&statement.text, language),
                &[statement],
            )?;
        }
        Ok(self.record.statements.len() as u64)
    }

    fn positions(&mut self) -> Result<u64, EngineError> {
        for position in &self.record.positions {
            let said = self.said_within(position.start, position.end);
            let body = StoredPassage::of_position(self.record, position, &said);
            let encoded = Encoded::of(&body.text, body.language);
            self.part(Unit::Position, &body, &encoded, &said)?;
        }
        Ok(self.record.positions.len() as u64)
    }

    fn cases(&mut self) -> Result<u64, EngineError> {
        for case in &self.record.cases {
            let said = self.said_within(case.start, case.end);
            let body = StoredPassage::of_case(self.record, case, &said);
            // Its subject is its name; it is found by that also where the sentence does not repeat it.
            let encoded = if body.text.contains(&case.subject) {
                Encoded::of(&body.text, body.language)
            } else {
                Encoded::of(&format!("{}\n{}", case.subject, body.text), body.language)
            };
            self.part(Unit::Case, &body, &encoded, &said)?;
        }
        Ok(self.record.cases.len() as u64)
    }

    /// The statements that share words with a stretch of the text.
    fn said_within(&self, start: usize, end: usize) -> Vec<&'a Statement> {
        let statements = self.record.statements.iter();
        statements.filter(|said| said.start < end && start < said.end).collect()
    }

    fn part(
        &mut self,
        unit: Unit,
        body: &StoredPassage,
        encoded: &Encoded,
        said: &[&Statement],
    ) -> Result<(), EngineError> {
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.body, json(body)?);
        let keywords = keywords::of_part(unit, self.record, said, body);
        self.write_keywords(&mut document, &keywords)?;
        self.write_text(&mut document, self.fields.text(unit), encoded);
        self.documents.push(document);
        Ok(())
    }

    fn write_keywords(&self, document: &mut TantivyDocument, keywords: &Keywords) -> Result<(), EngineError> {
        for key in &keywords.keys {
            document.add_text(self.fields.filter, key);
        }
        for (field, value) in &keywords.facets {
            document.add_text(self.schema.get_field(field.as_str())?, value);
        }
        Ok(())
    }

    #[expect(clippy::unused_self, reason = "reads as its siblings")]
    fn write_text(&self, document: &mut TantivyDocument, fields: TextFields, encoded: &Encoded) {
        document.add_text(fields.exact, &encoded.exact);
        document.add_text(fields.lemma, &encoded.lemma);
        if !encoded.parts.is_empty() {
            document.add_text(fields.parts, &encoded.parts);
        }
    }
}

fn write_numbers(document: &mut TantivyDocument, fields: &Fields, record: &Record, counts: &Counts) {
    let numbers = fields.numbers;
    let id = record.id.as_ref().map_or("", |id| id.as_str());
    let packed = pack_id(id);
    document.add_u64(numbers.year, record.year().map_or(0, u64::from));
    document.add_u64(
        numbers.first_day,
        record.date.map_or(0, |date| u64::from(date.first_day())),
    );
    document.add_u64(
        numbers.last_day,
        record.date.map_or(0, |date| u64::from(date.last_day())),
    );
    let archived = record.archived_at.as_deref().map_or(0, time_number);
    document.add_u64(numbers.archived, archived);
    document.add_u64(numbers.id_high, (packed >> 64) as u64);
    document.add_u64(numbers.id_low, packed as u64);
    document.add_u64(numbers.passages, counts.passages);
    document.add_u64(numbers.statements, counts.statements);
    document.add_u64(numbers.positions, counts.positions);
    document.add_u64(numbers.cases, counts.cases);
    document.add_u64(numbers.words, counts.words);
}

/// A record id (80 bits in base32) as a number of the same order as its text.
fn pack_id(id: &str) -> u128 {
    id.bytes().fold(0, |packed, byte| {
        // Digits sort before letters in ASCII.
        let value = if byte.is_ascii_digit() {
            byte.wrapping_sub(b'2')
        } else {
            byte.wrapping_sub(b'a').wrapping_add(6)
        };
        (packed << 5) | u128::from(value & 31)
    })
}

/// An RFC 3339 time in UTC as a number of the same order: its digits to hundred-thousandths of a second.
pub(crate) fn time_number(time: &str) -> u64 {
    let digits = time.bytes().filter(u8::is_ascii_digit).take(19);
    let (number, count) = digits.fold((0_u64, 0), |(number, count), digit| {
        (
            number.saturating_mul(10).saturating_add(u64::from(digit - b'0')),
            count + 1,
        )
    });
    (count..19).fold(number, |number, _| number.saturating_mul(10))
}

/// Byte offset of every code point, and of the end.
fn byte_offsets(text: &str) -> Vec<u32> {
    let mut out: Vec<u32> = text.char_indices().map(|(offset, _)| offset as u32).collect();
    out.push(text.len() as u32);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_ids_and_times_keep_their_order() {
        assert!(pack_id("2222222222222222") < pack_id("7222222222222222"));
        assert!(pack_id("7222222222222222") < pack_id("a222222222222222"));
        assert_ne!(pack_id("aaaaaaaaaaaaaaaa"), pack_id("aaaaaaaaaaaaaaab"));
        let times = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", "2026-01-02T00:00:00Z"];
        assert!(times.map(time_number).is_sorted());
        assert!(time_number(times[0]) < time_number(times[1]));
    }
}
