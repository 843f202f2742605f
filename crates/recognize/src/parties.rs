//! Sender, recipient and references of letters.

use crate::answers::{answering, answering_other, asked, page_sender};
use crate::evidence;
use crate::labels::label;
use crate::openings::opener;
use crate::organizations::{first_of, is_organization, ministries, party, sort};
use crate::people::is_name;
use crate::view::{Line, View};
use crate::{references, signature};
use ordskifte_record::{Kind, Party, Record, ReferenceRole, Signatory};
use ordskifte_vocabulary::{fold_name, ministries_by_abbreviation, ministries_by_name};
use regex::Regex;
use std::sync::LazyLock;

static POSTAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*\d{4}\s+\p{Lu}").ok());

/// "Senteret takker for", at the beginning of a paragraph.
static OWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(\p{Lu}[\p{L}-]+(?: (?:(?:for|om) \p{Ll}[\p{L}-]+(?:(?:,| og) \p{Ll}[\p{L}-]+){0,3}|og|for|i|av|\p{Lu}[\p{L}-]+|kommune|fylkeskommune|[\p{L}]*(?:forbund|forening|foreining|sentrum|senter|råd|lag|samband|selskap|nettverk|organisasjon|institutt|museum|universitet|høgskole))){0,5}) (?:takker for|takkar for|viser til|støtter|støttar|mener|meiner|vil peke på|vil peike på|deler|er enig|er einig|er positiv|ønsker|ønskjer|har mottatt|har motteke|har ingen|har ikke|har ikkje|har merknad|har følgende|har følgjande|avgir|gir|gjev|avstår|slutter seg|sluttar seg|stiller seg|stiller spørsmål|forutsetter|føreset|anbefaler|går inn for|går imot)(?-u:\b)").ok()
});
static HEAD_OF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:styreleder|styreleiar|leder|leiar|direktør|administrerende direktør|generalsekretær|ordfører|ordførar|kommunedirektør|fylkesordfører|fylkesordførar) i (\S.{1,60})$").ok()
});
/// What tells the sender by a single use.
const THANKS: [&str; 6] = [
    "takker for",
    "takkar for",
    "viser til",
    "har mottatt",
    "har motteke",
    "avgir",
];
/// Words that begin the names of others in a letter.
const STRANGERS: [&str; 25] = [
    "vi",
    "jeg",
    "eg",
    "me",
    "det",
    "dette",
    "den",
    "denne",
    "de",
    "dei",
    "disse",
    "departement",
    "regjering",
    "kommisjon",
    "utvalg",
    "utval",
    "forslag",
    "høring",
    "høyring",
    "lov",
    "stortinget",
    "kommunen ",
    "kommunene",
    "kommunane",
    "høringsnotat",
];
/// Words of lines that hold references.
const REFERENCE_WORDS: [&str; 4] = ["ref.", "saksnr", "dato:", "postboks"];

/// How many lines the head of a letter has.
const TOP: usize = 40;

/// Reads sender, recipient and references.
pub(crate) fn read(view: &View<'_>, record: &mut Record) {
    let top = view.lines.get(..TOP.min(view.lines.len())).unwrap_or_default();
    references::read(top, record);
    match record.kind {
        Kind::Horingssvar | Kind::Brev | Kind::Innspill => letter(view, top, record),
        Kind::Horingsnotat | Kind::Veileder | Kind::Notat => publisher(view, top, record),
        _ => {}
    }
    for reference in &mut record.references {
        let holder = match reference.role {
            ReferenceRole::Ours => &record.sender,
            ReferenceRole::Yours => &record.recipient,
            ReferenceRole::Theirs => &None,
        };
        reference.holder = holder.as_ref().map(|party| party.name.clone());
    }
}

/// What postal addresses begin with.
const ADDRESSES: [&str; 8] = [
    " Postboks",
    " postboks",
    " Postmottak",
    " postmottak",
    " Pb",
    " Boks",
    " Dep ",
    " Dep,",
];
/// Longest name before an address, in characters.
const LONGEST: usize = 400;

