//! How much one client may ask: a bucket of requests that fills up again by the second.
//!
//! A client is an address (a /64 network for IPv6). Requests that come from this machine itself carry the name of the client
//! that a reverse proxy put last in `X-Forwarded-For`; without one they are the operator's own and are not limited.

use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderMap;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Clients remembered; past it those with a full bucket are forgotten.
const MAX_CLIENTS: usize = 10_000;

/// The buckets of all clients.
#[derive(Debug)]
pub(crate) struct RateLimit {
    /// Requests in a minute; 0 for no limit.
    per_minute: AtomicU32,
    clients: Mutex<HashMap<IpAddr, Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl RateLimit {
    pub(crate) fn new(per_minute: u32) -> Self {
        Self {
            per_minute: per_minute.into(),
            clients: Mutex::default(),
        }
    }

    /// Sets another limit.
    pub(crate) fn set(&self, per_minute: u32) {
        self.per_minute.store(per_minute, Ordering::Relaxed);
    }

    /// Takes a request in; else how long to wait.
    pub(crate) fn admit(&self, client: Option<IpAddr>, now: Instant) -> Result<(), Duration> {
        let per_minute = self.per_minute.load(Ordering::Relaxed);
        let Some(client) = client.filter(|_| per_minute > 0) else {
            return Ok(());
        };
        let most = f64::from(per_minute);
        let per_second = most / 60.0;
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = |bucket: &Bucket| {
            let since = now.saturating_duration_since(bucket.at).as_secs_f64();
            (bucket.left + since * per_second).min(most)
        };
        if clients.len() >= MAX_CLIENTS {
            clients.retain(|_, bucket| filled(bucket) < most);
        }
        let left = clients.get(&client).map_or(most, filled);
        let admitted = left >= 1.0;
        let bucket = Bucket {
            left: if admitted { left - 1.0 } else { left },
            at: now,
        };
        clients.insert(client, bucket);
        if admitted {
            Ok(())
        } else {
            Err(Duration::from_secs_f64((1.0 - left) / per_second))
        }
    }
}

/// Whom a request comes from; `None` for the operator on this machine.
pub(crate) fn client(request: &Request) -> Option<IpAddr> {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()?
        .0
        .ip()
        .to_canonical();
    let named = if peer.is_loopback() {
        forwarded(request.headers())?
    } else {
        peer
    };
    Some(match named {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        named @ IpAddr::V4(_) => named,
    })
}

/// The address that the nearest proxy saw.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn a_bucket_empties_and_fills_by_the_second() {
        let limit = RateLimit::new(60);
        let (start, client) = (Instant::now(), "192.0.2.1".parse().ok());
        for _ in 0..60 {
            assert!(limit.admit(client, start).is_ok());
        }
        let wait = limit.admit(client, start).expect_err("empty");
        assert!(wait <= Duration::from_secs(1) && wait > Duration::ZERO);
        assert!(
            limit.admit("192.0.2.2".parse().ok(), start).is_ok(),
            "others have their own"
        );
        assert!(limit.admit(client, start + Duration::from_secs(1)).is_ok());
        assert!(limit.admit(client, start + Duration::from_secs(1)).is_err());
        assert!(RateLimit::new(0).admit(client, start).is_ok());
    }

    #[test]
    fn a_client_is_the_peer_or_whom_a_proxy_on_this_machine_names() {
        for (peer, forwarded, expected) in [
            ("127.0.0.1:1", None, None),
            ("127.0.0.1:1", Some("10.0.0.1, 192.0.2.7"), Some("192.0.2.7")),
            ("[::1]:1", Some("2001:db8:1:2:3:4:5:6"), Some("2001:db8:1:2::")),
            ("192.0.2.1:1", Some("198.51.100.1"), Some("192.0.2.1")),
            ("[::ffff:127.0.0.1]:1", None, None),
        ] {
            let mut request = Request::new(Body::empty());
            let peer: SocketAddr = peer.parse().expect("an address");
            request.extensions_mut().insert(ConnectInfo(peer));
            if let Some(forwarded) = forwarded {
                let value = forwarded.parse().expect("a header");
                request.headers_mut().insert("x-forwarded-for", value);
            }
            let expected: Option<IpAddr> = expected.map(|text| text.parse().expect("an address"));
            assert_eq!(client(&request), expected, "{peer} {forwarded:?}");
        }
    }
}
