//! `ordskifte export`.

use crate::error::Failure;
use crate::flags::{self, Table};
use crate::open;
use crate::printer::{Printer, note};
use ordskifte_engine::{EngineError, Snapshot};
use ordskifte_export::{Format, Origin, Writer};
use ordskifte_query::SearchRequest;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(data: &Path, args: &flags::Export, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let name = match args.format {
        Table::Csv => "csv",
        Table::Jsonl => "jsonl",
    };
    let format = Format::of_names(name, args.profile.as_deref())
        .ok_or_else(|| Failure::Other("--profile goes with --format csv only".to_owned()))?;
    let mut pairs = vec![("q".to_owned(), args.query.clone())];
    pairs.extend(args.filters.pairs());
    pairs.extend(args.sort.clone().map(|sort| ("sort".to_owned(), sort)));
    let request = SearchRequest::from_pairs(pairs)?;
    let snapshot = open::index(data)?.snapshot();
    let origin = Origin {
        public_url: args.public_url.trim_end_matches('/').to_owned(),
        generation: snapshot.generation().to_owned(),
    };
    let rows = match &args.output {
        None => write(&snapshot, &request, format, origin, printer.writer())?,
        Some(path) => {
            // The whole file or none: it takes its name when it is complete.
            let staged = path.with_extension("part");
            let failed = |source| Failure::File {
                path: path.clone(),
                source,
            };
            let mut out = BufWriter::new(File::create(&staged).map_err(failed)?);
            let rows = write(&snapshot, &request, format, origin, &mut out)?;
            out.into_inner()
                .map_err(|error| failed(error.into_error()))?
                .sync_all()
                .map_err(failed)?;
            std::fs::rename(&staged, path).map_err(failed)?;
            rows
        }
    };
    note(&format!("{rows} rows"));
    Ok(ExitCode::SUCCESS)
}

fn write(
    snapshot: &Snapshot,
    request: &SearchRequest,
    format: Format,
    origin: Origin,
    out: &mut impl Write,
) -> Result<u64, Failure> {
    let mut writer = Writer::new(format, out, origin)?;
    let mut failed: Option<io::Error> = None;
    let rows: Result<u64, EngineError> = snapshot.export(request, &mut |row| match writer.row(&row) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    let rows = rows?;
    writer.finish()?;
    Ok(rows)
}
