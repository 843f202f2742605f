//! The subject of a sentence that reports speech.

mod indirect;
mod phrases;
mod unsaid;

use crate::data::rows;
use crate::organizations::is_organization;
use crate::people::leading_role;
use crate::speakers::{Found, Speakers, means};
use indirect::{according, came_from, inverted, passive, quoted, told_of, view_of};
use ordskifte_analysis::Set;
use ordskifte_record::{Attribution, Speaker};
use ordskifte_vocabulary::LowerCase;
use std::sync::LazyLock;
use unsaid::is_unsaid;

static VERBS: LazyLock<Set> = LazyLock::new(|| rows(include_str!("../data/verbs.txt")).collect());
/// The first words of the verbs, for sentences that have their subject after it.
static FIRST: LazyLock<Set> =
    LazyLock::new(|| VERBS.iter().filter_map(|verb| verb.split_whitespace().next()).collect());
/// The first words of all that tells speech: most words of a sentence are none.
static BEGINNINGS: LazyLock<Set> =
    LazyLock::new(|| FIRST.iter().copied().chain([TAKEN]).chain(phrases::firsts()).collect());
/// The same in the present tense, which is what a document's text uses for everything else too.
static PRESENT: LazyLock<Set> = LazyLock::new(|| rows(include_str!("../data/verbs-present.txt")).collect());
static PRESENT_FIRST: LazyLock<Set> = LazyLock::new(|| {
    PRESENT
        .iter()
        .filter_map(|verb| verb.split_whitespace().next())
        .collect()
});
static ACTS: LazyLock<Set> = LazyLock::new(|| rows(include_str!("../data/acts.txt")).collect());

/// Whether a verb of speech is the second to fourth word of a text: "Moe viste til referatet."
pub(crate) fn tells(text: &str) -> bool {
    let mut words = text.split_whitespace().skip(1).take(3);
    words.any(|word| FIRST.contains(word))
}

/// Longest verb of the list, in words.
const VERB_WORDS: usize = 5;
/// Most words before the verb.
const SUBJECT_WORDS: usize = 12;
/// Most words of a heading that runs into speech.
const HEADING_WORDS: usize = 24;
/// What joins clauses that have subjects of their own.
const CLAUSES: [&str; 6] = [", og ", ", men ", ", mens ", ", medan ", "; ", ", noe "];
/// Most words before a verb that its subject follows.
const OPENING_WORDS: usize = 6;

/// Speakers of a sentence, how they were found, and the verb.
pub(crate) struct Subject {
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) attribution: Attribution,
    pub(crate) verb: String,
    /// Whether a name was found by another spelling.
    pub(crate) respelled: bool,
}

/// Reads the subject of a sentence; `None` when it is no speaker or no speech.
pub(crate) fn subject(sentence: &str, speakers: &Speakers<'_>, last: &[Speaker]) -> Option<Subject> {
    let words: Vec<&str> = sentence
        .split_whitespace()
        .take(SUBJECT_WORDS + VERB_WORDS + 4)
        .collect();
    passive(&words, speakers)
        .or_else(|| according(&words, speakers))
        .or_else(|| view_of(&words, speakers))
        .or_else(|| before_verb(&words, speakers, last))
        .or_else(|| after_verb(&words, speakers, last))
        .or_else(|| inverted(&words, speakers))
        .or_else(|| told_of(&words, speakers))
        .or_else(|| came_from(&words, speakers))
        .or_else(|| quoted(sentence, speakers, last))
        .or_else(|| open(&words, speakers))
        .or_else(|| joined(&words, speakers))
        .or_else(|| present(&words, speakers))
}

