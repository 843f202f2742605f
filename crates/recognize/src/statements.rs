//! Who said what: runs of sentences with one subject that is a speaker.
//!
//! Minutes report speech: "Moen viste til …. Han pekte på …". A sentence whose subject is a participant's surname, a role
//! that one participant has, or a delegation, with a verb of speech, begins a statement; the following sentences of the
//! paragraph belong to it until another speaker begins. "Moen (parti): …" is speech in its own words.

mod course;
mod introduced;
mod papers;
mod verbatim;

use crate::agenda::labels_remark;
use crate::scheme::is_noted_below;
use crate::sentences::sentences;
use crate::speakers::{Speakers, means};
use crate::subjects::{Subject, after_heading, further_clauses, is_present, subject};
use crate::view::{Line, View, place};
use course::Course;
use ordskifte_record::{
    AgendaItem, Attribution, BlockKind, Finding, Form, Kind, Record, Speaker, SpeakerKind, Statement,
};
use ordskifte_vocabulary::LowerCase;
use papers::is_paper;
pub(crate) use papers::is_part;
use rustc_hash::FxHashMap;
use verbatim::verbatim;

/// Words of a sentence that its subject stands within.
const PRONOUN_WORDS: usize = 8;

/// A paragraph as speech is read from it: one block, or several that a page break cut within a sentence.
struct Unit {
    text: String,
    /// Byte in `text` and position in the flow at which each block begins.
    parts: Vec<(usize, usize)>,
    page: u32,
    start: usize,
    /// Whether it is an item of a list.
    listed: bool,
    /// Whether it was written before the meeting.
    paper: bool,
    /// Whether it is the remark whose label stands above it.
    remark: bool,
}

impl Unit {
    /// Position in the flow of a byte of the text.
    fn position(&self, byte: usize) -> usize {
        let part = self.parts.iter().rev().find(|(at, _)| *at <= byte).copied();
        let (at, start) = part.unwrap_or((0, self.start));
        start + self.text.get(at..byte).unwrap_or_default().chars().count()
    }
}

/// Reads statements from the paragraphs after the attendance list; `items` says where in the flow the agenda's items stand.
pub(crate) fn read(view: &View<'_>, present: usize, items: &[usize], record: &mut Record) {
    if !matches!(record.kind, Kind::Referat | Kind::Protokoll) {
        return;
    }
    crate::chairs::pass(view, record);
    let speakers = Speakers::new(&record.participants, &record.chair).written_by(&record.minute_takers);
    let mut found: Vec<Statement> = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    let mut counters: FxHashMap<String, u32> = FxHashMap::default();
    let units = units(view.lines.get(present..).unwrap_or_default());
    let mut told = introduced::introduced(&units, &speakers);
    // Where a list says who was there, others are told; where none does, nobody is missing from it.
    let listed = !record.participants.is_empty();
    if !listed {
        for other in introduced::in_dialogue(&units) {
            if told.iter().all(|known| known.name != other.name) {
                told.push(other);
            }
        }
    }
    let introduced: Vec<String> = told.iter().map(|person| person.name.clone()).collect();
    let speakers = if listed || told.is_empty() {
        speakers.with(&introduced)
    } else {
        Speakers::new(&told, &record.chair).written_by(&record.minute_takers)
    };
    let mut course = Course::new(&speakers);
    for unit in units {
        // Lines of a paragraph in which they ran together begin within it.
        let place = record
            .paragraphs
            .partition_point(|paragraph| paragraph.end <= unit.start);
        let Some(paragraph) = record.paragraphs.get(place) else {
            continue;
        };
        let item = if paragraph.start == unit.start {
            paragraph.agenda_item
        } else {
            let begun = items.iter().filter(|item| **item <= unit.start).count();
            begun.checked_sub(1).and_then(|item| u32::try_from(item).ok())
        };
        course.enter(item, &unit);
        // "Merknad fra KS:" above it: what a party had written down. "HOD: Legevakt – under arbeid" is a case. And what a case
        // was about before it came to the meeting, which the protocol repeats.
        let heading = item.and_then(|item| record.agenda.get(item as usize));
        let case = heading.is_some_and(|item| is_noted_below(&item.heading, &unit.text, crate::date_of(record)));
        if unit.remark || case || unit.paper && record.kind == Kind::Protokoll {
            course.break_off();
            continue;
        }
        let mut said = course.said(&unit);
        said.retain(|run| !unit.paper || run.attribution != Attribution::Unresolved);
        for mut run in said {
            if !listed {
                run.speakers.iter_mut().for_each(|speaker| speaker.participant = None);
            }
            note(&run, unit.page, listed, &introduced, &mut findings);
            let text = unit.text.get(run.start..run.end).unwrap_or_default().trim_end();
            let hash = paragraph.anchor.trim_start_matches("p-").to_owned();
            let count = counters.entry(hash.clone()).or_default();
            *count += 1;
            let id = if *count == 1 {
                format!("s-{hash}")
            } else {
                format!("s-{hash}-{count}")
            };
            course.last.clone_from(&run.speakers);
            found.push(Statement {
                id,
                speakers: run.speakers,
                form: run.form,
                attribution: run.attribution,
                verb: run.verb,
                agenda: item.and_then(|item| number(&record.agenda, item)),
                agenda_item: item,
                page: unit.page,
                anchor: paragraph.anchor.clone(),
                start: unit.position(run.start),
                end: unit.position(run.start + text.len()),
                text: text.to_owned(),
            });
        }
    }
    record.statements = found;
    record.findings.extend(findings);
}

