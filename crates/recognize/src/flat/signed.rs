//! The signature at the end of a paragraph: greeting, names, titles.

use crate::dates::dates;
use crate::organizations::is_organization;
use crate::people::is_name;
use crate::signature::begins_greeting;
use crate::view::place;
use ordskifte_vocabulary::{begins_role, fold_name, role};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A greeting within running text.
static GREETING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[.:!?»)\w]\s+((?:Med (?:vennlig |venleg |beste |god )?|(?:Vennlig |Venleg |Beste )?)(?:[Hh]ilsen|[Hh]elsing))(?:\s|,|$)").ok()
});
/// Where a body signs without a greeting: "Skien, 21. april 2015 For Fyrlaget Kari Moe".
static PLACED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[.!?»]\s+(\p{Lu}\p{L}+, (?:den )?\d{1,2}\.? ?[\p{L}\d.]+\.? ?(?:19|20)\d{2})(?:\s|$)").ok()
});
/// What stands below a signature.
const BELOW: [&str; 17] = [
    "Dokumentet ",
    "Dette dokumentet ",
    "Brevet er ",
    "Dette brevet ",
    "Kopi",
    "Gjenpart",
    "Vedlegg",
    "Side ",
    "Postadr",
    "Postboks",
    "Besøksadr",
    "Kontoradr",
    "Saksbehand",
    "Adresse",
    "Likelydende",
    "Tlf",
    "Org.nr",
];
/// Longest signature, in bytes.
const LONGEST: usize = 700;
/// Most persons that sign.
const PERSONS: usize = 6;

/// Where the lines of a signature begin, in a paragraph that ends in one.
pub(super) fn cuts(text: &str) -> BTreeSet<usize> {
    let from = text.len().saturating_sub(LONGEST);
    let from = (from..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let tail = text.get(from..).unwrap_or_default();
    let greets = tail.contains("ilsen") || tail.contains("elsing");
    let greeting = || {
        let found = GREETING.as_ref()?.captures_iter(tail).last()?.get(1)?;
        Some((found.start(), found.end()))
    };
    let placed = || {
        let found = PLACED.as_ref()?.captures_iter(tail).last()?.get(1)?;
        (dates(found.as_str()).len() == 1).then(|| (found.start(), found.end()))
    };
    let Some((start, end)) = greets.then(greeting).flatten().or_else(placed) else {
        return BTreeSet::new();
    };
    let rest = tail.get(end..).unwrap_or_default();
    let names = names(rest);
    // Without the name of who signs it is running text, but for a greeting at the very end.
    if names.is_empty() && !rest.trim().is_empty() {
        return BTreeSet::new();
    }
    let inner = [start, end].into_iter().chain(names.into_iter().map(|at| end + at));
    inner.map(|at| from + at).collect()
}

/// "Hilsen Kari Moe": where the name begins in a line that is a greeting and who greets.
pub(super) fn beside(text: &str) -> BTreeSet<usize> {
    let word = |word: &str| text.find(word).map(|at| at + word.len());
    let Some(end) = ["ilsen ", "elsing ", "ilsen, ", "elsing, ", "vh ", "vh. ", "VH "]
        .into_iter()
        .find_map(word)
    else {
        return BTreeSet::new();
    };
    let (greeting, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let greets = begins_greeting(&fold_name(greeting)) && greeting.len() <= LONGEST_GREETING;
    // "Med vennlig hilsen for Fyrkraft AS" says for whom.
    let behalf = rest.starts_with("for ");
    let names = if greets && !behalf {
        names(rest)
    } else {
        BTreeSet::new()
    };
    if !names.contains(&0) {
        return BTreeSet::new();
    }
    names.into_iter().map(|at| end + at).collect()
}

/// Longest greeting before a name, in bytes.
const LONGEST_GREETING: usize = 30;

/// Where names, titles and what stands below them begin, in a text that has nothing else.
fn names(text: &str) -> BTreeSet<usize> {
    let over = BELOW.iter().filter_map(|word| text.find(&format!(" {word}"))).min();
    let signed = text.get(..over.unwrap_or(text.len())).unwrap_or_default();
    let words: Vec<(usize, &str)> = signed
        .split(' ')
        .map(|word| (place(word, signed), word))
        .filter(|(_, word)| !word.is_empty())
        .collect();
    let mut cuts = BTreeSet::new();
    let (mut at, mut persons) = (0, 0);
    while at < words.len() && persons < PERSONS {
        let behalf = body(words.get(at..).unwrap_or_default(), signed);
        if behalf > 0 {
            cuts.extend(words.get(at).map(|(start, _)| *start));
            at += behalf;
            cuts.extend(words.get(at).map(|(start, _)| *start));
            continue;
        }
        let length = name(words.get(at..).unwrap_or_default());
        if length == 0 {
            at += 1;
            continue;
        }
        persons += 1;
        cuts.extend(words.get(at).map(|(start, _)| *start));
        at += length;
        // "(e.f.)" belongs to the name before it.
        while words.get(at).is_some_and(|(_, word)| MARKS.contains(word)) {
            at += 1;
        }
        cuts.extend(words.get(at).map(|(start, _)| *start));
        // "Daglig leder Fyrkraft AS": the title, and the body below it.
        let behind = words.get(at..).unwrap_or_default();
        cuts.extend(titled(behind, signed).filter(|from| signed.get(*from..).is_some_and(is_organization)));
    }
    if persons > 0 {
        cuts.extend(over);
    }
    cuts
}

/// Where the text goes on behind the longest title that it begins with.
fn titled(words: &[(usize, &str)], text: &str) -> Option<usize> {
    let (from, _) = words.first()?;
    let ends = words.iter().take(4).map(|(at, word)| at + word.len());
    let mut ends = ends.rev();
    let end = ends.find(|end| text.get(*from..*end).is_some_and(|title| role(title).is_some()))?;
    words.iter().map(|(at, _)| *at).find(|at| *at > end)
}

/// What stands behind the name of one who signs for another.
const MARKS: [&str; 5] = ["(e.f.)", "e.f.", "(e.f)", "(sign.)", "sign."];
/// Words before a name that are none of it.
const BEFORE: [&str; 3] = ["For", "for", "Fra"];

/// How many words from here on are "For Fyrlaget Nord AS": the fewest that name a body.
fn body(words: &[(usize, &str)], text: &str) -> usize {
    let Some(((_, "For" | "for"), behind)) = words.split_first().map(|(first, behind)| (*first, behind)) else {
        return 0;
    };
    let Some(from) = behind.first().map(|(from, _)| *from) else {
        return 0;
    };
    let whole =
        |(_, (at, word)): &(usize, &(usize, &str))| text.get(from..at + word.len()).is_some_and(is_organization);
    behind
        .iter()
        .enumerate()
        .take(7)
        .find(whole)
        .map_or(0, |(count, _)| count + 2)
}

/// How many words from here on are a person's name.
fn name(words: &[(usize, &str)]) -> usize {
    let capital = |word: &str| word.starts_with(char::is_uppercase) && !word.ends_with([',', ':']);
    let run: Vec<&str> = words
        .iter()
        .map(|(_, word)| *word)
        .take_while(|word| capital(word))
        .take(5)
        .collect();
    let title = run
        .iter()
        .skip(1)
        .position(|word| begins_role(word))
        .map_or(run.len(), |at| at + 1);
    let run = run.get(..title).unwrap_or_default();
    let first = run
        .first()
        .is_none_or(|word| BEFORE.contains(word) || begins_role(word));
    let whole = !first && (2..=4).contains(&run.len()) && is_name(run);
    if whole { run.len() } else { 0 }
}
