//! Cooperation agreements, after the eight sections of the scheme's template.

use crate::dates::dates;
use crate::evidence;
use crate::ministries::named;
use crate::sentences::sentences;
use crate::signature;
use crate::view::{Line, View};
use ordskifte_record::{Agreement, AgreementStatus, BlockKind, PartialDate, Record, Signatory};
use ordskifte_vocabulary::{LowerCase, resolve};
use regex::Regex;
use std::sync::LazyLock;

/// "Avtale mellom A og KS om B"; other words than "om" may join what it is about, and stand in names: "Høgskulen på Øya".
static TITLES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    ["om|vedrørende|vedrørande", "for|i|på"]
        .into_iter()
        .filter_map(|joins| {
            let pattern = r"(?i)\b[\p{L}-]*avtal\w*\s+(?:er inngått\s+)?mellom\s+(.{2,220}?)\s+(?:JOINS)\s+(.{3,160})$";
            Regex::new(&pattern.replace("JOINS", joins)).ok()
        })
        .collect()
});
/// "Avtale om B mellom A og KS", "Avtale om samarbeid mellom A og KS om B".
static ABOUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let om = r"\s+(?:om|vedrørende|vedrørande)\s+";
    let pattern = format!(r"(?i)\b[\p{{L}}-]*avtal\w*{om}(.{{3,120}}?)\s+mellom\s+(.{{2,220}}?)(?:{om}(.{{3,160}}))?$");
    Regex::new(&pattern).ok()
});
static PERIOD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:gjelder|gjeld|varer|varar|løper|gjeldande|gjeldende|trer i kraft|trer i kraft fra|trår i kraft|er gjeldende)\b").ok()
});

/// "Avtalen erstatter samarbeidsavtalen av 6. mars 2014": what was agreed before.
static REPLACED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:erstatter|erstattar|avløser|avløyser|viderefører|vidarefører|kommer i stedet for|kjem i staden for|kommer istedenfor)\s+((?:den |dei |de )?(?:tidligere |tidlegare |gjeldende |gjeldande |forrige |førre )?[\p{L}-]*avtal(?:\d{1,2}\. |[^.;])*)").ok()
});

/// The parties that a title names, and what it says that they agree on.
fn between(title: &str) -> Option<(&str, &str)> {
    let part = |captures: &regex::Captures<'_>, at: usize| captures.get(at).and_then(|found| title.get(found.range()));
    if let Some(captures) = ABOUT.as_ref().and_then(|pattern| pattern.captures(title)) {
        return Some((part(&captures, 2)?, part(&captures, 3).or_else(|| part(&captures, 1))?));
    }
    let captures = TITLES.iter().find_map(|pattern| pattern.captures(title))?;
    Some((part(&captures, 1)?, part(&captures, 2)?))
}

/// What an agreement is about whose title names no parties.
fn about(title: &str) -> Option<String> {
    let (sort, about) = title.split_once(" om ").or_else(|| title.split_once(" OM "))?;
    let alone = !sort.contains(' ') && sort.lower_case().ends_with("avtale");
    alone.then(|| about.trim().trim_end_matches('.').to_owned())
}

/// Reads the agreement.
pub(super) fn read(view: &View<'_>, record: &mut Record) {
    let mut agreement = Agreement::default();
    let title = record.title.clone();
    if let Some((parties, subject)) = between(&title) {
        agreement.parties = stated_parties(parties, record.date);
        agreement.subject = Some(subject.trim().trim_end_matches('.').to_owned()).filter(|subject| stated(subject));
    }
    // "Avtale om bedre boliger": its parties stand below.
    agreement.subject = agreement
        .subject
        .or_else(|| about(&title))
        .filter(|subject| stated(subject));
    period(view, &mut agreement, record);
    for (heading, lines) in sections(view) {
        let folded = heading.lower_case();
        if ["forplikt", "plikt", "tiltak", "ansvar"]
            .iter()
            .any(|word| folded.contains(word))
        {
            agreement.obligations.extend(texts(lines));
        } else if folded.contains("evaluering") && agreement.evaluation.is_none() {
            agreement.evaluation = Some(texts(lines).join(" ")).filter(|text| !text.is_empty());
        }
    }
    for line in &view.lines {
        for (start, end) in sentences(line.text) {
            let sentence = line.text.get(start..end).unwrap_or_default();
            told(sentence, &mut agreement, record.date);
        }
    }
    agreement.signatories = signed(view);
    for one in &mut agreement.signatories {
        if one.party.is_none() {
            one.party = one
                .title
                .as_deref()
                .and_then(|title| of_title(title, &agreement.parties));
        }
    }
    record.agreement = Some(agreement);
}

/// Placeholders in brackets are no values.
fn stated(text: &str) -> bool {
    !text.contains(['[', ']', '<', '>']) && !text.contains("...") && !text.contains('…')
}

