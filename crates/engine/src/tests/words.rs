//! Exact forms, synonyms, changed names, foreign keyboards, explanations, misspellings.

use super::fixture::{Fixture, Made, number, record, request};
use crate::{SynonymError, Synonyms};
use ordskifte_query::{Match, Place, Why};
use ordskifte_record::Language;

fn records() -> Vec<Made> {
    vec![
        record(0, "Veileder om havvind").nb("Veilederen gjelder kommuner. En veileder er nyttig."),
        record(1, "Rettleiar").paragraph(Language::Nn, "Rettleiaren gjeld kommunar, ikkje staten."),
        record(2, "Notat").nb("Fylkesmannen i Troms viste til Kommunenes Sentralforbund."),
        record(3, "Notat to").nb("Statsforvalteren og KS møttes på e-helseområdet om e-helse."),
        record(4, "Brev").nb("Rådgivning på høyt nivå, jf. NOU 2026: 1 og post@ks.no."),
        record(5, "Plan").nb("Kommunene betaler. Kommunen betalte for rådgivere."),
    ]
}

fn found(index: &Fixture, q: &str) -> Vec<usize> {
    for unit in ["passage", "statement"] {
        index.search(&[("q", q), ("unit", unit)]);
    }
    index.found(&[("q", q)])
}

#[test]
fn an_exact_word_or_phrase_is_found_in_this_form_alone() {
    let index = Fixture::new(&records());
    assert_eq!(found(&index, "veileder"), [0, 1]);
    assert_eq!(found(&index, "=veileder"), [0]);
    assert_eq!(found(&index, "=\"veilederen\""), [0]);
    assert_eq!(found(&index, "=veiledere"), [0_usize; 0]);
    assert_eq!(found(&index, "\"kommunene betalte\""), [5]);
    assert_eq!(found(&index, "=\"kommunene betalte\""), [0_usize; 0]);
    assert_eq!(found(&index, "=\"Kommunene betaler\""), [5]);
    assert_eq!(found(&index, "title:=veileder"), [0]);
    assert_eq!(found(&index, "title:=\"veileder om\""), [0]);
    assert_eq!(found(&index, "=statsforvalteren"), [3]);
    let marked = index.search(&[("q", "=\"betalte for\""), ("unit", "passage")]);
    let passage = &marked.hits[0].passages[0];
    assert_eq!(passage.highlights, [(28, 39)]);
}

#[test]
fn offices_are_found_by_their_other_names_too_and_say_so() {
    let index = Fixture::new(&records());
    assert_eq!(found(&index, "statsforvalter"), [2, 3]);
    assert_eq!(found(&index, "fylkesmannen"), [2, 3]);
    assert_eq!(found(&index, "KS"), [2, 3, 4]);
    assert_eq!(found(&index, "\"Kommunenes Sentralforbund\""), [2, 3, 4]);
    assert_eq!(found(&index, "kommunenes sentralforbund"), [2, 3, 4]);
    assert_eq!(found(&index, "=KS"), [3]);
    let explained = index.search(&[("q", "statsforvaltaren"), ("unit", "passage"), ("explain", "true")]);
    let by: Vec<_> = explained
        .hits
        .iter()
        .flat_map(|hit| hit.explain.iter().flatten())
        .collect();
    let older = by
        .iter()
        .flat_map(|entry| &entry.matches)
        .find(|found| found.text == "Fylkesmannen");
    assert_eq!(
        older,
        Some(&Match {
            text: "Fylkesmannen".to_owned(),
            why: Why::OlderName,
            place: Place::Text,
            count: 1,
            by: Some("fylkesmann (til 2021)".to_owned()),
        })
    );
    // The word as asked ranks first.
    assert!(explained.hits[0].passages[0].text.starts_with("Statsforvalteren"));
}

