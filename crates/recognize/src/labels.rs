//! Lines that begin with a label: "Dato: 3. mai", "Til stede:", "Vår ref.: 20/118".

mod misspelled;

use crate::data::named;
use crate::delegations::{MET, delegation};
use crate::people::{is_name, leading_role, people, turned};
use crate::sides::side_of;
use misspelled::misspelled;
use ordskifte_analysis::{Map, Set};
use ordskifte_vocabulary::LowerCase;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static LABELS: LazyLock<Map<&'static str, &'static str>> = LazyLock::new(|| {
    let mut labels = Map::default();
    for (meaning, forms) in named(include_str!("../data/labels.tsv")) {
        labels.extend(forms.split('|').map(|form| (form, meaning)));
    }
    labels
});

/// First words of the labels of several words that name a delegation, in lower case.
static FIRST_WORDS: LazyLock<Set> = LazyLock::new(|| {
    LABELS
        .iter()
        .filter(|(_, meaning)| DELEGATIONS.contains(meaning) || **meaning == "other")
        .filter_map(|(label, _)| Some(label.split_once(' ')?.0))
        .collect()
});

/// Their first bytes.
static FIRST_BYTES: LazyLock<BTreeSet<u8>> =
    LazyLock::new(|| FIRST_WORDS.iter().filter_map(|word| word.bytes().next()).collect());

/// Meanings of labels that begin the list of a delegation.
const DELEGATIONS: [&str; 3] = ["present", "stat", "ks"];

/// Labels of others who were there, where nothing but a list can follow them.
const LISTED_ALONE: [&str; 26] = [
    "gjester",
    "gjestar",
    "inviterte",
    "inviterte gjester",
    "inviterte gjestar",
    "innbudte",
    "observatør",
    "observatører",
    "observatørar",
    "bisitter",
    "bisittere",
    "bisittarar",
    "bisitjarar",
    "deltakelse på saker",
    "deltaking på saker",
    "sekretariatet",
    "observatør i møtet",
    "dessuten møtte",
    "dessutan møtte",
    "ellers møtte",
    "elles møtte",
    "dessutan deltok",
    "dessuten deltok",
    "i tillegg møtte",
    "i tillegg deltok",
    "sekretariat",
];

/// Meanings of labels that persons follow.
const LISTS: [&str; 6] = ["present", "stat", "ks", "other", "absent", "deputies"];

/// Longest label, in bytes.
const MAX_LABEL: usize = 60;

/// Meaning of the label that a line begins with, and the rest of the line. A label ends in a colon or a tab, or is the
/// whole line.
pub(crate) fn label(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_start();
    let end = line
        .bytes()
        .take(MAX_LABEL + 1)
        .position(|byte| matches!(byte, b':' | b'\t'));
    let (name, rest) = match end {
        Some(end) => (line.get(..end)?, line.get(end + 1..)?),
        None => (line, ""),
    };
    if end.is_none() && name.len() > MAX_LABEL {
        return unmarked(line);
    }
    let folded = name.trim().trim_end_matches(['.', ' ']).lower_case();
    // "Mielde/Til stede:": the label in two languages.
    let behind = || folded.rsplit_once('/').and_then(|(_, name)| meaning(name.trim()));
    let colon = || end.is_some_and(|end| line.as_bytes().get(end) == Some(&b':'));
    let slip = || misspelled(&folded).filter(|_| colon());
    let Some(meaning) = meaning(&folded).or_else(behind).or_else(slip) else {
        return unmarked(line);
    };
    // Alone on a line only the label of a list is a label.
    let alone = end.is_none();
    (!alone
        || matches!(meaning, "present" | "stat" | "ks" | "absent" | "deputies")
        || LISTED_ALONE.contains(&folded.as_str()))
    .then(|| (meaning, rest.trim_start_matches([':', '\t', ' ']).trim()))
}

/// What may follow a label of persons: "Til stede på møtet", "Frå administrasjonen møtte på heile eller delar av møtet".
const MEETING: [&str; 20] = [
    " som medlem",
    " som medlemmer",
    " som medlemmar",
    " på teams",
    " på skype",
    " på video",
    " på zoom",
    " digitalt",
    " på møtet",
    " i møtet",
    " under møtet",
    " ved møtet",
    " ved møtestart",
    " på hele eller deler av møtet",
    " på heile eller delar av møtet",
    " hele eller deler av møtet",
    " heile eller delar av møtet",
    " i hele eller deler av møtet",
    " i heile eller delar av møtet",
    " (hele eller deler av møtet)",
];