/// The speech that a heading runs into on one line ("2. Budsjettet Moen viste til …"): where it begins.
///
/// `is_speaker` tells whether a name is one of those who were present; it is asked where a verb of speech follows only.
pub(crate) fn after_heading(text: &str, is_speaker: impl Fn(&str) -> bool) -> Option<usize> {
    if !text.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let starts: Vec<usize> = words_at(text).take(HEADING_WORDS + 4).collect();
    let words: Vec<&str> = starts
        .iter()
        .filter_map(|at| text.get(*at..)?.split_whitespace().next())
        .collect();
    let most = HEADING_WORDS.min(words.len());
    (2..most).find_map(|at| {
        // A sentence that has ended is no heading any more.
        if words.get(1..at)?.iter().any(|word| word.ends_with(['.', ':', ';'])) {
            return None;
        }
        let named = (1..=3).any(|count| {
            let printed = words.get(at..at + count).unwrap_or_default();
            let rest = words.get(at + count..).unwrap_or_default();
            printed.first().is_some_and(|word| word.starts_with(char::is_uppercase))
                && (verb(rest).is_some() || open_verb(rest).is_some())
                && is_speaker(&printed.join(" "))
        });
        named.then(|| starts.get(at).copied()).flatten()
    })
}

/// Bytes at which words begin.
fn words_at(text: &str) -> impl Iterator<Item = usize> {
    let mut blank = true;
    text.char_indices().filter_map(move |(at, c)| {
        let begins = blank && !c.is_whitespace();
        blank = c.is_whitespace();
        begins.then_some(at)
    })
}

/// Another person's clause within a sentence ("Moen ba om et møte, og Li var positiv til det"): where the one before
/// ends, and where it begins.
pub(crate) fn further_clauses(sentence: &str, speakers: &Speakers<'_>) -> Vec<(usize, usize)> {
    let marks = sentence.bytes().enumerate();
    let joints = marks
        .filter(|(_, mark)| matches!(mark, b',' | b';'))
        .filter_map(|(at, _)| {
            let rest = sentence.get(at..)?;
            let joint = CLAUSES.iter().find(|joint| rest.starts_with(**joint))?;
            Some((at, at + joint.len()))
        });
    joints
        .filter(|(_, at)| {
            let rest = sentence.get(*at..).unwrap_or_default();
            let office = !rest.trim_start().starts_with(char::is_uppercase);
            let rest: Vec<&str> = rest.split_whitespace().take(8).collect();
            // ", og det samme gjorde Moen".
            if let ["det", "samme" | "same", "gjorde", name @ ..] = rest.as_slice() {
                return (1..=3).any(|count| {
                    let printed = name.get(..count).unwrap_or_default().join(" ");
                    speakers.named(printed.trim_end_matches('.')).is_some()
                });
            }
            // ", og statsråden viste til": an office has a clause of its own, too.
            if office {
                let (Some(first), Some(after)) = (rest.first(), rest.get(1..)) else {
                    return false;
                };
                return verb(after).is_some()
                    && speakers
                        .resolve(first, &[])
                        .is_some_and(|(_, how)| how == Attribution::Role);
            }
            (1..=3).any(|count| {
                let printed = rest.get(..count).unwrap_or_default();
                let after = rest.get(count..).unwrap_or_default();
                verb(after).is_some() && speakers.named(&printed.join(" ")).is_some()
            })
        })
        .collect()
}

/// "Moen viste til", "Moen og Li sa begge", "Statssekretær Moen (KD) understreket".
fn before_verb(words: &[&str], speakers: &Speakers<'_>, last: &[Speaker]) -> Option<Subject> {
    let most = SUBJECT_WORDS.min(words.len().saturating_sub(1));
    let (at, verb) = (1..=most).find_map(|at| Some((at, verb(words.get(at..)?)?)))?;
    let printed = words.get(..at)?.join(" ");
    joint(&printed, verb, speakers, last)
}

/// "Moe (H) og Li (Ap)" without what stands in parentheses inside it.
fn without_notes(printed: &str) -> String {
    let inside = |at: usize| !printed.get(at + 1..).unwrap_or_default().trim().is_empty();
    if !printed.find(')').is_some_and(inside) {
        return printed.to_owned();
    }
    let mut depth = 0_u32;
    let kept: String = printed
        .chars()
        .filter(|c| {
            let outside = depth == 0 && *c != '(';
            depth = match c {
                '(' => depth + 1,
                ')' => depth.saturating_sub(1),
                _ => depth,
            };
            outside
        })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",")
}

