//! Entries of a list that a line break cut.

use crate::delegations::delegation;
use crate::people::{is_given, is_name, is_party, leading_role, people};

/// Words that nothing ends with: what they join stands on the next line.
const OPEN: [&str; 8] = [" og", " for", " i", " av", " fra", " frå", " ved", "-"];

/// Whether an entry that begins on this line of a list goes on on the next: "…, statssekretær Kari" above "Moe (KS), Ola Li",
/// "Kari Moe" above "(KS)", "Kommunal- og" above "regionaldepartementet".
pub(super) fn goes_on(line: &str, next: &str) -> bool {
    let (line, next) = (line.trim_end(), next.trim_start());
    if line.is_empty() || next.contains('\t') || line.contains('\t') {
        return false;
    }
    // "Fra adm." above "(evt. andre): Kari Moe".
    if next.starts_with('(') && next.split_once(':').is_some_and(|(note, _)| note.ends_with(')')) {
        return !line.contains(':') && crate::labels::label(&format!("{line}:")).is_some();
    }
    // "Møre og Romsdal fylkeskommune:" begins another delegation.
    let label = next.split_once(':').map(|(label, _)| label);
    if label.is_some_and(|name| delegation(name, true).is_some()) || crate::labels::label(next).is_some() {
        return false;
    }
    if next.starts_with('(') {
        return !line.ends_with([',', ';', ':', '.', ')']);
    }
    let open = OPEN.iter().any(|word| line.ends_with(word));
    if open && (next.starts_with(char::is_lowercase) || line.ends_with("- og")) {
        return true;
    }
    ends_in_title(line, next) || cut_name(line, next)
}

/// Whether a line ends in a title whose person begins the next: "fagdirektør Ola Li, klinikkdirektør" above "Kari Moe, …".
fn ends_in_title(line: &str, next: &str) -> bool {
    let last = last_entry(line);
    let whole = |entry: &str| leading_role(entry).0.is_some() && leading_role(entry).1.is_empty();
    if !last.starts_with(char::is_lowercase) || !whole(last) {
        return false;
    }
    let before = line.strip_suffix(last).unwrap_or_default().trim_end();
    let before = before
        .strip_suffix(" og")
        .unwrap_or(before)
        .trim_end_matches([',', ';', ' ']);
    // The entry before has its title in front, too.
    let (title, name) = leading_role(last_entry(before));
    let named = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        words.len() >= 2 && is_name(&words)
    };
    let first = next.split([',', '(', ';']).next().unwrap_or_default();
    let first = first.split(" og ").next().unwrap_or_default();
    title.is_some() && named(name) && leading_role(next).0.is_none() && named(first)
}

