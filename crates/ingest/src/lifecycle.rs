//! Acts of people on single records: withdrawal and its undoing, amendments, purges.
//!
//! Each is a version of its own in the archive, with its reason; the index follows at once, and what the public may no
//! longer see is removed from its files too.

use crate::IngestError;
use crate::agree::{is_shown, show, show_parts};
use crate::jsonl::LINE;
use crate::pipeline::Context;
use crate::unit::recognized;
use ordskifte_archive::{Amendment, Archive, ArchiveError, Provenance, is_restricted_as_part, restrict_part};
use ordskifte_record::{Access, Origin, Original, OriginalRole, Record, RecordId, Stated, Status, Withdrawal};
use std::collections::BTreeSet;

/// Withdraws a record: the public is told that it was, why and when; everything is kept.
pub fn withdraw(id: &RecordId, reason: &str, context: Context<'_>) -> Result<Record, IngestError> {
    let withdrawal = Withdrawal {
        reason: reason.to_owned(),
        at: context.settings.now.clone(),
    };
    change(id, reason, context, |record| {
        record.status = Status::Withdrawn;
        record.withdrawal = Some(withdrawal);
    })
}

/// Undoes a withdrawal.
pub fn reinstate(id: &RecordId, reason: &str, context: Context<'_>) -> Result<Record, IngestError> {
    change(id, reason, context, |record| {
        record.status = Status::Current;
        record.withdrawal = None;
    })
}

fn change(
    id: &RecordId,
    reason: &str,
    context: Context<'_>,
    change: impl FnOnce(&mut Record),
) -> Result<Record, IngestError> {
    context.archive.refuse_purged(id)?;
    let mut record = context.archive.record(id, None)?;
    let before = context.archive.provenance(id, None)?;
    change(&mut record);
    let provenance = Provenance {
        reason: Some(reason.to_owned()),
        ..before
    };
    store(id, record, provenance, context)
}

/// States values that override what was recognized, and what was amended before; recognizes the rest anew.
pub fn amend(id: &RecordId, values: &Stated, reason: &str, context: Context<'_>) -> Result<Record, IngestError> {
    context.archive.refuse_purged(id)?;
    let before = context.archive.provenance(id, None)?;
    let amended = merged(&before.amended, values)?;
    let text = context.archive.text(id, None)?;
    let last = context.archive.record(id, None)?;
    let mut record = recognized(&text, &before.stated, given_by(&last), &amended)?;
    carry_over(&last, &mut record);
    if amended.access != Some(Access::Public) || is_restricted_as_part(&last) {
        stay_restricted(&last, &mut record);
    }
    let provenance = Provenance {
        reason: Some(reason.to_owned()),
        amended,
        ..before
    };
    store(id, record, provenance, context)
}

/// A record of the archive as this program's rules read it, with the values that were stated of it; stores nothing.
pub fn read_again(archive: &Archive, held: &Record, id: &RecordId) -> Result<Record, IngestError> {
    let provenance = archive.provenance(id, None)?;
    let text = archive.text(id, None)?;
    Ok(recognized(
        &text,
        &provenance.stated,
        given_by(held),
        &provenance.amended,
    )?)
}

/// What stated the values that a record came with: the line that is its original, or a sidecar.
pub(crate) fn given_by(record: &Record) -> Origin {
    let is_line = |original: &Original| original.role == OriginalRole::Main && original.media_type == LINE;
    if record.originals.iter().any(is_line) {
        Origin::Stated
    } else {
        Origin::Sidecar
    }
}

fn store(id: &RecordId, record: Record, provenance: Provenance, context: Context<'_>) -> Result<Record, IngestError> {
    let flow = context.archive.flow_text(id, None)?;
    let batch = context.archive.begin(context.lock)?;
    let amendment = Amendment {
        record,
        archived_at: context.settings.now.clone(),
        provenance,
    };
    batch.amend(id, amendment)?;
    let committed = batch.commit()?;
    let record = context.archive.record(id, None)?;
    let writer = context.engine.writer(1, context.settings.index_memory)?;
    show(&writer, &record, &flow)?;
    show_parts(&writer, context.archive, &BTreeSet::from([id.clone()]))?;
    writer.commit(&context.archive.epoch(), committed.sequence)?;
    if !is_shown(&record) {
        writer.expunge()?;
    }
    writer.finish()?;
    Ok(record)
}

/// Removes the bytes of a withdrawn record for good; what is left says that it was, and why. Of one that is purged it finishes
/// what a fault may have left, and the first reason stays.
pub fn purge(id: &RecordId, reason: &str, context: Context<'_>) -> Result<(), IngestError> {
    let sequence = match context.archive.refuse_purged(id) {
        Err(ArchiveError::Purged { .. }) => {
            drop(context.archive.begin(context.lock)?);
            context.archive.sequence()
        }
        Err(error) => return Err(error.into()),
        Ok(()) => {
            if context.archive.record(id, None)?.status != Status::Withdrawn {
                return Err(IngestError::NotWithdrawn(id.clone()));
            }
            let batch = context.archive.begin(context.lock)?;
            batch.purge(id, reason, &context.settings.now)?;
            batch.commit()?.sequence
        }
    };
    let writer = context.engine.writer(1, context.settings.index_memory)?;
    writer.delete(id)?;
    writer.commit(&context.archive.epoch(), sequence)?;
    writer.expunge()?;
    writer.finish()?;
    Ok(())
}

/// What stays with a record whatever its next version says.
pub(crate) fn carry_over(before: &Record, record: &mut Record) {
    record.status = before.status;
    record.withdrawal.clone_from(&before.withdrawal);
    record.part_of.clone_from(&before.part_of);
}

/// A part that was restricted stays so, and knows why; the readers of the archive see to what its container says.
pub(crate) fn stay_restricted(before: &Record, record: &mut Record) {
    match &before.part_of {
        Some(container) if is_restricted_as_part(before) => restrict_part(record, container),
        Some(_) if before.access == Access::Restricted => record.access = Access::Restricted,
        _ => {}
    }
}

/// Values over others: a field that is stated wins.
pub(crate) fn merged(under: &Stated, over: &Stated) -> Result<Stated, ArchiveError> {
    let object = |stated: &Stated| match serde_json::to_value(stated) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let mut fields = object(under);
    fields.extend(object(over));
    serde_json::from_value(serde_json::Value::Object(fields))
        .map_err(|error| ArchiveError::NotFound(format!("form for the stated values: {error}")))
}
