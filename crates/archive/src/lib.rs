//! Originals and records kept for good: an OCFL 1.1 storage root with one object for each record.
//!
//! - [`DataFolder`] is the folder that a user names; its marker keeps other programs' folders safe.
//! - [`Archive`] reads; any number of readers need no lock.
//! - [`Batch`] writes under a [`WriteLock`]; a batch is durable as a whole, and a crash at any point leaves either the
//!   old or the new state.
//! - [`Archive::public`] is what readers outside may see; [`mask`] hides personal data.
//! - [`verify`] checks every byte.
//! - [`Bag`] hands selected records on, as a `BagIt` bag.
//!
//! Every object can be read without Ordskifte: `archive/f3a/ordskifte%3aabcd…/v1/content/` holds the
//! originals, `record.json`, `text.txt`, `text.json` and `provenance.json`, as the `inventory.json` beside them says.

mod archive;
mod bag;
mod batch;
mod catalog;
mod commit;
mod copy;
mod disk;
mod early;
mod error;
mod folder;
mod identity;
mod inventory;
mod journal;
mod layout;
mod likeness;
mod mask;
mod original;
mod part;
mod provenance;
mod public;
mod rebuild;
mod stage;
#[cfg(test)]
mod tests;
mod verify;

pub use archive::Archive;
pub use bag::{Bag, Bagged, Payload};
pub use batch::{Amendment, Batch, NewVersion, Stored};
pub use catalog::{Decision, Held, VersionInfo};
pub use commit::Committed;
pub use copy::Copied;
pub use error::ArchiveError;
pub use folder::{DataFolder, Holder, WriteLock};
pub use identity::{minted, sha256};
pub use likeness::{Likeness, overlap, same_words};
pub use mask::mask;
pub use original::{Content, NewOriginal};
pub use part::{free_part, is_restricted_as_part, restrict_part};
pub use provenance::Provenance;
pub use public::PublicRecord;
pub use verify::{Fault, FaultCode, VerifyOptions, VerifyProgress, VerifyReport, verify, verify_with};
