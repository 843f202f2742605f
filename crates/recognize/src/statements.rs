//! Who said what: runs of sentences with one subject that is a speaker.
//!
//! Minutes report speech: "Moen viste til …. Han pekte på …". A sentence whose subject is a participant's surname, a role
//! that one participant has, or a delegation, followed by a verb of speech, begins a statement; the following sentences of
//! the paragraph belong to it until another speaker begins.

use crate::view::View;
use ordskifte_record::{Attribution, BlockKind, Form, Kind, Participant, Record, Speaker, SpeakerKind, Statement};
use ordskifte_vocabulary::{fold_name, role};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

static VERBS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    include_str!("../data/verbs.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});

/// Longest verb of the list, in words.
const VERB_WORDS: usize = 3;
/// Most words before the verb.
const SUBJECT_WORDS: usize = 9;

/// Reads statements from the paragraphs after the attendance list.
pub(crate) fn read(view: &View<'_>, present: usize, record: &mut Record) {
    if !matches!(record.kind, Kind::Referat | Kind::Protokoll) || record.participants.is_empty() {
        return;
    }
    let surnames = surnames(&record.participants);
    let places: HashMap<usize, usize> = record
        .paragraphs
        .iter()
        .enumerate()
        .map(|(index, paragraph)| (paragraph.start, index))
        .collect();
    let mut found: Vec<Statement> = Vec::new();
    let mut counters: HashMap<String, u32> = HashMap::new();
    for line in view.lines.iter().skip(present) {
        if !matches!(line.kind, BlockKind::Paragraph | BlockKind::ListItem) {
            continue;
        }
        let Some(paragraph) = places.get(&line.start).and_then(|index| record.paragraphs.get(*index)) else {
            continue;
        };
        for run in runs(line.text, &surnames, &record.participants) {
            let before = line.text.get(..run.start).unwrap_or_default().chars().count();
            let text = line.text.get(run.start..run.end).unwrap_or_default().trim_end();
            let hash = paragraph.anchor.trim_start_matches("p-").to_owned();
            let count = counters.entry(hash.clone()).or_default();
            *count += 1;
            let start = line.start + before;
            found.push(Statement {
                id: if *count == 1 {
                    format!("s-{hash}")
                } else {
                    format!("s-{hash}-{count}")
                },
                speakers: run.speakers,
                form: Form::Reported,
                attribution: run.attribution,
                verb: Some(run.verb),
                agenda: paragraph
                    .agenda_item
                    .and_then(|item| record.agenda.get(item as usize)?.number.clone()),
                agenda_item: paragraph.agenda_item,
                page: line.page,
                anchor: paragraph.anchor.clone(),
                start,
                end: start + text.chars().count(),
                text: text.to_owned(),
            });
        }
    }
    record.statements = found;
}

/// Participants by the last one or two words of their names; those that two share are left out.
fn surnames(participants: &[Participant]) -> HashMap<String, u32> {
    let mut names: HashMap<String, Option<u32>> = HashMap::new();
    for (index, person) in participants.iter().enumerate() {
        let words: Vec<&str> = person.name.split_whitespace().collect();
        for length in 1..=words.len() {
            let name = words
                .get(words.len() - length..)
                .unwrap_or_default()
                .join(" ")
                .to_lowercase();
            let index = u32::try_from(index).ok();
            names.entry(name).and_modify(|known| *known = None).or_insert(index);
        }
    }
    names
        .into_iter()
        .filter_map(|(name, index)| Some((name, index?)))
        .collect()
}

struct Run {
    start: usize,
    end: usize,
    speakers: Vec<Speaker>,
    attribution: Attribution,
    verb: String,
}

fn runs(text: &str, surnames: &HashMap<String, u32>, participants: &[Participant]) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for (start, end) in sentences(text) {
        let sentence = text.get(start..end).unwrap_or_default();
        match subject(sentence, surnames, participants, found.last()) {
            Some((speakers, attribution, verb)) => {
                let same = found.last().is_some_and(|run| {
                    run.speakers
                        .iter()
                        .map(|s| &s.name)
                        .eq(speakers.iter().map(|s| &s.name))
                });
                if same && let Some(run) = found.last_mut() {
                    run.end = end;
                } else {
                    found.push(Run {
                        start,
                        end,
                        speakers,
                        attribution,
                        verb,
                    });
                }
            }
            None => {
                if let Some(run) = found.last_mut() {
                    run.end = end;
                }
            }
        }
    }
    found
}

/// Byte ranges of sentences: they end at `.`, `!` or `?` before a capital, but not after abbreviations and numbers.
fn sentences(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut ends = text.match_indices(['.', '!', '?']).map(|(at, _)| at + 1).peekable();
    while let Some(end) = ends.next() {
        let rest = text.get(end..).unwrap_or_default();
        let next = rest.trim_start();
        let word = text
            .get(start..end - 1)
            .unwrap_or_default()
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let abbreviation = word.chars().count() <= 4
            && (word.chars().all(|c| c.is_ascii_digit())
                || word.contains('.')
                || ["nr", "jf", "kl", "mht", "bl", "pkt", "kap", "art", "ca"].contains(&word.to_lowercase().as_str()));
        if rest.starts_with(char::is_whitespace) && next.starts_with(char::is_uppercase) && !abbreviation {
            let next_start = text.len() - next.len();
            out.push((start, end));
            start = next_start;
        }
    }
    if start < text.len() {
        out.push((start, text.len()));
    }
    out
}

