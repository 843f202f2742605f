//! Who signed: names and titles after the greeting, or at the very end.

use crate::data::rows;
use crate::organizations::{is_organization, ministries, sort, street};
use crate::people::{is_name, leading_role, persons};
use crate::view::{Line, View};
use aho_corasick::AhoCorasick;
use ordskifte_record::Signatory;
use ordskifte_vocabulary::fold_name;
use std::sync::LazyLock;

/// How many lines a signature takes at most.
const LINES: usize = 14;
/// How many lines at the end can be a signature without a greeting.
const TAIL: usize = 8;

/// The lines after the greeting at the end.
pub(crate) fn after_greeting<'a, 'v>(view: &'a View<'v>) -> Option<&'a [Line<'v>]> {
    let greeting = view.lines.iter().rposition(|line| {
        // Longer lines are prose, also with the blanks that spread a line out; most others need not be folded to be told.
        if line.text.len() >= 300 || !GREETS.as_ref().is_none_or(|words| words.is_match(line.text)) {
            return false;
        }
        let folded = line.folded();
        folded.chars().count() < 60
            && (folded.contains("hilsen") || folded.contains("helsing") || is_short_greeting(folded))
    })?;
    let end = (greeting + 1 + LINES).min(view.lines.len());
    let lines = view.lines.get(greeting + 1..end)?;
    let over = lines.iter().position(|line| {
        let folded = line.folded();
        LISTS.iter().any(|word| folded.starts_with(word))
    });
    lines.get(..over.unwrap_or(lines.len()))
}

/// What a line of greeting holds, in letters of any case.
static GREETS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let any_case = AhoCorasick::builder().ascii_case_insensitive(true).to_owned();
    any_case.build(["hilsen", "helsing", "mvh"]).ok()
});

/// What greetings begin with.
static GREETINGS: LazyLock<Vec<&'static str>> = LazyLock::new(|| rows(include_str!("../data/greetings.txt")).collect());

/// Whether a folded line begins as the greeting of a letter does.
pub(crate) fn begins_greeting(folded: &str) -> bool {
    GREETINGS.iter().any(|words| {
        let rest = folded.strip_prefix(words);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// "Mvh", as e-mails greet; folded.
fn is_short_greeting(folded: &str) -> bool {
    folded.split([' ', '.', ',']).next() == Some("mvh")
}

/// Lists of those that a letter goes to: they stand below it, and none of them signed.
const LISTS: [&str; 9] = [
    "høringsinstans",
    "høyringsinstans",
    "likelydende",
    "likelydande",
    "mottakerliste",
    "mottakarliste",
    "adresseliste",
    "kopi",
    "gjenpart",
];

/// Those who signed.
pub(crate) fn signatories(view: &View<'_>) -> Vec<Signatory> {
    if let Some(lines) = after_greeting(view) {
        return read(lines);
    }
    let placed = below_date(view);
    if !placed.is_empty() {
        return placed;
    }
    // What stands below the last running text.
    let from = view
        .lines
        .iter()
        .rposition(|line| line.text.chars().count() > 90)
        .map_or(0, |at| at + 1)
        .max(view.lines.len().saturating_sub(TAIL));
    let tail = view.lines.get(from..).unwrap_or_default();
    // Without a greeting a name alone is no signature: a title belongs to it.
    read(tail)
        .into_iter()
        .filter(|signatory| signatory.title.is_some())
        .collect()
}

/// Longest line of a place and a date, in bytes: forty of the place, and the longest date.
const PLACED: usize = 80;
/// How many lines below a date or "For X" can be a signature.
const BELOW: usize = 4;
/// How many lines a foreword has at most, and the longest line of a signature, in characters.
const FOREWORD: usize = 14;
const SIGNED: usize = 90;

/// Who signed below the place and date ("Vika, 3. mai 2019"), below "For KS", or the foreword of a book: names with titles.
pub(crate) fn below_date(view: &View<'_>) -> Vec<Signatory> {
    let titled = |lines: &[Line<'_>]| -> Vec<Signatory> {
        let short = lines
            .iter()
            .take_while(|line| line.text.chars().count() <= SIGNED)
            .count();
        let found = read(lines.get(..short).unwrap_or_default());
        found.into_iter().filter(|one| one.title.is_some()).collect()
    };
    let lines = |from: usize, count: usize| {
        view.lines
            .get(from..view.lines.len().min(from + count))
            .unwrap_or_default()
    };
    let placed = |line: &Line<'_>| {
        let text = line.text.trim().trim_end_matches('.');
        if text.len() > PLACED {
            return false;
        }
        let found = crate::dates::dates(text);
        let date = found.first().filter(|date| found.len() == 1 && date.end == text.len());
        let place = date.and_then(|date| text.get(..date.start));
        place.is_some_and(|place| (place.ends_with(", ") || place.ends_with(" den ")) && place.len() < 40)
    };
    let behalf =
        |line: &Line<'_>| line.text.starts_with("For ") && is_organization(line.text.get(4..).unwrap_or_default());
    let mut found = view
        .lines
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, line)| placed(line) || behalf(line));
    let below = found.find_map(|(index, line)| {
        let from = if behalf(line) { index } else { index + 1 };
        // The name stands at once below.
        let first = titled(lines(from, 3));
        (!first.is_empty()).then(|| titled(lines(from, BELOW + 1)))
    });
    below.unwrap_or_else(|| {
        let heading = |line: &Line<'_>| ["forord", "føreord"].contains(&line.folded());
        let Some(from) = view.lines.iter().rposition(heading) else {
            return Vec::new();
        };
        let mut foreword = (from + 1..from + FOREWORD)
            .filter(|at| !titled(lines(*at, 1)).is_empty() || !titled(lines(*at, 2)).is_empty());
        foreword.next().map(|at| titled(lines(at, 2))).unwrap_or_default()
    })
}

