//! The public consultation (høring) that a document answers or opens, and whether an answer has remarks.

mod asks;
mod deadline;
mod subject;

pub(crate) use asks::reference;

use crate::answers;
use crate::citations::is_titled;
use crate::head::ABBREVIATIONS;
use crate::kind::{is_about_hearing, kind_of, says_sort};
use crate::ministries::named;
use crate::view::View;
use ordskifte_record::{CitationKind, ExtractedText, Hearing, Kind, Record, ReferenceRole, Remarks};
use ordskifte_vocabulary::{LowerCase, fold_name, ministries_by_name, resolve};
use regex::Regex;
use std::sync::LazyLock;

/// What a title says beside its subject, in front of it.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:[\p{L} -]{3,60}? (?:kommunes|fylkeskommunes|kommune sitt|fylkeskommune sitt) )?(?:ad\.?:? |vedr\.?:? |vedrørende:? |vedrørande:? |ang\.?:? |angående:? |angåande:? |(?:sv|vs|re): )?(?:vårt |vår |felles |samlet |samla |samordnet |samordna |saksprotokoll (?:-|–) |saksframlegg (?:-|–) |administrativ |politisk |offentlig |offentleg |åpen |open |alminnelig |alminneleg |melding om )?(?:svar på høring|svar på høyring|høringssvar|høyringssvar|høringsvar|høringsuttalelse|høringsuttale|høyringsfråsegn|høyringsuttale|høringsinnspill|høyringsinnspel|innspill til høring|innspel til høyring|uttalelse|fråsegn|merknader|merknadar|kommentarer|kommentarar|svar|høringsnotat|høyringsnotat|høringsbrev|høyringsbrev|høring|høyring)(?: (?:fra|frå) [^:–—]{2,110}?)?(?:\s*[:–—]\s*|\s+-\s*|-\s+|\s+(?:til|om|på|av|vedr\.?|ang\.?|angående|angåande|vedrørende|vedrørande|over)\s+(?:høring(?:en|a)?(?:snotat(?:et)?)?\s+(?:om|av|–|-)?\s*|høyring(?:a|en)?(?:snotat(?:et)?)?\s+(?:om|av|–|-)?\s*)?|\.\s+)(\S.*)$",
    )
    .ok()
});
/// The same behind it.
static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(\S.*?)\s*(?:[.:–—-]|,)\s*(?:svar på høring|svar på høyring|høringssvar|høyringssvar|høringsvar|høringsuttalelse|høringsuttale|høyringsfråsegn|høyringsuttale|(?:tilleggs)?uttalelse|fråsegn|på høring|på høyring|(?:utsatt|utsett|ny|forlenget|forlenga) (?:høringsfrist|høyringsfrist|frist)|høring|høyring)(?:\s+(?:(?:fra|frå|av|til)\s.*|[\p{L} -]{2,40} (?:fylkes)?kommune))?$",
    )
    .ok()
});

/// The number of a file at the end of a title.
static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\s*[,;–-]\s*|\s+\(|\s+)(?:(?:deres |vår |dykkar )?(?:ref|referanse|saksnr|saksnummer|arkivsak|sak)\.?(?:\s?nr\.?)?:?\s*\d{2,4}/\d{1,6}(?:-\d+)?(?:\s\p{L}{2,4})?|(?:19|20)?\d{2}/\d{2,6}(?:-\d+)?)\)?$").ok()
});

/// What begins with a capital behind "Høring" alone is what that is about.
const REPORTS: [&str; 6] = ["NOU ", "Forslag ", "Framlegg ", "Endring", "Utkast ", "Ny "];

/// A text of so many characters that says it has no remarks has none; a longer one has them elsewhere.
const SHORT: usize = 1500;

