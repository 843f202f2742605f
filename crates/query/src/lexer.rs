//! Cuts a query into tokens, with their places.

use crate::expr::QueryError;
use crate::fault::Fault;
use crate::field::FilterField;
use crate::near::distance;
use std::str::FromStr;

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// A filter.
    Filter(FilterField),
    /// `title:`
    Title,
    /// `from:`
    From,
    /// `to:`
    To,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `-` before something, or `NOT`.
    Not,
    /// `=` before a word or phrase.
    Exact,
    /// `OR`
    Or,
    /// `AND`
    And,
    /// A known name with its colon.
    Name(Name),
    /// Anything else outside quotes.
    Word(String),
    /// What stood between quotes, and the number after `~`.
    Quoted(String, u32),
}

/// Widest distance that `~` takes; wider ones are read as this.
pub(crate) const MAX_SLOP: u32 = 50;

/// The tokens of a query, each with its position in code points.
pub(crate) fn lex(query: &str) -> Result<Vec<(usize, Token)>, QueryError> {
    let chars: Vec<char> = query.chars().collect();
    let mut lexer = Lexer {
        chars: &chars,
        at: 0,
        out: Vec::new(),
    };
    while let Some(c) = lexer.peek() {
        lexer.step(c)?;
    }
    Ok(lexer.out)
}

struct Lexer<'a> {
    chars: &'a [char],
    at: usize,
    out: Vec<(usize, Token)>,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn push(&mut self, at: usize, token: Token) {
        self.out.push((at, token));
    }

    fn step(&mut self, c: char) -> Result<(), QueryError> {
        let start = self.at;
        match c {
            '(' | ')' => {
                self.at += 1;
                self.push(start, if c == '(' { Token::Open } else { Token::Close });
            }
            c if is_quote(c) => self.quoted(c),
            '-' => {
                self.at += 1;
                // A hyphen alone, or before a blank, is punctuation.
                if self.peek().is_some_and(|next| !next.is_whitespace() && next != ')') {
                    self.push(start, Token::Not);
                }
            }
            '=' => {
                self.at += 1;
                // An equals sign alone is punctuation.
                if self
                    .peek()
                    .is_some_and(|next| next.is_alphanumeric() || next == '§' || is_quote(next))
                {
                    self.push(start, Token::Exact);
                }
            }
            c if c.is_whitespace() || c.is_control() => self.at += 1,
            _ => self.word()?,
        }
        Ok(())
    }

    /// Straight quotes close straight ones, and so on: other marks may stand between them.
    fn quoted(&mut self, opening: char) {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            if closes(opening, c) {
                break;
            }
            text.push(c);
        }
        let mut slop = 0;
        let digits = self
            .chars
            .get(self.at + 1..)
            .unwrap_or_default()
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .collect::<String>();
        if self.peek() == Some('~') && !digits.is_empty() {
            self.at += 1 + digits.len();
            slop = digits.parse().unwrap_or(MAX_SLOP).min(MAX_SLOP);
        }
        self.push(start, Token::Quoted(text, slop));
    }

    fn word(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            if c.is_whitespace() || c.is_control() || is_quote(c) || matches!(c, '(' | ')') {
                break;
            }
            self.at += 1;
            if c == ':' {
                if let Some(name) = name(&text) {
                    self.push(start, Token::Name(name));
                    self.value();
                    return Ok(());
                }
                if let Some(meant) = misspelled(&text) {
                    let fault = Fault::UnknownFilter { name: text, meant };
                    return Err(QueryError::after(start, fault));
                }
            }
            text.push(c);
        }
        let token = match text.as_str() {
            "AND" => Token::And,
            "OR" => Token::Or,
            "NOT" => Token::Not,
            _ => Token::Word(text),
        };
        self.push(start, token);
        Ok(())
    }

    /// The value that follows a colon at once; operators' names and colons are nothing special in it.
    fn value(&mut self) {
        let start = self.at;
        if matches!(self.peek(), Some('-' | '=')) {
            // `title:-word`, `title:="word"`: left to the grammar.
            return;
        }
        let mut text = String::new();
        while let Some(c) = self.peek() {
            if c.is_whitespace() || c.is_control() || is_quote(c) || matches!(c, '(' | ')') {
                break;
            }
            self.at += 1;
            text.push(c);
        }
        if !text.is_empty() {
            self.push(start, Token::Word(text));
        }
    }
}

/// Whether a character opens or closes a phrase.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn closes(opening: char, c: char) -> bool {
    match opening {
        '"' => c == '"',
        '«' | '»' => matches!(c, '«' | '»'),
        _ => matches!(c, '“' | '”' | '„'),
    }
}

fn name(text: &str) -> Option<Name> {
    match text {
        "title" => Some(Name::Title),
        "from" => Some(Name::From),
        "to" => Some(Name::To),
        _ => FilterField::from_str(text).ok().map(Name::Filter),
    }
}

/// The filter that an unknown name is one or two letters from; other words before a colon are text (`sak:`, `https:`).
fn misspelled(text: &str) -> Option<&'static str> {
    if text.len() < 4 || !text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
        return None;
    }
    FilterField::ALL
        .iter()
        .map(|field| field.as_str())
        .chain(["title"])
        .filter(|name| name.len() > 4)
        .map(|name| (distance(text.as_bytes(), name.as_bytes()), name))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, name)| name)
}
