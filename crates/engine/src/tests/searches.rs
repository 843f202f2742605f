//! What each operator, filter, facet and unit does.

use super::fixture::{Fixture, Made, number, record, request};
use crate::{Engine, EngineError, Mode};
use ordskifte_query::{FacetCount, FilterField, SearchResponse};
use ordskifte_record::{
    Access, CaseStage, Citation, CitationKind, Kind, Language, MinistryRole, PositionType, SchemeCase, Side, Status,
    TopicRef,
};
use std::ops::ControlFlow;

/// Six records of both standards; see each test for what of them matters.
fn records() -> Vec<Made> {
    vec![
        record(0, "Referat fra konsultasjonsmøte")
            .date("2022-04-22")
            .with(|record| record.kind = Kind::Referat)
            .ministry("kdd-2022", "KDD", MinistryRole::Host)
            .ministry("fin-2000", "FIN", MinistryRole::Attending)
            .person("Kari Åsen", "KDD", Side::Stat)
            .person("Ola Flø Tveitnes", "KS", Side::Ks)
            .nb("Møtet handlet om vindkraft i kommunene.")
            .nb("Kari Åsen|Statsråden viste til kraftprisene.")
            .nb("Ola Flø Tveitnes|Kommunene trenger inntekter fra vindkraft og høringssvar."),
        record(1, "Høyringssvar om vindkraft")
            .date("2021-11")
            .with(|record| {
                record.kind = Kind::Horingssvar;
                record.language = Language::Nn;
            })
            .ministry("kdd-2022", "KDD", MinistryRole::Mentioned)
            .paragraph(Language::Nn, "Kommunane støttar framlegget, og ikkje meir.")
            .paragraph(Language::Nb, "Sitat på bokmål."),
        record(2, "Notat")
            .date("2022")
            .nb("Slutten av statlig")
            .nb("styring er nær."),
        record(3, "Notat to")
            .nb("Statlig styring og kommunal frihet, jf. NOU.")
            .with(|record| {
                record.citations.push(Citation {
                    kind: CitationKind::Nou,
                    id: "NOU 2026: 1".to_owned(),
                    printed: "NOU 2026:1".to_owned(),
                    page: None,
                    start: 0,
                    end: 3,
                });
                record.topics.push(TopicRef {
                    id: "https://psi.norge.no/los/tema/energi".to_owned(),
                    label: "Energi".to_owned(),
                    score: 1.0,
                    evidence: Vec::new(),
                });
            }),
        record(4, "Hemmelig om vindkraft")
            .nb("vindkraft")
            .with(|record| record.access = Access::Restricted),
        record(5, "Trukket tilbake")
            .nb("vindkraft")
            .with(|record| record.status = Status::Withdrawn),
    ]
}

fn facet(response: &SearchResponse, field: FilterField) -> Vec<FacetCount> {
    let found = response.facets.0.iter().find(|(name, _)| *name == field);
    found.map(|(_, counts)| counts.clone()).unwrap_or_default()
}

fn count(counts: &[FacetCount], value: &str) -> Option<(u64, bool)> {
    let found = counts.iter().find(|count| count.value == value);
    found.map(|count| (count.count, count.active))
}

#[test]
fn every_operator_finds_what_it_says() {
    let index = Fixture::new(&records());
    for (query, expected) in [
        ("vindkraft", vec![0, 1]),
        ("kommune", vec![0, 1]),
        ("kommunane kraftpris", vec![0]),
        ("vindkraft -kraftpris", vec![1]),
        ("NOT vindkraft", vec![2, 3, 5]),
        ("framlegget OR frihet", vec![1, 3]),
        ("(framlegget OR frihet) kommunal", vec![3]),
        ("vindkr*", vec![0, 1]),
        ("\"statlig styring\"", vec![3]),
        ("\"styring statlig\"", vec![]),
        ("\"styring statlig\"~2", vec![3]),
        ("\"slutten styring\"~50", vec![]),
        ("statlig styring", vec![2, 3]),
        ("\"kommunal fri*\"", vec![3]),
        ("title:vindkraft", vec![1]),
        ("title:\"notat to\"", vec![3]),
        ("-title:notat", vec![0, 1, 5]),
        ("kind:referat OR styring", vec![0, 2, 3]),
        ("-kind:referat -kind:horingssvar", vec![2, 3, 5]),
        ("finnesikkjeher", vec![]),
        ("", vec![0, 1, 2, 3, 5]),
    ] {
        assert_eq!(index.found(&[("q", query)]), expected, "{query}");
    }
}