/// Reads the hearing and the remarks.
pub(crate) fn read(view: &View<'_>, text: &ExtractedText, record: &mut Record) {
    let answer = record.kind == Kind::Horingssvar;
    let folded = fold_name(&record.title);
    let opens = record.kind == Kind::Horingsnotat || (record.kind == Kind::Brev && is_about_hearing(&folded));
    if answer {
        record.remarks = Some(answers::remarks(view).unwrap_or_else(|| remarks(view)));
    }
    if !(answer || opens) {
        return;
    }
    // "Høringssvar fra Sunnvik kommune" says nothing of what it is about.
    let whose = |title: &str| answers::possessive(title).is_some_and(|(_, about)| about.is_empty());
    let about = if record.title.is_empty() {
        None
    } else if answer && (says_sort(&record.title) || whose(&record.title)) {
        answers::further_subject(view, &record.title)
    } else {
        Some(subject(&record.title))
    };
    let sort_alone = |about: &String| {
        let folded = fold_name(about);
        opens && !about.contains(' ') && (kind_of(&folded, &["title"]).is_some() || folded.ends_with("ringsbrev"))
    };
    let about = about.filter(|about| !sort_alone(about));
    // An answer without a title goes by what stands for that, where anything else of the hearing is told.
    let untitled = || {
        let untitled = answer && record.title.is_empty();
        untitled.then(|| crate::head::untitled(view)).flatten()
    };
    let told = about.or_else(|| subject::told(view));
    let bare = told.is_none();
    let Some(about) = told.or_else(untitled) else {
        return;
    };
    let role = if answer {
        ReferenceRole::Yours
    } else {
        ReferenceRole::Ours
    };
    let reference = record
        .references
        .iter()
        .find(|known| known.role == role)
        .or_else(|| {
            record
                .references
                .iter()
                .find(|known| answer && known.role == ReferenceRole::Theirs)
        })
        .map(|known| known.value.clone());
    let deadline = deadline::read(view, opens, record);
    // A page without a day of its own is of the time of its deadline.
    let date = record.date.or(deadline);
    let holder = if answer { &record.recipient } else { &record.sender };
    let ministry = holder
        .as_ref()
        .and_then(|party| resolve(&party.name, date))
        .or_else(|| answer.then(|| asks::ministry(view, date)).flatten())
        .or_else(|| {
            // Another body opens a hearing on behalf of a ministry, or alone.
            let behalf = |text: &str| text.contains("på vegne av") || text.contains("på vegner av");
            let stated = || {
                let mut lines = view.lines.iter().take(12);
                lines.find_map(|line| {
                    let told = record.sender.is_none() || behalf(line.text);
                    told.then(|| named(line.text, date).first().copied()).flatten()
                })
            };
            let none = record.sender.is_none();
            let asked = || none.then(|| asks::sender(view, date)).flatten();
            (!answer).then(|| stated().or_else(asked)).flatten()
        });
    if bare && reference.is_none() && deadline.is_none() && ministry.is_none() {
        return;
    }
    // What is heard is no work cited, wherever it is named by its subject.
    let heard = about.lower_case();
    record
        .citations
        .retain(|citation| !(is_titled(&citation.id) && heard.contains(&citation.id.lower_case())));
    let own = text.metadata.source_url.clone().filter(|_| opens);
    let cited = record
        .citations
        .iter()
        .find(|citation| citation.kind == CitationKind::Url && is_hearing(&citation.id))
        .map(|citation| citation.id.clone());
    record.hearing = Some(Hearing {
        subject: about,
        reference,
        ministry: ministry.map(|ministry| ministry.id.to_owned()),
        deadline,
        url: own.or(cited),
    });
    if let Some(place) = record.evidence.get("title").cloned() {
        record.evidence.insert("hearing".to_owned(), place);
    }
}

fn is_hearing(url: &str) -> bool {
    let folded = url.lower_case();
    folded.contains("regjering")
        && ["horing", "høring", "hoyring", "høyring"]
            .iter()
            .any(|word| folded.contains(word))
}

/// What papers of cases are called before a point or colon.
const PAPERS: [&str; 6] = [
    "saksframlegg",
    "saksfremlegg",
    "saksframstilling",
    "saksutskrift",
    "særutskrift",
    "saksprotokoll",
];

