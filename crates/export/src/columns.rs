//! The columns, and a row's cells in their order.

use ordskifte_query::{ExportRow, PassageRow, Unit};
use ordskifte_record::{Attribution, CaseStage, CaseType, DatePrecision, Form, Original, OriginalRole};

/// Names of the columns, in order.
pub const COLUMNS: [&str; 36] = [
    "record_id",
    "record_version",
    "unit",
    "title",
    "kind",
    "date",
    "date_precision",
    "year",
    "meeting_type",
    "meeting_number",
    "language",
    "ministries",
    "sender",
    "participants",
    "topics",
    "page",
    "page_source",
    "agenda_item",
    "case_type",
    "statement_id",
    "speakers",
    "speakers_printed",
    "speaker_role",
    "organization",
    "side",
    "form",
    "attribution",
    "position",
    "passage",
    "url",
    "source_url",
    "original_filename",
    "sha256",
    "archived_at",
    "rule_version",
    "generation",
];

/// Names of the columns that cases and positions have besides, in order; any unit may ask for them.
pub const DETAIL_COLUMNS: [&str; 5] = [
    "parties",
    "case_subject",
    "stage",
    "responsible_ministry",
    "proposed_by",
];

/// The name of the column whose cell stands at a place of [`cells`].
fn name_at(place: usize) -> Option<&'static str> {
    COLUMNS.iter().chain(&DETAIL_COLUMNS).nth(place).copied()
}

/// The columns that an export has, in the order they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<usize>);

impl Default for Columns {
    fn default() -> Self {
        Self((0..COLUMNS.len()).collect())
    }
}

impl Columns {
    /// Those that a unit has when none are named: cases and positions have the [`DETAIL_COLUMNS`] after the others.
    pub fn of_unit(unit: Unit) -> Self {
        match unit {
            Unit::Record | Unit::Statement | Unit::Passage => Self::default(),
            Unit::Case | Unit::Position => Self((0..COLUMNS.len() + DETAIL_COLUMNS.len()).collect()),
        }
    }

    /// Reads names separated by commas; one that stands twice is taken once. The error is the first name that is
    /// no column.
    pub fn of_names(names: &str) -> Result<Self, String> {
        let mut chosen = Vec::new();
        for name in names.split(',').map(|name| name.trim_matches(' ')) {
            let mut known = COLUMNS.iter().chain(&DETAIL_COLUMNS);
            let place = known.position(|known| *known == name).ok_or_else(|| name.to_owned())?;
            if !chosen.contains(&place) {
                chosen.push(place);
            }
        }
        Ok(Self(chosen))
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().filter_map(|place| name_at(*place))
    }

    /// The chosen ones of a row's cells, with their names.
    pub(crate) fn of<'a>(&'a self, cells: &'a [Cell]) -> impl Iterator<Item = (&'static str, &'a Cell)> {
        self.0.iter().filter_map(|place| name_at(*place).zip(cells.get(*place)))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// What all rows of an export share.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Base of absolute links, without a slash at its end, as `https://arkiv.example.no`.
    pub public_url: String,
    /// The state of the index that was asked.
    pub generation: String,
}

/// An item of a list, as it stands among others behind `; `.
pub(crate) fn escaped(item: &str) -> String {
    item.replace('\\', "\\\\").replace(';', "\\;")
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    None,
    Text(String),
    Number(u64),
    List(Vec<String>),
}

impl Cell {
    /// Mostly one text; several are joined as lists are, in every format, so that the column keeps its type.
    fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let texts: Vec<String> = texts.map(escaped).collect();
        Self::maybe(Some(texts.join("; ")).filter(|joined| !joined.is_empty()))
    }

    fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::None, |text| Self::Text(text.into()))
    }

    fn number(number: Option<impl Into<u64>>) -> Self {
        number.map_or(Self::None, |number| Self::Number(number.into()))
    }
}

