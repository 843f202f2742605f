//! What the index keeps of a record and of a paragraph or statement, to answer from.

use ordskifte_query::PassageRow;
use ordskifte_record::{
    Attribution, CaseType, Form, Language, Paragraph, PositionType, Record, Side, Statement, TextSource,
};
use serde::{Deserialize, Serialize};

/// A paragraph or statement as kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredPassage {
    pub(crate) text: String,
    pub(crate) anchor: String,
    pub(crate) page: u32,
    pub(crate) source: TextSource,
    pub(crate) language: Language,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) heading: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) case_type: Option<CaseType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) position: Option<PositionType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) speakers: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) printed: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) organization: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) side: Option<Side>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) form: Option<Form>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) attribution: Option<Attribution>,
}

impl StoredPassage {
    /// A paragraph with who speaks in it.
    pub(crate) fn of_paragraph(record: &Record, paragraph: &Paragraph, text: &str, said: &[&Statement]) -> Self {
        let mut out = Self::bare(record, text, &paragraph.anchor, paragraph.page, paragraph.agenda_item);
        out.language = paragraph.language;
        for statement in said {
            out.speak(record, statement);
        }
        out
    }

    /// A statement; its language is its paragraph's.
    pub(crate) fn of_statement(record: &Record, statement: &Statement, language: Language) -> Self {
        let mut out = Self::bare(
            record,
            &statement.text,
            &statement.anchor,
            statement.page,
            statement.agenda_item,
        );
        out.language = language;
        // Of a paragraph's positions a statement has those that stand within it.
        out.position = record
            .positions
            .iter()
            .find(|position| position.start < statement.end && statement.start < position.end)
            .map(|position| position.position_type);
        out.id = Some(statement.id.clone());
        out.speak(record, statement);
        out
    }

    fn bare(record: &Record, text: &str, anchor: &str, page: u32, agenda_item: Option<u32>) -> Self {
        let item = agenda_item.and_then(|index| record.agenda.get(index as usize));
        let source = record.pages.iter().find(|info| info.number == page);
        Self {
            text: text.to_owned(),
            anchor: anchor.to_owned(),
            page,
            source: source.map_or(TextSource::BornDigital, |info| info.source),
            language: Language::Und,
            number: item.and_then(|item| item.number.clone()),
            heading: item.map(|item| item.heading.clone()),
            case_type: item.and_then(|item| item.case_type),
            position: record
                .positions
                .iter()
                .find(|position| position.anchor.as_deref() == Some(anchor))
                .map(|position| position.position_type),
            id: None,
            speakers: Vec::new(),
            printed: Vec::new(),
            role: None,
            organization: None,
            side: None,
            form: None,
            attribution: None,
        }
    }

    fn speak(&mut self, record: &Record, statement: &Statement) {
        self.form = self.form.or(Some(statement.form));
        self.attribution = self.attribution.or(Some(statement.attribution));
        for speaker in &statement.speakers {
            if !self.speakers.contains(&speaker.name) {
                self.speakers.push(speaker.name.clone());
                self.printed.push(speaker.printed.clone());
            }
            let person = speaker
                .participant
                .and_then(|index| record.participants.get(index as usize));
            if let Some(person) = person.filter(|_| self.role.is_none() && self.organization.is_none()) {
                self.role.clone_from(&person.role);
                self.organization.clone_from(&person.organization);
                self.side = person.side;
            }
        }
    }

    /// The columns of an export.
    pub(crate) fn into_row(self) -> PassageRow {
        let agenda_item = match (self.number, self.heading) {
            (Some(number), Some(heading)) => Some(format!("{number} {heading}").trim().to_owned()),
            (number, heading) => heading.or(number),
        };
        PassageRow {
            text: self.text,
            anchor: self.anchor,
            page: self.page,
            page_source: self.source,
            agenda_item,
            case_type: self.case_type,
            statement_id: self.id,
            speakers: self.speakers,
            speakers_printed: self.printed,
            speaker_role: self.role,
            organization: self.organization,
            side: self.side,
            form: self.form,
            attribution: self.attribution,
            position: self.position.map(|position| position.to_string()),
            language: self.language,
        }
    }
}

/// A record without what grows with its text.
pub(crate) fn header(record: &Record) -> Record {
    Record {
        paragraphs: Vec::new(),
        statements: Vec::new(),
        pages: Vec::new(),
        evidence: std::collections::BTreeMap::new(),
        ..record.clone()
    }
}
