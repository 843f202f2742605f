//! Filter keys and facet values of a record and of its smaller units.

use crate::keys::{citation_key, findable, key, name_keys, person_keys, private};
use crate::stored::StoredPassage;
use ordskifte_query::{FilterField, Unit};
use ordskifte_record::{MinistryRole, Record, Side, Speaker, SpeakerKind, Statement};
use ordskifte_vocabulary::{fold_name, ministries_matching};

/// Facets whose values are names of persons, or may be.
const NAMES: [FilterField; 3] = [FilterField::Participant, FilterField::Speaker, FilterField::Sender];

/// What is written on one document.
#[derive(Debug, Default)]
pub(crate) struct Keywords {
    pub(crate) keys: Vec<String>,
    pub(crate) facets: Vec<(FilterField, String)>,
}

impl Keywords {
    fn key(&mut self, unit: Unit, field: FilterField, value: &str) {
        self.keys.push(key(unit, field, value));
    }

    fn facet(&mut self, field: FilterField, value: &str) {
        if !value.is_empty() {
            self.facets.push((field, value.to_owned()));
        }
    }

    fn code(&mut self, unit: Unit, field: FilterField, code: &str) {
        self.key(unit, field, code);
        self.facet(field, code);
    }

    fn person(&mut self, unit: Unit, field: FilterField, name: &str) {
        for value in person_keys(name) {
            self.key(unit, field, &value);
        }
        self.facet(field, name);
    }

    fn name(&mut self, unit: Unit, field: FilterField, name: &str) {
        for value in name_keys(name) {
            self.key(unit, field, &value);
        }
        self.facet(field, name);
    }

    /// Each key and value once. Who is named in a private person's letter is found by who knows the name, and listed for nobody.
    fn finished(mut self, record: &Record) -> Self {
        if record.is_from_private_person() {
            self.facets.retain(|(field, _)| !NAMES.contains(field));
        }
        self.keys.sort_unstable();
        self.keys.dedup();
        self.facets.sort_unstable();
        self.facets.dedup();
        self
    }
}

/// Those of a whole record.
pub(crate) fn of_record(record: &Record) -> Keywords {
    let mut out = Keywords::default();
    out.keys.push(findable());
    if record.is_from_private_person() {
        out.keys.push(private());
    }
    out.code(Unit::Record, FilterField::Kind, record.kind.as_str());
    out.code(Unit::Record, FilterField::Language, record.language.as_str());
    let year = record.year().map_or_else(|| "none".to_owned(), |year| year.to_string());
    out.facet(FilterField::Year, &year);
    ministries(&mut out, record);
    for person in &record.participants {
        out.person(Unit::Record, FilterField::Participant, &person.name);
        if let Some(side) = person.side {
            out.code(Unit::Record, FilterField::Side, side.as_str());
        }
        if let Some(organization) = &person.organization {
            out.name(Unit::Record, FilterField::Organization, organization);
        }
    }
    for topic in &record.topics {
        let id = if topic.id.is_empty() { &topic.label } else { &topic.id };
        out.key(Unit::Record, FilterField::Topic, &fold_name(id));
        out.key(Unit::Record, FilterField::Topic, &fold_name(&topic.label));
        out.facet(FilterField::Topic, id);
    }
    for (field, party) in [
        (FilterField::Sender, &record.sender),
        (FilterField::Recipient, &record.recipient),
    ] {
        if let Some(party) = party {
            out.name(Unit::Record, field, &party.name);
            for value in name_keys(&party.printed) {
                out.key(Unit::Record, field, &value);
            }
        }
    }
    for citation in &record.citations {
        out.key(Unit::Record, FilterField::Cites, &citation_key(&citation.id));
        out.key(Unit::Record, FilterField::Cites, &citation_key(&citation.printed));
        out.facet(FilterField::Cites, &citation.id);
    }
    context(&mut out, record);
    for statement in &record.statements {
        spoken(&mut out, Unit::Record, record, statement);
    }
    out.finished(record)
}