/// The meaning of a label in lower case; "Fra staten møtte" is "Fra staten".
fn meaning(folded: &str) -> Option<&'static str> {
    let whole = folded;
    let folded = MEETING
        .iter()
        .find_map(|words| folded.strip_suffix(words))
        .or_else(|| {
            let (name, _) = folded.split_once('(')?;
            Some(name.strip_suffix(' ')?.trim_end_matches('.'))
        })
        .unwrap_or(folded);
    // "Innkalt (på møtet)" and the like keep their own meaning; a date in parentheses is none of a label.
    if folded.len() < whole.len() && !LABELS.get(folded).is_some_and(|meaning| LISTS.contains(meaning)) {
        return LABELS.get(whole).copied();
    }
    let known = |label: &str| LABELS.get(label).copied();
    // "Av rådets 7 medlemmer møtte 5, nemlig".
    let counted = folded.starts_with("av ")
        && folded.contains("medlem")
        && ["møtte", "til stede", "til stades", "deltok"]
            .iter()
            .any(|verb| folded.contains(verb));
    // "Medlemmer av Samordningsrådet", "Medlemmar av Skate".
    let members = MEMBERS.iter().any(|words| folded.starts_with(words)) && folded.split(' ').count() <= MAX_MEMBERS;
    if counted || members || is_own_body(folded) {
        return Some("present");
    }
    known(folded).or_else(|| {
        let bare = ["følgende", "følgjande"]
            .iter()
            .find_map(|word| folded.strip_suffix(word))
            .map_or(folded, str::trim_end);
        let (label, verb) = bare.rsplit_once(' ')?;
        known(label).filter(|meaning| MET.contains(&verb) && DELEGATIONS.contains(meaning))
    })
}

/// What begins a label for those who are members of a body, and its most words.
const MEMBERS: [&str; 4] = ["medlemmer av ", "medlemmar av ", "medlemer av ", "medlemmer i "];
const MAX_MEMBERS: usize = 5;

/// Ends of what a body calls itself in its own minutes.
const OWN: [&str; 10] = [
    "styret",
    "rådet",
    "utvalget",
    "utvalet",
    "komiteen",
    "komitéen",
    "nemnda",
    "nemnden",
    "gruppa",
    "gruppen",
];

/// "Til stede fra komiteen": its members are listed for no other body.
fn is_own_body(folded: &str) -> bool {
    let from = [" fra ", " frå "].iter().find_map(|from| folded.split_once(from));
    from.is_some_and(|(name, body)| {
        LABELS.get(name) == Some(&"present") && !body.contains(' ') && OWN.iter().any(|end| body.ends_with(end))
    })
}

/// A line cut where labels stand inside it: "Til stede: Fra staten: A (X). Fra KS: B Referent: C".
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    let mut starts = vec![0];
    for (colon, _) in text.match_indices(':') {
        let mut near = colon.saturating_sub(MAX_LABEL)..colon;
        starts.extend(near.find(|at| is_label(text, *at, colon)));
    }
    // "… (FIN). Fra KS møtte leder Kari Moe": a delegation in a sentence of its own.
    let sentences = text.match_indices(". ").map(|(at, stop)| at + stop.len());
    starts.extend(sentences.filter(|at| text.get(*at..).is_some_and(|rest| spoken(rest).is_some())));
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| text.get(*start..end))
        .filter(|piece| !piece.trim().is_empty())
        .collect()
}

/// Whether a label that begins with a capital stands between these bytes, at the beginning of a word.
fn is_label(text: &str, start: usize, colon: usize) -> bool {
    let (Some(before), Some(name)) = (text.get(..start), text.get(start..colon)) else {
        return false;
    };
    // Few places begin a word with a capital; what takes longer is asked of these.
    if !name.starts_with(char::is_uppercase)
        || !(before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || "*_.,;".contains(c)))
    {
        return false;
    }
    // "Deltakere fra Sametinget:" is one label.
    let governed = || {
        let last = before.split_whitespace().next_back();
        last.is_some_and(|word| ["fra", "frå", "for", "av", "i", "ved"].contains(&word))
    };
    // "UHRs sekretariat:".
    let staff = || {
        name.strip_suffix("s sekretariat")
            .is_some_and(|whose| !whose.contains(' '))
    };
    let told = meaning(&name.trim().lower_case()).is_some() || names_body(name) || staff();
    let sided = || {
        before.trim_end().ends_with([')', '.'])
            && side_of(name.trim())
                .or_else(|| delegation(name, true).map(|found| found.side))
                .is_some()
    };
    (told || sided()) && !governed()
}

