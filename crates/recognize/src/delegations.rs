//! What names a delegation in an attendance list: "Fra Kunnskapsdepartementet:", "HOD", "Politisk ledelse SD:".

use crate::organizations::is_organization;
use crate::sides::side_of;
use ordskifte_record::Side;
use ordskifte_vocabulary::{LowerCase, fold_name, ministries_by_abbreviation, ministries_by_name};

/// A delegation: its side, and the body that its members are listed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delegation {
    pub(crate) side: Side,
    pub(crate) body: Option<String>,
}

impl Delegation {
    /// The delegation of any label that can be a body's name; for labels that persons follow.
    pub(crate) fn of(label: &str) -> Option<Self> {
        let name = bare(label)?;
        let fits = name.split_whitespace().count() <= MAX_WORDS && name.starts_with(char::is_uppercase);
        let side = side_of(name).unwrap_or(Side::Other);
        fits.then(|| Self {
            side,
            body: Some(name.to_owned()),
        })
    }
}

/// What stands before the name of a body and says that its people were there.
const PRESENT: [&str; 31] = [
    "deltakelse fra ",
    "deltaking frå ",
    "deltagere fra ",
    "møtende fra ",
    "møtande frå ",
    "til stades for ",
    "disse møtte fra ",
    "desse møtte frå ",
    "disse deltok fra ",
    "desse deltok frå ",
    "følgende møtte fra ",
    "følgjande møtte frå ",
    "følgende deltok fra ",
    "følgjande deltok frå ",
    "deltok fra ",
    "deltok frå ",
    "til stede fra ",
    "tilstede fra ",
    "til stades frå ",
    "deltakere fra ",
    "deltakarar frå ",
    "representanter fra ",
    "representantar frå ",
    "representanter for ",
    "representantar for ",
    "møtte fra ",
    "møtte frå ",
    "observatør fra ",
    "observatør frå ",
    "observatører fra ",
    "observatørar frå ",
];
/// The same without a preposition, before what is known for a body: "Deltakere KLD:".
const BARELY: [&str; 6] = [
    "deltakere ",
    "deltakarar ",
    "deltagere ",
    "til stede ",
    "tilstede ",
    "til stades ",
];
/// What only says whose people they are.
const OF: [&str; 3] = ["fra ", "frå ", "for "];
/// The part of a body that its members belong to.
const PARTS: [&str; 15] = [
    "politisk ledelse",
    "politisk leiing",
    "politisk nivå",
    "administrativ ledelse",
    "administrativ leiing",
    "administrasjonen",
    "administrasjon",
    "adm",
    "embetsverket",
    "embetsverk",
    "embetsverka",
    "administrativt",
    "politisk",
    "ledelsen",
    "leiinga",
];
/// Verbs behind the name of a delegation.
pub(crate) const MET: [&str; 8] = ["var", "møtte", "deltok", "stilte", "er", "deltar", "deltek", "møter"];
/// The State as a party.
const STATE: [&str; 7] = [
    "staten",
    "regjeringen",
    "regjeringa",
    "departementene",
    "departementa",
    "statssiden",
    "statssida",
];
/// The ministry that a document is about, as its list may call it.
pub(crate) const MINISTRY: &str = "departementet";
/// Bodies that are many, and have no name of their own.
const GROUPS: [&str; 14] = [
    "kommunen",
    "fylkeskommunen",
    "fylkesmannen",
    "statsforvalteren",
    "statsforvaltaren",
    "direktoratet",
    "kommunene",
    "kommunane",
    "fylkeskommunene",
    "fylkeskommunane",
    "organisasjonene",
    "organisasjonane",
    "partene",
    "partane",
];
/// Longest name, in characters and in words.
const MAX_NAME: usize = 80;
const MAX_WORDS: usize = 8;

