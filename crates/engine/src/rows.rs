//! Text over whole records, reckoned from their paragraphs and titles: no text is indexed twice.
//!
//! A record has a word when any of its paragraphs or its title has it. Frequencies are summed over the record and
//! weighted by where they stand, then scored once (BM25F); only living records count, so scores do not depend
//! on merges.

use crate::compile::{Leaf, leaf};
use crate::error::EngineError;
use crate::filter;
use crate::schema::TextFields;
use crate::snapshot::Snapshot;
use crate::table::Table;
use crate::words::{QueryWord, fits};
use ordskifte_query::{Expr, Why};
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

const K1: f32 = 1.2;
const B: f32 = 0.75;
/// What a word in the title counts, compared with one in the text.
const TITLE: f32 = 4.0;
/// What the form as typed adds to its lemma, what a part of a compound counts, and another word for the same.
pub(crate) const EXACT: f32 = 0.1;
pub(crate) const PART: f32 = 0.5;
pub(crate) const EQUIVALENT: f32 = 0.8;
/// What a text has for having the word itself at all, in shares of what the word tells: more than any number of parts can
/// bring (`PART` times BM25's limit, and what a compound's form adds), so that no length of a text puts a part above it.
pub(crate) const WHOLE: f32 = 1.25;
/// The share of it that another word for the same brings.
pub(crate) const WHOLE_EQUIVALENT: f32 = 0.9;

/// Records that fit, with scores, by segment and row.
#[derive(Clone, Debug)]
pub(crate) struct RowHits {
    segments: Vec<Vec<Option<f32>>>,
}

impl RowHits {
    /// The rows of a segment that fit, in order.
    pub(crate) fn of(&self, segment: usize) -> impl Iterator<Item = (usize, f32)> {
        let rows = self.segments.get(segment).map_or(&[][..], Vec::as_slice);
        rows.iter()
            .enumerate()
            .filter_map(|(row, score)| score.map(|score| (row, score)))
    }

    /// The score of one row, where it fits.
    pub(crate) fn score(&self, segment: usize, row: usize) -> Option<f32> {
        self.segments.get(segment)?.get(row).copied().flatten()
    }

    fn combine(mut self, other: &Self, join: impl Fn(Option<f32>, Option<f32>) -> Option<f32>) -> Self {
        for (rows, others) in self.segments.iter_mut().zip(&other.segments) {
            for (row, other) in rows.iter_mut().zip(others) {
                *row = join(*row, *other);
            }
        }
        self
    }

    fn negated(mut self) -> Self {
        for row in self.segments.iter_mut().flatten() {
            *row = if row.is_some() { None } else { Some(0.0) };
        }
        self
    }
}

/// Weighted frequencies of one word or phrase, by segment and row.
struct Frequencies(Vec<Vec<Found>>);

/// What a row has of a word or phrase.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    /// How often, weighted.
    frequency: f32,
    /// What it has for having the word itself, 0–1; 0 when it has but parts.
    whole: f32,
}

impl Found {
    fn add(&mut self, counts: Counts, times: u32) {
        self.frequency += counts.each * times as f32;
        self.whole = self.whole.max(counts.whole);
    }
}

/// What an occurrence counts: each one, and that there is any.
#[derive(Clone, Copy, Debug)]
struct Counts {
    each: f32,
    whole: f32,
}

impl Counts {
    const TYPED: Self = Self { each: 1.0, whole: 1.0 };

    /// So much more or less for each.
    fn times(self, weight: f32) -> Self {
        Self {
            each: self.each * weight,
            ..self
        }
    }

    /// Another word for the same.
    fn other(self) -> Self {
        Self {
            each: self.each * EQUIVALENT,
            whole: self.whole * WHOLE_EQUIVALENT,
        }
    }

    /// A part of a compound, or a compound of what was asked for.
    fn part(self) -> Self {
        Self {
            each: self.each * PART,
            whole: 0.0,
        }
    }
}

impl Snapshot {
    /// The records that fit an expression; `None` when it has nothing searchable and so rules nothing out.
    pub(crate) fn row_hits(&self, expr: &Expr) -> Result<Option<RowHits>, EngineError> {
        self.rows_in(expr, &self.record_texts())
    }

    /// The texts of a record, and what a word in each counts.
    fn record_texts(&self) -> [(TextFields, f32); 2] {
        let text = self.fields().text(ordskifte_query::Unit::Record);
        [(text, 1.0), (self.fields().title(), TITLE)]
    }

