//! Replies that are too large, too slow or endless.

use std::time::{Duration, Instant};

use callsheet::transport::TimeLimit;
use callsheet::transport::TransportErrorKind::{NoReply, TooLarge};
use callsheet::{CallOptions, Error, error::Sent};
use support::widgets::{GetWidgetError, WIDGET, get_widget, update_widget, widget};
use support::{RawServer, SHORT, Script, builder_of, client_of, json};

use crate::{assert_kept, assert_no_reply, transport_kind};

const LIMIT: usize = 1000;
/// More bytes than the socket buffers hold while the client does not read.
const ENDLESS: usize = 64 << 20;
/// More bytes than these buffers ever hold.
const BUFFERS: usize = 24 << 20;

/// Returns the result of a call with this reply limit.
async fn limited(server: &RawServer) -> Error<GetWidgetError> {
    let client = builder_of(server).reply_limit(LIMIT).build().unwrap();
    get_widget().send(&client).await.unwrap_err()
}

#[tokio::test]
async fn reply_with_a_length_over_the_limit_is_not_read_further() {
    let head = "HTTP/1.1 200 OK\r\nx-request-id: req_1\r\ncontent-length: 9000000000\r\n\r\n";
    let server = RawServer::each(Script::receive().write(head).flood("a".repeat(0x4000), ENDLESS)).await;
    let error = limited(&server).await;
    assert_eq!(transport_kind(&error), TooLarge);
    assert!(error.body().unwrap().len() <= LIMIT);
    let body = error.body().unwrap().clone();
    assert_kept(&error, 200, &body);
    let place = format!("{}/widgets/<widget>", server.origin());
    assert_eq!(error.to_string(), format!("GET {place}: the reply is too large: 200 OK (request id req_1)"));
    server.has_seen(|log| log.hang_ups == 1).await;
    assert!(server.log().flooded < BUFFERS, "{}", server.log().flooded);
}

#[tokio::test]
async fn reply_over_the_limit_keeps_bytes_up_to_the_limit() {
    let server = RawServer::answering(json(502, "a".repeat(LIMIT + 1))).await;
    let error = limited(&server).await;
    assert_eq!(transport_kind(&error), TooLarge);
    assert_kept(&error, 502, "a".repeat(LIMIT).as_bytes());
}

#[tokio::test]
async fn endless_chunked_reply_is_read_up_to_the_limit() {
    let head = "HTTP/1.1 200 OK\r\nx-request-id: req_1\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("4000\r\n{}\r\n", "a".repeat(0x4000));
    let server = RawServer::each(Script::receive().write(head).flood(chunk, ENDLESS)).await;
    let error = limited(&server).await;
    assert_eq!(transport_kind(&error), TooLarge);
    assert_kept(&error, 200, "a".repeat(LIMIT).as_bytes());
    server.has_seen(|log| log.hang_ups == 1).await;
    assert!(server.log().flooded < BUFFERS, "{}", server.log().flooded);
}

#[tokio::test]
async fn endless_reply_without_a_length_is_read_up_to_the_limit() {
    let head = "HTTP/1.1 404 Not Found\r\nx-request-id: req_1\r\n\r\n";
    let server = RawServer::each(Script::receive().write(head).flood("abc".repeat(5000), ENDLESS)).await;
    let error = limited(&server).await;
    assert_eq!(transport_kind(&error), TooLarge);
    assert_kept(&error, 404, &"abc".repeat(LIMIT).as_bytes()[..LIMIT]);
    server.has_seen(|log| log.hang_ups == 1).await;
    assert!(server.log().flooded < BUFFERS, "{}", server.log().flooded);
}

#[tokio::test]
async fn reply_of_exactly_the_limit_is_read() {
    let whole = json(200, WIDGET);
    let length = WIDGET.len();
    let chunked = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{WIDGET}\r\n0\r\n\r\n");
    for bytes in [&whole[..], chunked.as_bytes()] {
        let server = RawServer::answering(bytes).await;
        let fits = builder_of(&server).reply_limit(WIDGET.len()).build().unwrap();
        assert_eq!(get_widget().send(&fits).await.unwrap(), widget());
        let too_small = builder_of(&server).reply_limit(WIDGET.len() - 1).build().unwrap();
        assert_eq!(transport_kind(&get_widget().send(&too_small).await.unwrap_err()), TooLarge);
    }
}

#[tokio::test]
async fn limit_of_zero_accepts_an_empty_reply() {
    let server = RawServer::in_turn([json(404, ""), json(404, "a")].map(|bytes| Script::receive().write(bytes))).await;
    let client = builder_of(&server).reply_limit(0).build().unwrap();
    let empty = get_widget().send(&client).await.unwrap_err();
    assert!(matches!(empty, Error::UnexpectedBody { .. }), "{empty:?}");
    assert_kept(&empty, 404, b"");
    let error = get_widget().send(&client).await.unwrap_err();
    assert_eq!(transport_kind(&error), TooLarge);
    assert_kept(&error, 404, b"");
}

