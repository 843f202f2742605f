//! Connections: how many there may be, and how long one may keep the server waiting.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep, timeout};
use tower::ServiceExt;

/// What one connection may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Connections open at once; who comes after them waits.
    pub(crate) open: usize,
    /// Longest wait for the whole head of a request, also for the next on a connection that is kept.
    pub(crate) head: Duration,
    /// Longest time in which a reader takes nothing of its answer.
    pub(crate) stalled: Duration,
    /// Longest wait for open connections at the end.
    pub(crate) grace: Duration,
}

impl Limits {
    /// Those in force. A process may have 1,024 files open where nobody has set another number.
    pub(crate) const USUAL: Self = Self {
        open: 512,
        head: Duration::from_secs(30),
        stalled: Duration::from_mins(1),
        grace: Duration::from_secs(3),
    };
}

/// Serves until `shutdown` ends; then finishes open requests, as long as the limits allow.
pub(crate) async fn serve(listener: TcpListener, router: Router, limits: Limits, shutdown: impl Future<Output = ()>) {
    let open = Arc::new(Semaphore::new(limits.open));
    let ending = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = next(&listener, &open) => accepted,
        };
        let Some((stream, peer, place)) = accepted else {
            break;
        };
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request.map(Body::new))
        });
        let stream = Patient {
            stream,
            limit: limits.stalled,
            waiting: None,
        };
        let connection = ending.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            drop(place);
        });
    }
    drop(listener);
    let _ = timeout(limits.grace, ending.shutdown()).await;
}

/// The next connection, when there is room for it.
async fn next(listener: &TcpListener, open: &Arc<Semaphore>) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(open).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return Some((stream, peer, place)),
            Err(error) => {
                // A client that went before it was taken in, or no descriptor left: the next may do better.
                tracing::debug!(%error, "a connection could not be taken in");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// A stream whose reader may not stand still for ever.
struct Patient {
    stream: TcpStream,
    limit: Duration,
    /// Runs while nothing can be written.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    /// What became of a try to write, or an error when the limit has run out.
    fn within<T>(&mut self, context: &mut Context<'_>, tried: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if tried.is_ready() {
            self.waiting = None;
            return tried;
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(self.limit)));
        waiting
            .as_mut()
            .poll(context)
            .map(|()| Err(io::Error::new(io::ErrorKind::TimedOut, "the reader takes nothing")))
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let tried = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.within(context, tried)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let tried = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.within(context, tried)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let tried = Pin::new(&mut self.stream).poll_flush(context);
        self.within(context, tried)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::io::{Read, Write};
    use std::net::TcpStream as Client;
    use std::time::Instant;

    const SHORT: Limits = Limits {
        open: 2,
        head: Duration::from_millis(400),
        stalled: Duration::from_millis(400),
        grace: Duration::from_millis(200),
    };

    /// A server with short limits, and what tells it to end.
    async fn served() -> (
        SocketAddr,
        tokio::sync::oneshot::Sender<()>,
        tokio::task::JoinHandle<()>,
    ) {
        let router = Router::new()
            .route("/", get(|| async { "svar" }))
            .route("/long", get(|| async { vec![b'x'; 64 << 20] }));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (end, ended) = tokio::sync::oneshot::channel();
        let task = tokio::spawn(serve(listener, router, SHORT, async {
            let _ = ended.await;
        }));
        (address, end, task)
    }

    /// Sends something, and gives what came until the server closed.
    fn told(address: SocketAddr, sent: &'static str) -> tokio::task::JoinHandle<(String, Duration)> {
        tokio::task::spawn_blocking(move || {
            let start = Instant::now();
            let mut client = Client::connect(address).expect("it listens");
            client.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
            client.write_all(sent.as_bytes()).expect("sent");
            let mut answer = String::new();
            let _ = client.read_to_string(&mut answer);
            (answer, start.elapsed())
        })
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_does_not_end_the_head_is_let_go_and_takes_no_place() {
        let (address, end, task) = served().await;
        // Both places are taken by heads that do not end; who asks after them is answered all the same.
        let slow = [told(address, "GET / HTTP/1.1\r\nhost: x\r\n"), told(address, "GE")];
        tokio::time::sleep(Duration::from_millis(100)).await;
        let (answer, _) = told(address, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .await
            .expect("an answer");
        assert!(answer.ends_with("svar"), "{answer}");
        for slow in slow {
            let (answer, time) = slow.await.expect("an end");
            assert!(
                !answer.contains("200 OK") && time < Duration::from_secs(15),
                "{time:?}: {answer}"
            );
        }
        // A connection that is kept and asks nothing more is let go too.
        let (answer, time) = told(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .expect("an end");
        assert!(
            answer.ends_with("svar") && time < Duration::from_secs(15),
            "{time:?}: {answer}"
        );
        let _ = end.send(());
        task.await.expect("an end");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_takes_nothing_of_the_answer_is_let_go() {
        let (address, end, task) = served().await;
        let stalled: Vec<Client> = (0..2)
            .map(|_| {
                let mut client = Client::connect(address).expect("it listens");
                client
                    .write_all(b"GET /long HTTP/1.1\r\nhost: x\r\n\r\n")
                    .expect("sent");
                client
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(100)).await;
        let (answer, _) = told(address, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .await
            .expect("an answer");
        assert!(answer.ends_with("svar"), "{answer}");
        drop(stalled);
        let _ = end.send(());
        task.await.expect("an end");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn nobody_holds_up_the_end() {
        let (address, end, task) = served().await;
        let open = Client::connect(address).expect("it listens");
        tokio::time::sleep(Duration::from_millis(100)).await;
        let _ = end.send(());
        timeout(Duration::from_secs(10), task)
            .await
            .expect("in time")
            .expect("an end");
        drop(open);
    }
}
