//! Sender, recipient and references of letters.

mod forms;
mod paper;
mod publisher;
mod told;

use crate::answers::{answering, answering_other, page_sender, speaks_alone};
use crate::evidence;
use crate::joint;
use crate::kind::is_about_hearing;
use crate::letterhead::by_columns;
use crate::openings::opener;
use crate::organizations::{is_organization, ministries, party, sort};
use crate::people::is_name;
use crate::recipients::{addressee, is_addressed, is_place, to};
use crate::view::{Line, View};
use crate::writer::{own_ministry, own_name};
use crate::{recipients, references, signature};
use forms::{filled_in, on_behalf, spelled, written_out};
use ordskifte_record::{Kind, Party, Record, ReferenceRole, Signatory};
use ordskifte_vocabulary::fold_name;
pub(crate) use paper::is_letterhead;
use paper::{above_and_below, below_greeting, foot};
use publisher::{issuer, publisher, royal};
use regex::Regex;
use std::sync::LazyLock;

static HEAD_OF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:styreleder|styreleiar|leder|leiar|direktør|administrerende direktør|generalsekretær|ordfører|ordførar|kommunedirektør|fylkesordfører|fylkesordførar) i (\S.{1,60})$").ok()
});
/// Words of lines that hold references.
const REFERENCE_WORDS: [&str; 4] = ["ref.", "saksnr", "dato:", "postboks"];

/// How many lines the head of a letter has.
const TOP: usize = 40;
/// How many lines at the end can hold a signature.
const TAIL: usize = 20;
/// The last line of a letterhead in which a body may stand above its part.
const LETTERHEAD: usize = 2;
/// How many of them can hold a letterhead.
const HEAD: usize = 15;

