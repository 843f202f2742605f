//! The title.

mod score;
mod untitled;
mod whole;

use score::score;
pub(crate) use untitled::untitled;
use whole::whole_title;

use crate::answers::page_title;
use crate::covers::{above_contents, is_sort_of_guide, joined};
use crate::data::rows;
use crate::evidence;
use crate::kind::{kind_of, says_sort};
use crate::openings::is_called_letter;
use crate::organizations::is_organization;
use crate::parties::is_letterhead;
use crate::view::{Line, View};
use ordskifte_record::{BlockKind, ExtractedText, Kind, Record, Stated};
use ordskifte_vocabulary::{fold_name, ministries_by_name};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How many lines can hold the title.
const TOP: usize = 45;

/// Abbreviations that titles end in.
pub(crate) const ABBREVIATIONS: [&str; 8] = ["mv.", "m.v.", "mm.", "m.m.", "m.fl.", "mfl.", "o.l.", "osv."];

/// Headings that name a part of a document or its sort, and no document.
static UNTITLED: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../data/untitled.txt")).collect());

/// "Høringsinstanser i henhold til vedlagte liste", in a folded form.
fn is_list_of_recipients(folded: &str) -> bool {
    let listed = [
        "henhold til",
        "ifølge",
        "ifølgje",
        "følge",
        "iht",
        "etter vedlagt",
        "etter vedlagd",
        "etter adresse",
    ];
    folded.ends_with("liste") && listed.iter().any(|words| folded.contains(words))
}

/// A folded line without the number of a paper: "protokoll nr: 1/2019" is "protokoll".
fn unnumbered(folded: &str) -> &str {
    let bare = folded.trim_end_matches(|c: char| c.is_ascii_digit() || "/-–:. ".contains(c));
    bare.strip_suffix(" nr").unwrap_or(bare)
}

/// Reads the title, and the kind that it tells.
pub(crate) fn title_and_kind(view: &View<'_>, text: &ExtractedText, stated: &Stated, record: &mut Record) {
    let top = view.top(TOP);
    if let Some(title) = &stated.title {
        record.title.clone_from(title);
    } else if let Some(line) = page_title(view) {
        line.text.trim().clone_into(&mut record.title);
        evidence(record, "title", line);
    } else if let Some(index) = best_title(top, view) {
        // Emphasis marks of a text that was Markdown once are no part of a title.
        whole_title(top, index)
            .trim_matches(['*', '_', ' '])
            .clone_into(&mut record.title);
        if ends_plainly(&record.title) {
            record.title.pop();
        }
        if let Some(line) = top.get(index) {
            evidence(record, "title", line);
        }
    } else if let Some(title) = text.metadata.title.as_ref().filter(|title| is_titled(title)) {
        record.title.clone_from(title);
    }
    crate::kind::read(view, top, record);
}