/// The delegation that a label means, its colon cut off. `alone`: nothing follows on the line, so that only what is
/// known for a body counts.
pub(crate) fn delegation(label: &str, alone: bool) -> Option<Delegation> {
    let name = bare(of_unit(label))?;
    // "Deltakelse fra Direktoratet for fiske (Fidir)".
    let (name, short) = abbreviated(name).map_or((name, None), |(name, short)| (name, Some(short)));
    // "Fra departementene deltok".
    let name = match name.rsplit_once(' ') {
        Some((body, verb)) if MET.contains(&verb) => body,
        _ => name,
    };
    let (present, name) = without(name, &PRESENT);
    let (_, name) = without(name, &BARELY);
    let (of, name) = without(name, &OF);
    let (part, name) = without(name, &PARTS);
    let (_, name) = without(name.trim_start(), &["i ", "fra ", "frå ", "ved "]);
    let (_, name) = without(name, &["sekretariatet i ", "sekretariatet for ", "sekretariatet ved "]);
    // "HOD og underliggende etater": each of them is listed with its own name.
    let below = [
        " og underliggende",
        " og underliggjande",
        " med underliggende",
        " med underliggjande",
    ];
    let name = below
        .iter()
        .find_map(|words| name.split_once(words))
        .map_or(name, |(name, _)| name);
    let name = name.trim();
    let folded = fold_name(name);
    let words = name.split_whitespace().count();
    // Members of KS's delegation are listed for KS as a whole.
    if folded == "ks" || folded == "kommunenes sentralforbund" || (folded.starts_with("ks ") && !folded.contains(" v/"))
    {
        return Some(Delegation {
            side: Side::Ks,
            body: None,
        });
    }
    if STATE.contains(&folded.as_str()) {
        return Some(Delegation {
            side: Side::Stat,
            body: None,
        });
    }
    if folded == MINISTRY {
        return Some(Delegation {
            side: Side::Stat,
            body: Some(MINISTRY.to_owned()),
        });
    }
    let abbreviation = is_abbreviation(name);
    let bearers = ministries_by_name(name);
    let ministry = bearers.first().copied();
    // "Kulturdepartementet" was KD first and KUD later: the record's date tells, once it is known.
    if ministry.is_some_and(|first| bearers.iter().any(|other| other.abbreviation != first.abbreviation)) {
        return Some(Delegation {
            side: Side::Stat,
            body: Some(name.to_owned()),
        });
    }
    let ministry = ministry.or_else(|| {
        ministries_by_abbreviation(name)
            .first()
            .copied()
            .filter(|_| abbreviation)
    });
    if let Some(ministry) = ministry {
        return Some(Delegation {
            side: Side::Stat,
            body: Some(ministry.abbreviation.to_owned()),
        });
    }
    let known = is_organization(name) || GROUPS.contains(&folded.as_str());
    let named = (present || of || part)
        && (1..=MAX_WORDS).contains(&words)
        && (!alone || name.starts_with(char::is_uppercase) || (present && is_numbered(name)));
    // "Fra prosjektledelsen": a part of the body that meets.
    let own = ["ledelsen", "leiinga", "sekretariatet"];
    if named && words == 1 && name.starts_with(char::is_lowercase) && own.iter().any(|end| name.ends_with(end)) {
        return Some(Delegation {
            side: Side::Other,
            body: None,
        });
    }
    (known || named || (abbreviation && !alone)).then(|| Delegation {
        side: side_of(name).unwrap_or(Side::Other),
        body: Some(short.map_or_else(|| name.to_owned(), |short| format!("{name} ({short})"))),
    })
}

/// "Frå kommunane", "Fra kommunene møtte": municipalities that the label does not name.
pub(crate) fn are_municipalities(label: &str) -> bool {
    let folded = fold_name(label.trim());
    folded.split(' ').any(|word| matches!(word, "kommunane" | "kommunene"))
}

