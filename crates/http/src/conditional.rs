//! Entity tags: who holds the answer already is told so before it is made.
//!
//! An answer depends on its address, the state of index and archive, the interface language and this program; the tag is made
//! of just these, so that it costs no search to tell that nothing has changed.

use crate::messages::Interface;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

/// Changes with the program and with what the pages are made of.
static BUILD: LazyLock<u64> = LazyLock::new(|| {
    let assets = crate::site::ASSETS.iter().map(|(_, _, bytes)| *bytes);
    let texts = crate::pages::SOURCES.iter().map(|(_, source)| source.as_bytes());
    let version = [env!("CARGO_PKG_VERSION").as_bytes(), crate::messages::SOURCE.as_bytes()];
    fnv(assets.chain(texts).chain(version))
});

/// FNV-1a over pieces.
fn fnv<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> u64 {
    pieces
        .flat_map(|piece| piece.iter().copied().chain([0xff]))
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// A hexadecimal number that changes with the program's assets, for addresses that may be kept for good.
pub(crate) fn build() -> String {
    format!("{:016x}", *BUILD)
}

/// The tags of `If-None-Match`.
fn tags(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
}

/// A tag without the mark of a weak one: weak and strong ones are alike here (RFC 9110, 8.8.3.2).
fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// Whether somebody holds what there is, with this tag, or with any (`*`).
pub(crate) fn holds(headers: &HeaderMap, tag: &str) -> bool {
    tags(headers).any(|held| held == "*" || opaque(held) == opaque(tag))
}

/// A weak entity tag (weak: the same answer may be sent compressed or not).
#[derive(Clone, Debug)]
pub(crate) struct Tag(String);

impl Tag {
    /// The tag of an answer made in a state of index or archive.
    pub(crate) fn of(state: &str, uri: &Uri, interface: Option<Interface>) -> Self {
        let address = uri.path_and_query().map_or("", |whole| whole.as_str());
        let language = interface.map_or("", Interface::code);
        let hash = fnv([address.as_bytes(), language.as_bytes(), build().as_bytes()].into_iter());
        Self(format!("W/\"{state}-{hash:016x}\""))
    }

    /// 304 for who holds the answer with this tag: it need not be made again.
    pub(crate) fn held(&self, headers: &HeaderMap) -> Option<Response> {
        let is_held = tags(headers).any(|tag| opaque(tag) == opaque(&self.0));
        is_held.then(|| self.tagged(StatusCode::NOT_MODIFIED.into_response()))
    }

    /// The answer with its tag; 304 for who holds any (`*`), which is known of an answer only once there is one (RFC 9110,
    /// 13.1.2).
    pub(crate) fn on(&self, headers: &HeaderMap, response: Response) -> Response {
        let is_held = response.status().is_success() && tags(headers).any(|tag| tag == "*");
        if !is_held {
            return self.tagged(response);
        }
        let mut held = StatusCode::NOT_MODIFIED.into_response();
        if let Some(vary) = response.headers().get(header::VARY) {
            held.headers_mut().insert(header::VARY, vary.clone());
        }
        self.tagged(held)
    }

    fn tagged(&self, mut response: Response) -> Response {
        if let Ok(tag) = HeaderValue::from_str(&self.0) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(state: &str, address: &str, interface: Option<Interface>) -> Tag {
        Tag::of(state, &address.parse().expect("an address"), interface)
    }

    #[test]
    fn a_tag_changes_with_state_address_and_language_and_with_nothing_else() {
        let one = tag("1-a", "/?q=a", Some(Interface::Nb));
        assert_eq!(one.0, tag("1-a", "/?q=a", Some(Interface::Nb)).0);
        assert_ne!(one.0, tag("2-a", "/?q=a", Some(Interface::Nb)).0);
        assert_ne!(one.0, tag("1-a", "/?q=b", Some(Interface::Nb)).0);
        assert_ne!(one.0, tag("1-a", "/?q=a", Some(Interface::Nn)).0);
    }

    #[test]
    fn any_of_several_tags_is_recognized_weak_or_strong() {
        let one = tag("1-a", "/", None);
        let strong = one.0.trim_start_matches("W/").to_owned();
        for (held, expected) in [
            (one.0.clone(), true),
            (format!("\"x\", {strong}"), true),
            ("*".to_owned(), false),
            ("\"x\"".to_owned(), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, held.parse().expect("a header"));
            assert_eq!(one.held(&headers).is_some(), expected, "{held}");
            assert_eq!(holds(&headers, &one.0), expected || held == "*", "{held}");
            // Of what there is not nobody holds anything.
            let status = |status: StatusCode| one.on(&headers, status.into_response()).status();
            assert_eq!(status(StatusCode::NOT_FOUND), StatusCode::NOT_FOUND);
            assert_eq!(
                status(StatusCode::OK) == StatusCode::NOT_MODIFIED,
                held == "*",
                "{held}"
            );
        }
    }
}
