//! Positions: remarks under their labels, and sentences that say that bodies agree or disagree.

use crate::agenda::tail_heading;
use crate::ministries::named;
use crate::sentences::sentences;
use crate::speakers::means;
use crate::view::{Line, View, place};
use ordskifte_record::{BlockKind, PartialDate, Position, PositionType, Record};
use ordskifte_vocabulary::{LowerCase, fold_name, ministries_by_abbreviation};
use regex::Regex;
use std::sync::LazyLock;

/// What a remark is called before "fra" and the party ("Merknad frå KS:"), and behind the party ("KS' merknad"), in lower case.
const REMARKS: [&str; 7] = [
    "særmerknad",
    "særmerknader",
    "særmerknadar",
    "merknad",
    "merknader",
    "merknadar",
    "kommentar",
];
/// The last of them stands behind no party: "KS' kommentar" begins a sentence.
const BEHIND: usize = REMARKS.len() - 1;
/// Longest party of a label, in characters.
const MAX_PARTY: usize = 75;
/// A label ends before so many bytes, and who made the remark stands in as many more.
const MAX_LABEL: usize = 150;
/// Longest part of a word that such a label has, in bytes.
const MAX_WORD: usize = 8;
/// What says that somebody agrees, and that somebody does not.
const AGREE: [&str; 12] = [
    "enige", "einige", "samde", "samd", "enig", "einig", "uenige", "ueinige", "usamde", "uenig", "ueinig", "usamd",
];
/// Verbs before it, and words that may stand between.
const BE: [&str; 5] = ["er", "var", "ble", "blei", "vart"];
const BEEN: [&str; 2] = ["blitt", "vorte"];
const BETWEEN_THEM: [&str; 10] = [
    "likevel", "også", "òg", "fortsatt", "framleis", "dermed", "derfor", "difor", "ikke", "ikkje",
];
/// Longest subject before the verb, in characters.
const MAX_SUBJECT: usize = 120;
/// Words that an inverted subject begins with, beside abbreviations.
const BOTH: [&str; 5] = ["partene", "partane", "begge", "staten", "ks"];
/// "er partane usamde", the subject behind the verb.
static INVERTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[,:]\s)(?:[\p{L} ]{0,60})?(?:er|var|ble|blei|vart)\s+((?i:partene|partane|begge parter|begge partar|staten og ks|ks og staten|\p{Lu}{2,4} og \p{Lu}{2,4}))\s+(?:\p{L}+\s)?(enige|einige|samde|uenige|ueinige|usamde)\b").ok()
});
/// "Det er usemje mellom A og B".
static BETWEEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(enighet|einigheit|semje|uenighet|ueinigheit|usemje)\s+mellom\s+(.{2,90}?)(?:\s+(?:om|når|i|på|kring|rundt)\b|[.,;]|$)").ok()
});

/// Reads the positions.
pub(super) fn read(view: &View<'_>, present: usize, record: &mut Record) {
    let date = crate::date_of(record);
    let lines = view.lines.get(present..).unwrap_or_default();
    let mut heading: Option<&str> = None;
    let mut found = Vec::new();
    let mut taken = None;
    for (index, line) in lines.iter().enumerate() {
        // The text of a remark is one position, whatever it says of agreement.
        if taken == Some(index) {
            continue;
        }
        let several = together(line.text, date);
        let own = several.first().map(|first| place(first, line.text));
        let lone = several.len() == 1 && own == Some(0);
        if !several.is_empty() && !lone {
            let remarks = several.into_iter().filter_map(|text| label(text, date));
            let remarks = remarks.map(|(kind, party, text)| position(kind, party, heading, text, line));
            let before = line.text.get(..own.unwrap_or(0)).unwrap_or_default();
            found.extend(agreements(before, line, heading, date));
            found.extend(remarks);
            continue;
        }
        if let Some((kind, party, text)) = label(line.text, date) {
            let (said, at) = if text.is_empty() {
                match lines.get(index + 1).filter(|next| next.kind != BlockKind::Heading) {
                    Some(next) => {
                        taken = Some(index + 1);
                        (next.text.trim(), next)
                    }
                    None => continue,
                }
            } else {
                (text, line)
            };
            found.push(position(kind, party, heading, said, at));
            continue;
        }
        if line.kind == BlockKind::Heading || is_item(line, record) {
            heading = Some(line.text.trim());
            continue;
        }
        for mut told in agreements(line.text, line, heading, date) {
            extend(&mut told, lines.get(index + 1..).unwrap_or_default());
            found.push(told);
        }
        if let Some((_, _, next)) = tail_heading(line) {
            heading = Some(next);
        }
    }
    record.positions = found;
}

