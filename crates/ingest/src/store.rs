//! Units into the archive's batch and the index.

use crate::IngestError;
use crate::agree::show;
use crate::jsonl::LINE;
use crate::lifecycle::{carry_over, stay_restricted};
use crate::pipeline::Context;
use crate::report::{Entry, Report};
use crate::unit::{Main, Read, Ready, Unit};
use ordskifte_archive::{Amendment, ArchiveError, Batch, Decision, NewOriginal, NewVersion, Provenance};
use ordskifte_archive::{free_part, is_restricted_as_part, restrict_part};
use ordskifte_engine::{EngineError, IndexWriterHandle};
use ordskifte_record::{Access, OriginalRole, RecordId};
use rayon::prelude::*;
use std::borrow::Cow;

/// What became of a source.
pub(crate) enum Outcome {
    Added(RecordId),
    Updated(RecordId),
    Unchanged(RecordId),
    Failed(String),
    Skipped(String),
    /// The run was cancelled before its turn.
    Left,
}

/// A source, its place in the chunk, and what became of it.
pub(crate) type Became = (usize, String, Outcome);

impl Outcome {
    pub(crate) fn report(self, source: &str, report: &mut Report) {
        match self {
            Self::Added(id) => report.added.push(Entry::record(source, id.as_str())),
            Self::Updated(id) => report.updated.push(Entry::record(source, id.as_str())),
            Self::Unchanged(id) => report.unchanged.push(Entry::record(source, id.as_str())),
            Self::Failed(reason) => report.failed.push(Entry::reason(source, reason)),
            Self::Skipped(reason) => report.skipped.push(Entry::reason(source, reason)),
            Self::Left => report.interrupted = true,
        }
    }

    /// The record of a new version.
    pub(crate) fn updated(&self) -> Option<RecordId> {
        match self {
            Self::Updated(id) => Some(id.clone()),
            _ => None,
        }
    }

    fn id(&self) -> Option<&RecordId> {
        match self {
            Self::Added(id) | Self::Updated(id) | Self::Unchanged(id) => Some(id),
            Self::Failed(_) | Self::Skipped(_) | Self::Left => None,
        }
    }
}

/// Why the run cannot go on, and the source that it came to, if it is about one.
pub(crate) struct Stop {
    pub(crate) source: Option<String>,
    pub(crate) error: Box<IngestError>,
}

/// Why one unit was not stored.
enum Fail {
    /// Its own fault, or that of its record.
    Unit(String),
    /// The next ones would fare no better.
    Run(IngestError),
}

impl From<ArchiveError> for Fail {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Damaged { .. } | ArchiveError::NotFound(_) | ArchiveError::Changed(_) => {
                Self::Unit(error.to_string())
            }
            other => Self::Run(other.into()),
        }
    }
}

impl From<EngineError> for Fail {
    fn from(error: EngineError) -> Self {
        Self::Run(error.into())
    }
}

/// Where units go.
#[derive(Clone, Copy)]
pub(crate) struct Store<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) batch: &'a Batch<'a>,
    pub(crate) writer: &'a IndexWriterHandle,
}

/// A unit's place among the others of its round.
struct Placed<'a> {
    unit: Unit<'a>,
    /// Number of containers around it.
    depth: usize,
    outcome: Option<Outcome>,
}