/// The printed number of an item, or of the one that it stands below.
fn number(agenda: &[AgendaItem], item: u32) -> Option<String> {
    let above = agenda.get(..=item as usize)?;
    above.iter().rev().find_map(|item| item.number.clone())
}

/// A paragraph without the heading that it ends in.
fn spoken<'a>(line: &Line<'a>) -> &'a str {
    let end = crate::agenda::tail_heading(line).map_or(line.text.len(), |(at, _, _)| at);
    line.text.get(..end).unwrap_or(line.text).trim_end()
}

/// Paragraphs; one that ends within a sentence goes on in the next that begins in lower case.
fn units(lines: &[Line<'_>]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    let mut open = false;
    let mut paper = false;
    let mut labelled = false;
    for line in lines {
        paper = is_paper(line, paper);
        let remark = std::mem::replace(&mut labelled, labels_remark(line.text) || labels_decision(line.text));
        // The number of a page, and its running head, that cut a sentence.
        if open && (is_page_number(line.text) || tells_page(line.text)) {
            continue;
        }
        let beside = beside_task(line);
        if !matches!(line.kind, BlockKind::Paragraph | BlockKind::ListItem) && beside.is_none() {
            open = false;
            continue;
        }
        let goes_on = line.text.trim_start().starts_with(char::is_lowercase);
        match out
            .last_mut()
            .filter(|_| open && goes_on && line.kind == BlockKind::Paragraph)
        {
            Some(unit) => {
                if !unit.text.ends_with(char::is_whitespace) {
                    unit.text.push(' ');
                }
                unit.parts.push((unit.text.len(), line.start));
                unit.text.push_str(line.text);
            }
            None => out.push(Unit {
                text: beside.unwrap_or_else(|| spoken(line)).to_owned(),
                parts: vec![(0, cell_start(line, beside))],
                page: line.page,
                start: cell_start(line, beside),
                listed: line.kind == BlockKind::ListItem || beside.is_some(),
                paper,
                remark,
            }),
        }
        let whole = beside.unwrap_or_else(|| spoken(line));
        open = (line.kind == BlockKind::Paragraph || beside.is_some())
            && !whole.trim_end().ends_with(['.', '!', '?', ':', ';']);
    }
    out
}

/// Where in the flow a cell of a line begins; the line itself, where it is none.
fn cell_start(line: &Line<'_>, cell: Option<&str>) -> usize {
    let before = cell.and_then(|cell| line.text.get(..place(cell, line.text)));
    line.start + before.unwrap_or_default().chars().count()
}

/// Shortest speech beside such columns, in bytes, and longest cell of them.
const MIN_SPEECH: usize = 25;
const MAX_TASK: usize = 24;

/// "Moen gikk gjennom budsjettet. | KM | 01.06", "12/23 | Vik viste til tallene. | KS": what stands beside the columns of who
/// does what until when.
fn beside_task<'a>(line: &Line<'a>) -> Option<&'a str> {
    if line.kind != BlockKind::Table || !line.text.contains('\t') || tells_page(line.text) {
        return None;
    }
    let mut long = line.text.split('\t').filter(|cell| cell.trim().len() > MAX_TASK);
    let said = long.next()?.trim();
    let sentence = said.ends_with('.') || said.contains(". ");
    (sentence && said.len() >= MIN_SPEECH && long.next().is_none()).then_some(said)
}