/// What begins the lines below a signature.
const ENDS: [&str; 17] = [
    "kopi",
    "vedlegg",
    "dokumentet er",
    "dette dokumentet er",
    "brevet er",
    "dette brevet er",
    "saksbehand",
    "adresse",
    "postadresse",
    "besøksadresse",
    "kontoradresse",
    "postboks",
    "telefon",
    "tlf",
    "e-post",
    "til toppen",
    "mottakere",
];

/// Names with the titles beside or below them; columns stand side by side.
pub(crate) fn read(lines: &[Line<'_>]) -> Vec<Signatory> {
    let mut found: Vec<Signatory> = Vec::new();
    // Those of the line before, whose titles may stand below.
    let mut open: Vec<usize> = Vec::new();
    let mut parties: Vec<String> = Vec::new();
    let mut below = lines.iter();
    while let Some(line) = below.next() {
        if ENDS.iter().any(|word| line.folded().starts_with(word)) {
            break;
        }
        // "e.f." on a line of its own says for whom somebody signs.
        if without_marks(line.text).is_empty() {
            continue;
        }
        let spaced = side_by_side(line.text, open.len());
        let cells = match &spaced {
            Some(cells) => cells.iter().map(String::as_str).collect(),
            None => cells(line.text),
        };
        let mut here = Vec::new();
        for (column, cell) in cells.iter().enumerate() {
            let cell = without_marks(cell);
            if let Some(party) = cell.strip_prefix("For ").or_else(|| cell.strip_prefix("for ")) {
                // "For kommunene" names none of them.
                if party.trim_start().starts_with(char::is_uppercase) {
                    parties.push(party.trim().to_owned());
                }
                continue;
            }
            // "ordfører Lillevik" below a name of the same column is its title, and no other person.
            let titled = cells.len() > 1
                && open.len() == cells.len()
                && leading_role(&cell).0.is_some()
                && open
                    .get(column)
                    .and_then(|at| found.get(*at))
                    .is_some_and(|above| above.title.is_none());
            if let Some((name, title)) = name_and_title(&cell).filter(|_| !titled) {
                here.push(found.len());
                found.push(Signatory {
                    name,
                    title,
                    party: parties.get(column).cloned(),
                });
            } else if let Some(signatory) = open.get(column).and_then(|at| found.get_mut(*at)) {
                // The body below the title.
                if signatory.title.is_some()
                    && signatory.party.is_none()
                    && (cell == "KS" || !ministries(&cell).is_empty() || cells.len() > 1 && is_organization(&cell))
                {
                    signatory.party = Some(cell.clone());
                }
                // "Lillevegen 3" below a name is where somebody lives.
                let short = cell.chars().count() <= 60
                    && !cell.contains(|c: char| c.is_ascii_digit())
                    // "Adm. dir." ends in a point.
                    && (!cell.ends_with(['.', ':']) || ordskifte_vocabulary::role(&cell).is_some())
                    && (leading_role(&cell).0.is_some() || !is_organization(&cell));
                if signatory.title.is_none() && short && !cell.is_empty() {
                    signatory.title = Some(cell.clone());
                }
            }
        }
        // One title below the names of two is told of neither.
        let titles = titles_below(below.as_slice());
        let apart = spaced.is_some() && !here.is_empty() && side_by_side(titles.first().unwrap_or(&""), 2).is_none();
        if apart && !titles.is_empty() {
            if titles.len() == here.len() {
                for (signatory, title) in found.iter_mut().rev().zip(titles.iter().rev()) {
                    signatory.title = Some((*title).to_owned());
                }
            }
            below.nth(titles.len() - 1);
            here.clear();
        }
        // A line of running text ends the signature.
        if here.is_empty() && line.text.chars().count() > 90 {
            break;
        }
        // Below a row of names and one of titles stands one of bodies.
        let row = cells.len() > 1 && cells.len() == open.len();
        open = if here.is_empty() && !row {
            Vec::new()
        } else if here.is_empty() {
            open
        } else {
            here
        };
    }
    for one in &mut found {
        // "nestleder i KS": the title, and whom it is of.
        let of = one.title.as_deref().and_then(|title| title.split_once(" i "));
        if let Some((title, body)) = of.filter(|(_, body)| is_organization(body)) {
            let (title, body) = (title.to_owned(), body.to_owned());
            one.title = Some(title);
            one.party.get_or_insert(body);
        }
    }
    found
}

/// Columns: cells of a table, or text with wide gaps.
fn cells(text: &str) -> Vec<&str> {
    text.split('\t')
        .flat_map(|cell| cell.split("   "))
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect()
}

/// The titles that stand on a line each at once below.
fn titles_below<'v>(lines: &[Line<'v>]) -> Vec<&'v str> {
    let titles = lines.iter().map(|line| line.text.trim());
    let whole = |text: &&str| {
        text.chars().count() <= 60 && leading_role(text).0.is_some_and(|_| leading_role(text).1.is_empty())
    };
    titles.take_while(whole).collect()
}