/// The name before a postal address on the same line: "Finansdepartementet Postboks 1 Dep 0030 Oslo".
fn addressee(text: &str) -> &str {
    let text = text.trim_end().strip_suffix(" Her").unwrap_or(text);
    // Nobody's name is longer, and running text need not be read to its end.
    let near = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text, |(at, _)| text.get(..at).unwrap_or(text));
    let cut = first_of(near, &ADDRESSES);
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
    let answering = answering(&record.title).map(str::to_owned);
    // The addressee stands above a postal address or "Dep"; a ministry in the head of a letter to it.
    let addressed = top.iter().enumerate().find(|(index, line)| {
        if addressee(line.text).len() < line.text.trim().len() && !ministries(addressee(line.text)).is_empty() {
            return true;
        }
        let letterhead = || fold_name(line.text).starts_with("det kong");
        // Where the title names the sender, another organization above an address is who it answers.
        let other = |name: &str| is_organization(line.text.trim()) && !fold_name(line.text).contains(&fold_name(name));
        (!ministries(line.text).is_empty() || answering.as_deref().is_some_and(other))
            && (*index > 0 || (record.kind != Kind::Brev && !letterhead()))
            && top.get(index + 1..index + 4).unwrap_or_default().iter().any(|next| {
                POSTAL.as_ref().is_some_and(|pattern| pattern.is_match(next.text))
                    || fold_name(next.text).contains("dep")
            })
    });
    let labelled = top
        .iter()
        .find(|line| matches!(label(line.text), Some(("recipient", value)) if is_organization(in_full(value))));
    let direct = top.iter().find(|line| to(line.text).is_some());
    if let Some(line) = asked(view) {
        record.recipient = Some(party(line.text));
        evidence(record, "recipient", line);
    } else if let Some((_, line)) = addressed {
        record.recipient = Some(party(addressee(line.text)));
        evidence(record, "recipient", line);
    } else if let Some(line) = labelled {
        record.recipient = label(line.text).map(|(_, value)| party(in_full(value)));
        evidence(record, "recipient", line);
    } else if let Some(line) = direct {
        record.recipient = to(line.text).map(party);
        evidence(record, "recipient", line);
    } else if let Some(line) = top.iter().find(|line| {
        let name = line.text.trim();
        (record.kind != Kind::Brev && !ministries(without_abbreviation(name)).is_empty())
            || (record.kind == Kind::Brev && fold_name(name) == "ks")
    }) {
        record.recipient = Some(party(without_abbreviation(line.text)));
        evidence(record, "recipient", line);
    }
    sender(view, top, answering.as_deref(), record);
}

/// "Olje- og energidepartementet (OED)".
fn without_abbreviation(name: &str) -> &str {
    let bare = name.trim();
    let abbreviated = bare.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let short = |mark: &str| mark.len() <= 4 && mark.chars().all(char::is_uppercase);
    abbreviated
        .filter(|(_, mark)| short(mark))
        .map_or(bare, |(name, _)| name)
}

/// "Postmottak KDD" as an e-mail names its recipient: the ministry in full.
fn in_full(value: &str) -> &str {
    let bare = ["Postmottak ", "postmottak "]
        .iter()
        .find_map(|word| value.strip_prefix(word));
    let bare = bare.unwrap_or(value).trim();
    let named = if bare.len() <= 4 {
        ministries_by_abbreviation(bare)
    } else {
        Vec::new()
    };
    named.last().map_or(bare, |ministry| ministry.name_nb)
}

/// "Til Finansdepartementet": the recipient on a line of its own.
fn to(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix("Til ")?;
    (is_organization(name) || !ministries_by_name(name).is_empty()).then_some(name)
}