#[test]
fn every_filter_means_what_it_says() {
    let index = Fixture::new(&records());
    let all: &[(&str, &str, &[usize])] = &[
        ("year", "2022", &[0, 2]),
        ("year", "none", &[3, 5]),
        ("year", "2021..2022", &[0, 1, 2]),
        ("ministry", "KDD", &[0]),
        ("ministry", "kdd-2022", &[0]),
        ("ministry", "Kommunal- og distriktsdepartementet", &[0]),
        ("ministry_role", "mentioned", &[1]),
        ("ministry_line", "KMD", &[0]),
        ("participant", "Kari Åsen", &[0]),
        ("participant", "asen", &[0]),
        ("participant", "tveitnes", &[0]),
        ("participant", "FLO TVEITNES", &[0]),
        ("participant", "Kari", &[]),
        ("speaker", "Åsen", &[0]),
        ("side", "ks", &[0]),
        ("organization", "ks", &[0]),
        ("kind", "horingssvar", &[1]),
        ("language", "nn", &[1]),
        ("topic", "energi", &[3]),
        ("topic", "https://psi.norge.no/los/tema/energi", &[3]),
        ("cites", "nou 2026:1", &[3]),
        ("from", "2022", &[0, 2]),
        ("to", "2021-11-15", &[1]),
    ];
    for (name, value, expected) in all {
        assert_eq!(index.found(&[(name, value)]), *expected, "{name}={value}");
    }
    let mentioned = [("ministry", "KDD"), ("ministry_role", "mentioned")];
    assert_eq!(index.found(&mentioned), [1]);
    assert_eq!(index.search(&[("from", "2022")]).undated_excluded, 2);
    assert_eq!(index.search(&[("from", "2022"), ("q", "styring")]).undated_excluded, 1);
}

#[test]
fn units_count_and_filter_by_their_own() {
    let index = Fixture::new(&records());
    let total = |pairs: &[(&str, &str)]| index.search(pairs).total;
    assert_eq!(total(&[("unit", "passage")]), 8);
    assert_eq!(total(&[("unit", "statement")]), 2);
    assert_eq!(total(&[("unit", "passage"), ("q", "vindkraft kommune")]), 2);
    assert_eq!(total(&[("unit", "passage"), ("q", "vindkraft kraftpris")]), 0);
    assert_eq!(total(&[("unit", "statement"), ("speaker", "Åsen")]), 1);
    assert_eq!(total(&[("unit", "passage"), ("side", "ks")]), 1);
    assert_eq!(total(&[("unit", "passage"), ("language", "nn")]), 1);
    assert_eq!(total(&[("unit", "passage"), ("q", "title:vindkraft")]), 2);
    assert_eq!(total(&[("unit", "statement"), ("participant", "Åsen")]), 2);
    assert_eq!(total(&[("unit", "statement"), ("q", "-inntekter")]), 1);
    let response = index.search(&[
        ("unit", "statement"),
        ("q", "inntekter"),
        ("facets", "year,speaker,side"),
    ]);
    assert_eq!(count(&facet(&response, FilterField::Year), "2022"), Some((1, false)));
    assert_eq!(count(&facet(&response, FilterField::Side), "ks"), Some((1, false)));
    assert_eq!(response.hits[0].passages[0].speakers, ["Ola Flø Tveitnes"]);
    assert!(response.hits[0].statement_id.is_some());
}

