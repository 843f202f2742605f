//! A delegation and those who spoke for it on one line.

use super::Reader;
use crate::delegations::delegation;
use crate::people::people;
use ordskifte_record::Record;

impl Reader<'_> {
    /// "Staten v/statsråd Kari Moe og Ola Li": a delegation, and who was there for it; those below are of another.
    pub(super) fn spoken_for(&mut self, piece: &str, record: &mut Record) -> Option<bool> {
        let (name, rest) = [" v/", " ved "].iter().find_map(|by| piece.split_once(by))?;
        let party = delegation(name, true).filter(|party| party.body.is_none() && !name.starts_with("KS "))?;
        let found = people(rest, Some(party.side));
        if found.present.is_empty() {
            return None;
        }
        let side = self.side.take();
        let body = self.body.take();
        self.delegated = true;
        self.add(found, record);
        (self.side, self.body, self.since) = (side, body, record.participants.len());
        Some(true)
    }
}
