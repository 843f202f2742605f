//! Laws and regulations: by name ("kommuneloven"), by section ("plan- og bygningsloven § 12-1", "§ 2-1 i kommuneloven"),
//! by their subject ("lov om arkiv") and by date and number ("lov 22. juni 2018 nr. 83").

mod signs;
mod titled;

use crate::data;
use crate::dates::dates;
use crate::short::{NUMBER, short};
use crate::signs::Signs;
use ordskifte_record::CitationKind;
use ordskifte_vocabulary::LowerCase;
use regex::Regex;
use signs::OWN;
pub(crate) use signs::{further_signs, signs};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Fewest letters before the ending: shorter words ("lova", "voldloven") are no names of acts, unless a section follows
/// ("veglova § 5").
const MIN_STEM: usize = 4;
/// The same of regulations: "valforskrifta".
const MIN_STEM_OF_REGULATION: usize = 3;
const MIN_STEM_OF_SECTION: usize = 2;

/// An act cited, at bytes of a text.
pub(crate) struct Law {
    pub(crate) kind: CitationKind,
    pub(crate) id: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

fn row(name: &str) -> impl Iterator<Item = &'static str> {
    let name = name.to_owned();
    data::named(include_str!("../data/laws.tsv"))
        .filter(move |(key, _)| *key == name)
        .flat_map(|(_, words)| words.split('|'))
}

static ENDINGS: LazyLock<Vec<&'static str>> = LazyLock::new(|| row("ending").collect());
static GENERAL: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| row("general").collect());
/// First halves of names whose hyphen is often left out: "plan og bygningsloven".
static HALVES: LazyLock<Vec<&'static str>> = LazyLock::new(|| row("half").collect());
/// Acts of fewer letters than others.
static SHORT: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| row("short").collect());
/// What belongs to the name behind it: "psykisk helsevernlova".
static WORDS_BEFORE: LazyLock<Vec<&'static str>> = LazyLock::new(|| row("before").collect());
/// Names without such an ending.
static WHOLE: LazyLock<Vec<&'static str>> = LazyLock::new(|| row("whole").collect());
static AFTER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^[\s\u{{a0}}]*(?:[-–]\s)?§{{1,2}}[\s\u{{a0}}]*({NUMBER})")).ok());
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"§{{1,2}}[\s\u{{a0}}]*({NUMBER})[^.§]{{0,25}}?\bi[\s\u{{a0}}]+$"
    ))
    .ok()
});
/// What stands between the name of an act and its section where the act owns it.
const GENITIVES: [&str; 3] = ["s", " sin", " si"];
/// What goes on after "§§ 10": " og 11", ", 12".
static FURTHER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^(?:,|[\s\u{{a0}}]+og)[\s\u{{a0}}]+({NUMBER})")).ok());
/// What goes on after "§ 10": " og § 11", ", § 12".
static MARKED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?:,|[\s\u{{a0}}]+(?:og|eller|samt))[\s\u{{a0}}]+§{{1,2}}[\s\u{{a0}}]*({NUMBER})"
    ))
    .ok()
});
/// What stands in front of "§ 11 i loven": "§ 10 og ", "§ 9, ".
static PRECEDING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"§{{1,2}}[\s\u{{a0}}]*({NUMBER})(?:,|[\s\u{{a0}}]+(?:og|eller|samt))[\s\u{{a0}}]+$"
    ))
    .ok()
});
/// "plan- og ", "helse-, sosial- og " before a name.
static JOINED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:\p{L}+-,[\s\u{a0}]+)*\p{L}+-[\s\u{a0}]+og[\s\u{a0}]+$").ok());
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(lov|forskrift)(?:\s+om\s+[^.;:§]{3,140}?(?:\s+av)?|\s+av)?\s+(\d{1,2}\.\s*(?:\p{L}+|\d{1,2}\.)\s*\d{4})\s+nr\.?\s*(\d{1,4})\b")
        .ok()
});
/// "LOV-2011-06-24-30", "For 2000-02-18 nr 108", as the official register has it.
static REGISTERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\b(LOV|Lov|lov|FOR|For|[Ff]orskrift)(?: av)?[- ]((?:19|20)\d{2}-\d{2}-\d{2})(?:-|\s+nr\.?\s*)(\d{1,4})\b",
    )
    .ok()
});

