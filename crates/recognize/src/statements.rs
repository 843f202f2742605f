//! Who said what: runs of sentences with one subject that is a speaker.
//!
//! Minutes report speech: "Moen viste til …. Han pekte på …". A sentence whose subject is a participant's surname, a role
//! that one participant has, or a delegation, with a verb of speech, begins a statement; the following sentences of the
//! paragraph belong to it until another speaker begins. "Moen (parti): …" is speech in its own words.

use crate::sentences::sentences;
use crate::speakers::Speakers;
use crate::subjects::{Subject, subject};
use crate::view::{Line, View};
use ordskifte_record::{Attribution, BlockKind, Finding, Form, Kind, Record, Speaker, Statement};
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

static VERBATIM: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*([\p{L}. -]{2,60}?)\s*(?:\([^)]{1,40}\))?\s*:\s+(\S.*)$").ok());
static TAKES_CHAIR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[,.]\s|\bog\s)((?:\p{Lu}[\p{L}-]+\s){1,3})(?:tok over|overtok|leda|ledet|leia)\s(?:som\s)?(?:møteledelsen|møteleiinga|møteleder|møteleiar|ordstyrer|resten av møtet)").ok()
});

/// A paragraph as speech is read from it: one block, or several that a page break cut within a sentence.
struct Unit {
    text: String,
    /// Byte in `text` and position in the flow at which each block begins.
    parts: Vec<(usize, usize)>,
    page: u32,
    start: usize,
}

impl Unit {
    /// Position in the flow of a byte of the text.
    fn position(&self, byte: usize) -> usize {
        let part = self.parts.iter().rev().find(|(at, _)| *at <= byte).copied();
        let (at, start) = part.unwrap_or((0, self.start));
        start + self.text.get(at..byte).unwrap_or_default().chars().count()
    }
}

/// Reads statements from the paragraphs after the attendance list.
pub(crate) fn read(view: &View<'_>, present: usize, record: &mut Record) {
    if !matches!(record.kind, Kind::Referat | Kind::Protokoll) || record.participants.is_empty() {
        return;
    }
    pass_chair(view, present, record);
    let speakers = Speakers::new(&record.participants, &record.chair);
    let places: HashMap<usize, usize> = (0_usize..)
        .zip(&record.paragraphs)
        .map(|(index, paragraph)| (paragraph.start, index))
        .collect();
    let mut found: Vec<Statement> = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    let mut counters: HashMap<String, u32> = HashMap::new();
    let mut last: (Option<u32>, Vec<Speaker>) = (None, Vec::new());
    for unit in units(view.lines.get(present..).unwrap_or_default()) {
        let Some(paragraph) = places.get(&unit.start).and_then(|index| record.paragraphs.get(*index)) else {
            continue;
        };
        // A pronoun does not reach over a heading.
        if last.0 != paragraph.agenda_item {
            last = (paragraph.agenda_item, Vec::new());
        }
        let said =
            verbatim(&unit.text, &speakers).map_or_else(|| runs(&unit.text, &speakers, &last.1), |run| vec![run]);
        for run in said {
            note(&run, unit.page, &mut findings);
            let text = unit.text.get(run.start..run.end).unwrap_or_default().trim_end();
            let hash = paragraph.anchor.trim_start_matches("p-").to_owned();
            let count = counters.entry(hash.clone()).or_default();
            *count += 1;
            let id = if *count == 1 {
                format!("s-{hash}")
            } else {
                format!("s-{hash}-{count}")
            };
            last.1.clone_from(&run.speakers);
            found.push(Statement {
                id,
                speakers: run.speakers,
                form: run.form,
                attribution: run.attribution,
                verb: run.verb,
                agenda: paragraph
                    .agenda_item
                    .and_then(|item| record.agenda.get(item as usize)?.number.clone()),
                agenda_item: paragraph.agenda_item,
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

/// Paragraphs; one that ends within a sentence goes on in the next that begins in lower case.
fn units(lines: &[Line<'_>]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    let mut open = false;
    for line in lines {
        if !matches!(line.kind, BlockKind::Paragraph | BlockKind::ListItem) {
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
                text: line.text.to_owned(),
                parts: vec![(0, line.start)],
                page: line.page,
                start: line.start,
            }),
        }
        open = line.kind == BlockKind::Paragraph && !line.text.trim_end().ends_with(['.', '!', '?', ':', ';']);
    }
    out
}

/// "Moen måtte gå, og Li tok over møteledelsen": chairs from then on.
fn pass_chair(view: &View<'_>, present: usize, record: &mut Record) {
    for line in view
        .lines
        .iter()
        .skip(present)
        .filter(|line| line.text.contains("møtele") || line.text.contains("ordstyr"))
    {
        let Some(name) = TAKES_CHAIR
            .as_ref()
            .and_then(|rule| rule.captures(line.text))
            .and_then(|found| found.get(1))
        else {
            continue;
        };
        let found = Speakers::new(&record.participants, &[]).named(name.as_str().trim());
        if let Some((speaker, _)) = found
            && !record.chair.contains(&speaker.name)
        {
            record.chair.push(speaker.name);
            crate::evidence(record, "chair", line);
        }
    }
}

fn note(run: &Run, page: u32, findings: &mut Vec<Finding>) {
    let printed: Vec<&str> = run.speakers.iter().map(|speaker| speaker.printed.as_str()).collect();
    let printed = printed.join(", ");
    if run.attribution == Attribution::Unresolved {
        let message = format!(
            "“{printed}” is not in the attendance list; the printed name stands. Amend the participants if the person was there."
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

/// "Moen (parti): Jeg mener …"
fn verbatim(text: &str, speakers: &Speakers<'_>) -> Option<Run> {
    if !text.contains(':') || crate::labels::label(text).is_some() {
        return None;
    }
    let captures = VERBATIM.as_ref()?.captures(text)?;
    let (speaker, attribution) = speakers.named(captures.get(1)?.as_str())?;
    let said = captures.get(2)?;
    Some(Run {
        start: said.start(),
        end: text.len(),
        speakers: vec![speaker],
        attribution,
        form: Form::Verbatim,
        verb: None,
        respelled: false,
    })
}

fn runs(text: &str, speakers: &Speakers<'_>, before: &[Speaker]) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for (start, end) in sentences(text) {
        let sentence = text.get(start..end).unwrap_or_default();
        let last = found.last().map_or(before, |run| run.speakers.as_slice());
        let subject = subject(sentence, speakers, last);
        match (subject, found.last_mut()) {
            (Some(subject), Some(run)) if same(&run.speakers, &subject.speakers) => run.end = end,
            (Some(subject), _) => found.push(run(start, end, subject)),
            (None, Some(run)) => run.end = end,
            (None, None) => {}
        }
    }
    found
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
