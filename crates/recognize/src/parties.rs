//! Sender, recipient and references of letters.

use crate::evidence;
use crate::labels::label;
use crate::view::{Line, View};
use ordskifte_record::{Kind, Party, Record, Reference, ReferenceRole};
use ordskifte_vocabulary::{fold_name, ministries_by_name};
use regex::Regex;
use std::sync::LazyLock;

static POSTAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*\d{4}\s+\p{Lu}").ok());
static REFERENCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[\p{L}]{0,4}\s?\d{2,8}[/-]\d[\w/-]*|^\d{4}/\d+[\w/-]*").ok());

/// How many lines the head of a letter has.
const TOP: usize = 40;

/// Reads sender, recipient and references.
pub(crate) fn read(view: &View<'_>, record: &mut Record) {
    let top = view.lines.get(..TOP.min(view.lines.len())).unwrap_or_default();
    references(top, record);
    match record.kind {
        Kind::Horingssvar | Kind::Brev | Kind::Innspill => letter(view, top, record),
        Kind::Horingsnotat | Kind::Veileder | Kind::Notat => publisher(view, top, record),
        _ => {}
    }
}

fn references(top: &[Line<'_>], record: &mut Record) {
    for line in top.iter().filter(|line| line.text.chars().count() < 240) {
        let folded = line.text.to_lowercase();
        let roles = [
            (
                ReferenceRole::Ours,
                ["vår ref", "vårt saksnr", "saksnr", "saksnummer"].as_slice(),
            ),
            (ReferenceRole::Yours, ["deres ref", "dykkar ref", "din ref"].as_slice()),
        ];
        for (role, words) in roles {
            let Some(at) = words
                .iter()
                .find_map(|word| folded.find(word).map(|at| at + word.len()))
            else {
                continue;
            };
            let Some(rest) = line.text.get(at..) else { continue };
            let value = rest
                .split_once(':')
                .map_or(rest, |(_, value)| value)
                .trim_start_matches(['.', ' ', '\t', ':']);
            let Some(found) = REFERENCE.as_ref().and_then(|pattern| pattern.find(value)) else {
                continue;
            };
            let value = found.as_str().trim().to_owned();
            if !record.references.iter().any(|known| known.role == role) {
                record.references.push(Reference {
                    role,
                    value,
                    holder: None,
                });
                evidence(record, "references", line);
            }
        }
    }
}

fn party(name: &str) -> Party {
    let folded = fold_name(name);
    let is = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let party_type = if is(&["fylkeskommune"]) {
        Some("fylkeskommune")
    } else if is(&["kommune"]) {
        Some("kommune")
    } else if is(&["statsforvalter", "fylkesmann"]) {
        Some("statsforvalter")
    } else if is(&["departement"]) {
        Some("departement")
    } else if is(&["direktorat", "tilsyn"]) {
        Some("direktorat")
    } else if is(&["forening", "forbund", "lag", "organisasjon", "stiftelse"]) || folded == "ks" {
        Some("organisasjon")
    } else if folded.ends_with(" as") || folded.ends_with(" asa") {
        Some("næringsliv")
    } else {
        None
    };
    Party {
        name: name.trim().to_owned(),
        printed: name.trim().to_owned(),
        party_type: party_type.map(str::to_owned),
        signatories: Vec::new(),
    }
}

/// Whether a short line is an organization's name.
fn is_organization(text: &str) -> bool {
    let folded = fold_name(text);
    let length = text.chars().count();
    (2..=70).contains(&length)
        && text.starts_with(char::is_uppercase)
        && !text.ends_with(['.', ':', ','])
        && label(text).is_none()
        && (folded == "ks"
            || [
                "kommune",
                "fylkeskommune",
                "departementet",
                "direktoratet",
                "forening",
                "foreningen",
                "foreining",
                "foreininga",
                "forbund",
                "forbundet",
                "statsforvalteren",
                "statsforvaltaren",
                "fylkesmannen",
                "tilsynet",
                "organisasjon",
                "høgskole",
                "universitet",
            ]
            .iter()
            .any(|word| {
                folded
                    .split([' ', ','])
                    .any(|part| part == *word || (word.len() > 6 && part.ends_with(word)))
            })
            || folded.starts_with("direktoratet for")
            || folded.starts_with("statsforvalteren i"))
}

/// The name before a postal address on the same line: "Finansdepartementet Postboks 1 Dep 0030 Oslo".
fn addressee(text: &str) -> &str {
    let cut = [" Postboks", " postboks", " Pb", " Boks", " Dep ", " Dep,"]
        .iter()
        .filter_map(|word| text.find(word))
        .min();
    text.get(..cut.unwrap_or(text.len()))
        .unwrap_or(text)
        .trim()
        .trim_end_matches([',', '\\'])
}

/// The ministry whose letterhead a line is: "DET KONGELIGE FINANSDEPARTEMENT", or whose name it begins with before a date.
fn issuer(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let folded = fold_name(text);
    if let Some(name) = folded
        .strip_prefix("det kongelige ")
        .or_else(|| folded.strip_prefix("det kongelege "))
    {
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

fn letter(view: &View<'_>, top: &[Line<'_>], record: &mut Record) {
    // The addressee stands above a postal address or "Dep"; a ministry in the head of a letter to it.
    let addressed = top.iter().enumerate().find(|(index, line)| {
        if addressee(line.text).len() < line.text.trim().len() && !ministries_by_name(addressee(line.text)).is_empty() {
            return true;
        }
        !ministries_by_name(line.text).is_empty()
            && (*index > 0 || record.kind != Kind::Brev)
            && top.get(index + 1..index + 4).unwrap_or_default().iter().any(|next| {
                POSTAL.as_ref().is_some_and(|pattern| pattern.is_match(next.text))
                    || fold_name(next.text).contains("dep")
            })
    });
    let labelled = top
        .iter()
        .find(|line| matches!(label(line.text), Some(("recipient", value)) if is_organization(value)));
    if let Some((_, line)) = addressed {
        record.recipient = Some(party(addressee(line.text)));
        evidence(record, "recipient", line);
    } else if let Some(line) = labelled {
        record.recipient = label(line.text).map(|(_, value)| party(value));
        evidence(record, "recipient", line);
    } else if let Some(line) = top.iter().find(|line| {
        let name = line.text.trim();
        (record.kind == Kind::Horingssvar && !ministries_by_name(name).is_empty())
            || (record.kind == Kind::Brev && fold_name(name) == "ks")
    }) {
        record.recipient = Some(party(line.text));
        evidence(record, "recipient", line);
    }
    let recipient = record.recipient.as_ref().map(|party| fold_name(&party.name));
    let other =
        |line: &&Line<'_>| is_organization(line.text.trim()) && Some(fold_name(addressee(line.text))) != recipient;
    let labelled = top
        .iter()
        .find(|line| matches!(label(line.text), Some(("sender", value)) if is_organization(value)));
    let found = labelled
        .or_else(|| top.iter().take(15).find(other))
        .or_else(|| signature(view).iter().find(other));
    if let Some(line) = found {
        let name = label(line.text).map_or(line.text, |(_, value)| value);
        record.sender = Some(party(name));
        evidence(record, "sender", line);
    } else {
        let head = top.iter().take(3).map(|line| line.text);
        let issuer = head.chain(view.furniture.iter().copied()).find_map(issuer);
        let other = issuer.filter(|name| Some(fold_name(name)) != recipient);
        record.sender = other.map(party);
    }
}

/// The lines after the greeting at the end.
fn signature<'a, 'v>(view: &'a View<'v>) -> &'a [Line<'v>] {
    let greeting = view.lines.iter().rposition(|line| {
        let folded = fold_name(line.text);
        folded.len() < 60 && (folded.contains("hilsen") || folded.contains("helsing"))
    });
    greeting.and_then(|at| view.lines.get(at..)).unwrap_or_default()
}

/// Who issued a guide or a note: the first ministry that stands alone on a line near the beginning or the end.
fn publisher(view: &View<'_>, top: &[Line<'_>], record: &mut Record) {
    let alone = |line: &&Line<'_>| {
        let name = line.text.trim();
        let bare = ["Utgitt av:", "Utgitt av", "Utgjeve av:", "Utgjeve av", "Frå:", "Fra:"]
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix))
            .unwrap_or(name);
        !ministries_by_name(bare.trim()).is_empty()
    };
    let tail = view
        .lines
        .get(view.lines.len().saturating_sub(15)..)
        .unwrap_or_default();
    if let Some(line) = top.iter().find(alone).or_else(|| tail.iter().find(alone)) {
        let name = line.text.trim();
        let bare = name.rsplit(':').next().unwrap_or(name).trim();
        let bare = bare
            .strip_prefix("Utgitt av ")
            .or_else(|| bare.strip_prefix("Utgjeve av "))
            .unwrap_or(bare);
        record.sender = Some(party(bare));
        evidence(record, "sender", line);
        return;
    }
    // "Frå: Finansdepartementet, avdelinga for …" and letterheads that hold a date or stand outside the flow.
    let labelled = top.iter().find_map(|line| match label(line.text) {
        Some(("sender", value)) => issuer(value.split(',').next().unwrap_or(value)),
        _ => None,
    });
    let head = top.iter().take(8).map(|line| line.text);
    let found = labelled.or_else(|| head.chain(view.furniture.iter().copied()).find_map(issuer));
    record.sender = found.map(party);
}