/// Meeting, hearing and case types.
fn context(out: &mut Keywords, record: &Record) {
    if let Some(meeting) = &record.meeting {
        out.code(Unit::Record, FilterField::MeetingType, meeting.meeting_type.as_str());
    }
    if let Some(hearing) = &record.hearing {
        out.name(Unit::Record, FilterField::Hearing, &hearing.subject);
        for value in hearing.reference.iter().chain(&hearing.url) {
            for value in name_keys(value) {
                out.key(Unit::Record, FilterField::Hearing, &value);
            }
        }
    }
    for case_type in record.agenda.iter().filter_map(|item| item.case_type) {
        out.code(Unit::Record, FilterField::CaseType, case_type.as_str());
    }
    for position in &record.positions {
        out.code(Unit::Record, FilterField::Position, position.position_type.as_str());
    }
}

/// Ministries by id, abbreviation and name, apart for each role.
fn ministries(out: &mut Keywords, record: &Record) {
    for ministry in &record.ministries {
        let role = ministry.role.as_str();
        out.key(Unit::Record, FilterField::MinistryRole, role);
        for value in [&ministry.id, &ministry.abbreviation, &ministry.name] {
            if !value.is_empty() {
                let value = fold_name(value);
                out.key(Unit::Record, FilterField::Ministry, &format!("{role}\u{1f}{value}"));
            }
        }
        if ministry.role != MinistryRole::Mentioned {
            let id = if ministry.id.is_empty() {
                &ministry.name
            } else {
                &ministry.id
            };
            out.facet(FilterField::Ministry, id);
        }
    }
}

/// Those of a unit smaller than a record.
pub(crate) fn of_part(unit: Unit, record: &Record, said: &[&Statement], body: &StoredPassage) -> Keywords {
    let mut out = Keywords::default();
    out.code(unit, FilterField::Language, body.language.as_str());
    if let Some(case_type) = body.case_type {
        out.code(unit, FilterField::CaseType, case_type.as_str());
    }
    if let Some(position) = body.position {
        out.code(unit, FilterField::Position, position.as_str());
    }
    if let Some(taken) = &body.taken {
        taken_by(&mut out, unit, &taken.parties, said);
        return out.finished(record);
    }
    for statement in said {
        spoken(&mut out, unit, record, statement);
    }
    out.finished(record)
}

/// A position is its parties', whoever speaks of it.
fn taken_by(out: &mut Keywords, unit: Unit, parties: &[String], said: &[&Statement]) {
    for party in parties {
        out.name(unit, FilterField::Organization, party);
        if let Some(side) = side_of(party) {
            out.code(unit, FilterField::Side, side.as_str());
        }
    }
    for speaker in said.iter().flat_map(|statement| &statement.speakers) {
        out.person(unit, FilterField::Speaker, &speaker.name);
    }
}

/// Who speaks, and for whom.
fn spoken(out: &mut Keywords, unit: Unit, record: &Record, statement: &Statement) {
    for speaker in &statement.speakers {
        out.person(unit, FilterField::Speaker, &speaker.name);
        let voice = Voice::of(record, speaker);
        if let Some(organization) = voice.organization {
            out.name(unit, FilterField::Organization, organization);
        }
        if let Some(side) = voice.side {
            out.code(unit, FilterField::Side, side.as_str());
        }
    }
}

/// Whom a speaker speaks for: as the list of those present has it, or, of a body, by its name.
pub(crate) struct Voice<'a> {
    pub(crate) role: Option<&'a str>,
    pub(crate) organization: Option<&'a str>,
    pub(crate) side: Option<Side>,
}

impl<'a> Voice<'a> {
    pub(crate) fn of(record: &'a Record, speaker: &'a Speaker) -> Self {
        let person = speaker
            .participant
            .and_then(|index| record.participants.get(index as usize));
        let body = (speaker.kind == SpeakerKind::Organization).then_some(speaker.name.as_str());
        Self {
            role: person.and_then(|person| person.role.as_deref()),
            organization: person.and_then(|person| person.organization.as_deref()).or(body),
            side: person.and_then(|person| person.side).or_else(|| body.and_then(side_of)),
        }
    }
}

/// The delegation that an organization is by its name alone.
pub(crate) fn side_of(organization: &str) -> Option<Side> {
    match fold_name(organization).as_str() {
        "ks" => Some(Side::Ks),
        "staten" => Some(Side::Stat),
        _ => (!ministries_matching(organization).is_empty()).then_some(Side::Stat),
    }
}