impl Store<'_> {
    /// Stores all units: containers before their parts, mains before their renditions, the first of equal bytes before
    /// the others; all that is left in parallel.
    pub(crate) fn all(self, units: Vec<Unit<'_>>) -> Result<Vec<Became>, Stop> {
        let mut placed: Vec<Placed<'_>> = Vec::new();
        for unit in units {
            let depth = unit
                .parent
                .and_then(|parent| placed.get(parent))
                .map_or(0, |parent| parent.depth + 1);
            placed.push(Placed {
                unit,
                depth,
                outcome: None,
            });
        }
        let deepest = placed.iter().map(|placed| placed.depth).max().unwrap_or(0);
        for depth in 0..=deepest {
            let later = later(&placed, depth);
            let outcomes: Vec<(usize, Outcome)> = placed
                .par_iter()
                .enumerate()
                .filter(|(index, placed)| placed.depth == depth && !later.contains(index))
                .map(|(index, at)| Ok((index, self.one(at, &placed)?)))
                .collect::<Result<_, Stop>>()?;
            set(&mut placed, outcomes);
            for index in later {
                if let Some(at) = placed.get(index) {
                    let outcome = self.one(at, &placed)?;
                    set(&mut placed, vec![(index, outcome)]);
                }
            }
        }
        Ok(placed
            .into_iter()
            .map(|placed| {
                (
                    placed.unit.order,
                    placed.unit.source,
                    placed.outcome.unwrap_or(Outcome::Left),
                )
            })
            .collect())
    }

    fn one(self, at: &Placed<'_>, all: &[Placed<'_>]) -> Result<Outcome, Stop> {
        let stored = match &at.unit.read {
            Read::Failed(reason) => return Ok(Outcome::Failed(reason.clone())),
            Read::Skipped(reason) => return Ok(Outcome::Skipped(reason.clone())),
            Read::Known {
                id,
                source_known,
                amended,
            } => self
                .known(&at.unit, id, *source_known, amended.as_deref())
                .and_then(|outcome| self.freed(&at.unit, id, all, outcome)),
            Read::Ready(ready) => self.ready(&at.unit, ready, all),
        };
        match stored {
            Ok(outcome) => Ok(outcome),
            Err(Fail::Unit(reason)) => Ok(Outcome::Failed(reason)),
            Err(Fail::Run(error)) => Err(Stop {
                source: Some(at.unit.source.clone()),
                error: Box::new(error),
            }),
        }
    }

    /// Known bytes: their source is noted, and what a changed sidecar says.
    fn known(
        self,
        unit: &Unit<'_>,
        id: &RecordId,
        source_known: bool,
        amended: Option<&Ready>,
    ) -> Result<Outcome, Fail> {
        if !source_known {
            self.batch.add_source(id, &unit.source)?;
        }
        let Some(ready) = amended else {
            return Ok(Outcome::Unchanged(id.clone()));
        };
        let mut record = ready.record.clone();
        let before = self.context.archive.record(id, None)?;
        carry_over(&before, &mut record);
        stay_restricted(&before, &mut record);
        let amendment = Amendment {
            record,
            archived_at: self.context.settings.now.clone(),
            provenance: Provenance {
                source: Some(unit.source.clone()),
                stated: ready.stated.clone(),
                amended: ready.amended.clone(),
                reason: Some("its sidecar changed".to_owned()),
                ..Provenance::default()
            },
        };
        self.batch.amend(id, amendment)?;
        self.index(id, &ready.flow)?;
        Ok(Outcome::Updated(id.clone()))
    }

    /// A known part that new, public bytes of its container hold: what restricted it was those that they replace.
    fn freed(self, unit: &Unit<'_>, id: &RecordId, all: &[Placed<'_>], outcome: Outcome) -> Result<Outcome, Fail> {
        let container = unit.parent.and_then(|parent| all.get(parent)?.outcome.as_ref()?.id());
        let Some(container) = container else { return Ok(outcome) };
        let mut record = self.context.archive.record(id, None)?;
        let is_freed = record.part_of.as_ref() == Some(container)
            && is_restricted_as_part(&record)
            && self.access(container)? == Access::Public;
        if !is_freed {
            return Ok(outcome);
        }
        free_part(&mut record);
        let provenance = Provenance {
            reason: Some("its container is no longer restricted".to_owned()),
            ..self.context.archive.provenance(id, None)?
        };
        let amendment = Amendment {
            record,
            archived_at: self.context.settings.now.clone(),
            provenance,
        };
        self.batch.amend(id, amendment)?;
        self.index(id, &self.context.archive.flow_text(id, None)?)?;
        Ok(Outcome::Updated(id.clone()))
    }

    fn ready(self, unit: &Unit<'_>, ready: &Ready, all: &[Placed<'_>]) -> Result<Outcome, Fail> {
        // Equal bytes may have come in since this was read.
        if let Decision::Unchanged { id, source_known } = self.batch.decide(&unit.digest, &unit.source) {
            return self.known(unit, &id, source_known, None);
        }
        if let Some(main) = &ready.rendition_of {
            let id = match main {
                Main::Record(id) => Some(id),
                Main::Unit(index) => all.get(*index).and_then(|main| main.outcome.as_ref()?.id()),
            };
            if let Some(id) = id {
                let original = original(unit, ready, OriginalRole::Rendition);
                self.batch
                    .attach(id, original, &unit.source, &self.context.settings.now)?;
                self.index(id, &ready.flow)?;
                return Ok(Outcome::Updated(id.clone()));
            }
        }
        let mut record = ready.record.clone();
        if let Some(id) = &ready.id {
            let before = self.context.archive.record(id, None)?;
            carry_over(&before, &mut record);
            // Whether its container still restricts it, the container's new bytes say.
            if !is_restricted_as_part(&before) {
                stay_restricted(&before, &mut record);
            }
        }
        record.sources = vec![unit.source.clone()];
        if let Some(container) = unit.parent.and_then(|parent| all.get(parent)) {
            let Some(id) = container.outcome.as_ref().and_then(Outcome::id) else {
                return Err(Fail::Unit(format!("{} could not be archived", container.unit.source)));
            };
            record.part_of = Some(id.clone());
            if self.access(id)? == Access::Restricted {
                restrict_part(&mut record, id);
            }
        }
        let version = NewVersion {
            id: ready.id.clone(),
            record,
            originals: vec![original(unit, ready, OriginalRole::Main)],
            text: Cow::Borrowed(&ready.text),
            archived_at: self.context.settings.now.clone(),
            provenance: Provenance {
                source: Some(unit.source.clone()),
                stated: ready.stated.clone(),
                amended: ready.amended.clone(),
                likeness: ready.likeness,
                ..Provenance::default()
            },
        };
        let stored = self.batch.put(version)?;
        if !stored.fresh {
            return Ok(Outcome::Unchanged(stored.id));
        }
        self.index(&stored.id, &ready.flow)?;
        Ok(match &ready.id {
            Some(_) => Outcome::Updated(stored.id),
            None => Outcome::Added(stored.id),
        })
    }

    fn access(self, id: &RecordId) -> Result<Access, Fail> {
        match self.batch.staged(id) {
            Some(record) => Ok(record.access),
            None => Ok(self.context.archive.record(id, None)?.access),
        }
    }

    /// Hands the record, as the archive will have it, to the index.
    fn index(self, id: &RecordId, flow: &str) -> Result<(), Fail> {
        match self.batch.staged(id) {
            Some(record) => Ok(show(self.writer, &record, flow)?),
            None => Err(Fail::Unit(format!("record {id} was not staged"))),
        }
    }
}

