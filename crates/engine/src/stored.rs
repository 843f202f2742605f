//! What the index keeps of a record and of its smaller units, to answer from.

use crate::keywords::{Voice, side_of};
use ordskifte_query::{CaseDetail, PassageRow, PositionDetail};
use ordskifte_record::{
    Attribution, Case, CaseType, Form, Language, Paragraph, Position, PositionType, Record, SchemeCase, Side,
    Statement, TextSource,
};
use serde::{Deserialize, Serialize};

/// A paragraph, statement, position or case as kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredPassage {
    pub(crate) text: String,
    pub(crate) anchor: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<u32>,
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
    /// Of all who speak, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) organizations: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sides: Vec<Side>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) form: Option<Form>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) attribution: Option<Attribution>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) told: Option<CaseDetail>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) taken: Option<PositionDetail>,
}

impl StoredPassage {
    /// A paragraph with who speaks in it.
    pub(crate) fn of_paragraph(record: &Record, paragraph: &Paragraph, text: &str, said: &[&Statement]) -> Self {
        let mut out = Self::bare(
            record,
            text,
            &paragraph.anchor,
            Some(paragraph.page),
            paragraph.agenda_item,
        );
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
            Some(statement.page),
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

    /// A position, with who speaks where it stands.
    pub(crate) fn of_position(record: &Record, position: &Position, said: &[&Statement]) -> Self {
        let mut out = Self::at(record, &position.text, position.anchor.as_deref(), position.page, said);
        out.position = Some(position.position_type);
        // The columns of a position tell of its parties, whoever speaks of it, as its keywords do.
        (out.roles, out.organizations, out.sides) = (Vec::new(), Vec::new(), Vec::new());
        for party in &position.parties {
            once(&mut out.organizations, party.clone());
            if let Some(side) = side_of(party) {
                once(&mut out.sides, side);
            }
        }
        out.taken = Some(PositionDetail {
            position_type: position.position_type,
            parties: position.parties.clone(),
            case: position.case.clone(),
        });
        out
    }

    /// A case as its record tells of it, with who speaks there.
    pub(crate) fn of_case(record: &Record, case: &Case, said: &[&Statement]) -> Self {
        let mut out = Self::at(record, &case.evidence, case.anchor.as_deref(), case.page, said);
        out.case_type = Some(match case.case_type {
            SchemeCase::Kostnadsberegning => CaseType::Kostnadsberegning,
            SchemeCase::Lovmedvirkning => CaseType::Lovmedvirkning,
        });
        out.told = Some(CaseDetail {
            case_type: case.case_type,
            subject: case.subject.clone(),
            stage: case.stage,
            responsible_ministry: case.responsible_ministry.clone(),
            proposed_by: case.proposed_by.clone(),
        });
        out
    }

    /// What stands in a paragraph, or outside of all where its anchor is not known.
    fn at(record: &Record, text: &str, anchor: Option<&str>, page: Option<u32>, said: &[&Statement]) -> Self {
        let paragraph = record
            .paragraphs
            .iter()
            .find(|paragraph| Some(paragraph.anchor.as_str()) == anchor);
        let agenda_item = paragraph.and_then(|paragraph| paragraph.agenda_item);
        let page = page.or(paragraph.map(|paragraph| paragraph.page));
        let mut out = Self::bare(record, text, anchor.unwrap_or_default(), page, agenda_item);
        out.language = paragraph.map_or(record.language, |paragraph| paragraph.language);
        for statement in said {
            out.speak(record, statement);
        }
        out
    }

    fn bare(record: &Record, text: &str, anchor: &str, page: Option<u32>, agenda_item: Option<u32>) -> Self {
        let item = agenda_item.and_then(|index| record.agenda.get(index as usize));
        let source = record.pages.iter().find(|info| Some(info.number) == page);
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
            roles: Vec::new(),
            organizations: Vec::new(),
            sides: Vec::new(),
            form: None,
            attribution: None,
            told: None,
            taken: None,
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
            let voice = Voice::of(record, speaker);
            if let Some(role) = voice.role {
                once(&mut self.roles, role.to_owned());
            }
            if let Some(organization) = voice.organization {
                once(&mut self.organizations, organization.to_owned());
            }
            if let Some(side) = voice.side {
                once(&mut self.sides, side);
            }
        }
    }

    /// The side of those who speak; none where they are of both.
    pub(crate) fn one_side(&self) -> Option<Side> {
        match self.sides.as_slice() {
            [side] => Some(*side),
            _ => None,
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
            roles: self.roles,
            organizations: self.organizations,
            sides: self.sides,
            form: self.form,
            attribution: self.attribution,
            position: self.position.map(|position| position.to_string()),
            case_detail: self.told,
            position_detail: self.taken,
            language: self.language,
        }
    }
}

/// Adds what is not there yet.
fn once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
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
