//! Texts that are there already: another format of the same document, or a document that came twice.

use crate::jsonl::LINE;
use crate::unit::{Main, Read, Ready, Unit};
use ordskifte_archive::{Archive, Likeness, overlap, same_words};
use ordskifte_record::{Finding, Record, RecordId};

/// Share of the runs of three words that two texts must have in common to be called nearly the same.
const NEARLY: f64 = 0.9;
/// Texts that are compared word for word: those with near simhashes, and the first of them is nearly always one.
const MOST_COMPARED: usize = 8;

/// Finds, in the order of the sources, which new documents have a text that an earlier record has.
///
/// Equal words from one sender in another format make a rendition of the same record. All else that is nearly the same
/// stays a record of its own, with a finding.
pub(crate) fn compare(units: &mut [Unit<'_>], archive: &Archive) {
    for index in 0..units.len() {
        let (before, rest) = units.split_at_mut(index);
        let Some(unit) = rest.first_mut() else { continue };
        if let Some(main) = rendition_of(unit, before, archive)
            && let Read::Ready(ready) = &mut unit.read
        {
            ready.rendition_of = Some(main);
        } else if let Some(finding) = duplicate(unit, before, archive)
            && let Read::Ready(ready) = &mut unit.read
        {
            ready.record.findings.push(finding);
        }
    }
}

fn new<'u>(unit: &'u Unit<'_>) -> Option<&'u Ready> {
    match &unit.read {
        Read::Ready(ready) if ready.id.is_none() && ready.rendition_of.is_none() => Some(ready),
        _ => None,
    }
}

fn rendition_of(unit: &Unit<'_>, before: &[Unit<'_>], archive: &Archive) -> Option<Main> {
    let ready = new(unit)?;
    let likeness = ready.likeness?;
    if unit.is_line {
        return None;
    }
    let media_type = &ready.text.media_type;
    let archived = likely(archive, likeness).into_iter().find(|id| {
        archive.record(id, None).is_ok_and(|record| {
            let mut formats = record.originals.iter().map(|original| &original.media_type);
            same_sender(&record, &ready.record) && formats.all(|format| format != media_type && format != LINE)
        }) && archive
            .flow_text(id, None)
            .is_ok_and(|flow| same_words(&flow, &ready.flow))
    });
    archived.map(Main::Record).or_else(|| {
        let position = before.iter().position(|earlier| {
            new(earlier).is_some_and(|main| {
                main.likeness.is_some_and(|other| other.is_same(likeness))
                    && !earlier.is_line
                    && main.text.media_type != *media_type
                    && same_sender(&main.record, &ready.record)
                    && same_words(&main.flow, &ready.flow)
            })
        })?;
        let mut renditions = before.iter().filter(|other| match &other.read {
            Read::Ready(other) => {
                other.rendition_of == Some(Main::Unit(position)) && other.text.media_type == *media_type
            }
            _ => false,
        });
        renditions.next().is_none().then_some(Main::Unit(position))
    })
}

/// The records that may have the same words. Early versions of the program digested words otherwise: what they archived is
/// among the near ones.
fn likely(archive: &Archive, likeness: Likeness) -> Vec<RecordId> {
    let mut likely = archive.same_texts(likeness);
    likely.extend(archive.near_texts(likeness).into_iter().take(MOST_COMPARED));
    likely
}

fn same_sender(one: &Record, other: &Record) -> bool {
    let name = |record: &Record| record.sender.as_ref().map(|sender| sender.name.to_lowercase());
    name(one) == name(other)
}

fn duplicate(unit: &Unit<'_>, before: &[Unit<'_>], archive: &Archive) -> Option<Finding> {
    let ready = new(unit)?;
    let likeness = ready.likeness?;
    let archived = archive
        .near_texts(likeness)
        .into_iter()
        .take(MOST_COMPARED)
        .find_map(|id| {
            let share = overlap(&ready.flow, &archive.flow_text(&id, None).ok()?);
            (share >= NEARLY).then(|| (id.to_string(), share))
        });
    let (other, share) = archived.or_else(|| {
        let near = before
            .iter()
            .filter_map(|earlier| Some((earlier, new(earlier)?)))
            .filter(|(_, other)| other.likeness.is_some_and(|other| other.is_near(likeness)));
        near.take(MOST_COMPARED).find_map(|(earlier, other)| {
            let share = overlap(&ready.flow, &other.flow);
            let id = ordskifte_archive::minted(&earlier.digest)?;
            (share >= NEARLY).then(|| (id.to_string(), share))
        })
    })?;
    let message = format!(
        "Record {other} has nearly the same text ({:.0} % of the runs of three words): see whether it is the same document.",
        share * 100.0
    );
    Some(Finding::new("possible-duplicate", message))
}
