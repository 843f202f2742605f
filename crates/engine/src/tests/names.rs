//! Names as facets: what a typed one means, and whose are for nobody's list.

use super::fixture::{Fixture, record};
use ordskifte_query::FilterField;
use ordskifte_record::{Party, PositionType, Side};

#[test]
fn a_surname_marks_the_persons_that_it_means_and_is_no_row_of_its_own() {
    let made = [
        record(0, "a").person("Kari Åsen", "KS", Side::Ks),
        record(1, "b").person("Ola Åsen", "KD", Side::Stat),
        record(2, "c").person("Per Lie", "KD", Side::Stat),
    ];
    let fixture = Fixture::new(&made);
    for (typed, expected) in [
        ("Åsen", &["Kari Åsen", "Ola Åsen"][..]),
        ("aasen", &[]),
        ("asen", &["Kari Åsen", "Ola Åsen"]),
        ("kari asen", &["Kari Åsen"]),
        ("Kari Åsen", &["Kari Åsen"]),
        ("Lie", &["Per Lie"]),
    ] {
        let answer = fixture.search(&[("participant", typed), ("facets", "participant")]);
        assert_eq!(answer.total, expected.len() as u64, "{typed}");
        let (_, counts) = &answer.facets.0[0];
        let active: Vec<&str> = counts
            .iter()
            .filter(|count| count.active)
            .map(|count| count.value.as_str())
            .collect();
        // What means nobody stays listed as typed, with nothing.
        let expected = if expected.is_empty() { &[typed][..] } else { expected };
        assert_eq!(active, expected, "{typed}");
        assert!(
            counts
                .iter()
                .all(|count| count.value != typed || expected.contains(&typed)),
            "{counts:?}"
        );
    }
    let answer = fixture.search(&[("organization", "ks"), ("facets", "organization")]);
    assert_eq!(answer.facets.0[0].1.len(), 2, "{:?}", answer.facets);
}

#[test]
fn who_is_named_in_a_private_persons_letter_is_in_no_list() {
    let private = Party {
        name: "Solveig Privat".to_owned(),
        printed: "Solveig Privat".to_owned(),
        party_type: Some("privatperson".to_owned()),
        signatories: Vec::new(),
    };
    let made = [
        record(0, "Svar")
            .with(|record| record.sender = Some(private))
            .person("Solveig Privat", "Velforeningen", Side::Other)
            .nb("Solveig Privat|Jeg er imot vindkraft."),
        record(1, "Referat")
            .person("Kari Åsen", "KS", Side::Ks)
            .nb("Møtet drøftet vindkraft."),
    ];
    let fixture = Fixture::new(&made);
    let snapshot = fixture.engine.snapshot();
    for unit in ["record", "statement", "passage"] {
        let answer = fixture.search(&[("unit", unit), ("facets", "participant,speaker,sender")]);
        let named = answer.facets.0.iter().flat_map(|(_, counts)| counts);
        assert!(
            named.clone().all(|count| !count.value.contains("Solveig")),
            "{unit}: {:?}",
            answer.facets
        );
    }
    let suggested = snapshot.suggest("solv", 10).expect("suggestions");
    assert!(
        suggested.values.is_empty() && suggested.words.is_empty(),
        "{suggested:?}"
    );
    // A word of the letter that others use too is offered.
    let words = snapshot.suggest("vindk", 10).expect("suggestions").words;
    assert_eq!(words.first().map(|(word, _)| word.as_str()), Some("vindkraft"));
    let others = snapshot.suggest("åsen", 10).expect("suggestions").values;
    assert!(others.iter().any(|(field, _)| *field == FilterField::Participant));
    // Who knows the name finds the letter.
    assert_eq!(fixture.found(&[("sender", "Solveig Privat")]), [0]);
    assert_eq!(fixture.found(&[("participant", "Solveig Privat")]), [0]);
}

#[test]
fn a_misspelled_name_of_a_private_person_is_not_put_right() {
    let named = |number, name: &str, title: &str, text: &str| {
        let sender = Party {
            name: name.to_owned(),
            printed: name.to_owned(),
            party_type: Some("privatperson".to_owned()),
            signatories: Vec::new(),
        };
        record(number, title)
            .with(|record| record.sender = Some(sender))
            .nb(text)
    };
    let made = [
        named(
            0,
            "Petronella Tulleruud",
            "Svar fra Petronella Tulleruud",
            "Hilsen Petronella Tulleruud",
        ),
        named(1, "Kari Tulleruud", "Svar", "Jeg heter Kari Tulleruud."),
        record(2, "Referat").nb("Petronella Åsen ledet møtet om vindkraft."),
    ];
    let fixture = Fixture::new(&made);
    for unit in ["record", "passage", "statement"] {
        let meant = |q: &str| fixture.search(&[("q", q), ("unit", unit)]).did_you_mean;
        for q in [
            "Tulerud",
            "Tulleruu",
            "\"Tuleruud\"",
            "=Tulleruds",
            "title:Tulleruut",
            "tulleruudene",
        ] {
            assert_eq!(meant(q), None, "{unit} {q}");
        }
    }
    // The given name stands in minutes too; the rest of the question stays as typed.
    let meant = |q: &str| fixture.search(&[("q", q)]).did_you_mean;
    assert_eq!(meant("Petronela Tulerud"), None);
    assert_eq!(meant("Petronela OR Tulerud").as_deref(), Some("Petronella OR Tulerud"));
    assert_eq!(meant("vindkrat").as_deref(), Some("vindkraft"));
}

#[test]
fn positions_are_a_facet() {
    let made = record(0, "Referat")
        .nb("KS er enig.")
        .position("KS", PositionType::Enighet);
    let fixture = Fixture::new(&[made]);
    for unit in ["record", "passage", "position"] {
        let answer = fixture.search(&[("unit", unit), ("facets", "position")]);
        let (_, counts) = &answer.facets.0[0];
        assert_eq!((counts[0].value.as_str(), counts[0].count), ("enighet", 1), "{unit}");
    }
}