type Subject = (Vec<Speaker>, Attribution, String);

/// Speakers, how they were found and the verb, when a sentence begins with speakers and a verb of speech.
fn subject(
    sentence: &str,
    surnames: &HashMap<String, u32>,
    participants: &[Participant],
    last: Option<&Run>,
) -> Option<Subject> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let verb_at = (1..=SUBJECT_WORDS.min(words.len().saturating_sub(1)))
        .find(|at| verb(words.get(*at..).unwrap_or_default()).is_some())?;
    let verb = verb(words.get(verb_at..)?)?;
    let printed = words.get(..verb_at)?.join(" ");
    let mut speakers = Vec::new();
    let mut attribution = None;
    for part in printed
        .split([','])
        .flat_map(|part| part.split(" og "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (speaker, how) = speaker(part, surnames, participants, last)?;
        attribution.get_or_insert(how);
        if !speakers.iter().any(|known: &Speaker| known.name == speaker.name) {
            speakers.push(speaker);
        }
    }
    Some((speakers, attribution?, verb))
}

/// The verb of speech that words begin with; the longest form of the list.
fn verb(words: &[&str]) -> Option<String> {
    (1..=VERB_WORDS.min(words.len())).rev().find_map(|count| {
        let candidate = words.get(..count)?.join(" ");
        let bare = candidate.trim_end_matches([',', '.', ':']).to_lowercase();
        VERBS.contains(bare.as_str()).then_some(bare)
    })
}

fn speaker(
    part: &str,
    surnames: &HashMap<String, u32>,
    participants: &[Participant],
    last: Option<&Run>,
) -> Option<(Speaker, Attribution)> {
    let bare = part
        .split('(')
        .next()
        .unwrap_or(part)
        .trim()
        .trim_end_matches([',', '.']);
    let person = |index: u32, how| {
        let name = participants.get(index as usize)?.name.clone();
        Some((
            Speaker {
                name,
                participant: Some(index),
                printed: part.to_owned(),
                kind: SpeakerKind::Person,
            },
            how,
        ))
    };
    let folded = fold_name(bare);
    if let Some(index) = surnames.get(&folded) {
        return person(*index, Attribution::Name);
    }
    // "Statssekretær Moen": a title before a known name.
    if let Some((_, rest)) = folded
        .split_once(' ')
        .filter(|(first, _)| role(first).is_some() || first.ends_with("minister"))
        && let Some(index) = surnames.get(rest)
    {
        return person(*index, Attribution::Name);
    }
    if ["han", "hun", "ho", "vedkommende"].contains(&folded.as_str()) {
        let run = last?;
        let [one] = run.speakers.as_slice() else { return None };
        return Some((
            Speaker {
                printed: part.to_owned(),
                ..one.clone()
            },
            Attribution::Pronoun,
        ));
    }
    if [
        "ks",
        "staten",
        "departementet",
        "regjeringen",
        "regjeringa",
        "kommunesektoren",
    ]
    .contains(&folded.as_str())
        || folded.ends_with("departementet")
    {
        let speaker = Speaker {
            name: bare.to_owned(),
            participant: None,
            printed: part.to_owned(),
            kind: SpeakerKind::Organization,
        };
        return Some((speaker, Attribution::Organization));
    }
    let titled = role(&folded).or_else(|| {
        let definite = ["en", "a"].iter().find_map(|ending| folded.strip_suffix(ending))?;
        role(definite).or_else(|| role(&format!("{definite}e")))
    })?;
    let mut bearers = (0_u32..)
        .zip(participants)
        .filter(|(_, person)| person.role.as_deref() == Some(titled.name));
    let (index, _) = bearers.next()?;
    if bearers.next().is_some() {
        return None;
    }
    person(index, Attribution::Role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, role: &str) -> Participant {
        Participant {
            name: name.to_owned(),
            role: Some(role.to_owned()),
            ..Participant::default()
        }
    }

    #[test]
    fn names_roles_pronouns_and_joint_speech_are_attributed() {
        let people = [
            person("Kari Flø Moen", "statsråd"),
            person("Ola Li", "styreleder"),
            person("Per Vik", "statssekretær"),
        ];
        let text = "Flø Moen viste til NOU 2020: 1. Hun la vekt på fristen. Det er viktig. Li og Vik takket for møtet. Statsråden svarte at det går bra.";
        let runs = runs(text, &surnames(&people), &people);
        let brief: Vec<(String, Attribution)> = runs
            .iter()
            .map(|run| {
                (
                    run.speakers
                        .iter()
                        .map(|s| s.name.as_str())
                        .collect::<Vec<_>>()
                        .join("+"),
                    run.attribution,
                )
            })
            .collect();
        assert_eq!(
            brief,
            [
                ("Kari Flø Moen".to_owned(), Attribution::Name),
                ("Ola Li+Per Vik".to_owned(), Attribution::Name),
                ("Kari Flø Moen".to_owned(), Attribution::Role),
            ]
        );
        assert!(text[runs[0].start..runs[0].end].ends_with("viktig."));
    }
}
