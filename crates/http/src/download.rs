//! Bytes: archived originals and streamed exports.

use crate::api::{record_id, version};
use crate::app::App;
use crate::error::Problem;
use crate::params::Pairs;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ordskifte_export::{Format, Origin, Writer};
use ordskifte_query::SearchRequest;
use ordskifte_record::RecordId;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// Bytes handed over at once.
const CHUNK: usize = 64 << 10;
/// Chunks waiting for a slow reader.
const WAITING: usize = 4;
/// A reader that takes nothing for so long has gone.
const STALLED: Duration = Duration::from_secs(30);

/// A body fed from a thread through a short queue. It ends in an error unless its writer has said that it is complete:
/// a reader must never take a part for the whole, whatever happened to the writer.
struct Stream {
    queue: mpsc::Receiver<Bytes>,
    complete: Arc<AtomicBool>,
    ended: bool,
}

impl Stream {
    fn body(self) -> Body {
        Body::new(self)
    }
}

impl axum::body::HttpBody for Stream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, io::Error>>> {
        let next = std::task::ready!(self.queue.poll_recv(context));
        Poll::Ready(match next {
            Some(chunk) => Some(Ok(http_body::Frame::data(chunk))),
            None if self.ended || self.complete.load(Ordering::Acquire) => None,
            None => {
                self.ended = true;
                Some(Err(io::Error::other("the answer broke off")))
            }
        })
    }
}

/// The writing end of a [`Stream`].
struct Sink {
    queue: mpsc::Sender<Bytes>,
    buffer: Vec<u8>,
    complete: Arc<AtomicBool>,
}

impl Sink {
    fn send(&mut self) -> io::Result<()> {
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK));
        let handle = tokio::runtime::Handle::current();
        handle
            .block_on(self.queue.send_timeout(chunk.into(), STALLED))
            .map_err(|_| io::Error::new(io::ErrorKind::BrokenPipe, "the reader has gone or takes nothing"))
    }

    /// Hands over the rest and says that this was all.
    fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        self.complete.store(true, Ordering::Release);
        Ok(())
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() { Ok(()) } else { self.send() }
    }
}

fn stream() -> (Sink, Stream) {
    let (queue, receiver) = mpsc::channel(WAITING);
    let complete = Arc::new(AtomicBool::new(false));
    let sink = Sink {
        queue,
        buffer: Vec::with_capacity(CHUNK),
        complete: Arc::clone(&complete),
    };
    let body = Stream {
        queue: receiver,
        complete,
        ended: false,
    };
    (sink, body)
}

/// `GET /api/v1/export`
pub(crate) async fn export(State(app): State<App>, mut pairs: Pairs) -> Result<Response, Problem> {
    let name = pairs.take("format")?.unwrap_or_else(|| "csv".to_owned());
    let profile = pairs.take("profile")?;
    let format = Format::of_names(&name, profile.as_deref()).ok_or_else(|| match name.as_str() {
        "csv" => Problem::parameter("profile", "one of rfc4180, excel-no"),
        "jsonl" => Problem::parameter("profile", "only with format=csv"),
        _ => Problem::parameter("format", "one of csv, jsonl"),
    })?;
    let request = SearchRequest::from_pairs(pairs.given())?;
    let permit = Arc::clone(&app.0.exports)
        .try_acquire_owned()
        .map_err(|_| Problem::unavailable("as many exports as this server streams at once are running"))?;
    let asked = request.clone();
    let (snapshot, total) = app
        .ask(move |inner| {
            let snapshot = inner.engine.snapshot();
            let total = snapshot.total_of(&asked)?;
            Ok((snapshot, total))
        })
        .await?;
    let origin = Origin {
        public_url: app.0.public_url.clone(),
        generation: snapshot.generation().to_owned(),
    };
    let (sink, receiver) = stream();
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let run = || -> io::Result<()> {
            let mut writer = Writer::new(format, sink, origin)?;
            let mut failed = None;
            let rows = snapshot.export(&request, &mut |row| match writer.row(&row) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            });
            match (failed, rows) {
                (Some(error), _) => Err(error),
                (None, Err(error)) => Err(io::Error::other(error.to_string())),
                (None, Ok(_)) => writer.finish()?.finish(),
            }
        };
        if let Err(error) = run() {
            tracing::warn!(%error, "an export ended early");
        }
    });
    let mut response = receiver.body().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert("x-total-count", HeaderValue::from(total));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"ordskifte.{}\"", format.extension())) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// `GET /records/{id}/original`
pub(crate) async fn original(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let number = pairs.take("version")?.map(|text| version(&text)).transpose()?;
    let digest = pairs.take("sha256")?;
    if let Some((name, _)) = pairs.0.first() {
        return Err(Problem::parameter(
            name,
            "this address takes `version` and `sha256` only",
        ));
    }
    send_original(app, &headers, record_id(&id)?, number, digest).await
}

