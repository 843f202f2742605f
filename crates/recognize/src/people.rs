//! A list of persons as printed into participants.

use ordskifte_record::{Level, Participant, Side};
use ordskifte_vocabulary::{Role, fold_name, ministries_by_abbreviation, ministries_by_name, role};

/// Small words inside names.
const PARTICLES: [&str; 9] = ["av", "de", "den", "der", "von", "van", "du", "la", "el"];
/// Words that end a list of persons or begin a remark.
const NOT_NAMES: [&str; 22] = [
    "fra",
    "frå",
    "staten",
    "ks",
    "representanter",
    "representantar",
    "administrasjonen",
    "departementet",
    "andre",
    "samt",
    "i",
    "på",
    "møtet",
    "saken",
    "sak",
    "punkt",
    "kl",
    "dato",
    "tid",
    "sted",
    "stad",
    "forfall",
];

/// Reads a list of persons: separated by commas, semicolons, "og", line breaks, or nothing at all after a parenthesis.
pub(crate) fn people(text: &str, side: Option<Side>) -> People {
    let mut found: Vec<Participant> = Vec::new();
    let mut absent: Vec<Participant> = Vec::new();
    // A plural role ("statsrådene A (X), B (Y)") holds for those after it until another.
    let mut carried: Option<&'static Role> = None;
    for entry in entries(text) {
        let (entry, instead_of) = deputy(&entry);
        if let Some(missing) = instead_of.and_then(|entry| person(&entry, side, &mut None)) {
            absent.push(missing.0);
        }
        if let Some((person, away)) = person(&entry, side, &mut carried) {
            if away { absent.push(person) } else { found.push(person) }
        } else if let Some(last) = found.last_mut() {
            add_remark(last, &entry);
        }
    }
    People { present: found, absent }
}

/// Who a list says was there, and who it says was not.
pub(crate) struct People {
    pub(crate) present: Vec<Participant>,
    pub(crate) absent: Vec<Participant>,
}

/// "A B pva C D (utvalget)", "A B (vara for C D)": A B was there for C D; what follows in parentheses is the seat, which
/// both are listed with.
fn deputy(entry: &str) -> (String, Option<String>) {
    for word in [
        " pva. ",
        " pva ",
        " p.v.a. ",
        "(vara for ",
        " vara for ",
        "(for ",
        " på vegne av ",
        " på vegner av ",
    ] {
        let Some(at) = entry.find(word) else { continue };
        let (left, right) = (
            entry.get(..at).unwrap_or_default(),
            entry.get(at + word.len()..).unwrap_or_default(),
        );
        let name = right.split(['(', ')']).next().unwrap_or_default().trim();
        if !looks_like_person(left) || !looks_like_person(name) {
            continue;
        }
        let seat = right.get(right.find('(').unwrap_or(right.len())..).unwrap_or_default();
        return (format!("{left} {seat}"), Some(format!("{name} {seat}")));
    }
    (entry.to_owned(), None)
}

/// "A B, statssekretær (KD)", "A B (KRD), møteleder": what stands after the comma belongs to the person before.
fn add_remark(person: &mut Participant, entry: &str) {
    let entry = entry.trim();
    let (bare, notes) = parentheses(entry);
    let bare = bare.trim_end_matches('.');
    let task = ["møteleder", "møteleiar", "ordstyrer", "ordstyrar", "referent"].contains(&fold_name(bare).as_str());
    let (found, rest) = leading_role(bare);
    let known = found.filter(|_| rest.is_empty());
    if !task && known.is_none() {
        return;
    }
    person.printed.push_str(", ");
    person.printed.push_str(entry);
    if let Some(role) = known.filter(|_| !task && person.role.is_none()) {
        person.role = Some(fold_name(bare));
        person.level = Some(role.level);
    }
    for note in notes {
        add_note(person, &note);
    }
    settle_side(person);
}

