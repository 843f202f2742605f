//! Records and indexes for the tests.

use crate::{Engine, IndexWriterHandle};
use ordskifte_query::{SearchRequest, SearchResponse};
use ordskifte_record::{
    Attribution, BlockKind, Case, CaseStage, Form, Language, MinistryRef, MinistryRole, Paragraph, Participant,
    Position, PositionType, Record, SchemeCase, Side, Speaker, SpeakerKind, Statement,
};
use tempfile::TempDir;

/// A record under construction, with its flow of text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Made {
    pub(crate) record: Record,
    pub(crate) text: String,
}

/// The id of the n-th record.
pub(crate) fn id(number: usize) -> String {
    let letters: Vec<char> = ('a'..='z').collect();
    let mut out = "t".repeat(14);
    out.push(letters[number / 26 % 26]);
    out.push(letters[number % 26]);
    out
}

pub(crate) fn record(number: usize, title: &str) -> Made {
    let record = Record {
        id: Some(id(number).parse().expect("id")),
        version: 1,
        title: title.to_owned(),
        language: Language::Nb,
        archived_at: Some(format!("2026-01-01T00:00:{:02}Z", number % 60)),
        ..Record::default()
    };
    Made {
        record,
        text: String::new(),
    }
}

impl Made {
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Record)) -> Self {
        change(&mut self.record);
        self
    }

    pub(crate) fn date(self, date: &str) -> Self {
        self.with(|record| record.date = Some(date.parse().expect("date")))
    }

    pub(crate) fn ministry(self, id: &str, abbreviation: &str, role: MinistryRole) -> Self {
        self.with(|record| {
            record.ministries.push(MinistryRef {
                id: id.to_owned(),
                abbreviation: abbreviation.to_owned(),
                name: format!("{abbreviation}-departementet"),
                role,
            });
        })
    }

    pub(crate) fn person(self, name: &str, organization: &str, side: Side) -> Self {
        self.with(|record| {
            record.participants.push(Participant {
                name: name.to_owned(),
                role: Some("statsråd".to_owned()),
                organization: Some(organization.to_owned()),
                side: Some(side),
                level: None,
                printed: name.to_owned(),
            });
        })
    }

    /// Adds a paragraph; in front of a `|` stands who says what follows.
    pub(crate) fn paragraph(mut self, language: Language, text: &str) -> Self {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let (speaker, said) = match text.split_once('|') {
            Some((speaker, said)) => (Some(speaker), said),
            None => (None, text),
        };
        let start = self.text.chars().count();
        self.text.push_str(said);
        let end = self.text.chars().count();
        let anchor = format!("p-{:08x}", self.record.paragraphs.len());
        if let Some(name) = speaker {
            let people = &self.record.participants;
            let participant = people.iter().position(|person| person.name == name);
            self.record.statements.push(Statement {
                id: format!("s-{}", self.record.statements.len()),
                speakers: vec![Speaker {
                    name: name.to_owned(),
                    participant: participant.map(|index| index as u32),
                    printed: name.to_owned(),
                    kind: SpeakerKind::Person,
                }],
                form: Form::Reported,
                attribution: Attribution::Name,
                verb: None,
                agenda: None,
                agenda_item: None,
                page: 1,
                anchor: anchor.clone(),
                start,
                end,
                text: said.to_owned(),
            });
        }
        self.record.paragraphs.push(Paragraph {
            anchor,
            kind: BlockKind::Paragraph,
            level: None,
            page: 1,
            start,
            end,
            language,
            agenda_item: None,
        });
        self
    }

    /// Makes the last paragraph a position of a party.
    pub(crate) fn position(mut self, party: &str, position_type: PositionType) -> Self {
        let last = self.record.paragraphs.last().expect("a paragraph");
        let text = self.text.chars().skip(last.start).take(last.end - last.start);
        self.record.positions.push(Position {
            party: party.to_owned(),
            parties: party.split(" og ").map(str::to_owned).collect(),
            case: None,
            position_type,
            text: text.collect(),
            page: Some(1),
            anchor: Some(last.anchor.clone()),
            start: last.start,
            end: last.end,
        });
        self
    }

    /// Makes the last paragraph tell of a case, whose subject is its first word.
    pub(crate) fn case(mut self, case_type: SchemeCase) -> Self {
        let last = self.record.paragraphs.last().expect("a paragraph");
        let text: String = self.text.chars().skip(last.start).take(last.end - last.start).collect();
        self.record.cases.push(Case {
            case_type,
            subject: text.split_whitespace().next().unwrap_or_default().to_owned(),
            responsible_ministry: None,
            proposed_by: None,
            stage: Some(CaseStage::Oppmelding),
            evidence: text,
            page: Some(1),
            anchor: Some(last.anchor.clone()),
            start: last.start,
            end: last.end,
        });
        self
    }

    pub(crate) fn nb(self, text: &str) -> Self {
        self.paragraph(Language::Nb, text)
    }
}

/// An index in a folder of its own.
pub(crate) struct Fixture {
    pub(crate) engine: Engine,
    pub(crate) writer: IndexWriterHandle,
    pub(crate) folder: TempDir,
}

impl Fixture {
    pub(crate) fn new(records: &[Made]) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let engine = Engine::create(folder.path()).expect("engine");
        let writer = engine.writer(1, 16 << 20).expect("writer");
        let fixture = Self { engine, writer, folder };
        fixture.put(records);
        fixture
    }

    pub(crate) fn put(&self, records: &[Made]) {
        for made in records {
            self.writer.put(&made.record, &made.text).expect("put");
        }
        self.writer.commit("e", 1).expect("commit");
        self.engine.reload().expect("reload");
    }

    pub(crate) fn search(&self, pairs: &[(&str, &str)]) -> SearchResponse {
        self.engine.search(&request(pairs)).expect("search")
    }

    /// Numbers of the records found, sorted.
    pub(crate) fn found(&self, pairs: &[(&str, &str)]) -> Vec<usize> {
        let response = self.search(pairs);
        let mut out: Vec<usize> = response.hits.iter().map(|hit| number(&hit.id)).collect();
        assert_eq!(out.len() as u64, response.total, "{pairs:?}");
        out.sort_unstable();
        out
    }
}

/// The number that an id was made from.
pub(crate) fn number(id: &str) -> usize {
    id.bytes()
        .skip(14)
        .fold(0, |number, byte| number * 26 + usize::from(byte - b'a'))
}

pub(crate) fn request(pairs: &[(&str, &str)]) -> SearchRequest {
    let pairs = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    SearchRequest::from_pairs(pairs).expect("request")
}
