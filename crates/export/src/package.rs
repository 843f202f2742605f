//! An export with its provenance: a zip file of the rows and a `datapackage.json` (Frictionless Data Package 1).

use crate::columns::{Columns, Origin};
use crate::csv::Profile;
use crate::{Format, Writer};
use ordskifte_query::ExportRow;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// Where an export comes from, beside its [`Origin`].
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// The question as read, filters included.
    pub query: String,
    /// What a row is: `record`, `statement`, `passage`, `case` or `position`.
    pub unit: String,
    /// When it was made, RFC 3339.
    pub created: String,
    /// Rows that there must be.
    pub total: u64,
}

/// Writes an export as a package.
#[derive(Debug)]
pub struct Package<W: Write> {
    writer: Writer<Digested<ZipWriter<StreamWriter<W>>>>,
    rows: u64,
    provenance: Provenance,
}

/// Counts and digests what passes.
#[derive(Debug)]
struct Digested<W: Write> {
    out: W,
    digest: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Digested<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(true)
}

impl<W: Write> Package<W> {
    /// A package that is written as rows come.
    pub fn new(format: Format, out: W, origin: Origin, columns: Columns, provenance: Provenance) -> io::Result<Self> {
        let mut zip = ZipWriter::new_stream(out);
        zip.start_file(format!("data.{}", format.extension()), options())?;
        let out = Digested {
            out: zip,
            digest: Sha256::new(),
            bytes: 0,
        };
        Ok(Self {
            writer: Writer::new(format, out, origin, columns)?,
            rows: 0,
            provenance,
        })
    }

    /// Writes a row.
    pub fn row(&mut self, row: &ExportRow) -> io::Result<()> {
        self.rows += 1;
        self.writer.row(row)
    }

    /// Writes the description and ends the file; an error when rows are missing.
    pub fn finish(self) -> io::Result<W> {
        if self.rows != self.provenance.total {
            return Err(io::Error::other(format!(
                "{} rows written, {} expected",
                self.rows, self.provenance.total
            )));
        }
        let (format, columns, origin) = (
            self.writer.format,
            self.writer.columns.clone(),
            self.writer.origin.clone(),
        );
        let Digested { mut out, digest, bytes } = self.writer.finish()?;
        let digest = digest.finalize().iter().fold(String::new(), |mut text, byte| {
            use std::fmt::Write;
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        let mut resource = resource(format, &columns);
        if let Some(resource) = resource.as_object_mut() {
            resource.insert("bytes".to_owned(), json!(bytes));
            resource.insert("hash".to_owned(), json!(format!("sha256:{digest}")));
        }
        let description = json!({
            "profile": "data-package",
            "name": "ordskifte-export",
            "title": format!("Ordskifte: {}", if self.provenance.query.is_empty() { "*" } else { &self.provenance.query }),
            "created": self.provenance.created,
            "sources": [{ "title": "Ordskifte", "path": origin.public_url }],
            "resources": [resource],
            "ordskifte": {
                "query": self.provenance.query,
                "unit": self.provenance.unit,
                "rows": self.rows,
                "generation": origin.generation,
                "version": env!("CARGO_PKG_VERSION"),
            },
        });
        out.start_file("datapackage.json", options())?;
        out.write_all(&serde_json::to_vec_pretty(&description)?)?;
        Ok(out.finish()?.into_inner())
    }
}

/// What stands in the data file.
fn resource(format: Format, columns: &Columns) -> Value {
    let path = format!("data.{}", format.extension());
    let mut out = json!({
        "name": "data",
        "path": path,
        "format": format.extension(),
        "mediatype": format.media_type().split(';').next(),
        "encoding": "utf-8",
    });
    let Some(object) = out.as_object_mut() else {
        return out;
    };
    if let Format::Csv(profile) = format {
        object.insert("profile".to_owned(), json!("tabular-data-resource"));
        let dialect = json!({
            "delimiter": profile.separator().to_string(),
            "lineTerminator": "\r\n",
            "doubleQuote": true,
            "header": true,
        });
        object.insert("dialect".to_owned(), dialect);
    }
    if format.has_columns() {
        let fields: Vec<Value> = columns.names().map(|name| field(name, format)).collect();
        object.insert("schema".to_owned(), json!({ "fields": fields }));
    }
    out
}

/// Columns that hold lists.
const LISTS: [&str; 6] = [
    "ministries",
    "participants",
    "topics",
    "speakers",
    "speakers_printed",
    "parties",
];

fn field(name: &str, format: Format) -> Value {
    let kind = match name {
        "record_version" | "year" | "meeting_number" | "page" => "integer",
        "archived_at" => "datetime",
        name if LISTS.contains(&name) && format == Format::Jsonl => "array",
        _ => "string",
    };
    let mut out = json!({ "name": name, "type": kind });
    let list = LISTS.contains(&name);
    if let (Some(out), true, Format::Csv(Profile::Rfc4180 | Profile::ExcelNo)) = (out.as_object_mut(), list, format) {
        let text = "A list joined with `; `; a `;` or `\\` inside an item has a `\\` before it.";
        out.insert("description".to_owned(), json!(text));
    }
    out
}
