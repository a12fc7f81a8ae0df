//! Request bodies that are not in memory: files, functions, streams and readers, sent to a real server.

#[path = "uploads/content_types.rs"]
mod content_types;
#[path = "uploads/errors.rs"]
mod errors;
#[path = "uploads/forms.rs"]
mod forms;
#[path = "uploads/limits.rs"]
mod limits;
#[path = "uploads/own_transports.rs"]
mod own_transports;
#[path = "uploads/progress.rs"]
mod progress;
#[path = "uploads/replay.rs"]
mod replay;

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use callsheet::transport::reqwest::ReqwestTransport;
use callsheet::transport::{TransportError, TransportErrorKind};
use callsheet::{Body, Client, ClientBuilder, Error, RetryPolicy, endpoint};
use futures_util::stream;
use support::RawServer;

/// Three attempts without a backoff.
const AT_ONCE: RetryPolicy = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);

const CONTENT: &str = "first piece, second piece";

#[endpoint(method = "PUT", path = "/blobs/<id>")]
#[derive(Clone)]
struct PutBlob {
    id: String,
    #[payload]
    content: Body,
}

#[endpoint(method = "POST", path = "/blobs")]
struct PostBlob {
    #[payload]
    content: Body,
}

fn put(content: impl Into<Body>) -> PutBlob {
    PutBlob { id: "b1".to_owned(), content: content.into() }
}

/// The transport of all tests. It is shared because creating one is slow, and it keeps no idle connections.
fn transport() -> ReqwestTransport {
    static TRANSPORT: LazyLock<ReqwestTransport> = LazyLock::new(|| ReqwestTransport::new().unwrap());
    TRANSPORT.clone()
}

/// A client that tries three times and fails after five seconds.
fn client_of(server: &RawServer) -> ClientBuilder {
    Client::builder(server.origin()).transport(transport()).timeout(Duration::from_secs(5)).retry(AT_ONCE)
}

/// A file that only this test uses and that is deleted when it is dropped.
struct TestFile(PathBuf);

impl TestFile {
    fn new(content: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("callsheet-upload-{}-{}", std::process::id(), NUMBER.fetch_add(1, SeqCst));
        let file = Self(std::env::temp_dir().join(name));
        file.write(content);
        file
    }

    fn write(&self, content: &str) {
        std::fs::write(&self.0, content).unwrap();
    }

    fn body(&self) -> Body {
        Body::file(&self.0)
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        // The test may already have deleted it.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn pieces() -> Vec<io::Result<Bytes>> {
    ["first piece", "", ", ", "second piece"]
        .into_iter()
        .map(|piece| Ok(Bytes::from_static(piece.as_bytes())))
        .collect()
}

/// Bodies that can be sent again, by name.
fn replayable() -> Vec<(&'static str, Body)> {
    static FILE: LazyLock<TestFile> = LazyLock::new(|| TestFile::new(CONTENT));
    vec![
        ("bytes", Body::from(CONTENT)),
        ("file", FILE.body()),
        ("function", Body::from_fn(|| async { Ok(Body::stream(stream::iter(pieces()))) })),
        ("function of bytes", Body::from_fn(|| async { Ok(Body::from(CONTENT)) })),
        ("function of a file", Body::from_fn(|| async { Ok(FILE.body()) })),
    ]
}

/// Bodies that can be read only once, by name.
fn one_shot() -> Vec<(&'static str, Body)> {
    let length = CONTENT.len() as u64;
    vec![
        ("stream", Body::stream(stream::iter(pieces()))),
        ("stream with a length", Body::stream(stream::iter(pieces())).with_length(length)),
        ("reader", Body::reader(CONTENT.as_bytes())),
        ("reader with a length", Body::reader(CONTENT.as_bytes()).with_length(length)),
        ("asynchronous reader", Body::async_reader(CONTENT.as_bytes())),
        ("another body", Body::new(reqwest::Body::from(CONTENT))),
        ("stream of axum", Body::new(axum::body::Body::from_stream(stream::iter(pieces())))),
    ]
}

fn transport_error<E>(error: &Error<E>) -> &TransportError {
    match error {
        Error::Transport { source, .. } => source,
        _ => panic!("expected a failure of the transport"),
    }
}

fn assert_is_of_body<E: callsheet::error::DocumentedError>(error: &Error<E>, text: &str) {
    let source = transport_error(error);
    assert_eq!(source.kind(), TransportErrorKind::RequestBody, "{error:?}");
    assert!(source.to_string().contains(text), "{source}");
    assert!(error.to_string().contains("could not read the body of the request"), "{error}");
}

/// Counts how often a function opened its content.
#[derive(Clone, Default)]
struct Opened(Arc<AtomicU32>);

impl Opened {
    fn count(&self) -> u32 {
        self.0.load(SeqCst)
    }

    fn body(&self) -> Body {
        let count = Arc::clone(&self.0);
        Body::from_fn(move || {
            count.fetch_add(1, SeqCst);
            async { Ok(Body::from(CONTENT)) }
        })
    }
}
