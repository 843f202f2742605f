//! Text cut where something begins or ends: marks of a search, links.

use serde::Serialize;

/// A stretch of text of one kind.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// Whether a search found it.
    pub(crate) marked: bool,
    /// Number of the mark that begins here, on the whole page.
    pub(crate) number: Option<usize>,
    /// Where it leads.
    pub(crate) url: Option<String>,
}

/// Where in a text a link stands, and where it leads.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) url: String,
}

/// Cuts text at its marks and links, both in order and in code points. Marks are numbered on from `number`.
pub(crate) fn pieces(text: &str, marks: &[(usize, usize)], links: &[Link], number: &mut usize) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut marks = marks.iter().copied().peekable();
    let mut links = links.iter().peekable();
    let mut last: Option<(bool, Option<usize>)> = None;
    for (at, c) in text.chars().enumerate() {
        while marks.peek().is_some_and(|(_, end)| *end <= at) {
            marks.next();
        }
        while links.peek().is_some_and(|link| link.end <= at) {
            links.next();
        }
        let mark = marks.peek().copied().filter(|(start, _)| *start <= at);
        let link = links.peek().copied().filter(|link| link.start <= at);
        let begins = mark.is_some_and(|(start, _)| start == at);
        let kind = (mark.is_some(), link.map(|link| link.start));
        match out.last_mut() {
            Some(piece) if last == Some(kind) && !begins => piece.text.push(c),
            _ => {
                let number = begins.then(|| {
                    *number += 1;
                    *number
                });
                out.push(Piece {
                    text: c.to_string(),
                    marked: mark.is_some(),
                    number,
                    url: link.map(|link| link.url.clone()),
                });
            }
        }
        last = Some(kind);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(text: &str, marks: &[(usize, usize)], links: &[Link]) -> Vec<(String, bool, Option<usize>, bool)> {
        pieces(text, marks, links, &mut 0)
            .into_iter()
            .map(|piece| (piece.text, piece.marked, piece.number, piece.url.is_some()))
            .collect()
    }

    #[test]
    fn text_is_cut_at_code_points() {
        let cut = brief("å øre å", &[(2, 5)], &[]);
        let expected = [("å ", false, None), ("øre", true, Some(1)), (" å", false, None)];
        assert_eq!(
            cut,
            expected.map(|(text, marked, number)| (text.to_owned(), marked, number, false))
        );
    }

    #[test]
    fn marks_that_touch_stay_two_and_cross_links() {
        let link = Link {
            start: 1,
            end: 3,
            url: "/".to_owned(),
        };
        let cut = brief("abcd", &[(0, 2), (2, 4)], &[link]);
        let expected = [
            ("a", true, Some(1), false),
            ("b", true, None, true),
            ("c", true, Some(2), true),
            ("d", true, None, false),
        ];
        assert_eq!(
            cut,
            expected.map(|(text, marked, number, linked)| (text.to_owned(), marked, number, linked))
        );
    }
}
