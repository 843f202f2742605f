//! Words cut at line ends, by the rules of Norwegian.

use crate::Options;

/// Words after which a hyphen is kept: `helse- og omsorg` shares its second part.
const SHARED: [&str; 8] = ["og", "eller", "samt", "til", "som", "men", "and", "or"];

/// The sign that shows only where a line ends.
const SOFT: char = '\u{ad}';
/// Signs that stand for a hyphen at a line end.
const HYPHENS: [char; 3] = ['-', '\u{2010}', SOFT];

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
    let ends_in_hyphen = text
        .strip_suffix(HYPHENS)
        .is_some_and(|before| before.ends_with(char::is_alphanumeric));
    // "2020–" and "2024" are one.
    let span = text
        .strip_suffix('–')
        .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
        && next.starts_with(|c: char| c.is_ascii_digit());
    if !ends_in_hyphen {
        if !span {
            text.push(' ');
        }
        text.push_str(next);
        return;
    }
    // A soft hyphen that stands at a line end may be drawn for a real one: programs use the same sign for both.
    if text.ends_with(SOFT) {
        text.pop();
        text.push('-');
    }
    let first: String = next.chars().take_while(|c| c.is_alphanumeric()).collect();
    if SHARED.contains(&first.as_str()) {
        text.push(' ');
    } else if first.starts_with(char::is_lowercase) && !keeps_hyphen(text, &first, options) {
        text.pop();
    }
    text.push_str(next);
}

/// Whether lower-case letters go on after a real hyphen: after an abbreviation or a single letter ("KS-møte",
/// "e-helse"), between two adjectives ("pedagogisk-psykologisk"), or when the lexicon knows the two halves and not the
/// whole.
fn keeps_hyphen(text: &str, next: &str, options: &Options<'_>) -> bool {
    let before = text.trim_end_matches(HYPHENS);
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric())
        .last()
        .map_or(before.len(), |(index, _)| index);
    let half = before.get(start..).unwrap_or_default();
    let length = half.chars().count();
    if length < 2 || half.chars().skip(1).any(char::is_uppercase) || half.chars().any(char::is_numeric) {
        return true;
    }
    let Some(is_word) = options.lexicon else {
        return false;
    };
    if !is_word(half) || !is_word(next) {
        return false;
    }
    // Adjectives in -isk are no first half of a compound.
    let coordinate = half.ends_with("isk") && length > 5 && next.chars().count() > 4;
    coordinate || (length > 6 && !is_word(&format!("{half}{next}")))
}

/// Soft hyphens in running text: before a blank they stand for a hyphen that text shares ("klima- og miljø"), elsewhere
/// they have no width.
pub(crate) fn soft_hyphens(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(SOFT) {
        out.push_str(before);
        if after.starts_with(' ') && before.ends_with(char::is_alphanumeric) {
            out.push('-');
        }
        rest = after;
    }
    out.push_str(rest);
    out
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
        assert_eq!(join("Nord\u{ad}", "Troms"), "Nord-Troms");
        assert_eq!(join("plan\u{ad}", "og bygningsloven"), "plan- og bygningsloven");
        assert_eq!(join("i EØS-", "avtalen"), "i EØS-avtalen");
        assert_eq!(join("Å-", "en"), "Å-en");
        assert_eq!(join("slutt.", "Start"), "slutt. Start");
        assert_eq!(join("", "Start"), "Start");
    }

    #[test]
    fn the_lexicon_settles_doubtful_hyphens() {
        let known = ["pedagogisk", "psykologisk", "omsorgs", "tjeneste", "omsorgstjeneste"];
        let is_word = |word: &str| known.contains(&word);
        let options = Options {
            lexicon: Some(&is_word),
            ..Options::default()
        };
        let mut text = "pedagogisk-".to_owned();
        join_lines(&mut text, "psykologisk teneste", &options);
        assert_eq!(text, "pedagogisk-psykologisk teneste");
        let mut text = "omsorgs-".to_owned();
        join_lines(&mut text, "tjeneste", &options);
        assert_eq!(text, "omsorgstjeneste");
    }

    #[test]
    fn soft_hyphens_have_no_width_unless_a_blank_follows() {
        assert_eq!(
            soft_hyphens("sam\u{ad}funn, klima\u{ad} og miljø"),
            "samfunn, klima- og miljø"
        );
    }
}
