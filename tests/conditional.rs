//! Conditional requests (RFC 9110 section 13): fetching only what has changed, and changing only what is still the same.

use std::sync::{Arc, Mutex};

use callsheet::client::CallEventKind;
use callsheet::{AnyError, CallOptions, Client, Download, ETag, Endpoint as _, Error, Fetched, RetryPolicy, endpoint};
use support::{RawServer, Received, Script, client_of};

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Note {
    text: String,
}

#[endpoint(method = "GET", path = "/notes/<id>", response = Note)]
struct GetNote {
    id: String,
}

#[endpoint(method = "PUT", path = "/notes/<id>", errors(changed(status = 412, code = none)))]
struct PutNote {
    id: String,
    text: String,
}

/// A server with one note in the version `"v2"`.
fn versioned(request: &Received) -> Vec<u8> {
    let known = request.header("if-none-match").unwrap_or_default();
    if known.split(", ").any(|tag| tag.trim_start_matches("W/") == "\"v2\"") {
        return b"HTTP/1.1 304 Not Modified\r\nconnection: close\r\netag: \"v2\"\r\nx-request-id: req_7\r\n\r\n"
            .to_vec();
    }
    ok("etag: \"v2\"\r\n", r#"{"text":"b"}"#)
}

fn ok(fields: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{fields}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn status(status: &str) -> Script {
    Script::receive().write(format!("HTTP/1.1 {status} S\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"))
}

fn tag(text: &str) -> ETag {
    text.parse().unwrap()
}

fn get() -> GetNote {
    GetNote { id: "n1".to_owned() }
}

fn put() -> PutNote {
    PutNote { id: "n1".to_owned(), text: "c".to_owned() }
}

#[tokio::test]
async fn known_version_is_unchanged_and_another_one_is_fresh() {
    let server = RawServer::each(Script::receive().answer(versioned)).await;
    let client = client_of(&server);
    assert_eq!(get().send(&client).if_none_match(tag("\"v2\"")).await.unwrap(), Fetched::Unchanged);
    let fetched = get().send(&client).if_none_match(tag("\"v1\"")).await.unwrap();
    assert_eq!(fetched, Fetched::Fresh(Note { text: "b".to_owned() }));
    let full = get().send(&client).if_none_match(tag("\"v2\"")).with_reply().await.unwrap();
    assert_eq!((full.value, full.reply.status().as_u16()), (Fetched::Unchanged, 304));
    assert_eq!((full.reply.etag(), full.reply.request_id()), (Some(tag("\"v2\"")), Some("req_7")));
    let full = get().send(&client).if_none_match(tag("\"v1\"")).with_reply().await.unwrap();
    assert_eq!((full.value.fresh().unwrap().text.as_str(), full.reply.etag()), ("b", Some(tag("\"v2\""))));
}

#[tokio::test]
async fn several_versions_are_one_list() {
    let server = RawServer::each(Script::receive().answer(versioned)).await;
    let client = client_of(&server);
    let versions = [tag("\"a,b\""), tag("W/\"v2\"")];
    assert!(get().send(&client).if_none_match(&versions).await.unwrap().is_unchanged());
    put().send(&client).if_match([tag("\"a\""), tag("\"b\"")]).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].header("if-none-match"), Some(r#""a,b", W/"v2""#));
    assert_eq!(requests[1].header("if-match"), Some(r#""a", "b""#));
}

#[tokio::test]
async fn status_304_that_nobody_asked_for_is_an_undocumented_error() {
    let server = RawServer::each(status("304")).await;
    let client = client_of(&server);
    let by_field = CallOptions::new().header("If-None-Match", "\"v2\"");
    for options in [CallOptions::new(), CallOptions::new().if_absent(), by_field] {
        let error = get().send(&client).with(options).await.unwrap_err();
        assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
        assert_eq!(error.status().unwrap(), 304);
    }
}

#[tokio::test]
async fn changed_resource_is_the_documented_error_of_a_write() {
    let server = RawServer::each(status("412")).await;
    let error = put().send(&client_of(&server)).with(CallOptions::new().if_match(tag("\"v1\""))).await.unwrap_err();
    assert!(matches!(error, Error::Documented { error: PutNoteError::Changed { .. }, .. }), "{error:?}");
    assert_eq!(server.requests()[0].header("if-match"), Some("\"v1\""));
}

#[tokio::test]
async fn existence_is_a_condition_of_its_own() {
    let server = RawServer::each(Script::receive().write(ok("", ""))).await;
    let client = client_of(&server);
    put().send(&client).with(CallOptions::new().if_exists()).await.unwrap();
    put().send(&client).with(CallOptions::new().if_absent()).await.unwrap();
    put().send(&client).if_exists().await.unwrap();
    put().send(&client).if_absent().await.unwrap();
    for (at, expected) in [(Some("*"), None), (None, Some("*"))].into_iter().cycle().take(4).enumerate() {
        let request = &server.requests()[at];
        assert_eq!((request.header("if-match"), request.header("if-none-match")), expected);
    }
}

#[tokio::test]
async fn condition_that_can_never_hold_is_refused_before_anything_is_sent() {
    let server = RawServer::each(status("500")).await;
    let client = client_of(&server);
    let refused = |options| {
        let call = put().send(&client).with(options);
        async { call.await.unwrap_err() }
    };
    let error = refused(CallOptions::new().if_match([tag("\"a\""), tag("W/\"b\"")])).await;
    assert!(text(&error).contains(r#"the option `if_match`: W/"b" is weak"#), "{}", text(&error));
    let error = refused(CallOptions::new().if_match([])).await;
    assert!(text(&error).contains("the list of versions is empty"), "{}", text(&error));
    let error = get().send(&client).if_none_match([]).await.unwrap_err();
    assert!(matches!(error, Error::Build { .. }), "{error:?}");
    let error = put().send(&client).if_none_match(tag("\"a\"")).await.unwrap_err();
    assert!(text(&error).contains("to change only what is still the same, use `if_match`"), "{}", text(&error));
    for options in [CallOptions::new().if_match(tag("\"a\"")), CallOptions::new().if_exists()] {
        let error = put().send(&client.with(options)).await.unwrap_err();
        assert!(text(&error).contains("is for one call"), "{}", text(&error));
    }
    assert!(server.requests().is_empty());
}

fn text<E: callsheet::error::DocumentedError>(error: &Error<E>) -> String {
    format!("{error}: {}", std::error::Error::source(error).map(ToString::to_string).unwrap_or_default())
}

#[tokio::test]
async fn condition_takes_precedence_over_fields_of_endpoint_and_client() {
    #[endpoint(method = "GET", path = "/notes/<id>", response = Note)]
    struct GetIf {
        id: String,
        #[header(name = "If-None-Match")]
        version: Option<ETag>,
    }
    let server = RawServer::each(Script::receive().answer(versioned)).await;
    let client = support::builder_of(&server).header("If-None-Match", "\"default\"").build().unwrap();
    let call = GetIf { id: "n1".to_owned(), version: Some(tag("W/\"own\"")) };
    call.send(&client).await.unwrap();
    assert!(call.send(&client).if_none_match(tag("\"v2\"")).await.unwrap().is_unchanged());
    let requests = server.requests();
    assert_eq!(requests[0].header("if-none-match"), Some("W/\"own\""));
    assert_eq!(requests[1].header("if-none-match"), Some("\"v2\""));
}

#[tokio::test]
async fn unchanged_is_a_success_after_retries() {
    let unchanged = Script::receive().answer(versioned);
    let server = RawServer::in_turn([status("503"), unchanged]).await;
    let ends = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&ends);
    let at_once = RetryPolicy::new().backoff(std::time::Duration::ZERO, std::time::Duration::ZERO);
    let client = Client::builder(server.origin()).retry(at_once);
    let client = client.on_event(move |event| {
        if let CallEventKind::End { outcome, stop } = &event.kind {
            log.lock().unwrap().push(format!("{outcome:?} {stop:?}"));
        }
    });
    let client = client.build().unwrap();
    let full = get().send(&client).if_none_match(tag("\"v2\"")).with_reply().await.unwrap();
    assert_eq!((full.value, full.reply.attempts()), (Fetched::Unchanged, 2));
    assert_eq!(*ends.lock().unwrap(), ["Success Success"]);
}

#[tokio::test]
async fn download_is_unchanged_or_continues_without_the_condition() {
    #[endpoint(method = "GET", path = "/file", response = Download)]
    struct GetFile;

    let cut = b"HTTP/1.1 200 OK\r\nconnection: close\r\netag: \"v3\"\r\ncontent-length: 10\r\n\r\n0123";
    let rest = b"HTTP/1.1 206 P\r\nconnection: close\r\netag: \"v3\"\r\ncontent-range: bytes 4-9/10\r\ncontent-length: 6\r\n\r\n456789";
    let scripts = [Script::receive().answer(versioned), Script::receive().write(cut), Script::receive().write(rest)];
    let server = RawServer::in_turn(scripts).await;
    let client = client_of(&server);
    assert!(GetFile.send(&client).if_none_match(tag("\"v2\"")).await.unwrap().is_unchanged());
    let path = std::env::temp_dir().join(format!("callsheet-conditional-{}", std::process::id()));
    let download = GetFile.send(&client).if_none_match(tag("\"v2\"")).await.unwrap().fresh().unwrap();
    let saved = download.save(&path).resume().await;
    let content = std::fs::read_to_string(&path);
    let _ = std::fs::remove_file(&path);
    assert_eq!((saved.unwrap(), content.unwrap().as_str()), (10, "0123456789"));
    let requests = server.requests();
    assert_eq!((requests[1].header("if-none-match"), requests[1].header("range")), (Some("\"v2\""), None));
    assert_eq!((requests[2].header("if-none-match"), requests[2].header("range")), (None, Some("bytes=4-")));
}

#[test]
fn blocking_client_fetches_only_what_has_changed() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(RawServer::each(Script::receive().answer(versioned)));
    let client = callsheet::blocking::Client::new(client_of(&server)).unwrap();
    let full = client.send_if_none_match(&get(), tag("\"v2\"")).unwrap();
    assert_eq!((full.value, full.reply.status().as_u16()), (Fetched::Unchanged, 304));
    assert_eq!(client.send_if_none_match(&get(), tag("\"v1\"")).unwrap().value.fresh().unwrap().text, "b");
}

#[test]
fn version_is_a_member_of_a_response() {
    #[derive(callsheet::Response)]
    struct Versioned {
        #[header]
        etag: ETag,
        text: String,
    }
    #[endpoint(method = "GET", path = "/note", response = Versioned)]
    struct GetVersioned;

    let response = |tag: &str| http::Response::builder().header("etag", tag).body(r#"{"text":"b"}"#.into()).unwrap();
    let read = |tag: &str| GetVersioned::read_response(response(tag)).map_err(Error::into_any);
    let note: Versioned = read("W/\"v2\"").unwrap();
    assert_eq!((note.etag, note.text.as_str()), (tag("W/\"v2\""), "b"));
    let error: AnyError = read("v2").err().unwrap();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
}

#[tokio::test]
async fn field_without_quotes_is_not_a_version() {
    for (field, expected) in [("etag: v2\r\n", None), ("etag: \"v2\" \r\n", Some("\"v2\"")), ("", None)] {
        let server = RawServer::each(Script::receive().write(ok(field, r#"{"text":"b"}"#))).await;
        let full = get().send(&client_of(&server)).with_reply().await.unwrap();
        assert_eq!(full.reply.etag(), expected.map(tag), "{field}");
    }
}
