//! Writing: versions are put together aside and moved into place as a whole.

use crate::archive::object_path;
use crate::inventory::{Inventory, User, Version};
use crate::journal::{self, Entry};
use crate::{Archive, ArchiveError, WriteLock, sha256};
use ordskifte_record::{Original, OriginalRole, Record, RecordId};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A version to be archived.
#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    /// The record that it is a version of; `None` for a new record, whose id is minted from the first original.
    pub id: Option<RecordId>,
    /// What was recognized. Id, version, time, originals and sources are filled in.
    pub record: Record,
    /// The originals, the main one first.
    pub originals: Vec<NewOriginal<'a>>,
    /// The flow of the text ([`ordskifte_record::ExtractedText::flow_text`]).
    pub text: &'a str,
    /// Where the first original was read.
    pub source: String,
    /// When, RFC 3339 in UTC.
    pub archived_at: String,
}

/// An original to be archived.
#[derive(Clone, Debug)]
pub struct NewOriginal<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Media type.
    pub media_type: String,
    /// What it is to the record.
    pub role: OriginalRole,
    /// Name without folders.
    pub filename: String,
    /// Web address that it was fetched from.
    pub source_url: Option<String>,
}

/// A version put into a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The record as archived.
    pub record: Record,
}

/// Versions that become durable together. Put from any number of threads.
#[derive(Debug)]
pub struct Batch<'a> {
    archive: &'a Archive,
    staging: PathBuf,
    entries: Mutex<Vec<Entry>>,
}

impl Archive {
    /// Begins a batch. Leftovers of a process that died are cleared away or, when it had got as far as moving them,
    /// finished.
    pub fn begin<'a>(&'a self, _lock: &'a WriteLock) -> Result<Batch<'a>, ArchiveError> {
        self.prepare_root()?;
        let staging = self.folder.staging_dir();
        if staging.exists() {
            finish_moves(&staging, &self.root)?;
            fs::remove_dir_all(&staging).map_err(ArchiveError::io(&staging))?;
        }
        fs::create_dir_all(&staging).map_err(ArchiveError::io(&staging))?;
        self.refresh()?;
        Ok(Batch {
            archive: self,
            staging,
            entries: Mutex::new(Vec::new()),
        })
    }

    fn prepare_root(&self) -> Result<(), ArchiveError> {
        let root = &self.root;
        let layout = "0007-n-tuple-omit-prefix-storage-layout";
        let extension = root.join("extensions").join(layout);
        let files = [
            (
                extension.join("config.json"),
                format!(
                    "{{\"extensionName\": \"{layout}\", \"delimiter\": \":\", \"tupleSize\": 2, \"numberOfTuples\": 1, \"zeroPadding\": \"left\", \"reverseObjectRoot\": false}}\n"
                ),
            ),
            (
                root.join("ocfl_layout.json"),
                format!(
                    "{{\"extension\": \"{layout}\", \"description\": \"<first two characters of the record id>/<record id>\"}}\n"
                ),
            ),
            (root.join("0=ocfl_1.1"), "ocfl_1.1\n".to_owned()),
        ];
        if root.join("0=ocfl_1.1").exists() {
            return Ok(());
        }
        for folder in [extension, root.join("extensions").join("ordskifte-journal")] {
            fs::create_dir_all(&folder).map_err(ArchiveError::io(&folder))?;
        }
        for (path, text) in files {
            fs::write(&path, text).map_err(ArchiveError::io(&path))?;
        }
        Ok(())
    }
}

