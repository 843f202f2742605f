//! Papers about a hearing: which open one, which answer one, and who opens it.

use crate::answers::is_generic;
use crate::organizations::is_organization;
use crate::view::{Line, View};
use ordskifte_vocabulary::{LowerCase, fold_name, ministries_by_name};

/// How many lines can say what a paper refers to.
const TOP: usize = 40;
/// What letters say that send a proposal out.
const SENDS: [&str; 10] = [
    "sender med dette",
    "sender herved",
    "sender hermed",
    "sendes med dette",
    "sendes herved",
    "sender no ",
    "sender nå ",
    "departementet sender ",
    "direktoratet sender ",
    "legger med dette ",
];
/// Lines of such letters, in lower case: to whom, or what they are.
const LETTERS: [&str; 6] = [
    "ifølge liste",
    "i følge liste",
    "ifølgje liste",
    "i følgje liste",
    "høringsbrev",
    "høyringsbrev",
];
/// What ministries do with a proposal, in the sentence that they begin a paper with.
const OPENS: [&str; 11] = [
    "gjer",
    "gjør",
    "varsler",
    "sender",
    "legger",
    "legg",
    "foreslår",
    "foreslo",
    "ber",
    "inviterer",
    "viser",
];

fn says(view: &View<'_>, words: &[&str]) -> bool {
    view.lines.iter().any(|line| {
        let folded = line.lower();
        words.iter().any(|word| folded.contains(word))
    })
}

/// "sender med dette på høring", "Ifølge liste"; in a letter that refers to no other and is not titled an answer also
/// "Vi ber om høringsinstansenes merknader", or the letterhead of a ministry.
pub(crate) fn opens_hearing(view: &View<'_>, titled_answer: bool) -> bool {
    let sent = view.lines.iter().any(|line| {
        let folded = line.lower();
        let sends = SENDS.iter().any(|word| folded.contains(word));
        (sends && (folded.contains(" på høring") || folded.contains(" på høyring"))) || LETTERS.contains(&folded.trim())
    });
    let asks = || {
        says(
            view,
            &["ber om", "bes ", "må sendes", "må vere", "må være", "kan sendes"],
        ) && says(
            view,
            &[
                "høringsinstans",
                "høyringsinstans",
                "høringsuttal",
                "høyringsuttal",
                "høyringsfråsegn",
            ],
        )
    };
    // "Departementet … Fristen er utsett til 15. juni" says who set it.
    let moves = || opener(&view.lines).is_some() && view.lines.iter().any(|line| moved(line.lower()).is_some());
    sent || (!titled_answer && moves())
        || (!titled_answer && !answers_hearing(view) && !has_none(view) && (has_royal_head(view) || asks()))
}

/// "Departementet har ingen merknader": said by who was asked.
fn has_none(view: &View<'_>) -> bool {
    says(
        view,
        &[
            "har ingen merknad",
            "har ikke merknad",
            "har ikkje merknad",
            "har ingen kommentar",
        ],
    )
}

/// What moves a deadline; the date behind it is the one that holds.
const MOVED: [&str; 8] = [
    "utvidet til ",
    "utvida til ",
    "utsatt til ",
    "utsett til ",
    "forlenget til ",
    "forlenga til ",
    "ny frist er ",
    "ny frist blir ",
];

/// How far the new deadline stands behind the old one, in bytes.
const SPAN: usize = 30;

/// Where the new deadline stands in a folded line that moves one.
pub(crate) fn moved(folded: &str) -> Option<usize> {
    folded.contains("frist").then_some(())?;
    // "utsatt fra 1. mai til 1. juni"
    let from = [
        "utsatt fra ",
        "utsett frå ",
        "forlenget fra ",
        "forlenga frå ",
        "utvidet fra ",
        "utvida frå ",
    ];
    let later = from.iter().find_map(|words| {
        let at = folded.find(words)? + words.len();
        let to = folded.get(at..)?.find(" til ").filter(|to| *to < SPAN)?;
        Some(at + to + " til ".len())
    });
    if later.is_some() {
        return later;
    }
    MOVED
        .iter()
        .find_map(|words| folded.find(words).map(|at| at + words.len()))
}

/// "Høringsbrev" at the top of a page that shows one.
pub(crate) fn is_called_letter(line: &Line<'_>) -> bool {
    ["høringsbrev", "høyringsbrev"].contains(&line.folded())
}

/// "Vi viser til departementets høringsbrev": a paper that answers one.
pub(crate) fn answers_hearing(view: &View<'_>) -> bool {
    view.lines.iter().take(TOP).any(|line| {
        let folded = line.lower();
        let begin: String = folded.chars().take(220).collect();
        let refers = [
            "viser til",
            "vises til",
            "syner til",
            "visast til",
            "visest til",
            "visa til",
        ]
        .iter()
        .find_map(|words| begin.find(words))
        .and_then(|at| begin.get(at..));
        refers.is_some_and(|rest| {
            let near: String = rest.chars().take(110).collect();
            let hearing = near.contains("høring") || near.contains("høyring");
            let near_by = near.chars().take(30).collect::<String>();
            // "departementets høringsbrev med vedlegg" is another's paper all the same.
            let enclosed = near.contains("vedlagt") || (near.contains("vedlegg") && !near.contains("med vedlegg"));
            hearing && !enclosed && !near_by.contains("høringsfrist")
        })
    })
}

