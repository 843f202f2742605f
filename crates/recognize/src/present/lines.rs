//! What lines of an attendance list are: the beginning of one, the head of a column, speech, the end.

use crate::delegations::{Delegation, MINISTRY, delegation, is_from, is_part};
use crate::labels::label;
use crate::people::{is_name, leading_role, people, role_of_label};
use crate::view::{Line, View};
use ordskifte_record::{Participant, Record, Side};
use ordskifte_vocabulary::{LowerCase, fold_name, resolve};

/// Whether lines say that somebody was present: under that label, or for both sides.
pub(super) fn attends(lines: Option<&[Line<'_>]>) -> bool {
    let (mut state, mut municipalities) = (false, false);
    for line in lines.into_iter().flatten() {
        match line.pieces().next().and_then(label) {
            Some(("present" | "absent" | "deputies" | "chair", _)) => return true,
            Some(("stat", _)) => state = true,
            Some(("ks", _)) => municipalities = true,
            _ => {}
        }
    }
    state && municipalities
}

/// The delegation that a column's head names.
pub(super) fn head_of_column(cell: &str) -> Option<Delegation> {
    let side = match label(cell.trim()) {
        Some(("stat", "")) => Side::Stat,
        Some(("ks", "")) => Side::Ks,
        _ => return delegation(cell.trim().trim_end_matches(':'), true),
    };
    Some(Delegation { side, body: None })
}

/// "Frå fylkeskommunen | Frå KS", "KS: | HOD:": whether each cell of a row says whom the people below it came from.
pub(crate) fn heads_columns(row: &str) -> bool {
    let from = |cell: &str| {
        let name = cell.trim_end_matches(':');
        name != cell || is_from(name, false) || matches!(label(cell), Some(("stat" | "ks", "")))
    };
    let cells = || row.split('\t').map(str::trim);
    cells().count() >= 2 && cells().all(|cell| from(cell) && head_of_column(cell).is_some())
}

/// "KS | HOD" above a row with somebody in each cell.
pub(super) fn heads_persons(row: &str, below: &str) -> bool {
    let bodies = || row.split('\t').all(|cell| head_of_column(cell).is_some());
    let each = || below.split('\t').all(|cell| !people(cell, None).present.is_empty());
    let columns = row.matches('\t').count();
    columns >= 1 && below.matches('\t').count() == columns && bodies() && each()
}

/// "Tilstede fra KD: Kari Moen, Ola Li": the label of a delegation that begins the list, before persons.
pub(super) fn opens_list(piece: &str) -> bool {
    piece.split_once(':').is_some_and(|(label, rest)| {
        let alone = rest.trim().is_empty();
        (is_from(label, alone) || (is_part(label) && !alone)) && (alone || !people(rest, None).present.is_empty())
    })
}

/// "Finansdepartementet (FIN): Statssekretær Kari Moe, rådgiver Ola Li": a ministry before its persons and nothing else, where
/// no list has begun.
pub(super) fn opens_by_ministry(piece: &str, record: &Record) -> bool {
    let split = piece.split_once(':').or_else(|| piece.split_once('\t'));
    split.is_some_and(|(label, rest)| {
        let ministry =
            || delegation(label, false).is_some_and(|found| found.side == Side::Stat && found.body.is_some());
        let found = || people(rest, None);
        let persons = || {
            let found = found();
            let told = found.present.iter().all(|person| person.role.is_some());
            told && !found.present.is_empty()
                && found.present.len() + found.absent.len() >= rest.matches(", ").count() / 2
        };
        record.participants.is_empty() && !rest.trim_end().ends_with('.') && ministry() && persons()
    })
}

/// Whether a line begins a list by what everybody behind its label is: "Ordførere: Kari Moe, Ola Li".
pub(super) fn opens_by_role(piece: &str, record: &Record) -> bool {
    piece.split_once(':').is_some_and(|(label, rest)| {
        record.participants.is_empty() && role_of_label(label).is_some() && people(rest, None).present.len() >= 2
    })
}

/// The person behind the number of an entry: "1. Kari Moe (KRD)", "2) Ola Li, styreleder".
pub(super) fn counted_person(text: &str) -> Option<&str> {
    let text = text.trim();
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(figures..)?.strip_prefix(['.', ')'])?.strip_prefix(' ')?.trim();
    let name = rest.split(['(', ',']).next()?.trim();
    let words: Vec<&str> = name.split(' ').collect();
    let person = (1..=2).contains(&figures)
        && (2..=5).contains(&words.len())
        // "1. DEN ØKONOMISKE SITUASJONEN" is a heading.
        && words.iter().all(|word| word.contains(char::is_lowercase) || word.ends_with('.'))
        && words.iter().any(|word| word.contains(char::is_lowercase))
        && (is_name(&words) || leading_role(name).0.is_some())
        // "1. nestleder Kari Moe" counts offices.
        && leading_role(text).0.is_none()
        && people(rest, None).present.len() == 1;
    person.then_some(rest)
}

/// Beginnings of lines about the paper, below the list.
pub(super) const ENDS: [&str; 8] = [
    "Rett utskrift",
    "Rett avskrift",
    "Underskrift",
    "Underskrifter",
    "Vi bekrefter",
    "Vi stadfestar",
    "Møtet ble satt",
    "Møtet vart sett",
];

/// What the heading of a case begins with.
pub(super) const CASES: [&str; 3] = ["sak", "ps", "ad"];

/// "13/1 Årsmelding 2012": whether a line begins with the number of a case and its year.
pub(super) fn counts_case(line: &str) -> bool {
    let figures = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let (number, heading) = line.trim_start().split_once([' ', '\t']).unwrap_or((line, ""));
    let case = number.split_once('/').is_some_and(|(a, b)| figures(a) && figures(b));
    case && heading.trim_start().starts_with(char::is_uppercase) && people(heading, None).present.is_empty()
}

/// Whether the first word of a line is this one.
pub(super) fn begins(line: &str, word: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next().is_some_and(|first| first.eq_ignore_ascii_case(word)) && words.next().is_some()
}

/// Whether a listed person's surname stands before the colon.
pub(super) fn speaks(piece: &str, participants: &[Participant]) -> bool {
    let Some((name, rest)) = piece.split_once(':') else {
        return false;
    };
    let name = name.split('(').next().unwrap_or_default().trim();
    !rest.trim().is_empty()
        && name.split_whitespace().count() <= 3
        && participants.iter().any(|person| {
            fold_name(&person.name) == fold_name(name)
                || fold_name(&person.name).ends_with(&format!(" {}", fold_name(name)))
        })
}

/// "Fra departementet:" is the only ministry that the title names, and nobody's organization otherwise.
pub(super) fn name_ministry(record: &mut Record) {
    let named = crate::ministries::named(&record.title, crate::date_of(record));
    let only = match named.as_slice() {
        [one] => Some(one.abbreviation.to_owned()),
        _ => None,
    };
    let date = crate::date_of(record);
    for person in record.participants.iter_mut().chain(&mut record.absent) {
        let Some(body) = person.organization.as_deref() else {
            continue;
        };
        if body == MINISTRY {
            person.organization.clone_from(&only);
        } else if body.ends_with("departementet")
            && let Some(ministry) = resolve(body, date)
        {
            // "Justisdepartementet" is the everyday name of the ministry of that date.
            person.organization = Some(ministry.abbreviation.to_owned());
            person.side = Some(Side::Stat);
        }
    }
}

pub(super) fn dedupe(people: &mut Vec<Participant>) {
    let mut seen = std::collections::BTreeSet::new();
    people.retain(|person| seen.insert(person.name.clone()));
}

/// Bodies that a list names without their county.
const COUNTY: [&str; 3] = ["statsforvaltaren", "statsforvalteren", "fylkesmannen"];
/// Lines that can name it.
const HEAD: usize = 15;

/// "Statsforvaltaren" in the minutes of "Statsforvaltaren i Vestfjell" is that one.
pub(super) fn name_county(view: &View<'_>, record: &mut Record) {
    let is_bare = |person: &&mut Participant| {
        person
            .organization
            .as_deref()
            .is_some_and(|body| COUNTY.contains(&fold_name(body).as_str()))
    };
    let mut bare = record
        .participants
        .iter_mut()
        .chain(&mut record.absent)
        .filter(is_bare)
        .peekable();
    if bare.peek().is_none() {
        return;
    }
    let whole = view.lines.iter().take(HEAD).find_map(|line| county(line.text));
    for person in bare {
        if let (Some(county), Some(body)) = (&whole, person.organization.as_mut()) {
            body.push_str(" i ");
            body.push_str(county);
        }
    }
}

/// The county behind a governor's office: "STATSFORVALTAREN I MØRE OG ROMSDAL" is of "Møre og Romsdal".
pub(crate) fn county(text: &str) -> Option<String> {
    let folded = text.lower_case();
    let at = COUNTY
        .iter()
        .find_map(|word| folded.find(word).map(|at| at + word.len()))?;
    // Lower-casing Norwegian letters keeps their length in bytes.
    let rest = text.get(at..)?.trim_start();
    let rest = ["i ", "I "].iter().find_map(|word| rest.strip_prefix(word))?;
    let mut name: Vec<String> = Vec::new();
    // "… i Nordvik og KS" are two bodies.
    let short = |word: &str| word.len() <= 4 && word.chars().all(char::is_uppercase);
    let two = |next: Option<&&str>| next.is_some_and(|next| short(next) && text.contains(char::is_lowercase));
    let words: Vec<&str> = rest.split(' ').take(5).collect();
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_end_matches([',', '.', ':']);
        let and = bare.lower_case() == "og" && !name.is_empty();
        if and && two(words.get(at + 1)) {
            break;
        }
        if !and && !bare.starts_with(char::is_uppercase) {
            break;
        }
        let mut letters = bare.chars();
        let first = letters.next()?;
        let capitals = bare.chars().count() > 2 && !bare.contains(char::is_lowercase);
        name.push(match (and, capitals) {
            (true, _) => "og".to_owned(),
            (_, true) => format!("{first}{}", letters.as_str().lower_case()),
            _ => bare.to_owned(),
        });
        if bare.len() < word.len() {
            break;
        }
    }
    while name.last().is_some_and(|word| word == "og") {
        name.pop();
    }
    (!name.is_empty()).then(|| name.join(" "))
}