/// A name, and the abbreviation that stands in parentheses behind it.
fn abbreviated(name: &str) -> Option<(&str, &str)> {
    let (name, short) = name.strip_suffix(')')?.split_once(" (")?;
    (short.chars().count() <= 10 && short.chars().all(char::is_alphabetic) && short.starts_with(char::is_uppercase))
        .then_some((name, short))
}

/// Whether a label says whom people came from: "Tilstede fra KD". `alone`: nobody follows on the line, so that it must say
/// that they were there.
pub(crate) fn is_from(label: &str, alone: bool) -> bool {
    // "Fra Finansdepartementet møtte".
    let met = |name: &str| ["møtte", "deltok", "stilte"].iter().any(|verb| name.ends_with(verb));
    let told = bare(label).is_some_and(|name| {
        without(name, &PRESENT).0 || without(name, &BARELY).0 || ((!alone || met(name)) && without(name, &OF).0)
    });
    told && delegation(label, alone).is_some()
}

/// Whether a label of a delegation says that its people were there: "Fra sekretariatet møtte", "Deltakere fra KD".
pub(crate) fn says_present(label: &str) -> bool {
    let name = label.trim();
    without(name, &PRESENT).0 || name.rsplit(' ').next().is_some_and(|verb| MET.contains(&verb))
}

/// A label without the marks around it, where it can be a body's name: short, without figures and clauses, and not of
/// those who were away or had another part.
fn bare(label: &str) -> Option<&str> {
    let name = label
        .trim()
        .trim_end_matches('.')
        .trim_start_matches(['*', '-', '–', '•', ' ']);
    let outside = abbreviated(name).map_or(name, |(name, _)| name);
    let numbered = || {
        let (present, body) = without(outside, &PRESENT);
        let (of, body) = if present { (false, body) } else { without(outside, &OF) };
        (present || of) && is_numbered(body)
    };
    let plain = !outside.contains(|c: char| "\t:;().".contains(c))
        && (!outside.contains(|c: char| c.is_ascii_digit()) || numbered())
        // "Barne-, ungdoms- og familiedirektoratet" is one.
        && outside.matches(',').count() == outside.matches("-,").count();
    (plain && name.chars().count() <= MAX_NAME && !is_absence(name) && !is_other(name)).then_some(name)
}

/// "Fra Mattilsynet, Seksjon forbruker": a unit of the body that stands before it, which the label is without it.
fn of_unit(label: &str) -> &str {
    let body = |(body, unit): &(&str, &str)| {
        let name = without(body.trim_start(), &OF).1;
        unit.starts_with(char::is_uppercase) && name.len() < body.len() && is_organization(name)
    };
    label.split_once(", ").filter(body).map_or(label, |(body, _)| body)
}

/// "bydel 5", "reinbeitedistrikt 21x": one of several bodies of a sort, which a number tells apart. "sak 3" is none.
fn is_numbered(name: &str) -> bool {
    let not = [
        "sak", "saker", "kl", "klokka", "klokken", "punkt", "pkt", "side", "møte", "møtet", "uke", "veke", "kap",
        "kapittel", "dag", "nr",
    ];
    let Some((sort, number)) = name.split_once(' ') else {
        return false;
    };
    let figures = number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(char::is_alphanumeric);
    figures && sort.chars().all(char::is_alphabetic) && !not.contains(&sort.lower_case().as_str())
}

/// Longest name of a part, in bytes, with room for blanks.
const MAX_PART: usize = 120;

/// Whether a label names a part of the delegation before it: "Embetsverk", "Politisk ledelse".
pub(crate) fn is_part(label: &str) -> bool {
    let name = label.trim().trim_end_matches('.');
    if name.len() > MAX_PART {
        return false;
    }
    let folded = fold_name(name);
    PARTS.contains(&folded.trim_start_matches("fra ").trim_start_matches("frå "))
}

