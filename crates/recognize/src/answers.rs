//! Who answers a hearing, where the title says so, and the pages on which ministries show the answers they got.
//!
//! Such a page is headed "Høringssvar fra X", states its date and whether there are remarks ("Svartype: Med merknad"), and
//! leads to the hearing below the name of the ministry that holds it.

use crate::hearing::subject;
use crate::kind::{kind_of, says_sort};
use crate::labels::label;
use crate::organizations::{is_organization, party};
use crate::people::is_name;
use crate::view::{Line, View};
use ordskifte_record::{Kind, Party, Remarks};
use ordskifte_vocabulary::{fold_name, ministries_by_name};
use regex::Regex;
use std::sync::LazyLock;

/// "Høringssvar fra Sunnvik kommune – forslag til …": a title that names who answers.
static ANSWER_OF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:administrativ |politisk |felles |samlet |samla |samordnet |samordna )?(?:(?:hørings|høyrings)[\p{L}]*(?:svar|uttale(?:lse|r)?|uttalelser|uttal|innspill|innspel|fråsegn|merknader|merknadar|notat)|uttale(?:lse)?|fråsegn|innspill|innspel|merknader|merknadar|kommentarer|kommentarar|svar) (?:fra|frå) (.+)$").ok()
});
/// "Havtilsynets høringsuttalelse – …", "Sunnvik kommune sitt høyringssvar".
static ANSWER_BY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(.{1,70}?)(s|'|’| sitt| si| sin) (?:(?:hørings|høyrings)?(?:svar|uttal\p{L}*|fråsegn|innspill|innspel|forventninger|forventningar|synspunkter|synspunkt|merknader|merknadar))\b(?: til| om| på)?[\s:–-]*(.*)$").ok()
});
/// How an answer is named at the end of a title.
const BEHIND: [&str; 6] = [
    " Høringssvar fra ",
    " høringssvar fra ",
    " Høringsuttalelse fra ",
    " høringsuttalelse fra ",
    " høyringssvar frå ",
    " høyringsfråsegn frå ",
];
/// What ends the name in such a title.
const AFTER_NAME: [&str; 13] = [
    " NOU ",
    " Prop. ",
    " Meld. ",
    " – ",
    " - ",
    ": ",
    ". ",
    " til ",
    " om ",
    " på ",
    " til:",
    " vedrørende ",
    " vedrørande ",
];
/// What may end it, and may stand in it.
const WITHIN_NAME: [&str; 2] = [", ", " i "];
/// What any body of a sort is called.
const GENERIC: [&str; 24] = [
    "kommunen",
    "bydelen",
    "fylkesmannen",
    "statsforvaltaren",
    "ombudet",
    "forbundene",
    "laget",
    "rådet",
    "utvalget",
    "utvalet",
    "organisasjonen",
    "stiftelsen",
    "senteret",
    "nettverket",
    "alliansen",
    "fylkeskommunen",
    "departementet",
    "direktoratet",
    "tilsynet",
    "etaten",
    "forbundet",
    "foreningen",
    "foreininga",
    "statsforvalteren",
];
/// How many lines the head of a page has.
const HEAD: usize = 8;
/// What stands before those for whom somebody answers.
const ON_BEHALF: [&str; 2] = [" på vegne av ", " på vegner av "];
/// How many lines can say what the answer is about: those of a letter's head on a page, too.
const ABOUT: usize = 14;
/// What stands where nobody gave a name.
const NAMELESS: [&str; 4] = ["person som", "anonym", "privatperson", "ukjent"];
/// Words by which one person speaks.
const ALONE: [&str; 8] = ["jeg", "eg", "meg", "min", "mitt", "mine", "mi", "undertegnede"];
/// Words by which several speak.
const SEVERAL: [&str; 5] = ["vi", "oss", "vår", "vårt", "våre"];

