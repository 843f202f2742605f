//! `ordskifte watch`: saved searches, and what is new of them since the last run. For cron and mail.

use crate::error::Failure;
use crate::flags::{self, Form, WatchCommand};
use crate::open;
use crate::printer::{Printer, note};
use ordskifte_archive::Archive;
use ordskifte_engine::Snapshot;
use ordskifte_query::{ExportRow, SearchRequest};
use ordskifte_record::RecordId;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The file of saved searches in a data folder.
pub(crate) const FILE: &str = "watches.json";

/// The saved searches of a data folder.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Watches {
    watches: Vec<Watch>,
}

/// One saved search.
#[derive(Debug, Serialize, Deserialize)]
struct Watch {
    name: String,
    /// Parameters of the search, by name.
    pairs: Vec<(String, String)>,
    /// How far the archive had come when it was last run.
    sequence: u64,
    /// The archive that this counts in; another one begins anew.
    epoch: String,
}

/// What is new of one search.
#[derive(Debug, Serialize)]
struct News {
    name: String,
    query: String,
    total: usize,
    hits: Vec<NewHit>,
}

#[derive(Debug, Serialize)]
struct NewHit {
    record_id: String,
    record_version: u32,
    archived_at: Option<String>,
    title: String,
    kind: &'static str,
    date: Option<String>,
    url: String,
    page: Option<u32>,
    speakers: Vec<String>,
    passage: Option<String>,
}

fn path(data: &Path) -> PathBuf {
    data.join(FILE)
}

fn read(data: &Path) -> Result<Watches, Failure> {
    let path = path(data);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Watches::default()),
        Err(source) => return Err(Failure::File { path, source }),
    };
    serde_json::from_slice(&bytes).map_err(|error| Failure::Unreadable {
        path,
        reason: error.to_string(),
    })
}

/// Writes the whole file or none.
fn write(data: &Path, watches: &Watches) -> Result<(), Failure> {
    let path = path(data);
    let staged = path.with_extension("part");
    let written = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&staged)?;
        file.write_all(&serde_json::to_vec_pretty(watches)?)?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        std::fs::rename(&staged, &path)
    };
    written().map_err(|source| Failure::File { path, source })
}

