//! What templates show, made of answers and records.

pub(crate) mod facets;
pub(crate) mod hits;
pub(crate) mod paragraphs;
pub(crate) mod pieces;
pub(crate) mod record;
pub(crate) mod timeline;