/// Whether the title in a file's properties is one: "Microsoft Word - referat.doc", "side.html" and "Dokument1" are names of
/// files, which programs fill in.
fn is_titled(title: &str) -> bool {
    let title = title.trim();
    let words = title.split_whitespace().count();
    let end = title.rsplit_once('.').map(|(_, end)| end);
    let file =
        end.is_some_and(|end| (2..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    words >= 2 && !file && !title.contains('_') && !title.starts_with("Microsoft ")
}

/// How much less a line is a title that is a person's name above the own address, or the street of one: who writes for
/// herself.
fn resident(top: &[Line<'_>], index: usize) -> i32 {
    let words: Vec<&str> = top.get(index).map_or("", |line| line.text).split_whitespace().collect();
    let named = index < 2 && (2..=4).contains(&words.len()) && crate::people::is_name(&words);
    let street = words.len() <= 4
        && words
            .last()
            .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()));
    let most = if named { 2 } else { usize::from(street) };
    let mut below = top.get(index + 1..).unwrap_or_default().iter().take(most);
    let addressed = below.any(|line| is_postal(line.text.trim()));
    10 * i32::from(addressed)
}

fn best_title(top: &[Line<'_>], view: &View<'_>) -> Option<usize> {
    let subject = top
        .iter()
        .any(|line| matches!(line.label(), Some(("subject", value)) if value.chars().count() >= 8));
    // "Høyringsfråsegn frå KS" above "Sak: Ny lov om …" says what it is, and not what it is about.
    let plain = |line: &Line<'_>| if subject && says_sort(line.text) { 7 } else { 0 };
    // Below the list of contents there are chapters.
    let front = above_contents(top);
    let front = above_list(top).unwrap_or(front);
    let scored = top.iter().take(front).enumerate().map(|(index, line)| {
        (
            score(line, index) + heads_text(&view.lines, index) + below_sort(top, index)
                - plain(line)
                - resident(top, index)
                - letterhead(top, index)
                - if score::states_fact(top, index) { 8 } else { 0 },
            index,
        )
    });
    let found = scored.fold(None, |best: Option<(i32, usize)>, (score, index)| match best {
        Some((known, _)) if known >= score => best,
        _ => Some((score, index)),
    });
    // "Høyringsnotat" above "om forslag til …" begins the title.
    let goes_on = |line: &Line<'_>| {
        ["om ", "til ", "for ", "fra ", "frå "]
            .iter()
            .any(|word| line.text.trim().starts_with(word))
    };
    let cover = (0..front).find(|index| joined(top, *index).is_some());
    let begins = || {
        top.windows(2)
            .position(|pair| matches!(pair, [a, b] if sort_alone(a).is_some() && goes_on(b)))
    };
    if let Some(index) = cover.or_else(begins) {
        return Some(index);
    }
    // "Møteprotokoll" is a title where nothing better stands.
    // "Saksliste" below who was there heads the cases, and nothing else.
    let listed = |line: &Line<'_>| matches!(line.label(), Some(("present" | "place", _)));
    let listed = top.iter().position(listed).unwrap_or(top.len());
    let plain = || {
        top.iter().enumerate().position(|(index, line)| match sort_alone(line) {
            Some(Kind::Protokoll | Kind::Referat) => true,
            Some(Kind::Sakliste) => index < listed,
            _ => false,
        })
    };
    let best = match found {
        Some((score, index)) if score > 1 => index,
        Some((1, index)) => plain().unwrap_or(index),
        _ => plain().or_else(|| {
            top.iter()
                .position(|line| sort_alone(line) == Some(Kind::Horingsnotat) || is_called_letter(line))
                // "Høringsinstanser" heads a list of them, and nothing else.
                .or_else(|| top.first().filter(|line| is_list(line.folded())).map(|_| 0))
        })?,
    };
    let best = titled_above(top, best).unwrap_or(best);
    // "Høring om brygger,01.09.2022" repeats the title above it.
    let repeated = |line: &Line<'_>| {
        let text = line.text.trim();
        let goes_on = |title: &Line<'_>| title.text.trim().starts_with(text) && title.text.trim() != text;
        text.chars().count() >= REPEATED && top.get(best).is_some_and(goes_on)
    };
    let first = top
        .iter()
        .take(best)
        .position(|line| repeated(line) && score(line, 0) > 0);
    Some(first.unwrap_or(best))
}

/// How many lines stand above the list of those who were there, where one of them calls the paper minutes: below it there
/// are cases, whatever these are called.
fn above_list(top: &[Line<'_>]) -> Option<usize> {
    let listed = top
        .iter()
        .position(|line| matches!(line.label(), Some(("present", _))))?;
    let minutes = |line: &Line<'_>| {
        let kind = kind_of(line.folded(), &["title", "top"]);
        matches!(kind, Some(Kind::Referat | Kind::Protokoll)) && line.label().is_none()
    };
    let above = top.get(..listed)?;
    above.iter().any(minutes).then_some(listed)
}

/// Lines within which an address stands below a letterhead.
const ADDRESSED: usize = 5;

