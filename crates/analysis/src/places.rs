//! Where the parts of a compound stand in it.

use crate::compound::{self, Split};
use crate::standard::{self, Side};
use crate::{fold, lemma, token};
use ordskifte_record::Language;
use std::ops::Range;

/// A term of `Terms::parts`, and the bytes of the folded word that it stands for, where they can be told.
struct Part {
    term: String,
    place: Option<Range<usize>>,
}

/// Where a word of a text has those of its [`Terms::parts`](crate::Terms::parts) that are wanted: `[start, end)` in code
/// points of the word as written, in order, those that overlap or adjoin as one. A part has its inflection with it
/// (*anleggene*), not the letter that joins it to the next. Empty where no part is wanted, or where one is whose place
/// cannot be told: then the word as a whole is what was found.
pub fn part_places(word: &str, language: Language, wanted: impl Fn(&str) -> bool) -> Vec<(usize, usize)> {
    let folded = fold(word);
    let Some(letters) = letters(word, &folded) else {
        return Vec::new();
    };
    let mut places = Vec::new();
    for part in parts(&folded, language).into_iter().filter(|part| wanted(&part.term)) {
        let Some(place) = part.place else { return Vec::new() };
        places.push(place);
    }
    let code_points = |bytes: usize| folded.get(..bytes).map_or(0, |before| before.chars().count());
    let written = places.into_iter().filter_map(|place| {
        let first = *letters.get(code_points(place.start))?;
        let last = *letters.get(code_points(place.end).checked_sub(1)?)?;
        Some((first, last + 1))
    });
    joined(written.collect())
}

/// For each letter of the folded word, which code point of the written one it is; `None` where folding does more than to
/// change letters one by one and to leave some out.
fn letters(word: &str, folded: &str) -> Option<Vec<usize>> {
    let (mut out, mut rest) = (Vec::new(), folded.chars());
    for (at, letter) in word.chars().enumerate() {
        let mut own = [0; 4];
        let alone = fold(letter.encode_utf8(&mut own));
        let mut alone = alone.chars();
        match (alone.next(), alone.next()) {
            (None, _) => {}
            (Some(letter), None) if rest.next() == Some(letter) => out.push(at),
            _ => return None,
        }
    }
    rest.next().is_none().then_some(out)
}

/// All that `terms` puts among the parts of a folded word.
fn parts(word: &str, language: Language) -> Vec<Part> {
    let mut out = Vec::new();
    of_compound(word, 0, language, &mut out);
    for piece in token::pieces(word) {
        let place = place_in(word, piece);
        for lemma in lemma::lemmas(piece, language) {
            out.push(Part {
                term: standard::canonical(&lemma.text, lemma.side),
                place: Some(place.clone()),
            });
        }
        of_compound(piece, place.start, language, &mut out);
    }
    for run in token::runs(word) {
        out.push(Part {
            term: run.to_owned(),
            place: Some(place_in(word, run)),
        });
    }
    out
}

/// The parts of a compound that begins at a byte of the word, and the compounds inside it.
fn of_compound(word: &str, from: usize, language: Language, out: &mut Vec<Part>) {
    let Some(split) = compound::split_in(word, language) else {
        return;
    };
    let laid = laid(&split, word);
    let term = |text: &str| standard::canonical(text, Side::of(language));
    let runs = runs(&split);
    for (written, first, last) in &runs {
        let place = laid
            .as_ref()
            .and_then(|laid| Some(laid.get(*first)?.start..laid.get(*last)?.end));
        out.push(Part {
            term: term(written),
            place: place.map(|place| place.start + from..place.end + from),
        });
    }
    // What the dictionary has as a word in itself is such a run too, if it is not spelled otherwise.
    for whole in &split.whole {
        if runs.iter().all(|(written, ..)| written != whole) {
            out.push(Part {
                term: term(whole),
                place: None,
            });
        }
    }
}

/// The runs of parts that are shorter than the compound, single parts too, with the numbers of their first and last.
fn runs(split: &Split) -> Vec<(String, usize, usize)> {
    let firsts = split.first.iter().map(|(part, link)| (part.as_str(), link.as_str()));
    let parts: Vec<(&str, &str)> = firsts.chain([(split.head.as_str(), "")]).collect();
    let mut out = Vec::new();
    for first in 0..parts.len() {
        let mut written = String::new();
        for (last, (part, link)) in parts.iter().enumerate().skip(first) {
            written.push_str(part);
            if last - first + 1 < parts.len() {
                out.push((written.clone(), first, last));
            }
            written.push_str(link);
        }
    }
    out
}