#[test]
fn what_the_other_standard_says_in_several_words_is_found() {
    let index = Fixture::new(&[
        record(0, "Sak").paragraph(
            Language::Nn,
            "Dette gjeld mellom anna skulane, og tiltaka er sette i verk.",
        ),
        record(1, "Sak").nb("Dette gjelder blant annet skolene, og tiltakene ble iverksatt."),
        record(2, "Sak").nb("Det er et annet hus blant dem som er i verk."),
    ]);
    for q in ["\"blant annet\"", "\"mellom anna\""] {
        assert_eq!(found(&index, q), [0, 1], "{q}");
    }
    assert_eq!(found(&index, "mellom anna skule"), [0, 1]);
    for q in ["iverksette", "iverksetje", "\"setje i verk\"", "sette i verk tiltak"] {
        assert_eq!(found(&index, q), [0, 1], "{q}");
    }
    assert_eq!(found(&index, "=iverksatt"), [1]);
    let explained = index.search(&[("q", "iverksette"), ("unit", "passage"), ("explain", "true")]);
    let matches = explained
        .hits
        .iter()
        .flat_map(|hit| hit.explain.iter().flatten())
        .flat_map(|entry| &entry.matches);
    let other: Vec<_> = matches.filter(|found| found.why == Why::OtherStandard).collect();
    assert_eq!(other.len(), 1, "{other:?}");
    assert_eq!(other[0].text, "sette i verk");
}

#[test]
fn synonyms_of_the_folder_are_searched_together() {
    let index = Fixture::new(&records());
    assert_eq!(found(&index, "turbinpark"), [0_usize; 0]);
    let synonyms =
        Synonyms::read("[[group]]\nwords = [\"turbinpark\", \"havvind\", \"på høyt nivå\"]").expect("synonyms");
    let before = index.engine.state();
    index.engine.use_synonyms(synonyms).expect("used");
    assert_ne!(index.engine.state(), before);
    assert_eq!(found(&index, "turbinparken"), [0, 4]);
    assert_eq!(found(&index, "\"på høyt nivå\""), [0, 4]);
    assert_eq!(found(&index, "på høyt nivå"), [0, 4]);
    assert_eq!(found(&index, "=turbinpark"), [0_usize; 0]);
    index.engine.reload().expect("reload");
    assert_eq!(found(&index, "turbinpark"), [0, 4]);
}

#[test]
fn broken_synonyms_are_told() {
    for (text, told) in [
        ("[[group]]\nwords = [\"a\"", "line 2"),
        ("[[group]]\nword = [\"a\", \"b\"]", "unknown field `word`"),
        ("[[group]]\nwords = [\"kommune\", \"kommunene\"]", "group 1"),
        (
            "[[group]]\nwords = [\"a\", \"b\"]\n[[group]]\nwords = [\"c\", \"!\"]",
            "group 2",
        ),
        ("words = 3", "unknown field"),
    ] {
        let error = Synonyms::read(text).expect_err(text);
        assert!(error.to_string().contains(told), "{error}");
    }
    assert!(matches!(Synonyms::read("x"), Err(SynonymError::Form(_))));
    assert!(Synonyms::read("# nothing yet\n").is_ok());
}

#[test]
fn foreign_keyboards_and_parts_of_words_find() {
    let index = Fixture::new(&records());
    assert_eq!(found(&index, "raadgivning"), [4]);
    assert_eq!(found(&index, "\"paa hoeyt nivaa\""), [4]);
    assert_eq!(found(&index, "helse"), [3]);
    assert_eq!(found(&index, "e-helse"), [3]);
    assert_eq!(found(&index, "\"NOU 2026:1\""), [4]);
    assert_eq!(found(&index, "NOU 2026: 1"), [4]);
    for q in [
        "\"NOU 2026: 1\"",
        "\"nou 2026 : 1\"",
        "\"nou 2026 1\"",
        "=\"nou 2026: 1\"",
        "nou 2026: 1",
    ] {
        assert_eq!(found(&index, q), [4], "{q}");
        assert_eq!(index.search(&[("q", q), ("unit", "passage")]).total, 1, "{q}");
    }
    for q in [
        "\"jf. NOU 2026: 1\"",
        "\"nivå jf. NOU 2026: 1 og post@ks.no\"",
        "\"NOU 2026: 1 og post*\"",
    ] {
        assert_eq!(found(&index, q), [4], "{q}");
    }
    assert_eq!(found(&index, "2026"), [4]);
    assert_eq!(found(&index, "post@ks.no"), [4]);
}

