//! Responses to a request for the rest that do not fit.

use callsheet::transport::TransportErrorKind;
use support::{RawServer, Script, client_of};

use super::{Folder, kind, lines, media, response, whole};

/// Each response, and the reason that the error names.
const ROWS: &[(&str, &str, &str)] = &[
    ("206 P", "", "has no `Content-Range`"),
    ("206 P", "content-range: items 4-9/10\r\n", "is not a range of bytes"),
    ("206 P", "content-range: bytes */10\r\n", "is not a range of bytes"),
    ("206 P", "content-range: bytes 0-9/10\r\n", "starts at byte 0"),
    ("206 P", "content-range: bytes 5-9/10\r\n", "starts at byte 5"),
    ("206 P", "content-range: bytes 4-9/11\r\n", "changed to 11"),
    ("206 P", "content-range: bytes 4-9/*\r\n", "complete length is unknown"),
    ("206 P", "content-range: bytes 4-10/10\r\n", "ends at byte 10"),
    ("206 P", "content-range: bytes 4-3/10\r\n", "ends at byte 3"),
    ("206 P", "content-range: bytes 4-9/10\r\netag: \"b\"\r\n", "another `ETag`"),
    ("206 P", "content-range: bytes 4-9/10\r\netag: W/\"a\"\r\n", "another `ETag`"),
    ("206 P", "content-range: bytes 4-9/10\r\ncontent-encoding: gzip\r\n", "has a `Content-Encoding`"),
    ("206 P", "content-type: multipart/byteranges; boundary=b\r\n", "has no `Content-Range`"),
    ("203 N", "", "answered with status 203"),
];

#[tokio::test]
async fn response_that_does_not_continue_the_content_is_an_error_and_the_next_call_starts_over() {
    for &(status, fields, reason) in ROWS {
        let wrong = Script::receive().write(response(status, fields, 6, "456789"));
        let server = RawServer::in_turn([whole("\"a\"", 4), wrong, whole("\"a\"", 10)]).await;
        let (client, folder) = (client_of(&server), Folder::new());
        let error = media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Range, "{fields}");
        assert!(lines(&error).contains(reason), "{fields}: {}", lines(&error));
        let status: u16 = status[..3].parse().unwrap();
        assert_eq!(error.status().unwrap(), status);
        assert!(folder.names().is_empty(), "{fields}: {:?}", folder.names());
        media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap();
        assert_eq!(server.requests()[2].header("range"), None);
    }
}

#[tokio::test]
async fn status_416_is_an_error_and_the_next_call_starts_over() {
    let wrong = Script::receive().write(response("416 R", "content-range: bytes */10\r\n", 0, ""));
    let server = RawServer::in_turn([whole("\"a\"", 4), wrong]).await;
    let folder = Folder::new();
    let error = media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 416);
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[tokio::test]
async fn part_of_the_rest_is_accepted_and_the_remainder_requested() {
    let part = "content-range: bytes 4-6/10\r\n";
    let part = Script::receive().write(response("206 P", part, 3, "456"));
    let server = RawServer::in_turn([whole("\"a\"", 4), part, super::rest("\"a\"", 9)]).await;
    let folder = Folder::new();
    media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume().await.unwrap();
    assert_eq!(folder.saved().as_deref(), Some(super::CONTENT));
    assert_eq!(server.requests()[2].header("range"), Some("bytes=7-"));
}

#[tokio::test]
async fn part_that_is_longer_than_its_range_is_an_error() {
    let part =
        "HTTP/1.1 206 P\r\ncontent-range: bytes 4-6/10\r\ntransfer-encoding: chunked\r\n\r\n5\r\n45678\r\n0\r\n\r\n";
    let server = RawServer::in_turn([whole("\"a\"", 4), Script::receive().write(part)]).await;
    let folder = Folder::new();
    let error = media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume().await.unwrap_err();
    assert!(lines(&error).contains("more than the 7 bytes"), "{}", lines(&error));
    assert_eq!((folder.saved(), folder.part().as_deref()), (None, Some("0123")));
}
