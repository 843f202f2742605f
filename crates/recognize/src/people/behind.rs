//! Where the next person begins within an entry, the comma missing.

use super::is_body;
use super::names::{leading_role, looks_like_person};
use super::notes::TASKS;
use crate::organizations::is_organization;
use ordskifte_vocabulary::fold_name;

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
