//! References to footnotes: raised figures that glue to words, and the notes that begin with them.

use super::blocks::Made;
use super::lines::{MARK_END, MARK_START};
use crate::text::is_exponent;
use ordskifte_record::BlockKind;
use std::collections::BTreeSet;

/// Settles the raised figures of one page. Those that a footnote of the page answers go, in the text and before the
/// note; exponents stay with their unit; others stand apart from the word before them.
pub(crate) fn settle(made: &mut [Made]) {
    let notes: BTreeSet<String> = made
        .iter()
        .filter(|made| made.block.kind == BlockKind::Footnote)
        .filter_map(|made| leading_mark(&made.block.text))
        .map(|(mark, _)| mark.to_owned())
        .collect();
    for made in made {
        let text = &mut made.block.text;
        if made.block.kind == BlockKind::Footnote
            && let Some((_, rest)) = leading_mark(text)
        {
            *text = rest.to_owned();
        }
        if text.contains(MARK_START) {
            *text = without_marks(text, &notes);
        }
    }
}

/// The figure or star that a note begins with, and the rest.
fn leading_mark(text: &str) -> Option<(&str, &str)> {
    if let Some(marked) = text.strip_prefix(MARK_START) {
        let (mark, rest) = marked.split_once(MARK_END)?;
        return Some((mark.trim_matches(['(', ')', ',']), rest.trim_start()));
    }
    // A mark that is set close to its note.
    let figures = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if let Some((mark, rest)) = text.split_at_checked(figures)
        && (1..=2).contains(&figures)
        && rest.starts_with(char::is_uppercase)
    {
        return Some((mark, rest));
    }
    let (mark, rest) = text.split_once(' ')?;
    let mark = mark.trim_end_matches([')', '.']);
    let short = mark.len() <= 3 && !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit() || c == '*');
    short.then_some((mark, rest))
}

fn without_marks(text: &str, notes: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, piece) in text.split(MARK_START).enumerate() {
        let Some((mark, rest)) = piece.split_once(MARK_END).filter(|_| index > 0) else {
            out.push_str(piece);
            continue;
        };
        // Several marks in one place: "1, 2)".
        let figures = || {
            mark.split(|c: char| "(),".contains(c))
                .filter(|figure| !figure.is_empty())
        };
        if !figures().all(|figure| notes.contains(figure)) {
            let apart = !is_exponent(&out);
            if apart && !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            out.push_str(mark);
            if apart && rest.starts_with(char::is_alphanumeric) {
                out.push(' ');
            }
        } else if out.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric) {
            // No mark stands inside a word.
            out.push(' ');
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answered_marks_go_and_exponents_stay() {
        let notes = BTreeSet::from(["1".to_owned()]);
        let read = |text: &str| without_marks(text, &notes);
        assert_eq!(read("tjenestene.\u{fdd0}1\u{fdd1} I 2011"), "tjenestene. I 2011");
        assert_eq!(read("kommunene\u{fdd0}1\u{fdd1}i 2012"), "kommunene i 2012");
        assert_eq!(
            read("kommunene\u{fdd0}1)\u{fdd1} og\u{fdd0}1,7\u{fdd1}"),
            "kommunene og 1,7"
        );
        assert_eq!(read("areal på 20 m\u{fdd0}2\u{fdd1} er"), "areal på 20 m2 er");
        assert_eq!(read("loven\u{fdd0}7\u{fdd1} sier"), "loven 7 sier");
        assert_eq!(read("i 2020\u{fdd0}7\u{fdd1} var"), "i 2020 7 var");
        assert_eq!(read("\u{fdd0}7\u{fdd1}var"), "7 var");
    }

    #[test]
    fn notes_begin_with_their_mark() {
        assert_eq!(
            leading_mark("\u{fdd0}3\u{fdd1}Jf. Prop. 1 S"),
            Some(("3", "Jf. Prop. 1 S"))
        );
        assert_eq!(leading_mark("12 Se vedlegg"), Some(("12", "Se vedlegg")));
        assert_eq!(leading_mark("1Jf. Prop. 1 S"), Some(("1", "Jf. Prop. 1 S")));
        assert_eq!(leading_mark("2022 var"), None);
    }
}
