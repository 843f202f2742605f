//! The query language: text to [`Expr`], with caps and repairs (`docs/query-language.md`).
//!
//! ```text
//! or    = and { "OR" and }
//! and   = unary { ["AND"] unary }
//! unary = ("-" | "NOT") unary | "(" or ")" | name ":" value | "title:" unary | prefix* | ["="] (word | "phrase"[~n])
//! ```
//! Quotes and parentheses left open at the end are closed; other faults are told with their place.

use crate::expr::{Expr, Phrase, QueryError};
use crate::fault::Fault;
use crate::lexer::{Name, Token, lex};
use crate::request::Filters;
use crate::value;
use ordskifte_record::PartialDate;

/// Most code points of a query.
pub const MAX_LENGTH: usize = 500;
/// Deepest nesting of parentheses and negations.
pub const MAX_DEPTH: usize = 32;
/// Most words, phrases' words and filters of a query.
pub const MAX_TERMS: usize = 64;

/// A query taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What is left after the filters were moved; `None` when there is no text.
    pub expr: Option<Expr>,
    /// The filters that stood at the top level, all of which apply.
    pub filters: Filters,
}

/// Reads a query. Never panics, whatever the text.
pub fn parse(query: &str) -> Result<Parsed, QueryError> {
    if query.chars().nth(MAX_LENGTH).is_some() {
        return Err(QueryError::after(MAX_LENGTH, Fault::QueryTooLong { most: MAX_LENGTH }));
    }
    let mut parser = Parser {
        tokens: lex(query)?,
        at: 0,
        depth: 0,
        terms: 0,
        end: query.chars().count(),
        range: Filters::default(),
    };
    let expr = parser.or()?;
    if let Some((position, _)) = parser.tokens.get(parser.at) {
        return Err(QueryError::after(*position, Fault::Unopened));
    }
    let parsed = move_filters(expr, parser.range);
    // Operators, punctuation and control characters alone are no question; taken for one, they would mean everything.
    let begin = query.chars().position(|c| !c.is_whitespace());
    match begin.filter(|_| parsed.expr.is_none() && parsed.filters.is_empty()) {
        Some(begin) => Err(QueryError::after(begin, Fault::Nothing)),
        None => Ok(parsed),
    }
}

/// Moves filters that all hits must pass out of the tree.
fn move_filters(expr: Option<Expr>, mut filters: Filters) -> Parsed {
    let parts = match expr {
        Some(Expr::And(parts)) => parts,
        other => other.into_iter().collect(),
    };
    let mut rest = Vec::new();
    for part in parts {
        match part {
            Expr::Filter { field, value } => filters.add(field, value),
            other => rest.push(other),
        }
    }
    Parsed {
        expr: joined(rest, Expr::And),
        filters,
    }
}

