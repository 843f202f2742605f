//! Values stated from outside win over what was read.

use ordskifte_record::{
    Evidence, MinistryRef, MinistryRole, Name, Origin, Party, Record, Stated, StatedMinistry, StatedTopic, TopicRef,
};
use ordskifte_vocabulary::{LowerCase, Ministry, ministries_matching, resolve, topic_by_id, topics_by_label};

/// Applies stated values.
pub(crate) fn apply(stated: &Stated, record: &mut Record) {
    let mut fields: Vec<&str> = Vec::new();
    macro_rules! take {
        ($($field:ident),*) => { $(if let Some(value) = &stated.$field { record.$field.clone_from(value); fields.push(stringify!($field)); })* };
    }
    take!(
        kind,
        title,
        language,
        references,
        chair,
        minute_takers,
        participants,
        absent,
        cases,
        positions,
        agenda,
        access
    );
    if stated.kind.is_some() {
        record.kind_confidence = Some(1.0);
    }
    if let Some(date) = stated.date {
        record.date = Some(date);
        record.date_precision = Some(date.precision());
        fields.push("date");
    }
    macro_rules! take_some {
        ($($field:ident),*) => { $(if stated.$field.is_some() { record.$field.clone_from(&stated.$field); fields.push(stringify!($field)); })* };
    }
    take_some!(start_time, end_time, meeting, hearing, remarks, agreement);
    for (value, field, name) in [
        (&stated.sender, &mut record.sender, "sender"),
        (&stated.recipient, &mut record.recipient, "recipient"),
    ] {
        if let Some(value) = value {
            *field = Some(match value {
                Name::Plain(name) => Party {
                    name: name.clone(),
                    printed: name.clone(),
                    party_type: None,
                    signatories: Vec::new(),
                },
                Name::Full(party) => party.clone(),
            });
            fields.push(name);
        }
    }
    if let Some(ministries) = &stated.ministries {
        record.ministries = ministries
            .iter()
            .map(|ministry| self::ministry(ministry, record))
            .collect();
        fields.push("ministries");
    }
    if let Some(topics) = &stated.topics {
        record.topics = topics.iter().map(topic).collect();
        fields.push("topics");
    }
    if stated.participants.is_some() {
        renumber(record);
    }
    for field in fields {
        record.evidence.insert(field.to_owned(), vec![place()]);
    }
}

/// Where a value stands that was stated from outside.
pub(crate) fn place() -> Evidence {
    Evidence {
        page: None,
        start: None,
        end: None,
        origin: Origin::Stated,
    }
}

/// Speakers point at participants by index; those of a list that was replaced are found again by name.
fn renumber(record: &mut Record) {
    let participants = &record.participants;
    for speaker in record
        .statements
        .iter_mut()
        .flat_map(|statement| &mut statement.speakers)
    {
        speaker.participant = participants
            .iter()
            .position(|person| person.name == speaker.name)
            .and_then(|at| u32::try_from(at).ok());
    }
}

fn ministry(stated: &StatedMinistry, record: &Record) -> MinistryRef {
    let (id, abbreviation, name, role) = match stated {
        StatedMinistry::Plain(name) => (None, None, Some(name.as_str()), None),
        StatedMinistry::Full {
            id,
            abbreviation,
            name,
            role,
        } => (id.as_deref(), abbreviation.as_deref(), name.as_deref(), *role),
    };
    let printed = id.or(name).or(abbreviation).unwrap_or_default();
    let known: Option<&Ministry> =
        resolve(printed, record.date).or_else(|| ministries_matching(printed).last().copied());
    let role = role.unwrap_or(MinistryRole::Host);
    match known {
        Some(ministry) => MinistryRef {
            id: ministry.id.to_owned(),
            abbreviation: ministry.abbreviation.to_owned(),
            name: ministry.name_nb.to_owned(),
            role,
        },
        // Unknown to the register: kept as stated.
        None => MinistryRef {
            id: id.unwrap_or(printed).lower_case().replace(' ', "-"),
            abbreviation: abbreviation.unwrap_or(printed).to_owned(),
            name: name.unwrap_or(printed).to_owned(),
            role,
        },
    }
}

fn topic(stated: &StatedTopic) -> TopicRef {
    let (id, label, score) = match stated {
        StatedTopic::Plain(text) => (Some(text.as_str()), Some(text.as_str()), None),
        StatedTopic::Full { id, label, score } => (id.as_deref(), label.as_deref(), *score),
    };
    let known = id
        .and_then(topic_by_id)
        .or_else(|| topics_by_label(label?).first().copied());
    let text = label.or(id).unwrap_or_default();
    TopicRef {
        id: known.map_or_else(|| id.unwrap_or(text).to_owned(), |topic| topic.id.clone()),
        label: known.map_or_else(|| text.to_owned(), |topic| topic.label_nb.to_owned()),
        score: score.unwrap_or(1.0),
        evidence: Vec::new(),
    }
}
