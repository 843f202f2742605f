//! Completions of what somebody is typing: words of the texts, and values of facets, with exact counts of records.

use crate::collect::visit;
use crate::error::EngineError;
use crate::facet::Counters;
use crate::filter::FilterSet;
use crate::keys::loose;
use crate::snapshot::Snapshot;
use ordskifte_query::{FacetCount, FilterField, SearchRequest, Unit};
use std::collections::HashMap;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

/// Facets that completions come from. Senders are left out: among them are private persons.
pub const SUGGESTED: [FilterField; 4] = [
    FilterField::Ministry,
    FilterField::Participant,
    FilterField::Topic,
    FilterField::Cites,
];
/// Shortest beginning of a word that is completed; values of facets are offered from the first letter.
const SHORTEST: usize = 2;

/// The values of each facet that completions come from.
pub(crate) type Offered = Vec<(FilterField, Vec<OfferedValue>)>;

/// A value as it is offered, and how it is compared with what is typed.
#[derive(Debug)]
pub(crate) struct OfferedValue {
    value: String,
    label: String,
    count: FacetCount,
}

/// Completions of one beginning.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    /// Words of the texts that begin like the last word typed, those in most paragraphs first, with that number.
    pub words: Vec<(String, u64)>,
    /// Values of facets of which a word begins like what was typed, those of most records first.
    pub values: Vec<(FilterField, FacetCount)>,
}

impl Snapshot {
    /// Completions of what is typed: at most `most` words, and as many values of each facet.
    pub fn suggest(&self, typed: &str, most: usize) -> Result<Suggestions, EngineError> {
        let last = typed
            .rsplit(|c: char| c.is_whitespace() || c == '"')
            .next()
            .unwrap_or("");
        Ok(Suggestions {
            words: self.words_beginning(&ordskifte_analysis::fold(last), most)?,
            values: self.values_beginning(typed.trim(), most)?,
        })
    }

    fn words_beginning(&self, prefix: &str, most: usize) -> Result<Vec<(String, u64)>, EngineError> {
        if prefix.chars().count() < SHORTEST {
            return Ok(Vec::new());
        }
        let field = self.fields().text(Unit::Passage).exact;
        let mut counts: HashMap<String, u64> = HashMap::new();
        for (segment, _) in self.segments() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                if let Ok(word) = std::str::from_utf8(stream.key()) {
                    *counts.entry(word.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
        let mut words: Vec<_> = counts.into_iter().filter(|(word, _)| word != prefix).collect();
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut offered = Vec::new();
        for (word, count) in words {
            if offered.len() == most {
                break;
            }
            if self.is_offered(&word, &[field])? {
                offered.push((word, count));
            }
        }
        Ok(offered)
    }

    /// Whether a text that is still there and that no private person wrote has a word in one of these fields: names and
    /// matters of private letters are offered to nobody.
    pub(crate) fn is_offered(&self, word: &str, fields: &[Field]) -> Result<bool, EngineError> {
        for field in fields {
            let term = Term::from_field_text(*field, word);
            for (segment, table) in self.segments() {
                let inverted = segment.inverted_index(*field)?;
                let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
                    continue;
                };
                let mut doc = postings.doc();
                while doc != TERMINATED {
                    let row = table.row_of(doc).and_then(|row| table.rows.get(row));
                    if !segment.is_deleted(doc) && row.is_some_and(|row| !row.private) {
                        return Ok(true);
                    }
                    doc = postings.advance();
                }
            }
        }
        Ok(false)
    }

    fn values_beginning(&self, typed: &str, most: usize) -> Result<Vec<(FilterField, FacetCount)>, EngineError> {
        let wanted = loose(typed);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let inside = format!(" {wanted}");
        let begins = |text: &String| text.starts_with(&wanted) || text.contains(&inside);
        let mut out = Vec::new();
        for (field, offered) in self.offered()? {
            let fitting = offered
                .iter()
                .filter(|value| begins(&value.value) || begins(&value.label));
            out.extend(fitting.take(most).map(|value| (*field, value.count.clone())));
        }
        out.sort_by_key(|(_, count)| std::cmp::Reverse(count.count));
        Ok(out)
    }

    /// All values that may be offered, those of most records first; the same until the index changes.
    fn offered(&self) -> Result<&Offered, EngineError> {
        if let Some(offered) = self.offered_once().get() {
            return Ok(offered);
        }
        let request = SearchRequest::default();
        let filters = FilterSet::new(self, &request.filters, Unit::Record)?;
        let text = self.text(&request)?;
        let mut counters = Counters::new(self, &filters, Unit::Record, &SUGGESTED)?;
        visit(self, Unit::Record, &text, &filters, |found| counters.count(&found))?;
        let mut all = Vec::with_capacity(SUGGESTED.len());
        for (field, counts) in counters.finish(&SUGGESTED, usize::MAX, |_, _| true)? {
            let values = counts.into_iter().map(|count| OfferedValue {
                value: loose(&count.value),
                label: loose(&count.label),
                count,
            });
            all.push((field, values.collect()));
        }
        Ok(self.offered_once().get_or_init(|| all))
    }
}