#[test]
fn addresses_and_case_numbers_are_found_by_what_they_are_part_of() {
    let index = Fixture::new(&[
        record(0, "Sak").nb("Se https://www.regjeringen.no/dokumenter og skriv til ola.moe@ks.no i dag."),
        record(1, "Sak").nb("Dokumentet er 22/1234-5, datert i går."),
        record(2, "Sak").paragraph(Language::Nn, "Dei treng det no, ikkje sidan."),
    ]);
    for (q, expected) in [
        ("regjeringen.no", [0].as_slice()),
        ("www.regjeringen.no", &[0]),
        ("ks.no", &[0]),
        ("ola.moe", &[0]),
        ("ola.moe@ks.no", &[0]),
        ("22/1234", &[1]),
        ("22/1234-5", &[1]),
        ("nå", &[2]),
    ] {
        assert_eq!(found(&index, q), expected, "{q}");
    }
}

#[test]
fn a_phrase_finds_the_compound_of_its_words_below_the_words_themselves() {
    let index = Fixture::new(&[
        record(0, "Sak").nb("Presset på kommuneøkonomien øker stadig, sier de."),
        record(1, "Sak").nb("Presset på kommunenes økonomi øker stadig, sier de."),
        record(2, "Sak").paragraph(Language::Nn, "Presset på kommuneøkonomien aukar stadig, seier dei."),
        record(3, "Sak").nb("Økonomien til denne kommunen øker stadig, sier de."),
        record(4, "Sak").paragraph(Language::Nn, "Fristen for høyringsfråsegna var i går."),
        record(5, "Sak").nb("Kommuneøkonomiproposisjonen kom i mai. Det var et stort møte."),
    ]);
    for q in ["\"kommune økonomi\"", "\"kommunenes økonomi\""] {
        assert_eq!(found(&index, q), [0, 1, 2, 5], "{q}");
    }
    assert_eq!(found(&index, "kommune økonomi"), [0, 1, 2, 3, 5]);
    assert_eq!(found(&index, "økonomi"), [0, 1, 2, 3, 5]);
    assert_eq!(found(&index, "\"press på kommune økonomi\""), [0, 1, 2]);
    assert_eq!(found(&index, "\"høring uttalelse\""), [4]);
    assert_eq!(found(&index, "\"økonomi kommune\""), [0_usize; 0]);
    assert_eq!(found(&index, "=\"kommune økonomi\""), [0_usize; 0]);
    for unit in ["record", "passage"] {
        for q in ["\"kommune økonomi\"", "kommune økonomi"] {
            let response = index.search(&[("q", q), ("unit", unit), ("explain", "true")]);
            let first = &response.hits[0];
            assert!(
                first.passages[0].text.contains("kommunenes økonomi")
                    || first.passages[0].text.contains("Økonomien til"),
                "{unit} {q}: {first:?}"
            );
        }
        let response = index.search(&[("q", "\"kommune økonomi\""), ("unit", unit), ("explain", "true")]);
        let last = response.hits.last().expect("a hit");
        assert_eq!(last.explain.as_ref().expect("asked for")[0].matches[0].why, Why::Part);
        let marks: Vec<_> = response
            .hits
            .iter()
            .map(|hit| hit.passages[0].highlights.clone())
            .collect();
        assert!(marks.contains(&vec![(11, 27)]), "{marks:?}");
    }
}

