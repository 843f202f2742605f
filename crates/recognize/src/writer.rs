//! The body that a letter speaks for, where neither letterhead nor signature names it: "Landslaget for brygger takker for
//! invitasjonen", "Fylkesutvalet i Vestre gir slik fråsegn".
//!
//! Letters name others too, so one body alone must speak as their writer; where several do, nobody is named.

pub(crate) mod paper;

pub(crate) use paper::signs;

use crate::answers::is_generic;
use crate::data::named;
use crate::evidence;
use crate::organizations::{is_organization, party, sort};
use crate::view::View;
use ordskifte_analysis::Map;
use ordskifte_record::{Kind, Party, Record};
use ordskifte_vocabulary::{LowerCase, fold_name, ministries_by_name, role};
use std::sync::LazyLock;

/// What a phrase behind a name tells of who bears it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tells {
    /// Only the writer says so.
    Own,
    /// The writer, where the hearing or a letter is named soon after.
    Hearing,
    /// Anybody.
    View,
}

/// Phrases by the three bytes that they begin with.
type Phrases = Map<[u8; 3], Vec<(Tells, &'static str)>>;

/// The phrases that begin with three bytes: most words of a text begin none.
static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let phrases = named(include_str!("../data/writer.tsv")).filter_map(|(key, phrases)| {
        let tells = match key {
            "own" => Tells::Own,
            "hearing" => Tells::Hearing,
            "view" => Tells::View,
            _ => return None,
        };
        Some(phrases.split('|').map(move |phrase| (tells, phrase)))
    });
    let mut found = Phrases::default();
    for (tells, phrase) in phrases.flatten() {
        if let Some(first) = phrase.as_bytes().first_chunk() {
            found.entry(*first).or_default().push((tells, phrase));
        }
    }
    found
});

/// Longest name, in characters.
const MAX_NAME: usize = 90;
/// Lower-case words that names hold.
const WITHIN: [&str; 11] = ["og", "for", "i", "av", "på", "under", "mot", "om", "de", "den", "det"];
/// What begins no name, or is said of others and of things; in lower case.
const STRANGERS: [&str; 37] = [
    "undertegnede",
    "undertegna",
    "underteikna",
    "vi",
    "jeg",
    "eg",
    "me",
    "det",
    "dette",
    "den",
    "denne",
    "de",
    "dei",
    "disse",
    "desse",
    "alle",
    "mange",
    "flere",
    "fleire",
    "noen",
    "nokre",
    "her",
    "forslag",
    "forslaget",
    "framlegget",
    "høringen",
    "høyringa",
    "høringsnotatet",
    "høyringsnotatet",
    "lov",
    "loven",
    "lova",
    "stortinget",
    "regjeringen",
    "regjeringa",
    "kommunene",
    "kommunane",
];
/// Words that soon follow "viser til" where a paper answers another.
const PAPERS: [&str; 9] = [
    "høring",
    "høyring",
    "brev",
    "invitasjon",
    "oversend",
    "e-post",
    "epost",
    "utsend",
    "forslag",
];
/// How far behind "viser til" they stand, in characters.
const NEAR: usize = 130;
/// How many lines of running text the writer is looked for in first.
const FIRST: usize = 6;
/// How many lines can say who wrote; books have more.
const LINES: usize = 300;
/// Shortest line of running text, in characters.
const PROSE: usize = 40;

/// One who may have written: name, how often it speaks so, where first, and how plainly.
struct Candidate {
    name: String,
    line: usize,
    /// Which line of running text.
    place: usize,
    own: usize,
    views: usize,
}

