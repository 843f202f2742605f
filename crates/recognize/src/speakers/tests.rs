//! Whom printed subjects mean.

use super::*;

fn person(name: &str, role: &str) -> Participant {
    Participant {
        name: name.to_owned(),
        role: Some(role.to_owned()),
        ..Participant::default()
    }
}

fn people() -> Vec<Participant> {
    vec![
        person("Kari Flø Bjørkemo", "finansminister"),
        person("Ola Li Strand", "styreleder"),
        person("Per Li", "statssekretær"),
        person("Eva Li", "statssekretær"),
    ]
}

fn brief(printed: &str) -> Option<(String, Attribution)> {
    let people = people();
    let chair = [people[1].name.clone()];
    let found = Speakers::new(&people, &chair).resolve(printed, &[]);
    found.map(|(speaker, how)| (speaker.name, how))
}

#[test]
fn surnames_titles_and_tasks_find_the_person() {
    let kari = |how| Some(("Kari Flø Bjørkemo".to_owned(), how));
    assert_eq!(brief("Flø Bjørkemo"), kari(Attribution::Name));
    assert_eq!(brief("Finansminister Bjørkemo (FIN)"), kari(Attribution::Name));
    assert_eq!(brief("Statsråden"), kari(Attribution::Role));
    assert_eq!(
        brief("Møtelederen"),
        Some(("Ola Li Strand".to_owned(), Attribution::Role))
    );
    assert_eq!(brief("Statssekretæren"), None);
    assert_eq!(brief("Li"), None);
    assert_eq!(brief("Når departementet"), None);
    assert_eq!(brief("HOD"), Some(("HOD".to_owned(), Attribution::Organization)));
}

#[test]
fn another_spelling_is_resolved_and_strangers_are_not() {
    let people = people();
    let speakers = Speakers::new(&people, &[]);
    let near = speakers
        .unlisted("Flø Bjørkmo", "viste til")
        .map(|((speaker, how), near)| (speaker.participant, how, near));
    assert_eq!(near, Some((Some(0), Attribution::Name, true)));
    let other = speakers
        .unlisted("Statsråd Tverrmo", "viste til")
        .map(|((speaker, how), _)| (speaker.name, how));
    assert_eq!(other, Some(("Tverrmo".to_owned(), Attribution::Unresolved)));
    let shared = speakers
        .unlisted("Li", "viste til")
        .map(|((speaker, how), _)| (speaker.participant, how));
    assert_eq!(shared, Some((None, Attribution::Unresolved)));
    assert!(speakers.unlisted("Kommunene", "viste til").is_none());
    let body = speakers
        .unlisted("UDI", "viste til")
        .map(|((speaker, how), _)| (speaker.kind, how));
    assert_eq!(body, Some((SpeakerKind::Organization, Attribution::Organization)));
    let surname = speakers
        .unlisted("Kvamme", "viste til")
        .map(|((speaker, how), _)| (speaker.kind, how));
    assert_eq!(surname, Some((SpeakerKind::Person, Attribution::Unresolved)));
}