/// Reads sender, recipient and references.
pub(crate) fn read(view: &View<'_>, record: &mut Record) {
    let top = view.lines.get(..TOP.min(view.lines.len())).unwrap_or_default();
    references::read(top, record);
    match record.kind {
        Kind::Horingssvar | Kind::Brev | Kind::Innspill => letter(view, top, record),
        // A meeting is called by a letter, too.
        Kind::Sakliste if record.references.iter().any(|known| known.role == ReferenceRole::Ours) => {
            let top = &by_columns(top);
            sender(view, top, &by_columns(view.top(HEAD)), None, record);
            recipients::read_other(top, record);
        }
        Kind::Horingsnotat | Kind::Veileder | Kind::Notat => {
            publisher(view, top, record);
            if let Some(sender) = &mut record.sender {
                // The page of a hearing shows the letter that opens it.
                let letter = signature::after_greeting(view).is_some();
                sender.signatories = if letter {
                    signature::signatories(view)
                } else {
                    signature::below_date(view)
                };
            }
        }
        // Circulars and press releases have a head as notes have.
        Kind::Annet if top.iter().take(4).any(|line| is_circular(line.text)) => publisher(view, top, record),
        _ => {}
    }
    if record.kind == Kind::Horingssvar {
        references::read_asked(view, record);
    }
    if let Some(sender) = record.sender.as_mut().filter(|sender| sender.party_type.is_none()) {
        sender.party_type = told::sort(view, &sender.name).map(str::to_owned);
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

/// "Rundskriv H-2/14", "Pressemelding".
fn is_circular(text: &str) -> bool {
    let begin = fold_name(&text.chars().take(16).collect::<String>());
    ["rundskriv", "pressemelding"]
        .iter()
        .any(|word| begin.starts_with(word))
}

fn letter(view: &View<'_>, top: &[Line<'_>], record: &mut Record) {
    let (top, above) = (&by_columns(top), &by_columns(view.top(HEAD)));
    let answering = answering(&record.title).map(str::to_owned);
    recipients::read(view, top, answering.as_deref(), record);
    sender(view, top, above, answering.as_deref(), record);
    recipients::read_other(top, record);
}

/// The sender of a letter: labelled, in its title, in its head, below its greeting, as its signatories have it, or by what
/// it says of itself.
fn sender(view: &View<'_>, top: &[Line<'_>], above: &[Line<'_>], answering: Option<&str>, record: &mut Record) {
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
    if let Some(sender) = own_letter(top, &signatories, record) {
        record.sender = Some(Party { signatories, ..sender });
        return;
    }
    let recipient = record.recipient.as_ref().map(|party| fold_name(&party.name));
    let other = |line: &&Line<'_>| {
        line.is_organization()
            && to(line.text).is_none()
            && Some(fold_name(addressee(line.text))) != recipient
            && !line.lower().contains("hilsen")
            && !line.lower().contains("helsing")
            && !REFERENCE_WORDS.iter().any(|word| line.lower().contains(word))
    };
    let labelled = top
        .iter()
        .find(|line| matches!(line.label(), Some(("sender", value)) if is_organization(value)));
    // A ministry further down the head of a letter is another recipient.
    let head = |line: &&Line<'_>| {
        other(line)
            && (matches!(record.kind, Kind::Brev | Kind::Sakliste) || sort(line.text.trim()) != Some("departement"))
    };
    let signed = signature::after_greeting(view).unwrap_or_default();
    let titled = answering.and_then(|name| Some((top.iter().find(|line| line.text.contains(name))?, name)));
    // A ministry's letterhead stands above everybody else that its letter names.
    let royal = royal(top);
    let royal = royal.filter(|(_, name, _)| Some(fold_name(name)) != recipient);
    let printed = royal.as_ref().map(|(.., printed)| printed.clone());
    let royal = royal.map(|(line, name, _)| (line, name));
    let filled = || top.iter().find_map(|line| Some((line, filled_in(line.text)?)));
    // Municipalities that speak together on the paper of the council that they have in common.
    let council = |line: &Line<'_>| fold_name(line.text.split(' ').next().unwrap_or_default()).ends_with("rådet");
    let together = || {
        if !above.iter().take(LETTERHEAD).any(council) {
            return None;
        }
        let speaks = |text: &str| {
            ["gir", "gjev", "avgir", "avgjev"]
                .iter()
                .any(|verb| text.split(' ').any(|word| word == *verb))
        };
        let mut spoken = top.iter().filter(|line| speaks(line.text));
        spoken.find_map(|line| Some((line, joint::joint(line.text)?)))
    };
    let found = royal
        .or(labelled.map(named))
        .or(titled)
        .or_else(filled)
        .or_else(together)
        .or_else(|| {
            // In a list of bodies none is the one that writes.
            let body = |at: Option<usize>| at.and_then(|at| above.get(at)).is_some_and(Line::is_organization);
            let listed = |at: usize| at > LETTERHEAD && (body(at.checked_sub(1)) || body(at.checked_add(1)));
            let mut lines = above.iter().enumerate();
            let (at, first) = match lines.find(|(at, line)| head(line) && !listed(*at)) {
                Some((at, _)) => (at, above.get(at)),
                None => return signed.iter().find(other).map(named),
            };
            // A body above an address is who is written to, where another one signs.
            let apart = |line: &&Line<'_>| first.is_some_and(|first| !line.folded().contains(first.folded()));
            let person = |line: &Line<'_>| !signature::read(std::slice::from_ref(line)).is_empty();
            let signer = signed.iter().filter(|line| other(line) && !person(line)).find(apart);
            let addressed = is_addressed(above, at);
            // A person's own address stands below her name.
            let own = above.iter().skip(1).take(2).any(|line| is_place(line.text));
            let lettered = above
                .first()
                .filter(|line| at > 0 && addressed && !own && is_letterhead(line.text));
            signer.filter(|_| addressed).or(lettered).or(first).map(named)
        });
    if let Some((line, name)) = found {
        let sender = begun_above(top, line, name).map_or_else(|| party(name), party);
        let printed = printed.unwrap_or_else(|| sender.printed.clone());
        record.sender = Some(Party { printed, ..sender });
        evidence(record, "sender", line);
    } else {
        record.sender = otherwise(view, top, recipient.as_deref(), &signatories, record);
    }
    if let Some(sender) = &mut record.sender {
        if let Some(whole) = written_out(&sender.name, view) {
            let printed = std::mem::take(&mut sender.printed);
            *sender = Party {
                printed,
                ..party(whole)
            };
        }
        if let Some(name) = spelled(&sender.printed, &sender.name, view) {
            name.clone_into(&mut sender.name);
        }
        // Below the greeting the name of a body stands above those of persons.
        let body = fold_name(&sender.name);
        let private = sender.party_type.as_deref() == Some("privatperson");
        let persons = signatories
            .into_iter()
            .filter(|one| private || fold_name(&one.name) != body)
            .map(|one| without_body(one, &sender.name));
        sender.signatories = persons.collect();
    }
}

/// "Norsk Fyrlag Kari Moe" where lines ran together: the person alone.
fn without_body(signatory: Signatory, body: &str) -> Signatory {
    let rest = signatory.name.strip_prefix(body).map(str::trim_start);
    let name = rest
        .filter(|rest| {
            let words: Vec<&str> = rest.split(' ').collect();
            (2..=4).contains(&words.len()) && is_name(&words)
        })
        .map(str::to_owned);
    Signatory {
        name: name.unwrap_or(signatory.name),
        ..signatory
    }
}

