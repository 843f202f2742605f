//! Who issued a guide, a note or the page of a hearing.

use crate::labels::label;
use crate::openings::{opener, royal_head};
use crate::organizations::{is_organization, party, sort};
use crate::view::{Line, View};
use crate::{evidence, joint, recipients};
use ordskifte_record::{BlockKind, Kind, Party, Record};
use ordskifte_vocabulary::{LowerCase, fold_name, ministries_by_name};

/// Longest line that is a letterhead, in bytes.
const MAX_ISSUER: usize = 200;

/// The ministry whose letterhead a line is: "DET KONGELIGE FINANSDEPARTEMENT", or whose name it begins with before a date.
pub(super) fn issuer(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.len() > MAX_ISSUER {
        return None;
    }
    let folded = fold_name(text);
    if let Some(name) = folded
        .strip_prefix("det kongelige ")
        .or_else(|| folded.strip_prefix("det kongelege "))
    {
        // "… departement Statsråden": who writes there.
        let end = name.find("departement").map(|at| at + "departement".len());
        let name = end.and_then(|end| name.get(..end)).unwrap_or(name);
        let full = if name.ends_with("departement") {
            format!("{name}et")
        } else {
            name.to_owned()
        };
        return ministries_by_name(&full).first().map(|ministry| ministry.name_nb);
    }
    if text.chars().count() > 90 {
        return None;
    }
    let end = text
        .match_indices("departementet")
        .map(|(at, word)| at + word.len())
        .next()?;
    let (name, rest) = (
        text.get(..end)?,
        text.get(end..)?.trim_matches([' ', ',', '\\', '.', '–', '-']),
    );
    let dated = rest.is_empty() || crate::dates::dates(rest).first().is_some_and(|date| date.start == 0);
    dated
        .then(|| ministries_by_name(name).first().map(|ministry| ministry.name_nb))
        .flatten()
}

/// The ministry of the letterhead at the top, which may take several lines: "DET KONGELIGE", "SAMFERDSELSDEPARTEMENT"; its line,
/// its name, and that as printed.
pub(super) fn royal<'a, 'v>(top: &'a [Line<'v>]) -> Option<(&'a Line<'v>, &'static str, String)> {
    let head = royal_head(top)?;
    let at = top.iter().position(|line| line.start == head.start)?;
    let mut printed = String::new();
    top.iter().skip(at).take(ROYAL_LINES).find_map(|line| {
        printed.push_str(line.text.trim());
        let found = issuer(&printed);
        printed.push(' ');
        // Lower-casing Norwegian letters keeps their length in bytes; "Statsråden" behind it is no part of the name.
        let end = printed
            .lower_case()
            .rfind("departement")
            .map(|at| at + "departement".len());
        let article = end
            .and_then(|end| printed.get(end..end + 2))
            .filter(|word| word.eq_ignore_ascii_case("et"));
        let end = end.map(|end| end + article.map_or(0, str::len));
        let name = end
            .and_then(|end| printed.get(ROYAL.len()..end))
            .unwrap_or_default()
            .trim();
        found.map(|ministry| (head, ministry, name.to_owned()))
    })
}

/// What stands before the name; in nynorsk it is as long.
const ROYAL: &str = "det kongelige ";
/// Most lines of such a letterhead.
const ROYAL_LINES: usize = 4;

/// Sorts of bodies that issue guides and notes, and how many lines can name the one that did.
const ISSUERS: [&str; 5] = [
    "direktorat",
    "kommune",
    "fylkeskommune",
    "statsforvalter",
    "departement",
];
const PUBLISHER: usize = 8;

/// "Notat fra KS til 1. konsultasjonsmøte": the body that the title of a note names.
fn titled_notes<'a, 'v>(top: &'a [Line<'v>], title: &str) -> Option<(&'a Line<'v>, &'v str)> {
    let from = |text: &str| ["Notat fra ", "Notat frå "].iter().any(|word| text.starts_with(word));
    let line = top
        .iter()
        .find(|line| from(line.text.trim()) && title.starts_with(line.text.trim()))?;
    let rest = line.text.trim().splitn(3, ' ').nth(2)?;
    let ends = [" til ", " om ", " – ", " - ", ": "]
        .iter()
        .filter_map(|mark| rest.find(mark));
    let name = rest.get(..ends.min().unwrap_or(rest.len()))?;
    is_organization(name).then_some((line, name))
}

/// The body behind "Fra:" or "Utgitt av".
fn published_by<'v>(line: &Line<'v>) -> Option<&'v str> {
    let issued = [
        "Utgitt av",
        "Utgjeve av",
        "Utgiver:",
        "Utgjevar:",
        "Utgivar:",
        "Opphavleg utgjevar:",
        "Opprinnelig utgiver:",
    ];
    let behind = issued.iter().find_map(|prefix| line.text.trim().strip_prefix(prefix));
    let name = match behind {
        Some(rest) => rest.trim_start_matches([':', ' ']),
        None => {
            line.pieces()
                .filter_map(label)
                .find(|(meaning, _)| *meaning == "sender")?
                .1
        }
    };
    is_organization(name).then_some(name)
}

/// Whether the first line of these that is a ministry stands in a list of bodies.
fn is_listed(lines: &[Line<'_>], ministry: impl Fn(&&Line<'_>) -> bool) -> bool {
    let Some(at) = lines.iter().position(|line| ministry(&line)) else {
        return false;
    };
    let body = |at: Option<usize>| {
        at.and_then(|at| lines.get(at))
            .is_some_and(|line| line.is_organization() || ministry(&line))
    };
    // The first entry of a list stands below whatever introduces that.
    let entry = lines.get(at).is_some_and(|line| line.kind == BlockKind::ListItem);
    (entry || body(at.checked_sub(1))) && body(at.checked_add(1))
}

