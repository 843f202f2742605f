//! An index folder, open.

use crate::directory::{Folder, META};
use crate::error::EngineError;
use crate::folder;
use crate::footer;
use crate::payload::Payload;
use crate::schema::{self, Fields, fingerprint};
use crate::snapshot::Snapshot;
use crate::synonyms::Synonyms;
use crate::table::Tables;
use crate::writer::IndexWriterHandle;
use ordskifte_query::{SearchRequest, SearchResponse};
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tantivy::{Index, IndexReader, ReloadPolicy};

/// Most snapshots that are kept for cursors.
const MOST_KEPT: usize = 8;
/// How long after its last use a snapshot is kept.
const KEPT_FOR: Duration = Duration::from_mins(15);
/// Memory of the writer that only makes an empty index, in bytes.
const SMALL_MEMORY: usize = 16 << 20;

/// What an index is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Reading and writing; one process at a time.
    Write,
    /// Reading; any number of processes.
    Read,
}

/// The search index of a data folder (`DIR/search`).
#[derive(Debug)]
pub struct Engine {
    dir: PathBuf,
    mode: Mode,
    open: RwLock<Open>,
    kept: Mutex<Vec<Kept>>,
}

/// What is exchanged when another number comes into use.
#[derive(Clone)]
struct Open {
    number: u32,
    index: Index,
    reader: IndexReader,
    fields: Arc<Fields>,
    tables: Arc<Tables>,
    synonyms: Arc<Synonyms>,
    snapshot: Arc<Snapshot>,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Open")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Kept {
    snapshot: Arc<Snapshot>,
    used: Instant,
}

impl Engine {
    /// Makes an empty index in `dir` and puts it in use; an index that is there is left behind.
    pub fn create(dir: &Path) -> Result<Self, EngineError> {
        Self::rebuild(dir)?.switch()
    }

    /// Opens the index in use.
    ///
    /// # Errors
    /// [`EngineError::NeedsReindex`] when there is none, or when it was built by other rules than this program's.
    pub fn open(dir: &Path, mode: Mode) -> Result<Self, EngineError> {
        let number = Self::number(dir)?;
        Ok(Self::with(dir, mode, Open::new(dir, number, mode)?))
    }

    /// Whether an index is in use in `dir`; what a killed process left of one that it began is none.
    pub fn exists(dir: &Path) -> Result<bool, EngineError> {
        Ok(folder::current(dir)?.is_some())
    }

    /// Begins a new index beside the one in use.
    pub fn rebuild(dir: &Path) -> Result<Rebuild, EngineError> {
        let number = folder::make_next(dir)?;
        let path = folder::numbered(dir, number);
        let (schema, fields) = schema::build();
        let directory = Folder::open(&path, Mode::Write)?;
        let index = Index::builder()
            .schema(schema)
            .tokenizers(schema::tokenizers())
            .open_or_create(directory)?;
        // An index without a commit of its own would not say what it was built from.
        IndexWriterHandle::open(&index, &fields, &path, number, 1, SMALL_MEMORY)?.commit("", 0)?;
        drop(index);
        Ok(Rebuild {
            engine: Self::with(dir, Mode::Write, Open::new(dir, number, Mode::Write)?),
            number,
        })
    }

    fn with(dir: &Path, mode: Mode, open: Open) -> Self {
        Self {
            dir: dir.to_owned(),
            mode,
            open: RwLock::new(open),
            kept: Mutex::new(Vec::new()),
        }
    }

    /// The writer; one at a time over all processes.
    ///
    /// # Errors
    /// [`EngineError::Locked`] when another process, or another handle, writes.
    pub fn writer(&self, threads: usize, memory: usize) -> Result<IndexWriterHandle, EngineError> {
        if self.mode == Mode::Read {
            return Err(EngineError::Index("the index was opened for reading".to_owned()));
        }
        let open = self.opened();
        let path = folder::numbered(&self.dir, open.number);
        IndexWriterHandle::open(&open.index, &open.fields, &path, open.number, threads, memory)
    }

