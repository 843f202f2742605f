//! Chunk by chunk: read, decide, extract, recognize, archive, index.

use crate::IngestError;
use crate::chunk::{Chunks, Item, MAX_FILE};
use crate::jsonl;
use crate::report::{Entry, Report};
use crate::walk::{SIDECAR, walk};
use ordskifte_archive::{Archive, Batch, Decision, NewOriginal, NewVersion, WriteLock, sha256};
use ordskifte_engine::{Engine, IndexWriterHandle};
use ordskifte_extract::{Format, plain_text};
use ordskifte_record::{ExtractedText, Origin, Original, OriginalRole, Record, RecordId, Stated};
use ordskifte_worker::Worker;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What ingesting works on.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Where records are kept.
    pub archive: &'a Archive,
    /// The right to write there.
    pub lock: &'a WriteLock,
    /// The index, opened for writing.
    pub engine: &'a Engine,
    /// Runs extraction.
    pub worker: &'a Worker,
    /// What else.
    pub settings: &'a Settings,
}

/// What else ingesting needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Password for encrypted files.
    pub password: Option<String>,
    /// Memory of the index writer, in bytes.
    pub index_memory: usize,
    /// Time of this run, RFC 3339 in UTC: what `archived_at` says.
    pub now: String,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The sources were found.
    Found {
        /// Files.
        files: u64,
        /// Their bytes.
        bytes: u64,
    },
    /// A file or line is done, in one way or another.
    Done {
        /// Its bytes.
        bytes: u64,
    },
    /// What is done so far is safe.
    Committed,
}

/// Ingests files and folders. `cancel` ends the run after what is being read; what is committed stays.
pub fn ingest(
    paths: &[PathBuf],
    context: Context<'_>,
    events: &(dyn Fn(Event) + Sync),
    cancel: &AtomicBool,
) -> Result<Report, IngestError> {
    catch_up(context)?;
    let mut report = Report::default();
    let files = walk(paths, &mut report);
    let bytes = files.iter().map(|file| file.size).sum();
    events(Event::Found {
        files: files.len() as u64,
        bytes,
    });
    let mut chunks = Chunks::new(files);
    let mut seen = BTreeSet::new();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let writer = context.engine.writer(threads.min(4), context.settings.index_memory)?;
    loop {
        let chunk = chunks.next(&mut report);
        if chunk.is_empty() || cancel.load(Ordering::Relaxed) {
            report.interrupted = !chunk.is_empty();
            break;
        }
        let (items, start) = (chunk.len(), Instant::now());
        run_chunk(chunk, context, &writer, &mut seen, events, cancel, &mut report)?;
        chunks.took(items, start.elapsed());
        events(Event::Committed);
    }
    writer.finish()?;
    Ok(report)
}

/// Indexes what the archive has and the index lacks: after a crash between the two commits.
pub fn catch_up(context: Context<'_>) -> Result<(), IngestError> {
    let missing: BTreeSet<RecordId> = context
        .archive
        .changes_since(context.engine.archive_sequence())
        .into_iter()
        .map(|(_, id, _)| id)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let writer = context.engine.writer(1, context.settings.index_memory)?;
    for id in &missing {
        let record = context.archive.record(id, None)?;
        writer.put(&record, &context.archive.flow_text(id, None)?)?;
    }
    writer.commit(context.archive.sequence())?;
    writer.finish()?;
    Ok(())
}

/// Something read, before it is known whether it is new.
struct Loaded {
    source: String,
    bytes: Vec<u8>,
    digest: String,
    /// For a line: what it states, and its text.
    line: Option<(Stated, String)>,
    path: PathBuf,
}

enum Outcome {
    Added(RecordId),
    Updated(RecordId),
    Unchanged(RecordId),
    Failed(String),
    /// The run was cancelled before its turn.
    Left,
}

