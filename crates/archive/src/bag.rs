//! A bag (`BagIt` 1.0, RFC 8493) of selected records, to be handed on: what the public may see of them.
//!
//! `data/<id>/` holds `record.json` and `text.txt`, personal data masked, and the originals that may be given out, byte for
//! byte. Both digests that every reader of bags must know are written. A bag is put together beside its place and takes
//! its name when all of it is on the disk.

use crate::identity::Hash;
use crate::layout::original_name;
use crate::{Archive, ArchiveError, PublicRecord, disk, identity};
use data_encoding::HEXLOWER;
use ordskifte_record::RecordId;
use sha2::{Digest, Sha256, Sha512};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// The declaration of a bag.
const DECLARATION: (&str, &str) = ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
/// The algorithms of the manifests, as their file names have them.
const ALGORITHMS: [&str; 2] = ["sha256", "sha512"];

/// What a bag holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bagged {
    /// Records.
    pub records: u64,
    /// Files below `data/`.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Originals left out, as they hold birth numbers.
    pub withheld: u64,
}

/// A bag that is being filled. One that is dropped unfinished leaves nothing behind.
#[derive(Debug)]
pub struct Bag {
    dir: PathBuf,
    staged: PathBuf,
    /// Digests by path below the bag.
    payload: BTreeMap<String, [String; 2]>,
    bagged: Bagged,
}

/// A file of the payload that is being written; [`Bag::enter`] puts it into the manifests.
#[derive(Debug)]
pub struct Payload {
    name: String,
    path: PathBuf,
    file: BufWriter<File>,
    sha256: Sha256,
    sha512: Sha512,
    size: u64,
}