/// Longest running head, in bytes.
const MAX_RUNNING: usize = 120;

/// "Referat frå kontaktmøte | Side 3 av 4": a running head that ends in the number of its page.
fn tells_page(text: &str) -> bool {
    let text = text.trim_end();
    let folded = text.get(text.len().saturating_sub(20)..).unwrap_or(text).lower_case();
    let rest = folded.rsplit_once("side ").map(|(_, rest)| rest);
    let numbers = |rest: &str| {
        rest.split([' ', '/', '(', ')'])
            .all(|word| word.is_empty() || word == "av" || word.bytes().all(|byte| byte.is_ascii_digit()))
    };
    text.len() <= MAX_RUNNING && rest.is_some_and(|rest| !rest.is_empty() && numbers(rest))
}

/// "2", "- 2 -", "Side 2 av 4".
pub(crate) fn is_page_number(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let figures = |word: &str| word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= 14
        && text.contains(|c: char| c.is_ascii_digit())
        && words.all(|word| figures(word) || ["-", "–", "Side", "side", "av"].contains(&word))
}

/// What came of a case, which nobody said: "Vedtak: …", "Votering".
const RESULTS: [&str; 12] = [
    "vedtak",
    "vedtatt",
    "vedteke",
    "votering",
    "avstemning",
    "røysting",
    "avrøysting",
    "konklusjon",
    "innstilling",
    "tilråding",
    "oppfølging",
    "oppfølgingspunkt",
];

/// Whether a paragraph begins with the label of a result, or with any label of one word.
pub(crate) fn is_result(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let bare = first.trim_end_matches(':').lower_case();
    (first.ends_with(':') && first.starts_with(char::is_uppercase)) || RESULTS.contains(&bare.as_str())
}

/// "Vedtak:" alone above what was decided.
fn labels_decision(text: &str) -> bool {
    let decided = |word: &str| {
        [
            "vedtak",
            "enstemmig vedtak",
            "samrøystes vedtak",
            "samrøystes",
            "enstemmig",
        ]
        .contains(&word)
    };
    text.len() <= MAX_TASK
        && text
            .trim_end()
            .strip_suffix(':')
            .is_some_and(|label| decided(&label.trim().lower_case()))
}

/// Notes a speaker who is not of the list; `listed` tells that there is one, and `introduced` whom the text has by the whole name.
fn note(run: &Run, page: u32, listed: bool, introduced: &[String], findings: &mut Vec<Finding>) {
    let printed: Vec<&str> = run.speakers.iter().map(|speaker| speaker.printed.as_str()).collect();
    let printed = printed.join(", ");
    let unlisted = |speaker: &Speaker| listed && introduced.contains(&speaker.name);
    if run.attribution == Attribution::Unresolved || run.speakers.iter().any(unlisted) {
        let message = format!(
            "“{printed}” is not one person of the attendance list; the printed name stands. Amend the participants if the list is incomplete."
        );
        findings.push(Finding::new("unresolved-speaker", message).on_page(page));
    } else if run.respelled {
        let name = run.speakers.first().map_or("", |speaker| speaker.name.as_str());
        let message = format!("“{printed}” was read as {name}, who is spelled differently in the attendance list.");
        findings.push(Finding::new("speaker-spelling", message).on_page(page));
    }
}