/// Most words of two names with their titles.
const SIDE_BY_SIDE: usize = 16;

/// "Kari Moe Ola Li" and, behind or below the names of two, "avdelingsdirektør rådgiver": columns whose gap is lost.
fn side_by_side(text: &str, above: usize) -> Option<Vec<String>> {
    let words: Vec<&str> = text.split_whitespace().take(SIDE_BY_SIDE + 1).collect();
    if words.len() > SIDE_BY_SIDE {
        return None;
    }
    let titles = (4..words.len()).find(|at| {
        let behind = words.get(*at..).unwrap_or_default();
        leading_role(&behind.join(" ")).0.is_some()
    });
    let (names, titles) = words.split_at(titles.unwrap_or(words.len()));
    let names: Vec<String> = persons(names).into_iter().map(|words| words.join(" ")).collect();
    if let (true, Some(titles)) = (names.len() == 2, two_titles(titles)) {
        let titled = names.iter().zip(titles).map(|(name, title)| format!("{name}, {title}"));
        return Some(titled.collect());
    }
    if names.len() > 1 {
        return Some(names);
    }
    two_titles(&words).filter(|_| above == 2).map(Vec::from)
}

/// "avdelingsdirektør rådgiver": the titles of two.
fn two_titles(words: &[&str]) -> Option<[String; 2]> {
    let whole = |words: &[&str]| {
        let text = words.join(" ");
        let (role, rest) = leading_role(&text);
        role.is_some() && rest.is_empty()
    };
    let at = (1..words.len()).find(|at| {
        let (left, right) = words.split_at(*at);
        whole(left) && whole(right)
    })?;
    let (left, right) = words.split_at(at);
    Some([left.join(" "), right.join(" ")])
}

