//! What templates show, made of answers and records.

pub(crate) mod facets;
pub(crate) mod hits;
pub(crate) mod names;
pub(crate) mod notes;
pub(crate) mod pager;
pub(crate) mod paragraphs;
pub(crate) mod pieces;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod sheet;
pub(crate) mod timeline;
pub(crate) mod turns;
pub(crate) mod typed;
pub(crate) mod wheel;
