//! A parsed query as the index runs it.

use crate::docset::{SetQuery, set_of};
use crate::error::EngineError;
use crate::filter;
use crate::schema::TextFields;
use crate::sequence::SequenceQuery;
use crate::snapshot::Snapshot;
use crate::words::{QueryWord, fits, query_words};
use ordskifte_query::{Expr, Unit};
use std::collections::{BTreeSet, HashMap};
use tantivy::query::{
    BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, EnableScoring, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

/// Most lemmas that the last word of a phrase may stand for.
const MAX_EXPANSIONS: usize = 2000;

/// Text that a query looks for, analyzed.
#[derive(Clone, Debug)]
pub(crate) enum Leaf {
    /// A word in any form, also as part of a compound.
    Word(QueryWord),
    /// Words in order.
    Sequence(Vec<QueryWord>, u32, Option<String>),
    /// The folded beginning of words.
    Prefix(String),
}

/// What an expression's word, phrase or prefix looks for; `None` when nothing of it is searchable.
pub(crate) fn leaf(expr: &Expr) -> Option<Leaf> {
    match expr {
        Expr::Word(word) => {
            let mut words = query_words(word);
            match words.len() {
                0 => None,
                1 => words.pop().map(Leaf::Word),
                _ => Some(Leaf::Sequence(words, 0, None)),
            }
        }
        Expr::Phrase(phrase) => {
            let mut words: Vec<QueryWord> = phrase.words.iter().flat_map(|word| query_words(word)).collect();
            let prefix = if phrase.prefix {
                words.pop().map(|word| word.exact)
            } else {
                None
            };
            (!words.is_empty() || prefix.is_some()).then_some(Leaf::Sequence(words, phrase.slop, prefix))
        }
        Expr::Prefix(word) => Some(Leaf::Prefix(ordskifte_analysis::fold(word))),
        _ => None,
    }
}

/// The text that hits should have: for best passages and highlights. Negations, filters and titles have none.
pub(crate) fn positive_leaves<'a>(expr: &'a Expr, out: &mut Vec<&'a Expr>) {
    match expr {
        Expr::Word(_) | Expr::Phrase(_) | Expr::Prefix(_) => out.push(expr),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| positive_leaves(part, out)),
        Expr::Filter { .. } | Expr::Title(_) | Expr::Not(_) => {}
    }
}

/// Whether an expression gives scores.
pub(crate) fn scores(expr: &Expr) -> bool {
    match expr {
        Expr::Word(_) | Expr::Phrase(_) | Expr::Prefix(_) => true,
        Expr::Title(inner) => scores(inner),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(scores),
        Expr::Filter { .. } | Expr::Not(_) => false,
    }
}

/// What is searched: documents of a unit, in some of its fields, each with a weight.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) unit: Unit,
    pub(crate) texts: Vec<(TextFields, f32)>,
}

type Compiled = Option<Box<dyn Query>>;

impl Snapshot {
    /// Where a unit's text stands; a record's title counts double.
    pub(crate) fn target(&self, unit: Unit) -> Target {
        let mut texts = vec![(self.fields().text(unit), 1.0)];
        if unit == Unit::Record {
            texts.push((self.fields().title(), 2.0));
        }
        Target { unit, texts }
    }

    /// The query for an expression; `None` when it has nothing searchable and so rules nothing out.
    pub(crate) fn compile(&self, expr: &Expr, target: &Target) -> Result<Compiled, EngineError> {
        Ok(match expr {
            Expr::Word(_) | Expr::Phrase(_) | Expr::Prefix(_) => match leaf(expr) {
                Some(leaf) => Some(self.leaf_query(&leaf, target)?),
                None => None,
            },
            Expr::Filter { field, value } => {
                let sets = filter::nested(self, target.unit, *field, value)?;
                Some(Box::new(SetQuery::new(sets, 0.0)))
            }
            Expr::Title(inner) => self.title_query(inner, target.unit)?,
            Expr::And(parts) => self.and_query(parts, target)?,
            Expr::Or(parts) => {
                let parts = self.compile_all(parts, target)?;
                (!parts.is_empty()).then(|| Box::new(BooleanQuery::union(parts)) as Box<dyn Query>)
            }
            Expr::Not(inner) => match self.compile(inner, target)? {
                Some(inner) => Some(Box::new(BooleanQuery::new(vec![
                    (Occur::Must, self.all(target.unit)),
                    (Occur::MustNot, inner),
                ]))),
                None => None,
            },
        })
    }

    fn compile_all(&self, parts: &[Expr], target: &Target) -> Result<Vec<Box<dyn Query>>, EngineError> {
        let mut out = Vec::with_capacity(parts.len());
        for part in parts {
            out.extend(self.compile(part, target)?);
        }
        Ok(out)
    }