async fn send_original(
    app: App,
    headers: &HeaderMap,
    id: RecordId,
    version: Option<u32>,
    digest: Option<String>,
) -> Result<Response, Problem> {
    let (mut file, original) = app
        .ask(move |inner| Ok(inner.archive.original(&id, version, digest.as_deref())?))
        .await?;
    let size = file.metadata().map_err(|_| Problem::internal())?.len();
    let tag = format!("\"{}\"", original.sha256);
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|held| held.to_str().is_ok_and(|held| held.contains(&tag)))
    {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let range = headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok())
        .map(|range| byte_range(range, size));
    let (start, length, status) = match range {
        None | Some(Range::All) => (0, size, StatusCode::OK),
        Some(Range::Part(start, length)) => (start, length, StatusCode::PARTIAL_CONTENT),
        Some(Range::Outside) => {
            let problem = Problem::range_not_satisfiable(format!("The file has {size} bytes."));
            return Ok(([(header::CONTENT_RANGE, format!("bytes */{size}"))], problem).into_response());
        }
    };
    let (mut sink, receiver) = stream();
    tokio::task::spawn_blocking(move || {
        let copied = file
            .seek(SeekFrom::Start(start))
            .and_then(|_| io::copy(&mut file.take(length), &mut sink))
            .and_then(|_| sink.finish());
        if let Err(error) = copied {
            tracing::warn!(%error, "an original was sent in part only");
        }
    });
    let mut response = (status, receiver.body()).into_response();
    let out = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            out.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &original.media_type);
    set(header::CONTENT_LENGTH, &length.to_string());
    set(header::ETAG, &tag);
    set(header::ACCEPT_RANGES, "bytes");
    set(header::CONTENT_DISPOSITION, &disposition(&original.filename));
    // A stored page must not run as ours.
    set(
        header::CONTENT_SECURITY_POLICY,
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    );
    if status == StatusCode::PARTIAL_CONTENT {
        set(
            header::CONTENT_RANGE,
            &format!("bytes {start}-{}/{size}", start + length - 1),
        );
    }
    Ok(response)
}

/// RFC 6266: a name in ASCII, and the true one percent-encoded.
fn disposition(filename: &str) -> String {
    use std::fmt::Write;
    let ascii: String = filename
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._- ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut encoded = String::new();
    for byte in filename.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            encoded.push(byte as char);
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("inline; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// No range that is understood: everything.
    All,
    /// First byte and length.
    Part(u64, u64),
    Outside,
}

/// One byte range (RFC 9110, 14.2); several at once are answered with everything.
fn byte_range(text: &str, size: u64) -> Range {
    let Some((first, last)) = text
        .strip_prefix("bytes=")
        .filter(|set| !set.contains(','))
        .and_then(|set| set.split_once('-'))
    else {
        return Range::All;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match (number(first), number(last)) {
        (Some(first), _) if first >= size => Range::Outside,
        (Some(first), Some(last)) if last >= first => Range::Part(first, last.min(size - 1) - first + 1),
        (Some(first), None) if last.trim().is_empty() => Range::Part(first, size - first),
        // Nothing can be a part of an empty file.
        (None, Some(_)) if size == 0 => Range::Outside,
        (None, Some(0)) => Range::Outside,
        (None, Some(length)) if first.trim().is_empty() => Range::Part(size.saturating_sub(length), length.min(size)),
        _ => Range::All,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_ranges_are_read() {
        assert_eq!(byte_range("bytes=0-3", 10), Range::Part(0, 4));
        assert_eq!(byte_range("bytes=8-99", 10), Range::Part(8, 2));
        assert_eq!(byte_range("bytes=-3", 10), Range::Part(7, 3));
        assert_eq!(byte_range("bytes=10-", 10), Range::Outside);
        assert_eq!(byte_range("bytes=5-2", 10), Range::All);
        assert_eq!(byte_range("lines=1-2", 10), Range::All);
        assert_eq!(byte_range("bytes=0-", 0), Range::Outside);
        assert_eq!(byte_range("bytes=-3", 0), Range::Outside);
    }

    #[tokio::test]
    async fn a_body_is_whole_or_an_error() {
        use http_body::Body as _;
        use std::future::poll_fn;
        for whole in [true, false] {
            let (mut sink, mut body) = stream();
            tokio::task::spawn_blocking(move || {
                sink.write_all(b"abc").expect("room");
                sink.flush().expect("a reader");
                if whole {
                    sink.finish().expect("a reader");
                }
            })
            .await
            .expect("no panic");
            let mut next = async || poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
            let first = next().await.expect("a frame").expect("bytes");
            assert_eq!(first.into_data().expect("data"), "abc");
            assert_eq!(next().await.map(|frame| frame.is_err()), (!whole).then_some(true));
            assert!(next().await.is_none());
        }
    }

    #[test]
    fn hostile_names_stay_inside_their_header() {
        assert_eq!(
            disposition("a\"\r\nb.pdf"),
            "inline; filename=\"a___b.pdf\"; filename*=UTF-8''a%22%0D%0Ab.pdf"
        );
    }
}
