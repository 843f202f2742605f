//! The embedded search index: schema, writer, searcher. The only room that names tantivy.
//!
//! An [`Engine`] is one index folder, open for writing by one process or for reading by many. Records go in
//! through [`IndexWriterHandle::put`]; questions are put to a [`Snapshot`], which never changes.
//!
//! # How a record stands in the index
//! One block of consecutive documents, written in one batch and therefore always in one segment and in order,
//! after merges too: the record, its paragraphs, statements, positions and cases. Metadata stand on the record alone; a paragraph
//! finds them by its place in the block (`table`), and a record its words in its paragraphs (`rows`). The folded
//! form of each word stands in one field, its lemma (one form for bokmål and nynorsk) in a second, the parts of
//! compounds in a third.

mod best;
mod block;
mod collect;
mod compile;
mod cursor;
mod directory;
mod docset;
mod engine;
mod error;
mod exact;
mod explain;
mod export;
mod facet;
mod filter;
mod folder;
mod footer;
mod fragment;
mod highlight;
mod joined;
mod keys;
mod keywords;
mod labels;
mod notes;
mod payload;
mod rows;
mod schema;
mod sequence;
mod snapshot;
mod spelling;
mod stats;
mod stored;
mod stream;
mod suggest;
mod synonyms;
mod table;
mod words;
mod writer;
mod written;

pub use cursor::CURSOR_PATTERN;
pub use engine::{Engine, Mode, Rebuild};
pub use error::EngineError;
pub use facet::meant_values;
pub use highlight::Highlighter;
pub use snapshot::Snapshot;
pub use stats::Stats;
pub use suggest::{SUGGESTED, Suggestions};
pub use synonyms::{SynonymError, Synonyms};
pub use writer::IndexWriterHandle;

#[cfg(test)]
mod tests;
