//! OCFL inventories (OCFL 1.1, section 3.5).

use crate::{ArchiveError, sha256};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What OCFL objects of the archive are called before their record id.
pub(crate) const PREFIX: &str = "ordskifte:";

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

/// Who made a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) name: String,
}

impl Inventory {
    /// An inventory without versions.
    pub(crate) fn new(id: &str) -> Self {
        Self {
            id: format!("{PREFIX}{id}"),
            conforms_to: "https://ocfl.io/1.1/spec/#inventory".to_owned(),
            digest_algorithm: "sha256".to_owned(),
            head: String::new(),
            manifest: BTreeMap::new(),
            versions: BTreeMap::new(),
        }
    }

    /// Reads an object's root inventory and checks it against its sidecar.
    pub(crate) fn read(object: &Path) -> Result<Self, ArchiveError> {
        let path = object.join("inventory.json");
        let bytes = std::fs::read(&path).map_err(ArchiveError::io(&path))?;
        let sidecar = object.join("inventory.json.sha256");
        let stated = std::fs::read_to_string(&sidecar).map_err(ArchiveError::io(&sidecar))?;
        if stated.split_whitespace().next() != Some(sha256(&bytes).as_str()) {
            return Err(ArchiveError::damaged(&path, "it does not match its digest"));
        }
        serde_json::from_slice(&bytes).map_err(|error| ArchiveError::damaged(&path, error))
    }

    /// Number of the newest version; 0 without any.
    pub(crate) fn head_number(&self) -> u32 {
        self.head
            .strip_prefix('v')
            .and_then(|number| number.parse().ok())
            .unwrap_or(0)
    }

    /// Content path of a logical path in a version.
    pub(crate) fn content_path(&self, version: u32, logical: &str) -> Option<&str> {
        let state = &self.versions.get(&format!("v{version}"))?.state;
        let (digest, _) = state
            .iter()
            .find(|(_, paths)| paths.iter().any(|path| path == logical))?;
        self.manifest.get(digest)?.first().map(String::as_str)
    }

    /// Digest of a logical path's content in a version.
    pub(crate) fn digest_of(&self, version: u32, logical: &str) -> Option<&str> {
        let state = &self.versions.get(&format!("v{version}"))?.state;
        state
            .iter()
            .find(|(_, paths)| paths.iter().any(|path| path == logical))
            .map(|(digest, _)| digest.as_str())
    }
}
