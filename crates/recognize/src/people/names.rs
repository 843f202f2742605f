//! What words are a name, and what role a text begins with.

use super::given::is_given;
use crate::view::place;
use ordskifte_vocabulary::{LowerCase, Role, begins_role, role};

/// Small words inside names.
const PARTICLES: [&str; 9] = ["av", "de", "den", "der", "von", "van", "du", "la", "el"];
/// Words before a role that say how somebody has it.
pub(crate) const ACTING: [&str; 12] = [
    "kst.",
    "kst",
    "konst",
    "fung.",
    "fungerende",
    "fungerande",
    "konst.",
    "konstituert",
    "påtroppende",
    "påtroppande",
    "avtroppende",
    "ass.",
];
/// Words before the end of a role that are no part of a name: "daglig leder", "fagleg leiar".
const QUALIFIERS: [&str; 22] = [
    "daglig",
    "dagleg",
    "faglig",
    "fagleg",
    "administrativ",
    "politisk",
    "kommunal",
    "juridisk",
    "medisinsk",
    "teknisk",
    "pedagogisk",
    "økonomisk",
    "regional",
    "nasjonal",
    "midlertidig",
    "mellombels",
    "ansvarlig",
    "ansvarleg",
    "oppdragsansvarlig",
    "oppdragsansvarleg",
    "assisterende",
    "assisterande",
];
/// Words that end a list of persons or begin a remark.
const NOT_NAMES: [&str; 42] = [
    "til",
    "medlemmer",
    "medlemer",
    "medlemmar",
    "varamedlemmer",
    "deltakere",
    "deltakarar",
    "deltakelse",
    "observatør",
    "observatører",
    "sekretariat",
    "møteleder",
    "referent",
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
    "fravær",
    "fråvær",
    "fraværende",
    "fråverande",
    "avbud",
    "frafall",
    "permisjon",
];

pub(super) fn looks_like_person(text: &str) -> bool {
    let (_, rest) = leading_role(text.trim());
    let bare = rest.split('(').next().unwrap_or_default();
    let words: Vec<&str> = without_sender(bare).0.split_whitespace().collect();
    words.len() >= 2 && is_name(&words)
}

/// "Kari Moen fra KS": the name, and the body that it was for.
pub(super) fn without_sender(text: &str) -> (&str, Option<&str>) {
    let Some((name, body)) = [" fra ", " frå "].iter().find_map(|from| text.split_once(from)) else {
        return (text, None);
    };
    let body = body.trim().trim_end_matches(['.', ',']);
    if super::is_body(body) || crate::organizations::is_organization(body) {
        (name, Some(body))
    } else {
        (text, None)
    }
}

/// Words that can be a name. Only the first tells a sentence apart from one: "Andre" is a given name as well.
pub(crate) fn is_name(words: &[&str]) -> bool {
    words.iter().all(|word| is_name_word(word))
        && words.first().is_some_and(|word| {
            // "Andre Støtvik" is somebody, "Andre deltakere" and "ANDRE" are not.
            let somebody = || is_given(word) && words.get(1).is_some_and(|next| next.starts_with(char::is_uppercase));
            word.starts_with(char::is_uppercase)
                && (!NOT_NAMES.contains(&word.lower_case().as_str()) || somebody())
        })
        && !is_branch(words)
        // "Revisjon Vest IKS" is a company, "Tine Midt-Norge" a part of one.
        && !words.last().is_some_and(|word| COMPANIES.contains(word))
        && !ends_in_country(words)
        // "PROTOKOLL FOR STYRET", "ØKONOMISK SITUASJON" are headings, "KARI MOE" is somebody.
        && !words.iter().any(|word| LINKS.contains(word))
        && (words.len() < 2 || words.iter().any(|word| word.contains(char::is_lowercase)) || shouts_name(words))
}

/// Whether words in capitals begin with a given name.
fn shouts_name(words: &[&str]) -> bool {
    words.first().is_some_and(|word| {
        let mut letters = word.chars();
        let first: String = letters.next().into_iter().collect();
        is_given(&format!("{first}{}", letters.as_str().lower_case()))
    })
}