/// "NOREGS FOLKEOPPLYSNING" in capitals at the very top, above the address of who is written to: whose paper it is.
fn letterhead(top: &[Line<'_>], index: usize) -> i32 {
    let first = top.get(index).filter(|line| index == 0 && is_letterhead(line.text));
    let below = top.iter().skip(1).take(ADDRESSED);
    let addressed = || below.into_iter().any(|line| is_postal(line.text.trim()));
    if first.is_some() && addressed() { 8 } else { 0 }
}

/// "Høringsinstanser" at the top of a page that has nothing but their list.
fn is_list(folded: &str) -> bool {
    [
        "høringsinstanser",
        "høringsinstansar",
        "høyringsinstansar",
        "adresseliste",
        "mottakere",
        "mottakarar",
    ]
    .contains(&folded)
}

/// Fewest characters of a title that a later line repeats.
const REPEATED: usize = 16;

/// The sort of document that a line names and nothing else: "Høringsnotat".
fn sort_alone(line: &Line<'_>) -> Option<Kind> {
    if is_sort_of_guide(line.folded()) {
        return Some(Kind::Veileder);
    }
    let folded = line.folded();
    let alone = UNTITLED.contains(unnumbered(folded));
    alone.then(|| kind_of(folded, &["title", "top"])).flatten()
}

/// What stands below "Høringsnotat" or "Veileder" alone is often what that is about.
fn below_sort(top: &[Line<'_>], index: usize) -> i32 {
    let above = index.checked_sub(1).and_then(|above| top.get(above));
    let told = above.is_some_and(|line| {
        let hearing = ["høring", "høyring"].contains(&line.folded());
        hearing || matches!(sort_alone(line), Some(Kind::Horingsnotat | Kind::Veileder))
    });
    // "Styringsgruppe for digitale skjema" below "Møtereferat".
    let group = || {
        let text = top.get(index).map_or("", |line| line.text.trim());
        let minutes = above.is_some_and(|line| matches!(sort_alone(line), Some(Kind::Referat | Kind::Protokoll)));
        let from = ["Fra ", "Frå "].iter().any(|word| text.starts_with(word));
        let named = text.contains(" for ") && text.starts_with(char::is_uppercase) && !from;
        minutes && named && !text.contains([':', '\t', ',']) && !text.ends_with('.')
    };
    let told = told || group();
    if told { 3 } else { 0 }
}

/// Fewest characters of running text.
const PROSE: usize = 50;

/// A short paragraph above the first running text is often what a letter is about.
fn heads_text(lines: &[Line<'_>], index: usize) -> i32 {
    let (Some(line), Some(next)) = (lines.get(index), lines.get(index + 1)) else {
        return 0;
    };
    // The first running text alone is what a title stands above.
    let runs = |line: &Line<'_>| line.text.chars().count() >= PROSE && line.text.trim_end().ends_with('.');
    if lines.iter().take(index).any(runs) {
        return 0;
    }
    let length = line.text.chars().count();
    let short = (10..=160).contains(&length)
        && line.kind == BlockKind::Paragraph
        && !line.text.contains(':')
        && !line.text.trim_end().ends_with('.');
    // A letter may say all it says point by point.
    let text = (next.kind == BlockKind::Paragraph || next.kind == BlockKind::ListItem && runs(next))
        && next.text.chars().count() > length
        && next.text.trim_end().ends_with('.')
        && next.text.contains(' ');
    // "Rådmannens forslag til vedtak" stands below what a case is about.
    let proposed = || {
        let begin = fold_name(&next.text.chars().take(60).collect::<String>());
        let words = ["forslag til vedtak", "framlegg til vedtak", "innstilling", "tilråding"];
        words
            .iter()
            .any(|word| begin.trim_end_matches(':').ends_with(word) || begin.starts_with(word))
    };
    // "1. Innleiing" stands below it too.
    let chapter = || {
        let begin = next
            .text
            .trim()
            .strip_prefix('1')
            .map(|rest| fold_name(rest.trim_start_matches(['.', ' '])));
        begin.is_some_and(|begin| ["innledning", "innleiing", "bakgrunn"].contains(&begin.as_str()))
    };
    if short && (text || proposed() || chapter()) && !is_organization(line.text) {
        3
    } else {
        0
    }
}

/// "Rettleiar for departement": a heading that only says what sort of document it is, and for whom, stands under the title.
fn titled_above(top: &[Line<'_>], index: usize) -> Option<usize> {
    let above = index.checked_sub(1)?;
    let (line, title) = (top.get(index)?, top.get(above)?);
    let folded = line.folded();
    let mut words = folded.split_whitespace();
    let sort = words.next().and_then(|word| kind_of(word, &["title", "top"]));
    let under = matches!(sort, Some(Kind::Veileder | Kind::Innspill)) && matches!(words.next(), Some("for" | "til"));
    let heading = title.kind == BlockKind::Heading && line.kind == BlockKind::Heading && title.level <= line.level;
    // Without marks of headings both are short lines.
    let short = |line: &Line<'_>| {
        line.kind == BlockKind::Paragraph
            && (4..=90).contains(&line.text.chars().count())
            && !line.text.contains(['.', ':'])
    };
    let plain = (title.kind == BlockKind::Heading || short(title)) && short(line) && !UNTITLED.contains(title.folded());
    (under && (heading || plain) && score(title, above) > 0).then_some(above)
}

/// "Møte i regionrådet": a meeting, whatever body it names.
fn begins_meeting(text: &str) -> bool {
    let begin = fold_name(&text.trim().chars().take(14).collect::<String>());
    [
        "møte i ",
        "møte med ",
        "bilateralt m",
        "bilateralt kon",
        "kontaktmøte me",
        "konsultasjonsm",
        "møte mellom ",
    ]
    .iter()
    .any(|words| begin.starts_with(words))
}

/// "0030 Oslo", "Postboks 1".
fn is_postal(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    (first.len() == 4 && first.chars().all(|c| c.is_ascii_digit())) || fold_name(first) == "postboks"
}

/// Whether a line is the name of a body, as letterheads and addresses have it.
fn names_body(line: &Line<'_>) -> bool {
    let folded = line.folded();
    !ministries_by_name(folded).is_empty()
        || folded.ends_with("departement")
        || folded.starts_with("det kong")
        || line.is_organization()
}

/// "Høringssvar om fyr.": the point belongs to the line, and not to the title.
fn ends_plainly(title: &str) -> bool {
    let last = title.rsplit(' ').next().and_then(|word| word.strip_suffix('.'));
    last.is_some_and(|word| word.chars().count() > 4 && word.chars().all(char::is_lowercase)) && !ends_openly(title)
}

/// What ends in a point that ends no sentence.
fn ends_openly(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    ends_in_ordinal(text) || ABBREVIATIONS.contains(&fold_name(last).as_str())
}

/// Whether a sentence ends within a text: "… ble sendt ut. Svar ventes innen kl. 10."
fn holds_sentence(text: &str) -> bool {
    text.match_indices(". ").any(|(at, stop)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + stop.len()..));
        let last = before.rsplit([' ', '.']).next().unwrap_or_default();
        last.chars().count() > 3
            && last.chars().all(char::is_lowercase)
            && after.is_some_and(|rest| rest.starts_with(char::is_uppercase))
    })
}

/// "… konsultasjonsmøtet 16.": the line was broken within a date, and not behind "kl. 10."
fn ends_in_ordinal(text: &str) -> bool {
    let mut words = text.split_whitespace().rev();
    let last = words.next().and_then(|word| word.strip_suffix('.'));
    let hour = words
        .next()
        .is_some_and(|word| ["kl.", "kl", "klokka", "klokken"].contains(&word));
    last.filter(|_| !hour)
        .is_some_and(|number| !number.is_empty() && number.len() <= 2 && number.chars().all(|c| c.is_ascii_digit()))
}