/// The title without the words that say that it is an answer, or a hearing.
pub(crate) fn subject(title: &str) -> String {
    let mut rest = without_reference(answers::without_sender(title.trim()));
    if let Some((_, about)) = answers::possessive(rest).filter(|(_, about)| !about.is_empty()) {
        rest = about;
    }
    // "Særutskrift – høring …" says how it was decided.
    if let Some((how, about)) = rest.split_once(" – ").or_else(|| rest.split_once(" - "))
        && [
            "særutskrift",
            "saksutskrift",
            "melding om ",
            "samlet saks",
            "samla saks",
        ]
        .iter()
        .any(|word| fold_name(how).starts_with(word))
    {
        rest = about.trim();
    }
    // "Saksframlegg. Høyring - …".
    if let Some((_, about)) = rest
        .split_once([':', '.'])
        .filter(|(sort, _)| PAPERS.contains(&fold_name(sort).as_str()))
    {
        rest = about.trim();
    }
    // "… – Finansdepartementet" says who asks.
    if let Some((about, _)) = [" - ", " – "]
        .iter()
        .filter_map(|mark| rest.rsplit_once(mark))
        .find(|(_, last)| !ministries_by_name(last.trim()).is_empty())
    {
        rest = about.trim();
    }
    // "Høringssvar – Høring – …": at most two of them.
    for _ in 0..2 {
        match BEFORE
            .as_ref()
            .and_then(|pattern| pattern.captures(rest))
            .and_then(|found| found.get(1))
        {
            Some(found) => rest = report(rest, found.start()).unwrap_or(found.as_str().trim()),
            None => break,
        }
    }
    // "Høringssvar NOU 2015: 8 …", "Høringssvar ny kommunelov": no mark stands between them.
    if let Some((sort, report)) = rest.split_once(' ')
        && ((says_sort(sort) && names_subject(report))
            || (["høring", "høyring", "høringsnotat", "høyringsnotat"].contains(&fold_name(sort).as_str())
                && REPORTS
                    .iter()
                    .any(|begin| report.lower_case().starts_with(&begin.lower_case()))))
    {
        rest = report;
    }
    if let Some(found) = BEHIND
        .as_ref()
        .and_then(|pattern| pattern.captures(rest))
        .and_then(|found| found.get(1))
    {
        rest = found.as_str().trim();
    }
    // "Vedrørende forslag til ny lov om …:".
    let about = [
        "Vedrørende ",
        "Vedrørande ",
        "Angående ",
        "Angåande ",
        "Vedr. ",
        "Ang. ",
    ];
    rest = about.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let mut rest = rest.trim_end_matches([' ', '–', '-', ':']).trim();
    // "mv.", "m.fl." keep their points.
    let last = rest.rsplit(' ').next().unwrap_or_default();
    if !ABBREVIATIONS.contains(&last.lower_case().as_str()) {
        rest = rest.trim_end_matches(['.', ' ']);
    }
    if rest.is_empty() {
        title.trim().to_owned()
    } else {
        rest.to_owned()
    }
}

/// "Høringssvar fra Fyrlaget NOU 2014: 16": the report, whose number the colon before this byte parts from its year.
fn report(title: &str, at: usize) -> Option<&str> {
    let before = title.get(..at)?;
    let from = before.rfind("NOU ")?;
    let year = before.get(from + 4..)?.trim_end().strip_suffix(':')?.trim_end();
    let numbered = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    title.get(from..).filter(|_| numbered)
}

/// "…, ref. 10/664 AB", "… (saksnr. 16/12)", "… – 16/1234": without the number of a file.
fn without_reference(title: &str) -> &str {
    let found = REFERENCE.as_ref().and_then(|pattern| pattern.find(title));
    let about = found.and_then(|found| title.get(..found.start()));
    about.filter(|about| about.contains(' ')).unwrap_or(title)
}

/// Whether what stands behind "Høringssvar" is what it is about, and neither whose it is nor when it was.
fn names_subject(rest: &str) -> bool {
    let first = rest.split(' ').next().unwrap_or_default();
    let joins = [
        "fra", "frå", "til", "på", "av", "i", "for", "om", "ved", "v/", "nr.", "–", "-",
    ];
    rest.chars().count() >= 8 && first.starts_with(char::is_alphabetic) && !joins.contains(&first.lower_case().as_str())
}

/// What a sentence says that has no remarks beside those that were made.
const BESIDE: [&str; 18] = [
    ", men ",
    "bortsett fr",
    "med unntak ",
    "utover at ",
    "unntatt ",
    "unnateke ",
    "med mindre ",
    "ellers",
    "for øvrig",
    "øvrige",
    "elles",
    "for resten",
    "ut over d",
    "utover d",
    "ut over å",
    "utover å",
    "de andre",
    "dei andre",
];

/// What follows where nothing is objected to one point of several: "ingen innvendinger mot at gebyret settes opp".
const TO_A_POINT: [&str; 14] = [
    " til kapittel ",
    " til kap",
    " til punkt ",
    " til pkt",
    " til §",
    " mot §",
    " mot at ",
    " til at ",
    " mot å ",
    " til å ",
    " til dei delane",
    " til de delene",
    " til denne delen",
    " til dette punktet",
];

