//! Originals and records kept for good: an OCFL 1.1 storage root with one object for each record.
//!
//! - [`DataFolder`] is the folder that a user names; its marker keeps other programs' folders safe.
//! - [`Archive`] reads; any number of readers need no lock.
//! - [`Batch`] writes under a [`WriteLock`]; a batch is durable as a whole, and a crash at any point leaves either the
//!   old or the new state.
//! - [`verify`] checks every byte.
//!
//! Every object can be read without Ordskifte: `archive/f3a/ordskifte%3aabcd…/v1/content/` holds the
//! originals, `record.json`, `text.txt` and `text.json`, as the `inventory.json` beside them says.

mod archive;
mod batch;
mod catalog;
mod commit;
mod disk;
mod error;
mod folder;
mod identity;
mod inventory;
mod journal;
mod layout;
mod original;
mod rebuild;
#[cfg(test)]
mod tests;
mod verify;

pub use archive::Archive;
pub use batch::{Batch, NewVersion, Stored};
pub use catalog::{Decision, Held, VersionInfo};
pub use commit::Committed;
pub use error::ArchiveError;
pub use folder::{DataFolder, Holder, WriteLock};
pub use identity::sha256;
pub use original::{Content, NewOriginal};
pub use verify::{Fault, VerifyOptions, VerifyProgress, VerifyReport, verify, verify_with};
