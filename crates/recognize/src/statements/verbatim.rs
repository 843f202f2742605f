//! Speech in its own words, behind the name of who said it, and what stands between such speeches.

use super::{Run, runs};
use crate::people::people;
use crate::sentences::sentences;
use crate::speakers::{Speakers, means};
use crate::subjects::{is_present, subject};
use ordskifte_analysis::{is_listed, is_rare_noun};
use ordskifte_record::{Attribution, Form, Speaker, SpeakerKind};
use ordskifte_vocabulary::LowerCase;

/// Fewest and most letters of a name before a colon, most of what stands in parentheses behind it, and of an hour in brackets.
const NAME: std::ops::RangeInclusive<usize> = 2..=60;
const NOTE: usize = 40;
const HOUR: std::ops::RangeInclusive<usize> = 4..=10;

/// "Moen (parti) [10:21]: (ivrig): Jeg mener": the name, and where the speech behind it begins.
fn begun(text: &str) -> Option<(&str, usize)> {
    let text_begin = text.trim_start();
    let name_end = text_begin.find(|c: char| !(c.is_alphabetic() || ". /-".contains(c)))?;
    let (name, rest) = text_begin.split_at_checked(name_end)?;
    let name = name.trim_end();
    let rest = noted(rest.trim_start()).map_or(rest, |(_, rest)| rest).trim_start();
    let hour = || {
        let (hour, rest) = rest.strip_prefix('[')?.split_once(']')?;
        let figures = HOUR.contains(&hour.len()) && hour.chars().all(|c| c.is_numeric() || ":. ".contains(c));
        figures.then_some(rest)
    };
    let rest = hour().unwrap_or(rest).trim_start().strip_prefix(':')?;
    let said = rest.trim_start();
    let apart = said.len() < rest.len();
    // "Moen: (ivrig): Ja."
    let tone = || {
        let rest = noted(said)?.1.strip_prefix(':')?;
        let said = rest.trim_start();
        (said.len() < rest.len() && !said.is_empty()).then_some(said)
    };
    let said = tone().unwrap_or(said);
    let named = NAME.contains(&name.chars().count());
    (named && apart && !said.is_empty()).then_some((name, text.len() - said.len()))
}

/// "(parti) …": what stands in parentheses, and what behind them.
fn noted(text: &str) -> Option<(&str, &str)> {
    let (note, rest) = text.strip_prefix('(')?.split_once(')')?;
    (1..=NOTE).contains(&note.chars().count()).then_some((note, rest))
}

/// Whether a paragraph that nobody begins is speech: "(Latter.)" is a remark, and what ends in no mark is a running head.
pub(super) fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    let remark = text.starts_with('(') && text.ends_with(')');
    !remark && text.ends_with(['.', '!', '?', '…', ':', '»', '”', '"', ')'])
}

/// "Ordfører Lie, Vestvik: Hva med legevakten?": another than those who are listed has the floor.
pub(super) fn names_other(text: &str) -> bool {
    let label = text.split_once(':').map(|(label, _)| label);
    label.is_some_and(|label| label.len() <= MAX_NAME && !people(label, None).present.is_empty())
}

/// "Hoel (Pasientombudet): Når da?": speech of somebody who is told by name and body, and is not listed.
pub(super) fn guest(text: &str) -> Option<Run> {
    let (label, said) = text.split_once(':').filter(|(label, _)| label.len() <= LABEL)?;
    // "Presidenten: …" where nobody is told to be it.
    let folded = label.trim().lower_case();
    if said.starts_with(' ') && (means("chair", &folded) || LEADERS.contains(&folded.as_str())) {
        let speaker = Speaker {
            name: label.trim().to_owned(),
            participant: None,
            printed: label.trim().to_owned(),
            kind: SpeakerKind::Person,
        };
        return Some(Run {
            start: text.len() - said.trim_start().len(),
            ..goes_on(text, &[speaker], Attribution::Unresolved, Form::Verbatim)
        });
    }
    let (name, body) = label.trim().strip_suffix(')')?.split_once(" (")?;
    let words: Vec<&str> = name.split_whitespace().collect();
    // "Merknad (KS): …" is a note.
    let noun = |word: &&str| is_listed(word) && !is_rare_noun(word);
    let lone = words.len() == 1 && words.first().is_some_and(noun);
    let named = (1..=4).contains(&words.len()) && crate::people::is_name(&words) && !lone;
    let capital = body.starts_with(char::is_uppercase) && said.starts_with(' ');
    if !named || !capital || crate::labels::label(text).is_some() {
        return None;
    }
    let speaker = Speaker {
        name: name.to_owned(),
        participant: None,
        printed: label.trim().to_owned(),
        kind: SpeakerKind::Person,
    };
    Some(Run {
        start: text.len() - said.trim_start().len(),
        ..goes_on(text, &[speaker], Attribution::Unresolved, Form::Verbatim)
    })
}

/// Those who lead debates.
const LEADERS: [&str; 4] = ["presidenten", "komitélederen", "komitelederen", "komiteleiaren"];

/// How far from the beginning of a paragraph the colon behind its speaker can stand, in bytes: a name of sixty letters, a party
/// of forty, and blanks.
const LABEL: usize = 240;
/// Longest name of a speaker, in bytes.
const MAX_NAME: usize = 80;

