//! Complete replies that are neither the value nor a documented error.

use callsheet::{
    Error,
    error::{DecodeError, DocumentedError},
};
use support::widgets::{CreateWidget, DeleteWidget, WIDGET, get_widget, update_widget};
use support::{RawServer, Script, builder_of, client_of, json, reply};

use crate::assert_kept;

const HTML: &str = "<!doctype html>\n<title>502 Bad Gateway</title>";

fn html(status: u16) -> Vec<u8> {
    reply(status, &[("content-type", "text/html"), ("x-request-id", "req_1")], HTML)
}

#[track_caller]
fn decode_error<E: DocumentedError>(error: &Error<E>) -> &DecodeError {
    match error {
        Error::Decode { source, .. } => source,
        other => panic!("expected a success that does not decode, got {other:?}"),
    }
}

#[track_caller]
fn assert_foreign<E: DocumentedError>(error: &Error<E>) {
    assert!(matches!(error, Error::UnexpectedBody { source: None, .. }), "{error:?}");
    assert_eq!(error.code(), None);
}

/// JSON of this many nested lists.
fn nested(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

#[tokio::test]
async fn html_with_a_documented_status_is_an_unexpected_body() {
    let server = RawServer::answering(html(404)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert_foreign(&error);
    assert_kept(&error, 404, HTML.as_bytes());
    assert_eq!(error.message(), None);
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
    let what = "documented status, but the body is not in the documented format (content type `text/html`, the body looks like HTML or XML)";
    let line = format!("GET {}/widgets/<widget>: {what}: 404 Not Found (request id req_1)", server.origin());
    assert_eq!(error.to_string(), line);
}

#[tokio::test]
async fn html_with_another_status_is_undocumented() {
    for status in [400, 401, 502, 599, 300, 304] {
        let body = if status == 304 { "" } else { HTML };
        let server = RawServer::answering(html(status)).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
        assert_kept(&error, status, body.as_bytes());
        assert_eq!((error.code(), error.message()), (None, None));
    }
}

#[tokio::test]
async fn html_with_a_success_status_is_a_decode_error() {
    let server = RawServer::answering(html(200)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert_eq!(
        decode_error(&error).to_string(),
        "expected value (content type `text/html`, the body looks like HTML or XML)"
    );
    assert_kept(&error, 200, HTML.as_bytes());
}

#[tokio::test]
async fn empty_body_of_a_required_value_is_a_decode_error() {
    for (status, body) in [(200, ""), (204, ""), (201, "  \r\n")] {
        let server = RawServer::answering(json(status, body)).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        assert!(decode_error(&error).to_string().contains("empty"), "{error:?}");
        assert_kept(&error, status, body.as_bytes());
    }
}

#[tokio::test]
async fn empty_body_with_a_documented_status_is_an_unexpected_body() {
    let server = RawServer::answering(json(404, "")).await;
    let error = DeleteWidget { widget: "w".to_owned() }.send(&client_of(&server)).await.unwrap_err();
    assert_foreign(&error);
    assert_kept(&error, 404, b"");
}

#[tokio::test]
async fn error_of_invalid_json_keeps_every_byte() {
    for body in [
        &b"{\"id\":\"wid_1\",\"size\":"[..],
        b"{\"id\":\"wid_\xff\",\"size\":3}",
        b"\xff\xfe\0",
        b"\0",
        b"{]",
        b"\"\\ud800\"",
    ] {
        let server = RawServer::answering(json(200, body)).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        decode_error(&error);
        assert_kept(&error, 200, body);
    }
}

#[tokio::test]
async fn invalid_error_body_keeps_every_byte() {
    for body in [
        &br#"{"error":{"code":"widget_not_found""#[..],
        br#"{"error":{"code":"widget_not_found"}}}"#,
        br#"{"error":{"code":404}}"#,
        br#"{"error":null}"#,
        b"null",
    ] {
        let server = RawServer::answering(json(404, body)).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        assert_foreign(&error);
        assert_kept(&error, 404, body);
    }
}

#[tokio::test]
async fn message_that_is_not_utf8_keeps_the_code_and_every_byte() {
    let body = b"{\"error\":{\"code\":\"widget_not_found\",\"description\":\"\xff\"}}";
    let server = RawServer::answering(json(404, body)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error, Error::Documented { .. }), "{error:?}");
    assert_eq!((error.code(), error.message()), (Some("widget_not_found"), Some("\u{fffd}")));
    assert_kept(&error, 404, body);
}

#[tokio::test]
async fn deep_nesting_in_a_success_fails_without_a_panic() {
    let deep_member = format!(r#"{{"id":{},"size":3}}"#, nested(100_000));
    for body in [nested(100_000), "[".repeat(100_000), "{\"a\":".repeat(100_000), deep_member] {
        let server = RawServer::answering(json(200, &body)).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        // The size of a log line does not depend on the reply.
        assert!(decode_error(&error).to_string().len() < 2000, "{}", &body[..20]);
        assert_kept(&error, 200, body.as_bytes());
    }
}

#[tokio::test]
async fn deep_nesting_in_an_error_is_an_unexpected_body_without_a_panic() {
    for body in [nested(100_000), "[".repeat(100_000), "{\"error\":".repeat(100_000)] {
        let server = RawServer::answering(json(422, &body)).await;
        let error = update_widget().send(&client_of(&server)).await.unwrap_err();
        assert_foreign(&error);
        assert_kept(&error, 422, body.as_bytes());
    }
    let deep_detail = format!(r#"{{"error":{{"code":"validation_error","detail":{}}}}}"#, nested(100_000));
    let server = RawServer::answering(json(422, &deep_detail)).await;
    let error = update_widget().send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedBody { source: Some(_), .. }), "{error:?}");
    assert_eq!(error.code(), Some("validation_error"));
    assert_kept(&error, 422, deep_detail.as_bytes());
}

#[tokio::test]
async fn decode_error_names_the_path_but_not_the_value() {
    let body = r#"{"id":"wid_1","size":"s3cret"}"#;
    let server = RawServer::answering(json(200, body)).await;
    let error = CreateWidget { name: "a".to_owned() }.send(&client_of(&server)).await.unwrap_err();
    assert_eq!(decode_error(&error).path(), "size");
    assert!(!support::printed(&error).contains("s3cret"), "{error:?}");
    assert_kept(&error, 200, body.as_bytes());
    let line =
        format!("POST {}/widgets: the reply does not decode at `size`: 200 OK (request id req_1)", server.origin());
    assert_eq!(error.to_string(), line);
}

#[tokio::test]
async fn status_304_is_undocumented_with_its_reply() {
    // RFC 9110 section 8.6: the length is that of a 200 response, and no content is sent.
    let head = "HTTP/1.1 304 Not Modified\r\nx-request-id: req_1\r\netag: \"a\"\r\ncontent-length: 9000\r\n\r\n";
    let server = RawServer::each(Script::receive().write(head).stall()).await;
    let client = builder_of(&server).reply_limit(1000).build().unwrap();
    let error = get_widget().send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!(error.headers().unwrap()["etag"], "\"a\"");
    assert_kept(&error, 304, b"");
}

#[tokio::test]
async fn status_101_is_an_error() {
    let server = RawServer::answering("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n");
    let server = server.await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!(error.status().unwrap(), 101);
}

#[tokio::test]
async fn text_of_the_server_is_printed_on_one_line() {
    let body = r#"{"error":{"code":"a\nb","description":"c\u001b[31m\r\nd"}}"#;
    let server = RawServer::answering(json(500, body)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("a\nb"), Some("c\u{1b}[31m\r\nd")));
    assert!(!error.to_string().chars().any(char::is_control), "{error}");
    assert_kept(&error, 500, body.as_bytes());
}

#[tokio::test]
async fn headers_that_are_not_text_are_kept() {
    let bytes =
        [&b"HTTP/1.1 500 \xff\r\nx-request-id: r\xe9q\r\nrequest-id: req_2\r\nset-cookie: a\r\nset-cookie: b\r\n"[..]]
            .concat();
    let server = RawServer::answering([&bytes, &b"content-length: 2\r\n\r\nno"[..]].concat()).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    let headers = error.headers().unwrap();
    assert_eq!(headers["x-request-id"].as_bytes(), b"r\xe9q");
    assert_eq!(headers.get_all("set-cookie").iter().count(), 2);
    assert_eq!(error.request_id(), Some("req_2"));
    assert_eq!(error.body().unwrap(), "no");
}

#[tokio::test]
async fn reply_before_the_request_was_read_is_used() {
    let head = "HTTP/1.1 413 Content Too Large\r\nx-request-id: req_1\r\ncontent-length: 8\r\n\r\ntoo long";
    let server = RawServer::each(Script::receive_head().write(head).pause(500)).await;
    // More than the connection buffers while the server does not read.
    let call = CreateWidget { name: "a".repeat(16 << 20) };
    let error = call.send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_kept(&error, 413, b"too long");
}

#[tokio::test]
async fn value_with_an_error_status_is_an_error() {
    let server = RawServer::answering(json(500, WIDGET)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_kept(&error, 500, WIDGET.as_bytes());
}