fn run_chunk(
    chunk: Vec<Item>,
    context: Context<'_>,
    writer: &IndexWriterHandle,
    seen: &mut BTreeSet<String>,
    events: &(dyn Fn(Event) + Sync),
    cancel: &AtomicBool,
    report: &mut Report,
) -> Result<(), IngestError> {
    let loaded: Vec<(String, Result<Loaded, String>)> = chunk.into_par_iter().map(load).collect();
    let batch = context.archive.begin(context.lock)?;
    // The first of equal originals is the record, whatever thread would come to it first.
    let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
    let mut repeated: BTreeSet<usize> = BTreeSet::new();
    let mut twice: BTreeSet<usize> = BTreeSet::new();
    for (index, (source, loaded)) in loaded.iter().enumerate() {
        let Ok(loaded) = loaded else { continue };
        if !seen.insert(source.clone()) {
            twice.insert(index);
        } else if firsts.contains_key(&loaded.digest) {
            repeated.insert(index);
        } else {
            firsts.insert(loaded.digest.clone(), index);
        }
    }
    let run = |(index, (_, loaded)): (usize, &(String, Result<Loaded, String>))| {
        let outcome = match loaded {
            Err(reason) => Outcome::Failed(reason.clone()),
            Ok(_) if twice.contains(&index) => Outcome::Failed("this id stands on an earlier line already".to_owned()),
            Ok(_) if cancel.load(Ordering::Relaxed) => Outcome::Left,
            Ok(loaded) => take(loaded, context, &batch, writer)?,
        };
        events(Event::Done {
            bytes: loaded.as_ref().map_or(0, |loaded| loaded.bytes.len() as u64),
        });
        Ok((index, outcome))
    };
    let first_round = loaded
        .par_iter()
        .enumerate()
        .filter(|(index, _)| !repeated.contains(index))
        .map(run);
    let mut outcomes: BTreeMap<usize, Outcome> = first_round
        .collect::<Result<_, IngestError>>()
        .inspect_err(|_| drop(writer.rollback()))?;
    for index in &repeated {
        if let Some(pair) = loaded.get(*index) {
            let (index, outcome) = run((*index, pair))?;
            outcomes.insert(index, outcome);
        }
    }
    let committed = batch.commit().inspect_err(|_| drop(writer.rollback()))?;
    writer.commit(committed.sequence)?;
    for (index, outcome) in outcomes {
        let Some((source, _)) = loaded.get(index) else { continue };
        match outcome {
            Outcome::Added(id) => report.added.push(Entry::record(source, id.as_str())),
            Outcome::Updated(id) => report.updated.push(Entry::record(source, id.as_str())),
            Outcome::Unchanged(id) => report.unchanged.push(Entry::record(source, id.as_str())),
            Outcome::Failed(reason) => report.failed.push(Entry::reason(source, reason)),
            Outcome::Left => report.interrupted = true,
        }
    }
    Ok(())
}

/// Reads the bytes of an item, and the fields of a line.
fn load(item: Item) -> (String, Result<Loaded, String>) {
    match item {
        Item::File(path, size) => {
            let source = path.display().to_string();
            if size > MAX_FILE {
                return (source, Err(format!("larger than the limit of {} MiB", MAX_FILE >> 20)));
            }
            let loaded = match std::fs::read(&path) {
                Err(error) => Err(error.to_string()),
                Ok(bytes) if bytes.is_empty() => Err("the file is empty".to_owned()),
                Ok(bytes) => Ok(Loaded {
                    source: source.clone(),
                    digest: sha256(&bytes),
                    bytes,
                    line: None,
                    path,
                }),
            };
            (source, loaded)
        }
        Item::Line { path, number, bytes } => match jsonl::parse(&bytes) {
            Err(reason) => (
                format!("{}#{number}", path.display()),
                Err(format!("line {number}: {reason}")),
            ),
            Ok((stated, text)) => {
                let key = stated.id.clone().unwrap_or_else(|| number.to_string());
                let source = format!("{}#{key}", path.display());
                (
                    source.clone(),
                    Ok(Loaded {
                        source,
                        digest: sha256(&bytes),
                        bytes,
                        line: Some((stated, text)),
                        path,
                    }),
                )
            }
        },
    }
}