impl Batch<'_> {
    /// Puts a version into the batch. At most one version of a record in each batch.
    pub fn put(&self, version: NewVersion<'_>) -> Result<Stored, ArchiveError> {
        let NewVersion {
            id,
            mut record,
            originals,
            text,
            source,
            archived_at,
        } = version;
        let id = match id {
            Some(id) => id,
            None => originals
                .first()
                .and_then(|main| crate::mint(main.bytes))
                .ok_or_else(|| ArchiveError::NotFound("original to name the record by".to_owned()))?,
        };
        let object = self.archive.object(&id);
        let mut inventory = if object.exists() {
            Inventory::read(&object)?
        } else {
            Inventory::new(id.as_str())
        };
        let number = inventory.head_number() + 1;
        record.id = Some(id.clone());
        record.version = number;
        record.archived_at = Some(archived_at.clone());
        if !record.sources.contains(&source) {
            record.sources.push(source);
            record.sources.sort();
        }
        let mut files = originals_of(&mut record, &originals);
        let json = serde_json::to_vec(&record).map_err(|error| ArchiveError::damaged(&object, error))?;
        files.push(("record.json".to_owned(), sha256(&json), &json));
        files.push(("text.txt".to_owned(), sha256(text.as_bytes()), text.as_bytes()));
        self.write(&id, &mut inventory, number, &files, &archived_at)?;
        let entry = Entry {
            sequence: 0,
            id: id.to_string(),
            version: Some(number),
            archived_at: Some(archived_at),
            sha256: record
                .originals
                .iter()
                .map(|original| original.sha256.clone())
                .collect(),
            sources: record.sources.clone(),
        };
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
        Ok(Stored { record })
    }

    /// Adds a path to a record whose bytes are unchanged.
    pub fn add_source(&self, id: &RecordId, source: &str) {
        let entry = Entry {
            sequence: 0,
            id: id.to_string(),
            version: None,
            archived_at: None,
            sha256: Vec::new(),
            sources: vec![source.to_owned()],
        };
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    /// Writes a version's folder into staging, with the inventory that names it.
    fn write(
        &self,
        id: &RecordId,
        inventory: &mut Inventory,
        number: u32,
        files: &[(String, String, &[u8])],
        created: &str,
    ) -> Result<(), ArchiveError> {
        let staged = self.staging.join(id.as_str());
        let name = format!("v{number}");
        let content = staged.join(&name).join("content");
        fs::create_dir_all(content.join("original")).map_err(ArchiveError::io(&content))?;
        let mut state: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (logical, digest, bytes) in files {
            state.entry(digest.clone()).or_default().push(logical.clone());
            if !inventory.manifest.contains_key(digest) {
                let path = content.join(logical);
                fs::write(&path, bytes).map_err(ArchiveError::io(&path))?;
                inventory
                    .manifest
                    .insert(digest.clone(), vec![format!("{name}/content/{logical}")]);
            }
        }
        let user = User {
            name: "ordskifte".to_owned(),
        };
        let message = if number == 1 { "ingested" } else { "changed" }.to_owned();
        inventory.versions.insert(
            name.clone(),
            Version {
                created: created.to_owned(),
                message,
                user,
                state,
            },
        );
        inventory.head.clone_from(&name);
        let json = serde_json::to_vec_pretty(&inventory).map_err(|error| ArchiveError::damaged(&staged, error))?;
        let sidecar = format!("{} inventory.json\n", sha256(&json));
        for folder in [staged.clone(), staged.join(&name)] {
            let path = folder.join("inventory.json");
            fs::write(&path, &json).map_err(ArchiveError::io(&path))?;
            let path = folder.join("inventory.json.sha256");
            fs::write(&path, &sidecar).map_err(ArchiveError::io(&path))?;
        }
        let path = staged.join("0=ocfl_object_1.1");
        fs::write(&path, "ocfl_object_1.1\n").map_err(ArchiveError::io(&path))
    }

    /// Makes the batch durable and visible; returns the archive's sequence number.
    pub fn commit(self) -> Result<u64, ArchiveError> {
        let mut entries = self.entries.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Threads end in any order; the journal's order is that of ids.
        entries.sort_by(|a, b| (&a.id, a.version, &a.sources).cmp(&(&b.id, b.version, &b.sources)));
        let mut catalog = self.archive.catalog.write().unwrap_or_else(PoisonError::into_inner);
        for (entry, sequence) in entries.iter_mut().zip(catalog.sequence() + 1..) {
            entry.sequence = sequence;
        }
        if !entries.is_empty() {
            sync_all_of(&self.staging)?;
            let ready = self.staging.join("ready");
            fs::write(&ready, b"")
                .and_then(|()| File::open(&ready)?.sync_all())
                .map_err(ArchiveError::io(&ready))?;
            finish_moves(&self.staging, &self.archive.root)?;
            sync_all_of(&self.archive.root)?;
            catalog.offset = journal::append(&self.archive.root, catalog.offset, &entries)?;
            for entry in entries {
                catalog.apply(entry)?;
            }
        }
        fs::remove_dir_all(&self.staging).map_err(ArchiveError::io(&self.staging))?;
        Ok(catalog.sequence())
    }
}

