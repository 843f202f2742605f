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
            next: 0,
            token: &mut self.token,
        }
    }
}

/// The terms of one text.
pub(crate) struct TermStream<'a> {
    rest: Option<&'a str>,
    /// Position of the word that `rest` begins with or goes on with.
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(text) = self.rest {
            // Terms are short: a plain look at each byte is quicker than a search made ready for long stretches.
            let end = text
                .bytes()
                .position(|byte| byte == WORD as u8 || byte == ALTERNATIVE as u8);
            let (term, rest) = end.map_or((text, None), |end| {
                (text.get(..end).unwrap_or_default(), text.get(end + 1..))
            });
            let position = self.next;
            if end.and_then(|end| text.as_bytes().get(end)) != Some(&(ALTERNATIVE as u8)) {
                self.next += 1;
            }
            self.rest = rest;
            if !term.is_empty() {
                self.token.position = position;
                self.token.text.clear();
                self.token.text.push_str(term);
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
