//! `ordskifte export`.

use crate::error::Failure;
use crate::flags::{self, Table};
use crate::open;
use crate::printer::{Printer, note};
use crate::progress::counted;
use ordskifte_archive::{ArchiveError, Bag};
use ordskifte_engine::Snapshot;
use ordskifte_export::{COLUMNS, Columns, DETAIL_COLUMNS, Format, Origin, Package, Provenance, Writer};
use ordskifte_query::{ExportRow, SearchRequest, Unit};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

impl flags::Export {
    /// The export of what a search finds, as CSV on standard output.
    pub(crate) fn of(search: &flags::Search) -> Self {
        Self {
            query: search.query.clone(),
            filters: search.filters.clone(),
            sort: search.sort.clone(),
            format: Table::Csv,
            profile: None,
            fields: None,
            package: false,
            output: None,
            public_url: flags::LOCAL.to_owned(),
        }
    }
}

/// What is to be written.
struct Asked {
    request: SearchRequest,
    format: Format,
    columns: Columns,
    origin: Origin,
}

fn asked(args: &flags::Export, snapshot: &Snapshot) -> Result<Asked, Failure> {
    let name = match args.format {
        // The table inside a bag is one too.
        Table::Csv | Table::Bagit => "csv",
        Table::Jsonl => "jsonl",
        Table::Bibtex => "bibtex",
        Table::Ris => "ris",
    };
    let format = Format::of_names(name, args.profile.as_deref())
        .ok_or_else(|| Failure::Other("--profile is rfc4180 or excel-no".to_owned()))?;
    if args.profile.is_some() && !matches!(format, Format::Csv(_)) {
        return Err(Failure::Other("--profile goes with --format csv only".to_owned()));
    }
    let mut pairs = vec![("q".to_owned(), args.query.clone())];
    pairs.extend(args.filters.pairs());
    pairs.extend(args.sort.clone().map(|sort| ("sort".to_owned(), sort)));
    let request = SearchRequest::from_pairs(pairs)?;
    let columns = match &args.fields {
        None => Columns::of_unit(request.unit),
        Some(_) if !format.has_columns() => {
            return Err(Failure::Other(
                "--fields goes with --format csv or jsonl only".to_owned(),
            ));
        }
        Some(names) => Columns::of_names(names).map_err(|wrong| {
            let known = [&COLUMNS[..], &DETAIL_COLUMNS[..]].concat().join(", ");
            Failure::Other(format!("`{wrong}` is no column; columns: {known}"))
        })?,
    };
    if args.format == Table::Bagit && request.unit != Unit::Record {
        let reason = "bags are of records: --unit record";
        return Err(Failure::Other(reason.to_owned()));
    }
    Ok(Asked {
        request,
        format,
        columns,
        origin: Origin {
            public_url: args.public_url.trim_end_matches('/').to_owned(),
            generation: snapshot.generation().to_owned(),
        },
    })
}

pub(crate) fn run(data: &Path, args: &flags::Export, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let snapshot = open::index(data)?.snapshot();
    let asked = asked(args, &snapshot)?;
    let notes = snapshot.notes(&asked.request, snapshot.total_of(&asked.request)?)?;
    if args.format == Table::Bagit {
        return bag(data, args, &snapshot, asked);
    }
    let rows = match &args.output {
        Some(path) if path != Path::new("-") => to_file(&snapshot, asked, args.package, path)?,
        _ => rows_of(&snapshot, asked, args.package, printer.writer())?,
    };
    super::search::notes(&notes);
    note(&counted(rows, "row"));
    Ok(ExitCode::SUCCESS)
}

fn rows_of(snapshot: &Snapshot, asked: Asked, package: bool, out: &mut impl Write) -> Result<u64, Failure> {
    if package {
        self::package(snapshot, asked, out)
    } else {
        write(snapshot, asked, out)
    }
}

