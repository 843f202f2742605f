//! The form in which analyzed text is handed to the index: terms are found in the caller's thread, once for all
//! the fields that hold them; tantivy only cuts this form at its separators.
//!
//! Words are separated by U+001F; several terms of one word by U+001E; an empty word takes a position and has
//! no term.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

pub(crate) const WORD: char = '\u{1f}';
pub(crate) const ALTERNATIVE: char = '\u{1e}';

/// Cuts the form.
#[derive(Clone, Default)]
pub(crate) struct TermStreamTokenizer {
    token: Token,
}

impl Tokenizer for TermStreamTokenizer {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        self.token.reset();
        TermStream {
            rest: Some(text).filter(|text| !text.is_empty()),
            alternatives: "",
            next: 0,
            token: &mut self.token,
        }
    }
}

/// The terms of one text.
pub(crate) struct TermStream<'a> {
    rest: Option<&'a str>,
    alternatives: &'a str,
    next: usize,
    token: &'a mut Token,
}

impl TermStream<'_> {
    fn emit(&mut self, position: usize) {
        let (term, rest) = self
            .alternatives
            .split_once(ALTERNATIVE)
            .unwrap_or((self.alternatives, ""));
        self.alternatives = rest;
        self.token.position = position;
        self.token.text.clear();
        self.token.text.push_str(term);
    }
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        if !self.alternatives.is_empty() {
            self.emit(self.next - 1);
            return true;
        }
        while let Some(text) = self.rest {
            let (word, rest) = match text.split_once(WORD) {
                Some((word, rest)) => (word, Some(rest)),
                None => (text, None),
            };
            self.rest = rest;
            let position = self.next;
            self.next += 1;
            if !word.is_empty() {
                self.alternatives = word;
                self.emit(position);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_share_a_position() {
        let text = format!("a{ALTERNATIVE}b{WORD}{WORD}c{WORD}d");
        let mut tokenizer = TermStreamTokenizer::default();
        let mut stream = tokenizer.token_stream(&text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().text.clone(), stream.token().position));
        }
        let expected = [("a", 0), ("b", 0), ("c", 2), ("d", 3)];
        assert_eq!(found, expected.map(|(term, at)| (term.to_owned(), at)));
    }
}
