//! A parsed query as the index runs it.

use crate::docset::{SetQuery, set_of};
use crate::error::EngineError;
use crate::filter;
use crate::joined::joined;
use crate::rows::{EQUIVALENT, EXACT, PART, WHOLE, WHOLE_EQUIVALENT, each_beginning};
use crate::schema::TextFields;
use crate::sequence::SequenceQuery;
use crate::snapshot::Snapshot;
use crate::synonyms::Synonyms;
use crate::words::{QueryWord, fits, printed, query_words};
use ordskifte_analysis::{fold, tokenize};
use ordskifte_query::{Expr, Fault, Unit, Why};
use std::collections::{BTreeSet, HashMap};
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, Query, TermQuery,
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
    /// Folded words in just this form, in order.
    Exact(Vec<String>, u32),
    /// The folded beginning of words.
    Prefix(String),
    /// What was typed, and what is searched with it.
    Any(Box<Leaf>, Vec<Other>),
}

/// What is searched together with what was typed, below it.
#[derive(Clone, Debug)]
pub(crate) struct Other {
    pub(crate) leaf: Leaf,
    pub(crate) why: Why,
    /// How it is shown.
    pub(crate) by: String,
}

impl Other {
    /// What it counts beside what was typed.
    pub(crate) fn weight(&self) -> f32 {
        if self.why == Why::Part { PART } else { EQUIVALENT }
    }
}

/// What an expression's word, phrase or prefix looks for; `None` when nothing of it is searchable.
pub(crate) fn leaf(expr: &Expr, synonyms: &Synonyms) -> Option<Leaf> {
    let typed = typed(expr)?;
    let mut others = joined(&typed);
    others.extend(synonyms.of(&typed));
    Some(if others.is_empty() {
        typed
    } else {
        Leaf::Any(Box::new(typed), others)
    })
}

fn typed(expr: &Expr) -> Option<Leaf> {
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
            let mut words = query_words(&printed(&phrase.words));
            let prefix = if phrase.prefix {
                words.pop().map(|word| word.exact)
            } else {
                None
            };
            (!words.is_empty() || prefix.is_some()).then_some(Leaf::Sequence(words, phrase.slop, prefix))
        }
        Expr::Exact(phrase) => {
            let text = printed(&phrase.words);
            let words: Vec<String> = tokenize(&text).map(|token| fold(token.text)).collect();
            (!words.is_empty()).then_some(Leaf::Exact(words, phrase.slop))
        }
        Expr::Prefix(word) => Some(Leaf::Prefix(fold(word))),
        _ => None,
    }
}

/// The text that hits should have, as the query writes it and as it is looked for: for best passages, highlights and
/// explanations. Negations, filters and titles have none.
pub(crate) fn positive_leaves(expr: Option<&Expr>, synonyms: &Synonyms) -> Vec<(String, Leaf)> {
    let Some(expr) = expr.map(|expr| synonyms.spread(expr)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    collect(&expr, &mut found);
    let looked_for = |expr: &Expr| leaf(expr, synonyms).map(|leaf| (expr.to_string(), leaf));
    found.into_iter().filter_map(looked_for).collect()
}

fn collect<'a>(expr: &'a Expr, out: &mut Vec<&'a Expr>) {
    match expr {
        Expr::Word(_) | Expr::Phrase(_) | Expr::Exact(_) | Expr::Prefix(_) => out.push(expr),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| collect(part, out)),
        Expr::Filter { .. } | Expr::Title(_) | Expr::Not(_) => {}
    }
}

/// Whether an expression gives scores.
pub(crate) fn scores(expr: &Expr) -> bool {
    match expr {
        Expr::Word(_) | Expr::Phrase(_) | Expr::Exact(_) | Expr::Prefix(_) => true,
        Expr::Title(inner) => scores(inner),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(scores),
        Expr::Filter { .. } | Expr::Not(_) => false,
    }
}

type Compiled = Option<Box<dyn Query>>;

impl Snapshot {
    /// The query for an expression over paragraphs or statements; `None` when it has nothing searchable and so rules nothing out.
    pub(crate) fn compile(&self, expr: &Expr, unit: Unit) -> Result<Compiled, EngineError> {
        Ok(match expr {
            Expr::Word(_) | Expr::Phrase(_) | Expr::Exact(_) | Expr::Prefix(_) => match leaf(expr, self.synonyms()) {
                Some(leaf) => Some(self.leaf_query(&leaf, self.fields().text(unit))?),
                None => None,
            },
            Expr::Filter { field, value } => {
                let sets = filter::nested(self, unit, *field, value)?;
                Some(Box::new(SetQuery::new(sets, 0.0)))
            }
            Expr::Title(inner) => self.title_query(inner, unit)?,
            Expr::And(parts) => self.and_query(parts, unit)?,
            Expr::Or(parts) => {
                let parts = self.compile_all(parts, unit)?;
                (!parts.is_empty()).then(|| Box::new(BooleanQuery::union(parts)) as Box<dyn Query>)
            }
            Expr::Not(inner) => match self.compile(inner, unit)? {
                Some(inner) => Some(Box::new(BooleanQuery::new(vec![
                    (Occur::Must, self.all(unit)),
                    (Occur::MustNot, inner),
                ]))),
                None => None,
            },
        })
    }

