//! Who wrote the minutes, as a sentence tells it: "Kari Moen var referent", "Referatet er skrevet av Kari Moen".

use crate::view::{Line, View};
use regex::Regex;
use std::sync::LazyLock;

/// A whole name, with initials.
macro_rules! name {
    () => {
        r"(\p{Lu}(?:[\p{L}-]+|\.)(?: \p{Lu}(?:[\p{L}-]+|\.)){1,3})"
    };
}

/// "Referatet er skrevet av Kari Moen".
static BY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:[Rr]eferat|[Rr]eferatet|[Pp]rotokollen) (?:er|ble|blei|vart|var) (?:skrevet|skrive|ført|utarbeidet|utarbeidd) av (?:\p{Ll}+ )?",
        name!()
    ))
    .ok()
});
/// "Kari Moen (KRD) var referent", "Kari Moen skrev referatet", "Kari Moen, som også førte protokollen", "… og Kari Moen referent".
static WROTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^|[.,] |\bog |\p{Ll} )",
        name!(),
        r"(?: \([^)]{2,40}\))?(?:, som)? (?:(?:var |er )?referent\b|(?:òg |også )?(?:skrev|skreiv|førte) (?:referat|referatet|protokollen)\b)"
    ))
    .ok()
});
/// "…, referent Kari Moen", "Referent var Kari Moen".
static TASK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:[,.] |\bog )(?:referent|Referent)(?: var)? (?:\p{Ll}+ )?",
        name!()
    ))
    .ok()
});

/// How many lines at the beginning and at the end can tell.
const LINES: usize = 60;
const TAIL: usize = 12;

/// The writer whom the head or the end of minutes tells of, and the line that does.
pub(super) fn writer<'a, 'v>(view: &'a View<'v>) -> Option<(&'a Line<'v>, String)> {
    let tail = view.lines.len().saturating_sub(TAIL).max(LINES);
    let lines = view.lines.iter().take(LINES).chain(view.lines.iter().skip(tail));
    let mut told = lines
        .filter(|line| line.text.contains("refer") || line.text.contains("Refer") || line.text.contains("protokollen"));
    told.find_map(|line| {
        let name = [&BY, &WROTE, &TASK].into_iter().find_map(|pattern| {
            let captures = pattern.as_ref()?.captures(line.text)?;
            Some(captures.get(1)?.as_str().to_owned())
        });
        Some((line, name?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_extract::plain_text;

    #[test]
    fn sentences_tell_who_wrote() {
        let read = |text: &str| {
            let text = plain_text(text);
            writer(&View::new(&text)).map(|(_, name)| name)
        };
        for text in [
            "Møtet ble ledet av statsråd Ola Li. Kari Flø Moe (KMD) var referent.",
            "Statsråd Ola Li ledet møtet. Kari Flø Moe skrev referat.",
            "Møteleder var statsråd Ola Li, referent Kari Flø Moe.",
            "Referatet er skrevet av Kari Flø Moe, KMD.",
            "Ola Li var møteleder og Kari Flø Moe referent.",
        ] {
            assert_eq!(read(text).as_deref(), Some("Kari Flø Moe"), "{text}");
        }
        assert!(read("Referatet fra forrige møte ble godkjent.").is_none());
        assert!(read("Moe refererte til Statens Vegvesen.").is_none());
    }
}
