//! The index against a plain evaluation of the same question, over random small corpora.

use super::fixture::{Fixture, Made, id, number, record, request};
use ordskifte_query::{Expr, FilterField, Phrase, SearchRequest, Unit};
use ordskifte_record::{Language, PositionType, SchemeCase, Side};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Words whose forms and parts play no part here: each is a lemma of its own.
const WORDS: &[&str] = &["zaq", "zbq", "zcq", "zdq", "zeq"];
const PEOPLE: &[&str] = &["Kari Xen", "Ola Xon"];

/// A unit as plain words.
struct Document<'a> {
    made: &'a Made,
    paragraphs: Vec<Vec<&'a str>>,
    /// Paragraph's or statement's own language and speaker.
    language: Language,
    speakers: Vec<&'a str>,
}

fn documents(made: &Made, unit: Unit) -> Vec<Document<'_>> {
    let slices: Vec<(&str, Language)> = made
        .record
        .paragraphs
        .iter()
        // All words are ASCII: code points are bytes.
        .map(|paragraph| (&made.text[paragraph.start..paragraph.end], paragraph.language))
        .collect();
    let split = |text| str::split_whitespace(text).collect::<Vec<_>>();
    let speakers = |anchor: Option<&str>| {
        let said = made
            .record
            .statements
            .iter()
            .filter(|said| anchor.is_none_or(|anchor| said.anchor == anchor));
        said.flat_map(|said| said.speakers.iter().map(|speaker| speaker.name.as_str()))
            .collect::<Vec<_>>()
    };
    let language_at = |anchor: Option<&str>| {
        let mut paragraphs = made.record.paragraphs.iter();
        paragraphs
            .find(|paragraph| Some(paragraph.anchor.as_str()) == anchor)
            .map_or(Language::Und, |paragraph| paragraph.language)
    };
    match unit {
        Unit::Position => made
            .record
            .positions
            .iter()
            .map(|position| Document {
                made,
                paragraphs: vec![split(&position.text)],
                language: language_at(position.anchor.as_deref()),
                speakers: speakers(position.anchor.as_deref()),
            })
            .collect(),
        Unit::Case => made
            .record
            .cases
            .iter()
            .map(|case| Document {
                made,
                paragraphs: vec![split(&case.evidence)],
                language: language_at(case.anchor.as_deref()),
                speakers: speakers(case.anchor.as_deref()),
            })
            .collect(),
        Unit::Record => vec![Document {
            made,
            paragraphs: slices
                .iter()
                .map(|(text, _)| split(text))
                .chain([split(&made.record.title)])
                .collect(),
            language: made.record.language,
            speakers: speakers(None),
        }],
        Unit::Passage => made
            .record
            .paragraphs
            .iter()
            .zip(slices)
            .map(|(paragraph, (text, language))| Document {
                made,
                paragraphs: vec![split(text)],
                language,
                speakers: speakers(Some(&paragraph.anchor)),
            })
            .collect(),
        Unit::Statement => made
            .record
            .statements
            .iter()
            .map(|said| Document {
                made,
                paragraphs: vec![split(&said.text)],
                language: language_at(Some(&said.anchor)),
                speakers: said.speakers.iter().map(|speaker| speaker.name.as_str()).collect(),
            })
            .collect(),
    }
}

fn holds(expr: &Expr, document: &Document<'_>, paragraphs: &[Vec<&str>]) -> bool {
    let any = |hit: &dyn Fn(&str) -> bool| paragraphs.iter().flatten().any(|word| hit(word));
    match expr {
        Expr::Word(word) => any(&|found| found == word),
        Expr::Prefix(word) => any(&|found| found.starts_with(word.as_str())),
        Expr::Phrase(phrase) | Expr::Exact(phrase) => paragraphs.iter().any(|words| fits(phrase, words)),
        Expr::Title(inner) => holds(
            inner,
            document,
            &[document.made.record.title.split_whitespace().collect()],
        ),
        Expr::And(parts) => parts.iter().all(|part| holds(part, document, paragraphs)),
        Expr::Or(parts) => parts.iter().any(|part| holds(part, document, paragraphs)),
        Expr::Not(inner) => !holds(inner, document, paragraphs),
        Expr::Filter { field, value } => passes(*field, value, document),
    }
}

/// Tries every choice of different positions.
fn fits(phrase: &Phrase, words: &[&str]) -> bool {
    fn place(phrase: &Phrase, words: &[&str], chosen: &mut Vec<usize>) -> bool {
        let at = chosen.len();
        if at == phrase.words.len() {
            let adjusted = || {
                chosen
                    .iter()
                    .enumerate()
                    .map(|(place, at)| at.cast_signed() as i64 - place.cast_signed() as i64)
            };
            let spread = adjusted().max().unwrap_or(0) - adjusted().min().unwrap_or(0);
            return spread <= i64::from(phrase.slop);
        }
        (0..words.len()).any(|position| {
            let wanted = &phrase.words[at];
            let last = phrase.prefix && at + 1 == phrase.words.len();
            let fits = words[position] == wanted || (last && words[position].starts_with(wanted.as_str()));
            if !fits || chosen.contains(&position) {
                return false;
            }
            chosen.push(position);
            let found = place(phrase, words, chosen);
            chosen.pop();
            found
        })
    }
    place(phrase, words, &mut Vec::new())
}

fn passes(field: FilterField, value: &str, document: &Document<'_>) -> bool {
    let record = &document.made.record;
    match field {
        FilterField::Year => record.year().map_or("none".to_owned(), |year| year.to_string()) == value,
        FilterField::Language => document.language.as_str() == value,
        FilterField::Speaker => document.speakers.contains(&value),
        FilterField::Participant => record.participants.iter().any(|person| person.name == value),
        _ => false,
    }
}

