//! Papers by which municipalities and counties decide: the case as it is laid before them (saksframlegg), and what came of
//! it (saksprotokoll, saksutskrift). Those about a hearing hold the answer to it.

use crate::dates::dates;
use crate::view::{Line, View};
use ordskifte_record::PartialDate;
use ordskifte_vocabulary::{LowerCase, fold_name};

/// How many lines the head of such a paper has.
const TOP: usize = 30;
/// What such papers call themselves at the beginning of a line, in lower case.
const SORTS: [&str; 16] = [
    "samlet saksframstilling",
    "samlet saksfremstilling",
    "samla saksframstilling",
    "saksframlegg",
    "saksfremlegg",
    "sakframlegg",
    "saksframstilling",
    "saksfremstilling",
    "saksprotokoll",
    "tittel: saksprotokoll",
    "saksutskrift",
    "særutskrift",
    "særutskrift av",
    "utskrift av møtebok",
    "utskrift av møteprotokoll",
    "utskrift frå møtebok",
];
/// What the minutes of a whole meeting call themselves, which such papers do not.
const MINUTES: [&str; 4] = ["møteprotokoll", "møtebok", "møtereferat", "referat"];
/// Heads of the columns that tell where a case goes.
const BODIES: [&str; 6] = ["utval", "saksgang", "styre", "råd", "nemnd", "organ"];
/// How such a paper tells that a case was decided, and when, in lower case.
const DECIDED: [&str; 12] = [
    "behandlet saken i møte",
    "behandla saka i møte",
    "handsama saka i møte",
    "behandlet saken den",
    "handsama saka den",
    "behandlet i møte",
    "behandla i møte",
    "handsama i møte",
    "behandlet saken",
    "handsama saka",
    "behandlet i",
    "behandla i",
];

/// Whether the head is that of such a paper; read once, as several rules ask.
pub(crate) fn is_case_paper(view: &View<'_>) -> bool {
    *view.case_paper.get_or_init(|| has_head(view))
}

fn has_head(view: &View<'_>) -> bool {
    let mut columns = false;
    for line in view.lines.iter().take(TOP) {
        let begin = fold_name(&line.text.chars().take(80).collect::<String>());
        // A letter has references; what it encloses is another paper.
        let other = MINUTES.iter().any(|word| begin.starts_with(word))
            || ["deres ref", "dykkar ref"].iter().any(|word| begin.contains(word));
        if other {
            return false;
        }
        if begin.starts_with("vedlegg") {
            break;
        }
        // "SUNNVIK KOMMUNE    SAKSUTSKRIFT": the sort stands beside the letterhead.
        let named = |cell: &str| SORTS.iter().any(|word| cell.starts_with(word));
        if named(&begin) || line.text.split('\t').skip(1).any(|cell| named(&fold_name(cell))) {
            return true;
        }
        columns |=
            line.text.contains('\t') && begin.contains("møtedato") && BODIES.iter().any(|word| begin.contains(word));
    }
    columns
}

/// What a paper says that has decided an answer, at the beginning of a line or anywhere, in lower case.
const ANSWERS: [&str; 14] = [
    "slik uttalelse",
    "slik uttale",
    "slik fråsegn",
    "slik høringsuttalelse",
    "slik høyringsfråsegn",
    "følgende høringsuttalelse",
    "følgende uttalelse",
    "følgende høringssvar",
    "følgjande høyringsfråsegn",
    "følgjande uttale",
    "slikt vedtak",
    "følgende vedtak",
    "følgjande vedtak",
    "behandlet saken i",
];

/// Whether a paper tells what a body decided to answer.
pub(crate) fn decides(view: &View<'_>) -> bool {
    view.lines.iter().any(|line| {
        let text = line.lower();
        let label = ["vedtak:", "vedtak", "samrøystes vedtak:", "enstemmig vedtak:"];
        label.contains(&text.trim()) || ANSWERS.iter().any(|words| text.contains(words))
    })
}

/// The date of such a paper: when the case was decided, or else the one it is signed with below its text. Days of meetings
/// to come stand in a table above it.
pub(crate) fn date<'a, 'v>(view: &'a View<'v>, year: Option<u16>) -> Option<(&'a Line<'v>, PartialDate)> {
    if !is_case_paper(view) {
        return None;
    }
    let decided = last_decision(view, year).or_else(|| told(view, year));
    // "Møtedato: 20.06.2019" alone.
    let mut labelled = view.lines.iter().take(TOP).filter_map(|line| {
        let (meaning, value) = line.label()?;
        let meeting = line.text.trim_start().starts_with("Møtedato");
        let date = dates(value)
            .into_iter()
            .next()
            .filter(|_| meaning == "date" && meeting)?;
        Some((line, date.date(year)?))
    });
    let met = || labelled.next().filter(|_| labelled.next().is_none());
    // Decided in the meeting of the last row of the table, where the paper holds the decision.
    let listed = || {
        let table = view.lines.iter().take(TOP).position(|line| {
            let folded = line.folded();
            folded.contains("møtedato") && BODIES.iter().any(|word| folded.contains(word))
        })?;
        let rows = view.lines.iter().skip(table).take(ROWS);
        // Running text below the table tells of other days.
        let prose = |row: &Line<'_>| row.text.trim_end().ends_with('.') || row.text.chars().count() > 4 * HEADING;
        let dated = rows.take_while(|row| !prose(row));
        let last = dated.filter_map(|line| {
            let mut found = dates(line.text).into_iter().filter(|date| date.day.is_some());
            Some((line, found.next_back()?.date(year)?))
        });
        last.max_by_key(|(_, date)| *date).filter(|_| decides_here(view))
    };
    let signed = || crate::meeting::own_date(view, year).filter(|(line, _)| !line.text.contains('\t'));
    decided.or_else(met).or_else(listed).or_else(signed)
}