struct Run {
    start: usize,
    end: usize,
    speakers: Vec<Speaker>,
    attribution: Attribution,
    form: Form,
    verb: Option<String>,
    respelled: bool,
}

fn runs(text: &str, speakers: &Speakers<'_>, before: &[Speaker], pair: &mut Vec<Speaker>) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let lead = after_heading(text, |name| speakers.named(name).is_some()).unwrap_or(0);
    let mut closed = false;
    let mut mentioned: Option<Speaker> = None;
    for (index, (start, end)) in clauses(text, lead, speakers).into_iter().enumerate() {
        let sentence = text.get(start..end).unwrap_or_default();
        // A pronoun means who spoke in the paragraph above only where nothing stands between.
        let before = if index == 0 && has_pronoun(sentence) {
            before
        } else {
            &[]
        };
        let last = found.last().map_or(before, |run| run.speakers.as_slice());
        // "Moen hadde vært der. Det er enkelt, fortalte han": whom the sentence before was about.
        let last = mentioned.as_ref().map_or(last, std::slice::from_ref);
        let both = sentence.starts_with("Begge ") && last.len() < 2;
        let last = if both { pair.as_slice() } else { last };
        // What a body does now, inside what somebody said, is part of what was said.
        let subject = subject(sentence, speakers, last).filter(|subject| {
            found.is_empty()
                || !is_present(&subject.verb)
                || subject.attribution == Attribution::Name
                || answers_for_ks(subject, last, speakers)
        });
        // "KS er ikke enig i at kravet er dekket" is a position, which nobody said.
        let subject = subject.filter(|subject| !(found.is_empty() && is_position(subject)));
        // "Moen orienterte om møtet. Fylkesmannen var positiv.": how others stood is part of what was told.
        let others = |one: &Speaker| one.kind == SpeakerKind::Organization && !speakers.attends(&one.name);
        let stood = |subject: &Subject| subject.verb.starts_with("var ") && subject.speakers.iter().all(others);
        let mut subject = subject.filter(|subject| found.is_empty() || !stood(subject));
        // Within what somebody said, a body that was not there may be one that is told of.
        if let Some(subject) = &mut subject
            && !found.is_empty()
            && subject
                .speakers
                .iter()
                .all(|one| others(one) && speakers.resolve(&one.printed, &[]).is_none())
        {
            subject.attribution = Attribution::Unresolved;
        }
        // "… Moe: Det kommer i budsjettet." inside a paragraph.
        if subject.is_none()
            && !found.is_empty()
            && let Some(run) = verbatim(sentence, speakers).filter(|run| run.attribution == Attribution::Name)
        {
            remember(pair, &run.speakers);
            found.push(Run { start, end, ..run });
            closed = false;
            continue;
        }
        // What somebody else does ends the speech: "Moen måtte gå, og Li tok over."
        let acting = subject.is_none().then(|| actor(sentence, speakers)).flatten();
        let other = |one: &Speaker| {
            let speaks = |run: &Run| run.speakers.iter().any(|known| known.name == one.name);
            !found.last().is_some_and(speaks)
        };
        closed = subject.is_none() && (closed || is_remark(sentence) || acting.as_ref().is_some_and(other));
        mentioned = if subject.is_some() { None } else { acting.or(mentioned) };
        if let Some(subject) = &subject {
            remember(pair, &subject.speakers);
        }
        match (subject, found.last_mut()) {
            (None, Some(_)) if closed => {}
            (Some(subject), Some(run)) if same(&run.speakers, &subject.speakers) => run.end = end,
            (Some(subject), _) => found.push(run(start, end, subject)),
            (None, Some(run)) => run.end = end,
            (None, None) => {}
        }
    }
    found
}

