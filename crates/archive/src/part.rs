//! Parts of containers: nobody sees a part of a restricted container, for as long as that is restricted.
//!
//! What a container's access means for its parts is worked out when a part is read, so that a change of the container is
//! one of all its parts at once, however deep they lie.

use crate::{Archive, ArchiveError};
use ordskifte_record::{Access, Finding, Record, RecordId};
use std::collections::BTreeSet;

/// Containers lie ten deep at most; what claims to lie deeper goes in a circle.
const DEEPEST: u32 = 32;
/// Code of the finding that a part is restricted by its container, and how its message begins.
const CODE: &str = "restricted";
const BEGINNING: &str = "It is part of ";

/// Restricts a public record as a part of a restricted container, and says so in a finding.
pub fn restrict_part(record: &mut Record, container: &RecordId) {
    if record.access == Access::Public {
        record.access = Access::Restricted;
        let message = format!("{BEGINNING}{container}, which is restricted.");
        record.findings.push(Finding::new(CODE, message));
    }
}

/// Whether a record is restricted only as a part of its container.
pub fn is_restricted_as_part(record: &Record) -> bool {
    record.access == Access::Restricted && record.findings.iter().any(is_mark)
}

/// Undoes [`restrict_part`].
pub fn free_part(record: &mut Record) {
    if is_restricted_as_part(record) {
        record.access = Access::Public;
        record.findings.retain(|finding| !is_mark(finding));
    }
}

fn is_mark(finding: &Finding) -> bool {
    finding.code == CODE && finding.message.starts_with(BEGINNING)
}

impl Archive {
    /// The newest version of a part as its container makes it; other records stay as they are. `depth` is the number of
    /// parts that led here.
    pub(crate) fn as_part(&self, record: &mut Record, depth: u32) -> Result<(), ArchiveError> {
        let Some(container) = record.part_of.clone().filter(|container| self.contains(container)) else {
            return Ok(());
        };
        let access = if depth < DEEPEST {
            self.newest_record(&container, depth + 1)?.access
        } else {
            Access::Restricted
        };
        if access == Access::Restricted {
            restrict_part(record, &container);
        } else if is_restricted_as_part(record)
            && self.has_its_bytes_since(&container, record.archived_at.as_deref().unwrap_or_default())
        {
            free_part(record);
        }
        Ok(())
    }

    /// Whether a container has had the same bytes ever since a time. Those that came later say nothing of the parts of
    /// earlier ones.
    fn has_its_bytes_since(&self, container: &RecordId, time: &str) -> bool {
        let versions = self.versions(container);
        let before = versions
            .iter()
            .take_while(|version| version.archived_at.as_str() < time)
            .count();
        // Container and part of one run have the same time; a part that was amended later came with the version before.
        let is_of_then = versions.get(before).is_some_and(|version| version.archived_at == time);
        let first = if is_of_then { before } else { before.saturating_sub(1) };
        let mut bytes = versions.iter().skip(first).map(|version| version.sha256s.first());
        let then = bytes.next();
        bytes.all(|later| Some(later) == then)
    }

    /// The records that are parts of these, however deep, without those themselves. Parts are looked for among the records
    /// with a source inside a source of theirs; one that cannot be read counts as a part.
    pub fn parts_of(&self, containers: &BTreeSet<RecordId>) -> Result<BTreeSet<RecordId>, ArchiveError> {
        let mut parts = BTreeSet::new();
        if containers.is_empty() {
            return Ok(parts);
        }
        let candidates = self.catalog().inside_sources_of(containers);
        let mut left = Vec::new();
        for id in candidates {
            match self.record(&id, None) {
                Ok(record) => left.extend(record.part_of.map(|container| (id, container))),
                Err(_) => {
                    parts.insert(id);
                }
            }
        }
        loop {
            let known = parts.len();
            left.retain(|(id, container)| {
                let is_part = containers.contains(container) || parts.contains(container);
                if is_part {
                    parts.insert(id.clone());
                }
                !is_part
            });
            if parts.len() == known {
                return Ok(parts.difference(containers).cloned().collect());
            }
        }
    }
}
