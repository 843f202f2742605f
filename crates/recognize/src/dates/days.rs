//! The first of several days: "3.–4. mars 2020", "31. mai – 1. juni".

use super::Printed;
use ordskifte_vocabulary::LowerCase;

/// What stands between two days of one meeting.
const TO: [&str; 6] = ["–", "—", "-", "og", "til", "t.o.m."];

/// The text before the word or dash that joins it with a later day, and whether that is a dash.
fn joined(before: &str) -> Option<(&str, bool)> {
    let bare = without_weekday(before.trim_end());
    TO.iter().find_map(|joint| {
        let rest = bare.strip_suffix(joint)?;
        let dash = joint.chars().all(|c| !c.is_alphabetic() && c != '.');
        (dash || rest.ends_with(char::is_whitespace)).then(|| (rest.trim_end(), dash))
    })
}

/// "mandag 11. og tirsdag" without the day of the week behind the word that joins.
fn without_weekday(text: &str) -> &str {
    let days = [
        "mandag", "måndag", "tirsdag", "tysdag", "onsdag", "torsdag", "fredag", "lørdag", "laurdag", "søndag", "sundag",
    ];
    let day = days.iter().find_map(|day| text.strip_suffix(day));
    day.map_or(text, str::trim_end)
}

/// The number that a text ends in, and the byte where it begins, at the beginning of a word.
fn last_number(text: &str) -> Option<(u8, usize)> {
    let start = text.len() - text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let free = !text
        .get(..start)?
        .ends_with(|c: char| c.is_alphanumeric() || ".,/:-–".contains(c));
    Some((text.get(start..)?.parse().ok()?, start)).filter(|_| free)
}

/// "3.–4. mars", "12. og 13. oktober": the first day of several in one month, before the last one. What is no day of
/// theirs has no point ("kl. 9 og 10. mars"), or stands behind a word for something else.
pub(super) fn first_day(before: &str, day: u8) -> Option<(u8, usize)> {
    let (first, dash) = joined(before)?;
    let bare = first.strip_suffix('.');
    let (number, at) = last_number(bare.unwrap_or(first)).filter(|_| bare.is_some() || dash)?;
    let word = first.get(..at)?.split_whitespace().next_back().unwrap_or_default();
    let other = [
        "kl", "kl.", "klokka", "sak", "saker", "nr", "nr.", "§", "§§", "pkt", "pkt.", "punkt", "kap.", "s.",
    ];
    (number >= 1 && number < day && !other.contains(&word.lower_case().as_str())).then_some((number, at))
}

/// "31.5.–1.6.2018": the first day, in another month than the last.
pub(super) fn first_of(before: &str, day: u8, month: u8) -> Option<(u8, u8, usize)> {
    let (first, _) = joined(before).filter(|(_, dash)| *dash)?;
    let bare = first.strip_suffix('.').unwrap_or(first);
    let (days, last) = bare.rsplit_once('.')?;
    let (in_month, (of_day, at)) = (last.parse::<u8>().ok()?, last_number(days)?);
    let earlier = (in_month, of_day) < (month, day) && (1..=12).contains(&in_month);
    (earlier && (1..=31).contains(&of_day)).then_some((of_day, in_month, at))
}

/// "31. mai – 1. juni 2018": the year is printed once, behind the last.
pub(super) fn share_years(text: &str, found: &mut [Printed]) {
    for index in 1..found.len() {
        let Some([first, last]) = found.get_mut(index - 1..=index) else {
            continue;
        };
        let between = text.get(first.end..last.start).unwrap_or_default().trim();
        if first.year.is_none() && first.day.is_some() && TO.contains(&between) {
            first.year = last.year.map(|year| year - u16::from(first.month > last.month));
        }
    }
}