/// Whether a party agrees or disagrees now: where that begins a paragraph, it was written down as a position.
fn is_position(subject: &Subject) -> bool {
    let stands = ["enig", "einig", "samd", "uenig", "ueinig", "usamd"];
    let party = |one: &Speaker| one.kind == SpeakerKind::Organization;
    let agrees = |verb: &str| stands.contains(&verb.trim_end_matches('e'));
    subject.verb.starts_with("er ")
        && subject.verb.rsplit(' ').next().is_some_and(agrees)
        && subject.speakers.iter().all(party)
}

/// "Moen viste til budsjettet. KS mener at det er feil.": KS takes a stand behind what somebody of another side said.
fn answers_for_ks(subject: &Subject, last: &[Speaker], speakers: &Speakers<'_>) -> bool {
    let ks = |one: &Speaker| one.kind == SpeakerKind::Organization && one.name == "KS";
    let own = |one: &Speaker| one.name == "KS" || speakers.belongs(one, "KS");
    let stands = [
        "mener",
        "meiner",
        "ønsker",
        "ønskjer",
        "krever",
        "krev",
        "er uenig",
        "er usamd",
        "understreker",
        "understrekar",
    ];
    subject.speakers.iter().all(ks)
        && stands.iter().any(|verb| subject.verb.starts_with(verb))
        && !last.is_empty()
        && last.iter().all(|one| one.participant.is_some() && !own(one))
}

/// Whether a pronoun stands at the beginning of a sentence, where it can be the subject.
fn has_pronoun(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace().take(PRONOUN_WORDS);
    words.any(|word| means("pronoun", &word.lower_case()) || ["Begge", "De", "Dei"].contains(&word))
}

/// Keeps the last two persons who spoke.
fn remember(pair: &mut Vec<Speaker>, speakers: &[Speaker]) {
    for speaker in speakers {
        pair.retain(|known| known.name != speaker.name);
        pair.push(speaker.clone());
    }
    pair.drain(..pair.len().saturating_sub(2));
}

/// "KS' merknad: …", "Merknad frå KS: …": what a party had written down, and nobody said.
fn is_remark(sentence: &str) -> bool {
    sentence
        .split_once(':')
        .is_some_and(|(head, _)| head.split_whitespace().count() <= 5 && head.lower_case().contains("merknad"))
}

/// The listed person whom a sentence begins with, who does something else than speak.
fn actor(sentence: &str, speakers: &Speakers<'_>) -> Option<Speaker> {
    let words: Vec<&str> = sentence.split_whitespace().take(4).collect();
    (1..words.len()).rev().find_map(|count| {
        let printed = words.get(..count)?;
        let verb = words.get(count)?;
        let named = printed.first()?.starts_with(char::is_uppercase) && verb.starts_with(char::is_lowercase);
        let found = (named && *verb != "og").then(|| speakers.named(&printed.join(" ")))?;
        found.map(|(speaker, _)| speaker)
    })
}

/// Sentences from a byte on, cut where another person's clause begins.
fn clauses(text: &str, lead: usize, speakers: &Speakers<'_>) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (start, end) in sentences(text.get(lead..).unwrap_or_default()) {
        let (mut start, end) = (start + lead, end + lead);
        let sentence = text.get(start..end).unwrap_or_default();
        let from = start;
        for (before, at) in further_clauses(sentence, speakers) {
            out.push((start, from + before));
            start = from + at;
        }
        out.push((start, end));
    }
    out
}

fn same(a: &[Speaker], b: &[Speaker]) -> bool {
    a.iter()
        .map(|speaker| &speaker.name)
        .eq(b.iter().map(|speaker| &speaker.name))
}

fn run(start: usize, end: usize, subject: Subject) -> Run {
    Run {
        start,
        end,
        speakers: subject.speakers,
        attribution: subject.attribution,
        form: Form::Reported,
        verb: Some(subject.verb),
        respelled: subject.respelled,
    }
}

#[cfg(test)]
mod tests;