/// "NHO Hordaland", "LO Vest": a body's abbreviation before where its branch is.
fn is_branch(words: &[&str]) -> bool {
    let [short, place] = words else { return false };
    let letters = short.chars().all(char::is_uppercase);
    letters && (2..=5).contains(&short.chars().count()) && place.chars().any(char::is_lowercase)
}

/// What joins the words of a heading in capitals.
const LINKS: [&str; 10] = ["AV", "FOR", "FRA", "FRÅ", "MED", "OG", "OM", "PÅ", "TIL", "VED"];

/// What the names of bodies of the whole country, or of a part of it, end in.
const COUNTRY: [&str; 2] = ["Norge", "Noreg"];

/// Whether the last word is that of the whole country, or of a part of it.
pub(super) fn ends_in_country(words: &[&str]) -> bool {
    words
        .last()
        .is_some_and(|word| COUNTRY.iter().any(|end| word.ends_with(end)))
}

/// What the names of companies end in.
const COMPANIES: [&str; 10] = ["IKS", "AS", "ASA", "SA", "BA", "ANS", "KF", "FKF", "HF", "RHF"];

pub(super) fn is_name_word(word: &str) -> bool {
    if word.ends_with(':') {
        return false;
    }
    let bare = word.trim_matches(['.', ',']);
    PARTICLES.contains(&bare)
        || ["jr", "sr"].contains(&bare)
        || (bare.starts_with(char::is_uppercase) && bare.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c)))
}

/// Most words of a role.
const ROLE_WORDS: usize = 7;

/// The role that a text begins with, and the rest; the longest wins.
pub(crate) fn leading_role(text: &str) -> (Option<&'static Role>, &str) {
    // "fung. ekspedisjonssjef": the word tells how somebody has a role, and is none.
    let blank = |from: usize| text.get(from..)?.find(char::is_whitespace).map(|at| from + at);
    let end = blank(0).unwrap_or(text.len());
    let first = text.get(..end).unwrap_or_default().lower_case();
    if let Some((_, rest)) = text.split_once(char::is_whitespace)
        && ACTING.contains(&first.as_str())
    {
        let found = leading_role(rest.trim_start());
        if found.0.is_some() {
            return found;
        }
    }
    let mut ends: Vec<usize> = text
        .match_indices(char::is_whitespace)
        .map(|(at, _)| at)
        .take(ROLE_WORDS)
        .collect();
    if ends.len() < ROLE_WORDS {
        ends.push(text.len());
    }
    let all = ends.last().and_then(|end| text.get(..*end)).unwrap_or_default();
    let begins = || all.split_whitespace().next().is_some_and(begins_role);
    if !all.contains('.') && !begins() {
        ends.clear();
    }
    for end in ends.into_iter().rev() {
        let candidate = text.get(..end).unwrap_or_default().trim_end_matches(',');
        if let Some(role) = role(candidate) {
            return (
                Some(role),
                after_scope(text.get(end..).unwrap_or_default().trim_start()),
            );
        }
    }
    // "<subject>minister" and "<subject>direktør" are roles that no list can hold all of.
    // "daglig leder": the second word is the role.
    let qualified = QUALIFIERS.contains(&first.as_str());
    let end = if qualified {
        blank(end + 1).unwrap_or(text.len())
    } else {
        end
    };
    let word = text.get(..end).unwrap_or_default();
    // "utdannings- og forskningsminister", "arbeids-, miljø- og sosialsjef": the end of the last part tells.
    let (end, word) = match joined(text) {
        Some(end) => (end, text.get(..end).unwrap_or_default()),
        None => (end, word),
    };
    let folded = word.lower_case();
    // "ordførerne A og B": several who have one role.
    if let Some(role) = shared_role(&folded) {
        return (
            Some(role),
            after_scope(text.get(end..).unwrap_or_default().trim_start()),
        );
    }
    // "Medlem" alone is what somebody is in the body that meets; "medlem av hovedstyret" in another.
    let rest = text.get(end..).unwrap_or_default().trim_start();
    let member = (folded == "representant" || super::MEMBERS.contains(&folded.as_str())) && !is_scope(rest);
    let last = folded.as_bytes().last();
    for (ending, like) in ENDINGS {
        if !member && ending.as_bytes().last() == last && folded.ends_with(ending) {
            return (
                role(like),
                after_scope(text.get(end..).unwrap_or_default().trim_start()),
            );
        }
    }
    (None, text)
}

