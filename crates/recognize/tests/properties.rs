//! What holds for any text: nothing panics, every position lies in the text and is what it says, lists keep their order.

use ordskifte_extract::plain_text;
use ordskifte_record::{Record, Stated};
use proptest::prelude::*;

/// Pieces that the rules look at, and letters that break careless ones.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "Referat fra 2. konsultasjonsmøte 2019", "Til stede: ", "Fra staten: ", "Fra KS:", "Statsråd Kari Moen (KDD), ",
            "statssekretær Ola Li (FIN) og ", "Per Vik pva Eva Dal (adm.)", "Møteleder: Kari Moen", "Referent: Ola Li",
            "1. Økonomi", "2.1 Skole", "Sak 3/05 Vei", "Moen viste til NOU 2026:1. Hun la vekt på § 3-1 i kommuneloven.",
            "Li og Moen sa begge at det går, og Vik var positiv til det.", "KS og FIN er enige om at saken er en kostnadsberegningssak.",
            "Merknad fra KS:", "Vår ref.: 20/118", "Dato: 3. mai 2020 kl. 1415–1545", "Med hilsen", "Kari Moen\nordfører",
            "Høringssvar – ny lov", "Avtale mellom Finansdepartementet og KS om data", "Avtalen gjelder fra 1. juli 2013 til 30. juni 2016.",
            "Finansdepartementet", "DET KONGELIGE FINANSDEPARTEMENT", "høringsfrist 1. mai",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,40}",
        1 => prop::sample::select(vec!["\n", "\n\n", "\u{c}", "\t", "(", ")", ":", "§", "İ", "ß", "\u{a0}", "’", "1.", "og"]).prop_map(str::to_owned),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec((piece(), prop::sample::select(vec![" ", "\n", "\n\n"])), 0..30)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, blank)| piece + blank).collect())
}

fn read(text: &str) -> (Record, Vec<char>) {
    let extracted = plain_text(text);
    let flow = extracted.flow_text().chars().collect();
    (ordskifte_recognize::recognize(&extracted, &Stated::default()).0, flow)
}

fn slice(flow: &[char], start: usize, end: usize) -> Option<String> {
    flow.get(start..end).map(|letters| letters.iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn positions_lie_in_the_text(text in text()) {
        let (record, flow) = read(&text);
        for citation in &record.citations {
            prop_assert_eq!(slice(&flow, citation.start, citation.end), Some(citation.printed.clone()));
        }
        for statement in &record.statements {
            let said = slice(&flow, statement.start, statement.end);
            prop_assert!(said.is_some_and(|said| !said.is_empty()));
            prop_assert!(!statement.speakers.is_empty());
            for speaker in &statement.speakers {
                if let Some(at) = speaker.participant {
                    let person = record.participants.get(at as usize);
                    prop_assert_eq!(person.map(|person| &person.name), Some(&speaker.name));
                }
            }
        }
        let places = record.evidence.values().flatten().chain(record.topics.iter().flat_map(|topic| &topic.evidence));
        for place in places {
            if let (Some(start), Some(end)) = (place.start, place.end) {
                prop_assert!(start < end && end <= flow.len(), "{start}..{end} of {}", flow.len());
            }
        }
        for position in &record.positions {
            prop_assert!(position.start < position.end && position.end <= flow.len());
        }
        for case in &record.cases {
            prop_assert!(case.start < case.end && case.end <= flow.len());
        }
        prop_assert!(record.topics.len() <= 8);
    }

    #[test]
    fn persons_stand_in_the_order_of_the_list(count in 1_usize..8, seed in any::<u64>()) {
        let names = ["Kari Moen", "Ola Li", "Per Vik", "Eva Dal", "Jon Berg", "Siv Aune", "Tor Nes", "Gro Lid"];
        let mut names: Vec<&str> = names.to_vec();
        let at = usize::try_from(seed % 8).unwrap_or(0);
        names.rotate_left(at);
        let listed: Vec<&str> = names.into_iter().take(count).collect();
        let text = format!("Referat fra møte 3. mai 2020\n\nTil stede:\nFra staten: {}\n\n1. Sak\nDet var en sak.\n", listed.join(", "));
        let (record, _) = read(&text);
        let found: Vec<&str> = record.participants.iter().map(|person| person.name.as_str()).collect();
        prop_assert_eq!(found, listed);
    }
}
