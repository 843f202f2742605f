//! The fields of the index.

use crate::stream::TermStreamTokenizer;
use ordskifte_query::{FilterField, Unit};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

/// Raised whenever fields, keys or stored forms change.
const SCHEMA_VERSION: u32 = 9;
/// Name of the tokenizer that reads `stream`'s form.
const TOKENIZER: &str = "terms";

/// The three fields of one text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextFields {
    /// Folded words.
    pub(crate) exact: Field,
    /// Lemmas, with positions.
    pub(crate) lemma: Field,
    /// Parts of compounds.
    pub(crate) parts: Field,
}

/// Numbers that stand on the record document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers {
    pub(crate) year: Field,
    pub(crate) first_day: Field,
    pub(crate) last_day: Field,
    pub(crate) archived: Field,
    pub(crate) id_high: Field,
    pub(crate) id_low: Field,
    pub(crate) passages: Field,
    pub(crate) statements: Field,
    pub(crate) positions: Field,
    pub(crate) cases: Field,
    pub(crate) words: Field,
}

/// All fields.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    /// Record id, on every document of the block.
    pub(crate) id: Field,
    /// Header of a record as JSON.
    pub(crate) header: Field,
    /// Paragraph or other smaller unit as JSON.
    pub(crate) body: Field,
    /// Keys of filters (`keys`).
    pub(crate) filter: Field,
    pub(crate) numbers: Numbers,
    title: TextFields,
    passage: TextFields,
    statement: TextFields,
    position: TextFields,
    case: TextFields,
}

impl Fields {
    /// The text fields of a unit; a record's text is that of its paragraphs.
    pub(crate) fn text(&self, unit: Unit) -> TextFields {
        match unit {
            Unit::Record | Unit::Passage => self.passage,
            Unit::Statement => self.statement,
            Unit::Position => self.position,
            Unit::Case => self.case,
        }
    }

    /// The text fields of the title.
    pub(crate) fn title(&self) -> TextFields {
        self.title
    }
}

/// Facets that have a column, with its name.
pub(crate) const FACETS: &[FilterField] = &[
    FilterField::Year,
    FilterField::Ministry,
    FilterField::Participant,
    FilterField::Speaker,
    FilterField::Topic,
    FilterField::Kind,
    FilterField::Language,
    FilterField::Side,
    FilterField::Organization,
    FilterField::Sender,
    FilterField::Recipient,
    FilterField::MeetingType,
    FilterField::CaseType,
    FilterField::Position,
    FilterField::Cites,
    FilterField::Hearing,
];

/// The schema and its fields.
pub(crate) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = |builder: &mut SchemaBuilder, name: &str| builder.add_u64_field(name, FAST);
    let id = builder.add_text_field("id", STRING);
    // Text, which tantivy reads at one go; bytes it reads one by one.
    let header = builder.add_text_field("header", STORED);
    let body = builder.add_text_field("body", STORED);
    let filter = builder.add_text_field(
        "filter",
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::Basic),
        ),
    );
    let numbers = Numbers {
        year: number(&mut builder, "n_year"),
        first_day: number(&mut builder, "n_first_day"),
        last_day: number(&mut builder, "n_last_day"),
        archived: number(&mut builder, "n_archived"),
        id_high: number(&mut builder, "n_id_high"),
        id_low: number(&mut builder, "n_id_low"),
        passages: number(&mut builder, "n_passages"),
        statements: number(&mut builder, "n_statements"),
        positions: number(&mut builder, "n_positions"),
        cases: number(&mut builder, "n_cases"),
        words: number(&mut builder, "n_words"),
    };
    for field in FACETS {
        builder.add_text_field(field.as_str(), TextOptions::default().set_fast("raw"));
    }
    let title = text_fields(&mut builder, "title");
    let passage = text_fields(&mut builder, "passage");
    let statement = text_fields(&mut builder, "statement");
    let position = text_fields(&mut builder, "position");
    let case = text_fields(&mut builder, "case");
    let fields = Fields {
        id,
        header,
        body,
        filter,
        numbers,
        title,
        passage,
        statement,
        position,
        case,
    };
    (builder.build(), fields)
}

fn text_fields(builder: &mut SchemaBuilder, name: &str) -> TextFields {
    let mut add = |suffix: &str, option, norms| {
        builder.add_text_field(
            &format!("{name}_{suffix}"),
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(TOKENIZER)
                    .set_fieldnorms(norms)
                    .set_index_option(option),
            ),
        )
    };
    TextFields {
        // A word's lemma follows from its form: a phrase that fits by forms fits by lemmas, so positions of
        // forms would say nothing new. Forms and parts only add to the score of lemmas: that they occur is enough. How often
        // forms do spares reading paragraphs for phrases in the form as typed (`exact`).
        exact: add("exact", IndexRecordOption::WithFreqs, false),
        lemma: add("lemma", IndexRecordOption::WithFreqsAndPositions, true),
        parts: add("parts", IndexRecordOption::Basic, false),
    }
}

/// The tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TOKENIZER, TermStreamTokenizer::default());
    manager
}

/// What an index was built from: compared at opening.
pub(crate) fn fingerprint() -> String {
    format!(
        "schema-{SCHEMA_VERSION} {} {}",
        ordskifte_analysis::fingerprint(),
        ordskifte_vocabulary::fingerprint()
    )
}