/// The whole file or none: it takes its name when it is complete. A device or pipe is written as it is.
fn to_file(snapshot: &Snapshot, asked: Asked, package: bool, path: &Path) -> Result<u64, Failure> {
    let is_plain = std::fs::metadata(path).map_or(true, |known| known.is_file());
    let mut staged = path.to_owned();
    if is_plain {
        staged.as_mut_os_string().push(".part");
    }
    let failed = |source| Failure::File {
        path: path.to_owned(),
        source,
    };
    let written = || -> Result<u64, Failure> {
        let mut out = BufWriter::new(File::create(&staged).map_err(failed)?);
        let rows = rows_of(snapshot, asked, package, &mut out)?;
        let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
        if is_plain {
            file.sync_all().map_err(failed)?;
            std::fs::rename(&staged, path).map_err(failed)?;
        }
        Ok(rows)
    };
    written().map_err(|failure| {
        if is_plain {
            // What is half written is nobody's; that it cannot be removed changes nothing of the failure.
            let _ = std::fs::remove_file(&staged);
        }
        match failure {
            Failure::Output(source) => failed(source),
            other => other,
        }
    })
}

/// Gives every row to `take`; the first failure ends it.
fn each(
    snapshot: &Snapshot,
    request: &SearchRequest,
    mut take: impl FnMut(&ExportRow) -> io::Result<()>,
) -> Result<u64, Failure> {
    let mut failed: Option<io::Error> = None;
    let rows = snapshot.export(request, &mut |row| match take(&row) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    Ok(rows?)
}

fn write(snapshot: &Snapshot, asked: Asked, out: &mut impl Write) -> Result<u64, Failure> {
    let mut writer = Writer::new(asked.format, out, asked.origin, asked.columns)?;
    let rows = each(snapshot, &asked.request, |row| writer.row(row))?;
    writer.finish()?;
    Ok(rows)
}

/// Makes a bag of the records found and a table of them.
fn bag(data: &Path, args: &flags::Export, snapshot: &Snapshot, asked: Asked) -> Result<ExitCode, Failure> {
    let (Some(dir), None, None, false) = (&args.output, &args.profile, &args.fields, args.package) else {
        let reason = "--format bagit makes a folder: name it with --output, without --profile, --fields and --package";
        return Err(Failure::Other(reason.to_owned()));
    };
    // Opened after the index, so that it holds all that the index names.
    let (_, archive) = open::archive(data)?;
    let (query, generation) = (asked.request.interpreted(), asked.origin.generation.clone());
    let public_url = asked.origin.public_url.clone();
    let mut bag = Bag::create(dir)?;
    let mut table = Writer::new(asked.format, bag.payload("records.csv")?, asked.origin, asked.columns)?;
    let mut failed: Option<ArchiveError> = None;
    let rows = each(snapshot, &asked.request, |row| {
        // Every archived record has an id; one without could not be named.
        let Some(id) = &row.header.id else { return Ok(()) };
        match bag.record(&archive, id, Some(row.header.version)) {
            Ok(()) => table.row(row),
            // Withdrawn, restricted or purged since the index was opened.
            Err(ArchiveError::NotFound(_) | ArchiveError::Withdrawn { .. } | ArchiveError::Purged { .. }) => Ok(()),
            Err(error) => {
                failed = Some(error);
                Err(io::Error::other("the record cannot be put into the bag"))
            }
        }
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    let rows = rows?;
    bag.enter(table.finish()?)?;
    let date = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let description = format!("Records found by {}", if query.is_empty() { "*" } else { &query });
    let bagged = bag.finish(&[
        ("Bagging-Date", &date),
        ("External-Description", &description),
        ("External-Identifier", &public_url),
        ("Ordskifte-Generation", &generation),
    ])?;
    let left_out = rows - bagged.records;
    note(&format!(
        "{}, {}, {}; {} withheld, {} withdrawn meanwhile",
        counted(bagged.records, "record"),
        counted(bagged.files, "file"),
        counted(bagged.bytes, "byte"),
        counted(bagged.withheld, "original"),
        counted(left_out, "record")
    ));
    Ok(ExitCode::SUCCESS)
}

fn package(snapshot: &Snapshot, asked: Asked, out: &mut impl Write) -> Result<u64, Failure> {
    let provenance = Provenance {
        query: asked.request.interpreted(),
        unit: asked.request.unit.as_str().to_owned(),
        created: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        total: snapshot.total_of(&asked.request)?,
    };
    let mut package = Package::new(asked.format, out, asked.origin, asked.columns, provenance)?;
    let rows = each(snapshot, &asked.request, |row| package.row(row))?;
    package.finish()?;
    Ok(rows)
}