/// "Fra fylkeskommunene", "Frå Norsk Rodeforbund": whose people follow.
fn names_body(name: &str) -> bool {
    let words = name.split_whitespace().count();
    (2..=6).contains(&words)
        && ["Fra ", "Frå "].iter().any(|from| name.starts_with(from))
        && delegation(name, true).is_some()
}

/// "Fra Kommunenes Sentralforbund møtte leder Ola Lie": a label of two words or more, a verb, and a person's name.
fn spoken(line: &str) -> Option<(&'static str, &str)> {
    let names_person = |rest: &str| {
        let words: Vec<&str> = leading_role(rest).1.split_whitespace().take(2).collect();
        words.len() == 2 && is_name(&words)
    };
    if let Some(found) = met_with(line).filter(|(_, rest)| names_person(rest)) {
        return Some(found);
    }
    if !begins_delegation(line) {
        return None;
    }
    let ends = line.match_indices(' ').map(|(at, _)| at);
    ends.skip(1).take(4).find_map(|at| {
        let name = line.get(..at)?.lower_case();
        let meaning = LABELS.get(name.as_str()).copied()?;
        let behind = line.get(at..)?.trim_start();
        // "Dessuten møtte rådmann Ola Lie og Kari Moe."
        let met = name.rsplit(' ').next().is_some_and(|verb| MET.contains(&verb));
        if met && matches!(meaning, "other" | "present") && names_person(behind) {
            return Some((meaning, behind));
        }
        let (verb, rest) = behind.split_once(' ')?;
        let rest = rest.trim_start();
        let told = DELEGATIONS.contains(&meaning) && !name.starts_with("for ");
        (told && MET.contains(&verb) && names_person(rest)).then_some((meaning, rest))
    })
}

/// Verbs between a delegation and those whom it sent, behind which they stand.
const MET_WITH: [&str; 8] = [
    " møtte med ",
    " stilte med ",
    " deltok med ",
    " var representert ved ",
    " var representert med ",
    " var representert av ",
    " var representerte ved ",
    " ble representert av ",
];

/// Longest word that names a party, in bytes.
const MAX_PARTY: usize = 20;

/// "KS møtte med leder Kari Moe", "Staten var representert ved statsråd Ola Lie".
fn met_with(line: &str) -> Option<(&'static str, &str)> {
    // Most lines begin with another word than a party's name, and need not be looked through.
    let first = line.split(' ').next().filter(|word| word.len() <= MAX_PARTY)?;
    let party = LABELS.get(first.lower_case().as_str());
    if !line.starts_with(char::is_uppercase) || !matches!(party, Some(&("stat" | "ks"))) {
        return None;
    }
    let (name, rest) = MET_WITH.iter().find_map(|verb| line.split_once(verb))?;
    let meaning = LABELS.get(name.lower_case().as_str()).copied()?;
    matches!(meaning, "stat" | "ks").then(|| (meaning, rest.trim_start()))
}

/// Whether a line's first word is that of a delegation's label of several words. Most lines are asked in vain.
fn begins_delegation(line: &str) -> bool {
    let known = line
        .bytes()
        .next()
        .is_some_and(|byte| FIRST_BYTES.contains(&byte.to_ascii_lowercase()));
    // Other letters than those of ASCII may be capitals.
    if !known && line.starts_with(|c: char| c.is_ascii()) {
        return false;
    }
    let first = line.split(' ').next().unwrap_or_default();
    first.len() <= MAX_LABEL && FIRST_WORDS.contains(first.lower_case().as_str())
}

/// "Til stades frå staten Kari Moen (KDD)": the label of a table whose lines were lost; three words or more that name a
/// delegation, before a capital.
fn unmarked(line: &str) -> Option<(&'static str, &str)> {
    if let Some(found) = bare_label(line) {
        return Some(found);
    }
    if let Some(found) = spoken(line) {
        return Some(found);
    }
    if !begins_delegation(line) {
        return None;
    }
    let ends = line.match_indices(' ').map(|(at, _)| at);
    let (at, meaning) = ends.skip(2).take(3).find_map(|at| {
        let meaning = LABELS.get(line.get(..at)?.lower_case().as_str()).copied()?;
        matches!(meaning, "stat" | "ks").then_some((at, meaning))
    })?;
    let rest = line.get(at..)?.trim();
    rest.starts_with(char::is_uppercase).then_some((meaning, rest))
}

/// First words of labels that may stand without a mark.
const BARE: [&str; 19] = [
    "fraværende",
    "fråverande",
    "vararepr.",
    "møtested",
    "møtestad",
    "møtedato",
    "deltakere",
    "deltakarar",
    "til",
    "tilstede",
    "ikke",
    "ikkje",
    "forfall",
    "fravær",
    "fråvær",
    "møteleder",
    "møteleiar",
    "referent",
    "referat",
];

