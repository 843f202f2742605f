//! Tests of links over small sets of records.

use super::*;
use ordskifte_record::{Hearing, Kind, Meeting, MeetingType, Participant, RecordId, Side};

fn record(number: u8, date: &str) -> Record {
    let id: RecordId = format!("{}", char::from(b'a' + number))
        .repeat(16)
        .parse()
        .expect("an id");
    Record {
        id: Some(id),
        kind: Kind::Referat,
        title: format!("Referat {number}"),
        date: date.parse().ok(),
        ..Record::default()
    }
}

fn person(name: &str, organization: &str) -> Participant {
    Participant {
        name: name.to_owned(),
        organization: Some(organization.to_owned()),
        side: Some(if organization == "KS" { Side::Ks } else { Side::Stat }),
        ..Participant::default()
    }
}

#[test]
fn spellings_are_one_person_and_surnames_are_none() {
    let mut a = record(0, "2020-01-01");
    a.participants = vec![
        person("Kari Bergholt", "KS"),
        person("Ola Moen", "KS"),
        person("Geir B. Aga", "KS"),
    ];
    let mut b = record(1, "2021-01-01");
    b.participants = vec![
        person("Kari Bergolt", "KS"),
        person("Per Moen", "KS"),
        person("Geir Føyner Aga", "KS"),
    ];
    let links = link(&[a.clone(), b.clone()]);
    let names: Vec<&str> = links.people.values().map(|person| person.name.as_str()).collect();
    assert_eq!(names.len(), 5, "{names:?}");
    let kari = &links.people[&slug("Kari Bergholt")];
    assert_eq!(kari.appearances.len(), 2);
    assert_eq!(links.people_aliases.get(&slug("Kari Bergolt")), Some(&kari.id));
    // The order of the records does not matter.
    let other = link(&[b, a]);
    assert_eq!(
        other.people.keys().collect::<Vec<_>>(),
        links.people.keys().collect::<Vec<_>>()
    );
}

#[test]
fn who_stand_in_one_list_are_never_one_person() {
    let mut a = record(0, "2020-01-01");
    a.participants = vec![person("Anne K. Berg", "KS"), person("Anne L. Berg", "KS")];
    let mut b = record(1, "2021-01-01");
    b.participants = vec![person("Anne Berg", "KS")];
    let links = link(&[a, b]);
    assert_eq!(links.people.len(), 3, "{:?}", links.people.keys());
    assert!(links.people_aliases.is_empty());
    // Two of the State's who share no ministry are two, however near their names are.
    let mut old = record(4, "2004-01-01");
    old.participants = vec![person("Anne Berg", "FIN")];
    let mut new = record(5, "2022-01-01");
    new.participants = vec![person("Anne Karin Berg", "KD")];
    assert_eq!(link(&[old, new]).people.len(), 2);
    // Nor over a third: each of the chain is near to the next.
    let mut c = record(2, "2020-01-01");
    c.participants = vec![person("Anne Kari Lie Berg", "KS"), person("Anne K. Berg", "KS")];
    let mut d = record(3, "2021-01-01");
    d.participants = vec![person("Anne Kari Berg", "KS")];
    let links = link(&[c, d]);
    assert_eq!(links.people.len(), 3, "{:?}", links.people.keys());
}

#[test]
fn who_sends_as_a_private_person_is_nobodys_link_and_an_office_is_told() {
    let party = ordskifte_record::Party {
        name: "Kari Bergholt".to_owned(),
        printed: String::new(),
        party_type: Some("privatperson".to_owned()),
        signatories: Vec::new(),
    };
    let private = Record {
        sender: Some(party),
        participants: vec![person("Kari Bergholt", "KS")],
        ..record(0, "2020-01-01")
    };
    let plain = Participant {
        name: "Ola Moen".to_owned(),
        ..Participant::default()
    };
    let listed = Record {
        participants: vec![plain, person("Per Moen", "KS")],
        ..record(1, "2021-01-01")
    };
    assert!(!has_office(&private, &private.participants[0]));
    let offices: Vec<bool> = listed.participants.iter().map(|one| has_office(&listed, one)).collect();
    let links = link(&[private, listed]);
    let people: Vec<(&str, bool)> = links
        .people
        .values()
        .map(|person| (person.name.as_str(), person.has_office()))
        .collect();
    assert_eq!(people, [("Ola Moen", false), ("Per Moen", true)]);
    assert_eq!(offices, [false, true]);
}

