//! Marks the words of a passage that a query found, and cuts long passages around the best of them.
//!
//! The passage is analyzed as it was for the index, so what is marked is what was found: whole words, phrases as
//! a whole, forms of the other written standard. Positions count Unicode code points.

use crate::compile::{Leaf, positive_leaves};
use crate::exact::stretches;
use crate::sequence::occurrences;
use crate::snapshot::Snapshot;
use crate::synonyms::Synonyms;
use crate::words::{QueryWord, terms};
use ordskifte_analysis::{Terms, tokenize};
use ordskifte_query::Expr;
use ordskifte_record::Language;
use std::sync::Arc;

/// Longest passage that is shown whole, in code points.
const WHOLE: usize = 600;
/// About how much is shown of a longer one.
const FRAGMENT: usize = 420;

/// What a query marks.
#[derive(Debug, Default)]
pub struct Highlighter {
    leaves: Vec<Leaf>,
}

struct Word {
    start: usize,
    end: usize,
    /// Whether a tab or line break stands before it: another cell or line, over which no stretch goes.
    apart: bool,
    terms: Arc<Terms>,
    marked: bool,
}

impl Snapshot {
    /// For the text that hits should have.
    pub fn highlighter(&self, expr: Option<&Expr>) -> Highlighter {
        Highlighter::new(expr, self.synonyms())
    }
}

impl Highlighter {
    fn new(expr: Option<&Expr>, synonyms: &Synonyms) -> Self {
        let leaves = positive_leaves(expr, synonyms);
        Self {
            leaves: leaves.into_iter().map(|(_, leaf)| leaf).collect(),
        }
    }

    /// The passage or the best part of it, and the marked stretches of what is given.
    pub(crate) fn fragment(&self, text: &str, language: Language) -> (String, Vec<(usize, usize)>) {
        let marks = self.marks(text, language);
        let length = text.chars().count();
        if length <= WHOLE {
            return (text.to_owned(), marks);
        }
        let (from, to) = cut(text, length, best_window(&marks));
        let mut part: String = text.chars().skip(from).take(to - from).collect();
        let mut shift = 0;
        if from > 0 {
            part.insert_str(0, "… ");
            shift = 2;
        }
        if to < length {
            part.push_str(" …");
        }
        let marks = marks
            .into_iter()
            .filter(|(start, end)| *start >= from && *end <= to)
            .map(|(start, end)| (start - from + shift, end - from + shift))
            .collect();
        (part, marks)
    }

    /// The marked stretches of a text in code points, `[start, end)`, in order, apart from one another.
    pub fn marks(&self, text: &str, language: Language) -> Vec<(usize, usize)> {
        if self.leaves.is_empty() {
            return Vec::new();
        }
        let mut words = analyzed(text, language);
        let mut stretches = Vec::new();
        for leaf in &self.leaves {
            mark_leaf(&mut words, leaf, &mut stretches);
        }
        let marked = words.iter().filter(|word| word.marked);
        stretches.extend(marked.map(|word| (word.start, word.end)));
        joined(stretches)
    }
}

fn mark_leaf(words: &mut [Word], leaf: &Leaf, out: &mut Vec<(usize, usize)>) {
    match leaf {
        Leaf::Word(word) => mark(words, |terms| word.why(terms).is_some()),
        Leaf::Prefix(prefix) => mark(words, |terms| terms.exact.starts_with(prefix.as_str())),
        Leaf::Sequence(sequence, slop, prefix) => mark_sequence(words, sequence, *slop, prefix.as_deref(), out),
        Leaf::Exact(forms, slop) => {
            let written: Vec<String> = words.iter().map(|word| word.terms.exact.clone()).collect();
            for chosen in stretches(&written, forms, *slop) {
                mark_places(words, chosen, out);
            }
        }
        Leaf::Any(typed, others) => {
            mark_leaf(words, typed, out);
            for other in others {
                mark_leaf(words, &other.leaf, out);
            }
        }
    }
}

fn mark(words: &mut [Word], hit: impl Fn(&Terms) -> bool) {
    for word in words {
        word.marked |= hit(&word.terms);
    }
}

/// Marks occurrences of a phrase.
fn mark_sequence(
    words: &[Word],
    sequence: &[QueryWord],
    slop: u32,
    prefix: Option<&str>,
    out: &mut Vec<(usize, usize)>,
) {
    let positions = |hit: &dyn Fn(&Terms) -> bool| -> Vec<u32> {
        (0..)
            .zip(words)
            .filter(|(_, word)| hit(&word.terms))
            .map(|(at, _)| at)
            .collect()
    };
    let mut places: Vec<Vec<u32>> = sequence
        .iter()
        .map(|word| positions(&|terms| word.matches_whole(terms)))
        .collect();
    if let Some(prefix) = prefix {
        places.push(positions(&|terms| terms.exact.starts_with(prefix)));
    }
    occurrences(&places, slop, |chosen| mark_places(words, chosen.to_vec(), out));
}

/// The words of one occurrence: as one stretch where they follow one another, else word by word.
fn mark_places(words: &[Word], mut chosen: Vec<u32>, out: &mut Vec<(usize, usize)>) {
    chosen.sort_unstable();
    let one = |at: &u32| words.get(*at as usize).is_some_and(|word| !word.apart);
    let adjoin = chosen
        .iter()
        .zip(chosen.iter().skip(1))
        .all(|(a, b)| a + 1 == *b && one(b));
    let mut ends = chosen
        .iter()
        .filter_map(|at| words.get(*at as usize))
        .map(|word| (word.start, word.end));
    if adjoin {
        if let Some((start, end)) = ends.next() {
            out.push((start, ends.next_back().map_or(end, |(_, end)| end)));
        }
    } else {
        out.extend(ends);
    }
}