    /// The same for titles alone.
    pub(crate) fn title_hits(&self, expr: &Expr) -> Result<Option<RowHits>, EngineError> {
        self.rows_in(expr, &[(self.fields().title(), TITLE)])
    }

    fn rows_in(&self, expr: &Expr, texts: &[(TextFields, f32)]) -> Result<Option<RowHits>, EngineError> {
        Ok(match expr {
            Expr::Word(_) | Expr::Phrase(_) | Expr::Exact(_) | Expr::Prefix(_) => match leaf(expr, self.synonyms()) {
                Some(leaf) => Some(self.leaf_in(&leaf, texts)?),
                None => None,
            },
            Expr::Filter { field, value } => {
                let rows = filter::nested_rows(self, *field, value)?;
                let scored = |rows: Vec<bool>| rows.into_iter().map(|hit| hit.then_some(0.0)).collect();
                Some(RowHits {
                    segments: rows.into_iter().map(scored).collect(),
                })
            }
            Expr::Title(inner) => self.title_hits(inner)?,
            Expr::Not(inner) => self.rows_in(inner, texts)?.map(RowHits::negated),
            Expr::And(parts) => self.all_of(parts, texts, |a, b| a.zip(b).map(|(a, b)| a + b))?,
            Expr::Or(parts) => self.all_of(parts, texts, |a, b| match (a, b) {
                (Some(a), Some(b)) => Some(a + b),
                (a, b) => a.or(b),
            })?,
        })
    }

    fn all_of(
        &self,
        parts: &[Expr],
        texts: &[(TextFields, f32)],
        join: impl Fn(Option<f32>, Option<f32>) -> Option<f32> + Copy,
    ) -> Result<Option<RowHits>, EngineError> {
        let mut all: Option<RowHits> = None;
        for part in parts {
            if let Some(next) = self.rows_in(part, texts)? {
                all = Some(match all {
                    Some(all) => all.combine(&next, join),
                    None => next,
                });
            }
        }
        Ok(all)
    }

    /// The records that fit one word or phrase.
    pub(crate) fn leaf_rows(&self, leaf: &Leaf) -> Result<RowHits, EngineError> {
        self.leaf_in(leaf, &self.record_texts())
    }

    fn leaf_in(&self, leaf: &Leaf, texts: &[(TextFields, f32)]) -> Result<RowHits, EngineError> {
        let rows = self
            .segments()
            .map(|(_, table)| vec![Found::default(); table.rows.len()]);
        let mut frequencies = Frequencies(rows.collect());
        self.add_leaf(&mut frequencies, leaf, texts, Counts::TYPED)?;
        Ok(self.scored_rows(&frequencies))
    }

    /// Adds how often each record has it.
    fn add_leaf(
        &self,
        out: &mut Frequencies,
        leaf: &Leaf,
        texts: &[(TextFields, f32)],
        counts: Counts,
    ) -> Result<(), EngineError> {
        if let Leaf::Any(typed, others) = leaf {
            self.add_leaf(out, typed, texts, counts)?;
            return others.iter().try_for_each(|other| {
                let counts = if other.why == Why::Part {
                    counts.part()
                } else {
                    counts.other()
                };
                self.add_leaf(out, &other.leaf, texts, counts)
            });
        }
        for (text, weight) in texts {
            self.add_in_text(out, leaf, *text, counts.times(*weight))?;
        }
        Ok(())
    }

    fn add_in_text(
        &self,
        out: &mut Frequencies,
        leaf: &Leaf,
        text: TextFields,
        counts: Counts,
    ) -> Result<(), EngineError> {
        match leaf {
            Leaf::Word(word) => self.add_word(out, word, text, counts)?,
            Leaf::Sequence(words, slop, prefix) => {
                let Some(query) = self.sequence(words, *slop, prefix.as_deref(), text)? else {
                    return Ok(());
                };
                for ((segment, table), rows) in self.segments().zip(&mut out.0) {
                    query.each(segment, |doc, frequency| {
                        add(rows, table, doc, counts, frequency);
                    })?;
                }
            }
            Leaf::Exact(words, slop) => {
                let documents = self.exact_documents(words, *slop, text)?;
                for (((_, table), rows), found) in self.segments().zip(&mut out.0).zip(documents.iter()) {
                    for doc in found {
                        add(rows, table, *doc, counts, 1);
                    }
                }
            }
            Leaf::Prefix(prefix) => {
                for ((segment, table), rows) in self.segments().zip(&mut out.0) {
                    each_beginning(segment, text.exact, prefix, |postings| {
                        add_all(rows, table, postings, counts);
                    })?;
                }
            }
            // Taken apart before.
            Leaf::Any(..) => {}
        }
        Ok(())
    }

