//! Lists of persons, on invented names.

use super::*;

fn brief(text: &str, side: Option<Side>) -> Vec<String> {
    people(text, side)
        .present
        .iter()
        .map(|p| {
            format!(
                "{}/{}/{}",
                p.name,
                p.role.as_deref().unwrap_or("-"),
                p.organization.as_deref().unwrap_or("-")
            )
        })
        .collect()
}

#[test]
fn roles_stand_before_after_and_for_several() {
    assert_eq!(
        brief(
            "Statsråd Ola Moen (KDD), statssekretær Kari Lie Aas (FIN) Per Strand (adm.) og Anne von Hall (HOD)",
            Some(Side::Stat)
        ),
        [
            "Ola Moen/statsråd/KDD",
            "Kari Lie Aas/statssekretær/FIN",
            "Per Strand/-/-",
            "Anne von Hall/-/HOD"
        ]
    );
    assert_eq!(
        brief("Statsrådene Ola Moen (KRD), Kari Lie (FIN)", None),
        ["Ola Moen/statsråd/KRD", "Kari Lie/statsråd/FIN"]
    );
    assert_eq!(
        brief(
            "Mona Vik (styreleder), Jon Li (2. nestleder), Eva Dal (kommunedirektørutvalget)",
            Some(Side::Ks)
        ),
        [
            "Mona Vik/styreleder/KS",
            "Jon Li/2. nestleder/KS",
            "Eva Dal/kommunedirektørutvalget/KS"
        ]
    );
}

#[test]
fn who_speaks_for_a_body_may_have_stood_in_and_sentences_name_others() {
    assert_eq!(
        brief("KS Nord v/Kari Moe møtte for Ola Li", None),
        ["Kari Moe/-/KS Nord"]
    );
    assert_eq!(
        brief("Ola Moen og Kari Lie. Per Vik deltok som observatør.", None),
        ["Ola Moen/-/-", "Kari Lie/-/-", "Per Vik/observatør/-"]
    );
}

#[test]
fn a_seat_in_another_body_is_a_role_and_when_somebody_was_there_is_none() {
    assert_eq!(
        brief("Medlem av hovudstyret Magne Vågen", Some(Side::Ks)),
        ["Magne Vågen/medlem av hovudstyret/KS"]
    );
    assert_eq!(brief("Medlem Magne Vågen", None), ["Magne Vågen/medlem/-"]);
    assert_eq!(
        brief(
            "Jens Holm (Kystverket, sak 1 og 2), Frida Li (Mattilsynet, dag 1)",
            None
        ),
        ["Jens Holm/-/Kystverket", "Frida Li/-/Mattilsynet"]
    );
}

#[test]
fn who_was_away_is_not_present_and_others_spoil_no_name() {
    for note in [
        "fraværende",
        "syk",
        "meldt avbud",
        "deltok ikke",
        "frafall",
        "kunne ikke møte",
    ] {
        let found = people(&format!("Ola Li (KD), Tor Moe ({note})"), None);
        assert_eq!((found.present.len(), found.absent.len()), (1, 1), "{note}");
    }
    assert_eq!(
        brief("Ole Sunde (styreleder), Tor Moe, Geir By m.fl.", None),
        ["Ole Sunde/styreleder/-", "Tor Moe/-/-", "Geir By/-/-"]
    );
}

#[test]
fn groups_come_from_one_body() {
    assert_eq!(
        brief(
            "Lars Moe, Ola Vik og Trude Rim fra Havtilsynet og Bjørn Li og Dagny Dal fra Fyrlaget (FL).",
            None
        ),
        [
            "Lars Moe/-/Havtilsynet",
            "Ola Vik/-/Havtilsynet",
            "Trude Rim/-/Havtilsynet",
            "Bjørn Li/-/Fyrlaget",
            "Dagny Dal/-/Fyrlaget"
        ]
    );
    assert_eq!(
        brief("Harald S. Moe og Vidar Dal fra sekretariatet", None),
        ["Harald S. Moe/-/-", "Vidar Dal/-/-"]
    );
    assert_eq!(
        brief("Ola Li (KD), Kari Moe fra KS", None),
        ["Ola Li/-/KD", "Kari Moe/-/KS"]
    );
}

#[test]
fn what_is_no_person_present_is_left_out() {
    assert_eq!(
        brief(
            "Ola Moen (ikke møtt), representanter fra administrasjonen, Kari Lie",
            None
        ),
        ["Kari Lie/-/-"]
    );
}

#[test]
fn a_role_may_follow_the_name_or_begin_the_next_person() {
    assert_eq!(
        brief("Ola Moen, statssekretær (KD)", None),
        ["Ola Moen/statssekretær/KD"]
    );
    assert_eq!(
        brief("Styreleiar Mona Vik Områdedirektør Jon André Li", Some(Side::Ks)),
        ["Mona Vik/styreleiar/KS", "Jon André Li/områdedirektør/KS"]
    );
    assert_eq!(
        brief(
            "Per Andre Moen (FIN) og Eva Dal (adm.) og representantar frå administrasjonen",
            None
        ),
        ["Per Andre Moen/-/FIN", "Eva Dal/-/-"]
    );
}

#[test]
fn a_deputy_is_there_and_the_other_is_not() {
    for list in [
        "Ola Moen pva Kari Lie (rådmannsutvalget)",
        "Ola Moen (vara for Kari Lie)",
    ] {
        let found = people(list, Some(Side::Ks));
        assert_eq!(
            found.present.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
            ["Ola Moen"],
            "{list}"
        );
        assert_eq!(
            found.absent.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
            ["Kari Lie"],
            "{list}"
        );
    }
}
