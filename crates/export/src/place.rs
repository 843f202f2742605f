//! What a reference of a passage says beside that of its record.

use ordskifte_query::{ExportRow, PassageRow, Unit};

/// A place in a record.
pub(crate) struct Place<'a> {
    /// What tells it from others of the record, for the key of its entry.
    pub(crate) key: String,
    /// Its part of the address, with `#`; empty where it is not known.
    pub(crate) fragment: String,
    /// Page that it begins on, where known.
    pub(crate) page: Option<u32>,
    /// Who speaks in it.
    pub(crate) speakers: &'a [String],
    /// Its text.
    pub(crate) text: &'a str,
}

impl<'a> Place<'a> {
    /// The place that a row stands for; none where it stands for the whole record.
    pub(crate) fn of(row: &'a ExportRow) -> Option<Self> {
        let passage = row.passage.as_ref().filter(|_| row.unit != Unit::Record)?;
        Some(Self {
            key: key(row.unit, passage),
            fragment: match passage.anchor.as_str() {
                "" => String::new(),
                anchor => format!("#{anchor}"),
            },
            page: passage.page,
            speakers: &passage.speakers,
            text: &passage.text,
        })
    }
}

/// The same for the same place in every export.
fn key(unit: Unit, passage: &PassageRow) -> String {
    match (unit, &passage.statement_id) {
        (Unit::Statement, Some(id)) => id.clone(),
        // One paragraph may tell of several.
        (Unit::Case | Unit::Position, _) => {
            let subject = passage.case_detail.as_ref().map(|case| case.subject.clone());
            let parties = passage.position_detail.as_ref();
            let parties = parties.map(|told| format!("{} {}", told.position_type.as_str(), told.parties.join("; ")));
            let told = [subject, parties, Some(passage.text.clone())];
            let told: Vec<String> = told.into_iter().flatten().collect();
            format!("{}-{:08x}", passage.anchor, fnv(&told.join("\n")))
        }
        _ => passage.anchor.clone(),
    }
}

/// FNV-1a, in 32 bits.
fn fnv(text: &str) -> u32 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    text.bytes().fold(0x811c_9dc5, step)
}