/// The acts that a text with these signs cites, in order.
pub(crate) fn laws(text: &str, signs: Signs) -> Vec<Law> {
    let mut found = Vec::new();
    for (_, ending) in OWN.endings.iter().filter(|(sign, _)| signs.has(*sign)) {
        for (at, _) in text.match_indices(ending) {
            if let Some(law) = named(text, at, at + ending.len()) {
                let law = titled::belonging(text, law);
                let others = further(text, &law);
                found.extend(preceding(text, &law));
                found.push(law);
                found.extend(others);
            }
        }
    }
    if signs.has(OWN.whole) {
        found.extend(whole(text));
    }
    if signs.has(OWN.section) {
        found.extend(short(text).into_iter().map(|short| Law {
            kind: CitationKind::Lov,
            id: section(&short.name, &short.number),
            start: short.start,
            end: short.end,
        }));
    }
    if signs.has(OWN.dated) && (text.contains("nr") || text.contains("NR")) {
        found.extend(dated(text));
    }
    if signs.has(OWN.register) {
        found.extend(registered(text));
    }
    if signs.has(OWN.titled) {
        // "lov om yrkestransport av 21. juni 2002 nr. 45" has its number.
        let within = |law: &Law| {
            found
                .iter()
                .any(|known| known.start <= law.start && law.start < known.end)
        };
        let others: Vec<Law> = titled::titled(text).into_iter().filter(|law| !within(law)).collect();
        for law in others {
            let more = further(text, &law);
            found.push(law);
            found.extend(more);
        }
    }
    found.sort_by_key(|law| law.start);
    found
}

/// The acts of several words that a text names whole: "byggteknisk forskrift § 8-2".
fn whole(text: &str) -> Vec<Law> {
    let lower = text.lower_case();
    // Places are those of the text itself, where lower-casing moves none.
    let names = WHOLE.iter().filter(|_| lower.len() == text.len());
    let found = names.flat_map(|name| {
        lower
            .match_indices(*name)
            .map(|(at, _)| (at, *name))
            .collect::<Vec<_>>()
    });
    let read = |(start, name): (usize, &str)| {
        let end = start + name.len();
        let (before, after) = (text.get(..start)?, text.get(end..)?);
        if before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric) {
            return None;
        }
        let number = AFTER.as_ref().and_then(|pattern| pattern.captures(after)?.get(1));
        Some(Law {
            kind: CitationKind::Forskrift,
            id: number.map_or_else(|| name.to_owned(), |number| section(name, number.as_str())),
            start,
            end: number.map_or(end, |number| end + number.end()),
        })
    };
    found.filter_map(read).collect()
}

/// Where the first half of a name begins that a text ends in, without its hyphen: "plan og ".
fn with_half(head: &str) -> Option<usize> {
    let before = head.strip_suffix(" og ")?;
    let half = before.rsplit([' ', '\u{a0}', '\n', '(']).next()?;
    let lower = half.lower_case();
    HALVES.contains(&lower.as_str()).then(|| before.len() - half.len())
}

/// "plan og bygningsloven" with its hyphen.
fn hyphenated(name: &str) -> Option<String> {
    let half = HALVES
        .iter()
        .find(|half| name.strip_prefix(**half).is_some_and(|rest| rest.starts_with(" og ")))?;
    Some(name.replacen(half, &format!("{half}-"), 1))
}