fn matches(request: &SearchRequest, document: &Document<'_>, leave_out: Option<FilterField>) -> bool {
    let filters = request
        .filters
        .values
        .iter()
        .filter(|(field, _)| Some(**field) != leave_out);
    filters
        .into_iter()
        .all(|(field, values)| values.iter().any(|value| passes(*field, value, document)))
        && request
            .expr
            .as_ref()
            .is_none_or(|expr| holds(expr, document, &document.paragraphs))
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 1..7).prop_map(|words| words.join(" "))
}

fn corpus() -> impl Strategy<Value = Vec<Made>> {
    let paragraph = (text(), any::<bool>(), prop::option::of(prop::sample::select(PEOPLE)));
    let one = (
        text(),
        prop::collection::vec(paragraph, 0..4),
        prop::option::of(2020_u16..2023),
        any::<bool>(),
    );
    prop::collection::vec(one, 1..9).prop_map(|records| {
        let made = records
            .into_iter()
            .enumerate()
            .map(|(at, (title, paragraphs, year, present))| {
                let mut made = record(at, &title);
                if present {
                    made = made.person(PEOPLE[0], "KS", Side::Ks);
                }
                if let Some(year) = year {
                    made = made.date(&year.to_string());
                }
                for (text, nynorsk, speaker) in paragraphs {
                    let language = if nynorsk { Language::Nn } else { Language::Nb };
                    let text = speaker.map_or(text.clone(), |speaker| format!("{speaker}|{text}"));
                    made = made.paragraph(language, &text);
                    // Positions and cases of some paragraphs, with and without a speaker.
                    made = match text.len() % 3 {
                        0 => made.position("KS", PositionType::Merknad),
                        1 => made.case(SchemeCase::Kostnadsberegning),
                        _ => made,
                    };
                }
                made
            });
        made.collect()
    })
}

fn query() -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS);
    let leaf = prop_oneof![
        4 => word.clone().prop_map(str::to_owned),
        3 => (prop::collection::vec(word.clone(), 1..4), 0_u32..5).prop_map(|(words, slop)| format!("\"{}\"~{slop}", words.join(" "))),
        2 => (prop::collection::vec(word.clone(), 1..4), 0_u32..5).prop_map(|(words, slop)| format!("=\"{}\"~{slop}", words.join(" "))),
        1 => word.clone().prop_map(|word| format!("{}*", &word[..2])),
        1 => word.clone().prop_map(|word| format!("\"{word} z*\"")),
        1 => word.prop_map(|word| format!("title:{word}")),
        1 => prop::sample::select(&["year:2021", "year:none", "language:nn", "speaker:\"Ola Xon\"", "participant:\"Kari Xen\""][..])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
            inner.prop_map(|inner| format!("-{inner}")),
        ]
    })
}

fn check(
    index: &Fixture,
    corpus: &BTreeMap<String, Made>,
    query: &str,
    filters: &[(&str, &str)],
) -> Result<(), TestCaseError> {
    for unit in Unit::ALL.map(Unit::as_str) {
        let mut pairs = vec![
            ("q", query),
            ("unit", unit),
            ("limit", "1000"),
            ("facets", "year,language,participant,speaker"),
        ];
        pairs.extend(filters);
        let asked = request(&pairs);
        let all: Vec<Document<'_>> = corpus.values().flat_map(|made| documents(made, asked.unit)).collect();
        let hits: Vec<&Document<'_>> = all.iter().filter(|document| matches(&asked, document, None)).collect();
        let response = index.engine.search(&asked).expect("search");
        let mut expected: Vec<usize> = hits
            .iter()
            .map(|hit| number(hit.made.record.id.as_ref().map_or("", |id| id.as_str())))
            .collect();
        let mut found: Vec<usize> = response.hits.iter().map(|hit| number(&hit.id)).collect();
        expected.sort_unstable();
        found.sort_unstable();
        prop_assert_eq!(&found, &expected, "{} by {}", query, unit);
        prop_assert_eq!(response.total, expected.len() as u64);
        prop_assert_eq!(index.engine.snapshot().total_of(&asked).expect("total"), response.total);
        for (field, counts) in &response.facets.0 {
            let counted = all.iter().filter(|document| matches(&asked, document, Some(*field)));
            let counted: Vec<&Document<'_>> = counted.collect();
            for count in counts {
                let expected = counted
                    .iter()
                    .filter(|document| passes(*field, &count.value, document))
                    .count();
                prop_assert_eq!(count.count, expected as u64, "{} {:?} by {}", query, count, unit);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_a_plain_reading_finds(
        made in corpus(),
        later in corpus(),
        gone in 0_usize..9,
        queries in prop::collection::vec((query(), any::<bool>(), any::<bool>()), 12),
    ) {
        let index = Fixture::new(&made);
        let key = |made: &Made| made.record.id.as_ref().map_or_else(String::new, ToString::to_string);
        let mut corpus: BTreeMap<String, Made> = made.iter().map(|made| (key(made), made.clone())).collect();
        // Some are replaced, one is removed: several segments with deleted documents.
        for made in later.iter().take(3) {
            index.writer.put(&made.record, &made.text).expect("put");
            corpus.insert(key(made), made.clone());
        }
        index.writer.delete(&id(gone).parse().expect("id")).expect("delete");
        corpus.remove(&id(gone));
        index.put(&[]);
        for (query, year, language) in &queries {
            let mut filters = Vec::new();
            if *year {
                filters.extend([("year", "2021"), ("year", "none")]);
            }
            if *language {
                filters.push(("language", "nb"));
            }
            check(&index, &corpus, query, &filters)?;
        }
    }
}