/// The cells of a row, in the order of [`COLUMNS`] and [`DETAIL_COLUMNS`].
pub(crate) fn cells(row: &ExportRow, origin: &Origin) -> Vec<Cell> {
    let record = &row.header;
    let passage = row.passage.as_ref();
    let id = record.id.as_ref().map_or_else(String::new, ToString::to_string);
    let main: Option<&Original> = record
        .originals
        .iter()
        .find(|original| original.role == OriginalRole::Main)
        .or_else(|| record.originals.first());
    let anchor = passage
        .filter(|passage| !passage.anchor.is_empty())
        .map_or_else(String::new, |passage| format!("#{}", passage.anchor));
    // The paragraph's language where the unit is smaller than a record.
    let language = match (row.unit, passage) {
        (Unit::Record, _) | (_, None) => record.language,
        (_, Some(passage)) => passage.language,
    };
    let mut ministries: Vec<String> = Vec::new();
    for ministry in record
        .ministries
        .iter()
        .filter(|ministry| ministry.role != ordskifte_record::MinistryRole::Mentioned)
    {
        if !ministries.contains(&ministry.abbreviation) {
            ministries.push(ministry.abbreviation.clone());
        }
    }
    let mut cells = vec![
        Cell::Text(id.clone()),
        Cell::Number(u64::from(record.version)),
        Cell::Text(row.unit.as_str().to_owned()),
        Cell::Text(record.title.clone()),
        Cell::Text(record.kind.as_str().to_owned()),
        Cell::maybe(record.date.map(|date| date.to_string())),
        Cell::maybe(record.date_precision.map(DatePrecision::as_str)),
        Cell::number(record.year()),
        Cell::maybe(record.meeting.as_ref().map(|meeting| meeting.meeting_type.as_str())),
        Cell::number(record.meeting.as_ref().and_then(|meeting| meeting.number)),
        Cell::Text(language.as_str().to_owned()),
        Cell::List(ministries),
        Cell::maybe(record.sender.as_ref().map(|party| party.name.clone())),
        Cell::List(record.participants.iter().map(|person| person.name.clone()).collect()),
        Cell::List(record.topics.iter().map(|topic| topic.label.clone()).collect()),
        Cell::number(passage.and_then(|passage| passage.page)),
        Cell::maybe(passage.map(|passage| passage.page_source.as_str())),
        Cell::maybe(passage.and_then(|passage| passage.agenda_item.clone())),
        Cell::maybe(passage.and_then(|passage| passage.case_type).map(CaseType::as_str)),
        Cell::maybe(passage.and_then(|passage| passage.statement_id.clone())),
        Cell::List(passage.map(|passage| passage.speakers.clone()).unwrap_or_default()),
        Cell::List(
            passage
                .map(|passage| passage.speakers_printed.clone())
                .unwrap_or_default(),
        ),
        Cell::joined(passage.iter().flat_map(|passage| &passage.roles).map(String::as_str)),
        Cell::joined(
            passage
                .iter()
                .flat_map(|passage| &passage.organizations)
                .map(String::as_str),
        ),
        Cell::joined(
            passage
                .iter()
                .flat_map(|passage| &passage.sides)
                .map(|side| side.as_str()),
        ),
        Cell::maybe(passage.and_then(|passage| passage.form).map(Form::as_str)),
        Cell::maybe(passage.and_then(|passage| passage.attribution).map(Attribution::as_str)),
        Cell::maybe(passage.and_then(|passage| passage.position.clone())),
        Cell::maybe(passage.map(|passage| passage.text.clone())),
        Cell::Text(format!(
            "{}/records/{id}/v{}{anchor}",
            origin.public_url, record.version
        )),
        Cell::maybe(main.and_then(|original| original.source_url.clone())),
        Cell::maybe(main.map(|original| original.filename.clone())),
        Cell::maybe(main.map(|original| original.sha256.clone())),
        Cell::maybe(record.archived_at.clone()),
        Cell::Text(record.rule_version.clone()),
        Cell::Text(origin.generation.clone()),
    ];
    cells.extend(details(passage));
    cells
}

/// The cells of [`DETAIL_COLUMNS`].
fn details(passage: Option<&PassageRow>) -> [Cell; DETAIL_COLUMNS.len()] {
    let case = passage.and_then(|passage| passage.case_detail.as_ref());
    let position = passage.and_then(|passage| passage.position_detail.as_ref());
    let subject = case
        .map(|case| case.subject.clone())
        .or_else(|| position.and_then(|position| position.case.clone()));
    [
        Cell::List(position.map(|position| position.parties.clone()).unwrap_or_default()),
        Cell::maybe(subject),
        Cell::maybe(case.and_then(|case| case.stage).map(CaseStage::as_str)),
        Cell::maybe(case.and_then(|case| case.responsible_ministry.clone())),
        Cell::maybe(case.and_then(|case| case.proposed_by.clone())),
    ]
}
