//! OCFL inventories (OCFL 1.1, section 3.5): what an object holds, by digest.

use crate::identity::sha256;
use crate::layout::ID_PREFIX;
use crate::{ArchiveError, disk};
use ordskifte_record::RecordId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Name of every inventory.
pub(crate) const INVENTORY: &str = "inventory.json";
/// Name of the file with its digest.
pub(crate) const SIDECAR: &str = "inventory.json.sha256";
/// What inventories say that they are.
const INVENTORY_TYPE: &str = "https://ocfl.io/1.1/spec/#inventory";

/// An object's inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Inventory {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) conforms_to: String,
    pub(crate) digest_algorithm: String,
    pub(crate) head: String,
    /// Content paths by digest.
    pub(crate) manifest: BTreeMap<String, Vec<String>>,
    pub(crate) versions: BTreeMap<String, Version>,
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
            digest_algorithm: "sha256".to_owned(),
            head: String::new(),
            manifest: BTreeMap::new(),
            versions: BTreeMap::new(),
        }
    }

    /// Reads the inventory in a folder (an object's, or one of its versions') and checks it against its sidecar and the
    /// record id. A version's own inventory never changes, so readers that use it are not disturbed by a writer.
    pub(crate) fn read(folder: &Path, id: &RecordId) -> Result<Self, ArchiveError> {
        let path = folder.join(INVENTORY);
        let bytes = std::fs::read(&path).map_err(ArchiveError::io(&path))?;
        let sidecar = folder.join(SIDECAR);
        let stated = std::fs::read(&sidecar).map_err(ArchiveError::io(&sidecar))?;
        if stated != sidecar_of(&bytes).as_bytes() {
            return Err(ArchiveError::damaged(&path, "it does not match its digest"));
        }
        let inventory: Self = serde_json::from_slice(&bytes).map_err(|error| ArchiveError::damaged(&path, error))?;
        if inventory.id.strip_prefix(ID_PREFIX) != Some(id.as_str()) {
            return Err(ArchiveError::damaged(&path, format!("it belongs to {}", inventory.id)));
        }
        Ok(inventory)
    }

    /// Writes the inventory and its sidecar into each folder.
    pub(crate) fn write(&self, folders: &[&Path]) -> Result<(), ArchiveError> {
        let mut json = serde_json::to_vec_pretty(self).map_err(|error| ArchiveError::damaged(&self.id, error))?;
        json.push(b'\n');
        let sidecar = sidecar_of(&json);
        for folder in folders {
            disk::write_new(&folder.join(INVENTORY), &json)?;
            disk::write_new(&folder.join(SIDECAR), sidecar.as_bytes())?;
        }
        Ok(())
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

    /// Whether a version's state has a digest.
    pub(crate) fn has(&self, version: u32, digest: &str) -> bool {
        self.versions
            .get(&version_name(version))
            .is_some_and(|version| version.state.contains_key(digest))
    }
}

/// The sidecar of an inventory.
pub(crate) fn sidecar_of(inventory: &[u8]) -> String {
    format!("{} {INVENTORY}\n", sha256(inventory))
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