/// The agreements and disagreements that the sentences of a text tell, which is a line or its beginning.
fn agreements(text: &str, line: &Line<'_>, heading: Option<&str>, date: Option<PartialDate>) -> Vec<Position> {
    let sentences = speaks_of_agreement(text).then(|| sentences(text));
    let told = |(start, end)| {
        let sentence = text.get(start..end)?;
        // "Fastlegeordningen (HOD): KS er uenig": the case, and the position on it.
        let (case, sentence) = match sentence.split_once(": ") {
            Some((case, rest)) if case.ends_with(')') && case.contains(" (") => (case.split(" (").next(), rest),
            // "Konklusjon: Partene er enige om".
            Some((label, rest)) if crate::statements::is_result(label) => (None, rest),
            _ => (None, sentence),
        };
        let (kind, parties) = told(sentence, date)?;
        Some(position(kind, parties, case.or(heading), sentence, line))
    };
    sentences.into_iter().flatten().filter_map(told).collect()
}

/// "Partene ble enige om at" goes on in the items of the list below it.
fn extend(position: &mut Position, below: &[Line<'_>]) {
    let open = [" at", " om", " å", ":"]
        .iter()
        .any(|end| position.text.trim_end().ends_with(end));
    for line in below.iter().take_while(|line| open && line.kind == BlockKind::ListItem) {
        position.text = format!("{} {}", position.text.trim_end(), line.text.trim());
        position.end = line.start + line.text.chars().count();
    }
}

fn is_item(line: &Line<'_>, record: &Record) -> bool {
    record
        .agenda
        .iter()
        .any(|item| line.text.trim_end().ends_with(item.heading.as_str()) && tail_heading(line).is_none())
}

fn position(kind: PositionType, parties: Vec<String>, heading: Option<&str>, text: &str, line: &Line<'_>) -> Position {
    let offset = line.text.find(text).unwrap_or(0);
    let start = line.start + line.text.get(..offset).unwrap_or_default().chars().count();
    let bare = |text: &str| {
        text.trim_start_matches(|c: char| c.is_ascii_digit() || ".) ".contains(c))
            .to_owned()
    };
    Position {
        party: match parties.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} og {last}", first.join(", ")),
            _ => parties.concat(),
        },
        parties,
        case: heading.map(bare),
        position_type: kind,
        text: text.to_owned(),
        page: Some(line.page),
        anchor: None,
        start,
        end: start + text.chars().count(),
    }
}

/// "Merknad fra KS: … Merknad fra HOD: …", "Partene er enige. KS' merknad: …": the remarks of parties that ran together, or
/// into other text; none where it is one that stands alone.
fn together(text: &str, date: Option<PartialDate>) -> Vec<&str> {
    if !text.contains("erknad") || !text.contains(':') {
        return Vec::new();
    }
    let begins = |at: &usize| {
        let rest = text.get(*at..).unwrap_or_default();
        let colon = rest.find(':').is_some_and(|colon| colon < MAX_LABEL);
        colon && label(rest, date).is_some_and(|(_, _, said)| !said.is_empty())
    };
    let starts: Vec<usize> = sentences(text).into_iter().map(|(at, _)| at).filter(begins).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts.iter().zip(ends);
    parts
        .filter_map(|(from, to)| Some(text.get(*from..to)?.trim()))
        .collect()
}

/// Whether a line is the label of a remark.
pub(crate) fn is_label(text: &str) -> bool {
    label(text, None).is_some()
}

/// "Merknad frå KS", "KS' merknad", "Særmerknad fra staten", "HODs merknader": what the remark is called, in lower case, and the party.
fn remark(head: &str) -> Option<(String, &str)> {
    let letters = |party: &str| party.chars().all(|c| c.is_alphabetic() || "'’ -".contains(c));
    let of = |party: &&str| (2..=MAX_PARTY).contains(&party.chars().count()) && letters(party);
    let (first, behind) = head.split_once(char::is_whitespace)?;
    let first = first.lower_case();
    if REMARKS.contains(&first.as_str()) {
        let (from, party) = behind.trim_start().split_once(char::is_whitespace)?;
        let from = ["fra", "frå"].contains(&from.lower_case().as_str());
        return Some((first, Some(party.trim()).filter(|_| from).filter(of)?));
    }
    let (party, last) = head.rsplit_once(char::is_whitespace)?;
    let last = last.lower_case();
    let known = REMARKS.get(..BEHIND)?.contains(&last.as_str());
    let party = Some(party.trim()).filter(|_| known).filter(of)?;
    let folded = party.lower_case();
    let bare = folded.trim_end_matches(" sine").trim_end_matches(" sin");
    let bare = bare.strip_suffix('s').unwrap_or(bare).trim_end_matches(['\'', '’']);
    // "KS", "statens", "Kunnskapsdepartementets".
    let body = ["k", "ks", "staten"].contains(&bare) || bare.ends_with("departementet");
    body.then_some((last, party))
}