/// How many lines a table of meetings has.
const ROWS: usize = 8;

/// Whether a heading says that what stands below was decided: "Vedtak", "K-sak 41/19 Vedtak:".
fn decides_here(view: &View<'_>) -> bool {
    view.lines.iter().skip(1).any(|line| {
        let folded = fold_name(&line.text.chars().take(HEADING).collect::<String>());
        let bare = folded.trim_end_matches(':');
        bare == "vedtak" || (bare.ends_with(" vedtak") && bare.len() < 60 && !bare.contains("til vedtak"))
    })
}

/// What heads the part of such a paper that tells how a body decided, in lower case.
const HEADS: [&str; 9] = [
    "saksprotokoll",
    "behandling i ",
    "behandling:",
    "handsaming i ",
    "handsaming:",
    "vedtak i ",
    "vedtak frå ",
    "vedtak fra ",
    "møtebehandling",
];
/// Longest such heading, in characters.
const HEADING: usize = 100;

/// The latest day that a heading gives to a decision: "Saksprotokoll i Kommunestyret - 20.06.2019", "Handsaming i
/// Formannskapet 6. juni 2019:". Where a case goes through several bodies, the last one answers.
fn last_decision<'a, 'v>(view: &'a View<'v>, year: Option<u16>) -> Option<(&'a Line<'v>, PartialDate)> {
    let heads = view.lines.iter().filter(|line| line.text.chars().count() <= HEADING);
    let dated = heads.filter_map(|line| {
        let folded = line.text.trim().lower_case();
        let begins = HEADS.iter().any(|word| folded.starts_with(word))
            || (folded.contains("sak ") && folded.contains("vedtak"))
            || folded.contains("s vedtak ");
        let date = dates(line.text).into_iter().find(|date| date.day.is_some());
        let date = date.filter(|_| begins && !folded.contains("vedlegg"))?;
        Some((line, date.date(year)?))
    });
    dated.max_by_key(|(_, date)| *date)
}

/// "Kommunestyret har behandlet saken i møte 20.06.2019" in the head.
fn told<'a, 'v>(view: &'a View<'v>, year: Option<u16>) -> Option<(&'a Line<'v>, PartialDate)> {
    view.lines.iter().take(TOP).find_map(|line| {
        let folded = line.lower();
        let at = DECIDED
            .iter()
            .find_map(|words| folded.find(words).map(|at| at + words.len()))?;
        let date = dates(folded.get(at..)?)
            .into_iter()
            .find(|date| date.day.is_some() && date.start < NEAR)?;
        Some((line, date.date(year)?))
    })
}

/// Whether a line says that the paper is a true copy; the day beside it or below it is the copy's.
pub(crate) fn is_transcript(text: &str) -> bool {
    let first = text.trim_start().bytes().next().map(|first| first.to_ascii_lowercase());
    if !matches!(first, Some(b'r' | b'u' | b's')) {
        return false;
    }
    let folded = fold_name(&text.chars().take(40).collect::<String>());
    [
        "rett utskrift",
        "rett avskrift",
        "utskrift sendt",
        "utskrift sendes",
        "sett og stadfest",
        "særutskrift sendt",
    ]
    .iter()
    .any(|words| folded.starts_with(words))
}

/// How near a date stands behind the words for a decision, in bytes.
const NEAR: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_extract::plain_text;

    fn dated(text: &str) -> Option<String> {
        let text = plain_text(text);
        date(&View::new(&text), None).map(|(_, date)| date.to_string())
    }

    #[test]
    fn a_decision_or_the_signature_dates_a_case() {
        let table = "Saksnr\tUtvalg\tMøtedato\n34/19\tFormannskapet\t12.06.2019\n41/19\tKommunestyret\t20.06.2019\n\n";
        assert_eq!(
            dated(&format!("Saksframlegg\n\n{table}Kort tekst.\n\nSolnes, 28. mai 2019")).as_deref(),
            Some("2019-05-28")
        );
        assert_eq!(
            dated(&format!(
                "{table}Kommunestyret har behandlet saken i møte 20.06.2019 sak 41/19"
            ))
            .as_deref(),
            Some("2019-06-20")
        );
        assert_eq!(
            dated("Saksprotokoll\n\nMøtedato: 20.06.2019\n\nVedtak:\n\nSolnes, 24.06.2019").as_deref(),
            Some("2019-06-20")
        );
        assert_eq!(dated("Brev\n\nKommunestyret behandlet saken i møte 20.06.2019"), None);
        assert_eq!(
            dated("Dykkar ref: 1/19\n\nSolnes, 3. mai 2019\n\nVedlegg:\n\nSaksprotokoll"),
            None
        );
        assert_eq!(dated(&format!("Møteprotokoll\n\n{table}")), None);
    }
}
