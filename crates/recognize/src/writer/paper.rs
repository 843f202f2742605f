//! What a text calls its own paper, with the body whose it is: "Høringsuttalelsen fra Fyrlaget bygger på …".

use super::{WITHIN, names_writer};
use crate::organizations::is_organization;
use crate::signs::Signs;
use regex::Regex;
use std::sync::LazyLock;

/// The paper, and what joins the name to it.
static PAPER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:[Mm]erknadene|[Mm]erknadane|[Hh]øringsuttalelsen|[Hh]øyringsfråsegna|[Hh]øyringsuttalen|[Hh]øringssvaret|[Hh]øyringssvaret|[Uu]ttalelsen|[Uu]ttalen|[Ff]råsegna|[Hh]øringsinnspillet|[Hh]øyringsinnspelet) (?:kommer |kjem |er )?(?:fra |frå |til |som )").ok()
});
/// "Under følger Havtilsynets kommentarer": the name in the genitive before its paper.
static FOLLOWS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:følger|følgjer|følgje|er|[Ff]inn du|[Ff]inner du|[Ll]es) (?:her )?(\p{Lu}[^.,;:]{2,80}?)(?:s| sitt| sin| si| sine) (?:kommentarer|kommentarar|merknader|merknadar|innspill|innspel|uttalelse|uttale|fråsegn|svar|høringssvar|høyringssvar|høringsuttalelse|høringsinnspill|høyringsfråsegn|høyringsuttale|høringsinnspel|høyringsinnspel)\b").ok()
});
/// Parts of words of which every text that names such a paper has one.
const SIGNS: [&str; 7] = ["erknad", "ttale", "råsegn", "svar", "nnspel", "nnspill", "ommentar"];
pub(crate) static SIGNED: LazyLock<Signs> = LazyLock::new(|| Signs::these(&SIGNS));

/// The signs of a text that names its own paper.
pub(crate) fn signs() -> impl Iterator<Item = &'static str> {
    SIGNS.into_iter()
}

/// Verbs behind "uttalelsen som X", which X wrote.
const WROTE: [&str; 6] = ["sendte", "sende", "avga", "avgav", "ga", "har"];
/// "3. Fyrforbundets merknader" as the heading of a chapter.
static HEADED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:\d+(?:\.\d+)*\.? )?(\p{Lu}[^.,;:]{2,70}?)(?:s|'|’| sitt| si| sine) (?:merknader|merknadar|kommentarer|kommentarar|synspunkter|synspunkt|vurdering|vurderinger|vurderingar|syn|innspill|innspel)$").ok()
});
/// Longest such heading, in bytes.
const HEADING: usize = 100;

/// The body whose remarks a heading announces.
pub(super) fn headed(text: &str) -> Option<&str> {
    let text = Some(text.trim()).filter(|text| text.len() <= HEADING)?;
    names_writer(HEADED.as_ref()?.captures(text)?.get(1)?.as_str())
}

/// "Høringsuttalelse om badevann, sendt fra Fyrlaget til Kunnskapsdepartementet 9. september 2019."
pub(crate) struct Sent<'t> {
    pub(crate) from: &'t str,
    pub(crate) to: &'t str,
    /// What stands behind whom it was sent to: the day, if any.
    pub(crate) behind: &'t str,
}

/// What says that a paper was sent, before who sent it.
const SENT: [&str; 6] = [
    "sendt fra ",
    "sendt av ",
    "sendt frå ",
    "send frå ",
    "avgitt av ",
    "levert av ",
];

/// Longest line that says it, in bytes.
const LEAD: usize = 300;

/// What a line that tells of its paper says of who sent it to whom.
pub(crate) fn sent(text: &str) -> Option<Sent<'_>> {
    let text = Some(text).filter(|text| text.len() <= LEAD && text.contains(" til "))?;
    let at = SENT
        .iter()
        .find_map(|words| text.find(words).map(|at| at + words.len()))?;
    let before = text.get(..at)?;
    let paper = SIGNS.iter().any(|sign| before.contains(sign)) && !before.contains(". ");
    let (from, rest) = name(text.get(at..).filter(|_| paper)?)?;
    let to = rest.strip_prefix("til ")?;
    let end = to.find(|c: char| ",.".contains(c) || c.is_ascii_digit());
    let (to, behind) = to.split_at(end.unwrap_or(to.len()));
    let to = to.trim_end().trim_end_matches(" den");
    Some(Sent { from, to, behind })
}