#[test]
fn a_facet_leaves_its_own_filter_out() {
    let index = Fixture::new(&records());
    let response = index.search(&[("year", "2022"), ("kind", "referat")]);
    assert_eq!(response.total, 1);
    let years = facet(&response, FilterField::Year);
    assert_eq!(count(&years, "2022"), Some((1, true)));
    assert_eq!(years.len(), 1);
    let kinds = facet(&response, FilterField::Kind);
    assert_eq!(count(&kinds, "referat"), Some((1, true)));
    assert_eq!(count(&kinds, "annet"), Some((1, false)));
    let ministries = facet(&response, FilterField::Ministry);
    assert_eq!(count(&ministries, "kdd-2022"), Some((1, false)));
    assert!(ministries[0].label.contains(' '), "{ministries:?}");
    // What is typed marks the row of what it means, and is none of its own.
    let typed = facet(&index.search(&[("ministry", "KDD")]), FilterField::Ministry);
    assert_eq!(count(&typed, "kdd-2022"), Some((1, true)));
    assert_eq!(count(&typed, "KDD"), None);
    let none = index.search(&[("kind", "brev"), ("ministry", "KDD"), ("q", "frihet")]);
    assert_eq!(none.total, 0);
    assert_eq!(count(&facet(&none, FilterField::Kind), "brev"), Some((0, true)));
    assert_eq!(count(&facet(&none, FilterField::Ministry), "KDD"), Some((0, true)));
    let undated = facet(&index.search(&[]), FilterField::Year);
    assert_eq!(
        undated.last().map(|year| (year.label.as_str(), year.count)),
        Some(("Uten dato", 2))
    );
}

#[test]
fn facet_values_are_searched_by_their_beginning() {
    let index = Fixture::new(&records());
    let snapshot = index.engine.snapshot();
    let names = |prefix: &str| {
        let found = snapshot
            .facet_values(&request(&[]), FilterField::Participant, prefix, 10)
            .expect("values");
        found.into_iter().map(|count| count.value).collect::<Vec<_>>()
    };
    assert_eq!(names("tve"), ["Ola Flø Tveitnes"]);
    assert_eq!(names("kari a"), ["Kari Åsen"]);
    assert_eq!(names("").len(), 2);
}

#[test]
fn a_hit_shows_its_best_passages_with_marks() {
    let index = Fixture::new(&records());
    let response = index.search(&[("q", "svar inntekter")]);
    let hit = &response.hits[0];
    assert_eq!(
        (number(&hit.id), hit.ministries.clone()),
        (0, vec!["KDD".to_owned(), "FIN".to_owned()])
    );
    let best = &hit.passages[0];
    assert!(best.text.starts_with("Kommunene trenger"), "{best:?}");
    let marked: Vec<String> = best
        .highlights
        .iter()
        .map(|(start, end)| best.text.chars().skip(*start).take(end - start).collect())
        .collect();
    assert_eq!(marked, ["inntekter", "svar"]);
    assert_eq!(best.anchor, "p-00000002");
    assert!(
        index
            .search(&[("year", "2022")])
            .hits
            .iter()
            .all(|hit| hit.passages.is_empty())
    );
}

#[test]
fn cursors_walk_one_state_while_others_are_written() {
    let made: Vec<Made> = (0..50)
        .map(|at| record(at, "Sak").nb(&format!("felles ord {}", "ord ".repeat(at % 7))))
        .collect();
    let index = Fixture::new(&made);
    for sort in ["relevance", "date", "date-desc", "archived"] {
        let mut pairs = vec![
            ("q".to_owned(), "ord".to_owned()),
            ("limit".to_owned(), "7".to_owned()),
            ("sort".to_owned(), sort.to_owned()),
        ];
        let mut seen = Vec::new();
        loop {
            let asked = ordskifte_query::SearchRequest::from_pairs(pairs.clone()).expect("request");
            let response = index.engine.search(&asked).expect("page");
            assert_eq!(response.total, 50);
            seen.extend(response.hits.iter().map(|hit| number(&hit.id)));
            index
                .writer
                .delete(&made[seen.len() - 1].record.id.clone().expect("id"))
                .expect("delete");
            index.put(&[record(100 + seen.len(), "Ny").nb("ord ord")]);
            match response.next_cursor {
                Some(cursor) => {
                    pairs.retain(|(name, _)| name != "cursor");
                    pairs.push(("cursor".to_owned(), cursor));
                }
                None => break,
            }
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..50).collect::<Vec<_>>(), "{sort}");
        let fresh = Fixture::new(&made);
        let last = pairs.last().expect("cursor").1.clone();
        let mut foreign = request(&[("q", "ord"), ("limit", "7"), ("sort", sort)]);
        foreign.cursor = Some(last);
        assert!(matches!(fresh.engine.search(&foreign), Err(EngineError::CursorExpired)));
        foreign.q = "felles".to_owned();
        index.put(&made);
        for at in 100..160 {
            index
                .writer
                .delete(&record(at, "").record.id.expect("id"))
                .expect("delete");
        }
        index.put(&[]);
    }
}

