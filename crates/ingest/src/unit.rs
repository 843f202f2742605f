//! From bytes to what is to be archived: extraction, stated values, recognition. One file may be many units: an e-mail
//! or archive and its parts.

use crate::lifecycle::merged;
use crate::load::Loaded;
use crate::pipeline::Context;
use crate::walk::SIDECAR;
use ordskifte_archive::{ArchiveError, Likeness, sha256};
use ordskifte_extract::{Format, plain_text};
use ordskifte_record::{ExtractedText, Finding, Origin, Record, RecordId, Stated};
use ordskifte_worker::{Item, WorkerError};
use std::borrow::Cow;
use std::path::Path;

/// A document on its way in: a file, a line, or a part of a file.
pub(crate) struct Unit<'a> {
    /// Place of its file or line in the chunk.
    pub(crate) order: usize,
    pub(crate) source: String,
    pub(crate) filename: String,
    pub(crate) bytes: Cow<'a, [u8]>,
    pub(crate) digest: String,
    /// Whether it is a line of a JSON Lines file.
    pub(crate) is_line: bool,
    /// Index of the container, counted among the units of the same file.
    pub(crate) parent: Option<usize>,
    pub(crate) read: Read,
}

/// What was read of it.
pub(crate) enum Read {
    /// To be archived.
    Ready(Box<Ready>),
    /// It could not be read.
    Failed(String),
    /// A part of no type that is read.
    Skipped(String),
    /// Its bytes are known; a sidecar may have changed what is said of it.
    Known {
        id: RecordId,
        source_known: bool,
        amended: Option<Box<Ready>>,
    },
}

/// A text and the record read from it.
pub(crate) struct Ready {
    pub(crate) record: Record,
    pub(crate) text: ExtractedText,
    pub(crate) flow: String,
    pub(crate) stated: Stated,
    /// Values that a person stated afterwards.
    pub(crate) amended: Stated,
    pub(crate) likeness: Option<Likeness>,
    /// The record that this is a new version of.
    pub(crate) id: Option<RecordId>,
    /// The record that this is another format of: an index among the chunk's units, or a record in the archive.
    pub(crate) rendition_of: Option<Main>,
}

/// The document that another one has the same text as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Main {
    Unit(usize),
    Record(RecordId),
}

/// Reads a file or line, with its parts where it has any.
pub(crate) fn read<'a>(loaded: &'a Loaded, id: Option<RecordId>, context: Context<'_>) -> Vec<Unit<'a>> {
    let unit = |read| Unit::whole(loaded, read);
    let amended = match id
        .as_ref()
        .map_or_else(|| Ok(Stated::default()), |id| kept(id, context))
    {
        Ok(amended) => amended,
        Err(reason) => return vec![unit(Read::Failed(reason))],
    };
    let given = |stated, origin| Given {
        stated,
        origin,
        amended: amended.clone(),
    };
    if let Some((stated, text)) = &loaded.line {
        return vec![unit(ready(plain_text(text), given(stated.clone(), Origin::Stated), id))];
    }
    let stated = match sidecar(&loaded.path) {
        Ok(stated) => stated.unwrap_or_default(),
        Err(reason) => return vec![unit(Read::Failed(reason))],
    };
    let filename = filename(loaded);
    let password = context.settings.password.as_deref();
    let mut items = context
        .worker
        .extract_tree(&loaded.bytes, Some(&filename), password)
        .into_iter();
    let Some(first) = items.next() else {
        return vec![unit(Read::Failed("the reader gave no answer".to_owned()))];
    };
    let read = match first.outcome {
        Ok(extraction) => {
            let text = checked(extraction.text, &filename);
            ready(text, given(stated, Origin::Sidecar), id)
        }
        Err(error) => Read::Failed(error.to_string()),
    };
    let parts = items.map(|item| part(&loaded.source, item));
    std::iter::once(unit(read)).chain(parts).collect()
}

