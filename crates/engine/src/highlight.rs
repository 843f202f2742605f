//! Marks the words of a passage that a query found.
//!
//! The passage is analyzed as it was for the index, so what is marked is what was found: whole words, forms of the other
//! written standard, phrases as a whole, of a compound the part that was asked for. Positions count Unicode code points.

use crate::compile::{Leaf, positive_leaves};
use crate::exact::stretches;
use crate::fragment::fragment;
use crate::sequence::occurrences;
use crate::snapshot::Snapshot;
use crate::synonyms::Synonyms;
use crate::words::{QueryWord, terms};
use ordskifte_analysis::{Terms, part_places, tokenize};
use ordskifte_query::{Expr, Why};
use ordskifte_record::Language;
use std::sync::Arc;

/// What a query marks.
#[derive(Debug, Default)]
pub struct Highlighter {
    leaves: Vec<Leaf>,
}

struct Word<'a> {
    /// As it is written.
    text: &'a str,
    start: usize,
    end: usize,
    /// Whether a tab or line break stands before it: another cell or line, over which no stretch goes.
    apart: bool,
    terms: Arc<Terms>,
}

impl Word<'_> {
    const fn whole(&self) -> (usize, usize) {
        (self.start, self.end)
    }

    /// What is marked of it for a word of the query: all of it, or where it has that word as part alone, that part.
    fn stretches(&self, asked: &QueryWord, language: Language) -> Vec<(usize, usize)> {
        match asked.why(&self.terms) {
            None => Vec::new(),
            Some(Why::Part) => {
                let parts = part_places(self.text, language, |term| asked.is_part(term));
                let placed = parts.iter().map(|(from, to)| (self.start + from, self.start + to));
                let placed: Vec<_> = placed.collect();
                if placed.is_empty() { vec![self.whole()] } else { placed }
            }
            Some(_) => vec![self.whole()],
        }
    }
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
        fragment(text, self.marks(text, language))
    }

    /// The marked stretches of a text in code points, `[start, end)`, in order, apart from one another.
    pub fn marks(&self, text: &str, language: Language) -> Vec<(usize, usize)> {
        if self.leaves.is_empty() {
            return Vec::new();
        }
        let words = analyzed(text, language);
        let mut stretches = Vec::new();
        for leaf in &self.leaves {
            mark_leaf(&words, language, leaf, &mut stretches);
        }
        joined(stretches)
    }
}

fn mark_leaf(words: &[Word<'_>], language: Language, leaf: &Leaf, out: &mut Vec<(usize, usize)>) {
    match leaf {
        Leaf::Word(asked) => out.extend(words.iter().flat_map(|word| word.stretches(asked, language))),
        Leaf::Prefix(prefix) => {
            let begun = words
                .iter()
                .filter(|word| word.terms.exact.starts_with(prefix.as_str()));
            out.extend(begun.map(Word::whole));
        }
        Leaf::Sequence(sequence, slop, prefix) => mark_sequence(words, sequence, *slop, prefix.as_deref(), out),
        Leaf::Exact(forms, slop) => {
            let written: Vec<String> = words.iter().map(|word| word.terms.exact.clone()).collect();
            for chosen in stretches(&written, forms, *slop) {
                mark_places(words, chosen, out);
            }
        }
        Leaf::Any(typed, others) => {
            mark_leaf(words, language, typed, out);
            for other in others {
                mark_leaf(words, language, &other.leaf, out);
            }
        }
    }
}

/// Marks occurrences of a phrase.
fn mark_sequence(
    words: &[Word<'_>],
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
fn mark_places(words: &[Word<'_>], mut chosen: Vec<u32>, out: &mut Vec<(usize, usize)>) {
    chosen.sort_unstable();
    let one = |at: &u32| words.get(*at as usize).is_some_and(|word| !word.apart);
    let adjoin = chosen
        .iter()
        .zip(chosen.iter().skip(1))
        .all(|(a, b)| a + 1 == *b && one(b));
    let mut ends = chosen.iter().filter_map(|at| words.get(*at as usize)).map(Word::whole);
    if adjoin {
        if let Some((start, end)) = ends.next() {
            out.push((start, ends.next_back().map_or(end, |(_, end)| end)));
        }
    } else {
        out.extend(ends);
    }
}

fn analyzed(text: &str, language: Language) -> Vec<Word<'_>> {
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
                text: token.text,
                start: place(token.start),
                end: place(token.end),
                apart: between.chars().any(char::is_control),
                terms: terms(token.text, language),
            }
        })
        .collect()
}

/// Stretches in order, those that overlap or adjoin (two parts of a word) as one.
fn joined(mut stretches: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    stretches.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(stretches.len());
    for (start, end) in stretches {
        match out.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fragment::WHOLE;
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
    fn of_a_compound_the_part_that_was_asked_for_is_marked() {
        for (query, text, expected) in [
            (
                "vindkraft",
                "Vindkraftanlegget, vindkraft.",
                &["Vindkraft", "vindkraft"][..],
            ),
            ("anlegg", "«Vindkraftanleggene»", &["anleggene"]),
            ("vind kraft", "Ærlig vindkraftanlegg", &["vindkraft"]),
            ("vindkraftanlegg vind", "Vindkraftanlegget", &["Vindkraftanlegget"]),
            ("vindkraft*", "vindkraftanlegget", &["vindkraftanlegget"]),
            // The part in the other standard's spelling.
            ("høyring", "Høringssvar", &["Høring"]),
        ] {
            assert_eq!(marked(query, text), expected, "{query}");
        }
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
        fn marks_lie_in_the_text_given(text in "(kommune|vindkraft|anlegg|s|\\PC| |å|\n){0,900}", query in "(kommune|å|\"å kommune\"~3|k*|vindkraft |anlegg| ){1,4}") {
            if let Ok(parsed) = parse(&query) {
                let (part, marks) = Highlighter::new(parsed.expr.as_ref(), &Synonyms::default()).fragment(&text, Language::Nb);
                let length = part.chars().count();
                prop_assert!(marks.iter().all(|(start, end)| start < end && *end <= length));
                prop_assert!(marks.iter().zip(marks.iter().skip(1)).all(|(a, b)| a.1 < b.0));
            }
        }
    }
}
