//! What is answered. Serialized, these types are the public JSON (`docs/http-api.md`).

use crate::field::FilterField;
use crate::note::Note;
use crate::request::Unit;
use ordskifte_record::{
    Attribution, CaseStage, CaseType, Form, Kind, Language, PartialDate, PositionType, Record, SchemeCase, Side,
    TextSource,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The answer to a search.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SearchResponse {
    /// The question as understood.
    pub query: QueryEcho,
    /// Exact number of units that match.
    pub total: u64,
    /// The state of the index that was asked.
    pub generation: String,
    /// How many undated units `from`/`to` left out.
    pub undated_excluded: u64,
    /// How many hits lie in front of this page.
    pub offset: u64,
    /// This page of hits.
    pub hits: Vec<Hit>,
    /// Counts of the facets asked for.
    pub facets: Facets,
    /// Where the next page begins; `None` on the last.
    pub next_cursor: Option<String>,
    /// The page in front of this one; `None` on the first.
    pub previous_cursor: Option<String>,
    /// The last page; `None` on it.
    pub last_cursor: Option<String>,
    /// What may not be as meant; usually empty.
    pub notes: Vec<Note>,
    /// The question with words that the index has, where it has no hits, or very few for a misspelling.
    pub did_you_mean: Option<String>,
}

/// The question as understood.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QueryEcho {
    /// As typed.
    pub q: String,
    /// As read, with filters; read again, it is the same question.
    pub interpreted: String,
}

/// One hit: a record, with the passages that show why.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Hit {
    /// Record id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: Kind,
    /// Date.
    pub date: Option<PartialDate>,
    /// Main language.
    pub language: Language,
    /// Abbreviations of ministries (not those only mentioned).
    pub ministries: Vec<String>,
    /// Relevance; comparable within one answer only.
    pub score: f32,
    /// Path of the record's page.
    pub url: String,
    /// Path of the archived bytes.
    pub original: String,
    /// Web address that the original was fetched from.
    pub source_url: Option<String>,
    /// Statement id for `unit=statement`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement_id: Option<String>,
    /// The case for `unit=case`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseDetail>,
    /// The position for `unit=position`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<PositionDetail>,
    /// Best passages first; for units smaller than a record exactly the one hit.
    pub passages: Vec<Passage>,
    /// Why it is a hit, one entry for each word or phrase of the query; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<Vec<Explanation>>,
}

/// A case of the consultation scheme, as one record tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaseDetail {
    /// Sort.
    #[serde(rename = "type")]
    pub case_type: SchemeCase,
    /// What it is about, as printed.
    pub subject: String,
    /// How far it has come, where stated.
    pub stage: Option<CaseStage>,
    /// Id of the ministry that is responsible, where stated.
    pub responsible_ministry: Option<String>,
    /// Who proposed it, as printed, where stated.
    pub proposed_by: Option<String>,
}

/// A position that one or several parties take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PositionDetail {
    /// What it is.
    #[serde(rename = "type")]
    pub position_type: PositionType,
    /// Who takes it.
    pub parties: Vec<String>,
    /// Heading of the case that it is about, where it stands under one.
    pub case: Option<String>,
}

/// What a word or phrase of the query found in a hit.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Explanation {
    /// The word or phrase, as the query language writes it.
    pub query: String,
    /// What it adds to the hit's score; 0 where another alternative (`OR`) made the hit.
    pub score: f32,
    /// The words that it found in the title and in the passages shown.
    pub matches: Vec<Match>,
}

/// A word or stretch of a hit, and why it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Match {
    /// As it is written in the hit.
    pub text: String,
    /// Why it is a match.
    pub why: Why,
    /// Where.
    pub place: Place,
    /// How often there.
    pub count: u32,
    /// The name or synonym by which it was found, with its years where it is dated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// Why a word of a hit matches a word of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The same form.
    Form,
    /// Another form of the same word, or its spelling in the other written standard.
    Lemma,
    /// The word is a part of this compound, address or number.
    Part,
    /// The other written standard's word for it.
    OtherStandard,
    /// As a keyboard without æ, ø and å would write it.
    Keyboard,
    /// A synonym of the data folder's `synonyms.toml`.
    Synonym,
    /// What the office was called before.
    OlderName,
    /// What the office is called since.
    NewerName,
    /// It begins as asked.
    Beginning,
    /// Words in order, or near one another.
    Phrase,
}