/// The organization that a title names as the one who answers.
pub(crate) fn answering(title: &str) -> Option<&str> {
    if let Some((name, _)) = possessive(title) {
        return Some(name);
    }
    let whole = title.trim();
    // "… et tydelig skille. Høringssvar fra KA": behind what it is about.
    let behind = || {
        BEHIND
            .iter()
            .find_map(|words| whole.rfind(words))
            .and_then(|at| whole.get(at + 1..))
    };
    if let Some((_, name)) = trailing(whole) {
        return Some(name);
    }
    let pattern = ANSWER_OF.as_ref()?;
    let found = pattern.captures(whole).or_else(|| pattern.captures(behind()?));
    let rest = found?.get(1)?.as_str();
    // What it is about is no part of the name: the shortest beginning that is one counts.
    let ends = AFTER_NAME.iter().flat_map(|mark| rest.match_indices(mark));
    let mut ends: Vec<usize> = ends.map(|(at, _)| at).collect();
    ends.sort_unstable();
    let mut names = ends.into_iter().filter_map(|end| rest.get(..end));
    let rest = names.find(|name| is_specific(name)).unwrap_or(rest);
    // Names hold *i* and commas: the longest beginning that is a name counts.
    let ends = WITHIN_NAME.iter().flat_map(|mark| rest.match_indices(mark));
    let mut ends: Vec<usize> = ends.map(|(at, _)| at).chain([rest.len()]).collect();
    ends.sort_unstable();
    let mut names = ends.into_iter().rev().filter_map(|end| rest.get(..end)).map(str::trim);
    names.find(|name| is_organization(name))
}

/// "Innspill til Prop. 1 S fra Landslaget for brygger": what an answer is about, and the body at the end of its title.
fn trailing(title: &str) -> Option<(&str, &str)> {
    let (about, name) = title.rsplit_once(" fra ").or_else(|| title.rsplit_once(" frå "))?;
    let first = fold_name(about.split(' ').next()?);
    let answer = matches!(kind_of(&first, &["title"]), Some(Kind::Horingssvar | Kind::Innspill));
    let ministry = ministries_by_name(name).is_empty();
    (answer && about.contains(' ') && ministry && is_specific(name)).then_some((about, name))
}

/// A title without "Høringssvar fra …" behind what it is about.
pub(crate) fn without_sender(title: &str) -> &str {
    if let Some((about, _)) = trailing(title) {
        return about;
    }
    let at = BEHIND.iter().find_map(|words| title.rfind(words));
    // "Felles høringssvar fra A og B" begins with whose it is.
    let about = at.and_then(|at| title.get(..at)).filter(|about| about.contains(' '));
    about.map_or(title, |about| about.trim_end_matches(['.', ' ', '–', '-']))
}

/// Who answers by a title that names nobody of a known sort: "Høringssvar fra Aksjon Strandliv".
pub(crate) fn answering_other(title: &str) -> Option<&str> {
    let rest = ANSWER_OF.as_ref()?.captures(title.trim())?.get(1)?.as_str();
    let ends = AFTER_NAME.iter().filter_map(|mark| rest.find(mark));
    let name = rest.get(..ends.min().unwrap_or(rest.len()))?.trim();
    let words = name.split_whitespace().count();
    let named = name.starts_with(char::is_uppercase)
        && (2..=8).contains(&words)
        && !name.contains(|c: char| c.is_ascii_digit())
        && !NAMELESS.iter().any(|word| fold_name(name).starts_with(word));
    named.then_some(name)
}

/// Whether a text names one organization, and not any of its sort.
fn is_specific(name: &str) -> bool {
    is_organization(name) && !is_generic(name)
}

/// Whether a name is what any body of a sort is called: "Kommunen".
pub(crate) fn is_generic(name: &str) -> bool {
    GENERIC.contains(&fold_name(name).as_str())
}

