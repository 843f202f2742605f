//! Hits into open formats: CSV (RFC 4180, or as Norwegian Excel reads it) and JSON Lines.
//!
//! One row for each hit, the same columns for every unit. A writer takes rows as they come and keeps none of them.

mod columns;
mod csv;
mod jsonl;
#[cfg(test)]
mod tests;

pub use columns::{COLUMNS, Origin};
pub use csv::Profile;

use ordskifte_query::ExportRow;
use std::io::{self, Write};

/// What rows are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv(Profile),
    /// One JSON object a line, with the names of the CSV columns and JSON's own lists and numbers.
    Jsonl,
}

impl Format {
    /// The format that its public names mean: `csv` or `jsonl`, with the profile `rfc4180` (default) or `excel-no`.
    pub fn of_names(format: &str, profile: Option<&str>) -> Option<Self> {
        match (format, profile) {
            ("csv", None | Some("rfc4180")) => Some(Self::Csv(Profile::Rfc4180)),
            ("csv", Some("excel-no")) => Some(Self::Csv(Profile::ExcelNo)),
            ("jsonl", None) => Some(Self::Jsonl),
            _ => None,
        }
    }

    /// Media type with its parameters.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv(_) => "text/csv; charset=utf-8; header=present",
            Self::Jsonl => "application/jsonl; charset=utf-8",
        }
    }

    /// File name ending.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv(_) => "csv",
            Self::Jsonl => "jsonl",
        }
    }
}

/// Writes rows.
#[derive(Debug)]
pub struct Writer<W: Write> {
    format: Format,
    out: W,
    origin: Origin,
}

impl<W: Write> Writer<W> {
    /// A writer; CSV begins with its header at once.
    pub fn new(format: Format, mut out: W, origin: Origin) -> io::Result<Self> {
        if let Format::Csv(profile) = format {
            csv::header(&mut out, profile)?;
        }
        Ok(Self { format, out, origin })
    }

    /// Writes a row.
    pub fn row(&mut self, row: &ExportRow) -> io::Result<()> {
        let cells = columns::cells(row, &self.origin);
        match self.format {
            Format::Csv(profile) => csv::row(&mut self.out, profile, &cells),
            Format::Jsonl => jsonl::row(&mut self.out, &cells),
        }
    }

    /// Flushes and gives the output back.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}
