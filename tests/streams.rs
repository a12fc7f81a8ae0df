//! Responses that are read as they arrive: over real sockets, through layers, in blocking programs, and without a
//! network.

use std::io::Read as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use callsheet::clock::Clock as _;
use callsheet::endpoint::{FromResponse, Read};
use callsheet::error::{DecodeError, Sent};
use callsheet::transport::reqwest::ReqwestTransport;
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::transport::{Body, BoxFuture, TimeLimit, Transport, TransportError, TransportErrorKind};
use callsheet::{AnyError, CallOptions, Client, Download, Endpoint, Error, RetryPolicy, blocking, endpoint};
use futures_util::{FutureExt as _, StreamExt as _};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, Response, StatusCode};
use support::{RawServer, SHORT, Script, Simulated, builder_of, client_of, json, redirect, reply};
use tokio::time::timeout;

/// Get a media file.
#[endpoint(method = "GET", path = "/media/<id>", response = Download, errors(
    /// No media file has this id.
    media_not_found = 404,
    /// The server is busy.
    busy(status = 503, retry),
))]
struct GetMedia {
    id: String,
}

fn media() -> GetMedia {
    GetMedia { id: "m1".to_owned() }
}

/// The head of a response with this many bytes, after which the connection closes.
fn head(length: usize) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: video/mp4\r\nx-request-id: req_7\r\ncontent-length: {length}\r\n\r\n"
    )
}

/// A stream can be part of state that threads share.
const _: fn() = || {
    fn is_shared<T: Send + Sync + Unpin>() {}
    is_shared::<Download>();
};

async fn all(stream: &mut Download) -> Result<Vec<u8>, AnyError> {
    let mut read = Vec::new();
    while let Some(chunk) = stream.chunk().await? {
        assert!(!chunk.is_empty());
        read.extend_from_slice(&chunk);
    }
    Ok(read)
}

#[tokio::test]
async fn stream_is_returned_when_the_head_arrives() {
    // The server delays the body on the first connection until a second request arrives.
    let first = Script::receive().write(head(6)).await_requests(2).write("abc").pause(20).write("def");
    let server = RawServer::in_turn([first, Script::receive().write(json(404, "{}"))]).await;
    let client = client_of(&server);
    let mut stream = media().send(&client).await.unwrap();
    let head = stream.reply();
    assert_eq!((head.status(), head.request_id(), head.attempts()), (StatusCode::OK, Some("req_7"), 1));
    assert_eq!((&head.headers()["content-type"], head.body().len()), (&"video/mp4".parse().unwrap(), 0));
    assert!(head.elapsed() > Duration::ZERO);
    assert!(timeout(SHORT, stream.chunk()).await.is_err(), "the server has sent no byte of the body");
    media().send(&client).await.unwrap_err();
    // A dropped call of `chunk` lost no data.
    assert_eq!(all(&mut stream).await.unwrap(), b"abcdef");
    assert_eq!(stream.chunk().await.unwrap(), None);
}

#[tokio::test]
async fn error_status_is_the_documented_error_with_its_complete_body() {
    let body = r#"{"code":"media_not_found","message":"no m1"}"#;
    let server = RawServer::answering(json(404, body)).await;
    match media().send(&client_of(&server)).await {
        Err(Error::Documented { error: GetMediaError::MediaNotFound { message, .. }, reply, .. }) => {
            assert_eq!(message.as_deref(), Some("no m1"));
            assert_eq!((reply.body(), reply.request_id()), (&Bytes::from(body), Some("req_1")));
        }
        other => panic!("{other:?}"),
    }
    let server = RawServer::answering(json(404, "<html>")).await;
    let error = media().send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedBody { .. }), "{error:?}");
    let server = RawServer::answering(json(418, "tea")).await;
    let error = media().send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!(error.body().unwrap(), "tea");
}