/// The end of the last part of "X- og Y", "X-, Y- og Z".
fn joined(text: &str) -> Option<usize> {
    let mut open = false;
    for word in text.split_whitespace().take(5) {
        let at = place(word, text) + word.len();
        if word.trim_end_matches(',').ends_with('-') {
            open = true;
        } else if word != "og" {
            return open.then_some(at);
        }
    }
    None
}

/// Ends of roles that no list can hold all of, and the role of the register that they are like.
const ENDINGS: [(&str, &str); 46] = [
    ("skapsfører", "konsulent"),
    ("skapsførar", "konsulent"),
    ("medlem", "hovedstyremedlem"),
    ("representant", "fagleder"),
    ("redaktør", "fagleder"),
    ("sekretariatsleder", "fagleder"),
    ("minister", "minister"),
    ("statsråd", "statsråd"),
    ("departementsråd", "departementsråd"),
    ("råd", "fylkesråd"),
    ("president", "president"),
    ("ordfører", "ordfører"),
    ("ordførar", "ordfører"),
    ("direktør", "direktør"),
    ("sjef", "direktør"),
    ("rådmann", "rådmann"),
    ("fylkesmann", "direktør"),
    ("forvalter", "direktør"),
    ("forvaltar", "direktør"),
    ("ombud", "direktør"),
    ("rådgiver", "rådgiver"),
    ("rådgjevar", "rådgiver"),
    ("leder", "fagleder"),
    ("leiar", "fagleder"),
    ("sekretær", "sekretær"),
    ("konsulent", "konsulent"),
    ("advokat", "advokat"),
    ("koordinator", "konsulent"),
    ("lege", "fagleder"),
    ("inspektør", "fagleder"),
    ("ingeniør", "fagleder"),
    ("arkitekt", "fagleder"),
    ("rektor", "fagleder"),
    ("forsker", "fagleder"),
    ("forskar", "fagleder"),
    ("psykolog", "fagleder"),
    ("jurist", "fagleder"),
    ("medarbeider", "fagleder"),
    ("medarbeidar", "fagleder"),
    ("planlegger", "fagleder"),
    ("planleggar", "fagleder"),
    ("økonom", "sjeføkonom"),
    ("revisor", "fagleder"),
    ("tillitsvalgt", "fagleder"),
    ("verneombud", "fagleder"),
    ("professor", "fagleder"),
];
/// Ends of roles in the plural, and those of the singular.
const PLURALS: [(&str, &str); 9] = [
    ("menn", "mann"),
    ("mennene", "mann"),
    ("mennane", "mann"),
    ("ene", ""),
    ("ane", ""),
    ("er", ""),
    ("ar", ""),
    ("e", ""),
    ("a", ""),
];

/// The role of the register that a definite plural names: "ordførerne", "rådmennene", "kommunedirektørane".
fn shared_role(folded: &str) -> Option<&'static Role> {
    let stems = [
        ("mennene", "mann"),
        ("mennane", "mann"),
        ("medlemmene", "medlem"),
        ("medlemmane", "medlem"),
        ("ene", ""),
        ("ane", ""),
        ("ne", ""),
    ];
    stems
        .iter()
        .find_map(|(plural, one)| role(&format!("{}{one}", folded.strip_suffix(plural)?)))
}

