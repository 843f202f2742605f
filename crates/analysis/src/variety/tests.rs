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
fn few_words_are_of_the_text_around_them_unless_they_clearly_are_not() {
    for (text, home, language) in [
        ("Tid: 11. mars 2013 kl 1400 – 1530", Language::Nb, Language::Nb),
        ("KS: regiondirektør Kari Moe", Language::Nn, Language::Nn),
        ("Møtelederen foreslo disse sakene:", Language::Nn, Language::Nn),
        (
            "They said that this was not what they wanted.",
            Language::Nb,
            Language::En,
        ),
        (
            "Åtgärderna får inte vara för dyra, säger han.",
            Language::Nn,
            Language::Sv,
        ),
        ("Dei vil ikkje at han skal seie noko.", Language::En, Language::Nn),
        ("12/34", Language::Nb, Language::Nb),
    ] {
        assert_eq!(detect_within(text, home), language, "{text}");
    }
}

#[test]
fn other_languages_and_scripts_are_none_of_ours() {
    for text in [
        "Муниципалитеты хотят, чтобы государство не меняло порядок без консультаций.",
        "تريد البلديات ألا تغير الدولة النظام دون التشاور معها.",
        "Οι δήμοι θέλουν το κράτος να μην αλλάξει το σύστημα χωρίς διαβούλευση.",
        "各市政府希望国家不要在未经协商的情况下改变制度。",
        "자치단체는 국가가 협의 없이 제도를 바꾸지 않기를 바랍니다.",
        "Die Gemeinden wünschen, dass der Staat die Ordnung nicht ändert, ohne sie vorher anzuhören.",
        "Les communes souhaitent que l'État ne modifie pas le régime sans les avoir consultées.",
        "Dowladaha hoose waxay doonayaan in dowladdu aysan beddelin nidaamka iyada oo aan la tashan.",
        "Gminy chcą, aby państwo nie zmieniało przepisów bez konsultacji z nimi.",
        "Kunnat toivovat, ettei valtio muuta järjestelmää kuulematta ensin niiden näkemyksiä.",
        "Los municipios desean que el Estado no cambie el sistema sin consultarlos antes.",
        "Belediyeler devletin kendilerine danışmadan düzeni değiştirmesini istemiyor.",
        "Sveitarfélögin vilja að ríkið breyti ekki fyrirkomulaginu án þess að hafa samráð við þau.",
    ] {
        assert_eq!(detect(text).language, Language::Und, "{text}");
    }
    for (text, language) in [
        // Names, numbers and letters of others do not take a text away from its language.
        (
            "Høringssvar fra Γιώργος Παπαδόπουλος om kommunenes økonomi",
            Language::Nb,
        ),
        ("Verdien av α og β er ikke kjent for kommunene.", Language::Nb),
        ("Kommunaldepartementet, Postboks 8112 Dep, 0032 Oslo", Language::Nb),
        ("Referat fra konsultasjonsmøte", Language::Nb),
        ("Det här är en svensk mening om kommuner.", Language::Sv),
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
