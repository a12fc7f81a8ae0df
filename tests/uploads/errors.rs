//! Errors of a request body are reported as such, not as failures of the connection.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use callsheet::error::Sent;
use callsheet::transport::reqwest_0_13;
use callsheet::{Body, Client, Error};
use futures_util::{StreamExt as _, stream};
use support::{Http2Rules, Http2Server, RawServer, Script, reply};

use crate::{CONTENT, PutBlob, PutBlobError, TestFile, assert_is_of_body, client_of, pieces, put};

/// A body that fails after its first piece.
fn failing() -> Vec<(&'static str, Body)> {
    struct Broken(bool);
    impl io::Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(io::Error::other("the disk is gone"));
            }
            buffer[..5].copy_from_slice(b"first");
            Ok(5)
        }
    }
    let stream = || {
        let gone = stream::once(async { Err(io::Error::other("the disk is gone")) });
        Body::stream(stream::iter([Ok(Bytes::from_static(b"first"))]).chain(gone))
    };
    vec![
        ("stream", stream()),
        ("stream with a length", stream().with_length(100)),
        ("reader", Body::reader(Broken(false))),
        ("function", Body::from_fn(move || async move { Ok(stream()) })),
    ]
}

#[tokio::test]
async fn error_of_a_body_is_named_and_may_be_sent() {
    for (kind, body) in failing() {
        let server = RawServer::each(Script::receive().write(reply(204, &[], ""))).await;
        let error = put(body).send(&client_of(&server).build().unwrap()).await.unwrap_err();
        assert_is_of_body(&error, "the disk is gone");
        assert_eq!((error.sent(), error.attempts(), server.requests().len()), (Sent::Maybe, 1, 0), "{kind}");
    }
}

#[tokio::test]
async fn error_of_a_body_is_named_in_http_2() {
    let server = Http2Server::start(Http2Rules::default()).await;
    let transport = reqwest_0_13::from_builder(reqwest::Client::builder().http2_prior_knowledge()).unwrap();
    let client = Client::builder(server.origin()).transport(transport).timeout(Duration::from_secs(5)).build().unwrap();
    for (kind, body) in failing() {
        let error = put(body).send(&client).await.unwrap_err();
        assert_is_of_body(&error, "the disk is gone");
        assert_eq!((error.sent(), error.attempts()), (Sent::Maybe, 1), "{kind}");
    }
    assert_eq!(server.log().answered, 0);
}

#[tokio::test]
async fn content_that_cannot_be_opened_is_not_sent() {
    let file = TestFile::new(CONTENT);
    let missing = Body::file(file.0.with_extension("missing"));
    let folder = Body::file(std::env::temp_dir());
    let function = Body::from_fn(|| async { Err("no such object".into()) });
    for (body, text) in [(missing, ".missing`: "), (folder, "`: is a directory"), (function, "no such object")] {
        let server = RawServer::answering(reply(204, &[], "")).await;
        let error = put(body).send(&client_of(&server).build().unwrap()).await.unwrap_err();
        assert_is_of_body(&error, text);
        assert_eq!((error.sent(), error.attempts(), server.log().connections), (Sent::No, 1, 0), "{text}");
    }
}

#[tokio::test]
async fn other_length_than_declared_is_an_error() {
    let length = CONTENT.len() as u64;
    for (declared, text) in
        [(length + 1, "ended after 25 bytes"), (length - 1, "has more bytes"), (3, "has more bytes")]
    {
        for body in [Body::stream(stream::iter(pieces())), Body::reader(CONTENT.as_bytes())] {
            let server = RawServer::each(Script::receive().write(reply(204, &[], ""))).await;
            let call = put(body.with_length(declared));
            let error = call.send(&client_of(&server).build().unwrap()).await.unwrap_err();
            assert_is_of_body(&error, &format!("the body {text}, but its length is {declared}"));
            assert!(server.requests().is_empty(), "the message was never complete");
        }
    }
}

#[tokio::test]
async fn content_of_a_known_length_other_than_declared_is_not_sent() {
    let file = TestFile::new(CONTENT);
    let bodies = || {
        [
            ("bytes", Body::from(CONTENT)),
            ("file", file.body()),
            ("function of bytes", Body::from_fn(|| async { Ok(Body::from(CONTENT)) })),
            ("function", Body::from_fn(|| async { Ok(Body::reader(CONTENT.as_bytes()).with_length(25)) })),
            ("another body", Body::new(reqwest::Body::from(CONTENT))),
        ]
    };
    for declared in [0, 3, 24, 26] {
        for (kind, body) in bodies() {
            let server = RawServer::each(Script::receive().write(reply(204, &[], ""))).await;
            let client = client_of(&server).build().unwrap();
            let error = put(body.with_length(declared)).send(&client).await.unwrap_err();
            assert_is_of_body(&error, &format!("the body has 25 bytes, but its length is {declared}"));
            let known = (error.sent(), error.attempts(), server.log().connections);
            assert_eq!(known, (Sent::No, 1, 0), "{kind}, {declared}");
        }
    }
    for (kind, body) in bodies() {
        let server = RawServer::answering(reply(204, &[], "")).await;
        put(body.with_length(25)).send(&client_of(&server).build().unwrap()).await.unwrap();
        assert_eq!(
            (server.request().text(), server.request().header("content-length")),
            (CONTENT, Some("25")),
            "{kind}"
        );
    }
}

