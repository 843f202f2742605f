//! What is masked before the public sees a text: birth numbers, telephone numbers, private addresses.
//!
//! Each code point of them becomes `█`, so that positions in the text stay what they are. Rules look at forms: a birth
//! number (fødselsnummer, D-number) has a date and two check digits, or a label; a telephone number has a label or the
//! country's prefix; an address is private where it says so, or where the sender is a private person. Amounts, case
//! numbers and dates have no such form.

use ordskifte_record::{Participant, Party, Record};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What stands for a masked code point.
const MASK: char = '█';
/// Sort of sender whose address is private.
const PRIVATE: &str = "privatperson";
/// Code of the finding.
const FINDING: &str = "masked";

/// A part of a text to be masked, by bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    range: Range<usize>,
    is_birth_number: bool,
}

/// Patterns are constants, and tests use each of them: one that does not compile masks nothing and fails its test.
fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

static BIRTH: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?-u:\b)([0-9]{2})[. ]?([0-9]{2})[. ]?([0-9]{2})[ \u{a0}.\-]{0,2}([0-9]{5})(?-u:\b)"));
static BIRTH_LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)(?:fødsels|person|d-)(?:nummer|nr)\.?[^\p{L}\d]{0,6}$|(?i)\bf\.?nr\.?[^\p{L}\d]{0,6}$")
});
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:(?:telefon|mobil|tlf|(?-u:\b)tel|(?-u:\b)mob)(?:telefon)?(?:nummer|nr)?(?-u:\b)[^\p{L}0-9\n+]{0,6}(?:\((?:mobil|privat|direkte|arbeid|jobb)\)[^\p{L}0-9\n+]{0,4})?)",
        r"((?:(?:\+|00)47[ \u{a0}]?)?[0-9](?:[ \u{a0}.\-]?[0-9]){7}(?:(?: ?[/,] ?| og | eller )(?:(?:\+|00)47[ \u{a0}]?)?[0-9](?:[ \u{a0}.\-]?[0-9]){7})*)(?:[^0-9]|$)",
        r"|((?:\+|(?-u:\b)00)47[ \u{a0}]?[2-9][0-9]?(?:[ \u{a0}.\-]?[0-9]){6,7})(?:[^0-9]|$)"
    ))
});
static ADDRESS_LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(?-u:\b)(?:privat|hjemme|heime|bosteds|bustad)s?[ -]?adresse|(?-u:\b)folkeregistrert adresse|(?-u:\b)adresse \(?privat\)?)[^\p{L}\d\n]{1,4}([^\n\t]+)",
    )
});
/// The end of a sentence behind a number or a word that is no abbreviation (`St. Olavs gate`).
static SENTENCE_END: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?:\d ?\p{L}?|\p{L}{5}|\d{4} \p{L}+)([.;!?])(?:\s+[«\x22(]?\p{Lu}|\s*$)"));
static POSTAL_TOWN: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?-u:\b)\d{4} \p{Lu}[\p{L}\-]+(?: (?:i|på) \p{Lu}[\p{L}\-]+| \p{Lu}[\p{L}\-]+)*"));
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?m)(?:^|[\t,:] ?)(\p{Lu}[\p{L} .'\-]{2,40} \d{1,4} ?[A-Za-z]?(?:, ?|\n+)\d{4} \p{Lu}[\p{L} .\-]{1,30})(?:$|[\t,.])",
    )
});

/// All that is to be masked in a text, in order and without overlap.
fn spots(text: &str, is_private: bool) -> Vec<Spot> {
    let mut spots = birth_numbers(text);
    let add = |spots: &mut Vec<Spot>, pattern: &LazyLock<Option<Regex>>| {
        for found in pattern.iter().flat_map(|pattern| pattern.captures_iter(text)) {
            let groups = found.iter().skip(1).flatten();
            spots.extend(groups.map(|group| Spot {
                range: group.range(),
                is_birth_number: false,
            }));
        }
    };
    add(&mut spots, &PHONE);
    spots.extend(labeled_addresses(text));
    if is_private {
        add(&mut spots, &ADDRESS);
    }
    spots.sort_by_key(|spot| (spot.range.start, spot.range.end));
    let mut merged: Vec<Spot> = Vec::new();
    for spot in spots {
        match merged.last_mut() {
            Some(last) if spot.range.start < last.range.end => {
                last.range.end = last.range.end.max(spot.range.end);
                last.is_birth_number |= spot.is_birth_number;
            }
            _ => merged.push(spot),
        }
    }
    merged
}