/// Whether an answer says that it has no remarks.
fn remarks(view: &View<'_>) -> Remarks {
    let length: usize = view.lines.iter().map(|line| line.text.chars().count()).sum();
    if length > SHORT {
        return Remarks::Merknader;
    }
    let none = [
        "ingen merknader",
        "ingen merknadar",
        "ikke merknader",
        "ikkje merknader",
        "ikkje merknadar",
        "uten merknader",
        "utan merknader",
        "utan merknadar",
        "ingen kommentarer",
        "ingen kommentarar",
        "ikke kommentarer",
        "ikkje kommentarar",
        "ingen innvendinger",
        "ingen innvendingar",
        "avstår fra å uttale",
        "avstår frå å uttale",
        "ikke avgi høringssvar",
        "ikkje gi høyringssvar",
        "ingen bemerkninger",
        "ingen anmerkninger",
        "ikke innspill til",
        "ingen innspill",
        "ikkje innspel til",
        "ingen innspel",
    ];
    // "Ingen merknader." below "Til § 31" is about that.
    let under = |index: usize| {
        let above = index.checked_sub(1).and_then(|above| view.lines.get(above));
        above.is_some_and(|line| {
            let begin = line.text.trim().lower_case();
            ["til §", "§", "til punkt", "punkt", "kapittel", "til kap"]
                .iter()
                .any(|word| begin.starts_with(word))
        })
    };
    let says = view
        .lines
        .iter()
        .enumerate()
        .filter(|(index, _)| !under(*index))
        .any(|(_, line)| {
            let folded = line.lower();
            let mut sentences = folded.split(". ");
            // "Ellers har vi ingen merknader" is said by who has some.
            sentences.any(|sentence| {
                let said = none.iter().find_map(|word| Some(sentence.find(word)? + word.len()));
                let pointed = |rest: &str| TO_A_POINT.iter().any(|words| rest.starts_with(words));
                said.and_then(|at| sentence.get(at..))
                    .is_some_and(|rest| !pointed(rest))
                    && !BESIDE.iter().any(|word| sentence.contains(word))
            })
        });
    if says {
        Remarks::UtenMerknader
    } else {
        Remarks::Merknader
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_what_the_title_is_about() {
        for (title, expected) in [
            ("Høringssvar – endringer i vegloven", "endringer i vegloven"),
            ("NOU 2026:1 En god sak. Høringsvar", "NOU 2026:1 En god sak"),
            ("Høyringsfråsegn frå Moen kommune: ny lov om vind", "ny lov om vind"),
            ("Svar på høring – forslag til forskrift", "forslag til forskrift"),
            ("Høring av forslag til ny lov", "forslag til ny lov"),
            ("Uttalelse til høring om endringer i loven", "endringer i loven"),
            ("Endringer i loven", "Endringer i loven"),
            ("Høring Forslag til ny lov", "Forslag til ny lov"),
            (
                "HØRING - TVISTELØSNING FOR KOMMUNER MV.",
                "TVISTELØSNING FOR KOMMUNER MV.",
            ),
            ("Høringssvar NOU 2015:8 Skolen", "NOU 2015:8 Skolen"),
            ("SÆRUTSKRIFT – HØRING NOU 2005:6 TILLIT", "NOU 2005:6 TILLIT"),
            (
                "Havtilsynets høringsuttalelse - ny lov om fyr - Finansdepartementet",
                "ny lov om fyr",
            ),
            ("Høringssvar fra Øvre-Nes sokn", "Høringssvar fra Øvre-Nes sokn"),
            (
                "Ad. høring om nye takster for brygger, ref. 08/12 AB",
                "nye takster for brygger",
            ),
            ("SV: Høring – ny lov om fyr – 16/1234", "ny lov om fyr"),
            (
                "Melding om høring – endring i forskrift om merking",
                "endring i forskrift om merking",
            ),
        ] {
            assert_eq!(subject(title), expected, "{title}");
        }
    }

    #[test]
    fn what_is_not_objected_to_in_one_point_is_no_answer_without_remarks() {
        let read = |text: &str| {
            let text = ordskifte_extract::plain_text(text);
            remarks(&View::new(&text))
        };
        assert_eq!(
            read("Laget har ingen innvendinger mot at gebyret økes."),
            Remarks::Merknader
        );
        assert_eq!(
            read("Vi har ikkje merknader til dei delane som gjeld fyr."),
            Remarks::Merknader
        );
        assert_eq!(read("Laget har ingen merknader til forslaget."), Remarks::UtenMerknader);
    }
}
