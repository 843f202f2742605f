//! A list of persons as printed into participants.

mod absence;
mod behind;
mod entries;
mod given;
mod groups;
mod names;
mod notes;

use crate::sides::side_of;
use absence::{AWAY, away_behind, deputy, is_away_note, several, stands_in};
pub(crate) use absence::{away, excused, is_away};
use behind::{after_body, after_remark, body_behind, role_behind};
use entries::{entries, told_apart};
pub(crate) use given::{is_given, persons};
use groups::{SHARED, share};
use names::looks_like_person;
pub(crate) use names::{ACTING, is_name, leading_role, role_of_label, turned};
use notes::{TASKS, add_note, parentheses, settle_side, without_case, without_part};
pub(crate) use notes::{initials, is_attendance, is_party};
use ordskifte_record::{Level, Participant, Side};
use ordskifte_vocabulary::{Role, fold_name, ministries_by_abbreviation, role};

/// Reads a list of persons: separated by commas, semicolons, "og", line breaks, or nothing at all after a parenthesis.
pub(crate) fn people(text: &str, side: Option<Side>) -> People {
    // "Ola Li, Tor Moe m.fl.": of the others nothing is told.
    let bare = text.trim_end().trim_end_matches(['.', ' ']);
    let others = ["m.fl", "mfl", "m. fl", "med flere", "med fleire"];
    let text = others
        .iter()
        .find_map(|words| bare.strip_suffix(words).filter(|rest| rest.ends_with(' ')))
        .map_or(text, str::trim_end);
    if let Some((names, rest)) = several(text) {
        let away = one_by_one(names, side).present;
        let mut found = people(&rest, side);
        found.absent.extend(away);
        return found;
    }
    if let Some(turned) = names::turned(text).or_else(|| groups::led_by(text)) {
        return one_by_one(&turned, side);
    }
    groups::people(text, side).unwrap_or_else(|| one_by_one(text, side))
}

/// The same for a text whose persons stand each with what is said of them.
fn one_by_one(text: &str, side: Option<Side>) -> People {
    let mut found: Vec<Participant> = Vec::new();
    let mut absent: Vec<Participant> = Vec::new();
    // A plural role ("statsrådene A (X), B (Y)") holds for those after it until another.
    let mut carried: Option<&'static Role> = None;
    // Whether the last of those who were away is whom the last who was there stood in for.
    let mut seated = false;
    let text = told_apart(text);
    let entries = entries(&text);
    // "KD statsråd Kari Moe, FIN statssekretær Ola Li": there the body is that of whom it stands before.
    let bodies_first = entries.first().is_some_and(|first| after_remark(first).is_some());
    let split = entries.iter().enumerate().flat_map(|(index, entry)| {
        let remark = after_remark(entry).filter(|_| index > 0 && !bodies_first);
        let (remark, next) = remark.map_or((None, entry.as_str()), |(remark, next)| (Some(remark), next));
        remark.map(str::to_owned).into_iter().chain(after_body(next))
    });
    for entry in split {
        let (entry, instead_of) = deputy(&spoken_for(&entry));
        // "Kari Moe og Ola Li (begge KRD)".
        let shared = SHARED.iter().find(|word| entry.contains(**word)).copied();
        let entry = shared.map_or(entry.clone(), |word| entry.replace(word, "("));
        // "Kari Moe, forfall".
        if is_away(&entry) {
            absent.extend(found.pop());
            continue;
        }
        // "Kari Moe, direktør, Hdir (stedfortreder for Ola Li)": whom the person before stood in for.
        let behind_body = || stands_in(&entry).filter(|_| !found.is_empty());
        let (entry, instead_of) = match instead_of {
            None => behind_body().map_or((entry.clone(), None), |(rest, name)| (rest, Some(name))),
            some => (entry, some),
        };
        if entry.contains("(referenter") || entry.contains("(referentar") {
            // "A og B (referenter)": both.
            if let Some(before) = found.last_mut() {
                before.printed.push_str(" (referent)");
            }
        }
        let missing = instead_of.and_then(|entry| person(&entry, side, &mut None));
        let behind = found.last().is_some_and(|last| last.organization.is_none());
        // "Kari Moe, HOD (forfall)".
        let noted = away_behind(&entry);
        let remark = noted.as_deref().unwrap_or(&entry);
        let mut away_too = false;
        if behind && names_body(remark) {
            if let Some(last) = found.last_mut() {
                add_remark(last, remark);
                away_too = noted.is_some();
            }
        } else if let Some((person, away)) = person(&entry, side, &mut carried) {
            seated = missing.is_some() && !away;
            if let Some(word) = shared {
                share(&mut found, &person, word);
            }
            if away { absent.push(person) } else { found.push(person) }
        } else if let Some(last) = found.last_mut() {
            add_remark(last, remark);
            away_too = noted.is_some();
            // "A B pva C D, Direktoratet for e-helse": the body is that of the seat.
            if let Some(missing) = absent
                .last_mut()
                .filter(|missing| seated && missing.organization.is_none())
            {
                missing.organization.clone_from(&last.organization);
                missing.side = missing.side.or(last.side);
            }
        }
        absent.extend(missing.map(|(person, _)| person));
        if away_too {
            absent.extend(found.pop());
        }
    }
    People { present: found, absent }
}

