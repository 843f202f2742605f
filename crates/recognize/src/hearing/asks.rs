//! Who asks, with what reference and until when, as the text of an answer tells it.

use crate::ministries::named;
use crate::organizations::ministries;
use crate::sentences::sentences;
use crate::view::View;
use ordskifte_record::PartialDate;
use ordskifte_vocabulary::{LowerCase, Ministry, resolve};
use regex::Regex;
use std::sync::LazyLock;

/// "Departementets referanse er 17/1522", "departementets saksnr. 17/1522".
static THEIR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)departementets?(?: sin)? (?:referanse|ref\.|saksnr\.?|saksnummer|arkivsak)(?: er|:)?:? ?(\d{2,4}/\d{1,6}(?:-\d+)?|\d{7,12})").ok()
});
/// "ref. 10/664" in the title of an answer.
static TITLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:deres |dykkar )?(?:ref|referanse)\.?:? ?|^(?:emne: )?(?:sv|svar|re): .* [–-] )(\d{2,4}/\d{1,6}(?:-\d+)?|\d{7,12})").ok()
});

/// "Høring – endringer i bibliotekloven (sak 22/4406)" as the subject of a mail.
static MAILED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^emne:.*\((?:deres |dykkar )?(?:sak|saksnr|saksnummer|ref|referanse)\.?:? ?(\d{2,4}/\d{1,6}(?:-\d+)?)\)$",
    )
    .ok()
});
/// "Jeg viser til forslaget som er på høring, saksnr. 12/345."
static REFERRED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:viser|syner|vises|visast) til [^.]{0,160}h[øo]y?ring(?:[^.]|\d\.){0,60}?\b(?:sak|saksnr\.?|saksnummer|ref\.|referanse) ?:?(\d{2,4}/\d{1,6}(?:-\d+)?)").ok()
});

/// What the sentence says that names who asks, in lower case.
const ASKS: [&str; 16] = [
    "på høring",
    "på høyring",
    "høringsbrev",
    "høyringsbrev",
    "høringsnotat",
    "høyringsnotat",
    "høring om ",
    "høyring om ",
    "høring av ",
    "høyring av ",
    "høringen fra ",
    "høyringa frå ",
    "forslaget fra ",
    "forslaget frå ",
    "framlegget frå ",
    "utkastet fra ",
];
/// "LMD sender på høring", "KRD la forslaget ut på høyring".
static ABBREVIATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\b(\p{Lu}{2,4}) (?:sender|sendte|sende|legger|legg|la) (?:[^.,;:]{0,60} )?(?:ut )?på (?:høring|høyring)\b",
    )
    .ok()
});
/// Words of a sentence about a hearing, and those of who has sent it out, in lower case.
const HEARING: [&str; 3] = ["høring", "høyring", "svarfrist"];
const SENDS: [&str; 8] = [
    " brev",
    "sendt",
    "sende ",
    "sender ",
    "viser til",
    "vises til",
    "syner til",
    "visast til",
];
/// How many lines can hold the sentence that a paper opens with.
const OPENING: usize = 25;
/// What it says of where the answer goes.
const SENT: [&str; 15] = [
    "høringssvar til ",
    "høyringssvar til ",
    "høringsuttalelse til ",
    "uttalelse til ",
    "uttale til ",
    "fråsegn til ",
    "fråsegna til ",
    "innspill til ",
    "innspel til ",
    "oversendes ",
    "oversendast ",
    "sendes ",
    "sendast ",
    "sendes til ",
    "avgis til ",
];
/// Longest distance between a deadline's word and its date, in bytes.
const NEAR: usize = 70;

/// The reference of who asks, with whether the title has it.
pub(crate) fn reference<'v>(view: &View<'v>, title: &str) -> Option<(&'v str, usize)> {
    let of = |pattern: &Option<Regex>, text: &'v str| Some(pattern.as_ref()?.captures(text)?.get(1)?.as_str());
    view.lines.iter().enumerate().find_map(|(index, line)| {
        // "Emne: …" in a mail is its title.
        let own = ["Emne: ", "Sak: ", "Subject: "]
            .iter()
            .find_map(|label| line.text.trim().strip_prefix(label));
        let titled = || {
            let told = own.unwrap_or(line.text.trim());
            let is_title = title.contains(told) || own.is_some() && told.contains(title);
            is_title.then(|| of(&TITLED, line.text)).flatten()
        };
        let found = if line.text.contains("epartement") {
            of(&THEIR, line.text)
        } else {
            None
        };
        let mailed = || line.text.ends_with(')').then(|| of(&MAILED, line.text)).flatten();
        let referred = || line.text.contains(" til ").then(|| of(&REFERRED, line.text)).flatten();
        found
            .or_else(titled)
            .or_else(mailed)
            .or_else(referred)
            .map(|value| (value, index))
    })
}