fn take(
    loaded: &Loaded,
    context: Context<'_>,
    batch: &Batch<'_>,
    writer: &IndexWriterHandle,
) -> Result<Outcome, IngestError> {
    let id = match batch.decide(&loaded.digest, &loaded.source) {
        Decision::Unchanged { id, source_known } => {
            if !source_known {
                batch.add_source(&id, &loaded.source)?;
            }
            return Ok(Outcome::Unchanged(id));
        }
        Decision::NewVersion { id } => Some(id),
        Decision::NewRecord => None,
    };
    let (text, stated, origin) = match read(loaded, context) {
        Ok(read) => read,
        Err(reason) => return Ok(Outcome::Failed(reason)),
    };
    let (mut record, _) = ordskifte_recognize::recognize(&text, &stated);
    for place in record
        .evidence
        .values_mut()
        .flatten()
        .filter(|place| place.origin == Origin::Stated)
    {
        place.origin = origin;
    }
    record.sources = vec![loaded.source.clone()];
    let original = original(loaded, &text, &stated);
    let flow = text.flow_text();
    let updated = id.is_some();
    let given = NewOriginal {
        bytes: loaded.bytes.as_slice().into(),
        media_type: original.media_type.clone(),
        role: original.role,
        filename: original.filename.clone(),
        source_url: original.source_url.clone(),
    };
    let version = NewVersion {
        id,
        record: record.clone(),
        originals: vec![given],
        text,
        archived_at: context.settings.now.clone(),
    };
    let stored = batch.put(version)?;
    if !stored.fresh {
        return Ok(Outcome::Unchanged(stored.id));
    }
    fill_in(&mut record, &stored.id, stored.version, &context.settings.now, original);
    writer.put(&record, &flow)?;
    Ok(if updated {
        Outcome::Updated(stored.id)
    } else {
        Outcome::Added(stored.id)
    })
}

/// What the archive fills in, for the index.
fn fill_in(record: &mut Record, id: &RecordId, version: u32, now: &str, original: Original) {
    record.id = Some(id.clone());
    record.version = version;
    record.archived_at = Some(now.to_owned());
    record.originals = vec![original];
}

fn original(loaded: &Loaded, text: &ExtractedText, stated: &Stated) -> Original {
    let name = loaded
        .path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Original {
        sha256: loaded.digest.clone(),
        media_type: if loaded.line.is_some() {
            "application/json".to_owned()
        } else {
            text.media_type.clone()
        },
        role: OriginalRole::Main,
        filename: name,
        size: loaded.bytes.len() as u64,
        source_url: stated.source_url.clone().or_else(|| text.metadata.source_url.clone()),
    }
}

/// Text, stated values, and where those come from.
fn read(loaded: &Loaded, context: Context<'_>) -> Result<(ExtractedText, Stated, Origin), String> {
    if let Some((stated, text)) = &loaded.line {
        return Ok((plain_text(text), stated.clone(), Origin::Stated));
    }
    let stated = sidecar(&loaded.path)?;
    let filename = loaded.path.file_name().and_then(|name| name.to_str());
    let extraction = context
        .worker
        .extract(&loaded.bytes, filename, context.settings.password.as_deref())
        .map_err(|error| error.to_string())?;
    let promised = filename.and_then(Format::of_name).map(Format::media_type);
    let mut text = extraction.text;
    if promised.is_some_and(|promised| promised != text.media_type && text.media_type != "text/plain") {
        let message = format!(
            "The name promises {}, the bytes are {}.",
            promised.unwrap_or_default(),
            text.media_type
        );
        text.findings
            .push(ordskifte_record::Finding::new("wrong-extension", message));
    }
    Ok((text, stated, Origin::Sidecar))
}

/// Values that a file beside the original states.
fn sidecar(path: &Path) -> Result<Stated, String> {
    let mut name = path.as_os_str().to_owned();
    name.push(SIDECAR);
    match std::fs::read_to_string(&name) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Stated::default()),
        Err(error) => Err(format!("its sidecar cannot be read: {error}")),
        Ok(text) => toml::from_str(&text).map_err(|error| format!("its sidecar is wrong: {}", error.message())),
    }
}