/// Longest place or day behind such a label, in bytes.
const MAX_PLACE: usize = 90;

/// "Deltakere Kari Moe (FAD), Ola Li (KRD)", "Forfall Per Vik (FIN)": a table's label and its cell on one line, the mark lost.
fn bare_label(line: &str) -> Option<(&'static str, &str)> {
    let first = line.split(' ').next().unwrap_or_default();
    if first.len() > 12 || !first.starts_with(char::is_uppercase) || !BARE.contains(&first.lower_case().as_str()) {
        return None;
    }
    let ends = line.match_indices(' ').map(|(at, _)| at);
    let (at, meaning) = ends
        .take(2)
        .filter_map(|at| {
            let label = line.get(..at)?.lower_case();
            Some((at, LABELS.get(label.trim_end_matches('.')).copied()?))
        })
        .last()?;
    // "Referat ved Kari Moe" names who wrote, "Referat Kari Moe" might name what it is of.
    if first.eq_ignore_ascii_case("referat") && at == first.len() {
        return None;
    }
    let rest = line.get(at..)?.trim();
    let found = people(rest, None);
    let all = found.present.len() + found.absent.len();
    // "Moe, Kari (A)": that comma parts no persons.
    let commas = if turned(rest).is_some() {
        0
    } else {
        rest.matches(',').count()
    };
    let fits = match meaning {
        "present" => all >= 2 && all > commas,
        "absent" | "chair" | "minutes" | "deputies" => all >= 1 && all > commas,
        "place" => rest.starts_with(char::is_uppercase) && rest.len() <= MAX_PLACE,
        "date" => !crate::dates::dates(rest).is_empty() && rest.len() <= MAX_PLACE,
        _ => false,
    };
    fits.then_some((meaning, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_both_standards_are_known() {
        assert_eq!(label("Til stades:"), Some(("present", "")));
        assert_eq!(label("Møteleiar:  Kari Moe"), Some(("chair", "Kari Moe")));
        assert_eq!(label("Dato\t3. mai"), Some(("date", "3. mai")));
        assert_eq!(label("Fra KS"), Some(("ks", "")));
        assert_eq!(label("Fra KS møtte:"), Some(("ks", "")));
        assert_eq!(
            label("Frå staten deltok følgjande: Kari Moe"),
            Some(("stat", "Kari Moe"))
        );
        assert_eq!(label("Av rådets 7 medlemmer møtte 5, nemlig:"), Some(("present", "")));
        assert_eq!(label("Dato var: 3. mai"), None);
        assert_eq!(label("Det er sagt: ja"), None);
        assert_eq!(
            pieces("Til stede: Fra staten: A (X). Frå Kommunenes Sentralforbund: B Ikkje møtt: C"),
            [
                "Til stede: ",
                "Fra staten: A (X). ",
                "Frå Kommunenes Sentralforbund: B ",
                "Ikkje møtt: C"
            ]
        );
        assert_eq!(
            label("Fra Kommunenes Sentralforbund møtte leder Kari Moe og Ola Li."),
            Some(("ks", "leder Kari Moe og Ola Li."))
        );
        assert_eq!(
            pieces("Til stede fra regjeringen var statsråd Ola Li. Fra KS møtte leder Kari Moe."),
            [
                "Til stede fra regjeringen var statsråd Ola Li. ",
                "Fra KS møtte leder Kari Moe."
            ]
        );
        assert_eq!(pieces("Deltakere fra Sametinget: A"), ["Deltakere fra Sametinget: A"]);
        assert_eq!(
            label("Deltakere Kari Moe (FAD), Ola Li (KRD)"),
            Some(("present", "Kari Moe (FAD), Ola Li (KRD)"))
        );
        assert_eq!(label("Forfall Per Vik (FIN)"), Some(("absent", "Per Vik (FIN)")));
        assert_eq!(
            label("Deltakere fra Oslo var opptatt av saken, og Kari Moe svarte"),
            None
        );
        assert_eq!(label("Referent Kari Moe"), Some(("minutes", "Kari Moe")));
        assert_eq!(label("Fra KS var Moe opptatt av saken"), None);
        assert_eq!(
            label("Regjeringen var representert ved statsråd Ola Li"),
            Some(("stat", "statsråd Ola Li"))
        );
        assert_eq!(label("KS møtte med stor interesse"), None);
        assert_eq!(
            label("Til stades frå staten Kari Moe (KDD)"),
            Some(("stat", "Kari Moe (KDD)"))
        );
    }
}