/// A remark's label: its sort, whose it is, and the text after the colon.
fn label(text: &str, date: Option<PartialDate>) -> Option<(PositionType, Vec<String>, &str)> {
    let begin = text
        .get(..text.floor_char_boundary(MAX_LABEL + MAX_WORD))
        .unwrap_or(text);
    let words = ["erknad", "ERKNAD", "ommentar", "OMMENTAR"];
    let named = words.iter().any(|part| begin.contains(part));
    if !named || text.len() > 2 * MAX_LABEL && !text.contains(':') {
        return None;
    }
    let (head, rest) = text.split_once(':').unwrap_or((text, ""));
    let (word, party) = remark(head.trim_matches(|c: char| !c.is_alphanumeric() && !"'’".contains(c)))?;
    let bare = party
        .trim_end_matches(" sine")
        .trim_end_matches(" sin")
        .trim_end_matches("'s")
        .trim_end_matches(['\'', '’']);
    // "KSs", "statens"
    let bare = if bodies(bare, date).is_empty() {
        bare.trim_end_matches('s')
    } else {
        bare
    };
    let parties = bodies(bare, date);
    if parties.is_empty() {
        return None;
    }
    let kind = if word.starts_with("sær") {
        PositionType::Saermerknad
    } else {
        PositionType::Merknad
    };
    Some((kind, parties, rest.trim()))
}

/// Whether a text has a word of agreement; most have none.
fn speaks_of_agreement(text: &str) -> bool {
    ["enig", "einig", "samd", "semj"].iter().any(|part| text.contains(part))
}

/// Agreement or disagreement that a sentence tells, and between whom.
fn told(sentence: &str, date: Option<PartialDate>) -> Option<(PositionType, Vec<String>)> {
    if !speaks_of_agreement(sentence) {
        return None;
    }
    let kind = |word: &str| {
        let folded = word.lower_case();
        if folded.starts_with('u') {
            PositionType::Uenighet
        } else {
            PositionType::Enighet
        }
    };
    let captured = |pattern: &Option<Regex>, whose: usize, word: usize| {
        let captures = pattern.as_ref()?.captures(sentence)?;
        let group = |index| captures.get(index).map(|found| (found.as_str(), found.range()));
        let ((whose, _), (word, _), (_, all)) = (group(whose)?, group(word)?, group(0)?);
        Some((whose, word, sentence.get(all)?))
    };
    let inverted = || {
        let agreed = ["enige", "einige", "samde"].iter().any(|part| sentence.contains(part));
        (agreed && is_inverted(sentence))
            .then(|| captured(&INVERTED, 1, 2))
            .flatten()
    };
    for found in [agree(sentence), inverted()].into_iter().flatten() {
        let (subject, word, all) = found;
        let parties = bodies(subject, date);
        if !parties.is_empty() {
            // "KS er enig i det" is what one says to the other; "ikke enig" is disagreement.
            let denied = all.contains(" ikke ") || all.contains(" ikkje ");
            return Some((if denied { PositionType::Uenighet } else { kind(word) }, parties));
        }
    }
    let between = || captured(&BETWEEN, 2, 1);
    let (subject, word, _) = sentence.contains("mellom").then(between).flatten()?;
    let parties = bodies(subject, date);
    (!parties.is_empty()).then(|| (kind(word), parties))
}

/// Whether a verb stands somewhere before both parties, as one does before an inverted subject.
fn is_inverted(sentence: &str) -> bool {
    let both = |word: &str| {
        let begins = |known: &&str| {
            word.get(..known.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(known))
        };
        BOTH.iter().any(begins) || word.chars().take(2).all(char::is_uppercase)
    };
    let mut before = "";
    sentence.split_whitespace().any(|word| {
        let verb = BE.iter().any(|verb| before.ends_with(verb));
        before = word;
        verb && both(word)
    })
}