/// Addresses behind a label: as far as the postal town; without one as far as the sentence or the line.
fn labeled_addresses(text: &str) -> impl Iterator<Item = Spot> {
    let found = ADDRESS_LABEL.iter().flat_map(|label| label.captures_iter(text));
    found.filter_map(|found| {
        let rest = found.get(1)?;
        let sentence = SENTENCE_END
            .as_ref()
            .and_then(|end| end.captures(rest.as_str())?.get(1));
        let within = rest.as_str().get(..sentence.map_or(rest.len(), |end| end.start()))?;
        let towns = POSTAL_TOWN.iter().flat_map(|town| town.find_iter(within));
        let length = towns.last().map_or(within.trim_end().len(), |town| town.end());
        Some(Spot {
            range: rest.start()..rest.start() + length,
            is_birth_number: false,
        })
    })
}

fn birth_numbers(text: &str) -> Vec<Spot> {
    let found = BIRTH.iter().flat_map(|pattern| pattern.captures_iter(text));
    found
        .filter_map(|found| {
            let whole = found.get(0)?.range();
            let digits: String = found.iter().skip(1).flatten().map(|group| group.as_str()).collect();
            let before = text.get(..whole.start)?;
            let start = before.char_indices().rev().nth(30).map_or(0, |(at, _)| at);
            let is_labeled = || {
                BIRTH_LABEL
                    .as_ref()
                    .is_some_and(|label| before.get(start..).is_some_and(|text| label.is_match(text)))
            };
            (is_birth_number(&digits) || is_labeled()).then_some(Spot {
                range: whole,
                is_birth_number: true,
            })
        })
        .collect()
}

/// Eleven digits that are a birth number or D-number by their date and check digits (Skatteetaten).
fn is_birth_number(digits: &str) -> bool {
    let digits: Vec<u32> = digits.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let [d1, d2, m1, m2, ..] = digits.as_slice() else {
        return false;
    };
    let (day, month) = (d1 * 10 + d2, m1 * 10 + m2);
    // D-numbers add 40 to the day; help numbers and synthetic ones add 40, 65 or 80 to the month.
    let is_day = matches!(day, 1..=31 | 41..=71);
    let is_month = [0, 40, 65, 80]
        .into_iter()
        .any(|added| (added + 1..=added + 12).contains(&month));
    let check = |weights: &[u32]| {
        digits
            .iter()
            .zip(weights)
            .map(|(digit, weight)| digit * weight)
            .sum::<u32>()
            % 11
            == 0
    };
    is_day
        && is_month
        && digits.len() == 11
        && check(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1])
        && check(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1])
}