/// The originals as files with logical paths, and named on the record.
fn originals_of<'a>(record: &mut Record, originals: &[NewOriginal<'a>]) -> Vec<(String, String, &'a [u8])> {
    record.originals.clear();
    let mut files = Vec::new();
    for (index, original) in originals.iter().enumerate() {
        let digest = sha256(original.bytes);
        record.originals.push(Original {
            sha256: digest.clone(),
            media_type: original.media_type.clone(),
            role: original.role,
            filename: original.filename.clone(),
            size: original.bytes.len() as u64,
            source_url: original.source_url.clone(),
        });
        files.push((
            format!("original/{}-{}", index + 1, safe_name(&original.filename)),
            digest,
            original.bytes,
        ));
    }
    files
}

/// A file name that every file system takes; the true one stands in the record.
fn safe_name(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || ".-_ ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .take(60)
        .collect();
    let safe = safe.trim_matches(['.', ' ']).to_owned();
    if safe.is_empty() { "original".to_owned() } else { safe }
}

/// Moves every staged object into place, when the batch was ready to be moved. Can be repeated after a crash at any point.
fn finish_moves(staging: &Path, root: &Path) -> Result<(), ArchiveError> {
    if !staging.join("ready").exists() {
        return Ok(());
    }
    for entry in fs::read_dir(staging).map_err(ArchiveError::io(staging))? {
        let staged = entry.map_err(ArchiveError::io(staging))?.path();
        let Some(id) = staged
            .file_name()
            .and_then(|name| name.to_str()?.parse::<RecordId>().ok())
        else {
            continue;
        };
        let object = object_path(root, &id);
        if object.exists() {
            move_version(&staged, &object)?;
        } else {
            let folder = object.parent().unwrap_or(root);
            fs::create_dir_all(folder).map_err(ArchiveError::io(folder))?;
            fs::rename(&staged, &object).map_err(ArchiveError::io(&object))?;
        }
    }
    Ok(())
}

/// A new version of an object that is there: its folder first, the inventory that names it last.
fn move_version(staged: &Path, object: &Path) -> Result<(), ArchiveError> {
    let mut names: Vec<_> = fs::read_dir(staged)
        .map_err(ArchiveError::io(staged))?
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    names.sort_by_key(|name| match name.to_string_lossy().as_ref() {
        "inventory.json.sha256" => 2,
        "inventory.json" => 1,
        _ => 0,
    });
    for name in names {
        let to = object.join(&name);
        if to.is_dir() || name == "0=ocfl_object_1.1" {
            continue;
        }
        fs::rename(staged.join(&name), &to).map_err(ArchiveError::io(&to))?;
    }
    Ok(())
}

/// Everything written to the file system is on the disk: one call for a whole batch.
fn sync_all_of(path: &Path) -> Result<(), ArchiveError> {
    let file = File::open(path).map_err(ArchiveError::io(path))?;
    rustix::fs::syncfs(&file).map_err(|error| ArchiveError::Io {
        path: path.to_path_buf(),
        source: error.into(),
    })
}
