//! A printed list cut into entries, one for each person.

use super::given::{JOINS, described, is_given, persons};
use super::names::{is_name_word, leading_role, looks_like_person};
use crate::view::place;
use ordskifte_vocabulary::{LowerCase, begins_role, fold_name};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// "… og Kari Moe. Ola Li deltok som observatør.": a sentence of its own for one of them, as an entry of the list.
static OWN_SENTENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\.\s+(\p{Lu}[^.,;:()]{3,60}?)\s+(?:deltok|møtte|deltek|var med)\s+som\s+(\p{Ll}[\p{Ll} -]{2,40})").ok()
});

/// Such sentences as entries, and persons behind the title that each begins with: "Ordfører Kari Moe, Vika kommune Fylkesordfører
/// Ola Li, …".
pub(super) fn told_apart(text: &str) -> Cow<'_, str> {
    let sentences = match OWN_SENTENCE.as_ref().filter(|_| text.contains(" som ")) {
        Some(pattern) => pattern.replace_all(text, ", $1 ($2)"),
        None => Cow::Borrowed(text),
    };
    let starts = titled(&sentences);
    if starts.is_empty() {
        return sentences;
    }
    let mut out = String::with_capacity(sentences.len() + starts.len());
    let mut from = 0;
    for at in starts {
        out.push_str(sentences.get(from..at).unwrap_or_default().trim_end());
        out.push('\n');
        from = at;
    }
    out.push_str(sentences.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// Where titles with a capital begin persons, behind what belongs to another and no mark, and where names do behind the
/// abbreviation of another's body: "Kari Moe, direktør, KS Ola Li, rektor, NTNU".
fn titled(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut before = "";
    // The first entry tells whether bodies stand behind persons.
    let bodies_last = !is_abbreviated(text.split(' ').next().unwrap_or_default());
    let mut ended = false;
    for word in text.split(' ') {
        let at = place(word, text);
        if ended && bodies_last && is_abbreviated(before) && is_given(word) {
            let behind = text
                .get(at + word.len()..)
                .and_then(|rest| rest.trim_start().split(' ').next());
            if behind.is_some_and(|next| is_name_word(next) && next.chars().any(char::is_lowercase)) {
                starts.push(at);
            }
        }
        ended = before.ends_with(',');

        let plain = before.ends_with(char::is_alphanumeric) && !JOINS.contains(&before);
        if plain && word.starts_with(char::is_uppercase) && begins_role(word) {
            let (role, name) = leading_role(text.get(at..).unwrap_or_default());
            let mut names = name.split(' ');
            let first = names.next().is_some_and(is_given);
            if role.is_some() && first && names.next().is_some_and(is_name_word) {
                starts.push(at);
            }
        }
        before = word;
    }
    starts
}

/// "NTNU", "KD": a word of a few letters, two of them capitals at least.
fn is_abbreviated(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    capitals >= 2 && (2..=8).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic)
}

/// Cuts at separators outside parentheses.
pub(super) fn entries(text: &str) -> Vec<String> {
    // "mp__R]Kari Moe": what is left of a field that a converter did not know.
    let field = text.split_once(']').filter(|(before, _)| !before.contains(['[', ' ']));
    let text = field.map_or(text, |(_, text)| text);
    let mut out = vec![String::new()];
    let mut depth = 0_u32;
    let mut closed = false;
    let mut word = String::new();
    let mut stopped = false;
    // "A B / C D (fra sak 3)" are two.
    let joined_text = joints(text);
    for (at, c) in joined_text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // "Barne-, likestillings- og inkluderingsdepartementet" is one.
        let joined = c == ',' && word.ends_with('-');
        let cut = depth == 0 && !joined && matches!(c, ',' | ';' | '\n' | '\t');
        // "(KS storbynettverk) Bjørn …": the comma is missing. A second parenthesis belongs to the same person.
        let missing = (closed || stopped) && depth == 0 && c.is_uppercase();
        if cut || missing {
            out.push(String::new());
        }
        if !cut && let Some(last) = out.last_mut() {
            last.push(c);
        }
        if c == ')' && depth == 0 {
            closed = true;
        } else if !c.is_whitespace() && c != '.' {
            closed = false;
        }
        // "… og Olav Ulvund. Rådmann Sven Moe hadde forfall": the sentence ended.
        if c.is_whitespace() {
            stopped = depth == 0 && ends_sentence(&word, joined_text.get(at..).unwrap_or_default());
            word.clear();
        } else {
            word.push(c);
            stopped = false;
        }
    }
    out.iter()
        .flat_map(|entry| match entry.split_once('/') {
            // "Tor Sund/KD".
            Some((name, body)) if looks_like_person(name) && !name.contains('(') && is_short_body(body) => {
                vec![name.to_owned(), body.to_owned()]
            }
            _ => vec![entry.clone()],
        })
        .flat_map(|entry| split_and(&entry))
        .flat_map(|entry| split_described(&entry))
        .flat_map(|entry| split_roles(&entry))
        .flat_map(|entry| split_names(&entry))
        .filter(|entry| !entry.trim().is_empty())
        .collect()
}

/// One word with a capital, behind a name.
fn is_short_body(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(char::is_uppercase) && text.chars().all(char::is_alphabetic)
}

