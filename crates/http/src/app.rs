//! What every handler shares.

use crate::error::Problem;
use crate::fixity::Fixity;
use crate::limit::RateLimit;
use crate::linked::Linked;
use crate::marks::Marks;
use crate::messages::Told;
use crate::metrics::Metrics;
use crate::observed::Observed;
use crate::site::IN_ONE_MAP;
use ordskifte_archive::{Archive, ArchiveError, PublicRecord};
use ordskifte_engine::Engine;
use ordskifte_record::{Record, RecordId};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Questions answered at once; more wait.
const MAX_QUESTIONS: usize = 16;
/// Exports streamed at once; more are told to come back.
const MAX_EXPORTS: usize = 4;
/// Versions that are named one by one where another is asked for.
const MOST_NAMED: u32 = 8;
/// Requests that one client may make in a minute when nothing else is said.
const PER_MINUTE: u32 = 600;
/// After how long the folder is read again though no file of it looks changed: network file systems tell late.
const REFRESH: Duration = Duration::from_millis(500);

/// What every handler shares.
#[derive(Clone)]
pub struct App(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) engine: Arc<Engine>,
    pub(crate) archive: Arc<Archive>,
    /// Base of absolute links, without a slash at its end.
    pub(crate) public_url: String,
    pub(crate) metrics: Metrics,
    pub(crate) exports: Arc<Semaphore>,
    pub(crate) rate: RateLimit,
    /// What records have in common, of the archive's latest state that was asked for.
    pub(crate) links: tokio::sync::Mutex<Arc<Linked>>,
    /// Whether addresses are logged with their queries.
    pub(crate) logs_queries: bool,
    /// Addresses in one map of the site.
    pub(crate) in_one_map: u64,
    /// What the last verification found; none before the first.
    pub(crate) fixity: Mutex<Option<Fixity>>,
    /// What is known of the data folder; none before the first look.
    observed: Mutex<Option<Observed>>,
    questions: Semaphore,
    refreshed: Mutex<Option<(Marks, Instant)>>,
}

impl App {
    /// An app over an index and the archive that it was made of.
    pub fn new(engine: Arc<Engine>, archive: Arc<Archive>, public_url: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            engine,
            archive,
            public_url: public_url.into().trim_end_matches('/').to_owned(),
            metrics: Metrics::default(),
            exports: Arc::new(Semaphore::new(MAX_EXPORTS)),
            rate: RateLimit::new(PER_MINUTE),
            links: tokio::sync::Mutex::default(),
            logs_queries: false,
            in_one_map: IN_ONE_MAP,
            fixity: Mutex::default(),
            observed: Mutex::default(),
            questions: Semaphore::new(MAX_QUESTIONS),
            refreshed: Mutex::new(None),
        }))
    }

    /// The same app with another number of requests that one client may make in a minute; 0 for no limit.
    #[must_use]
    pub fn limited_to(self, per_minute: u32) -> Self {
        self.0.rate.set(per_minute);
        self
    }

    /// The same app, not yet shared, that logs what is searched for.
    #[must_use]
    pub fn logging_queries(mut self, does: bool) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.logs_queries = does;
        }
        self
    }

    /// The same app, not yet shared, with so many addresses in one map of the site.
    #[cfg(test)]
    pub(crate) fn mapping(mut self, in_one_map: u64) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.in_one_map = in_one_map;
        }
        self
    }

    /// Takes in what a verification found.
    pub fn verified(&self, fixity: Fixity) {
        *self.0.fixity.lock().unwrap_or_else(PoisonError::into_inner) = Some(fixity);
    }

    /// What the last verification found.
    pub(crate) fn fixity(&self) -> Option<Fixity> {
        self.0.fixity.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The problem that the index in use was found damaged, if it was: what it holds may lead anywhere.
    pub(crate) fn damaged(&self) -> Option<Problem> {
        let fixity = self.fixity()?;
        fixity
            .forbids(&self.0.engine.generation())
            .then(|| Problem::unavailable(Told::new("damaged", [])))
    }

    /// Takes in what is known of the data folder.
    pub fn observed(&self, observed: Observed) {
        *self.0.observed.lock().unwrap_or_else(PoisonError::into_inner) = Some(observed);
    }

    /// What is known of the data folder.
    pub(crate) fn last_observed(&self) -> Option<Observed> {
        self.0.observed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The state of index and archive, for entity tags.
    pub(crate) async fn state(&self) -> Result<String, Problem> {
        self.ask(|inner| Ok(format!("{}.{}", inner.engine.state(), inner.archive.sequence())))
            .await
    }

    /// Runs a question on a thread where it may block.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Inner) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _permit = self
            .0
            .questions
            .acquire()
            .await
            .map_err(|_| Problem::unavailable(Told::new("stopping", [])))?;
        let inner = Arc::clone(&self.0);
        let span = tracing::Span::current();
        let answer = tokio::task::spawn_blocking(move || {
            let _entered = span.enter();
            inner.refresh();
            question(&inner)
        });
        answer.await.map_err(|error| {
            tracing::error!(%error, "a question failed");
            Problem::internal()
        })?
    }
}

impl Inner {
    /// A record as everybody may see it.
    pub(crate) fn public_record(&self, id: &RecordId, version: Option<u32>) -> Result<Record, Problem> {
        Ok(self.public(id, version)?.record)
    }

    /// A record and its text as everybody may see them.
    pub(crate) fn public(&self, id: &RecordId, version: Option<u32>) -> Result<PublicRecord, Problem> {
        let found = self.archive.public(id, version);
        found.map_err(|error| self.told_missing(id, version, error))
    }

    /// What is told of a record, version or file that is not there: of a version, which there are.
    pub(crate) fn told_missing(&self, id: &RecordId, version: Option<u32>, error: ArchiveError) -> Problem {
        if !matches!(error, ArchiveError::NotFound(_)) {
            return error.into();
        }
        let versions = self.archive.versions(id);
        let newest = versions.last().map_or(1, |newest| newest.number);
        if self.archive.public(id, None).is_err() {
            Problem::not_found(Told::new("no_record", [id.as_str()]))
        } else if version.is_some_and(|version| versions.iter().all(|known| known.number != version)) {
            let names: Vec<String> = (1..=newest).map(|number| format!("v{number}")).collect();
            let there_are = if newest > MOST_NAMED {
                format!("v1–v{newest}")
            } else {
                names.join(", ")
            };
            Problem::not_found(Told::new("no_version", [id.as_str(), &there_are]))
        } else {
            Problem::from(error)
        }
    }

    /// Takes in what another process has committed: a question that is asked when a command has ended, as one that
    /// restricts a record, is answered by what it left. Questions beside wait, as they ask for the same.
    fn refresh(&self) {
        let mut refreshed = self.refreshed.lock().unwrap_or_else(PoisonError::into_inner);
        // Looked at before they are read: what is committed meanwhile is seen the next time.
        let marks = Marks::of(
            [self.archive.commit_file()]
                .into_iter()
                .chain(self.engine.commit_files()),
        );
        if let Some((known, at)) = &*refreshed
            && *known == marks
            && at.elapsed() < REFRESH
        {
            return;
        }
        if let Err(error) = self.archive.refresh() {
            tracing::warn!(%error, "the archive could not be read again");
        }
        if let Err(error) = self.engine.reload() {
            tracing::warn!(%error, "the index could not be read again");
        }
        *refreshed = Some((marks, Instant::now()));
    }
}