/// Where in a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MatchPlace")]
pub enum Place {
    /// In the title.
    Title,
    /// In the text.
    Text,
}

/// A passage with its highlights.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Passage {
    /// Its text, or a part of a long one.
    pub text: String,
    /// [start, end) in Unicode code points of `text`.
    #[schemars(with = "Vec<[usize; 2]>")]
    pub highlights: Vec<(usize, usize)>,
    /// Page that it begins on.
    pub page: Option<u32>,
    /// Anchor of its paragraph; empty where it is not known.
    #[schemars(regex(pattern = "^$|^p-[0-9a-f]{8}(-[0-9]+)?$"))]
    pub anchor: String,
    /// Heading of its agenda item.
    pub agenda: Option<String>,
    /// Who speaks in it.
    pub speakers: Vec<String>,
    /// Delegation of those who speak; none where they are of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Reported or verbatim, where somebody speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
}

/// Facets in the order asked for; serialized as an object.
#[derive(Clone, Debug, Default)]
pub struct Facets(pub Vec<(FilterField, Vec<FacetCount>)>);

impl Serialize for Facets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, counts) in &self.0 {
            map.serialize_entry(field.as_str(), counts)?;
        }
        map.end()
    }
}

impl JsonSchema for Facets {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Facets".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let counts = generator.subschema_for::<Vec<FacetCount>>();
        let fields = FilterField::ALL.iter().filter(|field| field.is_facet());
        let properties: BTreeMap<&str, &Schema> = fields.map(|field| (field.as_str(), &counts)).collect();
        json_schema!({ "type": "object", "properties": properties })
    }
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FacetCount {
    /// As the filter takes it.
    pub value: String,
    /// As it is shown.
    pub label: String,
    /// Exact number of units with it, the facet's own filter left out.
    pub count: u64,
    /// Whether it is chosen.
    pub active: bool,
}

/// One row of an export, in the engine's terms; `export` gives it a format.
#[derive(Clone, Debug)]
pub struct ExportRow {
    /// The record without its paragraphs, statements, pages and evidence.
    pub header: Arc<Record>,
    /// What the row stands for.
    pub unit: Unit,
    /// The passage: for `unit=record` the best one, `None` without a text query.
    pub passage: Option<PassageRow>,
}

/// The passage columns of an export row.
#[derive(Clone, Debug)]
pub struct PassageRow {
    /// Text of the paragraph or statement.
    pub text: String,
    /// Anchor of the paragraph; empty where it is not known.
    pub anchor: String,
    /// Page that it begins on, where known.
    pub page: Option<u32>,
    /// Where that page's text came from.
    pub page_source: TextSource,
    /// Number and heading of the agenda item.
    pub agenda_item: Option<String>,
    /// Case type of the agenda item.
    pub case_type: Option<CaseType>,
    /// Statement id for `unit=statement`.
    pub statement_id: Option<String>,
    /// Speakers, names resolved.
    pub speakers: Vec<String>,
    /// Speakers as printed.
    pub speakers_printed: Vec<String>,
    /// Roles of those who speak, each once.
    pub roles: Vec<String>,
    /// Their organizations, or those of a position's parties.
    pub organizations: Vec<String>,
    /// Their delegations, or those of a position's parties.
    pub sides: Vec<Side>,
    /// Reported or verbatim.
    pub form: Option<Form>,
    /// How the speaker was found.
    pub attribution: Option<Attribution>,
    /// Position taken.
    pub position: Option<String>,
    /// The case for `unit=case`.
    pub case_detail: Option<CaseDetail>,
    /// The position for `unit=position`.
    pub position_detail: Option<PositionDetail>,
    /// Language of the paragraph.
    pub language: Language,
}
