//! Acts named by their subject: "lov om helseforetak", "forskriften om pedagogisk bemanning", with a section behind or not.
//!
//! The subject is nouns with their adjectives, joined by prepositions, "og" and commas; it ends before anything else. A draft
//! ("forslag til lov om …", "en ny lov om …") is no work cited, nor is a case or a heading that is called so.

mod subject;
#[cfg(test)]
mod tests;

use super::{AFTER, ENDINGS, Law, section, tail};
use crate::data;
use ordskifte_record::CitationKind;
use ordskifte_vocabulary::LowerCase;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words of a row of the data.
fn words(name: &'static str) -> impl Iterator<Item = &'static str> {
    data::named(include_str!("../../data/titled.tsv"))
        .filter(move |(key, _)| *key == name)
        .flat_map(|(_, words)| words.split('|'))
}

static NAMED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:([Ll]ov)(?:en|a)?|([Ff]orskrift)(?:en|a)?)[ \u{a0}\n]+om[ \u{a0}\n]+").ok());
static BEFORE: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| words("before").collect());
static DRAFTS: LazyLock<Vec<&'static str>> = LazyLock::new(|| words("draft").collect());
/// "forskrift til " before the act that it belongs to.
static BELONGING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b[Ff]orskrift(?:en|a)?[ \u{a0}\n]+til[ \u{a0}\n]+$").ok());
/// Acts named by their subject.
pub(super) fn titled(text: &str) -> Vec<Law> {
    let mut found = Vec::new();
    let mut draft = None;
    for captures in NAMED.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(all) = captures.get(0) else { continue };
        let (Some(before), Some(rest)) = (text.get(..all.start()), text.get(all.end()..)) else {
            continue;
        };
        let Some(length) = subject::length(rest) else { continue };
        let end = all.end() + length;
        // "forslag til lov om arkiv og forskrift om arkiv": the second is as little in force as the first.
        let with_draft = draft.is_some_and(|until| before.get(until..).is_some_and(is_link));
        if with_draft || is_draft(before) {
            draft = Some(end);
            continue;
        }
        let behind = text.get(end..).unwrap_or_default();
        // "Lov om off. § 13" is cut short.
        if behind
            .strip_prefix('.')
            .is_some_and(|rest| rest.trim_start().starts_with('§'))
        {
            continue;
        }
        if is_heading(before, text.get(all.start()..).unwrap_or_default(), behind) || is_named_again(behind) {
            continue;
        }
        let (kind, word) = if captures.get(1).is_some() {
            (CitationKind::Lov, "lov")
        } else {
            (CitationKind::Forskrift, "forskrift")
        };
        let subject = rest.get(..length).unwrap_or_default();
        let name: Vec<&str> = subject.split_whitespace().collect();
        let name = format!("{word} om {}", name.join(" "));
        found.push(belonging(text, with_section(behind, kind, &name, all.start(), end)));
    }
    found
}

/// The act, or its section where one follows.
fn with_section(behind: &str, kind: CitationKind, name: &str, start: usize, end: usize) -> Law {
    let number = AFTER.as_ref().and_then(|pattern| pattern.captures(behind)?.get(1));
    Law {
        kind,
        id: number.map_or_else(|| name.to_owned(), |number| section(name, number.as_str())),
        start,
        end: number.map_or(end, |number| end + number.end()),
    }
}

/// "forskrift til opplæringsloven § 3-3" is a section of the regulation; without a section the act is named, in a draft only it.
pub(super) fn belonging(text: &str, law: Law) -> Law {
    let before = text.get(..law.start).unwrap_or_default();
    if !before.trim_end().ends_with("til") || law.kind != CitationKind::Lov || !law.id.contains(" § ") {
        return law;
    }
    let Some(word) = BELONGING.as_ref().and_then(|pattern| pattern.find(tail(before))) else {
        return law;
    };
    let start = law.start - (word.end() - word.start());
    if is_draft(text.get(..start).unwrap_or_default()) {
        let name = law.id.split(" § ").next().unwrap_or(&law.id).to_owned();
        let printed = text.get(law.start..law.end).unwrap_or_default();
        let end = law.start
            + printed
                .split('§')
                .next()
                .map_or(printed.len(), |name| name.trim_end().len());
        return Law { id: name, end, ..law };
    }
    Law {
        kind: CitationKind::Forskrift,
        id: format!("forskrift til {}", law.id),
        start,
        end: law.end,
    }
}

/// What joins a second draft to the first.
fn is_link(between: &str) -> bool {
    let between = between.trim();
    between.len() < 40
        && between
            .split(' ')
            .all(|word| matches!(word, "og" | "samt" | "," | "med" | "tilhørende" | "tilhøyrande" | "ny"))
}

/// Whether what stands before an act says that it is none yet: "forslag til", "en ny", "kan gi", "Prop. 91 L (2010–2011) om".
fn is_draft(before: &str) -> bool {
    let mut words = tail(before).split_whitespace().rev();
    let Some(last) = words.next() else { return false };
    let second = words.next();
    let folded = last.trim_start_matches(['(', '«', '"']).lower_case();
    if BEFORE.contains(folded.as_str()) || is_bill(last, second) {
        return true;
    }
    if !matches!(folded.as_str(), "til" | "om" | "på" | "av") {
        return false;
    }
    let Some(second) = second else { return false };
    let folded = second.lower_case();
    is_bill(second, words.next()) || DRAFTS.iter().any(|draft| folded.contains(draft))
}

/// A bill or recommendation whose title follows: "Prop. 91 L (2010–2011) ", "Innst. 12 L om ", "Ot.prp. nr. 41 ".
fn is_bill(word: &str, above: Option<&str>) -> bool {
    let counted = || above.is_some_and(|above| above.starts_with("nr")) && word.bytes().all(|b| b.is_ascii_digit());
    word.ends_with(')') || matches!(word, "L" | "S" | "LS") || counted()
}

/// Whether an act stands by itself, as a heading, a case or a cell: what it names may be a draft, and it is not cited.
fn is_heading(before: &str, here: &str, behind: &str) -> bool {
    let last = before.trim_end_matches([' ', '\u{a0}']).chars().next_back();
    let beside = before.ends_with(['\t', '\n']) || behind.starts_with('\t');
    let opens =
        last.is_none_or(|last| !last.is_alphanumeric() && !matches!(last, ',' | '(' | '«' | '"' | '/' | '.' | ';'));
    let begins = last.is_none_or(|last| last == '.') && here.starts_with(char::is_uppercase);
    let goes_on = behind
        .trim_start_matches(',')
        .trim_start()
        .starts_with(|c: char| c.is_lowercase() || c == '§');
    beside || (begins && !goes_on) || (opens && !(last.is_none() && goes_on))
}

/// "lov om kommunale helsetjenester (kommunehelsetjenesteloven)": what follows names the same work, by the name that the text
/// goes on with.
fn is_named_again(behind: &str) -> bool {
    let Some(inner) = behind.trim_start().strip_prefix('(') else {
        return false;
    };
    let name = inner.split([')', ',']).next().unwrap_or_default().trim();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}
