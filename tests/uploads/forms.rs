//! The bytes and header fields that are sent for each kind of body.

use std::io::Read;
use std::sync::Arc;

use callsheet::error::Sent;
use callsheet::transport::into_bytes_request;
use callsheet::{Body, Endpoint as _, blocking};
use futures_util::stream;
use http_body::Body as _;
use support::{RawServer, reply};

use crate::{CONTENT, PostBlob, TestFile, assert_is_of_body, client_of, one_shot, pieces, put, replayable};

/// The kinds whose length is known.
const WITH_LENGTH: [&str; 7] = [
    "bytes",
    "file",
    "function of bytes",
    "function of a file",
    "stream with a length",
    "reader with a length",
    "another body",
];

#[tokio::test]
async fn known_length_is_sent_and_unknown_length_is_chunked() {
    for (kind, body) in replayable().into_iter().chain(one_shot()) {
        let server = RawServer::answering(reply(204, &[], "")).await;
        put(body).send(&client_of(&server).build().unwrap()).await.unwrap();
        let request = server.request();
        assert_eq!(request.text(), CONTENT, "{kind}");
        let length = CONTENT.len().to_string();
        let expected =
            if WITH_LENGTH.contains(&kind) { (Some(length.as_str()), None) } else { (None, Some("chunked")) };
        assert_eq!((request.header("content-length"), request.header("transfer-encoding")), expected, "{kind}");
        assert_eq!(request.header("content-type"), Some("application/octet-stream"), "{kind}");
    }
}

#[tokio::test]
async fn file_without_content_has_length_zero() {
    let file = TestFile::new("");
    let server = RawServer::answering(reply(204, &[], "")).await;
    PostBlob { content: file.body() }.send(&client_of(&server).build().unwrap()).await.unwrap();
    assert_eq!((server.request().header("content-length"), server.request().text()), (Some("0"), ""));
}

#[cfg(unix)]
#[tokio::test]
async fn device_is_chunked() {
    let server = RawServer::answering(reply(204, &[], "")).await;
    put(Body::file("/dev/null")).send(&client_of(&server).build().unwrap()).await.unwrap();
    assert_eq!((server.request().header("transfer-encoding"), server.request().text()), (Some("chunked"), ""));
}

/// The bodies are read on the thread that drives the connections of all calls.
#[test]
fn blocking_client_sends_every_kind() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(RawServer::answering(reply(204, &[], "")));
    let client = blocking::Client::new(client_of(&server).build().unwrap()).unwrap();
    for (kind, body) in replayable().into_iter().chain(one_shot()) {
        client.send(&put(body)).unwrap();
        assert_eq!(server.requests().last().unwrap().text(), CONTENT, "{kind}");
    }
}

#[tokio::test]
async fn one_shot_body_is_sent_only_by_the_first_call() {
    for (kind, body) in one_shot() {
        let server = RawServer::answering(reply(204, &[], "")).await;
        let client = client_of(&server).build().unwrap();
        let call = put(body);
        call.send(&client).await.unwrap();
        let error = call.send(&client).await.unwrap_err();
        assert_is_of_body(&error, "the body can be read only once and was already read");
        assert_eq!((error.sent(), server.log().connections), (Sent::No, 1), "{kind}");
    }
}

#[tokio::test]
async fn clones_of_a_replayable_body_are_sent_by_every_call() {
    for (kind, body) in replayable() {
        let server = RawServer::answering(reply(204, &[], "")).await;
        let client = client_of(&server).build().unwrap();
        let call = Arc::new(put(body));
        for _ in 0..3 {
            call.send(&client).await.unwrap();
        }
        assert!(server.requests().iter().all(|request| request.text() == CONTENT), "{kind}");
    }
}

#[tokio::test]
async fn request_without_a_network_has_its_bytes_if_they_are_in_memory() {
    let base = "http://localhost".parse().unwrap();
    let request = into_bytes_request(put(CONTENT).to_request(&base).unwrap()).unwrap();
    assert_eq!(request.body(), CONTENT);
    for (kind, body) in replayable().into_iter().skip(1).chain(one_shot()) {
        let request = put(body).to_request(&base).unwrap();
        assert_eq!((request.body().as_bytes(), request.body().is_empty()), (None, false), "{kind}");
        let opened = request.into_body().open().await.unwrap();
        let length = WITH_LENGTH.contains(&kind).then_some(CONTENT.len() as u64);
        assert_eq!(opened.size_hint().exact(), length, "{kind}");
        let copy = opened.clone();
        assert_eq!(opened.read_to_bytes(100).await.unwrap(), CONTENT, "{kind}");
        assert!(copy.into_bytes().unwrap_err().to_string().contains("not in memory"), "{kind}");
    }
    let error = Body::stream(stream::iter(pieces())).read_to_bytes(20).await.unwrap_err();
    assert!(error.to_string().contains("20 bytes"), "{error}");
}

#[tokio::test]
async fn large_reader_arrives_whole() {
    // Not a multiple of the size of a piece.
    let length = 1_000_003;
    let content: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
    for body in [
        Body::reader(std::io::Cursor::new(content.clone())),
        Body::async_reader(std::io::Cursor::new(content.clone())),
        Body::reader(std::io::Cursor::new(content.clone()).take(u64::MAX)).with_length(length),
    ] {
        assert!(body.read_to_bytes(usize::MAX).await.unwrap() == content);
    }
}
