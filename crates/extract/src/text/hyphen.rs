//! Words cut at line ends, by the rules of Norwegian.

use crate::Options;

/// Words after which a hyphen is kept: `helse- og omsorg` shares its second part.
const SHARED: [&str; 8] = ["og", "eller", "samt", "til", "som", "men", "and", "or"];

/// Adds a line to the text before it. A hyphen between them goes ("over-" + "for"), stays ("Per-" + "Åge") or
/// stays with a blank ("helse-" + "og omsorg"); without one a blank comes between.
pub(crate) fn join_lines(text: &mut String, line: &str, options: &Options<'_>) {
    let next = line.trim_start();
    let kept = text.trim_end().len();
    text.truncate(kept);
    if text.is_empty() || next.is_empty() {
        text.push_str(next);
        return;
    }
    if text.ends_with('\u{ad}') {
        text.pop();
        text.push_str(next);
        return;
    }
    let ends_in_hyphen = text
        .strip_suffix(['-', '\u{2010}'])
        .is_some_and(|before| before.ends_with(char::is_alphanumeric));
    if !ends_in_hyphen {
        text.push(' ');
        text.push_str(next);
        return;
    }
    let first: String = next.chars().take_while(|c| c.is_alphanumeric()).collect();
    if SHARED.contains(&first.as_str()) {
        text.push(' ');
    } else if first.starts_with(char::is_lowercase) && !keeps_hyphen(text, &first, options) {
        text.pop();
    }
    text.push_str(next);
}

/// Whether lower-case letters go on after a real hyphen: the lexicon knows the two halves and not the whole,
/// or the first half is an abbreviation or a single letter ("KS-møte", "e-helse").
fn keeps_hyphen(text: &str, next: &str, options: &Options<'_>) -> bool {
    let before = text.trim_end_matches(['-', '\u{2010}']);
    let half: String = {
        let reversed: Vec<char> = before.chars().rev().take_while(|c| c.is_alphanumeric()).collect();
        reversed.into_iter().rev().collect()
    };
    if half.chars().count() < 2 || half.chars().skip(1).any(char::is_uppercase) || half.chars().any(char::is_numeric) {
        return true;
    }
    options
        .lexicon
        .is_some_and(|is_word| !is_word(&format!("{half}{next}")) && is_word(&half) && is_word(next) && half.len() > 12)
}

/// Takes soft hyphens out of running text.
pub(crate) fn soft_hyphens(text: &str) -> String {
    text.replace('\u{ad}', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(first: &str, second: &str) -> String {
        let mut text = first.to_owned();
        join_lines(&mut text, second, &Options::default());
        text
    }

    #[test]
    fn hyphens_at_line_ends() {
        assert_eq!(join("over-", "for staten"), "overfor staten");
        assert_eq!(join("helse- ", "og omsorg"), "helse- og omsorg");
        assert_eq!(join("Per-", "Åge"), "Per-Åge");
        assert_eq!(join("KS-", "møtet"), "KS-møtet");
        assert_eq!(join("2001-", "2002"), "2001-2002");
        assert_eq!(join("sam\u{ad}", "funn"), "samfunn");
        assert_eq!(join("slutt.", "Start"), "slutt. Start");
        assert_eq!(join("", "Start"), "Start");
    }
}