/// "Barneombudet v/Kari Moe": who was there for a body.
fn spoken_for(entry: &str) -> String {
    let Some((body, name)) = entry.split_once(" v/") else {
        return entry.to_owned();
    };
    // "KS Nord v/ Kari Moe møtte for Ola Li": whom she stood in for is no part of her name.
    let (name, whom) = name.split_once(" møtte for ").unwrap_or((name, ""));
    let body = body.trim();
    if !looks_like_person(name) || !body.starts_with(char::is_uppercase) || body.contains(['(', ':']) {
        return entry.to_owned();
    }
    if whom.is_empty() {
        format!("{name} ({body})")
    } else {
        format!("{name} (møtte for {whom}) ({body})")
    }
}

/// Whether an entry that could be a name is that of a body, told by its longest words: "Norsk Havneforening".
fn names_body(entry: &str) -> bool {
    let bare = entry.split('(').next().unwrap_or(entry).trim().trim_end_matches('.');
    let mut words = bare.split_whitespace();
    let long = words.any(|word| word.chars().count() >= BODY_WORD && crate::organizations::sort(word).is_some());
    let known = is_body(bare) || crate::organizations::is_organization(bare);
    long && leading_role(bare).0.is_none() && known
}

/// Fewest letters of a word that tells a body's name from a person's.
const BODY_WORD: usize = 9;

/// What members are called in lists, which is no role of the register.
pub(crate) const MEMBERS: [&str; 11] = [
    "medlem",
    "varamedlem",
    "vara",
    "møtende varamedlem",
    "møtande varamedlem",
    "vararepresentant",
    "1. vara",
    "2. vara",
    "3. vara",
    "fast medlem",
    "observatør",
];

/// KS, by its old name too, or a ministry's abbreviation.
fn is_body(text: &str) -> bool {
    text == "KS"
        || fold_name(text) == "kommunenes sentralforbund"
        || ((2..=4).contains(&text.len()) && !ministries_by_abbreviation(text).is_empty())
}

/// Who a list says was there, and who it says was not.
pub(crate) struct People {
    pub(crate) present: Vec<Participant>,
    pub(crate) absent: Vec<Participant>,
}