/// The one body that a letter's sentences have as their writer.
pub(crate) fn own_name(view: &View<'_>, record: &mut Record) -> Option<Party> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut place = 0;
    for (index, line) in view.lines.iter().enumerate().take(LINES) {
        if line.text.len() < PROSE {
            continue;
        }
        let text = line.text.trim_start_matches(['–', '-', '•', ' ', '\t']);
        // "… rår til å gjere slikt vedtak: Vestre fylkeskommune gjev slik fråsegn".
        let decided = text.contains("vedtak: ").then(|| text.split_once("vedtak: ")).flatten();
        let text = decided.map_or(text, |(_, decided)| decided);
        if text.chars().count() < PROSE {
            continue;
        }
        place += 1;
        let owners = if line.signs().has(*paper::SIGNED) { text } else { "" };
        let owners = paper::owners(owners).map(|name| (name.to_owned(), Tells::Own));
        for (name, tells) in sentences(text).filter_map(subject).chain(owners) {
            let known = found.iter().position(|known| same(&known.name, &name));
            let at = known.unwrap_or_else(|| {
                found.push(Candidate {
                    name,
                    line: index,
                    place,
                    own: 0,
                    views: 0,
                });
                found.len() - 1
            });
            let Some(candidate) = found.get_mut(at) else { continue };
            if tells == Tells::View {
                candidate.views += 1;
            } else {
                candidate.own += 1;
            }
        }
    }
    let told = chosen(&found, view).map(|writer| (writer.name.as_str(), writer.line));
    let headings = || {
        let mut headings = (0..).zip(view.lines.iter().take(LINES));
        headings.find_map(|(index, line)| Some((paper::headed(line.text)?, index)))
    };
    let (name, at) = told.or_else(headings)?;
    let name = in_full(name, view);
    if let Some(line) = view.lines.get(at) {
        evidence(record, "sender", line);
    }
    Some(party(&name))
}

/// The one ministry that the sentences of a letter begin with: "Finansdepartementet har også mottatt …".
pub(crate) fn own_ministry(view: &View<'_>, record: &mut Record) -> Option<Party> {
    if record.kind != Kind::Brev {
        return None;
    }
    let mut own: Option<(usize, &str)> = None;
    for (index, line) in view.lines.iter().enumerate().take(LINES) {
        for (at, word) in line.text.match_indices("epartementet har ") {
            let text = line.text.get(..at + word.len() - " har ".len()).unwrap_or_default();
            let name = text.rsplit(". ").next().unwrap_or(text);
            if ministries_by_name(name).is_empty() {
                continue;
            }
            if own.is_some_and(|(_, known)| known != name) {
                return None;
            }
            own = own.or(Some((index, name)));
        }
    }
    let (index, name) = own?;
    if let Some(line) = view.lines.get(index) {
        evidence(record, "sender", line);
    }
    Some(party(name))
}

/// Shortest line that holds several paragraphs, in bytes, and how many of its sentences are looked at.
const FLAT: usize = 900;
const SENTENCES: usize = 12;

/// A line, and the sentences of one whose paragraphs ran together.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices(". ").map(|(at, stop)| at + stop.len());
    let flat = ends.take(if text.len() >= FLAT { SENTENCES } else { 0 });
    std::iter::once(text).chain(flat.filter_map(move |at| text.get(at..)))
}

/// The one who writes: who alone says what only writers say, else who alone holds opinions again and again.
fn chosen<'a>(found: &'a [Candidate], view: &View<'_>) -> Option<&'a Candidate> {
    let mut plain = found.iter().filter(|one| one.own > 0 && one.place <= 2 * FIRST);
    match (plain.next(), plain.next()) {
        (Some(one), None) => return Some(one),
        // Two that speak so: the first, where it speaks more often.
        (Some(one), Some(other)) => {
            let more = one.own + one.views > 2 * (other.own + other.views);
            return (more && plain.next().is_none()).then_some(one);
        }
        _ => {}
    }
    let mut often = found.iter().filter(|one| one.place <= FIRST);
    let one = often.next()?;
    let said = one.views.max(mentions(&one.name, view));
    let rivals = found.iter().filter(|other| !same(&other.name, &one.name));
    let alone = rivals.map(|other| other.views).max().unwrap_or(0) * 2 < said;
    (alone && said >= 2).then_some(one)
}

/// How many sentences begin with a name and an opinion.
fn mentions(name: &str, view: &View<'_>) -> usize {
    let count = |text: &str| {
        let starts = text.match_indices(name).filter(|(at, _)| {
            let before = text.get(..*at).unwrap_or_default();
            before.is_empty() || before.ends_with(". ")
        });
        let spoken = |(at, _): (usize, &str)| {
            let rest = text.get(at + name.len()..).unwrap_or_default();
            rest.strip_prefix(' ')
                .is_some_and(|rest| phrase(rest).is_some() || rest.starts_with("er "))
        };
        starts.filter(|found| spoken(*found)).count()
    };
    view.lines.iter().take(LINES).map(|line| count(line.text)).sum()
}