/// Where a word begins that a text ends in and that belongs to the name of an act behind it.
fn with_word_before(head: &str) -> Option<usize> {
    let last = head.rsplit([' ', '\u{a0}', '\n']).next()?;
    let known = WORDS_BEFORE.iter().any(|word| last.lower_case() == *word);
    known.then(|| head.len() - last.len())
}

/// The act whose name ends here.
fn named(text: &str, ending: usize, end: usize) -> Option<Law> {
    let (before, after) = (text.get(..ending)?, text.get(end..)?);
    // "kommunelovens § 60", "kommunelova sin § 5" cite a section as "kommuneloven § 60" does, "kommunelovens regler" the act.
    let owning = GENITIVES.iter().find_map(|mark| after.strip_prefix(mark));
    let owned = owning.filter(|rest| rest.trim_start().starts_with('§') || is_apart(rest));
    if owned.is_none() && after.starts_with(|c: char| c.is_alphanumeric() || c == '-') {
        return None;
    }
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || *c == '-')
        .last()
        .map_or(ending, |(at, _)| at);
    let word = text.get(start..end)?.lower_case();
    let letters = text.get(start..ending)?.chars().count();
    let sections = owned.unwrap_or(after);
    let least = if sections.trim_start().starts_with('§') || SHORT.contains(word.as_str()) {
        MIN_STEM_OF_SECTION
    } else if word.contains("forskrift") {
        MIN_STEM_OF_REGULATION
    } else {
        MIN_STEM
    };
    if letters < least || GENERAL.contains(word.as_str()) || !word.starts_with(char::is_alphabetic) {
        return None;
    }
    let head = text.get(..start)?;
    let start = JOINED
        .as_ref()
        .filter(|_| head.ends_with([' ', '\u{a0}', '\n']))
        .and_then(|pattern| pattern.find(tail(head)))
        .map_or(start, |joined| start - (joined.end() - joined.start()));
    let start = text
        .get(..start)
        .and_then(|head| with_half(head).or_else(|| with_word_before(head.trim_end())))
        .unwrap_or(start);
    let name = text
        .get(start..end)?
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .lower_case();
    let name = hyphenated(&name).unwrap_or(name);
    let kind = if word.contains("forskrift") {
        CitationKind::Forskrift
    } else {
        CitationKind::Lov
    };
    if let Some(captures) = AFTER.as_ref().and_then(|pattern| pattern.captures(sections))
        && let Some(number) = captures.get(1)
    {
        let end = end + (after.len() - sections.len()) + number.end();
        return Some(Law {
            kind,
            id: section(&name, number.as_str()),
            start,
            end,
        });
    }
    let head = text.get(..start)?;
    if let Some(captures) = BEFORE
        .as_ref()
        .filter(|_| head.contains('§'))
        .and_then(|pattern| pattern.captures(tail(head)))
        && let (Some(all), Some(number)) = (captures.get(0), captures.get(1))
    {
        let start = start - (all.end() - all.start());
        return Some(Law {
            kind,
            id: section(&name, number.as_str()),
            start,
            end,
        });
    }
    Some(Law {
        kind,
        id: name,
        start,
        end,
    })
}

/// Whether what stands behind a genitive begins no longer word.
fn is_apart(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')
}

/// The id of a section of an act.
fn section(name: &str, number: &str) -> String {
    format!("{name} § {}", number.replace('–', "-").replace('\u{a0}', " "))
}

/// "§ 47 og § 48 i havneloven", "§§ 47 og 48 i havneloven": the other sections in front of the act's name.
fn preceding(text: &str, last: &Law) -> Vec<Law> {
    let mut found = Vec::new();
    let printed = text.get(last.start..last.end).unwrap_or_default();
    let Some((name, number)) = last.id.split_once(" § ").filter(|_| printed.starts_with('§')) else {
        return found;
    };
    if let Some(first) = printed.find(number).filter(|_| printed.starts_with("§§")) {
        let sections = Law {
            id: last.id.clone(),
            end: last.start + first + number.len(),
            ..*last
        };
        return further(text, &sections);
    }
    let mut end = last.start;
    while let Some(captures) = (PRECEDING.as_ref()).and_then(|pattern| pattern.captures(tail(text.get(..end)?)))
        && let (Some(all), Some(number)) = (captures.get(0), captures.get(1))
    {
        let start = end - (all.end() - all.start());
        found.push(Law {
            kind: last.kind,
            id: section(name, number.as_str()),
            start,
            end: start + (number.end() - all.start()),
        });
        end = start;
    }
    found
}