fn analyzed(text: &str, language: Language) -> Vec<Word> {
    let (mut bytes, mut chars, mut last) = (0, 0, 0);
    let mut place = |at: usize| {
        chars += text.get(bytes..at).map_or(0, |between| between.chars().count());
        bytes = at;
        chars
    };
    tokenize(text)
        .map(|token| {
            let between = text.get(last..token.start).unwrap_or_default();
            last = token.end;
            Word {
                start: place(token.start),
                end: place(token.end),
                apart: between.chars().any(char::is_control),
                terms: terms(token.text, language),
                marked: false,
            }
        })
        .collect()
}

/// Stretches in order, those that overlap as one.
fn joined(mut stretches: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    stretches.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(stretches.len());
    for (start, end) in stretches {
        match out.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

/// Where the stretch of [`FRAGMENT`] begins and ends that holds most marks; the first of equals.
fn best_window(marks: &[(usize, usize)]) -> (usize, usize) {
    let mut best = (0, 0, 0);
    for (index, (start, end)) in marks.iter().enumerate() {
        let rest = marks.get(index..).unwrap_or_default();
        let within = rest.iter().take_while(|mark| mark.1 <= start + FRAGMENT).count();
        if within > best.0 {
            let last = rest.get(within - 1).map_or(*end, |mark| mark.1);
            best = (within, *start, last);
        }
    }
    (best.1, best.2)
}

/// Widens a window evenly to about [`FRAGMENT`], and to the borders of words.
fn cut(text: &str, length: usize, window: (usize, usize)) -> (usize, usize) {
    let spare = FRAGMENT.saturating_sub(window.1 - window.0);
    let mut from = window.0.saturating_sub(spare / 2);
    let mut to = (from + FRAGMENT).max(window.1).min(length);
    from = from.min(to.saturating_sub(FRAGMENT));
    let chars: Vec<char> = text.chars().collect();
    let blank = |at: usize| chars.get(at).is_some_and(|c| c.is_whitespace());
    // Inward from a cut word, unless that would lose a mark; a text without blanks is cut where it is.
    if from > 0 {
        let first = (from..window.0).take(40).find(|at| blank(*at));
        from = first.map_or(from, |at| at + 1);
    }
    if to < length {
        let last = (window.1..to).rev().take(40).find(|at| blank(*at));
        to = last.unwrap_or(to);
    }
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_query::parse;
    use proptest::prelude::*;

    fn marked(query: &str, text: &str) -> Vec<String> {
        let parsed = parse(query).expect("query");
        let (text, marks) = Highlighter::new(parsed.expr.as_ref(), &Synonyms::default()).fragment(text, Language::Nb);
        let chars: Vec<char> = text.chars().collect();
        marks
            .iter()
            .map(|(start, end)| chars[*start..*end].iter().collect())
            .collect()
    }

    #[test]
    fn forms_phrases_and_beginnings_are_marked_whole() {
        assert_eq!(
            marked("kommune", "Ærlige kommunane og kommuner."),
            ["kommunane", "kommuner"]
        );
        assert_eq!(
            marked("\"stor kommune\"", "Store kommuner, og kommune."),
            ["Store kommuner"]
        );
        assert_eq!(marked("kommun*", "Kommunalt arbeid"), ["Kommunalt"]);
        assert_eq!(marked("-kommune arbeid", "kommune arbeid"), ["arbeid"]);
        assert_eq!(marked("\"stat kommune\"~5", "kommune og stat"), ["kommune", "stat"]);
    }

    #[test]
    fn no_mark_goes_from_one_cell_or_line_to_the_next() {
        for text in ["Stor\tkommune", "Stor \u{b}kommune", "Stor\nkommune"] {
            assert_eq!(marked("\"stor kommune\"", text), ["Stor", "kommune"]);
            assert_eq!(marked("=\"stor kommune\"", text), ["Stor", "kommune"]);
        }
    }

    #[test]
    fn a_long_passage_is_cut_around_its_marks() {
        let text = format!("{}kommunen betaler. {}", "æøå ".repeat(300), "ord ".repeat(300));
        let parsed = parse("kommune").expect("query");
        let (part, marks) = Highlighter::new(parsed.expr.as_ref(), &Synonyms::default()).fragment(&text, Language::Nb);
        assert!(part.starts_with("… ") && part.ends_with(" …") && part.chars().count() < WHOLE);
        assert_eq!(marks.len(), 1);
        assert_eq!(marked("kommune", &text), ["kommunen"]);
    }

    proptest! {
        #[test]
        fn marks_lie_in_the_text_given(text in "(kommune|\\PC| |å|\n){0,900}", query in "(kommune|å|\"å kommune\"~3|k*| ){1,4}") {
            if let Ok(parsed) = parse(&query) {
                let (part, marks) = Highlighter::new(parsed.expr.as_ref(), &Synonyms::default()).fragment(&text, Language::Nb);
                let length = part.chars().count();
                prop_assert!(marks.iter().all(|(start, end)| start < end && *end <= length));
                prop_assert!(marks.iter().zip(marks.iter().skip(1)).all(|(a, b)| a.1 <= b.0));
            }
        }
    }
}
