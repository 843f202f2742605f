//! The references of letters: "Vår ref.", "Deres ref.", "Saksnr".

use crate::dates::has_figure;
use crate::evidence;
use crate::labels::label;
use crate::view::{Line, View, place};
use ordskifte_record::{Kind, PartialDate, Record, Reference, ReferenceRole};
use ordskifte_vocabulary::{LowerCase, fold_name};
use regex::{Match, Regex};
use std::sync::LazyLock;

static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[\p{L}]{0,4}\d{2,8}[/-]\d[\w/-]*(?:\.\d{1,2}\b)?(?:\s-\s\d{1,5}\b)?|\p{Lu}[\p{L}\d]{0,5}(?:-\p{Lu}?\d{1,4})?/\d{2,8}[\w/-]*|\d{4}/\d+[\w/-]*|\d{7,12}(?:-?\d{0,4}/\p{Lu}{1,6}\d*|-\d{1,4}\b|\b))").ok()
});

/// The initials of who handles a case, behind its number.
static INITIALS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?: [-/] \p{Lu}{2,4}| \p{Lu}{1,4}/\p{Lu}{1,4}| \p{Lu}{2,4}\p{Ll}?(?: \p{Lu}{2,4})?| (?:I{1,3}|IV|V) \p{Lu}{2,4}\p{Ll}?)(?:[\s,;).]|$)")
        .ok()
});
/// What looks like initials, and begins what a letter is about.
const NO_INITIALS: [&str; 9] = ["NOU", "KS", "EU", "EØS", "OM", "NY", "NYE", "SAK", "TIL"];

/// The reference that a text begins with, as printed: with the initials of who handles the case ("13/4815 SL"), without a code
/// of the archive behind it.
pub(crate) fn printed(text: &str) -> Option<&str> {
    let found = REFERENCE.as_ref()?.find(text)?;
    let rest = text.get(found.end()..)?;
    let initials = INITIALS.as_ref().and_then(|pattern| pattern.find(rest));
    let marks = |found: &Match<'_>| {
        let mut words = found.as_str().split(|c: char| !c.is_alphanumeric());
        !words.any(|word| NO_INITIALS.contains(&word))
    };
    let length = initials.filter(marks).map_or(0, |found| {
        found.as_str().trim_end_matches(|c: char| !c.is_alphanumeric()).len()
    });
    text.get(..found.end() + length).map(str::trim)
}

/// What heads the column of the writer's own references, and of the other one's.
const OWN: [&str; 8] = [
    "vår sak",
    "vår ref",
    "vår saks",
    "vårt saksnr",
    "saksnr",
    "saksnummer",
    "sak/",
    "arkivsak",
];
const THEIR: [&str; 5] = ["deres ref", "dykkar ref", "din ref", "deres sak", "dykkar sak"];

/// What a cell below a head, or the head itself, is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Reference,
    Date,
    Other,
}

fn sort_of_head(head: &str) -> Sort {
    if OWN.iter().chain(&THEIR).any(|word| head.starts_with(word)) {
        Sort::Reference
    } else if head.contains("dato") {
        Sort::Date
    } else {
        Sort::Other
    }
}

fn sort_of_cell(cell: &str) -> Sort {
    if crate::dates::dates(cell).first().is_some_and(|date| date.start == 0) {
        Sort::Date
    } else if REFERENCE.as_ref().is_some_and(|pattern| pattern.is_match(cell)) {
        Sort::Reference
    } else {
        Sort::Other
    }
}

/// Heads with the cells below them. Where cells are missing, what they are says under which head they stand: a date under
/// "Dato"; of two references that one cell could be, it is the writer's own.
fn aligned<'a>(heads: &'a [String], cells: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let pairs = |chosen: &[usize]| -> Vec<(&'a str, &'a str)> {
        let heads = chosen.iter().filter_map(|at| heads.get(*at));
        heads.map(String::as_str).zip(cells.iter().copied()).collect()
    };
    let fit = |pairs: &[(&str, &str)]| -> i32 {
        let points = |(head, cell): &(&str, &str)| match (sort_of_head(head), sort_of_cell(cell)) {
            (Sort::Reference, Sort::Reference) => 4 + i32::from(OWN.iter().any(|word| head.starts_with(word))),
            (Sort::Date, Sort::Date) => 4,
            (Sort::Other, Sort::Other) => 1,
            (Sort::Other, _) => 0,
            _ => -2,
        };
        pairs.iter().map(points).sum()
    };
    let mut best: Option<(i32, Vec<(&str, &str)>)> = None;
    let count = heads.len().min(MAX_COLUMNS);
    // Heads are few: every choice of as many as there are cells is looked at.
    for choice in 0_u32..(1 << count) {
        if choice.count_ones() as usize != cells.len() {
            continue;
        }
        let chosen: Vec<usize> = (0..count).filter(|at| choice & (1 << at) != 0).collect();
        let pairs = pairs(&chosen);
        let fit = fit(&pairs);
        if best.as_ref().is_none_or(|(known, _)| fit > *known) {
            best = Some((fit, pairs));
        }
    }
    best.map(|(_, pairs)| pairs).unwrap_or_default()
}