#[tokio::test]
async fn reply_limit_applies_to_the_body_of_an_error_and_not_to_a_stream() {
    let large = "x".repeat(100_000);
    let server = RawServer::answering(reply(200, &[], &large)).await;
    let client = builder_of(&server).reply_limit(1000).build().unwrap();
    let mut stream = media().send(&client).await.unwrap();
    assert_eq!(all(&mut stream).await.unwrap(), large.as_bytes());

    let server = RawServer::answering(json(404, &large)).await;
    let client = builder_of(&server).reply_limit(1000).build().unwrap();
    match media().send(&client).await {
        Err(Error::Transport { source, call, .. }) => {
            assert_eq!(source.kind(), TransportErrorKind::TooLarge);
            assert_eq!(call.reply().unwrap().body().len(), 1000);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn time_limits_end_when_the_head_arrives() {
    let pause = 3 * u64::try_from(SHORT.as_millis()).unwrap();
    let server = RawServer::each(Script::receive().write(head(6)).write("abc").pause(pause).write("def")).await;
    for options in [CallOptions::new().timeout(SHORT), CallOptions::new().attempt_timeout(SHORT)] {
        let mut stream = media().send(&client_of(&server)).with(options).await.unwrap();
        assert_eq!(all(&mut stream).await.unwrap(), b"abcdef");
    }

    // The limits apply to the head, and to the body of an error.
    let silent = RawServer::each(Script::receive().stall()).await;
    let slow_error = Script::receive().write("HTTP/1.1 404 Gone\r\ncontent-length: 9\r\n\r\n{").stall();
    let slow = RawServer::each(slow_error).await;
    for (server, status) in [(silent, None), (slow, Some(StatusCode::NOT_FOUND))] {
        let error = media().send(&client_of(&server)).with(CallOptions::new().timeout(SHORT)).await.unwrap_err();
        assert_eq!((error.time_limit(), error.status()), (Some(TimeLimit::Total), status), "{error:?}");
    }
}

#[tokio::test]
async fn incomplete_stream_is_an_error_with_the_head_and_never_the_end() {
    let chunked = "HTTP/1.1 200 OK\r\nx-request-id: req_7\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n";
    for script in [Script::receive().write(head(10)).write("abcde"), Script::receive().write(chunked)] {
        let server = RawServer::each(script).await;
        let mut stream = media().send(&client_of(&server)).await.unwrap();
        let mut read = Vec::new();
        let error = loop {
            match stream.chunk().await {
                Ok(Some(chunk)) => read.extend_from_slice(&chunk),
                Ok(None) => panic!("a cut is not the end"),
                Err(error) => break error,
            }
        };
        assert_eq!(read, b"abcde");
        match &error {
            Error::Transport { source, .. } => assert_eq!(source.kind(), TransportErrorKind::CutOff),
            other => panic!("{other:?}"),
        }
        assert_eq!((error.status(), error.request_id()), (Some(StatusCode::OK), Some("req_7")));
        assert_eq!((error.sent(), error.attempts()), (Sent::Yes, 1));
        assert_eq!(error.received().map(|received| (received.items, received.bytes)), Some((None, 5)));
        let line = format!(
            "GET {}/media/<id>: the reply was cut off after 5 bytes: 200 OK (request id req_7)",
            server.origin()
        );
        assert_eq!(error.to_string(), line);
        assert_eq!(error.url().unwrap(), format!("{}/media/m1", server.origin()).as_str());
        for _ in 0..2 {
            assert!(stream.chunk().await.is_err(), "it is still not the end");
        }
        assert!(stream.next().await.unwrap().is_err());
    }
}

#[tokio::test]
async fn stream_that_stalls_fails_after_its_idle_timeout() {
    let server = RawServer::each(Script::receive().write(head(9)).write("abc").pause(100).write("def").stall()).await;
    let mut stream = media().send(&client_of(&server)).await.unwrap().idle_timeout(SHORT);
    let mut read = 0;
    let error = loop {
        match stream.chunk().await {
            Ok(chunk) => read += chunk.expect("a stall is not the end").len(),
            Err(error) => break error,
        }
    };
    assert_eq!(read, 6);
    assert_eq!((error.time_limit(), error.status()), (Some(TimeLimit::Idle), Some(StatusCode::OK)));
    assert_eq!(error.request_id(), Some("req_7"));
    assert!(stream.chunk().await.is_err());
}

/// A body that sends a byte after each wait of the clock, and an empty piece without a wait.
struct Dripping {
    clock: Simulated,
    wait: Option<BoxFuture<'static, ()>>,
    pauses: Vec<u64>,
}

impl http_body::Body for Dripping {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        let Some(pause) = this.pauses.first() else { return Poll::Ready(None) };
        let wait = this.wait.get_or_insert_with(|| this.clock.sleep(Duration::from_secs(*pause)));
        ready!(wait.as_mut().poll(context));
        this.wait = None;
        let piece: &[u8] = if this.pauses.remove(0) == 0 { b"" } else { b"x" };
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(piece)))))
    }
}

struct Drips(Simulated, Vec<u64>);

impl Transport for Drips {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let body = Dripping { clock: self.0.clone(), wait: None, pauses: self.1.clone() };
        Box::pin(async { Ok(Response::new(Body::new(body))) })
    }
}

