//! Ministries with their roles.

use crate::evidence;
use crate::signs::Signs;
use crate::speakers::is_near;
use crate::view::{Line, View};
use ordskifte_record::{
    Finding, Kind, Meeting, MeetingType, MinistryRef, MinistryRole, PartialDate, Participant, Record, Side,
};
use ordskifte_vocabulary::{LowerCase, Ministry, begins_ministry, fold_name, ministries, ministries_by_name, resolve};
use std::sync::LazyLock;

/// Words of lines about staff that was present, and how many lines of minutes can hold them.
const STAFF: [&str; 4] = [
    "mbetsverk",
    "epresentantar frå",
    "epresentanter fra",
    "epresentanter for",
];
const STAFF_LINES: usize = 60;

/// Parts of words of which every text that names a ministry has one.
const NAMES: [&str; 3] = ["departement", "DEPARTEMENT", "kontor"];

/// The signs of names and of staff.
pub(crate) fn signs() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().chain(STAFF)
}

static NAMED: LazyLock<Signs> = LazyLock::new(|| Signs::these(&NAMES));
static STAFFED: LazyLock<Signs> = LazyLock::new(|| Signs::these(&STAFF));
static SPELLED: LazyLock<Signs> = LazyLock::new(|| Signs::these(&["departement"]));

/// What a ministry is called, which is no name.
const PLAIN: [&str; 3] = ["departement", "departementet", "departementets"];
/// The word that ends the name of the one that is called otherwise.
const OFFICE: &str = "kontor";

/// Longest name of a ministry, in words.
const MAX_WORDS: usize = 8;

/// Lists the ministries; every one once for its strongest role.
pub(crate) fn read(view: &View<'_>, record: &mut Record) {
    let date = crate::date_of(record);
    read_at(view, date, record);
}