/// "A og B er enige", "A er ueinig": the subject before the verb, the word that tells, and all from the one to the other.
fn agree(sentence: &str) -> Option<(&str, &str, &str)> {
    let mut before: [(usize, &str); 3] = [(0, ""); 3];
    let mut next = 0;
    for piece in sentence.split_inclusive(char::is_whitespace) {
        let (at, word) = (next, piece.trim_end());
        next += piece.len();
        if word.is_empty() {
            continue;
        }
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '-');
        if AGREE.contains(&bare) {
            let [third, second, first] = before;
            let (verb, earlier) = if BETWEEN_THEM.contains(&first.1) {
                (second, third)
            } else {
                (first, second)
            };
            let verb = if BE.contains(&verb.1) {
                Some(verb.0)
            } else {
                (BEEN.contains(&verb.1) && earlier.1 == "har").then_some(earlier.0)
            };
            let subject = verb.and_then(|verb| sentence.get(..verb)).map(str::trim_end);
            let long = |subject: &&str| (2..=MAX_SUBJECT).contains(&subject.chars().count());
            if let Some(subject) = subject.filter(long) {
                return Some((subject, bare, sentence.get(..at + bare.len())?));
            }
        }
        let [_, second, third] = before;
        before = [second, third, (at, word)];
    }
    None
}

/// The bodies that words name, when they name nothing else.
fn bodies(text: &str, date: Option<PartialDate>) -> Vec<String> {
    let text = text.trim().trim_end_matches(',');
    if text.split_whitespace().count() > 14 {
        return Vec::new();
    }
    let mut rest = text.to_owned();
    let mut found: Vec<(usize, String)> = Vec::new();
    for ministry in named(text, date) {
        for name in [ministry.name_nb, ministry.name_nn] {
            if let Some(at) = rest.lower_case().find(&name.lower_case()) {
                found.push((at, rest.get(at..at + name.len()).unwrap_or(name).to_owned()));
                rest = format!(
                    "{}{}{}",
                    rest.get(..at).unwrap_or_default(),
                    "\u{1}".repeat(name.len()),
                    rest.get(at + name.len()..).unwrap_or_default()
                );
            }
        }
    }
    let mut at = 0;
    for part in rest.split([',', ' ']) {
        let folded = fold_name(part.trim_matches('\u{1}'));
        let joint = [
            "", "og", "både", "men", "det", "at", "også", "òg", "begge", "parter", "partar",
        ]
        .contains(&folded.as_str());
        let abbreviation = (2..=4).contains(&part.chars().count())
            && part.chars().all(char::is_uppercase)
            && !ministries_by_abbreviation(part).is_empty();
        let parties = ["partene", "partane"].contains(&folded.as_str());
        // "Departementet, Sametinget og reinbeitedistriktet": named in full before.
        let known = found.len() >= 2
            && ["distriktet", "kommunen", "kommuna", "kommunene", "kommunane"]
                .iter()
                .any(|end| folded.ends_with(end));
        if abbreviation || parties || known || means("organization", &folded) {
            // "Begge partane er samde": they are named as where they begin the sentence.
            let (first, rest) = part.split_at_checked(1).unwrap_or((part, ""));
            let named = if parties {
                format!("{}{rest}", first.to_uppercase())
            } else {
                part.to_owned()
            };
            found.push((at, named));
        } else if !joint {
            return Vec::new();
        }
        at += part.len() + 1;
    }
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(sentence: &str) -> Option<(PositionType, String)> {
        told(sentence, "2026".parse().ok()).map(|(kind, parties)| (kind, parties.join("+")))
    }

    #[test]
    fn agreement_is_between_bodies() {
        let some = |kind, parties: &str| Some((kind, parties.to_owned()));
        assert_eq!(
            brief("AID og KS er enige om at saken behandles."),
            some(PositionType::Enighet, "AID+KS")
        );
        assert_eq!(
            brief("Staten og KS er usamde om kostnadene."),
            some(PositionType::Uenighet, "Staten+KS")
        );
        assert_eq!(
            brief("Når det gjelder barnehager, er partene uenige om kostnadene."),
            some(PositionType::Uenighet, "Partene")
        );
        assert_eq!(
            brief("Det er usemje mellom KS og Finansdepartementet om tala."),
            some(PositionType::Uenighet, "KS+Finansdepartementet")
        );
        assert_eq!(brief("Moen var enig i at det haster."), None);
        assert_eq!(brief("Kommunene er enige om alt."), None);
    }

    #[test]
    fn remarks_have_labels_in_both_standards() {
        let brief = |text| label(text, None).map(|(kind, parties, rest)| (kind, parties.join("+"), rest.to_owned()));
        let some = |kind, party: &str, rest: &str| Some((kind, party.to_owned(), rest.to_owned()));
        assert_eq!(brief("Merknad frå KS:"), some(PositionType::Merknad, "KS", ""));
        assert_eq!(
            brief("KS' merknad: Vi er ueinige."),
            some(PositionType::Merknad, "KS", "Vi er ueinige.")
        );
        assert_eq!(
            brief("Særmerknad fra staten"),
            some(PositionType::Saermerknad, "staten", "")
        );
        assert_eq!(brief("Merknader fra høringen"), None);
    }
}