/// All that a subject names: "A, B og C"; a part in lower case that means nobody is an apposition.
fn joint(printed: &str, verb: String, speakers: &Speakers<'_>, last: &[Speaker]) -> Option<Subject> {
    let without = without_notes(printed);
    // "Også Moen og Li fremhevet".
    let also = ["Også ", "Òg "].iter().find_map(|word| without.strip_prefix(word));
    let printed = also.unwrap_or(&without);
    let mut subject = Subject {
        speakers: Vec::new(),
        attribution: Attribution::Name,
        verb,
        respelled: false,
    };
    // "Kommunal- og distriktsministeren" is one.
    if let Some((speaker, how)) = speakers.resolve(printed, last) {
        subject.speakers.push(speaker);
        subject.attribution = how;
        return Some(subject);
    }
    // "Begge etterlyste": the two who spoke before.
    if matches!(printed, "Begge" | "De" | "Dei") {
        let two = if printed == "Begge" {
            last.len() == 2
        } else {
            last.len() >= 2
        };
        if !two {
            return None;
        }
        subject.speakers = last
            .iter()
            .map(|one| Speaker {
                printed: printed.to_owned(),
                ..one.clone()
            })
            .collect();
        subject.attribution = Attribution::Pronoun;
        return Some(subject);
    }
    // "Østvik: Moe understreket", "Østvik kommune: Moe og Li orienterte": a body before the names.
    if let Some((body, name)) = printed.split_once(": ")
        && body.split(' ').count() <= 3
        && speakers.begins(name)
    {
        return joint(name, subject.verb, speakers, last);
    }
    // "Det er departementet, svarte Moen": what was said begins there.
    if matches!(printed.split(' ').next(), Some("Det" | "Dette")) {
        return None;
    }
    let mut attribution = None;
    // "Både Moen og Li" are two, and so are "Verken Moen eller Li".
    let neither = ["Verken ", "Hverken ", "Korkje ", "Kverken "]
        .iter()
        .find_map(|word| printed.strip_prefix(word))
        .map(|rest| rest.replace(" eller ", " og "));
    let printed = ["Både ", "Båe ", "både ", "båe "]
        .iter()
        .find_map(|word| printed.strip_prefix(word))
        .unwrap_or(printed);
    let printed = neither.as_deref().unwrap_or(printed);
    let parts = printed.split(',').flat_map(|part| part.split(" og "));
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    for (index, part) in parts.iter().enumerate() {
        let part = *part;
        // "Moen, FIN, svarte": whom the one before was there for.
        if subject.speakers.last().is_some_and(|last| speakers.belongs(last, part)) {
            continue;
        }
        // "Kari Moe, Fyrlaget, tok opp": whom one of no list speaks for.
        let set_off = index > 0 && index + 1 == parts.len() && printed.ends_with(',');
        if set_off && !subject.speakers.is_empty() && is_organization(part) {
            continue;
        }
        let ((speaker, how), near): (Found, bool) = match speakers.resolve(part, last) {
            Some(found) => (found, false),
            None if attribution.is_some() && part.starts_with(char::is_lowercase) => continue,
            // "Styreleder i KS, Kari Moen, sa": a title before the name.
            None if leading_role(part).0.is_some()
                && parts
                    .iter()
                    .skip(index + 1)
                    .any(|later| speakers.named(later).is_some()) =>
            {
                continue;
            }
            None => speakers.unlisted(part, &subject.verb)?,
        };
        subject.respelled |= near;
        if how == Attribution::Unresolved || attribution.is_none() {
            attribution = Some(how);
        }
        if !subject.speakers.iter().any(|known| known.name == speaker.name) {
            subject.speakers.push(speaker);
        }
    }
    subject.attribution = attribution?;
    Some(subject)
}