/// What joins a name with what follows it, as commas: "A B / KD", "A B – KD", "A B/KD".
fn joints(text: &str) -> String {
    let mut out = text
        .replace(" / ", ", ")
        .replace(", og ", ", ")
        .replace("), (", ") (")
        .replace(" samt ", ", ");
    for joint in [") samt ", ") og "] {
        out = out.replace(joint, "), ");
    }
    for dash in [" – ", " - ", " — ", "- "] {
        // "helse- og omsorgsminister" is one.
        if dash == "- "
            && ["- og ", "- eller ", "- samt ", "-, "]
                .iter()
                .any(|joint| out.contains(joint))
        {
            continue;
        }
        // Inside a parenthesis it is part of a name.
        if out.contains(dash) {
            let mut depth = 0_u32;
            let parts: Vec<&str> = out.split(dash).collect();
            let mut joined = String::new();
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    joined.push_str(if depth == 0 { ", " } else { dash });
                }
                joined.push_str(part);
                let (open, close) = (part.matches('(').count(), part.matches(')').count());
                depth = (depth + u32::try_from(open).unwrap_or(0)).saturating_sub(u32::try_from(close).unwrap_or(0));
            }
            out = joined;
        }
    }
    out
}

/// Names that are shortened with a point.
const SHORT: [&str; 6] = ["Chr", "Joh", "Kst", "Adm", "Ass", "Avd"];

/// Whether a word with a point is no initial and no shortened title.
fn ends_sentence(word: &str, behind: &str) -> bool {
    let folded = word.lower_case();
    // "KS. Kari Moe …", "Ola Vik. Kari Moe …"; "Anne Kat. Moe" is one.
    let mut next = behind.split_whitespace();
    let mut capital = || next.next().is_some_and(|word| word.starts_with(char::is_uppercase));
    let two = capital() && capital();
    let named = |bare: &str| {
        let length = bare.chars().count();
        let capitals = length >= 2 && bare.chars().all(char::is_uppercase);
        let name = length >= 3 && two && bare.starts_with(char::is_uppercase) && !SHORT.contains(&bare);
        capitals || name || length >= 5
    };
    word.strip_suffix('.')
        .is_some_and(|bare| named(bare) && !bare.contains('.'))
        && !["adm.", "dir.", "ass.", "avd.", "sekr.", "rådg."]
            .iter()
            .any(|title| folded.ends_with(title))
}

/// "A B og C D": two persons, when both sides of "og" begin with a capital outside parentheses.
fn split_and(entry: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = entry;
    while let Some(at) = rest.find(" og ") {
        let (left, right) = (
            rest.get(..at).unwrap_or_default(),
            rest.get(at + 4..).unwrap_or_default(),
        );
        let open = left.matches('(').count() > left.matches(')').count();
        // "Vika kommune og Kari Moe": the body of the one before ends there.
        let body = ["kommune", "fylkeskommune"].iter().any(|end| left.ends_with(end)) && looks_like_person(right);
        if !open && body {
            parts.push(left.to_owned());
            rest = right;
            continue;
        }
        let two = !open
            && left.split_whitespace().count() >= 2
            && (looks_like_person(right) || fold_name(right).starts_with("representant"));
        if !two || !looks_like_person(left) {
            break;
        }
        parts.push(left.to_owned());
        rest = right;
    }
    parts.push(rest.to_owned());
    parts
}

/// Whether a text ends in words that say for whom somebody is there.
fn stands_in(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    ["pva", "pva.", "p.v.a.", "for", "av"].contains(&last)
}

/// Whether the last word before a parenthesis can be a name's: without it a text is no person, and most are none.
fn ends_in_name(text: &str) -> bool {
    let bare = text.split('(').next().unwrap_or_default();
    bare.split_whitespace().next_back().is_some_and(is_name_word)
}

/// "Kari Moe Ola Li", "Kari Moe Ola Li (begge KS)": nothing stands between them; a parenthesis is the last one's.
fn split_names(entry: &str) -> Vec<String> {
    let (names, behind) = entry.split_at(entry.find('(').unwrap_or(entry.len()));
    let words: Vec<&str> = names.split_whitespace().collect();
    let mut parts: Vec<String> = match persons(&words).as_slice() {
        [] | [_] => return vec![entry.to_owned()],
        several => several.iter().map(|words| words.join(" ")).collect(),
    };
    if let Some(last) = parts.last_mut().filter(|_| !behind.is_empty()) {
        last.push(' ');
        last.push_str(behind);
    }
    parts
}

/// "Kari Moe leder Ola Li nestleder", "Kari Moe KS Ola Li KD": each with what stands behind the name, and nothing between them.
fn split_described(entry: &str) -> Vec<String> {
    let words: Vec<&str> = entry.split_whitespace().collect();
    let parts = described(&words);
    if parts.len() < 2 {
        return vec![entry.to_owned()];
    }
    parts.into_iter().map(|words| words.join(" ")).collect()
}

/// "styreleder A B områdedirektør C D": a role after a whole name begins the next person.
fn split_roles(entry: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = entry.trim();
    while let Some(at) = rest.match_indices(' ').map(|(at, _)| at + 1).find(|at| {
        let (left, right) = (rest.get(..*at).unwrap_or_default(), rest.get(*at..).unwrap_or_default());
        // "Kari Moe (FIN) pva. statssekretær Ola Li": whom she stands in for is no other entry.
        if !ends_in_name(left) || stands_in(left) {
            return false;
        }
        let after = leading_role(right);
        after.0.is_some() && looks_like_person(left) && looks_like_person(after.1)
    }) {
        parts.push(rest.get(..at).unwrap_or_default().to_owned());
        rest = rest.get(at..).unwrap_or_default();
    }
    parts.push(rest.to_owned());
    parts
}