#[tokio::test]
async fn content_of_an_unknown_length_is_not_read_if_its_length_is_declared_as_zero() {
    let server = RawServer::answering(reply(204, &[], "")).await;
    let body = Body::stream(stream::iter(pieces())).with_length(0);
    put(body).send(&client_of(&server).build().unwrap()).await.unwrap();
    assert_eq!((server.request().text(), server.request().header("content-length")), ("", Some("0")));
}

/// Changes the file when the first attempt has arrived.
async fn changed_between_attempts(
    change: impl Fn(&TestFile) + Send + Sync + 'static,
) -> (Error<PutBlobError>, RawServer) {
    let file = std::sync::Arc::new(TestFile::new(CONTENT));
    let changed = std::sync::Arc::clone(&file);
    let first = Script::receive().answer(move |_| {
        change(&changed);
        reply(503, &[], "")
    });
    let server = RawServer::in_turn([first, Script::receive().write(reply(204, &[], ""))]).await;
    let error = put(file.body()).send(&client_of(&server).build().unwrap()).await.unwrap_err();
    assert_eq!((error.sent(), error.attempts(), server.requests().len()), (Sent::Yes, 2, 1));
    assert_eq!(error.earlier_attempts()[0].status().unwrap().as_u16(), 503);
    assert_is_of_body(&error, "");
    (error, server)
}

#[tokio::test]
async fn file_that_changes_its_length_between_attempts_is_not_sent_again() {
    let (error, _) = changed_between_attempts(|file| file.write("another")).await;
    let text = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(text, "the body was 25 bytes and is 7 bytes now: it changed between attempts");
}

#[tokio::test]
async fn file_that_vanishes_between_attempts_is_named() {
    let (error, _) = changed_between_attempts(|file| std::fs::remove_file(&file.0).unwrap()).await;
    let text = std::error::Error::source(&error).unwrap().to_string();
    assert!(text.starts_with("cannot read `") && text.contains("callsheet-upload-"), "{text}");
}

/// An endless body, of which a server reads little.
fn endless() -> Body {
    Body::stream(stream::repeat_with(|| Ok::<_, io::Error>(Bytes::from_static(&[7; 4096]))))
}

#[tokio::test]
async fn response_before_the_end_of_the_upload_is_read() {
    let early = Script::receive_head().write(reply(413, &[], "too large")).stall();
    let server = RawServer::each(early).await;
    let client = client_of(&server).build().unwrap();
    for body in [endless(), endless().with_length(u64::MAX), Body::from(vec![7; 10_000_000])] {
        let error = put(body).send(&client).await.unwrap_err();
        assert_eq!(
            (error.status().unwrap().as_u16(), &error.body().unwrap()[..]),
            (413, &b"too large"[..]),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn time_limit_of_an_attempt_includes_the_upload_and_the_opening() {
    let server = RawServer::each(Script::receive_head().stall()).await;
    let client = client_of(&server).attempt_timeout(support::SHORT).build().unwrap();
    let slow = Body::stream(stream::iter(pieces()).chain(stream::pending()));
    let error = put(slow).send(&client).await.unwrap_err();
    assert!(error.is_timeout() && error.sent() == Sent::Maybe, "{error:?}");
    assert!(error.is_stopped_by_body(), "{error}");

    let never = Body::from_fn(std::future::pending);
    let error = put(never).send(&client).await.unwrap_err();
    assert_eq!((error.is_timeout(), error.sent(), error.attempts()), (true, Sent::No, 3), "{error:?}");
}

#[test]
fn endpoint_with_a_body_and_its_call_are_send_and_sync() {
    fn assert<T: Send + Sync>(_: &T) {}
    fn assert_send<T: Send>(_: &T) {}
    let client = Client::builder("http://localhost").build().unwrap();
    let call: PutBlob = put(endless());
    assert(&call);
    assert_send(&call.send(&client));
}

#[test]
fn debug_of_a_body_shows_no_content() {
    let shown = format!("{:?} {:?} {:?}", Body::from("s3cret"), endless(), endless().with_length(3));
    assert_eq!(shown, "Body(6 bytes) Body(one-shot) Body(one-shot)");
}