/// Cuts at separators outside parentheses.
fn entries(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut depth = 0_u32;
    let mut closed = false;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let cut = depth == 0 && matches!(c, ',' | ';' | '\n' | '\t');
        // "(KS storbynettverk) Bjørn …": the comma is missing. A second parenthesis belongs to the same person.
        let missing = closed && depth == 0 && c.is_uppercase();
        if cut || missing {
            out.push(String::new());
        }
        if !cut && let Some(last) = out.last_mut() {
            last.push(c);
        }
        if c == ')' && depth == 0 {
            closed = true;
        } else if !c.is_whitespace() {
            closed = false;
        }
    }
    out.iter()
        .flat_map(|entry| split_and(entry))
        .flat_map(|entry| split_roles(&entry))
        .filter(|entry| !entry.trim().is_empty())
        .collect()
}

/// "A B og C D": two persons, when both sides of "og" begin with a capital outside parentheses.
fn split_and(entry: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = entry;
    while let Some(at) = rest.find(" og ") {
        let (left, right) = (
            rest.get(..at).unwrap_or_default(),
            rest.get(at + 4..).unwrap_or_default(),
        );
        let open = left.matches('(').count() > left.matches(')').count();
        let two = !open
            && left.split_whitespace().count() >= 2
            && (looks_like_person(right) || fold_name(right).starts_with("representant"));
        if !two || !looks_like_person(left) {
            break;
        }
        parts.push(left.to_owned());
        rest = right;
    }
    parts.push(rest.to_owned());
    parts
}

/// "styreleder A B områdedirektør C D": a role after a whole name begins the next person.
fn split_roles(entry: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = entry.trim();
    while let Some(at) = rest.match_indices(' ').map(|(at, _)| at + 1).find(|at| {
        let (left, right) = (rest.get(..*at).unwrap_or_default(), rest.get(*at..).unwrap_or_default());
        let after = leading_role(right);
        after.0.is_some() && looks_like_person(left) && looks_like_person(after.1)
    }) {
        parts.push(rest.get(..at).unwrap_or_default().to_owned());
        rest = rest.get(at..).unwrap_or_default();
    }
    parts.push(rest.to_owned());
    parts
}

fn looks_like_person(text: &str) -> bool {
    let (_, rest) = leading_role(text.trim());
    let bare = rest.split('(').next().unwrap_or_default();
    let words: Vec<&str> = bare.split_whitespace().collect();
    words.len() >= 2 && is_name(&words)
}

/// Words that can be a name. Only the first tells a sentence apart from one: "Andre" is a given name as well.
fn is_name(words: &[&str]) -> bool {
    words.iter().all(|word| is_name_word(word))
        && words.first().is_some_and(|word| {
            word.starts_with(char::is_uppercase) && !NOT_NAMES.contains(&word.to_lowercase().as_str())
        })
}

fn is_name_word(word: &str) -> bool {
    let bare = word.trim_matches(['.', ',', ':']);
    PARTICLES.contains(&bare)
        || (bare.starts_with(char::is_uppercase) && bare.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c)))
}

/// The role that a text begins with, and the rest; the longest of up to six words wins.
fn leading_role(text: &str) -> (Option<&'static Role>, &str) {
    let mut ends: Vec<usize> = text
        .match_indices(char::is_whitespace)
        .map(|(at, _)| at)
        .take(6)
        .collect();
    ends.push(text.len());
    for end in ends.into_iter().rev() {
        let candidate = text.get(..end).unwrap_or_default().trim_end_matches(',');
        if let Some(role) = role(candidate) {
            return (Some(role), text.get(end..).unwrap_or_default().trim_start());
        }
    }
    // "<subject>minister" and "<subject>direktør" are roles that no list can hold all of.
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let word = text.get(..end).unwrap_or_default();
    for ending in ["minister", "statsråd", "direktør", "sjef", "rådgiver", "rådgjevar"] {
        if word.to_lowercase().ends_with(ending) {
            return (
                role(ending).or_else(|| role("direktør")),
                text.get(end..).unwrap_or_default().trim_start(),
            );
        }
    }
    (None, text)
}

