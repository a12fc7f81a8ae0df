//! Downloads that continue.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use callsheet::transport::TransportErrorKind;
use callsheet::{Endpoint as _, Error};
use support::{RawServer, SHORT, Script, client_of};

use super::{CONTENT, Folder, GetMediaError, kind, media, response, rest, whole};

type Seen = Arc<Mutex<Vec<(u64, Option<u64>)>>>;

#[tokio::test]
async fn cut_download_is_continued_where_it_was_cut() {
    let server = RawServer::in_turn([whole("\"a\"", 4), rest("\"a\"", 3), rest("\"a\"", 9)]).await;
    let (folder, seen) = (Folder::new(), Seen::default());
    let log = Arc::clone(&seen);
    let save = media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume();
    let length = save.progress(move |p| log.lock().unwrap().push((p.received, p.total))).await.unwrap();
    assert_eq!((length, folder.saved().as_deref()), (10, Some(CONTENT)));
    assert_eq!(folder.names(), ["m1.bin"]);
    assert_eq!(*seen.lock().unwrap(), [(4, Some(10)), (7, Some(10)), (10, Some(10))]);
    let requests = server.requests();
    assert_eq!((requests.len(), requests[0].header("range")), (3, None));
    for (request, range) in [(&requests[1], "bytes=4-"), (&requests[2], "bytes=7-")] {
        assert_eq!(request.header("range"), Some(range));
        assert_eq!(request.header("if-range"), Some("\"a\""));
        assert_eq!(request.header("accept-encoding"), Some("identity"));
        assert_eq!(request.target(), "/media/m1");
    }
}

#[tokio::test]
async fn download_that_is_cut_after_each_byte_ends_if_each_request_brings_one() {
    let rests = (1..CONTENT.len()).map(|_| rest("\"a\"", 1));
    let server = RawServer::in_turn([whole("\"a\"", 1)].into_iter().chain(rests)).await;
    let folder = Folder::new();
    media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume().await.unwrap();
    assert_eq!((folder.saved().as_deref(), server.requests().len()), (Some(CONTENT), 10));
}

#[tokio::test]
async fn strong_date_is_the_validator_if_there_is_no_tag() {
    const OLD: &str = "Tue, 15 Nov 1994 12:45:26 GMT";
    let fields = format!("last-modified: {OLD}\r\ndate: Tue, 15 Nov 1994 13:45:26 GMT\r\n");
    let first = Script::receive().write(response("200 OK", &fields, 10, "0123"));
    let server = RawServer::in_turn([first, rest("\"new\"", 9)]).await;
    let folder = Folder::new();
    media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume().await.unwrap();
    assert_eq!(folder.saved().as_deref(), Some(CONTENT));
    assert_eq!(server.requests()[1].header("if-range"), Some(OLD));
}

#[tokio::test]
async fn silent_download_is_continued_after_the_idle_timeout() {
    let silent = whole("\"a\"", 4).stall();
    let server = RawServer::in_turn([silent, rest("\"a\"", 9)]).await;
    let folder = Folder::new();
    let media = media().send(&client_of(&server)).await.unwrap().idle_timeout(SHORT);
    assert_eq!(media.save(folder.target()).resume().await.unwrap(), 10);
    assert_eq!(folder.saved().as_deref(), Some(CONTENT));
    // The silent response was closed.
    server.has_seen(|log| log.hang_ups == 1).await;
}

