//! Multipart bodies, sent to a real server and read by `multer`.

#[path = "multipart/definitions.rs"]
mod definitions;
#[path = "multipart/names.rs"]
mod names;
#[path = "multipart/sending.rs"]
mod sending;

use std::convert::Infallible;
use std::sync::LazyLock;
use std::time::Duration;

use bytes::Bytes;
use callsheet::transport::reqwest::ReqwestTransport;
use callsheet::{BaseUrl, Body, Client, ClientBuilder, Endpoint, RetryPolicy};
use futures_util::stream;
use http::Request;
use support::{RawServer, Received};

/// A part as `multer` read it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Read {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: http::HeaderMap,
    content: Bytes,
}

impl Read {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.content).unwrap()
    }
}

/// Reads a body with this content type. Any mistake in its syntax is a panic.
async fn read(content_type: &str, body: Bytes) -> Vec<Read> {
    let boundary = multer::parse_boundary(content_type).expect("a boundary");
    assert!(boundary.len() <= 70, "RFC 2046 section 5.1.1");
    let end = format!("--{boundary}--\r\n");
    assert!(body.ends_with(end.as_bytes()), "{body:?}");
    let mut multipart = multer::Multipart::new(stream::iter([Ok::<_, Infallible>(body)]), boundary);
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await.expect("a part") {
        parts.push(Read {
            name: field.name().expect("a name").to_owned(),
            file_name: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(ToString::to_string),
            headers: field.headers().clone(),
            content: field.bytes().await.expect("content"),
        });
    }
    parts
}

async fn read_received(request: &Received) -> Vec<Read> {
    read(request.header("content-type").expect("a content type"), request.body.clone()).await
}

fn built(endpoint: &impl Endpoint) -> Request<Body> {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    endpoint.to_request(&base).unwrap()
}

/// The parts of the request that an endpoint builds without a client.
async fn parts_of(endpoint: &impl Endpoint) -> Vec<Read> {
    let request = built(endpoint);
    let content_type = request.headers()["content-type"].to_str().unwrap().to_owned();
    read(&content_type, request.into_body().read_to_bytes(usize::MAX).await.unwrap()).await
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

/// A client that tries three times and fails after five seconds. All clients share a transport without idle connections.
fn client_of(server: &RawServer) -> ClientBuilder {
    static TRANSPORT: LazyLock<ReqwestTransport> = LazyLock::new(|| ReqwestTransport::new().unwrap());
    let at_once = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
    Client::builder(server.origin()).transport(TRANSPORT.clone()).timeout(Duration::from_secs(5)).retry(at_once)
}
