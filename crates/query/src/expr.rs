//! The tree that a query is parsed into, free of any engine's types.

use crate::fault::Fault;
use crate::field::FilterField;
use crate::lexer::is_quote;
use std::fmt;

/// A parsed query. Words are as typed: analysis is the engine's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// One word, found by its forms in both written standards.
    Word(String),
    /// Words in order, `"a b"`; with a distance, `"a b"~5`.
    Phrase(Phrase),
    /// Words in just this form, in order: `="veileder"`, `=veileder`. No other form, standard, part or synonym.
    Exact(Phrase),
    /// Every word that begins so, `kommun*`.
    Prefix(String),
    /// A filter inside the query, `ministry:KDD`, where it stands inside an `OR`, a parenthesis or a
    /// negation; elsewhere it is moved to [`crate::Filters`].
    Filter {
        /// Which.
        field: FilterField,
        /// Its value as typed.
        value: String,
    },
    /// Words or phrases in the title alone, `title:vindkraft`.
    Title(Box<Expr>),
    /// All of them.
    And(Vec<Expr>),
    /// At least one of them.
    Or(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
}

/// Words in order within one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words as typed, at least one.
    pub words: Vec<String>,
    /// How many positions the words may be moved in all, 0–50; with more than 0 order is free, as in Lucene.
    pub slop: u32,
    /// Whether the last word is a prefix (`"kommunal- og distrikts*"`).
    pub prefix: bool,
}

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault} (at character {position} of the query)")]
pub struct QueryError {
    /// What is wrong.
    pub fault: Fault,
    /// At which character the fault begins: Unicode code points, counted from 1.
    pub position: usize,
}

impl QueryError {
    /// A fault that begins after so many characters.
    pub(crate) const fn after(characters: usize, fault: Fault) -> Self {
        Self {
            fault,
            position: characters + 1,
        }
    }
}

impl fmt::Display for Expr {
    /// The query in its own language, fully parenthesized: what `interpreted` shows.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => out.write_str(word),
            Self::Prefix(word) => write!(out, "{word}*"),
            Self::Phrase(phrase) => write!(out, "{phrase}"),
            Self::Exact(phrase) => write!(out, "={phrase}"),
            Self::Filter { field, value } => write_filter(out, field.as_str(), value),
            Self::Title(inner) => write!(out, "title:{inner}"),
            Self::And(parts) => join(out, parts, " "),
            Self::Or(parts) => join(out, parts, " OR "),
            Self::Not(inner) => write!(out, "-{inner}"),
        }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.prefix { "*" } else { "" };
        write!(out, "\"{}{star}\"", self.words.join(" "))?;
        if self.slop > 0 {
            write!(out, "~{}", self.slop)?;
        }
        Ok(())
    }
}

/// A filter as the query language writes it.
pub(crate) fn write_filter(out: &mut impl fmt::Write, name: &str, value: &str) -> fmt::Result {
    let special = |c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c);
    if value.contains(special) || value.starts_with('-') {
        write!(out, "{name}:\"{}\"", value.replace('"', ""))
    } else {
        write!(out, "{name}:{value}")
    }
}

fn join(out: &mut fmt::Formatter<'_>, parts: &[Expr], separator: &str) -> fmt::Result {
    out.write_str("(")?;
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.write_str(separator)?;
        }
        write!(out, "{part}")?;
    }
    out.write_str(")")
}