/// "Avslutningsvis takket Moen for", "Videre stilte hun spørsmål": the verb first, then a name or a pronoun.
fn after_verb(words: &[&str], speakers: &Speakers<'_>, last: &[Speaker]) -> Option<Subject> {
    let most = OPENING_WORDS.min(words.len().saturating_sub(2));
    let begins = |at: &usize| {
        words
            .get(*at)
            .is_some_and(|word| FIRST.contains(word.trim_end_matches(',')))
    };
    let at = (1..=most).find(begins)?;
    let opening = words.get(..at)?;
    // "Solem inviterte KS": a name that the list lacks is the subject.
    if let [name] = opening
        && !ordskifte_analysis::is_word(&name.lower_case())
    {
        return None;
    }
    if opening.iter().any(|word| word.ends_with([':', ';', '.'])) {
        return None;
    }
    // A subject before the verb is the subject.
    let is_subject = |(index, word): (usize, &&str)| {
        let folded = word.lower_case();
        // "På vegne av KS takket Moen": what a preposition governs is none.
        let governed = index.checked_sub(1).and_then(|before| opening.get(before));
        let governed = governed.is_some_and(|before| ["av", "fra", "frå", "til", "for", "med"].contains(before));
        let meant = ["pronoun", "organization", "chair", "leader", "writer", "decider"];
        meant.iter().any(|meaning| means(meaning, &folded)) && !governed
    };
    if opening.iter().enumerate().any(is_subject) {
        return None;
    }
    let rest = words.get(at + 1..)?;
    // "Avslutningsvis pekte både Moen og Li på": the verb goes on behind them.
    if let ["både" | "båe", pair @ ..] = rest {
        return (3..=7.min(pair.len())).find_map(|count| {
            let tail: Vec<&str> = std::iter::once(words.get(at)?)
                .chain(pair.get(count..)?)
                .copied()
                .collect();
            let named = pair.get(..count).filter(|named| named.contains(&"og"))?;
            joint(&named.join(" "), verb(&tail)?, speakers, last).filter(|subject| subject.speakers.len() == 2)
        });
    }
    (1..=4.min(rest.len())).rev().find_map(|count| {
        let printed = rest.get(..count)?.join(" ");
        let found = speakers.named(&printed).or_else(|| {
            let told = count == 1 || printed.starts_with(char::is_lowercase);
            told.then(|| speakers.meant(&printed, last)).flatten()
        })?;
        let tail: Vec<&str> = std::iter::once(words.get(at)?)
            .chain(words.get(at + 1 + count..)?)
            .copied()
            .collect();
        // "var", "la", "tok": speech only with what belongs to them.
        let verb = verb(&tail)?;
        Some(Subject {
            speakers: vec![found.0],
            attribution: found.1,
            verb,
            respelled: false,
        })
    })
}

/// A participant's name before a past-tense verb that is no act: verbs of speech are more than any list holds.
fn open(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    (1..=4).rev().find_map(|count| {
        let printed = words.get(..count)?;
        if printed.last()?.ends_with([',', '.', ':']) {
            return None;
        }
        let verb = open_verb(words.get(count..)?)?;
        let printed = printed.join(" ");
        let (speaker, how) = speakers.named(&printed).or_else(|| {
            // "Rådmannen orsaka dette."
            let office = |(_, how): &Found| *how == Attribution::Role;
            speakers.meant(&printed, &[]).filter(office)
        })?;
        Some(single(speaker, how, verb.to_owned()))
    })
}

/// "Moen hadde ikke tallet, men lovet å skaffe det": what somebody who is listed did first, and said then.
fn joined(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    let at = words.iter().position(|word| ["men", "og"].contains(word))?;
    let told = words.get(at + 1..)?;
    let verb = match words.get(at) {
        Some(&"men") => verb(told).or_else(|| open_verb(told).map(str::to_owned)),
        _ => verb(told),
    }?;
    (1..=4.min(at.checked_sub(1)?)).rev().find_map(|count| {
        let (printed, rest) = words.get(..at)?.split_at_checked(count)?;
        // A verb follows the name; what a comma parts from it is no subject of the sentence.
        let acts = rest.first().is_some_and(|verb| verb.chars().all(char::is_lowercase));
        let (speaker, how) = speakers.resolve(&printed.join(" "), &[]).filter(|_| acts)?;
        matches!(how, Attribution::Name | Attribution::Role).then(|| single(speaker, how, verb.clone()))
    })
}

/// Ends of verbs of speech without a regular past tense, behind the part that makes them so: "framholdt", "vedgikk", "motsa".
const STRONG: [&str; 18] = [
    "holdt", "heldt", "gikk", "gjekk", "sa", "slo", "bød", "baud", "trakk", "drog", "dro", "viste", "bad", "ba", "sto",
    "stod", "spurte", "spurde",
];
/// What such verbs begin with.
const BEFORE_STRONG: [&str; 14] = [
    "fram", "frem", "ved", "inn", "til", "mot", "fore", "fast", "på", "etter", "gjen", "over", "tilbake", "av",
];