pub(crate) fn run(data: &Path, args: &flags::Watch, printer: &mut Printer) -> Result<ExitCode, Failure> {
    match &args.command {
        WatchCommand::Add(args) => add(data, args),
        WatchCommand::List => {
            for watch in read(data)?.watches {
                let request = SearchRequest::from_pairs(watch.pairs)?;
                printer.line(&format!(
                    "{}\t{}\t{}",
                    watch.name,
                    request.unit.as_str(),
                    request.interpreted()
                ))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        WatchCommand::Remove { name } => {
            let mut watches = read(data)?;
            let before = watches.watches.len();
            watches.watches.retain(|watch| watch.name != *name);
            if watches.watches.len() == before {
                return Err(Failure::Other(format!("no search is saved as `{name}`")));
            }
            write(data, &watches)?;
            Ok(ExitCode::SUCCESS)
        }
        WatchCommand::Run(args) => news(data, args, printer),
    }
}

/// Saves a search; what is archived already is no news.
fn add(data: &Path, args: &flags::WatchAdd) -> Result<ExitCode, Failure> {
    let (_, archive) = open::archive(data)?;
    let mut watches = read(data)?;
    if watches.watches.iter().any(|watch| watch.name == args.name) {
        return Err(Failure::Other(format!(
            "a search is saved as `{}` already: `ordskifte watch remove` it first",
            args.name
        )));
    }
    let mut pairs = vec![("q".to_owned(), args.query.clone())];
    pairs.extend(args.filters.pairs());
    let request = SearchRequest::from_pairs(pairs.clone())?;
    // What nothing in the archive has yet may come; what is misspelled will not. An index that must be built first keeps
    // nobody from saving.
    if let Ok(engine) = open::index(data) {
        let snapshot = engine.snapshot();
        super::search::notes(&snapshot.notes(&request, snapshot.total_of(&request)?)?);
    }
    watches.watches.push(Watch {
        name: args.name.clone(),
        pairs,
        sequence: archive.sequence(),
        epoch: archive.epoch(),
    });
    write(data, &watches)?;
    Ok(ExitCode::SUCCESS)
}

fn news(data: &Path, args: &flags::WatchRun, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let mut watches = read(data)?;
    let unknown = args
        .names
        .iter()
        .find(|name| !watches.watches.iter().any(|watch| watch.name == **name));
    if let Some(name) = unknown {
        return Err(Failure::Other(format!("no search is saved as `{name}`")));
    }
    let since = args.since.as_deref().map(time).transpose()?;
    let (_, archive) = open::archive(data)?;
    let snapshot = open::index(data)?.snapshot();
    // What the index does not have yet is told next time.
    let reached = snapshot.archive_sequence();
    let base = args.public_url.trim_end_matches('/');
    let mut out = Vec::new();
    for watch in &mut watches.watches {
        if !args.names.is_empty() && !args.names.contains(&watch.name) {
            continue;
        }
        let request = SearchRequest::from_pairs(watch.pairs.clone())?;
        let hits = if let Some(since) = &since {
            hits(&snapshot, &request, base, &|row| {
                row.header.archived_at.as_deref().is_some_and(|at| at >= since.as_str())
            })?
        } else {
            let changed = changed(&archive, watch, reached);
            watch.sequence = reached;
            watch.epoch = archive.epoch();
            hits(&snapshot, &request, base, &|row| {
                row.header.id.as_ref().is_some_and(|id| changed.contains(id))
            })?
        };
        out.push(News {
            name: watch.name.clone(),
            query: request.interpreted(),
            total: hits.len(),
            hits,
        });
    }
    match args.format {
        Form::Json => printer.json(&out, false)?,
        Form::Text => print(&out, printer)?,
    }
    // Told first, then taken as told: a run that breaks off tells the same again.
    printer.flush()?;
    if args.since.is_none() {
        write(data, &watches)?;
    }
    if out.is_empty() {
        note("no search is saved: `ordskifte watch add NAME QUERY`");
    }
    Ok(ExitCode::SUCCESS)
}

/// A day or a time as the archive writes times, comparable as text.
fn time(text: &str) -> Result<String, Failure> {
    let whole = if text.len() == 10 {
        format!("{text}T00:00:00Z")
    } else {
        text.to_owned()
    };
    let time: jiff::Timestamp = whole.parse().map_err(|_| {
        Failure::Other(format!(
            "--since: `{text}` is no day (2026-01-31) and no time (RFC 3339)"
        ))
    })?;
    Ok(time.round(jiff::Unit::Second).unwrap_or(time).to_string())
}

/// The records that changed after the last run, as far as the index has come.
fn changed(archive: &Archive, watch: &Watch, reached: u64) -> HashSet<RecordId> {
    let since = if watch.epoch == archive.epoch() {
        watch.sequence
    } else {
        0
    };
    archive
        .changes_since(since)
        .into_iter()
        .filter(|(sequence, ..)| *sequence <= reached)
        .map(|(_, id, _)| id)
        .collect()
}

fn hits(
    snapshot: &Snapshot,
    request: &SearchRequest,
    base: &str,
    is_new: &dyn Fn(&ExportRow) -> bool,
) -> Result<Vec<NewHit>, Failure> {
    let mut out = Vec::new();
    snapshot.export(request, &mut |row| {
        if is_new(&row) {
            out.push(hit(row, base));
        }
        ControlFlow::Continue(())
    })?;
    Ok(out)
}

fn hit(row: ExportRow, base: &str) -> NewHit {
    let record = row.header;
    let id = record.id.as_ref().map_or_else(String::new, ToString::to_string);
    let passage = row.passage;
    let anchor = passage
        .as_ref()
        .map_or_else(String::new, |passage| format!("#{}", passage.anchor));
    NewHit {
        url: format!("{base}/records/{id}/v{}{anchor}", record.version),
        record_id: id,
        record_version: record.version,
        archived_at: record.archived_at.clone(),
        title: record.title.clone(),
        kind: record.kind.as_str(),
        date: record.date.map(|date| date.to_string()),
        page: passage.as_ref().and_then(|passage| passage.page),
        speakers: passage
            .as_ref()
            .map(|passage| passage.speakers.clone())
            .unwrap_or_default(),
        passage: passage.map(|passage| passage.text),
    }
}

/// Nothing where nothing is new: what runs every night sends no mail then.
fn print(news: &[News], printer: &mut Printer) -> Result<(), Failure> {
    for one in news.iter().filter(|one| one.total > 0) {
        let heading = format!("{}: {} nye treff for {}", one.name, one.total, one.query);
        printer.line(&printer.bold(&heading))?;
        for hit in &one.hits {
            let date = hit.date.as_deref().unwrap_or("uten dato");
            printer.line("")?;
            printer.line(&hit.title)?;
            printer.line(&format!("{date}  {}  {}", hit.kind, hit.url))?;
            if let Some(passage) = &hit.passage {
                let page = hit.page.map_or_else(String::new, |page| format!("s. {page}"));
                let place: Vec<String> = std::iter::once(page).chain(hit.speakers.iter().cloned()).collect();
                printer.line(&format!("  {}", passage.replace('\n', " ")))?;
                printer.line(&format!("    {}", place.join(" · ")))?;
            }
        }
        printer.line("")?;
    }
    Ok(())
}