/// The role that a label gives to everybody behind it: "Ordførar", "Rådmenn", "Statssekretærene".
pub(crate) fn role_of_label(label: &str) -> Option<String> {
    let folded = label.trim().trim_start_matches(['*', '-', '–', '•', ' ']).lower_case();
    let whole = |name: &str| {
        let (found, rest) = leading_role(name);
        found.is_some() && rest.is_empty()
    };
    if folded.split(' ').count() > 3 || folded.is_empty() {
        return None;
    }
    let singular = || {
        PLURALS
            .iter()
            .filter_map(|(plural, one)| Some(format!("{}{one}", folded.strip_suffix(plural)?)))
            .find(|name| whole(name))
    };
    if whole(&folded) { Some(folded) } else { singular() }
}

/// What joins a role with what somebody has it for.
const SCOPES: [&str; 5] = ["for", "i", "ved", "av", "på"];

/// Whether a text begins with what somebody has a role in, in lower case: "av hovedstyret", "i arbeidsutvalget".
pub(super) fn is_scope(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let joins = words.next().is_some_and(|first| ["av", "i"].contains(&first));
    joins && words.next().is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// "for samferdsel Per Dal" behind a role: the name alone. What somebody has a role for is in lower case, an
/// abbreviation or a body; one word with a capital more than a name has is a place.
fn after_scope(rest: &str) -> &str {
    let bare = rest.split('(').next().unwrap_or(rest).trim_end();
    let words: Vec<&str> = bare.split_whitespace().collect();
    if !words.first().is_some_and(|first| SCOPES.contains(first)) {
        return rest;
    }
    let is_name_part = |word: &&&str| {
        let letters = word.trim_matches(['.', ',']);
        is_name_word(word)
            && letters.chars().any(char::is_lowercase)
            && !letters.ends_with("departementet")
            && !letters.ends_with("direktoratet")
    };
    let mut name = words.iter().skip(1).rev().take_while(is_name_part).count();
    // Particles do not begin a name.
    while name > 0
        && words
            .get(words.len() - name)
            .is_some_and(|word| word.starts_with(char::is_lowercase))
    {
        name -= 1;
    }
    if name + 1 == words.len() && name >= 3 {
        name -= 1;
    }
    if name < 2 {
        return rest.get(bare.len()..).unwrap_or_default().trim_start();
    }
    let mut start = bare.len();
    for _ in 0..name {
        let before = bare.get(..start).unwrap_or_default().trim_end();
        start = before
            .char_indices()
            .rev()
            .find(|(_, c)| c.is_whitespace())
            .map_or(0, |(at, c)| at + c.len_utf8());
    }
    rest.get(start..).unwrap_or(rest)
}

/// "Moe, Kari (A) Li, Ola Per (KrF)": the same persons with their given names first; `None` where one of them is printed otherwise.
pub(crate) fn turned(text: &str) -> Option<String> {
    if !text.contains(", ") {
        return None;
    }
    let mut out: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (surname, behind) = rest.split_once(", ")?;
        let end = behind.find(['(', ';', '\n', ',']).unwrap_or(behind.len());
        let (given, behind) = behind.split_at_checked(end)?;
        let family: Vec<&str> = surname.split(' ').collect();
        let first: Vec<&str> = given.split_whitespace().collect();
        let initial = |word: &str| word.len() <= 3 && word.ends_with('.');
        let given = || {
            let known = first.iter().all(|word| is_given(word) || initial(word));
            known && first.first().is_some_and(|word| is_given(word))
        };
        // Behind a party a name needs not be known.
        let party = || {
            let note = behind.strip_prefix('(').and_then(|rest| rest.split(')').next());
            note.is_some_and(super::is_party) && (1..=2).contains(&first.len()) && is_name(&first)
        };
        // "Kari, Ola" are two given names.
        let known = is_given(family.first()?);
        let firsts = given() && !known || party() && !(known && family.len() > 1);
        if family.len() > 2 || !is_name(&family) || !firsts {
            return None;
        }
        let noted = behind
            .starts_with('(')
            .then(|| behind.find(')'))
            .flatten()
            .map_or(0, |at| at + 1);
        let (note, behind) = behind.split_at_checked(noted)?;
        out.push(format!("{} {surname} {note}", first.join(" ")).trim_end().to_owned());
        rest = behind.trim_start_matches([';', '\n', ',', ' ']);
    }
    Some(out.join("\n"))
}
