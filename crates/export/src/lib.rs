//! Hits into open formats: CSV (RFC 4180, or as Norwegian Excel reads it), JSON Lines, and references for reference managers.
//!
//! One row for each hit, the same columns for every unit. A writer takes rows as they come and keeps none of them.

mod cite;
mod columns;
mod csv;
mod jsonl;
mod package;
mod place;
#[cfg(test)]
mod tests;

pub use cite::{Style, authors, cite};
pub use columns::{COLUMNS, Columns, DETAIL_COLUMNS, Origin};
pub use csv::Profile;
pub use package::{Package, Provenance};

use cite::cite_row;
use ordskifte_query::ExportRow;
use std::io::{self, Write};

/// What rows are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv(Profile),
    /// One JSON object a line, with the names of the CSV columns and JSON's own lists and numbers.
    Jsonl,
    /// References of records, or of places in them.
    References(Style),
}

impl Format {
    /// Every format, CSV in its usual profile.
    pub const ALL: [Self; 4] = [
        Self::Csv(Profile::Rfc4180),
        Self::Jsonl,
        Self::References(Style::Bibtex),
        Self::References(Style::Ris),
    ];

    /// The public name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv(_) => "csv",
            Self::Jsonl => "jsonl",
            Self::References(style) => style.as_str(),
        }
    }

    /// The format that its public names mean: `csv`, `jsonl`, `bibtex` or `ris`. The profile, `rfc4180` (default) or `excel-no`,
    /// is how CSV is written; the other formats are the same in both.
    pub fn of_names(format: &str, profile: Option<&str>) -> Option<Self> {
        let profile = profile.map_or(Some(Profile::Rfc4180), Profile::of)?;
        let found = Self::ALL.into_iter().find(|known| known.as_str() == format)?;
        Some(match found {
            Self::Csv(_) => Self::Csv(profile),
            other => other,
        })
    }

    /// Media type with its parameters.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv(_) => "text/csv; charset=utf-8; header=present",
            Self::Jsonl => "application/jsonl; charset=utf-8",
            Self::References(style) => style.media_type(),
        }
    }

    /// File name ending.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv(_) => "csv",
            Self::Jsonl => "jsonl",
            Self::References(style) => style.extension(),
        }
    }

    /// Whether it has columns to choose among; references have none.
    pub const fn has_columns(self) -> bool {
        !matches!(self, Self::References(_))
    }
}

/// Writes rows.
#[derive(Debug)]
pub struct Writer<W: Write> {
    format: Format,
    out: W,
    origin: Origin,
    columns: Columns,
}

impl<W: Write> Writer<W> {
    /// A writer; CSV begins with its header at once.
    pub fn new(format: Format, mut out: W, origin: Origin, columns: Columns) -> io::Result<Self> {
        if let Format::Csv(profile) = format {
            csv::header(&mut out, profile, &columns)?;
        }
        Ok(Self {
            format,
            out,
            origin,
            columns,
        })
    }

    /// Writes a row.
    pub fn row(&mut self, row: &ExportRow) -> io::Result<()> {
        if let Format::References(style) = self.format {
            return writeln!(self.out, "{}", cite_row(row, style, &self.origin.public_url));
        }
        let cells = columns::cells(row, &self.origin);
        match self.format {
            Format::Csv(profile) => csv::row(&mut self.out, profile, &self.columns, &cells),
            Format::Jsonl | Format::References(_) => jsonl::row(&mut self.out, &self.columns, &cells),
        }
    }

    /// Flushes and gives the output back.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}