    fn compile_all(&self, parts: &[Expr], unit: Unit) -> Result<Vec<Box<dyn Query>>, EngineError> {
        let mut out = Vec::with_capacity(parts.len());
        for part in parts {
            out.extend(self.compile(part, unit)?);
        }
        Ok(out)
    }

    fn and_query(&self, parts: &[Expr], unit: Unit) -> Result<Compiled, EngineError> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for part in parts {
            let (occur, part) = match part {
                Expr::Not(inner) => (Occur::MustNot, inner.as_ref()),
                part => (Occur::Must, part),
            };
            clauses.extend(self.compile(part, unit)?.map(|query| (occur, query)));
        }
        if clauses.is_empty() {
            return Ok(None);
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, self.all(unit)));
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

    /// Paragraphs or statements of the records whose titles fit.
    fn title_query(&self, inner: &Expr, unit: Unit) -> Result<Compiled, EngineError> {
        let Some(hits) = self.title_hits(inner)? else {
            return Ok(None);
        };
        let mut sets = HashMap::new();
        for (index, (segment, table)) in self.segments().enumerate() {
            let rows = hits.of(index).filter_map(|(row, _)| table.rows.get(row));
            sets.insert(
                segment.segment_id(),
                set_of(segment, rows.flat_map(|row| row.documents(unit))),
            );
        }
        Ok(Some(Box::new(SetQuery::new(sets, 0.0))))
    }

    /// A word, phrase or prefix in the fields of a text: the best field counts.
    pub(crate) fn leaf_query(&self, leaf: &Leaf, text: TextFields) -> Result<Box<dyn Query>, EngineError> {
        Ok(match leaf {
            Leaf::Word(word) => self.word_query(word, text, WHOLE)?,
            Leaf::Exact(words, slop) => self.exact_query(words, *slop, text)?,
            Leaf::Any(typed, others) => {
                let mut queries = vec![self.leaf_query(typed, text)?];
                let own = self.tells(typed, text)?;
                for other in others {
                    // As in a word's own query: a rare compound stays below the common words that it is made of.
                    let scale = match (own, self.tells(&other.leaf, text)?) {
                        (Some(own), Some(theirs)) if theirs > own => own / theirs,
                        _ => 1.0,
                    };
                    let query = match &other.leaf {
                        Leaf::Word(compound) if other.why == Why::Part => self.word_query(compound, text, 0.0)?,
                        other => self.leaf_query(other, text)?,
                    };
                    queries.push(Box::new(BoostQuery::new(query, other.weight() * scale)));
                }
                Box::new(BooleanQuery::union(queries))
            }
            Leaf::Sequence(words, slop, prefix) => match self.sequence(words, *slop, prefix.as_deref(), text)? {
                Some(mut query) => {
                    query.whole = WHOLE * self.tells(leaf, text)?.unwrap_or_default();
                    Box::new(query)
                }
                None => Box::new(EmptyQuery),
            },
            Leaf::Prefix(prefix) => {
                let mut sets = HashMap::new();
                for (segment, _) in self.segments() {
                    let mut set = set_of(segment, []);
                    each_beginning(segment, text.exact, prefix, |mut postings| {
                        while postings.doc() != TERMINATED {
                            set.insert(postings.doc());
                            postings.advance();
                        }
                    })?;
                    sets.insert(segment.segment_id(), set);
                }
                Box::new(SetQuery::new(sets, 1.0))
            }
        })
    }

    /// Words in order; `None` when one of them can stand for nothing.
    pub(crate) fn sequence(
        &self,
        words: &[QueryWord],
        slop: u32,
        prefix: Option<&str>,
        text: TextFields,
    ) -> Result<Option<SequenceQuery>, EngineError> {
        let terms = |lemmas: &mut dyn Iterator<Item = &String>| -> Vec<Term> {
            let lemmas = lemmas.filter(|lemma| fits(lemma));
            lemmas.map(|lemma| Term::from_field_text(text.lemma, lemma)).collect()
        };
        let mut places: Vec<Vec<Term>> = words.iter().map(|word| terms(&mut word.all())).collect();
        if let Some(prefix) = prefix {
            places.push(terms(&mut self.lemmas_beginning(prefix, text.exact)?.iter()));
        }
        let possible = places.iter().all(|place| !place.is_empty());
        Ok(possible.then_some(SequenceQuery {
            places,
            slop,
            field: text.lemma,
            whole: 0.0,
        }))
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
                    let fault = Fault::TooManyBeginnings {
                        most: MAX_EXPANSIONS,
                        prefix: prefix.to_owned(),
                    };
                    return Err(EngineError::bad("q", fault));
                }
            }
        }
        Ok(lemmas)
    }

    /// How many documents have the commonest lemma of a word.
    fn uses(&self, word: &QueryWord, text: TextFields) -> Result<u64, EngineError> {
        let mut most = 0;
        for lemma in word.likely().filter(|lemma| fits(lemma)) {
            most = most.max(self.searcher().doc_freq(&Term::from_field_text(text.lemma, lemma))?);
        }
        Ok(most)
    }

    /// What BM25 takes a word or phrase to tell at most; `None` for what is not reckoned so.
    fn tells(&self, leaf: &Leaf, text: TextFields) -> Result<Option<f32>, EngineError> {
        let words = match leaf {
            Leaf::Word(word) => std::slice::from_ref(word),
            Leaf::Sequence(words, _, _) => words,
            _ => return Ok(None),
        };
        let all = self.documents(text);
        let mut sum = 0.0;
        for word in words {
            sum += rarity(all, self.uses(word, text)?);
        }
        Ok(Some(sum))
    }

    /// A word as written, by lemma, as part of a compound.
    ///
    /// What is rarer than the word itself counts no more for that: else one compound among many uses of the word would
    /// stand above them. A text that has the word itself has `whole` besides, in shares of what the word tells: else a
    /// long paragraph with the word would stand below a short one with a part of it.
    fn word_query(&self, word: &QueryWord, text: TextFields, whole: f32) -> Result<Box<dyn Query>, EngineError> {
        let terms = |field: Field, words: &mut dyn Iterator<Item = &String>| -> Vec<Term> {
            // A term longer than any that is indexed finds nothing.
            let words = words.filter(|word| fits(word));
            words.map(|word| Term::from_field_text(field, word)).collect()
        };
        let exact = terms(text.exact, &mut std::iter::once(&word.exact));
        let own = terms(text.lemma, &mut word.likely());
        let others = terms(text.lemma, &mut word.equivalents.iter());
        let parts = terms(text.parts, &mut word.likely());
        let other_parts = terms(text.parts, &mut word.inside_compounds.iter());
        if exact.is_empty() && own.is_empty() && others.is_empty() {
            return Ok(Box::new(EmptyQuery));
        }
        let all = self.documents(text);
        let most = self.uses(word, text)?;
        let scored = |terms: &[Term], boost: f32| -> Result<Vec<Box<dyn Query>>, EngineError> {
            let mut out: Vec<Box<dyn Query>> = Vec::with_capacity(terms.len());
            for term in terms {
                let with = self.searcher().doc_freq(term)?;
                let scale = if with < most {
                    rarity(all, most) / rarity(all, with)
                } else {
                    1.0
                };
                // How often a form or part stands in it adds nothing.
                let option = if term.field() == text.lemma {
                    IndexRecordOption::WithFreqs
                } else {
                    IndexRecordOption::Basic
                };
                let term = TermQuery::new(term.clone(), option);
                out.push(Box::new(BoostQuery::new(Box::new(term), boost * scale)));
            }
            Ok(out)
        };
        let mut out = scored(&exact, EXACT)?;
        out.extend(scored(&own, 1.0)?);
        out.extend(scored(&others, EQUIVALENT)?);
        let mut inside = scored(&parts, PART)?;
        inside.extend(scored(&other_parts, PART * EQUIVALENT)?);
        out.push(Box::new(DisjunctionMaxQuery::new(inside)));
        if whole > 0.0 {
            let mut commonest = most;
            for term in &others {
                commonest = commonest.max(self.searcher().doc_freq(term)?);
            }
            let having = [
                (own, whole * rarity(all, most)),
                (others, whole * WHOLE_EQUIVALENT * rarity(all, commonest)),
            ];
            let having = having.into_iter().filter(|(terms, _)| !terms.is_empty());
            out.push(Box::new(DisjunctionMaxQuery::new(
                having.map(|(terms, score)| any_of(terms, score)).collect(),
            )));
        }
        Ok(Box::new(BooleanQuery::union(out)))
    }
}

/// Documents with any of the terms, all with one score.
fn any_of(terms: Vec<Term>, score: f32) -> Box<dyn Query> {
    let terms = terms
        .into_iter()
        .map(|term| -> Box<dyn Query> { Box::new(TermQuery::new(term, IndexRecordOption::Basic)) });
    let any = BooleanQuery::union(terms.collect());
    Box::new(ConstScoreQuery::new(Box::new(any), score))
}

/// What BM25 takes a term to tell that this many of all documents have, as tantivy reckons it.
fn rarity(all: u64, with: u64) -> f32 {
    let with = with.min(all) as f32;
    (1.0 + (all as f32 - with + 0.5) / (with + 0.5)).ln()
}