/// The name that a sentence begins with, and what is said of who bears it.
fn subject(text: &str) -> Option<(String, Tells)> {
    if !text.starts_with(char::is_uppercase) {
        return None;
    }
    let near = |at: &usize| *at < MAX_NAME || text.get(..*at).is_some_and(|name| name.chars().count() < MAX_NAME);
    let blanks = text.match_indices(' ').map(|(at, _)| at);
    for at in blanks.take_while(near) {
        let rest = text.get(at + 1..)?;
        let Some(mut tells) = phrase(rest) else { continue };
        let name = text.get(..at)?.trim_end_matches(',');
        if tells == Tells::Hearing {
            let near: String = rest.chars().take(NEAR).collect::<String>().lower_case();
            tells = if PAPERS.iter().any(|word| near.contains(word)) {
                Tells::Own
            } else {
                Tells::View
            };
        }
        return names_writer(name).map(|name| (name.to_owned(), tells));
    }
    None
}

/// What a text tells that begins with one of the phrases.
fn phrase(rest: &str) -> Option<Tells> {
    let goes_on = |phrase: &str| {
        rest.strip_prefix(phrase).is_some_and(|rest| {
            // "har ingen merknad" is also "har ingen merknader".
            phrase.contains(' ') || !rest.starts_with(char::is_alphabetic)
        })
    };
    let phrases = PHRASES.get(rest.as_bytes().first_chunk::<3>()?)?;
    phrases
        .iter()
        .find(|(_, phrase)| goes_on(phrase))
        .map(|(tells, _)| *tells)
}

/// A name that a writer can have, without its abbreviation in parentheses.
fn names_writer(name: &str) -> Option<&str> {
    let bare = match name.split_once(" (") {
        Some((bare, rest)) if rest.ends_with(')') => bare,
        Some(_) => return None,
        None => name,
    };
    let words: Vec<&str> = bare.split(' ').collect();
    let first = fold_name(words.first()?);
    // "Den norske Bryggeforening" is one, "Den foreslåtte ordningen" is not.
    let named = ["den", "det", "de", "dei"].contains(&first.as_str())
        && words.get(1).is_some_and(|word| word.starts_with("norsk"))
        && words
            .get(2)
            .is_some_and(|word| word.starts_with(char::is_uppercase) || sort(word).is_some());
    let stranger = STRANGERS.contains(&first.as_str()) && !named;
    let clean = !bare.contains(|c: char| c.is_ascii_digit() || ",.:;§«»\"".contains(c)) || is_organization(bare);
    if stranger || !clean || words.len() > 10 || role(bare).is_some() || !ministries_by_name(bare).is_empty() {
        return None;
    }
    if first.ends_with("departementet") || first.ends_with("departementets") || is_generic(bare) {
        return None;
    }
    // One word is a name where it cannot be a common noun in the definite: "Sabima", "Havtilsynet", not "Rådmannen".
    let common = |word: &str| {
        ["en", "et", "a", "ene", "ane"]
            .iter()
            .any(|ending| word.ends_with(ending))
    };
    let alone = match words.as_slice() {
        [word] => is_organization(word) || word.chars().filter(|c| c.is_uppercase()).count() > 1 || !common(&first),
        _ => true,
    };
    let capital = |word: &&str| word.starts_with(char::is_uppercase) || word.starts_with(|c: char| c.is_ascii_digit());
    let proper = words.iter().all(|word| capital(word) || WITHIN.contains(word)) && words.last().is_some_and(capital);
    let council = words.get(1) == Some(&"i") && COUNCILS.contains(&first.as_str());
    let noun = words.split_last().is_some_and(|(last, before)| {
        !before.is_empty() && before.iter().all(capital) && NOUNS.iter().any(|noun| last.ends_with(noun))
    });
    (alone && (proper || is_organization(bare) || council || named || noun)).then_some(bare)
}

/// What names of bodies end in: "Norsk fyrsenter".
const NOUNS: [&str; 14] = [
    "sentrum",
    "senter",
    "råd",
    "lag",
    "samband",
    "selskap",
    "organisasjon",
    "museum",
    "kontor",
    "museet",
    "fond",
    "fakultet",
    "avis",
    "kirke",
];