/// "Fyrdirektoratet har følgende kommentarer til forslaget": what a paper about a hearing says that answers it.
pub(crate) fn comments(view: &View<'_>) -> bool {
    says(
        view,
        &[
            "har følgende kommentar",
            "har følgende merknad",
            "har følgende høringsuttal",
            "har følgende innspill",
            "har følgende uttal",
            "har følgjande kommentar",
            "har følgjande merknad",
            "har følgjande fråsegn",
            "har følgjande innspel",
            "muligheten til å uttale",
            "anledningen til å uttale",
            "høvet til å uttale",
            "muligheten til å komme med innspill",
            "muligheten til å gi innspill",
        ],
    )
}

/// A page that opens a public consultation states its deadline, and whom it asks.
pub(crate) fn announces_hearing(view: &View<'_>) -> bool {
    says(
        view,
        &[
            "høringsfrist",
            "høyringsfrist",
            "frist for å sende hør",
            "frist for å sende høyr",
            "frist for høring",
            "frist for høyring",
            "frist for å avgi hør",
            "frist for å avgje høyr",
            "frist for å gi hør",
            "frist for å gje høyr",
            "frist for å uttale",
            "frist for å komme med",
            "frist for å kome med",
            "frist for innspill",
            "frist for innspel",
            "frist for merknad",
            "frist for uttal",
            "frist for tilbakemelding",
        ],
    ) && says(
        view,
        &[
            "høringsinstanser",
            "høyringsinstansar",
            "høringsnotat",
            "høyringsnotat",
            "status",
            "legges ut på høring",
            "blir lagt ut på høyring",
            "høringsinnspill",
            "høyringsinnspel",
            "sendes på e-post",
            "sender ditt høringssvar",
            "alle kan avgi",
            "alle kan gi",
            "svar på høringen",
            "svar på høyringa",
            "ut på høring",
            "ut på høyring",
            "hvem kan svare",
            "kven kan svare",
            "innspill merkes",
            "innspel merkes",
            "kan uttale seg",
            "kan gi innspill",
            "kan gi innspel",
            "på offentlig høring",
            "på offentleg høyring",
            "sende inn høringssvar",
            "sende inn høyringssvar",
        ],
    )
}

/// "Endringsforslag legges ut på høring i fire uker.": the line near the beginning of a page that says so.
pub(crate) fn laid_out(view: &View<'_>) -> Option<usize> {
    const OUT: [&str; 10] = [
        "legges ut på høring",
        "legges nå ut på høring",
        "blir lagt ut på høring",
        "sendes på høring",
        "ligger ute på høring",
        "leggjast ut på høyring",
        "vert lagt ut på høyring",
        "blir lagt ut på høyring",
        "blir sendt på høyring",
        "ligg ute på høyring",
    ];
    let says = |line: &Line<'_>| OUT.iter().any(|words| line.lower().contains(words));
    view.lines.iter().take(LAID_OUT).position(says)
}

/// How many lines can say so.
const LAID_OUT: usize = 12;

/// "DET KONGELIGE FINANSDEPARTEMENT" at the top. Above a post box, "Det kongelige finansdepartement" is who is written to.
pub(crate) fn royal_head<'a, 'v>(lines: &'a [Line<'v>]) -> Option<&'a Line<'v>> {
    let at = lines.iter().take(3).position(|line| is_royal(line.text))?;
    let head = lines.get(at)?;
    let boxes = ["postboks ", "pb ", "pb. ", "p.b. "];
    let below = lines.get(at + 1).map_or("", Line::lower).trim_start();
    // Where lines ran together the post box stands behind the name.
    let behind = |word: &&str| {
        head.lower()
            .split_once(' ')
            .is_some_and(|(_, rest)| rest.contains(&format!(" {word}")))
    };
    let addressed = boxes.iter().any(|word| below.starts_with(word) || behind(word));
    (!addressed).then_some(head)
}

/// Whether a ministry's letterhead stands at the top, or on the edge of the first page.
pub(crate) fn has_royal_head(view: &View<'_>) -> bool {
    royal_head(&view.lines).is_some() || view.furniture.iter().any(|text| is_royal(text))
}

fn is_royal(text: &str) -> bool {
    fold_name(&text.chars().take(12).collect::<String>()).starts_with("det kong")
}

/// The body that a paper's first sentences are about: "Finansdepartementet sender med dette …", "Sunnvik kommune legger …".
pub(crate) fn opener<'a, 'v>(lines: &'a [Line<'v>]) -> Option<(&'a Line<'v>, &'v str)> {
    lines.iter().take(TOP).find_map(|line| {
        let text = line.text.trim();
        let body = || {
            let lower = line.lower();
            OPENINGS
                .iter()
                .any(|part| lower.contains(part))
                .then(|| body_opens(text))?
        };
        ministry_opens(text).or_else(body).map(|name| (line, name))
    })
}