/// The date below "Dato" in the head of a letter: "Deres ref | Vår ref | Dato".
pub(crate) fn dated<'a, 'v>(view: &'a View<'v>, year: Option<u16>) -> Option<(&'a Line<'v>, PartialDate)> {
    let rows = view.lines.windows(2).take(TOP);
    rows.filter_map(|pair| match pair {
        [head, values] if head.text.contains('\t') && head.text.lower_case().contains("ref") => Some((head, values)),
        _ => None,
    })
    .find_map(|(head, values)| {
        let heads: Vec<String> = head.text.split('\t').map(fold_name).collect();
        let cells: Vec<&str> = values.text.split('\t').map(str::trim).collect();
        // Columns that ran together hold one date.
        if let ([whole], true) = (
            cells.as_slice(),
            heads.iter().any(|head| sort_of_head(head) == Sort::Date),
        ) {
            let found = crate::dates::dates(whole);
            let [date] = found.as_slice() else { return None };
            return Some((values, date.date(year).filter(|_| date.day.is_some())?));
        }
        let pairs = aligned(&heads, &cells);
        let (_, cell) = pairs.into_iter().find(|(head, _)| sort_of_head(head) == Sort::Date)?;
        let date = crate::dates::dates(cell).into_iter().find(|date| date.day.is_some())?;
        Some((values, date.date(year)?))
    })
}

/// How many lines the head of a letter has.
const TOP: usize = 40;

/// Most columns of such a head.
const MAX_COLUMNS: usize = 8;

/// "Deres ref | Vår ref | Dato" above "07/1544 | 12.06.2007": values under their heads.
fn reference_columns(top: &[Line<'_>], record: &mut Record) {
    for pair in top.windows(2) {
        let [head, values] = pair else { continue };
        if !head.text.contains('\t') || !head.text.lower_case().contains("ref") {
            continue;
        }
        let heads: Vec<String> = head.text.split('\t').map(fold_name).collect();
        let cells: Vec<&str> = values.text.split('\t').map(str::trim).collect();
        // A row that ran together into one cell does not tell its columns.
        if cells.len() > heads.len() || (cells.len() == 1 && heads.len() > 1) {
            continue;
        }
        for (head, cell) in aligned(&heads, &cells) {
            let role = match head {
                head if OWN.iter().any(|word| head.starts_with(word)) => ReferenceRole::Ours,
                head if THEIR.iter().any(|word| head.starts_with(word)) => ReferenceRole::Yours,
                _ => continue,
            };
            if let Some(value) = printed(cell) {
                note(record, role, value, values);
            }
        }
    }
}

/// "Deres ref Vår ref Dato 17/2210 17/412 16. oktober 2017": heads and values whose columns ran together, on one line or two.
/// A letter with one reference bears its own.
fn run_together<'v>(heads: &str, values: &'v str) -> Vec<(ReferenceRole, &'v str)> {
    let heads = heads.lower_case();
    let yours = ["deres ref", "dykkar ref", "din ref"]
        .iter()
        .find_map(|head| heads.find(head));
    let ours = ["vår ref", "vårt saksnr"].iter().find_map(|head| heads.find(head));
    let (Some(yours), Some(ours)) = (yours, ours) else {
        return Vec::new();
    };
    // Labels among the values are those of a line of pairs, and a telephone is no reference.
    if values.contains(':') || ["telefon", "tlf", "innvalg"].iter().any(|head| heads.contains(head)) {
        return Vec::new();
    }
    // Further columns ("JournalpostID") stand behind.
    let further = ["journal", "løpenr", "arkivkode", "dokument"]
        .iter()
        .any(|head| heads.contains(head));
    let starts = std::iter::once(0).chain(values.match_indices([' ', '\t']).map(|(at, _)| at + 1));
    let dated = crate::dates::dates(values)
        .first()
        .map_or(values.len(), |date| date.start);
    let mut found: Vec<&str> = Vec::new();
    let mut over = 0;
    for start in starts.filter(|start| *start < dated) {
        let value = values.get(start..).filter(|_| start >= over);
        if let Some(value) = value.and_then(printed) {
            found.push(value);
            over = start + value.len();
        }
    }
    if further {
        found.truncate(2);
    }
    match found.as_slice() {
        [one] => vec![(ReferenceRole::Ours, *one)],
        [first, second] if yours < ours => vec![(ReferenceRole::Ours, *second), (ReferenceRole::Yours, *first)],
        [first, second] => vec![(ReferenceRole::Ours, *first), (ReferenceRole::Yours, *second)],
        _ => Vec::new(),
    }
}