/// Whose answer a title names, and what it is about.
pub(crate) fn possessive(title: &str) -> Option<(&str, &str)> {
    let found = ANSWER_BY.as_ref()?.captures(title.trim())?;
    let (name, about) = (found.get(1)?, found.get(3)?.as_str().trim());
    // "KS innspill": the name itself ends in "s".
    let whole = title.trim().get(..found.get(2)?.end())?;
    let names = [name.as_str().trim(), whole];
    names
        .into_iter()
        .find(|name| is_specific(name))
        .map(|name| (name, about))
}

/// The line of a page's title.
pub(crate) fn page_title<'a, 'v>(view: &'a View<'v>) -> Option<&'a Line<'v>> {
    head(view).map(|(line, _)| line)
}

/// The head of the page of an answer: its title, which says only whose it is, above its date or the sort of answer.
fn head<'a, 'v>(view: &'a View<'v>) -> Option<(&'a Line<'v>, &'a str)> {
    let lines = view.lines.get(..HEAD.min(view.lines.len())).unwrap_or_default();
    let (line, name) = lines.iter().find_map(|line| {
        let title = line.text.trim();
        let name = ANSWER_OF.as_ref()?.captures(title)?.get(1)?.as_str().trim();
        let name = ON_BEHALF
            .iter()
            .find_map(|words| name.split_once(words))
            .map_or(name, |(name, _)| name);
        says_sort(title).then_some((line, name))
    })?;
    // Where the page ran together its date and sort of answer stand above the title.
    let states = lines.iter().any(|line| {
        let text = line.text.trim();
        answer_sort(text).is_some() || (text.chars().count() < 20 && matches!(label(text), Some(("date", _))))
    });
    // A letter names its subject on a line of its own.
    let letter = lines.iter().any(|line| matches!(line.label(), Some(("subject", _))));
    (states && !letter).then_some((line, name))
}

/// "Svartype: Med merknad".
fn answer_sort(text: &str) -> Option<Remarks> {
    let value = fold_name(text.trim().strip_prefix("Svartype:")?);
    match value.split(' ').next() {
        Some("med") => Some(Remarks::Merknader),
        Some("uten" | "utan") => Some(Remarks::UtenMerknader),
        _ => None,
    }
}

/// Whether there are remarks, where a page says so itself.
pub(crate) fn remarks(view: &View<'_>) -> Option<Remarks> {
    view.lines.iter().take(HEAD).find_map(|line| answer_sort(line.text))
}

/// Who answers, as the head of a page names it: an organization, or a person who writes alone.
pub(crate) fn page_sender<'a, 'v>(view: &'a View<'v>) -> Option<(&'a Line<'v>, Party)> {
    let (line, name) = head(view)?;
    let folded = fold_name(name);
    if NAMELESS.iter().any(|word| folded.starts_with(word)) {
        return None;
    }
    let mut sender = party(name);
    let words: Vec<&str> = name.split_whitespace().collect();
    if sender.party_type.is_none() && (2..=4).contains(&words.len()) && is_name(&words) && speaks_alone(view, &folded) {
        sender.party_type = Some("privatperson".to_owned());
    }
    Some((line, sender))
}

/// Whether a text can be one person's: no body that is called so speaks of itself, and not only "we" is said.
pub(crate) fn speaks_alone(view: &View<'_>, name: &str) -> bool {
    let mut several = false;
    for line in &view.lines {
        let folded = line.folded();
        let mut words = folded.split(|c: char| !c.is_alphabetic());
        if words.clone().any(|word| ALONE.contains(&word)) {
            return true;
        }
        several |= words.any(|word| SEVERAL.contains(&word));
        // In a signature the name stands alone, behind a label beside an address.
        if folded.contains(name)
            && line.label().is_none()
            && folded.chars().count() > name.chars().count() + 20
            && !says_sort(line.text)
        {
            return false;
        }
    }
    !several
}

/// The ministry that a page names above the way to the hearing.
pub(crate) fn asked<'a, 'v>(view: &'a View<'v>) -> Option<&'a Line<'v>> {
    let way = view.lines.iter().rposition(|line| {
        let text = line.text.trim();
        ["Til høringen", "Til høyringa", "Til høringa", "Til høyringen"].contains(&text)
    })?;
    let line = view.lines.get(way.checked_sub(1)?)?;
    (!ministries_by_name(line.text.trim()).is_empty()).then_some(line)
}