/// The ministry that a sentence begins with, before what ministries do.
fn ministry_opens(text: &str) -> Option<&str> {
    let end = text
        .match_indices("departementet ")
        .map(|(at, word)| at + word.len())
        .next()?;
    let (name, rest) = (text.get(..end)?.trim(), text.get(end..)?);
    // "Finansdepartementet (FIN) sender".
    let rest = rest
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(") "))
        .filter(|(short, _)| short.len() < 6)
        .map_or(rest, |(_, rest)| rest);
    let verb = rest.split(|c: char| !c.is_alphabetic()).next()?;
    (name.chars().count() < 70 && OPENS.contains(&verb) && !ministries_by_name(name).is_empty()).then_some(name)
}

/// What others than ministries do with a proposal of their own.
const PROPOSES: [&str; 9] = [
    " sender ",
    " sender, ",
    " legger ",
    " legg ",
    " inviterer ",
    " har laget ",
    " har laga ",
    " har utarbeidet ",
    " har utarbeidd ",
];

/// Parts of words of which every sentence has one by which another body opens a hearing, in lower case.
const OPENINGS: [&str; 4] = ["oreslår ", "øreslår ", "høring", "høyring"];

/// Another body that a sentence about a hearing begins with.
fn body_opens(text: &str) -> Option<&str> {
    let near: String = text.chars().take(260).collect::<String>().lower_case();
    // "Havtilsynet foreslår endringer i fyrforskriften på oppdrag fra …" on the page of a hearing.
    let proposed = [
        "oreslår endring",
        "øreslår endring",
        "oreslår ny",
        "øreslår ny",
        "oreslår å ",
        "øreslår å ",
    ]
    .iter()
    .find_map(|words| near.find(words));
    let proposes = proposed
        .and_then(|at| text.get(..at)?.rsplit_once(' '))
        .map(|(name, _)| name);
    if let Some(name) = proposes.filter(|name| is_organization(name) && !is_generic(name)) {
        return Some(name);
    }
    if !text.starts_with(char::is_uppercase) || !(near.contains("høring") || near.contains("høyring")) {
        return None;
    }
    // "På oppdrag frå Kunnskapsdepartementet sender Utdanningsdirektoratet på høyring forslag til …".
    let inverted = text.split_once(" sender ").and_then(|(_, rest)| {
        let end = [" på hø", " forslag", " framlegg", " med dette"]
            .iter()
            .filter_map(|words| rest.find(words))
            .min()?;
        rest.get(..end)
    });
    if let Some(name) = inverted.filter(|name| name.chars().count() < 70 && is_organization(name) && !is_generic(name))
    {
        return Some(name);
    }
    let end = PROPOSES.iter().filter_map(|verb| text.find(verb)).min()?;
    let name = text.get(..end).filter(|name| name.chars().count() < 70)?;
    (is_organization(name) && !is_generic(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_extract::plain_text;

    #[test]
    fn letters_of_ministries_and_answers_to_them_are_told_apart() {
        let opens = |text: &str| opens_hearing(&View::new(&plain_text(text)), false);
        assert!(opens("Vi ber om høringsinstansenes merknader innen 3. mai 2010."));
        assert!(opens("Departementet sender på høring forslag til forskrift."));
        assert!(!opens(
            "Vi viser til departementets høringsbrev, der det bes om høringsinstansenes merknader."
        ));
        let answers = |text: &str| answers_hearing(&View::new(&plain_text(text)));
        assert!(answers("Det vises til høring av 3. mai om lov om vind."));
        assert!(!answers("Departementet viser til vedlagte høringsnotat."));
    }

    #[test]
    fn a_royal_ministry_above_a_post_box_is_written_to() {
        let royal = |text: &str| has_royal_head(&View::new(&plain_text(text)));
        assert!(royal("DET KONGELIGE\nFINANSDEPARTEMENT\n\nKS\nPostboks 1378 Vika\n"));
        assert!(!royal("Det kongelige finansdepartement\n\nPostboks 8008 Dep\n"));
        assert!(!royal(
            "Sunnvik kommune\n\nDet kongelige finansdepartement Pb. 8008 Dep. 0030 Oslo\n"
        ));
    }

    #[test]
    fn the_ministry_that_opens_is_the_subject_of_a_first_sentence() {
        let text = plain_text("Høring\n\nKunnskapsdepartementet sender forslag på høring.");
        let view = View::new(&text);
        assert_eq!(
            opener(&view.lines).map(|(_, name)| name),
            Some("Kunnskapsdepartementet")
        );
        let text = plain_text("Sunnvik kommune har laget utkast til gebyrer og legger det ut på høring.");
        assert_eq!(
            opener(&View::new(&text).lines).map(|(_, name)| name),
            Some("Sunnvik kommune")
        );
        let text = plain_text("I dag var Kunnskapsdepartementet ute.");
        assert!(opener(&View::new(&text).lines).is_none());
    }
}
