//! Originals on their way into the archive.

use crate::identity::{Algorithm, Hash, hash, hex, unhex};
use crate::inventory::{Inventory, version_name};
use crate::{ArchiveError, disk, layout};
use data_encoding::HEXLOWER;
use ordskifte_record::{Original, OriginalRole};
use sha2::{Digest, Sha256, Sha512};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Buffer for streaming, in bytes.
pub(crate) const BUFFER: usize = 64 * 1024;

/// An original to be archived.
#[derive(Clone, Debug)]
pub struct NewOriginal<'a> {
    /// Its bytes, or where they are.
    pub bytes: Content<'a>,
    /// SHA-256 of bytes in memory, lower-case hexadecimal, where it is known: it is then not computed again.
    pub sha256: Option<String>,
    /// Media type recognized from the bytes.
    pub media_type: String,
    /// What it is to the record.
    pub role: OriginalRole,
    /// File name without folders, exactly as outside.
    pub filename: String,
    /// Web address that it was fetched from.
    pub source_url: Option<String>,
}

/// An original's bytes.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// In memory.
    Bytes(Cow<'a, [u8]>),
    /// In a file, copied as a stream; it must not change meanwhile.
    File(PathBuf),
    /// Held by the record already, named by SHA-256: for a new extraction of the same original.
    Held(String),
}

impl<'a> From<&'a [u8]> for Content<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Content<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(bytes))
    }
}

/// An original with its digest.
#[derive(Debug)]
pub(crate) struct Prepared<'a> {
    pub(crate) hash: Hash,
    /// SHA-512 of a file, which is read once for both.
    sha512: Option<String>,
    /// `None` for held bytes that were not measured yet.
    size: Option<u64>,
    given: NewOriginal<'a>,
}

impl<'a> Prepared<'a> {
    /// Reads the bytes once for their digest.
    pub(crate) fn new(given: NewOriginal<'a>) -> Result<Self, ArchiveError> {
        let mut sha512 = None;
        let (hash, size) = match &given.bytes {
            Content::Bytes(bytes) => {
                let known = given.sha256.as_deref().and_then(unhex);
                (known.unwrap_or_else(|| hash(bytes)), Some(bytes.len() as u64))
            }
            Content::File(path) => {
                let read = hash_file(path, true, true)?;
                sha512 = read.sha512;
                let hash = read.sha256.as_deref().and_then(unhex).unwrap_or_default();
                (hash, Some(read.size))
            }
            // The size is taken from the file that is held.
            Content::Held(digest) => {
                let hash = unhex(digest).ok_or_else(|| ArchiveError::NotFound(format!("original {digest}")))?;
                (hash, None)
            }
        };
        Ok(Self {
            hash,
            sha512,
            size,
            given,
        })
    }

    /// An original that the record holds.
    pub(crate) fn held(original: Original) -> Result<Self, ArchiveError> {
        let size = Some(original.size);
        let prepared = Self::new(NewOriginal {
            bytes: Content::Held(original.sha256),
            sha256: None,
            media_type: original.media_type,
            role: original.role,
            filename: original.filename,
            source_url: original.source_url,
        })?;
        Ok(Self { size, ..prepared })
    }

    /// What the record says of it.
    pub(crate) fn original(&self) -> Original {
        Original {
            sha256: hex(&self.hash),
            media_type: self.given.media_type.clone(),
            role: self.given.role,
            filename: self.given.filename.clone(),
            size: self.size.unwrap_or_default(),
            source_url: self.given.source_url.clone(),
        }
    }

    /// Finds the size of held bytes, in the object's folder in the archive or in staging.
    pub(crate) fn measure(&mut self, folders: [&Path; 2], inventory: &Inventory) -> Result<(), ArchiveError> {
        if let (Content::Held(digest), None) = (&self.given.bytes, self.size) {
            let (_, path) = inventory
                .original(digest)
                .ok_or_else(|| ArchiveError::NotFound(format!("original {digest} of {}", inventory.id)))?;
            let [archived, staged] = folders.map(|folder| folder.join(path));
            let path = if staged.exists() { staged } else { archived };
            self.size = Some(path.metadata().map_err(ArchiveError::io(&path))?.len());
        }
        Ok(())
    }
}

/// Writes the files of one version, each digest of the object only once.
pub(crate) struct VersionWriter<'a> {
    pub(crate) inventory: &'a mut Inventory,
    pub(crate) content: &'a Path,
    pub(crate) number: u32,
    pub(crate) state: BTreeMap<String, Vec<String>>,
}

