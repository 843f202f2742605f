//! OCFL inventories (OCFL 1.1, section 3.5): what an object holds, by digest.

use crate::identity::Algorithm;
use crate::layout::ID_PREFIX;
use crate::{ArchiveError, disk};
use ordskifte_record::RecordId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Name of every inventory.
pub(crate) const INVENTORY: &str = "inventory.json";
/// Names that the file with its digest may have.
pub(crate) const SIDECARS: [&str; 2] = [sidecar_name(Algorithm::Sha512), sidecar_name(Algorithm::Sha256)];
/// What inventories say that they are.
const INVENTORY_TYPE: &str = "https://ocfl.io/1.1/spec/#inventory";

/// An object's inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Inventory {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) conforms_to: String,
    pub(crate) digest_algorithm: Algorithm,
    pub(crate) head: String,
    /// Content paths by digest.
    pub(crate) manifest: BTreeMap<String, Vec<String>>,
    pub(crate) versions: BTreeMap<String, Version>,
    #[serde(default, skip_serializing_if = "Fixity::is_empty")]
    pub(crate) fixity: Fixity,
}

/// Digests besides those of the manifest: what the originals are called outside the object. An object with SHA-256 in
/// its manifest has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fixity {
    /// Content paths of originals by SHA-256.
    #[serde(default)]
    pub(crate) sha256: BTreeMap<String, Vec<String>>,
}

impl Fixity {
    fn is_empty(&self) -> bool {
        self.sha256.is_empty()
    }
}

/// A version: logical paths by digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Version {
    pub(crate) created: String,
    pub(crate) message: String,
    pub(crate) user: User,
    pub(crate) state: BTreeMap<String, Vec<String>>,
}

/// Who made a version: the program, by name and as a URI with its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) address: String,
}

