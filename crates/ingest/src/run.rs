//! One chunk: read, decide, archive, index, report.
//!
//! What becomes of a source never depends on which thread comes first: reading and writing run in parallel, deciding
//! goes in the order of the sources.

use crate::IngestError;
use crate::agree::show_parts;
use crate::chunk::Item;
use crate::compare::compare;
use crate::load::{Loaded, load};
use crate::pipeline::{Context, Event};
use crate::report::{Entry, Report};
use crate::store::{Became, Outcome, Stop, Store};
use crate::unit::{Read, Unit, amended, read};
use ordskifte_archive::{ArchiveError, Batch, Decision};
use ordskifte_engine::{EngineError, IndexWriterHandle};
use ordskifte_record::RecordId;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Scope, ScopedJoinHandle};

/// Sources of this run.
pub(crate) type Seen = BTreeMap<String, Place>;

/// Where a source was met.
pub(crate) struct Place {
    /// Digest of its bytes.
    digest: String,
    /// Number of its line, where it is one.
    line: Option<u64>,
}

/// A run: chunk after chunk. The commit of the index, which is the work of few threads, goes on while the next chunk is read.
pub(crate) struct Run<'scope, 'env, 'a> {
    pub(crate) context: Context<'a>,
    pub(crate) writer: &'scope IndexWriterHandle,
    pub(crate) scope: &'scope Scope<'scope, 'env>,
    pub(crate) events: &'a (dyn Fn(Event) + Sync),
    pub(crate) cancel: &'a AtomicBool,
    pub(crate) seen: Seen,
    pub(crate) commit: Option<ScopedJoinHandle<'scope, Result<String, EngineError>>>,
}

impl Run<'_, '_, '_> {
    /// Takes a chunk in. An error ends the run: the archive then has the chunk as a whole or nothing of it.
    pub(crate) fn take_in(&mut self, chunk: Vec<Item>, report: &mut Report) -> Result<(), IngestError> {
        let loaded: Vec<(String, Result<Loaded, String>)> = chunk.into_par_iter().map(load).collect();
        let context = self.context;
        let batch = context.archive.begin(context.lock)?;
        let mut outcomes: Vec<Became> = Vec::new();
        let [firsts, repeats] = self.sorted_out(&loaded, &mut outcomes);
        let mut round = Round {
            run: self,
            batch: &batch,
        };
        let stored = [firsts, repeats]
            .into_iter()
            .try_for_each(|loaded| round.take_in(&loaded, &mut outcomes));
        if let Err(Stop { source, error }) = stored {
            // What was handed to the index is not in the archive.
            let _ = self.writer.rollback();
            report
                .failed
                .extend(source.map(|source| Entry::reason(&source, &error)));
            return Err(*error);
        }
        let committed = batch.commit().inspect_err(|_| drop(self.writer.rollback()))?;
        // In the archive now, whatever becomes of the index: the next run makes good what that lacks.
        outcomes.sort_by_key(|(order, ..)| *order);
        let updated: BTreeSet<RecordId> = outcomes
            .iter()
            .filter_map(|(_, _, outcome)| outcome.updated())
            .collect();
        for (_, source, outcome) in outcomes {
            outcome.report(&source, report);
        }
        let (writer, epoch) = (self.writer, context.archive.epoch());
        show_parts(writer, context.archive, &updated).inspect_err(|_| drop(writer.rollback()))?;
        self.commit = Some(self.scope.spawn(move || writer.commit(&epoch, committed.sequence)));
        Ok(())
    }

    /// Waits for the commit of the chunk before: what a later one hands to the index must not become part of it.
    pub(crate) fn settle(&mut self) -> Result<(), IngestError> {
        if let Some(commit) = self.commit.take() {
            commit.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            (self.events)(Event::Committed);
        }
        Ok(())
    }

    /// What was loaded: the first of equal originals, which is the record, and the others, which wait for it.
    fn sorted_out<'l>(
        &mut self,
        loaded: &'l [(String, Result<Loaded, String>)],
        outcomes: &mut Vec<Became>,
    ) -> [Vec<(usize, &'l Loaded)>; 2] {
        let [mut firsts, mut repeats] = [Vec::new(), Vec::new()];
        let mut digests = BTreeSet::new();
        for (order, (source, loaded)) in loaded.iter().enumerate() {
            match loaded {
                Err(reason) => outcomes.push((order, source.clone(), Outcome::Failed(reason.clone()))),
                Ok(loaded) => match self.seen.get(source) {
                    Some(first) if first.digest == loaded.digest => repeats.push((order, loaded)),
                    Some(first) => {
                        let outcome = Outcome::Failed(twice(loaded, first.line));
                        outcomes.push((order, source.clone(), outcome));
                    }
                    None => {
                        self.seen.insert(source.clone(), Place::of(loaded));
                        if digests.insert(loaded.digest.as_str()) {
                            firsts.push((order, loaded));
                        } else {
                            repeats.push((order, loaded));
                        }
                    }
                },
            }
        }
        [firsts, repeats]
    }
}

impl Place {
    fn of(loaded: &Loaded) -> Self {
        Self {
            digest: loaded.digest.clone(),
            line: loaded.number,
        }
    }
}