/// Her own name above her own address, and below the letter again: one who writes for herself.
fn own_letter(top: &[Line<'_>], signatories: &[Signatory], record: &mut Record) -> Option<Party> {
    let head = fold_name(top.first()?.text);
    let signer = signatories.iter().find(|one| fold_name(&one.name) == head)?;
    Some(Party {
        name: signer.name.clone(),
        ..resident(top, record)?
    })
}

/// The sender of a letter whose head names none.
fn otherwise(
    view: &View<'_>,
    top: &[Line<'_>],
    recipient: Option<&str>,
    signatories: &[Signatory],
    record: &mut Record,
) -> Option<Party> {
    let lines = top.iter().take(3).map(|line| line.text);
    let issuer = lines.chain(view.furniture.iter().copied()).find_map(issuer);
    let other = issuer.filter(|name| Some(fold_name(name).as_str()) != recipient);
    let mut tail = view.lines.iter().rev().take(TAIL);
    let behalf = tail.find_map(|line| on_behalf(line.text));
    other
        .map(party)
        .or_else(|| behalf.map(party))
        .or_else(|| opened(view, record))
        .or_else(|| foot(view, recipient).map(party))
        .or_else(|| answering_other(&record.title).map(|name| body_or_person(name, view)))
        .or_else(|| joint::writers(top).map(|(_, name)| party(name)))
        .or_else(|| below_greeting(view).map(party))
        .or_else(|| own_name(view, record))
        .or_else(|| own_ministry(view, record))
        .or_else(|| told::governor(view, recipient, record))
        .or_else(|| mailer(view, top, record))
        .or_else(|| bearer(view, signatories, record))
        .or_else(|| above_and_below(view, record))
        .or_else(|| resident(top, record))
}

/// "LANDBRUKS- OG" above "MATDEPARTEMENTET": the ministry whose name takes two lines of a letterhead.
fn begun_above(top: &[Line<'_>], line: &Line<'_>, name: &str) -> Option<&'static str> {
    let at = top.iter().position(|known| known.start == line.start)?;
    let above = top.get(at.checked_sub(1)?)?.text.trim();
    let open = above.len() < name.len() + 40 && (above.ends_with(" OG") || above.ends_with(" og"));
    let whole = || {
        ministries(&format!("{above} {name}"))
            .first()
            .map(|ministry| ministry.name_nb)
    };
    open.then(whole).flatten()
}

/// The ministry that a letter of its own about a hearing speaks of in its first sentence.
fn opened(view: &View<'_>, record: &mut Record) -> Option<Party> {
    let about = fold_name(&record.title);
    let opens = record.kind == Kind::Brev && is_about_hearing(&about);
    let (line, name) = opens.then(|| opener(&view.lines)).flatten()?;
    evidence(record, "sender", line);
    Some(party(name))
}

/// A line, and the sender that it names: behind its label, or all of it.
fn named<'a>(line: &'a Line<'a>) -> (&'a Line<'a>, &'a str) {
    if let Some(("sender", value)) = line.label() {
        return (line, value);
    }
    // "For Sunnvik Senter AS" above the name of who signs; cells beside a name are no part of it.
    let text = line.text.trim();
    let name = on_behalf(text).unwrap_or(text);
    (line, name.split('\t').next().unwrap_or(name))
}

/// "Kari Moen, styreleder i KS": the body whose head signed; a person without title or body signs alone.
fn bearer(view: &View<'_>, signatories: &[Signatory], record: &mut Record) -> Option<Party> {
    let headed = view.lines.iter().rev().take(TAIL).find_map(|line| {
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
        [one]
            if one.title.is_none() && record.kind == Kind::Horingssvar && speaks_alone(view, &fold_name(&one.name)) =>
        {
            Some(private(&one.name))
        }
        _ => None,
    }
}

/// Who answers by a title that names nobody of a known sort: one person who speaks for herself, or a body.
fn body_or_person(name: &str, view: &View<'_>) -> Party {
    let words: Vec<&str> = name.split_whitespace().collect();
    let found = party(name);
    let person = found.party_type.is_none() && (2..=4).contains(&words.len()) && is_name(&words);
    if person && speaks_alone(view, &fold_name(name)) {
        private(name)
    } else {
        found
    }
}

/// One who writes on her own behalf.
fn private(name: &str) -> Party {
    Party {
        name: name.to_owned(),
        printed: name.to_owned(),
        party_type: Some("privatperson".to_owned()),
        signatories: Vec::new(),
    }
}

/// "Fra: Kari Moen <kari@example.no>": who sent an e-mail that speaks for one alone.
fn mailer(view: &View<'_>, top: &[Line<'_>], record: &mut Record) -> Option<Party> {
    let line = top.iter().find(|line| matches!(line.label(), Some(("sender", _))))?;
    let (_, value) = line.label()?;
    let name = value.split(['<', '[', '(', ',']).next()?.trim().trim_matches('"');
    let words: Vec<&str> = name.split_whitespace().collect();
    let person = (2..=4).contains(&words.len()) && is_name(&words) && !is_organization(name);
    if record.kind != Kind::Horingssvar || !person || !speaks_alone(view, &fold_name(name)) {
        return None;
    }
    evidence(record, "sender", line);
    Some(private(name))
}

/// A person's name above an address at the very top: who writes on her own behalf.
fn resident(top: &[Line<'_>], record: &mut Record) -> Option<Party> {
    let (line, below) = top.split_first()?;
    let words: Vec<&str> = line.text.split_whitespace().collect();
    let addressed = below.iter().take(3).any(|line| is_place(line.text));
    if record.kind != Kind::Horingssvar || !(2..=4).contains(&words.len()) || !is_name(&words) || !addressed {
        return None;
    }
    evidence(record, "sender", line);
    Some(private(&words.join(" ")))
}
