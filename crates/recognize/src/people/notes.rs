//! What stands in parentheses behind a name: an organization, "adm.", or a role.

use super::names::{leading_role, looks_like_person};
use super::{MEMBERS, is_body};
use crate::organizations::is_organization;
use crate::sides::side_of;
use ordskifte_record::{Level, Participant, Side};
use ordskifte_vocabulary::{fold_name, ministries_by_abbreviation, ministries_by_name, role};

/// The text outside parentheses, and what stands in them.
pub(super) fn parentheses(text: &str) -> (String, Vec<String>) {
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

/// What somebody does in a meeting.
pub(super) const TASKS: [&str; 13] = [
    "møteleder",
    "møteleiar",
    "ordstyrer",
    "ordstyrar",
    "referent",
    "ref.",
    "ref",
    "møteledelse",
    "møteleiing",
    "ledet møtet",
    "leda møtet",
    "leia møtet",
    "leidde møtet",
];

/// First words of a note on when or how somebody took part, before figures.
const WHEN: [&str; 24] = [
    "dag", "dager", "fra", "frå", "til", "sak", "saker", "sakene", "under", "etter", "før", "unntatt", "unnateke",
    "kl", "pkt", "punkt", "s", "ps", "t.o.m", "f.o.m", "tom", "fom", "ikke", "ikkje",
];
/// Beginnings of such notes with figures or without.
const HOW: [&str; 36] = [
    "uten vara",
    "utan vara",
    "ingen vara",
    "delvis",
    "møtt",
    "møtte",
    "per telefon",
    "pr. telefon",
    "pr telefon",
    "på telefon",
    "telefon",
    "på skype",
    "skype",
    "på teams",
    "teams",
    "via ",
    "digitalt",
    "på skjerm",
    "skjerm",
    "på video",
    "video",
    "på nett",
    "deltok ",
    "deltar ",
    "deltek ",
    "kom ",
    "gikk ",
    "gjekk ",
    "forlot ",
    "hele møtet",
    "heile møtet",
    "deler av",
    "delar av",
    "fra sak",
    "frå sak",
    "under sak",
];

/// "frå 51/14", "47–55/14", "kom kl. 9.25", "per telefon": when or how somebody took part, which tells nothing else.
pub(crate) fn is_attendance(note: &str) -> bool {
    let folded = fold_name(note);
    if HOW.iter().any(|begin| folded.starts_with(begin)) {
        return true;
    }
    let first = folded.split(' ').next().unwrap_or_default().trim_end_matches('.');
    let figures = folded.contains(|c: char| c.is_ascii_digit());
    // "(B 35/13)": the case that somebody came for.
    let case = first.len() <= 3
        && folded
            .split(' ')
            .nth(1)
            .is_some_and(|number| number.contains('/') && number.starts_with(|c: char| c.is_ascii_digit()));
    figures && (WHEN.contains(&first) || case || folded.chars().all(|c| c.is_ascii_digit() || "/-–.,: ".contains(c)))
}

/// Parties as lists abbreviate them, in lower case.
const PARTIES: [&str; 22] = [
    "a",
    "ap",
    "h",
    "sp",
    "sv",
    "v",
    "krf",
    "frp",
    "r",
    "rødt",
    "raudt",
    "rv",
    "mdg",
    "inp",
    "pp",
    "kp",
    "nkp",
    "pdk",
    "dna",
    "dlf",
    "uavh",
    "uavhengig",
];

/// Whether a text is a party, for which somebody was elected and not sent.
pub(crate) fn is_party(text: &str) -> bool {
    PARTIES.contains(&fold_name(text).trim_end_matches('.'))
}

/// What a parenthesis says: an organization, "adm.", or a role.
pub(super) fn add_note(person: &mut Participant, note: &str) {
    if is_attendance(note) {
        return;
    }
    // "Barne-, likestillings- og inkluderingsdepartementet" has a comma of its own.
    if note.contains("-, ")
        && let Some(ministry) = ministries_by_name(note.trim()).first()
    {
        person.organization = Some(ministry.abbreviation.to_owned());
        return;
    }
    // "KRD/FIN" are two; "Midt/Øst kommunerevisjon" is one.
    // So is "Nordregionen/kommuner".
    let several = !note.trim().contains(' ') && note.split('/').all(|part| part.starts_with(char::is_uppercase));
    for part in note
        .split(|c: char| matches!(c, ',' | ';') || (several && c == '/'))
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        // "(Kystverket, sak 1 og 2)".
        if is_attendance(part) {
            continue;
        }
        let folded = fold_name(part);
        if ["adm.", "adm", "administrasjonen"].contains(&folded.as_str()) {
            person.level = person.level.or(Some(Level::Administrativ));
        } else if TASKS.contains(&folded.as_str()) {
            // What somebody did in the meeting is no role; the printed form tells it.
        } else if is_party(part) {
            // "Oslo kommune (H)": the party does not take the place of the body.
            person.organization = person.organization.take().or_else(|| Some(part.to_owned()));
        } else if let Some(ministry) = ministries_by_abbreviation(part).first() {
            person.organization = Some(ministry.abbreviation.to_owned());
        } else if let Some(ministry) = ministries_by_name(part).first() {
            person.organization = Some(ministry.abbreviation.to_owned());
        } else if ["ks", "kommunenes sentralforbund"].contains(&folded.as_str()) {
            // "Ordfører A, Lillevik kommune (KS)": for whom somebody from elsewhere was there.
            person.side = person.side.or(Some(Side::Ks));
            person.organization = person
                .organization
                .take()
                .filter(|body| !is_party(body))
                .or_else(|| Some("KS".to_owned()));
        } else if ["stat", "staten", "statlig", "statleg"].contains(&folded.as_str()) {
            person.side = person.side.or(Some(Side::Stat));
        } else if let Some(role) = role(part) {
            // "Finansminister A (leder)": what somebody is in this list does not take the place of the title.
            person.role = person.role.take().or(Some(folded));
            person.level = person.level.or(Some(role.level));
        } else if MEMBERS.contains(&folded.as_str()) {
            person.role = person.role.take().or(Some(folded));
        } else if is_initials(part, &person.name) {
            // "Anne-Grete Li (AGL)": how the minutes call her; the printed form tells it.
        } else if part.chars().all(char::is_uppercase) && (2..=6).contains(&part.chars().count()) {
            person.organization = Some(part.to_owned());
        } else if part
            .strip_prefix("KS ")
            .is_some_and(|unit| unit.starts_with(char::is_uppercase))
        {
            // "KS Vest": a part of KS with a name of its own.
            person.organization = Some(part.to_owned());
        } else if let Some(rest) = folded.strip_prefix("ks ").or_else(|| folded.strip_prefix("ks' ")) {
            person.organization = Some("KS".to_owned());
            // "(KS storbynettverk)" is how the person is listed: the role stays whole.
            person.role = person.role.take().or_else(|| Some(format!("KS {rest}")));
        } else if let Some((own, body)) = role_of_body(part) {
            // "varaordførar Lillevik": the role, and where somebody has it.
            person.role = person.role.take().or_else(|| Some(own.to_owned()));
            person.level = person.level.or_else(|| role(own).map(|known| known.level));
            if person.organization.is_none() {
                add_note(person, body);
            }
        } else if part.starts_with(char::is_lowercase) {
            // "fylkesdirektør": a role that no list holds has the level of those that it ends like.
            let like = leading_role(part);
            if person.role.is_none() && like.1.is_empty() {
                person.level = person.level.or(like.0.map(|role| role.level));
            }
            person.role = person.role.take().or_else(|| Some(part.to_owned()));
        } else {
            person.organization = person.organization.take().or_else(|| Some(part.to_owned()));
        }
    }
}