/// "framholdt", "vedgikk", "tilbød": a strong verb that a particle made one of speech; what people do is among the acts.
fn is_strong(verb: &str) -> bool {
    BEFORE_STRONG
        .iter()
        .filter_map(|before| verb.strip_prefix(before))
        .any(|rest| STRONG.contains(&rest))
}

/// A past-tense verb that is no act.
fn open_verb<'a>(words: &[&'a str]) -> Option<&'a str> {
    if is_unsaid(words) {
        return None;
    }
    let verb = words.first()?.trim_end_matches([',', '.']);
    let past = verb.chars().count() >= 4
        && verb.chars().all(char::is_lowercase)
        && (["te", "de", "et", "a"].iter().any(|ending| verb.ends_with(ending)) || is_strong(verb));
    (past && !ACTS.contains(verb)).then_some(verb)
}

/// "Moen viser til at", and "KS mener at" where nobody else speaks: minutes in the present tense.
fn present(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    (1..=5).rev().find_map(|count| {
        let printed = words.get(..count)?;
        let verb = listed(words.get(count..)?, &PRESENT_FIRST, &PRESENT)?;
        let printed = printed.join(" ");
        let (speaker, how) = match speakers.named(&printed) {
            Some(found) => found,
            None => speakers
                .meant(&printed, &[])
                .filter(|(_, how)| matches!(how, Attribution::Role | Attribution::Organization))?,
        };
        Some(single(speaker, how, verb))
    })
}

fn single(speaker: Speaker, attribution: Attribution, verb: String) -> Subject {
    Subject {
        speakers: vec![speaker],
        attribution,
        verb,
        respelled: false,
    }
}

/// The verb of speech that words begin with; the longest form of the list, adverbs inside it passed over.
fn verb(words: &[&str]) -> Option<String> {
    let first = words.first()?.trim_end_matches([',', '.', ':']);
    if !BEGINNINGS.contains(first) || is_unsaid(words) {
        return None;
    }
    listed(words, &FIRST, &VERBS)
        .or_else(|| taken(words))
        .or_else(|| phrases::phrase(words))
}

/// The verb of [`taken`].
const TAKEN: &str = "tok";

/// "tok innspillene til etterretning", "tok synspunktene med seg": the object stands inside the verb.
fn taken(words: &[&str]) -> Option<String> {
    let (first, rest) = words.split_first()?;
    if *first != TAKEN {
        return None;
    }
    let near = rest.get(..rest.len().min(8))?;
    let at = near.windows(2).position(|pair| {
        let last = pair.get(1).map_or("", |word| word.trim_end_matches(['.', ',']));
        matches!(
            (pair.first().copied(), last),
            (Some("til"), "etterretning" | "etterretting" | "orientering") | (Some("med"), "seg")
        )
    })?;
    let object = near.get(..at)?;
    let whole = object.iter().all(|word| !word.ends_with(['.', ',', ';', ':']));
    let end = near.get(at + 1)?.trim_end_matches(['.', ',']);
    whole.then(|| format!("tok {} {end}", near.get(at).copied().unwrap_or_default()))
}

fn listed(words: &[&str], first_words: &Set, verbs: &Set) -> Option<String> {
    let first = words.first()?.trim_end_matches([',', '.', ':']);
    if !first_words.contains(first) {
        return None;
    }
    let rest = words.iter().skip(1).filter(|word| !means("also", word));
    let kept: Vec<&str> = std::iter::once(first).chain(rest.copied()).take(VERB_WORDS).collect();
    (1..=kept.len()).rev().find_map(|count| {
        let candidate = kept.get(..count)?.join(" ");
        let bare = candidate.trim_end_matches([',', '.', ':']).lower_case();
        verbs.contains(bare.as_str()).then_some(bare)
    })
}

/// Whether a subject stands in the present tense.
pub(crate) fn is_present(verb: &str) -> bool {
    PRESENT.contains(verb) && !VERBS.contains(verb)
}