/// Bodies of municipalities and counties that speak for them.
const COUNCILS: [&str; 14] = [
    "fylkesutvalget",
    "fylkesutvalet",
    "fylkestinget",
    "fylkesrådet",
    "fylkesrådmannen",
    "kommunestyret",
    "kommunestyra",
    "formannskapet",
    "bystyret",
    "byrådet",
    "hovedutvalget",
    "rådmannen",
    "administrasjonen",
    "kommunedirektøren",
];

/// "Fylkestinget i Nord" where the same text has "Nord fylkeskommune": the body in full.
fn in_full(name: &str, view: &View<'_>) -> String {
    let council = name
        .split_once(" i ")
        .filter(|(first, _)| COUNCILS.contains(&fold_name(first).as_str()));
    let Some((_, region)) = council else {
        return of_state(name, view).unwrap_or_else(|| name.to_owned());
    };
    let whole = ["fylkeskommune", "kommune"].map(|sort| format!("{region} {sort}"));
    let named = whole
        .into_iter()
        .find(|whole| view.lines.iter().any(|line| line.text.contains(whole.as_str())));
    named.unwrap_or_else(|| name.to_owned())
}

/// "Legemiddelverket" where the text has "Statens legemiddelverk" too.
fn of_state(name: &str, view: &View<'_>) -> Option<String> {
    let folded = fold_name(name);
    let stem = ["et", "en"].iter().find_map(|ending| folded.strip_suffix(ending))?;
    let whole = format!("Statens {stem}");
    let named = |text: &str| text.contains(whole.as_str());
    (!name.contains(' ') && view.lines.iter().any(|line| named(line.text))).then_some(whole)
}

/// The same name, but for one letter in the middle.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (fold_name(a), fold_name(b));
    a == b || (a.chars().count() >= 8 && a.chars().filter(|c| *c != 's').eq(b.chars().filter(|c| *c != 's')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_extract::plain_text;

    fn writer(text: &str) -> Option<String> {
        let text = plain_text(text);
        own_name(&View::new(&text), &mut Record::default()).map(|party| party.name)
    }

    #[test]
    fn who_speaks_as_the_writer_is_named() {
        for (text, expected) in [
            (
                "Likestillings- og fyrombudet viser til departementets høringsbrev av 30. oktober 2008.",
                "Likestillings- og fyrombudet",
            ),
            (
                "Den norske Bryggealliansen viser til høringsbrev av 7. juli om brygger og kaier.",
                "Den norske Bryggealliansen",
            ),
            (
                "Landslaget for brygger (LFB) takker for muligheten til å uttale seg om saken.",
                "Landslaget for brygger",
            ),
            (
                "Sunnvik kommune syner til høyringsbrev av 3. mai om endringar i lova om fyr.",
                "Sunnvik kommune",
            ),
            (
                "Fylkesutvalet i Vestre gir slik fråsegn om framlegget til ny lov om brygger.",
                "Fylkesutvalet i Vestre",
            ),
            (
                "Fylkestinget i Vestre har behandlet saken i møte og vedtok dette.\n\nVestre fylkeskommune er enig i det som er foreslått.",
                "Vestre fylkeskommune",
            ),
            (
                "BRL støtter prinsippene som ligger til grunn for arbeidet med loven.\n\nBRL mener at loven må tre i kraft snart, og at den må følges opp.",
                "BRL",
            ),
        ] {
            assert_eq!(writer(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn who_is_only_spoken_of_is_not() {
        for text in [
            "Kommunesektoren mener at dette er en god ordning for alle som bor i landet.",
            "Bryggeforbundet støtter forslaget i sin uttalelse.\n\nFyrforeningen mener at det er for dyrt for mange.\n\nBryggeforbundet mener noe annet om dette enn de andre.",
            "Rådmannen viser til høringsbrev av 3. mai og legger saken fram for politisk behandling.",
            "Departementet viser til høringsnotatet og det som er sagt der om denne saken.",
            "Forslaget viser til høring av 3. mai, og vi er enige i det som er foreslått.",
            "Finansdepartementet viser til brev av 3. mai om statsbudsjettet og brygger.",
        ] {
            assert_eq!(writer(text), None, "{text}");
        }
    }
}
