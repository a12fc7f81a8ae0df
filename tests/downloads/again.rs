//! The request for the rest is a call of its own: credentials, retries, redirects and time limits.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use callsheet::auth::{Token, TokenSource};
use callsheet::client::CallEventKind;
use callsheet::error::BoxError;
use callsheet::transport::{Body, BoxFuture, TimeLimit, Transport, TransportError, TransportErrorKind};
use callsheet::{CallOptions, Client, Download, RetryPolicy, endpoint};
use http::{Request, Response};
use support::{RawServer, SHORT, Script, builder_of, client_of, json, redirect};

use super::{CONTENT, Folder, kind, media, rest, whole};

#[tokio::test]
async fn request_for_the_rest_is_retried() {
    let busy = || Script::receive().write(json(503, "{}"));
    let server = RawServer::in_turn([whole("\"a\"", 4), busy(), Script::receive(), rest("\"a\"", 9)]).await;
    let client = builder_of(&server).retry(RetryPolicy::default()).build().unwrap();
    let folder = Folder::new();
    media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap();
    assert_eq!((folder.saved().as_deref(), server.requests().len()), (Some(CONTENT), 4));
    assert_eq!(server.requests()[3].header("range"), Some("bytes=4-"));
}

/// Tokens `token-0`, `token-1` and so on.
struct Counting(AtomicU32);

impl TokenSource for Counting {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(Token::new(format!("token-{number}"))) })
    }
}

#[tokio::test]
async fn request_for_the_rest_has_a_renewed_token() {
    let refused = Script::receive().write(json(401, "{}"));
    let server = RawServer::in_turn([whole("\"a\"", 4), refused, rest("\"a\"", 9)]).await;
    let client = builder_of(&server).token_source(Counting(AtomicU32::new(0))).build().unwrap();
    let folder = Folder::new();
    media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap();
    assert_eq!(folder.saved().as_deref(), Some(CONTENT));
    let requests = server.requests();
    let tokens: Vec<_> = requests.iter().map(|request| request.header("authorization").unwrap()).collect();
    assert_eq!(tokens, ["Bearer token-0", "Bearer token-0", "Bearer token-1"]);
}

#[tokio::test]
async fn request_for_the_rest_has_the_time_limit_and_the_options_of_the_call() {
    let server = RawServer::in_turn([whole("\"a\"", 4), Script::receive().stall()]).await;
    let folder = Folder::new();
    let options = CallOptions::new().timeout(SHORT).header("x-trace", "t-1");
    let media = media().send(&client_of(&server)).with(options).await.unwrap();
    let error = media.save(folder.target()).resume().await.unwrap_err();
    assert_eq!((error.time_limit(), error.status()), (Some(TimeLimit::Total), None), "{error:?}");
    assert_eq!(server.requests()[1].header("x-trace"), Some("t-1"));
    assert_eq!(folder.part().as_deref(), Some("0123"));
}

#[tokio::test]
async fn request_for_the_rest_follows_redirects() {
    let moved = || Script::receive().write(redirect(302, "/elsewhere"));
    let server = RawServer::in_turn([moved(), whole("\"a\"", 4), moved(), rest("\"a\"", 9)]).await;
    let folder = Folder::new();
    media().send(&client_of(&server)).await.unwrap().save(folder.target()).resume().await.unwrap();
    assert_eq!(folder.saved().as_deref(), Some(CONTENT));
    let last = &server.requests()[3];
    assert_eq!((last.target(), last.header("range")), ("/elsewhere", Some("bytes=4-")));
}

#[tokio::test]
async fn request_for_the_rest_is_reported_as_a_call() {
    let server = RawServer::in_turn([whole("\"a\"", 4), rest("\"a\"", 9)]).await;
    let ends = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&ends);
    let client = builder_of(&server)
        .on_event(move |event| {
            if let CallEventKind::End { .. } = event.kind {
                log.lock().unwrap().push(event.status.unwrap().as_u16());
            }
        })
        .build()
        .unwrap();
    let folder = Folder::new();
    media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap();
    assert_eq!(*ends.lock().unwrap(), [200, 206]);
}

/// Runs a report.
#[endpoint(method = "POST", path = "/reports", response = Download)]
struct RunReport;

#[tokio::test]
async fn request_that_must_not_be_repeated_is_not_sent_again() {
    let server = RawServer::each(whole("\"a\"", 4)).await;
    let folder = Folder::new();
    let report = RunReport.send(&client_of(&server)).await.unwrap();
    let error = report.save(folder.target()).resume().await.unwrap_err();
    assert_eq!((kind(&error), server.requests().len()), (TransportErrorKind::CutOff, 1));
}