#[test]
fn explanations_tell_form_lemma_part_and_standard_and_add_up() {
    let index = Fixture::new(&records());
    for unit in ["record", "passage"] {
        let response = index.search(&[("q", "veileder kommune"), ("unit", unit), ("explain", "true")]);
        assert!(response.total >= 2, "{unit}");
        for hit in &response.hits {
            let explained = hit.explain.as_ref().expect("asked for");
            let sum: f32 = explained.iter().map(|entry| entry.score).sum();
            assert!((sum - hit.score).abs() < 1e-3, "{unit}: {sum} {}", hit.score);
        }
        let whys = |text: &str| -> Vec<Why> {
            let explained = response.hits.iter().flat_map(|hit| hit.explain.iter().flatten());
            let matches = explained.flat_map(|entry| &entry.matches);
            matches
                .filter(|found| found.text == text)
                .map(|found| found.why)
                .collect()
        };
        assert_eq!(whys("veileder"), [Why::Form]);
        assert_eq!(whys("Veilederen"), [Why::Lemma]);
        assert_eq!(whys("Rettleiaren"), [Why::OtherStandard]);
        assert_eq!(whys("kommunar"), [Why::Lemma]);
    }
    let part = index.search(&[("q", "område \"kommune betale\" rådg*"), ("explain", "true")]);
    assert_eq!(part.total, 0);
    let part = index.search(&[("q", "område"), ("explain", "true"), ("unit", "passage")]);
    let explained = part.hits[0].explain.as_ref().expect("asked for");
    assert_eq!(explained[0].matches[0].why, Why::Part);
    assert!(index.search(&[("q", "veileder")]).hits[0].explain.is_none());
}

#[test]
fn the_form_ranks_above_the_lemma_the_other_standard_and_the_part_however_rare_they_are() {
    let mut made = vec![
        record(0, "Sak").nb("Her er arbeidet med en forskrift viktig."),
        record(1, "Sak").nb("Her er arbeidet med den forskriften viktig."),
        record(2, "Sak").paragraph(Language::Nn, "Her er arbeidet med ei føresegn viktig."),
        record(3, "Sak").nb("Her er arbeidet med et forskriftsutvalg viktig."),
    ];
    for number in 4..40 {
        made.push(record(number, "Sak").nb("Her er hele det lange arbeidet med alle forskriftene også viktig."));
    }
    let index = Fixture::new(&made);
    for unit in ["record", "passage"] {
        let response = index.search(&[
            ("q", "forskrift"),
            ("unit", unit),
            ("limit", "100"),
            ("explain", "true"),
        ]);
        let whys: Vec<(usize, Why)> = response
            .hits
            .iter()
            .map(|hit| {
                (
                    number(&hit.id),
                    hit.explain.as_ref().expect("asked for")[0].matches[0].why,
                )
            })
            .filter(|(number, _)| *number < 4)
            .collect();
        let order = [(0, Why::Form), (1, Why::Lemma), (2, Why::OtherStandard), (3, Why::Part)];
        assert_eq!(whys, order, "{unit}");
    }
}

#[test]
fn a_form_in_a_long_text_ranks_above_a_part_in_a_short_one() {
    let long = format!(
        "Her sto det om økonomi. {}",
        "Møtet gjaldt mange andre saker også. ".repeat(60)
    );
    let mut made = vec![
        record(0, "Sak").nb(&long),
        record(1, "Kommuneøkonomien").nb("Kommuneøkonomien, kommuneøkonomien, kommuneøkonomien, kommuneøkonomien."),
        record(2, "Sak").nb("Kommuneøkonomien."),
    ];
    for number in 3..30 {
        made.push(record(number, "Sak").nb("Dette møtet gjaldt andre saker."));
    }
    let index = Fixture::new(&made);
    for unit in ["record", "passage"] {
        let response = index.search(&[("q", "økonomi"), ("unit", unit)]);
        let order: Vec<usize> = response.hits.iter().map(|hit| number(&hit.id)).collect();
        assert_eq!(order, [0, 1, 2], "{unit}");
    }
    // The same holds for a phrase and the compound of its words.
    let long = long.replace("om økonomi", "om kommunens økonomi");
    index.put(&[record(0, "Sak").nb(&long)]);
    for unit in ["record", "passage"] {
        let response = index.search(&[("q", "\"kommune økonomi\""), ("unit", unit)]);
        let order: Vec<usize> = response.hits.iter().map(|hit| number(&hit.id)).collect();
        assert_eq!(order, [0, 1, 2], "{unit}");
    }
}

