//! What the public may see: nothing of restricted records, of withdrawn ones that they were withdrawn, of all others the
//! record and text with personal data masked.

use crate::original::hash_file;
use crate::{Archive, ArchiveError, mask};
use ordskifte_record::{Access, Original, Record, RecordId, Status};
use std::fs::File;

/// A record and its text as the public may see them.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicRecord {
    /// The record.
    pub record: Record,
    /// The flow of its text; positions are those of the archived one.
    pub flow: String,
}

impl Archive {
    /// A version, or the newest, as the public may see it.
    ///
    /// # Errors
    /// [`ArchiveError::NotFound`] for a restricted record as for an unknown one; [`ArchiveError::Withdrawn`];
    /// [`ArchiveError::Purged`].
    pub fn public(&self, id: &RecordId, version: Option<u32>) -> Result<PublicRecord, ArchiveError> {
        let (mut record, flow) = self.shown(id, version)?;
        let flow = mask(&mut record, flow);
        Ok(PublicRecord { record, flow })
    }

    /// An original for the public, opened for streaming ([`Self::original`]), its digest checked.
    ///
    /// # Errors
    /// As [`Self::public`]; [`ArchiveError::Withheld`] for a document with birth numbers, which cannot be masked in it;
    /// [`ArchiveError::Damaged`] for bytes that are not those that were archived.
    pub fn public_original(
        &self,
        id: &RecordId,
        version: Option<u32>,
        sha256: Option<&str>,
    ) -> Result<(File, Original), ArchiveError> {
        let (_, flow) = self.shown(id, version)?;
        if mask::has_birth_number(&flow) {
            return Err(ArchiveError::Withheld(id.clone()));
        }
        let (path, file, original) = self.find_original(id, version, sha256)?;
        if hash_file(&path, true, false)?.sha256.as_deref() != Some(original.sha256.as_str()) {
            return Err(ArchiveError::damaged(&path, "it does not match its digest"));
        }
        Ok((file, original))
    }

    fn shown(&self, id: &RecordId, version: Option<u32>) -> Result<(Record, String), ArchiveError> {
        let newest = self.record(id, None)?;
        if newest.access == Access::Restricted {
            return Err(ArchiveError::NotFound(format!("record {id}")));
        }
        self.refuse_purged(id)?;
        if newest.status == Status::Withdrawn {
            let withdrawal = newest.withdrawal.unwrap_or_default();
            return Err(ArchiveError::Withdrawn {
                id: id.clone(),
                reason: withdrawal.reason,
                at: withdrawal.at,
            });
        }
        let Some(version) = version.filter(|version| *version != newest.version) else {
            let flow = self.flow_text(id, None)?;
            return Ok((newest, flow));
        };
        let (record, flow) = (self.record(id, Some(version))?, self.flow_text(id, Some(version))?);
        // A version that was restricted when it was new is open once the same text is.
        if record.access == Access::Restricted && flow != self.flow_text(id, None)? {
            return Err(ArchiveError::NotFound(format!("version {version} of record {id}")));
        }
        Ok((record, flow))
    }
}