/// "Møtet hevet kl. 19.25.", "Møtet slutt kl. 15.": how a meeting ended; "Utvalget ba sekretariatet …": what it decided.
pub(super) fn is_closing(text: &str) -> bool {
    let mut words = text.split_whitespace();
    if let (Some(who), Some(verb)) = (words.next(), words.next()) {
        let past = ["te", "de", "et", "a"].iter().any(|ending| verb.ends_with(ending));
        let decides = past || ["ba", "bad", "ble", "blei", "vart", "var", "ga", "gav", "tok"].contains(&verb);
        if decides && means("decider", &who.lower_case()) {
            return true;
        }
    }
    let rest = ["Møtet ", "Møte "]
        .iter()
        .find_map(|word| text.trim().strip_prefix(word));
    let first = rest.and_then(|rest| rest.split([' ', '.', ':']).next());
    first.is_some_and(|word| {
        [
            "hevet",
            "heva",
            "slutt",
            "slutta",
            "sluttet",
            "avsluttet",
            "avslutta",
            "ble",
            "blei",
            "vart",
        ]
        .contains(&word)
    })
}

/// "Moen:" or "KS:" alone above a list: whose points it holds.
pub(super) fn points_of(text: &str, speakers: &Speakers<'_>) -> Option<(Vec<Speaker>, Attribution)> {
    let name = text.trim().strip_suffix(':').filter(|name| name.len() <= MAX_NAME)?;
    if crate::labels::label(text).is_some() {
        return None;
    }
    let (speaker, how) = speakers.resolve(name, &[])?;
    let attends = how != Attribution::Organization || speakers.attends(&speaker.name);
    attends.then(|| (vec![speaker], how))
}

/// A paragraph of who has the floor, or a point of whose points these are.
pub(super) fn goes_on(text: &str, speakers: &[Speaker], attribution: Attribution, form: Form) -> Run {
    Run {
        start: 0,
        end: text.len(),
        speakers: speakers.to_vec(),
        attribution,
        form,
        verb: None,
        respelled: false,
    }
}

/// "Moen (parti): Jeg mener …", "KS: Vi er enige": what follows is said by who stands before the colon.
pub(super) fn verbatim(text: &str, speakers: &Speakers<'_>) -> Option<Run> {
    if !text.contains(':') {
        return None;
    }
    // "Møteleder: fylkesmann Moe" names who led.
    if crate::labels::label(text).is_some_and(|(meaning, _)| !matches!(meaning, "stat" | "ks" | "other")) {
        return None;
    }
    // Most paragraphs have no colon near their beginning.
    text.bytes().take(LABEL).find(|byte| *byte == b':')?;
    let (name, start) = begun(text)?;
    let given = contributed(name);
    let name = given.unwrap_or(name);
    let said = text.get(start..)?;
    // "Fylkesmannen: ikke representert".
    if ["ikke representert", "ikkje representert", "forfall", "ingen"].contains(&said.trim_end_matches('.')) {
        return None;
    }
    // "Leiar: Kari Moe" says who was chosen.
    let words: Vec<&str> = said.split_whitespace().take(5).collect();
    if (2..=4).contains(&words.len()) && crate::people::is_name(&words) {
        return None;
    }
    // "Lund (H): …" where two bear the name.
    let label = text.split_once(':').map_or("", |(label, _)| label);
    let label = contributed(label).unwrap_or(label);
    let (speaker, attribution) = match speakers.named(name).or_else(|| speakers.by_note(label)) {
        Some(found) => found,
        None => speakers
            .resolve(name, &[])
            .filter(|(_, how)| matches!(how, Attribution::Organization | Attribution::Role) || name.contains(" v/"))?,
    };
    // "Lillevik kommune: Moen opplyste": who of the body spoke.
    if attribution == Attribution::Organization
        && subject(said, speakers, &[]).is_some_and(|found| found.attribution == Attribution::Name)
    {
        return None;
    }
    // "Finansdepartementet: Kommuneproposisjonen" below the minutes is a link.
    if attribution == Attribution::Organization && !speakers.attends(&speaker.name) {
        return None;
    }
    let form = if attribution == Attribution::Organization || given.is_some() {
        Form::Reported
    } else {
        Form::Verbatim
    };
    Some(Run {
        start,
        end: text.len(),
        speakers: vec![speaker],
        attribution,
        form,
        verb: None,
        respelled: false,
    })
}

/// "Spørsmål fra Moe", "Innspill frå KS" before a colon: who it came from.
fn contributed(label: &str) -> Option<&str> {
    const WHAT: [&str; 14] = [
        "kommentar",
        "kommentarer",
        "kommentarar",
        "spørsmål",
        "svar",
        "innspill",
        "innspel",
        "innlegg",
        "replikk",
        "tilbakemelding",
        "synspunkt",
        "synspunkter",
        "orientering",
        "informasjon",
    ];
    let (what, whose) = [" fra ", " frå "]
        .iter()
        .find_map(|from| label.trim().split_once(from))?;
    WHAT.contains(&what.lower_case().as_str()).then_some(whose)
}

/// "Moe: Viktig at det skjer. Li sa seg enig.": what others are reported to have said behind what one said.
pub(super) fn answer(text: &str, run: &mut Run, speakers: &Speakers<'_>, pair: &mut Vec<Speaker>) -> Vec<Run> {
    let said = text.get(run.start..).unwrap_or_default();
    let cut = sentences(said).into_iter().skip(1).find(|(start, end)| {
        let sentence = said.get(*start..*end).unwrap_or_default();
        subject(sentence, speakers, &[]).is_some_and(|subject| {
            let other = |speaker: &Speaker| run.speakers.iter().all(|known| known.name != speaker.name);
            subject.attribution == Attribution::Name
                && !is_present(&subject.verb)
                && subject
                    .speakers
                    .iter()
                    .all(|speaker| other(speaker) && sentence.starts_with(&speaker.printed))
        })
    });
    let Some((at, _)) = cut else { return Vec::new() };
    run.end = run.start + at;
    let end = run.end;
    let mut rest = runs(text.get(end..).unwrap_or_default(), speakers, &run.speakers, pair);
    for one in &mut rest {
        one.start += end;
        one.end += end;
    }
    rest
}