fn cover(text: &str, spots: &[Spot]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for spot in spots {
        masked.push_str(text.get(at..spot.range.start).unwrap_or_default());
        let hidden = text.get(spot.range.clone()).unwrap_or_default();
        // Line ends stay: they part paragraphs.
        masked.extend(hidden.chars().map(|c| if c == '\n' { c } else { MASK }));
        at = spot.range.end;
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    masked
}

fn is_private(record: &Record) -> bool {
    let sender = record.sender.as_ref().and_then(|sender| sender.party_type.as_deref());
    sender == Some(PRIVATE)
}

/// Whether a text holds a birth number.
pub(crate) fn has_birth_number(flow: &str) -> bool {
    !birth_numbers(flow).is_empty()
}

/// Masks a record and the flow of its text; gives the masked flow, of as many code points. A record with something
/// masked gets a finding.
pub fn mask(record: &mut Record, flow: String) -> String {
    let is_private = is_private(record);
    let spots = spots(&flow, is_private);
    let mut hidden: Vec<&str> = spots.iter().filter_map(|spot| flow.get(spot.range.clone())).collect();
    hidden.sort_unstable();
    hidden.dedup();
    let mut any = !spots.is_empty();
    for text in texts(record) {
        any |= mask_text(text, &hidden, is_private);
    }
    if any && !record.findings.iter().any(|finding| finding.code == FINDING) {
        let message = "Birth numbers, telephone numbers or private addresses are masked here and kept in the archive.";
        record.findings.push(ordskifte_record::Finding::new(FINDING, message));
    }
    if spots.is_empty() { flow } else { cover(&flow, &spots) }
}

/// Masks one of a record's texts: what was masked in the flow, and what has the form by itself.
fn mask_text(text: &mut String, hidden: &[&str], is_private: bool) -> bool {
    let mut changed = false;
    for secret in hidden {
        if text.contains(secret) {
            let covered: String = secret.chars().map(|c| if c == '\n' { c } else { MASK }).collect();
            *text = text.replace(secret, &covered);
            changed = true;
        }
    }
    let own = spots(text, is_private);
    if !own.is_empty() {
        *text = cover(text, &own);
        changed = true;
    }
    changed
}

/// The texts of a record that come from its document or from people.
fn texts(record: &mut Record) -> impl Iterator<Item = &mut String> {
    fn person(person: &mut Participant) -> impl Iterator<Item = &mut String> {
        [&mut person.name, &mut person.printed].into_iter()
    }
    fn party(party: &mut Party) -> impl Iterator<Item = &mut String> {
        let signatories = party.signatories.iter_mut().map(|signatory| &mut signatory.name);
        [&mut party.name, &mut party.printed].into_iter().chain(signatories)
    }
    let people = record
        .participants
        .iter_mut()
        .chain(&mut record.absent)
        .flat_map(person);
    let parties = record.sender.iter_mut().chain(&mut record.recipient).flat_map(party);
    let statements = record.statements.iter_mut().map(|statement| &mut statement.text);
    let positions = record.positions.iter_mut().map(|position| &mut position.text);
    let headings = record.agenda.iter_mut().map(|item| &mut item.heading);
    let findings = record.findings.iter_mut().map(|finding| &mut finding.message);
    let files = record.originals.iter_mut().map(|original| &mut original.filename);
    let names = record.chair.iter_mut().chain(&mut record.minute_takers);
    let subject = record.hearing.iter_mut().map(|hearing| &mut hearing.subject);
    std::iter::once(&mut record.title)
        .chain(people)
        .chain(parties)
        .chain(statements)
        .chain(positions)
        .chain(headings)
        .chain(findings)
        .chain(files)
        .chain(names)
        .chain(subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        let masked = mask(&mut Record::default(), text.to_owned());
        assert_eq!(masked.chars().count(), text.chars().count(), "{masked}");
        masked
    }

    /// A birth number of nobody: its individual number belongs to no century of its year, its check digits are right.
    fn number(date: &str) -> String {
        let head: Vec<u32> = format!("{date}999").chars().filter_map(|c| c.to_digit(10)).collect();
        for individual in (0..1000).rev() {
            let mut digits: Vec<u32> = head[..6].to_vec();
            digits.extend([individual / 100, individual / 10 % 10, individual % 10]);
            let sum = |weights: &[u32], digits: &[u32]| weights.iter().zip(digits).map(|(w, d)| w * d).sum::<u32>();
            let first = (11 - sum(&[3, 7, 6, 1, 8, 9, 4, 5, 2], &digits) % 11) % 11;
            digits.push(first);
            let second = (11 - sum(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], &digits) % 11) % 11;
            digits.push(second);
            if first < 10 && second < 10 {
                return digits.iter().map(ToString::to_string).collect();
            }
        }
        panic!("no number for {date}");
    }

    #[test]
    fn birth_numbers_are_known_by_date_and_check_digits_or_by_label() {
        for date in ["010190", "310799", "411285", "014190", "018190"] {
            let number = number(date);
            assert_eq!(masked(&format!("Om {number}.")), format!("Om {}.", "█".repeat(11)));
            let spaced = format!("{} {}", &number[..6], &number[6..]);
            assert_eq!(masked(&spaced), "█".repeat(12));
        }
        let wrong = "01019012345";
        assert_eq!(masked(&format!("Konto {wrong}")), format!("Konto {wrong}"));
        assert_eq!(
            masked(&format!("Fødselsnummer: {wrong}")),
            format!("Fødselsnummer: {}", "█".repeat(11))
        );
        let long = format!("1{}", number("010190"));
        assert_eq!(masked(&long), long);
    }

    #[test]
    fn telephone_numbers_need_a_label_or_the_countrys_prefix() {
        for (text, expected) in [
            ("Tlf. 951 23 456, e-post", "Tlf. ██████████, e-post"),
            ("Telefon: 22 24 90 90\n", "Telefon: ███████████\n"),
            ("mobiltelefon 95123456", "mobiltelefon ████████"),
            ("Tlf: +47 951 23 456", "Tlf: ██████████████"),
            ("Ring +47 95 12 34 56 i dag", "Ring ███████████████ i dag"),
            ("Tlf. 22249090/95123456", "Tlf. █████████████████"),
        ] {
            assert_eq!(masked(text), expected);
        }
        for text in [
            "20220422 og 10 500 000 kroner",
            "Sak 2022/12345678",
            "telefonen ble 12 345 678 kroner dyrere",
            "Hotell 12 34 56 78",
            "org.nr. 971 032 146",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn addresses_are_private_where_they_say_so_or_the_sender_is() {
        assert_eq!(
            masked("Privatadresse: Storgata 1\nOslo"),
            "Privatadresse: ██████████\nOslo"
        );
        let hidden = |address: &str| "█".repeat(address.chars().count());
        for (address, after) in [
            (
                "Storgata 1, 0155 Oslo",
                ". Kommunen mener maskeord er viktig. Mer følger.",
            ),
            ("Storgata 1, 0155 Oslo", " og jeg mener at ordningen bør bestå."),
            ("St. Olavs gate 12 B, 8622 Mo i Rana", ", telefon følger"),
            ("Storgata 12 B", ". Kommunen mener noe annet i 2022."),
            ("Storgata 12. 0155 Oslo", ". Det er alt."),
            ("Solbakken", ". Saken gjelder skole."),
            ("Solbakken, 4. etasje", "."),
        ] {
            let text = format!("Hjemmeadresse: {address}{after}");
            assert_eq!(masked(&text), format!("Hjemmeadresse: {}{after}", hidden(address)));
        }
        let letter = "Kari Nordmann\nStorgata 12 B\n0155 Oslo\n\nHøringssvar";
        assert_eq!(masked(letter), letter);
        let mut record = Record {
            sender: Some(Party {
                name: "Kari Nordmann".to_owned(),
                printed: "Kari Nordmann, Storgata 12 B, 0155 Oslo".to_owned(),
                party_type: Some(PRIVATE.to_owned()),
                signatories: Vec::new(),
            }),
            ..Record::default()
        };
        let flow = mask(&mut record, letter.to_owned());
        assert_eq!(flow, "Kari Nordmann\n█████████████\n█████████\n\nHøringssvar");
        let printed = record.sender.expect("a sender").printed;
        assert!(!printed.contains("Storgata"), "{printed}");
        assert_eq!(record.findings[0].code, FINDING);
    }

    #[test]
    fn what_is_masked_in_the_text_is_masked_in_the_record() {
        let number = number("010190");
        let text = format!("Søknad fra {number}");
        let mut record = Record {
            title: text.clone(),
            ..Record::default()
        };
        mask(&mut record, text);
        assert_eq!(record.title, format!("Søknad fra {}", "█".repeat(11)));
    }
}
