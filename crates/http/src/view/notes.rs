//! What may not be as meant, in the reader's language, with what to ask instead.

use crate::messages::{Interface, Told};
use crate::view::facets::address;
use ordskifte_query::{FilterField, Note, SearchRequest};
use serde::Serialize;

/// A value that may be meant, and the question with it.
#[derive(Serialize)]
struct Instead {
    name: String,
    /// None where the value stands inside an expression.
    url: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct NoteView {
    text: String,
    nearest: Vec<Instead>,
    /// The page of all there are.
    all: Option<&'static str>,
}

/// What is told of a question.
pub(crate) fn notes(request: &SearchRequest, notes: &[Note], interface: Interface) -> Vec<NoteView> {
    let view = |note: &Note| match note {
        Note::UnknownValue { field, value, nearest } => {
            let name = interface.text(field.as_str());
            let is_chosen = request.filters.of(*field).contains(value);
            let instead = |near: &String| Instead {
                name: near.clone(),
                url: is_chosen.then(|| address(&replaced(request, *field, value, near))),
            };
            NoteView {
                text: interface.told(&Told::note(note.code(), [&name, value])),
                nearest: nearest.iter().map(instead).collect(),
                all: matches!(field, FilterField::Ministry | FilterField::MinistryLine).then_some("/ministries"),
            }
        }
        Note::NoFilter { name } => NoteView {
            text: interface.told(&Told::note(note.code(), [name, &note.known().join(", ")])),
            nearest: Vec::new(),
            all: None,
        },
    };
    notes.iter().map(view).collect()
}

/// The same question with another value of a filter.
fn replaced(request: &SearchRequest, field: FilterField, value: &str, near: &str) -> SearchRequest {
    let mut other = request.with_toggled(field, value);
    other.filters.add(field, near.to_owned());
    other
}
