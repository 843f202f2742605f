//! CSV: RFC 4180, and the profile that Norwegian Excel opens without questions.

use crate::columns::{Cell, Columns, escaped};
use std::io::{self, Write};

/// How CSV is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// RFC 4180: commas, CRLF, nothing changed.
    Rfc4180,
    /// For Norwegian Excel: byte order mark, semicolons, and cells that would be taken for formulas made text by a
    /// leading apostrophe.
    ExcelNo,
}

impl Profile {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Rfc4180, Self::ExcelNo];

    /// The public name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rfc4180 => "rfc4180",
            Self::ExcelNo => "excel-no",
        }
    }

    /// By its public name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.as_str() == name)
    }

    /// What stands between cells.
    pub(crate) const fn separator(self) -> char {
        match self {
            Self::Rfc4180 => ',',
            Self::ExcelNo => ';',
        }
    }
}

/// Writes the header.
pub(crate) fn header(out: &mut impl Write, profile: Profile, columns: &Columns) -> io::Result<()> {
    if profile == Profile::ExcelNo {
        out.write_all("\u{feff}".as_bytes())?;
    }
    line(out, profile, columns.names().map(str::to_owned))
}

/// Writes a row.
pub(crate) fn row(out: &mut impl Write, profile: Profile, columns: &Columns, cells: &[Cell]) -> io::Result<()> {
    // A line with nothing on it is no row to those who read CSV.
    if columns.len() == 1 && columns.of(cells).all(|(_, cell)| text(cell).is_empty()) {
        return out.write_all(b"\"\"\r\n");
    }
    line(out, profile, columns.of(cells).map(|(_, cell)| text(cell)))
}

fn line(out: &mut impl Write, profile: Profile, cells: impl Iterator<Item = String>) -> io::Result<()> {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            write!(out, "{}", profile.separator())?;
        }
        let safe = if profile == Profile::ExcelNo && cell.starts_with(['=', '+', '-', '@', '\t']) {
            format!("'{cell}")
        } else {
            cell
        };
        if safe.contains([profile.separator(), '"', '\r', '\n']) {
            write!(out, "\"{}\"", safe.replace('"', "\"\""))?;
        } else {
            out.write_all(safe.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

/// A cell as text; items of lists are joined with `; `, and `;` and `\` inside them escaped with `\`.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::None => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::List(items) => {
            let items: Vec<String> = items.iter().map(|item| escaped(item)).collect();
            items.join("; ")
        }
    }
}
