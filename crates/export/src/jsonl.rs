//! JSON Lines.

use crate::columns::{Cell, Columns};
use serde::ser::{SerializeMap, Serializer};
use std::io::{self, Write};

/// Writes a row as one object.
pub(crate) fn row(out: &mut impl Write, columns: &Columns, cells: &[Cell]) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::new(&mut *out);
    let mut map = serializer.serialize_map(Some(columns.len()))?;
    for (name, cell) in columns.of(cells) {
        match cell {
            Cell::None => map.serialize_entry(name, &())?,
            Cell::Text(text) => map.serialize_entry(name, text)?,
            Cell::Number(number) => map.serialize_entry(name, number)?,
            Cell::List(items) => map.serialize_entry(name, items)?,
        }
    }
    map.end()?;
    out.write_all(b"\n")
}
