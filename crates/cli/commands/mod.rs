//! One file for each command or group of small ones.

pub(crate) mod admin;
pub(crate) mod export;
pub(crate) mod ingest;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod text;