impl VersionWriter<'_> {
    /// Writes an original under its safe name.
    pub(crate) fn original(&mut self, index: usize, original: &Prepared<'_>) -> Result<(), ArchiveError> {
        let logical = layout::original_name(index, &original.given.filename);
        let path = self.content.join(&logical);
        let sha256 = hex(&original.hash);
        let digest = match self.inventory.original(&sha256) {
            Some((digest, _)) => digest.to_owned(),
            None => self.digest(original, &sha256)?,
        };
        if self.add(&digest, &logical) {
            match &original.given.bytes {
                Content::Bytes(bytes) => disk::write_new(&path, bytes)?,
                Content::File(from) => copy_checked(from, &path, &sha256)?,
                Content::Held(digest) => return Err(ArchiveError::NotFound(format!("original {digest}"))),
            }
        }
        self.inventory.name_original(&sha256, &digest);
        Ok(())
    }

    /// The digest of an original that the object does not have yet.
    fn digest(&self, original: &Prepared<'_>, sha256: &str) -> Result<String, ArchiveError> {
        let sha512 = || match &original.given.bytes {
            Content::Bytes(bytes) => Some(Algorithm::Sha512.digest(bytes)),
            Content::File(_) => original.sha512.clone(),
            Content::Held(_) => None,
        };
        match self.inventory.digest_algorithm {
            Algorithm::Sha256 => Some(sha256.to_owned()),
            Algorithm::Sha512 => sha512(),
        }
        .ok_or_else(|| ArchiveError::NotFound(format!("original {sha256}")))
    }

    /// Writes one of the archive's own files.
    pub(crate) fn file(&mut self, logical: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
        if self.add(&self.inventory.digest_algorithm.digest(bytes), logical) {
            disk::write_new(&self.content.join(logical), bytes)?;
        }
        Ok(())
    }

    /// Keeps the previous version's files of these names.
    pub(crate) fn keep(&mut self, names: &[&str]) {
        for name in names {
            if let Some((digest, _)) = self.inventory.find(self.number - 1, name) {
                self.state
                    .entry(digest.to_owned())
                    .or_default()
                    .push((*name).to_owned());
            }
        }
    }

    /// Notes a logical file; returns whether its bytes are still to be written.
    fn add(&mut self, digest: &str, logical: &str) -> bool {
        self.state
            .entry(digest.to_owned())
            .or_default()
            .push(logical.to_owned());
        if self.inventory.manifest.contains_key(digest) {
            return false;
        }
        let path = format!("{}/content/{logical}", version_name(self.number));
        self.inventory.manifest.insert(digest.to_owned(), vec![path]);
        true
    }
}

/// What a file's bytes gave.
pub(crate) struct Digests {
    /// Where it was asked for.
    pub(crate) sha256: Option<String>,
    /// Where it was asked for.
    pub(crate) sha512: Option<String>,
    pub(crate) size: u64,
}

/// Digests and size of a file, read once, as a stream.
pub(crate) fn hash_file(path: &Path, sha256: bool, sha512: bool) -> Result<Digests, ArchiveError> {
    let file = File::open(path).map_err(ArchiveError::io(path))?;
    let mut reader = Hashing::new(file, sha256, sha512);
    io::copy(&mut reader, &mut io::sink()).map_err(ArchiveError::io(path))?;
    Ok(reader.finish())
}

fn copy_checked(from: &Path, to: &Path, sha256: &str) -> Result<(), ArchiveError> {
    let file = File::open(from).map_err(ArchiveError::io(from))?;
    let mut reader = Hashing::new(file, true, false);
    disk::copy_new(to, &mut reader)?;
    if reader.finish().sha256.as_deref() == Some(sha256) {
        Ok(())
    } else {
        Err(ArchiveError::Changed(from.to_path_buf()))
    }
}

/// A reader that digests what passes.
struct Hashing<R> {
    inner: io::BufReader<R>,
    sha256: Option<Sha256>,
    sha512: Option<Sha512>,
    size: u64,
}

impl<R: Read> Hashing<R> {
    fn new(inner: R, sha256: bool, sha512: bool) -> Self {
        Self {
            inner: io::BufReader::with_capacity(BUFFER, inner),
            sha256: sha256.then(Sha256::new),
            sha512: sha512.then(Sha512::new),
            size: 0,
        }
    }

    fn finish(self) -> Digests {
        Digests {
            sha256: self.sha256.map(|digest| HEXLOWER.encode(&digest.finalize())),
            sha512: self.sha512.map(|digest| HEXLOWER.encode(&digest.finalize())),
            size: self.size,
        }
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let read = buffer.get(..count).unwrap_or_default();
        if let Some(digest) = &mut self.sha256 {
            digest.update(read);
        }
        if let Some(digest) = &mut self.sha512 {
            digest.update(read);
        }
        self.size += count as u64;
        Ok(count)
    }
}