#[test]
fn idle_timeout_restarts_with_each_piece() {
    let read = |pauses: &[u64], change: fn(Download) -> Download| {
        let clock = Simulated::default();
        let transport = Drips(clock.clone(), pauses.to_vec());
        let client = Client::builder("http://h").transport(transport).clock(clock.clone()).build().unwrap();
        let result = clock.run(async {
            let mut stream = change(media().send(&client).await.unwrap());
            let read = all(&mut stream).await;
            // The wait is at most one step of the clock longer than the timer, so nothing waits forever.
            read.map(|read| read.len()).map_err(|error| error.time_limit().unwrap())
        });
        (result, clock.now().as_secs())
    };
    assert_eq!(read(&[59, 59, 0, 1, 59, 0], |stream| stream), (Ok(4), 178));
    assert_eq!(read(&[59, 61], |stream| stream), (Err(TimeLimit::Idle), 119));
    assert_eq!(read(&[59, 61], Download::no_idle_timeout), (Ok(2), 120));
    assert_eq!(read(&[5, 3, 6], |stream| stream.idle_timeout(Duration::from_secs(5))).0, Err(TimeLimit::Idle));
    assert_eq!(read(&[4, 3], |stream| stream.idle_timeout(Duration::from_secs(5))), (Ok(2), 7));
}

#[test]
fn idle_timeout_that_changes_during_a_wait_counts_from_the_start_of_the_wait() {
    let read = |first: u64, change: fn(Download) -> Download| {
        let clock = Simulated::default();
        let transport = Drips(clock.clone(), vec![100]);
        let client = Client::builder("http://h").transport(transport).clock(clock.clone()).build().unwrap();
        let result = clock.run(async {
            let mut stream = media().send(&client).await.unwrap().idle_timeout(Duration::from_secs(first));
            assert!(stream.chunk().now_or_never().is_none());
            clock.sleep(Duration::from_secs(3)).await;
            let chunk = change(stream).chunk().await;
            chunk.map(|chunk| chunk.unwrap().len()).map_err(|error| error.time_limit().unwrap())
        });
        (result, clock.now().as_secs())
    };
    assert_eq!(read(60, |stream| stream.idle_timeout(Duration::from_secs(5))), (Err(TimeLimit::Idle), 5));
    assert_eq!(read(60, |stream| stream.idle_timeout(Duration::from_secs(2))), (Err(TimeLimit::Idle), 3));
    assert_eq!(read(5, |stream| stream.idle_timeout(Duration::from_secs(70))), (Err(TimeLimit::Idle), 70));
    assert_eq!(read(5, |stream| stream.idle_timeout(Duration::from_secs(101))), (Ok(1), 100));
    assert_eq!(read(5, Download::no_idle_timeout), (Ok(1), 100));
}

#[tokio::test]
async fn stream_that_is_dropped_closes_its_connection() {
    const AT_MOST: usize = 64 << 20;
    let script = Script::receive().write(head(AT_MOST)).flood([b'x'; 16 << 10], AT_MOST);
    let server = RawServer::each(script).await;
    let mut stream = media().send(&client_of(&server)).await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    // Nobody reads, so the server cannot continue to write: the client does not buffer what arrives.
    tokio::time::sleep(SHORT).await;
    let flooded = server.log().flooded;
    tokio::time::sleep(SHORT).await;
    assert_eq!(server.log().flooded, flooded);
    assert!(flooded < AT_MOST / 2, "{flooded}");
    drop(stream);
    server.has_seen(|log| log.hang_ups == 1).await;
}

#[tokio::test]
async fn reply_of_a_stream_is_its_head() {
    let server = RawServer::answering(reply(200, &[("etag", "\"a\"")], "abc")).await;
    let mut with_reply = media().send(&client_of(&server)).with_reply().await.unwrap();
    assert_eq!(
        (&with_reply.reply.headers()["etag"], with_reply.reply.body()),
        (&"\"a\"".parse().unwrap(), &Bytes::new())
    );
    assert_eq!(all(&mut with_reply.value).await.unwrap(), b"abc");
}