/// The parts laid upon the word from its beginning, letter by letter; the head takes the rest, inflected as it is.
fn laid(split: &Split, word: &str) -> Option<Vec<Range<usize>>> {
    let (mut out, mut at) = (Vec::new(), 0);
    for (part, link) in &split.first {
        let rest = word.get(at..)?.strip_prefix(part.as_str())?;
        out.push(at..at + part.len());
        rest.strip_prefix(link.as_str())?;
        at += part.len() + link.len();
    }
    (at < word.len()).then(|| out.push(at..word.len()))?;
    Some(out)
}

/// Where a slice of a word stands in it.
fn place_in(word: &str, slice: &str) -> Range<usize> {
    let start = slice.as_ptr() as usize - word.as_ptr() as usize;
    start..start + slice.len()
}

/// Places in order, those that overlap or adjoin as one.
fn joined(mut places: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    places.sort_unstable();
    places.dedup_by(|next, last| {
        let adjoin = next.0 <= last.1;
        if adjoin {
            last.1 = last.1.max(next.1);
        }
        adjoin
    });
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{known_terms, tokenize};
    use proptest::prelude::*;

    /// What stands at the places of the parts that are wanted.
    fn found(word: &str, language: Language, terms: &[&str]) -> Vec<String> {
        let letters: Vec<char> = word.chars().collect();
        let places = part_places(word, language, |term| terms.contains(&term));
        places
            .iter()
            .map(|(from, to)| letters[*from..*to].iter().collect())
            .collect()
    }

    #[test]
    fn parts_stand_where_they_are_written() {
        for (word, language, terms, expected) in [
            ("vindkraftanlegg", Language::Nb, &["vindkraft"][..], &["vindkraft"][..]),
            ("Vindkraftanleggene", Language::Nb, &["anlegg"], &["anleggene"]),
            ("vindkraftanlegg", Language::Nb, &["vind", "kraft"], &["vindkraft"]),
            (
                "vindkraftanlegg",
                Language::Nb,
                &["vind", "anlegg"],
                &["vind", "anlegg"],
            ),
            ("fylkeskommunane", Language::Nn, &["fylke"], &["fylke"]),
            ("HØRINGSSVARET", Language::Nb, &["svar"], &["SVARET"]),
            ("høyringsfråsegner", Language::Nn, &["høring"], &["høyring"]),
            ("kommuneøkonomiproposisjon", Language::Nb, &["økonomi"], &["økonomi"]),
            ("vind\u{ad}kraft\u{ad}anlegg", Language::Nb, &["kraft"], &["kraft"]),
            ("E-helse", Language::Nb, &["helse"], &["helse"]),
            ("post@ks.no", Language::Nb, &["ks.no"], &["ks.no"]),
            ("vindkraftanlegg", Language::Nb, &["sol"], &[]),
            ("kommune", Language::Nb, &["kommune"], &[]),
        ] {
            assert_eq!(found(word, language, terms), expected, "{word}");
        }
    }

    #[test]
    fn nothing_is_told_of_letters_that_folding_puts_together() {
        assert_eq!(found("ha\u{30a}ndbok", Language::Nb, &["bok"]), [""; 0]);
        assert_eq!(found("håndbok", Language::Nb, &["bok"]), ["bok"]);
    }

    fn assert_sound(word: &str, language: Language) {
        let terms = known_terms(word, language);
        let own: Vec<Part> = parts(&terms.exact, language);
        assert!(
            terms.parts.iter().all(|term| own.iter().any(|part| part.term == *term)),
            "{word}"
        );
        assert!(own.iter().all(|part| terms.parts.contains(&part.term)), "{word}");
        let length = word.chars().count();
        for term in &terms.parts {
            let places = part_places(word, language, |part| part == term);
            assert!(
                places.iter().all(|(from, to)| from < to && *to <= length),
                "{word} {term}"
            );
            assert!(places.windows(2).all(|pair| pair[0].1 < pair[1].0), "{word} {term}");
        }
    }

    proptest! {
        #[test]
        fn places_lie_in_the_word_apart_and_are_told_of_its_parts_alone(
            parts in prop::collection::vec("(vind|kraft|anlegg|høring|s|e|kommune|økonomi|-|fylke|ene|svar|\u{ad}|a\u{30a}|İ|\\PC)", 1..6),
        ) {
            let text = parts.concat();
            for token in tokenize(&text) {
                for language in [Language::Nb, Language::Nn, Language::Und] {
                    assert_sound(token.text, language);
                }
            }
        }
    }
}