/// Whether a name is cut between these lines: the last entry of the one has a single word of it, the first of the other
/// the rest, and more persons show that whole names are listed.
fn cut_name(line: &str, next: &str) -> bool {
    let last = last_entry(line);
    let (role, name) = leading_role(last);
    let mut words: Vec<&str> = name.split_whitespace().collect();
    if !is_name(&words) || name.ends_with(['.', ')', ':']) {
        return false;
    }
    // "statssekretær Anne Gro" above "Moe (KS), …": one word before a mark or "og" is no whole name.
    if words.len() == 2 && role.is_some() {
        // "Innkalling og saksliste ble godkjent" names nobody behind "og".
        let named = |mark: &str, at: usize| {
            let behind = next.get(at + mark.len()..).unwrap_or_default();
            mark != " og " || behind.starts_with(char::is_uppercase) || leading_role(behind).0.is_some()
        };
        let marks = [",", "(", ";", " og "];
        let ends = marks
            .iter()
            .filter_map(|mark| next.find(mark).filter(|at| named(mark, *at)));
        let first = next.get(..ends.min().unwrap_or(0)).unwrap_or_default().trim();
        let plain = first.chars().all(|c| c.is_alphabetic() || c == '-') && first.chars().any(char::is_lowercase);
        // "Helse- og omsorgsminister Kari Moe" is the next.
        return plain && is_name(&[first]) && leading_role(next).0.is_none() && !is_party(first);
    }
    // "Kari Anne" above "Moe, Ola Li": given names alone are no whole name.
    let surname = || {
        let first = next.split([',', '(', ';']).next().unwrap_or_default();
        let first = first.split(" og ").next().unwrap_or_default().trim();
        let plain = first.chars().all(|c| c.is_alphabetic() || c == '-') && first.chars().any(char::is_lowercase);
        plain && first.len() < next.len() && is_name(&[first]) && !is_given(first) && leading_role(first).0.is_none()
    };
    if words.len() == 2 && role.is_none() && words.iter().all(|word| is_given(word)) {
        return surname();
    }
    if words.len() != 1 {
        return false;
    }
    let Some(end) = next.find([',', '(', ';']) else {
        return false;
    };
    let first = next.get(..end).unwrap_or_default();
    let first = first.split(" og ").next().unwrap_or(first);
    let rest: Vec<&str> = first.split_whitespace().collect();
    // Two words are a whole name, unless a title has come before it: "Kari Moe, Lillevik" above "Ola Li, Storvik".
    let most = if role.is_some() { 2 } else { 1 };
    let bare = name.chars().filter(|c| c.is_lowercase()).count();
    if bare < 2 || is_party(name) || !(1..=most).contains(&rest.len()) || leading_role(first).0.is_some() {
        return false;
    }
    words.extend(rest);
    let others = || {
        let before = line.strip_suffix(last).unwrap_or_default();
        let before = before.rsplit(':').next().unwrap_or_default();
        let after = next.get(end..).unwrap_or_default();
        !people(before, None).present.is_empty() || !people(after, None).present.is_empty()
    };
    is_name(&words) && others()
}

/// What stands behind the last separator.
fn last_entry(line: &str) -> &str {
    let at = [",", ";", ":", ")", " og "]
        .iter()
        .filter_map(|mark| line.rfind(mark).map(|at| at + mark.len()))
        .max();
    line.get(at.unwrap_or(0)..).unwrap_or(line).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_go_on_over_a_line_break() {
        for (line, next) in [
            ("Til stede: Kari", "Moe (KS), Ola Li (KRD)"),
            ("Ola Li (KRD), statssekretær Kari", "Flø Moe (FIN), Per Vik"),
            ("Ola Li (KRD), Kari Moe", "(FIN)"),
            ("Til stede: Ola Li (KRD), direktør Kari", "Flø Moe (FIN)"),
            ("Til stede: Statssekretær Anne Gro", "Moe (HOD), direktør Ola Li (KS)"),
            ("statsråd Per Vik, direktør Anne Gro", "Moe og rådgiver Ola Li"),
            ("Ola Li, Kommunal- og", "regionaldepartementet"),
            ("Helse Vest: direktør Ola Li, fagsjef", "Kari Moe, leder Per Vik"),
            ("ordførar Ola Li og fylkesdirektør", "Kari Moe"),
            ("Fra adm.", "(evt. andre): Rådmann Kari Moe"),
        ] {
            assert!(goes_on(line, next), "{line} / {next}");
        }
        for (line, next) in [
            ("Til stede: Kari", "Ola"),
            ("Til stede: Kari, Ola, Per", "Anne, Eva og Liv"),
            ("Ola Li (KRD)", "Kari Moe (FIN)"),
            ("Ola Li, statssekretær", "Kari Moe, FIN"),
            ("Ola Li", "statssekretær Kari Moe"),
            ("statsråd Ola Li", "KS (leder Kari Moe)"),
            ("statsråd Ola Li", "Kari Moe (FIN)"),
            ("Kari Moe, KRD", "Li, FIN"),
            ("Sekretær Kari Moe", "Innkalling og saksliste ble godkjent."),
            ("Finansminister Ola Li", "Helse- og omsorgsminister Kari Moe"),
            ("Kari Moe, Lillevik", "Ola Li, Storvik"),
            ("Deltakere:", "(ikke alle deltok hele tiden)"),
        ] {
            assert!(!goes_on(line, next), "{line} / {next}");
        }
    }
}