#[tokio::test]
async fn endless_head_is_an_error() {
    let line = format!("x-{}: a\r\n", "a".repeat(8000));
    let server = RawServer::each(Script::receive().write("HTTP/1.1 200 OK\r\n").flood(line, ENDLESS)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert_eq!(transport_kind(&error), NoReply);
    assert_no_reply(&error, Sent::Maybe);
    server.has_seen(|log| log.hang_ups == 1).await;
    assert!(server.log().flooded < BUFFERS, "{}", server.log().flooded);
}

/// Asserts that the call timed out, and not much too late.
#[track_caller]
fn assert_timeout<E: callsheet::error::DocumentedError>(error: &Error<E>, time: Duration) {
    assert!(matches!(error, Error::Timeout { .. }) && error.is_timeout(), "{error:?}");
    assert!(time >= SHORT && time < SHORT * 8, "{time:?}");
    assert!(error.elapsed() >= SHORT && error.elapsed() <= time, "{error:?}");
    assert_eq!(error.time_limit(), Some(TimeLimit::Total));
    assert!(error.to_string().contains("timed out: total timeout"), "{error}");
}

#[tokio::test]
async fn server_that_never_answers_causes_a_timeout() {
    for script in [
        Script::new().stall(),
        Script::receive().stall(),
        Script::receive().write("HTTP/1.1 200 OK\r\ncontent-").stall(),
        Script::receive().write("HTTP/1.1 103 Early Hints\r\n\r\n").stall(),
    ] {
        let server = RawServer::each(script.clone()).await;
        let client = builder_of(&server).timeout(SHORT).build().unwrap();
        let start = Instant::now();
        let error = update_widget().send(&client).await.unwrap_err();
        assert_timeout(&error, start.elapsed());
        assert_no_reply(&error, Sent::Maybe);
        // The client closes the connection after the timeout.
        server.has_seen(|log| log.hang_ups == 1).await;
    }
}

#[tokio::test]
async fn endless_interim_responses_cause_a_timeout() {
    let hint = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(20);
    let script = (0..1000).fold(Script::receive(), |script, _| script.write(&hint).pause(1));
    let server = RawServer::each(script).await;
    let client = builder_of(&server).timeout(SHORT).build().unwrap();
    let start = Instant::now();
    let error = get_widget().send(&client).await.unwrap_err();
    assert_timeout(&error, start.elapsed());
    assert_no_reply(&error, Sent::Maybe);
}

#[tokio::test]
async fn server_that_stalls_in_the_body_causes_a_timeout_that_keeps_the_received_part() {
    let head = "HTTP/1.1 200 OK\r\nx-request-id: req_1\r\n";
    for (rest, expected) in [
        ("content-length: 24\r\n\r\n", ""),
        ("content-length: 24\r\n\r\n{\"id\":", "{\"id\":"),
        ("transfer-encoding: chunked\r\n\r\n3\r\n{\"i\r\n3\r\nd\":\r\n", "{\"id\":"),
        ("\r\n{\"id\":\"wid_1\",\"size\":3}", WIDGET),
    ] {
        let server = RawServer::each(Script::receive().write(format!("{head}{rest}")).stall()).await;
        let client = builder_of(&server).timeout(SHORT).build().unwrap();
        let start = Instant::now();
        let error = get_widget().send(&client).await.unwrap_err();
        assert_timeout(&error, start.elapsed());
        assert_kept(&error, 200, expected.as_bytes());
    }
}

#[tokio::test]
async fn slow_reply_causes_a_timeout() {
    // Each byte arrives in time, but all of them together do not.
    let head = "HTTP/1.1 200 OK\r\nx-request-id: req_1\r\n\r\n";
    let script = (0..100).fold(Script::receive().write(head), |script, _| script.write("a").pause(20));
    let server = RawServer::each(script).await;
    let client = builder_of(&server).timeout(SHORT).build().unwrap();
    let start = Instant::now();
    let error = get_widget().send(&client).await.unwrap_err();
    assert_timeout(&error, start.elapsed());
    let came = error.body().unwrap().clone();
    assert!((1..50).contains(&came.len()), "{}", came.len());
    assert_kept(&error, 200, "a".repeat(came.len()).as_bytes());
}

#[tokio::test]
async fn client_without_a_timeout_waits() {
    let server = RawServer::each(Script::receive().pause(300).write(json(200, WIDGET))).await;
    let client = builder_of(&server).timeout(SHORT).no_timeout().build().unwrap();
    assert_eq!(get_widget().send(&client).await.unwrap(), widget());
}

#[tokio::test]
async fn reply_limit_of_a_call_takes_precedence_over_that_of_the_client() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let (less, whole) =
        (CallOptions::new().reply_limit(WIDGET.len() - 1), CallOptions::new().reply_limit(WIDGET.len()));

    let client = client_of(&server);
    let error = get_widget().send(&client).with(less.clone()).await.unwrap_err();
    assert_eq!(transport_kind(&error), TooLarge);
    assert_eq!(error.body().unwrap(), &WIDGET.as_bytes()[..WIDGET.len() - 1]);
    assert_eq!(get_widget().send(&client).await.unwrap(), widget());

    // More than the client's, and the call's before that of `Client::with`.
    let strict = builder_of(&server).reply_limit(1).build().unwrap();
    assert_eq!(get_widget().send(&strict).with(whole.clone()).await.unwrap(), widget());
    assert_eq!(get_widget().send(&strict.with(whole.clone())).await.unwrap(), widget());
    assert_eq!(get_widget().send(&strict.with(less)).with(whole).await.unwrap(), widget());
    assert_eq!(transport_kind(&get_widget().send(&strict).await.unwrap_err()), TooLarge);
}