/// The lines above the list of those who are asked.
fn before_asked<'a, 'v>(top: &'a [Line<'v>]) -> &'a [Line<'v>] {
    let asked = |line: &Line<'_>| {
        let folded = fold_name(line.text.trim_end_matches(':'));
        [
            "høringsinstanser",
            "høyringsinstansar",
            "høringsinstansene",
            "høyringsinstansane",
        ]
        .contains(&folded.as_str())
    };
    top.get(..top.iter().position(asked).unwrap_or(top.len()))
        .unwrap_or_default()
}

/// What a line of a page's head names last: "Høring | Dato: 3. mai 2023 | Finansdepartementet (FIN)", "Høyring. Finansdepartementet",
/// "Høring, Finansdepartementet, 24.07.2008".
fn whole(line: &Line<'_>) -> String {
    let last = line.text.rsplit('|').next().unwrap_or(line.text).trim();
    let sorts = ["Høring. ", "Høyring. ", "Høring, ", "Høyring, "];
    let bare = sorts.iter().find_map(|sort| last.strip_prefix(sort)).unwrap_or(last);
    let days = crate::dates::dates(bare);
    let day = days.first().filter(|day| day.end == bare.len()).map(|day| day.start);
    let bare = day.and_then(|day| bare.get(..day)).unwrap_or(bare);
    recipients::without_abbreviation(bare.trim_end_matches([' ', ','])).to_owned()
}

/// Who issued a guide or a note: the first ministry that stands alone on a line near the beginning or the end.
pub(super) fn publisher(view: &View<'_>, top: &[Line<'_>], record: &mut Record) {
    let alone = |line: &&Line<'_>| {
        let name = whole(line);
        let bare = ["Utgitt av:", "Utgitt av", "Utgjeve av:", "Utgjeve av", "Frå:", "Fra:"]
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix))
            .unwrap_or(&name);
        !ministries_by_name(bare.trim()).is_empty()
    };
    let tail = view
        .lines
        .get(view.lines.len().saturating_sub(15)..)
        .unwrap_or_default();
    recipients::read_labelled(top, record);
    let top = before_asked(top);
    // A hearing's page ends in the list of those who are asked.
    let tail = if record.kind == Kind::Horingsnotat { &[] } else { tail };
    // Two ministries that issue a guide together.
    let together = top
        .iter()
        .chain(tail)
        .find_map(|line| Some((line, joint::ministries(line.text)?)));
    if let Some((line, names)) = together {
        record.sender = Some(Party {
            name: names,
            printed: line.text.trim().to_owned(),
            party_type: Some("departement".to_owned()),
            signatories: Vec::new(),
        });
        evidence(record, "sender", line);
        return;
    }
    // "Utgiver: Finansdepartementet" on a page.
    let stated = || top.iter().find_map(|line| Some((line, published_by(line)?)));
    // "Finansdepartementet sender …" above those who are asked, where nothing heads their list.
    let opens = || opener(&view.lines).filter(|_| is_listed(top, alone));
    if record.kind == Kind::Horingsnotat
        && let Some((line, name)) = stated().or_else(opens)
    {
        record.sender = Some(party(name));
        evidence(record, "sender", line);
        return;
    }
    if let Some((line, name, printed)) = royal(top) {
        record.sender = Some(Party { printed, ..party(name) });
        evidence(record, "sender", line);
        return;
    }
    if let Some(line) = top.iter().find(alone).or_else(|| tail.iter().find(alone)) {
        let name = whole(line);
        let bare = name.rsplit(':').next().unwrap_or(&name).trim();
        let bare = bare
            .strip_prefix("Utgitt av ")
            .or_else(|| bare.strip_prefix("Utgjeve av "))
            .unwrap_or(bare);
        record.sender = Some(party(bare));
        evidence(record, "sender", line);
        return;
    }
    // "Frå: Finansdepartementet, avdelinga for …" and letterheads that hold a date or stand outside the flow.
    let behind = |line: &Line<'_>| {
        let (_, value) = line
            .pieces()
            .filter_map(label)
            .find(|(meaning, _)| *meaning == "sender")?;
        issuer(value.split(',').next().unwrap_or(value))
    };
    let labelled = top.iter().find_map(behind);
    let head = top.iter().take(8).map(|line| line.text);
    let found = labelled.or_else(|| head.chain(view.furniture.iter().copied()).find_map(issuer));
    record.sender = found.map(party);
    // "Fra: KS", "Utgitt av Kystdirektoratet".
    let body = top.iter().find_map(|line| Some((line, published_by(line)?)));
    if let Some((line, name)) = body.filter(|_| record.sender.is_none()) {
        record.sender = Some(party(name));
        evidence(record, "sender", line);
    }
    // "Helsedirektoratet" in the head of a guide, or "Notat fra KS" as title.
    let above = view.top(PUBLISHER);
    let mut bodies = above.iter().filter(|line| {
        let name = line.text.trim();
        is_organization(name) && published_by(line).is_none() && sort(name).is_some_and(|sort| ISSUERS.contains(&sort))
    });
    let body = match (bodies.next(), bodies.next()) {
        (Some(line), None) => Some((line, line.text)),
        _ => None,
    };
    let body = titled_notes(top, &record.title).or(body);
    if let Some((line, name)) = body.filter(|_| record.sender.is_none()) {
        record.sender = Some(party(name));
        evidence(record, "sender", line);
    }
    if record.sender.is_none()
        && let Some((line, name)) = opener(&view.lines).filter(|_| record.kind == Kind::Horingsnotat)
    {
        record.sender = Some(party(name));
        evidence(record, "sender", line);
    }
}
