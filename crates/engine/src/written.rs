//! How texts write a word of which the index has the folded form: names with a capital letter, abbreviations with many.

use crate::error::EngineError;
use crate::snapshot::Snapshot;
use crate::table::posting;
use ordskifte_analysis::{fold, is_listed, tokenize};
use ordskifte_query::Unit;
use std::collections::BTreeMap;

/// Paragraphs, and titles, that are read to see how a word is written.
const MOST_READ: usize = 8;

/// How often a word is written in each way.
#[derive(Debug, Default)]
struct Written {
    /// Inside of sentences.
    inside: BTreeMap<String, usize>,
    /// Where a sentence begins, and every word has a capital letter.
    first: BTreeMap<String, usize>,
}

impl Snapshot {
    /// A folded word as texts write it; one that stands anywhere in small letters is written so.
    pub(crate) fn as_written(&self, word: String, unit: Unit) -> Result<String, EngineError> {
        let mut written = Written::default();
        for (text, of_title) in [(self.fields().text(unit), false), (self.fields().title(), true)] {
            for (segment, doc) in self.some_with(text.exact, &word)? {
                let text = if of_title {
                    self.header_at(segment, doc)?.title
                } else {
                    self.passage_at(segment, doc)?.text
                };
                written.take_in(&text, &word);
            }
        }
        Ok(written.usual(word))
    }

    /// Some living documents with a term.
    fn some_with(
        &self,
        field: tantivy::schema::Field,
        term: &str,
    ) -> Result<Vec<(usize, tantivy::DocId)>, EngineError> {
        let mut out = Vec::new();
        for (index, (segment, _)) in self.segments().enumerate() {
            let living = posting(segment, field, term)?;
            let living = living.into_iter().filter(|doc| !segment.is_deleted(*doc));
            out.extend(living.take(MOST_READ - out.len()).map(|doc| (index, doc)));
        }
        Ok(out)
    }
}

impl Written {
    fn take_in(&mut self, text: &str, word: &str) {
        // A heading in nothing but capital letters says nothing of any word.
        if !text.chars().any(char::is_lowercase) {
            return;
        }
        let mut end = 0;
        for token in tokenize(text) {
            let between = text.get(end..token.start).unwrap_or_default();
            let is_first = end == 0 || between.contains(['.', '!', '?', ':', '\n', '–', '•']);
            end = token.end;
            if fold(token.text) == word {
                let ways = if is_first { &mut self.first } else { &mut self.inside };
                *ways.entry(token.text.to_owned()).or_default() += 1;
            }
        }
    }

    /// The usual way; at the beginnings of sentences alone, a word of the lexicon is no name.
    fn usual(self, word: String) -> String {
        let is_small = self.inside.contains_key(&word) || self.first.contains_key(&word);
        if is_small || (self.inside.is_empty() && is_listed(&word)) {
            return word;
        }
        let ways = if self.inside.is_empty() {
            self.first
        } else {
            self.inside
        };
        let usual = ways.into_iter().max_by_key(|(_, count)| *count);
        // What a query would take for an operator stays a word.
        usual
            .map(|(way, _)| way)
            .filter(|way| !matches!(way.as_str(), "AND" | "OR" | "NOT"))
            .unwrap_or(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(word: &str, texts: &[&str]) -> String {
        let mut written = Written::default();
        for text in texts {
            written.take_in(text, word);
        }
        written.usual(word.to_owned())
    }

    #[test]
    fn names_have_capitals_and_words_have_not() {
        assert_eq!(usual("tjeldflåt", &["Det mente Tjeldflåt."]), "Tjeldflåt");
        assert_eq!(usual("tjeldflåt", &["Tjeldflåt orienterte."]), "Tjeldflåt");
        assert_eq!(usual("norsar", &["Både NORSAR og KS svarte."]), "NORSAR");
        assert_eq!(usual("kommunene", &["Kommunene svarte."]), "kommunene");
        assert_eq!(usual("kommunene", &["Svar: Kommunene svarte."]), "kommunene");
        assert_eq!(usual("tjeldflåt", &["REFERAT TJELDFLÅT", "Her Tjeldflåt"]), "Tjeldflåt");
        assert_eq!(usual("havvind", &["Sak Havvind", "om havvind"]), "havvind");
        assert_eq!(usual("and", &["Det er AND."]), "and");
        assert_eq!(usual("xqzt", &[]), "xqzt");
    }
}
