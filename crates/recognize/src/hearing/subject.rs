//! What a hearing is about as a sentence of the paper says it, where no title does: "Vi viser til høringsbrev av 3. mai fra
//! Finansdepartementet om endringer i fyrloven", "… der forslag til ny fyrlov ble sendt på høring".

use crate::sentences::sentences;
use crate::view::View;
use regex::Regex;
use std::sync::LazyLock;

/// How many lines can hold the sentence: papers open with it.
const TOP: usize = 25;
/// Longest subject, in characters.
const LONGEST: usize = 220;
/// Fewest words of a subject.
const WORDS: usize = 3;

/// "viser til høringsbrev av … om X", "syner til høyringsnotat vedkomande X".
static ABOUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:viser|vises|visast|visest|syner|synest|synast) til .*?h(?:ø|øy)ring[^ ]*(?:[^;:]*?)\s(?:om|vedrørende|vedrørande|vedkomande|angående|angåande|av|gjeldende|gjeldande)\s((?:forslag|framlegg|fremlegg|utkast|endring|ny|nye|nytt|revisjon|oppheving|regulering|NOU)[^;]*)").ok()
});
/// "der forslag til X ble sendt på alminnelig høring", "sender forslag til X på høring".
static SENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b((?:forslag|framlegg|fremlegg|utkast|endring(?:er|ar)?) (?:til|om|i) [^;:]*?)\s(?:(?:ble|blei|vart|er|blir)\s)?(?:(?:sendt|send|lagt|lagd)\s)?(?:ut\s)?på (?:\p{L}+ )?h(?:ø|øy)ring(?:\s|[.,]|$)").ok()
});
/// "sender med dette på høring forslag til X".
static SENDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:sender|legger|legg|sendte|sende|la)\s(?:\p{L}+\s){0,4}?(?:ut )?på h(?:ø|øy)ring\s(?:eit\s|et\s)?((?:forslag|framlegg|fremlegg|utkast|endring(?:er|ar)?) [^;:]*)").ok()
});
/// What follows a subject and is no part of it.
const BEHIND: [&str; 18] = [
    ", der ",
    ", hvor ",
    ", som ",
    ", med ",
    ", og ",
    ", jf",
    ", datert",
    ", sendt",
    ", send ",
    " med frist ",
    " med høringsfrist",
    " med høyringsfrist",
    " datert ",
    " der fristen",
    " som ble sendt",
    " som blei sendt",
    " som vart sendt",
    " i brev av ",
];

/// What the first sentence that speaks of the hearing says it is about.
pub(super) fn told(view: &View<'_>) -> Option<String> {
    let mut lines = view.lines.iter().take(TOP).filter(|line| {
        let text = line.text;
        text.contains("høring") || text.contains("høyring") || text.contains("Høring") || text.contains("Høyring")
    });
    lines.find_map(|line| of_line(line.text))
}

fn of_line(text: &str) -> Option<String> {
    let ends = sentences(text);
    ends.into_iter().find_map(|(start, end)| {
        let sentence = text.get(start..end)?.trim();
        let found = [&ABOUT, &SENDS, &SENT]
            .into_iter()
            .find_map(|pattern| pattern.as_ref()?.captures(sentence)?.get(1))?;
        let about = found.as_str();
        let end = BEHIND.iter().filter_map(|words| about.find(words)).min();
        let about = about.get(..end.unwrap_or(about.len()))?;
        let about = about.trim_end_matches(|c: char| c.is_whitespace() || ".,".contains(c));
        let fits = about.chars().count() <= LONGEST && about.split_whitespace().count() >= WORDS;
        fits.then(|| about.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_tell_what_a_hearing_is_about() {
        for (text, expected) in [
            (
                "Vi viser til brev av 12. oktober 2020 fra Finansdepartementet, der forslag til endringer i fyrloven om digitale lykter ble sendt på alminnelig høring. Fristen er 1. mai.",
                Some("forslag til endringer i fyrloven om digitale lykter"),
            ),
            (
                "Fyrvesenet viser til høringsbrev av 18. mars 2009 fra Barne- og likestillingsdepartementet vedrørende forslag til endringer i fyrloven.",
                Some("forslag til endringer i fyrloven"),
            ),
            (
                "Vi viser til høyringsbrev frå 2. mai 2023 om framlegg til endringar i forskrift om lykter og lamper .",
                Some("framlegg til endringar i forskrift om lykter og lamper"),
            ),
            (
                "Kystdirektoratet sender på oppdrag fra Finansdepartementet forslag til endringer i forskrift om brygger på høring. Forslaget gjelder kontroll.",
                Some("forslag til endringer i forskrift om brygger"),
            ),
            (
                "Departementet sender med dette på høring utkast til forskrift om støtte til fyr, med frist 1. mai.",
                Some("utkast til forskrift om støtte til fyr"),
            ),
            ("Vi viser til høringen og har ingen merknader til forslaget.", None),
            ("Forslaget er godt.", None),
        ] {
            assert_eq!(of_line(text).as_deref(), expected, "{text}");
        }
    }
}
