//! The index against a plain evaluation of the same question, over random small corpora.
