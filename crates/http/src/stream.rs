//! Bodies that are written by a thread and read by a socket, with a short queue between.

use axum::body::{Body, Bytes};
use std::io::{self, Write};
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
pub(crate) struct Stream {
    queue: mpsc::Receiver<Bytes>,
    complete: Arc<AtomicBool>,
    ended: bool,
}

impl Stream {
    pub(crate) fn body(self) -> Body {
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
pub(crate) struct Sink {
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
    pub(crate) fn finish(mut self) -> io::Result<()> {
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

/// Both ends of a new body.
pub(crate) fn stream() -> (Sink, Stream) {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