/// A person, and whether the list says that the person was absent.
fn person(entry: &str, side: Option<Side>, carried: &mut Option<&'static Role>) -> Option<(Participant, bool)> {
    let printed = entry
        .trim()
        .trim_end_matches(['.', ',', ';'])
        .trim_start_matches(['-', '–', '•', '*', ' '])
        .trim()
        .to_owned();
    let (bare, notes) = parentheses(&printed);
    let absent = [
        "ikke møtt",
        "ikkje møtt",
        "forfall",
        "permisjon",
        "ikke til stede",
        "ikkje til stades",
        "var ikke til stede",
        "var ikkje til stades",
    ];
    let away = |note: &String| absent.iter().any(|word| note.to_lowercase().contains(word));
    let is_absent = notes.iter().any(away);
    let (first, rest) = leading_role(&bare);
    let printed_role = printed_words(&bare, rest);
    if first.is_some() {
        let plural = printed_role
            .split_whitespace()
            .last()
            .is_some_and(|word| word.ends_with("ene") || word.ends_with("ane"));
        *carried = first.filter(|_| plural);
    }
    let name = rest.trim().trim_end_matches([',', '.', ':']);
    let words: Vec<&str> = name.split_whitespace().collect();
    if !(2..=6).contains(&words.len()) || !is_name(&words) {
        return None;
    }
    let mut person = Participant {
        name: words.join(" "),
        side,
        printed,
        ..Participant::default()
    };
    if let Some(role) = first.or(*carried) {
        // Roles stay as printed ("1. nestleiar", "finansminister"); a plural that several share has its singular.
        let own = fold_name(&printed_role);
        person.role = Some(if own.is_empty() || carried.is_some() {
            role.name.to_owned()
        } else {
            own
        });
        person.level = Some(role.level);
    }
    for note in notes.iter().filter(|note| !away(note)) {
        add_note(&mut person, note);
    }
    settle_side(&mut person);
    Some((person, is_absent))
}

fn printed_words(bare: &str, rest: &str) -> String {
    bare.strip_suffix(rest)
        .unwrap_or_default()
        .trim()
        .trim_end_matches(',')
        .to_owned()
}

/// The text outside parentheses, and what stands in them.
fn parentheses(text: &str) -> (String, Vec<String>) {
    let mut bare = String::new();
    let mut notes = Vec::new();
    let mut note = String::new();
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    notes.push(std::mem::take(&mut note).trim().to_owned());
                }
            }
            c if depth > 0 => note.push(c),
            c => bare.push(c),
        }
    }
    if !note.trim().is_empty() {
        notes.push(note.trim().to_owned());
    }
    (bare.split_whitespace().collect::<Vec<_>>().join(" "), notes)
}

/// What a parenthesis says: an organization, "adm.", or a role.
fn add_note(person: &mut Participant, note: &str) {
    for part in note
        .split([',', ';', '/'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let folded = fold_name(part);
        if ["adm.", "adm", "administrasjonen"].contains(&folded.as_str()) {
            person.level = person.level.or(Some(Level::Administrativ));
        } else if let Some(ministry) = ministries_by_abbreviation(part).first() {
            person.organization = Some(ministry.abbreviation.to_owned());
        } else if let Some(ministry) = ministries_by_name(part).first() {
            person.organization = Some(ministry.abbreviation.to_owned());
        } else if folded == "ks" {
            person.organization = Some("KS".to_owned());
        } else if let Some(role) = role(part) {
            person.role = Some(folded);
            person.level = Some(role.level);
        } else if part.chars().all(char::is_uppercase) && (2..=6).contains(&part.chars().count()) {
            person.organization = Some(part.to_owned());
        } else if let Some(rest) = folded.strip_prefix("ks ").or_else(|| folded.strip_prefix("ks' ")) {
            person.organization = Some("KS".to_owned());
            // "(KS storbynettverk)" is how the person is listed: the role stays whole.
            person.role = person.role.take().or_else(|| Some(format!("KS {rest}")));
        } else if part.starts_with(char::is_lowercase) {
            person.role = person.role.take().or(Some(folded));
        } else {
            person.organization = person.organization.take().or_else(|| Some(part.to_owned()));
        }
    }
}

/// Delegation and organization tell each other.
fn settle_side(person: &mut Participant) {
    match (person.side, person.organization.as_deref()) {
        (None, Some("KS")) => person.side = Some(Side::Ks),
        (None, Some(name)) if !ministries_by_abbreviation(name).is_empty() => person.side = Some(Side::Stat),
        (Some(Side::Ks), None) => person.organization = Some("KS".to_owned()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
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
}