    /// Searches with these synonyms from now on.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn use_synonyms(&self, synonyms: Synonyms) -> Result<(), EngineError> {
        let new = self.opened().with(Arc::new(synonyms))?;
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(())
    }

    /// How far the index has followed the archive, as of the snapshot in use.
    pub fn archive_sequence(&self) -> u64 {
        self.snapshot().archive_sequence()
    }

    /// The archive's numbering of changes that [`Self::archive_sequence`] counts in; empty before the first record.
    pub fn archive_epoch(&self) -> String {
        self.snapshot().archive_epoch().to_owned()
    }

    /// Files of the index in `dir` that do not match their checksums, sorted; every byte is read, and none believed: what is
    /// damaged may not be opened.
    ///
    /// # Errors
    /// There is no index, or none that its list of files describes.
    pub fn damaged_files(dir: &Path) -> Result<Vec<String>, EngineError> {
        let number = Self::number(dir)?;
        let path = folder::numbered(dir, number);
        let index = Index::open(Folder::open(&path, Mode::Read)?)?;
        let mut damaged = index.validate_checksum()?;
        damaged.extend(footer::odd(&path, &index.searchable_segment_metas()?)?);
        // In order of their names.
        let names: BTreeSet<String> = damaged.iter().map(|path| path.display().to_string()).collect();
        Ok(names.into_iter().collect())
    }

    fn number(dir: &Path) -> Result<u32, EngineError> {
        folder::current(dir)?.ok_or_else(|| EngineError::NeedsReindex {
            why: format!("there is none in {}", dir.display()),
        })
    }

    /// Name of the state in use; the same in every process.
    pub fn generation(&self) -> String {
        self.snapshot().generation().to_owned()
    }

    /// What answers depend on: the state in use, and the synonyms that it is asked with.
    pub fn state(&self) -> String {
        let snapshot = self.snapshot();
        format!("{}-{:x}", snapshot.generation(), snapshot.synonyms().fingerprint())
    }

    /// The state in use. It stays as it is for as long as it is held.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.opened().snapshot
    }

    /// Takes the newest committed state in use; gives its generation. Follows a rebuild by another process.
    pub fn reload(&self) -> Result<String, EngineError> {
        let old = self.opened();
        let number = folder::current(&self.dir)?.unwrap_or(old.number);
        let new = if self.mode == Mode::Read && number != old.number {
            Open::new(&self.dir, number, Mode::Read)?.with(old.synonyms)?
        } else {
            old.reloaded()?
        };
        let generation = new.snapshot.generation().to_owned();
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(generation)
    }

    /// The files of which every commit and every switch to a rebuilt index replaces one.
    pub fn commit_files(&self) -> [PathBuf; 2] {
        let open = folder::numbered(&self.dir, self.opened().number);
        [folder::current_file(&self.dir), open.join(META)]
    }

    /// The state with this generation, if it is in use or kept.
    ///
    /// # Errors
    /// [`EngineError::CursorExpired`]
    pub fn snapshot_at(&self, generation: &str) -> Result<Arc<Snapshot>, EngineError> {
        let current = self.snapshot();
        if current.generation() == generation {
            return Ok(current);
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|kept| kept.used.elapsed() < KEPT_FOR);
        kept.iter()
            .find(|kept| kept.snapshot.generation() == generation)
            .map(|kept| Arc::clone(&kept.snapshot))
            .ok_or(EngineError::CursorExpired)
    }

    /// The state that a request asks: its cursor's, else the one in use.
    pub fn snapshot_for(&self, request: &SearchRequest) -> Result<Arc<Snapshot>, EngineError> {
        match &request.cursor {
            Some(cursor) => self.snapshot_at(&crate::cursor::Cursor::read(cursor)?.generation),
            None => Ok(self.snapshot()),
        }
    }

    /// Answers a request from the state that it asks, and keeps that state while pages of it may be asked for.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse, EngineError> {
        let snapshot = self.snapshot_for(request)?;
        let response = snapshot.search(request)?;
        if response.next_cursor.is_some() || response.previous_cursor.is_some() {
            self.keep(snapshot);
        }
        Ok(response)
    }

    /// Keeps a state for cursors: for 15 minutes, and at most 8, those unused longest dropped first.
    pub fn keep(&self, snapshot: Arc<Snapshot>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|kept| kept.used.elapsed() < KEPT_FOR && kept.snapshot.generation() != snapshot.generation());
        if kept.len() >= MOST_KEPT {
            kept.remove(0);
        }
        kept.push(Kept {
            snapshot,
            used: Instant::now(),
        });
    }

    fn opened(&self) -> Open {
        self.open.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Open {
    fn new(dir: &Path, number: u32, mode: Mode) -> Result<Self, EngineError> {
        let path = folder::numbered(dir, number);
        let mut index = Index::open(Folder::open(&path, mode)?)?;
        index.set_tokenizers(schema::tokenizers());
        let (schema, fields) = schema::build();
        let payload = payload(&index)?;
        if payload.fingerprint != fingerprint() || index.schema() != schema {
            return Err(EngineError::NeedsReindex {
                why: "it was built by other rules than this version's".to_owned(),
            });
        }
        let (fields, tables) = (Arc::new(fields), Arc::new(Tables::default()));
        let synonyms = Arc::new(Synonyms::default());
        // tantivy believes what it reads: a damaged file may make it panic.
        let opened = std::panic::catch_unwind(AssertUnwindSafe(|| {
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
            let snapshot = Snapshot::new(&reader, payload, &fields, &tables, &synonyms)?;
            Ok::<_, EngineError>((reader, Arc::new(snapshot)))
        }));
        let (reader, snapshot) = opened.unwrap_or_else(|_| {
            Err(EngineError::Damaged {
                detail: format!("a file in {} cannot be read", path.display()),
            })
        })?;
        Ok(Self {
            number,
            index,
            reader,
            fields,
            tables,
            synonyms,
            snapshot,
        })
    }

    /// The same state, asked with other synonyms.
    fn with(mut self, synonyms: Arc<Synonyms>) -> Result<Self, EngineError> {
        let payload = self.snapshot.payload().clone();
        self.synonyms = synonyms;
        let snapshot = Snapshot::new(&self.reader, payload, &self.fields, &self.tables, &self.synonyms)?;
        self.snapshot = Arc::new(snapshot);
        Ok(self)
    }

    fn reloaded(mut self) -> Result<Self, EngineError> {
        let payload = payload(&self.index)?;
        // The same generation after a merge: the state in use is as good, and its scores stay comparable.
        if payload.generation != self.snapshot.generation() {
            self.reader.reload()?;
            let snapshot = Snapshot::new(&self.reader, payload, &self.fields, &self.tables, &self.synonyms)?;
            self.snapshot = Arc::new(snapshot);
        }
        Ok(self)
    }
}

fn payload(index: &Index) -> Result<Payload, EngineError> {
    let text = index.load_metas()?.payload.unwrap_or_default();
    Payload::from_text(&text).ok_or_else(|| EngineError::NeedsReindex {
        why: "it was not made by this program".to_owned(),
    })
}

/// A new index that is not in use yet. Dropped, it leaves the old one in use; its folder goes with the next switch.
#[derive(Debug)]
pub struct Rebuild {
    engine: Engine,
    number: u32,
}

impl Rebuild {
    /// The new index, to write to.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Puts the new index in use, atomically, and removes all others.
    pub fn switch(self) -> Result<Engine, EngineError> {
        folder::switch(&self.engine.dir, self.number)?;
        folder::remove_others(&self.engine.dir, self.number)?;
        self.engine.reload()?;
        Ok(self.engine)
    }
}