/// "§§ 10, 11 og 12": the sections after the first.
fn further(text: &str, first: &Law) -> Vec<Law> {
    let mut found = Vec::new();
    let printed = text.get(first.start..first.end).unwrap_or_default();
    let counted = printed.ends_with(|c: char| c.is_alphanumeric());
    let Some((name, _)) = first.id.split_once(" § ").filter(|_| counted) else {
        return found;
    };
    // "§§ 10, 11 og 12", and "§ 10 og § 11".
    let pattern = if printed.contains("§§") { &FURTHER } else { &MARKED };
    let mut at = first.end;
    while let Some(number) = (pattern.as_ref())
        .and_then(|pattern| pattern.captures(text.get(at..)?))
        .and_then(|captures| captures.get(1))
    {
        found.push(Law {
            kind: first.kind,
            id: section(name, number.as_str()),
            start: at + number.start(),
            end: at + number.end(),
        });
        at += number.end();
    }
    found
}

/// The last characters of a text: what stands just before a name, so that no rule reads the whole text for each name.
fn tail(text: &str) -> &str {
    let from = text.char_indices().rev().nth(80).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or_default()
}

/// "lov 22. juni 2018 nr. 83" is LOV-2018-06-22-83, as the official register writes it.
fn dated(text: &str) -> Vec<Law> {
    let mut found = Vec::new();
    for captures in DATED.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(all), Some(word), Some(day), Some(number)) =
            (captures.get(0), captures.get(1), captures.get(2), captures.get(3))
        else {
            continue;
        };
        let Some(date) = dates(day.as_str()).first().and_then(|date| date.date(None)) else {
            continue;
        };
        let (kind, prefix) = if word.as_str().lower_case() == "lov" {
            (CitationKind::Lov, "LOV")
        } else {
            (CitationKind::Forskrift, "FOR")
        };
        let id = format!("{prefix}-{date}-{}", number.as_str());
        found.push(Law {
            kind,
            id,
            start: all.start(),
            end: all.end(),
        });
    }
    found
}