/// What an answer is about whose title says only whose it is: what a further heading says, above or in the text.
pub(crate) fn further_subject(view: &View<'_>, title: &str) -> Option<String> {
    let lines = view.lines.iter().take(ABOUT).map(|line| line.text.trim());
    lines
        .filter(|text| *text != title.trim() && text.chars().count() <= 200 && !says_sort(text))
        // A heading, and no sentence.
        .filter(|text| {
            let words = text.split_whitespace().count();
            // "Høring – NOU 2023: 4 Tid for handling. Personellet …": the point is part of the report's name.
            let report = || text.contains("NOU ") && !text.ends_with('.') && words < 25;
            (!text.contains(". ") || report()) && (!text.ends_with('.') || words < 14)
        })
        .find_map(|text| {
            let about = subject(text);
            let begins = fold_name(text);
            let sorted = [
                "høring",
                "høyring",
                "offentlig høring",
                "offentleg høyring",
                "svar på h",
                "svar - h",
                "svar – h",
                "uttalelse",
                "fråsegn",
            ];
            (sorted.iter().any(|word| begins.starts_with(word)) && about != text)
                .then(|| about.trim_end_matches('.').to_owned())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sort_of_answer_is_read() {
        assert_eq!(answer_sort("Svartype: Med merknad"), Some(Remarks::Merknader));
        assert_eq!(answer_sort("Svartype:\tUten merknad"), Some(Remarks::UtenMerknader));
        assert_eq!(answer_sort("Svartype: ukjent"), None);
        assert_eq!(answer_sort("Med merknad"), None);
    }

    #[test]
    fn a_title_names_who_answers() {
        assert_eq!(
            answering("Høringssvar fra Sunnvik kommune – ny lov"),
            Some("Sunnvik kommune")
        );
        assert_eq!(
            answering("Høringssvar fra Landslaget for brygger (LFB) til første utkast til regler, mai 2017"),
            Some("Landslaget for brygger (LFB)")
        );
        assert_eq!(
            answering("Administrativ høringsuttalelse fra Sunnvik kommune. Ny lov"),
            Some("Sunnvik kommune")
        );
        assert_eq!(
            answering("Uttalelse fra Statsforvalteren i Øst og Vest om ny lov"),
            Some("Statsforvalteren i Øst og Vest")
        );
        assert_eq!(
            answering_other("Høringssvar fra Aksjon Strandliv om brygger"),
            Some("Aksjon Strandliv")
        );
        assert_eq!(answering_other("Høringssvar fra kommunen"), None);
        assert_eq!(answering("Høringssvar fra Kari Moen"), None);
        assert_eq!(
            possessive("Havtilsynets høringsuttalelse - ny lov"),
            Some(("Havtilsynet", "ny lov"))
        );
        assert_eq!(
            possessive("Sunnvik kommune sitt høyringssvar om ny lov"),
            Some(("Sunnvik kommune", "ny lov"))
        );
        assert_eq!(
            possessive("KS innspill til møte om skatt"),
            Some(("KS", "møte om skatt"))
        );
        assert_eq!(
            answering("Et tydelig skille Høringssvar fra Landslaget for brygger"),
            Some("Landslaget for brygger")
        );
        assert_eq!(possessive("Kommunens svar"), None);
        assert_eq!(
            answering("Innspill til Prop. 1 S (2023–2024) fra Landslaget for brygger (LFB)"),
            Some("Landslaget for brygger (LFB)")
        );
        assert_eq!(
            without_sender("Høringssvar til NOU 2020: 14 fra Sunnvik kommune"),
            "Høringssvar til NOU 2020: 14"
        );
        assert_eq!(answering("Innspill om midler fra Finansdepartementet"), None);
    }
}