/// One part as it is, several by `join`, none as nothing.
fn joined(mut parts: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Option<Expr> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(join(parts)),
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    at: usize,
    depth: usize,
    terms: usize,
    end: usize,
    range: Filters,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn position(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |(position, _)| *position)
    }

    fn fail<T>(&self, fault: Fault) -> Result<T, QueryError> {
        Err(QueryError::after(self.position(), fault))
    }

    fn or(&mut self) -> Result<Option<Expr>, QueryError> {
        let mut parts = Vec::new();
        // Where the last `OR` stands.
        let mut operator = None;
        loop {
            match self.and()? {
                Some(Expr::Or(inner)) => parts.extend(inner),
                Some(part) => parts.push(part),
                None => {
                    let lonely = operator.or((self.peek() == Some(&Token::Or)).then(|| self.position()));
                    if let Some(position) = lonely {
                        return Err(QueryError::after(position, Fault::Lonely { operator: "OR" }));
                    }
                }
            }
            if self.peek() != Some(&Token::Or) {
                return Ok(joined(parts, Expr::Or));
            }
            operator = Some(self.position());
            self.at += 1;
        }
    }

    fn and(&mut self) -> Result<Option<Expr>, QueryError> {
        let mut parts = Vec::new();
        let mut read = false;
        loop {
            match self.peek() {
                None | Some(Token::Close | Token::Or) => break,
                Some(Token::And) => {
                    let position = self.position();
                    self.at += 1;
                    if !read || matches!(self.peek(), None | Some(Token::Close | Token::Or | Token::And)) {
                        return Err(QueryError::after(position, Fault::Lonely { operator: "AND" }));
                    }
                }
                Some(_) => {
                    read = true;
                    match self.unary()? {
                        Some(Expr::And(inner)) => parts.extend(inner),
                        part => parts.extend(part),
                    }
                }
            }
        }
        Ok(joined(parts, Expr::And))
    }

    fn unary(&mut self) -> Result<Option<Expr>, QueryError> {
        if self.depth >= MAX_DEPTH {
            return self.fail(Fault::TooDeep { most: MAX_DEPTH });
        }
        self.depth += 1;
        let result = self.unary_inside();
        self.depth -= 1;
        result
    }

    fn unary_inside(&mut self) -> Result<Option<Expr>, QueryError> {
        let position = self.position();
        let token = self.peek().cloned();
        self.at += 1;
        match token {
            Some(Token::Not) => {
                if matches!(self.peek(), None | Some(Token::Close | Token::Or | Token::And)) {
                    return Err(QueryError::after(position, Fault::NothingNegated));
                }
                Ok(self.unary()?.map(|inner| Expr::Not(Box::new(inner))))
            }
            Some(Token::Open) => {
                let inner = self.or()?;
                // A parenthesis left open at the end is closed.
                if self.peek() == Some(&Token::Close) {
                    self.at += 1;
                }
                Ok(inner)
            }
            Some(Token::Name(Name::Title)) => self.title(position),
            Some(Token::Name(name)) => self.filter(name, position),
            Some(Token::Exact) => self.exact(position),
            Some(Token::Quoted(text, slop)) => Ok(self.phrase(&text, slop)?.map(Expr::Phrase)),
            Some(Token::Word(text)) => self.word(&text, position),
            Some(Token::Close | Token::Or | Token::And) | None => self.fail(Fault::Nothing),
        }
    }

    fn count(&mut self, terms: usize) -> Result<(), QueryError> {
        self.terms += terms;
        if self.terms > MAX_TERMS {
            return self.fail(Fault::TooManyTerms { most: MAX_TERMS });
        }
        Ok(())
    }

    fn word(&mut self, text: &str, position: usize) -> Result<Option<Expr>, QueryError> {
        let stem = text.strip_suffix('*');
        let word = stem.unwrap_or(text);
        if word.contains('*') {
            return Err(QueryError::after(position, Fault::StarInside));
        }
        if !searchable(word) {
            return Ok(None);
        }
        self.count(1)?;
        if stem.is_none() {
            return Ok(Some(Expr::Word(word.to_owned())));
        }
        if word.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return Err(QueryError::after(position, Fault::StarShort));
        }
        Ok(Some(Expr::Prefix(word.to_owned())))
    }

    /// What follows `=`: a word or phrase that is found as it is typed.
    fn exact(&mut self, position: usize) -> Result<Option<Expr>, QueryError> {
        let phrase = match self.peek().cloned() {
            Some(Token::Quoted(text, slop)) => self.phrase(&text, slop)?,
            Some(Token::Word(text)) => self.phrase(&text, 0)?,
            _ => return Err(QueryError::after(position, Fault::ExactAlone)),
        };
        self.at += 1;
        if phrase.as_ref().is_some_and(|phrase| phrase.prefix) {
            return Err(QueryError::after(position, Fault::StarExact));
        }
        Ok(phrase.map(Expr::Exact))
    }

    fn phrase(&mut self, text: &str, slop: u32) -> Result<Option<Phrase>, QueryError> {
        let text = text.trim();
        let last = text
            .split_whitespace()
            .next_back()
            .and_then(|word| word.strip_suffix('*'));
        let prefix =
            last.is_some_and(|word| word.ends_with(|c: char| c.is_alphanumeric() || c == '-') && searchable(word));
        let words: Vec<String> = text
            .replace(['*', '"'], " ")
            .split_whitespace()
            .filter(|word| searchable(word))
            .map(str::to_owned)
            .collect();
        self.count(words.len())?;
        Ok((!words.is_empty()).then_some(Phrase {
            words,
            slop: if prefix { 0 } else { slop },
            prefix,
        }))
    }

    fn title(&mut self, position: usize) -> Result<Option<Expr>, QueryError> {
        if matches!(self.peek(), None | Some(Token::Close | Token::Or | Token::And)) {
            return Err(QueryError::after(position, Fault::TitleAlone));
        }
        let inner = self.unary()?;
        if inner.as_ref().is_some_and(holds_fields) {
            return Err(QueryError::after(position, Fault::TitleHoldsFilter));
        }
        Ok(inner.map(|inner| Expr::Title(Box::new(inner))))
    }

    fn filter(&mut self, name: Name, position: usize) -> Result<Option<Expr>, QueryError> {
        let shown = match name {
            Name::Filter(field) => field.as_str(),
            Name::From => "from",
            Name::To => "to",
            Name::Title => "title",
        };
        let text = match self.peek() {
            Some(Token::Word(text) | Token::Quoted(text, _)) => text.replace('"', "").trim().to_owned(),
            _ => String::new(),
        };
        if text.is_empty() {
            return Err(QueryError::after(position, Fault::NoValue { name: shown }));
        }
        self.at += 1;
        self.count(1)?;
        let refuse = |fault| QueryError::after(position, fault);
        if let Name::Filter(field) = name {
            let value = value::checked(field, &text).map_err(refuse)?;
            return Ok(Some(Expr::Filter { field, value }));
        }
        // The range holds for the whole question: inside an alternative it would mean nothing.
        if self.depth > 1 || self.tokens.iter().any(|(_, token)| *token == Token::Or) {
            return Err(refuse(Fault::RangeInside { name: shown }));
        }
        let date: PartialDate = value::date(&text).map_err(refuse)?;
        match name {
            Name::From => self.range.from = Some(date),
            _ => self.range.to = Some(date),
        }
        Ok(None)
    }
}

fn holds_fields(expr: &Expr) -> bool {
    match expr {
        Expr::Filter { .. } | Expr::Title(_) => true,
        Expr::Word(_) | Expr::Phrase(_) | Expr::Exact(_) | Expr::Prefix(_) => false,
        Expr::Not(inner) => holds_fields(inner),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(holds_fields),
    }
}

/// Whether a text has anything that is indexed.
fn searchable(text: &str) -> bool {
    text.chars().any(|c| c.is_alphanumeric() || c == '§')
}
