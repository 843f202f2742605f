//! The HTTP side: API, pages, exports (`docs/http-api.md`).
//!
//! Every answer is made from one snapshot of the index; engine and archive are called on threads of their own, so that slow
//! questions never hold up sockets.

mod api;
mod app;
mod download;
mod error;
mod messages;
mod metrics;
mod pages;
mod params;
mod server;
#[cfg(test)]
mod tests;
mod view;

pub use app::App;
pub use server::{router, serve};
