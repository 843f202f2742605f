//! The paper that a letter stands on: whose address its foot has, and which body stands below the greeting.

use crate::evidence;
use crate::kind::kind_of;
use crate::organizations::{is_organization, is_part, party};
use crate::people::{is_name, leading_role};
use crate::signature::{after_greeting, read};
use crate::view::View;
use ordskifte_record::{Kind, Party, Record};
use ordskifte_vocabulary::fold_name;

/// What the line below the name of a body begins with in a foot, folded.
const ADDRESS: [&str; 9] = [
    "postadresse",
    "post:",
    "postboks",
    "pb ",
    "besøksadresse",
    "besøk:",
    "kontoradresse",
    "adresse:",
    "adr.:",
];
/// Words of addresses of which a foot has at least one more on the same line, folded.
const MORE: [&str; 8] = [
    "tlf", "telefon", "org.nr", "org. nr", "org.nr.", "e-post", "epost", "orgnr",
];
/// Most words of a letterhead.
const LETTERHEAD: usize = 4;
/// Longest name below a greeting, in bytes.
const MAX_NAME: usize = 80;

/// Whether the first line of a paper has the form of a letterhead: few words, all in capitals, that name no sort of paper.
pub(crate) fn is_letterhead(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count() > 1 && !text.chars().any(char::is_lowercase);
    capitals
        && words <= LETTERHEAD
        && !fold_name(text).starts_with("det kong")
        && !text.contains(|c: char| c.is_ascii_digit() || c == '\t')
        && kind_of(&fold_name(text), &["title", "top"]).is_none()
}

/// The body in the foot of a page: its name above a line with its address, its telephone and the like.
pub(super) fn foot<'v>(view: &View<'v>, recipient: Option<&str>) -> Option<&'v str> {
    let lines = view.lines.iter().map(|line| line.text);
    let texts: Vec<&str> = lines.chain(view.furniture.iter().copied()).collect();
    texts.windows(2).find_map(|pair| {
        let [name, below] = pair else { return None };
        let name = name.trim();
        let begins = || {
            let folded = fold_name(below);
            ADDRESS.iter().any(|word| folded.starts_with(word)) && MORE.iter().any(|word| folded.contains(word))
        };
        let other = || recipient != Some(fold_name(name).as_str());
        (below.contains(|c: char| c.is_ascii_digit()) && is_organization(name) && begins() && other()).then_some(name)
    })
}

/// "Vestnorsk museumsforum" between the greeting and the name of who signs, where its name tells a body.
pub(super) fn below_greeting<'v>(view: &View<'v>) -> Option<&'v str> {
    let [first, next, ..] = after_greeting(view)? else {
        return None;
    };
    let name = first.text.trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let plain = name.starts_with(char::is_uppercase)
        && name.len() <= MAX_NAME
        && (2..=7).contains(&words.len())
        && name.chars().all(|c| c.is_alphabetic() || " -–&".contains(c));
    // "NORSK FYRLAG" in capitals above a name in small letters is the body.
    let capitals = |text: &str| !text.chars().any(char::is_lowercase);
    let apart = capitals(name) && !capitals(next.text.trim());
    let person = is_name(&words) && !apart || leading_role(name).0.is_some();
    let signed = || {
        let signers = read(std::slice::from_ref(next));
        signers.iter().any(|one| next.text.trim().starts_with(&one.name))
    };
    // "Elektronisk godkjent", "Seksjon for plan" name nobody.
    let body = || party(name).party_type.is_some() && !is_part(name);
    (plain && !person && signed() && body()).then_some(name)
}

/// How many lines at the top can hold the name, how many at the end, and how far they stand apart.
const ABOVE: usize = 12;
const BELOW: usize = 4;
const APART: usize = 3;

/// "Bygdefolk mot bommer" alone above the text of an answer, and again above who signs: the body that answers.
pub(super) fn above_and_below(view: &View<'_>, record: &mut Record) -> Option<Party> {
    let count = view.lines.len();
    let name = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let plain = !text.contains(|c: char| c.is_ascii_digit() || ".:;,|".contains(c));
        (2..=8).contains(&words.len()) && text.starts_with(char::is_uppercase) && plain && !is_name(&words)
    };
    let answer = record.kind == Kind::Horingssvar;
    let mut heads = view
        .lines
        .iter()
        .enumerate()
        .take(ABOVE)
        .filter(|(_, line)| answer && name(line.text.trim()));
    let (_, line) = heads.find(|(index, line)| {
        let below = view.lines.iter().skip((index + APART).max(count.saturating_sub(BELOW)));
        let mut below = below.filter(|_| line.text.trim() != record.title);
        below.any(|other| other.text.trim() == line.text.trim())
    })?;
    evidence(record, "sender", line);
    Some(party(line.text.trim()))
}