/// "A B, statssekretær (KD)", "A B (KRD), møteleder": what stands after the comma belongs to the person before.
fn add_remark(person: &mut Participant, entry: &str) {
    let entry = without_part(entry.trim());
    let (bare, notes) = parentheses(entry);
    let whole = bare.as_str();
    let bare = whole.trim_end_matches('.');
    let task = TASKS.contains(&fold_name(bare).as_str());
    let (found, rest) = leading_role(bare);
    // "styreleder KS", "statssekretær FIN": the body stands behind the role.
    let body = is_body(rest);
    // "direktør helse og velferd".
    let field =
        rest.split(' ').count() <= 5 && rest.starts_with(char::is_lowercase) && !rest.contains(char::is_uppercase);
    // "prosjektleder Fyrdagene 2020": a field with a name of its own.
    let named = || {
        let capital = bare.starts_with(char::is_lowercase) && rest.starts_with(char::is_uppercase);
        capital && rest.split(' ').count() <= 4 && rest.ends_with(|c: char| c.is_ascii_digit())
    };
    let named = named();
    let field = field || named;
    let known = found.filter(|_| rest.is_empty() || body || field);
    if !task && known.is_none() && MEMBERS.contains(&fold_name(bare).as_str()) {
        person.role = person.role.take().or_else(|| Some(fold_name(bare)));
        person.printed = format!("{}, {entry}", person.printed);
        // "medlem (Kreftforeininga)".
        for note in &notes {
            add_note(person, note);
        }
        return;
    }
    if !task && known.is_none() {
        // "Statssekretær A B, Helse- og omsorgsdepartementet", "A B, KS".
        let body = is_body(bare) || crate::organizations::is_organization(bare) || is_place(bare) || is_body_name(bare);
        // "Kari Moen, hovedstyret": the seat.
        if is_seat(bare) && person.role.is_none() {
            person.role = Some(fold_name(bare));
            person.printed = format!("{}, {entry}", person.printed);
        }
        // "Liv Moe (V), Midtbygd kommune": the body is told after the party.
        let party = person.organization.as_deref().is_some_and(is_party) && !is_party(bare);
        // "Kari Moe, Storvik kommune" in the delegation of KS.
        let delegate = person.side == Some(Side::Ks)
            && person.organization.as_deref() == Some("KS")
            && !person.printed.contains("KS")
            && !is_body(bare)
            && !is_party(bare);
        let party = party || delegate;
        if (party || person.organization.is_none()) && body {
            person.organization = None;
            add_note(person, bare);
            person.printed = format!("{}, {entry}", person.printed);
            settle_side(person);
        }
        // "Lillevik kommune (KS)": for whom; "politisk ledelse (statssekretær)": the role is in the parenthesis.
        for note in notes.iter().filter(|note| is_body(note) || role(note).is_some()) {
            add_note(person, note);
        }
        // "Unit (Direktoratet for IKT)": the long name tells the side.
        person.side = person.side.or_else(|| notes.iter().find_map(|note| side_of(note)));
        return;
    }
    person.printed.push_str(", ");
    person.printed.push_str(entry);
    if let Some(role) = known.filter(|_| !task && person.role.is_none()) {
        let told = if field {
            bare
        } else {
            bare.strip_suffix(rest).unwrap_or(bare)
        };
        let (own, of) = of_body(told);
        // "adm.dir." keeps its point; that of a list's end is none.
        let short = own == bare && own.contains('.');
        person.role = Some(match (named, short) {
            (true, _) => own.to_owned(),
            (_, true) => plain(whole),
            _ => plain(own),
        });
        person.level = Some(role.level);
        if let Some(of) = of.filter(|_| person.organization.is_none()) {
            add_note(person, of);
        }
    }
    if body {
        add_note(person, rest);
    }
    for note in notes {
        add_note(person, &note);
    }
    settle_side(person);
}

/// "Ola Moen, Bufdir", "Kari Lie, Lillevik", "Per Dal, H": one word with a capital behind a name says for whom somebody was there.
fn is_place(text: &str) -> bool {
    let letters = text.chars().all(|c| c.is_alphabetic() || "-/".contains(c));
    letters && text.starts_with(char::is_uppercase)
}

/// Ends of the names of bodies that somebody has a seat in.
const SEATS: [&str; 14] = [
    "styret",
    "utvalget",
    "utvalet",
    "rådet",
    "nemnda",
    "nemnden",
    "komiteen",
    "komitéen",
    "kollegiet",
    "nettverket",
    "gruppa",
    "gruppen",
    "tinget",
    "forumet",
];

/// "hovedstyret", "rådmannsutvalget": one word in lower case.
fn is_seat(text: &str) -> bool {
    text.starts_with(char::is_lowercase)
        && text.chars().all(|c| c.is_alphabetic() || c == '-')
        && SEATS.iter().any(|ending| text.ends_with(ending))
}

/// Words that no body's name begins with.
const NO_BODY: [&str; 14] = [
    "Alle",
    "Begge",
    "Resten",
    "Andre",
    "Samt",
    "Fra",
    "Frå",
    "Til",
    "Også",
    "Deler",
    "Hele",
    "Heile",
    "Møtet",
    "Forøvrig",
];

/// "Statens kartverk": words that begin with a capital and are no name, two to seven of them, without figures.
fn is_body_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = |word: &&str| word.starts_with(char::is_lowercase);
    (2..=7).contains(&words.len())
        && text.starts_with(char::is_uppercase)
        && (words.iter().any(lower) || names::ends_in_country(&words))
        && !is_name(&words)
        && !words.first().is_some_and(|first| NO_BODY.contains(first))
        && text.chars().all(|c| c.is_alphabetic() || " -–.&/".contains(c))
        && leading_role(text).0.is_none()
}

/// How a list says who wrote the minutes.
pub(crate) const WROTE: [&str; 7] = [
    " som sekretær",
    " som referent",
    " som møtesekretær",
    " som utvalgssekretær",
    " som utvalssekretær",
    " som protokollfører",
    " som protokollførar",
];

