//! Tests of statements, on invented names.

use super::*;
use ordskifte_record::Participant;

fn person(name: &str, role: &str) -> Participant {
    Participant {
        name: name.to_owned(),
        role: Some(role.to_owned()),
        ..Participant::default()
    }
}

fn said(text: &str) -> Vec<(String, Attribution)> {
    let people = [
        person("Kari Flø Moen", "statsråd"),
        person("Ola Li", "styreleder"),
        person("Per Vik", "statssekretær"),
    ];
    runs(text, &Speakers::new(&people, &[]), &[], &mut Vec::new())
        .iter()
        .map(|run| {
            let names: Vec<&str> = run.speakers.iter().map(|s| s.name.as_str()).collect();
            (names.join("+"), run.attribution)
        })
        .collect()
}

fn names(text: &str) -> Vec<String> {
    said(text).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn names_roles_pronouns_and_joint_speech_are_attributed() {
    let text = "Flø Moen viste til NOU 2020: 1. Hun la vekt på fristen. Det er viktig. Li og Vik sa begge at det går. Statsråden svarte at det går bra.";
    assert_eq!(
        said(text),
        [
            ("Kari Flø Moen".to_owned(), Attribution::Name),
            ("Ola Li+Per Vik".to_owned(), Attribution::Name),
            ("Kari Flø Moen".to_owned(), Attribution::Role),
        ]
    );
}

#[test]
fn who_is_of_no_list_is_not_the_one_before() {
    assert_eq!(
        names("Li takket. Solberg opplyste at fristen er ute."),
        ["Ola Li", "Solberg"]
    );
    assert_eq!(names("Li takket. Lindvåg viste til brevet."), ["Ola Li", "Lindvåg"]);
    assert_eq!(names("Li takket. Undersøkelsen viste til andre tall."), ["Ola Li"]);
}

#[test]
fn what_comes_from_somebody_is_that_ones() {
    assert_eq!(
        names("Li takket. Det kom innspill fra Vik om at planen er dårlig."),
        ["Ola Li", "Per Vik"]
    );
    assert_eq!(names("Det ble stilt spørsmål fra Flø Moen om lån."), ["Kari Flø Moen"]);
    assert!(names("Det kom spørsmål fra salen.").is_empty());
}

#[test]
fn also_both_and_what_somebody_could_not_see_are_speech() {
    assert_eq!(names("Også Li og Vik fremhevet bredbånd."), ["Ola Li+Per Vik"]);
    assert_eq!(names("Både Li og Vik var glade for det."), ["Ola Li+Per Vik"]);
    assert_eq!(names("Li kunne ikke se at fyret er nevnt."), ["Ola Li"]);
    assert!(names("Li sendte ut lista etter møtet.").is_empty());
    assert!(names("Styreleder: Ola Li").is_empty());
    assert_eq!(
        names("Kari Flø Moen, Fyrforbundet, tok opp at det haster."),
        ["Kari Flø Moen"]
    );
}

#[test]
fn the_subject_may_follow_the_verb() {
    assert_eq!(
        names("Avslutningsvis takket Li for møtet. Videre stilte han spørsmål. Til dette svarte Vik at ja."),
        ["Ola Li", "Per Vik"]
    );
    assert_eq!(
        names("Li la også vekt på tid. Vik, statssekretær i KD, meinte noko anna."),
        ["Ola Li", "Per Vik"]
    );
}

#[test]
fn acts_are_no_speech_and_other_verbs_are() {
    assert_eq!(
        names("Li overrakte en bok. Vik måtte forlate møtet. Flø Moen tok over."),
        Vec::<String>::new()
    );
    assert_eq!(names("Li merket seg invitasjonen."), ["Ola Li"]);
    assert_eq!(
        names("Kommunene sa ja. Rapporten viste til tall. Det ble vist til Li."),
        Vec::<String>::new()
    );
}

#[test]
fn bodies_speak_and_strangers_stay_unresolved() {
    assert_eq!(
        said("KS viste til saken. HOD opplyste om fristen. Statsråd Tverrmo mente noe annet."),
        [
            ("KS".to_owned(), Attribution::Organization),
            ("HOD".to_owned(), Attribution::Organization),
            ("Tverrmo".to_owned(), Attribution::Unresolved),
        ]
    );
}

#[test]
fn speech_in_its_own_words_is_verbatim() {
    let people = [person("Kari Flø Moen", "statsråd")];
    let speakers = Speakers::new(&people, &[]);
    let run = verbatim("Flø Moen (Sp): Jeg er enig.", &speakers).expect("a speaker");
    assert_eq!((run.form, run.speakers[0].participant), (Form::Verbatim, Some(0)));
    assert!(verbatim("Temaet er dette: det går.", &speakers).is_none());
}

#[test]
fn a_paragraph_cut_by_a_page_break_is_one() {
    let line = |text, start| Line::new(text, BlockKind::Paragraph, None, 1, start);
    let lines = [
        line("Moen sa ja. Li", 0),
        line("mente det var æøå.", 16),
        line("Vik takket.", 40),
    ];
    let units = units(&lines);
    assert_eq!(units.len(), 2);
    assert_eq!(units[0].text, "Moen sa ja. Li mente det var æøå.");
    assert_eq!(units[0].position(units[0].text.len()), 16 + 18);
}