#[tokio::test]
async fn stream_begins_after_retries_and_redirects() {
    let busy = Script::receive().write(json(503, r#"{"code":"busy"}"#));
    let moved = Script::receive().write(redirect(302, "/elsewhere"));
    let server = RawServer::in_turn([busy, moved, Script::receive().write(reply(200, &[], "abc"))]).await;
    let client = builder_of(&server).retry(RetryPolicy::default()).build().unwrap();
    let mut stream = media().send(&client).await.unwrap();
    assert_eq!((stream.reply().attempts(), stream.reply().is_after_redirect()), (2, true));
    assert_eq!(stream.reply().earlier_attempts()[0].code(), Some("busy"));
    assert_eq!(all(&mut stream).await.unwrap(), b"abc");
}

#[tokio::test]
async fn stream_that_was_cut_is_not_requested_again() {
    let server = RawServer::each(Script::receive().write(head(10)).write("abc")).await;
    let client = builder_of(&server).retry(RetryPolicy::default()).build().unwrap();
    let mut stream = media().send(&client).await.unwrap();
    while matches!(stream.chunk().await, Ok(Some(_))) {}
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn response_without_content_is_an_empty_stream() {
    let server = RawServer::answering("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await;
    let mut stream = media().send(&client_of(&server)).await.unwrap();
    assert_eq!((stream.reply().status(), stream.chunk().await.unwrap()), (StatusCode::NO_CONTENT, None));
}

#[tokio::test]
async fn stream_passes_through_layers() {
    let server = RawServer::each(Script::receive().write(head(6)).write("abc").pause(20).write("def")).await;
    let service = tower::ServiceBuilder::new()
        .concurrency_limit(1)
        .service(TransportService::new(ReqwestTransport::new().unwrap()));
    let client = Client::builder(server.origin()).transport(TowerTransport::new(service)).build().unwrap();
    let mut first = media().send(&client).await.unwrap();
    // The limit counts requests that wait for a head.
    let mut second = media().send(&client).await.unwrap();
    for stream in [&mut first, &mut second] {
        assert_eq!(all(stream).await.unwrap(), b"abcdef");
    }
}

#[test]
fn blocking_program_reads_a_stream() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let script = Script::receive().write(head(6)).write("abc").pause(20).write("def");
    let server = runtime.block_on(RawServer::each(script));
    let client = blocking::Client::new(client_of(&server)).unwrap();
    let mut reader = client.reader(client.send(&media()).unwrap());
    assert_eq!(reader.reply().request_id(), Some("req_7"));
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(text, "abcdef");

    let mut reader = client.reader(client.send(&media()).unwrap());
    // The connections of the client stay open while its readers exist.
    drop(client);
    let mut byte = [0];
    reader.read_exact(&mut byte).unwrap();
    assert_eq!(&byte, b"a");
    assert_eq!(reader.chunk().unwrap().unwrap(), "bc");
    assert_eq!(reader.chunk().unwrap().unwrap(), "def");
    assert_eq!(reader.chunk().unwrap(), None);
}

#[test]
fn blocking_reader_works_inside_a_runtime_and_keeps_the_error() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let server = RawServer::each(Script::receive().write(head(6)).write("abc")).await;
        let client = client_of(&server);
        let error = tokio::task::spawn_blocking(move || {
            let client = blocking::Client::new(client).unwrap();
            let mut reader = client.reader(client.send(&media()).unwrap());
            reader.read_to_end(&mut Vec::new()).unwrap_err()
        });
        let error = error.await.unwrap();
        let error = error.get_ref().unwrap().downcast_ref::<AnyError>().expect("the error of the call");
        assert_eq!((error.status(), error.request_id()), (Some(StatusCode::OK), Some("req_7")));
    });
}

#[tokio::test]
async fn response_is_read_as_a_stream_without_a_network() {
    let response = Response::builder().header("x-request-id", "r").body(Bytes::from("abc")).unwrap();
    let mut stream = GetMedia::read_response(response).unwrap();
    assert_eq!((stream.reply().request_id(), stream.reply().body().len()), (Some("r"), 0));
    assert_eq!(all(&mut stream).await.unwrap(), b"abc");
    let response = Response::builder().status(404).body(Bytes::from(r#"{"code":"media_not_found"}"#)).unwrap();
    let error = GetMedia::read_response(response).unwrap_err();
    assert!(matches!(error.documented(), Some(GetMediaError::MediaNotFound { .. })), "{error:?}");
}

/// Rows of a table.
#[derive(Debug)]
struct Csv(Download);

impl FromResponse for Csv {
    const ACCEPT: &'static str = "text/csv";
    const READ: Read<Self> = Read::stream(is_csv, |incoming| Self(incoming.into()));
}

fn is_csv(_: StatusCode, headers: &HeaderMap) -> Result<(), DecodeError> {
    match headers.get(CONTENT_TYPE) {
        Some(found) if found == "text/csv" => Ok(()),
        _ => Err(DecodeError::new("expected `text/csv`")),
    }
}

#[endpoint(method = "GET", path = "/table", response = Csv)]
struct GetTable;

#[tokio::test]
async fn stream_of_another_type_checks_the_head_and_keeps_a_body_that_it_refuses() {
    let server = RawServer::in_turn([
        Script::receive().write(reply(200, &[("content-type", "text/csv")], "a,b")),
        Script::receive().write(reply(200, &[("content-type", "text/html")], "<html>")),
    ])
    .await;
    let client = client_of(&server);
    assert_eq!(all(&mut GetTable.send(&client).await.unwrap().0).await.unwrap(), b"a,b");
    match GetTable.send(&client).await {
        Err(Error::Decode { source, reply, .. }) => {
            assert_eq!((source.to_string().as_str(), reply.body()), ("expected `text/csv`", &Bytes::from("<html>")));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(server.requests()[0].header("accept"), Some("text/csv"));
}