/// Whether capitals are the first letters of a name's words: all of them, or the first and the last at least.
fn is_initials(text: &str, name: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let own: Vec<char> = name
        .split([' ', '-'])
        .filter_map(|word| word.chars().next().filter(|c| c.is_uppercase()))
        .collect();
    let mut rest = own.iter();
    (2..=5).contains(&letters.len())
        && letters.first() == own.first()
        && letters.last() == own.last()
        && letters.iter().all(|letter| rest.any(|c| c == letter))
}

/// The initials that are printed in parentheses behind somebody's name and are no body's.
pub(crate) fn initials(person: &Participant) -> impl Iterator<Item = &str> {
    let notes = person
        .printed
        .split('(')
        .skip(1)
        .filter_map(|note| note.split(')').next());
    notes.filter(|note| is_initials(note, &person.name) && person.organization.as_deref() != Some(note))
}

/// "varaordførar Lillevik", "ekspedisjonssjef i HOD": a role of the register in lower case, and behind it the one to three
/// words with capitals of the body or place that somebody has it in.
fn role_of_body(note: &str) -> Option<(&str, &str)> {
    let at = note.find(|c: char| c.is_uppercase())?;
    let (own, body) = (note.get(..at)?.trim_end(), note.get(at..)?);
    // "ordfører i Storvik" says no more of the body than the whole role does.
    let joint = [" i", " ved", " fra", " frå"]
        .iter()
        .find_map(|joint| own.strip_suffix(joint));
    let own = joint.filter(|_| is_body(body) || is_organization(body)).unwrap_or(own);
    let words = || body.split(' ');
    let named = words().count() <= 3 && words().all(|word| word.starts_with(char::is_uppercase));
    (named && role(own).is_some()).then_some((own, body))
}