#[test]
fn an_export_has_as_many_rows_as_the_total() {
    let index = Fixture::new(&records());
    for (pairs, first) in [
        (vec![("q", "kommune")], Some("vindkraft i kommunene")),
        (vec![("q", "kommune"), ("unit", "passage")], None),
        (vec![("unit", "statement")], Some("kraftprisene")),
        (vec![("year", "2022")], None),
    ] {
        let asked = request(&pairs);
        let snapshot = index.engine.snapshot();
        let mut rows = Vec::new();
        let given = snapshot
            .export(&asked, &mut |row| {
                rows.push(row);
                ControlFlow::Continue(())
            })
            .expect("export");
        assert_eq!(given, snapshot.total_of(&asked).expect("total"));
        assert_eq!(given, index.search(&pairs).total);
        if let Some(first) = first {
            let text = rows[0].passage.as_ref().map_or("", |passage| passage.text.as_str());
            assert!(text.contains(first), "{text}");
        }
    }
    let mut seen = 0;
    let stopped = index.engine.snapshot().export(&request(&[]), &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert_eq!((stopped.expect("export"), seen), (1, 1));
}

#[test]
fn a_rebuilt_index_gives_the_same_answers() {
    let index = Fixture::new(&records());
    let made = records();
    for round in &made {
        index.put(std::slice::from_ref(round));
    }
    let rebuild = Engine::rebuild(index.folder.path()).expect("rebuild");
    let writer = rebuild.engine().writer(2, 32 << 20).expect("writer");
    for made in made.iter().rev() {
        writer.put(&made.record, &made.text).expect("put");
    }
    writer.commit("e", 7).expect("commit");
    drop(writer);
    let before = index.engine.generation();
    let rebuilt = rebuild.switch().expect("switch");
    assert_ne!(before, rebuilt.generation());
    assert_eq!(rebuilt.archive_sequence(), 7);
    for pairs in [
        vec![],
        vec![("q", "kommune")],
        vec![("unit", "passage"), ("sort", "date")],
    ] {
        let asked = request(&pairs);
        let (old, new) = (
            index.engine.search(&asked).expect("old"),
            rebuilt.search(&asked).expect("new"),
        );
        assert_eq!((old.total, &old.facets.0), (new.total, &new.facets.0));
        let ids = |response: &SearchResponse| response.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&old), ids(&new));
    }
    let read = Engine::open(index.folder.path(), Mode::Read).expect("open");
    assert_eq!(read.generation(), rebuilt.generation());
}

#[test]
fn headers_are_found_and_versions_replace_one_another() {
    let index = Fixture::new(&records());
    let made = record(0, "Ny tittel").nb("helt annet");
    index.put(std::slice::from_ref(&made));
    assert_eq!(index.found(&[("q", "vindkraft")]), [1]);
    let snapshot = index.engine.snapshot();
    let header = snapshot
        .header(made.record.id.as_ref().expect("id"))
        .expect("read")
        .expect("there");
    assert_eq!(header.title, "Ny tittel");
    assert!(header.paragraphs.is_empty());
    assert!(
        snapshot
            .header(&"zzzzzzzzzzzzzzzz".parse().expect("id"))
            .expect("read")
            .is_none()
    );
    let stats = snapshot.stats().expect("stats");
    assert_eq!((stats.records, stats.passages, stats.statements), (5, 6, 0));
}

#[test]
fn a_second_writer_and_a_foreign_folder_are_refused() {
    let index = Fixture::new(&[]);
    let second = Engine::open(index.folder.path(), Mode::Write).expect("open");
    assert!(matches!(second.writer(1, 0), Err(EngineError::Locked { .. })));
    assert!(matches!(
        Engine::open(&index.folder.path().join("nowhere"), Mode::Read),
        Err(EngineError::NeedsReindex { .. })
    ));
    std::fs::write(index.folder.path().join("1").join("meta.json"), b"{}").expect("write");
    assert!(matches!(
        Engine::open(index.folder.path(), Mode::Read),
        Err(EngineError::Damaged { .. } | EngineError::NeedsReindex { .. })
    ));
}

