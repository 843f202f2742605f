//! Names that ran together in a list: "Kari Moe Ola Li, Per Vik". What the text calls them by tells where one ends.

use crate::view::View;
use ordskifte_record::{Participant, Record};

/// Fewest words of two names.
const TWO_NAMES: usize = 4;

/// Cuts participants whose names are several persons': a surname inside them stands alone in the text behind the list, or
/// the first of their names stands elsewhere on its own.
pub(super) fn split(view: &View<'_>, after: usize, record: &mut Record) {
    let long = |person: &Participant| person.name.split(' ').count() >= TWO_NAMES;
    if !record.participants.iter().any(long) {
        return;
    }
    let mut out = Vec::new();
    for person in record.participants.drain(..) {
        let words: Vec<&str> = person.name.split(' ').collect();
        let mut parts: Vec<&[&str]> = Vec::new();
        let mut rest = words.as_slice();
        while let Some(at) = (2..=rest.len().saturating_sub(2)).find(|at| ends_name(view, after, rest, *at)) {
            let (one, others) = rest.split_at(at);
            parts.push(one);
            rest = others;
        }
        if parts.is_empty() {
            out.push(person);
            continue;
        }
        parts.push(rest);
        let last = parts.len() - 1;
        out.extend(parts.into_iter().enumerate().map(|(index, name)| Participant {
            name: name.join(" "),
            // What stands before the names is the first's, what stands behind them the last's.
            role: person.role.clone().filter(|_| index == 0),
            level: person.level.filter(|_| index == 0),
            organization: person.organization.clone().filter(|body| index == last || body == "KS"),
            ..person.clone()
        }));
    }
    record.participants = out;
}

/// Whether the text calls one by the last of these first words alone and another by the last of all, or one by the whole
/// first name.
fn ends_name(view: &View<'_>, after: usize, words: &[&str], at: usize) -> bool {
    let (Some(name), Some(next)) = (words.get(..at), words.get(at)) else {
        return false;
    };
    let Some(last) = name.last().filter(|last| last.chars().count() >= 3) else {
        return false;
    };
    let whole = name.join(" ");
    let lines = view.lines.get(after..).unwrap_or_default().iter();
    let alone = |text: &str, called: &str, inside: bool| {
        text.match_indices(called).any(|(begin, found)| {
            let before = text.get(..begin).unwrap_or_default().trim_end();
            let rest = text.get(begin + found.len()..).unwrap_or_default();
            let given = before.split(' ').next_back().is_some_and(|word| name.contains(&word));
            let free = inside || before.is_empty() || before.ends_with('.') || before.ends_with(" og");
            !given
                && free
                && rest.starts_with([' ', '.', ',', '(', ':'])
                && !rest.trim_start().starts_with(next)
                && (inside || rest.trim_start().starts_with(char::is_lowercase))
        })
    };
    let listed = |text: &str| alone(text, &whole, true);
    let spoken = |called: &str| lines.clone().any(|line| alone(line.text, called, false));
    (spoken(last) && words.last().is_some_and(|last| spoken(last))) || lines.clone().any(|line| listed(line.text))
}