/// A person, and whether the list says that the person was absent.
fn person(entry: &str, side: Option<Side>, carried: &mut Option<&'static Role>) -> Option<(Participant, bool)> {
    let printed = entry
        .trim()
        .trim_end_matches(['.', ',', ';'])
        .trim_start_matches(['-', '–', '•', '*', ' '])
        .trim();
    // "og Anne Moe" on a line of its own.
    let printed = printed.strip_prefix("og ").unwrap_or(printed).trim_start().to_owned();
    let (bare, notes) = parentheses(&printed);
    // "Rådmann A B (X) hadde meldt forfall."
    let told = AWAY
        .iter()
        .find_map(|words| bare.trim_end_matches('.').strip_suffix(words))
        .map(|bare| bare.trim().to_owned());
    let is_absent = told.is_some() || notes.iter().any(|note| is_away_note(note));
    let bare = told.unwrap_or(bare);
    // "rådgiver Kari Moe som sekretær": the task is none of the name.
    let bare = WROTE.iter().find_map(|task| bare.strip_suffix(task)).unwrap_or(&bare);
    // "vara Kari Moen": a deputy who was there.
    let bare = ["vara ", "varamedlem ", "vararepresentant "]
        .iter()
        .find_map(|word| bare.strip_prefix(word))
        .map_or(bare, str::trim_start);
    let bare = without_case(bare);
    let member = ["Medlem ", "medlem "].iter().find_map(|word| bare.strip_prefix(word));
    // "Medlem av hovedstyret Kari Moe" has a role in another body.
    let member = member.filter(|rest| !names::is_scope(rest));
    let bare = member.map_or(bare, str::trim_start);
    let (first, rest) = leading_role(bare);
    let rest = if first.is_some() { without_field(rest) } else { rest };
    let printed_role = printed_words(bare, rest);
    if first.is_some() {
        let plural = printed_role
            .split_whitespace()
            .last()
            .is_some_and(|word| ["ene", "ane", "rne"].iter().any(|plural| word.ends_with(plural)));
        *carried = first.filter(|_| plural);
    }
    let name = rest.trim().trim_end_matches([',', '.', ':']);
    let (name, behind) = if first.is_some() {
        (name, None)
    } else {
        role_behind(name)
    };
    let (name, body) = body_behind(name);
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
        let (own, body) = of_body(&printed_role);
        if let Some(body) = body {
            add_note(&mut person, body);
        }
        let own = plain(own);
        person.role = Some(if own.is_empty() || carried.is_some() {
            role.name.to_owned()
        } else {
            own
        });
        person.level = Some(role.level);
    }
    // "KS-leder Kari Moe".
    if printed_role.starts_with("KS-") && person.organization.is_none() {
        person.organization = Some("KS".to_owned());
        let leads = ["leder", "leiar"].iter().any(|end| printed_role.ends_with(end));
        person.level = if leads { Some(Level::Politisk) } else { person.level };
    }
    if member.is_some() && person.role.is_none() {
        person.role = Some("medlem".to_owned());
    }
    for note in behind.into_iter().chain(body) {
        add_note(&mut person, note);
    }
    for note in notes.iter().filter(|note| !is_away_note(note)) {
        add_note(&mut person, note);
    }
    settle_side(&mut person);
    Some((person, is_absent))
}

/// "styre- og eieroppfølging Tore Moe" behind a role: the name alone.
fn without_field(name: &str) -> &str {
    let field = |word: &str| word.starts_with(char::is_lowercase) && !is_name(&["A", word]);
    if !name.split(' ').next().is_some_and(field) {
        return name;
    }
    let at = name.match_indices(' ').map(|(at, blank)| at + blank.len());
    at.filter_map(|at| name.get(at..))
        .find(|rest| rest.starts_with(char::is_uppercase))
        .filter(|rest| looks_like_person(rest))
        .unwrap_or(name)
}

/// "direktør i Bufdir": the role, and the body that it is in.
fn of_body(role: &str) -> (&str, Option<&str>) {
    [" i ", " ved ", " hos "]
        .iter()
        .filter_map(|joint| role.split_once(joint))
        .find(|(_, body)| body.starts_with(char::is_uppercase))
        .map_or((role, None), |(own, body)| (own, Some(body)))
}

/// A role as it is kept: in lower case, but for an abbreviation that it begins with ("IKT-leder").
fn plain(role: &str) -> String {
    let folded = fold_name(role);
    let kept = |short: &&str| (2..=4).contains(&short.len()) && short.bytes().all(|byte| byte.is_ascii_uppercase());
    match role
        .split_once('-')
        .filter(|(short, rest)| kept(short) && rest.starts_with(char::is_lowercase))
    {
        Some((short, _)) => format!("{short}{}", folded.get(short.len()..).unwrap_or_default()),
        None => folded,
    }
}

fn printed_words(bare: &str, rest: &str) -> String {
    bare.strip_suffix(rest)
        .unwrap_or_default()
        .trim()
        .trim_end_matches(',')
        .to_owned()
}

#[cfg(test)]
mod tests;
