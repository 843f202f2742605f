//! What stands behind a name or a role, the comma missing: the body, the role, the next person.

use super::given::is_given;
use super::names::{leading_role, looks_like_person, without_sender};
use super::notes::{TASKS, is_party};
use super::{MEMBERS, is_body};
use crate::organizations::is_organization;
use ordskifte_vocabulary::{fold_name, ministries_by_name};

/// "1. nestleder KS Kari Moen (adm.)": the next person begins after the body of the one before.
pub(super) fn after_body(entry: &str) -> Vec<String> {
    let entry = entry.trim();
    if let (Some(_), rest) = leading_role(entry)
        && let Some((body, next)) = rest.split_once(' ')
        && is_body(body)
        && looks_like_person(next)
    {
        let first = entry.strip_suffix(next).unwrap_or(entry).trim_end();
        return vec![first.to_owned(), next.to_owned()];
    }
    vec![entry.to_owned()]
}

/// "møteleder Statssekretær Ola Li", "Finansdepartementet Statssekretær Ola Li", "Lillevik revisjon IKS Sekretær Ola Li",
/// "Justisdepartementet og direktør Ola Li" behind somebody: the task or the body is of that one, and the next person
/// begins behind it.
pub(super) fn after_remark(entry: &str) -> Option<(&str, &str)> {
    let entry = entry.trim();
    entry.match_indices(' ').find_map(|(at, _)| {
        let (before, next) = (entry.get(..at)?, entry.get(at + 1..)?);
        let capital = next.starts_with(char::is_uppercase);
        let next = next.strip_prefix("og ").unwrap_or(next);
        // A title and two names follow.
        if next.matches(' ').count() < 2 {
            return None;
        }
        let short = TASKS.contains(&fold_name(before).as_str()) || is_body(before);
        let long = before.ends_with("departementet") || (capital && before.contains(' '));
        if !short && !long {
            return None;
        }
        let (role, name) = leading_role(next);
        let told = || short || is_organization(before);
        (role.is_some() && looks_like_person(name) && told()).then_some((before, next))
    })
}

/// "Svein Dal KRD", "Svein Dal fra KS": a body behind a name of two words or more, the comma missing.
pub(super) fn body_behind(name: &str) -> (&str, Option<&str>) {
    if let (person, Some(body)) = without_sender(name) {
        return (person, Some(body));
    }
    match name.rsplit_once(' ') {
        Some((before, last)) if (is_body(last) || elected(last)) && before.trim().contains(' ') => {
            (before.trim_end(), Some(last))
        }
        Some((_, last)) if ["kommune", "fylkeskommune"].contains(&last) => municipality_behind(name),
        _ => named_behind(name).map_or((name, None), |(name, body)| (name, Some(body))),
    }
}

/// "Kari Moe AP", "Ola Li KrF": a party of two letters at least; one may be an initial.
fn elected(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 1 && word.len() >= 2 && is_party(word)
}

/// "Kari Moe Kommunal- og regionaldepartementet", "Ola Li Helse Vest": the longest body that a name stands before, which begins
/// with a given name.
fn named_behind(text: &str) -> Option<(&str, &str)> {
    let blanks = text.match_indices(' ').map(|(at, _)| at).skip(1).take(MOST);
    let mut splits = blanks.filter_map(|at| Some((text.get(..at)?, text.get(at..)?.trim_start())));
    splits.find(|(name, body)| {
        let words: Vec<&str> = name.split(' ').collect();
        let named = words.first().is_some_and(|word| is_given(word)) && looks_like_person(name);
        named && (!ministries_by_name(body).is_empty() || body.contains(' ') && is_organization(body))
    })
}

/// Most words of a name before its body.
const MOST: usize = 4;

/// "Kari Moe Sogn og Fjordane fylkeskommune": the shortest body that a name of two words or more stands before.
fn municipality_behind(text: &str) -> (&str, Option<&str>) {
    let mut blanks: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).skip(1).collect();
    blanks.pop();
    let split = blanks.into_iter().rev().find_map(|at| {
        let (name, body) = (text.get(..at)?, text.get(at..)?.trim_start());
        (body.starts_with(char::is_uppercase) && looks_like_person(name)).then_some((name, body))
    });
    split.map_or((text, None), |(name, body)| (name, Some(body)))
}

/// "Kari Moen møtesekretær", "Ola Li ass. direktør": a role in lower case behind a name of two words or more.
pub(super) fn role_behind(text: &str) -> (&str, Option<&str>) {
    let blanks = text.match_indices(' ').map(|(at, _)| at);
    let split = blanks.skip(1).find_map(|at| {
        let (name, behind) = (text.get(..at)?, text.get(at..)?.trim_start());
        let lower = behind.starts_with(char::is_lowercase);
        // With a capital only what the register has: "Kari Moen Styreleder".
        let known = !lower && ordskifte_vocabulary::role(behind).is_some();
        let (role, rest) = if lower || known {
            leading_role(behind)
        } else {
            (None, behind)
        };
        // "Nedre Dal regionråd" is a body; whoever sits in the government's is known by the register.
        // "Kari Moen medlem": what she is in the body that meets.
        let member = MEMBERS.contains(&behind);
        let body = behind.ends_with("råd") && ordskifte_vocabulary::role(behind).is_none();
        ((role.is_some() && rest.is_empty() && !body || member) && looks_like_person(name)).then_some((name, behind))
    });
    split.map_or((text, None), |(name, behind)| (name, Some(behind)))
}