/// Longest name, in words.
const WORDS: usize = 9;

/// The bodies that a line names as those whose the paper is.
pub(super) fn owners(text: &str) -> impl Iterator<Item = &str> {
    let named =
        text.contains("fra ") || text.contains("frå ") || text.contains("svaret til ") || text.contains(" som ");
    let found = PAPER
        .iter()
        .filter(move |_| named)
        .flat_map(move |pattern| pattern.find_iter(text));
    let follows = [" er ", "ølg", "inn", "es "].iter().any(|sign| text.contains(sign));
    let following = FOLLOWS.iter().filter(move |_| follows);
    let following = following.flat_map(move |pattern| pattern.captures_iter(text));
    let following = following.filter_map(|found| names_writer(found.get(1)?.as_str()));
    let owned = found.filter_map(move |found| {
        let rest = text.get(found.end()..)?;
        let (name, behind) = name(rest)?;
        let wrote = || behind.split(' ').next().is_some_and(|verb| WROTE.contains(&verb));
        // "Fråsegna til departementet" is to it, where no body of its own is named.
        (!found.as_str().ends_with("som ") || wrote()).then_some(name)
    });
    owned.chain(following).chain(sent(text).map(|sent| sent.from))
}

/// The name that a text begins with, and what stands behind it: words with capitals, and those that join them.
pub(super) fn name(text: &str) -> Option<(&str, &str)> {
    let mut end = 0;
    let mut last = 0;
    for word in text.split_inclusive(' ').take(WORDS) {
        let bare = word.trim_end();
        let open = bare.ends_with(['.', ',', ';', ':', ')']);
        let plain = bare.trim_end_matches(['.', ',', ';', ':', ')']);
        let capital = plain.starts_with(char::is_uppercase);
        let body = |end: usize| text.get(..end).is_some_and(is_organization);
        // "Sunnvik kommune": a noun that makes a name of the words before it.
        let noun = last > 0 && !body(last) && body(end + plain.len());
        if !(capital || WITHIN.contains(&plain) || noun) {
            break;
        }
        if capital || noun {
            last = end + plain.len();
        }
        end += word.len();
        if open {
            break;
        }
    }
    let name = text.get(..last).filter(|name| !name.is_empty())?;
    names_writer(name)?;
    Some((name, text.get(last..)?.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<&str> {
        owners(text).next()
    }

    #[test]
    fn who_sent_a_paper_to_whom_and_when() {
        let text = "Høringsuttalelse om badevann, sendt fra Fyrlaget til Kunnskapsdepartementet 9. september 2019.";
        let sent = sent(text).map(|sent| (sent.from, sent.to, sent.behind));
        assert_eq!(sent, Some(("Fyrlaget", "Kunnskapsdepartementet", "9. september 2019.")));
        assert!(super::sent("Vi har sett brevet. Det ble sendt fra Fyrlaget til Kunnskapsdepartementet.").is_none());
    }

    #[test]
    fn chapters_are_headed_by_whose_remarks_they_are() {
        assert_eq!(headed("3 Norsk Fyrforbunds merknader"), Some("Norsk Fyrforbund"));
        for other in [
            "4. Departementets vurdering",
            "Kommunens syn",
            "Fyrforbundets merknader er delt i to.",
        ] {
            assert_eq!(headed(other), None, "{other}");
        }
    }

    #[test]
    fn papers_have_owners() {
        for (text, expected) in [
            (
                "Nedenfor følger merknadene fra Statsforvalteren i Nord til forslaget.",
                "Statsforvalteren i Nord",
            ),
            (
                "Høringsuttalelsen fra Fagforeningen Fyr bygger på dette.",
                "Fagforeningen Fyr",
            ),
            ("Denne uttalelsen kommer fra Fyrforbundet.", "Fyrforbundet"),
            ("Vi viser til uttalelsen som Havtilsynet sendte i mai.", "Havtilsynet"),
            (
                "Under følger Fylkesmannen i Nords kommentarer til forslaget.",
                "Fylkesmannen i Nord",
            ),
            ("Her er høyringssvaret til Fylkesmannen i Nord.", "Fylkesmannen i Nord"),
        ] {
            assert_eq!(first(text), Some(expected), "{text}");
        }
        for text in [
            "Uttalelsen fra departementet er klar.",
            "Merknadene fra høringsinstansene er mange.",
            "Fråsegna til Finansdepartementet er send.",
            "Her følger departementets svar.",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