/// The sender of a letter: labelled, in its title, in its head, below its greeting, as its signatories have it, or by what
/// it says of itself.
fn sender(view: &View<'_>, top: &[Line<'_>], answering: Option<&str>, record: &mut Record) {
    let signatories = signature::signatories(view);
    if let Some((line, sender)) = page_sender(view) {
        let signatories = signatories.into_iter().filter(|one| one.name != sender.name);
        record.sender = Some(Party {
            signatories: signatories.collect(),
            ..sender
        });
        evidence(record, "sender", line);
        return;
    }
    let recipient = record.recipient.as_ref().map(|party| fold_name(&party.name));
    let other = |line: &&Line<'_>| {
        is_organization(line.text.trim())
            && to(line.text).is_none()
            && Some(fold_name(addressee(line.text))) != recipient
            && !line.text.to_lowercase().contains("hilsen")
            && !line.text.to_lowercase().contains("helsing")
            && !REFERENCE_WORDS
                .iter()
                .any(|word| line.text.to_lowercase().contains(word))
    };
    let labelled = top
        .iter()
        .find(|line| matches!(label(line.text), Some(("sender", value)) if is_organization(value)));
    // A ministry further down the head of a letter is another recipient.
    let head =
        |line: &&Line<'_>| other(line) && (record.kind == Kind::Brev || sort(line.text.trim()) != Some("departement"));
    let signed = signature::after_greeting(view).unwrap_or_default();
    let titled = answering.and_then(|name| Some((top.iter().find(|line| line.text.contains(name))?, name)));
    // A ministry's letterhead stands above everybody else that its letter names.
    let royal = top
        .iter()
        .take(3)
        .find(|line| fold_name(line.text).starts_with("det kong"));
    let royal = royal.and_then(|line| Some((line, issuer(line.text)?)));
    let royal = royal.filter(|(_, name)| Some(fold_name(name)) != recipient);
    let found = royal.or(labelled.map(named)).or(titled).or_else(|| {
        top.iter()
            .take(15)
            .find(head)
            .or_else(|| signed.iter().find(other))
            .map(named)
    });
    if let Some((line, name)) = found {
        record.sender = Some(party(name));
        evidence(record, "sender", line);
    } else {
        let lines = top.iter().take(3).map(|line| line.text);
        let issuer = lines.chain(view.furniture.iter().copied()).find_map(issuer);
        let other = issuer.filter(|name| Some(fold_name(name)) != recipient);
        record.sender = other
            .map(party)
            .or_else(|| opened(view, record))
            .or_else(|| answering_other(&record.title).map(party))
            .or_else(|| own_name(view, record))
            .or_else(|| bearer(view, &signatories, record))
            .or_else(|| resident(top, record));
    }
    if let Some(sender) = &mut record.sender {
        sender.signatories = signatories;
    }
}

/// The ministry that a letter of its own about a hearing speaks of in its first sentence.
fn opened(view: &View<'_>, record: &mut Record) -> Option<Party> {
    let about = fold_name(&record.title);
    let opens = record.kind == Kind::Brev && (about.starts_with("høring") || about.starts_with("høyring"));
    let (line, name) = opener(&view.lines).filter(|_| opens)?;
    evidence(record, "sender", line);
    Some(party(name))
}

/// A line, and the sender that it names: behind its label, or all of it.
fn named<'a>(line: &'a Line<'a>) -> (&'a Line<'a>, &'a str) {
    match label(line.text) {
        Some(("sender", value)) => (line, value),
        // "For Sunnvik Senter AS" above the name of who signs.
        _ => (line, line.text.trim().strip_prefix("For ").unwrap_or(line.text)),
    }
}

/// "Sentralsenteret takker for invitasjonen": the name by which a letter speaks of its sender.
fn own_name(view: &View<'_>, record: &mut Record) -> Option<Party> {
    let mut names: Vec<(String, usize, usize)> = Vec::new();
    for (index, line) in view.lines.iter().enumerate() {
        let own = OWN.as_ref().filter(|pattern| pattern.is_match(line.text));
        let Some(captures) = own.and_then(|pattern| pattern.captures(line.text)) else {
            continue;
        };
        let name = captures.get(1).map_or("", |found| found.as_str()).trim();
        let folded = fold_name(name);
        let stranger = STRANGERS.iter().any(|word| folded.starts_with(word)) || !ministries_by_name(name).is_empty();
        if stranger {
            continue;
        }
        match names.iter_mut().find(|(known, _, _)| near(known, &folded)) {
            Some((_, count, _)) => *count += 1,
            None => names.push((folded, 1, index)),
        }
    }
    let (_, count, index) = names
        .into_iter()
        .max_by_key(|(_, count, index)| (*count, std::cmp::Reverse(*index)))?;
    let line = view.lines.get(index)?;
    let name = OWN.as_ref()?.captures(line.text)?.get(1)?.as_str().trim().to_owned();
    let thanks = THANKS.iter().any(|verb| line.text.contains(verb));
    if !(count >= 2 || thanks || is_organization(&name)) {
        return None;
    }
    evidence(record, "sender", line);
    Some(party(&name))
}