fn filename(loaded: &Loaded) -> String {
    let name = loaded.path.file_name();
    name.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

impl<'a> Unit<'a> {
    /// The file or line as a whole.
    pub(crate) fn whole(loaded: &'a Loaded, read: Read) -> Self {
        Self {
            order: 0,
            source: loaded.source.clone(),
            filename: filename(loaded),
            bytes: Cow::Borrowed(loaded.bytes.as_slice()),
            digest: loaded.digest.clone(),
            is_line: loaded.line.is_some(),
            parent: None,
            read,
        }
    }
}

/// A part of a container. Its source is the container's with the names of what it lies in.
fn part<'a>(container: &str, item: Item) -> Unit<'a> {
    let name = item.path.last().map_or("", String::as_str);
    let read = match item.outcome {
        Ok(extraction) => {
            let text = checked(extraction.text, name);
            ready(text, Given::nothing(), None)
        }
        Err(WorkerError::Unreadable { code, message }) if code == "unknown-format" => Read::Skipped(message),
        Err(error) => Read::Failed(error.to_string()),
    };
    Unit {
        order: 0,
        source: format!("{container}#{}", item.path.join("#")),
        filename: name.rsplit('/').next().unwrap_or(name).to_owned(),
        digest: sha256(&item.bytes),
        bytes: Cow::Owned(item.bytes),
        is_line: false,
        parent: item.parent,
        read,
    }
}

/// Notes a name that promises another format than the bytes are.
fn checked(mut text: ExtractedText, filename: &str) -> ExtractedText {
    let promised = Format::of_name(filename).map(Format::media_type);
    if let Some(promised) = promised
        && promised != text.media_type
        && text.media_type != "text/plain"
    {
        let message = format!("The name promises {promised}, the bytes are {}.", text.media_type);
        text.findings.push(Finding::new("wrong-extension", message));
    }
    text
}

/// Values given from outside.
struct Given {
    /// With the document: by its line or its sidecar.
    stated: Stated,
    origin: Origin,
    /// By a person afterwards; they win.
    amended: Stated,
}

impl Given {
    fn nothing() -> Self {
        Self {
            stated: Stated::default(),
            origin: Origin::Stated,
            amended: Stated::default(),
        }
    }
}

/// Recognizes a text.
fn ready(text: ExtractedText, given: Given, id: Option<RecordId>) -> Read {
    let record = match recognized(&text, &given.stated, given.origin, &given.amended) {
        Ok(record) => record,
        Err(error) => return Read::Failed(error.to_string()),
    };
    let flow = text.flow_text();
    Read::Ready(Box::new(Ready {
        record,
        likeness: Likeness::of(&flow),
        text,
        flow,
        stated: given.stated,
        amended: given.amended,
        id,
        rendition_of: None,
    }))
}

/// The record of a text with values stated from outside, and whence each came.
pub(crate) fn recognized(
    text: &ExtractedText,
    stated: &Stated,
    origin: Origin,
    amended: &Stated,
) -> Result<Record, ArchiveError> {
    let mut values = merged(stated, amended)?;
    // A line's title is of the document itself, and may tell of sender, hearing and meeting. One that a person gave says
    // nothing but how it is called: what was read from the document's own stays.
    let title = values.title.take();
    if origin == Origin::Stated {
        values.title.clone_from(&stated.title);
    }
    let (mut record, _) = ordskifte_recognize::recognize(text, &values);
    if let Some(title) = title {
        ordskifte_recognize::retitle(&mut record, title);
    }
    let by_hand = serde_json::to_value(amended).unwrap_or_default();
    for (field, places) in &mut record.evidence {
        for place in places.iter_mut().filter(|place| place.origin == Origin::Stated) {
            place.origin = if by_hand.get(field).is_some() {
                Origin::Amended
            } else {
                origin
            };
        }
    }
    Ok(record)
}

/// What a person stated about a record, and stays true of its next bytes: all but who may see it, which the next bytes
/// say themselves.
fn kept(id: &RecordId, context: Context<'_>) -> Result<Stated, String> {
    let provenance = context.archive.provenance(id, None);
    let amended = provenance.map_err(|error| error.to_string())?.amended;
    Ok(Stated {
        access: None,
        ..amended
    })
}

/// What a sidecar that changed makes of a record whose bytes are known. `None`: nothing changed, or another source's
/// sidecar speaks for the record.
pub(crate) fn amended(loaded: &Loaded, id: &RecordId, context: Context<'_>) -> Result<Option<Box<Ready>>, String> {
    if loaded.line.is_some() {
        return Ok(None);
    }
    let archive = context.archive;
    let stated = sidecar(&loaded.path)?;
    // Most files have none, and nothing is read for them.
    if stated.is_none() && !archive.has_stated(id) {
        return Ok(None);
    }
    let stated = stated.unwrap_or_default();
    let provenance = archive.provenance(id, None).map_err(|error| error.to_string())?;
    let speaks = provenance.source.as_deref() == Some(loaded.source.as_str());
    if stated == provenance.stated || !speaks && provenance.stated != Stated::default() {
        return Ok(None);
    }
    let text = archive.text(id, None).map_err(|error| error.to_string())?;
    let given = Given {
        stated,
        origin: Origin::Sidecar,
        amended: provenance.amended,
    };
    match ready(text, given, Some(id.clone())) {
        Read::Ready(ready) => Ok(Some(ready)),
        Read::Failed(reason) | Read::Skipped(reason) => Err(reason),
        Read::Known { .. } => Ok(None),
    }
}

/// Values that a file beside the original states; none without one.
fn sidecar(path: &Path) -> Result<Option<Stated>, String> {
    let mut name = path.as_os_str().to_owned();
    name.push(SIDECAR);
    match std::fs::read_to_string(&name) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("its sidecar cannot be read: {error}")),
        Ok(text) => {
            let stated: Stated =
                toml::from_str(&text).map_err(|error| format!("its sidecar is wrong: {}", error.message()))?;
            match stated.fault() {
                Some(fault) => Err(format!("its sidecar is wrong: {fault}")),
                None => Ok(Some(stated)),
            }
        }
    }
}