    fn and_query(&self, parts: &[Expr], target: &Target) -> Result<Compiled, EngineError> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for part in parts {
            let (occur, part) = match part {
                Expr::Not(inner) => (Occur::MustNot, inner.as_ref()),
                part => (Occur::Must, part),
            };
            clauses.extend(self.compile(part, target)?.map(|query| (occur, query)));
        }
        if clauses.is_empty() {
            return Ok(None);
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, self.all(target.unit)));
        }
        Ok(Some(Box::new(BooleanQuery::new(clauses))))
    }

    /// Every document of a unit.
    fn all(&self, unit: Unit) -> Box<dyn Query> {
        let mut sets = HashMap::new();
        for (segment, table) in self.segments() {
            let documents = table.rows.iter().flat_map(|row| row.documents(unit));
            sets.insert(segment.segment_id(), set_of(segment, documents));
        }
        Box::new(SetQuery::new(sets, 0.0))
    }

    /// Titles; for paragraphs and statements those of the record that they belong to.
    fn title_query(&self, inner: &Expr, unit: Unit) -> Result<Compiled, EngineError> {
        let target = Target {
            unit: Unit::Record,
            texts: vec![(self.fields().title(), 2.0)],
        };
        let Some(query) = self.compile(inner, &target)? else {
            return Ok(None);
        };
        if unit == Unit::Record {
            return Ok(Some(query));
        }
        let weight = query.weight(EnableScoring::disabled_from_searcher(self.searcher()))?;
        let mut sets = HashMap::new();
        for (segment, table) in self.segments() {
            let mut scorer = weight.scorer(segment, 1.0)?;
            let mut documents = Vec::new();
            while scorer.doc() != TERMINATED {
                let row = table.row_of(scorer.doc()).and_then(|row| table.rows.get(row));
                documents.extend(row.map(|row| row.documents(unit)).into_iter().flatten());
                scorer.advance();
            }
            sets.insert(segment.segment_id(), set_of(segment, documents));
        }
        Ok(Some(Box::new(SetQuery::new(sets, 0.0))))
    }

    /// A word, phrase or prefix in all the fields of a target: the best field counts.
    pub(crate) fn leaf_query(&self, leaf: &Leaf, target: &Target) -> Result<Box<dyn Query>, EngineError> {
        let mut disjuncts: Vec<Box<dyn Query>> = Vec::new();
        for (text, weight) in &target.texts {
            match leaf {
                Leaf::Word(word) => word_queries(word, *text, *weight, &mut disjuncts),
                Leaf::Sequence(words, slop, prefix) => {
                    let query = self.sequence_query(words, *slop, prefix.as_deref(), *text)?;
                    disjuncts.push(boosted(query, *weight));
                }
                Leaf::Prefix(prefix) => disjuncts.push(self.prefix_query(prefix, text.exact, *weight)?),
            }
        }
        Ok(match disjuncts.len() {
            0 => Box::new(EmptyQuery),
            1 => disjuncts.remove(0),
            _ => Box::new(DisjunctionMaxQuery::with_tie_breaker(disjuncts, 0.1)),
        })
    }

    fn sequence_query(
        &self,
        words: &[QueryWord],
        slop: u32,
        prefix: Option<&str>,
        text: TextFields,
    ) -> Result<Box<dyn Query>, EngineError> {
        let term = |lemma: &String| Term::from_field_text(text.lemma, lemma);
        let mut places: Vec<Vec<Term>> = words.iter().map(|word| word.all().map(term).collect()).collect();
        if let Some(prefix) = prefix {
            places.push(self.lemmas_beginning(prefix, text.exact)?.iter().map(term).collect());
        }
        Ok(match places.as_slice() {
            places if places.iter().any(Vec::is_empty) => Box::new(EmptyQuery),
            [terms] => {
                let terms = terms
                    .iter()
                    .map(|term| boosted(Box::new(term_query(term.clone())), 1.0));
                Box::new(DisjunctionMaxQuery::new(terms.collect()))
            }
            _ => Box::new(SequenceQuery {
                places,
                slop,
                field: text.lemma,
            }),
        })
    }

    /// Lemmas of the words that begin so: in a phrase, each stands for all forms of the word.
    fn lemmas_beginning(&self, prefix: &str, exact: Field) -> Result<BTreeSet<String>, EngineError> {
        let mut lemmas = BTreeSet::new();
        for (segment, _) in self.segments() {
            let inverted = segment.inverted_index(exact)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                if let Ok(word) = std::str::from_utf8(stream.key()) {
                    lemmas.extend(query_words(word).into_iter().flat_map(|word| word.lemmas));
                }
                if lemmas.len() > MAX_EXPANSIONS {
                    let detail = format!("more than {MAX_EXPANSIONS} words begin with `{prefix}`: write more of it");
                    return Err(EngineError::bad("q", detail));
                }
            }
        }
        Ok(lemmas)
    }

    /// Every word that begins so; all are worth the same.
    fn prefix_query(&self, prefix: &str, exact: Field, weight: f32) -> Result<Box<dyn Query>, EngineError> {
        let mut sets = HashMap::new();
        for (segment, _) in self.segments() {
            let inverted = segment.inverted_index(exact)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            let mut documents = Vec::new();
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                let mut postings = inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                while postings.doc() != TERMINATED {
                    documents.push(postings.doc());
                    postings.advance();
                }
            }
            sets.insert(segment.segment_id(), set_of(segment, documents));
        }
        Ok(Box::new(SetQuery::new(sets, weight)))
    }
}

/// The queries of a word in one text: as written, by lemma, as part of a compound.
fn word_queries(word: &QueryWord, text: TextFields, weight: f32, out: &mut Vec<Box<dyn Query>>) {
    let mut push = |field: Field, term: &str, boost: f32| {
        // A term longer than any that is indexed finds nothing.
        if fits(term) {
            let query = Box::new(term_query(Term::from_field_text(field, term)));
            out.push(boosted(query, weight * boost));
        }
    };
    push(text.exact, &word.exact, 1.1);
    for lemma in &word.lemmas {
        push(text.lemma, lemma, 1.0);
        push(text.parts, lemma, 0.5);
    }
    for lemma in &word.equivalents {
        push(text.lemma, lemma, 0.8);
    }
}

fn term_query(term: Term) -> TermQuery {
    TermQuery::new(term, IndexRecordOption::WithFreqs)
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    if (boost - 1.0).abs() < f32::EPSILON {
        query
    } else {
        Box::new(BoostQuery::new(query, boost))
    }
}
