//! The HTTP side: API, pages, exports (`docs/http-api.md`).
//!
//! Every answer is made from one snapshot of the index; engine and archive are called on threads of their own, so that slow
//! questions never hold up sockets.

mod api;
mod app;
mod call;
mod charset;
mod conditional;
mod connections;
mod describe;
mod error;
mod export;
mod feed;
mod fixity;
mod limit;
mod linked;
mod links;
mod marks;
mod messages;
mod metrics;
mod observed;
mod original;
mod pages;
mod params;
mod server;
mod site;
mod stream;
mod suggest;
#[cfg(test)]
mod tests;
mod trace;
mod view;
mod xml;

pub use app::App;
pub use fixity::Fixity;
pub use observed::Observed;
pub use server::{router, serve};