#[test]
fn meetings_gather_their_documents_and_follow_each_other() {
    let meeting = |number| {
        Some(Meeting {
            meeting_type: MeetingType::Konsultasjonsmote,
            number: Some(number),
            year: Some(2022),
            place: None,
            date: None,
        })
    };
    let minutes = Record {
        meeting: meeting(2),
        ..record(0, "2022-04-22")
    };
    let material = Record {
        kind: Kind::Materiale,
        meeting: meeting(2),
        ..record(1, "2022-04-15")
    };
    let first = Record {
        meeting: meeting(1),
        ..record(2, "2022-02-01")
    };
    // A dialogue meeting on the same day is none of the scheme, and no meeting of another.
    let dialogue = Record {
        meeting: meeting(2).map(|meeting| Meeting {
            meeting_type: MeetingType::Annet,
            number: None,
            ..meeting
        }),
        ..record(3, "2022-04-22")
    };
    let links = link(&[minutes, material, first, dialogue]);
    assert_eq!(links.meetings.len(), 2);
    let second = &links.meetings["konsultasjonsmote-2022-2"];
    assert_eq!((second.minutes.len(), second.material[0].status), (1, "before"));
    assert_eq!(second.previous.as_deref(), Some("konsultasjonsmote-2022-1"));
    let list = expected("# remark\n2022\t3\tthe yearbook\n").expect("a list");
    let table = coverage(&links.meetings, 0, Some(&list));
    let status: Vec<(&str, &str)> = table.years[0]
        .cells
        .iter()
        .map(|cell| (cell.meeting.as_str(), cell.status))
        .collect();
    assert_eq!(status, [("1", "held"), ("2", "held"), ("3", "missing")]);
    assert_eq!(expected("2022 3"), Err(InvalidExpected { line: 1 }));
}

#[test]
fn a_meeting_without_minutes_has_the_day_that_its_papers_agree_on() {
    let paper = |number, kind, meeting_number, held: &str| Record {
        kind,
        meeting: Some(Meeting {
            meeting_type: MeetingType::Konsultasjonsmote,
            number: Some(meeting_number),
            year: Some(2022),
            place: None,
            date: held.parse().ok(),
        }),
        ..record(number, "2022-10-18")
    };
    let links = link(&[
        paper(0, Kind::Sakliste, 3, "2022-10-27"),
        paper(1, Kind::Materiale, 3, ""),
        // Put off: nobody says which paper is right.
        paper(2, Kind::Sakliste, 4, "2022-11-01"),
        paper(3, Kind::Sakliste, 4, "2022-11-08"),
        // What minutes say goes before.
        paper(4, Kind::Sakliste, 2, "2022-10-17"),
        paper(5, Kind::Referat, 2, ""),
        // A paper's own date is not the meeting's.
        paper(6, Kind::Sakliste, 1, ""),
    ]);
    let days: Vec<(Option<u32>, Option<String>)> = links
        .meetings
        .values()
        .map(|line| (line.number, line.date.map(|date| date.to_string())))
        .collect();
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(
        days,
        [
            (Some(1), None),
            (Some(2), day("2022-10-18")),
            (Some(3), day("2022-10-27")),
            (Some(4), None)
        ]
    );
    assert_eq!(links.meetings["konsultasjonsmote-2022-3"].material[0].status, "before");
}

#[test]
fn a_called_bilateral_meeting_meets_its_minutes() {
    let paper = |number, kind, date: &str| Record {
        kind,
        meeting: Some(Meeting {
            meeting_type: MeetingType::Bilateralt,
            number: None,
            year: Some(2022),
            place: None,
            date: "2022-10-27".parse().ok(),
        }),
        ..record(number, date)
    };
    let links = link(&[
        paper(0, Kind::Sakliste, "2022-10-18"),
        paper(1, Kind::Referat, "2022-10-27"),
    ]);
    let held: Vec<(usize, usize)> = links
        .meetings
        .values()
        .map(|line| (line.agendas.len(), line.minutes.len()))
        .collect();
    assert_eq!(held, [(1, 1)]);
}

#[test]
fn answers_meet_under_one_consultation() {
    let hearing = |subject: &str, reference: Option<&str>| {
        Some(Hearing {
            subject: subject.to_owned(),
            reference: reference.map(str::to_owned),
            ministry: Some("kdd-2022".to_owned()),
            deadline: None,
            url: None,
        })
    };
    let answer = |number, subject, reference| Record {
        kind: Kind::Horingssvar,
        hearing: hearing(subject, reference),
        ..record(number, "2024-01-01")
    };
    let links = link(&[
        answer(0, "Ny lov om havner", Some("24/118-2")),
        answer(1, "forslag til ny havnelov", Some("24/118")),
        answer(2, "Noe annet", None),
    ]);
    let counts: Vec<usize> = links.hearings.values().map(|line| line.responses.len()).collect();
    assert_eq!(counts.iter().sum::<usize>(), 3);
    assert_eq!(links.hearings.len(), 2);
    assert_eq!(links.hearing_aliases.len(), 1);
}