#[test]
fn parts_reach_into_compounds_of_the_other_standard() {
    let index = Fixture::new(&[
        record(0, "Sak").nb("Fastlegeforskriften gjelder."),
        record(1, "Sak").paragraph(Language::Nn, "Fastlegeføresegna gjeld."),
        record(2, "Sak").nb("Forskriften gjelder."),
        record(3, "Sak").nb("Fastlegeveilederen gjelder."),
        record(4, "Sak").nb("Denne beskyttelsesverdien gjelder."),
    ]);
    for q in ["forskrift", "føresegn"] {
        assert_eq!(found(&index, q), [0, 1, 2], "{q}");
        for unit in ["record", "passage"] {
            let response = index.search(&[("q", q), ("unit", unit), ("explain", "true")]);
            assert_eq!(number(&response.hits[0].id), 2, "{unit} {q}");
            assert!(
                response.hits.iter().all(|hit| !hit.passages[0].highlights.is_empty()),
                "{q}"
            );
        }
    }
    assert_eq!(found(&index, "rettleiar"), [3]);
    // What both standards use reaches into its own compounds only.
    assert_eq!(found(&index, "vern"), [0_usize; 0]);
}

#[test]
fn a_rare_compound_ranks_below_the_common_words_that_it_is_made_of() {
    let mut made = vec![record(0, "Sak").nb("Nå er kommuneøkonomien det viktigste av alt.")];
    for number in 1..40 {
        made.push(record(number, "Sak").nb("Nå er kommunens økonomi det viktigste av alt."));
    }
    let index = Fixture::new(&made);
    for unit in ["record", "passage"] {
        for q in ["\"kommune økonomi\"", "kommune økonomi"] {
            let response = index.search(&[("q", q), ("unit", unit), ("limit", "100")]);
            assert_eq!(response.total, 40, "{unit} {q}");
            assert_eq!(response.hits.last().map(|hit| number(&hit.id)), Some(0), "{unit} {q}");
        }
    }
}

#[test]
fn a_misspelling_without_hits_gets_a_suggestion_that_has_hits() {
    let mut made = records();
    for number in 6..60 {
        made.push(record(number, "Stort").nb("Departementet svarte."));
    }
    made.push(record(60, "Feil").nb("Depatementet svarte."));
    let index = Fixture::new(&made);
    let meant = |q: &str| index.search(&[("q", q)]).did_you_mean;
    assert_eq!(
        meant("statsfovalteren OR xyz").as_deref(),
        Some("statsforvalteren OR xyz")
    );
    assert_eq!(
        meant("\"Sentralforbnd\" kind:annet").as_deref(),
        Some("\"Sentralforbund\" kind:annet")
    );
    assert_eq!(meant("=Tromz").as_deref(), Some("=Troms"));
    // A word of one text that is most likely a misspelling of a common one.
    assert_eq!(meant("depatementet").as_deref(), Some("departementet"));
    // Lemmas are looked at where no form is near.
    assert_eq!(
        meant("rådgivningenes").as_deref(),
        None,
        "a form of a word that is there"
    );
    for fine in [
        "kommune",
        "veileder",
        "",
        "qqqqqqqqq",
        "2027:1",
        "ks",
        "vei*",
        "kind:brev",
    ] {
        assert_eq!(meant(fine), None, "{fine}");
    }
    // What no filter lets through is no help.
    assert_eq!(
        index.search(&[("q", "statsfovalteren"), ("year", "1999")]).did_you_mean,
        None
    );
    let second = index
        .engine
        .search(&request(&[("q", "veiledr"), ("unit", "passage")]))
        .expect("search");
    assert_eq!(second.did_you_mean.as_deref(), Some("veileder"));
}