/// The same name, but for one letter in the middle.
fn near(a: &str, b: &str) -> bool {
    a == b || (a.chars().count() >= 8 && a.chars().filter(|c| *c != 's').eq(b.chars().filter(|c| *c != 's')))
}

/// "Kari Moen, styreleder i KS": the body whose head signed; a person without title or body signs alone.
fn bearer(view: &View<'_>, signatories: &[Signatory], record: &mut Record) -> Option<Party> {
    let headed = view.lines.iter().find_map(|line| {
        if line.text.chars().count() >= 80 {
            return None;
        }
        let found = HEAD_OF.as_ref()?.captures(line.text.trim())?;
        let name = found.get(1)?.as_str();
        is_organization(name).then(|| (line, name.to_owned()))
    });
    if let Some((line, name)) = headed {
        evidence(record, "sender", line);
        return Some(party(&name));
    }
    match signatories {
        [one] if one.title.is_none() && record.kind == Kind::Horingssvar => Some(Party {
            name: one.name.clone(),
            printed: one.name.clone(),
            party_type: Some("privatperson".to_owned()),
            signatories: Vec::new(),
        }),
        _ => None,
    }
}

/// A person's name above an address at the very top: who writes on her own behalf.
fn resident(top: &[Line<'_>], record: &mut Record) -> Option<Party> {
    let (line, below) = top.split_first()?;
    let words: Vec<&str> = line.text.split_whitespace().collect();
    let addressed = below
        .iter()
        .take(3)
        .any(|line| POSTAL.as_ref().is_some_and(|pattern| pattern.is_match(line.text)));
    if record.kind != Kind::Horingssvar || !(2..=4).contains(&words.len()) || !is_name(&words) || !addressed {
        return None;
    }
    evidence(record, "sender", line);
    Some(Party {
        name: words.join(" "),
        printed: line.text.trim().to_owned(),
        party_type: Some("privatperson".to_owned()),
        signatories: Vec::new(),
    })
}

/// Who issued a guide or a note: the first ministry that stands alone on a line near the beginning or the end.
fn publisher(view: &View<'_>, top: &[Line<'_>], record: &mut Record) {
    // "Høring | Dato: 3. mai 2023 | Finansdepartementet" is the head of a page.
    let whole = |line: &Line<'_>| line.text.rsplit('|').next().unwrap_or(line.text).trim().to_owned();
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
    if let Some(line) = top
        .iter()
        .find(|line| matches!(label(line.text), Some(("recipient", value)) if sort(value).is_some()))
    {
        record.recipient = label(line.text).map(|(_, value)| party(value));
        evidence(record, "recipient", line);
    }
    // A hearing's page ends in the list of those who are asked.
    let tail = if record.kind == Kind::Horingsnotat { &[] } else { tail };
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
    let labelled = top.iter().find_map(|line| match label(line.text) {
        Some(("sender", value)) => issuer(value.split(',').next().unwrap_or(value)),
        _ => None,
    });
    let head = top.iter().take(8).map(|line| line.text);
    let found = labelled.or_else(|| head.chain(view.furniture.iter().copied()).find_map(issuer));
    record.sender = found.map(party);
    // "Helsedirektoratet" at the top of a guide.
    let body = top
        .iter()
        .take(3)
        .find(|line| sort(line.text) == Some("direktorat") && is_organization(line.text.trim()));
    if let Some(line) = body.filter(|_| record.sender.is_none() && record.kind == Kind::Veileder) {
        record.sender = Some(party(line.text));
        evidence(record, "sender", line);
    }
    if record.sender.is_none()
        && let Some((line, name)) = opener(&view.lines).filter(|_| record.kind == Kind::Horingsnotat)
    {
        record.sender = Some(party(name));
        evidence(record, "sender", line);
    }
}