/// "LOV-2011-06-24-30".
fn registered(text: &str) -> Vec<Law> {
    let found = REGISTERED.iter().flat_map(|pattern| pattern.captures_iter(text));
    let read = |captures: regex::Captures<'_>| {
        let (all, word) = (captures.get(0)?, captures.get(1)?.as_str().to_uppercase());
        let (kind, word) = if word == "LOV" {
            (CitationKind::Lov, "LOV")
        } else {
            (CitationKind::Forskrift, "FOR")
        };
        Some(Law {
            kind,
            id: format!("{word}-{}-{}", captures.get(2)?.as_str(), captures.get(3)?.as_str()),
            start: all.start(),
            end: all.end(),
        })
    };
    found.filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<String> {
        laws(text, Signs::of(text)).into_iter().map(|law| law.id).collect()
    }

    #[test]
    fn names_and_sections_are_read_in_both_standards() {
        assert_eq!(
            ids("etter kommuneloven § 2-1 og plan- og bygningslova §\u{a0}12-2"),
            ["kommuneloven § 2-1", "plan- og bygningslova § 12-2"]
        );
        assert_eq!(
            ids("jf. § 8 første ledd i forvaltningsloven."),
            ["forvaltningsloven § 8"]
        );
        assert_eq!(
            ids("etter barnehagelova §§ 10, 11 og 12 a skal kommunen og 13 andre"),
            ["barnehagelova § 10", "barnehagelova § 11", "barnehagelova § 12 a"]
        );
        assert_eq!(ids("barnehagelova § 10 og 11 barn"), ["barnehagelova § 10"]);
        assert_eq!(
            ids("reglane i § 47, § 48 og § 51 i havneloven. Reglene i §§ 3 og 4 i fyrvesenlova"),
            [
                "havneloven § 47",
                "havneloven § 48",
                "havneloven § 51",
                "fyrvesenlova § 3",
                "fyrvesenlova § 4"
            ]
        );
        assert_eq!(
            ids("Opplæringsloven - § 7-1. Skyss. Har barnelovens regler, og lovens § 3, ført til"),
            ["opplæringsloven § 7-1", "barneloven"]
        );
        assert_eq!(
            ids("fyrlova § 6 og § 16, jf. § 20, og havneloven"),
            ["fyrlova § 6", "fyrlova § 16", "havneloven"]
        );
        assert_eq!(
            ids("veglova § 5 i dag, opplæringslova § 9 A-4"),
            ["veglova § 5", "opplæringslova § 9 A-4"]
        );
        assert_eq!(
            ids("HØRING – HELSE- OG OMSORGSTJENESTELOVEN § 3-2"),
            ["helse- og omsorgstjenesteloven § 3-2"]
        );
        assert_eq!(ids("Fastlegeforskrifta skal endrast."), ["fastlegeforskrifta"]);
        assert_eq!(
            ids("krav i byggteknisk forskrift, og Byggteknisk forskrift § 8-2"),
            ["byggteknisk forskrift", "byggteknisk forskrift § 8-2"]
        );
        assert_eq!(
            ids("ENDRINGER I BARNEVERNLOVEN § 4, jf. covid-19-forskriften, 2018-loven og LOVEN"),
            ["barnevernloven § 4", "covid-19-forskriften"]
        );
        assert_eq!(
            ids("helse- og \nomsorgstjenesteloven"),
            ["helse- og omsorgstjenesteloven"]
        );
        assert_eq!(
            ids("kommunelovens § 60, kommunelova sin § 5, lov om barnehager § 8 og Grunnlovens § 100"),
            [
                "kommuneloven § 60",
                "kommunelova § 5",
                "lov om barnehager § 8",
                "grunnloven § 100"
            ]
        );
    }

    #[test]
    fn acts_are_read_by_date_and_number() {
        assert_eq!(ids("lov 22. juni 2018 nr. 83 om kommuner"), ["LOV-2018-06-22-83"]);
        assert_eq!(ids("ENDRINGAR I LOV 22. JUNI 2018 NR. 83"), ["LOV-2018-06-22-83"]);
        assert_eq!(ids("forskrift av 1. mars 2013 nr. 4"), ["FOR-2013-03-01-4"]);
        assert_eq!(
            ids("lov om yrkestransport med motorvogn og fartøy av 21. juni 2002 nr. 45 og lov om brygger"),
            ["LOV-2002-06-21-45", "lov om brygger"]
        );
        assert_eq!(
            ids("jf. LOV 2011-06-24-30 § 3-2a, instruksen (For 2000-02-18 nr 108) og FOR-2014-12-19-1816"),
            ["LOV-2011-06-24-30", "FOR-2000-02-18-108", "FOR-2014-12-19-1816"]
        );
        assert_eq!(
            ids("etter forskrift 2006-02-10-168 og forskrift av 2006-02-10 nr. 169"),
            ["FOR-2006-02-10-168", "FOR-2006-02-10-169"]
        );
    }

    #[test]
    fn words_that_name_no_act_are_none() {
        assert_eq!(
            ids("Loven sier det. Ho lova svar. Rammeloven. Kommunelovsaken"),
            Vec::<String>::new()
        );
    }
}