/// Parts of words that tell of people who were not there.
const ABSENCE: [&str; 9] = [
    "forfall",
    "fravær",
    "fråvær",
    "fråver",
    "avbud",
    "permisjon",
    "ikke ",
    "ikkje ",
    "sykmeldt",
];
/// Parts of words of labels before names that were asked, told or at work, and not listed as present.
const OTHERS: [&str; 18] = [
    "kopi",
    "gjenpart",
    "distribu",
    "orientering",
    "vedlegg",
    "innkalt",
    "innkalla",
    "invitert",
    "utsendt",
    "sendt",
    "adressat",
    "mottak",
    "neste",
    "ansvar",
    "kontakt",
    "saksbehand",
    "valgt",
    "vald ",
];

/// Whether a label tells that those behind it were not there: "Meldt avbud", "Fravær".
pub(crate) fn is_absence(label: &str) -> bool {
    let folded = fold_name(label);
    folded.split_whitespace().count() <= 6 && ABSENCE.iter().any(|word| folded.contains(word))
}

/// Beginnings of labels before people who were told or asked, and need not have been there.
const TOLD: [&str; 14] = [
    "underskrift",
    "orientert",
    "kopi",
    "gjenpart",
    "distribu",
    "innkalt",
    "innkalla",
    "invitert",
    "utsendt",
    "sendes",
    "sendt",
    "adressat",
    "mottak",
    "til orientering",
];

/// Whether a label ends a list of those who were there: "Orientert/invitert", "Kopi til".
pub(crate) fn is_told(label: &str) -> bool {
    let folded = fold_name(label.trim_start_matches(['*', '-', '–', '•', ' ']));
    TOLD.iter().any(|word| folded.starts_with(word))
}

/// Whether a label names people for another reason than that they were there.
fn is_other(label: &str) -> bool {
    let folded = fold_name(label);
    OTHERS.iter().any(|word| folded.contains(word))
}

/// Two to eight letters, all of them capitals.
fn is_abbreviation(name: &str) -> bool {
    (2..=8).contains(&name.chars().count()) && name.chars().all(char::is_uppercase)
}

/// The first byte, in lower case where it is of ASCII, as those of all these words are.
fn first(text: &str) -> Option<u8> {
    text.bytes().next().map(|byte| byte.to_ascii_lowercase())
}

/// A text without the one of these words that it begins with, and whether it did.
fn without<'a>(text: &'a str, words: &[&str]) -> (bool, &'a str) {
    words
        .iter()
        .find_map(|word| {
            // Lower-casing Norwegian letters keeps their length in bytes. Most texts begin with another letter.
            let begin = text.get(..word.len()).filter(|begin| first(begin) == first(word))?;
            (begin.lower_case() == *word).then(|| (true, text.get(word.len()..).unwrap_or_default()))
        })
        .unwrap_or((false, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(label: &str, alone: bool) -> Option<(Side, String)> {
        delegation(label, alone).map(|found| (found.side, found.body.unwrap_or_default()))
    }

    #[test]
    fn bodies_are_told_from_other_labels() {
        assert_eq!(
            brief("Fra Kunnskapsdepartementet", false),
            Some((Side::Stat, "KD".to_owned()))
        );
        assert_eq!(brief("HOD", true), Some((Side::Stat, "HOD".to_owned())));
        assert_eq!(brief("Politisk ledelse SD", false), Some((Side::Stat, "SD".to_owned())));
        assert_eq!(brief("Frå KS", true), Some((Side::Ks, String::new())));
        assert_eq!(
            brief("Fra fylkeskommunene", true),
            Some((Side::Other, "fylkeskommunene".to_owned()))
        );
        assert_eq!(
            brief("Fra Norsk Rodeforbund", true),
            Some((Side::Other, "Norsk Rodeforbund".to_owned()))
        );
        assert_eq!(Delegation::of("Meldt avbud"), None);
        assert_eq!(Delegation::of("Kopi til"), None);
        for other in ["Dato", "fra møtet i går", "Kari Moen", "Sak 3", "Merknader"] {
            assert_eq!(brief(other, true), None, "{other}");
        }
    }
}