/// Those that wait for others of the same depth: renditions, and parts with equal bytes.
fn later(placed: &[Placed<'_>], depth: usize) -> Vec<usize> {
    let mut digests = std::collections::BTreeSet::new();
    let ours = placed.iter().enumerate().filter(|(_, placed)| placed.depth == depth);
    ours.filter(|(_, placed)| match &placed.unit.read {
        Read::Ready(ready) => ready.rendition_of.is_some() || !digests.insert(placed.unit.digest.as_str()),
        _ => false,
    })
    .map(|(index, _)| index)
    .collect()
}

fn set(placed: &mut [Placed<'_>], outcomes: Vec<(usize, Outcome)>) {
    for (index, outcome) in outcomes {
        if let Some(placed) = placed.get_mut(index) {
            placed.outcome = Some(outcome);
        }
    }
}

fn original<'u>(unit: &'u Unit<'_>, ready: &Ready, role: OriginalRole) -> NewOriginal<'u> {
    let metadata = &ready.text.metadata;
    NewOriginal {
        bytes: unit.bytes.as_ref().into(),
        sha256: Some(unit.digest.clone()),
        media_type: if unit.is_line {
            LINE.to_owned()
        } else {
            ready.text.media_type.clone()
        },
        role,
        filename: unit.filename.clone(),
        source_url: ready.stated.source_url.clone().or_else(|| metadata.source_url.clone()),
    }
}
