//! Originals and records kept for good: an OCFL 1.1 storage root with one object for each record.
//!
//! - [`DataFolder`] is the folder that a user names; its marker keeps other programs' folders safe.
//! - [`Archive`] reads; any number of readers need no lock.
//! - [`Batch`] writes under a [`WriteLock`]; a batch is durable as a whole, and a crash at any point leaves either the
//!   old or the new state.
//! - [`verify`] checks every byte.
//!
//! Every object can be read without Ordskifte: `archive/<2>/<id>/v1/content/` holds the originals, `record.json` and
//! `text.txt`.

mod archive;
mod batch;
mod error;
mod folder;
mod inventory;
mod journal;
mod verify;

pub use archive::{Archive, Decision, Held, VersionInfo};
pub use batch::{Batch, NewOriginal, NewVersion, Stored};
pub use error::ArchiveError;
pub use folder::{DataFolder, WriteLock};
pub use verify::{Fault, VerifyReport, verify};

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use ordskifte_record::RecordId;
use sha2::{Digest, Sha256};

/// SHA-256 of bytes in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// The id minted from an original's bytes: the first 16 characters of the lower-case base32 of their SHA-256.
pub fn mint(bytes: &[u8]) -> Option<RecordId> {
    let mut text = BASE32_NOPAD.encode(&Sha256::digest(bytes)).to_lowercase();
    text.truncate(RecordId::LENGTH);
    text.parse().ok()
}
