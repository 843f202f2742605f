//! Pages of blocks into a record: what the document is, when, who was there, what was on the agenda, who said what.
//!
//! Rules look at forms (labels, positions, endings), never at particular names. What the document does not state stays
//! empty.

mod access;
mod agenda;
mod answers;
mod casework;
mod chairs;
mod circulars;
mod citations;
mod columns;
mod covers;
mod data;
mod dates;
mod delegations;
mod flat;
mod head;
mod hearing;
mod joint;
mod kind;
mod labels;
mod laws;
mod letterhead;
mod meeting;
mod ministries;
mod minutes;
mod mirrors;
mod openings;
mod organizations;
mod paragraphs;
mod parties;
mod people;
mod present;
mod published;
mod recipients;
mod references;
mod scheme;
mod sentences;
mod short;
mod sides;
mod signature;
mod signs;
mod site;
mod speakers;
mod stated;
mod statements;
mod subjects;
mod topics;
mod view;
mod writer;

use ordskifte_record::{Evidence, ExtractedText, Finding, Origin, PageInfo, PartialDate, Record, Stated};
use view::{Line, View};

/// Code of the finding that no title was read.
const NO_TITLE: &str = "no-title";
/// Version of these rules; stands on every record.
pub const RULE_VERSION: &str = "12";

/// Reads a record from a document's text. `stated` values win over what is read.
///
/// Id, version, time, originals and sources are left to the archive. The findings are those of the record, extraction's
/// among them.
pub fn recognize(text: &ExtractedText, stated: &Stated) -> (Record, Vec<Finding>) {
    let view = View::new(text);
    let mut record = Record {
        rule_version: RULE_VERSION.to_owned(),
        ..Record::default()
    };
    record.findings.clone_from(&text.findings);
    record.pages = text
        .pages
        .iter()
        .map(|page| PageInfo {
            number: page.number,
            label: page.label.clone(),
            source: page.source,
            quality: page.quality,
            has_text: page.blocks.iter().any(|block| block.kind.in_flow()),
        })
        .collect();
    head::title_and_kind(&view, text, stated, &mut record);
    meeting::read(&view, stated, &mut record);
    published::read(&view, &mut record);
    if let Some(kind) = stated.kind {
        record.kind = kind;
    }
    let present = present::read(&view, &mut record);
    if let Some(people) = &stated.participants {
        record.participants.clone_from(people);
    }
    parties::read(&view, &mut record);
    ministries::read(&view, &mut record);
    let items = agenda::read(&view, present, &mut record);
    paragraphs::read(text, &items, &mut record);
    statements::read(&view, present, &items, &mut record);
    citations::read(&view, &mut record);
    scheme::read(&view, present, &mut record);
    hearing::read(&view, text, &mut record);
    // A page without a day is of the time of its deadline: names that several ministries have borne are told by that.
    let deadline = record.hearing.as_ref().and_then(|hearing| hearing.deadline);
    if date_of(&record).is_none() && deadline.is_some() {
        ministries::read_at(&view, deadline, &mut record);
    }
    // Stated topics are the record's; nothing else is made of those that are read.
    if stated.topics.is_none() {
        topics::read(&view, &mut record);
    }
    stated::apply(stated, &mut record);
    access::read(text, stated, &mut record);
    if record.title.is_empty() {
        record.findings.push(Finding::new(
            NO_TITLE,
            "No title was found; what the document says of itself, its first chapter or its first line stands for it. Amend the title.",
        ));
        record.title = head::untitled(&view).unwrap_or_else(|| {
            view.lines
                .first()
                .map_or_else(String::new, |line| line.text.chars().take(120).collect())
        });
    }
    record.findings.sort();
    record.findings.dedup();
    let findings = record.findings.clone();
    (record, findings)
}

/// Gives a record a title that a person stated after it was read: nothing else of it is read from that.
pub fn retitle(record: &mut Record, title: String) {
    record.title = title;
    record.evidence.insert("title".to_owned(), vec![stated::place()]);
    record.findings.retain(|finding| finding.code != NO_TITLE);
}

/// The date that names and abbreviations are read at: the document's, else the year of its meeting.
fn date_of(record: &Record) -> Option<PartialDate> {
    let year = record.meeting.as_ref().and_then(|meeting| meeting.year);
    record.date.or_else(|| PartialDate::from_year(year?))
}

/// Notes where a field was read.
fn evidence(record: &mut Record, field: &str, line: &Line<'_>) {
    let place = Evidence {
        page: Some(line.page),
        start: Some(line.start),
        end: Some(line.start + line.text.chars().count()),
        origin: Origin::Recognized,
    };
    let places = record.evidence.entry(field.to_owned()).or_default();
    if !places.contains(&place) {
        places.push(place);
    }
}