    fn add_word(
        &self,
        out: &mut Frequencies,
        word: &QueryWord,
        text: TextFields,
        counts: Counts,
    ) -> Result<(), EngineError> {
        self.add_term(out, text.exact, &word.exact, counts.times(EXACT))?;
        for lemma in word.likely() {
            self.add_term(out, text.lemma, lemma, counts)?;
            self.add_term(out, text.parts, lemma, counts.part())?;
        }
        for lemma in &word.equivalents {
            self.add_term(out, text.lemma, lemma, counts.other())?;
        }
        for lemma in &word.inside_compounds {
            self.add_term(out, text.parts, lemma, counts.other().part())?;
        }
        Ok(())
    }

    fn add_term(&self, out: &mut Frequencies, field: Field, term: &str, counts: Counts) -> Result<(), EngineError> {
        if !fits(term) {
            return Ok(());
        }
        let term = Term::from_field_text(field, term);
        for ((segment, table), rows) in self.segments().zip(&mut out.0) {
            let postings = segment
                .inverted_index(field)?
                .read_postings(&term, IndexRecordOption::WithFreqs)?;
            if let Some(postings) = postings {
                add_all(rows, table, postings, counts);
            }
        }
        Ok(())
    }

    fn scored_rows(&self, frequencies: &Frequencies) -> RowHits {
        let living = |segment: &SegmentReader, doc: DocId| !segment.is_deleted(doc);
        let mut with = 0_u64;
        for ((segment, table), rows) in self.segments().zip(&frequencies.0) {
            let hits = table
                .rows
                .iter()
                .zip(rows)
                .filter(|(_, frequency)| frequency.frequency > 0.0);
            with += hits.filter(|(row, _)| living(segment, row.doc)).count() as u64;
        }
        let (all, average) = self.living();
        let idf = (1.0 + (all.saturating_sub(with) as f32 + 0.5) / (with as f32 + 0.5)).ln();
        let score = |found: Found, words: u32| {
            let norm = K1 * (1.0 - B + B * words as f32 / average);
            let often = |frequency: f32| frequency * (K1 + 1.0) / (frequency + norm);
            if found.whole > 0.0 {
                idf * (WHOLE * found.whole + often(found.frequency))
            } else {
                // Parts alone: however many there are, they bring no more than their share.
                idf * PART * often(found.frequency / PART)
            }
        };
        let scored = self.segments().zip(&frequencies.0).map(|((_, table), rows)| {
            let rows = table.rows.iter().zip(rows);
            rows.map(|(row, found)| (found.frequency > 0.0).then(|| score(*found, row.words)))
                .collect()
        });
        RowHits {
            segments: scored.collect(),
        }
    }
}

fn add(rows: &mut [Found], table: &Table, doc: DocId, counts: Counts, times: u32) {
    if let Some(found) = table.row_of(doc).and_then(|row| rows.get_mut(row)) {
        found.add(counts, times);
    }
}

/// Adds the frequencies of a term's documents to the rows that they belong to.
fn add_all(rows: &mut [Found], table: &Table, mut postings: SegmentPostings, counts: Counts) {
    // Few documents look their rows up; many walk along with them.
    if postings.doc_freq() as usize * 16 < rows.len() {
        while postings.doc() != TERMINATED {
            add(rows, table, postings.doc(), counts, postings.term_freq());
            postings.advance();
        }
        return;
    }
    let mut doc = postings.doc();
    for (row, found) in table.rows.iter().zip(rows) {
        let end = row.end();
        while doc < end {
            found.add(counts, postings.term_freq());
            doc = postings.advance();
        }
        if doc == TERMINATED {
            return;
        }
    }
}

/// Calls `each` with the documents of every word of a field that begins so.
pub(crate) fn each_beginning(
    segment: &SegmentReader,
    field: Field,
    prefix: &str,
    mut each: impl FnMut(SegmentPostings),
) -> Result<(), EngineError> {
    let inverted = segment.inverted_index(field)?;
    let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
    while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
        each(inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::WithFreqs)?);
    }
    Ok(())
}