impl User {
    /// This program.
    pub(crate) fn program() -> Self {
        Self {
            name: "ordskifte".to_owned(),
            address: concat!("info:ordskifte/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

impl Inventory {
    /// An inventory without versions.
    pub(crate) fn new(id: &RecordId) -> Self {
        Self {
            id: format!("{ID_PREFIX}{id}"),
            conforms_to: INVENTORY_TYPE.to_owned(),
            digest_algorithm: Algorithm::Sha512,
            head: String::new(),
            manifest: BTreeMap::new(),
            versions: BTreeMap::new(),
            fixity: Fixity::default(),
        }
    }

    /// Reads the inventory in a folder (an object's, or one of its versions') and checks it against its sidecar and the
    /// record id. A version's own inventory never changes, so readers that use it are not disturbed by a writer.
    pub(crate) fn read(folder: &Path, id: &RecordId) -> Result<Self, ArchiveError> {
        let path = folder.join(INVENTORY);
        let bytes = std::fs::read(&path).map_err(ArchiveError::io(&path))?;
        let (algorithm, stated) = read_sidecar(folder)?;
        if stated != sidecar_of(algorithm, &bytes).as_bytes() {
            return Err(ArchiveError::damaged(&path, "it does not match its digest"));
        }
        let inventory: Self = serde_json::from_slice(&bytes).map_err(|error| ArchiveError::damaged(&path, error))?;
        if inventory.digest_algorithm != algorithm {
            return Err(ArchiveError::damaged(
                &path,
                "its digest is of another algorithm than it names",
            ));
        }
        if inventory.id.strip_prefix(ID_PREFIX) != Some(id.as_str()) {
            return Err(ArchiveError::damaged(&path, format!("it belongs to {}", inventory.id)));
        }
        Ok(inventory)
    }

    /// Writes the inventory and its sidecar into each folder.
    pub(crate) fn write(&self, folders: &[&Path]) -> Result<(), ArchiveError> {
        let mut json = serde_json::to_vec_pretty(self).map_err(|error| ArchiveError::damaged(&self.id, error))?;
        json.push(b'\n');
        let sidecar = sidecar_of(self.digest_algorithm, &json);
        for folder in folders {
            disk::write_new(&folder.join(INVENTORY), &json)?;
            disk::write_new(&folder.join(self.sidecar()), sidecar.as_bytes())?;
        }
        Ok(())
    }

    /// Name of the file with its digest.
    pub(crate) fn sidecar(&self) -> &'static str {
        sidecar_name(self.digest_algorithm)
    }

    /// Number of the newest version; 0 without any.
    pub(crate) fn head_number(&self) -> u32 {
        version_number(&self.head).unwrap_or(0)
    }

    /// Digest and content path of a logical path in a version.
    pub(crate) fn find(&self, version: u32, logical: &str) -> Option<(&str, &str)> {
        let state = &self.versions.get(&version_name(version))?.state;
        let (digest, _) = state
            .iter()
            .find(|(_, paths)| paths.iter().any(|path| path == logical))?;
        self.content(digest).map(|path| (digest.as_str(), path))
    }

    /// Content path of a digest.
    pub(crate) fn content(&self, digest: &str) -> Option<&str> {
        self.manifest.get(digest)?.first().map(String::as_str)
    }

    /// Digest and content path of an original, by its SHA-256.
    pub(crate) fn original(&self, sha256: &str) -> Option<(&str, &str)> {
        let (digest, paths) = match self.digest_algorithm {
            Algorithm::Sha256 => self.manifest.get_key_value(sha256)?,
            Algorithm::Sha512 => {
                let path = self.fixity.sha256.get(sha256)?.first()?;
                self.manifest.iter().find(|(_, paths)| paths.contains(path))?
            }
        };
        paths.first().map(|path| (digest.as_str(), path.as_str()))
    }

    /// Notes what an original with this digest is called outside.
    pub(crate) fn name_original(&mut self, sha256: &str, digest: &str) {
        if self.digest_algorithm == Algorithm::Sha256 || self.fixity.sha256.contains_key(sha256) {
            return;
        }
        let paths = self.manifest.get(digest).cloned().unwrap_or_default();
        self.fixity.sha256.insert(sha256.to_owned(), paths);
    }

    /// SHA-256 of an original, by its content path; none for the archive's own files, and where the manifest has it.
    pub(crate) fn fixity_of(&self, path: &str) -> Option<&str> {
        let mut known = self.fixity.sha256.iter();
        known
            .find(|(_, paths)| paths.iter().any(|other| other == path))
            .map(|(sha256, _)| sha256.as_str())
    }

    /// Whether a version's state has an original, by its SHA-256.
    pub(crate) fn has(&self, version: u32, sha256: &str) -> bool {
        let state = self.versions.get(&version_name(version)).map(|version| &version.state);
        self.original(sha256)
            .is_some_and(|(digest, _)| state.is_some_and(|state| state.contains_key(digest)))
    }
}

/// The bytes of a folder's sidecar, and the algorithm that it is of.
pub(crate) fn read_sidecar(folder: &Path) -> Result<(Algorithm, Vec<u8>), ArchiveError> {
    let mut missing = None;
    for algorithm in [Algorithm::Sha512, Algorithm::Sha256] {
        let path = folder.join(sidecar_name(algorithm));
        match std::fs::read(&path) {
            Ok(bytes) => return Ok((algorithm, bytes)),
            Err(error) => {
                let is_other = error.kind() != std::io::ErrorKind::NotFound;
                let error = ArchiveError::io(&path)(error);
                if is_other {
                    return Err(error);
                }
                missing.get_or_insert(error);
            }
        }
    }
    Err(missing.unwrap_or_else(|| ArchiveError::damaged(folder, "its inventory has no digest")))
}

const fn sidecar_name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Sha256 => "inventory.json.sha256",
        Algorithm::Sha512 => "inventory.json.sha512",
    }
}

/// The sidecar of an inventory.
fn sidecar_of(algorithm: Algorithm, inventory: &[u8]) -> String {
    format!("{} {INVENTORY}\n", algorithm.digest(inventory))
}

/// A version's folder name.
pub(crate) fn version_name(number: u32) -> String {
    format!("v{number}")
}

/// The number of a version's folder name; none for other names, zero-padded ones among them.
pub(crate) fn version_number(name: &str) -> Option<u32> {
    let number = name.strip_prefix('v')?.parse().ok()?;
    (number > 0 && version_name(number) == name).then_some(number)
}
