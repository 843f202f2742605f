//! What pages of people, meetings, cases and the like are made of: facts, a timeline, tables, and hits of a search.

use crate::messages::Interface;
use crate::view::hits::HitView;
use crate::view::timeline::Timeline;
use crate::view::wheel::Wheel;
use ordskifte_link::RecordRef;
use serde::Serialize;

/// A text that may lead somewhere.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) url: Option<String>,
    /// What it is, beside the text.
    pub(crate) note: String,
    /// The language of the text where it is not that of the page.
    pub(crate) lang: Option<&'static str>,
    /// How deep it stands below others of its list, from 1; 0 where the list has no depths.
    pub(crate) level: u8,
}

impl Cell {
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub(crate) fn link(text: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            url: Some(url.into()),
            ..Self::plain(text)
        }
    }

    pub(crate) fn note(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }

    /// A record with its kind.
    pub(crate) fn record(record: &RecordRef, interface: Interface) -> Self {
        let kind = interface.text(&format!("kind_{}", record.kind));
        Self::link(record.title.as_str(), record.url.as_str()).note(kind)
    }

    /// A date in words; empty where there is none.
    pub(crate) fn date(date: Option<ordskifte_record::PartialDate>, interface: Interface) -> Self {
        Self::plain(date.map_or_else(String::new, |date| interface.date(date)))
    }
}

/// One line of facts: what it is and its values.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    title: String,
    values: Vec<Cell>,
}

/// A table; every row has as many cells as there are heads, each with any number of texts.
#[derive(Debug, Serialize)]
pub(crate) struct Table {
    /// Name in addresses.
    id: &'static str,
    title: String,
    heads: Vec<String>,
    rows: Vec<Vec<Vec<Cell>>>,
}

impl Table {
    pub(crate) fn new(id: &'static str, title: &str, heads: &[&str], interface: Interface) -> Self {
        Self {
            id,
            title: interface.text(title),
            heads: heads.iter().map(|head| interface.text(head)).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row of single texts.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().map(|cell| vec![cell]).collect());
    }

    /// Adds a row of lists of texts.
    pub(crate) fn lists(&mut self, cells: impl IntoIterator<Item = Vec<Cell>>) {
        self.rows.push(cells.into_iter().collect());
    }
}

/// A field to narrow a list by.
#[derive(Debug, Serialize)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) hint: &'static str,
}

/// The part of a list that is shown.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Part {
    pub(crate) total: usize,
    /// Numbers of its first and last row, from 1; 0 where it has no row.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// The hits of a search at the end of a page.
#[derive(Serialize)]
pub(crate) struct Newest {
    pub(crate) title: String,
    pub(crate) hits: Vec<HitView>,
    /// All of them.
    pub(crate) all: Cell,
}

/// A page.
#[derive(Default, Serialize)]
pub(crate) struct Sheet {
    pub(crate) title: String,
    /// The language of the title where it is not that of the page.
    pub(crate) lang: Option<&'static str>,
    /// The list that it stands in.
    pub(crate) above: Option<Cell>,
    pub(crate) about: String,
    pub(crate) field: Option<Field>,
    /// Other pages of the same sort.
    pub(crate) beside: Vec<Cell>,
    pub(crate) facts: Vec<Line>,
    /// The same as data: tables, feeds, JSON.
    pub(crate) data: Vec<Cell>,
    pub(crate) wheel: Option<Wheel>,
    pub(crate) timeline: Option<Timeline>,
    pub(crate) tables: Vec<Table>,
    /// Short tables that stand beside each other.
    pub(crate) small: Vec<Table>,
    pub(crate) part: Option<Part>,
    pub(crate) newest: Option<Newest>,
    /// Whether search engines are asked to leave it out.
    pub(crate) noindex: bool,
}

impl Sheet {
    /// Adds a line of facts where there are values.
    pub(crate) fn fact(&mut self, title: String, values: Vec<Cell>) {
        if !values.is_empty() {
            self.facts.push(Line { title, values });
        }
    }

    /// Adds a table where it has rows.
    pub(crate) fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.tables.push(table);
        }
    }

    /// Adds a short table where it has rows.
    pub(crate) fn small(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.small.push(table);
        }
    }
}