/// One head of a date and one of a reference above a date and a number that ran together.
fn dated_pair<'v>(heads: &str, values: &'v str) -> Option<(ReferenceRole, &'v str)> {
    let folded = fold_name(heads);
    let own = ["vår dato", "vår ref"].iter().all(|head| folded.contains(head));
    let their = ["deres", "dykkar"].iter().any(|whose| {
        ["dato", "ref"]
            .iter()
            .all(|head| folded.contains(&format!("{whose} {head}")))
    });
    let role = match (own, their) {
        (true, false) => ReferenceRole::Ours,
        (false, true) => ReferenceRole::Yours,
        _ => return None,
    };
    let date = crate::dates::dates(values)
        .into_iter()
        .next()
        .filter(|date| date.start == 0)?;
    let rest = values.get(date.end..)?.trim_start_matches([' ', '\t']);
    Some((role, printed(rest)?))
}

/// Longest line with nothing but one of them, in bytes.
const MAX_HEAD: usize = 32;

/// "Deres ref", "Vår ref" and "Dato", a line each, above their values, a line each: columns that were read one by one.
fn stacked(top: &[Line<'_>], record: &mut Record) {
    let head = |line: &Line<'_>| {
        if line.text.len() > MAX_HEAD {
            return false;
        }
        let folded = fold_name(line.text.trim_end_matches([':', '.']));
        ["deres ref", "dykkar ref", "din ref", "vår ref", "dato"].contains(&folded.as_str())
    };
    let Some(from) = top.windows(3).position(|lines| lines.iter().all(head)) else {
        return;
    };
    let heads: Vec<&str> = top
        .iter()
        .skip(from)
        .take_while(|line| head(line))
        .map(|line| line.text)
        .collect();
    let values = top.iter().skip(from + heads.len()).take(heads.len());
    let short: Vec<&Line<'_>> = values.take_while(|line| line.text.chars().count() < 30).collect();
    let row = short.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ");
    for (role, value) in run_together(&heads.join(" "), &row) {
        if let Some(line) = short.iter().find(|line| line.text.contains(value)) {
            note(record, role, value, line);
        }
    }
}