fn stated_parties(text: &str, date: Option<PartialDate>) -> Vec<String> {
    if !stated(text) {
        return Vec::new();
    }
    let mut found: Vec<String> = named(text, date)
        .into_iter()
        .map(|ministry| ministry.name_nb.to_owned())
        .collect();
    for word in ["KS", "staten", "regjeringen", "regjeringa"] {
        if text.split(|c: char| !c.is_alphanumeric()).any(|part| part == word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// Headings with the lines below them.
fn sections<'a, 'v>(view: &'a View<'v>) -> Vec<(&'v str, &'a [Line<'v>])> {
    let at: Vec<usize> = (0..view.lines.len())
        .filter(|index| {
            view.lines
                .get(*index)
                .is_some_and(|line| line.kind == BlockKind::Heading)
        })
        .collect();
    let ends = at.iter().skip(1).copied().chain([view.lines.len()]);
    at.iter()
        .zip(ends)
        .filter_map(|(start, end)| Some((view.lines.get(*start)?.text, view.lines.get(start + 1..end)?)))
        .collect()
}

fn texts(lines: &[Line<'_>]) -> Vec<String> {
    lines
        .iter()
        .map(|line| line.text.trim().to_owned())
        .filter(|text| stated(text))
        .collect()
}

/// "Avtalen gjelder fra 1. juli 2013 til 30. juni 2016": what a sentence says of it, or the paragraph that speaks of it.
fn period(view: &View<'_>, agreement: &mut Agreement, record: &mut Record) {
    let tells = |text: &str| PERIOD.as_ref().is_some_and(|pattern| pattern.is_match(text));
    let lines = view
        .lines
        .iter()
        .filter(|line| line.lower().contains("avtal") && tells(line.text));
    let lines: Vec<&Line<'_>> = lines.collect();
    let sentences = lines.iter().flat_map(|line| {
        let found = sentences(line.text).into_iter();
        let texts = found.filter_map(|(start, end)| line.text.get(start..end));
        texts
            .filter(|text| tells(text) && text.lower_case().contains("avtal"))
            .map(move |text| (*line, text))
    });
    // Beside placeholders other days tell of other things.
    let whole = lines
        .iter()
        .map(|line| (*line, line.text))
        .filter(|(_, text)| stated(text));
    let found = sentences
        .chain(whole)
        .find_map(|(line, text)| Some((line, term(text, record.date)?)));
    if let Some((line, (from, to))) = found {
        (agreement.valid_from, agreement.valid_to) = (from, to);
        evidence(record, "agreement", line);
    }
}

/// From when and until when, as a text says it; `signed` is the day of the paper.
fn term(text: &str, signed: Option<PartialDate>) -> Option<(Option<PartialDate>, Option<PartialDate>)> {
    let found = dates(text);
    let year = found.iter().rev().find_map(|date| date.year);
    let year = year.or(signed.map(PartialDate::year));
    let mut read = found.iter().filter_map(|date| Some((date.start, date.date(year)?)));
    let (first, second) = (read.next(), read.next());
    let until = |at: usize| {
        let before = text.get(..at).unwrap_or_default().trim_end().lower_case();
        ["til", "til og med", "t.o.m.", "ut", "–", "-"]
            .iter()
            .any(|word| before.ends_with(word))
    };
    let folded = text.lower_case();
    // "… ut 2021": to the end of the year.
    let last = |from: Option<PartialDate>| {
        let year = year_out(&folded).filter(|year| from.is_none_or(|from| *year >= from.year()))?;
        PartialDate::from_day(year, 12, 31)
    };
    match (first, second) {
        (Some((_, from)), Some((at, to))) if until(at) || from < to => Some((Some(from), Some(to))),
        (Some((at, date)), _) if until(at) => Some((None, Some(date))),
        (Some((_, date)), _) => Some((Some(date), last(Some(date)))),
        (None, _) => {
            // From when it was signed.
            let words = ["underskr", "undertegn", "signer", "inngått", "inngåing"];
            let begins = words.iter().any(|word| folded.contains(word));
            let last = last(None);
            (begins || last.is_some()).then(|| (signed.filter(|_| begins), last))
        }
    }
}

/// "ut 2021", "til utgangen av 2021", "ut året 2021".
fn year_out(folded: &str) -> Option<u16> {
    YEAR_OUT.as_ref()?.captures(folded)?.get(1)?.as_str().parse().ok()
}

static YEAR_OUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:ut|til utgangen av|til utgangen av året|ut året|ut kalenderåret|til og med|t\.o\.m\.)\s+((?:19|20)\d{2})\b").ok()
});

fn told(sentence: &str, agreement: &mut Agreement, date: Option<PartialDate>) {
    let folded = sentence.lower_case();
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if !stated(sentence) {
        return;
    }
    if agreement.notice.is_none()
        && has(&[
            "si opp",
            "seie opp",
            "seie han opp",
            "seie ho opp",
            "si den opp",
            "si han opp",
            "sies opp",
            "seiast opp",
            "oppsigelsestid",
            "oppseiingstid",
        ])
    {
        agreement.notice = Some(sentence.trim().to_owned());
    }
    // "Avtalen evalueres i 2024" under whatever heading.
    if agreement.evaluation.is_none() && has(&["evalueres", "evaluerast", "skal evaluer", "evaluering av avtal"]) {
        agreement.evaluation = Some(sentence.trim().to_owned());
    }
    if agreement.coordinating_ministry.is_none() && has(&["koordiner", "samordn"]) {
        let short = |word: &str| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let capitals = (2..=4).contains(&bare.chars().count()) && bare.chars().all(char::is_uppercase);
            if capitals { resolve(bare, date) } else { None }
        };
        let named = named(sentence, date).first().copied();
        agreement.coordinating_ministry = named
            .or_else(|| sentence.split_whitespace().find_map(short))
            .map(|ministry| ministry.id.to_owned());
    }
    if agreement.previous.is_none() {
        agreement.previous = REPLACED
            .as_ref()
            .and_then(|pattern| pattern.captures(sentence.trim())?.get(1))
            .map(|found| found.as_str().trim_end_matches(['.', ',', ' ']).to_owned());
    }
    if agreement.status.is_none() {
        agreement.status = [
            (
                AgreementStatus::Viderefort,
                [
                    "avtalen videreføres",
                    "avtalen er videreført",
                    "avtala er vidareført",
                    "avtalen er forlenget",
                ],
            ),
            (
                AgreementStatus::Reforhandlet,
                [
                    "avtalen er reforhandlet",
                    "avtala er reforhandla",
                    "reforhandlet avtale",
                    "reforhandla avtale",
                ],
            ),
            (
                AgreementStatus::Oppsagt,
                [
                    "avtalen er oppsagt",
                    "avtala er oppsagd",
                    "avtalen er sagt opp",
                    "avtala er sagt opp",
                ],
            ),
        ]
        .into_iter()
        .find(|(_, words)| has(words))
        .map(|(status, _)| status);
    }
}

/// The party whose title somebody bears: "samferdselsminister" signs for the ministry of that name, "styreleder i KS" for KS.
fn of_title(title: &str, parties: &[String]) -> Option<String> {
    let folded = title.lower_case();
    let minister = folded
        .strip_suffix("minister")
        .filter(|subject| subject.chars().count() > 2);
    let subject = minister.map(|subject| subject.trim_end_matches("- og ").trim_end_matches('s').to_owned());
    let found = parties.iter().find(|party| {
        let name = party.lower_case();
        let named = folded.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
        named
            || subject
                .as_ref()
                .is_some_and(|subject| name.starts_with(subject.as_str()))
    });
    found.cloned()
}

/// Signatures stand in the last lines, beside "For A" and "For B".
fn signed(view: &View<'_>) -> Vec<Signatory> {
    let tail = view.lines.get(view.lines.len().saturating_sub(8)..).unwrap_or_default();
    let from = tail
        .iter()
        .position(|line| {
            let folded = line.lower();
            folded.starts_with("for ") || folded.contains("underskrift") || folded.contains("\tfor ")
        })
        .or_else(|| {
            tail.iter()
                .rposition(|line| !dates(line.text).is_empty())
                .map(|at| at + 1)
        });
    signature::read(from.and_then(|at| tail.get(at..)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_no_values() {
        assert!(stated_parties("[alle involverte departement] og KS", None).is_empty());
        assert_eq!(
            stated_parties("Finansdepartementet og KS", None),
            ["Finansdepartementet", "KS"]
        );
        assert!(!stated("[tema]"));
    }

    #[test]
    fn titles_tell_what_an_agreement_is_about() {
        let found = |title: &str| between(title).map(|(_, subject)| subject.to_owned());
        let school = "SAMARBEIDSAVTALE mellom Vestre fylkeskommune og Høgskulen på Øya om fyr og brygger";
        assert_eq!(found(school).as_deref(), Some("fyr og brygger"));
        assert_eq!(found("Avtale mellom staten og KS for 2024").as_deref(), Some("2024"));
        assert_eq!(
            between("Avtale om samarbeid mellom Finansdepartementet og KS om fyr"),
            Some(("Finansdepartementet og KS", "fyr"))
        );
        assert_eq!(
            between("Avtale om fyr mellom staten og KS"),
            Some(("staten og KS", "fyr"))
        );
        assert_eq!(about("SAMARBEIDSAVTALE OM LYKTER").as_deref(), Some("LYKTER"));
    }
}