/// The ministry that a sentence says has sent the proposal out, or gets the answer; else the one that stands alone on the
/// page.
pub(super) fn ministry(view: &View<'_>, date: Option<PartialDate>) -> Option<&'static Ministry> {
    let says = |told: &dyn Fn(&str) -> bool| {
        view.lines
            .iter()
            .filter(|line| line.text.contains("epartement"))
            .find_map(|line| {
                sentences(line.text).into_iter().find_map(|(start, end)| {
                    let sentence = line.text.get(start..end)?;
                    let told = sentence.contains("epartement") && told(&sentence.lower_case());
                    told.then(|| named(sentence, date).first().copied()).flatten()
                })
            })
    };
    let holds = |words: &'static [&'static str]| move |folded: &str| words.iter().any(|word| folded.contains(word));
    // "X har i brev av 8. mars sendt utredningen ut", "svarfristen" beside it.
    let sends = |folded: &str| holds(&HEARING)(folded) && holds(&SENDS)(folded);
    let alone = || {
        let mut found = view
            .lines
            .iter()
            .filter(|line| line.text.len() < 90 && !ministries(line.text).is_empty());
        let line = found.next().filter(|_| view.site)?;
        found
            .next()
            .is_none()
            .then(|| resolve(line.text.trim(), date))
            .flatten()
    };
    says(&holds(&ASKS))
        .or_else(|| says(&sends))
        .or_else(|| says(&holds(&SENT)))
        .or_else(alone)
        .or_else(|| sender(view, date))
        .or_else(|| letter(view, date))
}

/// "Brev fra Finansdepartementet av 3. mai 2009" among the papers of a case: the ministry whose letter asks.
fn letter(view: &View<'_>, date: Option<PartialDate>) -> Option<&'static Ministry> {
    view.lines.iter().find_map(|line| {
        let text = line.text.trim();
        let begins = ["Brev fra ", "Brev frå ", "Høringsbrev fra ", "Høyringsbrev frå "]
            .iter()
            .any(|words| text.starts_with(words));
        let short = begins && text.len() <= LETTER;
        short.then(|| named(text, date).first().copied()).flatten()
    })
}

/// Longest line that names such a letter, in bytes.
const LETTER: usize = 120;

/// "LMD sender på høring …": the ministry whose abbreviation is who sends something out.
pub(super) fn sender(view: &View<'_>, date: Option<PartialDate>) -> Option<&'static Ministry> {
    let mut lines = view.lines.iter().take(OPENING).filter(|line| {
        let text = line.text;
        text.contains("på høring") || text.contains("på høyring")
    });
    lines.find_map(|line| {
        let name = ABBREVIATED.as_ref()?.captures(line.text)?.get(1)?;
        resolve(name.as_str(), date)
    })
}

/// How letters tell that they were asked, before the day by which.
const ASKED_US: [&str; 10] = [
    "bede om fråsegn",
    "bedt om uttalelse",
    "ber om fråsegn",
    "bad om fråsegn",
    "ber om uttal",
    "ba om uttal",
    "ber om høringsuttal",
    "ber om innspill innen",
    "ber om innspel innan",
    "ber om merknader innen",
];

/// Where a line in lower case says by when answers are wanted: "høring … med frist 1. mars", "fristen for å uttale seg er …",
/// "sendes departementet innen fristen 1. oktober".
pub(super) fn by_when(folded: &str) -> Option<usize> {
    let about = [
        "høring", "høyring", "uttal", "fråsegn", "svar", "skjema", "innspill", "innspel",
    ]
    .iter()
    .any(|word| folded.contains(word));
    let words = [
        "med frist ",
        "fristen ",
        "frist:",
        "frist til ",
        "frist for ",
        "på høring til ",
        "på høyring til ",
    ];
    // "Skjemaet sendes … innen 1. november".
    let form = ["innen ", "innan "].iter().filter(|_| folded.contains("skjema"));
    let found = words
        .iter()
        .chain(form)
        .filter_map(|word| folded.find(word))
        .min()
        .filter(|at| about || (*at == 0 && folded.starts_with("frist:")))
        .or_else(|| ASKED_US.iter().filter_map(|word| folded.find(word)).min())?;
    // "Fristen er for kort, jf. vedtak 1. mai" tells none.
    let rest = folded.get(found..)?;
    let date = crate::dates::dates(rest).into_iter().find(|date| date.day.is_some())?;
    let between = rest.get(..date.start)?;
    let plain = !between.contains(". ") && !between.contains("jf") && !between.contains("vedta");
    (plain && date.start <= NEAR).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_extract::plain_text;

    #[test]
    fn who_asks_is_told_by_the_text() {
        let asks = |text: &str| ministry(&View::new(&plain_text(text)), None).map(|ministry| ministry.abbreviation);
        assert_eq!(
            asks("Kunnskapsdepartementet sendte forslaget på høring i mai."),
            Some("KD")
        );
        assert_eq!(
            asks("Uttalelsen oversendes Finansdepartementet innen fristen."),
            Some("FIN")
        );
        assert_eq!(asks("Finansdepartementet har ansvaret for skattene."), None);
    }

    #[test]
    fn deadlines_are_told_by_the_text() {
        assert!(by_when("det vises til høring om fyr med frist 1. mars 2026.").is_some());
        assert!(by_when("fristen for å uttale seg er 15. mars 2023.").is_some());
        assert!(
            by_when("skjemaet sendes til post@example.no innen 1. november 2020. departementets saksnr. 20/1433.")
                .is_some()
        );
        assert!(by_when("fristen er for kort, og høringen bør utsettes.").is_none());
        assert!(by_when("frist: 15. september 2020").is_some());
        assert!(by_when("kommunen har frist 1. mai til å betale").is_none());
    }

    #[test]
    fn references_of_who_asks_are_read() {
        let found = |text: &str, title: &str| {
            reference(&View::new(&plain_text(text)), title).map(|(value, _)| value.to_owned())
        };
        assert_eq!(
            found("Departementets referanse er 17/152.", "").as_deref(),
            Some("17/152")
        );
        let title = "Ad. høring om fyr, ref. 10/66 AB";
        assert_eq!(found(title, title).as_deref(), Some("10/66"));
        assert_eq!(found("Vår ref. 10/66", title), None);
    }
}