/// Runs a report that the server repeats.
#[endpoint(method = "POST", path = "/reports", response = Download, idempotent)]
struct RepeatReport;

#[tokio::test]
async fn range_of_a_post_is_not_requested() {
    // RFC 9110 section 14.2 defines `Range` only for GET.
    let server = RawServer::each(whole("\"a\"", 4)).await;
    let folder = Folder::new();
    let report = RepeatReport.send(&client_of(&server)).await.unwrap();
    report.save(folder.target()).resume().await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
}

/// Gets a part of a media file, as the caller chooses.
#[endpoint(method = "GET", path = "/media/<id>", response = Download, success = 200)]
struct GetPart {
    id: String,
    #[header(name = "Range")]
    range: Option<String>,
}

/// The same with every success.
#[endpoint(method = "GET", path = "/media/<id>", response = Download)]
struct GetAnyPart {
    id: String,
    #[header(name = "Range")]
    range: Option<String>,
}

#[tokio::test]
async fn status_206_without_a_range_in_the_request_is_an_error() {
    let part = super::response("206 P", "content-range: bytes 0-3/10\r\n", 4, "0123");
    let server = RawServer::answering(part).await;
    let client = client_of(&server);
    let error = media().send(&client).await.unwrap_err();
    assert!(matches!(error, callsheet::Error::Decode { .. }), "{error:?}");
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("`Range`"), "{error:?}");
    // The range of the caller makes it a success, and the part is saved as it is.
    let folder = Folder::new();
    let part = GetAnyPart { id: "m1".to_owned(), range: Some("bytes=0-3".to_owned()) }.send(&client).await.unwrap();
    part.save(folder.target()).resume().await.unwrap();
    assert_eq!(folder.saved().as_deref(), Some("0123"));
    let error = GetAnyPart { id: "m1".to_owned(), range: None }.send(&client).await.unwrap_err();
    assert!(matches!(error, callsheet::Error::Decode { .. }), "{error:?}");
}

#[tokio::test]
async fn status_206_continues_a_download_whose_only_success_is_200() {
    let server = RawServer::in_turn([whole("\"a\"", 4), rest("\"a\"", 9)]).await;
    let folder = Folder::new();
    let part = GetPart { id: "m1".to_owned(), range: None }.send(&client_of(&server)).await.unwrap();
    part.save(folder.target()).resume().await.unwrap();
    assert_eq!(folder.saved().as_deref(), Some(CONTENT));
}

/// A transport whose first response is cut, and that has no connection afterwards.
#[derive(Clone, Default)]
struct Once(Arc<AtomicU32>);

impl Transport for Once {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let is_first = self.0.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(async move {
            let refused = || TransportError::new(TransportErrorKind::Connect, callsheet::error::Sent::No, "refused");
            let cut = [Ok("0123"), Err(std::io::Error::other("cut"))];
            let response = Response::builder().header("etag", "\"a\"").header("content-length", "10");
            is_first.then(|| response.body(Body::stream(futures_util::stream::iter(cut))).unwrap()).ok_or_else(refused)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn download_without_progress_ends_after_four_requests() {
    let transport = Once::default();
    let client = Client::builder("http://h").transport(transport.clone()).retry(RetryPolicy::none());
    let client = client.clock(callsheet::clock::TokioClock::new()).build().unwrap();
    let (folder, start) = (Folder::new(), tokio::time::Instant::now());
    let error = media().send(&client).await.unwrap().save(folder.target()).resume().await.unwrap_err();
    assert_eq!((kind(&error), transport.0.load(Ordering::Relaxed)), (TransportErrorKind::Connect, 5));
    // Up to half of each wait is added at random.
    let waited = start.elapsed().as_secs_f64();
    assert!((7.0..=10.5).contains(&waited) && (waited - waited.round()).abs() > 1e-6, "{waited}");
    assert_eq!(folder.part().as_deref(), Some("0123"));
    // The total timeout includes the waits.
    let transport = Once::default();
    let client = Client::builder("http://h").transport(transport).retry(RetryPolicy::none());
    let client = client.clock(callsheet::clock::TokioClock::new()).build().unwrap();
    let media = media().send(&client).await.unwrap().total_timeout(Duration::from_secs(2));
    let error = media.save(folder.path().join("other")).resume().await.unwrap_err();
    assert_eq!(error.time_limit(), Some(TimeLimit::Total));
}