/// "kommunalminister", "statsråd", "statssekretær".
fn is_of_state(role: &str) -> bool {
    ["minister", "statsråd", "fylkesmann", "statsforvalter", "statsforvaltar"]
        .iter()
        .any(|office| role.ends_with(office))
        || role == "statssekretær"
}

/// Delegation and organization tell each other.
pub(super) fn settle_side(person: &mut Participant) {
    match (person.side, person.organization.as_deref()) {
        // "Embetsverk: Kari Moe (KD)" below the delegation of KS.
        (_, Some(name)) if !ministries_by_abbreviation(name).is_empty() => person.side = Some(Side::Stat),
        // "Observatør: Ola Li, Bufdir".
        (None | Some(Side::Other), Some(name)) if side_of(name).is_some() => person.side = side_of(name),
        (Some(Side::Ks), None) => person.organization = Some("KS".to_owned()),
        // Nobody but the State has cabinet ministers and their secretaries.
        (None, None) if person.role.as_deref().is_some_and(is_of_state) => person.side = Some(Side::Stat),
        _ => {}
    }
}

/// "Havtilsynet i deler av møtet": what stands before the part of the meeting that somebody was there for.
pub(super) fn without_part(text: &str) -> &str {
    if !text.contains(" møtet") {
        return text;
    }
    let parts = [
        " i deler av ",
        " i delar av ",
        " på deler av ",
        " på delar av ",
        " under deler av ",
        " under delar av ",
        " deler av ",
        " delar av ",
        " i hele ",
        " i heile ",
    ];
    let at = parts.iter().filter_map(|words| text.find(words)).min();
    at.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// "Kari Moen sak 11 og 12/2011", "Kari Moen frå kl. 10": the name alone.
pub(super) fn without_case(bare: &str) -> &str {
    let bare = without_part(bare);
    // What all of these hold, and most names do not.
    if !bare.contains(" sak") && !bare.contains(" kl") {
        return bare;
    }
    let at = [
        " sak ",
        " under sak",
        " fra sak",
        " frå sak",
        " til sak",
        " fra kl",
        " frå kl",
        " til kl",
    ]
    .iter()
    .filter_map(|words| bare.find(words))
    .min();
    match at.and_then(|at| bare.get(..at)) {
        Some(name) if looks_like_person(name) => name,
        _ => bare,
    }
}