#[test]
fn suggestions_complete_words_and_values_and_tell_nothing_restricted() {
    let fixture = Fixture::new(&records());
    let snapshot = fixture.engine.snapshot();
    let of = |typed: &str| snapshot.suggest(typed, 5).expect("suggestions");
    let words = of("om vindk").words;
    // The restricted and the withdrawn record have the word too; what cannot be found is not counted.
    assert_eq!(words.first().map(|(word, _)| word.as_str()), Some("vindkraft"));
    assert!(of("hemm").words.is_empty() && of("v").words.is_empty());
    let values = of("as").values;
    assert!(
        values
            .iter()
            .any(|(field, count)| *field == FilterField::Participant && count.value == "Kari Åsen" && count.count == 1),
        "{values:?}"
    );
    assert!(of("kommunal og").values.is_empty());
    let ministries = of("kdd").values;
    assert_eq!(ministries.first().map(|(field, _)| *field), Some(FilterField::Ministry));
}

#[test]
fn positions_are_found_by_record_and_by_paragraph() {
    let made = record(0, "Referat")
        .nb("KS og departementet er enige om fristen.")
        .position("KS", PositionType::Enighet)
        .nb("Saken ble drøftet.");
    let fixture = Fixture::new(&[made]);
    for unit in ["record", "passage"] {
        for (value, expected) in [("enighet", 1), ("uenighet", 0)] {
            let answer = fixture.search(&[("position", value), ("unit", unit)]);
            assert_eq!(answer.total, expected, "{unit} {value}");
        }
    }
}

#[test]
fn positions_and_cases_are_units_of_their_own() {
    let made = record(0, "Referat")
        .person("Kari Åsen", "KS", Side::Ks)
        .nb("Kari Åsen|Departementet og KS er enige om fristen.")
        .position("KS", PositionType::Enighet)
        .nb("Vindkraft meldes opp til kostnadsberegning.")
        .case(SchemeCase::Kostnadsberegning)
        .nb("KS har merknader til vindkraft.")
        .position("KS", PositionType::Merknad);
    let fixture = Fixture::new(&[made, record(1, "Brev").nb("Vindkraft.")]);
    for (pairs, expected) in [
        (&[("unit", "position")][..], 2),
        (&[("unit", "position"), ("position", "enighet")], 1),
        (&[("unit", "position"), ("organization", "KS"), ("side", "ks")], 2),
        (&[("unit", "position"), ("side", "stat")], 0),
        (&[("unit", "position"), ("speaker", "Kari Åsen")], 1),
        (&[("unit", "position"), ("participant", "Åsen"), ("q", "vindkraft")], 1),
        (&[("unit", "position"), ("q", "title:referat -vindkraft")], 1),
        (&[("unit", "case")], 1),
        (
            &[
                ("unit", "case"),
                ("q", "vindkrafta"),
                ("case_type", "kostnadsberegning"),
            ],
            1,
        ),
        (&[("unit", "case"), ("case_type", "lovmedvirkning")], 0),
        (&[("unit", "case"), ("q", "merknader")], 0),
        (&[("unit", "statement")], 1),
        (&[("unit", "passage")], 4),
    ] {
        let answer = fixture.search(pairs);
        assert_eq!(
            (answer.total, answer.hits.len()),
            (expected, expected as usize),
            "{pairs:?}"
        );
        let mut rows = 0;
        let snapshot = fixture.engine.snapshot();
        let given = snapshot.export(&request(pairs), &mut |row| {
            rows += u64::from(row.passage.is_some());
            std::ops::ControlFlow::Continue(())
        });
        assert_eq!((given.expect("rows"), rows), (expected, expected), "{pairs:?}");
    }
    let case = fixture.search(&[("unit", "case")]).hits.remove(0).case.expect("a case");
    assert_eq!(
        (case.subject.as_str(), case.stage),
        ("Vindkraft", Some(CaseStage::Oppmelding))
    );
    let hits = fixture.search(&[("unit", "position"), ("position", "merknad")]).hits;
    assert_eq!(hits[0].position.as_ref().expect("a position").parties, ["KS"]);
    assert_eq!(hits[0].passages[0].text, "KS har merknader til vindkraft.");
}