/// Without "(sign.)", "e.f." and the like.
fn without_marks(cell: &str) -> String {
    let mut text = cell.trim().trim_matches(['*', '_']).to_owned();
    for mark in [
        "(sign.)",
        "(sign)",
        "sign.",
        "(e.f.)",
        "(e.f)",
        "e.f.",
        "(s)",
        "(etter fullmakt)",
        "etter fullmakt",
        "/s/",
    ] {
        text = text.replace(mark, " ");
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // "… direktør Dokumentet er elektronisk godkjent": lines that ran together.
    let end = ["Dokumentet er ", "Brevet er ", "Dette dokumentet ", "Dette brevet "];
    let end = end.iter().filter_map(|words| text.find(words)).min();
    let text = text.get(..end.unwrap_or(text.len())).unwrap_or_default().trim_end();
    text.trim_end_matches([',', '-', '–']).trim().to_owned()
}

/// "Kari Moen", "Kari Moen, kommunedirektør", "Kari Moen kommunedirektør", "ordfører Kari Moen".
fn name_and_title(cell: &str) -> Option<(String, Option<String>)> {
    let is_person = |words: &[&str]| (2..=5).contains(&words.len()) && is_name(words);
    // "Kari Moe Lillevegen 3 2600 Bergli": lines that ran together.
    let home = street(cell).and_then(|end| cell.get(..end)).map(str::split_whitespace);
    let home: Vec<&str> = home.into_iter().flatten().collect();
    if is_person(&home)
        && cell
            .split_whitespace()
            .any(|word| word.len() == 4 && word.parse::<u16>().is_ok())
    {
        return Some((home.join(" "), None));
    }
    // "Les hele svaret (pdf)" leads to a file.
    let file = cell.ends_with("(pdf)") || cell.ends_with("(PDF)");
    let agency = fold_name(cell).starts_with("statens ");
    if file || agency || cell.contains(|c: char| c.is_ascii_digit()) || fold_name(cell).contains("hilsen") {
        return None;
    }
    if let Some((name, title)) = cell.split_once(',') {
        let words: Vec<&str> = name.split_whitespace().collect();
        return is_person(&words).then(|| (words.join(" "), Some(title.trim().to_owned())));
    }
    if let (Some(_), name) = leading_role(cell) {
        let words: Vec<&str> = name.split_whitespace().collect();
        // "leder i Vika Sykkelklubb" names a body.
        if is_person(&words) && !is_organization(name) {
            let title = cell.strip_suffix(name).unwrap_or_default().trim().to_owned();
            return Some((words.join(" "), Some(title)));
        }
        return None;
    }
    let words: Vec<&str> = cell.split_whitespace().collect();
    // The title begins at the first role, or in lower case.
    let at = (2..words.len().min(6)).find(|at| {
        let rest = words.get(*at..).unwrap_or_default();
        rest.first().is_some_and(|word| {
            word.starts_with(char::is_lowercase) && !["av", "de", "den", "der", "du", "la", "von", "van"].contains(word)
        }) || leading_role(&rest.join(" ")).0.is_some()
    });
    match at {
        Some(at) => {
            let name = words.get(..at).unwrap_or_default();
            let title = words.get(at..).unwrap_or_default();
            (is_person(name) && is_title(title)).then(|| (name.join(" "), Some(title.join(" "))))
        }
        None => (is_person(&words) && !is_organization(cell)).then(|| (words.join(" "), None)),
    }
}

/// Whether words behind a name can be a title, and neither "kommune" nor a sentence.
fn is_title(words: &[&str]) -> bool {
    let body = words.first().and_then(|word| sort(word));
    let sentence = words.len() > 3 && words.last().is_some_and(|word| word.ends_with('.'));
    !matches!(body, Some("kommune" | "fylkeskommune" | "organisasjon")) && !sentence
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_record::BlockKind;

    fn signed(lines: &[&str]) -> Vec<(String, Option<String>)> {
        let lines: Vec<Line<'_>> = lines
            .iter()
            .map(|text| Line::new(text, BlockKind::Paragraph, None, 1, 0))
            .collect();
        read(&lines)
            .into_iter()
            .map(|signatory| (signatory.name, signatory.title))
            .collect()
    }

    #[test]
    fn titles_stand_beside_or_below() {
        let kari = |title: &str| [("Kari Moen".to_owned(), Some(title.to_owned()))];
        assert_eq!(signed(&["Kari Moen", "Direktør (sign.)"]), kari("Direktør"));
        assert_eq!(signed(&["Kari Moen kommunedirektør"]), kari("kommunedirektør"));
        assert_eq!(
            signed(&["Kari Moen (e.f.)", "avdelingsdirektør", "Kopi til: Ola Li"]),
            kari("avdelingsdirektør")
        );
        assert_eq!(
            signed(&["Kari Moen\tOla Li", "ordfører\tkommunedirektør"]),
            [
                ("Kari Moen".to_owned(), Some("ordfører".to_owned())),
                ("Ola Li".to_owned(), Some("kommunedirektør".to_owned()))
            ]
        );
        let of = |name: &str, title: Option<&str>| (name.to_owned(), title.map(str::to_owned));
        assert_eq!(
            signed(&["Kari E. Moen Ola Li", "avdelingsdirektør seniorrådgiver"]),
            [
                of("Kari E. Moen", Some("avdelingsdirektør")),
                of("Ola Li", Some("seniorrådgiver"))
            ]
        );
        assert_eq!(
            signed(&["Kari Moen Ola Berg Li", "ombud", "rådgiver"]),
            [of("Kari Moen", Some("ombud")), of("Ola Berg Li", Some("rådgiver"))]
        );
        assert_eq!(
            signed(&["Kari Moen Ola Li", "rådgiver"]),
            [of("Kari Moen", None), of("Ola Li", None)]
        );
        assert_eq!(signed(&["Ytre Vik fylkeskommune er positiv til framlegget."]), []);
        assert_eq!(signed(&["Storvik kommune", "Dokumentet er elektronisk godkjent"]), []);
    }
}
