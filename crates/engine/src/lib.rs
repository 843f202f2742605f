//! The embedded tantivy index: schema, writer, searcher.
