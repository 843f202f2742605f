//! Tests of language detection.

use super::*;
use proptest::prelude::*;

#[test]
fn clear_sentences_are_told_apart() {
    for (text, language) in [
        (
            "Kommunene ønsker at staten ikke skal endre ordningen uten å høre hva de mener.",
            Language::Nb,
        ),
        (
            "Kommunane ønskjer at staten ikkje skal endre ordninga utan å høyre kva dei meiner.",
            Language::Nn,
        ),
        (
            "The municipalities would have preferred that this was settled earlier.",
            Language::En,
        ),
        (
            "Kommunerna vill inte att regeringen ändrar detta och säger att det är för tidigt.",
            Language::Sv,
        ),
        (
            "Regeringen har ikke sagt noget om, hvad der sker efter mødet i næste uge.",
            Language::Da,
        ),
        (
            "Sámediggi lea mearridan ahte dát galgá leat vejolaš buot suohkaniin.",
            Language::Se,
        ),
        ("12345 --- 67", Language::Und),
        ("", Language::Und),
    ] {
        assert_eq!(detect(text).language, language, "{text}");
    }
}

#[test]
fn names_of_the_other_standard_do_not_decide() {
    let text = "Statsråden viste til Høyringsfråsegn frå Fylkesmannen og sa at kommunene ikke har fått svar.";
    assert_eq!(detect(text).language, Language::Nb);
}

#[test]
fn a_document_keeps_its_shares() {
    let paragraphs = [
        "Kommunene har ikke fått noen tilbakemelding fra departementet om hva som skjer videre.",
        "Kommunane har ikkje fått noka tilbakemelding frå departementet om kva som skjer vidare.",
        "Kommunene ønsker en avklaring snarest, og ber om at saken tas opp på neste møte.",
    ];
    let (main, shares) = detect_document(paragraphs.into_iter());
    assert_eq!(main, Language::Nb);
    assert!(
        shares
            .get(&Language::Nn)
            .is_some_and(|share| (0.25..0.4).contains(share)),
        "{shares:?}"
    );
    assert_eq!(detect_document(std::iter::empty()), (Language::Und, BTreeMap::new()));
}

proptest! {
    #[test]
    fn any_text_has_one_answer(text in any::<String>()) {
        let first = detect(&text);
        prop_assert_eq!(detect(&text), first);
        prop_assert!((0.0..=1.0).contains(&first.confidence));
    }
}