impl Write for Payload {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        let written = bytes.get(..count).unwrap_or_default();
        self.sha256.update(written);
        self.sha512.update(written);
        self.size += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Bag {
    /// Begins a bag that will be the folder `dir`.
    ///
    /// # Errors
    /// [`ArchiveError::Occupied`] where something is there already, an empty folder aside.
    pub fn create(dir: &Path) -> Result<Self, ArchiveError> {
        let is_free = match fs::read_dir(dir) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        let (true, Some(name)) = (is_free, dir.file_name()) else {
            return Err(ArchiveError::Occupied(dir.to_path_buf()));
        };
        let mut name = name.to_os_string();
        name.push(".part");
        let staged = dir.with_file_name(name);
        // What a process that died left of a bag; anything else is not ours to remove.
        if staged.join(DECLARATION.0).exists() {
            disk::remove_dir_all(&staged)?;
        } else if staged.exists() {
            return Err(ArchiveError::Occupied(staged));
        }
        disk::create_dir_all(&staged)?;
        let bag = Self {
            dir: dir.to_path_buf(),
            staged,
            payload: BTreeMap::new(),
            bagged: Bagged::default(),
        };
        disk::write_new(&bag.staged.join(DECLARATION.0), DECLARATION.1.as_bytes())?;
        disk::create_dir(&bag.staged.join("data"))?;
        Ok(bag)
    }

    /// Begins a file of the payload, to be written as a stream. Names are our own: ASCII, with `/` between folders.
    pub fn payload(&self, name: &str) -> Result<Payload, ArchiveError> {
        let name = format!("data/{name}");
        let path = self.staged.join(&name);
        disk::create_dir_all(path.parent().unwrap_or(&self.staged))?;
        let file = disk::create_new(&path)?;
        Ok(Payload {
            name,
            path,
            file: BufWriter::new(file),
            sha256: Sha256::new(),
            sha512: Sha512::new(),
            size: 0,
        })
    }

    /// Ends a file of the payload and notes its digests.
    pub fn enter(&mut self, payload: Payload) -> Result<(), ArchiveError> {
        self.note(payload).map(drop)
    }

    fn note(&mut self, mut payload: Payload) -> Result<Hash, ArchiveError> {
        payload.flush().map_err(ArchiveError::io(&payload.path))?;
        let sha256: Hash = payload.sha256.finalize().into();
        let digests = [
            identity::hex(&sha256),
            HEXLOWER.encode(payload.sha512.finalize().as_slice()),
        ];
        self.payload.insert(payload.name, digests);
        self.bagged.files += 1;
        self.bagged.bytes += payload.size;
        Ok(sha256)
    }

    fn file(&mut self, name: &str, source: &mut impl Read) -> Result<Hash, ArchiveError> {
        let mut payload = self.payload(name)?;
        io::copy(source, &mut payload).map_err(ArchiveError::io(&payload.path))?;
        self.note(payload)
    }

    /// Puts a version of a record, or the newest, into the bag, as the public may see it.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`] and [`ArchiveError::Withdrawn`] as [`Archive::public`], with nothing of it in the bag;
    /// [`ArchiveError::Damaged`] for an original that does not match its digest.
    pub fn record(&mut self, archive: &Archive, id: &RecordId, version: Option<u32>) -> Result<(), ArchiveError> {
        let PublicRecord { record, flow } = archive.public(id, version)?;
        let json = serde_json::to_vec_pretty(&record).map_err(|error| ArchiveError::damaged(&self.dir, error))?;
        self.file(&format!("{id}/record.json"), &mut json.as_slice())?;
        self.file(&format!("{id}/text.txt"), &mut flow.as_bytes())?;
        for (index, original) in record.originals.iter().enumerate() {
            let mut file = match archive.public_original(id, version, Some(&original.sha256)) {
                Ok((file, _)) => file,
                Err(ArchiveError::Withheld(_)) => {
                    self.bagged.withheld += 1;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let name = format!("{id}/{}", original_name(index, &original.filename));
            let hash = self.file(&name, &mut file)?;
            if identity::hex(&hash) != original.sha256 {
                let what = format!("original {} of record {id}", original.sha256);
                return Err(ArchiveError::damaged(what, "it does not match its digest"));
            }
        }
        self.bagged.records += 1;
        Ok(())
    }

    /// Writes manifests and `bag-info.txt` with what is said about the bag, and lets it take its place, durably.
    pub fn finish(self, about: &[(&str, &str)]) -> Result<Bagged, ArchiveError> {
        let Bagged { files, bytes, .. } = self.bagged;
        let mut info = String::new();
        let oxum = format!("{bytes}.{files}");
        let program = concat!("ordskifte ", env!("CARGO_PKG_VERSION"));
        for (label, value) in [("Bag-Software-Agent", program), ("Payload-Oxum", &oxum)]
            .iter()
            .chain(about)
        {
            // A value is one line, whatever was asked for.
            let value: Vec<&str> = value.split(|c: char| c.is_control() || c == ' ').collect();
            info.extend([label, ": ", &value.join(" "), "\n"]);
        }
        let mut tags = vec![
            (DECLARATION.0.to_owned(), DECLARATION.1.to_owned()),
            ("bag-info.txt".to_owned(), info),
        ];
        for (index, algorithm) in ALGORITHMS.iter().enumerate() {
            let lines = self.payload.iter().filter_map(|(path, digests)| {
                let digest = digests.get(index)?;
                Some(format!("{digest}  {path}\n"))
            });
            tags.push((format!("manifest-{algorithm}.txt"), lines.collect()));
        }
        let digest_of: [fn(&str) -> String; 2] = [
            |text| HEXLOWER.encode(Sha256::digest(text).as_slice()),
            |text| HEXLOWER.encode(Sha512::digest(text).as_slice()),
        ];
        for (algorithm, digest) in ALGORITHMS.iter().zip(digest_of) {
            let lines = tags.iter().map(|(name, text)| format!("{}  {name}\n", digest(text)));
            let manifest: String = lines.collect();
            disk::write_new(
                &self.staged.join(format!("tagmanifest-{algorithm}.txt")),
                manifest.as_bytes(),
            )?;
        }
        for (name, text) in tags.iter().skip(1) {
            disk::write_new(&self.staged.join(name), text.as_bytes())?;
        }
        disk::sync_all(&self.staged)?;
        disk::rename(&self.staged, &self.dir)?;
        let parent = self.dir.parent().filter(|parent| !parent.as_os_str().is_empty());
        disk::sync_file(parent.unwrap_or(Path::new(".")))?;
        Ok(self.bagged)
    }
}

impl Drop for Bag {
    /// Clears away what was not finished; after [`Bag::finish`] nothing is there any more.
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next bag of the name.
        let _ = disk::remove_dir_all(&self.staged);
    }
}
