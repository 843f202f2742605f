//! The consultation scheme: positions, cases and agreements.

mod agreement;
mod cases;
mod positions;

use crate::view::View;
use ordskifte_record::{Kind, Record};

/// Reads what the document tells of the scheme.
pub(crate) fn read(view: &View<'_>, present: usize, record: &mut Record) {
    match record.kind {
        Kind::Referat | Kind::Materiale | Kind::Protokoll | Kind::Sakliste => {
            positions::read(view, present, record);
            cases::read(view, present, record);
        }
        Kind::Avtale => agreement::read(view, record),
        _ => {}
    }
}
