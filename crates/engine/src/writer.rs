//! Writing: records in, from any number of threads, and commits.

use crate::block::documents;
use crate::error::EngineError;
use crate::payload::Payload;
use crate::schema::{Fields, fingerprint};
use ordskifte_record::{Record, RecordId};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::schema::{Document, Schema};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

/// Least memory of one indexing thread, in bytes.
const LEAST_MEMORY: usize = 16 << 20;
/// Most bytes of analyzed text that wait for an indexing thread.
const WAITING: usize = 64 << 20;
/// How often and how long apart a lock or a merge is tried: a process that was just killed frees its lock a little later.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// The one writer of an index. All methods take `&self`; [`IndexWriterHandle::put`] analyzes in parallel.
pub struct IndexWriterHandle {
    /// One caller at a time: tantivy numbers the operations of a call, then queues them, and applies a deletion that
    /// comes late to records that are newer than it.
    writer: Mutex<IndexWriter<Queued>>,
    schema: Schema,
    fields: Fields,
    folder_number: u32,
    waiting: Arc<Waiting>,
}

impl IndexWriterHandle {
    /// Opens the writer of an index: `threads` indexing threads that share `memory` bytes.
    pub(crate) fn open(
        index: &Index,
        fields: &Fields,
        folder: &Path,
        folder_number: u32,
        threads: usize,
        memory: usize,
    ) -> Result<Self, EngineError> {
        let threads = threads.clamp(1, 8);
        let memory = memory.max(threads * LEAST_MEMORY);
        let mut tries = 0;
        let writer: IndexWriter<Queued> = loop {
            match index.writer_with_num_threads(threads, memory) {
                Ok(writer) => break writer,
                Err(tantivy::TantivyError::LockFailure(..)) if tries < LOCK_TRIES => {
                    tries += 1;
                    std::thread::sleep(LOCK_PAUSE);
                }
                Err(tantivy::TantivyError::LockFailure(..)) => {
                    return Err(EngineError::Locked {
                        folder: folder.to_owned(),
                    });
                }
                Err(other) => return Err(other.into()),
            }
        };
        let mut policy = LogMergePolicy::default();
        // Without this, deleted documents are never a reason to merge.
        policy.set_del_docs_ratio_before_merge(0.25);
        writer.set_merge_policy(Box::new(policy));
        // What a killed process left of a commit: operations are numbered on from the last commit, and files named by
        // those numbers would be written again.
        writer.garbage_collect_files().wait()?;
        Ok(Self {
            writer: Mutex::new(writer),
            schema: index.schema(),
            fields: fields.clone(),
            folder_number,
            waiting: Arc::new(Waiting::default()),
        })
    }

    /// Adds a record, or replaces it: `record` with its paragraphs and statements, `text` the flow that their
    /// positions count code points in. Analysis happens in the calling thread; the call waits while much
    /// analyzed text is not yet written. Visible after [`IndexWriterHandle::commit`].
    pub fn put(&self, record: &Record, text: &str) -> Result<(), EngineError> {
        let documents = documents(&self.schema, &self.fields, record, text)?;
        let id = record.id.as_ref().map_or("", |id| id.as_str());
        let mut operations = vec![UserOperation::Delete(Term::from_field_text(self.fields.id, id))];
        // About what the analyzed forms and the stored text take.
        let ticket = self.waiting.enter(text.len() * 6 + 4096);
        operations.extend(documents.into_iter().map(|document| {
            UserOperation::Add(Queued {
                document,
                ticket: Arc::clone(&ticket),
            })
        }));
        drop(ticket);
        self.writer().run(operations)?;
        Ok(())
    }

    /// Removes a record; no error when it is not there.
    pub fn delete(&self, id: &RecordId) -> Result<(), EngineError> {
        self.writer()
            .delete_term(Term::from_field_text(self.fields.id, id.as_str()));
        Ok(())
    }

    /// Makes all that was put durable and visible to [`crate::Engine::reload`], and notes how far the index has
    /// followed the archive: the name of its numbering of changes, and the last number. Gives the new generation.
    pub fn commit(&self, archive_epoch: &str, archive_sequence: u64) -> Result<String, EngineError> {
        let mut writer = self.writer();
        let mut prepared = writer.prepare_commit()?;
        let payload = Payload {
            fingerprint: fingerprint(),
            archive_epoch: archive_epoch.to_owned(),
            archive_sequence,
            generation: format!("{}-{:x}", self.folder_number, prepared.opstamp()),
        };
        prepared.set_payload(&payload.to_text());
        prepared.commit()?;
        Ok(payload.generation)
    }

    /// Writes the segments anew that hold deleted records, so that nothing of those is left in the files; after a commit.
    pub fn expunge(&self) -> Result<(), EngineError> {
        let mut writer = self.writer();
        let mut tries = 0;
        loop {
            let mut failed = None;
            let segments = writer.index().searchable_segment_metas()?;
            for segment in segments.iter().filter(|segment| segment.num_deleted_docs() > 0) {
                failed = writer.merge(&[segment.id()]).wait().err().or(failed);
            }
            match failed {
                None => break,
                // A merge of tantivy's own had taken the segment up, and has written it anew when we look again.
                Some(_) if tries < LOCK_TRIES => {
                    tries += 1;
                    std::thread::sleep(LOCK_PAUSE);
                }
                // What stopped the first merge tantivy does not tell any more; it is hardly ever anything but the disk.
                Some(error) => {
                    return Err(EngineError::NotWritten {
                        detail: format!("removed records are still in its files: {error}"),
                    });
                }
            }
        }
        writer.garbage_collect_files().wait()?;
        Ok(())
    }

    fn writer(&self) -> MutexGuard<'_, IndexWriter<Queued>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops what was put since the last commit.
    pub fn rollback(&self) -> Result<(), EngineError> {
        let mut writer = self.writer();
        writer.rollback()?;
        // As when it was opened: the commit that is dropped may have written files.
        writer.garbage_collect_files().wait()?;
        Ok(())
    }

    /// Waits until merges that run have ended: before a measurement or at the end of a long ingest.
    pub fn finish(self) -> Result<(), EngineError> {
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer.wait_merging_threads()?;
        Ok(())
    }
}

impl std::fmt::Debug for IndexWriterHandle {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("IndexWriterHandle").finish_non_exhaustive()
    }
}

/// A document on its way to an indexing thread. tantivy's own queue is bounded in batches only, which long
/// documents would fill memory with.
struct Queued {
    document: TantivyDocument,
    ticket: Arc<Ticket>,
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        drop(self.ticket);
        self.document
    }
}

#[derive(Debug, Default)]
struct Waiting {
    bytes: Mutex<usize>,
    freed: Condvar,
}

impl Waiting {
    /// Waits for room; a record larger than all the room gets in alone.
    fn enter(self: &Arc<Self>, bytes: usize) -> Arc<Ticket> {
        let mut held = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        while *held > 0 && *held + bytes > WAITING {
            let waited = self.freed.wait_timeout(held, Duration::from_millis(200));
            held = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *held += bytes;
        drop(held);
        Arc::new(Ticket {
            bytes,
            waiting: Arc::clone(self),
        })
    }
}

/// Room taken by one record's documents, given back when the last of them is taken up.
#[derive(Debug)]
struct Ticket {
    bytes: usize,
    waiting: Arc<Waiting>,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut held = self.waiting.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        *held = held.saturating_sub(self.bytes);
        self.waiting.freed.notify_all();
    }
}
