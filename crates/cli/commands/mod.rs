//! One file for each command or group of small ones.

pub(crate) mod about;
pub(crate) mod admin;
pub(crate) mod backup;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod ingest;
pub(crate) mod lifecycle;
pub(crate) mod linked;
pub(crate) mod rows;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod text;
pub(crate) mod verify;
pub(crate) mod watch;