/// Why a source that was met before, with other bytes, is not read.
fn twice(loaded: &Loaded, first: Option<u64>) -> String {
    let id = loaded.line.as_ref().and_then(|(stated, _)| stated.id.as_deref());
    match (loaded.number, first, id) {
        (Some(number), Some(first), Some(id)) => format!(
            "line {number}: the id `{id}` stands on line {first} already, with other values: only the first is read; give each line an \
             id of its own"
        ),
        _ => "it changed while it was read: run the same command again".to_owned(),
    }
}

/// Sources without equal bytes among them.
struct Round<'r, 'scope, 'env, 'a> {
    run: &'r mut Run<'scope, 'env, 'a>,
    batch: &'r Batch<'a>,
}

impl Round<'_, '_, '_, '_> {
    fn take_in(&mut self, loaded: &[(usize, &Loaded)], outcomes: &mut Vec<Became>) -> Result<(), Stop> {
        let read: Vec<Vec<Unit<'_>>> = loaded.par_iter().map(|(_, loaded)| self.read(loaded)).collect();
        let mut units = Vec::new();
        for (group, (order, loaded)) in read.into_iter().zip(loaded) {
            if group.is_empty() {
                outcomes.push((*order, loaded.source.clone(), Outcome::Left));
            }
            let base = units.len();
            units.extend(group.into_iter().map(|unit| Unit {
                order: *order,
                parent: unit.parent.map(|parent| parent + base),
                ..unit
            }));
        }
        self.settle_parts(&mut units);
        compare(&mut units, self.run.context.archive);
        self.run.settle().map_err(|error| Stop {
            source: None,
            error: Box::new(error),
        })?;
        let store = Store {
            context: self.run.context,
            batch: self.batch,
            writer: self.run.writer,
        };
        outcomes.extend(store.all(units)?);
        Ok(())
    }

    /// Reads one source, in parallel with others; nothing when the run was cancelled before its turn.
    fn read<'l>(&self, loaded: &'l Loaded) -> Vec<Unit<'l>> {
        if self.run.cancel.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let units = match self.decide(&loaded.digest, &loaded.source) {
            Decision::Unchanged { id, .. } if self.run.context.archive.is_purged(&id) => {
                vec![Unit::whole(loaded, self.purged(&id))]
            }
            Decision::Unchanged { id, source_known } => {
                let read = match amended(loaded, &id, self.run.context) {
                    Ok(amended) => Read::Known {
                        id,
                        source_known,
                        amended,
                    },
                    Err(reason) => Read::Failed(reason),
                };
                vec![Unit::whole(loaded, read)]
            }
            Decision::NewVersion { id } | Decision::Former { id } => read(loaded, Some(id), self.run.context),
            Decision::NewRecord => read(loaded, None, self.run.context),
        };
        (self.run.events)(Event::Done {
            bytes: loaded.bytes.len() as u64,
        });
        units
    }

    /// Bytes that a person had removed: they are not taken in again, and whoever offers them is told so.
    fn purged(&self, id: &RecordId) -> Read {
        match self.run.context.archive.refuse_purged(id) {
            Err(error @ ArchiveError::Purged { .. }) => Read::Skipped(error.to_string()),
            Err(error) => Read::Failed(error.to_string()),
            Ok(()) => Read::Known {
                id: id.clone(),
                source_known: true,
                amended: None,
            },
        }
    }

    /// What to do with bytes from a source. A source with the bytes of an earlier version, where the newest came from, was
    /// put back, and the record follows. Else another source of the record was changed, and this one is as it always was.
    fn decide(&self, digest: &str, source: &str) -> Decision {
        let decision = self.batch.decide(digest, source);
        if let Decision::Former { id } = &decision {
            let newest = self.run.context.archive.provenance(id, None);
            if !newest.is_ok_and(|newest| newest.source.as_deref() == Some(source)) {
                return Decision::Unchanged {
                    id: id.clone(),
                    source_known: true,
                };
            }
        }
        decision
    }

    /// Decides about parts of containers as about files: their bytes may be known, or their source.
    fn settle_parts(&mut self, units: &mut [Unit<'_>]) {
        for unit in units.iter_mut().filter(|unit| unit.parent.is_some()) {
            let Read::Ready(ready) = &mut unit.read else { continue };
            let place = Place {
                digest: unit.digest.clone(),
                line: None,
            };
            if self.run.seen.insert(unit.source.clone(), place).is_some() {
                let reason = "another part of the same file has this name".to_owned();
                unit.read = Read::Failed(reason);
                continue;
            }
            match self.decide(&unit.digest, &unit.source) {
                Decision::Unchanged { id, .. } if self.run.context.archive.is_purged(&id) => {
                    unit.read = self.purged(&id);
                }
                Decision::Unchanged { id, source_known } => {
                    unit.read = Read::Known {
                        id,
                        source_known,
                        amended: None,
                    };
                }
                Decision::NewVersion { id } | Decision::Former { id } => ready.id = Some(id),
                Decision::NewRecord => {}
            }
        }
    }
}