/// Reads the references in the head of a letter.
pub(crate) fn read(top: &[Line<'_>], record: &mut Record) {
    reference_columns(top, record);
    stacked(top, record);
    for pair in top.windows(2) {
        let [heads, values] = pair else { continue };
        if has_figure(heads.text) || !has_figure(values.text) || values.text.chars().count() > 120 {
            continue;
        }
        // Rows of as many cells tell their columns, and which are empty.
        let cells = |line: &Line<'_>| line.text.matches('\t').count();
        if cells(heads) == 0 || cells(heads) != cells(values) {
            for (role, value) in run_together(heads.text, values.text) {
                note(record, role, value, values);
            }
        }
        // "Vår dato   Vår referanse" above "05.11.2007 2007/5530": a date, and then a number.
        if let Some((role, value)) = dated_pair(heads.text, values.text) {
            note(record, role, value, values);
        }
        // "Vår referanse:" above "15/248-11" in a letter.
        let letter = matches!(record.kind, Kind::Horingssvar | Kind::Brev | Kind::Innspill);
        let role = match label(heads.text).filter(|_| letter) {
            Some(("ours", "")) => ReferenceRole::Ours,
            Some(("yours", "")) => ReferenceRole::Yours,
            // "Saksnr.:" above "02/118" in minutes.
            _ if heads.text.trim_end().ends_with(':') && label(heads.text) == Some(("ours", "")) => ReferenceRole::Ours,
            _ if letter && alone(heads.text).is_some() => alone(heads.text).unwrap_or(ReferenceRole::Ours),
            _ => continue,
        };
        if let Some(value) = printed(values.text.trim()) {
            note(record, role, value, values);
        }
    }
    for line in top
        .iter()
        .filter(|line| has_figure(line.text) && line.text.chars().count() < 240)
    {
        // No word for one has neither.
        if !["ref", "sak", "arkiv"].iter().any(|part| line.lower().contains(part)) {
            continue;
        }
        let (heads, values) = line
            .text
            .split_at(line.text.find(|c: char| c.is_ascii_digit()).unwrap_or(0));
        for (role, value) in run_together(heads, values) {
            note(record, role, value, line);
        }
        let folded = line.lower();
        let roles = [
            (
                ReferenceRole::Ours,
                [
                    "vår ref",
                    "vårt saksnr",
                    "saksnr",
                    "saksnummer",
                    "arkivsak-dok",
                    "arkivsaksnr",
                    "arkivsaknr",
                    "arkivsak:",
                    "arkivref",
                ]
                .as_slice(),
            ),
            (ReferenceRole::Yours, THEIR.as_slice()),
        ];
        for (role, words) in roles {
            // "Departementets saksnr. 20/14" is who asks.
            let theirs = |at: usize| {
                folded
                    .get(..at)
                    .is_some_and(|before| before.trim_end().ends_with("ets"))
            };
            let own = |at: &usize| role != ReferenceRole::Ours || !(theirs(*at) || refers(folded, *at));
            let Some(at) = words
                .iter()
                .find_map(|word| folded.find(word).filter(own).map(|at| at + word.len()))
            else {
                continue;
            };
            let Some(rest) = line.text.get(at..) else { continue };
            // "Nr. Vår ref Dato M-3/2010 201000312": what stands under "Nr." is the paper's own number.
            let numbered = role == ReferenceRole::Ours && heads.starts_with("Nr");
            let rest = if numbered { behind_number(rest) } else { rest };
            // "Vår referanse 2014/612": no colon; else what stands behind it.
            let near = rest.trim_start_matches(char::is_alphabetic);
            let behind = rest.split_once(':').map_or(rest, |(_, value)| value);
            let Some(found) = [near, behind].into_iter().find_map(|value| {
                let value = value
                    .trim_start_matches(['.', ' ', '\t', ':'])
                    .trim_start_matches("Dato")
                    .trim_start();
                printed(value)
            }) else {
                continue;
            };
            note(record, role, found, line);
        }
    }
    case_number(top, record);
}

/// What stands behind the first word with a figure.
fn behind_number(text: &str) -> &str {
    let word = text.split(' ').find(|word| has_figure(word));
    let end = word.map(|word| place(word, text) + word.len());
    end.and_then(|end| text.get(end..)).unwrap_or(text)
}

/// "Vår referanse", "Dykkar referanse" alone on a line above its value.
fn alone(head: &str) -> Option<ReferenceRole> {
    let folded = fold_name(head.trim_end_matches([':', '.']));
    match folded.as_str() {
        "vår referanse" | "vår ref" => Some(ReferenceRole::Ours),
        "deres referanse" | "dykkar referanse" | "deres ref" | "dykkar ref" => Some(ReferenceRole::Yours),
        _ => None,
    }
}

/// "Jeg viser til forslaget på høring, saksnr. 12/345": the number of what a sentence refers to is not the writer's.
fn refers(folded: &str, at: usize) -> bool {
    let before = folded.get(..at).unwrap_or_default();
    ["viser til ", "syner til ", "vises til ", "visast til "]
        .iter()
        .any(|words| before.contains(words))
}

/// The reference of who asks, where no label of an answer has it: the recipient's, or a third one's where nobody is addressed.
pub(crate) fn read_asked(view: &View<'_>, record: &mut Record) {
    if record.references.iter().any(|known| known.role == ReferenceRole::Yours) {
        return;
    }
    let Some((value, index)) = crate::hearing::reference(view, &record.title) else {
        return;
    };
    let role = if record.recipient.is_some() {
        ReferenceRole::Yours
    } else {
        ReferenceRole::Theirs
    };
    if let Some(line) = view.lines.get(index) {
        note(record, role, value, line);
    }
}

/// "Sak 17/305-3" in the head of a letter, alone or behind its date: the writer's own.
static CASE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|\s)[Ss]ak:? (\d{2,4}/\d{1,6}(?:-\d{1,4})?)$").ok());
/// Longest line that says so, in bytes.
const MAX_CASE: usize = 40;

/// The case's number in the head of a letter that has no other reference.
fn case_number(top: &[Line<'_>], record: &mut Record) {
    if !matches!(record.kind, Kind::Horingssvar | Kind::Brev)
        || record.references.iter().any(|known| known.role == ReferenceRole::Ours)
    {
        return;
    }
    let short = top.iter().take(CASE_TOP).filter(|line| line.text.len() <= MAX_CASE);
    let found = short.filter_map(|line| Some((line, CASE.as_ref()?.captures(line.text.trim())?.get(1)?.as_str())));
    if let Some((line, value)) = found.into_iter().next() {
        note(record, ReferenceRole::Ours, value, line);
    }
}

/// How many lines of a head can hold it.
const CASE_TOP: usize = 12;

/// Keeps the first reference of each role.
fn note(record: &mut Record, role: ReferenceRole, value: &str, line: &Line<'_>) {
    if record.references.iter().all(|known| known.role != role) {
        record.references.push(Reference {
            role,
            value: value.trim_end_matches('-').to_owned(),
            holder: None,
        });
        evidence(record, "references", line);
    }
}
