//! Acts by their subject, as real papers name them.

use crate::laws::laws;
use crate::signs::Signs;

fn ids(text: &str) -> Vec<String> {
    laws(text, Signs::of(text)).into_iter().map(|law| law.id).collect()
}

fn check(rows: &[(&str, &str)]) {
    let wrong = |(text, id): &&(&str, &str)| ids(text) != [id.to_owned()];
    let faults: Vec<_> = rows.iter().filter(wrong).map(|(text, _)| ids(text)).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn subjects_end_where_the_sentence_goes_on() {
    check(&[
        (
            "Moe viste til lov om helseforetak og til at det er for dyrt.",
            "lov om helseforetak",
        ),
        (
            "Hun orienterte om lov om dyrehelsepersonell og om at vakta",
            "lov om dyrehelsepersonell",
        ),
        (
            "Lov om arbeids- og velferdsforvaltningen ble vedtatt i juni.",
            "lov om arbeids- og velferdsforvaltningen",
        ),
        (
            "etter lov om kommunale krisesentertilbud, som trer i kraft",
            "lov om kommunale krisesentertilbud",
        ),
        (
            "om lova om offentlege anskaffingar er broten",
            "lov om offentlege anskaffingar",
        ),
        (
            "jf. lov om rett til innsyn i dokument i offentleg verksemd.",
            "lov om rett til innsyn i dokument i offentleg verksemd",
        ),
        (
            "Han viste til lov om folkehelse i innledningen sin.",
            "lov om folkehelse",
        ),
        (
            "Moe viste til lov om folkehelse og samhandlingsreformen.",
            "lov om folkehelse",
        ),
        (
            "etter lov om arbeidsmiljø, arbeidstid og stillingsvern mv. skal",
            "lov om arbeidsmiljø, arbeidstid og stillingsvern",
        ),
        (
            "etter lov om avtalefestet pensjon for medlemmer av Statens pensjonskasse § 5",
            "lov om avtalefestet pensjon for medlemmer av Statens pensjonskasse § 5",
        ),
        (
            "etter lov om renter ved forsinket betaling. Ved",
            "lov om renter ved forsinket betaling",
        ),
        (
            "etter lov om inkassovirksomhet og annen inndrivning av forfalte pengekrav.",
            "lov om inkassovirksomhet og annen inndrivning av forfalte pengekrav",
        ),
        (
            "etter lov om supplerende stønad til personer med kort botid i Norge, der",
            "lov om supplerende stønad til personer med kort botid i Norge",
        ),
        ("om lov om borettslag og har til", "lov om borettslag"),
        ("Når lov om arbeidsmiljøet styrkes, vil", "lov om arbeidsmiljøet"),
        ("i lov om anke til Trygderetten", "lov om anke"),
        ("med lov om endringer i opplæringsloven", "opplæringsloven"),
        (
            "etter lov om kommuner og fylkeskommuner skal",
            "lov om kommuner og fylkeskommuner",
        ),
        (
            "lov om forbud mot diskriminering på grunn av nedsatt funksjonsevne krever",
            "lov om forbud mot diskriminering",
        ),
        (
            "lov om sosiale tjenester i arbeids- og velferdsforvaltningen §§ 18 flg.",
            "lov om sosiale tjenester i arbeids- og velferdsforvaltningen § 18",
        ),
        ("Moe sa at lov om folkehelse gjelder alle.", "lov om folkehelse"),
        ("Loven om psykisk helsevern må endres", "lov om psykisk helsevern"),
        ("Lov om krisesentre i kommunestyret vekte debatt.", "lov om krisesentre"),
        ("at lov om arkiv kom i fjor", "lov om arkiv"),
        ("Moe viste til lov om folkehelse og mente at", "lov om folkehelse"),
        ("i lov om helsepersonell m.v. § 4", "lov om helsepersonell"),
    ]);
    assert_eq!(
        ids("lov om vassdragsreguleringar og industrikonsesjonslova kan slåast saman"),
        ["lov om vassdragsreguleringar", "industrikonsesjonslova"]
    );
    assert_eq!(
        ids("Etter lov om endring av inndelingsgrenser, nå inndelingsloven § 10, bør"),
        ["lov om endring av inndelingsgrenser", "inndelingsloven § 10"]
    );
}

#[test]
fn regulations_are_named_alike() {
    check(&[
        (
            "Forskriften om pedagogisk bemanning gjør det vanskelig.",
            "forskrift om pedagogisk bemanning",
        ),
        (
            "kravet i forskrift om universell utforming av IKT: alle",
            "forskrift om universell utforming av IKT",
        ),
        (
            "reglene i Forskrift om økonomiplan, årsbudsjett, årsregnskap og årsberetning for kommuner mv.",
            "forskrift om økonomiplan, årsbudsjett, årsregnskap og årsberetning for kommuner",
        ),
        (
            "kravene i forskrift om systematisk helse-, miljø- og sikkerhetsarbeid i virksomheten.",
            "forskrift om systematisk helse-, miljø- og sikkerhetsarbeid i virksomheten",
        ),
        (
            "etter forskrift om dagpenger under arbeidsløshet § 4-3",
            "forskrift om dagpenger under arbeidsløshet § 4-3",
        ),
        (
            "Forskrift om miljørettet helsevern i barnehager og skoler gjelder.",
            "forskrift om miljørettet helsevern i barnehager og skoler",
        ),
        (
            "krav i forskrift om universell utforming av IKT-løsninger. Det",
            "forskrift om universell utforming av IKT-løsninger",
        ),
        (
            "endringer i forskrift til opplæringsloven § 3-3.",
            "forskrift til opplæringsloven § 3-3",
        ),
        (
            "forskrift til lov om barnehager § 4",
            "forskrift til lov om barnehager § 4",
        ),
        ("forslag til forskrift til opplæringsloven § 3-3", "opplæringsloven"),
    ]);
}

#[test]
fn drafts_headings_and_powers_are_none() {
    for text in [
        "Departementet sender forslag til lov om folkehelse på høring.",
        "arbeidet med en ny lov om folkehelse",
        "utkast til lov om arkiv og forskrift om arkiv",
        "Prop. 91 L (2010–2011) Lov om kommunale tjenester er lagt fram",
        "Moe viste til Ot.prp. nr. 41 om lov om inndelingsgrenser som ble",
        "• Lov om folkehelse (HOD)",
        "Lov om folkehelse",
        "– lov om folkehelse (HOD)",
        "Ny lov om opplæring\tKD\tNy sak",
        "Departementet kan gi forskrift om minstekrav til kompetanse.",
        "Kommunen må få lov om å avvike",
        "uten lov om det",
    ] {
        assert_eq!(ids(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(
        ids("lov om kommunale helsetjenester (kommunehelsetjenesteloven) § 1-1"),
        ["kommunehelsetjenesteloven"]
    );
}