#[tokio::test]
async fn file_of_an_earlier_call_is_continued() {
    let gone = || Script::receive().write(response("404 Gone", "", 26, r#"{"code":"media_not_found"}"#));
    let server = RawServer::in_turn([whole("\"a\"", 4), gone(), whole("\"a\"", 10), rest("\"a\"", 9)]).await;
    let (client, folder) = (client_of(&server), Folder::new());
    let error = media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap_err();
    // The file has vanished: the endpoint's own error, and what arrived remains.
    let documented = error.documented_as::<GetMediaError>();
    assert!(matches!(documented, Some(GetMediaError::MediaNotFound { .. })), "{error:?}");
    assert_eq!((folder.part().as_deref(), folder.saved()), (Some("0123"), None));
    assert_eq!(folder.names(), ["m1.bin.part", "m1.bin.part.json"]);

    let seen = Seen::default();
    let log = Arc::clone(&seen);
    let save = media().send(&client).await.unwrap().save(folder.target()).resume();
    assert_eq!(save.progress(move |p| log.lock().unwrap().push((p.received, p.total))).await.unwrap(), 10);
    assert_eq!((folder.saved().as_deref(), folder.names().len()), (Some(CONTENT), 1));
    assert_eq!(*seen.lock().unwrap(), [(4, Some(10)), (10, Some(10))]);
    assert_eq!(server.requests()[3].header("range"), Some("bytes=4-"));
}

#[tokio::test]
async fn complete_file_of_an_earlier_call_needs_no_request() {
    let server = RawServer::each(whole("\"a\"", 10)).await;
    let (client, folder) = (client_of(&server), Folder::new());
    leave_part(&server, &folder, CONTENT, "\"a\"");
    assert_eq!(media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap(), 10);
    assert_eq!((folder.saved().as_deref(), folder.names().len()), (Some(CONTENT), 1));
    assert_eq!(server.requests().len(), 1);
}

/// Leaves the files of an earlier call.
fn leave_part(server: &RawServer, folder: &Folder, content: &str, etag: &str) {
    let note =
        format!(r#"{{"total":10,"url":"{}/media/m1","validator":"{}"}}"#, server.origin(), etag.replace('"', "\\\""));
    fs::write(folder.path().join("m1.bin.part.json"), note).unwrap();
    fs::write(folder.path().join("m1.bin.part"), content).unwrap();
}

#[tokio::test]
async fn file_of_an_earlier_call_for_other_content_is_not_used() {
    let server = RawServer::each(whole("\"a\"", 10)).await;
    let client = client_of(&server);
    let spoil: [fn(&RawServer, &Folder); 5] = [
        |server, folder| leave_part(server, folder, "abcd", "\"b\""),
        |server, folder| leave_part(server, folder, "0123456789abc", "\"a\""),
        |_, folder| fs::write(folder.path().join("m1.bin.part"), "abcd").unwrap(),
        |server, folder| {
            leave_part(server, folder, "abcd", "\"a\"");
            fs::write(folder.path().join("m1.bin.part.json"), "{}").unwrap();
        },
        |server, folder| {
            leave_part(server, folder, "abcd", "\"a\"");
            let note = format!(r#"{{"total":10,"url":"{}/media/m2","validator":"\"a\""}}"#, server.origin());
            fs::write(folder.path().join("m1.bin.part.json"), note).unwrap();
        },
    ];
    for (number, spoil) in spoil.into_iter().enumerate() {
        let folder = Folder::new();
        spoil(&server, &folder);
        assert_eq!(media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap(), 10);
        assert_eq!((folder.saved().as_deref(), folder.names().len()), (Some(CONTENT), 1), "{number}");
        assert_eq!(server.requests().len(), number + 1);
    }
}

#[tokio::test]
async fn status_200_for_a_range_starts_over() {
    let changed = Script::receive().write(response("200 OK", "etag: \"b\"\r\n", 3, "abc"));
    let server = RawServer::in_turn([whole("\"a\"", 4), changed]).await;
    let (folder, seen) = (Folder::new(), Seen::default());
    let log = Arc::clone(&seen);
    let save = media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume();
    assert_eq!(save.progress(move |p| log.lock().unwrap().push((p.received, p.total))).await.unwrap(), 3);
    assert_eq!((folder.saved().as_deref(), folder.names().len()), (Some("abc"), 1));
    assert_eq!(*seen.lock().unwrap(), [(4, Some(10)), (3, Some(3))]);
}

#[tokio::test]
async fn new_content_is_continued_by_its_own_validator() {
    let changed = Script::receive().write(response("200 OK", "etag: \"b\"\r\n", 10, "01"));
    let server = RawServer::in_turn([whole("\"a\"", 4), changed, rest("\"b\"", 9)]).await;
    let folder = Folder::new();
    media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume().await.unwrap();
    assert_eq!(folder.saved().as_deref(), Some(CONTENT));
    let last = &server.requests()[2];
    assert_eq!((last.header("range"), last.header("if-range")), (Some("bytes=2-"), Some("\"b\"")));
}

#[tokio::test]
async fn content_without_a_strong_validator_is_not_continued() {
    let fields = [
        "",
        "etag: W/\"a\"\r\n",
        "etag: a\r\n",
        "last-modified: Tue, 15 Nov 1994 12:45:26 GMT\r\ndate: Tue, 15 Nov 1994 12:45:27 GMT\r\n",
        "etag: \"a\"\r\ncontent-encoding: gzip\r\n",
    ];
    for fields in fields {
        let server = RawServer::each(Script::receive().write(response("200 OK", fields, 10, "0123"))).await;
        let (client, folder) = (client_of(&server), Folder::new());
        for requests in [1, 2] {
            let error = media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap_err();
            assert_eq!((kind(&error), server.requests().len()), (TransportErrorKind::CutOff, requests), "{fields}");
            assert_eq!((folder.part().as_deref(), folder.names().len()), (Some("0123"), 1), "{fields}");
        }
    }
}

#[tokio::test]
async fn chunked_content_is_not_continued() {
    let head = "HTTP/1.1 200 OK\r\netag: \"a\"\r\ntransfer-encoding: chunked\r\n\r\n4\r\n0123\r\n";
    let server = RawServer::each(Script::receive().write(head)).await;
    let folder = Folder::new();
    let error = media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume().await.unwrap_err();
    assert_eq!((kind(&error), server.requests().len()), (TransportErrorKind::CutOff, 1));
}

#[tokio::test]
async fn two_downloads_to_one_target_at_the_same_time_are_an_error() {
    let server = RawServer::each(whole("\"a\"", 4).stall()).await;
    let (client, folder) = (client_of(&server), Folder::new());
    let first = tokio::spawn(media().send(&client).await.unwrap().save(folder.target()).resume().into_future());
    while folder.part().is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let second = media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap_err();
    assert_eq!(kind(&second), TransportErrorKind::File);
    assert!(super::lines(&second).contains("another download of this process"), "{}", super::lines(&second));
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    // The first one has ended, so its file is free.
    let server = RawServer::each(whole("\"a\"", 10)).await;
    media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume().await.unwrap();
    assert_eq!(folder.saved().as_deref(), Some(CONTENT));
}

#[tokio::test]
async fn every_cut_position_yields_the_same_file() {
    for first in 0..=CONTENT.len() {
        for second in 0..=CONTENT.len() - first {
            let server =
                RawServer::in_turn([whole("\"a\"", first), rest("\"a\"", second.max(1)), rest("\"a\"", 10)]).await;
            let folder = Folder::new();
            let saved = media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume().await;
            assert_eq!((saved.unwrap(), folder.saved().as_deref()), (10, Some(CONTENT)), "{first} {second}");
        }
    }
}

#[tokio::test]
async fn response_without_a_client_is_saved_and_not_continued() {
    let folder = Folder::new();
    let response = http::Response::builder().header("etag", "\"a\"").header("content-length", "10");
    let media = super::GetMedia::read_response(response.body(CONTENT.into()).unwrap()).unwrap();
    assert_eq!(media.save(folder.target()).resume().await.unwrap(), 10);
    let response = http::Response::builder().header("etag", "\"a\"").header("content-length", "11");
    let media = super::GetMedia::read_response(response.body(CONTENT.into()).unwrap()).unwrap();
    let error = media.save(folder.target()).resume().await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!(folder.saved().as_deref(), Some(CONTENT));
}