/// The same, names being those of a date.
pub(crate) fn read_at(view: &View<'_>, date: Option<PartialDate>, record: &mut Record) {
    let mut found: Vec<(&'static Ministry, MinistryRole)> = Vec::new();
    let mut add = |ministry: &'static Ministry, role: MinistryRole| {
        if !found.iter().any(|(known, _)| known.id == ministry.id) {
            found.push((ministry, role));
        }
    };
    for (party, role) in [
        // Who calls a meeting is its host.
        (
            &record.sender,
            if record.kind == Kind::Sakliste {
                MinistryRole::Host
            } else {
                MinistryRole::Sender
            },
        ),
        (&record.recipient, MinistryRole::Recipient),
    ] {
        // Without a date the first that bore the name stands for it, as where it is only mentioned.
        let known = |party: &ordskifte_record::Party| {
            resolve(&party.name, date).or_else(|| ministries_by_name(&party.name).first().copied())
        };
        if let Some(ministry) = party.as_ref().and_then(known) {
            add(ministry, role);
            continue;
        }
        // Two that issue a guide together.
        let together = party.as_ref().map(|party| named(&party.name, date));
        for ministry in together.filter(|found| found.len() > 1).into_iter().flatten() {
            add(ministry, role);
        }
    }
    let minutes = matches!(record.kind, Kind::Referat | Kind::Sakliste | Kind::Materiale);
    let chair = record
        .participants
        .iter()
        .find(|person| record.chair.contains(&person.name));
    // A protocol of a meeting that a ministry chairs is minutes; of an agreement it is a party.
    let chaired = record.kind == Kind::Protokoll && chair.is_some_and(|chair| headed(chair, date).is_some());
    if (minutes || chaired)
        && let Some(host) = host(chair, record, date)
    {
        add(host, MinistryRole::Host);
    }
    for person in &record.participants {
        if let Some(ministry) = headed(person, date) {
            add(ministry, MinistryRole::Attending);
        }
    }
    if minutes {
        for ministry in staffed(view, date) {
            add(ministry, MinistryRole::Attending);
        }
    }
    let mut evident = None;
    let naming = |(_, line): &(usize, &Line<'_>)| line.signs().has(*NAMED);
    for (index, line) in view.lines.iter().enumerate().filter(naming) {
        for ministry in named(line.text, date) {
            let role = match record.kind {
                Kind::Avtale | Kind::Protokoll if index < 15 => MinistryRole::Party,
                // Minutes without a chair among the persons: the ministry in their head issues them.
                Kind::Sakliste | Kind::Materiale | Kind::Referat
                    if index < 12
                        && (record.participants.is_empty() || (index < 4 && stands_alone(line.text)))
                        && found_host(&found) =>
                {
                    MinistryRole::Host
                }
                _ => MinistryRole::Mentioned,
            };
            evident = evident.or(Some(line));
            match found.iter_mut().find(|(known, _)| known.id == ministry.id) {
                None => found.push((ministry, role)),
                // Who signs is a party before it is present.
                Some((_, known)) if role == MinistryRole::Party && !(chaired && *known == MinistryRole::Host) => {
                    *known = role;
                }
                Some(_) => {}
            }
        }
    }
    read_misspelled(view, date, &mut found, record);
    if let Some(line) = evident {
        evidence(record, "ministries", line);
    }
    record.ministries = found
        .into_iter()
        .map(|(ministry, role)| MinistryRef {
            id: ministry.id.to_owned(),
            abbreviation: ministry.abbreviation.to_owned(),
            name: ministry.name_nb.to_owned(),
            role,
        })
        .collect();
}

/// Adds the ministries whose names are spelled otherwise, with a finding for each.
fn read_misspelled(
    view: &View<'_>,
    date: Option<PartialDate>,
    found: &mut Vec<(&'static Ministry, MinistryRole)>,
    record: &mut Record,
) {
    for line in view.lines.iter().filter(|line| line.signs().has(*SPELLED)) {
        for (printed, ministry) in misspelled(line.text, date) {
            if !found.iter().any(|(known, _)| known.id == ministry.id) {
                found.push((ministry, MinistryRole::Mentioned));
            }
            let message = format!(
                "“{printed}” was read as {}, which is spelled differently.",
                ministry.name_nb
            );
            let finding = Finding::new("ministry-spelling", message).on_page(line.page);
            record.findings.push(finding);
        }
    }
}

/// "Representantar frå embetsverket i KMD, FIN og HOD": present, although nobody is named.
fn staffed(view: &View<'_>, date: Option<PartialDate>) -> Vec<&'static Ministry> {
    let staff = |line: &&Line<'_>| line.signs().has(*STAFFED);
    let lines = view.lines.iter().take(STAFF_LINES).filter(staff);
    lines
        .flat_map(|line| of_staff(line.text).split(|c: char| !c.is_alphabetic()))
        .filter(|word| (2..=4).contains(&word.len()) && word.chars().all(char::is_uppercase))
        .filter_map(|word| resolve(word, date))
        .collect()
}

/// What a line tells of staff: another sentence of it is of others.
fn of_staff(text: &str) -> &str {
    let told = STAFF.iter().filter_map(|word| text.find(word)).min();
    let told = told.and_then(|at| text.get(at..)).unwrap_or(text);
    told.split(". ").next().unwrap_or(told)
}

/// The ministry that a meeting was held by: its chair's, else in a meeting of the scheme that of the first cabinet minister
/// who is listed, or of the first of the State; in any other meeting that of the first of the State, where no other ministry
/// was there and nobody else led it. Where the State and KS meet alone, it is as in the scheme.
fn host(chair: Option<&Participant>, record: &Record, date: Option<PartialDate>) -> Option<&'static Ministry> {
    if let Some(ministry) = chair.and_then(|chair| headed(chair, date)) {
        return Some(ministry);
    }
    let observes = |person: &&Participant| person.role.as_deref().is_some_and(|role| role.starts_with("observat"));
    let state = || {
        let people = record.participants.iter();
        people.filter(move |person| person.side == Some(Side::Stat) && !observes(person))
    };
    let ministries = || state().filter_map(|person| headed(person, date));
    // The State's ministries and KS, and nobody else, meet as in the scheme, whatever the meeting is called.
    let of_scheme = |person: &Participant| match (person.side, person.organization.as_deref()) {
        (Some(Side::Stat), Some(_)) => headed(person, date).is_some(),
        (side, _) => side != Some(Side::Other),
    };
    let ks = |person: &Participant| person.side == Some(Side::Ks);
    let alike = || record.participants.iter().any(ks) && record.participants.iter().all(of_scheme);
    let other = |meeting: &Meeting| meeting.meeting_type == MeetingType::Annet;
    // "Til stede: A (Difi), B (KMD)" is no meeting of KMD's; nor is one that the president of the Sámi Parliament led.
    let led = chair.is_some_and(|chair| chair.side != Some(Side::Stat));
    if record.meeting.as_ref().is_none_or(other) && (led || !alike()) {
        let first = state().next().and_then(|person| headed(person, date))?;
        return (!led && ministries().all(|ministry| ministry.id == first.id)).then_some(first);
    }
    let minister = |person: &&Participant| person.role.as_deref().is_some_and(|role| role.ends_with("minister"));
    let mut led = state().filter(minister).filter_map(|person| headed(person, date));
    led.next().or_else(|| ministries().next())
}

/// The ministry that a person is listed with, or the one that a cabinet minister's title names: "finansminister".
fn headed(person: &Participant, date: Option<PartialDate>) -> Option<&'static Ministry> {
    if let Some(name) = person.organization.as_deref() {
        return resolve(name, date);
    }
    let subject = person
        .role
        .as_deref()?
        .strip_suffix("minister")
        .filter(|subject| !subject.is_empty())?;
    // "helseminister" long after the ministry of that name is of the one that bears it among others.
    let named = resolve(&format!("{subject}departementet"), date);
    named.filter(|ministry| date.is_none_or(|date| ministry.in_being(date)))
}

/// Whether a line is a ministry's name and nothing else, as letterheads are.
fn stands_alone(text: &str) -> bool {
    !crate::organizations::ministries(text).is_empty()
}

fn found_host(found: &[(&'static Ministry, MinistryRole)]) -> bool {
    !found.iter().any(|(_, role)| *role == MinistryRole::Host)
}

/// The ministries that a text names in full, in either standard.
pub(crate) fn named(text: &str, date: Option<PartialDate>) -> Vec<&'static Ministry> {
    let mut found = Vec::new();
    for (from, until) in ends(text) {
        let word = text.get(from..until).unwrap_or_default();
        let folded = fold_name(word.trim_matches(|c: char| !c.is_alphanumeric()));
        let names = folded.contains("departement") && !PLAIN.contains(&folded.as_str());
        if !names && folded != OFFICE {
            continue;
        }
        // The words that its name can begin with, the furthest first.
        let before = text.get(..from).unwrap_or_default();
        let mut words: Vec<&str> = before.split_whitespace().rev().take(MAX_WORDS).collect();
        words.reverse();
        words.push(word);
        let end = words.len() - 1;
        if let Some(ministry) = unhyphenated(&words, date) {
            found.push(ministry);
            continue;
        }
        for start in 0..=end {
            let begins = if start == end {
                names
            } else {
                words.get(start).is_some_and(|word| begins_ministry(word))
            };
            if !begins {
                continue;
            }
            let candidate = words.get(start..).unwrap_or_default().join(" ");
            let bare = candidate.trim_matches(|c: char| !c.is_alphanumeric());
            let bearers = ministries_by_name(bare);
            if let Some(first) = bearers.first() {
                found.push(resolve(bare, date).unwrap_or(first));
                break;
            }
            // An everyday name, unless it is the end of a longer one that is spelled otherwise.
            let longer = |end: usize| end > 1 && words.get(end - 2).is_some_and(|before| before.ends_with(['-', ',']));
            if start == end && !longer(end) {
                found.extend(resolve(bare, date));
            }
        }
    }
    found
}

/// "Kommunal og moderniseringsdepartementet": the ministry whose name these words end in, the hyphen missing.
fn unhyphenated(words: &[&str], date: Option<PartialDate>) -> Option<&'static Ministry> {
    let [.., first, "og", last] = words else { return None };
    if first.ends_with(['-', ',']) || !first.starts_with(char::is_uppercase) {
        return None;
    }
    let name = format!("{first}- og {}", last.trim_matches(|c: char| !c.is_alphanumeric()));
    let known = *ministries_by_name(&name).first()?;
    Some(resolve(&name, date).unwrap_or(known))
}

/// The words with which the name of a ministry may end, in order, as bytes of the text.
fn ends(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    if !NAMES.iter().any(|name| text.contains(name)) {
        return found;
    }
    for part in ["epartement", "EPARTEMENT", "ontor"] {
        for (at, _) in text.match_indices(part) {
            let (before, rest) = text.split_at_checked(at).unwrap_or_default();
            let from = before
                .char_indices()
                .rev()
                .find(|(_, c)| c.is_whitespace())
                .map_or(0, |(blank, c)| blank + c.len_utf8());
            let until = at + rest.find(char::is_whitespace).unwrap_or(rest.len());
            found.push((from, until));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The names of ministries in lower case, in the order of the register.
static OWN_NAMES: LazyLock<Vec<(String, &'static Ministry)>> = LazyLock::new(|| {
    let names = ministries()
        .iter()
        .map(|one| [one.name_nb, one.name_nn].map(|own| (own.lower_case(), one)));
    names.flatten().collect()
});

/// Names of two words or more that are nearly a ministry's ("Kommunal- og distriktdepartementet"), as printed.
fn misspelled(text: &str, date: Option<PartialDate>) -> Vec<(String, &'static Ministry)> {
    let mut found = Vec::new();
    let open = |(at, hyphen): (usize, &str)| {
        let rest = text.get(at + hyphen.len()..).unwrap_or_default();
        rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with("og")
    };
    if !text.match_indices('-').any(open) {
        return found;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    // None is near that does not join two parts.
    let joined = |pair: &[&str]| matches!(pair, [first, "og"] if first.ends_with('-'));
    if !words.windows(2).any(joined) {
        return found;
    }
    for (end, word) in words
        .iter()
        .enumerate()
        .filter(|(_, word)| word.contains("departementet"))
    {
        let candidates: Vec<String> = (end.saturating_sub(MAX_WORDS)..end)
            .map(|start| words.get(start..=end).unwrap_or_default().join(" "))
            .map(|name| name.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
            .collect();
        if !candidates.iter().any(|name| name.contains("- og ")) {
            continue;
        }
        let known = !ministries_by_name(word.trim_matches(|c: char| !c.is_alphanumeric())).is_empty()
            || candidates.iter().any(|name| !ministries_by_name(name).is_empty());
        if known {
            continue;
        }
        found.extend(
            candidates
                .iter()
                .filter(|name| name.contains("- og "))
                .find_map(|name| {
                    let folded = fold_name(name);
                    let (_, near) = OWN_NAMES.iter().find(|(own, _)| is_near(own, &folded))?;
                    Some((name.clone(), resolve(near.name_nb, date).unwrap_or(near)))
                }),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_wins() {
        let ids = |text| {
            named(text, None)
                .into_iter()
                .map(|ministry| ministry.abbreviation)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            ids("Møte i Arbeids- og sosialdepartementet og Finansdepartementet."),
            ["ASD", "FIN"]
        );
        assert_eq!(ids("departementet svarte"), Vec::<&str>::new());
        let names = ministries().iter().flat_map(|one| [one.name_nb, one.name_nn]);
        let mut last = names.filter_map(|name| name.split(' ').next_back());
        assert!(last.all(|word| !PLAIN.contains(&word)));
        let near = |text| {
            misspelled(text, "2026".parse().ok())
                .into_iter()
                .map(|(_, ministry)| ministry.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            near("Dette er en oppgave for Kommunal- og distriktdepartementet å ta."),
            ["kdd-2022"]
        );
        assert_eq!(
            near("Finansdepartementet og helse- og omsorgsdepartementet, fagdepartementet"),
            Vec::<&str>::new()
        );
    }
}
